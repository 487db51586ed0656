//! Expressions, with the precedence of C.
//!
//! Invariant: no expression is deeper than [`limits::NESTING`], brackets and chains of operators
//! included. See the parent for errors.

use crate::{
    program::{
        code::Binary,
        lexer::Token,
        limits,
        parser::{Parser, Result},
        problem::{Problem, Wanted},
        syntax::{Expr, ExprKind, Name},
    },
    text::Span,
};

/// An expression and how deep it is.
type Deep = (Expr, usize);

/// What stands between two operands.
#[derive(Clone, Copy)]
enum Between {
    Or,
    And,
    Binary(Binary),
}

/// The operator of a mark and how tightly it binds.
fn between(token: Token<'_>) -> Option<(Between, u8)> {
    let Token::Mark(mark) = token else { return None };
    let (operator, tightness) = match mark {
        "||" => return Some((Between::Or, 1)),
        "&&" => return Some((Between::And, 2)),
        "==" => (Binary::Equal, 3),
        "!=" => (Binary::NotEqual, 3),
        "<" => (Binary::Less, 4),
        "<=" => (Binary::LessOrEqual, 4),
        ">" => (Binary::Greater, 4),
        ">=" => (Binary::GreaterOrEqual, 4),
        "+" => (Binary::Add, 5),
        "-" => (Binary::Subtract, 5),
        "*" => (Binary::Multiply, 6),
        "/" => (Binary::Divide, 6),
        "%" => (Binary::Remainder, 6),
        _ => return None,
    };
    Some((Between::Binary(operator), tightness))
}

fn is_comparison(tightness: u8) -> bool {
    matches!(tightness, 3 | 4)
}

impl Parser<'_> {
    /// One expression.
    pub(super) fn expression(&mut self) -> Result<Expr> {
        Ok(self.operands(1)?.0)
    }

    /// Operands with operators that bind at least so tightly between them.
    fn operands(&mut self, least: u8) -> Result<Deep> {
        let start = self.span().start;
        let (mut left, mut depth) = self.unary()?;
        let mut compared = false;
        loop {
            if let Token::Mark(mark @ ("&" | "|")) = self.peek() {
                let suggestion = if mark == "&" { "&&" } else { "||" };
                let span = self.span();
                return Err(self.report(span, Problem::BitOperator { suggestion }));
            }
            let Some((operator, tightness)) = between(self.peek()) else { break };
            if tightness < least {
                break;
            }
            if compared && is_comparison(tightness) {
                let span = self.span();
                return Err(self.report(span, Problem::ChainedComparison));
            }
            compared = is_comparison(tightness);
            self.advance();
            let next = if compared { 5 } else { tightness + 1 };
            let (right, right_depth) = self.operands(next)?;
            depth = self.measure(depth.max(right_depth) + 1)?;
            // The brackets around an operand belong to the whole.
            let span = Span { start, end: self.last_end() };
            let (a, b) = (Box::new(left), Box::new(right));
            let kind = match operator {
                Between::Or => ExprKind::Or(a, b),
                Between::And => ExprKind::And(a, b),
                Between::Binary(operator) => ExprKind::Binary { operator, left: a, right: b },
            };
            left = Expr { kind, span };
        }
        Ok((left, depth))
    }

    /// Checks how deep an expression is.
    fn measure(&mut self, depth: usize) -> Result<usize> {
        if limits::NESTING < depth {
            let span = self.span();
            self.report(span, Problem::TooDeep { limit: limits::NESTING });
            self.stopped = true;
            return Err(super::Failed);
        }
        Ok(depth)
    }

    fn unary(&mut self) -> Result<Deep> {
        let start = self.span().start;
        let Token::Mark(mark @ ("-" | "!" | "*" | "&")) = self.peek() else {
            return self.postfix();
        };
        self.advance();
        // `-` and a number are one number, so that the least word can be written.
        if let ("-", Token::Number(value)) = (mark, self.peek()) {
            self.advance();
            let value = i32::try_from(-i64::from(value)).unwrap_or(i32::MIN);
            return Ok((Expr { kind: ExprKind::Number(value), span: self.from(start) }, 1));
        }
        self.deeper()?;
        let inner = self.unary();
        self.depth -= 1;
        let (inner, depth) = inner?;
        let span = self.from(start);
        let place = matches!(inner.kind, ExprKind::Name(_) | ExprKind::Index { .. });
        if mark == "&" && !place {
            return Err(self.report(span, Problem::NoAddress));
        }
        let depth = self.measure(depth + 1)?;
        let inner = Box::new(inner);
        let kind = match mark {
            "-" => ExprKind::Negate(inner),
            "!" => ExprKind::Not(inner),
            "*" => ExprKind::Deref(inner),
            _ => ExprKind::AddressOf(inner),
        };
        Ok((Expr { kind, span }, depth))
    }

    fn postfix(&mut self) -> Result<Deep> {
        let start = self.span().start;
        let (mut expr, mut depth) = self.primary()?;
        while self.at_mark("[") {
            self.advance();
            self.deeper()?;
            let index = self.operands(1);
            self.depth -= 1;
            let (index, index_depth) = index?;
            self.need_mark("]")?;
            if !matches!(expr.kind, ExprKind::Name(_)) {
                let name = self.text.get(start..expr.span.end).unwrap_or_default().into();
                return Err(self.report(expr.span, Problem::NotAnArray { name }));
            }
            depth = self.measure(depth.max(index_depth) + 1)?;
            let kind = ExprKind::Index { array: Box::new(expr), index: Box::new(index) };
            expr = Expr { kind, span: self.from(start) };
        }
        Ok((expr, depth))
    }

    fn primary(&mut self) -> Result<Deep> {
        let span = self.span();
        match self.peek() {
            Token::Number(value) => {
                self.advance();
                match i32::try_from(value) {
                    Ok(value) => Ok((Expr { kind: ExprKind::Number(value), span }, 1)),
                    Err(_) => Err(self.report(span, Problem::NumberTooLarge)),
                }
            }
            Token::Mark("(") => {
                self.advance();
                self.deeper()?;
                let inner = self.operands(1);
                self.depth -= 1;
                let inner = inner?;
                self.no_assignment()?;
                self.need_mark(")")?;
                Ok(inner)
            }
            Token::Mark("++" | "--") => Err(self.report(span, Problem::StepInExpression)),
            Token::Name("spawn") => {
                self.advance();
                let name = self.need_name()?;
                let (arguments, depth) = self.arguments()?;
                let kind = ExprKind::Spawn { name, arguments };
                Ok((Expr { kind, span: self.from(span.start) }, depth))
            }
            Token::Name(_) => {
                let name = match self.need_name() {
                    Ok(name) => name,
                    // A keyword where a value should be.
                    Err(failed) => {
                        self.correct_last(Wanted::Expression);
                        return Err(failed);
                    }
                };
                if self.at_mark("(") {
                    let (arguments, depth) = self.arguments()?;
                    let kind = ExprKind::Call { name, arguments };
                    return Ok((Expr { kind, span: self.from(span.start) }, depth));
                }
                let name = self.path(name)?;
                Ok((Expr { kind: ExprKind::Name(name.text), span: name.span }, 1))
            }
            _ => Err(self.expected(Wanted::Expression)),
        }
    }

    /// In a claim, a name with dots.
    fn path(&mut self, first: Name) -> Result<Name> {
        if !self.claim || !self.at_mark(".") {
            return Ok(first);
        }
        let mut text = String::from(first.text);
        while self.eat_mark(".") {
            text.push('.');
            text.push_str(&self.need_name()?.text);
        }
        Ok(Name { text: text.into(), span: self.from(first.span.start) })
    }

    fn arguments(&mut self) -> Result<(Vec<Expr>, usize)> {
        self.need_mark("(")?;
        self.deeper()?;
        let mut arguments = Vec::new();
        let mut depth = 0;
        while !self.at_mark(")") {
            let (argument, argument_depth) = self.operands(1)?;
            self.no_assignment()?;
            arguments.push(argument);
            depth = depth.max(argument_depth);
            if !self.eat_mark(",") {
                break;
            }
        }
        self.depth -= 1;
        self.need_mark(")")?;
        Ok((arguments, self.measure(depth + 1)?))
    }

    fn correct_last(&mut self, instead: Wanted) {
        if let Some(finding) = self.findings.last_mut()
            && let Problem::Expected { wanted, .. } = &mut finding.problem
        {
            *wanted = instead;
        }
    }
}
