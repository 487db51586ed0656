//! Everything that a program outside the library sees.

mod decks;
mod generated;
mod program;
mod readme;
mod terminal;
mod tidy;
