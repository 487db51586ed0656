//! Experiments in the quiz: run within the quiz's budget, stepped through, driven.
//!
//! Invariant: what the person predicted is on disk before anything of the run is shown, because both
//! go through the steps of the quiz. A search that passes its budget proves nothing.

use std::ops::ControlFlow;

use num_rational::BigRational;

use crate::{
    deck::{Ask, Runs},
    lab::{Answer, Budget, Search, Stopped},
    machine::{Keep, Machine},
    program::Program,
    session::{
        Evidence,
        quiz::{Context, Driven, Effect, Input, Quiz, Timing, Trial, Unproved},
    },
};

use super::{
    super::{
        super::{app::App, clock::Watch, failure::Failure, interrupt, report},
        lab,
    },
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
        Some(Ask::Measure { what, run }) => {
            let measured = Runs::new(experiment).measure(what, run.as_deref(), &trial.set);
            let Some(answer) = measured.ok().and_then(fraction) else {
                return unproved(app, Unproved::Impossible);
            };
            let run = experiment.run_of(what, run.as_deref());
            let trace = experiment.trace(run, &trial.set).ok();
            let (next, effects) = ran(app, quiz, Some(answer), watch);
            let evidence = Evidence { trace, ..Evidence::default() };
            return carry_out(app, next, effects, watch, Some(&evidence));
        }
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
    let (next, effects) = ran(app, quiz, answer.clone(), watch);
    let evidence = trial.ask.as_ref().zip(answer).map(|(ask, answer)| {
        let guess = next.current().and_then(|current| current.guess.as_ref());
        Evidence::of(&search, ask, &answer, guess.and_then(|it| it.judged.as_ref()))
    });
    carry_out(app, next, effects, watch, evidence.as_ref())
}

/// The quiz after an experiment ran, and what is to be done.
fn ran(app: &App, quiz: &Quiz, answer: Option<Answer>, watch: Watch) -> (Quiz, Vec<Effect>) {
    let timing = Timing { now: app.now(), milliseconds: watch.milliseconds() };
    let context = Context { library: app.library(), scheduler: &app.scheduler };
    quiz.clone().step(context, Input::Ran(Ok(answer)), timing)
}

/// What was measured, as an answer; nothing measured is less than 0.
pub(in crate::shell::commands) fn fraction(value: BigRational) -> Option<Answer> {
    let part = value.numer().to_biguint()?;
    Some(Answer::Chance(part, value.denom().to_biguint()?))
}

/// Lets the person step through an experiment. What goes wrong is told, and the quiz goes on.
pub(super) fn step(app: &App, trial: &Trial) {
    let Some(target) = target(app, trial) else { return };
    if let Err(failure) = lab::step(app, &target, None, false) {
        report::failure(app, &failure);
    }
}

/// Lets the person drive an experiment to a goal. What goes wrong is told, and the quiz goes on.
pub(super) fn drive(app: &App, trial: &Trial, goal: &str) -> Result<Driven, Unproved> {
    let target = target(app, trial).ok_or(Unproved::Impossible)?;
    match lab::drive(app, &target, goal, false) {
        Ok(Some((score, schedule))) => Ok(Driven { score, schedule: schedule.join(",") }),
        Ok(None) => Err(Unproved::Stopped),
        Err(failure) => {
            report::failure(app, &failure);
            Err(Unproved::Impossible)
        }
    }
}

fn target(app: &App, trial: &Trial) -> Option<lab::Target> {
    let experiment = trial.experiment(app.library())?.clone();
    let address = format!("{}/{}", trial.deck, trial.experiment);
    Some(lab::Target { experiment, address, set: trial.set.clone() })
}
