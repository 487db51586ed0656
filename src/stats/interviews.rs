//! Interviews beside what the memory model predicted for their questions.
//!
//! Invariant: evidence to look at: the schedule never reads it, and an interview moves no memory here
//! either. It must not look at a deck or a clock: what is core in a card is an argument.

use std::collections::{BTreeSet, HashMap};

use crate::{
    record::{
        Body, CardKey, Event,
        interview::{Interview, Step},
    },
    schedule::{CardState, Scheduler},
};

/// First answers to root questions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Roots {
    /// How many there were.
    pub asked: u64,
    /// The sum of the predicted recall of their cards, each from 0 to 1; 0 for new cards.
    pub recall: f64,
    /// The core points that they cover.
    pub found: u64,
    /// The core points of their cards.
    pub core: u64,
}

impl Roots {
    /// The mean of the predicted recall, from 0 to 1; None where nothing was predicted.
    pub fn predicted(&self) -> Option<f64> {
        (self.asked > 0 && self.recall > 0.0).then(|| self.recall / self.asked as f64)
    }

    /// The share of core points found, from 0 to 1; None where there was none to find.
    pub fn share(&self) -> Option<f64> {
        (self.core > 0).then(|| self.found as f64 / self.core as f64)
    }
}

/// What the interviews of a log amount to.
#[derive(Clone, Debug, Default)]
pub struct Interviews {
    /// Interviews with at least one answer.
    pub held: u64,
    /// Roots whose card was known: it had a memory when it was asked.
    pub known: Roots,
    /// Roots whose card was new.
    pub new: Roots,
    begun: BTreeSet<String>,
    asked: BTreeSet<(String, usize)>,
    states: HashMap<CardKey, CardState>,
}

impl Interviews {
    /// Takes the next event, in the order of the log. `core` gives the ids of a card's core points;
    /// None for a card that is gone, which counts for nothing. Cards that were renamed come under
    /// one name.
    pub fn take(
        &mut self,
        event: &Event,
        scheduler: &Scheduler,
        core: impl Fn(&CardKey) -> Option<Vec<String>>,
    ) {
        match (&event.body, &event.card) {
            (Body::Review(review), Some(card)) => {
                let before = self.states.remove(card);
                self.states.insert(card.clone(), scheduler.fold(before, event.at, review));
            }
            (Body::Interview(Interview { interview, step }), _) => match step {
                Step::Begin(_) => {
                    self.begun.insert(interview.clone());
                }
                Step::Turn(turn) if self.begun.contains(interview) => {
                    let first = !self.asked.iter().any(|(name, _)| name == interview);
                    self.held += u64::from(first);
                    if !self.asked.insert((interview.clone(), turn.root)) {
                        return;
                    }
                    let card = event.card.as_ref().unwrap_or(&turn.asked.card);
                    let Some(core) = core(card) else { return };
                    let covered = |id: &&String| {
                        turn.found.iter().any(|it| it.id == **id && it.status == "covered")
                    };
                    let state = self.states.get(card);
                    let roots = if state.is_some() { &mut self.known } else { &mut self.new };
                    roots.asked += 1;
                    roots.recall +=
                        state.map_or(0.0, |it| f64::from(scheduler.retrievability(it, event.at)));
                    roots.found += core.iter().filter(covered).count() as u64;
                    roots.core += core.len() as u64;
                }
                _ => {}
            },
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        record::{
            EventId, Grade, How, Interval, Moment, Review,
            interview::{Asked, Form, Found, Mode, Plan, Turn, Why},
        },
        schedule::Policy,
    };

    const DAY_MS: i64 = 86_400_000;

    fn event(day: i64, card: Option<&str>, body: Body) -> Event {
        let id = EventId { device: "desk".into(), sequence: 1 };
        let at = Moment::new(1_795_000_000_000 + day * DAY_MS, 0);
        Event { id, at, card: card.map(|card| CardKey::new("d", card)), body }
    }

    fn review(day: i64, card: &str) -> Event {
        let review = Review {
            grade: Grade::Good,
            how: How::Typed,
            answer: None,
            covered: None,
            missed: Vec::new(),
            overrides: Vec::new(),
            traps: Vec::new(),
            milliseconds: 30_000,
            next: Interval::Days(2),
            steps: false,
            parameters: String::new(),
        };
        event(day, Some(card), Body::Review(review))
    }

    fn of(name: &str, day: i64, card: Option<&str>, step: Step) -> Event {
        event(day, card, Body::Interview(Interview { interview: name.into(), step }))
    }

    fn begin(name: &str, day: i64) -> Event {
        let plan = Plan {
            roots: Vec::new(),
            depth: 3,
            minutes: 20,
            mode: Mode::Usual,
            form: Form::Typed,
            seed: 1,
        };
        of(name, day, None, Step::Begin(plan))
    }

    /// An answer in which these points were found, `-` only touched.
    fn turn(name: &str, day: i64, root: usize, card: &str, points: &[&str]) -> Event {
        let found = points.iter().map(|id| Found {
            id: id.trim_start_matches('-').into(),
            status: if id.starts_with('-') { "mentioned" } else { "covered" }.into(),
            quote: String::new(),
        });
        let turn = Turn {
            root,
            asked: Asked { card: CardKey::new("d", card), probe: None },
            why: Why::Fresh,
            answer: None,
            how: How::Spoken,
            pass: false,
            hint: false,
            milliseconds: 1_000,
            limit: 60,
            found: found.collect(),
            traps: Vec::new(),
            opens: false,
            lists: false,
        };
        of(name, day, Some(card), Step::Turn(turn))
    }

    #[test]
    fn what_was_predicted_stands_beside_what_was_found() {
        let scheduler = Scheduler::new(Policy::default());
        let core = |key: &CardKey| {
            (&*key.card != "gone").then(|| vec!["p".to_owned(), "q".to_owned(), "r".to_owned()])
        };
        let of = |events: &[Event]| {
            let mut interviews = Interviews::default();
            events.iter().for_each(|event| interviews.take(event, &scheduler, core));
            interviews
        };
        let events = [
            review(0, "a"),
            begin("one", 4),
            turn("one", 4, 0, "a", &["p", "-q", "other"]),
            // A follow-up is no first answer.
            turn("one", 4, 0, "a", &["q", "r"]),
            turn("one", 4, 1, "b", &["r"]),
            turn("one", 4, 2, "gone", &["p"]),
            // What was reviewed later was new then, and what was known then is forgotten later.
            review(5, "b"),
            begin("two", 40),
            turn("two", 40, 0, "a", &[]),
        ];
        let told = of(&events);
        let counts = |it: &Roots| (it.asked, it.found, it.core);
        assert_eq!(told.held, 2);
        assert_eq!((counts(&told.known), counts(&told.new)), ((2, 1, 6), (1, 1, 3)));
        assert_eq!((told.known.share(), told.new.predicted()), (Some(1.0 / 6.0), None));
        // The prediction is that of the moment, by the reviews before it.
        let state = scheduler.fold(
            None,
            events[0].at,
            match &events[0].body {
                Body::Review(review) => review,
                _ => panic!("a review"),
            },
        );
        let recall = [&events[2], &events[8]]
            .map(|turn| f64::from(scheduler.retrievability(&state, turn.at)));
        assert!(recall[1] < recall[0], "{recall:?}");
        let mean = (recall[0] + recall[1]) / 2.0;
        assert!((told.known.predicted().expect("a prediction") - mean).abs() < 1e-9);
        // Whose beginning was undone is no interview.
        let left: Vec<Event> = events.iter().filter(|it| **it != events[1]).cloned().collect();
        let left = of(&left);
        assert_eq!((left.held, counts(&left.known), counts(&left.new)), (1, (1, 0, 3), (0, 0, 0)));
    }
}
