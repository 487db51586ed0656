//! The fields that all kinds of card have.
//!
//! Invariant: a card that is returned without errors can be asked; the caller looks at
//! [`Reader::broken`]. It must not know what a kind adds.

use crate::{
    deck::{
        Card, Kind, Named, Problem, check,
        raw::{Reader, fields::Fields},
    },
    text::{Lang, Text},
};

/// What the kind of a card makes of the common fields.
pub(super) struct Given {
    /// What the kind adds.
    pub kind: Kind,
    /// The question, where the card has none of its own.
    pub question: Option<Text>,
    /// The answer, where the card has none of its own.
    pub answer: Option<Text>,
}

/// What is expected of a kind's common fields.
pub(super) struct Form {
    /// Whether the question must be written.
    pub question: bool,
    /// Whether the answer must be written.
    pub answer: bool,
    /// Whether it must name an experiment.
    pub experiment: bool,
    /// The time to answer, where the card does not say it.
    pub seconds: u32,
}

/// Reads a card whose kind is read by `kind`.
pub(super) fn card<'a>(
    reader: &mut Reader<'a>,
    mut fields: Fields<'a>,
    form: &Form,
    kind: impl FnOnce(&mut Reader<'a>, &mut Fields<'a>) -> Option<Given>,
) -> Option<Card> {
    let span = fields.span;
    let id = fields.require("id").and_then(|it| reader.id(it));
    let topic = fields.require("topic").and_then(|it| reader.name(Named::Topic, it));
    let tags = fields.get("tags");
    let tags = reader.strings(tags);
    let level = fields.get("level").map_or(Some(2), |it| reader.integer(it, 1, 3));
    let time = fields.get("seconds");
    let seconds = time.and_then(|it| reader.integer(it, 5, 600));
    let seconds = seconds.and_then(|it| u32::try_from(it).ok()).unwrap_or(form.seconds);

    let question = if form.question { fields.require("question") } else { fields.get("question") };
    let question = reader.optional_text(question);
    let answer_at = if form.answer { fields.require("answer") } else { fields.get("answer") };
    let answer = reader.optional_text(answer_at);
    if let (true, Some(answer), Some(place)) = (form.answer, &answer, answer_at) {
        for lang in Lang::ALL {
            let text = answer.exact(lang).unwrap_or_default();
            if let Some(problem) = check::answer_too_long::check(lang, text, seconds) {
                reader.report(place.entry(lang.code()).span, problem);
            }
        }
    }

    let hint = fields.get("hint");
    let hint = reader.optional_text(hint);
    let experiment =
        if form.experiment { fields.require("experiment") } else { fields.get("experiment") };
    let experiment = experiment.and_then(|it| reader.name(Named::Experiment, it));
    let leads_to = fields.get("leads_to");
    let leads_to = reader.names(Named::Card, leads_to);
    let confused_with = fields.get("confused_with");
    let confused_with = reader.names(Named::Card, confused_with);
    let sources = fields.get("sources");
    let sources = reader.strings(sources);
    let subjects = fields.get("subjects");
    let subjects = reader.names(Named::Subject, subjects);
    let aliases = fields.get("aliases");
    let aliases = reader.list(aliases, crate::deck::Expected::Strings, alias);

    let given = kind(reader, &mut fields);
    fields.finish(reader);
    let given = given?;
    Some(Card {
        id: id?,
        topic: topic?,
        tags,
        level: u8::try_from(level?).ok()?,
        seconds,
        question: question.or(given.question)?,
        answer: answer.or(given.answer)?,
        hint,
        experiment,
        leads_to,
        confused_with,
        sources,
        aliases,
        subjects,
        kind: given.kind,
        span,
    })
}

/// A name that a card had: `old-id` or `old-deck/old-id`.
fn alias<'a>(reader: &mut Reader<'a>, place: crate::deck::raw::Place<'a>) -> Option<Box<str>> {
    let alias = reader.raw_string(place)?;
    let good = alias.splitn(2, '/').all(|part| check::id_form::check(part).is_none());
    if !good {
        let problem = Problem::IdForm { id: alias.into(), suggestion: None };
        reader.report(place.span, problem);
        return None;
    }
    Some(alias.into())
}
