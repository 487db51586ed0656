//! A choice of which no option is right.

use crate::{
    deck::{Choice, Problem, check::Rule},
    text::Severity,
};

/// A choice of which no option is right.
pub const DOC: Rule = Rule {
    name: "choice-without-right",
    severity: Severity::Error,
    ko: "맞는 보기가 없습니다. 맞는 보기에 right = true를 쓰세요.",
    en: "No option is right. Write `right = true` in each that is.",
};

/// The problem with the options, if none is right.
pub fn check(options: &[Choice]) -> Option<Problem> {
    (!options.iter().any(|it| it.right)).then_some(Problem::ChoiceWithoutRight)
}
