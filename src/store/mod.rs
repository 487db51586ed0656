//! The event log and what is derived from it, in one SQLite database.
//!
//! Invariant: the log only grows, and every derived row equals what a replay of the log gives, to
//! the bit. An event is on disk when [`Store::append`] returns. The store must not know decks,
//! screens, wording, the clock or the environment: time, device and directory are arguments.
//!
//! Files, all in one directory: `viva.db` (with `-wal` and `-shm` while open), `viva.lock` (held by
//! the one process that writes), `backups/`, and `viva.db.corrupt-*`: damaged files, kept.

mod append;
mod backup;
mod connect;
mod derived;
mod doctor;
mod error;
mod files;
mod fold;
mod lock;
mod open;
mod query;
mod recover;
mod restore;
mod row;
mod schema;
#[cfg(test)]
mod tests;

pub use append::Imported;
pub use backup::Backup;
pub use doctor::{Checked, Difference, Gap, Health};
pub use error::{Notice, StoreError};
pub use fold::Standing;
pub use open::{Device, Options, Store};
pub use query::Filter;
pub use restore::Restored;
