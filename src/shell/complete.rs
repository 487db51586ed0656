//! What can come next in a command: completion and hints.
//!
//! Invariant: everything offered is something the command line accepts at that place. It must not
//! know the line editor.

use clap::{Command, CommandFactory};

use super::cli::Cli;

/// The words that commands are made of.
pub(super) struct Vocabulary {
    command: Command,
    cards: Vec<String>,
    decks: Vec<String>,
    topics: Vec<String>,
    tags: Vec<String>,
    settings: Vec<String>,
}

impl Vocabulary {
    /// The words of the command line and of a library.
    pub(super) fn new(library: &crate::deck::Library) -> Vocabulary {
        let mut command = Cli::command();
        command.build();
        let (mut decks, mut topics, mut tags) = (Vec::new(), Vec::new(), Vec::new());
        let mut cards = Vec::new();
        for deck in &library.decks {
            decks.push(deck.id.to_string());
            topics.extend(deck.topics.iter().map(|(id, _)| id.to_string()));
        }
        for (key, _, card) in library.cards() {
            let unique = library.find(&key.card).len() == 1;
            cards.push(if unique { key.card.to_string() } else { key.to_string() });
            tags.extend(card.tags.iter().map(|tag| tag.to_string()));
        }
        for names in [&mut cards, &mut decks, &mut topics, &mut tags] {
            names.sort();
            names.dedup();
        }
        let settings = super::config::names().map(str::to_owned).collect();
        Vocabulary { command, cards, decks, topics, tags, settings }
    }

    /// Where the word at the end of `line` begins, and what it can become.
    pub(super) fn complete(&self, line: &str) -> (usize, Vec<String>) {
        let start = line
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
        let word = crate::text::nfc(&line[start..]).into_owned();
        let before: Vec<&str> = line[..start].split_whitespace().collect();
        let mut words: Vec<String> = self.candidates(&before, word.starts_with('-'));
        words.retain(|candidate| candidate.starts_with(&word));
        words.dedup();
        (start, words)
    }

    /// What is still to come after a whole command: its arguments, dimmed behind the cursor.
    pub(super) fn hint(&self, line: &str) -> Option<String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (command, rest) = self.at(&words);
        if words.is_empty() || !rest.is_empty() {
            return None;
        }
        let mut hint = String::new();
        let subcommands: Vec<&str> = command
            .get_subcommands()
            .filter(|sub| !sub.is_hide_set())
            .map(Command::get_name)
            .collect();
        if !subcommands.is_empty() {
            hint = format!(" {}", subcommands.join("|"));
        }
        for argument in command.get_positionals() {
            let names = argument.get_value_names().unwrap_or_default();
            for name in names {
                hint += &format!(" {name}");
            }
        }
        if line.ends_with(' ') {
            hint = hint.trim_start().to_owned();
        }
        (!hint.is_empty()).then_some(hint)
    }

    /// The command that the words name, and the words after its name.
    fn at<'a>(&self, words: &'a [&'a str]) -> (&Command, &'a [&'a str]) {
        let mut command = &self.command;
        let mut rest = words;
        while let Some((word, after)) = rest.split_first()
            && let Some(sub) = command.find_subcommand(word)
        {
            command = sub;
            rest = after;
        }
        (command, rest)
    }

    fn candidates(&self, before: &[&str], option: bool) -> Vec<String> {
        let (command, rest) = self.at(before);
        let takes_value = rest.last().and_then(|last| {
            command
                .get_opts()
                .find(|opt| opt.get_long().is_some_and(|long| *last == format!("--{long}")))
        });
        if let Some(opt) = takes_value {
            return match opt.get_id().as_str() {
                "deck" => self.decks.clone(),
                "topic" => self.topics.clone(),
                "tag" => self.tags.clone(),
                "lang" => vec!["ko".into(), "en".into()],
                _ => opt
                    .get_possible_values()
                    .iter()
                    .map(|value| value.get_name().to_owned())
                    .collect(),
            };
        }
        if option {
            let longs = command.get_arguments().filter_map(|argument| argument.get_long());
            return longs.map(|long| format!("--{long}")).collect();
        }
        if command.has_subcommands() {
            return command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
        }
        match command.get_positionals().next().map(|argument| argument.get_id().as_str()) {
            Some("card") => self.cards.clone(),
            Some("to") => vec!["ko".into(), "en".into()],
            Some("name") => self.settings.clone(),
            Some("about") => {
                let commands = self.command.get_subcommands().map(|sub| sub.get_name().to_owned());
                commands.chain(crate::message::command::TOPICS.map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        }
    }
}
