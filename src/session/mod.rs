//! Sessions as state machines: `(state, input) → (state, effects)`.
//!
//! Invariant: a session holds no clock, no store and no words; replaying its inputs gives the same
//! effects. The shell carries the effects out, the log entries first.

mod blank;
pub mod drive;
mod letters;
mod proposal;
pub mod quiz;
pub mod step;

pub use blank::fits;
pub use letters::{keystrokes, letter, positions};
pub use proposal::{Proposal, propose};
