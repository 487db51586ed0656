//! A pattern, one of its groups, or one of its terms that says nothing.

use crate::{deck::check::Rule, text::Severity};

/// A pattern, one of its groups, or one of its terms that says nothing.
pub const DOC: Rule = Rule {
    name: "empty-pattern",
    severity: Severity::Error,
    ko: "패턴이 비어 있거나, + 또는 | 옆이 비어 있습니다. 빈 낱말은 모든 답에 들어맞습니다.",
    en: "A pattern is empty, or there is nothing beside a + or a |. An empty term would match every answer.",
};
