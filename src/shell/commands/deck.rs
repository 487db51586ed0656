//! `deck check` and `deck explain`: the author's tools.
//!
//! Invariant: a report lists every finding of every file, in the order of the files and of their
//! places; the exit code says whether there was one.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use crate::{
    deck::RULES,
    message::{self, check::Summary, failure::Trouble},
    text::Severity,
    view::{Colour, Line, Role, excerpt},
};

use super::super::{
    app::{App, Sources},
    cli::{CheckFormat, DeckAction},
    failure::{End, Outcome},
    files, interrupt,
    progress::Progress,
    report,
};

pub(super) fn run(app: &mut App, action: DeckAction) -> Outcome {
    match action {
        DeckAction::Check { paths, format } => check(app, &paths, format),
        DeckAction::Explain { rule } => explain(app, rule.as_deref()),
    }
}

fn check(app: &mut App, paths: &[PathBuf], format: CheckFormat) -> Outcome {
    let lang = app.lang();
    let mut read = Sources::default();
    let mut unreadable = false;
    for path in paths {
        let found = files::deck_paths(path).and_then(|paths| {
            paths.iter().map(|path| files::read(path)).collect::<Result<Vec<_>, _>>()
        });
        match found {
            Ok(found) => found.into_iter().for_each(|file| read.add(file)),
            Err(trouble) => {
                unreadable = true;
                app.tell(&report::trouble(lang, &trouble))?;
            }
        }
    }
    let Sources { files: sources, mut findings } = read;
    let undecoded: Vec<usize> = findings.iter().map(|(at, _)| *at).collect();
    let (library, found) = crate::deck::library(&sources);
    // A file that is no text has one finding, not also those of an empty deck.
    findings.extend(found.into_iter().filter(|(at, _)| !undecoded.contains(at)));
    interrupt::watch();
    let progress = Mutex::new(Progress::new(app));
    let proofs = crate::deck::prove(&library, crate::deck::BUDGET, &|so_far| {
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.tell(&|| message::check::proving(lang, so_far))
    });
    progress.lock().unwrap_or_else(PoisonError::into_inner).clear();
    let tried = match proofs.stopped {
        true => None,
        false => crate::deck::assess(&library, &|| !interrupt::pressed()),
    };
    let Some(tried) = tried else { return Ok(End::Interrupted) };
    let found = proofs.findings.into_iter().chain(tried);
    findings.extend(found.filter_map(|(deck, found)| Some((library.source(deck)?, found))));
    findings.sort_by_key(|(at, found)| (*at, found.span));
    let colour = app.terminal.colour == Colour::Ansi;
    let style = excerpt::Style { lang, width: app.paper().width, colour };
    for (at, finding) in &findings {
        let source = &sources[*at];
        let file = excerpt::File { path: &source.path, text: &source.text };
        match format {
            CheckFormat::Text => {
                app.write(&format!("{}\n\n", excerpt::excerpt(file, finding, style)))?;
            }
            CheckFormat::Short => app.show(&[excerpt::short(file, finding, lang).into()])?,
            CheckFormat::Json => super::json(app, &excerpt::json(file, finding, lang))?,
        }
    }
    let of = |severity| findings.iter().filter(|(_, found)| found.severity == severity).count();
    if format == CheckFormat::Text {
        let summary = Summary {
            files: sources.len(),
            cards: library.cards().count(),
            experiments: library.decks.iter().map(|deck| deck.experiments.len()).sum(),
            claims: proofs.claims,
            proved: proofs.proved,
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
        };
        let role = if summary.errors > 0 { Role::Error } else { Role::Strong };
        app.show(&[Line::of(role, message::check::summary(lang, summary))])?;
    }
    Ok(if findings.is_empty() && !unreadable { End::Well } else { End::Findings })
}

fn explain(app: &App, name: Option<&str>) -> Outcome {
    let lang = app.lang();
    let paper = app.paper();
    let rules: Vec<_> = match name {
        None => RULES.to_vec(),
        Some(name) => {
            vec![crate::deck::rule(name).ok_or_else(|| Trouble::UnknownRule(name.to_owned()))?]
        }
    };
    let mut lines = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        if at > 0 {
            lines.push(Line::new());
        }
        let severity = message::check::severity(lang, rule.severity);
        let head = Line::of(Role::Literal, rule.name).with(Role::Muted, format!("  {severity}"));
        lines.push(head);
        lines.extend(paper.paragraphs(Role::Plain, rule.text(lang), 0));
    }
    app.show(&lines)?;
    Ok(End::Well)
}
