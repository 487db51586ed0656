//! From a card's points and traps to the rubric that judges its answers.
//!
//! Invariant: a pattern that cannot be read is left out; `deck check` has reported it. It must not
//! know how an answer is judged.

use crate::answer::{self, Pattern, Proposal, Report, Rule, Status, Tick, propose};

use super::{Card, Deck, Explain};

impl Explain {
    /// Whether it has patterns by which an answer can be judged.
    pub fn judges(&self) -> bool {
        self.points.iter().any(|point| !point.patterns.is_empty())
    }

    /// The rubric of these points and traps in a card of `deck`.
    ///
    /// Its subjects are those of the card, or those that its patterns name.
    pub fn rubric(&self, deck: &Deck, card: &Card) -> answer::Rubric {
        let is_subject = |name: &str| deck.subjects.iter().any(|(subject, _)| **subject == *name);
        let rule = |patterns: &[Box<str>], about: &Option<Box<str>>, need: u8, name: bool| Rule {
            patterns: patterns.iter().filter_map(|it| Pattern::read(it, is_subject).ok()).collect(),
            about: about.clone(),
            need: need.into(),
            name,
        };
        let points: Vec<Rule> =
            self.points.iter().map(|it| rule(&it.patterns, &it.about, it.need, it.name)).collect();
        let traps: Vec<Rule> =
            self.traps.iter().map(|it| rule(&it.patterns, &it.about, 1, false)).collect();
        let named = |name: &str| {
            points.iter().chain(&traps).any(|rule| {
                let own = rule.patterns.iter().filter_map(|it| it.about.as_deref());
                own.chain(rule.about.as_deref()).any(|about| about == name)
            })
        };
        let subjects = deck.subjects.iter().filter(|(name, _)| match card.subjects.is_empty() {
            true => named(name),
            false => card.subjects.contains(name),
        });
        let subjects = subjects.cloned().collect();
        answer::Rubric { subjects, glossary: deck.glossary.clone(), points, traps }
    }

    /// The grade that a report on an answer proposes. None without points.
    pub fn proposal(&self, report: &Report) -> Option<Proposal> {
        let statuses = report.points.iter().map(|it| it.status);
        self.propose(statuses, report.traps.len())
    }

    /// The grade that follows from what an answer says of each point and how many misconceptions it
    /// contains. None without points.
    pub fn propose(
        &self,
        statuses: impl Iterator<Item = Status>,
        traps: usize,
    ) -> Option<Proposal> {
        let ticks = self.points.iter().zip(statuses).map(|(point, status)| Tick {
            core: point.core,
            weight: point.weight,
            covered: status == Status::Covered,
            reversed: status == Status::Contradicted,
        });
        propose(ticks, traps)
    }
}
