//! What an interview found in each topic.
//!
//! Invariant: every point of every card that was asked counts once, whether the card was a root or
//! came deeper in a chain. It must not know how a score weighs them.

use crate::{deck::Library, record::CardKey};

use super::{Interview, cards, explain, follow::Known};

/// A topic that was asked about, and the points of its cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: Box<str>,
    /// The first of its cards that was asked: its deck has the title.
    pub card: CardKey,
    /// Points: in the first answer to their card, recovered later, of all.
    pub points: (u32, u32, u32),
}

/// The topics of an interview, in the order in which they came up. Decks that name the same topic
/// speak of one.
pub(super) fn topics(interview: &Interview, library: &Library) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for key in cards(&interview.turns) {
        let Some((_, card, explained)) = explain(library, key) else { continue };
        let known = Known::of(interview.turns.iter(), key);
        let (first, later, all) = known.tally(explained.points.iter());
        let at = topics.iter().position(|it| it.id == card.topic).unwrap_or_else(|| {
            topics.push(Topic { id: card.topic.clone(), card: key.clone(), points: (0, 0, 0) });
            topics.len() - 1
        });
        let points = &mut topics[at].points;
        *points = (points.0 + first, points.1 + later, points.2 + all);
    }
    topics
}
