//! An id is kebab-case: a to z, 0 to 9, single hyphens between.

use crate::{
    deck::{Problem, check::Rule},
    text::Severity,
};

/// An id is kebab-case: a to z, 0 to 9, single hyphens between.
pub const DOC: Rule = Rule {
    name: "id-form",
    severity: Severity::Error,
    ko: "id는 영어 소문자, 숫자, 낱말 사이의 하이픈 하나로만 씁니다. 명령줄에 그대로 칠 수 있어야 하기 때문입니다.",
    en: "An id has lower-case letters, digits and single hyphens between them, so that it can be typed on a command line.",
};

/// The problem with an id, if there is one.
pub fn check(id: &str) -> Option<Problem> {
    if is_kebab(id) {
        return None;
    }
    let words = id.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    let better = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    let suggestion = (id.is_ascii() && is_kebab(&better)).then(|| better.into());
    Some(Problem::IdForm { id: id.into(), suggestion })
}

/// Long enough for any name, short enough for a line of a report.
const MOST: usize = 64;

fn is_kebab(id: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    id.len() <= MOST && id.split('-').all(word)
}
