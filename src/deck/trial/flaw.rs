//! What is wrong with a rubric, as values.
//!
//! Invariant: the words that are quoted are slices of the text that was tried.

use crate::{
    answer::{Pattern, Status},
    record::Grade,
    text::Lang,
};

/// A point or trap that does not find what it should, or finds what it should not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong.
    pub lack: Lack,
    /// The id of the point or trap.
    pub part: Box<str>,
    /// The texts that show it; at least one.
    pub cases: Vec<Case>,
}

/// What is wrong with a point or a trap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// The point is not covered by its own text.
    PointNotInText,
    /// The point is not covered by the model answer.
    PointNotInAnswer,
    /// The point is covered by the question.
    PointInQuestion,
    /// The point is covered by the text of another.
    PointInPoint,
    /// The point is covered by the text of a trap.
    PointInTrap,
    /// The trap is not found in its own text.
    TrapNotInText,
    /// The trap is found in a text that is right.
    TrapFalseAlarm,
    /// The point is covered though the subjects are exchanged.
    SubjectIgnored,
    /// The point is covered though its verb is negated.
    NegationIgnored,
}

impl Lack {
    /// Whether it is a trap that has the flaw.
    pub fn is_of_trap(self) -> bool {
        matches!(self, Lack::TrapNotInText | Lack::TrapFalseAlarm)
    }

    /// Whether it shows in a text that was turned into a wrong one.
    pub fn is_of_changed_text(self) -> bool {
        matches!(self, Lack::SubjectIgnored | Lack::NegationIgnored)
    }
}

/// A text, and what was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Which text.
    pub of: Tried,
    /// The sentence as it was tried, where the text was changed.
    pub changed: Option<Box<str>>,
    /// What was found.
    pub found: Evidence,
}

/// A text of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The question.
    Question(Lang),
    /// The model answer.
    Answer(Lang),
    /// The text of the point or trap that is tried.
    Own(Lang),
    /// The text of a point.
    Point(Box<str>, Lang),
    /// The text of a trap.
    Trap(Box<str>, Lang),
    /// The correction of the trap that is tried.
    Correction(Lang),
    /// A sample, by its number from 1.
    Sample(usize),
}

/// What was found of a point or a trap in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The verdict.
    pub status: Status,
    /// The words it rests on.
    pub words: Vec<Box<str>>,
    /// Whether part of the text was read as a list of words.
    pub lists: bool,
    /// The pattern that came nearest, where none matched.
    pub near: Option<Near>,
}

/// A pattern that did not match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The pattern.
    pub pattern: Pattern,
    /// The places of its groups that are nowhere in the text.
    pub missing: Vec<usize>,
    /// The place of a group that must not occur and does.
    pub too_many: Option<usize>,
}

/// A sample whose outcome is not what it declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differs {
    /// Its number among the samples of the card, from 1.
    pub number: usize,
    /// Points that it declares and that are not covered. Of the first few also what was found.
    pub missed: Vec<(Box<str>, Option<Evidence>)>,
    /// Points that are covered and not declared.
    pub extra: Vec<(Box<str>, Option<Evidence>)>,
    /// Traps that it declares and that are not found.
    pub missed_traps: Vec<(Box<str>, Option<Evidence>)>,
    /// Traps that are found and not declared.
    pub extra_traps: Vec<(Box<str>, Option<Evidence>)>,
    /// The grade that is proposed, and the one that it declares.
    pub grade: Option<[Grade; 2]>,
}
