//! The tables, their version, and a first look at a file without touching it.
//!
//! Invariant: a file of a later schema is never written, and a schema step is taken whole or not at
//! all. Steps are never edited once released; a change is a new step.

use std::{
    fs::File,
    io::{ErrorKind, Read},
    path::Path,
};

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// "viva" in ASCII, in the header of every database of ours.
const APPLICATION: u32 = 0x7669_7661;

/// The steps from an empty file to the schema of today; the version is their number.
pub(super) const STEPS: &[&str] = &[STEP_1, STEP_2];

// `event` is keyed without a rowid, so its indexes end in (device, sequence) by themselves: both
// give the order (time, device, sequence) without sorting.
const STEP_1: &str = "
CREATE TABLE event (
    device TEXT NOT NULL CHECK (device <> ''),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    utc_ms INTEGER NOT NULL,
    offset_minutes INTEGER NOT NULL,
    kind TEXT NOT NULL,
    card TEXT CHECK (card LIKE '%_/_%'),
    body TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (device, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_card ON event (card, utc_ms) WHERE card IS NOT NULL;
CREATE INDEX event_time ON event (utc_ms);
CREATE INDEX event_global ON event (kind, utc_ms) WHERE kind IN ('undo', 'setting');
CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_never_goes BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Everything below is derived from `event`.
CREATE TABLE undone (
    device TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (device, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE card_state (
    card TEXT PRIMARY KEY,
    phase TEXT NOT NULL, step INTEGER NOT NULL,
    stability REAL NOT NULL, difficulty REAL NOT NULL,
    first_ms INTEGER NOT NULL, first_offset INTEGER NOT NULL,
    last_ms INTEGER NOT NULL, last_offset INTEGER NOT NULL,
    due_ms INTEGER, due_day INTEGER,
    minutes INTEGER, days INTEGER,
    reps INTEGER NOT NULL, lapses INTEGER NOT NULL, milliseconds INTEGER NOT NULL,
    CHECK ((due_ms IS NULL) <> (due_day IS NULL)), CHECK ((minutes IS NULL) <> (days IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE suspended (card TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE draft (card TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE kept (card TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

// Derived from `event`, as the last tables of the first step are. `day` is a day number.
const STEP_2: &str = "
CREATE TABLE wanted (card TEXT PRIMARY KEY, day INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// The tables that a replay fills.
pub(super) const DERIVED: [&str; 7] =
    ["undone", "card_state", "suspended", "draft", "kept", "setting", "wanted"];

/// The schema version that this program writes.
pub(super) fn known() -> u32 {
    number(STEPS.len())
}

fn number(steps: usize) -> u32 {
    u32::try_from(steps).unwrap_or(u32::MAX)
}

/// What a file is, from its first 100 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Absent,
    Empty,
    NotADatabase,
    Foreign,
    Ours(u32),
}

/// Looks at the file's header with plain reads, so that nothing is created beside it.
pub(super) fn look(path: &Path) -> Result<Look, StoreError> {
    let mut header = Vec::new();
    match File::open(path).and_then(|file| file.take(100).read_to_end(&mut header)) {
        // Below a file there is nothing either; making the directory will say so.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Look::Absent);
        }
        Err(error) => return Err(StoreError::file(path, error)),
        Ok(0) => return Ok(Look::Empty),
        Ok(_) => {}
    }
    let word = |at: usize| {
        header.get(at..at + 4).and_then(|word| word.try_into().ok()).map(u32::from_be_bytes)
    };
    Ok(match (header.starts_with(b"SQLite format 3\0"), word(60), word(68)) {
        (true, Some(version), Some(APPLICATION)) => Look::Ours(version),
        (true, Some(_), Some(_)) => Look::Foreign,
        _ => Look::NotADatabase,
    })
}

/// The schema version, seen through the write-ahead log.
pub(super) fn version(db: &Connection) -> rusqlite::Result<u32> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Takes the steps that are missing, all in one transaction.
pub(super) fn migrate(db: &mut Connection, steps: &[&str]) -> Result<(), StoreError> {
    let change = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let from = version(&change)?;
    for step in steps.iter().skip(usize::try_from(from).unwrap_or(usize::MAX)) {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", number(steps.len()))?;
    change.commit()?;
    Ok(())
}
