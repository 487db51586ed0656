//! Checked program and constants → instructions.
//!
//! Invariant: the same text and constants give equal programs; nothing here depends on the order of
//! a hash table. Steps are as the language's specification counts them. It must not know machines.

mod body;
mod condition;
mod expression;
mod layout;
mod operation;
mod start;

use std::collections::{HashMap, HashSet};

use crate::{
    program::{
        Checked, check,
        code::{
            Counter, Expr, Instr, Local, Op, Operator, Pc, Program, Register, Routine, RoutineKind,
            Slot,
        },
        constant, flow, limits,
        names::{IndexOf, Symbol},
        problem::{Counted, Finding, Problem},
        syntax,
    },
    text::Span,
};

/// Reads, checks and lowers a program with its own constants.
pub fn compile(text: &str) -> Result<Program, Vec<Finding>> {
    match check(text) {
        (Some(checked), _) => lower(&checked, &[]),
        (None, findings) => Err(findings),
    }
}

/// Lowers a program, with other values for some of its constants. A name that is no constant is an
/// error without a place.
pub fn lower(checked: &Checked, overrides: &[(&str, i64)]) -> Result<Program, Vec<Finding>> {
    let mut lower = Lower {
        checked,
        constants: Vec::new(),
        places: Vec::new(),
        segments: Vec::new(),
        program: empty(checked),
        cache: HashMap::new(),
        queue: Vec::new(),
        frame: Frame::default(),
        findings: Vec::new(),
    };
    // What stopped it is among the findings.
    let _ = lower.all(overrides);
    super::finish(&mut lower.findings);
    if !lower.findings.is_empty() {
        return Err(lower.findings);
    }
    flow::analyse(&mut lower.program);
    Ok(lower.program)
}

fn empty(checked: &Checked) -> Program {
    Program {
        code: Vec::new(),
        operators: Vec::new(),
        arguments: Vec::new(),
        routines: Vec::new(),
        processes: Vec::new(),
        tasks: Vec::new(),
        shared_words: Vec::new(),
        shared_variables: Vec::new(),
        shared_objects: Default::default(),
        pipes: Vec::new(),
        constants: Vec::new(),
        regions: checked.regions.clone(),
        takes_local_address: checked.locals.iter().any(|it| it.addressed),
        registers: 0,
    }
}

/// A limit was met; it has been reported.
struct Stopped;

type Result<T, E = Stopped> = std::result::Result<T, E>;

/// A text that is lowered once for each value of the `i`s in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Text {
    what: What,
    kind: RoutineKind,
    /// The `i` of its process, if it has one.
    process_index: Option<i32>,
    /// The `i` of its thread.
    thread_index: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    Main(usize),
    Thread(usize, usize),
    Function(usize),
}

struct Lower<'c> {
    checked: &'c Checked,
    constants: Vec<i32>,
    places: Vec<layout::Place>,
    segments: Vec<layout::Segment>,
    program: Program,
    cache: HashMap<Text, u16>,
    queue: Vec<(Text, u16)>,
    frame: Frame,
    findings: Vec<Finding>,
}

/// What is known of the routine that is being lowered.
#[derive(Default)]
struct Frame {
    text: Option<Text>,
    slots: HashMap<u32, Slot>,
    /// The next free register.
    next: usize,
    registers: usize,
    loops: Vec<Loop>,
    open_counters: Counter,
    counters: Counter,
    regions: u32,
    statement: Span,
    /// The last place that something jumps to.
    label: usize,
}

/// A loop that is open.
struct Loop {
    breaks: Label,
    counter: Option<Counter>,
}

/// Jumps to a place that is not known yet.
#[derive(Default)]
struct Label(Vec<usize>);

impl<'c> Lower<'c> {
    fn all(&mut self, overrides: &[(&str, i64)]) -> Result<()> {
        self.values(overrides);
        self.layout()?;
        self.start()?;
        // Functions that nothing calls are lowered too, only to find what is wrong in them.
        let functions = &self.checked.parts.functions;
        let called: HashSet<What> = self.cache.keys().map(|it| it.what).collect();
        let uncalled: Vec<usize> =
            (0..functions.len()).filter(|it| !called.contains(&What::Function(*it))).collect();
        if uncalled.is_empty() {
            return Ok(());
        }
        let program = self.program.clone();
        for index in uncalled {
            let process = functions[index].process.map(|it| &self.checked.parts.processes[it]);
            let process_index = process.and_then(|it| it.copies.index.as_ref().map(|_| 0));
            let (what, kind) = (What::Function(index), RoutineKind::Called);
            self.routine(Text { what, kind, process_index, thread_index: None })?;
        }
        self.drain()?;
        self.program = program;
        Ok(())
    }

    /// The values of the constants.
    fn values(&mut self, overrides: &[(&str, i64)]) {
        for constant in &self.checked.parts.constants {
            let set = overrides.iter().rev().find(|it| *it.0 == *constant.name.text);
            let value = match set {
                Some((_, value)) => i32::try_from(*value).unwrap_or_else(|_| {
                    let [least, most] = [i32::MIN, i32::MAX].map(i64::from);
                    let what = super::problem::Quantity::Override;
                    let problem = Problem::OutOfRange { what, value: *value, least, most };
                    self.report(constant.name.span, problem);
                    0
                }),
                None => self.known(&constant.value),
            };
            self.constants.push(value);
            self.program.constants.push((constant.name.text.clone(), value));
        }
        for (name, _) in overrides {
            let constants = &self.checked.parts.constants;
            if !constants.iter().any(|it| *it.name.text == **name) {
                let names = constants.iter().map(|it| &*it.name.text);
                let suggestion = super::nearest(name, names);
                let what = super::Meaning::Constant;
                let problem = Problem::UnknownName { name: (*name).into(), what, suggestion };
                self.report(0..0, problem);
            }
        }
    }

    fn report(&mut self, span: impl Into<Span>, problem: Problem) {
        if self.findings.len() <= 4 * limits::FINDINGS {
            self.findings.push(problem.at(span));
        }
    }

    fn too_many(&mut self, span: Span, what: Counted, limit: usize) -> Stopped {
        self.report(span, Problem::TooMany { what, limit });
        Stopped
    }

    /// The value of an expression if it is known before the run. One that faults is not known: the
    /// fault happens in the run.
    fn fold(&self, expr: &syntax::Expr) -> Option<i32> {
        constant::fold(expr, &|name| match self.checked.symbols.get(&name.span.start)? {
            Symbol::Constant(at) => self.constants.get(*at as usize).copied(),
            Symbol::Index(IndexOf::Thread) => self.frame.text?.thread_index,
            Symbol::Index(IndexOf::Process) => self.frame.text?.process_index,
            _ => None,
        })?
        .ok()
    }

    /// The value of an expression of constants; one that faults is an error.
    fn known(&mut self, expr: &syntax::Expr) -> i32 {
        let value =
            constant::fold(expr, &|name| match self.checked.symbols.get(&name.span.start) {
                Some(Symbol::Constant(at)) => self.constants.get(*at as usize).copied(),
                _ => None,
            });
        match value {
            Some(Ok(value)) => value,
            Some(Err(fault)) => {
                self.report(expr.span, Problem::ConstantFault(fault));
                0
            }
            None => {
                self.report(expr.span, Problem::NotConstant);
                0
            }
        }
    }

    /// The number of a routine, which is lowered later if it is new.
    fn routine(&mut self, text: Text) -> Result<u16> {
        if let Some(number) = self.cache.get(&text) {
            return Ok(*number);
        }
        let (name, parameters) = self.name_of(text.what);
        let Ok(number) = u16::try_from(self.program.routines.len()) else {
            return Err(self.too_many(name.span, Counted::Instructions, limits::INSTRUCTIONS));
        };
        self.program.routines.push(Routine {
            name: name.text,
            kind: text.kind,
            entry: 0,
            end: 0,
            parameters,
            locals: Vec::new(),
            counters: 0,
            registers: 0,
            call_depth: None,
            stack_words: None,
            span: name.span,
        });
        self.cache.insert(text, number);
        self.queue.push((text, number));
        Ok(number)
    }

    fn name_of(&self, what: What) -> (syntax::Name, u16) {
        let parts = &self.checked.parts;
        match what {
            What::Main(process) => (parts.processes[process].name.clone(), 0),
            What::Thread(process, thread) => {
                (parts.processes[process].threads[thread].name.clone(), 0)
            }
            What::Function(function) => {
                let function = &parts.functions[function].what;
                let parameters = u16::try_from(function.parameters.len()).unwrap_or(u16::MAX);
                (function.name.clone(), parameters)
            }
        }
    }

    /// Lowers what has been asked for.
    fn drain(&mut self) -> Result<()> {
        // First in, first out: routines lie in the order in which they are met.
        let mut at = 0;
        while let Some((text, number)) = self.queue.get(at).copied() {
            at += 1;
            self.body(text, number)?;
        }
        self.queue.clear();
        Ok(())
    }

    fn emit(&mut self, op: Op, free: bool, span: Span) -> Result<usize> {
        if limits::INSTRUCTIONS <= self.program.code.len() {
            return Err(self.too_many(span, Counted::Instructions, limits::INSTRUCTIONS));
        }
        self.program.code.push(Instr {
            op,
            free,
            local: false,
            can_fault: false,
            live_registers: 0,
            live_locals: 0,
            // A task that sleeps or takes the lock again is in no region.
            regions: if matches!(op, Op::CondRetake { .. }) { 0 } else { self.frame.regions },
            span,
            statement: self.frame.statement,
        });
        Ok(self.program.code.len() - 1)
    }

    fn here(&self) -> usize {
        self.program.code.len()
    }

    /// Whether a step has been emitted since.
    fn costed_since(&self, start: usize) -> bool {
        self.program.code[start..].iter().any(|it| !it.free)
    }

    /// Lets jumps lead to here.
    fn bind(&mut self, label: Label) {
        let here = self.here();
        for at in label.0 {
            target(&mut self.program.code[at].op, pc(here));
        }
        self.frame.label = here;
    }

    /// A jump to a label.
    fn jump(&mut self, label: &mut Label, span: Span) -> Result<()> {
        let at = self.emit(Op::Jump { to: Pc::MAX }, true, span)?;
        label.0.push(at);
        Ok(())
    }

    /// A new register.
    fn register(&mut self, span: Span) -> Result<Register> {
        let register = self.frame.next;
        if limits::REGISTERS <= register {
            return Err(self.too_many(span, Counted::Registers, limits::REGISTERS));
        }
        self.use_register(register);
        Ok(Register::try_from(register).unwrap_or(Register::MAX))
    }

    fn use_register(&mut self, register: usize) {
        self.frame.next = self.frame.next.max(register + 1);
        self.frame.registers = self.frame.registers.max(register + 1);
    }

    /// Keeps postfix code.
    fn intern(&mut self, operators: &[Operator]) -> Expr {
        let start = u32::try_from(self.program.operators.len()).unwrap_or(u32::MAX);
        self.program.operators.extend_from_slice(operators);
        Expr { start, len: u32::try_from(operators.len()).unwrap_or(u32::MAX) }
    }
}

/// A place in the code; there are fewer than [`limits::INSTRUCTIONS`].
fn pc(at: usize) -> Pc {
    Pc::try_from(at).unwrap_or(Pc::MAX)
}

fn target(op: &mut Op, place: Pc) {
    match op {
        Op::Jump { to } | Op::Branch { to, .. } => *to = place,
        Op::Repeat { end, .. } => *end = place,
        _ => {}
    }
}

/// A local as the routine has it.
fn local(name: &check::LocalName) -> Local {
    Local { name: name.name.text.clone(), addressed: name.addressed, span: name.name.span }
}
