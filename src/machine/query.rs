//! What claims and views ask of a state.
//!
//! Invariant: asking changes nothing; what is not there has a value all the same: 0, false, nothing.
//! It must not know what is claimed. See the parent.

use std::borrow::Cow;

use crate::{
    machine::{
        Machine, Region, State, TaskId,
        layout::{List, call, process, thread},
        state::word,
    },
    program::{
        Fault, PageRegion, Program,
        code::{Object, Op, Pc, Routine, Variable},
    },
};

/// How far a task or a process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// It is not there yet.
    Unborn,
    /// It has not ended.
    Alive,
    /// It has ended without a fault.
    Done,
    /// A fault has ended it.
    Died,
}

/// A page of an address space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The region that it is in.
    pub region: Region,
    /// Its first address.
    pub address: i32,
    /// The number of its frame, from 1.
    pub frame: u32,
    /// How many page tables lead to the frame.
    pub users: u32,
    /// Its words.
    pub words: Vec<i32>,
    /// The thread whose stack it is.
    pub stack_of: Option<TaskId>,
}

/// A call that has not returned, or the text of the task itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenCall<'p> {
    /// What is executed.
    pub routine: &'p Routine,
    /// Its number in [`Program::routines`].
    pub number: u16,
    /// The address of its first local.
    pub frame: i32,
}

impl<'p> Machine<'p> {
    /// The tasks that have been born, in their order.
    pub fn tasks(&self, state: &State) -> Vec<TaskId> {
        let words = &state.words;
        let threads = 0..self.layout.len(words, List::Threads);
        threads.map(|it| TaskId(words[self.layout.at(words, List::Threads, it)])).collect()
    }

    /// How many processes have been born. A process is named by its index; those of the start have
    /// their place in [`Program::processes`].
    pub fn processes(&self, state: &State) -> usize {
        self.layout.len(&state.words, List::Processes)
    }

    /// The process of that name, if it has been born.
    pub fn process_named(&self, state: &State, name: &str) -> Option<usize> {
        let starts = &self.program.processes;
        if let Some(at) = starts.iter().position(|it| *it.name == *name) {
            return Some(at);
        }
        let key = self.forked_key(self.task(name)?.0);
        self.process_index(&state.words, key)
    }

    /// The name of a process.
    pub fn process_name(&self, state: &State, process: usize) -> Cow<'p, str> {
        match self.program.processes.get(process) {
            Some(start) => Cow::Borrowed(&start.name),
            None => {
                let at = self.layout.at(&state.words, List::Processes, process);
                let key = state.words[at + process::KEY];
                self.name(TaskId(key - word(self.program.processes.len())))
            }
        }
    }

    /// The process at the start that a process is or descends from: it has the same variables.
    pub fn process_origin(&self, state: &State, process: usize) -> usize {
        let starts = self.program.processes.len();
        if process < starts {
            return process;
        }
        let at = self.layout.at(&state.words, List::Processes, process);
        let id = state.words[at + process::KEY] - word(starts);
        self.program.tasks[self.origin(id)].process
    }

    /// The process of a task that has been born.
    pub fn process_of(&self, state: &State, task: TaskId) -> Option<usize> {
        let thread = self.thread_index(&state.words, task.0)?;
        let at = self.layout.at(&state.words, List::Threads, thread);
        self.process_index(&state.words, state.words[at + thread::PROCESS])
    }

    /// A number of the process of a task: no other process ever has it, also when both have ended.
    pub fn process_key(&self, state: &State, task: TaskId) -> Option<u32> {
        let thread = self.thread_index(&state.words, task.0)?;
        let at = self.layout.at(&state.words, List::Threads, thread);
        Some(state.words[at + thread::PROCESS])
    }

    /// The ticks of the `compute` or `io` that a task stands at: 0 if the number is negative or a
    /// fault. None if it stands at another step, or has ended.
    pub fn ticks(&self, state: &State, task: TaskId) -> Option<u32> {
        let thread = self.standing(state, task)?;
        let (Op::Work { ticks } | Op::Io { ticks }) = self.instr(state, task)?.op else {
            return None;
        };
        let ticks = self.value(&state.words, thread, ticks).unwrap_or(0);
        Some(u32::try_from(ticks).unwrap_or(0))
    }

    /// How far a task is.
    pub fn phase(&self, state: &State, task: TaskId) -> Phase {
        let Some(thread) = self.thread_index(&state.words, task.0) else { return Phase::Unborn };
        let at = self.layout.at(&state.words, List::Threads, thread);
        match state.words[at + thread::AT] >> thread::PHASE {
            thread::DONE => Phase::Done,
            thread::DIED => Phase::Died,
            _ => Phase::Alive,
        }
    }

    /// How far a process is, and whether it is a zombie.
    pub fn process_phase(&self, state: &State, process: usize) -> (Phase, bool) {
        let at = self.layout.at(&state.words, List::Processes, process);
        let status = state.words[at + process::STATUS];
        let phase = match status {
            0 => Phase::Alive,
            _ if 0xff < status => Phase::Died,
            _ => Phase::Done,
        };
        (phase, status & 0xff == process::ZOMBIE)
    }

    /// The parent of a process; nothing if that is init.
    pub fn parent(&self, state: &State, process: usize) -> Option<usize> {
        let at = self.layout.at(&state.words, List::Processes, process);
        let key = state.words[at + process::PARENT].checked_sub(1)?;
        self.process_index(&state.words, key)
    }

    /// The fault that a process died of, and the task that made it.
    pub fn fault(&self, state: &State, process: usize) -> Option<(Fault, TaskId)> {
        let at = self.layout.at(&state.words, List::Processes, process);
        let number = (state.words[at + process::STATUS] >> 8).checked_sub(1)?;
        let fault = Fault::ALL.get(number as usize)?.1;
        Some((fault, TaskId(state.words[at + process::VALUE].checked_sub(1)?)))
    }

    /// Whether all tasks have ended.
    pub fn finished(&self, state: &State) -> bool {
        self.tasks(state).iter().all(|it| self.phase(state, *it) != Phase::Alive)
    }

    /// Whether some task has not ended and none can move.
    pub fn deadlocked(&self, state: &State) -> bool {
        !self.finished(state) && !self.tasks(state).iter().any(|it| self.can_move(state, *it))
    }

    /// Where a task stands, and where its open calls were made, the innermost first.
    pub fn places(&self, state: &State, task: TaskId) -> Vec<Pc> {
        let words = &state.words;
        let Some(pc) = self.place(state, task) else { return Vec::new() };
        let calls = self.layout.group(words, List::Calls, task.0).rev();
        let made = calls.map(|it| {
            let at = self.layout.at(words, List::Calls, it);
            words[at + call::RETURN].saturating_sub(1)
        });
        std::iter::once(pc).chain(made).collect()
    }

    /// Whether a task is inside a region: its next step, or a call it is in, lies there. While it
    /// sleeps or takes its lock again in `cond_wait` it is in none.
    pub fn inside(&self, state: &State, task: TaskId, region: usize) -> bool {
        let Some(instr) = self.instr(state, task) else { return false };
        if matches!(instr.op, Op::CondRetake { .. }) {
            return false;
        }
        let places = self.places(state, task);
        let regions = |it: &Pc| self.program.code[*it as usize].regions;
        places.iter().any(|it| regions(it) & 1 << region != 0)
    }

    /// Who has a mutex. `process` does not matter for a shared one.
    pub fn owner(&self, state: &State, process: usize, mutex: Object) -> Option<TaskId> {
        self.mutex_owner(state, process, mutex.shared, usize::from(mutex.first))
    }

    /// Who has the mutex with a number among those of a process, or among the shared ones.
    pub fn mutex_owner(
        &self,
        state: &State,
        process: usize,
        shared: bool,
        index: usize,
    ) -> Option<TaskId> {
        let at = match shared {
            true => self.layout.shared_mutexes + index,
            false => {
                self.layout.at(&state.words, List::Processes, process) + process::LOCKS + index
            }
        };
        state.words[at].checked_sub(1).map(TaskId)
    }

    /// The value of a semaphore.
    pub fn semaphore(&self, state: &State, process: usize, semaphore: Object) -> i32 {
        let index = usize::from(semaphore.first);
        let at = match semaphore.shared {
            true => self.layout.shared_semaphores + index,
            false => {
                let at = self.layout.at(&state.words, List::Processes, process);
                at + self.layout.semaphores + index
            }
        };
        state.words[at].cast_signed()
    }

    /// The words in a pipe, the first to be read first.
    pub fn pipe(&self, state: &State, pipe: usize) -> Vec<i32> {
        let at = self.layout.pipes[pipe];
        let words = &state.words[at + 1..][..state.words[at] as usize];
        words.iter().map(|it| it.cast_signed()).collect()
    }

    /// How many frames are in use.
    pub fn frames(&self, state: &State) -> usize {
        self.layout.len(&state.words, List::Frames)
    }

    /// How many pages were copied on write, if that is kept.
    pub fn copied(&self, state: &State, region: Option<PageRegion>) -> u32 {
        if !self.options.keep.copied {
            return 0;
        }
        let counts = &state.words[self.layout.copied..self.layout.copied + 3];
        match region {
            Some(PageRegion::Data) => counts[0],
            Some(PageRegion::Heap) => counts[1],
            Some(PageRegion::Stack) => counts[2],
            None => counts.iter().fold(0, |sum, it| sum.saturating_add(*it)),
        }
    }

    /// The printed words, if they are kept.
    pub fn outputs(&self, state: &State) -> Vec<i32> {
        let words = &state.words;
        let at = self.layout.at(words, List::Outputs, 0);
        let count = self.layout.len(words, List::Outputs);
        words[at..at + count].iter().map(|it| it.cast_signed()).collect()
    }

    /// The virtual address of a word of a segment.
    pub fn address(&self, shared: bool, offset: u32) -> i32 {
        let addresses = &self.addresses;
        let start = if shared { addresses.shared } else { addresses.data };
        (start + offset).cast_signed()
    }

    /// The value of a word of a segment. That of an ended process is its last, if that is kept.
    pub fn word(&self, state: &State, process: usize, shared: bool, offset: u32) -> i32 {
        let address = self.address(shared, offset);
        if let Some(value) = self.at_address(state, process, address) {
            return value;
        }
        let at = self.layout.at(&state.words, List::Processes, process) + self.layout.last_data;
        let kept = self.layout.width(List::Processes) - self.layout.last_data;
        match offset as usize {
            offset if offset < kept => state.words[at + offset].cast_signed(),
            _ => 0,
        }
    }

    /// The word at an address of a process; nothing if an access would be a fault.
    pub fn at_address(&self, state: &State, process: usize, address: i32) -> Option<i32> {
        self.load(&state.words, process, address).ok()
    }

    /// The frame of an address, from 1; 0 if no page is there.
    pub fn frame(&self, state: &State, process: usize, address: i32) -> u32 {
        self.translate(&state.words, process, address).map_or(0, |it| it.0 + 1)
    }

    /// A local of a task's own text; after its end its last value, if that is kept.
    pub fn local(&self, state: &State, task: TaskId, slot: u16) -> i32 {
        let words = &state.words;
        let Some(thread) = self.thread_index(words, task.0) else { return 0 };
        if self.text_of(task.0).is_none_or(|it| it.locals.len() <= usize::from(slot)) {
            return 0;
        }
        let at = self.layout.at(words, List::Threads, thread);
        if self.standing(state, task).is_none() {
            let slot = usize::from(slot);
            let kept = slot < self.layout.last_local_count;
            return if kept { words[at + self.layout.last_locals + slot].cast_signed() } else { 0 };
        }
        let address = self.stack_start(words[at + thread::STACK]) + i32::from(slot);
        let process = self.process_of(state, task).unwrap_or(0);
        self.load(words, process, address).unwrap_or(0)
    }

    /// The registers of a task.
    pub fn registers(&self, state: &State, task: TaskId) -> Vec<i32> {
        let words = &state.words;
        let Some(thread) = self.thread_index(words, task.0) else { return Vec::new() };
        let at = self.layout.at(words, List::Threads, thread) + thread::REGISTERS;
        let registers = &words[at..at + self.layout.register_count];
        registers.iter().map(|it| it.cast_signed()).collect()
    }

    /// The open calls of a task, the innermost first; nothing if it has ended.
    pub fn open_calls(&self, state: &State, task: TaskId) -> Vec<OpenCall<'p>> {
        let words = &state.words;
        let Some(thread) = self.standing(state, task) else { return Vec::new() };
        let at = self.layout.at(words, List::Threads, thread);
        let stack = self.stack_start(words[at + thread::STACK]);
        let calls = self.layout.group(words, List::Calls, task.0).rev();
        let callers = calls.map(|it| words[self.layout.at(words, List::Calls, it) + call::BASE]);
        let bases = std::iter::once(words[at + thread::TOP] >> 16).chain(callers);
        let program: &'p Program = self.program;
        let open = self.places(state, task).into_iter().zip(bases).filter_map(|(pc, base)| {
            let number = program.routines.iter().position(|it| (it.entry..it.end).contains(&pc))?;
            let routine = &program.routines[number];
            let number = u16::try_from(number).ok()?;
            Some(OpenCall { routine, number, frame: stack + base.cast_signed() })
        });
        open.collect()
    }

    /// The region of an address, whether or not a page is there.
    pub fn region(&self, address: i32) -> Option<Region> {
        self.addresses.region(u32::try_from(address).ok()?)
    }

    /// Words of its stack that a task uses, return addresses included.
    pub fn stack_used(&self, state: &State, task: TaskId) -> usize {
        let words = &state.words;
        let Some(thread) = self.thread_index(words, task.0) else { return 0 };
        let at = self.layout.at(words, List::Threads, thread);
        (words[at + thread::TOP] & 0xffff) as usize
    }

    /// The blocks of the heap of a process: address and words.
    pub fn blocks(&self, state: &State, process: usize) -> Vec<(i32, usize)> {
        let (layout, words) = (&self.layout, &state.words);
        let key = words[layout.at(words, List::Processes, process) + process::KEY];
        let blocks = layout.group(words, List::Blocks, key);
        let block = |it| {
            let at = layout.at(words, List::Blocks, it);
            (words[at + 1].cast_signed(), words[at + 2] as usize)
        };
        blocks.map(block).collect()
    }

    /// The address space of a process: its pages, by address. A shared page is there as long as the
    /// process is.
    pub fn pages(&self, state: &State, process: usize) -> Vec<Page> {
        let (layout, words, addresses) = (&self.layout, &state.words, &self.addresses);
        if self.process_phase(state, process).0 != Phase::Alive {
            return Vec::new();
        }
        let at = layout.at(words, List::Processes, process);
        let key = words[at + process::KEY];
        let page = |region, start: u32, frame: u32| {
            let at = layout.at(words, List::Frames, frame as usize);
            let size = self.options.page_words;
            let content = words[at + 1..=at + size].iter().map(|it| it.cast_signed());
            let address = start.cast_signed();
            let users = words[at];
            Page {
                region,
                address,
                frame: frame + 1,
                users,
                words: content.collect(),
                stack_of: None,
            }
        };
        let mut pages = Vec::new();
        for number in 0..layout.data_pages {
            if let Some(frame) = words[at + layout.table + number].checked_sub(1) {
                let start = addresses.data + word(number) * addresses.page;
                pages.push(page(Region::Data, start, frame));
            }
        }
        let alive = |it: &usize| self.process_phase(state, *it).0 == Phase::Alive;
        let users = word((0..self.processes(state)).filter(alive).count());
        for number in 0..word(layout.shared_pages) {
            let mut page = page(Region::Shared, addresses.shared + number * addresses.page, number);
            page.users = users;
            pages.push(page);
        }
        for number in layout.group(words, List::Pages, key) {
            let at = layout.at(words, List::Pages, number);
            let start = words[at + 1] * addresses.page;
            let region = addresses.region(start).unwrap_or(Region::Heap);
            let mut page = page(region, start, words[at + 2]);
            page.stack_of = self.stack_owner(state, key, start);
            pages.push(page);
        }
        pages
    }

    fn stack_owner(&self, state: &State, key: u32, address: u32) -> Option<TaskId> {
        let words = &state.words;
        let addresses = &self.addresses;
        let stack = address.checked_sub(addresses.stack)? / addresses.stack_stride;
        let owns = |it: &TaskId| {
            self.standing(state, *it).is_some_and(|thread| {
                let at = self.layout.at(words, List::Threads, thread);
                words[at + thread::STACK] == stack && words[at + thread::PROCESS] == key
            })
        };
        self.tasks(state).into_iter().find(owns)
    }

    /// The address at which the code of a program is drawn. Nothing can read or write it.
    pub fn code_address(&self) -> i32 {
        self.addresses.code.cast_signed()
    }

    /// The global at an address of a process, and which of its words it is.
    pub fn global_at(
        &self,
        state: &State,
        process: usize,
        address: i32,
    ) -> Option<(&'p Variable, u32)> {
        let program: &'p Program = self.program;
        let address = u32::try_from(address).ok()?;
        let (offset, variables) = match self.addresses.region(address)? {
            Region::Data => {
                let origin = self.process_origin(state, process);
                (address - self.addresses.data, &program.processes[origin].variables)
            }
            Region::Shared => (address - self.addresses.shared, &program.shared_variables),
            _ => return None,
        };
        let found =
            variables.iter().find(|it| (it.offset..it.offset + it.len).contains(&offset))?;
        Some((found, offset - found.offset))
    }
}
