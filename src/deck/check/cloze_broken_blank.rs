//! A blank that is not closed, or empty.

use crate::{
    deck::{Piece, Problem, check::Rule, model::pieces},
    text::Severity,
};

/// A blank that is not closed, or empty.
pub const DOC: Rule = Rule {
    name: "cloze-broken-blank",
    severity: Severity::Error,
    ko: "빈칸이 닫히지 않았거나 비어 있습니다. {{낱말|다른 낱말}}처럼 쓰세요.",
    en: "A blank is not closed, or empty. Write it {{word|another word}}.",
};

/// The problem with a text, if one of its blanks is broken.
pub fn check(text: &str) -> Option<Problem> {
    let broken = pieces(text).iter().any(|piece| match piece {
        Piece::Text(text) => text.contains("{{") || text.contains("}}"),
        Piece::Blank(words) => words.iter().any(|it| it.is_empty() || it.contains("{{")),
    });
    broken.then_some(Problem::ClozeBrokenBlank)
}
