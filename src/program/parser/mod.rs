//! Tokens → tree, with recovery: after an error the rest of the statement is passed over.
//!
//! Invariant: parsing ends after a time linear in the text, never recurses deeper than
//! [`limits::NESTING`], and reports at least one finding whenever something is left out of the tree.
//! It must not know what names mean.

mod expression;
mod item;
mod statement;

use std::collections::HashSet;

use crate::{
    program::{
        lexer::{self, Token},
        limits,
        problem::{Finding, Problem, Wanted},
        syntax::{Expr, Name, Tree},
    },
    text::Span,
};

/// What a text was read as.
pub(super) struct Parsed {
    /// What could be read.
    pub tree: Tree,
    /// What could not.
    pub findings: Vec<Finding>,
    /// The names in what could not: nothing is said about those.
    pub lost: HashSet<Box<str>>,
}

/// Reads a program.
pub(super) fn parse(text: &str) -> Parsed {
    if limits::BYTES < text.len() {
        let problem = Problem::TooLarge { bytes: text.len(), limit: limits::BYTES };
        let first = text.chars().next().map_or(0, char::len_utf8);
        let findings = vec![problem.at(0..first)];
        return Parsed { tree: Tree::default(), findings, lost: HashSet::new() };
    }
    let mut parser = Parser::new(text, false);
    let items = parser.items(None);
    let (findings, lost) = parser.finish();
    Parsed { tree: Tree { items }, findings, lost }
}

/// Reads an expression of a claim, in which names may have dots.
pub(super) fn parse_claim(text: &str) -> Result<Expr, Vec<Finding>> {
    if limits::BYTES < text.len() {
        let problem = Problem::TooLarge { bytes: text.len(), limit: limits::BYTES };
        let first = text.chars().next().map_or(0, char::len_utf8);
        return Err(vec![problem.at(0..first)]);
    }
    let mut parser = Parser::new(text, true);
    parser.skip_newlines();
    let expr = parser.expression();
    parser.skip_newlines();
    if expr.is_ok() && parser.peek() != Token::End {
        parser.expected(Wanted::EndOfExpression);
    }
    let findings = parser.finish().0;
    match expr {
        Ok(expr) if findings.is_empty() => Ok(expr),
        _ => Err(findings),
    }
}

/// Something could not be read, and that has been reported.
struct Failed;

type Result<T, E = Failed> = std::result::Result<T, E>;

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token<'a>, Span)>,
    at: usize,
    depth: usize,
    /// Too deep or too many findings: the rest is not read.
    stopped: bool,
    claim: bool,
    findings: Vec<Finding>,
    lost: HashSet<Box<str>>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, claim: bool) -> Parser<'a> {
        let (tokens, findings) = lexer::tokens(text);
        let lost = HashSet::new();
        Parser { text, tokens, at: 0, depth: 0, stopped: false, claim, findings, lost }
    }

    fn finish(mut self) -> (Vec<Finding>, HashSet<Box<str>>) {
        self.findings.sort_by_key(|it| (it.span.start, it.span.end));
        if limits::FINDINGS < self.findings.len() {
            let place = self.findings[limits::FINDINGS].span;
            self.findings.truncate(limits::FINDINGS);
            self.findings.push(Problem::TooManyFindings.at(place));
        }
        (self.findings, self.lost)
    }

    fn peek(&self) -> Token<'a> {
        if self.stopped { Token::End } else { self.tokens[self.at].0 }
    }

    /// The token after the next one.
    fn second(&self) -> Token<'a> {
        let at = (self.at + 1).min(self.tokens.len() - 1);
        if self.stopped { Token::End } else { self.tokens[at].0 }
    }

    fn span(&self) -> Span {
        self.tokens[self.at].1
    }

    /// The end of the last token that was taken.
    fn last_end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |it| self.tokens[it].1.end)
    }

    fn from(&self, start: usize) -> Span {
        Span { start, end: self.last_end().max(start) }
    }

    fn advance(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    fn at_mark(&self, mark: &'static str) -> bool {
        self.peek() == Token::Mark(mark)
    }

    fn at_word(&self, word: &str) -> bool {
        self.peek() == Token::Name(word)
    }

    fn eat_mark(&mut self, mark: &'static str) -> bool {
        let there = self.at_mark(mark);
        if there {
            self.advance();
        }
        there
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let there = self.at_word(word);
        if there {
            self.advance();
        }
        there
    }

    fn need_mark(&mut self, mark: &'static str) -> Result<()> {
        if self.eat_mark(mark) { Ok(()) } else { Err(self.expected(Wanted::Token(mark))) }
    }

    fn need_name(&mut self) -> Result<Name> {
        match self.peek() {
            Token::Name(text) if !super::builtin::is_keyword(text) => {
                let name = Name { text: text.into(), span: self.span() };
                self.advance();
                Ok(name)
            }
            _ => Err(self.expected(Wanted::Name)),
        }
    }

    fn skip_newlines(&mut self) {
        while matches!(self.peek(), Token::Newline | Token::Mark(";")) {
            self.advance();
        }
    }

    fn report(&mut self, span: impl Into<Span>, problem: Problem) -> Failed {
        if !self.stopped {
            self.findings.push(problem.at(span));
            self.stopped = limits::FINDINGS < self.findings.len();
        }
        Failed
    }

    /// Reports that something else must stand here. What is no token has been reported before.
    fn expected(&mut self, wanted: Wanted) -> Failed {
        if self.peek() == Token::Unknown {
            return Failed;
        }
        let span = self.span();
        let found = match self.peek() {
            Token::End => None,
            Token::Newline => Some("\n".into()),
            _ => self.text.get(span.start..span.end).map(Box::from),
        };
        // The end of a line is best shown as the place after its last word.
        let place = match self.peek() {
            Token::Newline | Token::End => Span { start: self.last_end(), end: self.last_end() },
            _ => span,
        };
        self.report(place, Problem::Expected { wanted, found })
    }

    /// Goes one level deeper.
    fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        if limits::NESTING < self.depth {
            let span = self.span();
            self.report(span, Problem::TooDeep { limit: limits::NESTING });
            self.stopped = true;
            return Err(Failed);
        }
        Ok(())
    }

    /// Passes over the rest of what began at the token `start`: to the end of the line, or to a brace.
    fn recover(&mut self, start: usize) {
        while !matches!(self.peek(), Token::Newline | Token::End | Token::Mark(";" | "{" | "}")) {
            self.advance();
        }
        let names = self.tokens[start..self.at].iter().filter_map(|(token, _)| match token {
            Token::Name(name) => Some(Box::from(*name)),
            _ => None,
        });
        self.lost.extend(names);
        // What stands in the braces is read, and its errors found, but it belongs to nothing.
        if self.at_mark("{") {
            drop(self.block());
        }
    }
}
