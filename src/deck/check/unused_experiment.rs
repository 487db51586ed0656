//! An experiment that no card uses.

use std::collections::HashSet;

use crate::{
    deck::{Deck, Finding, Library, Problem, check::Rule},
    text::Severity,
};

/// An experiment that no card uses.
pub const DOC: Rule = Rule {
    name: "unused-experiment",
    severity: Severity::Warning,
    ko: "어느 카드도 이 실험을 쓰지 않습니다. 카드에 `experiment = \"…\"`을 쓰거나 실험을 지우세요.",
    en: "No card uses this experiment. Name it in a card with `experiment = \"…\"`, or remove it.",
};

/// The experiments that a card of the library uses: deck and experiment.
pub fn used(library: &Library) -> HashSet<(&str, &str)> {
    let cards = library.cards();
    let uses = cards.filter_map(|(_, deck, card)| {
        let (deck, experiment) = library.experiment(deck, card.experiment.as_deref()?)?;
        Some((&*deck.id, &*experiment.id))
    });
    uses.collect()
}

/// Reports each experiment of a deck that is not used.
pub fn check(deck: &Deck, used: &HashSet<(&str, &str)>) -> Vec<Finding> {
    let unused = deck.experiments.iter().filter(|it| !used.contains(&(&*deck.id, &*it.id)));
    unused.map(|it| Problem::UnusedExperiment { experiment: it.id.clone() }.at(it.span)).collect()
}
