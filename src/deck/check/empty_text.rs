//! A text that says nothing.

use crate::{
    deck::{Problem, check::Rule},
    text::Severity,
};

/// A text that says nothing.
pub const DOC: Rule = Rule {
    name: "empty-text",
    severity: Severity::Error,
    ko: "글이 비어 있습니다. 내용을 쓰거나 항목을 지우세요.",
    en: "The text is empty. Write it, or remove the field.",
};

/// The problem with a text, if it is empty.
pub fn check(field: &str, text: &str) -> Option<Problem> {
    text.trim().is_empty().then(|| Problem::EmptyText { field: field.into() })
}
