//! An alias that is the name of something else.

use crate::{deck::check::Rule, text::Severity};

/// An alias that is the name of something else.
pub const DOC: Rule = Rule {
    name: "alias-conflict",
    severity: Severity::Warning,
    ko: "별명이 다른 카드나 덱의 이름과 같아서 기록을 어느 쪽에 이어야 할지 알 수 없습니다.",
    en: "The alias is the name of another card or deck, so it is not clear whose history is meant.",
};
