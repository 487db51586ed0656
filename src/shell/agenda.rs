//! What there is to ask: the cards of the library with what the log says of them, and today's plan.
//!
//! Invariant: a card's history follows it through its aliases. Suspended cards and kinds that
//! cannot be asked yet are left out.

use std::collections::{HashMap, HashSet};

use crate::{
    deck::{Card, Deck, Kind, Library},
    message::failure::Trouble,
    record::{Body, CardKey, Moment},
    schedule::{self, Candidate, CardState, Day, Done, Due, Plan, Style, plan},
    session::quiz::{Item, Missed, PROBES_PER_CARD},
    store::{Filter as Events, Store},
    view::{home::Greeting, listing::When},
};

use super::{app::App, cli::Filter, failure::Failure, near::near};

/// Seconds beside the answer itself: reading, comparing, grading.
const READING_LONG: u32 = 40;
const READING_SHORT: u32 = 10;
/// Seconds for the first answer to a short card; one about an experiment takes what its deck says.
const NEW_SHORT: u32 = 30;

/// A card's style: sentences are learned in days, everything shorter in steps first.
pub(super) fn style(card: &Card) -> Style {
    match card.kind {
        Kind::Explain(_) => Style::Long,
        _ => Style::Short,
    }
}

/// Whether the quiz can ask a card: one about an experiment needs it.
pub(super) fn can_be_asked(library: &Library, deck: &Deck, card: &Card) -> bool {
    let experiment = || library.experiment(deck, card.experiment.as_deref()?);
    match card.kind {
        Kind::Explain(_) | Kind::Choice(_) | Kind::Cloze(_) => true,
        Kind::Predict(_) | Kind::Drive(_) => experiment().is_some(),
    }
}

/// The seconds that a card is expected to take.
fn seconds(card: &Card, state: Option<&CardState>) -> u32 {
    let measured = state.map(CardState::seconds).filter(|seconds| *seconds > 0);
    match style(card) {
        // A first answer takes half as long again as the time to aim at.
        Style::Long => measured.unwrap_or(card.seconds * 3 / 2) + READING_LONG,
        Style::Short => {
            measured.unwrap_or(match card.kind {
                Kind::Predict(_) | Kind::Drive(_) => card.seconds,
                _ => NEW_SHORT,
            }) + READING_SHORT
        }
    }
}

/// Every card's state, found through its aliases.
pub(super) struct States {
    states: HashMap<CardKey, CardState>,
    suspended: HashSet<CardKey>,
    wanted: HashMap<CardKey, Day>,
}

impl States {
    /// Reads them.
    pub(super) fn read(app: &mut App) -> Result<States, Failure> {
        let store = app.store()?;
        let store = store.borrow();
        let (suspended, wanted) = (store.suspended()?, store.wanted()?);
        let mut states = States { states: store.states()?, suspended, wanted };
        states.follow_aliases(app, &store)?;
        Ok(states)
    }

    fn follow_aliases(&mut self, app: &App, store: &Store) -> Result<(), Failure> {
        let library = app.library();
        for (key, deck, card) in library.cards() {
            if card.aliases.is_empty() && deck.aliases.is_empty() {
                continue;
            }
            let keys = library.keys_of(&key);
            let former = |key: &&CardKey| self.states.contains_key(*key);
            if keys.iter().skip(1).any(|key| former(&key))
                && let Some(state) = store.state_of(&keys)?
            {
                self.states.insert(key.clone(), state);
            }
            if keys.iter().any(|key| self.suspended.contains(key)) {
                self.suspended.insert(key.clone());
            }
            // A review under one name ends what was wanted under another.
            if keys.iter().any(|key| self.wanted.contains_key(key)) {
                match store.standing(&keys)?.wanted {
                    Some(day) => self.wanted.insert(key, day),
                    None => self.wanted.remove(&key),
                };
            }
        }
        Ok(())
    }

    /// A card's state; None for a new one.
    pub(super) fn of(&self, key: &CardKey) -> Option<&CardState> {
        self.states.get(key)
    }

    /// The study day from which on the card is asked whether due or not.
    pub(super) fn wanted(&self, key: &CardKey) -> Option<Day> {
        self.wanted.get(key).copied()
    }

    /// Whether the card is not to be asked.
    pub(super) fn is_suspended(&self, key: &CardKey) -> bool {
        self.suspended.contains(key)
    }
}

/// The cards of the library that pass the filter.
///
/// # Errors
/// When the filter names something that does not exist, or no card passes.
pub(super) fn filtered<'a>(
    app: &'a App,
    filter: &Filter,
) -> Result<Vec<(CardKey, &'a Deck, &'a Card)>, Trouble> {
    let library = app.library();
    let known = |option: &'static str, name: &Option<String>, names: Vec<String>| match name {
        Some(name) if !names.contains(name) => Err(Trouble::UnknownName {
            option,
            name: name.clone(),
            near: near(name, names.iter().map(String::as_str)),
        }),
        _ => Ok(()),
    };
    if filter.deck.is_some() {
        let decks = library.decks.iter();
        let ids = decks.flat_map(|deck| std::iter::once(&deck.id).chain(&deck.aliases));
        known("--deck", &filter.deck, ids.map(|id| id.to_string()).collect())?;
    }
    if filter.topic.is_some() {
        let topics = library.cards().map(|(_, _, card)| card.topic.to_string()).collect();
        known("--topic", &filter.topic, topics)?;
    }
    if filter.tag.is_some() {
        let tags = library.cards().flat_map(|(_, _, card)| card.tags.iter());
        known("--tag", &filter.tag, tags.map(|tag| tag.to_string()).collect())?;
    }
    let is = |name: &Option<String>, value: &str| name.as_deref().is_none_or(|name| name == value);
    let cards: Vec<_> = library
        .cards()
        .filter(|(_, deck, card)| {
            (is(&filter.deck, &deck.id)
                || deck.aliases.iter().any(|alias| filter.deck.as_deref() == Some(alias)))
                && is(&filter.topic, &card.topic)
                && filter.tag.as_deref().is_none_or(|tag| card.tags.iter().any(|has| **has == *tag))
        })
        .collect();
    if cards.is_empty() && !library.decks.is_empty() {
        Err(Trouble::NothingMatches)
    } else {
        Ok(cards)
    }
}

/// The cards that could be asked, with what is known of them.
pub(super) fn candidates(
    app: &App,
    filter: &Filter,
    states: &States,
) -> Result<Vec<Candidate>, Failure> {
    let cards = filtered(app, filter)?.into_iter();
    let can = |(key, deck, card): &(CardKey, &Deck, &Card)| {
        can_be_asked(app.library(), deck, card) && !states.is_suspended(key)
    };
    let asked = cards.filter(can);
    Ok(asked
        .map(|(key, _, card)| {
            let state = states.of(&key).cloned();
            Candidate {
                topic: card.topic.clone(),
                style: style(card),
                seconds: seconds(card, state.as_ref()),
                state,
                wanted: states.wanted(&key),
                key,
            }
        })
        .collect())
}

/// Today's plan and what it was made from.
pub(super) struct Today {
    /// The plan.
    pub(super) plan: Plan,
    /// The cards it was made from.
    pub(super) candidates: Vec<Candidate>,
    /// Minutes until the next learning step, when nothing else is due.
    pub(super) next_step: Option<i64>,
    /// A card with an unfinished answer.
    pub(super) draft: Option<CardKey>,
}

impl Today {
    /// What the greeting says of it.
    pub(super) fn greeting(&self) -> Greeting {
        Greeting {
            new: self.plan.new,
            reviews: self.plan.reviews + self.plan.learning,
            wanted: self.plan.wanted,
            seconds: self.plan.seconds.into(),
            left: self.plan.left,
            next_step: self.next_step,
            draft: self.draft.clone(),
            no_cards: self.candidates.is_empty(),
        }
    }
}

/// Plans today. `minutes` asks for that much time from now on; without it the day's time counts,
/// less what was done.
pub(super) fn today(
    app: &mut App,
    filter: &Filter,
    minutes: Option<u32>,
) -> Result<Today, Failure> {
    let states = States::read(app)?;
    let candidates = candidates(app, filter, &states)?;
    let mut done = app.store()?.borrow().done_today(app.now())?;
    let mut limits = app.settings.limits();
    if let Some(minutes) = minutes {
        limits.minutes = minutes;
        done.milliseconds = 0;
    }
    let now = app.now();
    let plan = plan(&candidates, &limits, &done, &app.scheduler, now, app.seed);
    let steps = candidates.iter().filter_map(|candidate| match candidate.state.as_ref()?.due {
        Due::At(utc_ms) => Some(utc_ms - now.utc_ms),
        Due::On(_) => None,
    });
    let next_step = steps.filter(|wait| *wait > 0).min().map(|wait| wait / 60_000 + 1);
    let draft = newest_draft(app)?;
    let next_step = next_step.filter(|_| plan.items.is_empty());
    Ok(Today { plan, candidates, next_step, draft })
}

/// What tomorrow holds if nothing more is done today.
pub(super) fn tomorrow(app: &mut App) -> Result<Plan, Failure> {
    let states = States::read(app)?;
    let candidates = candidates(app, &Filter::default(), &states)?;
    let now = app.now();
    let mut then = now;
    while app.day(then) == app.day(now) {
        then = then.plus_ms(3_600_000);
    }
    Ok(plan(&candidates, &app.settings.limits(), &Done::default(), &app.scheduler, then, app.seed))
}

/// The card of the newest answer that was begun in the last 30 days and not graded.
fn newest_draft(app: &mut App) -> Result<Option<CardKey>, Failure> {
    let store = app.store()?;
    let library = app.library();
    let since = app.now().utc_ms - 30 * 86_400_000;
    let filter = Events {
        since_utc_ms: Some(since),
        kinds: vec!["draft"],
        newest_first: true,
        ..Events::default()
    };
    let mut drafted: Vec<CardKey> = Vec::new();
    store.borrow().events(&filter, &mut |event, _| {
        drafted.extend(event.card.filter(|card| !drafted.contains(card)));
        std::ops::ControlFlow::Continue(())
    })?;
    for key in drafted {
        let Some((deck, card)) = library.card(&key) else { continue };
        let key = deck.key(card);
        let standing = store.borrow().standing(&library.keys_of(&key))?;
        if style(card) == Style::Long && standing.draft.is_some() {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// The points that today's answers missed and that were not asked again yet: what a quiz that was
/// left early still owes.
pub(super) fn missed_today(app: &mut App, filter: &Filter) -> Result<Vec<Missed>, Failure> {
    let today = app.today();
    let store = app.store()?;
    let filter_keys: HashSet<CardKey> =
        filtered(app, filter)?.into_iter().map(|(key, ..)| key).collect();
    let events = Events {
        since_utc_ms: Some(app.now().utc_ms - 48 * 3_600_000),
        kinds: vec!["review", "probe"],
        ..Events::default()
    };
    let mut missed: Vec<Missed> = Vec::new();
    store.borrow().events(&events, &mut |event, undone| {
        let (false, Some(key)) = (undone || app.day(event.at) != today, event.card) else {
            return std::ops::ControlFlow::Continue(());
        };
        match event.body {
            Body::Review(review) => {
                missed.retain(|missed| missed.key != key);
                let points = review.missed.into_iter();
                missed.extend(points.map(|id| Missed { key: key.clone(), id, twice: false }));
            }
            Body::Probe(probe) => {
                missed.retain(|missed| missed.key != key || missed.id != probe.point)
            }
            _ => {}
        }
        std::ops::ControlFlow::Continue(())
    })?;
    // As in the quiz itself: core points first, a few of each card.
    let library = app.library();
    let core = |missed: &Missed| match &library.card(&missed.key).map(|(_, card)| &card.kind) {
        Some(Kind::Explain(explain)) => {
            explain.points.iter().any(|point| point.core && *point.id == *missed.id)
        }
        _ => false,
    };
    missed.sort_by_key(|missed| !core(missed));
    let mut asked: HashMap<CardKey, usize> = HashMap::new();
    missed.retain(|missed| {
        let count = asked.entry(missed.key.clone()).or_default();
        *count += 1;
        *count <= PROBES_PER_CARD && filter_keys.contains(&missed.key)
    });
    Ok(missed)
}

/// The items of a quiz over these cards.
pub(super) fn items(
    app: &mut App,
    keys: impl IntoIterator<Item = (CardKey, schedule::Why)>,
) -> Result<Vec<Item>, Failure> {
    let states = States::read(app)?;
    let store = app.store()?;
    let today = app.today();
    let library = app.library();
    let mut items = Vec::new();
    for (key, why) in keys {
        let Some((_, card)) = library.card(&key) else { continue };
        let explain = matches!(card.kind, Kind::Explain(_));
        let keys = library.keys_of(&key);
        let draft = if explain { store.borrow().standing(&keys)?.draft } else { None };
        let state = states.of(&key).cloned();
        let last_covered = match (&state, explain) {
            (Some(_), true) => last_covered(&store.borrow(), &keys)?,
            _ => None,
        };
        items.push(Item { why, style: style(card), state, draft, last_covered, today, key });
    }
    Ok(items)
}

/// The points that the last graded answer covered.
fn last_covered(store: &Store, keys: &[CardKey]) -> Result<Option<Vec<String>>, Failure> {
    let mut last = None;
    let filter = Events {
        cards: keys.to_vec(),
        kinds: vec!["review"],
        newest_first: true,
        limit: Some(20),
        ..Events::default()
    };
    store.events(&filter, &mut |event, undone| match event.body {
        Body::Review(review) if !undone => {
            last = review.covered;
            std::ops::ControlFlow::Break(())
        }
        _ => std::ops::ControlFlow::Continue(()),
    })?;
    Ok(last)
}

/// When a card of this state is asked, that is wanted from this study day on: what comes first.
pub(super) fn when(app: &App, state: Option<&CardState>, wanted: Option<Day>) -> When {
    let now = app.now();
    let today = app.day(now);
    let due = state.map(|state| match state.due {
        Due::On(day) => today.until(day),
        Due::At(utc_ms) => today.until(app.day(Moment { utc_ms, ..now })),
    });
    match (due, wanted.map(|day| today.until(day))) {
        (Some(due), Some(wanted)) if due < wanted => When::In(due),
        (_, Some(wanted)) => When::Wanted(wanted),
        (Some(due), None) => When::In(due),
        (None, None) => When::New,
    }
}
