//! Everything that a program outside the library sees.

mod program;
#[cfg(unix)]
mod terminal;

mod claims;
mod commands;
mod decks;
#[cfg(unix)]
mod durability;
#[cfg(unix)]
mod evening;
#[cfg(unix)]
mod generated;
mod hostile;
#[cfg(unix)]
mod keys;
mod lab;
#[cfg(unix)]
mod lab_cards;
mod learner;
mod mutants;
mod readme;
mod step;
mod tidy;
