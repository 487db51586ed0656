//! Every sentence the program says, a file for each area, both languages side by side.
//!
//! Invariant: no sentence stands anywhere else, and none is missing in a language: each function
//! takes the language and has both. It must not know widths, colours or keys' meaning.

pub mod check;
pub mod claim;
pub mod command;
pub mod comparison;
pub mod deck;
pub mod drawing;
pub mod failure;
pub mod grading;
pub mod help;
pub mod home;
pub mod interview;
pub mod interviewer;
pub mod lab;
pub mod listing;
pub mod prediction;
pub mod program;
pub mod quiz;
pub mod refuted;
pub mod rubric;
pub mod run;
pub mod scoring;
pub mod step;
pub mod storage;
pub mod time;
pub mod timing;
mod trouble;
