//! From an experiment to what the lab runs: its program with some constants, its computer.
//!
//! Invariant: the program of an experiment that `deck check` passes compiles with its own constants.
//! It must not know what is found out about it.

use std::ops::ControlFlow;

use crate::{
    deck::{self, Ask, Experiment},
    lab::{Answer, Budget, Needs, Search, Stopped},
    machine::{Keep, Limit, Machine, Options},
    program::{self, Program},
    text::{Lang, Span, Text},
};

/// Why a question about an experiment has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// The program, or the question, is not the lab's language.
    Program(Vec<program::Finding>),
    /// The program grows beyond a limit of the machine.
    Limit(Limit),
    /// The budget was used up.
    Budget,
    /// Whoever watched wanted no more.
    Asked,
    /// It is about a timed run.
    Timed,
}

impl Experiment {
    /// An experiment of nothing but a program, called like its file.
    pub fn plain(name: &str, program: &str) -> Experiment {
        Experiment {
            id: name.into(),
            title: Text::one(Lang::En, name),
            shows: None,
            program: program.into(),
            claims: Vec::new(),
            machine: deck::Machine::default(),
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

    /// The computer for a search that answers what has these needs.
    pub fn search_options(&self, needs: Needs) -> Options {
        Options { clear_dead: !needs.locals, ..self.options(needs.keep) }
    }

    /// The answer to what a `predict` card asks, with these constants in place of its own.
    /// `progress` is told the number of states now and then, and can stop the search.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn answer(
        &self,
        ask: &Ask,
        set: &[(Box<str>, i64)],
        budget: Budget,
        progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Answer, Unanswered> {
        let program = self.compile(set).map_err(Unanswered::Program)?;
        let ask = ask.lower(&program).map_err(Unanswered::Program)?.ok_or(Unanswered::Timed)?;
        let options = self.search_options(ask.needs());
        let machine = Machine::new(&program, options).map_err(Unanswered::Limit)?;
        let search = Search::new(&machine, budget, progress).map_err(Unanswered::Limit)?;
        match (search.answer(&ask), search.stopped()) {
            (Some(answer), _) => Ok(answer),
            (None, Some(Stopped::Limit(limit, _))) => Err(Unanswered::Limit(*limit)),
            (None, Some(Stopped::Asked)) => Err(Unanswered::Asked),
            (None, _) => Err(Unanswered::Budget),
        }
    }
}
