//! A text as the matcher reads it: compatibility forms, case and width are gone, and every
//! character knows which bytes of the typed text it came from.
//!
//! Invariant: texts that differ only in normal form, case or width fold to the same characters, and
//! each range lies on character boundaries of the typed text. What is stored and shown stays as typed.

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

use crate::text::hangul;

/// A folded character and the bytes it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) c: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The folded characters of `text`. Linear.
pub(super) fn fold(text: &str) -> Vec<Folded> {
    let mut folded = Vec::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = chars.peek().map_or(text.len(), |(at, _)| *at);
        let whole = c.is_ascii() || hangul::is_syllable(c);
        if whole && chars.peek().is_none_or(|(_, next)| next.is_ascii() || !continues(*next)) {
            // What nearly all texts are made of has only one form beside its case.
            folded.push(Folded { c: plain(c.to_ascii_lowercase()), start, end });
            continue;
        }
        while let Some((_, next)) = chars.peek()
            && continues(*next)
        {
            chars.next();
            end = chars.peek().map_or(text.len(), |(at, _)| *at);
        }
        // A mark that no letter takes up is no character of its own.
        let composed = text[start..end].nfkc().enumerate();
        let composed = composed.filter(|(n, c)| *n == 0 || !continues(*c)).map(|(_, c)| c);
        let upper = composed.flat_map(char::to_uppercase);
        // Upper case first, so that letters with two lower-case forms meet.
        let lower = upper.flat_map(char::to_lowercase).map(plain);
        folded.extend(one_word(lower.collect()).into_iter().map(|c| Folded { c, start, end }));
    }
    folded
}

/// What a character such as `㈎` or `½` is made of as a part of one word, or one mark: two words would
/// overlap in the typed text.
fn one_word(mut chars: Vec<char>) -> Vec<char> {
    if chars.len() > 1 {
        if chars.iter().any(|c| c.is_alphanumeric()) {
            chars.retain(|c| c.is_alphanumeric());
        } else {
            chars.truncate(1);
        }
        let first = hangul::is_syllable(chars[0]);
        chars.retain(|c| hangul::is_syllable(*c) == first);
    }
    chars
}

/// Whether a character belongs to the one before it: a mark, or the vowel or final of a syllable
/// that was typed in pieces.
fn continues(c: char) -> bool {
    canonical_combining_class(c) != 0 || ('\u{1160}'..='\u{11ff}').contains(&c)
}

/// One form for marks that are typed in several.
fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '`' | '\u{b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{b7}' | '\u{318d}' | '\u{30fb}' | '\u{2022}' | '\u{119e}' | '\u{3001}' => ',',
        '\u{3002}' => '.',
        '\u{2013}' | '\u{2014}' | '\u{2015}' => '\u{2014}',
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '\u{2192}' | '\u{21d2}' => '\u{2192}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let folded = fold(text);
        assert_eq!(folded.iter().map(|it| it.c).collect::<String>(), expect, "{text:?}");
        for it in folded {
            assert!(text.get(it.start..it.end).is_some(), "{text:?} at {}", it.start);
        }
    }

    #[test]
    fn one_form_for_what_is_typed_in_several() {
        check("Stack은 ＳＴＡＣＫ", "stack은 stack");
        check("\u{1109}\u{1173}\u{1110}\u{1162}\u{11a8}", "스택");
        check("don\u{2019}t", "don't");
        check("코드\u{b7}데이터", "코드,데이터");
        check("STRASSE straße", "strasse strasse");
        check("e\u{301}", "é");
        check("힙\u{301} :\u{301} \u{3220} \u{bd}\u{2026}", "힙 : 一 12.");
        check("각\u{11a8}", "각");
        check("", "");
    }
}
