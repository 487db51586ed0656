//! A text that is not in normal form C.

use crate::{
    deck::{Problem, check::Rule},
    text::{Severity, Span, is_nfc},
};

/// A text that is not in normal form C.
pub const DOC: Rule = Rule {
    name: "not-nfc",
    severity: Severity::Warning,
    ko: "한글이 자모로 풀려 있거나 글자가 나뉘어 저장되어 있습니다(NFC가 아닙니다). viva는 합쳐서 읽지만, 다른 프로그램은 찾지 못합니다.",
    en: "Letters are stored in pieces (the text is not in Unicode normal form C). viva puts them together, but other programs will not find the words.",
};

/// The problem with a text, at the first word that has it.
pub fn check(source: &str, span: Span, text: &str) -> Option<(Problem, Span)> {
    if text.is_ascii() || is_nfc(text) {
        return None;
    }
    let written = source.get(span.start..span.end).unwrap_or_default();
    let word = written.split_whitespace().find(|word| !is_nfc(word));
    let place = word.map_or(span, |word| {
        let start = span.start + (word.as_ptr() as usize - written.as_ptr() as usize);
        Span { start, end: start + word.len() }
    });
    Some((Problem::NotNfc, place))
}
