//! The lab language: source text → syntax → instructions, each with its place in the text.
//!
//! Invariant: any text gives a program or findings, never a panic, in time and memory that its
//! length bounds ([`limits`]). The same text and constants always give the same instructions. It
//! must not know machines, decks, or the wording of its findings.

mod alone;
mod builtin;
mod check;
mod claim;
pub mod code;
mod constant;
mod eval;
mod flow;
mod lexer;
pub mod limits;
mod lines;
mod lower;
mod names;
mod parser;
mod pretty;
mod problem;
mod rows;
pub mod syntax;

pub use check::{Checked, check};
pub use claim::{
    Claim, ClaimKind, Fault, MutexName, PageRegion, ProcessName, TaskName, Word, claim, fault,
    region, task,
};
pub use code::Program;
pub use constant::{binary, negate};
pub use eval::Cells;
pub use lower::{compile, lower};
pub use pretty::Listing;
pub use problem::{Arithmetic, Counted, Finding, Meaning, Problem, Quantity, Wanted, nearest};
pub use rows::{Row, rows};

#[cfg(test)]
mod tests;

/// Puts findings in order and within bounds.
fn finish(findings: &mut Vec<Finding>) {
    findings.sort_by_key(|it| (it.span.start, it.span.end));
    findings.dedup();
    if limits::FINDINGS < findings.len() {
        let place = findings[limits::FINDINGS].span;
        findings.truncate(limits::FINDINGS);
        findings.push(Problem::TooManyFindings.at(place));
    }
}
