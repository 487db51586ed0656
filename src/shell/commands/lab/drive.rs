//! `lab drive`: the person is the scheduler and tries to reach a goal.
//!
//! Invariant: no game begins before every state was searched, so whatever it says is proved.

use crate::{
    deck::{Assertion, Experiment, Kind},
    lab::{Budget, Course, Goal, Search, Stopped, Story},
    machine::{Keep, Machine},
    message::{failure::Trouble, lab as lab_words},
    program,
    session::{
        drive::{Driver, Score},
        step::Stepper,
    },
    view::step::{self as drawing, Subject},
};

use super::{
    super::super::{
        app::App,
        cli,
        failure::{End, Failure, Outcome},
        interrupt,
        progress::Progress,
    },
    limit,
    step::title,
    target::{self, Target},
    walk::{line_by_line, walk},
};

pub(super) fn run(app: &App, arguments: &cli::Drive) -> Outcome {
    let target = target::one(app, &arguments.target)?;
    let goal = match &arguments.goal {
        Some(goal) => goal.clone(),
        None => goal_of(app, &arguments.target.target, &target)?,
    };
    match drive(app, &target, &goal, arguments.plain)? {
        Some((score, _)) if score.solved => Ok(End::Well),
        Some(_) => Ok(End::Findings),
        None => Ok(End::Interrupted),
    }
}

/// The goal of the `drive` card of this name, or of the one that uses the experiment.
fn goal_of(app: &App, name: &str, target: &Target) -> Result<String, Trouble> {
    let library = app.library();
    let drives = |card: &crate::deck::Card| match &card.kind {
        Kind::Drive(drive) => Some(drive.goal.to_string()),
        _ => None,
    };
    let named = library.find(name);
    let named = named.iter().filter_map(|key| drives(library.card(key)?.1));
    let uses = library.cards().filter_map(|(_, deck, card)| {
        let found = library.experiment(deck, card.experiment.as_deref()?)?.1;
        (*found == target.experiment).then(|| drives(card)).flatten()
    });
    named.chain(uses).next().ok_or_else(|| Trouble::NoGoal(target.address.clone()))
}

/// Plays until the goal is reached or the person leaves; what it came to and the schedule at the end,
/// or nothing if the search before it was stopped.
///
/// # Errors
/// When the goal is none of this program, or the program is too large to be searched whole.
pub(in crate::shell) fn drive(
    app: &App,
    target: &Target,
    goal: &str,
    plain: bool,
) -> Result<Option<(Score, Vec<String>)>, Failure> {
    let lang = app.lang();
    let program = target.compile(app)?;
    let read = Goal::read(&program, goal, &exclusive(&target.experiment));
    let read = read.map_err(|found| Trouble::BadGoal {
        goal: goal.to_owned(),
        why: found.first().map(|it| crate::message::program::problem(lang, &it.problem)),
    })?;
    let keep = Keep { globals: true, ..read.needs().keep };
    let machine = Machine::new(&program, target.experiment.options(keep)).map_err(limit)?;
    interrupt::watch();
    let mut progress = Progress::new(app);
    let search = Search::new(&machine, Budget::default(), &mut |states| {
        progress.tell(&|| lab_words::so_far(lang, states))
    });
    progress.clear();
    let search = search.map_err(limit)?;
    match search.stopped() {
        Some(Stopped::Limit(it, _)) => return Err(limit(*it)),
        Some(Stopped::Budget) => return Err(Trouble::TooManyStates(search.graph().len()).into()),
        Some(Stopped::Asked) => return Ok(None),
        None => {}
    }
    let Some(course) = Course::new(search, &read) else { return Ok(None) };
    let rows = program::rows(&target.experiment.program);
    let subject = Subject { name: &target.experiment.id, title: title(app, target), rows: &rows };
    let story = Story::new(&machine).map_err(limit)?;
    let driver = Driver::new(&course, goal, Stepper::new(story));
    let driver = walk(app, &subject, driver, plain)?;
    // Line by line a win has just been told.
    if !line_by_line(app, plain) || !driver.score().solved {
        app.show(&drawing::score(lang, &app.paper(), &driver))?;
    }
    Ok(Some((driver.score(), driver.stepper().story().schedule())))
}

/// The regions that claims of the experiment say are exclusive.
fn exclusive(experiment: &Experiment) -> Vec<&str> {
    let regions = experiment.claims.iter().filter_map(|it| match &it.what {
        Assertion::Exclusive(region) => Some(region.trim()),
        _ => None,
    });
    regions.collect()
}
