//! `due`: what is due, and when the rest will be.
//!
//! Invariant: late cards first, then by day; new cards that nobody wants yet are counted, in JSON also
//! listed.

use serde::Serialize;

use crate::{
    schedule::Candidate,
    view::listing::{self, When},
};

use super::{
    super::{
        agenda::{self, States},
        app::App,
        cli,
        failure::{End, Outcome},
    },
    JSON_VERSION,
    cards::{due_text, short_name},
    json,
};

/// Cards listed as text; JSON has them all.
const LISTED: usize = 20;

#[derive(Serialize)]
struct DueJson {
    v: u32,
    today: String,
    due: usize,
    new: usize,
    cards: Vec<CardJson>,
}

#[derive(Serialize)]
struct CardJson {
    card: String,
    new: bool,
    due: Option<String>,
    wanted: Option<String>,
    days: Option<i64>,
    is_due: bool,
    retrievability: Option<f32>,
    seconds: u32,
}

pub(super) fn due(app: &mut App, arguments: &cli::Due) -> Outcome {
    let lang = app.lang();
    app.tell_library()?;
    let states = States::read(app)?;
    let now = app.now();
    let mut candidates = agenda::candidates(app, &arguments.filter, &states)?;
    let when = |it: &Candidate| agenda::when(app, it.state.as_ref(), it.wanted);
    let days = |candidate: &Candidate| match when(candidate) {
        When::In(days) | When::Wanted(days) => Some(days),
        When::New | When::Suspended => None,
    };
    // New cards last, in the library's order; a stable sort keeps it.
    candidates.sort_by_key(|candidate| days(candidate).unwrap_or(i64::MAX));
    let today = app.today();
    let is_due = |candidate: &Candidate| {
        let is_due = |state| app.scheduler.is_due(state, now);
        candidate.is_wanted(today) || candidate.state.as_ref().is_some_and(is_due)
    };
    let due = candidates.iter().filter(|candidate| is_due(candidate)).count();
    let new = candidates.iter().filter(|candidate| when(candidate) == When::New).count();
    if arguments.json {
        let cards = candidates.iter().map(|candidate| {
            let state = candidate.state.as_ref();
            CardJson {
                card: candidate.key.to_string(),
                new: state.is_none(),
                due: state.map(|state| due_text(state.due)),
                wanted: candidate.wanted.map(|day| day.to_string()),
                days: days(candidate),
                is_due: is_due(candidate),
                retrievability: state.map(|state| app.scheduler.retrievability(state, now)),
                seconds: candidate.seconds,
            }
        });
        let today = today.to_string();
        json(app, &DueJson { v: JSON_VERSION, today, due, new, cards: cards.collect() })?;
        return Ok(End::Well);
    }
    let asked = candidates.iter().filter(|candidate| when(candidate) != When::New);
    let rows = asked.take(LISTED).map(|candidate| listing::Due {
        name: short_name(app.library(), &candidate.key),
        when: when(candidate),
        recall: candidate.state.as_ref().map(|state| app.scheduler.retrievability(state, now)),
    });
    let rows: Vec<listing::Due> = rows.collect();
    app.show(&listing::due(lang, &app.paper(), &rows, new))?;
    Ok(End::Well)
}
