//! The tables of a deck file → the types of `model`, with every error at its token.
//!
//! Each table is visited once, field by field, and goes on after an error; so a card with three
//! mistakes gives three findings, and nothing is cloned or read twice. (Deriving `Deserialize`
//! stops a table at its first error and gives English sentences instead of values.)
//!
//! Invariant: a value that is returned is normalised and within its range; whatever is not has been
//! reported. It must not know other files.

mod asked;
mod card;
mod claim;
mod experiment;
mod fields;
pub(super) mod inside;
mod kind;
mod reader;
mod root;
mod text;

pub(super) use fields::{Place, nearest};
pub(super) use reader::{Reader, Reference};
pub(super) use root::{Root, Shared, library_file, root};
