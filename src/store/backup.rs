//! Backups: copies of the whole database, made while it is in use, thinned with age.
//!
//! Invariant: a file under a backup's name is whole, checked and synced; and thinning never removes
//! the newest. A backup needs no other file beside it.

use std::{collections::BTreeSet, fs, path::Path};

use chrono::{DateTime, Datelike};
use rusqlite::Connection;

use super::{
    Notice, Store, StoreError,
    connect::{Place, companions, open_immutable},
    files::{Files, read_stamp, remove, rename, stamp, suffixed, sync, sync_dir, unused},
    query,
    recover::quick_check,
    schema::{self, Look},
};
use crate::{record::Moment, schedule::Day};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its file name, by which it is restored.
    pub name: String,
    /// When it was made, in UTC milliseconds.
    pub utc_ms: i64,
    /// Its size.
    pub bytes: u64,
    /// How many events it holds; None if it cannot be read.
    pub events: Option<u64>,
}

impl Store {
    /// The backups, newest first, with their counts of events.
    pub fn backups(&self) -> Result<Vec<Backup>, StoreError> {
        Ok(list(&self.files)
            .into_iter()
            .map(|(utc_ms, name)| {
                let path = self.files.backups.join(&name);
                let events = open_immutable(&path).and_then(|db| query::count(&db)).ok();
                let bytes = fs::metadata(&path).map_or(0, |file| file.len());
                Backup { name, utc_ms, bytes, events }
            })
            .collect())
    }

    /// Makes a backup now, and thins the old ones. Linear in the size of the database; others can
    /// read and write meanwhile.
    pub fn backup(&mut self, now: Moment) -> Result<Backup, StoreError> {
        let made = make(&self.db, &self.files, now.utc_ms);
        let name = self.noted(made)?;
        thin(&self.files, now)?;
        let path = self.files.backups.join(&name);
        let bytes = fs::metadata(&path).map_or(0, |file| file.len());
        let events = Some(query::count(&open_immutable(&path)?)?);
        Ok(Backup { name, utc_ms: now.utc_ms, bytes, events })
    }

    /// Copies the database to a file of any name, which must not exist.
    pub fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        self.noted(copy(&self.db, path))
    }

    /// Makes the backup of the study day unless there is one. A failure is a notice: answers are
    /// worth more than backups.
    pub(super) fn back_up_today(&mut self, now: Moment) {
        let rollover = self.scheduler.policy().rollover_hour;
        let day = |utc_ms| Day::of(Moment { utc_ms, ..now }, rollover);
        let today = day(now.utc_ms);
        if self.place != Place::File
            || list(&self.files).iter().any(|(utc_ms, _)| day(*utc_ms) == today)
        {
            return;
        }
        let has_events =
            self.db.prepare("SELECT 1 FROM event").and_then(|mut events| events.exists([]));
        let made = match has_events {
            Ok(false) => return,
            Ok(true) => make(&self.db, &self.files, now.utc_ms),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = self.noted(made).and_then(|_| thin(&self.files, now)) {
            self.notices.push(Notice::BackupFailed { detail: error.to_string() });
        }
    }
}

/// Makes a backup in the directory of backups and gives its name.
pub(super) fn make(db: &Connection, files: &Files, utc_ms: i64) -> Result<String, StoreError> {
    fs::create_dir_all(&files.backups)
        .map_err(|source| StoreError::Directory { path: files.backups.clone(), source })?;
    let path = unused(|n| files.backups.join(format!("viva-{}{n}.db", stamp(utc_ms))));
    copy(db, &path)?;
    Ok(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

/// Copies a database that is in use: to a temporary name, checked, synced, renamed.
fn copy(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let part = suffixed(path, ".part");
    let copied = copy_to(db, &part).and_then(|()| {
        sync(&part)?;
        rename(&part, path)?;
        path.parent().map_or(Ok(()), sync_dir)
    });
    if copied.is_err() {
        // What is left of a full disk is given back; the first error says why.
        let _ = remove(&part);
    }
    for path in companions(&part) {
        remove(&path)?;
    }
    copied
}

fn copy_to(db: &Connection, part: &Path) -> Result<(), StoreError> {
    remove(part)?;
    let mut to = Connection::open(part)?;
    to.pragma_update(None, "synchronous", "OFF")?;
    rusqlite::backup::Backup::new(db, &mut to)?.run_to_completion(
        i32::MAX,
        std::time::Duration::ZERO,
        None,
    )?;
    // One file, readable without others beside it.
    to.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    // A copy of a damaged database must not push the good ones out.
    quick_check(&to, None)?;
    to.close().map_err(|(_, error)| error.into())
}

/// Checks a backup and gives its count of events.
pub(super) fn verify(path: &Path, in_full: bool) -> Result<u64, StoreError> {
    let bad = |detail: String| StoreError::BadBackup { path: path.to_owned(), detail };
    match schema::look(path)? {
        Look::Absent => return Err(StoreError::NoBackup { path: path.to_owned() }),
        Look::Ours(found) if found > schema::known() => {
            let known = schema::known();
            return Err(StoreError::Newer { path: path.to_owned(), found, known });
        }
        Look::Ours(_) => {}
        Look::Foreign => return Err(StoreError::Foreign { path: path.to_owned() }),
        Look::Empty | Look::NotADatabase => return Err(bad("not a database".to_owned())),
    }
    let checked = || -> Result<u64, StoreError> {
        let db = open_immutable(path)?;
        if in_full {
            let found = super::doctor::integrity(&db)?;
            if let Some(detail) = found.into_iter().next() {
                return Err(StoreError::Corrupt { detail });
            }
        } else {
            quick_check(&db, None)?;
        }
        query::count(&db)
    };
    checked().map_err(|error| match error {
        StoreError::Corrupt { detail } | StoreError::Database { detail } => bad(detail),
        error => error,
    })
}

/// The backups by time and name, newest first. An unreadable directory has none.
pub(super) fn list(files: &Files) -> Vec<(i64, String)> {
    let mut backups: Vec<(i64, String)> = fs::read_dir(&files.backups)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let stamp = name.strip_prefix("viva-")?.strip_suffix(".db")?;
            Some((read_stamp(stamp)?, name))
        })
        .collect();
    // Of one second, `-2` is later than none, and `-10` later than `-9`.
    backups.sort_by(|a, b| (b.0, b.1.len(), &b.1).cmp(&(a.0, a.1.len(), &a.1)));
    backups
}

/// The newest backup's name.
pub(super) fn newest(files: &Files) -> Option<String> {
    list(files).into_iter().next().map(|(_, name)| name)
}

/// Removes the backups that are not worth their space.
fn thin(files: &Files, now: Moment) -> Result<(), StoreError> {
    for name in superfluous(&list(files), now.utc_ms) {
        remove(&files.backups.join(name))?;
    }
    Ok(())
}

/// Of backups given newest first, those to remove: all of two days stay, then the last of each day
/// for 14 days, of each week for 8 weeks, of each month after.
pub(super) fn superfluous(backups: &[(i64, String)], now_ms: i64) -> Vec<&str> {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Span {
        Day(i32),
        Week(i32),
        Month(i32, u32),
    }
    let mut seen = BTreeSet::new();
    let mut remove = Vec::new();
    for (n, (utc_ms, name)) in backups.iter().enumerate() {
        let age_days = now_ms.saturating_sub(*utc_ms) / DAY_MS;
        let date = DateTime::from_timestamp_millis(*utc_ms).unwrap_or_default().date_naive();
        let span = match age_days {
            i64::MIN..2 => continue,
            2..16 => Span::Day(date.num_days_from_ce()),
            16..72 => Span::Week(date.num_days_from_ce().div_euclid(7)),
            _ => Span::Month(date.year(), date.month()),
        };
        if !seen.insert(span) && n > 0 {
            remove.push(name.as_str());
        }
    }
    remove
}
