//! `lab step`: a program gone through step by step, on the full screen or line by line.
//!
//! Invariant: both forms give the same stepper the same inputs; nothing is decided here but which
//! form, and when a search is stopped.

use std::ops::ControlFlow;

use crate::{
    lab::{Budget, Story, outlook},
    machine::{Keep, Machine},
    message::{failure::Trouble, step as words},
    program,
    session::step::{Effect, Input, Stepper},
    view::{
        Role,
        step::{self as drawing, Subject},
    },
};

use super::{
    super::super::{
        app::App,
        cli,
        editor::{AnswerEditor, Read},
        failure::{End, Failure, Outcome},
        interrupt,
    },
    explore::Progress,
    limit,
    target::{self, Target},
};

pub(super) fn run(app: &App, arguments: &cli::Step) -> Outcome {
    let target = target::one(app, &arguments.target)?;
    let program = target.compile(app)?;
    let keep = Keep { globals: true, locals: true, ..Keep::default() };
    let machine = Machine::new(&program, target.experiment.options(keep)).map_err(limit)?;
    let mut story = Story::new(&machine).map_err(limit)?;
    if let Some(schedule) = &arguments.schedule {
        story.follow(schedule).map_err(limit)?.map_err(|found| Trouble::Derailed {
            at: found.at + 1,
            written: found.written,
            possible: found.possible,
        })?;
    }
    let rows = program::rows(&target.experiment.program);
    let subject = Subject { name: &target.experiment.id, title: title(app, &target), rows: &rows };
    let stepper = Stepper::new(story);
    if !app.terminal.interactive && arguments.schedule.is_some() {
        return whole(app, &subject, stepper);
    }
    plain(app, &subject, stepper)
}

/// The title of an experiment; a plain file has none but its name.
pub(super) fn title<'a>(app: &App, target: &'a Target) -> &'a str {
    let title = target.experiment.title.get(app.lang());
    if *title == *target.experiment.id { "" } else { title }
}

/// Every move of a recorded run.
fn whole(app: &App, subject: &Subject, mut stepper: Stepper) -> Outcome {
    app.show(&drawing::opening(&app.paper(), subject, &stepper))?;
    loop {
        app.show(&drawing::plain(app.lang(), &app.paper(), subject, &stepper))?;
        if stepper.at() == stepper.story().len() {
            return Ok(End::Well);
        }
        stepper = stepper.step(Input::Forward).0;
    }
}

/// Line by line: the state, a prompt, a line.
fn plain(app: &App, subject: &Subject, mut stepper: Stepper) -> Outcome {
    let mut lines = Lines::new(app)?;
    app.show(&drawing::opening(&app.paper(), subject, &stepper))?;
    app.show(&drawing::plain(app.lang(), &app.paper(), subject, &stepper))?;
    while let Some(line) = lines.next(words::prompt(app.lang()))? {
        let Some(input) = stepper.typed(&line) else {
            let sentence = words::not_understood(app.lang(), line.trim());
            app.show(&app.paper().paragraphs(Role::Warning, sentence, 0))?;
            continue;
        };
        let (next, effects) = stepper.step(input);
        stepper = next;
        for effect in effects {
            match effect {
                Effect::Leave => return Ok(End::Well),
                Effect::Explore => {
                    let mut progress = Progress::new(app);
                    interrupt::watch();
                    let found = reach(&stepper, &mut |states| progress.tell(states));
                    progress.clear();
                    stepper = stepper.step(found).0;
                }
            }
        }
        app.show(&drawing::plain(app.lang(), &app.paper(), subject, &stepper))?;
    }
    Ok(End::Well)
}

/// What can still come from where the stepper stands.
fn reach(stepper: &Stepper, progress: &mut dyn FnMut(usize) -> ControlFlow<()>) -> Input {
    let found = outlook(stepper.machine(), stepper.state(), Budget::default(), progress);
    Input::Reached(found.map(Box::new))
}

/// Lines from a person at a prompt, or from a pipe.
pub(super) struct Lines {
    editor: Option<AnswerEditor>,
}

impl Lines {
    pub(super) fn new(app: &App) -> Result<Lines, Failure> {
        let editor =
            || AnswerEditor::new().map_err(|why| Failure::Output(std::io::Error::other(why)));
        Ok(Lines { editor: app.terminal.interactive.then(editor).transpose()? })
    }

    /// The next line; none when there are no more, or the person leaves.
    pub(super) fn next(&mut self, prompt: &str) -> Result<Option<String>, Failure> {
        match &mut self.editor {
            Some(editor) => match editor.line(prompt, "") {
                Read::Text(line) => Ok(Some(line)),
                Read::Unreadable => Err(Trouble::BadInput.into()),
                Read::Interrupt(_) | Read::Leave(_) | Read::Edit(_) => Ok(None),
            },
            None => {
                let mut line = String::new();
                match std::io::stdin().read_line(&mut line) {
                    Ok(0) => Ok(None),
                    Ok(_) => Ok(Some(line)),
                    Err(_) => Err(Trouble::BadInput.into()),
                }
            }
        }
    }
}
