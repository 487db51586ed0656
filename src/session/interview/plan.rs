//! Which root questions an interview begins with.
//!
//! Invariant: the same candidates and the same seed give the same roots. What is known least comes
//! first, every topic before one comes twice, what was asked lately last.

use crate::{
    deck::{Kind, Library},
    record::{
        CardKey,
        interview::{Root, Why},
    },
};

/// A card that can be a root, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The card.
    pub card: CardKey,
    /// Its topic.
    pub topic: Box<str>,
    /// The chance that it is remembered now, from 0 to 1; 0 for a card never answered.
    pub recall: f64,
    /// How many interviews ago it was last asked, from 1; None if never.
    pub asked: Option<u32>,
    /// Whether another card leads to it, so that it is rather a follow-up.
    pub tail: bool,
}

/// The cards that an `explain` card leads to.
pub fn led_to(library: &Library) -> Vec<CardKey> {
    let explain = library.cards().filter(|it| matches!(it.2.kind, Kind::Explain(_)));
    let led = explain.flat_map(|(_, deck, card)| {
        card.leads_to.iter().filter_map(|name| library.resolve(deck, name))
    });
    led.collect()
}

/// Chooses up to `count` roots.
pub fn choose(candidates: &[Candidate], count: usize, seed: u64) -> Vec<Root> {
    let mut open: Vec<&Candidate> = candidates.iter().collect();
    let mut roots: Vec<Root> = Vec::new();
    let mut topics: Vec<&str> = Vec::new();
    while roots.len() < count && !open.is_empty() {
        let value = |it: &Candidate| {
            let again = topics.iter().filter(|topic| ***topic == *it.topic).count();
            let again = u32::try_from(again).unwrap_or(u32::MAX);
            let lately = it.asked.map_or(0.0, |ago| 1.5 / f64::from(ago));
            let tail = if it.tail { 1.0 } else { 0.0 };
            (1.0 - it.recall) - f64::from(again) - lately - tail + 0.2 * chance(seed, &it.card)
        };
        let best = (0..open.len())
            .max_by(|a, b| value(open[*a]).total_cmp(&value(open[*b])).then(b.cmp(a)));
        let Some(best) = best else { break };
        let chosen = open.remove(best);
        let why = if chosen.recall > 0.0 && chosen.recall < 0.8 {
            Why::Weak
        } else if chosen.asked.is_none() && !topics.contains(&&*chosen.topic) {
            Why::Topic
        } else {
            Why::Fresh
        };
        topics.push(&chosen.topic);
        roots.push(Root { card: chosen.card.clone(), why });
    }
    roots
}

/// A number from 0 to 1 for a card in an interview: FNV-1a, which never changes.
fn chance(seed: u64, card: &CardKey) -> f64 {
    let bytes = seed.to_le_bytes().into_iter().chain(card.to_string().into_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let high = u32::try_from(hash >> 32).unwrap_or(u32::MAX);
    f64::from(high) / f64::from(u32::MAX)
}
