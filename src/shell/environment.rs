//! The process environment, read once.
//!
//! Invariant: no other file of viva reads an environment variable, so this list is complete.

use std::path::PathBuf;

use crate::text::Lang;

/// What viva takes from its environment.
#[derive(Clone, Debug, Default)]
pub(super) struct Environment {
    /// `VIVA_HOME`: moves configuration, data and history into one directory.
    pub(super) home: Option<PathBuf>,
    /// `VIVA_NOW`: the time, as RFC 3339; it then stands still.
    pub(super) now: Option<String>,
    /// `VIVA_SEED`: the seed of everything drawn.
    pub(super) seed: Option<String>,
    /// `VIVA_DEVICE`: the name under which this device writes to the log.
    pub(super) device: Option<String>,
    /// The locale that decides the language: `LC_ALL`, `LC_MESSAGES`, `LANG`, else the system's.
    pub(super) locale: String,
    /// `NO_COLOR` is set and not empty.
    pub(super) no_color: bool,
    /// `CLICOLOR_FORCE` is set, not empty and not 0.
    pub(super) color_forced: bool,
    /// `TERM` is `dumb`.
    pub(super) dumb: bool,
    /// `ACCESSIBLE` is set and not empty.
    pub(super) accessible: bool,
    /// `VISUAL`, else `EDITOR`.
    pub(super) editor: Option<String>,
    /// `COLUMNS`.
    pub(super) columns: Option<usize>,
}

impl Environment {
    /// Reads the environment.
    pub(super) fn read() -> Environment {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let locale = set("LC_ALL")
            .or_else(|| set("LC_MESSAGES"))
            .or_else(|| set("LANG"))
            .or_else(sys_locale::get_locale)
            .unwrap_or_default();
        Environment {
            home: set("VIVA_HOME").map(PathBuf::from),
            now: set("VIVA_NOW"),
            seed: set("VIVA_SEED"),
            device: set("VIVA_DEVICE"),
            locale,
            no_color: set("NO_COLOR").is_some(),
            color_forced: set("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
            dumb: set("TERM").is_some_and(|term| term == "dumb"),
            accessible: set("ACCESSIBLE").is_some(),
            editor: set("VISUAL").or_else(|| set("EDITOR")),
            columns: set("COLUMNS").and_then(|columns| columns.parse().ok()),
        }
    }

    /// The language of the locale.
    pub(super) fn lang(&self) -> Lang {
        Lang::of_locale(&self.locale)
    }

    /// Whether the locale's characters are UTF-8. An unset or bare locale is taken to be.
    pub(super) fn utf8(&self) -> bool {
        match self.locale.split_once('.') {
            Some((_, codeset)) => {
                let codeset = codeset.to_ascii_lowercase();
                codeset.starts_with("utf8") || codeset.starts_with("utf-8")
            }
            None => self.locale != "C" && self.locale != "POSIX",
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}
