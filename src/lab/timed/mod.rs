//! Timed runs: a machine under a CPU scheduler, tick by tick, and what came of it.
//!
//! Invariant: a run is a function of the machine and the [`Setup`], and bounded: the same setup gives
//! the same [`Trace`], and everything that is drawn or measured is read from its events. It must not
//! know decks, or the wording of an event.

mod measure;
mod metric;
mod metrics;
mod policy;
mod replay;
mod run;
mod setup;
mod step;
mod thread;
mod tlb;
mod trace;

pub use measure::{Comparison, Measure, Measured, comparison, measure, number};
pub use metric::Metric;
pub use metrics::{Fraction, Metrics, TaskMetrics};
pub use replay::{draw, replay};
pub use run::{MOST_STEPS, MOST_TICKS, run};
pub use setup::{Costs, Policy, Setup};
pub use trace::{Ending, Happening, Leave, Slice, Switch, Task, Trace, Wait, What};

#[cfg(test)]
mod tests;
