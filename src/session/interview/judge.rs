//! From an answer to the turn that is recorded.
//!
//! Invariant: what is found is said of the card that was asked; a reply to a probe is judged by all
//! points of its card, so that what it recovers on the way counts too.

use crate::{
    answer::{self, Judge, Probe, Status},
    deck::{Explain, Library},
    record::{
        How,
        interview::{Asked, Found, Target, Turn},
    },
    text::Span,
};

use super::{
    super::{keystrokes, positions},
    Question, explain,
};

/// What a person answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// In sentences.
    Typed(String),
    /// Aloud, and this was heard.
    Spoken(Heard),
    /// That they do not know.
    Pass,
}

/// What a person heard in an answer that was given aloud, by the places in the card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The points that were made.
    pub points: Vec<usize>,
    /// The misconceptions.
    pub traps: Vec<usize>,
}

/// What a line says was heard: the letters of the points, the digits of the misconceptions (`ac 1`);
/// nothing was heard where it is empty. None if anything in it names none of the card's.
pub fn heard(line: &str, points: usize, traps: usize) -> Option<Heard> {
    let keys = keystrokes(line);
    let (digits, letters): (String, String) = keys.chars().partition(char::is_ascii_digit);
    let mut heard = Heard::default();
    if letters.chars().any(|c| !c.is_whitespace() && c != ',') {
        heard.points = positions(&letters, points)?;
    }
    for digit in digits.chars().filter_map(|c| c.to_digit(10)) {
        let at = usize::try_from(digit).ok()?.checked_sub(1).filter(|at| *at < traps)?;
        if !heard.traps.contains(&at) {
            heard.traps.push(at);
        }
    }
    Some(heard)
}

/// The turn that an answer makes. Nothing is found in an answer to a card that is gone.
pub fn turn(
    library: &Library,
    question: &Question,
    reply: Reply,
    hint: bool,
    milliseconds: u32,
) -> Turn {
    let mut turn = Turn {
        root: question.root,
        asked: question.asked.clone(),
        why: question.why,
        answer: None,
        how: How::Typed,
        pass: false,
        hint,
        milliseconds,
        limit: question.limit,
        found: Vec::new(),
        traps: Vec::new(),
        opens: false,
        lists: false,
    };
    let card = explain(library, &question.asked.card);
    match (reply, card) {
        (Reply::Pass, _) => turn.pass = true,
        (Reply::Spoken(heard), card) => {
            turn.how = How::Spoken;
            let Some((.., explain)) = card else { return turn };
            let points = heard.points.iter().filter_map(|at| explain.points.get(*at));
            let covered = |id: &str| found(id, Status::Covered.name(), String::new());
            turn.found = points.map(|point| covered(&point.id)).collect();
            let traps = heard.traps.iter().filter_map(|at| explain.traps.get(*at));
            turn.traps = traps.map(|trap| found(&trap.id, "trap", String::new())).collect();
        }
        (Reply::Typed(answer), None) => turn.answer = Some(answer),
        (Reply::Typed(answer), Some((deck, card, explain))) => {
            let judge = Judge::new(&explain.rubric(deck, card));
            let report = judged(&judge, explain, &question.asked, &answer);
            let quote = |spans: &[Span]| quote(&answer, &report, spans);
            let points = explain.points.iter().zip(&report.points);
            turn.found = points
                .clone()
                .filter(|(_, verdict)| verdict.status != Status::NotFound)
                .map(|(point, it)| found(&point.id, it.status.name(), quote(&it.spans)))
                .collect();
            let fallen = report.traps.iter();
            turn.traps = fallen
                .filter_map(|it| {
                    let id = &explain.traps.get(it.trap)?.id;
                    Some(found(id, "trap", quote(&it.spans)))
                })
                .collect();
            let first = first_sentence(&answer);
            turn.opens = points.clone().any(|(point, it)| {
                let early = it.spans.last().is_some_and(|span| span.end <= first);
                point.core && it.status == Status::Covered && early
            });
            turn.lists = report.lists;
            turn.answer = Some(answer);
        }
    }
    turn
}

/// What an answer to a question says, by the judge of its card: to the card's own, or as a reply to a
/// follow-up question. What a misconception says already is no second mistake.
pub fn judged(judge: &Judge, card: &Explain, asked: &Asked, answer: &str) -> answer::Report {
    let mut report = match asked.probe.as_ref().and_then(|target| probe(card, target)) {
        Some(probe) => judge.reply(answer, probe),
        None => judge.report(answer),
    };
    let wrong: Vec<Span> = report.traps.iter().flat_map(|trap| trap.spans.clone()).collect();
    for verdict in &mut report.points {
        let told = |own: &Span| wrong.iter().any(|it| own.start < it.end && it.start < own.end);
        if verdict.status == Status::Contradicted && verdict.spans.iter().any(told) {
            verdict.status = Status::Mentioned;
        }
    }
    report
}

/// The place of what a follow-up question asks for.
fn probe(card: &Explain, target: &Target) -> Option<Probe> {
    match target {
        Target::Point(id) => card.points.iter().position(|it| *it.id == **id).map(Probe::Point),
        Target::Trap(id) => card.traps.iter().position(|it| *it.id == **id).map(Probe::Trap),
    }
}

fn found(id: &str, status: &str, quote: String) -> Found {
    Found { id: id.into(), status: status.into(), quote }
}

/// The clauses from the first to the last of these words, as typed.
fn quote(answer: &str, report: &answer::Report, spans: &[Span]) -> String {
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return String::new() };
    let start = report.clause(&[*first]).map_or(first.start, |it| it.start);
    let end = report.clause(&[*last]).map_or(last.end, |it| it.end);
    // Words that are far apart are no quotation.
    let whole = answer.get(start..end).filter(|text| text.chars().count() <= 160);
    let words = whole.or_else(|| {
        let clause = report.clause(&[*first])?;
        answer.get(clause.start..clause.end)
    });
    words.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the first sentence of an answer ends.
fn first_sentence(answer: &str) -> usize {
    let start = answer.len() - answer.trim_start().len();
    let end = answer[start..].char_indices().find(|(at, c)| {
        let rest = &answer[start + at + c.len_utf8()..];
        matches!(c, '\n' | '?' | '!')
            || *c == '.' && rest.chars().next().is_none_or(char::is_whitespace)
    });
    end.map_or(answer.len(), |(at, _)| start + at)
}
