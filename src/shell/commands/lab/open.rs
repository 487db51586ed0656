//! `lab open`: a copy of an experiment's program, to change and to run.
//!
//! Invariant: a file that is there already is never written over.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{
    message::{failure::Trouble, lab as words},
    text::Lang,
};

use super::{
    super::super::{
        app::App,
        cli,
        failure::{End, Outcome},
        files, spawn,
    },
    target::{self, Target},
};

pub(super) fn open(app: &App, target: String) -> Outcome {
    let target = target::one(app, &cli::Target { target, set: Vec::new() })?;
    let lang = app.lang();
    let path = PathBuf::from(format!("{}.lab", target.experiment.id));
    let there = !create(&path, &copy(lang, &target))?;
    let name = path.display().to_string();
    if !app.terminal.interactive {
        app.say(&words::copied(lang, &name, there))?;
        return Ok(End::Well);
    }
    spawn::edit_file(&app.environment, &path)?;
    let edited = cli::Target { target: name.clone(), set: Vec::new() };
    target::one(app, &edited)?.compile(app)?;
    app.say(&words::opened(lang, &name))?;
    Ok(End::Well)
}

/// The program under its title, and a word on what a plain file cannot say.
fn copy(lang: Lang, target: &Target) -> String {
    let it = &target.experiment;
    let mut text = format!("// {}\n", it.title.get(lang));
    let shows = it.shows.iter().flat_map(|text| text.get(lang).lines());
    let machine = (it.machine != Default::default()).then(|| words::plain_machine(lang));
    for line in shows.chain(machine) {
        text.push_str(&format!("// {line}\n"));
    }
    text.push_str(it.program.trim_start_matches('\n'));
    text
}

/// Writes a new file; false if there is one.
fn create(path: &Path, text: &str) -> Result<bool, Trouble> {
    let created = std::fs::File::create_new(path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
    match created {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => {
            Err(Trouble::Unwritable { path: path.to_owned(), why: files::reason(&error) })
        }
    }
}
