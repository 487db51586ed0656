//! A claim that could not be proved within its budget.

use crate::{deck::check::Rule, machine::Limit, text::Severity};

/// A claim that could not be proved within its budget.
pub const DOC: Rule = Rule {
    name: "over-budget",
    severity: Severity::Error,
    ko: "실험이 너무 커서 주장을 증명하지 못했습니다. 상태 500만 개 또는 1 GiB까지, 그리고 가상 컴퓨터의 한도까지 봅니다. 넘으면 그 주장에 상관없는 차이(똑같은 스레드 가운데 누가 움직였는지, 아무도 보지 못하는 단계가 언제였는지)를 빼고 한 번 더 봅니다. 증명되지 않은 주장은 참으로 치지 않습니다. 상수나 스레드를 줄이세요.",
    en: "The experiment is too large to prove the claim: up to 5 million states or 1 GiB are searched, within the limits of the simulated computer, and then once more without what the claim cannot tell apart (which of several identical threads moved, when a step that nobody sees was taken). What is not proved does not count as true. Use smaller constants or fewer threads.",
};

/// Why a claim was not proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproved {
    /// There are more states, or larger ones; so many were found.
    Budget(usize),
    /// The program grows beyond a limit of the machine.
    Limit(Limit),
    /// A timed run was stopped after so many ticks.
    Ticks(u64),
}

impl From<Limit> for Unproved {
    fn from(limit: Limit) -> Unproved {
        Unproved::Limit(limit)
    }
}
