//! Events as rows.
//!
//! Invariant: reading what was inserted gives the same event; an event of a later version keeps its
//! kind and its bytes.

use rusqlite::{Connection, Row, params};

use crate::record::{CardKey, Event, EventId, Moment, decode, encode};

/// The columns that [`EventRow::read`] reads, in its order.
pub(super) const COLUMNS: &str = "device, sequence, utc_ms, offset_minutes, card, kind, body";

/// The order of the fold.
pub(super) const ORDER: &str = "utc_ms, device, sequence";

/// A condition: the event of the row named `event` does not count. An undo cannot be undone.
pub(super) const IS_UNDONE: &str = "(event.kind <> 'undo' AND EXISTS (SELECT 1 FROM undone \
     WHERE undone.device = event.device AND undone.sequence = event.sequence))";

/// The columns of a stored event, undecoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EventRow {
    pub device: String,
    pub sequence: i64,
    pub utc_ms: i64,
    pub offset_minutes: i32,
    pub card: Option<String>,
    pub kind: String,
    pub body: String,
}

impl EventRow {
    /// The row of an event.
    pub fn of(event: &Event) -> EventRow {
        let (kind, body) = encode(&event.body);
        EventRow {
            device: event.id.device.to_string(),
            sequence: number(event.id.sequence),
            utc_ms: event.at.utc_ms,
            offset_minutes: event.at.offset_minutes,
            card: event.card.as_ref().map(CardKey::to_string),
            kind: kind.to_owned(),
            body,
        }
    }

    /// Reads [`COLUMNS`].
    pub fn read(row: &Row<'_>) -> rusqlite::Result<EventRow> {
        Ok(EventRow {
            device: row.get(0)?,
            sequence: row.get(1)?,
            utc_ms: row.get(2)?,
            offset_minutes: row.get(3)?,
            card: row.get(4)?,
            kind: row.get(5)?,
            body: row.get(6)?,
        })
    }

    /// Adds the row to the log unless an event of its name is there. Says whether it was added.
    pub fn insert(&self, db: &Connection) -> rusqlite::Result<bool> {
        db.prepare_cached(
            "INSERT INTO event (device, sequence, utc_ms, offset_minutes, card, kind, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (device, sequence) DO NOTHING",
        )?
        .execute(params![
            self.device,
            self.sequence,
            self.utc_ms,
            self.offset_minutes,
            self.card,
            self.kind,
            self.body
        ])
        .map(|added| added > 0)
    }

    /// The row of that name.
    pub fn find(
        db: &Connection,
        device: &str,
        sequence: i64,
    ) -> rusqlite::Result<Option<EventRow>> {
        let sql = format!("SELECT {COLUMNS} FROM event WHERE device = ?1 AND sequence = ?2");
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query(params![device, sequence])?;
        rows.next()?.map(EventRow::read).transpose()
    }

    /// The event of the row.
    pub fn event(self) -> Event {
        Event {
            id: EventId { device: self.device.into(), sequence: self.sequence.unsigned_abs() },
            at: Moment::new(self.utc_ms, self.offset_minutes),
            card: self.card.and_then(|card| card.parse().ok()),
            body: decode(&self.kind, &self.body),
        }
    }
}

/// A text column, borrowed.
pub(super) fn text<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<&'r str> {
    Ok(row.get_ref(column)?.as_str()?)
}

/// A text column that may be null, borrowed.
pub(super) fn nullable_text<'r>(
    row: &'r Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<&'r str>> {
    Ok(row.get_ref(column)?.as_str_or_null()?)
}

/// A sequence as SQLite holds it. Counts from 1 never reach the limit.
pub(super) fn number(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}
