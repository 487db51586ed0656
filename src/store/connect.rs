//! From a file to a connection that can be trusted.
//!
//! Invariant: a connection to a file has WAL and full synchronisation, read back; a later schema or
//! a foreign file is left untouched; damage is an error here and repaired elsewhere.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use super::{
    Notice, Options, StoreError, backup,
    derived::{meta, rebuild, set_meta},
    files::{Files, remove, rename, stamp, suffixed, unused},
    fold::rules,
    lock::WriterLock,
    recover::quick_check,
    schema::{self, Look},
};
use crate::{record::Moment, schedule::Scheduler};

/// Databases up to this size are checked in full after an unclean end: it takes a few milliseconds.
const CHECKED_IN_FULL: u64 = 16 << 20;

/// What is under a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// No file yet: an empty database in memory, until the first write.
    Memory,
    File,
    ReadOnly,
}

/// One attempt at opening.
pub(super) struct Opening<'a> {
    pub files: &'a Files,
    /// Whether the caller holds the writer lock.
    pub held: bool,
    pub now: Moment,
    pub scheduler: &'a Scheduler,
    pub options: Options,
}

impl Opening<'_> {
    /// Connects; on the `first` time of a store, looks for damage, too. An absent database is
    /// created for a writer and empty, in memory, for others.
    pub fn connect(
        &self,
        notices: &mut Vec<Notice>,
        first: bool,
    ) -> Result<(Connection, Place), StoreError> {
        let files = self.files;
        if files.ready.exists() {
            let _lock = self.lock()?;
            files.finish()?;
        }
        let known = schema::known();
        match schema::look(&files.db)? {
            Look::Absent => return self.absent(notices),
            Look::Empty if !files.has_wal() && backup::newest(files).is_none() => {
                return self.absent(notices);
            }
            Look::Empty => return Err(corrupt("empty file")),
            Look::NotADatabase => return Err(corrupt("no SQLite header")),
            Look::Foreign => return Err(StoreError::Foreign { path: files.db.clone() }),
            Look::Ours(found) if found > known => {
                return Err(StoreError::Newer { path: files.db.clone(), found, known });
            }
            Look::Ours(_) => {}
        }
        let unclean = first && files.has_wal();
        let (mut db, place) = match open_file(&files.db) {
            Err(StoreError::ReadOnly) => (open_read_only(files)?, Place::ReadOnly),
            opened => (opened?, Place::File),
        };
        let found = schema::version(&db)?;
        if found > known {
            return Err(StoreError::Newer { path: files.db.clone(), found, known });
        }
        if place == Place::ReadOnly {
            notices.push(Notice::ReadOnly);
            if found < known {
                return Err(StoreError::ReadOnly);
            }
            return Ok((db, place));
        }
        make_durable(&db)?;
        if let Some(pages) = self.options.page_limit {
            db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        }
        if first {
            self.check(&db, unclean, found < known)?;
        }
        if found < known {
            self.migrate(&mut db, found, notices)?;
        }
        self.follow_rules(&mut db, notices)?;
        Ok((db, place))
    }

    /// Without a file: creates it for a writer, or gives an empty database in memory.
    fn absent(&self, notices: &mut Vec<Notice>) -> Result<(Connection, Place), StoreError> {
        if !self.held {
            if let Some(backup) = backup::newest(self.files) {
                notices.push(Notice::Missing { backup });
            }
            let mut db = Connection::open_in_memory()?;
            schema::migrate(&mut db, schema::STEPS)?;
            return Ok((db, Place::Memory));
        }
        let files = self.files;
        if files.has_wal() {
            // Of a database that was deleted by hand; SQLite would replay it into the new one.
            let name = format!("viva.db.corrupt-{}", stamp(self.now.utc_ms));
            let aside = unused(|n| files.dir.join(format!("{name}{n}-wal")));
            rename(&files.wal, &aside)?;
        }
        create(files, self.scheduler)?;
        files.install()?;
        let db = open_file(&files.db)?;
        make_durable(&db)?;
        if let Some(pages) = self.options.page_limit {
            db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        }
        Ok((db, Place::File))
    }

    /// Looks for damage where it is likely: after an unclean end, or when an error marked the file.
    /// A file of an earlier schema, which may lack a table of today, is looked through whole.
    fn check(&self, db: &Connection, unclean: bool, earlier: bool) -> Result<(), StoreError> {
        let suspect = self.files.suspect.exists();
        if !(suspect || unclean && self.lock().is_ok()) {
            return Ok(());
        }
        let size = std::fs::metadata(&self.files.db).map_or(0, |file| file.len());
        if suspect || earlier || size <= CHECKED_IN_FULL {
            quick_check(db, None)?;
        } else {
            for table in schema::DERIVED {
                quick_check(db, Some(table))?;
            }
        }
        if suspect {
            remove(&self.files.suspect)?;
        }
        Ok(())
    }

    fn migrate(
        &self,
        db: &mut Connection,
        from: u32,
        notices: &mut Vec<Notice>,
    ) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        let backup = backup::make(db, self.files, self.now.utc_ms)?;
        schema::migrate(db, schema::STEPS)?;
        // The version must be seen in the file's header, without its write-ahead log.
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        notices.push(Notice::Migrated { from, to: schema::known(), backup: Some(backup) });
        Ok(())
    }

    /// Rebuilds the derived tables if they follow other rules than the scheduler's.
    fn follow_rules(
        &self,
        db: &mut Connection,
        notices: &mut Vec<Notice>,
    ) -> Result<(), StoreError> {
        if meta(db, "rules")?.as_deref() == Some(&rules(self.scheduler)) {
            return Ok(());
        }
        match self.lock() {
            Err(StoreError::Busy { .. }) => notices.push(Notice::Outdated),
            lock => {
                let _lock = lock?;
                let change = db.transaction()?;
                let events = rebuild(&change, self.scheduler)?;
                change.commit()?;
                notices.push(Notice::Rebuilt { events });
            }
        }
        Ok(())
    }

    /// The lock for a moment, unless the caller has it.
    fn lock(&self) -> Result<Option<WriterLock>, StoreError> {
        if self.held { Ok(None) } else { WriterLock::take(&self.files.lock).map(Some) }
    }
}

/// Makes an empty database at `files.new`, closed and whole.
pub(super) fn create(files: &Files, scheduler: &Scheduler) -> Result<(), StoreError> {
    files.clear_new()?;
    let mut db = open_new(&files.new)?;
    schema::migrate(&mut db, schema::STEPS)?;
    set_meta(&db, "rules", &rules(scheduler))?;
    close(db)
}

/// Creates or opens a database that is not in use yet. A crash loses it; it is synced when whole.
pub(super) fn open_new(path: &Path) -> Result<Connection, StoreError> {
    let db = Connection::open(path)?;
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "OFF")?;
    db.pragma_update(None, "recursive_triggers", true)?;
    Ok(db)
}

/// Closes the last connection, which moves the write-ahead log into the file.
pub(super) fn close(db: Connection) -> Result<(), StoreError> {
    db.close().map_err(|(_, error)| error.into())
}

fn open_file(path: &Path) -> Result<Connection, StoreError> {
    // SQLite falls back to reading by itself when the file may not be written.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    // A later version's file must not even be tidied; allowed again once the version is known.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    match schema::version(&db) {
        Ok(_) if db.is_readonly("main")? => Err(StoreError::ReadOnly),
        Ok(_) => Ok(db),
        // The `-shm` file cannot be made.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) => {
            Err(StoreError::ReadOnly)
        }
        Err(error) => Err(error.into()),
    }
}

/// Opens a file that cannot be written, in a directory that perhaps cannot be written either.
fn open_read_only(files: &Files) -> Result<Connection, StoreError> {
    let db = open_to_look(&files.db)?;
    if schema::version(&db).is_ok() {
        return Ok(db);
    }
    if files.has_wal() {
        // The newest answers are in there; showing the state without them would be wrong.
        return Err(StoreError::ReadOnly);
    }
    open_immutable(&files.db)
}

/// Opens a file for reading only, though others may write it.
pub(super) fn open_to_look(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(db)
}

/// Opens a file that nobody writes, without making anything beside it.
pub(super) fn open_immutable(path: &Path) -> Result<Connection, StoreError> {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                uri.push(char::from(*byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(uri, flags)?)
}

/// Sets what a commit means, and reads it back.
fn make_durable(db: &Connection) -> Result<(), StoreError> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    // On macOS only these make a sync reach the disk.
    db.pragma_update(None, "fullfsync", true)?;
    db.pragma_update(None, "checkpoint_fullfsync", true)?;
    db.pragma_update(None, "foreign_keys", true)?;
    // Without it, REPLACE would delete from the log without asking the triggers.
    db.pragma_update(None, "recursive_triggers", true)?;
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "cell_size_check", true)?;
    let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::NotDurable { pragma: "journal_mode", value: mode });
    }
    let synchronous: i64 = db.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    if synchronous != 2 {
        let value = synchronous.to_string();
        return Err(StoreError::NotDurable { pragma: "synchronous", value });
    }
    Ok(())
}

fn corrupt(detail: &str) -> StoreError {
    StoreError::Corrupt { detail: detail.to_owned() }
}

/// The `-wal` and `-shm` of a database.
pub(super) fn companions(path: &Path) -> [PathBuf; 2] {
    [suffixed(path, "-wal"), suffixed(path, "-shm")]
}
