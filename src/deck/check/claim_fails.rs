//! A claim that is not true.

use num_rational::BigRational;

use crate::{
    deck::{Claim, check::Rule},
    lab::{Answer, Tale},
    text::Severity,
};

/// A claim that is not true.
pub const DOC: Rule = Rule {
    name: "claim-fails",
    severity: Severity::Error,
    ko: "실험의 주장이 사실이 아닙니다. 모든 실행 순서를 보고 확인한 결과입니다. 실제로는 어떤지와, 있으면 주장을 깨는 실행 순서 가운데 선점이 가장 적은 것을 보여 줍니다. 프로그램이나 주장을 고치세요.",
    en: "A claim of an experiment is not true; every schedule was searched to find out. What is true instead is said, and, where there is one, the schedule with the fewest preemptions that breaks the claim. Correct the program or the claim.",
};

/// What is true instead of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instead {
    /// Of all schedules.
    Explored(Answer),
    /// A timed run measures this.
    Measured(BigRational),
    /// The two sides of a comparison.
    Compared([BigRational; 2]),
    /// The runs do not have what is measured: a task did not end, or something is divided by 0.
    NoValue,
}

/// A claim that is not true, and what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refuted {
    /// The experiment.
    pub experiment: Box<str>,
    /// The claim.
    pub claim: Claim,
    /// What is true instead.
    pub found: Instead,
    /// A schedule that shows it.
    pub tale: Option<Tale>,
}
