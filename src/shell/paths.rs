//! Where viva keeps its files.
//!
//! Invariant: `VIVA_HOME` moves everything; without it the XDG base directories hold, on macOS too.

use std::path::PathBuf;

use etcetera::{BaseStrategy, choose_base_strategy};

use super::environment::Environment;

/// viva's directories and files. Nothing here is created by knowing its name.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    /// The configuration file, written by people.
    pub(super) config: PathBuf,
    /// The directory of the log and its backups.
    pub(super) data: PathBuf,
    /// The commands typed at the prompt.
    pub(super) history: PathBuf,
}

impl Paths {
    /// The paths, or None when the system names no home directory.
    pub(super) fn new(environment: &Environment) -> Option<Paths> {
        if let Some(home) = &environment.home {
            return Some(Paths {
                config: home.join("config.toml"),
                data: home.join("data"),
                history: home.join("history"),
            });
        }
        let base = choose_base_strategy().ok()?;
        let data = base.data_dir().join("viva");
        Some(Paths {
            config: base.config_dir().join("viva").join("config.toml"),
            history: base
                .state_dir()
                .map_or_else(|| data.clone(), |dir| dir.join("viva"))
                .join("history"),
            data,
        })
    }
}
