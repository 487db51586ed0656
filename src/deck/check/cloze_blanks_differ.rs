//! A cloze with more blanks in one language than in the other.

use crate::{
    deck::{Piece, Problem, check::Rule, model::pieces},
    text::{Lang, Severity, Text},
};

/// A cloze with more blanks in one language than in the other.
pub const DOC: Rule = Rule {
    name: "cloze-blanks-differ",
    severity: Severity::Error,
    ko: "한국어와 영어의 빈칸 수가 다릅니다. 같은 것을 묻도록 수를 맞추세요.",
    en: "Korean and English have different numbers of blanks. Ask for the same in both.",
};

/// The problem with a cloze, if its languages have different numbers of blanks.
pub fn check(text: &Text) -> Option<Problem> {
    let blanks = |lang| {
        let pieces = pieces(text.exact(lang)?);
        Some(pieces.iter().filter(|it| matches!(it, Piece::Blank(_))).count())
    };
    let (ko, en) = (blanks(Lang::Ko)?, blanks(Lang::En)?);
    (ko != en).then_some(Problem::ClozeBlanksDiffer { ko, en })
}
