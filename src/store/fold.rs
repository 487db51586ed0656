//! What the events of one card amount to.
//!
//! Invariant: `Standing` is a function of the card's events that are not undone, taken in the order
//! (time, device, sequence); appending, refolding and rebuilding all go through [`Standing::take`].
//! It must not know SQL.

use crate::{
    record::{Body, Moment, decode},
    schedule::{CardState, Day, Due, Scheduler},
};

/// Where a card stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Its memory and due date; None if it was never reviewed.
    pub state: Option<CardState>,
    /// Whether it is not to be asked.
    pub suspended: bool,
    /// The study day from which on it is asked whether due or not, until its next review.
    pub wanted: Option<Day>,
    /// An answer begun and not graded.
    pub draft: Option<String>,
    /// The person's own wording of the answer.
    pub kept: Option<String>,
}

impl Standing {
    /// Takes the next event of the card, by its stored kind and body. What cannot be decoded changes
    /// nothing.
    pub(super) fn take(&mut self, kind: &str, at: Moment, body: &str, scheduler: &Scheduler) {
        // Probes and predictions are kept for people to read; the others here are not about a card's
        // standing.
        if matches!(kind, "probe" | "prediction" | "interview" | "undo" | "setting") {
            return;
        }
        match decode(kind, body) {
            Body::Review(review) => {
                self.state = Some(scheduler.fold(self.state.take(), at, &review));
                self.draft = None;
                self.wanted = None;
            }
            // A grade outside the schedule ends the answer all the same.
            Body::Cram(_) => self.draft = None,
            Body::Draft(draft) => self.draft = Some(draft.text).filter(|text| !text.is_empty()),
            Body::Keep(draft) => self.kept = Some(draft.text).filter(|text| !text.is_empty()),
            Body::Suspend => self.suspended = true,
            Body::Resume => self.suspended = false,
            Body::Wanted(wanted) => {
                // Whoever wants it twice wants it on the earlier day.
                let on = Day::from_date(wanted.on);
                self.wanted = Some(self.wanted.map_or(on, |before| before.min(on)));
            }
            Body::Probe(_)
            | Body::Practice(_)
            | Body::Prediction(_)
            | Body::Interview(_)
            | Body::Undo(_)
            | Body::Setting(_)
            | Body::Unknown { .. } => {}
        }
    }

    /// Whether both are equal, floating-point numbers to the bit.
    pub(super) fn same(&self, other: &Standing) -> bool {
        let bits = |standing: &Standing| {
            standing
                .state
                .as_ref()
                .map(|state| (state.memory.stability.to_bits(), state.memory.difficulty.to_bits()))
        };
        self == other && bits(self) == bits(other)
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        *self == Standing::default()
    }
}

/// The rules that the derived tables were made by. Other rules, other tables: the fold's own
/// version, the memory model's, and the hour that turns an interval into a date.
pub(super) fn rules(scheduler: &Scheduler) -> String {
    let rollover = scheduler.policy().rollover_hour;
    format!("fold 2, {}, rollover {rollover}", scheduler.parameters_version())
}

/// A due date as two columns: milliseconds, day number.
pub(super) fn due_columns(due: &Due) -> (Option<i64>, Option<i32>) {
    match due {
        Due::At(utc_ms) => (Some(*utc_ms), None),
        Due::On(day) => (None, Some(day.number())),
    }
}
