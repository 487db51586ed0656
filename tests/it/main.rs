//! Everything that a program outside the library sees.

mod program;
#[cfg(unix)]
mod terminal;

mod candidates;
mod claims;
mod commands;
mod cover;
mod decks;
#[cfg(unix)]
mod durability;
#[cfg(unix)]
mod earnest;
#[cfg(unix)]
mod evening;
#[cfg(unix)]
mod generated;
mod hostile;
#[cfg(unix)]
mod interview;
#[cfg(unix)]
mod judged;
#[cfg(unix)]
mod keys;
mod lab;
#[cfg(unix)]
mod lab_cards;
mod laws;
mod learner;
mod mutants;
mod readme;
#[path = "coverage/sets.rs"]
mod sets;
mod step;
mod tidy;
