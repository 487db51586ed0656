//! Summaries over the record.
//!
//! Invariant: a summary is a fold over events in the order of the log; it never looks at a deck or
//! a clock. Undone events are left out by the caller.

mod interviews;
pub mod labelled;

pub use interviews::{Interviews, Roots};

use std::collections::BTreeMap;

use crate::{
    record::{
        Body, CardKey, Correctness, Event, Interval, Review,
        interview::{Interview, Step},
    },
    schedule::{CardState, Day, Due},
};

/// What the log amounts to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Graded answers.
    pub reviews: u64,
    /// Graded answers by [`crate::record::Grade::index`].
    pub grades: [u64; 4],
    /// Milliseconds spent answering, missed points included.
    pub milliseconds: u64,
    /// Study days with a graded answer.
    pub days: u64,
    /// Cards asked again after a day or more: how many were, and how many were recalled. Only the
    /// first answer of a card on a day counts, as in Anki's true retention.
    pub recall: (u64, u64),
    /// Predictions of experiments that could be judged: how many were made, and how many were
    /// right.
    pub predictions: (u64, u64),
    last_day: Option<Day>,
    last: BTreeMap<CardKey, (Day, Interval)>,
}

impl Summary {
    /// Takes the next event. `rollover_hour` is the hour at which the study day begins.
    pub fn take(&mut self, event: &Event, rollover_hour: u8) {
        match (&event.body, &event.card) {
            (Body::Review(review), Some(card)) => {
                self.review(card, Day::of(event.at, rollover_hour), review);
            }
            (Body::Interview(Interview { step: Step::Turn(turn), .. }), _) => {
                self.milliseconds += u64::from(turn.milliseconds);
            }
            (Body::Probe(probe), _) => self.milliseconds += u64::from(probe.milliseconds),
            (Body::Prediction(prediction), _)
                if prediction.correctness != Correctness::Unproved =>
            {
                self.predictions.0 += 1;
                self.predictions.1 += u64::from(prediction.correctness == Correctness::Right);
            }
            _ => {}
        }
    }

    fn review(&mut self, card: &CardKey, day: Day, review: &Review) {
        self.reviews += 1;
        self.grades[review.grade.index()] += 1;
        self.milliseconds += u64::from(review.milliseconds);
        if self.last_day != Some(day) {
            self.days += 1;
            self.last_day = Some(day);
        }
        let before = self.last.insert(card.clone(), (day, review.next));
        if let Some((last_day, Interval::Days(_))) = before
            && last_day < day
        {
            self.recall.0 += 1;
            self.recall.1 += u64::from(review.grade > crate::record::Grade::Again);
        }
    }
}

/// How many cards fall due on each of the `days` days from `today` on; what is late falls on today.
pub fn forecast<'a>(
    states: impl IntoIterator<Item = &'a CardState>,
    today: Day,
    days: usize,
) -> Vec<u32> {
    let mut counts = vec![0; days];
    for state in states {
        let at = match state.due {
            Due::On(day) => today.until(day).max(0),
            Due::At(_) => 0,
        };
        if let Some(count) = usize::try_from(at).ok().and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{EventId, Grade, How, Moment, Probe};

    const DAY_MS: i64 = 86_400_000;

    fn event(sequence: u64, day: i64, card: &str, body: Body) -> Event {
        let id = EventId { device: "desk".into(), sequence };
        let at = Moment::new(1_795_000_000_000 + day * DAY_MS, 0);
        Event { id, at, card: Some(CardKey::new("d", card)), body }
    }

    fn review(grade: Grade, next: Interval) -> Body {
        Body::Review(Review {
            grade,
            how: How::Typed,
            answer: None,
            covered: None,
            missed: Vec::new(),
            overrides: Vec::new(),
            traps: Vec::new(),
            milliseconds: 30_000,
            next,
            steps: false,
            parameters: String::new(),
        })
    }

    #[test]
    fn only_the_first_answer_after_a_night_counts_for_recall() {
        let probe = Probe { point: "p".into(), recovered: true, answer: None, milliseconds: 5_000 };
        let events = [
            event(1, 0, "a", review(Grade::Good, Interval::Days(2))),
            event(2, 0, "b", review(Grade::Good, Interval::Minutes(10))),
            event(3, 0, "b", review(Grade::Good, Interval::Days(2))),
            event(4, 2, "a", review(Grade::Again, Interval::Days(1))),
            event(5, 2, "a", review(Grade::Good, Interval::Days(1))),
            event(6, 2, "b", review(Grade::Hard, Interval::Days(3))),
            event(7, 2, "a", Body::Probe(probe)),
        ];
        let mut summary = Summary::default();
        for event in &events {
            summary.take(event, 4);
        }
        assert_eq!(summary.reviews, 6);
        assert_eq!(summary.grades, [1, 1, 4, 0]);
        assert_eq!(summary.days, 2);
        assert_eq!(summary.recall, (2, 1));
        assert_eq!(summary.milliseconds, 6 * 30_000 + 5_000);
    }
}
