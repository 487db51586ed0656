//! From an experiment to what the lab runs: its program with some constants, its computer.
//!
//! Invariant: the program of an experiment that `deck check` passes compiles with its own constants.
//! It must not know what is found out about it.

use std::fmt;

use crate::{
    deck::{Ask, Assertion, Experiment},
    machine::{Keep, Options},
    program::{self, Program},
};

impl Experiment {
    /// Its program, with these constants in place of its own.
    ///
    /// # Errors
    /// What is wrong with the program, with places in its text.
    pub fn compile(&self, set: &[(Box<str>, i64)]) -> Result<Program, Vec<program::Finding>> {
        let (checked, findings) = program::check(&self.program);
        let overrides: Vec<(&str, i64)> = set.iter().map(|it| (&*it.0, it.1)).collect();
        match checked {
            Some(checked) if findings.is_empty() => program::lower(&checked, &overrides),
            _ => Err(findings),
        }
    }

    /// What can be asked of it before it runs, with constants: what its first claim about values,
    /// schedules, deadlocks or printed lines says, else any other that has an answer.
    pub fn question(&self) -> Option<(Ask, &[(Box<str>, i64)])> {
        let asks = || self.claims.iter().filter_map(|it| Some((it.what.ask()?, &*it.with)));
        let usual = |it: &(Ask, _)| {
            matches!(it.0, Ask::Final(_) | Ask::Schedules(_) | Ask::Deadlock | Ask::Outputs)
        };
        asks().find(usual).or_else(|| asks().next())
    }

    /// The computer that every use of it runs on.
    pub fn options(&self, keep: Keep) -> Options {
        let words = |written: Option<u32>, default: usize| {
            written.map_or(default, |it| usize::try_from(it).unwrap_or(usize::MAX))
        };
        let default = Options::default();
        Options {
            page_words: words(self.machine.page, default.page_words),
            stack_words: words(self.machine.stack, default.stack_words),
            heap_words: words(self.machine.heap, default.heap_words),
            spurious: self.machine.spurious.unwrap_or(default.spurious),
            keep,
            ..default
        }
    }
}

impl Assertion {
    /// The question that the claim answers, if it has an answer beside yes.
    fn ask(&self) -> Option<Ask> {
        Some(match self {
            Assertion::FinalIs { of, .. } | Assertion::FinalCan { of, .. } => Ask::Final(of.clone()),
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
