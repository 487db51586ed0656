//! The events of a mock interview: how it was planned, each question with its answer, the end.
//!
//! Invariant: a turn holds what was found in the answer, so the same events give the same report
//! whatever the matcher finds later. Nothing here moves the schedule.

use serde::{Deserialize, Serialize};

use super::{CardKey, How};

/// One event of one interview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interview {
    /// The name of the interview: the device and its count when it began.
    pub interview: String,
    /// What happened.
    #[serde(flatten)]
    pub step: Step,
}

/// What happened in an interview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// It was planned.
    Begin(Plan),
    /// A question was asked and answered.
    Turn(Turn),
    /// An answer was begun, or its hint given.
    Draft(Draft),
    /// What the person expects of the report.
    Rating {
        /// From 0 to 100.
        percent: u8,
    },
    /// It ended.
    End {
        /// Why.
        by: Ending,
    },
}

/// How an interview is held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The root questions, in order.
    pub roots: Vec<Root>,
    /// The most follow-up questions to a root.
    pub depth: u8,
    /// After how many minutes of answering no new question is asked.
    pub minutes: u32,
    /// What is shown between questions.
    pub mode: Mode,
    /// How answers are given.
    #[serde(default, skip_serializing_if = "Form::is_typed")]
    pub form: Form,
    /// What chose among equals.
    pub seed: u64,
}

/// A root question and why it was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// The card.
    pub card: CardKey,
    /// Why.
    pub why: Why,
}

/// What is shown between questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Elapsed time.
    #[default]
    Usual,
    /// Nothing before the end, no hints, no going back; the limit of an answer is hard.
    Strict,
    /// The model answer and what was covered, after each answer.
    Practice,
}

/// How the answers of an interview are given, where a person does not say otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// On the keyboard.
    #[default]
    Typed,
    /// Aloud; the person ticks what they said.
    Spoken,
    /// Aloud, to a second person, who has the screen and notes what is heard.
    Hosted,
}

impl Form {
    fn is_typed(&self) -> bool {
        *self == Form::Typed
    }
}

/// Why a question was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The card is the least known of its topic.
    Weak,
    /// Its topic was not asked yet.
    Topic,
    /// It was never asked, or not for long.
    Fresh,
    /// The answer touched the point and did not state it.
    Thin,
    /// The answer left the point out.
    Missed,
    /// The answer stated the point the wrong way round.
    Reversed,
    /// The answer contains the misconception.
    Misconception,
    /// The answer was good, so the next card of the chain.
    Deeper,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    /// The card.
    pub card: CardKey,
    /// Whose probe was asked; the card's own question if nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Target>,
}

/// What a follow-up question is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A point, by its id.
    Point(String),
    /// A misconception, by its id.
    Trap(String),
}

/// A question with its answer and what was found in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// The root that it belongs to, from 0.
    pub root: usize,
    /// What was asked.
    pub asked: Asked,
    /// Why.
    pub why: Why,
    /// The answer as typed; None if it was spoken or if the person passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// How it was given.
    pub how: How,
    /// Whether the person said that they do not know.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pass: bool,
    /// Whether the hint was asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hint: bool,
    /// From the question to the end of the answer, without pauses, in milliseconds.
    pub milliseconds: u32,
    /// How long the answer may take, in seconds.
    pub limit: u32,
    /// What was found of the card's points.
    pub found: Vec<Found>,
    /// The misconceptions that were found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traps: Vec<Found>,
    /// Whether a core point was covered in the first sentence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opens: bool,
    /// Whether part of the answer only lists words.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lists: bool,
}

/// An answer that is not finished, and what it has cost so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The lines as typed.
    pub text: String,
    /// From the question until then, without pauses, in milliseconds.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub milliseconds: u32,
    /// Whether the hint was asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hint: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls")]
fn is_nothing(milliseconds: &u32) -> bool {
    *milliseconds == 0
}

/// Whether an answer took longer than its limit, which is in seconds.
pub fn is_late(milliseconds: u32, limit: u32) -> bool {
    milliseconds > limit.saturating_mul(1000)
}

/// A point or a misconception in an answer. Points of which nothing was found are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its id.
    pub id: String,
    /// `covered`, `mentioned` or `contradicted`; `trap`.
    pub status: String,
    /// The clause of the answer that shows it; empty where the answer was spoken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
}

/// Why an interview ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Every question was asked.
    Asked,
    /// The time was over.
    Time,
    /// The person ended it.
    Person,
}
