//! Going back to a backup.
//!
//! Invariant: the database of before is in a backup, made and checked first, and events that go out
//! of sight are counted. A name of an event that went out of sight is never given again.

use std::{fs, path::Path};

use rusqlite::Connection;

use super::{
    Store, StoreError, append, backup,
    connect::{Place, close, open_new},
    derived::{meta, set_meta},
    row::text,
    schema,
};
use crate::record::Moment;

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// How many events the log holds now.
    pub events: u64,
    /// How many events were only in the database of before. They are in `saved_as`.
    pub left_behind: u64,
    /// The backup of the database of before; None if there was none.
    pub saved_as: Option<String>,
}

impl Store {
    /// Replaces the database by a backup: one of [`backups`](Store::backups) by its name, or any
    /// file. The database of before is backed up first.
    ///
    /// When events of this device are left behind, it writes under a new name from then on, since
    /// copies of them may be elsewhere.
    ///
    /// Errors: [`StoreError::NoBackup`], [`StoreError::BadBackup`], [`StoreError::Newer`],
    /// [`StoreError::Foreign`] before anything was changed, and those of
    /// [`claim`](Store::claim).
    pub fn restore(&mut self, from: &Path, now: Moment) -> Result<Restored, StoreError> {
        let listed = self.files.backups.join(from);
        let from = if from.components().count() == 1 && listed.exists() { &listed } else { from };
        backup::verify(from, true)?;
        // Without a database there is nothing to save, and nothing to create before.
        let had = self.place == Place::File;
        self.claim(now)?;
        let saved_as = had.then(|| backup::make(&self.db, &self.files, now.utc_ms)).transpose()?;
        let files = self.files.clone();
        files.clear_new()?;
        fs::copy(from, &files.new).map_err(|error| StoreError::file(&files.new, error))?;
        let mut new = open_new(&files.new)?;
        schema::migrate(&mut new, schema::STEPS)?;
        let left_behind = self.left_behind(&new)?;
        let same_device_lost = append::last_sequence(&self.db, &self.device)?
            > append::last_sequence(&new, &self.device)?;
        let device =
            if same_device_lost { successor(&self.device) } else { self.device.to_string() };
        if self.keeps_device_name() {
            set_meta(&new, "device", &device)?;
        }
        let events = super::query::count(&new)?;
        close(new)?;
        // The connection goes before its file does.
        self.db = Connection::open_in_memory()?;
        let installed = files.install();
        self.reconnect(now)?;
        installed?;
        Ok(Restored { events, left_behind, saved_as })
    }

    /// How many of our events the other database has not.
    fn left_behind(&self, other: &Connection) -> Result<u64, StoreError> {
        let mut find = other.prepare("SELECT 1 FROM event WHERE device = ?1 AND sequence = ?2")?;
        let mut ours = self.db.prepare("SELECT device, sequence FROM event")?;
        let mut rows = ours.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            if !find.exists((text(row, 0)?, row.get::<_, i64>(1)?))? {
                count += 1;
            }
        }
        Ok(count)
    }
}

/// The next name of a device whose last events are not in the log any more: `desk`, `desk.2`, ….
pub(super) fn successor(device: &str) -> String {
    if let Some((name, number)) = device.rsplit_once('.')
        && let Ok(number) = number.parse::<u32>()
    {
        return format!("{name}.{}", number.saturating_add(1));
    }
    format!("{device}.2")
}

/// Gives the database's device its next name, if it has one.
pub(super) fn rename_device(db: &Connection) -> Result<(), StoreError> {
    match meta(db, "device")? {
        Some(device) => set_meta(db, "device", &successor(&device)),
        None => Ok(()),
    }
}
