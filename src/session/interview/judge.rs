//! From an answer to the turn that is recorded.
//!
//! Invariant: what is found is said of the card that was asked; a reply to a probe is judged by all
//! points of its card, so that what it recovers on the way counts too.

use crate::{
    answer::{self, Judge, Status},
    deck::Library,
    record::{
        How,
        interview::{Found, Turn},
    },
    text::Span,
};

use super::{Question, explain};

/// What a person answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// In sentences.
    Typed(String),
    /// Aloud: whether each point of the card was said, in order.
    Spoken(Vec<bool>),
    /// That they do not know.
    Pass,
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
        (Reply::Spoken(said), card) => {
            turn.how = How::Spoken;
            let points = card.iter().flat_map(|it| &it.2.points).zip(said);
            turn.found = points
                .filter(|(_, said)| *said)
                .map(|(point, _)| found(&point.id, Status::Covered.name(), String::new()))
                .collect();
        }
        (Reply::Typed(answer), None) => turn.answer = Some(answer),
        (Reply::Typed(answer), Some((deck, card, explain))) => {
            let report = Judge::new(&explain.rubric(deck, card)).report(&answer);
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
