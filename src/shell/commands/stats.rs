//! `stats`: the record in a few figures.
//!
//! Invariant: every figure says of how many; a share of nothing is not shown.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::{
    stats::{Summary, forecast},
    store::Filter,
    view::listing,
};

use super::{
    super::{
        agenda::States,
        app::App,
        failure::{End, Outcome},
    },
    JSON_VERSION, json,
};

/// The days of the forecast.
const DAYS: usize = 7;

#[derive(Serialize)]
struct StatsJson {
    v: u32,
    reviews: u64,
    days: u64,
    seconds: u64,
    grades: GradesJson,
    recall: RecallJson,
    predictions: PredictionsJson,
    cards: CardsJson,
    forecast: Vec<DayJson>,
}

#[derive(Serialize)]
struct GradesJson {
    again: u64,
    hard: u64,
    good: u64,
    easy: u64,
}

#[derive(Serialize)]
struct RecallJson {
    asked: u64,
    recalled: u64,
    aim: f32,
}

#[derive(Serialize)]
struct PredictionsJson {
    made: u64,
    right: u64,
}

#[derive(Serialize)]
struct CardsJson {
    library: usize,
    seen: usize,
}

#[derive(Serialize)]
struct DayJson {
    day: String,
    due: u32,
}

pub(super) fn stats(app: &mut App, as_json: bool) -> Outcome {
    let lang = app.lang();
    app.tell_library()?;
    let rollover = app.scheduler.policy().rollover_hour;
    let mut summary = Summary::default();
    let filter = Filter { kinds: vec!["review", "probe", "prediction"], ..Filter::default() };
    app.store()?.borrow().events(&filter, &mut |event, undone| {
        if !undone {
            summary.take(&event, rollover);
        }
        ControlFlow::Continue(())
    })?;
    let states = States::read(app)?;
    let cards: Vec<_> = app.library().cards().map(|(key, ..)| key).collect();
    let seen: Vec<_> = cards.iter().filter_map(|key| states.of(key)).collect();
    let today = app.today();
    let due = forecast(seen.iter().copied(), today, DAYS);
    let aim = app.scheduler.policy().retention;
    if as_json {
        let [again, hard, good, easy] = summary.grades;
        let days = due.iter().zip(0..);
        let value = StatsJson {
            v: JSON_VERSION,
            reviews: summary.reviews,
            days: summary.days,
            seconds: summary.milliseconds / 1000,
            grades: GradesJson { again, hard, good, easy },
            recall: RecallJson { asked: summary.recall.0, recalled: summary.recall.1, aim },
            predictions: PredictionsJson {
                made: summary.predictions.0,
                right: summary.predictions.1,
            },
            cards: CardsJson { library: cards.len(), seen: seen.len() },
            forecast: days
                .map(|(due, at)| DayJson { day: today.plus(at).to_string(), due: *due })
                .collect(),
        };
        json(app, &value)?;
        return Ok(End::Well);
    }
    let figures = listing::Figures {
        summary: &summary,
        seen: seen.len(),
        cards: cards.len(),
        aim,
        forecast: &due,
    };
    app.show(&listing::figures(lang, &app.paper(), &figures))?;
    Ok(End::Well)
}
