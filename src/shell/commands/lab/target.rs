//! What a `lab` command is about: an experiment of a deck, by its name or its file, or a program in a
//! file of its own.
//!
//! Invariant: whatever it was called, a target is an experiment that compiles with its own constants,
//! and its address leads back to it in a later command.

use std::path::Path;

use crate::{
    deck::{Deck, Experiment, Finding, Problem, Run, Source},
    message::failure::Trouble,
    program::Program,
    text::Severity,
};

use super::super::super::{
    app::{App, decode},
    cli,
    failure::Failure,
    files,
    near::near,
    report,
};

/// An experiment to be looked at.
pub(in crate::shell) struct Target {
    /// The experiment; that of a plain file has the file's name and nothing but its program.
    pub(in crate::shell) experiment: Experiment,
    /// What it is called on the command line: `lost-update`, `sync.toml#lost-update`, `my.lab`.
    pub(in crate::shell) address: String,
    /// Constants that are not the program's own.
    pub(in crate::shell) set: Vec<(Box<str>, i64)>,
}

impl Target {
    /// Its program with its constants.
    ///
    /// # Errors
    /// When something is wrong with it, which is told.
    pub(in crate::shell) fn compile(&self, app: &App) -> Result<Program, Failure> {
        self.compile_run(app, None)
    }

    /// The program of one of its runs, with its constants before those of the run.
    ///
    /// # Errors
    /// When something is wrong with it, which is told.
    pub(in crate::shell) fn compile_run(
        &self,
        app: &App,
        run: Option<&Run>,
    ) -> Result<Program, Failure> {
        self.experiment.compile_run(run, &self.set).map_err(|found| {
            let findings: Vec<Finding> = found
                .into_iter()
                .map(|found| Finding {
                    severity: found.severity,
                    span: found.span,
                    problem: Problem::Program(Box::new(found.problem)),
                })
                .collect();
            let own = run.and_then(|it| it.program.as_ref());
            self.refused(app, own.unwrap_or(&self.experiment.program), &findings)
        })
    }

    /// Tells what is wrong with a program of it, each at its place there.
    pub(super) fn refused(&self, app: &App, program: &str, findings: &[Finding]) -> Failure {
        let source = Source { path: self.address.clone(), text: program.to_owned() };
        report::refused(app, &source, findings)
    }
}

/// The one experiment that the arguments name.
///
/// # Errors
/// When there is none, several, or it cannot be read; what is wrong with its file is told.
pub(in crate::shell) fn one(app: &App, arguments: &cli::Target) -> Result<Target, Failure> {
    let mut targets = all(app, arguments)?;
    match targets.len() {
        1 => Ok(targets.remove(0)),
        _ => {
            let names = targets.into_iter().map(|it| it.address).collect();
            Err(Trouble::AmbiguousExperiment { name: arguments.target.clone(), names }.into())
        }
    }
}

/// The experiments that the arguments name: those of a whole deck file, or one.
///
/// # Errors
/// When there is none or it cannot be read; what is wrong with its file is told.
pub(in crate::shell) fn all(app: &App, arguments: &cli::Target) -> Result<Vec<Target>, Failure> {
    let name = arguments.target.as_str();
    let mut targets = match name.split_once(".toml#") {
        Some((file, id)) => in_deck(app, Path::new(&format!("{file}.toml")), Some(id))?,
        None if name.ends_with(".toml") => in_deck(app, Path::new(name), None)?,
        None => match in_library(app, name) {
            Ok(target) => vec![target],
            Err(trouble) if !Path::new(name).is_file() && !name.contains(['.', '\\']) => {
                return Err(trouble.into());
            }
            Err(_) => vec![plain(app, Path::new(name))?],
        },
    };
    for target in &mut targets {
        target.set = arguments.set.iter().map(|it| (it.0.as_str().into(), it.1)).collect();
    }
    Ok(targets)
}

/// A program in a file of its own.
fn plain(app: &App, path: &Path) -> Result<Target, Failure> {
    let (source, findings) = decode(files::read(path)?);
    if !findings.is_empty() {
        return Err(report::refused(app, &source, &findings));
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let experiment = Experiment::plain(&stem, &source.text);
    let address = path.display().to_string();
    Ok(Target { experiment, address, set: Vec::new() })
}

/// The experiments of a deck file, or one of them.
fn in_deck(app: &App, path: &Path, id: Option<&str>) -> Result<Vec<Target>, Failure> {
    let (source, mut findings) = decode(files::read(path)?);
    let (library, found) = crate::deck::library(std::slice::from_ref(&source));
    if findings.is_empty() {
        findings.extend(found.into_iter().map(|it| it.1));
    }
    findings.retain(|it| it.severity == Severity::Error);
    if !findings.is_empty() {
        return Err(report::refused(app, &source, &findings));
    }
    let all: Vec<&Experiment> = library.decks.iter().flat_map(|deck| &deck.experiments).collect();
    let targets: Vec<Target> = all
        .iter()
        .filter(|it| id.is_none_or(|id| *it.id == *id))
        .map(|&it| Target {
            address: format!("{}#{}", source.path, it.id),
            experiment: it.clone(),
            set: Vec::new(),
        })
        .collect();
    if targets.is_empty() {
        let name = id.unwrap_or(&source.path).to_owned();
        let near = near(&name, all.iter().map(|it| &*it.id));
        return Err(Trouble::UnknownExperiment { name, near }.into());
    }
    Ok(targets)
}

/// An experiment of the library by `id` or `deck/id`, or that of the card of this name.
fn in_library(app: &App, name: &str) -> Result<Target, Trouble> {
    let library = app.library();
    let experiments = || {
        let of = |deck| move |it| (deck, it);
        library.decks.iter().flat_map(move |deck: &Deck| deck.experiments.iter().map(of(deck)))
    };
    let full = |deck: &Deck, it: &Experiment| format!("{}/{}", deck.id, it.id);
    let called = |(deck, it): &(&Deck, &Experiment)| *it.id == *name || full(deck, it) == name;
    let mut found: Vec<(&Deck, &Experiment)> = experiments().filter(called).collect();
    if found.is_empty() {
        let cards = library.find(name);
        let of_card = cards.iter().filter_map(|key| {
            let (deck, card) = library.card(key)?;
            library.experiment(deck, card.experiment.as_deref()?)
        });
        found.extend(of_card);
    }
    match found[..] {
        [(deck, experiment)] => {
            let shared = experiments().filter(|it| it.1.id == experiment.id).count() > 1;
            let address = if shared { full(deck, experiment) } else { experiment.id.to_string() };
            Ok(Target { experiment: experiment.clone(), address, set: Vec::new() })
        }
        [] => {
            let names: Vec<String> =
                experiments().flat_map(|it| [it.1.id.to_string(), full(it.0, it.1)]).collect();
            let near = near(name, names.iter().map(String::as_str));
            Err(Trouble::UnknownExperiment { name: name.to_owned(), near })
        }
        _ => {
            let names = found.into_iter().map(|it| full(it.0, it.1)).collect();
            Err(Trouble::AmbiguousExperiment { name: name.to_owned(), names })
        }
    }
}
