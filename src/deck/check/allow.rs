//! A lowered rule that names no rule, gives no reason, or finds nothing.

use crate::{
    deck::{Finding, Problem, check::Rule},
    text::{Severity, Span},
};

/// A lowered rule that names no rule, gives no reason, or finds nothing.
pub const DOC: Rule = Rule {
    name: "allow",
    severity: Severity::Warning,
    ko: "[[allow]]는 있는 규칙의 이름, 이 덱의 카드, 이유를 적어야 합니다. 더는 지적이 없는 것은 지우세요.",
    en: "An [[allow]] names a rule, a card of this deck, and the reason. Remove one that nothing needs any more.",
};

/// One `[[allow]]` of a deck.
pub struct Allow<'a> {
    /// The rule to lower.
    pub rule: &'a str,
    /// The card it is lowered for.
    pub card: &'a str,
    /// The place of the rule's name.
    pub span: Span,
}

/// Takes out the findings that are allowed; reports an allowance that took out none.
///
/// Errors stay: what cannot be used cannot be used for a reason. Those of a rubric that can be used
/// are found, and allowed, where rubrics are tried.
pub fn check(
    findings: &mut Vec<(Option<usize>, Finding)>,
    allows: &[Allow<'_>],
    unit_of: &dyn Fn(&str) -> Option<usize>,
) {
    for allow in allows {
        let unit = unit_of(allow.card);
        let before = findings.len();
        findings.retain(|(of, finding)| {
            of.is_none()
                || *of != unit
                || finding.severity == Severity::Error
                || finding.problem.rule() != allow.rule
        });
        // What a reference into another deck leads to is seen later, by the library; what a rubric
        // finds, when it is tried.
        let later = ["outside-reference", "unknown-reference"].contains(&allow.rule)
            || super::is_tried(allow.rule);
        if findings.len() == before && unit.is_some() && !later {
            let problem = Problem::AllowUnused { rule: allow.rule.into(), card: allow.card.into() };
            findings.push((None, problem.at(allow.span)));
        }
    }
}
