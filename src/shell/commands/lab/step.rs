//! `lab step`: a program gone through step by step, forward and back.
//!
//! Invariant: a schedule given is followed exactly or refused at the move that is not possible.

use crate::{
    lab::Story,
    machine::{Keep, Machine},
    message::{failure::Trouble, refuted as words},
    program,
    session::step::{Input, Stepper},
    view::{
        self, Line, Role,
        step::{self as drawing, Subject},
    },
};

use super::{
    super::super::{
        app::App,
        cli,
        failure::{End, Failure, Outcome},
    },
    limit,
    target::{self, Target},
    walk::walk,
};

pub(super) fn run(app: &App, arguments: &cli::Step) -> Outcome {
    let target = target::one(app, &arguments.target)?;
    let walked = step(app, &target, arguments.schedule.as_deref(), arguments.plain)?;
    // What was found is not lost with the screen.
    if let Some(schedule) = walked.filter(|it| !it.is_empty() && app.terminal.interactive) {
        let heading = words::replay_heading(app.lang());
        let command = words::replay(&target.address, &target.set, &schedule);
        let line = Line::of(Role::Muted, format!("{heading}  ")).with(Role::Key, command);
        app.show(&line.wrap_in(app.paper().measure(), app.paper().width, 2))?;
    }
    Ok(End::Well)
}

/// Steps an experiment, along a schedule if one is given. Without a terminal a schedule is told
/// whole; else the moves up to where the person left are given back.
pub(in crate::shell) fn step(
    app: &App,
    target: &Target,
    schedule: Option<&str>,
    plain: bool,
) -> Result<Option<String>, Failure> {
    let program = target.compile(app)?;
    let keep = Keep { globals: true, copied: true, ..Keep::default() };
    let machine = Machine::new(&program, target.experiment.options(keep)).map_err(limit)?;
    let mut story = Story::new(&machine).map_err(limit)?;
    if let Some(schedule) = schedule {
        story.follow(schedule).map_err(limit)?.map_err(|found| Trouble::Derailed {
            at: found.at + 1,
            written: found.written,
            possible: found.possible,
        })?;
    }
    let rows = program::rows(&target.experiment.program);
    let subject = Subject { name: &target.experiment.id, title: title(app, target), rows: &rows };
    let stepper = Stepper::new(story);
    if !app.terminal.interactive && schedule.is_some() {
        whole(app, &subject, stepper)?;
        return Ok(None);
    }
    let stepper = walk(app, &subject, stepper, plain)?;
    Ok(Some(stepper.story().schedule()[..stepper.at()].join(",")))
}

/// The title of an experiment; a plain file has none but its name.
pub(super) fn title<'a>(app: &App, target: &'a Target) -> &'a str {
    let title = target.experiment.title.get(app.lang());
    if *title == *target.experiment.id { "" } else { title }
}

/// Every move of a recorded run in a table, and how it then stands.
fn whole(app: &App, subject: &Subject, stepper: Stepper) -> Result<(), Failure> {
    let (lang, paper) = (app.lang(), app.paper());
    app.show(&drawing::opening(&paper, subject, &stepper))?;
    app.show(&view::lab::steps(lang, &paper, stepper.story(), 0..stepper.story().len()))?;
    let (stepper, _) = stepper.step(Input::Last);
    app.show(&drawing::plain(lang, &paper, subject, &stepper, None))?;
    Ok(())
}
