//! `lab`: experiments of decks and programs in files, looked at, run, and explored.
//!
//! Invariant: every command takes the same names for what it is about ([`target`]).

mod drive;
mod explore;
mod list;
mod open;
mod predict;
mod run;
mod show;
mod step;
mod target;
mod trace;
mod walk;

use std::path::Path;

pub(super) use drive::drive;
pub(super) use step::step;
pub(super) use target::Target;

use crate::{
    deck::Problem,
    machine::Limit,
    message::{failure::Trouble, lab as words},
    text::Span,
    view::{self, Line},
};

use super::super::{
    app::App,
    cli::LabAction,
    failure::{Failure, Outcome},
    files,
};

pub(super) fn run(app: &mut App, action: LabAction) -> Outcome {
    match action {
        LabAction::List(arguments) => list::list(app, arguments.json),
        LabAction::Show(arguments) => show::show(app, &arguments),
        LabAction::Run(arguments) => run::run(app, &arguments),
        LabAction::Step(arguments) => step::run(app, &arguments),
        LabAction::Drive(arguments) => drive::run(app, &arguments),
        LabAction::Explore(arguments) => explore::run(app, &arguments),
        LabAction::Open(arguments) => open::open(app, arguments.target),
    }
}

/// A limit of the machine that a program met, told where the statement stands that met it.
fn outgrown(app: &App, target: &Target, met: Limit, place: Option<Span>) -> Failure {
    let Some(span) = place else { return limit(met) };
    let problem = Problem::OverBudget { experiment: target.experiment.id.clone(), why: met.into() };
    target.refused(app, &target.experiment.program, &[problem.at(span)])
}

/// A limit of the machine that a program met.
fn limit(limit: Limit) -> Failure {
    let (bounded, most) = words::bound(limit);
    Trouble::MachineLimit(bounded, most).into()
}

/// Writes what was shown into a file, as a picture, if one was asked for.
fn picture(path: Option<&Path>, title: &str, lines: &[Line]) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    std::fs::write(path, view::lab::picture(title, lines)).map_err(|error| {
        Trouble::Unwritable { path: path.to_owned(), why: files::reason(&error) }.into()
    })
}
