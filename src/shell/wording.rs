//! Puts the words of `message` onto the command line's definition, and words usage errors.
//!
//! Invariant: no sentence of clap's own reaches a person.

use clap::{
    Arg, Command, CommandFactory,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    message::command::{self as words, Usage},
    text::Lang,
};

use super::cli::Cli;

/// The command line's definition with every text in `lang`.
pub(super) fn command(lang: Lang) -> Command {
    let command = Cli::command().about(words::about(lang)).after_help(words::after_help(lang));
    worded(command, lang, "")
}

fn worded(command: Command, lang: Lang, path: &str) -> Command {
    let [usage, commands, arguments, options, common] = words::headings(lang);
    let template =
        format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}\n");
    let names: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(commands)
        .disable_help_subcommand(true)
        // With clap's own choice the error would not say which words can follow.
        .arg_required_else_help(false)
        .mut_args(|argument| {
            let heading = match argument.is_positional() {
                true => arguments,
                false if argument.is_global_set() || path.is_empty() => common,
                false => options,
            };
            let help = words::argument(lang, path, argument.get_id().as_str());
            let takes_value = argument.get_action().takes_values();
            let argument: Arg = argument.help_heading(heading).hide_possible_values(takes_value);
            match help {
                Some(help) => argument.help(help),
                None => argument,
            }
        });
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(&name, |sub| {
            let sub = match words::command(lang, &path) {
                Some(about) => sub.about(about),
                None => sub,
            };
            worded(sub, lang, &path)
        });
    }
    command
}

/// A rendered help page with the words that clap gives no way to set.
pub(super) fn page(lang: Lang, page: &str) -> String {
    let [options, command] = words::placeholders(lang);
    page.replace("[OPTIONS]", options).replace("[COMMAND]", command)
}

/// What clap found wrong, as a value of ours, with names that are near.
pub(super) fn usage(error: &clap::Error) -> (Usage, Vec<String>) {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let texts = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let argument = || bare(&text(ContextKind::InvalidArg));
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = text(ContextKind::InvalidSubcommand);
            let command = Cli::command();
            let names = command.get_subcommands().map(Command::get_name);
            let near = super::near::near(&word, names);
            (Usage::UnknownCommand(word), near)
        }
        ErrorKind::UnknownArgument => {
            let near = texts(ContextKind::SuggestedArg).iter().map(|arg| bare(arg)).collect();
            (Usage::UnknownArgument(argument()), near)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue);
            let mut possible = texts(ContextKind::ValidValue);
            match argument().as_str() {
                "--lang" => possible = vec!["ko".into(), "en".into()],
                "--set" => possible = vec!["NAME=VALUE".into()],
                _ => {}
            }
            (Usage::InvalidValue { argument: argument(), value, possible }, Vec::new())
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(ContextKind::InvalidArg).iter().map(|arg| bare(arg)).collect();
            (Usage::Missing(missing), Vec::new())
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            (Usage::MissingValue(argument()), Vec::new())
        }
        ErrorKind::ArgumentConflict | ErrorKind::TooManyValues => {
            let (one, other) = (argument(), bare(&text(ContextKind::PriorArg)));
            let twice = other.is_empty() || other == one;
            (if twice { Usage::Twice(one) } else { Usage::NotBoth(one, other) }, Vec::new())
        }
        _ => (Usage::Other, Vec::new()),
    }
}

/// The commands that can follow the last command named.
pub(super) fn subcommands(arguments: &[std::ffi::OsString]) -> Vec<String> {
    let mut command = &Cli::command();
    for word in arguments.iter().skip(1) {
        command = word.to_str().and_then(|word| command.find_subcommand(word)).unwrap_or(command);
    }
    command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect()
}

/// An argument as clap names it, without the value's name: `--limit <N>` is `--limit`.
fn bare(argument: &str) -> String {
    let name = argument.split([' ', '=']).next().unwrap_or(argument);
    name.trim_matches(['<', '>', '[', ']', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(command: &Command, lang: Lang, path: &str) {
        for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
            let id = argument.get_id().as_str();
            assert!(words::argument(lang, path, id).is_some(), "{path}: {id}");
        }
        for sub in command.get_subcommands() {
            let path = format!("{path} {}", sub.get_name());
            assert!(words::command(lang, path.trim()).is_some(), "{path}");
            walk(sub, lang, path.trim());
        }
    }

    #[test]
    fn everything_has_words() {
        for lang in Lang::ALL {
            walk(&command(lang), lang, "");
        }
    }
}
