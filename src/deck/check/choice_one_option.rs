//! A choice with fewer than two options.

use crate::{
    deck::{Problem, check::Rule},
    text::Severity,
};

/// A choice with fewer than two options.
pub const DOC: Rule = Rule {
    name: "choice-one-option",
    severity: Severity::Error,
    ko: "고를 것이 하나뿐입니다. [[choice.option]]을 둘 이상 쓰세요.",
    en: "There is nothing to choose. Write two or more [[choice.option]] tables.",
};

/// The problem with the options, if there are fewer than two.
pub fn check(options: usize) -> Option<Problem> {
    (options < 2).then_some(Problem::ChoiceOneOption)
}
