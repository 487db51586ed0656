//! Statements and blocks.
//!
//! Invariant: a statement ends at a newline, a `;`, or the brace that closes its block; one with a
//! block of its own ends with that. See the parent for errors.

use crate::program::{
    code::Binary,
    lexer::Token,
    parser::{Failed, Parser, Result},
    problem::{Problem, Wanted},
    syntax::{Block, Expr, ExprKind, Statement, StatementKind},
};

impl Parser<'_> {
    /// Statements in braces.
    pub(super) fn block(&mut self) -> Result<Block> {
        let open = self.span();
        self.need_mark("{")?;
        self.deeper()?;
        let mut statements = Vec::new();
        loop {
            self.skip_newlines();
            if matches!(self.peek(), Token::End | Token::Mark("}")) {
                break;
            }
            let (start, depth) = (self.at, self.depth);
            match self.statement() {
                Ok(statement) => statements.push(statement),
                Err(Failed) => {
                    self.depth = depth;
                    self.recover(start);
                }
            }
            if self.at == start {
                self.advance();
            }
        }
        self.depth -= 1;
        if !self.eat_mark("}") {
            self.report(open, Problem::Unclosed { brace: '{' });
        }
        Ok(Block { statements, span: self.from(open.start) })
    }

    /// One statement with its end.
    pub(super) fn statement(&mut self) -> Result<Statement> {
        let start = self.span().start;
        let Token::Name(word) = self.peek() else { return self.simple() };
        // Of a statement with a block, the span is what stands before the brace.
        let (kind, end) = match word {
            "if" => return self.if_statement(),
            "while" => {
                self.advance();
                let condition = self.condition()?;
                let end = self.last_end();
                (StatementKind::While { condition, body: self.block()? }, end)
            }
            "repeat" => {
                self.advance();
                let count = self.expression()?;
                let end = self.last_end();
                (StatementKind::Repeat { count, body: self.block()? }, end)
            }
            "loop" => {
                self.advance();
                let end = self.last_end();
                (StatementKind::Loop(self.block()?), end)
            }
            "critical" => {
                self.advance();
                let name = self.need_name()?;
                let end = self.last_end();
                (StatementKind::Critical { name, body: self.block()? }, end)
            }
            "const" | "global" | "shared" | "mutex" | "semaphore" | "condition" | "pipe" | "fn"
            | "thread" | "process" => {
                let in_process = !matches!(word, "const" | "shared" | "pipe" | "process");
                let word = word.into();
                let span = self.span();
                return Err(self.report(span, Problem::Misplaced { word, in_process }));
            }
            _ => return self.simple(),
        };
        Ok(Statement { kind, span: (start..end).into() })
    }

    fn if_statement(&mut self) -> Result<Statement> {
        let start = self.span().start;
        self.advance();
        let condition = self.condition()?;
        let span = self.from(start);
        let mut arms = vec![(condition, self.block()?)];
        let mut otherwise = None;
        while self.else_follows() {
            if self.eat_word("if") {
                let condition = self.condition()?;
                arms.push((condition, self.block()?));
            } else {
                otherwise = Some(self.block()?);
                break;
            }
        }
        Ok(Statement { kind: StatementKind::If { arms, otherwise }, span })
    }

    /// Takes `else`, with the newlines before it, if it is there.
    fn else_follows(&mut self) -> bool {
        let before = self.at;
        while self.peek() == Token::Newline {
            self.advance();
        }
        let there = self.eat_word("else");
        if !there {
            self.at = before;
        }
        there
    }

    fn condition(&mut self) -> Result<Expr> {
        let condition = self.expression()?;
        self.no_assignment()?;
        Ok(condition)
    }

    /// `=` where a value is compared.
    pub(super) fn no_assignment(&mut self) -> Result<()> {
        if self.at_mark("=") {
            let span = self.span();
            return Err(self.report(span, Problem::AssignmentInExpression));
        }
        Ok(())
    }

    /// A statement without a block.
    fn simple(&mut self) -> Result<Statement> {
        let start = self.span().start;
        let kind = match self.peek() {
            Token::Name("let") => {
                self.advance();
                let name = self.need_name()?;
                self.need_mark("=")?;
                StatementKind::Let { name, value: self.expression()? }
            }
            Token::Name("break") => {
                self.advance();
                StatementKind::Break
            }
            Token::Name("return") => {
                self.advance();
                let ends =
                    matches!(self.peek(), Token::Newline | Token::End | Token::Mark(";" | "}"));
                StatementKind::Return(if ends { None } else { Some(self.expression()?) })
            }
            Token::Name("assert") => {
                self.advance();
                StatementKind::Assert(self.condition()?)
            }
            Token::Mark("++" | "--") => {
                let span = self.span();
                return Err(self.report(span, Problem::StepInExpression));
            }
            _ => self.assignment_or_call()?,
        };
        let span = self.from(start);
        self.end_of_statement()?;
        Ok(Statement { kind, span })
    }

    fn assignment_or_call(&mut self) -> Result<StatementKind> {
        let bracket = self.at_mark("(");
        let first = self.span().start;
        let place = self.expression()?;
        let operator = match self.peek() {
            Token::Mark("=") => None,
            Token::Mark("+=" | "++") => Some(Binary::Add),
            Token::Mark("-=" | "--") => Some(Binary::Subtract),
            _ => {
                return match place.kind {
                    ExprKind::Call { .. } | ExprKind::Spawn { .. } => {
                        Ok(StatementKind::Call(place))
                    }
                    // More may follow; then that is what is wrong.
                    _ if !self.ends_statement() => Err(self.expected(Wanted::EndOfStatement)),
                    _ => Err(self.report(place.span, Problem::NoEffect)),
                };
            }
        };
        let step = matches!(self.peek(), Token::Mark("++" | "--"));
        if step && matches!(place.kind, ExprKind::Deref(_)) && !bracket {
            let pointer = self.text.get(first..self.last_end()).unwrap_or_default();
            let mark = if operator == Some(Binary::Add) { "++" } else { "--" };
            let suggestion = format!("({pointer}){mark}").into();
            let end = self.span().end;
            return Err(self.report(first..end, Problem::StepOfPointer { suggestion }));
        }
        if !matches!(place.kind, ExprKind::Name(_) | ExprKind::Index { .. } | ExprKind::Deref(_)) {
            return Err(self.report(place.span, Problem::NotAssignable));
        }
        self.advance();
        let value = if step { None } else { Some(self.expression()?) };
        self.no_assignment()?;
        Ok(StatementKind::Assign { place, operator, value })
    }

    fn ends_statement(&self) -> bool {
        matches!(self.peek(), Token::Newline | Token::End | Token::Mark(";" | "}"))
    }

    /// The end of a statement; a closing brace is left for its block.
    pub(super) fn end_of_statement(&mut self) -> Result<()> {
        if self.ends_statement() {
            return Ok(());
        }
        if let Token::Mark("++" | "--") = self.peek() {
            let span = self.span();
            return Err(self.report(span, Problem::StepInExpression));
        }
        Err(self.expected(Wanted::EndOfStatement))
    }
}
