//! A program of the lab, or an expression of a claim, that is not the lab's language.

use toml::de::DeValue;

use crate::{
    deck::{
        Problem,
        check::Rule,
        raw::{Place, Reader, inside},
    },
    lab::{
        self,
        timed::{self, Measured},
    },
    program::{self, Checked, Finding, Program},
    text::{Severity, Span},
};

/// A program of the lab, or an expression of a claim, that is not the lab's language.
pub const DOC: Rule = Rule {
    name: "program-syntax",
    severity: Severity::Error,
    ko: "실험의 프로그램, 주장의 식, 또는 카드가 실험에 묻는 것이 실험실의 언어가 아닙니다: 문법, 이름, 인수의 수, 배열의 범위 같은 것입니다. 언어는 docs/lab.md에 있습니다.",
    en: "The program of an experiment, an expression of a claim, or what a card asks of its experiment is not the lab's language: its grammar, a name, the number of arguments, the range of an array. docs/lab.md describes the language.",
};

/// A program is lowered for so many different sets of constants; further claims are only read.
const MOST_VARIANTS: usize = 16;

/// A program of the file, once it has been read.
pub struct Lowered {
    checked: Checked,
    variants: Vec<(Constants, Option<Program>)>,
}

/// Constants with a value each, by name.
type Constants = Vec<(Box<str>, i64)>;

/// Reads a program; what is wrong is reported at its place in the file.
pub fn program(reader: &mut Reader<'_>, place: Place<'_>, text: &str) -> Option<Lowered> {
    let (checked, findings) = program::check(text);
    report(reader, place.span, text, findings);
    Some(Lowered { checked: checked?, variants: Vec::new() })
}

impl Lowered {
    /// The program with these constants. What is wrong with it is reported at the place of the
    /// constants if there are any, else in the program.
    pub fn with(
        &mut self,
        reader: &mut Reader<'_>,
        place: Place<'_>,
        text: &str,
        with: &[(Box<str>, i64)],
        with_place: Option<Place<'_>>,
    ) -> Option<&Program> {
        let mut with = with.to_vec();
        // The entries of a table come in no order.
        with.sort();
        if let Some(at) = self.variants.iter().position(|it| it.0 == with) {
            return self.variants[at].1.as_ref();
        }
        if MOST_VARIANTS <= self.variants.len() {
            return None;
        }
        let overrides: Vec<(&str, i64)> = with.iter().map(|it| (&*it.0, it.1)).collect();
        let unknown = overrides.iter().any(|(name, _)| {
            let known = self.checked.constants().any(|it| it.0 == *name);
            if !known {
                let span = with_place.map_or(place.span, |it| key_span(it, name));
                let names = self.checked.constants().map(|it| it.0);
                let problem = program::Problem::UnknownName {
                    name: (*name).into(),
                    what: program::Meaning::Constant,
                    suggestion: program::nearest(name, names),
                };
                reader.report(span, Problem::Program(Box::new(problem)));
            }
            !known
        });
        let lowered = if unknown { None } else { Some(program::lower(&self.checked, &overrides)) };
        let lowered = match lowered {
            Some(Ok(lowered)) => Some(lowered),
            Some(Err(findings)) => {
                match with_place.filter(|_| !with.is_empty()) {
                    Some(with) => {
                        for finding in findings.into_iter().take(1) {
                            reader.report(with.span, Problem::Program(Box::new(finding.problem)));
                        }
                    }
                    None => report(reader, place.span, text, findings),
                }
                None
            }
            None => None,
        };
        self.variants.push((with, lowered));
        self.variants.last().and_then(|it| it.1.as_ref())
    }
}

/// The key of an entry of a table.
fn key_span(place: Place<'_>, key: &str) -> Span {
    let table = place.value.as_table();
    let entry = table.and_then(|it| it.get_key_value(key));
    entry.map_or(place.span, |it| it.0.span().into())
}

/// The expressions of a claim.
pub fn claim(reader: &mut Reader<'_>, program: &Program, form: &str, place: Place<'_>) {
    if let DeValue::Array(items) = place.value {
        for item in items.iter() {
            claim(reader, program, form, Place::new(place.field, item));
        }
        return;
    }
    let Some(text) = place.value.as_str() else { return };
    let findings = match form {
        "final" | "always" | "never" | "possible" => program::claim(program, text).err(),
        "schedules" | "chance" => lab::Ending::read(program, text).err(),
        "exclusive" | "progress" => program::region(program, text.trim()).err(),
        "fault" => program::fault(program, text).err(),
        _ => None,
    };
    report(reader, place.span, text, findings.unwrap_or_default());
}

/// The measures that a claim about timed runs names.
pub fn measured(reader: &mut Reader<'_>, form: &str, place: Place<'_>) -> Vec<Measured> {
    let Some(text) = place.value.as_str() else { return Vec::new() };
    let read = match form {
        "measure" => timed::measure(text).map(|it| it.measured().cloned().collect()),
        _ => timed::comparison(text)
            .map(|it| it.left.measured().chain(it.right.measured()).cloned().collect()),
    };
    read.unwrap_or_else(|finding| {
        report(reader, place.span, text, vec![finding]);
        Vec::new()
    })
}

/// The task of a measure.
pub fn task(reader: &mut Reader<'_>, program: &Program, place: Place<'_>, task: &(Box<str>, Span)) {
    let (name, at) = task;
    let mut findings = program::task(program, name).err().unwrap_or_default();
    for finding in &mut findings {
        finding.span =
            Span { start: at.start + finding.span.start, end: at.start + finding.span.end };
    }
    expression(reader, place, findings);
}

/// What is wrong in an expression.
pub fn expression(reader: &mut Reader<'_>, place: Place<'_>, findings: Vec<Finding>) {
    report(reader, place.span, place.value.as_str().unwrap_or_default(), findings);
}

fn report(reader: &mut Reader<'_>, span: Span, text: &str, findings: Vec<Finding>) {
    if findings.is_empty() {
        return;
    }
    // A longer program is refused as a whole.
    let places = (text.len() <= program::limits::BYTES)
        .then(|| inside::places(reader.source, span, text))
        .flatten();
    for finding in findings {
        let place = match &places {
            Some(places) => {
                let at = |offset: usize| places.get(offset).copied().unwrap_or(span.end);
                let start = at(finding.span.start);
                Span { start, end: at(finding.span.end).max(start) }
            }
            None => span,
        };
        reader.report(place, Problem::Program(Box::new(finding.problem)));
    }
}
