//! Strings that people read: normal form, languages, inertness.
//!
//! Invariant: what is returned is NFC, has `\n` line ends, no character that a terminal obeys, and
//! (except a program) no white space around it.

use std::borrow::Cow;

use toml::de::DeValue;

use crate::{
    deck::{
        Expected, Problem, check,
        raw::{
            Reader,
            fields::{Fields, Place},
        },
    },
    text::{Lang, Span, Text, nfc},
};

impl<'a> Reader<'a> {
    /// A text in the languages of the deck.
    pub fn text(&mut self, place: Place<'a>) -> Option<Text> {
        match place.value {
            DeValue::String(text) => {
                let [lang] = self.languages[..] else {
                    let text = self.prose(place, text)?;
                    if self.languages.is_empty() {
                        return Some(Text::one(Lang::Ko, text));
                    }
                    self.report(place.span, Problem::LanguageUnsaid);
                    return Some(Text::both(text.clone(), text));
                };
                Some(Text::one(lang, self.prose(place, text)?))
            }
            DeValue::Table(table) => {
                let mut fields = Fields::new("text", table, place.span);
                let [ko, en] = Lang::ALL.map(|lang| {
                    let Some(entry) = fields.get(lang.code()) else {
                        return (false, None);
                    };
                    let entry = Place { field: place.field, ..entry };
                    let text = self.raw_string(entry).and_then(|text| self.prose(entry, text));
                    (true, text)
                });
                let before = self.findings.len();
                fields.finish(self);
                // A misspelt language is one mistake.
                if self.findings.len() == before {
                    for (lang, there) in [(Lang::Ko, ko.0), (Lang::En, en.0)] {
                        if !there && self.languages.contains(&lang) {
                            let span = visible(self.source, place.span);
                            self.report(span, Problem::LanguageMissing { lang });
                        }
                    }
                }
                Text::from_parts(ko.1, en.1)
            }
            _ => {
                self.wrong_type(place, Expected::Text);
                None
            }
        }
    }

    /// A text that may be left out.
    pub fn optional_text(&mut self, place: Option<Place<'a>>) -> Option<Text> {
        self.text(place?)
    }

    /// A string in no particular language.
    pub fn line_of_text(&mut self, place: Place<'a>) -> Option<Box<str>> {
        let text = self.raw_string(place)?;
        self.prose(place, text)
    }

    /// A program: as it is written, but in normal form and inert.
    pub fn program(&mut self, place: Place<'a>) -> Option<Box<str>> {
        let text = self.raw_string(place)?;
        let program = self.inert(place, text)?;
        if program.trim().is_empty() {
            self.report(place.span, Problem::EmptyText { field: place.field.into() });
            return None;
        }
        Some(program.into())
    }

    fn prose(&mut self, place: Place<'a>, text: &'a str) -> Option<Box<str>> {
        let text = self.inert(place, text)?;
        if let Some(problem) = check::empty_text::check(place.field, &text) {
            self.report(place.span, problem);
            return None;
        }
        Some(text.trim().into())
    }

    fn inert(&mut self, place: Place<'a>, text: &'a str) -> Option<Cow<'a, str>> {
        let text = if text.contains("\r\n") {
            Cow::Owned(text.replace("\r\n", "\n"))
        } else {
            Cow::Borrowed(text)
        };
        if let Some((problem, span)) =
            check::control_character::check(self.source, place.span, &text)
        {
            self.report(span, problem);
            return None;
        }
        let Some((problem, span)) = check::not_nfc::check(self.source, place.span, &text) else {
            return Some(text);
        };
        self.report(span, problem);
        Some(Cow::Owned(nfc(&text).into_owned()))
    }
}

/// A span that shows something: a table made by dotted keys has none of its own.
fn visible(source: &str, span: Span) -> Span {
    if source.is_char_boundary(span.start) && source.is_char_boundary(span.end) {
        span
    } else {
        Span::default()
    }
}
