//! Text and places in text: languages, spans, diagnostics, normal form, Hangul, particles, and the one
//! type through which foreign text reaches a terminal.
//!
//! Invariant: everything here is a function of its arguments. It must not know decks, cards or
//! screens.

mod diagnostic;
pub mod hangul;
mod lang;
mod normal;
mod particle;
mod shown;

pub use diagnostic::{Diagnostic, Severity, Span};
pub use lang::{Lang, Text};
pub use normal::{is_nfc, nfc};
pub use particle::Particle;
pub use shown::{Shown, is_plain};
