//! The name of a card across decks: `deck/card`.
//!
//! Invariant: neither part is empty or holds a slash. A key says nothing about whether the card
//! still exists; history outlives decks.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A card's deck id and its id within the deck.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CardKey {
    /// The deck's id.
    pub deck: Box<str>,
    /// The card's id within its deck.
    pub card: Box<str>,
}

impl CardKey {
    /// The key of `card` in `deck`.
    pub fn new(deck: impl Into<Box<str>>, card: impl Into<Box<str>>) -> CardKey {
        CardKey { deck: deck.into(), card: card.into() }
    }
}

impl fmt::Display for CardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.deck, self.card)
    }
}

impl FromStr for CardKey {
    type Err = String;

    fn from_str(key: &str) -> Result<CardKey, String> {
        match key.split_once('/') {
            Some((deck, card)) if !deck.is_empty() && !card.is_empty() && !card.contains('/') => {
                Ok(CardKey::new(deck, card))
            }
            _ => Err(format!("`{key}` is not of the form deck/card")),
        }
    }
}

impl From<CardKey> for String {
    fn from(key: CardKey) -> String {
        key.to_string()
    }
}

impl TryFrom<String> for CardKey {
    type Error = String;

    fn try_from(key: String) -> Result<CardKey, String> {
        key.parse()
    }
}
