//! `lab list`: the experiments of all decks.
//!
//! Invariant: an experiment is listed by a name that every `lab` command takes.

use serde::Serialize;

use crate::{
    deck::{Deck, Experiment},
    message::lab as words,
    view::listing,
};

use super::super::{
    super::{
        app::App,
        failure::{End, Outcome},
    },
    JSON_VERSION, json,
};

#[derive(Serialize)]
struct ListJson {
    v: u32,
    experiments: Vec<ExperimentJson>,
}

#[derive(Serialize)]
struct ExperimentJson {
    experiment: String,
    title: String,
    shows: Option<String>,
    claims: usize,
    runs: Vec<String>,
    cards: Vec<String>,
}

pub(super) fn list(app: &App, as_json: bool) -> Outcome {
    app.tell_library()?;
    let (lang, library) = (app.lang(), app.library());
    let decks = &library.decks;
    let all = || decks.iter().flat_map(|deck| deck.experiments.iter().map(move |it| (deck, it)));
    let name = |deck: &Deck, it: &Experiment| {
        let shared = all().filter(|other| other.1.id == it.id).count() > 1;
        if shared { format!("{}/{}", deck.id, it.id) } else { it.id.to_string() }
    };
    if as_json {
        let cards = |deck: &Deck, it: &Experiment| {
            let shows = |in_deck: &Deck, named: Option<&str>| {
                let found = named.and_then(|named| library.experiment(in_deck, named));
                found.is_some_and(|found| found.0.id == deck.id && found.1.id == it.id)
            };
            let cards = library.cards().filter(|card| shows(card.1, card.2.experiment.as_deref()));
            cards.map(|card| card.0.to_string()).collect()
        };
        let experiments = all().map(|(deck, it)| ExperimentJson {
            experiment: format!("{}/{}", deck.id, it.id),
            title: it.title.get(lang).to_owned(),
            shows: it.shows.as_ref().map(|text| text.get(lang).to_owned()),
            claims: it.claims.len(),
            runs: it.runs.iter().map(|run| run.name.to_string()).collect(),
            cards: cards(deck, it),
        });
        json(app, &ListJson { v: JSON_VERSION, experiments: experiments.collect() })?;
        return Ok(End::Well);
    }
    let rows: Vec<(String, &str)> =
        all().map(|(deck, it)| (name(deck, it), it.title.get(lang))).collect();
    if rows.is_empty() {
        app.say(words::no_experiments(lang))?;
        return Ok(End::Well);
    }
    app.show(&listing::experiments(lang, &app.paper(), &rows))?;
    Ok(End::Well)
}
