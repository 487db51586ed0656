//! A claim that is true whatever the program does.

use crate::{
    deck::{Claim, Problem, check::Rule},
    lab::{Statement, is_constant},
    text::Severity,
};

/// A claim that is true whatever the program does.
pub const DOC: Rule = Rule {
    name: "claim-cannot-fail",
    severity: Severity::Warning,
    ko: "주장의 식이 상수뿐이라 프로그램이 무엇을 하든 참입니다. 아무것도 보여 주지 못하니, 실행에 따라 달라지는 것을 쓰세요.",
    en: "The expression of a claim has only constants, so the claim is true whatever the program does, and shows nothing. Claim something that a run can change.",
};

/// The problem of a claim that holds, if it could not but hold.
pub fn check(claim: &Claim, statement: &Statement) -> Option<Problem> {
    let claims = statement.claims();
    let empty = claims.is_empty() || !claims.into_iter().all(is_constant);
    (!empty).then(|| Problem::ClaimCannotFail { claim: Box::new(claim.clone()) })
}
