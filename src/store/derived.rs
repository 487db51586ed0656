//! The derived tables: writing them after an event, making them anew, reading them back.
//!
//! Invariant: every function here leaves the tables equal to a replay of the log, given that they
//! were so before and that it runs in the transaction that added the events.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    StoreError,
    fold::{Standing, due_columns, rules},
    row::{IS_UNDONE, ORDER, nullable_text, number, text},
    schema,
};
use crate::{
    record::{Body, Interval, Moment, decode},
    schedule::{CardState, Day, Due, Memory, Phase, Scheduler},
};

const STATE_COLUMNS: &str = "card, phase, step, stability, difficulty, first_ms, first_offset, \
     last_ms, last_offset, due_ms, due_day, minutes, days, reps, lapses, milliseconds";

/// All that is derived, in memory.
#[derive(Debug, Default)]
pub(super) struct Derived {
    pub cards: BTreeMap<String, Standing>,
    pub settings: BTreeMap<String, String>,
    pub undone: BTreeSet<(String, i64)>,
    /// How many events were replayed; 0 when read from the tables.
    pub events: u64,
}

/// Replays the whole log. One pass over the time index; memory grows with the cards, not with the
/// events.
pub(super) fn replay(db: &Connection, scheduler: &Scheduler) -> Result<Derived, StoreError> {
    let mut derived = Derived { undone: undo_targets(db)?, ..Derived::default() };
    let mut cards: HashMap<String, Standing> = HashMap::new();
    let sql = format!(
        "SELECT device, sequence, utc_ms, offset_minutes, card, kind, body
         FROM event INDEXED BY event_time ORDER BY {ORDER}"
    );
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut id = (String::new(), 0);
    while let Some(row) = rows.next()? {
        derived.events += 1;
        if !derived.undone.is_empty() {
            id.0.clear();
            id.0.push_str(text(row, 0)?);
            id.1 = row.get(1)?;
            if derived.undone.contains(&id) {
                continue;
            }
        }
        let (kind, body) = (text(row, 5)?, text(row, 6)?);
        let Some(card) = nullable_text(row, 4)? else {
            take_setting(&mut derived.settings, kind, body);
            continue;
        };
        let at = Moment::new(row.get(2)?, row.get(3)?);
        match cards.get_mut(card) {
            Some(standing) => standing.take(kind, at, body, scheduler),
            None => cards.entry(card.to_owned()).or_default().take(kind, at, body, scheduler),
        }
        take_setting(&mut derived.settings, kind, body);
    }
    derived.cards = cards.into_iter().filter(|(_, standing)| !standing.is_empty()).collect();
    Ok(derived)
}

/// Deletes every derived row and writes what a replay gives. Gives the number of events replayed.
pub(super) fn rebuild(db: &Connection, scheduler: &Scheduler) -> Result<u64, StoreError> {
    let derived = replay(db, scheduler)?;
    for table in schema::DERIVED {
        db.execute(&format!("DELETE FROM {table}"), [])?;
    }
    for (device, sequence) in &derived.undone {
        mark_undone(db, device, *sequence)?;
    }
    for (card, standing) in &derived.cards {
        save(db, card, standing)?;
    }
    save_settings(db, &derived.settings)?;
    set_meta(db, "rules", &rules(scheduler))?;
    Ok(derived.events)
}

/// Reads the tables back.
pub(super) fn stored(db: &Connection) -> Result<Derived, StoreError> {
    let mut derived = Derived { settings: settings(db)?, ..Derived::default() };
    let mut statement = db.prepare("SELECT device, sequence FROM undone")?;
    for id in statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        derived.undone.insert(id?);
    }
    for_each_state(db, |card, state| {
        derived.cards.entry(card.to_owned()).or_default().state = Some(state);
    })?;
    for card in suspended(db)? {
        derived.cards.entry(card).or_default().suspended = true;
    }
    for (card, day) in wanted(db)? {
        derived.cards.entry(card).or_default().wanted = Some(day);
    }
    for (table, kept) in [("draft", false), ("kept", true)] {
        let mut statement = db.prepare(&format!("SELECT card, text FROM {table}"))?;
        let texts = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
        for entry in texts {
            let (card, text) = entry?;
            let standing = derived.cards.entry(card).or_default();
            *(if kept { &mut standing.kept } else { &mut standing.draft }) = Some(text);
        }
    }
    Ok(derived)
}

/// Folds the events of one card anew and writes what comes out.
pub(super) fn refold(db: &Connection, card: &str, scheduler: &Scheduler) -> Result<(), StoreError> {
    save(db, card, &fold_cards(db, &[card], scheduler)?)
}

/// Folds the events of cards that are one: a card and its former names. Linear in their events.
pub(super) fn fold_cards(
    db: &Connection,
    cards: &[&str],
    scheduler: &Scheduler,
) -> Result<Standing, StoreError> {
    let places = vec!["?"; cards.len()].join(", ");
    let sql = format!(
        "SELECT utc_ms, offset_minutes, kind, body FROM event INDEXED BY event_card
         WHERE card IN ({places}) AND NOT {IS_UNDONE} ORDER BY {ORDER}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(cards))?;
    let mut standing = Standing::default();
    while let Some(row) = rows.next()? {
        let at = Moment::new(row.get(0)?, row.get(1)?);
        standing.take(text(row, 2)?, at, text(row, 3)?, scheduler);
    }
    Ok(standing)
}

/// Reads what the tables say about one card.
pub(super) fn load(db: &Connection, card: &str) -> Result<Standing, StoreError> {
    let one = |sql: &str| {
        db.prepare_cached(sql)?.query_row([card], |row| row.get::<_, String>(0)).optional()
    };
    let sql = format!("SELECT {STATE_COLUMNS} FROM card_state WHERE card = ?1");
    Ok(Standing {
        state: db.prepare_cached(&sql)?.query_row([card], state).optional()?,
        suspended: one("SELECT card FROM suspended WHERE card = ?1")?.is_some(),
        wanted: db
            .prepare_cached("SELECT day FROM wanted WHERE card = ?1")?
            .query_row([card], |row| row.get(0))
            .optional()?
            .and_then(Day::from_number),
        draft: one("SELECT text FROM draft WHERE card = ?1")?,
        kept: one("SELECT text FROM kept WHERE card = ?1")?,
    })
}

/// Writes what a card's events amount to.
pub(super) fn save(db: &Connection, card: &str, standing: &Standing) -> Result<(), StoreError> {
    match &standing.state {
        Some(state) => save_state(db, card, state)?,
        None => {
            db.prepare_cached("DELETE FROM card_state WHERE card = ?1")?.execute([card])?;
        }
    }
    if standing.suspended {
        db.prepare_cached("INSERT INTO suspended VALUES (?1) ON CONFLICT DO NOTHING")?
            .execute([card])?;
    } else {
        db.prepare_cached("DELETE FROM suspended WHERE card = ?1")?.execute([card])?;
    }
    match standing.wanted {
        Some(day) => db
            .prepare_cached(
                "INSERT INTO wanted VALUES (?1, ?2)
                 ON CONFLICT (card) DO UPDATE SET day = excluded.day",
            )?
            .execute(params![card, day.number()])?,
        None => db.prepare_cached("DELETE FROM wanted WHERE card = ?1")?.execute([card])?,
    };
    for (table, value) in [("draft", &standing.draft), ("kept", &standing.kept)] {
        match value {
            Some(text) => db
                .prepare_cached(&format!(
                    "INSERT INTO {table} VALUES (?1, ?2)
                     ON CONFLICT (card) DO UPDATE SET text = excluded.text"
                ))?
                .execute([card, text])?,
            None => db
                .prepare_cached(&format!("DELETE FROM {table} WHERE card = ?1"))?
                .execute([card])?,
        };
    }
    Ok(())
}

/// Notes that an event does not count.
pub(super) fn mark_undone(db: &Connection, device: &str, sequence: i64) -> Result<(), StoreError> {
    db.prepare_cached("INSERT INTO undone VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![device, sequence])?;
    Ok(())
}

/// Folds the settings anew. Linear in the setting events, of which there are few.
pub(super) fn refold_settings(db: &Connection) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT kind, body FROM event INDEXED BY event_global
         WHERE kind IN ('undo', 'setting') AND kind = 'setting' AND NOT {IS_UNDONE}
         ORDER BY {ORDER}"
    );
    let mut settings = BTreeMap::new();
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take_setting(&mut settings, text(row, 0)?, text(row, 1)?);
    }
    db.execute("DELETE FROM setting", [])?;
    save_settings(db, &settings)
}

/// The settings that have a value.
pub(super) fn settings(db: &Connection) -> Result<BTreeMap<String, String>, StoreError> {
    let mut statement = db.prepare("SELECT name, value FROM setting")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The cards that are not to be asked.
pub(super) fn suspended(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare("SELECT card FROM suspended")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The cards that are wanted, each with the study day from which on.
pub(super) fn wanted(db: &Connection) -> Result<Vec<(String, Day)>, StoreError> {
    let mut statement = db.prepare("SELECT card, day FROM wanted")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, Day::from_number(row.get(1)?))))?;
    let rows = rows.collect::<Result<Vec<(String, Option<Day>)>, _>>()?;
    Ok(rows.into_iter().filter_map(|(card, day)| Some((card, day?))).collect())
}

/// Gives every card's state.
pub(super) fn for_each_state(
    db: &Connection,
    mut f: impl FnMut(&str, CardState),
) -> Result<(), StoreError> {
    let mut statement = db.prepare(&format!("SELECT {STATE_COLUMNS} FROM card_state"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        f(text(row, 0)?, state(row)?);
    }
    Ok(())
}

/// A value of `meta`.
pub(super) fn meta(db: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    Ok(db
        .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0))
        .optional()?)
}

/// Sets a value of `meta`.
pub(super) fn set_meta(db: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )?;
    Ok(())
}

fn undo_targets(db: &Connection) -> Result<BTreeSet<(String, i64)>, StoreError> {
    let mut statement = db.prepare(
        "SELECT body FROM event INDEXED BY event_global
         WHERE kind IN ('undo', 'setting') AND kind = 'undo'",
    )?;
    let mut rows = statement.query([])?;
    let mut targets = BTreeSet::new();
    while let Some(row) = rows.next()? {
        if let Body::Undo(id) = decode("undo", text(row, 0)?) {
            targets.insert((id.device.into(), number(id.sequence)));
        }
    }
    Ok(targets)
}

fn take_setting(settings: &mut BTreeMap<String, String>, kind: &str, body: &str) {
    if kind != "setting" {
        return;
    }
    if let Body::Setting(setting) = decode(kind, body) {
        match setting.value {
            Some(value) => settings.insert(setting.name, value),
            None => settings.remove(&setting.name),
        };
    }
}

fn save_settings(db: &Connection, settings: &BTreeMap<String, String>) -> Result<(), StoreError> {
    let mut insert = db.prepare_cached("INSERT INTO setting VALUES (?1, ?2)")?;
    for (name, value) in settings {
        insert.execute([name, value])?;
    }
    Ok(())
}

fn save_state(db: &Connection, card: &str, state: &CardState) -> Result<(), StoreError> {
    let (phase, step) = match state.phase {
        Phase::Learning { step } => ("learning", step),
        Phase::Review => ("review", 0),
        Phase::Relearning { step } => ("relearning", step),
    };
    let (due_ms, due_day) = due_columns(&state.due);
    let (minutes, days) = match state.interval {
        Interval::Minutes(minutes) => (Some(minutes), None),
        Interval::Days(days) => (None, Some(days)),
    };
    // REPLACE: every column is written, and the table has no triggers.
    let sql = format!(
        "INSERT OR REPLACE INTO card_state ({STATE_COLUMNS})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
    );
    db.prepare_cached(&sql)?.execute(params![
        card,
        phase,
        step,
        // f32 to f64 and back keeps every bit.
        f64::from(state.memory.stability),
        f64::from(state.memory.difficulty),
        state.first.utc_ms,
        state.first.offset_minutes,
        state.last.utc_ms,
        state.last.offset_minutes,
        due_ms,
        due_day,
        minutes,
        days,
        state.reps,
        state.lapses,
        state.milliseconds,
    ])?;
    Ok(())
}

fn state(row: &Row<'_>) -> rusqlite::Result<CardState> {
    let step = row.get(2)?;
    Ok(CardState {
        phase: match text(row, 1)? {
            "learning" => Phase::Learning { step },
            "relearning" => Phase::Relearning { step },
            _ => Phase::Review,
        },
        memory: Memory { stability: row.get(3)?, difficulty: row.get(4)? },
        first: Moment::new(row.get(5)?, row.get(6)?),
        last: Moment::new(row.get(7)?, row.get(8)?),
        due: match (row.get(9)?, row.get::<_, Option<i32>>(10)?.and_then(Day::from_number)) {
            (None, Some(day)) => Due::On(day),
            (utc_ms, _) => Due::At(utc_ms.unwrap_or_default()),
        },
        interval: match (row.get(11)?, row.get::<_, Option<u32>>(12)?) {
            (Some(minutes), _) => Interval::Minutes(minutes),
            (None, days) => Interval::Days(days.unwrap_or(1)),
        },
        reps: row.get(13)?,
        lapses: row.get(14)?,
        milliseconds: row.get(15)?,
    })
}
