//! What can be found out about a program by running its machine: every schedule, and what it comes
//! to.
//!
//! Invariant: an answer is exact or says that it is not complete; nothing is sampled, and no budget
//! is a time. It must not know how a machine works inside, decks, or the wording of its answers.

mod account;
mod answer;
mod chance;
mod count;
mod drive;
mod fair;
mod formula;
mod graph;
mod judge;
pub mod memory;
mod outcomes;
mod pack;
mod reach;
mod report;
mod search;
mod space;
mod statement;
mod story;
mod table;
mod tale;
pub mod timed;
mod waits;
mod witness;

pub use account::{Account, Note, Word, account, words_used};
pub use chance::{Chances, chances};
pub use count::{Counts, count};
pub use drive::{Course, Goal};
pub use formula::is_constant;
pub use graph::{Budget, Explored, Graph, Space, Stopped, explore};
pub use outcomes::{Column, columns, globals, outlook, report};
pub use report::{End, FaultFound, Outcome, Report};
pub use search::{Search, end};
pub use space::{Reduced, Reductions};
pub use statement::{Answer, Ask, Ending, Likely, Needs, Question, Statement, Verdict, Witness};
pub use story::{Derailed, Story, move_name};
pub use tale::{Tale, tell};
pub use waits::{Waiting, circles, waiting, waiting_for};

#[cfg(test)]
mod tests;
