//! What today holds, within the limits of the day.
//!
//! Invariant: a plan holds no card twice, none that is not due or new, and no more than the limits
//! leave, except that its first card may be longer than what is left of the time. The same input
//! and seed give the same plan. It must not know how a session asks.

use std::collections::HashSet;

use crate::record::{CardKey, Moment};

use super::{CardState, Due, Phase, Scheduler, Style, fuzz};

/// A card that could be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its key.
    pub key: CardKey,
    /// Its topic, as `deck/topic` or a bare id.
    pub topic: Box<str>,
    /// How it is learned.
    pub style: Style,
    /// How long it takes, in seconds: measured ([`CardState::seconds`]) or as the deck says.
    pub seconds: u32,
    /// Its state; None for a new card.
    pub state: Option<CardState>,
}

/// The limits of a study day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Minutes.
    pub minutes: u32,
    /// New cards.
    pub new: u32,
    /// Reviews of cards that are past their steps.
    pub reviews: u32,
    /// New cards with a long answer; they count as new too.
    pub new_long: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { minutes: 20, new: 20, reviews: 200, new_long: 5 }
    }
}

/// What was done today already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Time spent, in milliseconds.
    pub milliseconds: u64,
    /// New cards begun.
    pub new: u32,
    /// Those of them with a long answer.
    pub new_long: u32,
    /// Reviews of cards that are past their steps.
    pub reviews: u32,
    /// The long cards answered today, new or not: none is asked twice in an evening.
    pub long_today: HashSet<CardKey>,
}

/// Why a card is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// Its step of minutes is over.
    Learning,
    /// Its day has come.
    Review,
    /// It was never asked.
    New,
}

/// A planned card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its key.
    pub key: CardKey,
    /// Why it is planned.
    pub why: Why,
    /// How long it takes, in seconds.
    pub seconds: u32,
}

/// What today holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The cards, in the order of asking.
    pub items: Vec<Planned>,
    /// How long they take, in seconds.
    pub seconds: u32,
    /// How many are in their steps.
    pub learning: u32,
    /// How many are new.
    pub new: u32,
    /// How many are reviews.
    pub reviews: u32,
    /// How many cards are due today but beyond the limits.
    pub left: u32,
}

/// What today still holds: cards whose step is over, the longest waiting first; then due reviews,
/// the least retrievable first, with new cards in the order of `candidates` spread evenly between
/// them. Due cards get the time before new ones. Among new cards long and short ones alternate,
/// counting those of today, a long one first.
///
/// A card that is longer than what is left of the time is passed over for shorter ones behind it,
/// unless it is the first. Ties are broken by a hash of `seed` and the key. O(n log n).
pub fn plan(
    candidates: &[Candidate],
    limits: &Limits,
    done: &Done,
    scheduler: &Scheduler,
    now: Moment,
    seed: u64,
) -> Plan {
    let sorted = Sorted::of(candidates, done, scheduler, now, seed);
    let mut budget = Budget::of(limits, done);
    let mut left = 0;

    let mut take_due = |due: Vec<&Candidate>, why, mut count: u32, budget: &mut Budget| {
        let mut planned = Vec::new();
        for candidate in due {
            if count > 0 && budget.take(candidate) {
                count -= 1;
                planned.push(Planned::of(candidate, why));
            } else {
                left += 1;
            }
        }
        planned
    };
    let learning = take_due(sorted.learning, Why::Learning, u32::MAX, &mut budget);
    let reviews = limits.reviews.saturating_sub(done.reviews);
    let reviews = take_due(sorted.reviews, Why::Review, reviews, &mut budget);
    let new = take_new(&sorted.new_long, &sorted.new_short, limits, done, &mut budget);

    Plan {
        seconds: budget.taken.min(u32::MAX.into()) as u32,
        learning: learning.len() as u32,
        new: new.len() as u32,
        reviews: reviews.len() as u32,
        left,
        items: learning.into_iter().chain(spread_evenly(reviews, new)).collect(),
    }
}

impl Planned {
    fn of(candidate: &Candidate, why: Why) -> Planned {
        Planned { key: candidate.key.clone(), why, seconds: candidate.seconds }
    }
}

/// The candidates that could be asked today, each kind in its order.
struct Sorted<'a> {
    learning: Vec<&'a Candidate>,
    reviews: Vec<&'a Candidate>,
    new_long: Vec<&'a Candidate>,
    new_short: Vec<&'a Candidate>,
}

impl<'a> Sorted<'a> {
    fn of(
        candidates: &'a [Candidate],
        done: &Done,
        scheduler: &Scheduler,
        now: Moment,
        seed: u64,
    ) -> Sorted<'a> {
        let mut seen = HashSet::with_capacity(candidates.len());
        let (mut learning, mut reviews) = (Vec::new(), Vec::new());
        let (mut new_long, mut new_short) = (Vec::new(), Vec::new());
        for candidate in candidates {
            let answered =
                candidate.style == Style::Long && done.long_today.contains(&candidate.key);
            if answered || !seen.insert(&candidate.key) {
                continue;
            }
            match (&candidate.state, candidate.style) {
                (None, Style::Long) => new_long.push(candidate),
                (None, Style::Short) => new_short.push(candidate),
                (Some(state), _) if scheduler.is_due(state, now) => {
                    let tie = fuzz::shuffle(seed, &candidate.key);
                    match (state.phase, state.due) {
                        (Phase::Learning { .. } | Phase::Relearning { .. }, Due::At(utc_ms)) => {
                            learning.push((utc_ms, tie, candidate));
                        }
                        _ => {
                            // The bits of a number from 0 to 1 are in its order.
                            let recall = scheduler.retrievability(state, now).to_bits();
                            reviews.push((recall, tie, candidate));
                        }
                    }
                }
                (Some(_), _) => {}
            }
        }
        learning.sort_by_key(|&(utc_ms, tie, _)| (utc_ms, tie));
        reviews.sort_by_key(|&(recall, tie, _)| (recall, tie));
        Sorted {
            learning: learning.into_iter().map(|(_, _, candidate)| candidate).collect(),
            reviews: reviews.into_iter().map(|(_, _, candidate)| candidate).collect(),
            new_long,
            new_short,
        }
    }
}

/// The time that is left today, in seconds.
struct Budget {
    left: u64,
    taken: u64,
    empty: bool,
}

impl Budget {
    fn of(limits: &Limits, done: &Done) -> Budget {
        let left = (u64::from(limits.minutes) * 60_000).saturating_sub(done.milliseconds);
        Budget { left: left.div_ceil(1000), taken: 0, empty: true }
    }

    /// Takes the card's time if it is there. The first card needs only that some time is left.
    fn take(&mut self, candidate: &Candidate) -> bool {
        let seconds = u64::from(candidate.seconds);
        let fits = self.taken + seconds <= self.left || self.empty;
        if self.left == 0 || !fits {
            return false;
        }
        self.taken += seconds;
        self.empty = false;
        true
    }
}

fn take_new(
    long: &[&Candidate],
    short: &[&Candidate],
    limits: &Limits,
    done: &Done,
    budget: &mut Budget,
) -> Vec<Planned> {
    let mut count = limits.new.saturating_sub(done.new);
    let mut long_count = limits.new_long.saturating_sub(done.new_long);
    let (mut long, mut short) = (long.iter().peekable(), short.iter().peekable());
    let (mut longs, mut shorts) = (done.new_long, done.new.saturating_sub(done.new_long));
    let mut planned = Vec::new();
    while count > 0 {
        let long_left = long_count > 0 && long.peek().is_some();
        let pick_long = long_left && (longs <= shorts || short.peek().is_none());
        let next = if pick_long { long.next() } else { short.next() };
        let Some(candidate) = next else { break };
        // A card that no longer fits keeps its turn, or one kind would use up the other's.
        if !budget.take(candidate) {
            continue;
        }
        count -= 1;
        if pick_long {
            (longs, long_count) = (longs + 1, long_count - 1);
        } else {
            shorts += 1;
        }
        planned.push(Planned::of(candidate, Why::New));
    }
    planned
}

/// Both lists in their order, each at even distances over the whole: the k-th of n stands at
/// (k + ½) / n of the way.
fn spread_evenly(reviews: Vec<Planned>, new: Vec<Planned>) -> Vec<Planned> {
    let (n, m) = (reviews.len(), new.len());
    let mut items = Vec::with_capacity(n + m);
    let (mut reviews, mut new) = (reviews.into_iter(), new.into_iter());
    let (mut i, mut k) = (0, 0);
    while i < n || k < m {
        if k == m || (i < n && (2 * i + 1) * m <= (2 * k + 1) * n) {
            items.extend(reviews.next());
            i += 1;
        } else {
            items.extend(new.next());
            k += 1;
        }
    }
    items
}
