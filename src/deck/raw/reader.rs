//! Values of one type, or a finding.
//!
//! Invariant: a function that gives `None` has reported why. It must not know cards.

use toml::de::DeValue;

use crate::{
    deck::{
        Expected, Finding, Found, Named, Problem, check,
        raw::fields::{Fields, Place},
    },
    text::{Lang, Severity, Span},
};

/// What one file is read with: its text, its languages, and the findings so far.
pub(in crate::deck) struct Reader<'a> {
    /// The file.
    pub source: &'a str,
    /// The languages of the deck; empty while they are not known.
    pub languages: Vec<Lang>,
    /// The ids of the subjects that a pattern can be about.
    pub subjects: Vec<Box<str>>,
    /// The findings, each with the card or experiment that it is about.
    pub findings: Vec<(Option<usize>, Finding)>,
    /// The names that are used, to be looked up when all are known.
    pub references: Vec<Reference<'a>>,
    /// The card or experiment that is being read, by its place in the list of units.
    pub unit: Option<usize>,
    /// Its id.
    pub unit_id: Option<&'a str>,
    /// Whether the one being read has an error.
    pub broken: bool,
}

/// A name that is used.
pub(in crate::deck) struct Reference<'a> {
    /// What has the name.
    pub what: Named,
    /// The field that uses it.
    pub field: &'a str,
    /// The name.
    pub name: &'a str,
    /// Where it is used.
    pub span: Span,
    /// The card or experiment that uses it.
    pub unit: Option<usize>,
}

impl<'a> Reader<'a> {
    /// A reader for a file.
    pub fn new(source: &'a str) -> Reader<'a> {
        Reader {
            source,
            languages: Vec::new(),
            subjects: Vec::new(),
            findings: Vec::new(),
            references: Vec::new(),
            unit: None,
            unit_id: None,
            broken: false,
        }
    }

    /// Adds a finding.
    pub fn report(&mut self, span: impl Into<Span>, problem: Problem) {
        let finding = problem.at(span);
        self.broken |= finding.severity == Severity::Error;
        self.findings.push((self.unit, finding));
    }

    /// The line of a place, from 1.
    pub fn line(&self, place: Span) -> usize {
        let before = &self.source.as_bytes()[..place.start.min(self.source.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// Notes that a name is used.
    pub fn refer(&mut self, what: Named, place: Place<'a>, name: &'a str) {
        let Place { field, span, .. } = place;
        self.references.push(Reference { what, field, name, span, unit: self.unit });
    }

    /// Reports that a value is of another type.
    pub fn wrong_type(&mut self, place: Place<'a>, expected: Expected) {
        let found = match place.value {
            DeValue::String(_) => Found::String,
            DeValue::Integer(_) => Found::Integer,
            DeValue::Float(_) => Found::Float,
            DeValue::Boolean(_) => Found::Boolean,
            DeValue::Datetime(_) => Found::Datetime,
            DeValue::Array(_) => Found::List,
            DeValue::Table(_) => Found::Table,
        };
        self.report(place.span, Problem::WrongType { field: place.field.into(), expected, found });
    }

    /// A value that `get` can make something of.
    fn typed<T>(
        &mut self,
        place: Place<'a>,
        expected: Expected,
        get: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = get(place.value);
        if value.is_none() {
            self.wrong_type(place, expected);
        }
        value
    }

    /// A string as it is written.
    pub fn raw_string(&mut self, place: Place<'a>) -> Option<&'a str> {
        self.typed(place, Expected::String, DeValue::as_str)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, place: Place<'a>) -> Option<bool> {
        self.typed(place, Expected::Boolean, DeValue::as_bool)
    }

    /// A flag: `false` where it is not said.
    pub fn flag(&mut self, place: Option<Place<'a>>) -> bool {
        place.and_then(|it| self.boolean(it)).unwrap_or(false)
    }

    /// `true`, where only that makes sense.
    pub fn only_true(&mut self, place: Place<'a>) -> Option<()> {
        self.typed(place, Expected::True, |it| (it.as_bool() == Some(true)).then_some(()))
    }

    /// A whole number within a range.
    pub fn integer(&mut self, place: Place<'a>, least: i64, most: i64) -> Option<i64> {
        let digits = self.typed(place, Expected::Integer, DeValue::as_integer)?;
        let value = i64::from_str_radix(digits.as_str(), digits.radix()).ok();
        let value = value.filter(|it| (least..=most).contains(it));
        if value.is_none() {
            let value = digits.to_string().into();
            let field = place.field.into();
            self.report(place.span, Problem::OutOfRange { field, value, least, most });
        }
        value
    }

    /// A count: from 0 or `least`.
    pub fn count(&mut self, place: Option<Place<'a>>, least: u32) -> Option<u32> {
        let value = self.integer(place?, i64::from(least), 1_000_000_000)?;
        u32::try_from(value).ok()
    }

    /// A word of the lab: 32 bits, signed.
    pub fn word(&mut self, place: Place<'a>) -> Option<i64> {
        self.integer(place, i64::from(i32::MIN), i64::from(i32::MAX))
    }

    /// A table.
    pub fn table(&mut self, name: &'static str, place: Place<'a>) -> Option<Fields<'a>> {
        let table = self.typed(place, Expected::Table, DeValue::as_table)?;
        Some(Fields::new(name, table, place.span))
    }

    /// The tables of a list, whether written `[[name]]` or inline.
    pub fn tables(&mut self, name: &'static str, place: Option<Place<'a>>) -> Vec<Fields<'a>> {
        let Some(place) = place else { return Vec::new() };
        let Some(items) = place.items() else {
            self.wrong_type(place, Expected::Tables);
            return Vec::new();
        };
        items.filter_map(|item| self.table(name, item)).collect()
    }

    /// The items of a list, each read by `read`.
    pub fn list<T>(
        &mut self,
        place: Option<Place<'a>>,
        expected: Expected,
        mut read: impl FnMut(&mut Reader<'a>, Place<'a>) -> Option<T>,
    ) -> Vec<T> {
        let Some(place) = place else { return Vec::new() };
        let Some(items) = place.items() else {
            self.wrong_type(place, expected);
            return Vec::new();
        };
        items.filter_map(|item| read(self, item)).collect()
    }

    /// A list of strings.
    pub fn strings(&mut self, place: Option<Place<'a>>) -> Vec<Box<str>> {
        self.list(place, Expected::Strings, Reader::line_of_text)
    }

    /// A list of whole numbers.
    pub fn words(&mut self, place: Place<'a>) -> Vec<i64> {
        self.list(Some(place), Expected::Integers, Reader::word)
    }

    /// A list of names that must be the names of something.
    pub fn names(&mut self, what: Named, place: Option<Place<'a>>) -> Vec<Box<str>> {
        self.list(place, Expected::Strings, |reader, item| reader.name(what, item))
    }

    /// A name that must be the name of something.
    pub fn name(&mut self, what: Named, place: Place<'a>) -> Option<Box<str>> {
        let name = self.raw_string(place)?;
        self.refer(what, place, name);
        Some(name.into())
    }

    /// An id of something.
    pub fn id(&mut self, place: Place<'a>) -> Option<Box<str>> {
        let id = self.raw_string(place)?;
        self.id_form(id, place.span).then(|| id.into())
    }

    /// Whether an id is well formed; else it is reported.
    pub fn id_form(&mut self, id: &str, span: impl Into<Span>) -> bool {
        let problem = check::id_form::check(id);
        let good = problem.is_none();
        if let Some(problem) = problem {
            self.report(span, problem);
        }
        good
    }

    /// One of several words.
    pub fn one_of(&mut self, place: Place<'a>, allowed: &[&'static str]) -> Option<&'static str> {
        let value = self.raw_string(place)?;
        let found = allowed.iter().copied().find(|it| *it == value);
        if found.is_none() {
            self.unknown_value(place, value, allowed);
        }
        found
    }

    /// Reports a word that is none of those that are possible.
    pub fn unknown_value(&mut self, place: Place<'a>, value: &str, allowed: &[&str]) {
        let allowed = format!("`{}`", allowed.join("`, `")).into();
        let problem =
            Problem::UnknownValue { field: place.field.into(), value: value.into(), allowed };
        self.report(place.span, problem);
    }

    /// Constants of a program with a value each.
    pub fn constants<T>(
        &mut self,
        place: Option<Place<'a>>,
        mut read: impl FnMut(&mut Reader<'a>, Place<'a>) -> Option<T>,
    ) -> Vec<(Box<str>, T)> {
        let Some(place) = place else { return Vec::new() };
        let Some(table) = self.typed(place, Expected::Table, DeValue::as_table) else {
            return Vec::new();
        };
        let entries = table.iter().map(|(key, value)| (key.get_ref().as_ref(), value));
        entries
            .filter_map(|(key, value)| Some((key.into(), read(self, Place::new(key, value))?)))
            .collect()
    }
}
