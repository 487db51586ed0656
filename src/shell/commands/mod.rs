//! The commands, a file for each group.
//!
//! Invariant: a command reads its arguments, asks the pure rooms, and prints through the app. With
//! `--json` it prints objects with `"v": 1` and nothing else on standard output.

mod cards;
mod care;
mod change;
mod cover;
mod deck;
mod due;
mod help;
mod history;
mod interview;
mod lab;
pub(super) mod quiz;
mod stats;

use serde::Serialize;

use super::{
    app::App,
    cli::Command,
    failure::{End, Failure, Outcome},
};

/// The version of every JSON object that a command prints.
const JSON_VERSION: u32 = 1;

/// Carries out a command.
pub(super) fn run(app: &mut App, command: Command) -> Outcome {
    let outcome = match command {
        Command::Quiz(arguments) => quiz::run(app, &arguments),
        Command::Interview(arguments) => interview::run(app, &arguments),
        Command::Decks(arguments) => cards::decks(app, arguments.json),
        Command::Cards(arguments) => cards::cards(app, &arguments),
        Command::Show(arguments) => cards::show(app, &arguments.card),
        Command::Find(arguments) => cards::find(app, &arguments.text.join(" ")),
        Command::Cover(arguments) => cover::cover(app, &arguments),
        Command::Due(arguments) => due::due(app, &arguments),
        Command::Stats(arguments) => stats::stats(app, arguments.json),
        Command::History(arguments) => history::history(app, &arguments),
        Command::Log(arguments) => history::log(app, &arguments),
        Command::Undo => change::undo(app),
        Command::Suspend(arguments) => change::suspend(app, &arguments.card, true),
        Command::Resume(arguments) => change::suspend(app, &arguments.card, false),
        Command::Lang(arguments) => change::lang(app, arguments.to),
        Command::Config(arguments) => change::config(app, arguments.action),
        Command::Deck(arguments) => deck::run(app, arguments.action),
        Command::Lab(arguments) => lab::run(app, arguments.action),
        Command::Doctor(arguments) => care::doctor(app, arguments.repair),
        Command::Backup(arguments) => care::backup(app, arguments.list),
        Command::Restore(arguments) => care::restore(app, &arguments.backup),
        Command::Help(arguments) => help::help(app, &arguments.about),
        Command::Quit => Ok(End::Quit),
    };
    app.tell_notices()?;
    outcome
}

/// Prints one JSON object on a line.
fn json(app: &App, value: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string(value)
        .map_err(|error| Failure::Output(std::io::Error::other(error)))?;
    text.push('\n');
    Ok(app.write(&text)?)
}
