//! An id that something of the same sort already has.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    deck::{Named, check::Rule},
    text::{Severity, Span},
};

/// An id that something of the same sort already has.
pub const DOC: Rule = Rule {
    name: "duplicate-id",
    severity: Severity::Error,
    ko: "같은 id가 두 번 쓰였습니다. 뒤의 것은 읽지 않습니다. 둘 가운데 하나의 이름을 바꾸세요.",
    en: "The id is used twice; the second is not loaded. Rename one of them.",
};

/// The first place of each id, and a report for each that comes again.
#[derive(Default)]
pub struct Seen<'a>(HashMap<(Named, &'a str), Span>);

impl<'a> Seen<'a> {
    /// Notes an id; gives the place of the first if there was one.
    pub fn note(&mut self, what: Named, id: &'a str, span: Span) -> Option<Span> {
        match self.0.entry((what, id)) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(entry) => {
                entry.insert(span);
                None
            }
        }
    }

    /// Whether something has this id.
    pub fn has(&self, what: Named, id: &'a str) -> bool {
        self.0.contains_key(&(what, id))
    }

    /// All ids of one sort.
    pub fn of(&self, what: Named) -> impl Iterator<Item = &'a str> {
        self.0.keys().filter(move |(it, _)| *it == what).map(|(_, id)| *id)
    }
}
