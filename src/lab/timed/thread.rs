//! What the scheduler knows of a task.
//!
//! Invariant: a task is at exactly one [`Stage`]; what it has paid for a step, or has left of a
//! `compute`, is its own and goes with it from core to core. See the parent.

use crate::{
    lab::timed::{step::Pending, trace::Task},
    machine::{Blocker, Machine, State, TaskId},
};

/// Where a task is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stage {
    /// It arrives at a moment.
    Coming(u64),
    /// It was made or woken in this tick, and joins the queue with the next.
    Joining,
    /// It waits for a core.
    Queued,
    /// It is on a core, or is loaded there.
    OnCore(usize),
    /// It waits for something else.
    Waiting(Resource),
    /// Its I/O ends at a moment.
    Io(u64),
    /// It has ended.
    Ended,
}

/// Something that several tasks can wait for, in a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Resource {
    /// A mutex; of a process, unless it is shared.
    Mutex(Option<u32>, usize),
    /// A semaphore.
    Semaphore(Option<u32>, usize),
    /// To be woken on a condition.
    Condition,
    /// Room in a pipe.
    Room(u16),
    /// A word in a pipe.
    Word(u16),
    /// The end of another task.
    Task,
}

impl Resource {
    /// What a task of a process waits for.
    pub fn new(blocker: Blocker, process: u32) -> Resource {
        match blocker {
            Blocker::Mutex { shared, index, .. } => Resource::mutex(shared, index, process),
            Blocker::Semaphore { shared, index } => Resource::semaphore(shared, index, process),
            Blocker::Condition { .. } => Resource::Condition,
            Blocker::Child(_) | Blocker::Thread(_) => Resource::Task,
            Blocker::Full(pipe) => Resource::Room(pipe),
            Blocker::Empty(pipe) => Resource::Word(pipe),
        }
    }

    pub fn mutex(shared: bool, index: usize, process: u32) -> Resource {
        Resource::Mutex((!shared).then_some(process), index)
    }

    pub fn semaphore(shared: bool, index: usize, process: u32) -> Resource {
        Resource::Semaphore((!shared).then_some(process), index)
    }
}

/// A task.
#[derive(Clone, Debug)]
pub(super) struct Thread {
    pub task: Task,
    pub stage: Stage,
    /// The number of its process.
    pub process: u32,
    pub priority: i32,
    /// The core that it was last on.
    pub last_core: Option<usize>,
    /// Ticks left of the `compute` that it is in.
    pub rest: Option<u64>,
    /// Ticks paid for the step that it is in, if that is another.
    pub paid: u64,
    /// Ticks of its quantum that it has worked.
    pub used: u64,
    /// Its level of `mlfq`.
    pub level: usize,
    /// Its CPU time, as `fair` reckons it.
    pub served: u64,
    /// The ticks of the `compute` that it comes to next, as seen when it came to where it stands.
    pub ahead: Option<u64>,
    /// The condition that it sleeps on.
    pub asleep: Option<Blocker>,
    /// Its place in the line for what it waits for; kept when it was woken and then lost.
    pub line: Option<u64>,
    /// What it was woken for and has not got yet.
    pub woken_for: Option<Resource>,
    /// What its step comes to on its core.
    pub pending: Option<Box<Pending>>,
}

impl Thread {
    pub fn new(machine: &Machine, state: &State, id: TaskId) -> Thread {
        let process = machine.process_of(state, id).unwrap_or(0);
        let task = Task {
            id,
            name: machine.name(id).into(),
            process: machine.process_name(state, process).into(),
            arrived: None,
            ended: None,
            died: false,
        };
        Thread {
            task,
            stage: Stage::Joining,
            process: machine.process_key(state, id).unwrap_or(0),
            priority: 0,
            last_core: None,
            rest: None,
            paid: 0,
            used: 0,
            level: 0,
            served: 0,
            ahead: None,
            asleep: None,
            line: None,
            woken_for: None,
            pending: None,
        }
    }
}
