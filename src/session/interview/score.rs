//! The points of an interview, by arithmetic that is printed.
//!
//! Invariant: it depends on what was found in the answers and on nothing else: not on their length,
//! not on earlier interviews. What a follow-up question recovered counts half.

use crate::{
    deck::Library,
    record::{
        CardKey,
        interview::{Target, Turn, is_late},
    },
};

use super::{Interview, Row, explain, follow::Known, points};

/// What a misconception costs, and what is left of that once a reply put it right.
pub const TRAP: (u32, u32) = (5, 2);
/// What a hint costs.
pub const HINT: u32 = 2;
/// What the core points, the other points and the follow-up questions are worth together with the
/// other parts, where there were follow-up questions and where there were none.
pub const WITH_FOLLOW_UPS: (u32, u32, u32) = (50, 20, 20);
/// See [`WITH_FOLLOW_UPS`].
pub const WITHOUT: (u32, u32, u32) = (65, 25, 0);
/// What it is worth to begin each answer with a core point.
pub const OPENING: u32 = 5;
/// What it is worth to answer in time.
pub const TIME: u32 = 5;

/// A part of the score: `got` of `of` half points, times `worth`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// What was reached, in halves.
    pub got: u32,
    /// What could be reached, in halves.
    pub of: u32,
    /// What all of it is worth.
    pub worth: u32,
}

impl Part {
    fn add(&mut self, got: u32, of: u32) {
        self.got += got;
        self.of += of;
    }

    /// Its share, from 0 to 1; 0 where nothing could be reached.
    pub fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { f64::from(self.got) / f64::from(self.of) }
    }

    fn points(self) -> f64 {
        self.share() * f64::from(self.worth)
    }
}

/// The score and the parts that it is the sum of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// From 0 to 100.
    pub total: u32,
    /// The core points of the root questions.
    pub core: Part,
    /// Their other points.
    pub rest: Part,
    /// The follow-up questions.
    pub tails: Part,
    /// First answers that begin with a core point, of those that were typed.
    pub opening: Part,
    /// Answers within their time.
    pub time: Part,
    /// Misconceptions: left, and put right.
    pub traps: (u32, u32),
    /// Hints.
    pub hints: u32,
}

/// What came of a follow-up question, in halves of one.
pub fn tail(library: &Library, turn: &Turn) -> u32 {
    let covered = |id: &str| turn.found.iter().any(|it| it.id == id && it.status == "covered");
    let any = turn.found.iter().any(|it| it.status == "covered");
    match &turn.asked.probe {
        _ if turn.pass => 0,
        Some(Target::Point(id)) => 2 * u32::from(covered(id)),
        Some(Target::Trap(id)) => 2 * u32::from(any && turn.traps.iter().all(|it| it.id != *id)),
        None => {
            let Some((.., card)) = explain(library, &turn.asked.card) else { return 0 };
            let all = points(card, true).all(|point| covered(&point.id));
            if all && any && turn.traps.is_empty() { 2 } else { u32::from(any) }
        }
    }
}

/// The misconceptions of the turns about a card: left, and put right by a reply.
pub(super) fn traps<'a>(
    library: &Library,
    turns: impl Iterator<Item = &'a Turn> + Clone,
    card: &CardKey,
) -> (u32, u32) {
    let known = Known::of(turns.clone(), card);
    let (mut left, mut right) = (0, 0);
    for id in known.traps() {
        let right_now = put_right(library, turns.clone(), card, id);
        if right_now { right += 1 } else { left += 1 }
    }
    (left, right)
}

/// Whether a reply put a misconception right.
pub(super) fn put_right<'a>(
    library: &Library,
    mut turns: impl Iterator<Item = &'a Turn>,
    card: &CardKey,
    trap: &str,
) -> bool {
    let target = Some(Target::Trap(trap.to_owned()));
    turns.any(|turn| {
        turn.asked.card == *card && turn.asked.probe == target && tail(library, turn) > 0
    })
}

/// The score of an interview whose roots came out like this.
pub(super) fn score(interview: &Interview, library: &Library, rows: &[Row]) -> Score {
    let mut score = Score::default();
    for row in rows {
        score.core.add(2 * row.core.0 + row.core.1, 2 * row.core.2);
        score.rest.add(2 * row.rest.0 + row.rest.1, 2 * row.rest.2);
        if let Some(opens) = row.opens {
            score.opening.add(2 * u32::from(opens), 2);
        }
        score.traps.0 += row.traps.0;
        score.traps.1 += row.traps.1;
    }
    for root in 0..interview.plan.roots.len() {
        for turn in interview.chain(root).skip(1) {
            score.tails.add(tail(library, turn), 2);
        }
    }
    for turn in &interview.turns {
        let late = is_late(turn.milliseconds, turn.limit);
        score.time.add(2 * u32::from(!turn.pass && !late), 2);
        score.hints += u32::from(turn.hint);
    }
    (score.core.worth, score.rest.worth, score.tails.worth) =
        if score.tails.of > 0 { WITH_FOLLOW_UPS } else { WITHOUT };
    (score.opening.worth, score.time.worth) = (OPENING, TIME);
    // What could not be reached goes to what could.
    for part in [&mut score.rest, &mut score.opening] {
        if part.of == 0 {
            score.core.worth += std::mem::take(&mut part.worth);
        }
    }
    let parts = [score.core, score.rest, score.tails, score.opening, score.time];
    let sum: f64 = parts.into_iter().map(Part::points).sum();
    let cost = score.traps.0 * TRAP.0 + score.traps.1 * TRAP.1 + score.hints * HINT;
    // Time alone is no answer.
    let answered = parts[..3].iter().any(|part| part.got > 0);
    let left = if answered { (sum - f64::from(cost)).clamp(0.0, 100.0) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let total = left.round() as u32;
    score.total = total;
    score
}
