//! The lab's answers as lines.
//!
//! Invariant: each drawing is a function of its data and the paper; what a colour, a mark or a place
//! says, a word says too, and the accessible form is sentences. It must not explore or run.

mod claims;
mod memory;
mod outcomes;
mod steps;
mod waits;

pub use claims::claims;
pub use memory::memory;
pub(super) use outcomes::ratio;
pub use outcomes::report;
pub use steps::{step, steps};
pub use waits::{waits, waits_for};

#[cfg(test)]
mod tests;
