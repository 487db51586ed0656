//! A cloze text without a blank.

use crate::{
    deck::{Problem, check::Rule},
    text::Severity,
};

/// A cloze text without a blank.
pub const DOC: Rule = Rule {
    name: "cloze-without-blanks",
    severity: Severity::Error,
    ko: "빈칸이 없습니다. 가릴 낱말을 {{ }}로 감싸세요.",
    en: "The text has no blank. Put the word to hide in {{ }}.",
};

/// The problem with a text, if it has no blank.
pub fn check(text: &str) -> Option<Problem> {
    (!text.contains("{{")).then_some(Problem::ClozeWithoutBlanks)
}
