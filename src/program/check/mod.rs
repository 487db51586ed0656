//! Tree → checked program: every name has one meaning, every use fits it.
//!
//! Invariant: what is checked here does not depend on the values of constants, so one checked
//! program can be lowered with many. It must not know instructions.

mod body;
mod expression;

use std::collections::{HashMap, HashSet};

use crate::{
    program::{
        builtin, limits,
        names::{IndexOf, Parts, Scope, Symbol},
        parser,
        problem::{Counted, Finding, Problem},
        syntax::{Copies, Expr, ExprKind, Kind, Name, Thread},
    },
    text::Span,
};

/// A program without errors that are independent of its constants.
#[derive(Clone, Debug)]
pub struct Checked {
    pub(super) parts: Parts,
    /// What each name in the text stands for, by the offset where it begins.
    pub(super) symbols: HashMap<usize, Symbol>,
    /// Every `let` and parameter, in the order of the text.
    pub(super) locals: Vec<LocalName>,
    /// The names of `critical` regions, in the order of the text.
    pub(super) regions: Vec<Box<str>>,
}

/// A `let` or parameter.
#[derive(Clone, Debug)]
pub(super) struct LocalName {
    pub name: Name,
    pub addressed: bool,
}

impl Checked {
    /// The constants that a run or a claim can set, in the order of the text.
    pub fn constants(&self) -> impl Iterator<Item = (&str, Span)> {
        self.parts.constants.iter().map(|it| (&*it.name.text, it.name.span))
    }

    /// The text that it was read from, with these values in place of its constants' own.
    pub fn restated(&self, text: &str, set: &[(Box<str>, i64)]) -> String {
        let mut restated = text.to_owned();
        for constant in self.parts.constants.iter().rev() {
            let set = set.iter().find(|it| *it.0 == *constant.name.text);
            let span = constant.value.span;
            if let Some((_, value)) = set
                && restated.get(span.start..span.end).is_some()
            {
                restated.replace_range(span.start..span.end, &value.to_string());
            }
        }
        restated
    }
}

/// Reads and checks a program: all findings, and the program if there are none.
pub fn check(text: &str) -> (Option<Checked>, Vec<Finding>) {
    let parser::Parsed { tree, mut findings, lost } = parser::parse(text);
    let whole = findings.is_empty();
    let parts = Parts::new(tree, &mut findings);
    let gives_value = vec![false; parts.functions.len()];
    let mut checker = Checker {
        parts: &parts,
        scope: Scope::default(),
        symbols: HashMap::new(),
        locals: Vec::new(),
        regions: Vec::new(),
        gives_value,
        findings,
        lost: &lost,
    };
    checker.declare();
    checker.constants();
    for index in 0..parts.functions.len() {
        checker.function(index);
    }
    for (index, process) in parts.processes.iter().enumerate() {
        checker.process(index, process);
    }
    checker.results();
    let runs = parts.processes.iter().any(|it| !it.main.is_empty() || !it.threads.is_empty());
    if whole && !runs {
        checker.findings.push(Problem::NothingRuns.at(0..0));
    }
    let Checker { symbols, locals, regions, mut findings, .. } = checker;
    super::finish(&mut findings);
    let checked = Checked { parts, symbols, locals, regions };
    (findings.is_empty().then_some(checked), findings)
}

struct Checker<'t> {
    parts: &'t Parts,
    scope: Scope,
    symbols: HashMap<usize, Symbol>,
    locals: Vec<LocalName>,
    regions: Vec<Box<str>>,
    /// Whether a function has a `return e`.
    gives_value: Vec<bool>,
    findings: Vec<Finding>,
    lost: &'t HashSet<Box<str>>,
}

impl<'t> Checker<'t> {
    fn report(&mut self, span: impl Into<Span>, problem: Problem) {
        // A hostile text could have one at each word.
        if self.findings.len() <= 4 * limits::FINDINGS {
            self.findings.push(problem.at(span));
        }
    }

    /// Whether a name is one of the language's own.
    fn reserved(&mut self, name: &Name) {
        if builtin::builtin(&name.text).is_some() {
            self.report(name.span, Problem::Reserved { name: name.text.clone() });
        }
    }

    fn declare_one(&mut self, name: &Name, process: Option<usize>, symbol: Symbol) {
        self.reserved(name);
        if let Some(first) = self.scope.add(name, process, symbol) {
            self.report(name.span, Problem::NameTaken { name: name.text.clone(), first });
        }
    }

    /// Everything that is visible before any statement: first what stands outside processes.
    fn declare(&mut self) {
        let parts = self.parts;
        for (at, constant) in (0..).zip(&parts.constants) {
            self.declare_one(&constant.name, None, Symbol::Constant(at));
        }
        for outside in [true, false] {
            for (at, it) in (0..).zip(&parts.declarations) {
                if it.process.is_none() == outside {
                    self.declare_one(&it.what.name, it.process, Symbol::Declared(at));
                }
            }
            for (at, it) in (0..).zip(&parts.functions) {
                if it.process.is_none() == outside {
                    self.declare_one(&it.what.name, it.process, Symbol::Function(at));
                }
            }
        }
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let outside = &parts.processes[0];
        let outside = !outside.main.is_empty() || !outside.threads.is_empty();
        for process in &parts.processes[1..] {
            // Two processes cannot both be `main`, and births have names of their own.
            if (outside && &*process.name.text == "main") || is_birth(&process.name.text) {
                let name = process.name.text.clone();
                self.report(process.name.span, Problem::Reserved { name });
            }
        }
        for (at, process) in parts.processes.iter().enumerate() {
            if at != 0
                && let Some(first) = seen.insert(&process.name.text, process.name.span)
            {
                let name = process.name.text.clone();
                self.report(process.name.span, Problem::NameTaken { name, first });
            }
            let mut seen: HashMap<&str, Span> = HashMap::new();
            for thread in &process.threads {
                if is_birth(&thread.name.text) {
                    let name = thread.name.text.clone();
                    self.report(thread.name.span, Problem::Reserved { name });
                }
                if let Some(first) = seen.insert(&thread.name.text, thread.name.span) {
                    let name = thread.name.text.clone();
                    self.report(thread.name.span, Problem::NameTaken { name, first });
                }
            }
        }
    }

    /// Everything that must be known before the run.
    fn constants(&mut self) {
        let parts = self.parts;
        for (at, constant) in (0..).zip(&parts.constants) {
            self.constant(&constant.value, at);
        }
        let all = u32::MAX;
        for it in &parts.declarations {
            let declaration = &it.what;
            for expr in declaration.size.iter().chain(&declaration.value) {
                self.constant(expr, all);
            }
            let kind = declaration.kind;
            let first_value = match kind {
                Kind::Variable => declaration.size.is_none(),
                Kind::Semaphore => true,
                Kind::Mutex | Kind::Condition | Kind::Pipe => false,
            };
            if let Some(value) = declaration.value.as_ref().filter(|_| !first_value) {
                self.report(value.span, Problem::ValueMisplaced { kind });
            }
            if kind == Kind::Pipe && declaration.size.is_none() {
                self.report(declaration.name.span, Problem::CapacityMissing);
            }
        }
        for process in &parts.processes {
            let of_threads = process.threads.iter().flat_map(thread_constants);
            let own = process.copies.count.iter().chain(&process.arrival).chain(&process.priority);
            for expr in own.chain(of_threads) {
                self.constant(expr, all);
            }
        }
    }

    /// An expression of constants that are declared before the one at `before`.
    fn constant(&mut self, expr: &Expr, before: u32) {
        match &expr.kind {
            ExprKind::Number(_) => {}
            ExprKind::Name(name) => match self.scope.get(name, None).map(|it| it.0) {
                Some(symbol @ Symbol::Constant(at)) if at < before => {
                    self.symbols.insert(expr.span.start, symbol);
                }
                Some(_) => self.report(expr.span, Problem::NotConstant),
                None => self.unknown(name, expr.span, None, super::problem::Meaning::Constant),
            },
            ExprKind::Negate(inner) | ExprKind::Not(inner) => self.constant(inner, before),
            ExprKind::Binary { left, right, .. }
            | ExprKind::And(left, right)
            | ExprKind::Or(left, right) => {
                self.constant(left, before);
                self.constant(right, before);
            }
            _ => self.report(expr.span, Problem::NotConstant),
        }
    }

    fn unknown(
        &mut self,
        name: &str,
        span: Span,
        process: Option<usize>,
        what: super::problem::Meaning,
    ) {
        if self.lost.contains(name) {
            return;
        }
        // Looking for a near name takes a while; a text with so many errors gets no help.
        let suggestion = (self.findings.len() < limits::FINDINGS)
            .then(|| self.scope.nearest(name, process, std::iter::empty()));
        let suggestion = suggestion.flatten();
        self.report(span, Problem::UnknownName { name: name.into(), what, suggestion });
    }

    fn function(&mut self, index: usize) {
        let owned = &self.parts.functions[index];
        let mut body = body::Body::new(owned.process, Some(index));
        if let Some(process) = owned.process {
            self.index_name(&mut body, &self.parts.processes[process].copies, IndexOf::Process);
        }
        for parameter in &owned.what.parameters {
            self.local(&mut body, parameter);
        }
        self.block(&mut body, &owned.what.body.statements);
    }

    fn process(&mut self, index: usize, process: &'t super::names::ProcessText) {
        let inside = (index != 0).then_some(index);
        let mut body = body::Body::new(inside, None);
        self.index_name(&mut body, &process.copies, IndexOf::Process);
        self.block(&mut body, &process.main);
        for thread in &process.threads {
            let mut body = body::Body::new(inside, None);
            self.index_name(&mut body, &process.copies, IndexOf::Process);
            self.index_name(&mut body, &thread.copies, IndexOf::Thread);
            self.block(&mut body, &thread.body.statements);
        }
    }

    /// The `i` of `P(i) * n`.
    fn index_name(&mut self, body: &mut body::Body, copies: &Copies, of: IndexOf) {
        let Some(name) = &copies.index else { return };
        // The same `i` is met again in each thread and function of its process.
        if self.symbols.insert(name.span.start, Symbol::Index(of)).is_none() {
            self.reserved(name);
            if let Some((_, first)) = self.scope.get(&name.text, body.process) {
                self.report(name.span, Problem::NameTaken { name: name.text.clone(), first });
            }
        }
        body.names.push((name.text.clone(), Symbol::Index(of), name.span));
    }

    fn region(&mut self, name: &Name) {
        if self.regions.contains(&name.text) {
            return;
        }
        if self.regions.len() == limits::REGIONS {
            let limit = limits::REGIONS;
            self.report(name.span, Problem::TooMany { what: Counted::Regions, limit });
            return;
        }
        self.regions.push(name.text.clone());
    }
}

fn thread_constants(thread: &Thread) -> impl Iterator<Item = &Expr> {
    thread.copies.count.iter().chain(&thread.arrival).chain(&thread.priority)
}

/// `child1`, `worker12`: what a task that is born later is called.
pub(super) fn is_birth(name: &str) -> bool {
    let number = name.strip_prefix("child").or_else(|| name.strip_prefix("worker"));
    number.is_some_and(|it| {
        !it.is_empty() && !it.starts_with('0') && it.bytes().all(|it| it.is_ascii_digit())
    })
}
