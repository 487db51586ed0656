//! viva drills interview answers in the terminal.
//!
//! A functional core, an imperative shell. The rooms below are in dependency order: a room knows
//! only the rooms above it. Everything up to `view` is pure: no clock, no randomness, no file, no
//! environment, no terminal. ARCHITECTURE.md says what belongs where.

pub mod text;
pub mod record;
pub mod program;
pub mod machine;
pub mod lab;
pub mod answer;
pub mod schedule;
pub mod deck;
pub mod session;
pub mod stats;
pub mod message;
pub mod view;
pub mod store;
pub mod shell;
