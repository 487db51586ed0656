//! Running the person's editor on a text.
//!
//! Invariant: the text survives an editor that fails, and the temporary file does not outlive it.

use std::{io::Write as _, path::Path, process::Command};

use crate::message::failure::Trouble;

use super::{environment::Environment, files::reason};

/// What is run when neither `VISUAL` nor `EDITOR` is set.
const EDITOR: &str = "vi";

/// The text after the person edited it.
///
/// # Errors
/// When the editor cannot be run, says that it failed, or leaves no UTF-8.
pub(super) fn edit(environment: &Environment, text: &str) -> Result<String, Trouble> {
    let failed = |error: std::io::Error| failed(environment, reason(&error));
    let mut file =
        tempfile::Builder::new().prefix("viva-").suffix(".txt").tempfile().map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(failed)?;
    edit_file(environment, file.path())?;
    let edited = std::fs::read_to_string(file.path()).map_err(failed)?;
    Ok(edited.trim_end().to_owned())
}

/// Lets the person edit a file.
///
/// # Errors
/// When the editor cannot be run or says that it failed.
pub(super) fn edit_file(environment: &Environment, path: &Path) -> Result<(), Trouble> {
    let words = shell_words::split(command(environment)).unwrap_or_default();
    let (program, arguments) =
        words.split_first().ok_or_else(|| failed(environment, String::new()))?;
    let ran = Command::new(program).args(arguments).arg(path).status();
    let status = ran.map_err(|error| failed(environment, reason(&error)))?;
    status.success().then_some(()).ok_or_else(|| failed(environment, status.to_string()))
}

fn command(environment: &Environment) -> &str {
    environment.editor.as_deref().unwrap_or(EDITOR)
}

fn failed(environment: &Environment, why: String) -> Trouble {
    Trouble::Editor { command: command(environment).to_owned(), why }
}
