//! Reading deck files.
//!
//! Invariant: files come in the order of their names, so a library is the same on every machine. A
//! file too large to be a deck is not read into memory.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use include_dir::{Dir, include_dir};

use crate::{deck::Source, message::failure::Trouble};

static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/decks");

/// What the paths of built-in decks begin with.
const BUILT_IN_PREFIX: &str = "viva:";

/// A file of a library, as bytes.
pub(super) struct File {
    /// Its path as it is shown.
    pub(super) path: String,
    /// What is in it, or its size when that is more than a deck can have.
    pub(super) bytes: Result<Vec<u8>, usize>,
}

/// The decks that are part of the program.
pub(super) fn built_in() -> Vec<Source> {
    let mut files: Vec<_> = BUILT_IN.files().filter(|file| is_deck(file.path())).collect();
    files.sort_by_key(|file| file.path());
    files
        .into_iter()
        .map(|file| Source {
            path: format!("{BUILT_IN_PREFIX}{}", file.path().display()),
            text: file.contents_utf8().unwrap_or_default().to_owned(),
        })
        .collect()
}

/// The deck files that `path` names: itself, or those in the directory.
///
/// # Errors
/// When it cannot be read, or is a directory without a deck.
pub(super) fn deck_paths(path: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let unreadable =
        |error: io::Error| Trouble::Unreadable { path: path.to_owned(), why: reason(&error) };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?.path();
        if is_deck(&entry) && entry.is_file() {
            found.push(entry);
        }
    }
    if found.is_empty() {
        return Err(Trouble::NoDecks(path.to_owned()));
    }
    found.sort();
    Ok(found)
}

/// Reads a deck file.
///
/// # Errors
/// When it cannot be read.
pub(super) fn read(path: &Path) -> Result<File, Trouble> {
    let unreadable =
        |error: io::Error| Trouble::Unreadable { path: path.to_owned(), why: reason(&error) };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    let bytes = if size > crate::deck::MAX_BYTES as u64 {
        Err(usize::try_from(size).unwrap_or(usize::MAX))
    } else {
        Ok(fs::read(path).map_err(unreadable)?)
    };
    Ok(File { path: path.display().to_string(), bytes })
}

fn is_deck(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

/// The system's reason without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}
