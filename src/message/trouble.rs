//! The kinds of things that stop a command.
//!
//! Invariant: a kind holds what its sentence needs and no sentence; `failure` words it.

use std::path::PathBuf;

/// Something that stops a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The system names no home directory.
    NoHome,
    /// `VIVA_NOW` is no RFC 3339 time.
    BadNow(String),
    /// A file or directory cannot be read.
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why, in the system's words.
        why: String,
    },
    /// A directory holds no deck.
    NoDecks(PathBuf),
    /// No card has this name.
    UnknownCard {
        /// The name.
        name: String,
        /// Names that are near.
        near: Vec<String>,
    },
    /// Several cards have this name.
    AmbiguousCard {
        /// The name.
        name: String,
        /// The full names.
        keys: Vec<String>,
    },
    /// No deck, topic or tag has this name.
    UnknownName {
        /// `--deck`, `--topic` or `--tag`.
        option: &'static str,
        /// The name.
        name: String,
        /// Names that are near.
        near: Vec<String>,
    },
    /// No card passes the filter.
    NothingMatches,
    /// The command needs a person at a terminal.
    NeedsTerminal,
    /// The prompt needs a screen, and output goes elsewhere.
    NeedsScreen,
    /// No setting has this name.
    UnknownSetting {
        /// The name.
        name: String,
        /// Names that are near.
        near: Vec<String>,
        /// Where it stands, if not on the command line.
        path: Option<PathBuf>,
    },
    /// A setting cannot have this value.
    BadSetting {
        /// The setting.
        name: String,
        /// The value.
        value: String,
        /// Where it stands, if not on the command line.
        path: Option<PathBuf>,
    },
    /// The configuration file is no TOML.
    BadConfig {
        /// The file.
        path: PathBuf,
        /// What is wrong, in the reader's words.
        why: String,
    },
    /// There is nothing to undo.
    NothingToUndo,
    /// The card is suspended already, or not suspended.
    AlreadySo {
        /// The card.
        card: String,
        /// Whether it is suspended.
        suspended: bool,
    },
    /// No rule has this name.
    UnknownRule(String),
    /// There is no help on this.
    UnknownHelp(String),
    /// The editor could not be run.
    Editor {
        /// The command.
        command: String,
        /// Why, in the system's words.
        why: String,
    },
    /// Standard input holds no text.
    BadInput,
    /// The card's answers are not in sentences.
    NotExplain {
        /// The card.
        card: String,
        /// Its kind.
        kind: &'static str,
    },
    /// No card can be asked in an interview.
    NothingToInterview,
    /// No interview has this name.
    UnknownInterview {
        /// The name; empty for the last one.
        name: String,
        /// Names that are near.
        near: Vec<String>,
    },
    /// There is no other interview to compare with.
    OnlyInterview,
    /// The answer was to come where the commands come from.
    InputTaken,
    /// No experiment has this name.
    UnknownExperiment {
        /// The name.
        name: String,
        /// Names that are near.
        near: Vec<String>,
    },
    /// The experiment has no run of this name.
    UnknownRun {
        /// The name.
        name: String,
        /// The names that there are.
        names: Vec<String>,
    },
    /// One experiment is wanted, and this means several.
    AmbiguousExperiment {
        /// The name.
        name: String,
        /// How each can be named.
        names: Vec<String>,
    },
    /// A file cannot be written.
    Unwritable {
        /// The path.
        path: PathBuf,
        /// Why, in the system's words.
        why: String,
    },
    /// A schedule names a move that is not possible where it stands.
    Derailed {
        /// Which of its moves, from 1.
        at: usize,
        /// The move as it was written.
        written: String,
        /// The moves that were possible.
        possible: Vec<String>,
    },
    /// No card says what is to be reached with this experiment.
    NoGoal(String),
    /// A goal that is none of the program.
    BadGoal {
        /// The goal.
        goal: String,
        /// What is wrong with it.
        why: Option<String>,
    },
    /// A program has too many states to be searched whole.
    TooManyStates(usize),
    /// A program grows beyond what the machine allows.
    MachineLimit(super::lab::Bounded, usize),
}

impl Trouble {
    /// 2 when the command was used wrongly, 1 when the data is at fault.
    pub fn code(&self) -> u8 {
        match self {
            Trouble::Unreadable { .. }
            | Trouble::Unwritable { .. }
            | Trouble::NoDecks(_)
            | Trouble::NothingToUndo
            | Trouble::AlreadySo { .. }
            | Trouble::NothingMatches
            | Trouble::Editor { .. }
            | Trouble::MachineLimit(..)
            | Trouble::TooManyStates(_)
            | Trouble::NoHome => 1,
            _ => 2,
        }
    }
}
