//! How a command ends: well, with findings, or with a failure that a person can act on.
//!
//! Invariant: a failure is worded once, in `message`, and its kind alone decides the exit code:
//! 0 well, 1 findings or something wrong with the data, 2 used wrongly, 70 a bug, 130 interrupted.

use crate::{
    message::{command::Usage, failure::Trouble},
    store::StoreError,
};

/// The end of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Done.
    Well,
    /// Done, and something was found wrong.
    Findings,
    /// Stopped by Ctrl-C.
    Interrupted,
    /// The person leaves viva.
    Quit,
}

impl End {
    /// The process's exit code.
    pub(super) fn code(self) -> u8 {
        match self {
            End::Well | End::Quit => 0,
            End::Findings => 1,
            End::Interrupted => 130,
        }
    }
}

/// Why a command could not be carried out.
#[derive(Debug)]
pub(super) enum Failure {
    /// Something to be told, and what to do about it.
    Trouble(Trouble),
    /// The storage refused.
    Store(StoreError),
    /// Arguments that clap refused.
    Usage(Box<clap::Error>),
    /// Words that are no arguments.
    Words(Usage),
    /// Output could not be written; a closed pipe is no failure.
    Output(std::io::Error),
    /// Findings in a text that the command needs; they have been told.
    Told,
}

impl Failure {
    /// The process's exit code.
    pub(super) fn code(&self) -> u8 {
        match self {
            Failure::Trouble(trouble) => trouble.code(),
            Failure::Usage(_) | Failure::Words(_) => 2,
            Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
            Failure::Store(_) | Failure::Output(_) | Failure::Told => 1,
        }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Failure {
        Failure::Trouble(trouble)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// The result of a command.
pub(super) type Outcome = Result<End, Failure>;
