//! `stats`: the record in a few figures.
//!
//! Invariant: every figure says of how many; a share of nothing is not shown.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::{
    message::{home, listing as words, quiz, time},
    record::Grade,
    stats::{Summary, forecast},
    store::Filter,
    view::{self, Bar, Line, Role, Table},
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
    let filter = Filter { kinds: vec!["review", "probe"], ..Filter::default() };
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
            cards: CardsJson { library: cards.len(), seen: seen.len() },
            forecast: days
                .map(|(due, at)| DayJson { day: today.plus(at).to_string(), due: *due })
                .collect(),
        };
        json(app, &value)?;
        return Ok(End::Well);
    }
    let heads = words::stats(lang);
    let mut table = Table::new([view::Column::new(""), view::Column::new("").wrapping(12)]);
    let mut row = |head: &str, value: String| {
        table.row([Line::of(Role::Strong, head), Line::plain(value)]);
    };
    row(heads.seen, format!("{} / {}", seen.len(), cards.len()));
    row(heads.reviews, summary.reviews.to_string());
    if summary.reviews > 0 {
        let grades = Grade::ALL.into_iter().zip(summary.grades);
        let grades: Vec<String> =
            grades.map(|(grade, count)| format!("{} {count}", quiz::grade(lang, grade))).collect();
        row(heads.grades, grades.join("   "));
        row(heads.days, summary.days.to_string());
        row(heads.time, time::minutes(lang, summary.milliseconds / 1000));
    }
    if let (asked @ 1.., recalled) = summary.recall {
        let share = recalled as f64 / asked as f64 * 100.0;
        let aim = aim * 100.0;
        row(
            heads.retention,
            format!("{share:.0}% ({recalled} / {asked})   {} {aim:.0}%", heads.target),
        );
    }
    let paper = app.paper();
    let mut lines = table.draw(&paper);
    if due.iter().any(|due| *due > 0) {
        lines.push(Line::new());
        lines.push(Line::of(Role::Strong, heads.forecast));
        let bars: Vec<Bar> = due
            .iter()
            .zip(0..)
            .map(|(due, at)| Bar::count(Line::plain(time::due_in(lang, at)), *due))
            .collect();
        lines.extend(view::bars(&paper, 2, None, &bars));
    }
    if summary.reviews == 0 {
        lines.extend(paper.paragraphs(Role::Muted, home::enter_starts(lang), 0));
    }
    app.show(&lines)?;
    Ok(End::Well)
}
