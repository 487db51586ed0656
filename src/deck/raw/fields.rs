//! A table that is read field by field.
//!
//! Invariant: after [`Fields::finish`] each field of the table was either asked for or reported as
//! unknown, and each required one was there or reported as missing; never both for one mistake.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    deck::{Owner, Problem, raw::Reader},
    text::Span,
};

/// A value and where it is.
#[derive(Clone, Copy)]
pub(in crate::deck) struct Place<'a> {
    /// The field's name, for messages.
    pub field: &'a str,
    /// The value.
    pub value: &'a DeValue<'a>,
    /// Its place.
    pub span: Span,
}

impl<'a> Place<'a> {
    /// The value of a field.
    pub fn new(field: &'a str, value: &'a Spanned<DeValue<'a>>) -> Place<'a> {
        Place { field, value: value.get_ref(), span: value.span().into() }
    }

    /// The value of an entry, if this is a table that has it; else the value itself.
    pub fn entry(self, key: &str) -> Place<'a> {
        match self.value.as_table().and_then(|table| table.get(key)) {
            Some(value) => Place::new(self.field, value),
            None => self,
        }
    }

    /// The values of a list, under the name of the list.
    pub fn items(self) -> Option<impl Iterator<Item = Place<'a>>> {
        Some(self.value.as_array()?.iter().map(move |it| Place::new(self.field, it)))
    }
}

/// A table being read.
pub(in crate::deck) struct Fields<'a> {
    /// Its name in the file: `explain`, `explain.point`.
    name: &'static str,
    table: &'a DeTable<'a>,
    /// Its header, or the whole of it if it is inline.
    pub span: Span,
    asked: Vec<&'a str>,
    missing: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of a table.
    pub fn new(name: &'static str, table: &'a DeTable<'a>, span: Span) -> Fields<'a> {
        Fields { name, table, span, asked: Vec::with_capacity(24), missing: Vec::new() }
    }

    /// Takes a field as known that is not read here.
    pub fn known(&mut self, field: &'a str) {
        self.asked.push(field);
    }

    /// Whether the field was asked for or taken as known.
    pub fn is_known(&self, field: &str) -> bool {
        self.asked.contains(&field)
    }

    /// The value of a field, if it is there.
    pub fn get(&mut self, field: &'static str) -> Option<Place<'a>> {
        self.asked.push(field);
        self.table.get(field).map(|value| Place::new(field, value))
    }

    /// The value of a field, without asking for it.
    pub fn peek(&self, field: &'static str) -> Option<Place<'a>> {
        self.table.get(field).map(|value| Place::new(field, value))
    }

    /// The value of a field that must be there.
    pub fn require(&mut self, field: &'static str) -> Option<Place<'a>> {
        let place = self.get(field);
        if place.is_none() {
            self.missing.push(field);
        }
        place
    }

    /// The place of a field's key, or of the table.
    pub fn key_span(&self, field: &str) -> Span {
        self.table.get_key_value(field).map_or(self.span, |(key, _)| key.span().into())
    }

    /// Whether the field is there, without asking for it.
    pub fn has(&self, field: &str) -> bool {
        self.table.contains_key(field)
    }

    /// Whether the table has a field that is probably one of these, misspelt.
    pub fn misspelt(&self, names: &[&'static str]) -> bool {
        self.table.keys().any(|key| {
            let key = key.get_ref().as_ref();
            !self.asked.contains(&key) && nearest(key, names.iter().copied()).is_some()
        })
    }

    /// The table as a person would name it.
    pub fn owner(&self, reader: &Reader<'_>) -> Owner {
        let id = ["id", "name"].iter().find_map(|key| self.table.get(*key)?.get_ref().as_str());
        let part = self.name.contains('.');
        let card = reader.unit_id.filter(|_| part).map(Box::from);
        Owner { table: self.name.into(), id: id.map(Box::from), card }
    }

    /// Reports unknown and missing fields.
    pub fn finish(mut self, reader: &mut Reader<'a>) {
        if self.asked.len() < self.table.len() || !self.all_asked() {
            for (key, _) in self.table.iter() {
                let name = key.get_ref().as_ref();
                if self.asked.contains(&name) {
                    continue;
                }
                let free = self.asked.iter().filter(|it| !self.has(it));
                let suggestion = nearest(name, free.copied());
                // One mistake, one finding: the missing field is there, misspelt.
                self.missing.retain(|it| Some(*it) != suggestion);
                let owner = self.owner(reader);
                let problem = Problem::UnknownField {
                    field: name.into(),
                    owner,
                    suggestion: suggestion.map(Box::from),
                };
                reader.report(key.span(), problem);
            }
        }
        for field in &self.missing {
            let owner = self.owner(reader);
            reader.report(self.span, Problem::MissingField { field, owner });
        }
    }

    fn all_asked(&self) -> bool {
        self.table.keys().all(|key| self.asked.contains(&key.get_ref().as_ref()))
    }
}

/// The name that was probably meant: at most two edits away, and not a wholly different word.
pub(in crate::deck) fn nearest<'n>(
    name: &str,
    names: impl Iterator<Item = &'n str>,
) -> Option<&'n str> {
    // A name of many thousand characters is no misspelling, and comparing it would take long.
    let length = name.chars().take(64).count();
    if length == 64 {
        return None;
    }
    let most = if length <= 3 { 1 } else { 2 };
    names
        .filter(|it| it.len().abs_diff(name.len()) <= 8)
        .map(|it| (strsim::osa_distance(name, it), it))
        .filter(|(distance, _)| *distance <= most && *distance < length)
        // The names come in no order, and the same deck must give the same report.
        .min()
        .map(|(_, it)| it)
}
