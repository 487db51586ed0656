//! Claims about a program, and the questions of `predict` cards, which are claims without a value.
//!
//! Invariant: a claim that is returned has exactly one form, with all that the form needs and
//! nothing that it does not. Whether it is true is the lab's matter.

use toml::de::DeValue;

use crate::{
    deck::{
        Ask, Assertion, Claim, ClaimPlaces, Expected, Likely, Named, Problem, lower,
        raw::{
            Reader,
            fields::{Fields, Place},
        },
    },
    text::Span,
};

/// The forms: what a claim is about.
const FORMS: [&str; 14] = [
    "final",
    "always",
    "never",
    "possible",
    "deadlock",
    "exclusive",
    "fault",
    "outputs",
    "schedules",
    "chance",
    "ends",
    "progress",
    "measure",
    "compare",
];

/// The fields that go with some forms.
const COMPANIONS: [(&str, &[&str]); 8] = [
    ("is", &["final", "measure"]),
    ("can", &["final"]),
    ("count", &["schedules"]),
    ("of", &["schedules"]),
    ("odds", &["chance"]),
    ("percent", &["chance"]),
    ("steps", &["final", "possible", "deadlock", "fault"]),
    ("preemptions", &["final", "possible", "deadlock", "fault"]),
];

/// One claim of an experiment.
pub(super) fn claim<'a>(reader: &mut Reader<'a>, mut fields: Fields<'a>) -> Option<Claim> {
    let span = fields.span;
    let form = form(reader, &fields);
    let what = form.and_then(|form| assertion(reader, &mut fields, form));
    let places = places(&fields, form);
    let steps = fields.get("steps");
    let steps = reader.count(steps, 0);
    let preemptions = fields.get("preemptions");
    let preemptions = reader.count(preemptions, 0);
    let with = fields.get("with");
    let with = reader.constants(with, Reader::word);
    let text = fields.get("text");
    let text = reader.optional_text(text);
    if let Some(form) = form {
        misplaced(reader, &fields, form);
    }
    // All forms and companions are known; those in the wrong place have been reported.
    for known in FORMS.into_iter().chain(COMPANIONS.map(|it| it.0)) {
        fields.get(known);
    }
    fields.finish(reader);
    Some(Claim { what: what?, with, steps, preemptions, text, span, places })
}

fn places(fields: &Fields<'_>, form: Option<&'static str>) -> ClaimPlaces {
    let span = |field: &'static str| fields.peek(field).map(|it| it.span);
    let values = ["is", "can", "count", "odds", "percent"].into_iter().chain(form);
    ClaimPlaces {
        value: values.into_iter().find_map(span).unwrap_or(fields.span),
        steps: span("steps").unwrap_or(fields.span),
        preemptions: span("preemptions").unwrap_or(fields.span),
    }
}

/// The form of a claim that has exactly one, with its value.
pub(super) fn expression<'a>(fields: &Fields<'a>) -> Option<(&'static str, Place<'a>)> {
    let mut there = FORMS.into_iter().filter(|it| fields.has(it));
    let form = there.next().filter(|_| there.next().is_none())?;
    Some((form, fields.peek(form)?))
}

/// The one form of a claim.
fn form<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Option<&'static str> {
    let mut there: Vec<&'static str> = FORMS.into_iter().filter(|it| fields.has(it)).collect();
    there.sort_by_key(|it| fields.key_span(it));
    match there[..] {
        [form] => Some(form),
        [] => {
            // A misspelt form is reported as an unknown field.
            if !fields.misspelt(&FORMS) {
                reader.report(fields.span, Problem::ClaimWithoutForm);
            }
            None
        }
        [first, second, ..] => {
            let problem = Problem::ClaimWithTwoForms { first, second };
            reader.report(fields.key_span(second), problem);
            None
        }
    }
}

fn misplaced<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, form: &'static str) {
    for (field, forms) in COMPANIONS {
        let witness = matches!(field, "steps" | "preemptions");
        // Beside `final` a witness belongs to `can`: `is` speaks about all schedules.
        let fits = forms.contains(&form) && !(witness && form == "final" && !fields.has("can"));
        if fields.has(field) && !fits {
            reader.report(fields.key_span(field), Problem::ClaimFieldMisplaced { field, form });
        }
    }
}

fn assertion<'a>(
    reader: &mut Reader<'a>,
    fields: &mut Fields<'a>,
    form: &'static str,
) -> Option<Assertion> {
    let place = fields.require(form)?;
    match form {
        "final" => {
            let of = names(reader, place);
            match (fields.get("is"), fields.get("can")) {
                (Some(is), None) => {
                    let is = values(reader, is);
                    Some(Assertion::FinalIs { of: of?, is: is? })
                }
                (None, Some(can)) => {
                    let can = value(reader, can, Expected::Values);
                    Some(Assertion::FinalCan { of: of?, can: can? })
                }
                (Some(_), Some(_)) => {
                    let problem = Problem::ClaimWithTwoForms { first: "is", second: "can" };
                    reader.report(fields.key_span("can"), problem);
                    None
                }
                (None, None) => {
                    fields.require("is");
                    None
                }
            }
        }
        "always" => Some(Assertion::Always(reader.line_of_text(place)?)),
        "never" => Some(Assertion::Never(reader.line_of_text(place)?)),
        "possible" => Some(Assertion::Possible(reader.line_of_text(place)?)),
        "deadlock" => Some(Assertion::Deadlock(reader.boolean(place)?)),
        "exclusive" => Some(Assertion::Exclusive(reader.line_of_text(place)?)),
        "fault" => match place.value {
            DeValue::Boolean(false) => Some(Assertion::Fault(None)),
            DeValue::String(_) => Some(Assertion::Fault(Some(reader.line_of_text(place)?))),
            _ => {
                reader.wrong_type(place, Expected::StringOrFalse);
                None
            }
        },
        "outputs" => {
            let outputs = reader.list(Some(place), Expected::List, |reader, item| {
                value(reader, item, Expected::Integers)
            });
            Some(Assertion::Outputs(outputs))
        }
        "schedules" => {
            let expression = reader.line_of_text(place);
            let mut whole =
                |place: Option<Place<'a>>| place.and_then(|it| number(reader, it, Expected::Count));
            let (count, of) = (fields.require("count"), fields.get("of"));
            let (count, of) = (whole(count), whole(of));
            Some(Assertion::Schedules { expression: expression?, count: count?, of })
        }
        "chance" => {
            let expression = reader.line_of_text(place);
            let likely = match (fields.get("odds"), fields.get("percent")) {
                (Some(odds), None) => number(reader, odds, Expected::Number).map(Likely::Odds),
                (None, Some(percent)) => {
                    number(reader, percent, Expected::Decimal).map(Likely::Percent)
                }
                (Some(_), Some(_)) => {
                    let problem = Problem::ClaimWithTwoForms { first: "odds", second: "percent" };
                    reader.report(fields.key_span("percent"), problem);
                    None
                }
                (None, None) => {
                    fields.require("odds");
                    None
                }
            };
            Some(Assertion::Chance { expression: expression?, likely: likely? })
        }
        "ends" => Some(Assertion::Ends(reader.boolean(place)?)),
        "progress" => Some(Assertion::Progress(reader.line_of_text(place)?)),
        "measure" => {
            let what = reader.line_of_text(place);
            let is = fields.require("is").and_then(|it| number(reader, it, Expected::Number));
            Some(Assertion::Measure { what: what?, is: is? })
        }
        _ => Some(Assertion::Compare(reader.line_of_text(place)?)),
    }
}

/// What a `predict` card asks.
pub(super) fn ask<'a>(reader: &mut Reader<'a>, fields: &mut Fields<'a>) -> Option<Ask> {
    const ASKS: [&str; 9] = [
        "final",
        "deadlock",
        "outputs",
        "fault",
        "ends",
        "possible",
        "schedules",
        "chance",
        "measure",
    ];
    let there: Vec<Place<'a>> = ASKS.into_iter().filter_map(|it| fields.get(it)).collect();
    let run = fields.get("run").and_then(|it| reader.line_of_text(it));
    let [place] = there[..] else {
        let span = there.get(1).map_or(fields.span, |it| fields.key_span(it.field));
        if !there.is_empty() || !fields.misspelt(&ASKS) {
            reader.report(span, Problem::PredictAsks { asked: there.len() });
        }
        return None;
    };
    if place.field != "measure" && fields.has("run") {
        let form = ASKS.into_iter().find(|it| *it == place.field).unwrap_or("final");
        let problem = Problem::ClaimFieldMisplaced { field: "run", form };
        reader.report(fields.key_span("run"), problem);
    }
    match place.field {
        "final" => Some(Ask::Final(names(reader, place)?)),
        "deadlock" => reader.only_true(place).map(|()| Ask::Deadlock),
        "outputs" => reader.only_true(place).map(|()| Ask::Outputs),
        "fault" => reader.only_true(place).map(|()| Ask::Fault),
        "ends" => reader.only_true(place).map(|()| Ask::Ends),
        "possible" => Some(Ask::Possible(reader.line_of_text(place)?)),
        "schedules" => Some(Ask::Schedules(reader.line_of_text(place)?)),
        "chance" => Some(Ask::Chance(reader.line_of_text(place)?)),
        _ => Some(Ask::Measure { what: reader.line_of_text(place)?, run }),
    }
}

/// One name or several.
fn names<'a>(reader: &mut Reader<'a>, place: Place<'a>) -> Option<Vec<Box<str>>> {
    match place.value {
        DeValue::String(_) => Some(vec![reader.line_of_text(place)?]),
        DeValue::Array(_) => Some(reader.strings(Some(place))),
        _ => {
            reader.wrong_type(place, Expected::Names);
            None
        }
    }
}

/// The possible values: `5`, `[1, 2]`, or `[[0, 1], [1, 0]]` for several variables.
fn values<'a>(reader: &mut Reader<'a>, place: Place<'a>) -> Option<Vec<Vec<i64>>> {
    match place.value {
        DeValue::Array(_) => Some(reader.list(Some(place), Expected::Values, |reader, item| {
            value(reader, item, Expected::Values)
        })),
        _ => Some(vec![value(reader, place, Expected::Values)?]),
    }
}

/// One value, or one for each variable.
fn value<'a>(reader: &mut Reader<'a>, place: Place<'a>, expected: Expected) -> Option<Vec<i64>> {
    match place.value {
        DeValue::Integer(_) => Some(vec![reader.word(place)?]),
        DeValue::Array(_) => Some(reader.words(place)),
        _ => {
            reader.wrong_type(place, expected);
            None
        }
    }
}

/// A number as it is written: whole, with a point, or a fraction in quotes.
fn number<'a>(reader: &mut Reader<'a>, place: Place<'a>, expected: Expected) -> Option<Box<str>> {
    let text = match place.value {
        DeValue::Integer(digits) => digits.as_str(),
        DeValue::Float(digits) => digits.as_str(),
        DeValue::String(text) => text,
        _ => "",
    };
    let fits = match expected {
        Expected::Count => lower::whole(text).is_some(),
        Expected::Decimal => lower::decimal(text).is_some(),
        _ => lower::fraction(text.trim().trim_start_matches('-')).is_some(),
    };
    if !fits {
        reader.wrong_type(place, expected);
        return None;
    }
    Some(text.trim().into())
}

/// A place of a named timed run, so that `measure` can be looked up later.
pub(super) fn run_name<'a>(
    reader: &mut Reader<'a>,
    fields: &mut Fields<'a>,
    seen: &mut crate::deck::check::duplicate_id::Seen<'a>,
) -> Option<(Box<str>, Span)> {
    let place = fields.require("name")?;
    let name = reader.raw_string(place)?;
    let good = reader.id_form(name, place.span);
    if let Some(first) = seen.note(Named::Run, name, place.span) {
        let line = reader.line(first);
        let problem = Problem::DuplicateId { what: Named::Run, id: name.into(), line };
        reader.report(place.span, problem);
        return None;
    }
    good.then(|| (name.into(), place.span))
}
