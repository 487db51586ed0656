//! Decks: TOML text → decks, and findings with places.
//!
//! Invariant: reading never fails; it gives what could be read and every finding. It must not know
//! files, terminals, or the wording of its findings.

mod model;

pub use model::{
    Ask, Assertion, Card, Choice, Claim, Cloze, Costs, Deck, Drive, Experiment, Explain, Kind,
    Likely, Machine, Piece, Point, Predict, Run, Sample, Trap,
};
