//! The interviews of the log: listed, shown again, written to files.
//!
//! Invariant: a report is made anew from the log each time; it is never stored.

use std::{collections::BTreeMap, ops::ControlFlow};

use serde::Serialize;

use crate::{
    message::{failure::Trouble, interviewer as words},
    record::{
        Body, CardKey, Moment,
        interview::{Step, Turn},
    },
    session::interview::{self as session, Fix, FixOf, Interview, Part, Report, Score},
    store::Filter as Events,
    view::{
        Line,
        interview::{self as view, Sheet},
    },
};

use super::super::{
    super::{
        agenda::States,
        app::App,
        cli::{self, ReportFormat},
        failure::{End, Failure, Outcome},
        near::near,
    },
    JSON_VERSION, json,
};

/// An interview of the log.
#[derive(Clone)]
pub(super) struct Past {
    pub(super) name: String,
    pub(super) began: Moment,
    pub(super) interview: Interview,
}

/// Every interview of the log, in the order in which they began.
pub(super) fn all(app: &mut App) -> Result<Vec<Past>, Failure> {
    let store = app.store()?;
    let events = Events { kinds: vec!["interview"], ..Events::default() };
    let mut found: BTreeMap<String, (Moment, Vec<Step>)> = BTreeMap::new();
    store.borrow().events(&events, &mut |event, undone| {
        if let (false, Body::Interview(entry)) = (undone, event.body) {
            let steps = found.entry(entry.interview).or_insert_with(|| (event.at, Vec::new()));
            steps.1.push(entry.step);
        }
        ControlFlow::Continue(())
    })?;
    let mut all: Vec<Past> = found
        .into_iter()
        .filter_map(|(name, (began, steps))| {
            Some(Past { name, began, interview: Interview::replay(&steps)? })
        })
        .collect();
    all.sort_by(|a, b| (a.began.utc_ms, &a.name).cmp(&(b.began.utc_ms, &b.name)));
    Ok(all)
}

/// An interview for other programs.
#[derive(Serialize)]
struct InterviewJson<'a> {
    v: u32,
    name: &'a str,
    began: String,
    ended: bool,
    score: u32,
    rating: Option<u8>,
    milliseconds: u64,
    parts: Vec<PartJson>,
    misconceptions: [u32; 2],
    hints: u32,
    topics: Vec<TopicJson<'a>>,
    roots: Vec<RowJson<'a>>,
    fixes: Vec<FixJson<'a>>,
    turns: &'a [Turn],
}

/// The parts of a score for other programs.
pub(super) fn parts(score: &Score) -> Vec<PartJson> {
    let part = |part, it: Part| PartJson { part, got: it.got, of: it.of, worth: it.worth };
    vec![
        part("core", score.core),
        part("other", score.rest),
        part("follow_ups", score.tails),
        part("opening", score.opening),
        part("time", score.time),
    ]
}

/// A part of the score, in halves.
#[derive(Serialize)]
pub(super) struct PartJson {
    part: &'static str,
    got: u32,
    of: u32,
    worth: u32,
}

#[derive(Serialize)]
struct TopicJson<'a> {
    topic: &'a str,
    points: (u32, u32, u32),
}

#[derive(Serialize)]
struct RowJson<'a> {
    card: &'a CardKey,
    core: (u32, u32, u32),
    rest: (u32, u32, u32),
    /// In halves, as the parts.
    follow_ups: (u32, u32),
    depth: u32,
    misconceptions: (u32, u32),
}

#[derive(Serialize)]
struct FixJson<'a> {
    card: &'a CardKey,
    kind: &'static str,
    id: &'a str,
    quote: &'a str,
    say: Option<&'a str>,
    experiment: Option<&'a str>,
}

impl<'a> InterviewJson<'a> {
    fn new(past: &'a Past, report: &'a Report) -> InterviewJson<'a> {
        let score = &report.score;
        let fix = |fix: &'a Fix| {
            let (kind, id, quote) = match &fix.of {
                FixOf::Point { id, quote, .. } => ("point", id, quote),
                FixOf::Reversed { id, quote } => ("reversed", id, quote),
                FixOf::Trap { id, quote, .. } => ("misconception", id, quote),
            };
            let (say, experiment) = (fix.say.as_deref(), fix.experiment.as_deref());
            FixJson { card: &fix.card, kind, id, quote, say, experiment }
        };
        InterviewJson {
            v: JSON_VERSION,
            name: &past.name,
            began: past.began.rfc3339(),
            ended: past.interview.ended.is_some(),
            score: score.total,
            rating: report.rating,
            milliseconds: report.milliseconds,
            parts: parts(score),
            misconceptions: [score.traps.0, score.traps.1],
            hints: score.hints,
            topics: report
                .topics
                .iter()
                .map(|it| TopicJson { topic: &it.id, points: it.points })
                .collect(),
            roots: report
                .rows
                .iter()
                .map(|row| RowJson {
                    card: &row.card,
                    core: row.core,
                    rest: row.rest,
                    follow_ups: row.tails,
                    depth: row.depth,
                    misconceptions: row.traps,
                })
                .collect(),
            fixes: report.fixes.iter().map(fix).collect(),
            turns: &past.interview.turns,
        }
    }
}

/// Lists all.
pub(super) fn list(app: &mut App, as_json: bool) -> Outcome {
    let lang = app.lang();
    let all = all(app)?;
    if all.is_empty() && !as_json {
        app.say(words::none_yet(lang))?;
    }
    for past in &all {
        let report = session::report(&past.interview, app.library(), lang);
        if as_json {
            json(app, &InterviewJson::new(past, &report))?;
        } else {
            app.show(&[view::entry(lang, &app.paper(), &past.name, &report)])?;
        }
    }
    Ok(End::Well)
}

/// Shows one: the last without a name.
pub(super) fn show(app: &mut App, arguments: &cli::ShowInterview) -> Outcome {
    let told = Told::of(app, arguments.name.as_deref())?;
    match arguments.format {
        ReportFormat::Text => {
            app.show(&told.lines(app))?;
            let (lang, paper) = (app.lang(), app.paper());
            let interview = &told.past.interview;
            app.show(&view::transcript(lang, &paper, interview, app.library()))?;
        }
        ReportFormat::Json => json(app, &InterviewJson::new(&told.past, &told.report))?,
        ReportFormat::Markdown => app.write(&told.with(app, view::markdown))?,
        ReportFormat::Html => app.write(&told.with(app, view::html))?,
    }
    Ok(End::Well)
}

/// The place of the interview with this name; of the last one without a name.
pub(super) fn place(all: &[Past], name: Option<&str>) -> Result<usize, Failure> {
    let at = match name {
        None => all.len().checked_sub(1),
        Some(name) => all.iter().position(|it| it.name == *name),
    };
    at.ok_or_else(|| {
        let name = name.unwrap_or_default().to_owned();
        let near = near(&name, all.iter().map(|it| &*it.name));
        Trouble::UnknownInterview { name, near }.into()
    })
}

/// An interview with its report and the results before it.
pub(super) struct Told {
    pub(super) past: Past,
    pub(super) report: Report,
    history: Vec<(u32, Option<u8>)>,
}

impl Told {
    /// The interview of this name, or the last.
    fn of(app: &mut App, name: Option<&str>) -> Result<Told, Failure> {
        let all = all(app)?;
        let at = place(&all, name)?;
        Ok(Told::at(app, &all, at))
    }

    /// The one at this place of all.
    pub(super) fn at(app: &App, all: &[Past], at: usize) -> Told {
        let (lang, library) = (app.lang(), app.library());
        let result =
            |it: &Past| (session::score(&it.interview, library).total, it.interview.rating);
        let history = all[..at].iter().map(result).collect();
        let past = all[at].clone();
        let report = session::report(&past.interview, library, lang);
        Told { past, report, history }
    }

    /// When it began, for people.
    fn when(&self) -> String {
        self.past.began.local().format("%Y-%m-%d %H:%M").to_string()
    }

    /// What the report's forms tell of it.
    pub(super) fn with<T>(&self, app: &App, tell: impl FnOnce(&Sheet) -> T) -> T {
        tell(&Sheet {
            lang: app.lang(),
            when: &self.when(),
            report: &self.report,
            interview: &self.past.interview,
            library: app.library(),
            history: &self.history,
        })
    }

    fn lines(&self, app: &App) -> Vec<Line> {
        self.with(app, |sheet| view::report(&app.paper(), sheet))
    }
}

/// Shows the report of an interview.
pub(super) fn tell(app: &mut App, name: &str) -> Result<(), Failure> {
    let told = Told::of(app, Some(name))?;
    Ok(app.show(&told.lines(app))?)
}

/// The cards of the told fixes that tomorrow's quiz may have and does not have yet.
pub(super) fn missed(app: &mut App, name: &str) -> Result<Vec<CardKey>, Failure> {
    let states = States::read(app)?;
    let tomorrow = app.today().plus(1);
    let told = Told::of(app, Some(name))?;
    let library = app.library();
    let mut missed = Vec::new();
    for fix in &told.report.fixes {
        let Some((deck, card)) = library.card(&fix.card) else { continue };
        let key = deck.key(card);
        let there = states.wanted(&key).is_some_and(|day| day <= tomorrow);
        if !there && !states.is_suspended(&key) && !missed.contains(&key) {
            missed.push(key);
        }
    }
    Ok(missed)
}

/// Writes the report as Markdown and as HTML into the working directory.
pub(super) fn save(app: &mut App, name: &str) -> Result<(), Failure> {
    let told = Told::of(app, Some(name))?;
    for (extension, text) in
        [("md", told.with(app, view::markdown)), ("html", told.with(app, view::html))]
    {
        let path = format!("interview-{name}.{extension}");
        std::fs::write(&path, text)?;
        app.say(&words::saved(app.lang(), &path))?;
    }
    Ok(())
}
