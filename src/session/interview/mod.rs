//! A mock interview: root questions, and follow-up questions that dig where an answer was thin.
//!
//! Invariant: an interview is the fold of its recorded steps. The next question follows from them and
//! the cards alone, so a killed interview goes on where it stopped and a replay asks the same. It must
//! not know how anything is worded or drawn.

mod compare;
mod fix;
mod follow;
mod judge;
mod plan;
mod report;
mod score;
#[cfg(test)]
mod tests;
mod topics;

pub use self::score::{HINT, OPENING, Part, Score, TIME, TRAP, WITH_FOLLOW_UPS, WITHOUT, tail};
pub use compare::{Change, compare};
pub use fix::{Fix, FixOf};
pub use judge::{Heard, Reply, heard, judged, turn};
pub use plan::{Candidate, choose, led_to};
pub use report::{Report, Row, Strength, report, score};
pub use topics::Topic;

use crate::{
    deck::{Card, Deck, Explain, Kind, Library, Point},
    record::{
        CardKey,
        interview::{Asked, Draft, Ending, Plan, Step, Target, Turn, Why},
    },
    text::Text,
};

/// The seconds that a reply to a follow-up question may take.
pub const REPLY_SECONDS: u32 = 45;

/// An interview as far as it has gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Interview {
    /// How it is held.
    pub plan: Plan,
    /// The questions with their answers, in order.
    pub turns: Vec<Turn>,
    /// What was kept of the next answer, the oldest first.
    pub drafts: Vec<Draft>,
    /// What the person expects, from 0 to 100.
    pub rating: Option<u8>,
    /// Why it ended, if it did.
    pub ended: Option<Ending>,
}

/// What is asked next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// This question.
    Ask(Question),
    /// Nothing more.
    Over(Ending),
}

/// A question to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The root that it belongs to, from 0.
    pub root: usize,
    /// What is asked.
    pub asked: Asked,
    /// Why.
    pub why: Why,
    /// How long the answer may take, in seconds.
    pub limit: u32,
}

impl Interview {
    /// An interview of which nothing was asked yet.
    pub fn new(plan: Plan) -> Interview {
        Interview { plan, turns: Vec::new(), drafts: Vec::new(), rating: None, ended: None }
    }

    /// The interview that these steps made. None if they do not begin with its plan.
    pub fn replay<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Option<Interview> {
        let mut steps = steps.into_iter();
        let Some(Step::Begin(plan)) = steps.next() else { return None };
        let mut interview = Interview::new(plan.clone());
        steps.for_each(|step| interview.apply(step));
        Some(interview)
    }

    /// Takes the next step.
    pub fn apply(&mut self, step: &Step) {
        match step {
            Step::Begin(_) => {}
            Step::Turn(turn) => {
                self.turns.push(turn.clone());
                self.drafts.clear();
            }
            Step::Draft(draft) => {
                // What was there before was no beginning of an answer.
                if draft.text.is_empty() {
                    self.drafts.clear();
                }
                self.drafts.push(draft.clone());
            }
            Step::Rating { percent } => self.rating = Some(*percent),
            Step::End { by } => self.ended = Some(*by),
        }
    }

    /// What is there of the next answer.
    pub fn draft(&self) -> Draft {
        self.drafts.last().cloned().unwrap_or_default()
    }

    /// The question after the last answer.
    pub fn next(&self, library: &Library) -> Next {
        if let Some(by) = self.ended {
            return Next::Over(by);
        }
        let spent: u64 = self.turns.iter().map(|turn| u64::from(turn.milliseconds)).sum();
        if spent >= u64::from(self.plan.minutes) * 60_000 {
            return Next::Over(Ending::Time);
        }
        let question = self.follow_up(library).or_else(|| self.next_root(library));
        question.map_or(Next::Over(Ending::Asked), Next::Ask)
    }

    /// The next root that was not asked on the way.
    fn next_root(&self, library: &Library) -> Option<Question> {
        let from = self.turns.last().map_or(0, |turn| turn.root + 1);
        let roots = self.plan.roots.iter().enumerate().skip(from);
        let mut open = roots.filter(|(_, root)| !self.was_asked(&root.card, None));
        open.find_map(|(root, chosen)| {
            let (_, card) = library.card(&chosen.card)?;
            let asked = Asked { card: chosen.card.clone(), probe: None };
            Some(Question { root, asked, why: chosen.why, limit: card.seconds })
        })
    }

    fn was_asked(&self, card: &CardKey, probe: Option<&Target>) -> bool {
        self.turns.iter().any(|it| it.asked.card == *card && it.asked.probe.as_ref() == probe)
    }

    /// The turns of a root, in order.
    pub fn chain(&self, root: usize) -> impl Iterator<Item = &Turn> + Clone {
        self.turns.iter().filter(move |turn| turn.root == root)
    }
}

/// The cards that turns asked, each once, in the order in which they came up.
fn cards<'a>(turns: impl IntoIterator<Item = &'a Turn>) -> Vec<&'a CardKey> {
    let mut cards: Vec<&CardKey> = Vec::new();
    for turn in turns {
        if !cards.contains(&&turn.asked.card) {
            cards.push(&turn.asked.card);
        }
    }
    cards
}

/// An `explain` card with its deck.
pub fn explain<'a>(
    library: &'a Library,
    key: &CardKey,
) -> Option<(&'a Deck, &'a Card, &'a Explain)> {
    let (deck, card) = library.card(key)?;
    match &card.kind {
        Kind::Explain(explain) => Some((deck, card, explain)),
        _ => None,
    }
}

/// The core points of a card, or the others. Where none is core, all count as core.
pub fn points(card: &Explain, core: bool) -> impl Iterator<Item = &Point> + Clone {
    let any = card.points.iter().any(|point| point.core);
    card.points.iter().filter(move |point| (point.core || !any) == core)
}

/// The words of a question: the card's, or those of the probe. None if the deck has them no more.
pub fn words<'a>(library: &'a Library, asked: &Asked) -> Option<&'a Text> {
    let (_, card) = library.card(&asked.card)?;
    let Some(probe) = &asked.probe else { return Some(&card.question) };
    let (.., explain) = explain(library, &asked.card)?;
    match probe {
        Target::Point(id) => explain.points.iter().find(|it| *it.id == **id)?.probe.as_ref(),
        Target::Trap(id) => explain.traps.iter().find(|it| *it.id == **id)?.probe.as_ref(),
    }
}
