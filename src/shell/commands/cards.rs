//! `decks`, `cards`, `show`, `find`: looking at the library.
//!
//! Invariant: a list names each card by the shortest name that `show` accepts.

use serde::Serialize;

use crate::{
    deck::{Card, Deck, Kind, Library},
    message::listing as words,
    record::CardKey,
    schedule::Due,
    text::Lang,
    view::{
        self, Line,
        listing::{self, When},
    },
};

use super::{
    super::{
        agenda::{self, States},
        app::App,
        cli,
        failure::{End, Outcome},
    },
    JSON_VERSION, json,
};

#[derive(Serialize)]
struct DecksJson {
    v: u32,
    decks: Vec<DeckJson>,
}

#[derive(Serialize)]
struct DeckJson {
    id: String,
    title: String,
    languages: Vec<&'static str>,
    license: Option<String>,
    cards: usize,
    new: usize,
    due: usize,
}

pub(super) fn decks(app: &mut App, as_json: bool) -> Outcome {
    app.tell_library()?;
    let states = States::read(app)?;
    let (lang, now) = (app.lang(), app.now());
    let count = |deck: &Deck, wanted: &dyn Fn(&CardKey) -> bool| {
        deck.cards.iter().filter(|card| wanted(&deck.key(card))).count()
    };
    let new = |deck: &Deck| count(deck, &|key| states.of(key).is_none());
    let due = |deck: &Deck| {
        count(deck, &|key| {
            states.of(key).is_some_and(|state| app.scheduler.is_due(state, now))
                && !states.is_suspended(key)
        })
    };
    let decks = &app.library().decks;
    if as_json {
        let decks = decks.iter().map(|deck| DeckJson {
            id: deck.id.to_string(),
            title: deck.title.get(lang).to_owned(),
            languages: deck.languages.iter().map(|lang| lang.code()).collect(),
            license: deck.license.as_ref().map(|license| license.to_string()),
            cards: deck.cards.len(),
            new: new(deck),
            due: due(deck),
        });
        json(app, &DecksJson { v: JSON_VERSION, decks: decks.collect() })?;
        return Ok(End::Well);
    }
    let rows: Vec<listing::Deck> = decks
        .iter()
        .map(|deck| listing::Deck {
            id: &deck.id,
            title: deck.title.get(lang),
            cards: deck.cards.len(),
            new: new(deck),
            due: due(deck),
        })
        .collect();
    app.show(&listing::decks(lang, &app.paper(), &rows))?;
    Ok(End::Well)
}

#[derive(Serialize)]
struct CardsJson {
    v: u32,
    cards: Vec<CardJson>,
}

#[derive(Serialize)]
struct CardJson {
    card: String,
    kind: &'static str,
    topic: String,
    tags: Vec<String>,
    level: u8,
    seconds: u32,
    question: String,
    suspended: bool,
    due: Option<String>,
    interval: Option<crate::record::Interval>,
    reps: u32,
    lapses: u32,
    stability: Option<f32>,
    difficulty: Option<f32>,
    retrievability: Option<f32>,
}

pub(super) fn cards(app: &mut App, arguments: &cli::Cards) -> Outcome {
    app.tell_library()?;
    let states = States::read(app)?;
    let cards = agenda::filtered(app, &arguments.filter)?;
    list(app, &states, cards, arguments.json)
}

fn list(app: &App, states: &States, cards: Vec<(CardKey, &Deck, &Card)>, as_json: bool) -> Outcome {
    let (lang, now) = (app.lang(), app.now());
    if as_json {
        let cards = cards.into_iter().map(|(key, _, card)| {
            let state = states.of(&key);
            CardJson {
                kind: card.kind.name(),
                topic: card.topic.to_string(),
                tags: card.tags.iter().map(|tag| tag.to_string()).collect(),
                level: card.level,
                seconds: card.seconds,
                question: card.question.get(lang).to_owned(),
                suspended: states.is_suspended(&key),
                due: state.map(|state| due_text(state.due)),
                interval: state.map(|state| state.interval),
                reps: state.map_or(0, |state| state.reps),
                lapses: state.map_or(0, |state| state.lapses),
                stability: state.map(|state| state.memory.stability),
                difficulty: state.map(|state| state.memory.difficulty),
                retrievability: state.map(|state| app.scheduler.retrievability(state, now)),
                card: key.to_string(),
            }
        });
        json(app, &CardsJson { v: JSON_VERSION, cards: cards.collect() })?;
        return Ok(End::Well);
    }
    let rows: Vec<listing::Card> = cards
        .into_iter()
        .map(|(key, _, card)| listing::Card {
            name: short_name(app.library(), &key),
            kind: card.kind.name(),
            when: when(app, states, &key),
            question: card.question.get(lang),
        })
        .collect();
    app.show(&listing::cards(lang, &app.paper(), &rows))?;
    Ok(End::Well)
}

/// When a card is asked again.
fn when(app: &App, states: &States, key: &CardKey) -> When {
    match states.is_suspended(key) {
        true => When::Suspended,
        false => agenda::when(app, states.of(key), states.wanted(key)),
    }
}

/// When a card is due: a date, or for a learning step an instant.
pub(super) fn due_text(due: Due) -> String {
    match due {
        Due::On(day) => day.to_string(),
        Due::At(utc_ms) => crate::record::Moment::new(utc_ms, 0).rfc3339(),
    }
}

/// The card's id, with its deck's where another card has the same.
pub(super) fn short_name(library: &Library, key: &CardKey) -> String {
    let shared = library.decks.iter().filter(|deck| deck.card(&key.card).is_some()).count() > 1;
    if shared { key.to_string() } else { key.card.to_string() }
}

pub(super) fn find(app: &mut App, text: &str) -> Outcome {
    app.tell_library()?;
    let lang = app.lang();
    let wanted = crate::text::nfc(text).to_lowercase();
    let states = States::read(app)?;
    let found: Vec<_> = app
        .library()
        .cards()
        .filter(|(key, _, card)| {
            texts(key, card).any(|text| crate::text::nfc(&text).to_lowercase().contains(&wanted))
        })
        .collect();
    if found.is_empty() {
        app.tell(&[Line::plain(words::not_found(lang, text))])?;
        return Ok(End::Findings);
    }
    list(app, &states, found, false)
}

/// Every text of a card that a person may remember a piece of.
fn texts(key: &CardKey, card: &Card) -> impl Iterator<Item = String> {
    let mut texts = vec![key.to_string(), card.topic.to_string()];
    let mut both = |text: &crate::text::Text| {
        texts.extend(Lang::ALL.iter().filter_map(|&lang| text.exact(lang)).map(str::to_owned));
    };
    both(&card.question);
    both(&card.answer);
    match &card.kind {
        Kind::Explain(explain) => explain.points.iter().for_each(|point| both(&point.text)),
        Kind::Choice(options) => options.iter().for_each(|option| both(&option.text)),
        Kind::Cloze(cloze) => both(&cloze.text),
        Kind::Predict(_) | Kind::Drive(_) => {}
    }
    texts.extend(card.tags.iter().map(|tag| tag.to_string()));
    texts.into_iter()
}

pub(super) fn show(app: &mut App, name: &str) -> Outcome {
    let lang = app.lang();
    let key = app.card(name)?;
    let states = States::read(app)?;
    let keys = app.library().keys_of(&key);
    let own = app.store()?.borrow().standing(&keys)?.kept;
    let paper = app.paper();
    let due = listing::when(lang, when(app, &states, &key)).text();
    let Some((deck, card)) = app.library().card(&key) else { return Ok(End::Well) };
    let experiment = card.experiment.as_ref().and_then(|it| app.library().experiment(deck, it));
    let experiment = experiment.map(|it| it.1);
    let own = own.as_deref();
    app.show(&view::reading::whole_card(lang, &paper, deck, card, &due, experiment, own))?;
    Ok(End::Well)
}
