//! What an exploration comes to: the ends that are possible, and how many schedules lead to each.
//!
//! Invariant: every end is in exactly one outcome, and outcomes stand in the order of their values,
//! so that a report never depends on the order of the search. It must not know its wording.

use num_bigint::BigUint;

use crate::program::Fault;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// All tasks have ended, none by a fault.
    Finished,
    /// Some task has not ended, and none can move.
    Deadlock,
    /// Some task has died by a fault, and the others have ended.
    Fault,
}

/// One way that a program can end.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How.
    pub end: End,
    /// The values of the globals and shared words, in the order of [`Report::names`].
    pub values: Vec<i32>,
    /// How many schedules end so; None when they are unbounded or were not all found.
    pub schedules: Option<BigUint>,
    /// The tasks that moved, on a shortest way here.
    pub schedule: Vec<String>,
}

/// A fault that can happen.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultFound {
    /// Which.
    pub fault: Fault,
    /// The task that dies of it.
    pub task: String,
    /// The tasks that moved, on a shortest way to it.
    pub schedule: Vec<String>,
}

/// What an exploration found.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The names of the globals and shared words whose values are reported.
    pub names: Vec<String>,
    /// Reachable states.
    pub states: usize,
    /// Moves from different states.
    pub transitions: usize,
    /// All schedules; None when they are unbounded or were not all found.
    pub schedules: Option<BigUint>,
    /// The outcomes, in the order of their values, deadlocks and faults last.
    pub outcomes: Vec<Outcome>,
    /// Each fault of each task, the soonest first.
    pub faults: Vec<FaultFound>,
    /// Whether every state was found.
    pub complete: bool,
    /// The bytes that the states took.
    pub bytes: usize,
}

impl Report {
    /// A shortest schedule into a deadlock.
    pub fn deadlock(&self) -> Option<&[String]> {
        let deadlocks = self.outcomes.iter().filter(|outcome| outcome.end == End::Deadlock);
        let shortest = deadlocks.min_by_key(|outcome| outcome.schedule.len())?;
        Some(&shortest.schedule)
    }
}
