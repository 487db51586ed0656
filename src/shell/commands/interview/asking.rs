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

    /// What is kept of an answer that is not finished, after so many milliseconds.
    pub(super) fn draft(&self, text: String, milliseconds: u32) -> Draft {
        Draft { text, milliseconds, hint: self.hint }
    }

    /// The question is left after so many milliseconds, with this much of its answer.
    pub(super) fn left(
        &self,
        app: &mut App,
        held: &mut Held,
        text: String,
        milliseconds: u32,
    ) -> Result<Asked, Failure> {
        let text = if text.trim().is_empty() { String::new() } else { text };
        let draft = self.draft(text, milliseconds);
        if draft != held.interview.draft() {
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
        let hint = (command == words::Command::Hint).then(|| hint(app, question, mode)).flatten();
        self.hint |= hint.is_some();
        if !matches!(command, words::Command::Pass | words::Command::End) {
            // What was typed is no beginning of an answer, and what it costs is not forgotten.
            log(app, held, Step::Draft(self.draft(String::new(), milliseconds)))?;
        }
        match command {
            words::Command::Pass => {
                return Ok(Some(self.answered(app, question, Reply::Pass, milliseconds)));
            }
            words::Command::End => return Ok(Some(Asked::End)),
            words::Command::Hint => {
                let none = words::no_hint(lang, mode == Mode::Strict);
                app.say(hint.as_deref().unwrap_or(none))?;
            }
            words::Command::Repeat if held.interview.plan.form == Form::Hosted => {
                host::show(app, held, question)?;
            }
            words::Command::Repeat => show(app, held, question)?,
            words::Command::Why => app.say(message::interview::why(lang, question.why))?,
            words::Command::Pause => {
                app.say(words::waiting(lang))?;
                let _ = editor.line("", "");
                self.before = milliseconds;
                self.watch = app.clock.watch();
            }
            words::Command::Speak if mode == Mode::Strict => app.say(words::no_speaking(lang))?,
            words::Command::Speak => app.say(message::quiz::speaking(lang))?,
        }
        Ok(None)
    }
}

/// The hint of a question, if it may be given.
fn hint(app: &App, question: &Question, mode: Mode) -> Option<String> {
    let (_, card) = app.library().card(&question.asked.card)?;
    let hint = card.hint.as_ref().filter(|_| mode != Mode::Strict)?;
    Some(hint.get(app.lang()).to_owned())
}
