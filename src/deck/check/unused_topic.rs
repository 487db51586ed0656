//! A topic that no card has.

use std::collections::HashSet;

use crate::{
    deck::{Named, Problem, check::Rule, raw::Reader},
    text::{Severity, Span},
};

/// A topic that no card has.
pub const DOC: Rule = Rule {
    name: "unused-topic",
    severity: Severity::Warning,
    ko: "어느 카드도 이 주제에 들어 있지 않습니다. 카드를 쓰거나 주제를 지우세요.",
    en: "No card has this topic. Write one, or remove it.",
};

/// Reports each topic of the deck that no card has.
pub fn check<'a>(reader: &mut Reader<'a>, topics: &[(&'a str, Span)]) {
    let used: HashSet<&str> =
        reader.references.iter().filter(|it| it.what == Named::Topic).map(|it| it.name).collect();
    for (topic, span) in topics {
        if !used.contains(topic) {
            reader.report(*span, Problem::UnusedTopic { topic: (*topic).into() });
        }
    }
}
