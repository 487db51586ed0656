//! A claim that could not be proved within its budget.

use crate::{deck::check::Rule, machine::Limit, text::Severity};

/// A claim that could not be proved within its budget.
pub const DOC: Rule = Rule {
    name: "over-budget",
    severity: Severity::Error,
    ko: "실험이 너무 커서 주장을 증명하지 못했습니다. 상태 500만 개 또는 1 GiB까지, 그리고 가상 컴퓨터의 한도까지 봅니다. 증명되지 않은 주장은 참으로 치지 않습니다. 상수나 스레드를 줄이세요.",
    en: "The experiment is too large to prove the claim: up to 5 million states or 1 GiB are searched, within the limits of the simulated computer. What is not proved does not count as true. Use smaller constants or fewer threads.",
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
