//! Settings: which there are, what each is now, and where its value comes from.
//!
//! Invariant: precedence is flag, environment, log (`config set`), file, default; a value that a
//! setting cannot take never gets past this file.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    message::{failure::Trouble, listing::Origin},
    schedule::{Limits, Policy, valid_retention},
    text::Lang,
};

use super::{cli::Global, environment::Environment, files::reason, paths::Paths};

/// A setting: its name, its default, and whether it can have a value.
type Setting = (&'static str, &'static str, fn(&str) -> bool);

/// The settings.
const SETTINGS: [Setting; 7] = [
    ("lang", "", |value| value.parse::<Lang>().is_ok()),
    ("retention", "0.9", |value| value.parse().is_ok_and(valid_retention)),
    ("minutes", "20", |value| value.parse::<u32>().is_ok_and(|n| (1..=1440).contains(&n))),
    ("new", "20", |value| value.parse::<u32>().is_ok_and(|n| n <= 9999)),
    ("reviews", "200", |value| value.parse::<u32>().is_ok_and(|n| n <= 9999)),
    ("glyphs", "unicode", |value| matches!(value, "unicode" | "ascii")),
    ("accessible", "false", |value| matches!(value, "true" | "false")),
];

/// The names of the settings.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SETTINGS.iter().map(|(name, ..)| *name)
}

/// Whether a setting of this name can have this value.
///
/// # Errors
/// Says which of the two is wrong.
pub(super) fn accept(name: &str, value: &str) -> Result<(), Trouble> {
    let Some((_, _, accepts)) = SETTINGS.iter().find(|(setting, ..)| *setting == name) else {
        let near = super::near::near(name, names());
        return Err(Trouble::UnknownSetting { name: name.to_owned(), near, path: None });
    };
    if accepts(value) {
        Ok(())
    } else {
        Err(Trouble::BadSetting { name: name.to_owned(), value: value.to_owned(), path: None })
    }
}

/// All settings with their present values.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    values: BTreeMap<&'static str, (String, Origin)>,
    /// Further directories of decks, with where they were named.
    pub(super) decks: Vec<(PathBuf, Origin)>,
}

impl Settings {
    /// Resolves the settings. What is wrong in the file is told and skipped, so that a slip in it
    /// locks nobody out.
    pub(super) fn resolve(
        global: &Global,
        environment: &Environment,
        logged: &BTreeMap<String, String>,
        paths: Option<&Paths>,
    ) -> (Settings, Vec<Trouble>) {
        let mut troubles = Vec::new();
        let mut values: BTreeMap<&'static str, (String, Origin)> = SETTINGS
            .iter()
            .map(|(name, default, _)| (*name, ((*default).to_owned(), Origin::Default)))
            .collect();
        values.insert("lang", (environment.lang().code().to_owned(), Origin::Environment));
        if !environment.utf8() {
            values.insert("glyphs", ("ascii".to_owned(), Origin::Environment));
        }
        let mut decks = Vec::new();
        if let Some(paths) = paths {
            read_file(paths, &mut values, &mut decks, &mut troubles);
        }
        for (name, _, accepts) in SETTINGS {
            if let Some(value) = logged.get(name).filter(|value| accepts(value)) {
                values.insert(name, (value.clone(), Origin::Log));
            }
        }
        if environment.accessible {
            values.insert("accessible", ("true".to_owned(), Origin::Environment));
        }
        if let Some(lang) = global.lang {
            values.insert("lang", (lang.code().to_owned(), Origin::Flag));
        }
        if global.ascii {
            values.insert("glyphs", ("ascii".to_owned(), Origin::Flag));
        }
        if global.accessible {
            values.insert("accessible", ("true".to_owned(), Origin::Flag));
        }
        decks.extend(global.decks.iter().map(|dir| (dir.clone(), Origin::Flag)));
        (Settings { values, decks }, troubles)
    }

    /// Every setting, by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &str, &Origin)> {
        self.values.iter().map(|(name, (value, origin))| (*name, value.as_str(), origin))
    }

    fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", |(value, _)| value)
    }

    /// The language of the screen.
    pub(super) fn lang(&self) -> Lang {
        self.get("lang").parse().unwrap_or(Lang::En)
    }

    /// Whether drawings are in ASCII.
    pub(super) fn ascii(&self) -> bool {
        self.get("glyphs") == "ascii"
    }

    /// Whether output is line by line, for screen readers.
    pub(super) fn accessible(&self) -> bool {
        self.get("accessible") == "true"
    }

    /// The policy of the schedule.
    pub(super) fn policy(&self) -> Policy {
        let default = Policy::default();
        Policy { retention: self.get("retention").parse().unwrap_or(default.retention), ..default }
    }

    /// What a day holds at most.
    pub(super) fn limits(&self) -> Limits {
        let default = Limits::default();
        Limits {
            minutes: self.get("minutes").parse().unwrap_or(default.minutes),
            new: self.get("new").parse().unwrap_or(default.new),
            reviews: self.get("reviews").parse().unwrap_or(default.reviews),
            ..default
        }
    }
}

fn read_file(
    paths: &Paths,
    values: &mut BTreeMap<&'static str, (String, Origin)>,
    decks: &mut Vec<(PathBuf, Origin)>,
    troubles: &mut Vec<Trouble>,
) {
    let path = &paths.config;
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => {
            troubles.push(Trouble::Unreadable { path: path.clone(), why: reason(&error) });
            return;
        }
    };
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            let why = error.message().to_owned();
            troubles.push(Trouble::BadConfig { path: path.clone(), why });
            return;
        }
    };
    let origin = || Origin::File(path.clone());
    for (name, value) in table {
        if name == "decks" {
            match directories(&value) {
                Some(dirs) => {
                    decks.extend(dirs.iter().map(|dir| (paths.beside_config(dir), origin())));
                }
                None => troubles.push(Trouble::BadSetting {
                    name,
                    value: value.to_string(),
                    path: Some(path.clone()),
                }),
            }
            continue;
        }
        let value = match value {
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        match accept(&name, &value) {
            Ok(()) => {
                if let Some(known) = names().find(|known| *known == name) {
                    values.insert(known, (value, origin()));
                }
            }
            Err(Trouble::BadSetting { name, value, .. }) => {
                troubles.push(Trouble::BadSetting { name, value, path: Some(path.clone()) });
            }
            Err(Trouble::UnknownSetting { name, near, .. }) => {
                troubles.push(Trouble::UnknownSetting { name, near, path: Some(path.clone()) });
            }
            Err(trouble) => troubles.push(trouble),
        }
    }
}

/// The directories that `decks` names: one, or a list.
fn directories(value: &toml::Value) -> Option<Vec<&str>> {
    match value {
        toml::Value::String(dir) => Some(vec![dir]),
        toml::Value::Array(dirs) => dirs.iter().map(toml::Value::as_str).collect(),
        _ => None,
    }
}
