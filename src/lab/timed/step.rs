//! Steps: what they cost, when they take effect, whom they wake.
//!
//! Invariant: a step is paid for once, and takes effect when it is paid; a step that cannot be done
//! takes nothing. A release wakes the first in line, which keeps its place there until it has got
//! what it was woken for. See the parent.

use crate::{
    lab::timed::{
        Leave, Wait, What,
        run::{MOST_STEPS, Run},
        thread::{Resource, Stage, Thread},
    },
    machine::{Blocker, Event, Limit, Move, Phase, State, TaskId},
    program::code::Op,
};

/// What a step will come to, as long as the state is what it was.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// How many moves were made when this was found out.
    at: usize,
    state: State,
    way: Move,
    events: Vec<Event>,
    /// In ticks.
    cost: u64,
}

/// Whether an operation enters the kernel. Locks, `join`, `malloc` and `free` are library calls that
/// do so only to sleep and to wake.
fn is_system_call(op: Op) -> bool {
    matches!(
        op,
        Op::Fork { .. }
            | Op::Wait { .. }
            | Op::Exit { .. }
            | Op::Spawn { .. }
            | Op::Yield
            | Op::Write { .. }
            | Op::Read { .. }
            | Op::Print { .. }
    )
}

impl Run<'_, '_> {
    /// Does the steps of the task on a core that are paid for, until one takes time, it waits, lets
    /// others go first, or ends.
    pub(super) fn settle(&mut self, core: usize) -> Result<(), Limit> {
        while let Some(thread) = self.cores[core].thread
            && self.moves.len() < MOST_STEPS
        {
            let id = self.threads[thread].task.id;
            if let Some(blocker) = self.blocker(thread) {
                self.leave(core, Leave::Blocked);
                self.wait(thread, core, blocker);
                return Ok(());
            }
            let Some(op) = self.machine.instr(&self.state, id).map(|it| it.op) else {
                return Ok(());
            };
            match op {
                Op::Work { .. } => {
                    let ticks = || self.machine.ticks(&self.state, id).unwrap_or(0).into();
                    let rest = *self.threads[thread].rest.get_or_insert_with(ticks);
                    if 0 < rest {
                        return Ok(());
                    }
                }
                Op::Io { .. } => {
                    let ticks = self.machine.ticks(&self.state, id).unwrap_or(0);
                    if 0 < ticks {
                        let until = self.now + u64::from(ticks);
                        self.leave(core, Leave::Blocked);
                        self.threads[thread].stage = Stage::Io(until);
                        self.emit(Some(core), What::Blocked(id, Wait::Io(until)));
                        return Ok(());
                    }
                }
                op => {
                    if self.threads[thread].paid < self.cost(thread, core, op)? {
                        return Ok(());
                    }
                }
            }
            self.commit(thread, Some(core))?;
            if op == Op::Yield {
                self.cores[core].yielded = self.cores[core].thread == Some(thread);
                return Ok(());
            }
        }
        Ok(())
    }

    /// What a task waits for.
    fn blocker(&self, thread: usize) -> Option<Blocker> {
        let it = &self.threads[thread];
        it.asleep.or_else(|| self.machine.blocked_on(&self.state, it.task.id))
    }

    /// What the step that a task stands at costs on a core, in ticks.
    fn cost(&mut self, thread: usize, core: usize, op: Op) -> Result<u64, Limit> {
        let it = &self.threads[thread];
        if let Some(pending) = it.pending.as_ref().filter(|it| it.at == self.moves.len()) {
            return Ok(pending.cost);
        }
        let mut state = self.state.clone();
        let (way, mut events) = (self.way(thread, op), Vec::new());
        self.machine.step(&mut state, way, &mut events)?;
        let costs = &self.setup.costs;
        let mut cost = if op == Op::Yield { 0 } else { costs.step.into() };
        if is_system_call(op) {
            cost += u64::from(costs.system_call);
        }
        let mut seen = None;
        for event in &events {
            cost += u64::from(match *event {
                Event::Load { address, .. } | Event::Store { address, .. } => {
                    let page = self.page(address);
                    // What an atomic operation has read it finds when it writes.
                    let held = seen.replace(page) == Some(page)
                        || self.cores[core].tlb.holds((it.process, page));
                    if held { 0 } else { costs.tlb_miss }
                }
                Event::Copied { .. } => costs.page_copy,
                Event::Spawned { .. } => costs.create,
                Event::Forked { .. } => costs.fork,
                _ => 0,
            });
        }
        let at = self.moves.len();
        self.threads[thread].pending = Some(Box::new(Pending { at, state, way, events, cost }));
        Ok(cost)
    }

    fn page(&self, address: i32) -> u32 {
        let words = u32::try_from(self.machine.options().page_words).unwrap_or(1);
        address.cast_unsigned() / words.max(1)
    }

    /// The move of a task: a signal wakes who has slept longest.
    fn way(&self, thread: usize, op: Op) -> Move {
        let task = self.threads[thread].task.id;
        let plain = Move { task, woken: None };
        if !matches!(op, Op::CondSignal { .. }) {
            return plain;
        }
        let moves = self.machine.enabled(&self.state);
        let line = |it: &Move| {
            let sleeper = self.place(it.woken?)?;
            self.threads[sleeper].line
        };
        moves.into_iter().filter(|it| it.task == task).min_by_key(line).unwrap_or(plain)
    }

    /// The place of a task in [`Run::threads`].
    fn place(&self, id: TaskId) -> Option<usize> {
        self.threads.iter().position(|it| it.task.id == id)
    }

    /// The step of a task takes effect.
    pub(super) fn commit(&mut self, thread: usize, core: Option<usize>) -> Result<(), Limit> {
        let id = self.threads[thread].task.id;
        let Some(op) = self.machine.instr(&self.state, id).map(|it| it.op) else { return Ok(()) };
        let pending = self.threads[thread].pending.take();
        let (way, events) = match pending.filter(|it| it.at == self.moves.len()) {
            Some(pending) => {
                self.state = pending.state;
                (pending.way, pending.events)
            }
            None => {
                let (way, mut events) = (self.way(thread, op), Vec::new());
                self.machine.step(&mut self.state, way, &mut events)?;
                (way, events)
            }
        };
        self.moves.push(way);
        self.frames = self.frames.max(self.machine.frames(&self.state));
        let it = &mut self.threads[thread];
        (it.rest, it.paid, it.ahead, it.line, it.woken_for) = (None, 0, None, None, None);
        for event in events {
            self.happen(thread, core, op, event);
        }
        Ok(())
    }

    /// Tells of an event, and does what follows from it.
    fn happen(&mut self, thread: usize, core: Option<usize>, op: Op, event: Event) {
        let process = self.threads[thread].process;
        if let (
            Some(core),
            Event::Load { task, address, .. } | Event::Store { task, address, .. },
        ) = (core, event)
        {
            let page = self.page(address);
            if !self.cores[core].tlb.look_up((process, page)) {
                self.emit(Some(core), What::TlbMiss { task, page });
            }
        }
        self.emit(core, What::Machine(event));
        match event {
            Event::Spawned { thread: born, .. } | Event::Forked { child: born, .. } => {
                let mut born = Thread::new(self.machine, &self.state, born);
                born.priority = self.threads[thread].priority;
                self.joining.push(self.threads.len());
                self.threads.push(born);
            }
            Event::Slept { shared, index, .. } => {
                self.threads[thread].asleep = Some(Blocker::Condition { shared, index });
            }
            Event::Woken { task, .. } => {
                if let Some(sleeper) = self.place(task) {
                    self.threads[sleeper].asleep = None;
                    // One that has not left its core since it fell asleep goes on there.
                    if self.threads[sleeper].stage == Stage::Waiting(Resource::Condition) {
                        self.wake(sleeper, None);
                    }
                }
            }
            Event::Unlocked { shared, index, .. } => {
                self.wake_first(Resource::mutex(shared, index, process));
            }
            Event::Counted { shared, index, .. } if matches!(op, Op::SemPost { .. }) => {
                self.wake_first(Resource::semaphore(shared, index, process));
            }
            Event::Sent { pipe, .. } => self.wake_first(Resource::Word(pipe)),
            Event::Received { pipe, .. } => self.wake_first(Resource::Room(pipe)),
            Event::Ended { task } => self.end(task),
            _ => {}
        }
    }

    fn end(&mut self, id: TaskId) {
        let died = self.machine.phase(&self.state, id) == Phase::Died;
        if let Some(thread) = self.place(id) {
            if let Stage::OnCore(core) = self.threads[thread].stage {
                self.leave(core, Leave::Ended);
            }
            self.queue.retain(|it| *it != thread);
            self.joining.retain(|it| *it != thread);
            let it = &mut self.threads[thread];
            it.stage = Stage::Ended;
            (it.task.ended, it.task.died) = (Some(self.now), died);
            // What it was woken for is there for the next in line.
            if let Some(resource) = it.woken_for.take() {
                self.wake_first(resource);
            }
        }
        for thread in self.line(Resource::Task) {
            if self.machine.can_move(&self.state, self.threads[thread].task.id) {
                self.wake(thread, None);
            }
        }
    }

    /// Who waits for something, the first first.
    fn line(&self, resource: Resource) -> Vec<usize> {
        let waits = |it: &usize| self.threads[*it].stage == Stage::Waiting(resource);
        let mut line: Vec<usize> = (0..self.threads.len()).filter(waits).collect();
        line.sort_by_key(|it| self.threads[*it].line);
        line
    }

    fn wake_first(&mut self, resource: Resource) {
        if let Some(first) = self.line(resource).first() {
            self.wake(*first, Some(resource));
        }
    }

    fn wake(&mut self, thread: usize, resource: Option<Resource>) {
        let it = &mut self.threads[thread];
        it.stage = Stage::Joining;
        it.woken_for = resource;
        if resource.is_none() {
            it.line = None;
        }
        self.joining.push(thread);
    }

    /// Puts a task that has left its core into a line.
    fn wait(&mut self, thread: usize, core: usize, blocker: Blocker) {
        let lines = &mut self.lines;
        let it = &mut self.threads[thread];
        it.line.get_or_insert_with(|| {
            *lines += 1;
            *lines
        });
        it.woken_for = None;
        it.stage = Stage::Waiting(Resource::new(blocker, it.process));
        let id = it.task.id;
        self.emit(Some(core), What::Blocked(id, Wait::For(blocker)));
    }
}
