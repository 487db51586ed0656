//! The imperative shell: command line, prompts, files, clock, randomness.
//!
//! Invariant: everything that is not a function of its arguments happens here or in `store`. The
//! shell decides nothing that a pure room could decide.

mod environment;
mod clock;
mod paths;
mod terminal;
mod screen;
mod config;
mod files;
mod failure;
mod report;
mod storage;
mod near;
mod interrupt;
mod cli;
mod wording;
mod app;
mod agenda;
mod complete;
mod editor;
mod spawn;
mod commands;
mod progress;
mod repl;
mod run;

pub use run::run;
