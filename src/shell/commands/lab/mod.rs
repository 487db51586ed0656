//! `lab`: experiments of decks and programs in files, looked at, run, and explored.
//!
//! Invariant: every command takes the same names for what it is about ([`target`]).

mod explore;
mod list;
mod open;
mod target;

use crate::{
    deck::Problem,
    machine::Limit,
    message::{failure::Trouble, lab as words},
    text::Span,
};

use self::target::Target;

use super::super::{
    app::App,
    cli::LabAction,
    failure::{Failure, Outcome},
};

pub(super) fn run(app: &mut App, action: LabAction) -> Outcome {
    match action {
        LabAction::List(arguments) => list::list(app, arguments.json),
        LabAction::Explore(arguments) => explore::run(app, &arguments),
        LabAction::Open(arguments) => open::open(app, arguments.target),
    }
}

/// A limit of the machine that a program met, told where the statement stands that met it.
fn outgrown(app: &App, target: &Target, met: Limit, place: Option<Span>) -> Failure {
    let Some(span) = place else { return limit(met) };
    let problem = Problem::OverBudget { experiment: target.experiment.id.clone(), why: met.into() };
    target.refused(app, &[problem.at(span)])
}

/// A limit of the machine that a program met.
fn limit(limit: Limit) -> Failure {
    let (bounded, most) = words::bound(limit);
    Trouble::MachineLimit(bounded, most).into()
}
