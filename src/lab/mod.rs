//! What can be found out about a program by running its machine: every schedule, and what it comes
//! to.
//!
//! Invariant: an answer is exact or says that it is not complete; nothing is sampled, and no budget
//! is a time. It must not know how a machine works inside, decks, or the wording of its answers.

mod count;
mod graph;
mod outcomes;
mod report;
mod statement;
mod story;
pub mod timed;

pub use count::{Counts, count};
pub use graph::{Budget, Explored, Graph, Space, Stopped, explore};
pub use outcomes::report;
pub use report::{End, FaultFound, Outcome, Report};
pub use statement::{Answer, Ending, Likely, Question, Statement, Verdict, Witness};
pub use story::{Derailed, Story, move_name};
