//! A pattern that cannot be read.

use crate::{
    answer::PatternError,
    deck::{Named, Problem, check::Rule, raw::nearest},
    text::Severity,
};

/// A pattern that cannot be read.
pub const DOC: Rule = Rule {
    name: "pattern-form",
    severity: Severity::Error,
    ko: "패턴을 읽을 수 없습니다. ~와 !는 묶음의 맨 앞에 한 번만 쓰고 묶음의 모든 낱말에 걸립니다. 없어야 하는 묶음(!)만으로는 패턴이 되지 않습니다. 너무 긴 패턴은 둘로 나누세요.",
    en: "The pattern cannot be read. A ~ or ! stands once, before a group, and applies to all its words. Groups that must not occur (!) are no pattern by themselves. Split a pattern that is too long.",
};

/// The problem of a pattern; a subject that was probably meant is looked for among `subjects`.
pub fn problem<'n>(error: PatternError, subjects: impl Iterator<Item = &'n str>) -> Problem {
    match error {
        PatternError::Empty => Problem::EmptyPattern,
        PatternError::UnknownSubject(name) => {
            let suggestion = nearest(&name, subjects).map(Box::from);
            Problem::UnknownReference { what: Named::Subject, name, suggestion }
        }
        PatternError::SignInside => Problem::PatternSignInside,
        PatternError::OnlyAbsent => Problem::PatternOnlyAbsent,
        PatternError::TooLong(most) => Problem::PatternTooLong { most },
    }
}
