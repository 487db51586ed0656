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
    /// A directory named in the configuration file: from the home directory after `~/`, else from
    /// the file's own.
    pub(super) fn beside_config(&self, dir: &str) -> PathBuf {
        match (dir.strip_prefix("~/"), etcetera::home_dir()) {
            (Some(rest), Ok(home)) => home.join(rest),
            _ => self.config.parent().map_or_else(|| PathBuf::from(dir), |base| base.join(dir)),
        }
    }

    /// The nearest directory above the data that exists, if nothing can be made in it; with why.
    pub(super) fn unwritable(&self) -> Option<(PathBuf, std::io::Error)> {
        let place = self.data.ancestors().find(|place| place.exists())?;
        if !place.is_dir() {
            return Some((place.to_owned(), std::io::ErrorKind::NotADirectory.into()));
        }
        #[cfg(unix)]
        if let Err(error) = rustix::fs::access(place, rustix::fs::Access::WRITE_OK) {
            return Some((place.to_owned(), error.into()));
        }
        None
    }

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
