//! Everything that a program outside the library sees.

mod decks;
mod readme;
mod tidy;
