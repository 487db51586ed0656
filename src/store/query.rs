//! Reading the log and the states.
//!
//! Invariant: nothing here writes, so it works beside another process that does.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::ControlFlow,
};

use rusqlite::{OptionalExtension, params, types::Value};

use super::{
    Standing, Store, StoreError,
    derived::{self, fold_cards},
    row::{COLUMNS, EventRow, IS_UNDONE},
};
use crate::{
    record::{Body, CardKey, Event, Moment},
    schedule::{CardState, Day, Done},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Which events, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of these cards; empty for all, also those of no card.
    pub cards: Vec<CardKey>,
    /// Only those at this moment or later, in UTC milliseconds.
    pub since_utc_ms: Option<i64>,
    /// Only those before this moment.
    pub until_utc_ms: Option<i64>,
    /// Only these kinds, by the names of [`crate::record::encode`]; empty for all.
    pub kinds: Vec<&'static str>,
    /// At most so many.
    pub limit: Option<u32>,
    /// The last in the order of the fold first.
    pub newest_first: bool,
}

impl Store {
    /// The state of every card that has one, by the names that the reviews were made under. Linear
    /// in the cards.
    pub fn states(&self) -> Result<HashMap<CardKey, CardState>, StoreError> {
        let mut states = HashMap::new();
        self.noted(derived::for_each_state(&self.db, |card, state| {
            if let Ok(key) = card.parse() {
                states.insert(key, state);
            }
        }))?;
        Ok(states)
    }

    /// The state of a card and its former names, as one card.
    pub fn state_of(&self, keys: &[CardKey]) -> Result<Option<CardState>, StoreError> {
        Ok(self.standing(keys)?.state)
    }

    /// Where a card and its former names stand, as one card. When more than one of the names has
    /// events, they are folded together: linear in them.
    pub fn standing(&self, keys: &[CardKey]) -> Result<Standing, StoreError> {
        self.noted(self.standing_of(keys))
    }

    fn standing_of(&self, keys: &[CardKey]) -> Result<Standing, StoreError> {
        let mut has_events =
            self.db.prepare_cached("SELECT 1 FROM event INDEXED BY event_card WHERE card = ?1")?;
        let mut names = Vec::new();
        for key in keys {
            let name = key.to_string();
            if !names.contains(&name) && has_events.exists([&name])? {
                names.push(name);
            }
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match names[..] {
            [] => Ok(Standing::default()),
            [name] => derived::load(&self.db, name),
            _ => fold_cards(&self.db, &names, &self.scheduler),
        }
    }

    /// The cards that are not to be asked.
    pub fn suspended(&self) -> Result<HashSet<CardKey>, StoreError> {
        let cards = self.noted(derived::suspended(&self.db))?;
        Ok(cards.iter().filter_map(|card| card.parse().ok()).collect())
    }

    /// The cards that are wanted, each with the study day from which on.
    pub fn wanted(&self) -> Result<HashMap<CardKey, Day>, StoreError> {
        let cards = self.noted(derived::wanted(&self.db))?;
        Ok(cards.into_iter().filter_map(|(card, day)| Some((card.parse().ok()?, day))).collect())
    }

    /// The settings that have a value.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, StoreError> {
        self.noted(derived::settings(&self.db))
    }

    /// The answer to a card that was begun and not graded. For a card with former names, see
    /// [`standing`](Store::standing).
    pub fn draft(&self, card: &CardKey) -> Result<Option<String>, StoreError> {
        Ok(self.standing(std::slice::from_ref(card))?.draft)
    }

    /// The person's own wording of a card's answer.
    pub fn kept(&self, card: &CardKey) -> Result<Option<String>, StoreError> {
        Ok(self.standing(std::slice::from_ref(card))?.kept)
    }

    /// Gives the events of a filter one at a time, each with whether it is undone, until `f`
    /// breaks. Memory does not grow with their number. In the order of the fold: time, device,
    /// sequence.
    pub fn events(
        &self,
        filter: &Filter,
        f: &mut dyn FnMut(Event, bool) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.noted(self.stream(filter, f))
    }

    fn stream(
        &self,
        filter: &Filter,
        f: &mut dyn FnMut(Event, bool) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut wheres = vec!["true".to_owned()];
        let mut values: Vec<Value> = Vec::new();
        let mut one_of = |column: &str, texts: Vec<String>| {
            if !texts.is_empty() {
                wheres.push(format!("{column} IN ({})", vec!["?"; texts.len()].join(", ")));
                values.extend(texts.into_iter().map(Value::Text));
            }
        };
        one_of("card", filter.cards.iter().map(CardKey::to_string).collect());
        one_of("kind", filter.kinds.iter().map(|kind| (*kind).to_owned()).collect());
        for (condition, limit) in
            [("utc_ms >= ?", filter.since_utc_ms), ("utc_ms < ?", filter.until_utc_ms)]
        {
            if let Some(utc_ms) = limit {
                wheres.push(condition.to_owned());
                values.push(Value::Integer(utc_ms));
            }
        }
        let order = if filter.newest_first {
            "utc_ms DESC, device DESC, sequence DESC"
        } else {
            "utc_ms, device, sequence"
        };
        let limit = filter.limit.map_or(-1, i64::from);
        let index = if filter.cards.is_empty() { "event_time" } else { "event_card" };
        let sql = format!(
            "SELECT {COLUMNS}, {IS_UNDONE} FROM event INDEXED BY {index}
             WHERE {} ORDER BY {order} LIMIT {limit}",
            wheres.join(" AND ")
        );
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            if f(EventRow::read(row)?.event(), row.get(7)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How many events the log holds. Linear, some 20 ms for a million.
    pub fn count(&self) -> Result<u64, StoreError> {
        self.noted(count(&self.db))
    }

    /// What an undo would take back: the last thing that was done on this device and is not undone
    /// (by its own count, so that a clock set back does not matter), or else the newest of the
    /// other devices. Drafts, probes, second answers and undos are passed over.
    pub fn last_undoable(&self) -> Result<Option<Event>, StoreError> {
        self.noted(self.find_undoable())
    }

    fn find_undoable(&self) -> Result<Option<Event>, StoreError> {
        let find = |source: &str, order: &str| {
            self.db
                .prepare(&format!(
                    "SELECT {COLUMNS} FROM event {source}
                     kind IN ('review', 'cram', 'suspend', 'resume', 'setting', 'keep', 'want')
                     AND NOT {IS_UNDONE} ORDER BY {order} LIMIT 1"
                ))?
                .query_row(params![&*self.device], EventRow::read)
                .optional()
        };
        let mut row = find("WHERE device = ?1 AND", "sequence DESC")?;
        if row.is_none() {
            row = find(
                "INDEXED BY event_time WHERE device <> ?1 AND",
                "utc_ms DESC, device DESC, sequence DESC",
            )?;
        }
        Ok(row.map(EventRow::event))
    }

    /// What was done in the study day of `now`, for the day's plan. Time counts for reviews, probes
    /// and second answers, not for cramming; `reviews` counts cards first seen before today, once
    /// each. Linear in the events of two days.
    pub fn done_today(&self, now: Moment) -> Result<Done, StoreError> {
        let rollover = self.scheduler.policy().rollover_hour;
        let today = Day::of(now, rollover);
        // Offsets differ by up to 26 hours, so the window is wider than the day.
        let filter = Filter {
            since_utc_ms: Some(now.utc_ms.saturating_sub(3 * DAY_MS)),
            until_utc_ms: Some(now.utc_ms.saturating_add(3 * DAY_MS)),
            kinds: vec!["review", "probe", "practice"],
            ..Filter::default()
        };
        let mut done = Done::default();
        let mut reviewed: HashMap<CardKey, bool> = HashMap::new();
        self.events(&filter, &mut |event, undone| {
            if undone || Day::of(event.at, rollover) != today {
                return ControlFlow::Continue(());
            }
            done.milliseconds += match (&event.body, event.card) {
                (Body::Review(review), Some(card)) => {
                    if !review.steps {
                        done.long_today.insert(card.clone());
                    }
                    reviewed.entry(card).or_insert(!review.steps);
                    u64::from(review.milliseconds)
                }
                (Body::Probe(probe), _) => u64::from(probe.milliseconds),
                (Body::Practice(practice), _) => u64::from(practice.milliseconds),
                _ => 0,
            };
            ControlFlow::Continue(())
        })?;
        for (card, long) in reviewed {
            let first = self.standing(&[card])?.state.map(|state| Day::of(state.first, rollover));
            if first == Some(today) {
                done.new += 1;
                done.new_long += u32::from(long);
            } else {
                done.reviews += 1;
            }
        }
        Ok(done)
    }
}

/// How many events a database holds.
pub(super) fn count(db: &rusqlite::Connection) -> Result<u64, StoreError> {
    let count: i64 = db.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
