//! The four grades that a person gives an answer.
//!
//! Invariant: `Hard` is a pass. Only `Again` means that the answer was not recalled; the memory
//! model relies on it.

use serde::{Deserialize, Serialize};

/// How well an answer was recalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Grade {
    /// Not recalled.
    Again = 1,
    /// Recalled with gaps or effort.
    Hard = 2,
    /// Recalled.
    Good = 3,
    /// Recalled at once and in full.
    Easy = 4,
}

impl Grade {
    /// All grades, worst first.
    pub const ALL: [Grade; 4] = [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy];

    /// The digit that people type and files hold: 1 to 4.
    pub fn digit(self) -> u8 {
        self as u8
    }

    /// The grade of a digit, if it is 1 to 4.
    pub fn of_digit(digit: u8) -> Option<Grade> {
        Grade::ALL.into_iter().find(|grade| grade.digit() == digit)
    }

    /// Its name in JSON and in decks.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Again => "again",
            Grade::Hard => "hard",
            Grade::Good => "good",
            Grade::Easy => "easy",
        }
    }

    /// The place of the grade in [`Grade::ALL`]: 0 to 3.
    pub fn index(self) -> usize {
        usize::from(self.digit() - 1)
    }
}

impl From<Grade> for u8 {
    fn from(grade: Grade) -> u8 {
        grade.digit()
    }
}

impl TryFrom<u8> for Grade {
    type Error = String;

    fn try_from(digit: u8) -> Result<Grade, String> {
        Grade::of_digit(digit).ok_or_else(|| format!("grade {digit} is not 1 to 4"))
    }
}
