//! The computer that executes lab programs: memory in pages, processes, threads, locks, pipes.
//!
//! Invariant: a state is a row of words, and equal states are equal rows; [`Machine::step`] is a
//! function of the state and the move, total, and bounded by [`Bounds`]. Nothing here chooses a
//! move. It must not know schedulers, clocks, claims, decks or wording.

mod event;
mod frame;
mod layout;
mod locks;
mod memory;
mod moves;
mod options;
mod pipes;
mod query;
mod state;
mod step;
mod stop;
mod tasks;
mod twins;

pub use event::{Event, Observe};
pub use memory::Region;
pub use moves::{Blocker, Move};
pub use options::{Bounds, Keep, Limit, Options};
pub use query::{OpenCall, Page, Phase};
pub use state::{Machine, State, TaskId};
pub use twins::Twins;

#[cfg(test)]
mod tests;
