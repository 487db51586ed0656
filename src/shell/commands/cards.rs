//! `decks`, `cards`, `show`, `find`: looking at the library.
//!
//! Invariant: a list names each card by the shortest name that `show` accepts.

use serde::Serialize;

use crate::{
    deck::{Card, Deck, Kind, Library},
    message::{listing as words, quiz, time},
    record::CardKey,
    schedule::Due,
    text::Lang,
    view::{self, Line, Role, Table, listing::column},
};
use words::Column as Head;

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
    let mut table = Table::new([
        column(lang, Head::Deck),
        column(lang, Head::Title).truncating(10),
        column(lang, Head::Cards).right(),
        column(lang, Head::New).right(),
        column(lang, Head::Due).right(),
    ]);
    for deck in decks {
        table.row([
            Line::of(Role::Literal, &*deck.id),
            Line::plain(deck.title.get(lang)),
            Line::plain(deck.cards.len().to_string()),
            Line::plain(new(deck).to_string()),
            Line::of(Role::Due, due(deck).to_string()),
        ]);
    }
    app.show(&table.draw(&app.paper()))?;
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
    let mut table = Table::new([
        column(lang, Head::Card).truncating(16),
        column(lang, Head::Kind).droppable(2),
        column(lang, Head::NextDue),
        column(lang, Head::Question).truncating(16).droppable(1),
    ]);
    for (key, _, card) in cards {
        let due = match states.of(&key) {
            _ if states.is_suspended(&key) => Line::of(Role::Muted, words::suspended_card(lang)),
            None => Line::of(Role::New, words::new_card(lang)),
            Some(state) => {
                let days = agenda::days_until(app, state, now);
                let role = if days <= 0 { Role::Due } else { Role::Plain };
                Line::of(role, time::due_in(lang, days))
            }
        };
        table.row([
            Line::of(Role::Literal, short_name(app.library(), &key)),
            Line::of(Role::Muted, words::kind(lang, card.kind.name())),
            due,
            Line::plain(card.question.get(lang).lines().next().unwrap_or_default()),
        ]);
    }
    app.show(&table.draw(&app.paper()))?;
    Ok(End::Well)
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
    let (now, paper) = (app.now(), app.paper());
    let due = match states.of(&key) {
        _ if states.is_suspended(&key) => words::suspended_card(lang).to_owned(),
        None => quiz::new_card(lang).to_owned(),
        Some(state) => time::due_in(lang, agenda::days_until(app, state, now)),
    };
    let Some((deck, card)) = app.library().card(&key) else { return Ok(End::Well) };
    app.show(&view::quiz::whole_card(lang, &paper, deck, card, &due, own.as_deref()))?;
    Ok(End::Well)
}
