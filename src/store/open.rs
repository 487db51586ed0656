//! Opening a store, and becoming the writer.
//!
//! Invariant: nothing is written before the writer lock is held, and the lock is held as long as
//! the store may write.

use std::{collections::BTreeMap, path::Path};

use rusqlite::Connection;

use super::{
    Notice, StoreError,
    connect::{Opening, Place, open_to_look},
    derived::{meta, set_meta, settings},
    files::Files,
    fold::rules,
    lock::WriterLock,
    recover,
    schema::{self, Look},
};
use crate::{record::Moment, schedule::Scheduler};

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

    /// The settings of the database in `dir`, for making the scheduler that
    /// [`open`](Store::open) needs. Empty where there is none or it cannot be read, which `open`
    /// will say. Writes nothing.
    pub fn settings_in(dir: &Path) -> BTreeMap<String, String> {
        let path = Files::new(dir).db;
        match schema::look(&path) {
            Ok(Look::Ours(version)) if version <= schema::known() => {
                open_to_look(&path).and_then(|db| settings(&db)).unwrap_or_default()
            }
            _ => BTreeMap::new(),
        }
    }

    /// Lets other processes write; the next write claims anew.
    pub fn release(&mut self) {
        self.lock = None;
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
        // The old connection stays until there is a new one. When it goes, SQLite sees whether its
        // file was replaced, and leaves the new file's write-ahead log alone.
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
