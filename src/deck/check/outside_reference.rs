//! A reference to a deck that is not among the files.

use crate::{deck::check::Rule, text::Severity};

/// A reference to a deck that is not among the files.
pub const DOC: Rule = Rule {
    name: "outside-reference",
    severity: Severity::Warning,
    ko: "검사한 파일 가운데 그 덱이 없어 확인하지 못했습니다. 함께 검사하거나 이름을 고치세요.",
    en: "The deck is not among the files that were checked. Check them together, or correct the name.",
};
