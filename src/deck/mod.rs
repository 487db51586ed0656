//! Decks: TOML text → decks, and findings with places.
//!
//! Invariant: reading never fails; it gives what could be read and every finding. It must not know
//! files, terminals, or the wording of its findings.

mod ask;
mod check;
mod course;
mod decode;
mod experiment;
mod library;
mod lower;
mod model;
mod problem;
mod prove;
mod raw;
mod read;
mod rubric;
mod timed;
mod trial;

pub use check::{
    RULES, Rule,
    claim_fails::{Instead, Refuted},
    over_budget::Unproved,
    rule,
};
pub use decode::{decode, too_large};
pub use experiment::Unanswered;
pub use library::{Library, Source, library};
pub use model::{
    Ask, Assertion, Card, Choice, Claim, ClaimPlaces, Cloze, Costs, Deck, Drive, Experiment,
    Explain, Kind, Likely, Machine, PartPlaces, Piece, Point, Predict, Run, Sample, Trap,
};
pub use problem::{Expected, Finding, Found, Named, Newer, Owner, Problem};
pub use prove::{BUDGET, Judgement, Progress, Proofs, examine, prove};
pub use read::{MAX_FINDINGS, read};
pub use timed::{Runs, Unmeasured};
pub use trial::{Case, Differs, Evidence, Flaw, Lack, Near, Tried, assess};

/// The largest file that is read. A deck of five hundred cards takes a tenth of it; the parser
/// takes up to fifty times the size of a hostile one.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

#[cfg(test)]
mod tests;
