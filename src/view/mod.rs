//! From data to lines: everything that decides how text stands on a screen.
//!
//! Invariant: a drawing is a function of its data and a [`Paper`], nothing else. The same lines
//! feed the terminal, the tests and the pictures of the README. It must not know whether a terminal
//! is there. The words come from `message`; `home`, `listing` and `quiz` put them on their screens.

mod card;
mod chart;
pub mod excerpt;
mod glyphs;
pub mod home;
pub mod interview;
pub mod lab;
mod line;
pub mod listing;
mod paint;
mod paper;
pub mod prediction;
pub mod quiz;
pub mod reading;
mod judged;
pub mod report;
pub mod step;
mod svg;
mod table;
mod theme;
pub mod ticking;
mod width;

pub use card::{Point, choices, elapsed, hints, points, quoted, rule_line};
pub use chart::{Bar, bar, bars, spark, sparkline};
pub use glyphs::Glyphs;
pub use line::{Line, paragraphs};
pub use paint::{Colour, paint, painted};
pub use paper::Paper;
pub use svg::{Appearance, SvgOptions, svg};
pub use table::{Column, Table};
pub use theme::Role;
pub use width::{Align, Measure, pad, truncate, width, wrap};
