//! Text → tokens.
//!
//! Invariant: the spans of the tokens are in order, on character boundaries, and do not overlap; the
//! last token is [`Token::End`]. Newlines inside `(` and `[` are left out, because they are spaces
//! there. It must not know the grammar.

use crate::{
    program::problem::{Finding, Problem},
    text::Span,
};

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name or a keyword.
    Name(&'a str),
    /// A number; up to 2^31, so that `-2147483648` can be written.
    Number(u32),
    /// Punctuation.
    Mark(&'static str),
    /// The end of a line.
    Newline,
    /// Something that is no token; it has been reported.
    Unknown,
    /// The end of the text.
    End,
}

/// The marks, longer ones before their beginnings.
const MARKS: [&str; 31] = [
    "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "++", "--", "(", ")", "[", "]", "{", "}", ",",
    ";", ".", "=", "<", ">", "+", "-", "*", "/", "%", "!", "&", "|", ":",
];

/// The tokens of a text, and what is none.
pub(super) fn tokens(text: &str) -> (Vec<(Token<'_>, Span)>, Vec<Finding>) {
    let mut tokens = Vec::new();
    let mut findings = Vec::new();
    let mut open: Vec<u8> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let mut len = c.len_utf8();
        let token = match c {
            '\n' if matches!(open.last(), Some(b'(' | b'[')) => None,
            '\n' => Some(Token::Newline),
            c if c.is_whitespace() => None,
            '/' if rest.starts_with("//") => {
                len = rest.find('\n').unwrap_or(rest.len());
                None
            }
            c if c.is_alphabetic() || c == '_' => {
                len = rest.find(|c| !part_of_name(c)).unwrap_or(rest.len());
                Some(Token::Name(&rest[..len]))
            }
            '0'..='9' => {
                len = rest.find(|c| !part_of_name(c)).unwrap_or(rest.len());
                Some(number(&rest[..len], at, &mut findings))
            }
            _ => match MARKS.into_iter().find(|mark| rest.starts_with(mark)) {
                Some(mark) => {
                    len = mark.len();
                    brackets(&mut open, mark);
                    Some(Token::Mark(mark))
                }
                None => {
                    let problem = Problem::UnknownCharacter { found: c };
                    findings.push(problem.at(at..at + len));
                    Some(Token::Unknown)
                }
            },
        };
        if let Some(token) = token {
            tokens.push((token, Span { start: at, end: at + len }));
        }
        at += len;
    }
    tokens.push((Token::End, Span { start: at, end: at }));
    (tokens, findings)
}

fn part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn number<'a>(digits: &str, at: usize, findings: &mut Vec<Finding>) -> Token<'a> {
    let span = at..at + digits.len();
    if !digits.bytes().all(|it| it.is_ascii_digit()) {
        findings.push(Problem::NumberForm.at(span));
        return Token::Unknown;
    }
    match digits.parse::<u32>() {
        Ok(value) if value <= 1 << 31 => Token::Number(value),
        _ => {
            findings.push(Problem::NumberTooLarge.at(span));
            Token::Unknown
        }
    }
}

/// Keeps track of what is open. A brace closes brackets that were forgotten before it, so that one
/// forgotten bracket does not join all lines that follow.
fn brackets(open: &mut Vec<u8>, mark: &str) {
    match mark {
        "(" | "[" => open.extend(mark.bytes()),
        "{" => {
            while open.pop_if(|it| *it != b'{').is_some() {}
            open.push(b'{');
        }
        ")" if open.last() == Some(&b'(') => drop(open.pop()),
        "]" if open.last() == Some(&b'[') => drop(open.pop()),
        "}" => while open.pop().is_some_and(|it| it != b'{') {},
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newlines_and_marks() {
        #[track_caller]
        fn check(text: &str, expect: &str) {
            let words: Vec<String> = tokens(text)
                .0
                .into_iter()
                .map(|(token, span)| match token {
                    Token::Newline => "NL".into(),
                    Token::Unknown => "??".into(),
                    _ => text[span.start..span.end].into(),
                })
                .collect();
            assert_eq!(words.join(" ").trim_end(), expect);
        }
        check("x=x+1 // 더하기\ny++", "x = x + 1 NL y ++");
        check("f(a,\n b)\n", "f ( a , b ) NL");
        check("f(a {\n}\n", "f ( a { NL } NL");
        check("f(a }\n", "f ( a } NL");
        check("a<=b&&c==-1", "a <= b && c == - 1");
        check("스택 = 1 # 2", "스택 = 1 ?? 2");
        check("9999999999 1a 2147483648", "?? ?? 2147483648");
    }
}
