//! What is known of a card that has been asked.
//!
//! Invariant: a state is only ever made by [`super::Scheduler::fold`] or read back as it was
//! stored. A card without a state is new. It must not know how states are computed.

use crate::record::{Interval, Moment};

use super::Day;

/// What the FSRS model knows of a person's memory of a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Stability: days until the retrievability has fallen to 0.9; 0.001 to 36,500.
    pub stability: f32,
    /// Difficulty: 1 (easy) to 10.
    pub difficulty: f32,
}

/// Where a card stands between its steps of minutes and its intervals of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// In its first steps; `step` counts from 0.
    Learning {
        /// The place in [`super::Policy::learning`].
        step: u8,
    },
    /// Asked again after days.
    Review,
    /// In steps again after a lapse.
    Relearning {
        /// The place in [`super::Policy::relearning`].
        step: u8,
    },
}

/// When a card is to be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Due {
    /// From an instant on: milliseconds of UTC since 1970.
    At(i64),
    /// At any time of a study day or later.
    On(Day),
}

/// A card's state after its reviews.
#[derive(Clone, Debug, PartialEq)]
pub struct CardState {
    /// Learning, review or relearning.
    pub phase: Phase,
    /// The memory after the last review.
    pub memory: Memory,
    /// The first review.
    pub first: Moment,
    /// The last review.
    pub last: Moment,
    /// When it is to be asked again.
    pub due: Due,
    /// The interval that the last review gave.
    pub interval: Interval,
    /// How many reviews it had.
    pub reps: u32,
    /// How often it was forgotten: [`crate::record::Grade::Again`] in [`Phase::Review`].
    pub lapses: u32,
    /// The time that an answer takes, smoothed over the reviews, in milliseconds.
    pub milliseconds: u32,
}

impl CardState {
    /// The time that an answer takes, in whole seconds rounded up: a measured estimate for
    /// [`super::Candidate::seconds`].
    pub fn seconds(&self) -> u32 {
        self.milliseconds.div_ceil(1000)
    }
}

/// How a card is learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// In steps of minutes first, and again after a lapse.
    Short,
    /// In whole days only: a long answer is never asked twice in one evening.
    Long,
}
