//! When a card is due: study days, the memory model, learning steps, and what today holds.
//!
//! Invariant: a schedule is a fold over reviews. [`Scheduler::outlook`] says what each grade would
//! give; the review records the one that was chosen; [`Scheduler::fold`] takes it as recorded. So a
//! replay gives the same due dates, whatever becomes of the parameters or the fuzz.
//!
//! It must not know what a card asks, decks, screens or storage: a card is a key, a topic, a style
//! and its state.

mod card;
mod day;
mod fold;
mod fsrs;
mod fuzz;
mod queue;
mod scheduler;
mod steps;
#[cfg(test)]
mod vectors;

pub use card::{CardState, Due, Memory, Phase, Style};
pub use day::Day;
pub use fsrs::BadParameters;
pub use fuzz::shuffle;
pub use queue::{Candidate, Done, Limits, Plan, Planned, Why, plan};
pub use scheduler::{Policy, Scheduler, valid_retention};
