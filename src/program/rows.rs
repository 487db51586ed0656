//! A text of the lab language in rows for reading: a row for each statement and each brace.
//!
//! Invariant: the rows stand in the order of the text and do not overlap, so a place in the text is
//! in at most one. Comments and semicolons are left out. It must not know the grammar beyond its
//! braces.

use crate::{
    program::lexer::{Token, tokens},
    text::Span,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// How many blocks it is in.
    pub depth: usize,
    /// What it says, on one line.
    pub text: String,
    /// Its place in the text, from its first token to its last.
    pub span: Span,
}

/// The rows of a text, whether or not it is a program. Linear in its length.
pub fn rows(text: &str) -> Vec<Row> {
    let (tokens, _) = tokens(text);
    let mut rows: Vec<Row> = Vec::new();
    let mut depth: usize = 0;
    let mut open: Option<Row> = None;
    for (at, (token, span)) in tokens.iter().enumerate() {
        let next = tokens[at + 1..].iter().map(|it| it.0).find(|it| *it != Token::Newline);
        let after = tokens.get(at + 1).map(|it| it.0);
        match token {
            Token::End => rows.extend(open.take()),
            Token::Newline if next != Some(Token::Name("else")) => rows.extend(open.take()),
            Token::Newline => {}
            Token::Mark(";") => rows.extend(open.take()),
            Token::Mark("{") => {
                push(&mut open, depth, text, *span);
                depth += 1;
                if next != Some(Token::Mark("}")) {
                    rows.extend(open.take());
                }
            }
            Token::Mark("}") => {
                depth = depth.saturating_sub(1);
                // What is open is an empty block, or the last statement of one.
                let empty = open.as_ref().is_some_and(|it| it.text.ends_with('{'));
                if !empty {
                    rows.extend(open.take());
                }
                push(&mut open, depth, text, *span);
                let goes_on = matches!(after, Some(Token::Newline | Token::Name("else")));
                if !goes_on {
                    rows.extend(open.take());
                }
            }
            _ => push(&mut open, depth, text, *span),
        }
    }
    rows
}

/// Adds a token to the open row, or opens one with it.
fn push(open: &mut Option<Row>, depth: usize, text: &str, token: Span) {
    let word = &text[token.start..token.end];
    match open {
        None => *open = Some(Row { depth, text: word.to_owned(), span: token }),
        Some(row) => {
            if row.span.end < token.start {
                row.text.push(' ');
            }
            row.text.push_str(word);
            row.span.end = token.end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_of_programs() {
        #[track_caller]
        fn check(text: &str, expect: &[&str]) {
            let rows = rows(text);
            let shown: Vec<String> =
                rows.iter().map(|it| format!("{}{}", "  ".repeat(it.depth), it.text)).collect();
            assert_eq!(shown, expect, "{text}");
        }
        check(
            "global x = 0 // shared\n\nthread A { lock(m); x = x+1; unlock(m) }",
            &["global x = 0", "thread A {", "  lock(m)", "  x = x+1", "  unlock(m)", "}"],
        );
        check("if a\n{ b }\nelse { c }", &["if a", "{", "  b", "} else {", "  c", "}"]);
        check("if a { b } else { c }", &["if a {", "  b", "} else {", "  c", "}"]);
        check("while flag == 1 { }\nx = 1", &["while flag == 1 { }", "x = 1"]);
        check("f(a,\n   b)", &["f(a, b)"]);
        check("loop { x = 1 }; y = 2", &["loop {", "  x = 1", "}", "y = 2"]);
        check("}}{", &["}", "}", "{"]);
        check("// nothing\n", &[]);
    }

    proptest! {
        #[test]
        fn rows_stand_in_order_and_keep_every_token(text in "[ab{};\n (/]{0,40}") {
            let rows = rows(&text);
            for pair in rows.windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
            let kept: String = rows.iter().map(|it| it.text.as_str()).collect();
            let all: String = tokens(&text)
                .0
                .iter()
                .filter(|it| !matches!(it.0, Token::Newline | Token::Mark(";")))
                .map(|it| &text[it.1.start..it.1.end])
                .collect();
            let bare = |it: &str| it.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&kept), bare(&all));
        }
    }
}
