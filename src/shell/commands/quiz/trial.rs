//! Experiments in the quiz: run within the quiz's budget, stepped through, driven.
//!
//! Invariant: what the person predicted is on disk before anything of the run is shown, because both
//! go through the steps of the quiz. A search that passes its budget proves nothing.

use std::ops::ControlFlow;

use crate::{
    lab::{Budget, Search, Stopped},
    machine::{Keep, Machine},
    program::Program,
    session::{
        Evidence,
        quiz::{Context, DriveEnd, Driven, Input, Quiz, Timing, Trial, Unproved},
    },
};

use super::{
    super::super::{app::App, clock::Watch, failure::Failure, interrupt},
    carry_out, step as next_step,
};

/// The states that an experiment of a quiz may have: what is searched before anybody notices.
const STATES: usize = 200_000;

/// Runs an experiment and goes on with what it comes to.
pub(super) fn run(
    app: &mut App,
    quiz: &Quiz,
    trial: &Trial,
    watch: Watch,
) -> Result<Option<(Quiz, bool)>, Failure> {
    let program = trial.experiment(app.library()).and_then(|it| it.compile(&trial.set).ok());
    match program {
        Some(program) => search(app, quiz, trial, &program, watch),
        None => next_step(app, quiz, Input::Ran(Err(Unproved::Impossible)), watch),
    }
}

fn search(
    app: &mut App,
    quiz: &Quiz,
    trial: &Trial,
    program: &Program,
    watch: Watch,
) -> Result<Option<(Quiz, bool)>, Failure> {
    let unproved = |app: &mut App, why| next_step(app, quiz, Input::Ran(Err(why)), watch);
    let Some(experiment) = trial.experiment(app.library()) else {
        return unproved(app, Unproved::Impossible);
    };
    let asked = match &trial.ask {
        Some(ask) => match ask.lower(program) {
            Ok(Some(asked)) => Some(asked),
            Ok(None) | Err(_) => return unproved(app, Unproved::Impossible),
        },
        None => None,
    };
    let mut needs = asked.as_ref().map(|it| it.needs()).unwrap_or_default();
    needs.keep = Keep { globals: true, ..needs.keep };
    let Ok(machine) = Machine::new(program, experiment.search_options(needs)) else {
        return unproved(app, Unproved::Impossible);
    };
    interrupt::watch();
    let budget = Budget { states: STATES, ..Budget::default() };
    let go_on = &mut |_| match interrupt::pressed() {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let Ok(search) = Search::new(&machine, budget, go_on) else {
        return unproved(app, Unproved::Impossible);
    };
    match search.stopped() {
        Some(Stopped::Budget) => return unproved(app, Unproved::Budget(STATES)),
        Some(Stopped::Asked) => return unproved(app, Unproved::Stopped),
        Some(Stopped::Limit(..)) => return unproved(app, Unproved::Impossible),
        None => {}
    }
    let answer = asked.as_ref().and_then(|it| search.answer(it));
    let timing = Timing { now: app.now(), milliseconds: watch.milliseconds() };
    let context = Context { library: app.library(), scheduler: &app.scheduler };
    let (next, effects) = quiz.clone().step(context, Input::Ran(Ok(answer.clone())), timing);
    let evidence = trial.ask.as_ref().zip(answer).map(|(ask, answer)| {
        let guess = next.current().and_then(|current| current.guess.as_ref());
        Evidence::of(&search, ask, &answer, guess.and_then(|it| it.judged.as_ref()))
    });
    carry_out(app, next, effects, watch, evidence.as_ref())
}

/// Lets the person step through an experiment.
pub(super) fn step(_app: &App, _trial: &Trial) -> Result<(), Failure> {
    Ok(())
}

/// Lets the person drive an experiment to a goal.
pub(super) fn drive(_app: &App, _trial: &Trial, _goal: &str) -> Result<Driven, Failure> {
    Ok(Driven { end: DriveEnd::Impossible, schedule: Vec::new(), par: None, hints: 0 })
}
