//! What an interview showed: a row for each root, its topics, what was good, what to mend first.
//!
//! Invariant: a function of the recorded steps and the cards. Every strength names the words that were
//! said or the question that was answered. It must not judge whether somebody is hired.

use crate::{
    deck::Library,
    record::{
        CardKey, How,
        interview::{Ending, Target, Turn},
    },
    text::Lang,
};

use super::{
    Interview, cards, explain,
    fix::{Fix, fixes},
    follow::Known,
    points,
    score::{self, Score},
    topics::{Topic, topics},
};

/// What an interview showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The score and its parts.
    pub score: Score,
    /// A row for each root that was asked.
    pub rows: Vec<Row>,
    /// What was found in each topic that was asked about.
    pub topics: Vec<Topic>,
    /// What was good, at most three.
    pub strengths: Vec<Strength>,
    /// What to mend, the most valuable first, at most three.
    pub fixes: Vec<Fix>,
    /// What the person expected, from 0 to 100.
    pub rating: Option<u8>,
    /// Why it ended; None if it did not yet.
    pub ended: Option<Ending>,
    /// The time of all answers, in milliseconds.
    pub milliseconds: u64,
    /// Follow-up questions asked.
    pub follow_ups: usize,
}

/// A root question and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The card.
    pub card: CardKey,
    /// Core points: at first, recovered later, of all.
    pub core: (u32, u32, u32),
    /// Other points: at first, recovered later, of all.
    pub rest: (u32, u32, u32),
    /// Follow-up questions: what was reached, of what could be, in halves.
    pub tails: (u32, u32),
    /// How many cards deep the chain went with good answers, from 0.
    pub depth: u32,
    /// Misconceptions: left, put right.
    pub traps: (u32, u32),
    /// Whether the first answer begins with a core point; None where it was spoken, since nobody saw
    /// its sentences.
    pub opens: Option<bool>,
    /// Whether the person said that they do not know.
    pub pass: bool,
    /// The time of the first answer, in milliseconds.
    pub milliseconds: u32,
    /// Its limit, in seconds.
    pub limit: u32,
}

/// Something that was good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strength {
    /// A reply recovered what the first answer lacked.
    Recovered {
        /// The card.
        card: CardKey,
        /// The words.
        quote: String,
    },
    /// Every core point in the first answer.
    Complete {
        /// The card.
        card: CardKey,
    },
    /// A core point in the first sentence.
    Opened {
        /// The card.
        card: CardKey,
        /// The words.
        quote: String,
    },
    /// The chain went deep.
    Deep {
        /// The root's card.
        card: CardKey,
        /// How many cards beyond the root.
        depth: u32,
    },
}

/// The score of an interview, without the rest of its report.
pub fn score(interview: &Interview, library: &Library) -> Score {
    score::score(interview, library, &rows(interview, library))
}

fn rows(interview: &Interview, library: &Library) -> Vec<Row> {
    let roots = 0..interview.plan.roots.len();
    roots.filter_map(|root| row(interview, library, root)).collect()
}

/// The report of an interview, with sentences to say in this language.
pub fn report(interview: &Interview, library: &Library, lang: Lang) -> Report {
    let roots = 0..interview.plan.roots.len();
    let rows = rows(interview, library);
    let score = score::score(interview, library, &rows);
    let mut strengths = Vec::new();
    for root in roots {
        strengths.extend(self::strengths(interview, library, root, &rows));
    }
    strengths.sort_by_key(|it| match it {
        Strength::Complete { .. } => 0,
        Strength::Deep { .. } => 1,
        Strength::Recovered { .. } => 2,
        Strength::Opened { .. } => 3,
    });
    strengths.truncate(3);
    Report {
        score,
        strengths,
        fixes: fixes(interview, library, &score, lang),
        rating: interview.rating,
        ended: interview.ended,
        milliseconds: interview.turns.iter().map(|turn| u64::from(turn.milliseconds)).sum(),
        follow_ups: interview.turns.iter().filter(|it| !is_root(interview, it)).count(),
        topics: topics(interview, library),
        rows,
    }
}

fn is_root(interview: &Interview, turn: &Turn) -> bool {
    interview.chain(turn.root).next().is_some_and(|first| std::ptr::eq(first, turn))
}

fn row(interview: &Interview, library: &Library, root: usize) -> Option<Row> {
    let first = interview.chain(root).next()?;
    let key = &first.asked.card;
    let (.., card) = explain(library, key)?;
    let known = Known::of(interview.chain(root), key);
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let tails = interview.chain(root).skip(1);
    let reached = tails.clone().map(|turn| score::tail(library, turn)).sum();
    let asked = 2 * small(tails.clone().count());
    let deep = tails.filter(|turn| turn.asked.probe.is_none() && score::tail(library, turn) > 1);
    let mut traps = (0, 0);
    for card in cards(interview.chain(root)) {
        let (left, right) = score::traps(library, interview.chain(root), card);
        traps = (traps.0 + left, traps.1 + right);
    }
    Some(Row {
        card: key.clone(),
        core: known.tally(points(card, true)),
        rest: known.tally(points(card, false)),
        tails: (reached, asked),
        depth: small(deep.count()),
        traps,
        opens: (first.how != How::Spoken).then_some(first.opens),
        pass: first.pass,
        milliseconds: first.milliseconds,
        limit: first.limit,
    })
}

fn strengths(interview: &Interview, library: &Library, root: usize, rows: &[Row]) -> Vec<Strength> {
    let mut found = Vec::new();
    let Some(first) = interview.chain(root).next() else { return found };
    let card = first.asked.card.clone();
    if let Some(row) = rows.iter().find(|row| row.card == card) {
        if row.core.0 == row.core.2 && row.core.2 > 0 && row.traps.0 == 0 {
            found.push(Strength::Complete { card: card.clone() });
        }
        if row.depth > 0 {
            found.push(Strength::Deep { card: card.clone(), depth: row.depth });
        }
    }
    let covered = |turn: &Turn| {
        let said = turn.found.iter().find(|it| it.status == "covered" && !it.quote.is_empty());
        said.map(|it| it.quote.clone())
    };
    for turn in interview.chain(root).skip(1) {
        let probed = turn.asked.probe.is_some() && score::tail(library, turn) > 0;
        let quote = match &turn.asked.probe {
            Some(Target::Point(id)) => {
                turn.found.iter().find(|it| it.id == *id).map(|it| it.quote.clone())
            }
            _ => covered(turn),
        };
        if let Some(quote) = quote.filter(|quote| probed && !quote.is_empty()) {
            found.push(Strength::Recovered { card: turn.asked.card.clone(), quote });
        }
    }
    if let Some(quote) = covered(first).filter(|_| first.opens) {
        found.push(Strength::Opened { card, quote });
    }
    found
}
