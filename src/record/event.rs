//! The events of the log.
//!
//! Invariant: an event holds everything that a replay needs; a replay must not need the decks, the
//! settings of today, or the clock. So a review records the interval that was shown, and whether
//! the card was learned in steps.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CardKey, Grade, Moment, interview::Interview};

/// The name of a device that writes to the log.
pub type DeviceId = Box<str>;

/// What names an event for ever: the device that wrote it and that device's own count from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventId {
    /// The device.
    pub device: DeviceId,
    /// The device's own count, from 1.
    pub sequence: u64,
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.device, self.sequence)
    }
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name.
    pub id: EventId,
    /// When it happened.
    pub at: Moment,
    /// The card it is about, if it is about one.
    pub card: Option<CardKey>,
    /// What happened.
    pub body: Body,
}

impl Event {
    /// The place of the event in the fold: time, then device, then sequence.
    pub fn order(&self) -> (i64, &str, u64) {
        (self.at.utc_ms, &self.id.device, self.id.sequence)
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A card was asked, answered and graded; it moves the schedule.
    Review(Review),
    /// The same outside the schedule (`quiz --cram`): kept, never folded into the memory.
    Cram(Review),
    /// A missed point was asked again; kept, never folded into the memory.
    Probe(Probe),
    /// A second answer to a card in the same sitting; the first grade stands.
    Practice(Practice),
    /// What a person said an experiment would show, before it ran; kept, never folded into the
    /// memory.
    Prediction(Prediction),
    /// Something in a mock interview; kept, never folded into the memory.
    Interview(Interview),
    /// The person keeps this wording as their own answer.
    Keep(Draft),
    /// An answer begun and not graded yet; the last one counts, and a review ends it.
    Draft(Draft),
    /// An earlier event does not count.
    Undo(EventId),
    /// The card is not asked until resumed.
    Suspend,
    /// The card is asked again.
    Resume,
    /// The card is to be asked on a study day, whether it is due or not.
    Wanted(Wanted),
    /// A setting got a value.
    Setting(Setting),
    /// An event of a later version: kept as it is, ignored by the fold.
    Unknown {
        /// Its kind as stored.
        kind: Box<str>,
        /// Its body as stored.
        json: Box<str>,
    },
}

/// How an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// In sentences, on the keyboard.
    Typed,
    /// Aloud, with the points ticked after.
    Spoken,
    /// By choosing among options.
    Choice,
    /// By filling blanks.
    Cloze,
    /// By predicting what an experiment shows.
    Predict,
    /// By choosing who runs.
    Drive,
    /// The answer was only looked at (`--reveal`).
    Revealed,
}

/// How long until a card is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interval {
    /// A learning step, from the moment of the answer.
    Minutes(u32),
    /// Study days, from the study day of the answer; at least 1.
    Days(u32),
}

/// An answer and its grade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The grade that the person gave.
    pub grade: Grade,
    /// How the answer was given.
    pub how: How,
    /// The answer as typed: text, the chosen options by their number in the deck, the blanks a line
    /// each, the schedule of a drive. None when it was spoken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The points that the answer covered, by id; None when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered: Option<Vec<String>>,
    /// The points that it missed, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<String>,
    /// Verdicts of the matcher that the person flipped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// The misconceptions that the answer contains, by id, as far as the person agrees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traps: Vec<String>,
    /// From the question to the end of the answer, in milliseconds.
    pub milliseconds: u32,
    /// The interval that was shown beside the grade, and so the one that holds.
    pub next: Interval,
    /// Whether the card was learned in steps of minutes (short cards) or in whole days.
    pub steps: bool,
    /// The version of the memory model and its parameters.
    pub parameters: String,
}

/// A verdict on an answer that the person knew better: what rubrics are improved from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Override {
    /// The point's or misconception's id.
    pub id: String,
    /// What was found: `covered`, `mentioned`, `contradicted`, `not_found`, or `trap`.
    pub found: String,
    /// Whether the answer says it, according to the person.
    pub says: bool,
    /// The clause of the answer that the verdict rested on; None if it rested on none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// A missed point, asked again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// The point's id.
    pub point: String,
    /// Whether it was there this time.
    pub recovered: bool,
    /// The answer as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// From the question to the end of the answer, in milliseconds.
    pub milliseconds: u32,
}

/// An answer beside the graded one: a second try in the same sitting, or the reply to a probe
/// before it is judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Practice {
    /// The point that was asked for; None for a second try at the whole card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    /// The answer as typed; None when it was spoken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// From the question to the end of the answer, in milliseconds.
    pub milliseconds: u32,
}

/// What was said of an experiment before it ran.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The experiment: `deck/id`.
    pub experiment: String,
    /// What was asked: the key of a claim and its expression, `final x`.
    pub asked: String,
    /// The constants that the program had, where they were not its own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, i64>,
    /// What was typed.
    pub answer: String,
    /// How it compared.
    pub correctness: Correctness,
    /// From the question to the end of the answer, in milliseconds.
    pub milliseconds: u32,
}

/// How a prediction compared with what was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correctness {
    /// Exactly that.
    Right,
    /// Some of it.
    Partly,
    /// Not that.
    Wrong,
    /// Nothing was proved, so nobody can say.
    Unproved,
}

/// A text of the person's own for a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The text as typed.
    pub text: String,
}

/// The study day on which a card is wanted: from it on, until its next review, the card is asked
/// before what is due. Its memory and its due date stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The calendar date of the study day, written `2026-11-24`.
    #[serde(with = "date")]
    pub on: NaiveDate,
}

/// A date as its text, so that the log can be read without this program.
mod date {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(date: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(date)
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<NaiveDate, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// A setting and its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// The setting's name.
    pub name: String,
    /// Its value as written in the configuration; None goes back to the default.
    pub value: Option<String>,
}
