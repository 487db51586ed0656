//! The order in which decks are studied.
//!
//! Invariant: a deck comes after every deck whose cards lead into it, as far as decks that lead into
//! each other allow that; beyond that, decks keep their order. It must not know where they come from.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::deck::Deck;

/// The places of these decks, in the order in which they are studied. A tail question makes sense
/// after the question that it follows, whatever the names of their files are.
pub(super) fn course(decks: &[&Deck]) -> Vec<usize> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (place, deck) in decks.iter().enumerate() {
        for alias in &deck.aliases {
            places.entry(alias).or_insert(place);
        }
    }
    // A present name goes before a former one.
    places.extend(decks.iter().enumerate().map(|(place, deck)| (&*deck.id, place)));

    let mut next: Vec<HashSet<usize>> = Vec::with_capacity(decks.len());
    let mut before = vec![0; decks.len()];
    for (from, deck) in decks.iter().enumerate() {
        let links = deck.cards.iter().flat_map(|card| &card.leads_to);
        let others = links.filter_map(|link| places.get(link.split_once('/')?.0).copied());
        let others: HashSet<usize> = others.filter(|to| *to != from).collect();
        for to in &others {
            before[*to] += 1;
        }
        next.push(others);
    }

    let (mut free, mut waiting): (BTreeSet<usize>, BTreeSet<usize>) =
        (0..decks.len()).partition(|place| before[*place] == 0);
    let mut course = Vec::with_capacity(decks.len());
    // When all that are left wait for each other, the first of them begins.
    while let Some(place) = free.pop_first().or_else(|| waiting.pop_first()) {
        course.push(place);
        for to in &next[place] {
            before[*to] -= 1;
            if before[*to] == 0 && waiting.remove(to) {
                free.insert(*to);
            }
        }
    }
    course
}
