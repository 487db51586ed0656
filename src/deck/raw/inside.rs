//! From a place in the text of a string to the place in the file.
//!
//! Invariant: every place that is given lies inside the string as it is written, escapes and line
//! breaks counted. It must not know what the text says.

use std::ops::Range;

use crate::text::Span;

/// The place of a part of a string's text; that of the whole string where the text is not what is
/// written.
pub(in crate::deck) fn place(source: &str, span: Span, text: &str, part: Range<usize>) -> Span {
    let Some(places) = places(source, span, text) else { return span };
    let at = |offset: usize| places.get(offset).copied().unwrap_or(span.end);
    let start = at(part.start);
    // Nothing is shown by what is empty.
    if part.is_empty() && text.is_empty() {
        return span;
    }
    Span { start, end: at(part.end).max(start) }
}

/// Where each byte of a string's text is in the file, and the place after its last. None if the
/// text is not what stands there letter by letter (its normal form differs).
pub(in crate::deck) fn places(source: &str, span: Span, text: &str) -> Option<Vec<usize>> {
    let written = source.get(span.start..span.end)?;
    let quote = written.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    let triple = if quote == '"' { "\"\"\"" } else { "'''" };
    let long = written.len() >= 6 && written.starts_with(triple);
    let width = if long { 3 } else { 1 };
    let end = written.len().checked_sub(width)?;
    let mut at = width;
    if long {
        let rest = &written[at..];
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let mut read = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() + 1);
    while at < end {
        let c = written[at..].chars().next()?;
        let (value, len) = match c {
            '\\' if quote == '"' => escape(&written[at..end])?,
            // Lines of a program end with a newline alone.
            '\r' if written[at..].starts_with("\r\n") => (None, 1),
            c => (Some(c), c.len_utf8()),
        };
        if let Some(value) = value {
            places.extend(std::iter::repeat_n(span.start + at, value.len_utf8()));
            read.push(value);
        }
        at += len;
    }
    places.push(span.start + end);
    (read == *text || read == text.replace("\r\n", "\n")).then_some(places)
}

/// What an escape stands for, and its length; a backslash at the end of a line stands for nothing.
fn escape(rest: &str) -> Option<(Option<char>, usize)> {
    let kind = rest[1..].chars().next()?;
    let code = |digits: usize| {
        let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
        Some((Some(char::from_u32(code)?), 2 + digits))
    };
    match kind {
        'n' => Some((Some('\n'), 2)),
        't' => Some((Some('\t'), 2)),
        'r' => Some((Some('\r'), 2)),
        'b' => Some((Some('\u{8}'), 2)),
        'f' => Some((Some('\u{c}'), 2)),
        'e' => Some((Some('\u{1b}'), 2)),
        '"' | '\\' => Some((Some(kind), 2)),
        'x' => code(2),
        'u' => code(4),
        'U' => code(8),
        _ => {
            let space = rest[1..].find(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n'));
            Some((None, 1 + space.unwrap_or(rest.len() - 1)))
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn places() {
        #[track_caller]
        fn check(written: &str, text: &str, find: &str, expect: &str) {
            let source = format!("키 = {written}\n");
            let start = "키 = ".len();
            let places =
                super::places(&source, (start..start + written.len()).into(), text).unwrap();
            let at = text.find(find).unwrap();
            assert!(source[places[at]..].starts_with(expect), "{written}");
            let end = places[at + find.len()];
            assert_eq!(&source[places[at]..end], expect, "{written}");
        }
        check("'x = 값 + y'", "x = 값 + y", "y", "y");
        check("'''\nx = 1\ny = 2'''", "x = 1\ny = 2", "y", "y");
        check("'''\r\nx = 1\r\ny = 2'''", "x = 1\ny = 2", "y", "y");
        check("\"x\\n\\u0079 = 1\"", "x\ny = 1", "y", "\\u0079");
        check("\"\"\"\nx = \\\n   1; y = \\\"\"\"\"", "x = 1; y = \"", "y", "y");
        check("\"\"\"\\\n   \\t 값\"\"\"", "\t 값", "값", "값");
    }
}
