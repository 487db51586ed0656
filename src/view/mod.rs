//! From data to lines: everything that decides how text stands on a screen.
//!
//! Invariant: a drawing is a function of its data and a [`Paper`], nothing else. The same lines
//! feed the terminal, the tests and the pictures of the README. It must not know what a card or a
//! deck is, which language it draws, or whether a terminal is there.

mod glyphs;
mod line;
mod paint;
mod paper;
mod theme;
mod width;

pub use glyphs::Glyphs;
pub use line::{Line, paragraphs};
pub use paint::{Colour, paint};
pub use paper::Paper;
pub use theme::Role;
pub use width::{Align, Measure, pad, truncate, width, wrap};
