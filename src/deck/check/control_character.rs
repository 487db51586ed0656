//! A character that moves a cursor, changes a colour or reorders text.

use crate::{
    deck::{Problem, check::Rule},
    text::{Severity, Span},
};

/// A character that moves a cursor, changes a colour or reorders text.
pub const DOC: Rule = Rule {
    name: "control-character",
    severity: Severity::Error,
    ko: "보이지 않으면서 화면을 움직이거나 글의 순서를 바꾸는 문자가 있습니다. 지우세요. 덱의 글은 화면에 보이는 것만 담아야 합니다.",
    en: "The text holds a character that cannot be seen but moves the cursor or reorders the text. Remove it: a deck holds only what is seen.",
};

/// The first such character of a text, at its own place if it can be found.
pub fn check(source: &str, span: Span, text: &str) -> Option<(Problem, Span)> {
    let plain = |byte: u8| byte == b'\n' || byte == b'\t' || (0x20..0x7f).contains(&byte);
    if text.bytes().all(plain) {
        return None;
    }
    let bad = text.chars().find(|c| is_active(*c))?;
    let written = source.get(span.start..span.end).unwrap_or_default();
    let place = literal(written, bad).or_else(|| escaped(written, bad));
    let place = place.map_or(span, |(start, len)| {
        let start = span.start + start;
        Span { start, end: start + len }
    });
    Some((Problem::ControlCharacter { code: bad as u32 }, place))
}

fn is_active(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn literal(written: &str, bad: char) -> Option<(usize, usize)> {
    written.find(bad).map(|start| (start, bad.len_utf8()))
}

/// The escape that stands for the character.
fn escaped(written: &str, bad: char) -> Option<(usize, usize)> {
    let mut rest = 0;
    while let Some(start) = written[rest..].find('\\').map(|it| it + rest) {
        let kind = written[start + 1..].chars().next()?;
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let after = start + 1 + kind.len_utf8();
        let value = match kind {
            'b' => Some(8),
            'e' => Some(0x1b),
            'f' => Some(0xc),
            'r' => Some(0xd),
            _ => written.get(after..after + digits).and_then(|it| u32::from_str_radix(it, 16).ok()),
        };
        if value == Some(bad as u32) {
            return Some((start, after + digits - start));
        }
        rest = after;
    }
    None
}
