//! What can go wrong, and what happened that a person should be told.
//!
//! Invariant: an error means that nothing was changed; a notice means that the work went on. The
//! wording for people is `message`'s; `Display` here is terse English for logs.

use std::{
    io,
    path::{Path, PathBuf},
};

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::record::EventId;

/// Why the store could not do what it was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process is writing; reading still works.
    #[error("another process writes (pid {pid:?})")]
    Busy {
        /// Its process id, if it could be read.
        pid: Option<u32>,
    },
    /// The database was written by a later version. It was not touched.
    #[error("{path}: schema {found} is newer than {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: u32,
        /// The newest schema version that this program knows.
        known: u32,
    },
    /// A sound SQLite database of some other program. It was not touched.
    #[error("{path}: not a database of viva")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The directory of the data cannot be made or written.
    #[error("{path}: {source}")]
    Directory {
        /// The directory.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The disk is full. Nothing was written; the same call works once there is space.
    #[error("the disk is full")]
    Full,
    /// The database can be read but not written.
    #[error("the database is read-only")]
    ReadOnly,
    /// The database is damaged. The next [`open`](super::Store::open) keeps it aside and restores.
    #[error("the database is damaged: {detail}")]
    Corrupt {
        /// What was found.
        detail: String,
    },
    /// The database does not promise that a commit is on disk.
    #[error("pragma {pragma} is {value}")]
    NotDurable {
        /// The setting that did not take.
        pragma: &'static str,
        /// What it is instead.
        value: String,
    },
    /// An undo of an event that is not in the log, is undone already, or is an undo itself.
    #[error("{id} cannot be undone")]
    NotUndoable {
        /// The event.
        id: EventId,
    },
    /// An imported event has the name of another one.
    #[error("{id} is in the log with another content")]
    Conflict {
        /// The name.
        id: EventId,
    },
    /// There is no backup of this name.
    #[error("no backup {path}")]
    NoBackup {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The backup is damaged or no database of viva.
    #[error("backup {path}: {detail}")]
    BadBackup {
        /// The backup.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// A file of that name exists and is not overwritten.
    #[error("{path} exists")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Any other trouble in the database.
    #[error("{detail}")]
    Database {
        /// SQLite's words.
        detail: String,
    },
}

impl StoreError {
    /// An error of the file at `path`; a full disk and a read-only file system are told apart.
    pub(super) fn file(path: &Path, source: io::Error) -> StoreError {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full,
            _ => StoreError::File { path: path.to_owned(), source },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Corrupt { detail }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                StoreError::Busy { pid: None }
            }
            _ => StoreError::Database { detail },
        }
    }
}

/// What happened on the way that a person should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The database was damaged; it was kept aside and another one put in its place.
    Recovered {
        /// Where the damaged file is now.
        kept_aside: PathBuf,
        /// What was wrong with it.
        detail: String,
        /// The backup that it was restored from; None if there was no good one.
        backup: Option<String>,
        /// How many events came from the backup.
        from_backup: u64,
        /// How many more could be read from the damaged file.
        salvaged: u64,
        /// How many events are known to be missing now: holes in the counts of the devices. What
        /// was after the last readable event cannot be counted.
        missing: u64,
    },
    /// There is no database, but there are backups of one; it seems to have been deleted.
    Missing {
        /// The newest backup's name.
        backup: String,
    },
    /// The schema was brought up to date.
    Migrated {
        /// From this version.
        from: u32,
        /// To this one.
        to: u32,
        /// The name of the backup made before.
        backup: Option<String>,
    },
    /// The derived tables were rebuilt because the rules of the schedule changed.
    Rebuilt {
        /// Events replayed.
        events: u64,
    },
    /// The derived tables follow other rules of the schedule, and another process is writing, so
    /// they stay as they are for now.
    Outdated,
    /// A backup could not be made; the work went on without.
    BackupFailed {
        /// Why.
        detail: String,
    },
    /// The database cannot be written; everything that reads works.
    ReadOnly,
    /// The newest event is later than now: the clock was set back, or was ahead before.
    ClockBehind {
        /// When the newest event happened, in UTC milliseconds.
        newest_utc_ms: i64,
    },
}
