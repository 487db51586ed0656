//! The fold of a review into a card's state.
//!
//! Invariant: the due date comes from the interval that the review records and the study day of its
//! own moment; only the memory is computed. So no later change of steps, fuzz or retention moves a
//! date. It must not know the card's key or style: the recorded interval says whether the card is
//! in steps.

use crate::record::{Grade, Interval, Moment, Review};

use super::{CardState, Due, Phase, Scheduler};

/// The longest time that an answer is taken to have needed: whoever takes longer has left the desk.
const LONGEST_ANSWER_MS: u32 = 10 * 60 * 1000;

impl Scheduler {
    /// The state after a review at a moment. Reviews come in the order of the log. O(1), one small
    /// allocation inside the `fsrs` crate's interface.
    pub fn fold(&self, state: Option<CardState>, at: Moment, review: &Review) -> CardState {
        let before = state.as_ref();
        let days = before.map_or(0, |state| self.elapsed(state, at));
        let phase = before.map(|state| state.phase);
        let lapsed = phase == Some(Phase::Review) && review.grade == Grade::Again;
        CardState {
            phase: phase_after(phase, review.grade, review.next),
            memory: self.model.after(before.map(|state| state.memory), days, review.grade),
            first: before.map_or(at, |state| state.first),
            last: at,
            due: match review.next {
                Interval::Minutes(minutes) => {
                    Due::At(at.utc_ms.saturating_add(i64::from(minutes) * 60_000))
                }
                Interval::Days(days) => Due::On(self.day(at).plus(days.into())),
            },
            interval: review.next,
            reps: before.map_or(0, |state| state.reps).saturating_add(1),
            lapses: before.map_or(0, |state| state.lapses).saturating_add(lapsed.into()),
            milliseconds: smoothed(before.map(|state| state.milliseconds), review.milliseconds),
        }
    }
}

fn phase_after(phase: Option<Phase>, grade: Grade, next: Interval) -> Phase {
    if let Interval::Days(_) = next {
        return Phase::Review;
    }
    let after = |step: u8| match grade {
        Grade::Again => 0,
        Grade::Hard => step,
        Grade::Good | Grade::Easy => step.saturating_add(1),
    };
    match phase {
        None => Phase::Learning { step: after(0) },
        Some(Phase::Learning { step }) => Phase::Learning { step: after(step) },
        Some(Phase::Relearning { step }) => Phase::Relearning { step: after(step) },
        Some(Phase::Review) => Phase::Relearning { step: 0 },
    }
}

/// A third of the way from the old time to the new one.
fn smoothed(before: Option<u32>, milliseconds: u32) -> u32 {
    let new = milliseconds.min(LONGEST_ANSWER_MS);
    match before {
        None => new,
        Some(old) => {
            let old = i64::from(old);
            (old + (i64::from(new) - old) / 3) as u32
        }
    }
}
