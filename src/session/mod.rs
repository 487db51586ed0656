//! Sessions as state machines: `(state, input) → (state, effects)`.
//!
//! Invariant: a session holds no clock, no store and no words; replaying its inputs gives the same
//! effects. The shell carries the effects out, the log entries first.

mod blank;
mod evidence;
pub mod drive;
pub mod interview;
mod letters;
mod prediction;
pub mod quiz;
pub mod step;

pub use blank::fits;
pub use evidence::{Evidence, Shown};
pub use letters::{keystrokes, letter, positions};
pub use prediction::{Form, Judged, Number, Possibility, Reply, judge, read};
