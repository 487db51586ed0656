//! What changed between two interviews.
//!
//! Invariant: only cards that both asked are compared, and only by what was found in the answers; a
//! point counts whether the first answer or a follow-up made it. It must not know which one was better.

use crate::{deck::Library, record::CardKey};

use super::{Interview, cards, explain, follow::Known};

/// What became of a card that both interviews asked. Points and misconceptions go by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The card.
    pub card: CardKey,
    /// Points made in the second interview alone.
    pub gained: Vec<Box<str>>,
    /// Points made in the first interview alone.
    pub lost: Vec<Box<str>>,
    /// Points made in both.
    pub kept: Vec<Box<str>>,
    /// Points made in neither.
    pub missing: Vec<Box<str>>,
    /// Misconceptions of the first interview that the second is free of.
    pub mended: Vec<Box<str>>,
    /// Misconceptions of the second interview.
    pub wrong: Vec<Box<str>>,
}

/// What became of each card that both interviews asked, in the order of the second.
pub fn compare(before: &Interview, after: &Interview, library: &Library) -> Vec<Change> {
    let asked = cards(&before.turns);
    let both = cards(&after.turns).into_iter().filter(|card| asked.contains(card));
    both.filter_map(|key| change(before, after, library, key)).collect()
}

fn change(
    before: &Interview,
    after: &Interview,
    library: &Library,
    key: &CardKey,
) -> Option<Change> {
    let (.., card) = explain(library, key)?;
    let [then, now] = [before, after].map(|it| Known::of(it.turns.iter(), key));
    let points = |in_then: bool, in_now: bool| {
        let of = card.points.iter().map(|point| &point.id);
        let of = of.filter(|id| then.covered(id) == in_then && now.covered(id) == in_now);
        of.cloned().collect()
    };
    let traps = |in_then: Option<bool>, in_now: bool| {
        let of = card.traps.iter().map(|trap| &trap.id);
        let of = of.filter(|id| in_then.is_none_or(|it| then.traps().contains(&&***id) == it));
        of.filter(|id| now.traps().contains(&&***id) == in_now).cloned().collect()
    };
    Some(Change {
        card: key.clone(),
        gained: points(false, true),
        lost: points(true, false),
        kept: points(true, true),
        missing: points(false, false),
        // Who passes says nothing wrong, and nothing right either.
        mended: if now.turns().any(|it| !it.pass) { traps(Some(true), false) } else { Vec::new() },
        wrong: traps(None, true),
    })
}
