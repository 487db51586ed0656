//! A choice of which every option is right.

use crate::{
    deck::{Choice, Problem, check::Rule},
    text::Severity,
};

/// A choice of which every option is right.
pub const DOC: Rule = Rule {
    name: "choice-all-right",
    severity: Severity::Warning,
    ko: "모든 보기가 맞습니다. 틀린 보기를 하나는 두어야 고르는 문제가 됩니다.",
    en: "Every option is right. Without a wrong one there is nothing to tell apart.",
};

/// The problem with the options, if all are right.
pub fn check(options: &[Choice]) -> Option<Problem> {
    (1 < options.len() && options.iter().all(|it| it.right)).then_some(Problem::ChoiceAllRight)
}
