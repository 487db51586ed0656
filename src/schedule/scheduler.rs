//! The policy of a schedule, and what each grade would give.
//!
//! Invariant: again ≤ hard < good < easy, a step being shorter than a day; days are at least 1 and
//! at most the policy's maximum; a long card gets whole days only. It must not know what today
//! holds.

use crate::record::{CardKey, Grade, Interval, Moment};

use super::{
    BadParameters, CardState, Day, Due, Memory, Phase, Style,
    fsrs::Model,
    fuzz,
    steps::{self, Answers},
};

/// What a person decides about their schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The probability of recall at which a card is asked again; see [`valid_retention`].
    pub retention: f32,
    /// The local hour at which the study day begins, 0 to 23.
    pub rollover_hour: u8,
    /// The longest interval, in days; at least 3, or no room is left between three grades.
    pub maximum_days: u32,
    /// The steps of a new short card, in minutes, each 1 to 1,439; none is allowed.
    pub learning: Vec<u32>,
    /// The steps of a short card that was forgotten, likewise.
    pub relearning: Vec<u32>,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            retention: 0.9,
            rollover_hour: 4,
            maximum_days: 36_500,
            learning: vec![1, 10],
            relearning: vec![10],
        }
    }
}

/// Whether a desired retention is one that can be scheduled for: 0.70 to 0.97. Below, intervals
/// grow without use; above, they shrink to nothing (scheduling notes 1.2).
pub fn valid_retention(retention: f32) -> bool {
    (0.70..=0.97).contains(&retention)
}

/// The scheduler: a policy and a memory model.
#[derive(Clone, Debug)]
pub struct Scheduler {
    pub(super) policy: Policy,
    pub(super) model: Model,
}

impl Scheduler {
    /// A scheduler with the default parameters of FSRS-6. Whatever the policy holds out of range
    /// is brought into it: a retention to the nearest bound (no number to 0.9), the hour to 23,
    /// the maximum to 3 to 36,500 days; steps of no minutes or of a day and more are left out.
    pub fn new(policy: Policy) -> Scheduler {
        Scheduler { policy: in_range(policy), model: Model::default() }
    }

    /// A scheduler with fitted parameters: 21, or 19 or 17 of the versions before.
    ///
    /// # Errors
    /// When they are no set of finite numbers of one of these lengths.
    pub fn with_parameters(policy: Policy, parameters: &[f32]) -> Result<Scheduler, BadParameters> {
        Ok(Scheduler { policy: in_range(policy), model: Model::new(parameters)? })
    }

    /// The policy, every value in range.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The version of the memory model and its parameters, as a review records it.
    pub fn parameters_version(&self) -> &str {
        self.model.version()
    }

    /// What each grade gives, in the order of [`Grade::ALL`], fuzz included: the interval of the
    /// chosen grade is the one that a review records. O(1).
    pub fn outlook(
        &self,
        key: &CardKey,
        style: Style,
        state: Option<&CardState>,
        now: Moment,
    ) -> [Interval; 4] {
        let reps = state.map_or(0, |state| state.reps);
        self.intervals(style, state, now, Some(fuzz::fraction(key, reps)))
    }

    /// [`Scheduler::outlook`] at a place in the fuzz bounds, or without fuzz.
    pub(super) fn intervals(
        &self,
        style: Style,
        state: Option<&CardState>,
        now: Moment,
        fraction: Option<u32>,
    ) -> [Interval; 4] {
        let days = state.map_or(0, |state| self.elapsed(state, now));
        let memory = state.map(|state| state.memory);
        let raw = |grade| {
            let stability = self.model.after(memory, days, grade).stability;
            self.model.interval(stability, self.policy.retention)
        };
        let previous = match state.map(|state| state.interval) {
            Some(Interval::Days(days)) => days,
            Some(Interval::Minutes(_)) | None => 0,
        };
        // `room`: how many longer intervals must still fit below the maximum.
        let passing = |grade, least: u32, room: u32| {
            let maximum = self.policy.maximum_days - room;
            let raw = raw(grade);
            let minimum = least.max(fuzz::minimum_after(previous, raw, maximum));
            fuzz::spread(raw, minimum, maximum, fraction)
        };

        let answers = match style {
            Style::Short => self.answers(state.map(|state| state.phase)),
            Style::Long => None,
        };
        match answers {
            Some(Answers { again, hard: Some(hard), good: Some(good) }) => [
                Interval::Minutes(again),
                Interval::Minutes(hard),
                Interval::Minutes(good),
                Interval::Days(passing(Grade::Easy, 1, 0)),
            ],
            Some(Answers { again, hard: Some(hard), good: None }) => {
                let good = passing(Grade::Good, 1, 1);
                let easy = passing(Grade::Easy, good + 1, 0);
                [
                    Interval::Minutes(again),
                    Interval::Minutes(hard),
                    Interval::Days(good),
                    Interval::Days(easy),
                ]
            }
            other => {
                let hard = passing(Grade::Hard, 1, 2);
                let good = passing(Grade::Good, hard + 1, 1);
                let easy = passing(Grade::Easy, good + 1, 0);
                let again = match (other, style) {
                    (Some(answers), _) => Interval::Minutes(answers.again),
                    (None, Style::Long) => Interval::Days(1),
                    (None, Style::Short) => {
                        Interval::Days(fuzz::spread(raw(Grade::Again), 1, hard, None))
                    }
                };
                [again, Interval::Days(hard), Interval::Days(good), Interval::Days(easy)]
            }
        }
    }

    /// The steps' part of the answers to a short card in a phase (None: new); None when the policy
    /// has no steps for it.
    fn answers(&self, phase: Option<Phase>) -> Option<Answers> {
        match phase {
            None => steps::answers(&self.policy.learning, 0),
            Some(Phase::Learning { step }) => steps::answers(&self.policy.learning, step),
            Some(Phase::Relearning { step }) => steps::answers(&self.policy.relearning, step),
            Some(Phase::Review) => steps::lapse(&self.policy.relearning),
        }
    }

    /// Whole study days since the last review; 0 when the clock was set back.
    pub(super) fn elapsed(&self, state: &CardState, now: Moment) -> u32 {
        let days = self.day(state.last).until(self.day(now));
        u32::try_from(days.max(0)).unwrap_or(u32::MAX)
    }

    /// The study day of a moment under the policy.
    pub(super) fn day(&self, at: Moment) -> Day {
        Day::of(at, self.policy.rollover_hour)
    }

    /// The probability that the card is recalled now, 0 to 1. It falls by study days, as the model
    /// counts them, and so is 1 on the day of a review.
    pub fn retrievability(&self, state: &CardState, now: Moment) -> f32 {
        self.model.retrievability(state.memory, self.elapsed(state, now) as f32)
    }

    /// Whether the card is to be asked now.
    pub fn is_due(&self, state: &CardState, now: Moment) -> bool {
        match state.due {
            Due::At(utc_ms) => utc_ms <= now.utc_ms,
            Due::On(day) => day <= self.day(now),
        }
    }

    /// A memory that stands for the state of an SM-2 scheduler, for cards that come from one: its
    /// ease factor (1.3 and up), its interval in days, and the share of cards that it let a person
    /// recall (0 to 1). None when they make no memory. Formula: fsrs-rs 6.6.2.
    pub fn memory_from_sm2(&self, ease: f32, interval_days: f32, recalled: f32) -> Option<Memory> {
        self.model.from_sm2(ease, interval_days, recalled)
    }
}

fn in_range(mut policy: Policy) -> Policy {
    policy.retention =
        if policy.retention.is_nan() { 0.9 } else { policy.retention.clamp(0.70, 0.97) };
    policy.rollover_hour = policy.rollover_hour.min(23);
    policy.maximum_days = policy.maximum_days.clamp(3, 36_500);
    for steps in [&mut policy.learning, &mut policy.relearning] {
        steps.retain(|minutes| (1..=steps::LONGEST).contains(minutes));
        // The phase counts its steps in a byte.
        steps.truncate(usize::from(u8::MAX));
    }
    policy
}
