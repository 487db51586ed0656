//! Threads and processes: how they begin, make others, end, and are waited for.
//!
//! Invariant: a thread that has ended keeps its number, its end, its counts and, unless dead ones
//! are cleared, its registers; a process that has ended has no memory and no locks. See the parent.

use crate::{
    machine::{
        Event, Limit, Machine, Observe,
        frame::Frame,
        layout::{List, call, process, thread},
        state::{TaskId, word},
        step::Run,
        stop::Stop,
    },
    program::{
        Fault,
        code::{Args, Target},
    },
};

impl Machine<'_> {
    /// The process that a forked thread began.
    pub(super) fn forked_key(&self, id: u32) -> u32 {
        word(self.program.processes.len()) + id
    }

    /// The main thread of a process, if it has one.
    pub(super) fn main_of(&self, key: u32) -> Option<u32> {
        match self.program.processes.get(key as usize) {
            Some(process) => process.main.map(word),
            None => Some(key - word(self.program.processes.len())),
        }
    }

    /// The thread of the same process that a number given by `spawn` stands for.
    pub(super) fn thread_of(&self, words: &[u32], thread: usize, pid: i32) -> Option<usize> {
        let id = u32::try_from(pid).ok()?.checked_sub(1)?;
        let other = self.layout.search(words, List::Threads, &[id]).ok()?;
        let key = |it| words[self.layout.at(words, List::Threads, it) + thread::PROCESS];
        (key(thread) == key(other)).then_some(other)
    }

    /// The child of the process of a thread that a pid stands for, if nobody has waited for it.
    pub(super) fn child_of(&self, words: &[u32], thread: usize, pid: i32) -> Option<usize> {
        let id = u32::try_from(pid).ok()?.checked_sub(1)?;
        let key = self.forked_key(id);
        let child = self.layout.search(words, List::Processes, &[key]).ok()?;
        let at = self.layout.at(words, List::Threads, thread);
        let own = words[at + thread::PROCESS];
        let parent = words[self.layout.at(words, List::Processes, child) + process::PARENT];
        (parent == own + 1).then_some(child)
    }
}

impl<O: Observe> Run<'_, '_, '_, O> {
    /// Lets a thread stand at the first step of a routine.
    pub(super) fn start(
        &mut self,
        task: TaskId,
        routine: u16,
        values: &[i32],
    ) -> Result<(), Limit> {
        let Some(thread) = self.machine.thread_index(&self.state.words, task.0) else {
            return Ok(());
        };
        let at = self.at(thread);
        // Another thread of the process may have ended it already.
        if self.state.words[at + thread::AT] >> thread::PHASE != 0 {
            return Ok(());
        }
        let entry = self.machine.program.routines[usize::from(routine)].entry;
        self.set_place(thread, entry);
        let pushed = self.push(thread, routine, values, None);
        self.settle(task.0, pushed)?;
        self.free(task.0)
    }

    /// A number for what a task makes, which is counted.
    fn birth(&mut self, thread: usize, spawned: bool) -> Result<u32, Limit> {
        let (at, id) = (self.at(thread), self.id(thread));
        let births = self.state.words[at + thread::BIRTHS];
        let shift = if spawned { 16 } else { 0 };
        let born = self.machine.born(id, births >> shift & 0xffff, spawned)?;
        self.state.words[at + thread::BIRTHS] = births + (1 << shift);
        Ok(born)
    }

    /// A record for a new thread; gives where it begins.
    fn new_thread(&mut self, id: u32, key: u32, stack: u32) -> Result<usize, Limit> {
        let layout = &self.machine.layout;
        let bound = self.machine.options.bounds.threads;
        if bound <= layout.len(&self.state.words, List::Threads) {
            return Err(Limit::Threads(bound));
        }
        let found = layout.search(&self.state.words, List::Threads, &[id]);
        let (Ok(place) | Err(place)) = found;
        let at = layout.insert(&mut self.state.words, List::Threads, place, 1);
        self.state.words[at + thread::ID] = id;
        self.state.words[at + thread::PROCESS] = key;
        self.state.words[at + thread::STACK] = stack;
        Ok(at)
    }

    /// `spawn f(…)`: a thread of the same process, with a stack of its own.
    pub(super) fn spawn(
        &mut self,
        thread: usize,
        routine: u16,
        args: Args,
        result: Target,
    ) -> Result<(), Stop> {
        let values = self.arguments(thread, args)?;
        let (at, creator) = (self.at(thread), self.id(thread));
        let stack = self.state.words[at + thread::STACK];
        let count = self.state.words[at + thread::BIRTHS] >> 16;
        let key = self.state.words[at + thread::PROCESS];
        let id = self.birth(thread, true)?;
        // Stacks are numbered like tasks, but a forked thread has its parent's.
        let stack = self.machine.born(stack, count, true).ok();
        let Some(stack) = stack.filter(|it| *it < self.machine.addresses.stacks()) else {
            return Err(Stop::Limit(Limit::Generations(self.machine.generation_of(creator))));
        };
        // A stack of a thread that `fork` left behind may lie there.
        self.unmap(key, self.machine.stack_pages(stack));
        self.new_thread(id, key, stack)?;
        let task = TaskId(creator);
        self.observe.event(Event::Spawned { task, thread: TaskId(id) });
        self.give_to(creator, result, (id + 1).cast_signed())?;
        self.start(TaskId(id), routine, &values)?;
        Ok(())
    }

    fn give_to(&mut self, id: u32, result: Target, value: i32) -> Result<(), Stop> {
        match self.machine.thread_index(&self.state.words, id) {
            Some(thread) => self.give(thread, result, value),
            None => Ok(()),
        }
    }

    /// `fork()`: the calling thread and its memory once more, in a process of its own.
    pub(super) fn fork(&mut self, thread: usize, result: Target) -> Result<(), Stop> {
        let layout = &self.machine.layout;
        let bound = self.machine.options.bounds.processes;
        if bound <= layout.len(&self.state.words, List::Processes) {
            return Err(Stop::Limit(Limit::Processes(bound)));
        }
        let creator = self.id(thread);
        let child = self.birth(thread, false)?;
        let written = self.result_of_fork(thread, result)?;
        let (at, width) = (self.at(thread), layout.width(List::Threads));
        let copy = self.state.words[at..at + width].to_vec();
        let (parent_key, key) = (copy[thread::PROCESS], self.machine.forked_key(child));
        let to = self.new_thread(child, key, copy[thread::STACK])?;
        let words = &mut self.state.words;
        words[to..to + width].copy_from_slice(&copy);
        words[to + thread::ID] = child;
        words[to + thread::PROCESS] = key;
        words[to + thread::BIRTHS] = 0;
        // Its open calls.
        let calls = layout.group(words, List::Calls, creator);
        let place = layout.group(words, List::Calls, child).start;
        let from = layout.at(words, List::Calls, calls.start);
        let width = layout.width(List::Calls);
        let mut copy = words[from..from + calls.len() * width].to_vec();
        let at = layout.insert(words, List::Calls, place, calls.len());
        for record in copy.chunks_mut(width) {
            record[call::THREAD] = child;
        }
        words[at..at + copy.len()].copy_from_slice(&copy);
        // Its process: locks are copied as they are, and what the caller holds, the child holds.
        // The parent stands before the child, and is looked for before an empty record is there.
        let parent = self.machine.process_index(words, parent_key).unwrap_or(0);
        let found = layout.search(words, List::Processes, &[key]);
        let (Ok(place) | Err(place)) = found;
        let to = layout.insert(words, List::Processes, place, 1);
        let from = layout.at(words, List::Processes, parent);
        words[to + process::KEY] = key;
        words[to + process::PARENT] = parent_key + 1;
        words.copy_within(from + process::LOCKS..from + layout.table, to + process::LOCKS);
        for owner in &mut words[to + process::LOCKS..to + layout.semaphores] {
            if *owner == creator + 1 {
                *owner = child + 1;
            }
        }
        self.share_memory(parent, place);
        self.observe.event(Event::Forked { task: TaskId(creator), child: TaskId(child) });
        // Each side writes its own result, and the first to do so copies the page.
        for (id, value) in [(creator, (child + 1).cast_signed()), (child, 0)] {
            let Some(thread) = self.machine.thread_index(&self.state.words, id) else { continue };
            let process = self.process(thread);
            self.write(id, process, written, value)?;
            if !matches!(result, Target::Local(_)) {
                self.clear_word(process, written);
                self.give(thread, result, value)?;
            }
        }
        self.free(child)?;
        Ok(())
    }

    /// The word of the stack that `fork` writes its result to: the local that takes it, or else, as
    /// with any call, the next word, which is free again at once. Its page is there before the fork.
    fn result_of_fork(&mut self, thread: usize, result: Target) -> Result<i32, Stop> {
        let at = self.at(thread);
        if let Target::Local(slot) = result {
            let words = &self.state.words;
            return Ok(Frame { machine: self.machine, words, thread: at }.local_address(slot));
        }
        let top = self.state.words[at + thread::TOP] & 0xffff;
        if self.machine.options.stack_words <= top as usize {
            return Err(Stop::Fault(Fault::StackOverflow));
        }
        let (key, stack) =
            (self.state.words[at + thread::PROCESS], self.state.words[at + thread::STACK]);
        let address = self.machine.stack_start(stack) + top.cast_signed();
        self.map_words(key, address.cast_unsigned(), 1)?;
        Ok(address)
    }

    /// `wait`: the status of a child that has ended, which is then forgotten; -1 for a stranger and
    /// for a child that died by a fault.
    pub(super) fn reap(&mut self, thread: usize, pid: i32) -> i32 {
        let Some(child) = self.machine.child_of(&self.state.words, thread, pid) else { return -1 };
        let at = self.process_at(child);
        let words = &mut self.state.words;
        let died = words[at + process::STATUS] >> 8 != 0;
        let status = if died { -1 } else { words[at + process::VALUE].cast_signed() };
        self.forget(child);
        let task = TaskId(self.id(thread));
        self.observe.event(Event::Reaped { task, status });
        status
    }

    /// Nobody will ask for the status of an ended process any more.
    fn forget(&mut self, process: usize) {
        let at = self.process_at(process);
        let words = &mut self.state.words;
        let fault = words[at + process::STATUS] & !0xff;
        words[at + process::STATUS] = fault | process::GONE;
        words[at + process::PARENT] = 0;
        if fault == 0 {
            words[at + process::VALUE] = 0;
        }
    }

    /// The end of a thread.
    pub(super) fn end(&mut self, thread: usize) {
        let (id, process) = (self.id(thread), self.process(thread));
        let key = self.key(process);
        if self.machine.main_of(key) == Some(id) {
            return self.exit(process, 0);
        }
        self.end_thread(thread, thread::DONE);
        if self.machine.main_of(key).is_none() && !self.has_threads(key) {
            self.exit(process, 0);
        }
    }

    fn has_threads(&self, key: u32) -> bool {
        let (layout, words) = (&self.machine.layout, &self.state.words);
        (0..layout.len(words, List::Threads)).any(|it| {
            let at = layout.at(words, List::Threads, it);
            words[at + thread::PROCESS] == key
                && words[at + thread::AT] >> thread::PHASE < thread::DONE
        })
    }

    /// Leaves of a thread only that it has ended.
    fn end_thread(&mut self, thread: usize, how: u32) {
        let (layout, at) = (&self.machine.layout, self.at(thread));
        let id = self.id(thread);
        let (key, stack) =
            (self.state.words[at + thread::PROCESS], self.state.words[at + thread::STACK]);
        if layout.last_local_count != 0 {
            let process = self.process(thread);
            let start = self.machine.stack_start(stack);
            let count = self.machine.text_of(id).map_or(0, |it| it.locals.len());
            for slot in 0..count.min(layout.last_local_count) {
                let address = start + word(slot).cast_signed();
                let value = self.machine.load(&self.state.words, process, address).unwrap_or(0);
                self.state.words[at + layout.last_locals + slot] = value.cast_unsigned();
            }
        }
        let words = &mut self.state.words;
        words[at + thread::AT] = how << thread::PHASE;
        words[at + thread::TOP] = 0;
        // Registers keep their values until they are loaded again, unless dead ones are cleared.
        if self.machine.options.clear_dead {
            words[at + thread::REGISTERS..at + layout.counters].fill(0);
        }
        words[at + layout.counters..at + layout.last_locals].fill(0);
        let calls = layout.group(words, List::Calls, id);
        layout.remove(words, List::Calls, calls.start, calls.len());
        let pages = self.machine.stack_pages(stack);
        self.unmap(key, pages);
        self.observe.event(Event::Ended { task: TaskId(id) });
    }

    /// The end of a process without a fault.
    pub(super) fn exit(&mut self, process: usize, status: i32) {
        self.end_process(process, thread::DONE, 0, status.cast_unsigned());
    }

    /// The end of the process of a task by a fault.
    pub(super) fn die(&mut self, id: u32, fault: Fault) {
        if let Some(thread) = self.machine.thread_index(&self.state.words, id) {
            let process = self.process(thread);
            let number = Fault::ALL.iter().position(|it| it.1 == fault).unwrap_or(0);
            self.end_process(process, thread::DIED, word(number) + 1, id + 1);
        }
    }

    /// A process that has nothing to run is over before it begins.
    pub(super) fn end_process_without_threads(&mut self, process: usize, has_main: bool) {
        if !has_main {
            self.exit(process, 0);
        }
    }

    fn end_process(&mut self, process: usize, how: u32, fault: u32, value: u32) {
        let layout = &self.machine.layout;
        let key = self.key(process);
        for thread in 0..layout.len(&self.state.words, List::Threads) {
            let at = self.at(thread);
            let words = &self.state.words;
            if words[at + thread::PROCESS] == key
                && words[at + thread::AT] >> thread::PHASE < thread::DONE
            {
                self.end_thread(thread, how);
            }
        }
        self.release_memory(process);
        let at = self.process_at(process);
        let words = &mut self.state.words;
        words[at + process::LOCKS..at + layout.table].fill(0);
        words[at + process::STATUS] = fault << 8 | process::ZOMBIE;
        words[at + process::VALUE] = value;
        if words[at + process::PARENT] == 0 {
            // Init waits for its children at once.
            self.forget(process);
        }
        // Its own children are init's now.
        for other in 0..layout.len(&self.state.words, List::Processes) {
            let at = self.process_at(other);
            if self.state.words[at + process::PARENT] == key + 1 {
                self.state.words[at + process::PARENT] = 0;
                if self.state.words[at + process::STATUS] & 0xff == process::ZOMBIE {
                    self.forget(other);
                }
            }
        }
        self.observe.event(Event::ProcessEnded { process });
    }
}
