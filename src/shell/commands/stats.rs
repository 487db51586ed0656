//! `stats`: the record in a few figures.
//!
//! Invariant: every figure says of how many; a share of nothing is not shown.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::{
    record::CardKey,
    session::interview::{explain, points},
    stats::{Interviews, Roots, Summary, forecast},
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
    interviews: InterviewsJson,
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
struct InterviewsJson {
    held: u64,
    known: RootsJson,
    new: RootsJson,
}

/// First answers to root questions: the mean of the recall that was predicted, core points.
#[derive(Serialize)]
struct RootsJson {
    asked: u64,
    predicted: Option<f64>,
    found: u64,
    core: u64,
}

impl RootsJson {
    fn new(roots: &Roots) -> RootsJson {
        let Roots { asked, found, core, .. } = *roots;
        RootsJson { asked, predicted: roots.predicted(), found, core }
    }
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
    let mut interviews = Interviews::default();
    let kinds = vec!["review", "probe", "prediction", "interview"];
    let filter = Filter { kinds, ..Filter::default() };
    let store = app.store()?;
    let library = app.library();
    let core = |key: &CardKey| {
        let points = points(explain(library, key)?.2, true);
        Some(points.map(|point| point.id.to_string()).collect())
    };
    store.borrow().events(&filter, &mut |mut event, undone| {
        if undone {
            return ControlFlow::Continue(());
        }
        summary.take(&event, rollover);
        // A card has one memory whatever it was called.
        let named = event.card.as_ref().and_then(|key| library.card(key));
        if let Some((deck, card)) = named {
            event.card = Some(deck.key(card));
        }
        interviews.take(&event, &app.scheduler, core);
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
            interviews: InterviewsJson {
                held: interviews.held,
                known: RootsJson::new(&interviews.known),
                new: RootsJson::new(&interviews.new),
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
        interviews: &interviews,
        seen: seen.len(),
        cards: cards.len(),
        aim,
        forecast: &due,
    };
    app.show(&listing::figures(lang, &app.paper(), &figures))?;
    Ok(End::Well)
}
