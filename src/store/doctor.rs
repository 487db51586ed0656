//! The check-up: the file, the log, the derived tables, the backups.
//!
//! Invariant: it changes nothing. What it finds in the derived tables,
//! [`Store::rebuild`](super::Store::rebuild) repairs.

use std::{fs, path::PathBuf};

use rusqlite::Connection;

use super::{
    Backup, Standing, Store, StoreError, backup,
    derived::{Derived, replay, stored},
    query,
    row::text,
};
use crate::record::{EventId, Moment};

/// What a check-up found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Health {
    /// Damage of the file, in SQLite's words.
    pub damage: Vec<String>,
    /// Events in the log.
    pub events: u64,
    /// Holes in the counts of the devices.
    pub gaps: Vec<Gap>,
    /// Events later than now.
    pub future: u64,
    /// Events that this version cannot read; it keeps them.
    pub unknown: u64,
    /// Where the derived tables are not what a replay gives; [`Store::rebuild`] repairs it.
    pub differences: Vec<Difference>,
    /// The backups, newest first.
    pub backups: Vec<Checked>,
    /// Damaged databases that were kept aside.
    pub kept_aside: Vec<PathBuf>,
}

impl Health {
    /// Whether nothing is wrong. Events of the future, events of a later version and old damaged
    /// files are facts, not faults.
    pub fn is_well(&self) -> bool {
        self.damage.is_empty()
            && self.gaps.is_empty()
            && self.differences.is_empty()
            && self.backups.iter().all(|backup| backup.fault.is_none())
    }
}

/// A hole in the count of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The device.
    pub device: String,
    /// The last event before the hole; 0 if the first ones are missing.
    pub after: u64,
    /// The first event after it.
    pub next: u64,
}

/// A derived row that a replay gives otherwise.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// Of a card.
    Card {
        /// The card as stored, `deck/card`.
        card: String,
        /// What the tables say.
        stored: Box<Standing>,
        /// What a replay says.
        replayed: Box<Standing>,
    },
    /// Of a setting.
    Setting {
        /// Its name.
        name: String,
        /// What the table says.
        stored: Option<String>,
        /// What a replay says.
        replayed: Option<String>,
    },
    /// Whether an event counts.
    Undone {
        /// The event.
        id: EventId,
        /// Whether the table says that it does not; a replay says the contrary.
        stored: bool,
    },
}

/// A backup and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The backup.
    pub backup: Backup,
    /// What is wrong; None if it can be restored.
    pub fault: Option<String>,
}

impl Store {
    /// Checks everything. Linear in the log and the backups: seconds for a million events.
    pub fn doctor(&self, now: Moment) -> Result<Health, StoreError> {
        let mut health = Health {
            damage: self.noted(integrity(&self.db))?,
            kept_aside: self.kept_aside(),
            ..Health::default()
        };
        for backup in self.backups()? {
            let checked = backup::verify(&self.files.backups.join(&backup.name), true);
            health.backups.push(Checked { backup, fault: checked.err().map(|e| e.to_string()) });
        }
        if !health.damage.is_empty() {
            // Reading on would err somewhere; the next open restores.
            let detail = health.damage.join("; ");
            let _: Result<(), _> = self.noted(Err(StoreError::Corrupt { detail }));
            return Ok(health);
        }
        self.noted(self.check_log(now, &mut health))?;
        Ok(health)
    }

    fn check_log(&self, now: Moment, health: &mut Health) -> Result<(), StoreError> {
        // One state of the database for all of it, though another process may write meanwhile.
        let reading = self.db.unchecked_transaction()?;
        health.events = query::count(&reading)?;
        health.gaps = gaps(&reading)?;
        let future: i64 = reading.query_row(
            "SELECT count(*) FROM event WHERE utc_ms > ?1",
            [now.utc_ms],
            |row| row.get(0),
        )?;
        health.future = future.unsigned_abs();
        health.unknown = unknown(&reading)?;
        let replayed = replay(&reading, &self.scheduler)?;
        health.differences = differences(stored(&reading)?, replayed);
        reading.commit()?;
        Ok(())
    }

    fn kept_aside(&self) -> Vec<PathBuf> {
        let mut kept: Vec<PathBuf> = fs::read_dir(&self.files.dir)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                name.starts_with("viva.db.corrupt-") && !name.ends_with("-wal")
            })
            .map(|entry| entry.path())
            .collect();
        kept.sort();
        kept
    }
}

/// What SQLite's full check finds.
pub(super) fn integrity(db: &Connection) -> Result<Vec<String>, StoreError> {
    let checked = || -> rusqlite::Result<Vec<String>> {
        let mut statement = db.prepare("PRAGMA integrity_check(20)")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        rows.filter(|row| !matches!(row.as_deref(), Ok("ok"))).collect()
    };
    match checked().map_err(StoreError::from) {
        Err(StoreError::Corrupt { detail }) => Ok(vec![detail]),
        checked => checked,
    }
}

/// The holes in the counts of the devices. Linear.
pub(super) fn gaps(db: &Connection) -> Result<Vec<Gap>, StoreError> {
    let mut statement =
        db.prepare("SELECT device, sequence FROM event NOT INDEXED ORDER BY device, sequence")?;
    let mut rows = statement.query([])?;
    let mut gaps = Vec::new();
    let mut last = (String::new(), 0);
    while let Some(row) = rows.next()? {
        let device = text(row, 0)?;
        let sequence = row.get::<_, i64>(1)?.unsigned_abs();
        if device != last.0 {
            last = (device.to_owned(), 0);
        }
        if sequence != last.1 + 1 {
            gaps.push(Gap { device: device.to_owned(), after: last.1, next: sequence });
        }
        last.1 = sequence;
    }
    Ok(gaps)
}

fn unknown(db: &Connection) -> Result<u64, StoreError> {
    let mut statement = db.prepare("SELECT kind, body FROM event")?;
    let mut rows = statement.query([])?;
    let mut unknown = 0;
    while let Some(row) = rows.next()? {
        let body = crate::record::decode(text(row, 0)?, text(row, 1)?);
        unknown += u64::from(matches!(body, crate::record::Body::Unknown { .. }));
    }
    Ok(unknown)
}

fn differences(mut stored: Derived, mut replayed: Derived) -> Vec<Difference> {
    let mut differences = Vec::new();
    let undone = stored.undone.symmetric_difference(&replayed.undone);
    differences.extend(undone.map(|id| Difference::Undone {
        id: EventId { device: id.0.clone().into(), sequence: id.1.unsigned_abs() },
        stored: stored.undone.contains(id),
    }));
    let mut names: Vec<String> =
        stored.settings.keys().chain(replayed.settings.keys()).cloned().collect();
    names.sort();
    names.dedup();
    for name in names {
        let (stored, replayed) = (stored.settings.remove(&name), replayed.settings.remove(&name));
        if stored != replayed {
            differences.push(Difference::Setting { name, stored, replayed });
        }
    }
    let mut cards: Vec<String> =
        stored.cards.keys().chain(replayed.cards.keys()).cloned().collect();
    cards.sort();
    cards.dedup();
    for card in cards {
        let stored = stored.cards.remove(&card).unwrap_or_default();
        let replayed = replayed.cards.remove(&card).unwrap_or_default();
        if !stored.same(&replayed) {
            let (stored, replayed) = (Box::new(stored), Box::new(replayed));
            differences.push(Difference::Card { card, stored, replayed });
        }
    }
    differences
}
