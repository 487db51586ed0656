//! Mutexes, semaphores, conditions.
//!
//! Invariant: a mutex is 0 or its owner's number and 1; who sleeps on a condition stands at its
//! retake and is marked asleep, so a condition itself has no words. See the parent.

use crate::{
    machine::{
        Event, Machine, Observe,
        layout::{List, process, thread},
        state::TaskId,
        step::Run,
        stop::Stop,
    },
    program::{
        Fault,
        code::{Object, Op},
    },
};

impl Machine<'_> {
    /// Which of its kind an object is.
    #[inline]
    pub(super) fn object(
        &self,
        words: &[u32],
        thread: usize,
        object: Object,
    ) -> Result<usize, Stop> {
        let index = self.value(words, thread, object.index)?;
        let index = usize::try_from(index).ok().filter(|it| *it < usize::from(object.len));
        Ok(usize::from(object.first) + index.ok_or(Fault::Segmentation)?)
    }

    /// Where a mutex of the process of a thread, or a shared one, is.
    pub(super) fn mutex_at(
        &self,
        words: &[u32],
        thread: usize,
        object: Object,
    ) -> Result<usize, Stop> {
        let index = self.object(words, thread, object)?;
        Ok(match object.shared {
            true => self.layout.shared_mutexes + index,
            false => self.own_process(words, thread) + process::LOCKS + index,
        })
    }

    /// The same for a semaphore.
    pub(super) fn semaphore_at(
        &self,
        words: &[u32],
        thread: usize,
        object: Object,
    ) -> Result<usize, Stop> {
        let index = self.object(words, thread, object)?;
        Ok(match object.shared {
            true => self.layout.shared_semaphores + index,
            false => self.own_process(words, thread) + self.layout.semaphores + index,
        })
    }

    #[inline]
    fn own_process(&self, words: &[u32], thread: usize) -> usize {
        let key = words[self.layout.at(words, List::Threads, thread) + thread::PROCESS];
        let process = self.process_index(words, key).unwrap_or(0);
        self.layout.at(words, List::Processes, process)
    }

    /// Calls `each` for the threads that sleep on a condition, in order; for nobody if there is no
    /// such condition.
    pub(super) fn sleepers(
        &self,
        words: &[u32],
        thread: usize,
        condition: Object,
        mut each: impl FnMut(usize),
    ) {
        let Ok(index) = self.object(words, thread, condition) else { return };
        let key = words[self.layout.at(words, List::Threads, thread) + thread::PROCESS];
        for other in 0..self.layout.len(words, List::Threads) {
            let at = self.layout.at(words, List::Threads, other);
            let place = words[at + thread::AT];
            if place >> thread::PHASE != thread::ASLEEP {
                continue;
            }
            let pc = place & ((1 << thread::PHASE) - 1);
            let Op::CondRetake { condition: on, .. } = self.program.code[pc as usize].op else {
                continue;
            };
            if on.shared == condition.shared
                && (on.shared || words[at + thread::PROCESS] == key)
                && self.object(words, other, on).is_ok_and(|it| it == index)
            {
                each(other);
            }
        }
    }
}

impl<O: Observe> Run<'_, '_, '_, O> {
    /// Takes a mutex, which is free.
    pub(super) fn lock(&mut self, thread: usize, mutex: Object) -> Result<(), Stop> {
        let words = &self.state.words;
        let index = self.machine.object(words, thread, mutex)?;
        let at = self.machine.mutex_at(words, thread, mutex)?;
        let id = self.id(thread);
        self.state.words[at] = id + 1;
        self.observe.event(Event::Locked { task: TaskId(id), shared: mutex.shared, index });
        Ok(())
    }

    /// Releases a mutex; a fault if another has it.
    pub(super) fn unlock(
        &mut self,
        thread: usize,
        mutex: Object,
        otherwise: Fault,
    ) -> Result<(), Stop> {
        let words = &self.state.words;
        let index = self.machine.object(words, thread, mutex)?;
        let at = self.machine.mutex_at(words, thread, mutex)?;
        let id = self.id(thread);
        if self.state.words[at] != id + 1 {
            return Err(Stop::Fault(otherwise));
        }
        self.state.words[at] = 0;
        self.observe.event(Event::Unlocked { task: TaskId(id), shared: mutex.shared, index });
        Ok(())
    }

    /// Counts a semaphore up or down.
    pub(super) fn count(&mut self, thread: usize, object: Object, by: i32) -> Result<(), Stop> {
        let words = &self.state.words;
        let index = self.machine.object(words, thread, object)?;
        let at = self.machine.semaphore_at(words, thread, object)?;
        let value = self.state.words[at].cast_signed().checked_add(by).ok_or(Fault::Overflow)?;
        self.state.words[at] = value.cast_unsigned();
        let (task, shared) = (TaskId(self.id(thread)), object.shared);
        self.observe.event(Event::Counted { task, shared, index, value });
        Ok(())
    }

    /// Releases the mutex and sleeps.
    pub(super) fn sleep(
        &mut self,
        thread: usize,
        condition: Object,
        mutex: Object,
    ) -> Result<(), Stop> {
        let index = self.machine.object(&self.state.words, thread, condition)?;
        self.unlock(thread, mutex, Fault::ConditionWithoutMutex)?;
        let at = self.at(thread);
        self.state.words[at + thread::AT] |= thread::ASLEEP << thread::PHASE;
        let (task, shared) = (TaskId(self.id(thread)), condition.shared);
        self.observe.event(Event::Slept { task, shared, index });
        Ok(())
    }

    fn wake(&mut self, thread: usize, by: u32) {
        let at = self.at(thread);
        self.state.words[at + thread::AT] &= (1 << thread::PHASE) - 1;
        let task = TaskId(self.id(thread));
        self.observe.event(Event::Woken { task, by: TaskId(by) });
    }

    /// Wakes the sleeper that was chosen, or the first; nobody if nobody sleeps.
    pub(super) fn signal(
        &mut self,
        thread: usize,
        condition: Object,
        chosen: Option<TaskId>,
    ) -> Result<(), Stop> {
        self.machine.object(&self.state.words, thread, condition)?;
        let (mut first, mut found) = (None, None);
        self.machine.sleepers(&self.state.words, thread, condition, |sleeper| {
            first = first.or(Some(sleeper));
            if Some(TaskId(self.id(sleeper))) == chosen {
                found = Some(sleeper);
            }
        });
        if let Some(sleeper) = found.or(first) {
            self.wake(sleeper, self.id(thread));
        }
        Ok(())
    }

    /// Wakes all sleepers.
    pub(super) fn broadcast(&mut self, thread: usize, condition: Object) -> Result<(), Stop> {
        self.machine.object(&self.state.words, thread, condition)?;
        let mut sleepers = Vec::new();
        self.machine.sleepers(&self.state.words, thread, condition, |it| sleepers.push(it));
        for sleeper in sleepers {
            self.wake(sleeper, self.id(thread));
        }
        Ok(())
    }
}
