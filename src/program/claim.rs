//! Expressions of claims: text → a typed tree over a program's names.
//!
//! Invariant: every name of the tree is a place in the program; every span lies in the claim's text.
//! Whether it is true is another room's matter.

mod names;

use crate::{
    program::{
        Program,
        code::{Binary, Object},
        limits, parser,
        problem::{Counted, Finding, Meaning, Problem, nearest},
        syntax,
    },
    text::Span,
};

/// An expression of a claim. Its value is a word; 0 is false.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What it is.
    pub kind: ClaimKind,
    /// Its place in the claim's text.
    pub span: Span,
}

/// What an expression of a claim is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimKind {
    /// A number or a constant of the program.
    Number(i32),
    /// A word of a process or of the shared segment.
    Word(Word),
    /// `*shop.p`: the word that a pointer leads to, in the address space of a process.
    Deref {
        /// Whose address space.
        process: ProcessName,
        /// The pointer.
        pointer: Box<Claim>,
    },
    /// `A.y`: a local of a task's own text; 0 before its `let`, kept after the end.
    Local {
        /// The task.
        task: TaskName,
        /// The local.
        slot: u16,
    },
    /// `done(T)`: it has ended without a fault.
    Done(TaskName),
    /// `died(T)`: it has ended by a fault.
    Died(TaskName),
    /// `alive(T)`: it is there and has not ended.
    Alive(TaskName),
    /// `blocked(T)`: it cannot move.
    Blocked(TaskName),
    /// `in(T, cs)`: it is inside a region, a place in [`Program::regions`].
    In(TaskName, usize),
    /// `holds(T, m)`: it has a mutex.
    Holds(TaskName, MutexName),
    /// `len(p)`: how many words are in a pipe.
    Length(usize),
    /// `frames`: how many frames are in use.
    Frames,
    /// `copied`: how many pages were copied on write, of all regions or of one.
    Copied(Option<PageRegion>),
    /// `address(shop.x)`: its virtual address.
    Address(Word),
    /// `frame(shop.x)`: the frame of its page; 0 when gone.
    Frame(Word),
    /// `-e`
    Negate(Box<Claim>),
    /// `!e`
    Not(Box<Claim>),
    /// `a + b`
    Binary(Binary, Box<Claim>, Box<Claim>),
    /// `a && b`; the right side is not looked at when the left is false.
    And(Box<Claim>, Box<Claim>),
    /// `a || b`
    Or(Box<Claim>, Box<Claim>),
}

/// A word that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Whose; for a shared word, the process that it was named through, or any.
    pub process: ProcessName,
    /// Whether it is in the shared segment.
    pub shared: bool,
    /// Its offset in the segment; the first of an array.
    pub offset: u32,
    /// How many words the variable has.
    pub len: u32,
    /// Which of an array, if that is not a constant.
    pub index: Option<Box<Claim>>,
}

/// A process, there at the start or forked later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessName {
    /// Its full name.
    pub name: Box<str>,
    /// The process that it is or was forked from in the end, in [`Program::processes`]: it has the
    /// same segments.
    pub origin: usize,
    /// Whether it is forked later.
    pub born: bool,
}

/// A task, there at the start or born later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskName {
    /// Its full name.
    pub name: Box<str>,
    /// The task that it is or descends from, in [`Program::tasks`].
    pub origin: usize,
    /// Whether it is born later.
    pub born: bool,
}

/// A mutex of a process, or a shared one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MutexName {
    /// Whose; it does not matter for a shared one.
    pub process: ProcessName,
    /// Which; its `index` is empty.
    pub object: Object,
}

/// A region of an address space, in `copied.data`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageRegion {
    /// Globals.
    Data,
    /// What `malloc` gives.
    Heap,
    /// The stacks.
    Stack,
}

/// The faults a run can end with, as claims name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// `null pointer`
    NullPointer,
    /// `segmentation fault`
    Segmentation,
    /// `stack overflow`
    StackOverflow,
    /// `double free`
    DoubleFree,
    /// `division by zero`
    DivisionByZero,
    /// `overflow`
    Overflow,
    /// `assertion failed`
    AssertionFailed,
    /// `not the owner`
    NotTheOwner,
    /// `condition without mutex`
    ConditionWithoutMutex,
    /// `not a task`
    NotATask,
}

impl Fault {
    /// Every fault, with its name.
    pub const ALL: [(&'static str, Fault); 10] = [
        ("null pointer", Fault::NullPointer),
        ("segmentation fault", Fault::Segmentation),
        ("stack overflow", Fault::StackOverflow),
        ("double free", Fault::DoubleFree),
        ("division by zero", Fault::DivisionByZero),
        ("overflow", Fault::Overflow),
        ("assertion failed", Fault::AssertionFailed),
        ("not the owner", Fault::NotTheOwner),
        ("condition without mutex", Fault::ConditionWithoutMutex),
        ("not a task", Fault::NotATask),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Fault::ALL.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}

impl Claim {
    /// Calls `see` for it and for every expression in it, indexes included.
    pub fn visit(&self, see: &mut dyn FnMut(&Claim)) {
        see(self);
        match &self.kind {
            ClaimKind::Word(word) | ClaimKind::Address(word) | ClaimKind::Frame(word) => {
                if let Some(index) = &word.index {
                    index.visit(see);
                }
            }
            ClaimKind::Deref { pointer: inner, .. }
            | ClaimKind::Negate(inner)
            | ClaimKind::Not(inner) => inner.visit(see),
            ClaimKind::Binary(_, left, right)
            | ClaimKind::And(left, right)
            | ClaimKind::Or(left, right) => {
                left.visit(see);
                right.visit(see);
            }
            _ => {}
        }
    }
}

/// Reads an expression of a claim about a program.
pub fn claim(program: &Program, text: &str) -> Result<Claim, Vec<Finding>> {
    let expr = parser::parse_claim(text)?;
    let mut reader = Reader { program, findings: Vec::new() };
    match reader.value(&expr) {
        Some(claim) if reader.findings.is_empty() => Ok(claim),
        _ => {
            super::finish(&mut reader.findings);
            Err(reader.findings)
        }
    }
}

/// The region that `exclusive` or `progress` names.
pub fn region(program: &Program, text: &str) -> Result<usize, Vec<Finding>> {
    let span = Span { start: 0, end: text.len() };
    let mut reader = Reader { program, findings: Vec::new() };
    reader.region(text, span).ok_or(reader.findings)
}

/// The task of that name, there at the start or born later.
pub fn task(program: &Program, text: &str) -> Result<TaskName, Vec<Finding>> {
    let span = Span { start: 0, end: text.len() };
    let mut reader = Reader { program, findings: Vec::new() };
    reader.task(text, span).ok_or(reader.findings)
}

/// The fault, and the task if one is named, of `segmentation fault in A`.
pub fn fault(program: &Program, text: &str) -> Result<(Fault, Option<TaskName>), Vec<Finding>> {
    let (name, task) = match text.split_once(" in ") {
        Some((name, task)) => (name, Some(task)),
        None => (text, None),
    };
    let mut reader = Reader { program, findings: Vec::new() };
    let known = Fault::ALL.iter().find(|it| it.0 == name.trim()).map(|it| it.1);
    if known.is_none() {
        let suggestion = nearest(name.trim(), Fault::ALL.iter().map(|it| it.0));
        let problem = Problem::UnknownFault { name: name.trim().into(), suggestion };
        reader.findings.push(problem.at(0..name.len()));
    }
    let task = task.map(|it| {
        let start = text.len() - it.len() + (it.len() - it.trim_start().len());
        reader.task(it.trim(), (start..start + it.trim().len()).into())
    });
    match (known, task) {
        (Some(fault), None) => Ok((fault, None)),
        (Some(fault), Some(Some(task))) => Ok((fault, Some(task))),
        _ => Err(reader.findings),
    }
}

struct Reader<'p> {
    program: &'p Program,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn report(&mut self, span: Span, problem: Problem) {
        if self.findings.len() <= limits::FINDINGS {
            self.findings.push(problem.at(span));
        }
    }

    fn value(&mut self, expr: &syntax::Expr) -> Option<Claim> {
        use syntax::ExprKind;
        let span = expr.span;
        let both =
            |left: Option<Claim>, right: Option<Claim>| Some((Box::new(left?), Box::new(right?)));
        let kind = match &expr.kind {
            ExprKind::Number(value) => ClaimKind::Number(*value),
            ExprKind::Name(name) => self.name(name, span)?,
            ExprKind::Index { .. } => ClaimKind::Word(self.word(expr)?),
            ExprKind::Deref(pointer) => {
                let pointer = self.value(pointer)?;
                let process = match owner(&pointer) {
                    Some(process) => process,
                    None => self.main_process(span)?,
                };
                ClaimKind::Deref { process, pointer: Box::new(pointer) }
            }
            ExprKind::Negate(inner) => ClaimKind::Negate(Box::new(self.value(inner)?)),
            ExprKind::Not(inner) => ClaimKind::Not(Box::new(self.value(inner)?)),
            ExprKind::Binary { operator, left, right } => {
                let (left, right) = both(self.value(left), self.value(right))?;
                ClaimKind::Binary(*operator, left, right)
            }
            ExprKind::And(left, right) => {
                let (left, right) = both(self.value(left), self.value(right))?;
                ClaimKind::And(left, right)
            }
            ExprKind::Or(left, right) => {
                let (left, right) = both(self.value(left), self.value(right))?;
                ClaimKind::Or(left, right)
            }
            ExprKind::Call { name, arguments } => self.function(name, arguments, span)?,
            ExprKind::AddressOf(_) | ExprKind::Spawn { .. } => {
                self.report(span, Problem::NotInClaims);
                return None;
            }
        };
        Some(Claim { kind, span })
    }

    fn function(
        &mut self,
        name: &syntax::Name,
        arguments: &[syntax::Expr],
        span: Span,
    ) -> Option<ClaimKind> {
        const FUNCTIONS: [(&str, usize); 9] = [
            ("done", 1),
            ("died", 1),
            ("alive", 1),
            ("blocked", 1),
            ("in", 2),
            ("holds", 2),
            ("len", 1),
            ("address", 1),
            ("frame", 1),
        ];
        let Some((_, wanted)) = FUNCTIONS.into_iter().find(|it| *it.0 == *name.text) else {
            let suggestion = nearest(&name.text, FUNCTIONS.iter().map(|it| it.0));
            let what = Meaning::Function;
            let problem = Problem::UnknownName { name: name.text.clone(), what, suggestion };
            self.report(name.span, problem);
            return None;
        };
        let found = arguments.len();
        if found != wanted {
            self.report(span, Problem::Arity { name: name.text.clone(), wanted, found });
            return None;
        }
        let first = &arguments[0];
        match &*name.text {
            "address" => return Some(ClaimKind::Address(self.word(first)?)),
            "frame" => return Some(ClaimKind::Frame(self.word(first)?)),
            "len" => {
                let pipe = self.plain(first, Meaning::Pipe)?;
                return self.pipe(&pipe, first.span).map(ClaimKind::Length);
            }
            _ => {}
        }
        let task = self.plain(first, Meaning::Task)?;
        let task = self.task(&task, first.span);
        let second = arguments.get(1);
        match (&*name.text, second) {
            ("in", Some(second)) => {
                let region = self.plain(second, Meaning::Region)?;
                let region = self.region(&region, second.span);
                Some(ClaimKind::In(task?, region?))
            }
            ("holds", Some(second)) => {
                let mutex = self.mutex(task.as_ref(), second);
                Some(ClaimKind::Holds(task?, mutex?))
            }
            ("done", _) => task.map(ClaimKind::Done),
            ("died", _) => task.map(ClaimKind::Died),
            ("alive", _) => task.map(ClaimKind::Alive),
            _ => task.map(ClaimKind::Blocked),
        }
    }

    /// An argument that must be a name.
    fn plain(&mut self, expr: &syntax::Expr, wanted: Meaning) -> Option<Box<str>> {
        match &expr.kind {
            syntax::ExprKind::Name(name) => Some(name.clone()),
            _ => {
                self.report(expr.span, Problem::NotAName { wanted });
                None
            }
        }
    }

    fn region(&mut self, name: &str, span: Span) -> Option<usize> {
        let regions = &self.program.regions;
        let found = regions.iter().position(|it| **it == *name);
        if found.is_none() {
            let suggestion = nearest(name, regions.iter().map(|it| &**it));
            let what = Meaning::Region;
            self.report(span, Problem::UnknownName { name: name.into(), what, suggestion });
        }
        found
    }

    fn pipe(&mut self, name: &str, span: Span) -> Option<usize> {
        let pipes = &self.program.pipes;
        let found = pipes.iter().position(|it| *it.name == *name);
        if found.is_none() {
            let suggestion = nearest(name, pipes.iter().map(|it| &*it.name));
            let what = Meaning::Pipe;
            self.report(span, Problem::UnknownName { name: name.into(), what, suggestion });
        }
        found
    }

    /// A constant index within an array.
    fn in_range(&mut self, name: &str, index: i32, len: u32, span: Span) -> Option<u32> {
        let found = u32::try_from(index).ok().filter(|it| *it < len);
        if found.is_none() {
            self.report(span, Problem::IndexOutOfRange { name: name.into(), index, len });
        }
        found
    }

    fn too_many_parts(&mut self, span: Span) {
        let limit = limits::TASKS;
        self.report(span, Problem::TooMany { what: Counted::Tasks, limit });
    }
}

/// The process in whose address space a pointer is followed: that of the first word or local in it.
fn owner(pointer: &Claim) -> Option<ProcessName> {
    match &pointer.kind {
        ClaimKind::Word(word) => Some(word.process.clone()),
        ClaimKind::Deref { process, .. } => Some(process.clone()),
        ClaimKind::Negate(inner) | ClaimKind::Not(inner) => owner(inner),
        ClaimKind::Binary(_, left, right)
        | ClaimKind::And(left, right)
        | ClaimKind::Or(left, right) => owner(left).or_else(|| owner(right)),
        _ => None,
    }
}
