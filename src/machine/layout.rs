//! Where everything is in the words of a state.
//!
//! Invariant: a state is a header, a part of fixed length, and then lists of records; each record of
//! a list has the same width, which the program and the options decide. Only the number of records
//! varies, and the header has it, and where each list begins. It must not know what the words mean
//! to a program.

use crate::{
    machine::Options,
    program::{Program, code::Objects},
};

/// A list of records. The order is that in the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Sorted by key.
    Processes,
    /// Sorted by id.
    Threads,
    /// Open calls: sorted by thread, the innermost last.
    Calls,
    /// Pages of heaps and stacks: sorted by process, then page.
    Pages,
    /// Blocks of heaps: sorted by process, then address.
    Blocks,
    /// Printed words, in order.
    Outputs,
    /// Page frames; the first are the shared segment's.
    Frames,
}

const LISTS: usize = 7;

/// Words of the header: how many records each list has, then where it begins.
pub(super) const HEADER: usize = 2 * LISTS;

/// Words of a process.
pub(super) mod process {
    /// Its place in the program, or after all those the id of the thread that was forked.
    pub const KEY: usize = 0;
    /// The key of its parent and 1; 0 if that is init.
    pub const PARENT: usize = 1;
    /// 0 while it runs, [`ZOMBIE`], or [`GONE`]; shifted by 8, the number of its fault and 1.
    pub const STATUS: usize = 2;
    /// The exit status of a zombie; after a fault, the id of the task and 1.
    pub const VALUE: usize = 3;
    /// Where its locks begin.
    pub const LOCKS: usize = 4;
    /// It has ended, and its parent has not looked.
    pub const ZOMBIE: u32 = 1;
    /// It has ended.
    pub const GONE: u32 = 2;
}

/// Words of a thread.
pub(super) mod thread {
    /// Its id.
    pub const ID: usize = 0;
    /// The key of its process.
    pub const PROCESS: usize = 1;
    /// Where it stands; shifted by [`PHASE`], 0 or [`ASLEEP`], [`DONE`], [`DIED`].
    pub const AT: usize = 2;
    /// How many processes it has forked; shifted by 16, how many threads it has made.
    pub const BIRTHS: usize = 3;
    /// The number of its stack. A forked thread has its parent's: pointers stay what they were.
    pub const STACK: usize = 4;
    /// Words of its stack in use; shifted by 16, where the frame of the open call begins.
    pub const TOP: usize = 5;
    /// Where its registers begin.
    pub const REGISTERS: usize = 6;
    /// See [`AT`].
    pub const PHASE: u32 = 24;
    /// It sleeps on the condition that it stands at.
    pub const ASLEEP: u32 = 1;
    /// It has ended without a fault.
    pub const DONE: u32 = 2;
    /// A fault has ended it.
    pub const DIED: u32 = 3;
}

/// Words of a call.
pub(super) mod call {
    /// The thread.
    pub const THREAD: usize = 0;
    /// Where the caller goes on.
    pub const RETURN: usize = 1;
    /// Where the caller's frame begins.
    pub const BASE: usize = 2;
    /// Where the caller's registers begin.
    pub const REGISTERS: usize = 3;
}

/// The widths of everything.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    width: [usize; LISTS],
    fixed: usize,
    /// Where the copy counters are: data, heap, stack.
    pub copied: usize,
    /// Where each pipe is: its length, then its words.
    pub pipes: Vec<usize>,
    /// Where the shared mutexes are.
    pub shared_mutexes: usize,
    /// Where the shared semaphores are.
    pub shared_semaphores: usize,
    /// Where a process has its semaphores.
    pub semaphores: usize,
    /// Where a process has its page table of data: a frame and 1, or 0.
    pub table: usize,
    /// Pages of the data segment.
    pub data_pages: usize,
    /// Where a process keeps its last data.
    pub last_data: usize,
    /// Where a thread has its counters.
    pub counters: usize,
    /// Counters of a thread.
    pub counter_count: usize,
    /// Registers of a thread.
    pub register_count: usize,
    /// Where a thread keeps its last locals.
    pub last_locals: usize,
    /// How many it keeps.
    pub last_local_count: usize,
    /// Pages of the shared segment.
    pub shared_pages: usize,
}

impl Layout {
    pub fn new(program: &Program, options: &Options) -> Layout {
        let most = |it: &dyn Fn(&Objects) -> usize| {
            program.processes.iter().map(|process| it(&process.objects)).max().unwrap_or(0)
        };
        let mut fixed = HEADER;
        let mut place = |words: usize| {
            fixed += words;
            fixed - words
        };
        let copied = place(if options.keep.copied { 3 } else { 0 });
        let pipes = program.pipes.iter().map(|it| place(1 + it.capacity as usize)).collect();
        let shared_mutexes = place(usize::from(program.shared_objects.mutex_count));
        let shared_semaphores = place(program.shared_objects.semaphore_values.len());
        let semaphores = process::LOCKS + most(&|it| usize::from(it.mutex_count));
        let table = semaphores + most(&|it| it.semaphore_values.len());
        let data = program.processes.iter().map(|it| it.data.len()).max().unwrap_or(0);
        let data_pages = data.div_ceil(options.page_words);
        let last_data = table + data_pages;
        let kept = if options.keep.globals { data } else { 0 };
        let register_count = usize::from(program.registers);
        let counters = thread::REGISTERS + register_count;
        let counter_count =
            program.routines.iter().map(|it| usize::from(it.counters)).max().unwrap_or(0);
        let last_locals = counters + counter_count;
        let last_local_count = if options.keep.locals {
            program.routines.iter().map(|it| it.locals.len()).max().unwrap_or(0)
        } else {
            0
        };
        Layout {
            width: [
                last_data + kept,
                last_locals + last_local_count,
                call::REGISTERS + register_count + counter_count,
                3,
                3,
                1,
                1 + options.page_words,
            ],
            fixed,
            copied,
            pipes,
            shared_mutexes,
            shared_semaphores,
            semaphores,
            table,
            data_pages,
            last_data,
            counters,
            counter_count,
            register_count,
            last_locals,
            last_local_count,
            shared_pages: program.shared_words.len().div_ceil(options.page_words),
        }
    }

    /// The words before anything is there.
    pub fn empty(&self) -> Vec<u32> {
        let mut words = vec![0; self.fixed];
        words[LISTS..HEADER].fill(u32::try_from(self.fixed).unwrap_or(0));
        words
    }

    /// How many records a list has.
    #[inline]
    pub fn len(&self, words: &[u32], list: List) -> usize {
        words[list as usize] as usize
    }

    /// Where a record begins.
    #[inline]
    pub fn at(&self, words: &[u32], list: List, index: usize) -> usize {
        words[LISTS + list as usize] as usize + self.width[list as usize] * index
    }

    /// Words of a record.
    pub fn width(&self, list: List) -> usize {
        self.width[list as usize]
    }

    /// Puts empty records into a list; gives where they begin.
    pub fn insert(&self, words: &mut Vec<u32>, list: List, index: usize, count: usize) -> usize {
        let at = self.at(words, list, index);
        let more = self.width[list as usize] * count;
        words.splice(at..at, std::iter::repeat_n(0, more));
        words[list as usize] += u32::try_from(count).unwrap_or(0);
        for start in &mut words[LISTS + list as usize + 1..HEADER] {
            *start += u32::try_from(more).unwrap_or(0);
        }
        at
    }

    /// Takes records out of a list.
    pub fn remove(&self, words: &mut Vec<u32>, list: List, index: usize, count: usize) {
        let at = self.at(words, list, index);
        let less = self.width[list as usize] * count;
        words.drain(at..at + less);
        words[list as usize] -= u32::try_from(count).unwrap_or(0);
        for start in &mut words[LISTS + list as usize + 1..HEADER] {
            *start -= u32::try_from(less).unwrap_or(0);
        }
    }

    /// Sorts the records of a list by their first words; those with the same stay in their order.
    pub fn sort(&self, words: &mut [u32], list: List, key: usize) {
        let (start, width) = (self.at(words, list, 0), self.width[list as usize]);
        let count = self.len(words, list);
        let list = &mut words[start..start + width * count];
        let mut records: Vec<&[u32]> = list.chunks_exact(width).collect();
        if !records.is_sorted_by_key(|it| &it[..key]) {
            records.sort_by_key(|it| &it[..key]);
            let sorted = records.concat();
            list.copy_from_slice(&sorted);
        }
    }

    /// The record whose first words are these, or where it would be.
    pub fn search(&self, words: &[u32], list: List, key: &[u32]) -> Result<usize, usize> {
        let start = self.at(words, list, 0);
        let width = self.width[list as usize];
        let (mut low, mut high) = (0, self.len(words, list));
        while low < high {
            let middle = usize::midpoint(low, high);
            let at = start + middle * width;
            match words[at..at + key.len()].cmp(key) {
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }

    /// The records of a list whose first word is this.
    pub fn group(&self, words: &[u32], list: List, key: u32) -> std::ops::Range<usize> {
        let start = self.at(words, list, 0);
        let width = self.width[list as usize];
        let bound = |past: bool| {
            let (mut low, mut high) = (0, self.len(words, list));
            while low < high {
                let middle = usize::midpoint(low, high);
                let word = words[start + middle * width];
                if word < key || past && word == key { low = middle + 1 } else { high = middle }
            }
            low
        };
        bound(false)..bound(true)
    }
}
