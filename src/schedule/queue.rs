//! What today holds, within the limits of the day.
//!
//! Invariant: a plan holds no card twice, none that is not due, new or wanted, and no more than the
//! limits leave, except that its first card may be longer than what is left of the time. The same
//! input and seed give the same plan. It must not know how a session asks.

use std::collections::HashSet;

use crate::record::{CardKey, Moment};

use super::{CardState, Day, Due, Phase, Scheduler, Style, fuzz};

/// A card that could be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its key.
    pub key: CardKey,
    /// Its topic's id, carried for the caller: the plan does not look at it.
    pub topic: Box<str>,
    /// How it is learned.
    pub style: Style,
    /// How long it takes, in seconds: measured ([`CardState::seconds`]) or as the deck says.
    pub seconds: u32,
    /// Its state; None for a new card.
    pub state: Option<CardState>,
    /// The study day from which on it is asked whether due or not; None if nobody wants that.
    pub wanted: Option<Day>,
}

impl Candidate {
    /// Whether it is wanted on this study day, or was on an earlier one and not asked since.
    pub fn is_wanted(&self, today: Day) -> bool {
        self.wanted.is_some_and(|day| day <= today)
    }
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
    /// Somebody wanted it to be asked today, whether due or not.
    Wanted,
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
    /// How many are asked because they are wanted, new or not.
    pub wanted: u32,
    /// How many cards are due today but beyond the limits.
    pub left: u32,
}

/// What today still holds: cards whose step is over, the longest waiting first; then cards that are
/// wanted, in the order of `candidates`; then due reviews, the least retrievable first, with new cards
/// in the order of `candidates` spread evenly between them. Due cards get the time before new ones.
/// The limits of reviews and new cards do not keep a wanted card out, but it counts against them.
/// Among new cards long and short ones alternate, counting those of today, a long one first.
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
    let wanted = take_due(sorted.wanted, Why::Wanted, u32::MAX, &mut budget);
    let done = &with_wanted(done, candidates, &wanted);
    let reviews = limits.reviews.saturating_sub(done.reviews);
    let reviews = take_due(sorted.reviews, Why::Review, reviews, &mut budget);
    let new = take_new(&sorted.new_long, &sorted.new_short, limits, done, &mut budget);

    Plan {
        seconds: budget.taken.min(u32::MAX.into()) as u32,
        learning: learning.len() as u32,
        new: new.len() as u32,
        reviews: reviews.len() as u32,
        wanted: wanted.len() as u32,
        left,
        items: learning.into_iter().chain(wanted).chain(spread_evenly(reviews, new)).collect(),
    }
}

impl Planned {
    fn of(candidate: &Candidate, why: Why) -> Planned {
        Planned { key: candidate.key.clone(), why, seconds: candidate.seconds }
    }
}

/// What is done once the wanted cards are: each counts as the new card or the review that it is.
fn with_wanted(done: &Done, candidates: &[Candidate], wanted: &[Planned]) -> Done {
    let mut done = done.clone();
    for card in candidates.iter().filter(|card| wanted.iter().any(|it| it.key == card.key)) {
        match card.state {
            Some(_) => done.reviews += 1,
            None => {
                done.new += 1;
                done.new_long += u32::from(card.style == Style::Long);
            }
        }
    }
    done
}

/// The candidates that could be asked today, each kind in its order.
struct Sorted<'a> {
    learning: Vec<&'a Candidate>,
    wanted: Vec<&'a Candidate>,
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
        let today = scheduler.day(now);
        let (mut learning, mut wanted, mut reviews) = (Vec::new(), Vec::new(), Vec::new());
        let (mut new_long, mut new_short) = (Vec::new(), Vec::new());
        for candidate in candidates {
            let answered =
                candidate.style == Style::Long && done.long_today.contains(&candidate.key);
            if !seen.insert(&candidate.key) || answered {
                continue;
            }
            let in_step =
                |state: &CardState| matches!(state.due, Due::At(_)) && scheduler.is_due(state, now);
            if candidate.is_wanted(today) && !candidate.state.as_ref().is_some_and(in_step) {
                wanted.push(candidate);
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
            wanted,
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        record::{Grade, How, Interval, Review},
        schedule::Policy,
    };

    const NOON: Moment = Moment { utc_ms: 1_795_402_800_000, offset_minutes: 540 };
    const DAY: i64 = 86_400_000;

    fn scheduler() -> Scheduler {
        Scheduler::new(Policy::default())
    }

    /// A card answered some days ago, due after an interval; the grade makes its memory.
    fn seen(ago_ms: i64, grade: Grade, next: Interval) -> Option<CardState> {
        let review = Review {
            grade,
            how: How::Typed,
            answer: None,
            covered: None,
            missed: vec![],
            overrides: Vec::new(),
            traps: Vec::new(),
            milliseconds: 30_000,
            next,
            steps: true,
            parameters: "test".into(),
        };
        Some(scheduler().fold(None, NOON.plus_ms(-ago_ms), &review))
    }

    fn card(id: &str, style: Style, seconds: u32, state: Option<CardState>) -> Candidate {
        let (key, topic) = (CardKey::new("os", id), "process".into());
        Candidate { key, topic, style, seconds, state, wanted: None }
    }

    /// The card, wanted in so many days.
    fn wanted(days: i64, card: Candidate) -> Candidate {
        let on = scheduler().day(NOON).plus(days);
        Candidate { wanted: Some(on), ..card }
    }

    fn new(id: &str, seconds: u32) -> Candidate {
        let style = if id.starts_with('L') { Style::Long } else { Style::Short };
        card(id, style, seconds, None)
    }

    fn due(id: &str, days_ago: i64) -> Candidate {
        card(id, Style::Short, 30, seen(days_ago * DAY, Grade::Good, Interval::Days(2)))
    }

    fn ids(plan: &Plan) -> String {
        plan.items.iter().map(|item| &*item.key.card).collect::<Vec<_>>().join(" ")
    }

    fn plan_of(cards: &[Candidate], limits: Limits, done: &Done) -> Plan {
        plan(cards, &limits, done, &scheduler(), NOON, 7)
    }

    #[test]
    fn the_first_evening_mixes_long_and_short() {
        let check = |cards: &[Candidate], done: &Done, expect: &str| {
            let plan = plan_of(cards, Limits::default(), done);
            assert_eq!(ids(&plan), expect);
            plan
        };
        let mut deck = Vec::new();
        deck.extend((1..=7).map(|n| new(&format!("L{n}"), 150)));
        deck.extend((1..=11).map(|n| new(&format!("s{n}"), 30)));
        let expect = "L1 s1 L2 s2 L3 s3 L4 s4 L5 s5 s6 s7 s8 s9 s10 s11";
        let plan = check(&deck, &Done::default(), expect);
        assert_eq!((plan.seconds, plan.new, plan.left), (1080, 16, 0));
        // Planned again after the first answer, it goes on with a short card.
        let done = Done { milliseconds: 150_000, new: 1, new_long: 1, ..Done::default() };
        check(&deck[1..], &done, "s1 L2 s2 L3 s3 L4 s4 L5 s5 s6 s7 s8 s9 s10 s11");
        check(&deck[..2], &Done::default(), "L1 L2");
        check(&deck[7..9], &Done::default(), "s1 s2");
        check(&[], &Done::default(), "");
    }

    #[test]
    fn learning_first_then_the_least_retrievable() {
        let step = |id, minutes: i64| {
            card(id, Style::Short, 20, seen(minutes * 60_000, Grade::Again, Interval::Minutes(10)))
        };
        let cards = [
            due("b", 2),
            due("a", 9),
            new("n1", 30),
            due("not-yet", 1),
            due("c", 30),
            step("waits", 11),
            step("runs", 9),
            new("n2", 30),
            step("waited", 40),
            due("d", 2),
        ];
        let plan = plan_of(&cards, Limits::default(), &Done::default());
        assert_eq!(ids(&plan).replace("b n2 d", "d n2 b"), "waited waits c n1 a d n2 b");
        assert_eq!((plan.learning, plan.reviews, plan.new, plan.left), (2, 4, 2, 0));
        let why = plan.items.iter().map(|item| item.why).collect::<Vec<_>>();
        assert_eq!(why[1..4], [Why::Learning, Why::Review, Why::New]);
    }

    #[test]
    fn limits_of_the_day() {
        let cards = [due("a", 9), due("b", 8), due("c", 7), new("n1", 30), new("n2", 30)];
        let check = |limits: Limits, done: Done, expect: &str, left: u32| {
            let plan = plan_of(&cards, limits, &done);
            assert_eq!((ids(&plan).as_str(), plan.left), (expect, left), "{limits:?} {done:?}");
        };
        let (limits, done) = (Limits::default(), Done::default());
        check(limits, done.clone(), "a n1 b n2 c", 0);
        check(Limits { reviews: 2, ..limits }, done.clone(), "a n1 b n2", 1);
        check(limits, Done { reviews: 199, ..done.clone() }, "n1 a n2", 2);
        check(Limits { new: 1, ..limits }, done.clone(), "a b n1 c", 0);
        check(limits, Done { new: 25, ..done.clone() }, "a b c", 0);
        check(Limits { minutes: 1, ..limits }, done.clone(), "a b", 1);
        check(Limits { minutes: 0, ..limits }, done.clone(), "", 3);
        // A second is left: one card, whatever it takes; then nothing.
        check(limits, Done { milliseconds: 1_199_001, ..done.clone() }, "a", 2);
        check(limits, Done { milliseconds: 1_200_000, ..done.clone() }, "", 3);
        check(limits, Done { milliseconds: u64::MAX, ..done }, "", 3);
    }

    #[test]
    fn a_long_answer_is_not_asked_twice_in_an_evening() {
        let state = seen(9 * DAY, Grade::Good, Interval::Days(2));
        let cards = [card("L1", Style::Long, 120, state), new("L2", 120), new("s1", 30)];
        let long_today = cards.iter().map(|card| card.key.clone()).collect();
        let plan = plan_of(&cards, Limits::default(), &Done { long_today, ..Done::default() });
        assert_eq!((ids(&plan).as_str(), plan.left), ("s1", 0));
    }

    #[test]
    fn what_is_wanted_comes_before_what_is_due() {
        let check = |cards: &[Candidate], limits: Limits, expect: &str| {
            let plan = plan_of(cards, limits, &Done::default());
            let of = |item: &Planned| match item.why {
                Why::Wanted => format!("{}!", item.key.card),
                _ => item.key.card.to_string(),
            };
            assert_eq!(plan.items.iter().map(of).collect::<Vec<_>>().join(" "), expect);
            plan
        };
        let later =
            |id: &str| card(id, Style::Short, 30, seen(DAY, Grade::Good, Interval::Days(9)));
        let step = card("step", Style::Short, 20, seen(DAY, Grade::Again, Interval::Minutes(10)));
        let cards = [
            new("n", 30),
            wanted(0, new("L1", 100)),
            due("d", 9),
            wanted(0, due("e", 2)),
            wanted(-3, later("l")),
            // Not before its day, and none twice: a step that is over is asked as such.
            wanted(1, later("tomorrow")),
            wanted(0, step),
            later("m"),
        ];
        let limits = Limits::default();
        let plan = check(&cards, limits, "step L1! e! l! d n");
        assert_eq!((plan.learning, plan.wanted, plan.reviews, plan.new), (1, 3, 1, 1));
        // Its kind has no room, but it counts there.
        check(&cards, Limits { new: 0, reviews: 0, ..limits }, "step L1! e! l!");
        check(&cards, Limits { new: 1, reviews: 2, ..limits }, "step L1! e! l!");
        check(&cards, Limits { new: 2, reviews: 3, ..limits }, "step L1! e! l! d n");
        // The time holds for it too; it stays for another day.
        let plan = check(&cards, Limits { minutes: 1, ..limits }, "step e!");
        assert_eq!(plan.left, 3);
        // Wanted in two days and due today: as if nobody wanted it.
        check(&[wanted(2, due("d", 9)), wanted(2, new("n", 30))], limits, "d n");
        // Answered today, so not again.
        let answered = Done { long_today: [cards[1].key.clone()].into(), ..Done::default() };
        assert_eq!(ids(&plan_of(&cards[..2], limits, &answered)), "n");
    }

    #[test]
    fn ties_follow_the_seed() {
        let cards = (0..40).map(|n| due(&format!("c{n}"), 5)).collect::<Vec<_>>();
        let of = |seed| {
            ids(&plan(&cards, &Limits::default(), &Done::default(), &scheduler(), NOON, seed))
        };
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    fn states() -> impl Strategy<Value = Option<CardState>> {
        let interval = prop_oneof![
            (1u32..1440).prop_map(Interval::Minutes),
            (1u32..30).prop_map(Interval::Days)
        ];
        prop_oneof![
            Just(None),
            (0i64..60 * DAY, 0usize..4, interval).prop_map(|(ago, grade, next)| seen(
                ago,
                Grade::ALL[grade],
                next
            )),
        ]
    }

    fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
        let one = (0u32..80, any::<bool>(), 0u32..400, states(), -2i64..20);
        prop::collection::vec(
            one.prop_map(|(id, long, seconds, state, days)| {
                let style = if long { Style::Long } else { Style::Short };
                let card = card(&id.to_string(), style, seconds, state);
                if days < 3 { wanted(days, card) } else { card }
            }),
            0..80,
        )
    }

    proptest! {
        #[test]
        fn a_plan_keeps_its_bounds(
            cards in candidates(),
            limits in (0u32..40, 0u32..20, 0u32..20, 0u32..6),
            spent in (0u64..1_500_000, 0u32..10, 0u32..5, 0u32..10),
            seed in any::<u64>(),
        ) {
            let (minutes, new, reviews, new_long) = limits;
            let limits = Limits { minutes, new, reviews, new_long };
            let (milliseconds, new, new_long, reviews) = spent;
            let long_today = cards.iter().step_by(7).map(|card| card.key.clone()).collect();
            let done = Done { milliseconds, new, new_long, reviews, long_today };
            let scheduler = scheduler();
            let plan = plan(&cards, &limits, &done, &scheduler, NOON, seed);
            prop_assert_eq!(&plan, &super::plan(&cards, &limits, &done, &scheduler, NOON, seed));

            let keys = plan.items.iter().map(|item| &item.key).collect::<HashSet<_>>();
            prop_assert_eq!(keys.len(), plan.items.len());
            let sum = plan.items.iter().map(|item| item.seconds).sum::<u32>();
            prop_assert_eq!(sum, plan.seconds);
            let left = (u64::from(minutes) * 60_000).saturating_sub(milliseconds);
            prop_assert!(u64::from(sum) <= left.div_ceil(1000) || plan.items.len() == 1);
            let count = |why| plan.items.iter().filter(|item| item.why == why).count() as u32;
            prop_assert_eq!(count(Why::New), plan.new);
            prop_assert_eq!(count(Why::Review), plan.reviews);
            prop_assert_eq!(count(Why::Learning), plan.learning);
            prop_assert_eq!(count(Why::Wanted), plan.wanted);
            prop_assert!(plan.new <= limits.new.saturating_sub(done.new));
            prop_assert!(plan.reviews <= limits.reviews.saturating_sub(done.reviews));

            // The first candidate of a key is the one that counts.
            let card = |key: &CardKey| cards.iter().find(|card| &card.key == key).unwrap();
            let mut longs = 0;
            for item in &plan.items {
                let card = card(&item.key);
                let long = card.style == Style::Long;
                prop_assert!(!(long && done.long_today.contains(&item.key)));
                let is_wanted = card.is_wanted(scheduler.day(NOON));
                match (&card.state, item.why) {
                    (_, Why::Wanted) => prop_assert!(is_wanted),
                    (None, _) => longs += u32::from(long),
                    (Some(state), _) => prop_assert!(scheduler.is_due(state, NOON)),
                }
                prop_assert!(item.why == Why::Wanted || !is_wanted || item.why == Why::Learning);
                if item.why != Why::Wanted {
                    prop_assert_eq!(item.why == Why::New, card.state.is_none());
                }
            }
            prop_assert!(longs <= limits.new_long.saturating_sub(done.new_long));

            let keys = cards.iter().map(|card| &card.key).collect::<HashSet<_>>();
            let due = keys.into_iter().map(card).filter(|card| {
                let barred = card.style == Style::Long && done.long_today.contains(&card.key);
                let is_due = card.state.as_ref().is_some_and(|state| scheduler.is_due(state, NOON));
                !barred && (is_due || card.is_wanted(scheduler.day(NOON)))
            });
            let due = due.count() as u32;
            prop_assert_eq!(plan.learning + plan.wanted + plan.reviews + plan.left, due);
            if left > 0 && due > 0 && limits.reviews > done.reviews {
                prop_assert!(!plan.items.is_empty());
            }
        }

        #[test]
        fn spread_is_even(n in 0usize..60, m in 0usize..60) {
            let of = |why, count| {
                let one = |n: usize| Planned { key: CardKey::new("os", n.to_string()), why, seconds: 1 };
                (0..count).map(one).collect::<Vec<_>>()
            };
            let items = spread_evenly(of(Why::Review, n), of(Why::New, m));
            prop_assert_eq!(items.len(), n + m);
            let mut news = 0;
            for (place, item) in items.iter().enumerate() {
                news += usize::from(item.why == Why::New);
                let ideal = (place + 1) as f64 * m as f64 / (n + m) as f64;
                prop_assert!((news as f64 - ideal).abs() <= 1.0, "{} {}", news, ideal);
            }
        }
    }
}
