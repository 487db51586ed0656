//! An interview of two: the screen is the interviewer's, who reads the questions aloud and notes what is
//! heard.
//!
//! Invariant: what was heard makes the same turn as a spoken answer that a person ticked alone, so the
//! questions follow by the same rules and the report is the same.

use crate::{
    message::{self, interviewer as words},
    record::interview::Mode,
    session::interview::{self as session, Question, Reply, explain, heard},
    view,
};

use super::super::super::{
    app::App,
    editor::{AnswerEditor, Read},
    failure::Failure,
    terminal::discard_typeahead,
};
use super::{super::quiz::TOO_SOON, Asked, Held, hint, pause};

/// Asks one question and reads what was heard in its answer.
pub(super) fn ask(
    app: &mut App,
    editor: &mut AnswerEditor,
    held: &Held,
    question: &Question,
) -> Result<Asked, Failure> {
    let lang = app.lang();
    show(app, held, question)?;
    let card = explain(app.library(), &question.asked.card).map(|it| it.2);
    let (points, traps) = card.map_or((0, 0), |it| (it.points.len(), it.traps.len()));
    let prompt = view::interview::heard_prompt(lang, card);
    let mut hinted = false;
    let mut watch = app.clock.watch();
    let mut before: u32 = 0;
    loop {
        discard_typeahead();
        let shown = app.clock.watch();
        let read = editor.line(&prompt, "");
        let spent = before.saturating_add(watch.milliseconds());
        let line = match read {
            Read::Text(line) => line,
            Read::Interrupt(_) | Read::Leave(_) => return Ok(Asked::Left),
            Read::Edit(_) | Read::Unreadable => continue,
        };
        let reply = match words::command(&line) {
            Some(words::Command::End) => return Ok(Asked::End),
            Some(words::Command::Pass) => Reply::Pass,
            _ if line.trim() == "-" => Reply::Pass,
            Some(words::Command::Repeat) => {
                show(app, held, question)?;
                continue;
            }
            Some(words::Command::Why) => {
                app.say(message::interview::why(lang, question.why))?;
                continue;
            }
            Some(words::Command::Hint) => {
                hinted |= hint(app, question, Mode::Usual)?;
                continue;
            }
            Some(words::Command::Pause) => {
                before = spent;
                pause(app, editor)?;
                watch = app.clock.watch();
                continue;
            }
            Some(words::Command::Speak) | None => match heard(&line, points, traps) {
                Some(_) if line.trim().is_empty() && shown.younger_than(TOO_SOON) => continue,
                Some(heard) => Reply::Spoken(heard),
                None => {
                    app.say(words::heard_form(lang))?;
                    continue;
                }
            },
        };
        let turn = session::turn(app.library(), question, reply, hinted, spent);
        return Ok(Asked::Turn(turn));
    }
}

/// The question, why it comes, and what to listen for.
fn show(app: &App, held: &Held, question: &Question) -> Result<(), Failure> {
    let (lang, paper) = (app.lang(), app.paper());
    super::show(app, held, question)?;
    let why = message::interview::why(lang, question.why);
    let mut lines = paper.paragraphs(view::Role::Muted, why, 0);
    if let Some((.., card)) = explain(app.library(), &question.asked.card) {
        lines.extend(view::interview::listen(lang, &paper, card));
    }
    Ok(app.show(&lines)?)
}
