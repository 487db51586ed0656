//! A prediction before an experiment of a deck runs, and what is so beside it.
//!
//! Invariant: only a person at a terminal is asked, who can always go on without an answer; what is
//! proved is shown after the prediction, never before.

use crate::{
    deck::{Ask, Runs},
    lab::{Answer, Budget},
    message::{lab, prediction as words},
    session::{
        judge,
        quiz::{Guess, Trial},
        read,
    },
    view::{self, Line, Role},
};

use super::{
    super::super::{
        app::App,
        editor::{AnswerEditor, Read},
        failure::Failure,
        interrupt,
        progress::Progress,
    },
    super::quiz::fraction,
    Target,
};

/// What became of the question.
pub(super) enum Asked {
    /// Go on.
    Done,
    /// Ctrl-C.
    Interrupted,
}

/// Asks what the experiment will show, and tells how the prediction compares.
pub(super) fn predict(app: &App, target: &Target) -> Result<Asked, Failure> {
    let experiment = &target.experiment;
    let question = experiment.question().filter(|it| it.1.is_empty());
    let Some((ask, _)) = question.filter(|_| app.terminal.interactive) else {
        return Ok(Asked::Done);
    };
    let (lang, paper) = (app.lang(), app.paper());
    let trial = Trial {
        deck: "".into(),
        experiment: experiment.id.clone(),
        set: target.set.clone(),
        ask: Some(ask.clone()),
    };
    let mut guess = Guess::new(trial);
    let Some(form) = guess.form() else { return Ok(Asked::Done) };
    app.show(&view::prediction::experiment(lang, &paper, experiment, &guess))?;
    let mut editor = AnswerEditor::new()?;
    let reply = loop {
        let line = match editor.line(words::prompt(lang, true), "") {
            Read::Text(line) => line.trim().to_owned(),
            Read::Interrupt(_) => return Ok(Asked::Interrupted),
            Read::Leave(_) => String::new(),
            Read::Edit(_) | Read::Unreadable => "?".to_owned(),
        };
        if line.is_empty() {
            return Ok(Asked::Done);
        }
        if line == "?" {
            app.show(&paper.paragraphs(Role::Plain, words::help(lang, form), 0))?;
            continue;
        }
        match read(form, &line) {
            Some(reply) => break (line, reply),
            None => app.show(&paper.paragraphs(Role::Warning, words::unreadable(lang, form), 0))?,
        }
    };
    // Without an answer there is nothing to compare, and the run itself tells why.
    let Some(answer) = answer(app, target, &ask) else { return Ok(Asked::Done) };
    guess.judged = Some(judge(&reply.1, &answer));
    guess.said = Some(reply);
    guess.outcome = Some(Ok(Some(answer)));
    let mut lines = view::prediction::comparison(lang, &paper, &guess);
    lines.push(Line::new());
    app.show(&lines)?;
    Ok(Asked::Done)
}

fn answer(app: &App, target: &Target, ask: &Ask) -> Option<Answer> {
    if let Ask::Measure { what, run } = ask {
        let mut runs = Runs::new(&target.experiment);
        return runs.measure(what, run.as_deref(), &target.set).ok().and_then(fraction);
    }
    interrupt::watch();
    let mut progress = Progress::new(app);
    let tell = &mut |states| progress.tell(&|| lab::so_far(app.lang(), states));
    let answer = target.experiment.answer(ask, &target.set, Budget::default(), tell).ok();
    progress.clear();
    answer
}
