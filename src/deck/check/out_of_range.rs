//! A number is outside its range: level 1–3, seconds 5–600, weight and need 1–10.

use crate::{deck::check::Rule, text::Severity};

/// A number is outside its range: level 1–3, seconds 5–600, weight and need 1–10.
pub const DOC: Rule = Rule {
    name: "out-of-range",
    severity: Severity::Error,
    ko: "숫자가 정해진 범위를 벗어났습니다. level은 1–3, seconds는 5–600, weight와 need는 1–10입니다.",
    en: "The number is outside its range: level 1 to 3, seconds 5 to 600, weight and need 1 to 10.",
};
