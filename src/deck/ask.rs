//! What can be asked of an experiment: from the claims about it to questions that have an answer.
//!
//! Invariant: a question holds nothing of its answer. It must not know how it is answered.

use std::fmt;

use crate::deck::{Ask, Assertion, Experiment};

/// Constants with a value each, by name.
type Constants = [(Box<str>, i64)];

impl Experiment {
    /// What can be asked of it before it runs, with constants: what its first claim about values,
    /// schedules, deadlocks or printed lines says, else any other that has an answer.
    pub fn question(&self) -> Option<(Ask, &Constants)> {
        let asks = || self.claims.iter().filter_map(|it| Some((it.what.ask()?, &*it.with)));
        let usual = |it: &(Ask, _)| {
            matches!(it.0, Ask::Final(_) | Ask::Schedules(_) | Ask::Deadlock | Ask::Outputs)
        };
        asks().find(usual).or_else(|| asks().next())
    }
}

impl Experiment {
    /// Whether its claims are about pages and frames, so that a memory map shows what it is about.
    pub fn is_about_memory(&self) -> bool {
        let about =
            |text: &str| ["frame", "address", "copied"].iter().any(|word| text.contains(word));
        self.claims.iter().any(|claim| match &claim.what {
            Assertion::FinalIs { of, .. } | Assertion::FinalCan { of, .. } => {
                of.iter().any(|it| about(it))
            }
            Assertion::Always(text) | Assertion::Never(text) | Assertion::Possible(text) => {
                about(text)
            }
            _ => false,
        })
    }
}

impl Assertion {
    /// The question that the claim answers, if it has an answer beside yes.
    fn ask(&self) -> Option<Ask> {
        Some(match self {
            Assertion::FinalIs { of, .. } | Assertion::FinalCan { of, .. } => {
                Ask::Final(of.clone())
            }
            Assertion::Possible(expression) | Assertion::Never(expression) => {
                Ask::Possible(expression.clone())
            }
            Assertion::Deadlock(_) => Ask::Deadlock,
            Assertion::Fault(_) => Ask::Fault,
            Assertion::Outputs(_) => Ask::Outputs,
            Assertion::Schedules { expression, .. } => Ask::Schedules(expression.clone()),
            Assertion::Chance { expression, .. } => Ask::Chance(expression.clone()),
            Assertion::Ends(_) => Ask::Ends,
            Assertion::Measure { what, .. } => Ask::Measure { what: what.clone(), run: None },
            Assertion::Always(_)
            | Assertion::Exclusive(_)
            | Assertion::Progress(_)
            | Assertion::Compare(_) => return None,
        })
    }
}

impl fmt::Display for Ask {
    /// As a deck has it: the key of a claim and its expression.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ask::Final(of) => write!(f, "final {}", of.join(", ")),
            Ask::Deadlock => f.write_str("deadlock"),
            Ask::Outputs => f.write_str("outputs"),
            Ask::Fault => f.write_str("fault"),
            Ask::Ends => f.write_str("ends"),
            Ask::Possible(expression) => write!(f, "possible {expression}"),
            Ask::Schedules(expression) => write!(f, "schedules {expression}"),
            Ask::Chance(expression) => write!(f, "chance {expression}"),
            Ask::Measure { what, run: Some(run) } => write!(f, "measure {run}.{what}"),
            Ask::Measure { what, run: None } => write!(f, "measure {what}"),
        }
    }
}
