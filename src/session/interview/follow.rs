//! Which follow-up question an answer calls for.
//!
//! Invariant: what was said wrong comes before what was not said, core before the rest; nothing is
//! asked twice, and no probe is asked whose point was covered meanwhile.

use crate::{
    deck::{Explain, Library, Point},
    record::{
        CardKey,
        interview::{Asked, Target, Turn, Why},
    },
};

use super::{Interview, Question, REPLY_SECONDS, explain, points};

/// What is known of a card's points after some turns.
pub(super) struct Known<'a> {
    turns: Vec<&'a Turn>,
}

impl<'a> Known<'a> {
    /// What the turns about a card say.
    pub(super) fn of(turns: impl Iterator<Item = &'a Turn>, card: &CardKey) -> Known<'a> {
        Known { turns: turns.filter(|turn| turn.asked.card == *card).collect() }
    }

    /// The turns.
    pub(super) fn turns(&self) -> impl Iterator<Item = &'a Turn> {
        self.turns.iter().copied()
    }

    /// Whether any answer states the point.
    pub(super) fn covered(&self, point: &str) -> bool {
        self.has(point, "covered")
    }

    /// Whether any answer says this of the point.
    pub(super) fn has(&self, point: &str, status: &str) -> bool {
        let found = self.turns.iter().flat_map(|turn| &turn.found);
        found.into_iter().any(|it| it.id == point && it.status == status)
    }

    /// How many of these points the first answer states, how many a later one, and how many there
    /// are.
    pub(super) fn tally<'p>(&self, points: impl Iterator<Item = &'p Point>) -> (u32, u32, u32) {
        let first = Known { turns: self.turns.iter().take(1).copied().collect() };
        points.fold((0, 0, 0), |(at_first, later, all), point| {
            let now = first.covered(&point.id);
            let then = !now && self.covered(&point.id);
            (at_first + u32::from(now), later + u32::from(then), all + 1)
        })
    }

    /// The misconceptions of any answer, each once.
    pub(super) fn traps(&self) -> Vec<&'a str> {
        let mut ids: Vec<&str> = Vec::new();
        for found in self.turns.iter().flat_map(|turn| &turn.traps) {
            if !ids.contains(&&*found.id) {
                ids.push(&found.id);
            }
        }
        ids
    }
}

impl Interview {
    /// The follow-up question that the last answer calls for, if the root may have one more.
    pub(super) fn follow_up(&self, library: &Library) -> Option<Question> {
        let last = self.turns.last()?;
        let asked = self.chain(last.root).count().checked_sub(1)?;
        if asked >= usize::from(self.plan.depth) {
            return None;
        }
        let (.., card) = explain(library, &last.asked.card)?;
        let question = |probe, why| {
            let asked = Asked { card: last.asked.card.clone(), probe: Some(probe) };
            Question { root: last.root, asked, why, limit: REPLY_SECONDS }
        };
        self.wrong(card, last)
            .or_else(|| self.left_out(card, last, true))
            .map(|(probe, why)| question(probe, why))
            .or_else(|| self.deeper(library, last, card))
            .or_else(|| self.left_out(card, last, false).map(|(probe, why)| question(probe, why)))
    }

    /// A misconception, or a point stated the wrong way round.
    fn wrong(&self, card: &Explain, last: &Turn) -> Option<(Target, Why)> {
        let key = &last.asked.card;
        let known = Known::of(self.chain(last.root), key);
        let trap = known.traps().into_iter().find_map(|id| {
            let trap = card.traps.iter().find(|it| *it.id == *id)?;
            let target = Target::Trap(id.to_owned());
            (trap.probe.is_some() && !self.was_asked(key, Some(&target))).then_some(target)
        });
        if let Some(target) = trap {
            return Some((target, Why::Misconception));
        }
        let mut points = card.points.iter().filter(|point| point.probe.is_some());
        points.find_map(|point| {
            let target = Target::Point(point.id.to_string());
            let open = known.has(&point.id, "contradicted")
                && !known.covered(&point.id)
                && !self.was_asked(key, Some(&target));
            open.then_some((target, Why::Reversed))
        })
    }

    /// A core point (or another) that was touched, or left out. Who passed once is asked for core
    /// points alone, who passed twice for none.
    fn left_out(&self, card: &Explain, last: &Turn, core: bool) -> Option<(Target, Why)> {
        let key = &last.asked.card;
        let known = Known::of(self.chain(last.root), key);
        let passes = self.chain(last.root).filter(|turn| turn.pass).count();
        if passes > 1 || (passes == 1 && !core) {
            return None;
        }
        let open = points(card, core).filter(|point| {
            let target = Target::Point(point.id.to_string());
            point.probe.is_some()
                && !known.covered(&point.id)
                && !self.was_asked(key, Some(&target))
        });
        let open: Vec<_> = open.collect();
        let thin = open.iter().find(|point| known.has(&point.id, "mentioned"));
        let heaviest = || open.iter().rev().max_by_key(|point| point.weight);
        let (point, why) = match thin {
            Some(point) => (point, Why::Thin),
            None => (heaviest()?, Why::Missed),
        };
        Some((Target::Point(point.id.to_string()), why))
    }

    /// The next card of the chain after a good answer: every core point there, nothing wrong.
    fn deeper(&self, library: &Library, last: &Turn, card: &Explain) -> Option<Question> {
        let known = Known::of(self.chain(last.root), &last.asked.card);
        let good =
            points(card, true).all(|point| known.covered(&point.id)) && known.traps().is_empty();
        if !good || card.points.is_empty() {
            return None;
        }
        let (deck, from) = library.card(&last.asked.card)?;
        from.leads_to.iter().find_map(|name| {
            let key = library.resolve(deck, name)?;
            let (_, next, card) = explain(library, &key)?;
            let open = card.judges()
                && !self.was_asked(&key, None)
                && !self.plan.roots.iter().any(|root| root.card == key);
            let asked = Asked { card: key, probe: None };
            let question =
                Question { root: last.root, asked, why: Why::Deeper, limit: next.seconds };
            open.then_some(question)
        })
    }
}
