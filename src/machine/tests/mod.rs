//! The computer against the specification: state graphs, schedules, and each sentence.

mod explorer;
mod laws;
mod locks;
mod memory;
mod processes;
mod semantics;
