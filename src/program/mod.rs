//! The lab language: source text → syntax → instructions, each with its place in the text.
//!
//! Invariant: any text gives a program or findings, never a panic, in time and memory that its
//! length bounds ([`limits`]). The same text and constants always give the same instructions. It
//! must not know machines, decks, or the wording of its findings.

pub mod code;
pub mod limits;
pub mod syntax;

pub use code::Program;
