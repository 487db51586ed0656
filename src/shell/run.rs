//! From arguments to an exit code.
//!
//! Invariant: this is the only place that turns a failure into words on standard error and a code.

use std::ffi::OsString;

use crate::{message::command::Usage, text::Lang};

use super::{
    app::App,
    cli::{Cli, Command, Global},
    commands,
    environment::Environment,
    failure::{End, Failure, Outcome},
    repl, report, wording,
};

/// Runs viva with these arguments, the program's own name first, and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let environment = Environment::read();
    let lang = asked_lang(&arguments);
    report::on_panic(lang.unwrap_or_else(|| environment.lang()));
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        start(&arguments, environment, lang)
    }));
    outcome.unwrap_or(70)
}

fn start(arguments: &[OsString], environment: Environment, lang: Option<Lang>) -> u8 {
    let locale_lang = environment.lang();
    let early = Global { lang, ..Global::default() };
    let mut app = match App::new(environment, early) {
        Ok(app) => app,
        Err(failure) => return report::early(lang.unwrap_or(locale_lang), &failure),
    };
    let outcome = parse(&mut app, arguments).and_then(|command| match command {
        Some(command) => commands::run(&mut app, command),
        None => repl::run(&mut app),
    });
    finish(&mut app, outcome)
}

fn finish(app: &mut App, outcome: Outcome) -> u8 {
    match outcome {
        Ok(end) => end.code(),
        Err(failure) => {
            report::failure(app, &failure);
            failure.code()
        }
    }
}

/// The command of these arguments, after taking their options; None for none.
fn parse(app: &mut App, arguments: &[OsString]) -> Result<Option<Command>, Failure> {
    let cli = command_line(app.lang(), arguments)?;
    let Some(cli) = cli else { return Ok(Some(Command::Quit)) };
    app.global = cli.global;
    app.resolve_settings();
    Ok(cli.command)
}

/// Parses arguments with every text in `lang`. None when a help page or the version was printed.
pub(super) fn command_line(lang: Lang, arguments: &[OsString]) -> Result<Option<Cli>, Failure> {
    use clap::{FromArgMatches, error::ErrorKind};
    let matches = wording::command(lang).try_get_matches_from(arguments);
    match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => Ok(Some(cli)),
        Err(error)
            if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) =>
        {
            report::print(&wording::page(lang, &error.render().to_string()))?;
            Ok(None)
        }
        Err(error)
            if error.kind() == ErrorKind::MissingSubcommand
                || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand =>
        {
            Err(Failure::Words(Usage::MissingSubcommand(wording::subcommands(arguments))))
        }
        Err(error) => Err(Failure::Usage(Box::new(error))),
    }
}

/// The language that `--lang` asks for, read before anything can go wrong.
fn asked_lang(arguments: &[OsString]) -> Option<Lang> {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        if let Some(code) = word.strip_prefix("--lang=") {
            return code.parse().ok();
        }
        if word == "--lang" {
            return words.next()?.parse().ok();
        }
    }
    None
}

/// Runs one line of the REPL or of a script.
pub(super) fn line(app: &mut App, line: &str) -> Outcome {
    let Ok(words) = shell_words::split(line) else {
        return Err(Failure::Words(Usage::OpenQuote));
    };
    let words = words.iter().map(String::as_str);
    let words: Vec<&str> = match words.clone().next() {
        Some("viva") => words.skip(1).collect(),
        Some("?") => std::iter::once("help").chain(words.skip(1)).collect(),
        _ => words.collect(),
    };
    if words.is_empty() {
        return Ok(End::Well);
    }
    let arguments: Vec<OsString> =
        std::iter::once("viva").chain(words).map(OsString::from).collect();
    let Some(cli) = command_line(app.lang(), &arguments)? else { return Ok(End::Well) };
    let Some(command) = cli.command else { return Ok(End::Well) };
    // Options of a line hold for that line; those of the start hold for all.
    let started = app.global.clone();
    app.global.take(cli.global);
    let changed = app.global != started;
    if changed {
        app.resolve_settings();
    }
    let outcome = commands::run(app, command);
    if changed {
        app.global = started;
        app.resolve_settings();
    }
    outcome
}

/// Whether the command line's definition is sound; for tests.
#[cfg(test)]
#[test]
fn the_definition_is_sound() {
    use clap::{CommandFactory, Parser};
    Cli::command().debug_assert();
    assert!(Cli::try_parse_from(["viva", "quiz", "--limit", "3"]).is_ok());
}
