//! Who goes first.
//!
//! Invariant: a lower rank goes first; among equals, who queued first. A task is cut only in a
//! `compute` or between two steps, and never while its core still loads it. See the parent.

use crate::{
    lab::timed::{Leave, Policy, run::Run, thread::Stage, trace::What},
    machine::Move,
    program::code::Op,
};

/// The levels of `mlfq`.
const LEVELS: usize = 3;

/// So many steps ahead a task's next `compute` is looked for.
const AHEAD: usize = 1000;

impl Run<'_, '_> {
    /// How soon a task goes: the lower, the sooner.
    fn rank(&mut self, thread: usize) -> i64 {
        let it = &self.threads[thread];
        match self.setup.policy {
            Policy::Fifo | Policy::RoundRobin => 0,
            Policy::Sjf | Policy::Srtf => i64::try_from(self.ahead(thread)).unwrap_or(i64::MAX),
            Policy::Priority => -i64::from(it.priority),
            Policy::Mlfq => i64::try_from(it.level).unwrap_or(i64::MAX),
            Policy::Fair => i64::try_from(it.served).unwrap_or(i64::MAX),
        }
    }

    /// The ticks left of the `compute` that a task is in or comes to next, if it moved alone; 0 if
    /// it comes to none.
    fn ahead(&mut self, thread: usize) -> u64 {
        let it = &self.threads[thread];
        if let Some(known) = it.rest.or(it.ahead) {
            return known;
        }
        let id = it.task.id;
        let mut state = self.state.clone();
        let mut ahead = 0;
        for _ in 0..AHEAD {
            match self.machine.instr(&state, id).map(|it| it.op) {
                Some(Op::Work { .. }) => {
                    ahead = self.machine.ticks(&state, id).unwrap_or(0).into();
                    break;
                }
                Some(_) if self.machine.can_move(&state, id) => {}
                _ => break,
            }
            let way = Move { task: id, woken: None };
            if self.machine.step(&mut state, way, &mut ()).is_err() {
                break;
            }
        }
        self.threads[thread].ahead = Some(ahead);
        ahead
    }

    /// The queue, who goes first first.
    fn ranked(&mut self) -> Vec<(i64, usize)> {
        let queue = self.queue.clone();
        let mut ranked: Vec<(i64, usize)> =
            queue.into_iter().map(|it| (self.rank(it), it)).collect();
        // Stable: equals stay in the order of the queue.
        ranked.sort_by_key(|it| it.0);
        ranked
    }

    /// Takes from the queue who goes first.
    pub(super) fn take_first(&mut self) -> Option<usize> {
        let (_, thread) = *self.ranked().first()?;
        self.queue.retain(|it| *it != thread);
        Some(thread)
    }

    fn free_cores(&self) -> usize {
        self.cores.iter().filter(|it| it.is_free()).count()
    }

    /// Whether somebody waits that goes no later than a task, and no core is free for.
    fn has_rival(&mut self, thread: usize) -> bool {
        let own = self.rank(thread);
        let rivals = self.ranked().iter().filter(|it| it.0 <= own).count();
        self.free_cores() < rivals
    }

    /// Lets a task that has yielded go to the tail, if somebody waits.
    pub(super) fn give_way(&mut self, core: usize, thread: usize, why: Leave) {
        if self.setup.policy != Policy::Mlfq {
            self.threads[thread].used = 0;
        }
        if self.has_rival(thread) {
            self.leave(core, why);
            self.threads[thread].stage = Stage::Queued;
            self.queue.push(thread);
        }
    }

    /// `mlfq` puts all tasks back to the highest level.
    pub(super) fn boost(&mut self) {
        let due = self.setup.boost.map(u64::from).filter(|it| 0 < *it && 0 < self.now);
        if self.setup.policy == Policy::Mlfq && due.is_some_and(|it| self.now.is_multiple_of(it)) {
            for thread in &mut self.threads {
                (thread.level, thread.used) = (0, 0);
            }
            self.emit(None, What::Boosted);
        }
    }

    /// Whether a task has used its quantum. In `mlfq` that is its allotment for its level.
    pub(super) fn spend(&mut self, core: usize, thread: usize) -> bool {
        let it = &mut self.threads[thread];
        let spent = self.setup.policy.has_quantum() && u64::from(self.setup.quantum) <= it.used;
        if spent && self.setup.policy == Policy::Mlfq {
            it.used = 0;
            if it.level + 1 < LEVELS {
                it.level += 1;
                let (id, level) = (it.task.id, it.level);
                self.emit(Some(core), What::Level(id, level));
            }
        }
        spent
    }

    /// Quanta that have expired, and tasks that have yielded.
    pub(super) fn expire(&mut self) {
        for core in 0..self.cores.len() {
            let Some(thread) = self.cuttable(core) else { continue };
            let expired = self.spend(core, thread);
            if std::mem::take(&mut self.cores[core].yielded) {
                self.give_way(core, thread, Leave::Yielded);
            } else if expired {
                self.give_way(core, thread, Leave::Expired);
            }
        }
    }

    /// The task of a core that can be cut now.
    fn cuttable(&self, core: usize) -> Option<usize> {
        let it = &self.cores[core];
        // What is paid for in part is a step that is finished first.
        it.thread.filter(|thread| it.loading == 0 && self.threads[*thread].paid == 0)
    }

    /// Preemption: strictly better ones that no core is free for.
    pub(super) fn preempt(&mut self) {
        if !matches!(self.setup.policy, Policy::Srtf | Policy::Priority | Policy::Mlfq) {
            return;
        }
        loop {
            let free = self.free_cores();
            let Some(&(rank, _)) = self.ranked().get(free) else { return };
            let mut worst: Option<(i64, usize, usize)> = None;
            for core in 0..self.cores.len() {
                let Some(thread) = self.cuttable(core) else { continue };
                let own = self.rank(thread);
                if rank < own && worst.is_none_or(|it| it.0 < own) {
                    worst = Some((own, core, thread));
                }
            }
            let Some((_, core, thread)) = worst else { return };
            self.leave(core, Leave::Preempted);
            self.threads[thread].stage = Stage::Queued;
            self.queue.insert(0, thread);
        }
    }

    /// What `fair` gives a newcomer: the least that those who are there have.
    pub(super) fn least_served(&self) -> u64 {
        let there =
            |it: &&super::thread::Thread| it.task.arrived.is_some() && it.stage != Stage::Ended;
        self.threads.iter().filter(there).map(|it| it.served).min().unwrap_or(0)
    }
}
