//! From an experiment to what the lab runs: its program with some constants, its computer.
//!
//! Invariant: the program of an experiment that `deck check` passes compiles with its own constants.
//! It must not know what is found out about it.

use crate::{
    deck::{Experiment, Machine},
    machine::{Keep, Options},
    program::{self, Program},
    text::{Lang, Span, Text},
};

impl Experiment {
    /// An experiment of nothing but a program, called like its file.
    pub fn plain(name: &str, program: &str) -> Experiment {
        Experiment {
            id: name.into(),
            title: Text::one(Lang::En, name),
            shows: None,
            program: program.into(),
            claims: Vec::new(),
            machine: Machine::default(),
            runs: Vec::new(),
            span: Span { start: 0, end: 0 },
        }
    }

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
