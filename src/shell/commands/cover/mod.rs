//! `cover`: what an answer covers of a card's points, for people, scripts and other programs.
//!
//! Invariant: it reads decks and the answer and writes nothing down. The same decks and the same
//! answer give the same bytes, at any time and on any machine.

mod batch;

use std::{
    collections::{HashMap, hash_map::Entry},
    io::{IsTerminal as _, Read as _},
    path::Path,
};

use serde::Serialize;
use serde_json::Value;

use crate::{
    answer::{Judge, LONGEST_ANSWER, Report},
    deck::{Card, Deck, Explain, Kind, Library},
    message::{self, failure::Trouble, grading as words},
    record::CardKey,
    text::Span,
    view::{Line, Role, report as view},
};

use super::{
    super::{
        app::{self, App, Loaded, Sources},
        cli,
        editor::{AnswerEditor, Read},
        failure::{End, Failure, Outcome},
        files, report, spawn,
    },
    JSON_VERSION, json,
};

/// What was found in an answer. Other programs read it: its fields keep their names and order.
#[derive(Serialize)]
struct CoverJson<'a> {
    v: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Value>,
    card: &'a str,
    grade: Option<&'static str>,
    score: f64,
    points: Vec<PointJson<'a>>,
    traps: Vec<TrapJson<'a>>,
    flags: Vec<&'static str>,
}

#[derive(Serialize)]
struct PointJson<'a> {
    id: &'a str,
    status: &'static str,
    spans: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct TrapJson<'a> {
    id: &'a str,
    spans: Vec<[usize; 2]>,
}

impl<'a> CoverJson<'a> {
    fn new(id: Option<&'a Value>, card: &'a str, explain: &'a Explain, report: &Report) -> Self {
        let spans =
            |spans: &[Span]| spans.iter().map(|it| [it.start, it.end]).collect::<Vec<[usize; 2]>>();
        // Where nothing could be found, nothing is missing.
        let proposal = explain.proposal(report).filter(|_| explain.judges());
        let points = explain.points.iter().zip(&report.points);
        let points = points.map(|(point, verdict)| PointJson {
            id: &point.id,
            status: verdict.status.name(),
            spans: spans(&verdict.spans),
        });
        let traps = report.traps.iter().filter_map(|fallen| {
            Some(TrapJson { id: &explain.traps.get(fallen.trap)?.id, spans: spans(&fallen.spans) })
        });
        CoverJson {
            v: JSON_VERSION,
            id,
            card,
            grade: proposal.map(|it| it.grade.name()),
            score: (proposal.map_or(0.0, |it| it.score()) * 1000.0).round() / 1000.0,
            points: points.collect(),
            traps: traps.collect(),
            flags: if report.lists { vec!["list_of_terms"] } else { Vec::new() },
        }
    }
}

/// The cards of a library with the judges of those that were asked for.
struct Judges<'a> {
    library: &'a Library,
    ready: HashMap<CardKey, Judge>,
}

/// A card and what judges its answers.
struct Judged<'a> {
    card: &'a Card,
    explain: &'a Explain,
    judge: &'a Judge,
}

impl<'a> Judges<'a> {
    fn new(library: &'a Library) -> Judges<'a> {
        Judges { library, ready: HashMap::new() }
    }

    /// The card of this name, with its judge, which is made once.
    fn of<'b>(&'b mut self, name: &str) -> Result<Judged<'b>, Trouble> {
        let key = app::named(self.library, name)?;
        let (deck, card): (&Deck, &Card) = self
            .library
            .card(&key)
            .ok_or_else(|| Trouble::UnknownCard { name: name.to_owned(), near: Vec::new() })?;
        let Kind::Explain(explain) = &card.kind else {
            let kind = card.kind.name();
            return Err(Trouble::NotExplain { card: name.to_owned(), kind });
        };
        let judge = match self.ready.entry(key) {
            Entry::Occupied(ready) => ready.into_mut(),
            Entry::Vacant(place) => place.insert(Judge::new(&explain.rubric(deck, card))),
        };
        Ok(Judged { card, explain, judge })
    }
}

pub(super) fn cover(app: &mut App, arguments: &cli::Cover) -> Outcome {
    let app = &*app;
    let own = arguments.deck.as_deref().map(|path| decks(app, path)).transpose()?;
    if own.is_none() {
        app.tell_library()?;
    }
    let mut judges = Judges::new(own.as_ref().map_or(app.library(), |own| &own.library));
    if let Some(path) = &arguments.batch {
        return batch::run(app, &mut judges, path);
    }
    let name = arguments.card.as_deref().unwrap_or_default();
    let Judged { card, explain, judge } = judges.of(name)?;
    if app.input_taken {
        return Err(Trouble::InputTaken.into());
    }
    let Some(answer) = answer(app, card)? else { return Ok(End::Interrupted) };
    let found = judge.report(&answer);
    if answer.len() > LONGEST_ANSWER {
        let sentence = words::cut(app.lang(), LONGEST_ANSWER);
        app.tell(&[report::notice(sentence, app.lang())])?;
    }
    if arguments.json {
        json(app, &CoverJson::new(None, name, explain, &found))?;
    } else {
        let (lang, paper) = (app.lang(), app.paper());
        let model = card.answer.get(lang);
        let model = (model, &judge.report(model));
        app.show(&view::whole(&paper, lang, explain, &found, &answer, model))?;
    }
    Ok(End::Well)
}

/// The decks of this file or directory. Mistakes in them are counted; cards without any can be used.
fn decks(app: &App, path: &Path) -> Result<Loaded, Failure> {
    let mut read = Sources::default();
    for path in files::deck_paths(path)? {
        read.add(files::read(&path)?);
    }
    let loaded = Loaded::new(read, Vec::new());
    for (at, source) in loaded.sources.iter().enumerate() {
        let errors = loaded.errors(at);
        if errors > 0 {
            let text = message::home::deck_errors(app.lang(), &source.path, errors);
            app.tell(&[Line::of(Role::Warning, text)])?;
        }
    }
    Ok(loaded)
}

/// The answer: what a person types at the prompt, or all of standard input. None for Ctrl-C.
fn answer(app: &App, card: &Card) -> Result<Option<String>, Failure> {
    let lang = app.lang();
    if std::io::stdin().is_terminal() {
        let paper = app.paper();
        let mut lines = paper.paragraphs(Role::Strong, card.question.get(lang), 0);
        let prompt = app.terminal.interactive;
        lines.extend(paper.paragraphs(Role::Muted, words::what_to_type(lang, prompt), 0));
        if prompt {
            app.show(&lines)?;
            return typed(app);
        }
        app.tell(&lines)?;
    }
    let mut bytes = Vec::new();
    // One byte more tells that there is more, and a letter that is cut in two is not read at all.
    std::io::stdin().lock().take(LONGEST_ANSWER as u64 + 4).read_to_end(&mut bytes)?;
    match String::from_utf8(bytes) {
        Ok(answer) => Ok(Some(answer)),
        Err(error)
            if error.utf8_error().error_len().is_none()
                && error.as_bytes().len() > LONGEST_ANSWER =>
        {
            let end = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(end);
            Ok(String::from_utf8(bytes).ok())
        }
        Err(_) => Err(Trouble::BadInput.into()),
    }
}

/// An answer typed at the prompt; Ctrl-D ends it, too.
fn typed(app: &App) -> Result<Option<String>, Failure> {
    let mut editor = AnswerEditor::new()?;
    let mut begun = String::new();
    loop {
        match editor.answer("> ", &begun, None) {
            Read::Text(text) | Read::Leave(text) => return Ok(Some(text)),
            Read::Interrupt(_) => return Ok(None),
            Read::Edit(text) => match spawn::edit(&app.environment, &text) {
                Ok(edited) => begun = edited,
                Err(trouble) => {
                    report::failure(app, &trouble.into());
                    begun = text;
                }
            },
            Read::Unreadable => report::failure(app, &Trouble::BadInput.into()),
        }
    }
}
