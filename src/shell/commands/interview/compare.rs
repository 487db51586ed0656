//! `interview compare`: what changed between two interviews.
//!
//! Invariant: both reports are made anew from the log, by today's decks, so they can be compared.

use serde::Serialize;

use crate::{
    message::failure::Trouble,
    record::CardKey,
    session::interview::{self as session, Change},
    view::interview as view,
};

use super::super::{
    super::{
        app::App,
        cli,
        failure::{End, Failure, Outcome},
    },
    JSON_VERSION, json,
};
use super::past::{self, PartJson, Told};

/// Two interviews for other programs.
#[derive(Serialize)]
struct ComparisonJson<'a> {
    v: u32,
    interviews: [SideJson<'a>; 2],
    cards: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct SideJson<'a> {
    name: &'a str,
    began: String,
    score: u32,
    parts: Vec<PartJson>,
    misconceptions: [u32; 2],
    hints: u32,
}

/// A card that both asked: ids of its points, and of its misconceptions.
#[derive(Serialize)]
struct ChangeJson<'a> {
    card: &'a CardKey,
    gained: &'a [Box<str>],
    lost: &'a [Box<str>],
    kept: &'a [Box<str>],
    missing: &'a [Box<str>],
    misconceptions_gone: &'a [Box<str>],
    misconceptions_now: &'a [Box<str>],
}

impl<'a> SideJson<'a> {
    fn new(told: &'a Told) -> SideJson<'a> {
        let score = &told.report.score;
        SideJson {
            name: &told.past.name,
            began: told.past.began.rfc3339(),
            score: score.total,
            parts: past::parts(score),
            misconceptions: [score.traps.0, score.traps.1],
            hints: score.hints,
        }
    }
}

impl<'a> ChangeJson<'a> {
    fn new(change: &'a Change) -> ChangeJson<'a> {
        ChangeJson {
            card: &change.card,
            gained: &change.gained,
            lost: &change.lost,
            kept: &change.kept,
            missing: &change.missing,
            misconceptions_gone: &change.mended,
            misconceptions_now: &change.wrong,
        }
    }
}

/// Compares two interviews: the last two, or the named ones.
pub(super) fn compare(app: &mut App, arguments: &cli::CompareInterviews) -> Outcome {
    let [before, after] = chosen(app, arguments)?;
    if arguments.json {
        let (then, now) = (&before.past.interview, &after.past.interview);
        let changes = session::compare(then, now, app.library());
        let cards = changes.iter().map(ChangeJson::new).collect();
        let interviews = [&before, &after].map(SideJson::new);
        json(app, &ComparisonJson { v: JSON_VERSION, interviews, cards })?;
        return Ok(End::Well);
    }
    let paper = app.paper();
    let lines = before.with(app, |before| after.with(app, |it| view::compare(&paper, before, it)));
    app.show(&lines)?;
    Ok(End::Well)
}

/// The two interviews. Without a second name it is the last, without a first the one before that, of
/// those in which something was answered.
fn chosen(app: &mut App, arguments: &cli::CompareInterviews) -> Result<[Told; 2], Failure> {
    let all = past::all(app)?;
    let last_before = |end: usize| all[..end].iter().rposition(|it| !it.interview.turns.is_empty());
    let after = match &arguments.after {
        Some(name) => past::place(&all, Some(name))?,
        None => match last_before(all.len()) {
            Some(last) => last,
            None => past::place(&all, None)?,
        },
    };
    let before = match &arguments.before {
        Some(name) => Some(past::place(&all, Some(name))?),
        None => None,
    };
    // The last one, named alone, is compared with the one before it.
    let before = before.filter(|at| *at != after || arguments.after.is_some());
    let before = before.or_else(|| last_before(after)).ok_or(Trouble::OnlyInterview)?;
    Ok([before, after].map(|at| Told::at(app, &all, at)))
}
