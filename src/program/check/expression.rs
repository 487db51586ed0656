//! The expressions of a body.
//!
//! Invariant: a name is used only as what it is: a lock is no value, an array has an index, a
//! constant is not changed. See the parent.

use crate::program::{
    builtin::{self, Parameter},
    check::{Checker, body::Body},
    names::Symbol,
    problem::{Meaning, Problem},
    syntax::{Expr, ExprKind, Kind, Name},
};

impl Checker<'_> {
    /// The symbol of a name, which is noted; a finding if there is none.
    fn resolve(
        &mut self,
        body: &Body,
        name: &str,
        expr: impl Into<crate::text::Span>,
        wanted: Meaning,
    ) -> Option<Symbol> {
        let span = expr.into();
        let local = body.names.iter().rev().find(|it| *it.0 == *name).map(|it| it.1);
        let symbol = local.or_else(|| Some(self.scope.get(name, body.process)?.0));
        match symbol {
            Some(symbol) => {
                self.symbols.insert(span.start, symbol);
            }
            None if self.lost.contains(name) => {}
            None => {
                let near = self.findings.len() < crate::program::limits::FINDINGS;
                let locals = body.names.iter().map(|it| &*it.0);
                let suggestion =
                    if near { self.scope.nearest(name, body.process, locals) } else { None };
                let problem = Problem::UnknownName { name: name.into(), what: wanted, suggestion };
                self.report(span, problem);
            }
        }
        symbol
    }

    /// An expression whose value is used.
    pub(super) fn value(&mut self, body: &mut Body, expr: &Expr) {
        match &expr.kind {
            ExprKind::Number(_) => {}
            ExprKind::Name(_) | ExprKind::Index { .. } => self.place(body, expr, false),
            ExprKind::Deref(inner) | ExprKind::Negate(inner) | ExprKind::Not(inner) => {
                self.value(body, inner);
            }
            ExprKind::AddressOf(inner) => self.address(body, inner),
            ExprKind::Binary { left, right, .. }
            | ExprKind::And(left, right)
            | ExprKind::Or(left, right) => {
                self.value(body, left);
                self.value(body, right);
            }
            ExprKind::Call { .. } | ExprKind::Spawn { .. } => self.call(body, expr, true),
        }
    }

    /// A variable, an element or `*p`, which is read, or written.
    pub(super) fn place(&mut self, body: &mut Body, expr: &Expr, written: bool) {
        match &expr.kind {
            ExprKind::Name(name) => {
                let Some(symbol) = self.resolve(body, name, expr.span, Meaning::Value) else {
                    return;
                };
                let found = self.parts.meaning(symbol);
                let name = name.clone();
                match found {
                    Meaning::Constant if written => {
                        self.report(expr.span, Problem::ConstantChanged { name });
                    }
                    Meaning::Value | Meaning::Constant | Meaning::Variable | Meaning::Local => {}
                    Meaning::Array => self.report(expr.span, Problem::IndexMissing { name }),
                    _ => {
                        let wanted = Meaning::Value;
                        self.report(expr.span, Problem::WrongMeaning { name, wanted, found });
                    }
                }
            }
            ExprKind::Index { array, index } => {
                self.value(body, index);
                let ExprKind::Name(name) = &array.kind else { return };
                let Some(symbol) = self.resolve(body, name, array.span, Meaning::Array) else {
                    return;
                };
                let found = self.parts.meaning(symbol);
                let name = name.clone();
                match found {
                    Meaning::Array => {}
                    Meaning::Variable | Meaning::Local | Meaning::Constant => {
                        self.report(array.span, Problem::NotAnArray { name });
                    }
                    _ => {
                        let wanted = Meaning::Array;
                        self.report(array.span, Problem::WrongMeaning { name, wanted, found });
                    }
                }
            }
            ExprKind::Deref(pointer) => self.value(body, pointer),
            _ => self.value(body, expr),
        }
    }

    /// What an address is taken of.
    fn address(&mut self, body: &mut Body, expr: &Expr) {
        self.place(body, expr, true);
        if let ExprKind::Name(_) = &expr.kind
            && let Some(Symbol::Local(local)) = self.symbols.get(&expr.span.start)
        {
            self.locals[*local as usize].addressed = true;
        }
    }

    /// A call, whose value is used or not.
    pub(super) fn call(&mut self, body: &mut Body, expr: &Expr, used: bool) {
        match &expr.kind {
            ExprKind::Spawn { name, arguments } => {
                self.function_call(body, name, arguments);
            }
            ExprKind::Call { name, arguments } => match builtin::builtin(&name.text) {
                Some((_, parameters, result)) => {
                    if used && !result {
                        self.report(name.span, Problem::NoResult { name: name.text.clone() });
                    }
                    if !self.arity(name, parameters.len(), arguments, expr) {
                        return;
                    }
                    for (parameter, argument) in parameters.iter().zip(arguments) {
                        self.argument(body, *parameter, argument);
                    }
                }
                None => self.function_call(body, name, arguments),
            },
            _ => self.value(body, expr),
        }
    }

    fn function_call(&mut self, body: &mut Body, name: &Name, arguments: &[Expr]) {
        let known = self.scope.get(&name.text, body.process).is_some()
            || body.names.iter().any(|it| it.0 == name.text);
        if !known {
            if self.lost.contains(&name.text) {
                return;
            }
            let functions = builtin::BUILTINS.iter().map(|it| it.0);
            let suggestion = self.scope.nearest(&name.text, body.process, functions);
            let what = Meaning::Function;
            let name_text = name.text.clone();
            self.report(name.span, Problem::UnknownName { name: name_text, what, suggestion });
            // What an unknown function takes is not known either.
            return;
        }
        for argument in arguments {
            self.value(body, argument);
        }
        let Some(symbol) = self.resolve(body, &name.text, name.span, Meaning::Function) else {
            return;
        };
        let Symbol::Function(at) = symbol else {
            let found = self.parts.meaning(symbol);
            let wanted = Meaning::Function;
            let problem = Problem::WrongMeaning { name: name.text.clone(), wanted, found };
            self.report(name.span, problem);
            return;
        };
        let wanted = self.parts.functions[at as usize].what.parameters.len();
        if wanted != arguments.len() {
            let name_text = name.text.clone();
            let found = arguments.len();
            self.report(name.span, Problem::Arity { name: name_text, wanted, found });
        }
    }

    fn arity(&mut self, name: &Name, wanted: usize, arguments: &[Expr], expr: &Expr) -> bool {
        let found = arguments.len();
        if wanted != found {
            let problem = Problem::Arity { name: name.text.clone(), wanted, found };
            self.report(expr.span, problem);
        }
        wanted == found
    }

    fn argument(&mut self, body: &mut Body, parameter: Parameter, argument: &Expr) {
        let (wanted, kind) = match parameter {
            Parameter::Value | Parameter::Address => return self.value(body, argument),
            Parameter::Mutex => (Meaning::Mutex, Kind::Mutex),
            Parameter::Semaphore => (Meaning::Semaphore, Kind::Semaphore),
            Parameter::Condition => (Meaning::Condition, Kind::Condition),
            Parameter::Pipe => (Meaning::Pipe, Kind::Pipe),
        };
        let (name, span, index) = match &argument.kind {
            ExprKind::Name(name) => (name, argument.span, None),
            ExprKind::Index { array, index } => match &array.kind {
                ExprKind::Name(name) => (name, array.span, Some(index)),
                _ => return self.report(argument.span, Problem::NotAName { wanted }),
            },
            _ => return self.report(argument.span, Problem::NotAName { wanted }),
        };
        if let Some(index) = index {
            self.value(body, index);
        }
        let Some(symbol) = self.resolve(body, name, span, wanted) else { return };
        let found = self.parts.meaning(symbol);
        let name = name.clone();
        let Symbol::Declared(at) = symbol else {
            return self.report(span, Problem::WrongMeaning { name, wanted, found });
        };
        let declaration = &self.parts.declarations[at as usize].what;
        let array = declaration.size.is_some() && kind != Kind::Pipe;
        if declaration.kind != kind {
            self.report(span, Problem::WrongMeaning { name, wanted, found });
        } else if array && index.is_none() {
            self.report(span, Problem::IndexMissing { name });
        } else if !array && index.is_some() {
            self.report(span, Problem::NotAnArray { name });
        }
    }
}
