//! A text lacks one of the deck's languages.

use crate::{deck::check::Rule, text::Severity};

/// A text lacks one of the deck's languages.
pub const DOC: Rule = Rule {
    name: "language-missing",
    severity: Severity::Warning,
    ko: "덱의 languages에 적은 언어마다 글이 있어야 합니다. 없으면 다른 언어의 글을 대신 보여 줍니다.",
    en: "Every text must exist in each of the deck's `languages`. Where one is missing, the other is shown.",
};
