//! What can be said about a program under every schedule, and how it came out.
//!
//! Invariant: a statement's names are places of one program; it is read once and judged without its
//! text. It must not know decks, or the wording of a verdict.

use num_bigint::BigUint;

use crate::{
    lab::End,
    machine::Move,
    program::{Claim, Fault, TaskName},
};

/// Something that is true or false of a program.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// Exactly these values are possible at the ends that are no deadlocks: a row for each, in the
    /// order of the expressions.
    FinalIs {
        /// What is looked at.
        of: Vec<Claim>,
        /// The rows.
        is: Vec<Vec<i64>>,
    },
    /// These values too are possible there.
    FinalCan {
        /// What is looked at.
        of: Vec<Claim>,
        /// One row.
        can: Vec<i64>,
    },
    /// True in every reachable state.
    Always(Claim),
    /// True in no reachable state.
    Never(Claim),
    /// True in some reachable state.
    Possible(Claim),
    /// Some schedule, or none, ends in a deadlock.
    Deadlock(bool),
    /// No two tasks are inside this region at once.
    Exclusive(usize),
    /// Some schedule ends so; None: no schedule has any fault.
    Fault(Option<(Fault, Option<TaskName>)>),
    /// Exactly these printed rows are possible at the ends that are no deadlocks.
    Outputs(Vec<Vec<i64>>),
    /// So many schedules end so.
    Schedules {
        /// What is asked of each end.
        ending: Ending,
        /// In how many it is true.
        count: BigUint,
        /// Of how many.
        of: Option<BigUint>,
    },
    /// The probability, when each move is drawn evenly.
    Chance {
        /// What is asked of the end.
        ending: Ending,
        /// How likely it is.
        likely: Likely,
    },
    /// Whether every fair run ends.
    Ends(bool),
    /// In every fair infinite run each task whose code can still reach the region enters it again
    /// and again.
    Progress(usize),
}

/// What `schedules` and `chance` ask of an end.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// An expression is true there.
    Where(Claim),
    /// It is a deadlock, or a fault.
    Kind(End),
}

/// A probability as it is claimed.
#[derive(Clone, Debug, PartialEq)]
pub enum Likely {
    /// Exactly this fraction, numerator and denominator.
    Odds(BigUint, BigUint),
    /// A percentage as digits with an optional point, which the exact value rounds to.
    Percent(Box<str>),
}

/// A statement, and how its witness must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is said.
    pub statement: Statement,
    /// The shortest witness has so many steps.
    pub steps: Option<usize>,
    /// The witness with the fewest preemptions has so many.
    pub preemptions: Option<usize>,
}

/// A schedule that shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Its moves.
    pub moves: Vec<Move>,
    /// How many of them are preemptions.
    pub preemptions: usize,
}

/// How a question came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether it holds; None when the search did not see everything.
    pub holds: Option<bool>,
    /// A schedule that refutes it, or that shows what was said to be possible: a shortest one.
    pub witness: Option<Witness>,
    /// The same with the fewest preemptions, and then the fewest steps.
    pub simplest: Option<Witness>,
    /// What is true instead, where the statement does not hold.
    pub found: Option<Answer>,
}

/// What a statement without its value comes to: the answer to a `predict` card.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The rows of values, or of printed words, that are possible.
    Rows(Vec<Vec<i64>>),
    /// Yes or no.
    Truth(bool),
    /// The faults that are possible, each with the task that makes it.
    Faults(Vec<(Fault, String)>),
    /// So many of all schedules.
    Schedules(BigUint, BigUint),
    /// A fraction.
    Chance(BigUint, BigUint),
    /// A number of steps or preemptions that is not the one said.
    Count(usize),
    /// Schedules cannot be counted, because the program can go round.
    Unbounded,
}
