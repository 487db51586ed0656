//! A question while it is asked: the time spent on it, its hint, and what can be typed instead of an
//! answer.
//!
//! Invariant: time and hint are on disk with whatever is kept of the answer, so a question that was left
//! goes on where it stopped. It must not know how an answer is read.

use crate::{
    message,
    message::interviewer as words,
    record::interview::{Draft, Form, Mode, Step},
    session::interview::{self as session, Question, Reply},
};

use super::super::super::{app::App, clock::Watch, editor::AnswerEditor, failure::Failure};
use super::{Asked, Held, host, log, show};

/// A question that is being asked.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    hint: bool,
    /// Milliseconds spent before the watch was started.
    before: u32,
    watch: Watch,
}

impl Asking {
    /// Goes on with the question where its draft was left.
    pub(super) fn new(app: &App, draft: &Draft) -> Asking {
        Asking { hint: draft.hint, before: draft.milliseconds, watch: app.clock.watch() }
    }

    /// Milliseconds spent on the answer, without pauses.
    pub(super) fn spent(&self) -> u32 {
        self.before.saturating_add(self.watch.milliseconds())
    }

    /// What is kept of an answer that is not finished.
    pub(super) fn draft(&self, text: String) -> Draft {
        Draft { text, milliseconds: self.spent(), hint: self.hint }
    }

    /// The question is left, with this much of its answer.
    pub(super) fn left(
        &self,
        app: &mut App,
        held: &mut Held,
        text: String,
    ) -> Result<Asked, Failure> {
        let text = if text.trim().is_empty() { String::new() } else { text };
        let draft = self.draft(text);
        if draft != held.interview.draft {
            log(app, held, Step::Draft(draft))?;
        }
        Ok(Asked::Left)
    }

    /// The question is answered, after so many milliseconds.
    pub(super) fn answered(
        &self,
        app: &App,
        question: &Question,
        reply: Reply,
        milliseconds: u32,
    ) -> Asked {
        Asked::Turn(session::turn(app.library(), question, reply, self.hint, milliseconds))
    }

    /// Does what was typed instead of an answer, after so many milliseconds; what came of the question,
    /// if that ends it.
    pub(super) fn obeys(
        &mut self,
        app: &mut App,
        editor: &mut AnswerEditor,
        held: &mut Held,
        question: &Question,
        (command, milliseconds): (words::Command, u32),
    ) -> Result<Option<Asked>, Failure> {
        let (lang, mode) = (app.lang(), held.interview.plan.mode);
        match command {
            words::Command::Pass => {
                return Ok(Some(self.answered(app, question, Reply::Pass, milliseconds)));
            }
            words::Command::End => return Ok(Some(Asked::End)),
            words::Command::Repeat if held.interview.plan.form == Form::Hosted => {
                host::show(app, held, question)?;
            }
            words::Command::Repeat => show(app, held, question)?,
            words::Command::Why => app.say(message::interview::why(lang, question.why))?,
            words::Command::Hint => self.hint |= hint(app, question, mode)?,
            words::Command::Pause => {
                self.before = milliseconds;
                app.say(words::waiting(lang))?;
                let _ = editor.line("", "");
                self.watch = app.clock.watch();
            }
            words::Command::Speak if mode == Mode::Strict => app.say(words::no_speaking(lang))?,
            words::Command::Speak => app.say(message::quiz::speaking(lang))?,
        }
        // What was typed is no beginning of an answer.
        log(app, held, Step::Draft(self.draft(String::new())))?;
        Ok(None)
    }
}

/// Gives the hint, if there may be one; whether there was.
fn hint(app: &App, question: &Question, mode: Mode) -> Result<bool, Failure> {
    let lang = app.lang();
    let card = app.library().card(&question.asked.card);
    let text = card.and_then(|(_, card)| card.hint.as_ref()).map(|it| it.get(lang));
    let strict = mode == Mode::Strict;
    match text.filter(|_| !strict) {
        Some(text) => app.say(text)?,
        None => app.say(words::no_hint(lang, strict))?,
    }
    Ok(text.is_some() && !strict)
}
