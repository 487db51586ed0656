//! Syntax that TOML 1.0 does not have.

use crate::{
    deck::{Newer, Problem, check::Rule},
    text::{Severity, Span},
};

/// Syntax that TOML 1.0 does not have.
pub const DOC: Rule = Rule {
    name: "toml-1.1-only",
    severity: Severity::Warning,
    ko: "TOML 1.1에서야 생긴 문법입니다. viva는 읽지만 TOML 1.0 편집기와 도구는 읽지 못합니다.",
    en: "This is TOML 1.1. viva reads it, but editors and tools for TOML 1.0 do not.",
};

/// Every such place of a file.
///
/// This reads brackets, strings and comments only, so it works in a file that has errors; a
/// bracket that is never closed is another rule's matter.
pub fn check(text: &str) -> Vec<(Problem, Span)> {
    let mut scan = Scan { text: text.as_bytes(), at: 0, open: Vec::new(), found: Vec::new() };
    scan.run();
    scan.found.into_iter().map(|(newer, span)| (Problem::Newer(newer), span)).collect()
}

/// An open bracket.
struct Open {
    brace: bool,
    line_break: Option<usize>,
    comma: Option<usize>,
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    open: Vec<Open>,
    found: Vec<(Newer, Span)>,
}

/// More brackets than this are no deck, and more findings than this are not shown.
const MOST_OPEN: usize = 200;
const MOST_FOUND: usize = 1_000;

impl Scan<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.text.get(self.at).copied() {
            if MOST_OPEN < self.open.len() || MOST_FOUND < self.found.len() {
                return;
            }
            match byte {
                b'#' => self.skip_line(),
                b'"' | b'\'' => self.string(byte),
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'-' => self.word(),
                _ => self.mark(byte),
            }
        }
    }

    fn mark(&mut self, byte: u8) {
        match byte {
            b'\n' => {
                if let Some(open) = self.open.last_mut() {
                    open.line_break.get_or_insert(self.at);
                }
            }
            b'[' | b'{' => {
                self.value();
                self.open.push(Open { brace: byte == b'{', line_break: None, comma: None });
            }
            b']' | b'}' => self.close(byte == b'}'),
            b',' => {
                if let Some(open) = self.open.last_mut() {
                    open.comma = Some(self.at);
                }
            }
            b' ' | b'\t' | b'\r' => {}
            _ => self.value(),
        }
        self.at += 1;
    }

    fn close(&mut self, brace: bool) {
        match self.open.pop() {
            Some(open) if open.brace && brace => {
                for (newer, place) in
                    [(Newer::LineBreak, open.line_break), (Newer::TrailingComma, open.comma)]
                {
                    if let Some(start) = place {
                        self.found.push((newer, Span { start, end: start + 1 }));
                    }
                }
            }
            // The file is broken here; a guess would only mislead.
            Some(open) if open.brace != brace => self.open.clear(),
            _ => {}
        }
    }

    /// Something stands here, so the last comma has something after it.
    fn value(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.comma = None;
        }
    }

    fn skip_line(&mut self) {
        while self.text.get(self.at).is_some_and(|byte| *byte != b'\n') {
            self.at += 1;
        }
    }

    fn string(&mut self, quote: u8) {
        self.value();
        let long = self.text[self.at..].starts_with(&[quote; 3]);
        self.at += if long { 3 } else { 1 };
        while let Some(byte) = self.text.get(self.at).copied() {
            match byte {
                b'\n' if !long => return,
                b'\\' if quote == b'"' => {
                    if let Some(b'e' | b'x') = self.text.get(self.at + 1) {
                        let span = Span { start: self.at, end: self.at + 2 };
                        self.found.push((Newer::Escape, span));
                    }
                    self.at += 1;
                    // Never into the middle of a character or over the end of the line.
                    if self.text.get(self.at).is_some_and(|it| it.is_ascii() && *it != b'\n') {
                        self.at += 1;
                    }
                }
                _ if byte == quote && !long => {
                    self.at += 1;
                    return;
                }
                _ if byte == quote && self.text[self.at..].starts_with(&[quote; 3]) => {
                    self.at += 3;
                    // Up to two quotes may stand before the closing ones.
                    while self.text.get(self.at) == Some(&quote) {
                        self.at += 1;
                    }
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    /// A bare word: a key, a number, a date, a time.
    fn word(&mut self) {
        self.value();
        let start = self.at;
        let part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-+.:".contains(byte);
        while self.text.get(self.at).is_some_and(part) {
            self.at += 1;
        }
        let word = &self.text[start..self.at];
        let time = word.iter().position(|it| matches!(it, b'T' | b't')).map_or(0, |it| it + 1);
        let digit = |place: usize| word.get(time + place).is_some_and(u8::is_ascii_digit);
        if digit(0)
            && digit(1)
            && word.get(time + 2) == Some(&b':')
            && digit(3)
            && digit(4)
            && word.get(time + 5) != Some(&b':')
        {
            self.found.push((Newer::Seconds, Span { start, end: self.at }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        #[track_caller]
        fn check(text: &str, expect: &[(Newer, &str)]) {
            let found = super::check(text);
            let found: Vec<_> = found
                .iter()
                .map(|(problem, span)| match problem {
                    Problem::Newer(newer) => (*newer, &text[span.start..span.end]),
                    _ => unreachable!(),
                })
                .collect();
            assert_eq!(found, expect);
        }
        check("a = { b = 1, c = [1,\n 2,\n] }", &[]);
        check("[[a]]\n[a.b] # {\n,}\n", &[]);
        check("a = { b = 1, }", &[(Newer::TrailingComma, ",")]);
        check("a = {\n b = 1 }", &[(Newer::LineBreak, "\n")]);
        check("a = { b = \"\"\"\n\"\"\" }", &[]);
        check("a = { b = '''\n, }''' }", &[]);
        check(
            "a = \"한\\e\\x41\\\\e\\\"\\e\"",
            &[(Newer::Escape, "\\e"), (Newer::Escape, "\\x"), (Newer::Escape, "\\e")],
        );
        check("a = '\\e' # \\e \"", &[]);
        check("a = \"\"\"x\"\"\"\"\"\nb = { c = \"}\", }", &[(Newer::TrailingComma, ",")]);
        check(
            "a = [07:32, 07:32:00, 1979-05-27T07:32Z, 1979-05-27 07:32]",
            &[
                (Newer::Seconds, "07:32"),
                (Newer::Seconds, "1979-05-27T07:32Z"),
                (Newer::Seconds, "07:32"),
            ],
        );
        check("a = { b = [1, 2", &[]);
    }
}
