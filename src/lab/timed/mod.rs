//! Timed runs: a machine under a CPU scheduler, tick by tick, and what came of it.
//!
//! Invariant: a run is a function of the machine and the [`Setup`], and bounded: the same setup gives
//! the same [`Trace`], and everything that is drawn or measured is read from its events. It must not
//! know decks, or the wording of an event.

mod metrics;
mod setup;
mod trace;

pub use metrics::{Fraction, Metrics, TaskMetrics};
pub use setup::{Costs, Policy, Setup};
pub use trace::{Ending, Happening, Leave, Slice, Switch, Task, Trace, Wait, What};
