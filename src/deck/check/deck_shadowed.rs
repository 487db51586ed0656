//! A deck that a later source replaces.

use crate::{deck::check::Rule, text::Severity};

/// A deck that a later source replaces.
pub const DOC: Rule = Rule {
    name: "deck-shadowed",
    severity: Severity::Warning,
    ko: "같은 id를 가진 덱이 여럿이면 나중 것만 씁니다.",
    en: "Of several decks with one id only the last is used.",
};
