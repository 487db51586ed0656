//! Writing: one event, or many.
//!
//! Invariant: an event and everything derived from it are committed together, and the commit is on
//! disk when the call returns; on an error nothing has changed, here or in memory.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{
    Store, StoreError,
    derived::{fold_cards, load, mark_undone, rebuild, refold, refold_settings, save},
    row::{EventRow, number},
};
use crate::{
    record::{Body, CardKey, Event, EventId, Moment, decode},
    schedule::Scheduler,
};

/// From this many cards on, one replay of the log is faster than folding each of them.
const MANY_CARDS: usize = 500;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Events added.
    pub added: u64,
    /// Events that were in the log already.
    pub known: u64,
}

impl Store {
    /// Adds an event of this device to the log. When this returns, it is on disk with all that
    /// follows from it.
    ///
    /// The first write takes the writer lock, as [`claim`](Store::claim) does. An undo takes its
    /// target's card when `card` is None. Constant in the length of the log; an undo, or an event
    /// that is not the last of its card, is linear in the events of the card.
    ///
    /// Errors: those of [`claim`](Store::claim); [`StoreError::NotUndoable`];
    /// [`StoreError::Full`], after which the same call can be made again.
    pub fn append(
        &mut self,
        at: Moment,
        card: Option<&CardKey>,
        body: Body,
    ) -> Result<Event, StoreError> {
        self.claim(at)?;
        let added = self.append_claimed(at, card, body);
        self.noted(added)
    }

    fn append_claimed(
        &mut self,
        at: Moment,
        card: Option<&CardKey>,
        body: Body,
    ) -> Result<Event, StoreError> {
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut card = card.cloned();
        // What was carried unread from elsewhere may be an event of today after all.
        let body = match body {
            Body::Unknown { kind, json } => decode(&kind, &json),
            body => body,
        };
        if let Body::Undo(target) = &body {
            let row = undoable(&change, target)?;
            card = card.or_else(|| row.card.and_then(|card| card.parse().ok()));
        }
        let sequence = last_sequence(&change, &self.device)?.unsigned_abs() + 1;
        let id = EventId { device: self.device.clone(), sequence };
        let event = Event { id, at, card, body };
        let row = EventRow::of(&event);
        let last = row.card.as_deref().map(|card| is_last(&change, card, &row)).transpose()?;
        row.insert(&change)?;
        derive(&change, &event, &row, last == Some(true), &self.scheduler)?;
        change.commit()?;
        Ok(event)
    }

    /// Adds events of any device, in any order, in one transaction: all or none. Events that are in
    /// the log already are passed over.
    ///
    /// Linear in the events given and in those of the cards they touch. Errors:
    /// [`StoreError::Conflict`] when an event's name belongs to another event, and those of
    /// [`claim`](Store::claim).
    pub fn import(
        &mut self,
        now: Moment,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<Imported, StoreError> {
        self.claim(now)?;
        let imported = self.import_claimed(events);
        self.noted(imported)
    }

    fn import_claimed(
        &mut self,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<Imported, StoreError> {
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let imported =
            add_rows(&change, events.into_iter().map(|e| EventRow::of(&e)), &self.scheduler)?;
        change.commit()?;
        Ok(imported)
    }

    /// Deletes every derived row and replays the log. Gives the number of events. Linear.
    pub fn rebuild(&mut self, now: Moment) -> Result<u64, StoreError> {
        self.claim(now)?;
        let rebuilt = self.rebuild_claimed();
        self.noted(rebuilt)
    }

    fn rebuild_claimed(&mut self) -> Result<u64, StoreError> {
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let events = rebuild(&change, &self.scheduler)?;
        change.commit()?;
        Ok(events)
    }
}

/// Adds rows and what follows from them, in the transaction of the caller.
pub(super) fn add_rows(
    db: &Connection,
    rows: impl Iterator<Item = EventRow>,
    scheduler: &Scheduler,
) -> Result<Imported, StoreError> {
    let mut imported = Imported::default();
    let mut cards = BTreeSet::new();
    let mut settings = false;
    let mut undo = Vec::new();
    for row in rows {
        if !row.insert(db)? {
            if EventRow::find(db, &row.device, row.sequence)?.as_ref() != Some(&row) {
                let id =
                    EventId { device: row.device.into(), sequence: row.sequence.unsigned_abs() };
                return Err(StoreError::Conflict { id });
            }
            imported.known += 1;
            continue;
        }
        imported.added += 1;
        settings |= row.kind == "setting";
        if row.kind == "undo" {
            undo.push(row);
        } else if let Some(card) = row.card {
            cards.insert(card);
        }
    }
    for row in undo {
        if let Body::Undo(target) = row.event().body {
            let sequence = number(target.sequence);
            mark_undone(db, &target.device, sequence)?;
            if let Some(target) = EventRow::find(db, &target.device, sequence)? {
                settings |= target.kind == "setting";
                cards.extend(target.card);
            }
        }
    }
    if cards.len() >= MANY_CARDS {
        rebuild(db, scheduler)?;
        return Ok(imported);
    }
    for card in &cards {
        refold(db, card, scheduler)?;
    }
    if settings {
        refold_settings(db)?;
    }
    Ok(imported)
}

/// Writes what follows from one new event.
fn derive(
    db: &Connection,
    event: &Event,
    row: &EventRow,
    last: bool,
    scheduler: &Scheduler,
) -> Result<(), StoreError> {
    match (&event.body, row.card.as_deref()) {
        (Body::Undo(target), _) => {
            let sequence = number(target.sequence);
            mark_undone(db, &target.device, sequence)?;
            match EventRow::find(db, &target.device, sequence)? {
                Some(EventRow { kind, .. }) if kind == "setting" => refold_settings(db),
                Some(EventRow { card: Some(card), .. }) => refold(db, &card, scheduler),
                _ => Ok(()),
            }
        }
        (Body::Setting(_), _) => refold_settings(db),
        (Body::Probe(_), _) | (_, None) => Ok(()),
        (_, Some(card)) if last => {
            let mut standing = load(db, card)?;
            standing.take(&row.kind, event.at, &row.body, scheduler);
            save(db, card, &standing)
        }
        (_, Some(card)) => save(db, card, &fold_cards(db, &[card], scheduler)?),
    }
}

/// Whether an event that is not in the log yet comes after all others of the card.
fn is_last(db: &Connection, card: &str, row: &EventRow) -> Result<bool, StoreError> {
    let newest = db
        .prepare_cached(
            "SELECT utc_ms, device, sequence FROM event INDEXED BY event_card WHERE card = ?1
             ORDER BY utc_ms DESC, device DESC, sequence DESC LIMIT 1",
        )?
        .query_row([card], |newest| {
            Ok((newest.get::<_, i64>(0)?, newest.get::<_, String>(1)?, newest.get::<_, i64>(2)?))
        })
        .optional()?;
    Ok(newest.is_none_or(|(utc_ms, device, sequence)| {
        (utc_ms, device.as_str(), sequence) < (row.utc_ms, row.device.as_str(), row.sequence)
    }))
}

fn undoable(db: &Connection, target: &EventId) -> Result<EventRow, StoreError> {
    let sequence = number(target.sequence);
    let undone = db
        .prepare_cached("SELECT 1 FROM undone WHERE device = ?1 AND sequence = ?2")?
        .exists(params![&*target.device, sequence])?;
    EventRow::find(db, &target.device, sequence)?
        .filter(|row| !undone && row.kind != "undo")
        .ok_or_else(|| StoreError::NotUndoable { id: target.clone() })
}

/// The device's last sequence, 0 if it has written nothing.
pub(super) fn last_sequence(db: &Connection, device: &str) -> Result<i64, StoreError> {
    Ok(db
        .prepare_cached("SELECT coalesce(max(sequence), 0) FROM event WHERE device = ?1")?
        .query_row([device], |row| row.get(0))?)
}
