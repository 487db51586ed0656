//! The language in which a deck says what an answer must state: who it is about, and groups of
//! words that must stand together in one clause.
//!
//! `thread: 따로|own + 스택|stack + !공유`: about `thread`; one of the first words, and one of the second,
//! and none of the third. `~` before a group: it must be denied. `*:` is about nobody in particular;
//! a word that begins with `-` is an ending.
//!
//! Invariant: reading a pattern never fails as a whole silently: it gives the pattern or one error
//! with its place. It must not know how words are found.

use std::ops::Range;

/// How the words of a group must occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// One of them is stated.
    Stated,
    /// One of them is denied (`~`).
    Denied,
    /// None of them occurs (`!`).
    Absent,
}

/// Words of which one will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// How they must occur.
    pub demand: Demand,
    /// The words, each with its place in the pattern.
    pub terms: Vec<(Box<str>, Range<usize>)>,
}

/// A pattern as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Who the clause is about, where the pattern says so; `*` for nobody in particular.
    pub about: Option<Box<str>>,
    /// Its groups; the first is the predicate.
    pub groups: Vec<Group>,
}

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// Nothing stands beside a `+` or a `|`.
    Empty,
    /// The word before the colon is no subject of the deck.
    UnknownSubject(Box<str>),
    /// `~` or `!` stands inside a group: it belongs before the group and applies to all its words.
    SignInside,
    /// Every group is one that must not occur.
    OnlyAbsent,
    /// More words than this.
    TooLong(usize),
}

/// The most words in a pattern.
pub const TERMS_PER_PATTERN: usize = 400;

impl Pattern {
    /// Reads a pattern; `is_subject` knows the subjects of the deck.
    ///
    /// # Errors
    /// The first thing in it that is wrong, with its place in bytes.
    pub fn read(
        text: &str,
        is_subject: impl Fn(&str) -> bool,
    ) -> Result<Pattern, (PatternError, Range<usize>)> {
        let (about, from) = match subject(text) {
            Some((name, from)) if name == "*" || is_subject(name) => (Some(name.into()), from),
            Some((name, _)) => {
                let start = text.find(name).unwrap_or(0);
                let place = start..start + name.len();
                return Err((PatternError::UnknownSubject(name.into()), place));
            }
            None => (None, 0),
        };
        let mut groups = Vec::new();
        let mut count = 0;
        for (group, at) in split(text, from..text.len(), '+') {
            let trimmed = group.trim_start();
            let (demand, sign) = match trimmed.as_bytes().first() {
                Some(b'~') => (Demand::Denied, 1),
                Some(b'!') => (Demand::Absent, 1),
                _ => (Demand::Stated, 0),
            };
            let start = at.start + (group.len() - trimmed.len()) + sign;
            let mut terms = Vec::new();
            for (term, at) in split(text, start..at.end, '|') {
                let trimmed = term.trim();
                let start = at.start + (term.len() - term.trim_start().len());
                let place = start..start + trimmed.len();
                if !trimmed.trim_start_matches('-').chars().any(char::is_alphanumeric) {
                    let place =
                        if place.is_empty() { at.start.min(text.len())..at.end } else { place };
                    return Err((PatternError::Empty, place));
                }
                if trimmed.starts_with(['~', '!']) {
                    return Err((PatternError::SignInside, place));
                }
                terms.push((trimmed.into(), place));
            }
            count += terms.len();
            if count > TERMS_PER_PATTERN {
                return Err((PatternError::TooLong(TERMS_PER_PATTERN), at));
            }
            groups.push(Group { demand, terms });
        }
        if groups.iter().all(|group| group.demand == Demand::Absent) {
            return Err((PatternError::OnlyAbsent, 0..text.len()));
        }
        Ok(Pattern { about, groups })
    }
}

/// The word before a colon and a space at the start, and where the groups begin.
fn subject(text: &str) -> Option<(&str, usize)> {
    let (before, _) = text.split_once(": ")?;
    let name = before.trim();
    let plain = name == "*" || name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    (plain && !name.is_empty()).then_some((name, before.len() + 2))
}

/// The parts of `text[within]` between separators, with their places.
fn split(
    text: &str,
    within: Range<usize>,
    separator: char,
) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = within.start;
    text[within].split(separator).map(move |part| {
        let place = at..at + part.len();
        at = place.end + separator.len_utf8();
        (part, place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Pattern, (PatternError, Range<usize>)> {
        Pattern::read(text, |name| name == "thread")
    }

    #[test]
    fn groups_and_words() {
        let pattern = read("thread: 따로|own + ~공유|주소 공간 + !-만").unwrap();
        assert_eq!(pattern.about.as_deref(), Some("thread"));
        let shape: Vec<(Demand, Vec<&str>)> = pattern
            .groups
            .iter()
            .map(|group| (group.demand, group.terms.iter().map(|it| &*it.0).collect()))
            .collect();
        let expect = [
            (Demand::Stated, vec!["따로", "own"]),
            (Demand::Denied, vec!["공유", "주소 공간"]),
            (Demand::Absent, vec!["-만"]),
        ];
        assert_eq!(shape, expect);
    }

    #[test]
    fn errors_with_their_places() {
        let check = |text: &str, error: PatternError, at: &str| {
            let (found, place) = read(text).unwrap_err();
            assert_eq!((found, &text[place]), (error, at), "{text}");
        };
        check("", PatternError::Empty, "");
        check("공유 + ", PatternError::Empty, "");
        check("공유||share", PatternError::Empty, "");
        check("thred: 공유", PatternError::UnknownSubject("thred".into()), "thred");
        check("공유|~share", PatternError::SignInside, "~share");
        check("!공유", PatternError::OnlyAbsent, "!공유");
        check("~", PatternError::Empty, "");
    }
}
