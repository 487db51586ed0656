//! What each kind of card adds.
//!
//! Invariant: what is returned has passed the rules of its kind. It must not know the common
//! fields.

use crate::{
    answer::{Pattern, PatternError},
    deck::{
        Choice, Cloze, Drive, Expected, Explain, Kind, Named, PartPlaces, Piece, Point, Predict,
        Problem, Sample, Trap,
        check::{self, duplicate_id::Seen},
        model::pieces,
        raw::{
            Reader,
            card::Given,
            claim,
            fields::{Fields, Place},
            inside,
        },
    },
    record::Grade,
    text::{Lang, Text},
};

/// An open question.
pub(super) fn explain<'a>(reader: &mut Reader<'a>, fields: &mut Fields<'a>) -> Option<Given> {
    let mut seen = Seen::default();
    let points = fields.get("point");
    let points = reader
        .tables("explain.point", points)
        .into_iter()
        .filter_map(|it| point(reader, it, &mut seen))
        .collect();
    let traps = fields.get("trap");
    let traps = reader
        .tables("explain.trap", traps)
        .into_iter()
        .filter_map(|it| trap(reader, it, &mut seen))
        .collect();
    let samples = fields.get("sample");
    let samples = reader
        .tables("explain.sample", samples)
        .into_iter()
        .filter_map(|it| sample(reader, it, &seen))
        .collect();
    let kind = Kind::Explain(Explain { points, traps, samples });
    Some(Given { kind, question: None, answer: None })
}

fn point<'a>(
    reader: &mut Reader<'a>,
    mut fields: Fields<'a>,
    seen: &mut Seen<'a>,
) -> Option<Point> {
    let places = places(&fields);
    let id = own_id(reader, &mut fields, Named::Point, seen);
    let core = fields.get("core");
    let core = reader.flag(core);
    let text = fields.require("text").and_then(|it| reader.text(it));
    let patterns = fields.get("match");
    let count = patterns.and_then(Place::items).map_or(0, Iterator::count);
    let patterns = reader.list(patterns, Expected::Strings, pattern);
    let about = fields.get("about").and_then(|it| reader.name(Named::Subject, it));
    let most = i64::try_from(count.clamp(1, 10)).unwrap_or(10);
    let need = fields.get("need").map_or(Some(1), |it| reader.integer(it, 1, most));
    let weight = fields.get("weight").map_or(Some(1), |it| reader.integer(it, 1, 10));
    let name = fields.get("name");
    let name = reader.flag(name);
    let probe = fields.get("probe");
    let probe = reader.optional_text(probe);
    fields.finish(reader);
    Some(Point {
        id: id?,
        core,
        text: text?,
        patterns,
        about,
        need: u8::try_from(need?).ok()?,
        weight: u8::try_from(weight?).ok()?,
        name,
        probe,
        places,
    })
}

fn trap<'a>(reader: &mut Reader<'a>, mut fields: Fields<'a>, seen: &mut Seen<'a>) -> Option<Trap> {
    let places = places(&fields);
    let id = own_id(reader, &mut fields, Named::Trap, seen);
    let text = fields.require("text").and_then(|it| reader.text(it));
    let patterns = fields.get("match");
    let patterns = reader.list(patterns, Expected::Strings, pattern);
    let about = fields.get("about").and_then(|it| reader.name(Named::Subject, it));
    let correction = fields.get("correction");
    let correction = reader.optional_text(correction);
    let probe = fields.get("probe");
    let probe = reader.optional_text(probe);
    fields.finish(reader);
    Some(Trap { id: id?, text: text?, patterns, about, correction, probe, places })
}

fn sample<'a>(reader: &mut Reader<'a>, mut fields: Fields<'a>, seen: &Seen<'a>) -> Option<Sample> {
    let lang = fields.require("lang").and_then(|it| {
        let code = reader.one_of(it, &["ko", "en"])?;
        code.parse::<Lang>().ok()
    });
    let answer = fields.require("answer").and_then(|it| reader.line_of_text(it));
    let covers = fields.get("covers");
    let span = covers.map_or(fields.span, |it| it.span);
    let covers = part_names(reader, covers, Named::Point, seen);
    let traps = fields.get("traps");
    let traps = part_names(reader, traps, Named::Trap, seen);
    let grade = fields.get("grade").and_then(|it| {
        let word = reader.one_of(it, &Grade::ALL.map(Grade::name))?;
        Grade::ALL.into_iter().find(|grade| grade.name() == word)
    });
    fields.finish(reader);
    Some(Sample { lang: lang?, answer: answer?, covers, traps, grade, span })
}

/// Where a point or a trap is.
fn places(fields: &Fields<'_>) -> PartPlaces {
    let id = fields.peek("id").map_or(fields.span, |it| it.span);
    let text = |lang: Lang| fields.peek("text").map_or(id, |it| it.entry(lang.code()).span);
    PartPlaces { id, ko: text(Lang::Ko), en: text(Lang::En) }
}

/// The id of a part, which no other part of its sort may have.
fn own_id<'a>(
    reader: &mut Reader<'a>,
    fields: &mut Fields<'a>,
    what: Named,
    seen: &mut Seen<'a>,
) -> Option<Box<str>> {
    let place = fields.require("id")?;
    let id = reader.raw_string(place)?;
    let good = reader.id_form(id, place.span);
    if let Some(first) = seen.note(what, id, place.span) {
        let line = reader.line(first);
        reader.report(place.span, Problem::DuplicateId { what, id: id.into(), line });
        return None;
    }
    good.then(|| id.into())
}

/// The names of parts of the same card.
fn part_names<'a>(
    reader: &mut Reader<'a>,
    place: Option<Place<'a>>,
    what: Named,
    seen: &Seen<'a>,
) -> Vec<Box<str>> {
    reader.list(place, Expected::Strings, |reader, item| {
        let name = reader.raw_string(item)?;
        if !seen.has(what, name) {
            let suggestion = super::nearest(name, seen.of(what)).map(Box::from);
            let problem = Problem::UnknownReference { what, name: name.into(), suggestion };
            reader.report(item.span, problem);
            return None;
        }
        Some(name.into())
    })
}

fn pattern<'a>(reader: &mut Reader<'a>, item: Place<'a>) -> Option<Box<str>> {
    let written = reader.raw_string(item)?;
    let is_subject = |name: &str| reader.subjects.iter().any(|it| **it == *name);
    match Pattern::read(written, is_subject) {
        Ok(pattern) => {
            for (term, part) in check::term_too_general::terms(&pattern) {
                let place = inside::place(reader.source, item.span, written, part);
                reader.report(place, Problem::TermTooGeneral { term });
            }
        }
        Err((error, part)) => {
            let place = inside::place(reader.source, item.span, written, part);
            let unknown = matches!(error, PatternError::UnknownSubject(_));
            let names = reader.subjects.iter().map(|it| &**it);
            let problem = check::pattern_form::problem(error, names);
            reader.report(place, problem);
            // With a subject that may yet be written the pattern is kept; no answer is judged by it.
            if !unknown {
                return None;
            }
        }
    }
    reader.line_of_text(item)
}

/// A question with options.
pub(super) fn choice<'a>(reader: &mut Reader<'a>, fields: &mut Fields<'a>) -> Option<Given> {
    let place = fields.require("option")?;
    let tables = reader.tables("choice.option", Some(place));
    let written = tables.len();
    let mut options = Vec::with_capacity(written);
    for mut table in tables {
        let at = table.require("text");
        let text = at.and_then(|it| reader.text(it));
        let right = table.get("right");
        let right = reader.flag(right);
        let why = table.get("why");
        let why = reader.optional_text(why);
        table.finish(reader);
        let (Some(text), Some(at)) = (text, at) else { continue };
        if options.iter().any(|it: &(Choice, _)| it.0.text == text) {
            let first = options.iter().find(|it| it.0.text == text).map(|it| it.1);
            let line = reader.line(first.unwrap_or(at.span));
            let id = text.get(Lang::Ko).into();
            reader.report(at.span, Problem::DuplicateId { what: Named::Option, id, line });
        }
        options.push((Choice { text, right, why }, at.span));
    }
    let options: Vec<Choice> = options.into_iter().map(|it| it.0).collect();
    // What is wrong with one option says nothing about the others.
    if options.len() == written {
        let problem = check::choice_one_option::check(written)
            .or_else(|| check::choice_without_right::check(&options))
            .or_else(|| check::choice_all_right::check(&options));
        if let Some(problem) = problem {
            reader.report(fields.span, problem);
        }
    }
    let rights: Vec<&Text> = options.iter().filter(|it| it.right).map(|it| &it.text).collect();
    let answer = join(&rights);
    Some(Given { kind: Kind::Choice(options), question: None, answer })
}

/// Texts one below the other, in each language that all of them have.
fn join(texts: &[&Text]) -> Option<Text> {
    let [ko, en] = Lang::ALL.map(|lang| {
        let lines: Option<Vec<&str>> = texts.iter().map(|it| it.exact(lang)).collect();
        lines.filter(|it| !it.is_empty()).map(|it| it.join("\n").into_boxed_str())
    });
    Text::from_parts(ko, en).or_else(|| texts.first().map(|it| (*it).clone()))
}

/// A text with blanks.
pub(super) fn cloze<'a>(reader: &mut Reader<'a>, fields: &mut Fields<'a>) -> Option<Given> {
    let place = fields.require("text")?;
    let text = reader.text(place)?;
    let mut broken = false;
    for lang in Lang::ALL {
        let Some(text) = text.exact(lang) else { continue };
        let problem = check::cloze_without_blanks::check(text)
            .or_else(|| check::cloze_broken_blank::check(text));
        if let Some(problem) = problem {
            broken = true;
            reader.report(place.entry(lang.code()).span, problem);
        }
    }
    if !broken && let Some(problem) = check::cloze_blanks_differ::check(&text) {
        reader.report(place.entry("en").span, problem);
    }
    let draw = |shown: fn(&[&str]) -> String| {
        let [ko, en] = Lang::ALL.map(|lang| {
            let pieces = pieces(text.exact(lang)?);
            let pieces = pieces.iter().map(|piece| match piece {
                Piece::Text(text) => (*text).to_owned(),
                Piece::Blank(words) => shown(words),
            });
            Some(pieces.collect::<String>().into_boxed_str())
        });
        Text::from_parts(ko, en)
    };
    let question = draw(|_| "____".to_owned());
    let answer = draw(|words| words.first().copied().unwrap_or_default().to_owned());
    Some(Given { kind: Kind::Cloze(Cloze { text }), question, answer })
}

/// A question whose answer the experiment gives.
pub(super) fn predict<'a>(reader: &mut Reader<'a>, fields: &mut Fields<'a>) -> Option<Given> {
    let ask = claim::ask(reader, fields);
    let vary = fields.get("vary");
    let vary = reader.constants(vary, |reader, place| {
        let values = reader.words(place);
        (!values.is_empty()).then_some(values)
    });
    let kind = Kind::Predict(Predict { ask: ask?, vary });
    Some(Given { kind, question: None, answer: Some(Text::both("", "")) })
}

/// A task for the learner as the scheduler.
pub(super) fn drive<'a>(reader: &mut Reader<'a>, fields: &mut Fields<'a>) -> Option<Given> {
    let goal = fields.require("goal").and_then(|it| reader.line_of_text(it))?;
    let kind = Kind::Drive(Drive { goal });
    Some(Given { kind, question: None, answer: Some(Text::both("", "")) })
}
