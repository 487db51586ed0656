//! An answer that was given aloud: the person says which of its points they made.
//!
//! Invariant: the points are shown only once the speaking is over, and the time ended with it. It must
//! not know what follows from an answer.

use crate::{
    message::quiz,
    session::{
        interview::{Heard, Question, explain, heard},
        quiz::Invalid,
    },
    view,
};

use super::super::super::{
    app::App,
    editor::{AnswerEditor, Read},
    failure::Failure,
    terminal::discard_typeahead,
};
use super::super::quiz::TOO_SOON;

/// Shows the points of the question's card and reads which were made, in an answer that took so many
/// milliseconds. None if the person leaves.
pub(super) fn ticked(
    app: &mut App,
    editor: &mut AnswerEditor,
    question: &Question,
    milliseconds: u32,
) -> Result<Option<Heard>, Failure> {
    let lang = app.lang();
    let card = explain(app.library(), &question.asked.card);
    let Some((.., card)) = card.filter(|it| !it.2.points.is_empty()) else {
        return Ok(Some(Heard::default()));
    };
    let count = card.points.len();
    // No model answer here: the interview goes on.
    let [letters, none, ..] = quiz::tick_keys(lang);
    let keys = [letters, none];
    let lines = view::ticking::points(lang, &app.paper(), card, milliseconds, &keys);
    app.show(&lines)?;
    let prompt = view::ticking::prompt(lang, count);
    loop {
        discard_typeahead();
        let shown = app.clock.watch();
        let line = match editor.line(&prompt, "") {
            Read::Text(line) => line,
            Read::Interrupt(_) | Read::Leave(_) => return Ok(None),
            Read::Edit(_) | Read::Unreadable => continue,
        };
        let empty = line.trim().is_empty();
        match heard(&line, count, 0) {
            // A key too many is no answer in which nothing was said.
            Some(_) if empty && shown.younger_than(TOO_SOON) => {}
            Some(heard) => return Ok(Some(heard)),
            None if line.trim() == "?" => app.show(&lines)?,
            None => app.say(&quiz::invalid(lang, Invalid::Letters))?,
        }
    }
}
