//! The statements of a thread, a function or a process.
//!
//! Invariant: after the walk every name of the body has its symbol, or a finding says why not. See
//! the parent.

use crate::{
    program::{
        check::{Checker, LocalName},
        limits,
        names::Symbol,
        problem::{Counted, Problem},
        syntax::{Block, Expr, ExprKind, Name, Statement, StatementKind},
    },
    text::Span,
};

/// Where a walk stands.
pub(super) struct Body {
    /// The process, unless it is the one outside all.
    pub process: Option<usize>,
    /// The function, if it is one.
    pub function: Option<usize>,
    /// The names of the open blocks, the innermost last.
    pub names: Vec<(Box<str>, Symbol, Span)>,
    loops: usize,
    locals: usize,
}

impl Body {
    pub fn new(process: Option<usize>, function: Option<usize>) -> Body {
        Body { process, function, names: Vec::new(), loops: 0, locals: 0 }
    }
}

impl Checker<'_> {
    /// A new local.
    pub(super) fn local(&mut self, body: &mut Body, name: &Name) {
        self.reserved(name);
        let taken = body.names.iter().find(|it| it.0 == name.text).map(|it| it.2);
        let taken = taken.or_else(|| Some(self.scope.get(&name.text, body.process)?.1));
        if let Some(first) = taken {
            self.report(name.span, Problem::NameTaken { name: name.text.clone(), first });
        }
        body.locals += 1;
        if limits::LOCALS < body.locals {
            if body.locals == limits::LOCALS + 1 {
                let limit = limits::LOCALS;
                self.report(name.span, Problem::TooMany { what: Counted::Locals, limit });
            }
            return;
        }
        let symbol = Symbol::Local(u32::try_from(self.locals.len()).unwrap_or(u32::MAX));
        self.locals.push(LocalName { name: name.clone(), addressed: false });
        self.symbols.insert(name.span.start, symbol);
        body.names.push((name.text.clone(), symbol, name.span));
    }

    pub(super) fn block(&mut self, body: &mut Body, statements: &[Statement]) {
        let open = body.names.len();
        for statement in statements {
            self.statement(body, statement);
        }
        body.names.truncate(open);
    }

    fn inner(&mut self, body: &mut Body, block: &Block, is_loop: bool) {
        body.loops += usize::from(is_loop);
        self.block(body, &block.statements);
        body.loops -= usize::from(is_loop);
    }

    fn statement(&mut self, body: &mut Body, statement: &Statement) {
        match &statement.kind {
            StatementKind::Let { name, value } => {
                self.value(body, value);
                self.local(body, name);
            }
            StatementKind::Assign { place, value, .. } => {
                self.place(body, place, true);
                if let Some(value) = value {
                    self.value(body, value);
                }
            }
            StatementKind::Call(call) => self.call(body, call, false),
            StatementKind::If { arms, otherwise } => {
                for (condition, block) in arms {
                    self.value(body, condition);
                    self.inner(body, block, false);
                }
                if let Some(block) = otherwise {
                    self.inner(body, block, false);
                }
            }
            StatementKind::While { condition, body: block } => {
                self.value(body, condition);
                self.inner(body, block, true);
            }
            StatementKind::Repeat { count, body: block } => {
                self.value(body, count);
                self.inner(body, block, true);
            }
            StatementKind::Loop(block) => self.inner(body, block, true),
            StatementKind::Break => {
                if body.loops == 0 {
                    self.report(statement.span, Problem::BreakOutsideLoop);
                }
            }
            StatementKind::Return(value) => {
                if let Some(value) = value {
                    self.value(body, value);
                    match body.function {
                        Some(function) => self.gives_value[function] = true,
                        None => self.report(value.span, Problem::ReturnOutsideFunction),
                    }
                }
            }
            StatementKind::Critical { name, body: block } => {
                self.region(name);
                self.inner(body, block, false);
            }
            StatementKind::Assert(condition) => self.value(body, condition),
        }
    }

    /// After all bodies: whether the functions whose values are used give any.
    pub(super) fn results(&mut self) {
        let parts = self.parts;
        let mut uses = Vec::new();
        for function in &parts.functions {
            uses_in(&function.what.body.statements, &mut uses);
        }
        for process in &parts.processes {
            uses_in(&process.main, &mut uses);
            for thread in &process.threads {
                uses_in(&thread.body.statements, &mut uses);
            }
        }
        for name in uses {
            if let Some(Symbol::Function(at)) = self.symbols.get(&name.span.start)
                && !self.gives_value[*at as usize]
            {
                self.report(name.span, Problem::NoResult { name: name.text.clone() });
            }
        }
    }
}

/// The names of what is called for its value.
fn uses_in<'t>(statements: &'t [Statement], uses: &mut Vec<&'t Name>) {
    let block = |block: &'t Block, uses: &mut Vec<&'t Name>| uses_in(&block.statements, uses);
    for statement in statements {
        match &statement.kind {
            StatementKind::Let { value, .. } => uses_of(value, uses),
            StatementKind::Assign { place, value, .. } => {
                uses_of(place, uses);
                value.iter().for_each(|it| uses_of(it, uses));
            }
            StatementKind::Call(call) => match &call.kind {
                ExprKind::Call { arguments, .. } | ExprKind::Spawn { arguments, .. } => {
                    arguments.iter().for_each(|it| uses_of(it, uses));
                }
                _ => {}
            },
            StatementKind::If { arms, otherwise } => {
                for (condition, body) in arms {
                    uses_of(condition, uses);
                    block(body, uses);
                }
                otherwise.iter().for_each(|it| block(it, uses));
            }
            StatementKind::While { condition: value, body }
            | StatementKind::Repeat { count: value, body } => {
                uses_of(value, uses);
                block(body, uses);
            }
            StatementKind::Loop(body) | StatementKind::Critical { body, .. } => block(body, uses),
            StatementKind::Return(value) => value.iter().for_each(|it| uses_of(it, uses)),
            StatementKind::Assert(value) => uses_of(value, uses),
            StatementKind::Break => {}
        }
    }
}

fn uses_of<'t>(expr: &'t Expr, uses: &mut Vec<&'t Name>) {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Name(_) => {}
        ExprKind::Index { array: a, index: b }
        | ExprKind::Binary { left: a, right: b, .. }
        | ExprKind::And(a, b)
        | ExprKind::Or(a, b) => {
            uses_of(a, uses);
            uses_of(b, uses);
        }
        ExprKind::Deref(a) | ExprKind::AddressOf(a) | ExprKind::Negate(a) | ExprKind::Not(a) => {
            uses_of(a, uses);
        }
        ExprKind::Call { name, arguments } => {
            uses.push(name);
            arguments.iter().for_each(|it| uses_of(it, uses));
        }
        ExprKind::Spawn { arguments, .. } => arguments.iter().for_each(|it| uses_of(it, uses)),
    }
}
