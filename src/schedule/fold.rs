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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{record::How, schedule::Policy};
    use Interval::{Days, Minutes};

    const START: Moment = Moment { utc_ms: 1_795_435_200_000, offset_minutes: 540 };

    fn review(grade: Grade, next: Interval, milliseconds: u32) -> Review {
        Review {
            grade,
            how: How::Choice,
            answer: None,
            covered: None,
            missed: vec![],
            overrides: Vec::new(),
            traps: Vec::new(),
            milliseconds,
            next,
            steps: true,
            parameters: "fsrs-6".into(),
        }
    }

    #[test]
    fn phases_and_lapses() {
        use Grade::*;
        let scheduler = Scheduler::new(Policy::default());
        let check = |history: &[(Grade, Interval)], phase: Phase, lapses: u32| {
            let state = history.iter().fold(None, |state, &(grade, next)| {
                Some(scheduler.fold(state, START, &review(grade, next, 1000)))
            });
            let state = state.unwrap();
            assert_eq!((state.phase, state.lapses), (phase, lapses), "{history:?}");
        };
        check(&[(Again, Minutes(1))], Phase::Learning { step: 0 }, 0);
        check(&[(Hard, Minutes(6))], Phase::Learning { step: 0 }, 0);
        check(&[(Good, Minutes(10))], Phase::Learning { step: 1 }, 0);
        check(&[(Good, Minutes(10)), (Hard, Minutes(10))], Phase::Learning { step: 1 }, 0);
        check(&[(Good, Minutes(10)), (Again, Minutes(1))], Phase::Learning { step: 0 }, 0);
        check(&[(Good, Minutes(10)), (Good, Days(2))], Phase::Review, 0);
        check(&[(Easy, Days(8))], Phase::Review, 0);
        check(&[(Easy, Days(8)), (Again, Minutes(10))], Phase::Relearning { step: 0 }, 1);
        let twice = [(Easy, Days(8)), (Again, Minutes(10)), (Again, Minutes(10))];
        check(&twice, Phase::Relearning { step: 0 }, 1);
        check(&[(Easy, Days(8)), (Again, Minutes(10)), (Good, Days(1))], Phase::Review, 1);
        // A long card: days only, so each again after the first is a lapse.
        check(&[(Again, Days(1)), (Again, Days(1)), (Again, Days(1))], Phase::Review, 2);
    }

    #[test]
    fn time_to_answer() {
        let scheduler = Scheduler::new(Policy::default());
        let check = |times: &[u32], expect: u32, seconds: u32| {
            let state = times.iter().fold(None, |state, &milliseconds| {
                Some(scheduler.fold(state, START, &review(Grade::Good, Days(2), milliseconds)))
            });
            let state = state.unwrap();
            assert_eq!((state.milliseconds, state.seconds()), (expect, seconds), "{times:?}");
        };
        check(&[0], 0, 0);
        check(&[30_000], 30_000, 30);
        check(&[30_000, 60_000], 40_000, 40);
        check(&[60_000, 30_001], 50_001, 51);
        check(&[u32::MAX], 600_000, 600);
        check(&[0, u32::MAX], 200_000, 200);
    }

    #[test]
    fn the_due_day_is_of_the_moment_of_the_answer() {
        let scheduler = Scheduler::new(Policy::default());
        let at = |text: &str| Moment::from(chrono::DateTime::parse_from_rfc3339(text).unwrap());
        let check = |text: &str, expect: &str| {
            let state = scheduler.fold(None, at(text), &review(Grade::Good, Days(3), 1000));
            let Due::On(day) = state.due else { unreachable!() };
            assert_eq!(day.to_string(), expect, "{text}");
        };
        check("2026-11-23T23:50:00+09:00", "2026-11-26");
        check("2026-11-24T00:20:00+09:00", "2026-11-26");
        check("2026-11-24T04:00:00+09:00", "2026-11-27");
        check("2026-11-24T00:20:00-05:00", "2026-11-26");
    }
}
