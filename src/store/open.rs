//! Opening the database, and becoming its writer.
//!
//! Invariant: a [`Store`] with a file under it has WAL and full synchronisation, checked; nothing
//! is written before the writer lock is held; a later schema or a foreign file is left untouched.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use super::{
    Notice, StoreError, backup,
    derived::{meta, rebuild, set_meta},
    files::{Files, remove, rename, stamp, suffixed, unused},
    fold::rules,
    lock::WriterLock,
    recover::{self, quick_check},
    schema::{self, Look},
};
use crate::{record::Moment, schedule::Scheduler};

/// Databases up to this size are checked in full after an unclean end: it takes a few milliseconds.
const CHECKED_IN_FULL: u64 = 16 << 20;

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device<'a> {
    /// The name to take if the database has none yet. It must be new in the world.
    Fresh(&'a str),
    /// This name, whatever the database says.
    Fixed(&'a str),
}

/// How to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether a backup is made at the first write of a study day.
    pub daily_backup: bool,
    /// The most pages of 4 KiB that the database may have; a write beyond is a full disk. For tests.
    pub page_limit: Option<u32>,
}

impl Default for Options {
    fn default() -> Options {
        Options { daily_backup: true, page_limit: None }
    }
}

/// What is under a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// No file yet: an empty database in memory, until the first write.
    Memory,
    File,
    ReadOnly,
}

/// The log and what is derived from it.
///
/// Opening reads only; so does everything with `&self`. The first write takes the writer lock,
/// which is held until the store is dropped.
#[derive(Debug)]
pub struct Store {
    pub(super) db: Connection,
    pub(super) place: Place,
    pub(super) files: Files,
    pub(super) device: Box<str>,
    fixed_device: bool,
    pub(super) scheduler: Scheduler,
    pub(super) options: Options,
    pub(super) notices: Vec<Notice>,
    // Dropped after `db`: the last bytes are written under the lock.
    pub(super) lock: Option<WriterLock>,
}

impl Store {
    /// Opens the database in `dir`.
    ///
    /// A missing database is an empty one that is created at the first write; nothing is made
    /// before that. A damaged one is kept aside and restored from the newest good backup and from
    /// what can still be read of it. Constant in the length of the log, except then, after a change
    /// of the schema or of the schedule's rules, and (for small databases) after an unclean end.
    ///
    /// The second value is what a person should be told. Errors: [`StoreError::Newer`],
    /// [`StoreError::Foreign`], [`StoreError::Busy`] when a repair or a migration is needed while
    /// another process writes, and those of files.
    pub fn open(
        dir: &Path,
        device: Device<'_>,
        now: Moment,
        scheduler: &Scheduler,
        options: Options,
    ) -> Result<(Store, Vec<Notice>), StoreError> {
        let files = Files::new(dir);
        let mut opening = Opening { files: &files, held: false, now, scheduler, options };
        let mut notices = Vec::new();
        let (db, place) = match opening.connect(&mut notices, true) {
            Err(StoreError::Corrupt { detail }) => {
                let lock = WriterLock::wait(&files.lock)?;
                opening.held = true;
                // Another process may have repaired it meanwhile.
                match opening.connect(&mut notices, true) {
                    Err(StoreError::Corrupt { .. }) => {
                        notices.push(recover::recover(&files, now, scheduler, detail)?);
                        let connected = opening.connect(&mut notices, true)?;
                        drop(lock);
                        connected
                    }
                    connected => connected?,
                }
            }
            connected => connected?,
        };
        let (Device::Fresh(name) | Device::Fixed(name)) = device;
        let mut store = Store {
            db,
            place,
            files,
            device: name.into(),
            fixed_device: matches!(device, Device::Fixed(_)),
            scheduler: scheduler.clone(),
            options,
            notices: Vec::new(),
            lock: None,
        };
        store.take_device_name()?;
        store.look_at_clock(now, &mut notices)?;
        Ok((store, notices))
    }

    /// Becomes the writer, and stays it until the store is dropped: creates the database if there
    /// is none, and makes the backup of the study day. Does nothing when it is the writer already.
    ///
    /// Errors: [`StoreError::Busy`] (after 0.2 s), [`StoreError::ReadOnly`],
    /// [`StoreError::Directory`] and those of [`open`](Store::open).
    pub fn claim(&mut self, now: Moment) -> Result<(), StoreError> {
        if self.lock.is_some() {
            return Ok(());
        }
        if self.place == Place::ReadOnly {
            return Err(StoreError::ReadOnly);
        }
        self.files.create()?;
        let lock = WriterLock::wait(&self.files.lock)?;
        // The file may have been created, migrated or replaced by another process since it was
        // opened; a connection to a replaced file would write into nowhere.
        self.reconnect(now)?;
        if !self.fixed_device && meta(&self.db, "device")?.is_none() {
            set_meta(&self.db, "device", &self.device)?;
        }
        self.lock = Some(lock);
        if self.options.daily_backup {
            self.back_up_today(now);
        }
        Ok(())
    }

    /// Whether this store is the writer.
    pub fn is_writer(&self) -> bool {
        self.lock.is_some()
    }

    /// The directory of the data.
    pub fn directory(&self) -> &Path {
        &self.files.dir
    }

    /// The name under which this store writes.
    pub fn device(&self) -> &str {
        &self.device
    }

    /// Takes the notices that came up since the last call.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Goes on with another scheduler. If its rules differ (not only its retention), the derived
    /// tables are rebuilt, for which the store becomes the writer.
    pub fn set_scheduler(&mut self, now: Moment, scheduler: &Scheduler) -> Result<(), StoreError> {
        let before = std::mem::replace(&mut self.scheduler, scheduler.clone());
        if rules(&before) == rules(scheduler) || self.place == Place::Memory {
            return Ok(());
        }
        let rebuilt = self.rebuild(now);
        if rebuilt.is_err() {
            self.scheduler = before;
        }
        rebuilt.map(drop)
    }

    /// Opens the file anew. The caller holds the lock.
    pub(super) fn reconnect(&mut self, now: Moment) -> Result<(), StoreError> {
        let opening = Opening {
            files: &self.files,
            held: true,
            now,
            scheduler: &self.scheduler,
            options: self.options,
        };
        // The old connection goes first, so that it cannot hold the new one up.
        self.db = Connection::open_in_memory()?;
        (self.db, self.place) = opening.connect(&mut self.notices, false)?;
        self.take_device_name()
    }

    /// Marks the database for a full check at the next open if `done` says that it is damaged.
    pub(super) fn noted<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if let (Err(StoreError::Corrupt { .. }), Place::File) = (&done, self.place) {
            // Without the mark the next open checks less; the error is reported either way.
            let _ = std::fs::write(&self.files.suspect, "");
        }
        done
    }

    /// Whether the database holds the name under which this store writes.
    pub(super) fn keeps_device_name(&self) -> bool {
        !self.fixed_device
    }

    fn take_device_name(&mut self) -> Result<(), StoreError> {
        if !self.fixed_device
            && let Some(name) = meta(&self.db, "device")?
        {
            self.device = name.into();
        }
        Ok(())
    }

    fn look_at_clock(&self, now: Moment, notices: &mut Vec<Notice>) -> Result<(), StoreError> {
        // Clocks of two devices differ by a little without harm.
        const SLACK_MS: i64 = 2 * 60 * 1000;
        let newest: Option<i64> =
            self.db.query_row("SELECT max(utc_ms) FROM event", [], |row| row.get(0))?;
        if let Some(newest_utc_ms) = newest.filter(|newest| newest - SLACK_MS > now.utc_ms) {
            notices.push(Notice::ClockBehind { newest_utc_ms });
        }
        Ok(())
    }
}

/// One attempt at opening.
struct Opening<'a> {
    files: &'a Files,
    /// Whether the caller holds the writer lock.
    held: bool,
    now: Moment,
    scheduler: &'a Scheduler,
    options: Options,
}

impl Opening<'_> {
    fn connect(
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
            self.check(&db, unclean)?;
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
    fn check(&self, db: &Connection, unclean: bool) -> Result<(), StoreError> {
        let suspect = self.files.suspect.exists();
        if !suspect && !(unclean && self.lock().is_ok()) {
            return Ok(());
        }
        let size = std::fs::metadata(&self.files.db).map_or(0, |file| file.len());
        if suspect || size <= CHECKED_IN_FULL {
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
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(&files.db, flags)?;
    if schema::version(&db).is_ok() {
        return Ok(db);
    }
    if files.has_wal() {
        // The newest answers are in there; showing the state without them would be wrong.
        return Err(StoreError::ReadOnly);
    }
    open_immutable(&files.db)
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
pub(super) fn companions(path: &Path) -> [std::path::PathBuf; 2] {
    [suffixed(path, "-wal"), suffixed(path, "-shm")]
}
