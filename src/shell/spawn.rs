//! Running the person's editor on a text.
//!
//! Invariant: the text survives an editor that fails, and the temporary file does not outlive it.

use std::{io::Write as _, process::Command};

use crate::message::failure::Trouble;

use super::{environment::Environment, files::reason};

/// What is run when neither `VISUAL` nor `EDITOR` is set.
const EDITOR: &str = "vi";

/// The text after the person edited it.
///
/// # Errors
/// When the editor cannot be run, says that it failed, or leaves no UTF-8.
pub(super) fn edit(environment: &Environment, text: &str) -> Result<String, Trouble> {
    let command = environment.editor.as_deref().unwrap_or(EDITOR);
    let failed = |why: String| Trouble::Editor { command: command.to_owned(), why };
    let io_failed = |error: std::io::Error| failed(reason(&error));
    let words = shell_words::split(command).unwrap_or_default();
    let (program, arguments) = words.split_first().ok_or_else(|| failed(String::new()))?;
    let mut file =
        tempfile::Builder::new().prefix("viva-").suffix(".txt").tempfile().map_err(io_failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(io_failed)?;
    let status =
        Command::new(program).args(arguments).arg(file.path()).status().map_err(io_failed)?;
    if !status.success() {
        return Err(failed(status.to_string()));
    }
    let edited = std::fs::read_to_string(file.path()).map_err(io_failed)?;
    Ok(edited.trim_end().to_owned())
}
