//! The two languages that every text exists in.
//!
//! Invariant: a [`Text`] holds at least one language, so [`Text::get`] always has an answer. It
//! must not know where a text comes from.

use std::{fmt, str::FromStr};

/// A language of the program and of its decks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Korean.
    Ko,
    /// English.
    En,
}

impl Lang {
    /// Both languages, in the order in which documents list them.
    pub const ALL: [Lang; 2] = [Lang::Ko, Lang::En];

    /// The ISO 639-1 code: `ko` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ko => "ko",
            Lang::En => "en",
        }
    }

    /// The language that a POSIX or BCP 47 locale name asks for (`ko_KR.UTF-8`, `ko-KR`): Korean
    /// for Korean, English for every other.
    pub fn of_locale(locale: &str) -> Lang {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("ko") { Lang::Ko } else { Lang::En }
    }

    /// The one of two texts that is in this language.
    pub fn pick<T>(self, ko: T, en: T) -> T {
        match self {
            Lang::Ko => ko,
            Lang::En => en,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = ();

    fn from_str(code: &str) -> Result<Lang, ()> {
        Lang::ALL.into_iter().find(|lang| lang.code() == code).ok_or(())
    }
}

/// One text in one or both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    ko: Option<Box<str>>,
    en: Option<Box<str>>,
}

impl Text {
    /// A text in both languages.
    pub fn both(ko: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Text {
        Text { ko: Some(ko.into()), en: Some(en.into()) }
    }

    /// A text in one language.
    pub fn one(lang: Lang, text: impl Into<Box<str>>) -> Text {
        match lang {
            Lang::Ko => Text { ko: Some(text.into()), en: None },
            Lang::En => Text { ko: None, en: Some(text.into()) },
        }
    }

    /// A text from what is there, if anything is.
    pub fn from_parts(ko: Option<Box<str>>, en: Option<Box<str>>) -> Option<Text> {
        (ko.is_some() || en.is_some()).then_some(Text { ko, en })
    }

    /// The text in `lang`, or in the other language where that one is missing.
    pub fn get(&self, lang: Lang) -> &str {
        let (wanted, other) = match lang {
            Lang::Ko => (&self.ko, &self.en),
            Lang::En => (&self.en, &self.ko),
        };
        wanted.as_deref().or(other.as_deref()).unwrap_or_default()
    }

    /// The text in exactly `lang`.
    pub fn exact(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Ko => self.ko.as_deref(),
            Lang::En => self.en.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        for (locale, lang) in [
            ("ko_KR.UTF-8", Lang::Ko),
            ("ko-KR", Lang::Ko),
            ("KO", Lang::Ko),
            ("kok_IN", Lang::En),
            ("C.UTF-8", Lang::En),
            ("", Lang::En),
        ] {
            assert_eq!(Lang::of_locale(locale), lang, "{locale}");
        }
    }

    #[test]
    fn the_other_language_stands_in() {
        let text = Text::one(Lang::Ko, "스택");
        assert_eq!(text.get(Lang::En), "스택");
        assert_eq!(text.exact(Lang::En), None);
    }
}
