//! Many files → one library: what refers across files, what shadows what, who was called what.
//!
//! Invariant: a deck id stands for one deck, the last of that id; a card's key and its former keys
//! lead to that card only. It must not know how files are found or read.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::{
    deck::{
        Card, Deck, Experiment, Finding, Named, Problem,
        check::unused_experiment,
        course::course,
        raw::Shared,
        read::{Allowed, Outside, Reading, finish, read_file, read_library_file},
    },
    record::CardKey,
};

/// A file: its path, for messages and to find its `library.toml`, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path; `/` and `\` both part directories.
    pub path: String,
    /// The text.
    pub text: String,
}

/// The name of the file whose glossary, subjects and topics all decks of its directory share.
const LIBRARY_FILE: &str = "library.toml";

/// The bytes of a library from which on its files are read on all cores.
const LARGE: usize = 512 * 1024;

/// All decks, with the names that lead to their cards.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The decks, in the order in which they are studied: that of their sources, but a deck after
    /// those whose cards lead into it. Of several with one id, the last.
    pub decks: Vec<Deck>,
    places: HashMap<CardKey, (usize, usize)>,
    aliases: HashMap<CardKey, CardKey>,
    /// The place of each deck's source.
    sources: Vec<usize>,
    /// What each deck allows.
    allowed: Vec<Vec<Allowed>>,
}

impl Library {
    /// A library of these decks, whose ids differ.
    pub fn new(decks: Vec<Deck>) -> Library {
        let mut library = Library { decks, ..Library::default() };
        for (deck_place, deck) in library.decks.iter().enumerate() {
            for (place, card) in deck.cards.iter().enumerate() {
                library.places.insert(deck.key(card), (deck_place, place));
            }
        }
        for deck in &library.decks {
            for card in &deck.cards {
                for alias in aliases_of(deck, card) {
                    if !library.places.contains_key(&alias) {
                        library.aliases.entry(alias).or_insert_with(|| deck.key(card));
                    }
                }
            }
        }
        library
    }

    /// The card of a key, or of a key that it had before.
    pub fn card(&self, key: &CardKey) -> Option<(&Deck, &Card)> {
        let place = self.places.get(key);
        let place = place.or_else(|| self.places.get(self.aliases.get(key)?));
        let (deck, card) = *place?;
        let deck = &self.decks[deck];
        Some((deck, &deck.cards[card]))
    }

    /// The deck with this id.
    pub fn deck(&self, id: &str) -> Option<&Deck> {
        self.decks.iter().find(|deck| *deck.id == *id)
    }

    /// The place among the sources of the file that a deck, by its place in [`Library::decks`], was
    /// read from.
    pub fn source(&self, deck: usize) -> Option<usize> {
        self.sources.get(deck).copied()
    }

    /// What a deck, by its place, allows in its cards.
    pub(super) fn allowed(&self, deck: usize) -> &[Allowed] {
        self.allowed.get(deck).map_or(&[], |it| &it[..])
    }

    /// All cards, deck by deck.
    pub fn cards(&self) -> impl Iterator<Item = (CardKey, &Deck, &Card)> {
        let cards = |deck| move |card| (Deck::key(deck, card), deck, card);
        self.decks.iter().flat_map(move |deck| deck.cards.iter().map(cards(deck)))
    }

    /// The keys of the cards that a person may mean by `card`, `deck/card`, or a former name. A
    /// present name goes before a former one.
    pub fn find(&self, name: &str) -> Vec<CardKey> {
        if let Ok(key) = name.parse::<CardKey>() {
            let found = self.card(&key);
            return found.into_iter().map(|(deck, card)| deck.key(card)).collect();
        }
        let of_name = |card: &Card| *card.id == *name;
        let mut keys: Vec<CardKey> =
            self.cards().filter(|it| of_name(it.2)).map(|it| it.0).collect();
        if keys.is_empty() {
            let former = |alias: &&CardKey| *alias.card == *name;
            let found = self.aliases.iter().filter(|it| former(&it.0)).map(|it| it.1.clone());
            keys.extend(found);
            keys.sort_unstable();
            keys.dedup();
        }
        keys
    }

    /// The key of a card, then every key it had before: those under which its history may stand.
    /// A key of no card stands alone.
    pub fn keys_of(&self, key: &CardKey) -> Vec<CardKey> {
        let Some((deck, card)) = self.card(key) else { return vec![key.clone()] };
        let own = deck.key(card);
        let former = aliases_of(deck, card).filter(|it| self.aliases.get(it) == Some(&own));
        let mut keys = vec![own.clone()];
        for alias in former {
            if !keys.contains(&alias) {
                keys.push(alias);
            }
        }
        keys
    }

    /// The card that a reference in a deck leads to: `card` or `deck/card`.
    pub fn resolve(&self, from: &Deck, reference: &str) -> Option<CardKey> {
        let key = match reference.split_once('/') {
            Some((deck, card)) => CardKey::new(deck, card),
            None => CardKey::new(from.id.clone(), reference),
        };
        self.card(&key).map(|(deck, card)| deck.key(card))
    }

    /// The experiment that a reference in a deck leads to: `id` or `deck/id`.
    pub fn experiment<'a>(
        &'a self,
        from: &'a Deck,
        reference: &str,
    ) -> Option<(&'a Deck, &'a Experiment)> {
        let (deck, id) = match reference.split_once('/') {
            Some((deck, id)) => (self.deck(deck)?, id),
            None => (from, reference),
        };
        Some((deck, deck.experiment(id)?))
    }
}

/// Every key that a card had before: its own former names, in this deck and in its former ones.
fn aliases_of(deck: &Deck, card: &Card) -> impl Iterator<Item = CardKey> {
    let (local, full): (Vec<&str>, Vec<&str>) =
        card.aliases.iter().map(|it| &**it).partition(|it| !it.contains('/'));
    let names: Vec<&str> = std::iter::once(&*card.id).chain(local).collect();
    let decks: Vec<&str> =
        std::iter::once(&*deck.id).chain(deck.aliases.iter().map(|it| &**it)).collect();
    let mut keys: Vec<CardKey> = Vec::new();
    for deck in &decks {
        for name in &names {
            keys.push(CardKey::new(*deck, *name));
        }
    }
    keys.extend(full.into_iter().filter_map(|it| it.parse().ok()));
    // The first is the key that it has now.
    keys.into_iter().skip(1)
}

/// Reads files into one library, with the findings of each by its place in `sources`.
pub fn library(sources: &[Source]) -> (Library, Vec<(usize, Finding)>) {
    let mut findings: Vec<Vec<Finding>> = vec![Vec::new(); sources.len()];
    let mut shared: HashMap<&str, Shared> = HashMap::new();
    for (place, source) in sources.iter().enumerate() {
        let (directory, name) = split(&source.path);
        if name == LIBRARY_FILE {
            let (read, found) = read_library_file(&source.text);
            shared.insert(directory, read);
            findings[place] = found;
        }
    }
    let none = Shared::default();
    let read = |(place, source): (usize, &Source)| {
        let (directory, name) = split(&source.path);
        let shared = shared.get(directory).unwrap_or(&none);
        (name != LIBRARY_FILE).then(|| (place, read_file(&source.text, shared)))
    };
    // Starting threads costs more than reading a small library.
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let mut readings: Vec<(usize, Reading)> = if bytes < LARGE {
        sources.iter().enumerate().filter_map(read).collect()
    } else {
        sources.par_iter().enumerate().filter_map(read).collect()
    };
    for (place, reading) in &mut readings {
        findings[*place].append(&mut reading.findings);
    }

    let mut last: HashMap<Box<str>, usize> = HashMap::new();
    for (at, (place, reading)) in readings.iter().enumerate() {
        let Some(deck) = &reading.deck else { continue };
        if let Some(before) = last.insert(deck.id.clone(), at) {
            let by = sources[readings[before].0].path.as_str().into();
            let problem = Problem::DeckShadowed { deck: deck.id.clone(), by };
            findings[*place].push(problem.at(reading.id_span));
        }
    }
    let kept: HashSet<usize> = last.values().copied().collect();
    let lost: HashSet<(&str, Named, &str)> = kept
        .iter()
        .filter_map(|at| Some((&readings[*at].1, readings[*at].1.deck.as_ref()?)))
        .flat_map(|(it, deck)| it.lost.iter().map(|lost| (&*deck.id, lost.0, &*lost.1)))
        .collect();
    let lost: HashSet<(Box<str>, Named, Box<str>)> =
        lost.into_iter().map(|it| (it.0.into(), it.1, it.2.into())).collect();
    let with_decks = readings.iter().enumerate().filter(|(at, _)| kept.contains(at));
    let (ats, decks): (Vec<usize>, Vec<&Deck>) =
        with_decks.filter_map(|(at, (_, it))| Some((at, it.deck.as_ref()?))).unzip();
    let ats: Vec<usize> = course(&decks).into_iter().map(|place| ats[place]).collect();
    // Decks are large: they move into the library.
    let decks = ats.iter().filter_map(|at| readings[*at].1.deck.take()).collect();
    let sources_of = ats.iter().map(|at| readings[*at].0).collect();
    let allowed = ats.iter().map(|at| readings[*at].1.allowed.clone()).collect();
    let library = Library { sources: sources_of, allowed, ..Library::new(decks) };
    let used = unused_experiment::used(&library);
    let deck_of: HashMap<usize, &Deck> = ats.into_iter().zip(&library.decks).collect();

    for (at, (place, reading)) in readings.iter().enumerate() {
        for outside in &reading.outside {
            if let Some(problem) = look_up(&library, &lost, outside)
                && !reading.allows(problem.rule(), outside.card.as_deref())
            {
                findings[*place].push(problem.at(outside.span));
            }
        }
        if let Some(deck) = deck_of.get(&at).copied() {
            findings[*place].extend(alias_conflicts(&library, deck, reading));
            // A card that could not be read may use what no other does.
            if !reading.lost.iter().any(|it| it.0 == Named::Card) {
                findings[*place].extend(unused_experiment::check(deck, &used));
            }
        }
    }
    let mut all = Vec::new();
    for (place, mut found) in findings.into_iter().enumerate() {
        finish(&sources[place].text, &mut found);
        all.extend(found.into_iter().map(|it| (place, it)));
    }
    (library, all)
}

impl Reading {
    fn allows(&self, rule: &str, card: Option<&str>) -> bool {
        card.is_some_and(|card| {
            self.allowed.iter().any(|it| *it.rule == *rule && *it.card == *card)
        })
    }
}

/// The directory and the name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once(['/', '\\']).unwrap_or(("", path))
}

fn look_up(
    library: &Library,
    lost: &HashSet<(Box<str>, Named, Box<str>)>,
    outside: &Outside,
) -> Option<Problem> {
    let (deck_id, id) = outside.name.split_once('/')?;
    let name = outside.name.clone();
    let known = library
        .decks
        .iter()
        .find(|it| *it.id == *deck_id || it.aliases.iter().any(|alias| **alias == *deck_id));
    let Some(deck) = known else { return Some(Problem::OutsideReference { name }) };
    let there = match outside.what {
        Named::Experiment => deck.experiment(id).is_some(),
        _ => library.card(&CardKey::new(deck_id, id)).is_some(),
    };
    if there || lost.contains(&(deck.id.clone(), outside.what, id.into())) {
        return None;
    }
    Some(Problem::UnknownReference { what: outside.what, name, suggestion: None })
}

/// Former names of a deck and its cards that are the names of others.
fn alias_conflicts(library: &Library, deck: &Deck, reading: &Reading) -> Vec<Finding> {
    let mut found = Vec::new();
    for (alias, span) in &reading.deck_aliases {
        let other = library
            .decks
            .iter()
            .find(|it| it.id == *alias || (it.id != deck.id && it.aliases.contains(alias)));
        if let Some(other) = other {
            let other = other.id.clone();
            found.push(Problem::AliasConflict { alias: alias.clone(), other }.at(*span));
        }
    }
    for card in deck.cards.iter().filter(|it| !it.aliases.is_empty()) {
        let own = deck.key(card);
        for alias in &card.aliases {
            let key = match alias.parse::<CardKey>() {
                Ok(key) => key,
                Err(_) => CardKey::new(deck.id.clone(), alias.clone()),
            };
            let other = if library.places.contains_key(&key) {
                Some(&key)
            } else {
                library.aliases.get(&key).filter(|it| **it != own)
            };
            if let Some(other) = other {
                let other = other.to_string().into();
                found.push(Problem::AliasConflict { alias: alias.clone(), other }.at(card.span));
            }
        }
    }
    found
}
