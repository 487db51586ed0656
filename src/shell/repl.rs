//! The prompt: a greeting with what today holds, then commands until the person leaves.
//!
//! Invariant: Enter alone starts today's quiz. A failed command costs nothing but its line.

use std::io::{IsTerminal as _, Read as _};

use crate::{
    message::{self, failure::Trouble},
    view,
};

use super::{
    agenda,
    app::App,
    commands,
    complete::Vocabulary,
    editor::{CommandEditor, Read},
    failure::{End, Failure, Outcome},
    report,
    terminal::discard_typeahead,
};

const PROMPT: &str = "viva> ";

/// Runs the prompt, or, when nobody sits there, the commands that come in by lines.
pub(super) fn run(app: &mut App) -> Outcome {
    if !app.terminal.interactive {
        return script(app);
    }
    greet(app)?;
    let history = app.paths.as_ref().map(|paths| paths.history.clone());
    let mut editor = CommandEditor::new(history.as_deref(), app.terminal.colour)?;
    editor.know(Vocabulary::new(app.library()));
    loop {
        // A command typed ahead is welcome; a key too many at the end of a quiz is not.
        let after_quiz = std::mem::take(&mut app.has_asked);
        if after_quiz {
            discard_typeahead();
        }
        let shown = app.clock.watch();
        let read = editor.read(PROMPT);
        let too_soon = after_quiz && shown.younger_than(commands::quiz::TOO_SOON);
        match read {
            // The Enter that graded the last card, pressed once too often.
            Read::Text(line) if line.trim().is_empty() && too_soon => {}
            Read::Text(line) if line.trim().is_empty() => {
                let outcome = commands::quiz::run(app, &Default::default());
                ended(app, outcome)?;
            }
            Read::Text(line) => {
                editor.remember(line.trim(), history.as_deref());
                let outcome = super::run::line(app, &line);
                if ended(app, outcome)? == End::Quit {
                    return Ok(End::Well);
                }
            }
            Read::Interrupt(_) => {
                let line = view::Line::plain(message::home::how_to_leave(app.lang()));
                app.show(&[line])?;
            }
            Read::Unreadable => report::failure(app, &Trouble::BadInput.into()),
            Read::Leave(_) | Read::Edit(_) => return Ok(End::Well),
        }
    }
}

/// What a command came to; a failure is told and the prompt goes on, unless nobody can be told.
fn ended(app: &mut App, outcome: Outcome) -> Outcome {
    // Between commands another viva may write.
    app.release();
    match outcome {
        Err(Failure::Output(error)) => Err(Failure::Output(error)),
        Err(failure) => {
            report::failure(app, &failure);
            Ok(End::Findings)
        }
        end => end,
    }
}

/// Commands from standard input, a line each; stops at the first that fails.
fn script(app: &mut App) -> Outcome {
    if std::io::stdin().is_terminal() {
        return Err(Trouble::NeedsScreen.into());
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes).map_err(|_| Trouble::BadInput)?;
    let mut commands = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    if commands.peek().is_none() {
        return Err(Trouble::NeedsTerminal.into());
    }
    app.input_taken = true;
    for command in commands {
        match super::run::line(app, command)? {
            End::Well => {}
            End::Quit => return Ok(End::Well),
            end => return Ok(end),
        }
    }
    Ok(End::Well)
}

/// The greeting: what today holds, an unfinished answer, what Enter does.
fn greet(app: &mut App) -> Result<(), Failure> {
    let lang = app.lang();
    app.tell_library()?;
    let today = agenda::today(app, &Default::default(), None);
    app.tell_notices()?;
    app.tell_unwritable()?;
    match today {
        Ok(today) => {
            let lines = view::home::greeting(lang, &app.paper(), &today.greeting());
            app.show(&lines)?;
        }
        // The prompt still serves to look at cards and to repair the store.
        Err(failure) => report::failure(app, &failure),
    }
    Ok(())
}
