//! A name that nothing has: a card, an experiment, a topic, a subject, a point, a trap.

use crate::{
    deck::{
        Named, Problem,
        check::{Rule, duplicate_id::Seen},
        raw::{Reader, Reference, nearest},
    },
    text::Severity,
};

/// A name that nothing has: a card, an experiment, a topic, a subject, a point, a trap.
pub const DOC: Rule = Rule {
    name: "unknown-reference",
    severity: Severity::Warning,
    ko: "그런 이름을 가진 것이 없습니다. 오타를 고치거나, 가리키는 것을 먼저 만드세요.",
    en: "Nothing has this name. Correct the spelling, or write what it refers to.",
};

/// Looks up every name that the deck uses; a reference into another deck is the library's matter.
pub fn check<'a>(reader: &mut Reader<'a>, seen: &Seen<'a>, lost: &dyn Fn(&str) -> bool) {
    let (outside, inside): (Vec<_>, Vec<_>) =
        std::mem::take(&mut reader.references).into_iter().partition(|it| is_outside(it));
    reader.references = outside;
    for Reference { what, name, span, unit, .. } in inside {
        if seen.has(what, name) || lost(name) {
            continue;
        }
        reader.unit = unit;
        let suggestion = nearest(name, seen.of(what)).map(Box::from);
        reader.report(span, Problem::UnknownReference { what, name: name.into(), suggestion });
    }
    reader.unit = None;
}

/// Only cards and experiments are looked for in other decks.
fn is_outside(reference: &Reference<'_>) -> bool {
    matches!(reference.what, Named::Card | Named::Experiment) && reference.name.contains('/')
}
