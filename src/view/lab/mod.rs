//! The lab's answers as lines.
//!
//! Invariant: each drawing is a function of its data and the paper; what a colour, a mark or a place
//! says, a word says too, and the accessible form is sentences. It must not explore or run.

mod claims;
mod experiment;
mod memory;
mod metrics;
mod outcomes;
mod program;
mod steps;
mod story;
mod timeline;
mod waits;

pub use claims::claims;
pub use experiment::experiment;
pub use memory::memory;
pub use metrics::{metrics, task_metrics};
pub(super) use outcomes::ratio;
pub use outcomes::report;
pub use program::program;
pub use steps::{step, steps};
pub use story::{STEPS, story};
pub use timeline::timeline;
pub use waits::{waits, waits_for};

use crate::view::{Line, SvgOptions, svg};

/// The narrowest picture, in columns.
const PICTURE: usize = 40;

/// A drawing as a picture: a complete SVG document. The title says what it shows.
pub fn picture(title: &str, lines: &[Line]) -> String {
    let options = SvgOptions {
        title: title.to_owned(),
        columns: PICTURE,
        rows: lines.len(),
        ..SvgOptions::default()
    };
    svg(lines, &options)
}

#[cfg(test)]
mod tests;
