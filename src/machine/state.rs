//! A program made ready to run, its states, and the numbers of what is in them.
//!
//! Invariant: the number of a task, and so its name, its pid and its addresses, is a function of its
//! creator's number and the creator's own count: no schedule changes it. See the parent.

use std::borrow::Cow;

use crate::{
    machine::{
        Limit, Options,
        layout::{self, Layout, List, process, thread},
        memory::Addresses,
        step::Run,
    },
    program::{
        Program,
        code::{Op, Routine},
    },
};

/// The number of a task. Those that are there at the start have their place in
/// [`Program::tasks`]; tasks move in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u32);

/// All that is at one moment, in words. Equal states have equal words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    pub(super) words: Vec<u32>,
}

impl State {
    /// Its words.
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// The state of some words. They must be those of a state of the same machine.
    pub fn from_words(words: impl Into<Vec<u32>>) -> State {
        State { words: words.into() }
    }

    /// Its words, to be replaced by those of another state of the same machine.
    pub fn words_mut(&mut self) -> &mut Vec<u32> {
        &mut self.words
    }

    /// Becomes the state of some words, without a new allocation where that can be.
    pub fn set_words(&mut self, words: &[u32]) {
        self.words.clear();
        self.words.extend_from_slice(words);
    }
}

/// A computer with a program.
#[derive(Clone, Debug)]
pub struct Machine<'p> {
    pub(super) program: &'p Program,
    pub(super) options: Options,
    pub(super) layout: Layout,
    pub(super) addresses: Addresses,
    /// How many births of one task have numbers: children and threads take turns.
    pub(super) births: u32,
    /// Whether dead locals may be cleared: not where a pointer may lead to one, nor where a fork may
    /// share its page, which clearing must not copy.
    pub(super) clear_locals: bool,
}

impl<'p> Machine<'p> {
    /// How many first words of a state say how many records of each kind the others are.
    pub const HEADER: usize = layout::HEADER;

    /// A computer for a program, or the option that is out of range.
    pub fn new(program: &'p Program, options: Options) -> Result<Machine<'p>, Limit> {
        for words in [options.page_words, options.stack_words, options.heap_words] {
            if Options::MOST_WORDS < words {
                return Err(Limit::Option(Options::MOST_WORDS));
            }
        }
        if options.page_words == 0 {
            return Err(Limit::Option(Options::MOST_WORDS));
        }
        let bounds = options.bounds;
        for bound in [bounds.processes, bounds.threads, bounds.frames, bounds.births] {
            if usize::from(u16::MAX) < bound {
                return Err(Limit::Option(usize::from(u16::MAX)));
            }
        }
        let layout = Layout::new(program, &options);
        let addresses = Addresses::new(&options);
        let births = 2 * u32::try_from(bounds.births.max(1)).unwrap_or(1);
        let forks = program.code.iter().any(|it| matches!(it.op, Op::Fork { .. }));
        let clear_locals = options.clear_dead && !program.takes_local_address && !forks;
        Ok(Machine { program, options, layout, addresses, births, clear_locals })
    }

    /// The program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// How it is built.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The state in which a run begins.
    pub fn first(&self) -> Result<State, Limit> {
        let program = self.program;
        let bounds = self.options.bounds;
        if bounds.processes < program.processes.len() {
            return Err(Limit::Processes(bounds.processes));
        }
        if bounds.threads < program.tasks.len() {
            return Err(Limit::Threads(bounds.threads));
        }
        let layout = &self.layout;
        let mut words = layout.empty();
        for (at, value) in program.shared_objects.semaphore_values.iter().enumerate() {
            words[layout.shared_semaphores + at] = value.cast_unsigned();
        }
        for page in 0..layout.shared_pages {
            self.new_page(&mut words, &program.shared_words, page)?;
        }
        layout.insert(&mut words, List::Processes, 0, program.processes.len());
        for (number, start) in program.processes.iter().enumerate() {
            let at = layout.at(&words, List::Processes, number);
            words[at + process::KEY] = word(number);
            for (semaphore, value) in start.objects.semaphore_values.iter().enumerate() {
                words[at + layout.semaphores + semaphore] = value.cast_unsigned();
            }
            for page in 0..start.data.len().div_ceil(self.options.page_words) {
                words[at + layout.table + page] = self.new_page(&mut words, &start.data, page)? + 1;
            }
        }
        layout.insert(&mut words, List::Threads, 0, program.tasks.len());
        for (number, task) in program.tasks.iter().enumerate() {
            let at = layout.at(&words, List::Threads, number);
            words[at + thread::ID] = word(number);
            words[at + thread::STACK] = word(number);
            words[at + thread::PROCESS] = word(task.process);
        }
        let mut state = State { words };
        let mut run = Run { machine: self, state: &mut state, observe: &mut (), moved: true };
        for (number, start) in program.processes.iter().enumerate() {
            if !program.tasks.iter().any(|it| it.process == number) {
                run.end_process_without_threads(number, start.main.is_some());
            }
        }
        for (number, task) in program.tasks.iter().enumerate() {
            run.start(TaskId(word(number)), task.routine, &[])?;
        }
        run.finish();
        Ok(state)
    }

    /// A frame with a page of a segment in it.
    fn new_page(&self, words: &mut Vec<u32>, from: &[i32], page: usize) -> Result<u32, Limit> {
        let size = self.options.page_words;
        let number = self.layout.len(words, List::Frames);
        if self.options.bounds.frames <= number {
            return Err(Limit::Frames(self.options.bounds.frames));
        }
        let at = self.layout.insert(words, List::Frames, number, 1);
        words[at] = 1;
        for (to, value) in words[at + 1..].iter_mut().zip(from.iter().skip(page * size)) {
            *to = value.cast_unsigned();
        }
        Ok(word(number))
    }

    /// How many tasks are there at the start.
    pub(super) fn roots(&self) -> u32 {
        word(self.program.tasks.len())
    }

    /// The number of what a task bears as its `count`th child (or thread, if `spawned`).
    pub(super) fn born(&self, creator: u32, count: u32, spawned: bool) -> Result<u32, Limit> {
        let bound = self.options.bounds.births;
        if bound <= count as usize {
            return Err(Limit::Births(bound));
        }
        let number = creator
            .checked_mul(self.births)
            .and_then(|it| it.checked_add(self.roots() + 2 * count + u32::from(spawned)))
            // The number and 1 is a pid, which is a word; process keys come after all of them.
            .filter(|it| *it < 0x4000_0000);
        number.ok_or_else(|| Limit::Generations(self.generation_of(creator)))
    }

    /// How many births lie between the start and a task.
    pub(super) fn generation_of(&self, mut id: u32) -> usize {
        let mut generation = 0;
        while self.roots() <= id {
            id = (id - self.roots()) / self.births;
            generation += 1;
        }
        generation
    }

    /// The task at the start that a task is or descends from.
    pub(super) fn origin(&self, mut id: u32) -> usize {
        while self.roots() <= id {
            id = (id - self.roots()) / self.births;
        }
        id as usize
    }

    /// The text that a task itself runs: its own, or that of the task it was forked from.
    pub(super) fn text_of(&self, mut id: u32) -> Option<&'p Routine> {
        while let Some(birth) = id.checked_sub(self.roots()) {
            if birth % self.births % 2 == 1 {
                // A thread runs a function, which has no name of its own in claims.
                return None;
            }
            id = birth / self.births;
        }
        let routine = self.program.tasks.get(id as usize)?.routine;
        self.program.routines.get(usize::from(routine))
    }

    /// The name of a task.
    pub fn name(&self, task: TaskId) -> Cow<'p, str> {
        let id = task.0;
        let Some(birth) = id.checked_sub(self.roots()) else {
            return Cow::Borrowed(&self.program.tasks[id as usize].name);
        };
        let (creator, count) = (birth / self.births, birth % self.births);
        let own = if count % 2 == 0 { "child" } else { "worker" };
        let number = count / 2 + 1;
        match self.name(TaskId(creator)) {
            // What `main` itself makes has no name before it.
            Cow::Borrowed("main") => Cow::Owned(format!("{own}{number}")),
            creator => Cow::Owned(format!("{creator}.{own}{number}")),
        }
    }

    /// The number of a name, whether or not such a task is ever born.
    pub fn task(&self, name: &str) -> Option<TaskId> {
        let name = name.strip_prefix("main.").unwrap_or(name);
        if let Some(at) = self.program.tasks.iter().position(|it| *it.name == *name) {
            return Some(TaskId(word(at)));
        }
        let (creator, birth) = match name.rsplit_once('.') {
            Some(parts) => parts,
            None if name == "main" => return None,
            None => ("main", name),
        };
        let (number, spawned) = match birth.strip_prefix("child") {
            Some(number) => (number, false),
            None => (birth.strip_prefix("worker")?, true),
        };
        let count: u32 = number.parse().ok().filter(|it| 0 < *it)?;
        self.born(self.task(creator)?.0, count - 1, spawned).ok().map(TaskId)
    }
}

/// A number that a bound keeps small, as a word.
pub(super) fn word(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
