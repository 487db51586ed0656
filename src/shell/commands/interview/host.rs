//! An interview of two: the screen is the interviewer's, who reads the questions aloud and notes what is
//! heard.
//!
//! Invariant: what was heard makes the same turn as a spoken answer that a person ticked alone, so the
//! questions follow by the same rules and the report is the same.

use crate::{
    message::{
        self,
        interviewer::{self as words, Command},
    },
    session::interview::{Question, Reply, explain, heard},
    view,
};

use super::super::super::{
    app::App,
    editor::{AnswerEditor, Read},
    failure::Failure,
    terminal::discard_typeahead,
};
use super::{super::quiz::TOO_SOON, Asked, Held, asking::Asking};

/// Asks one question and reads what was heard in its answer.
pub(super) fn ask(
    app: &mut App,
    editor: &mut AnswerEditor,
    held: &mut Held,
    question: &Question,
) -> Result<Asked, Failure> {
    let lang = app.lang();
    show(app, held, question)?;
    let card = explain(app.library(), &question.asked.card).map(|it| it.2);
    let (points, traps) = card.map_or((0, 0), |it| (it.points.len(), it.traps.len()));
    let prompt = view::interview::heard_prompt(lang, card);
    let mut asking = Asking::new(app, &held.interview.draft());
    loop {
        discard_typeahead();
        let shown = app.clock.watch();
        let read = editor.line(&prompt, "");
        let spent = asking.spent();
        let line = match read {
            Read::Text(line) => line,
            Read::Interrupt(_) | Read::Leave(_) => {
                return asking.left(app, held, String::new(), spent);
            }
            Read::Edit(_) | Read::Unreadable => continue,
        };
        let command = words::command(&line).or((line.trim() == "-").then_some(Command::Pass));
        if let Some(command) = command.filter(|it| *it != Command::Speak) {
            let done = asking.obeys(app, editor, held, question, (command, spent))?;
            if let Some(asked) = done {
                return Ok(asked);
            }
            continue;
        }
        match heard(&line, points, traps) {
            Some(_) if line.trim().is_empty() && shown.younger_than(TOO_SOON) => {}
            Some(heard) => {
                return Ok(asking.answered(app, question, Reply::Spoken(heard), spent));
            }
            None => app.say(words::heard_form(lang))?,
        }
    }
}

/// The question, why it comes, and what to listen for.
pub(super) fn show(app: &App, held: &Held, question: &Question) -> Result<(), Failure> {
    let (lang, paper) = (app.lang(), app.paper());
    super::show(app, held, question)?;
    let why = message::interview::why(lang, question.why);
    let mut lines = paper.paragraphs(view::Role::Muted, why, 0);
    if let Some((.., card)) = explain(app.library(), &question.asked.card) {
        lines.extend(view::interview::listen(lang, &paper, card));
    }
    Ok(app.show(&lines)?)
}
