//! The steps of a program as learners see them.
//!
//! Invariant: one line for each step: the costed instruction, then what rides on it, joined by `; `.
//! Jumps and counters are not shown. It must not know states.

use crate::program::{
    Program,
    code::{
        Address, Args, Base, Binary, Expr, Object, Op, Operator, Pc, Register, Routine, Slot,
        Target,
    },
};

/// Names things as one routine of one process sees them.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'p> {
    program: &'p Program,
    routine: &'p Routine,
    process: usize,
}

impl Program {
    /// The listing of a task's text.
    pub fn listing(&self, task: usize) -> Option<Listing<'_>> {
        let task = self.tasks.get(task)?;
        self.routine_listing(task.routine, task.process)
    }

    /// The listing of a routine that a process runs.
    pub fn routine_listing(&self, routine: u16, process: usize) -> Option<Listing<'_>> {
        let routine = self.routines.get(usize::from(routine))?;
        Some(Listing { program: self, routine, process })
    }
}

impl Listing<'_> {
    /// Each step with its place in the code.
    pub fn steps(&self) -> Vec<(Pc, String)> {
        self.steps_in(self.routine.entry..self.routine.end)
    }

    /// The steps of the statement or condition to which an instruction of the routine belongs.
    pub fn statement(&self, at: Pc) -> Vec<(Pc, String)> {
        let of = |it: &Pc| self.program.code.get(*it as usize).map(|it| it.statement);
        let same = |it: &Pc| of(it) == of(&at);
        let first = (self.routine.entry..=at).rev().take_while(same).last().unwrap_or(at);
        let last = (at..self.routine.end).take_while(same).last().unwrap_or(at);
        self.steps_in(first..last + 1)
    }

    fn steps_in(&self, range: std::ops::Range<Pc>) -> Vec<(Pc, String)> {
        let mut steps: Vec<(Pc, String)> = Vec::new();
        for at in range {
            let instr = &self.program.code[at as usize];
            if !instr.free {
                steps.push((at, self.instruction(at)));
            } else if let Some(riding) = self.riding(&instr.op)
                && let Some((_, step)) = steps.last_mut()
            {
                step.push_str("; ");
                step.push_str(&riding);
            }
        }
        steps
    }

    /// What rides on a step and is worth a word.
    fn riding(&self, op: &Op) -> Option<String> {
        let shown = matches!(op, Op::SetLocal { .. } | Op::Branch { .. } | Op::Assert { .. });
        shown.then(|| self.operation(op))
    }

    /// One instruction.
    pub fn instruction(&self, at: Pc) -> String {
        self.program.code.get(at as usize).map_or_else(String::new, |it| self.operation(&it.op))
    }

    /// The name of a register: `r` where there is only one.
    pub fn register(&self, register: Register) -> String {
        if self.routine.registers <= 1 { "r".into() } else { format!("r{register}") }
    }

    fn local(&self, slot: Slot) -> &str {
        self.routine.locals.get(usize::from(slot)).map_or("?", |it| &it.name)
    }

    fn operation(&self, op: &Op) -> String {
        let expr = |it: &Expr| self.expr(*it);
        match op {
            Op::Load { register, address } => {
                format!("load {}, {}", self.register(*register), self.address(address))
            }
            Op::Compute { register, value } => self.compute(*register, *value),
            Op::Store { address, value } => {
                format!("store {}, {}", self.address(address), expr(value))
            }
            Op::SetLocal { slot, value } => format!("{} = {}", self.local(*slot), expr(value)),
            Op::Branch { condition, .. } => format!("if {}", expr(condition)),
            Op::Jump { to } => format!("jump {to}"),
            Op::Assert { condition, .. } => format!("assert {}", expr(condition)),
            Op::Repeat { count, .. } => format!("repeat {}", expr(count)),
            Op::Again { .. } => "again".into(),
            Op::Forget { .. } => "break".into(),
            Op::Pass => "pass".into(),
            Op::Call { routine, args, result, .. } => {
                self.with(*result, format!("call {}", self.routine_call(*routine, *args)))
            }
            Op::Return { value } => format!("return {}", expr(value)),
            Op::End => "end".into(),
            Op::Lock { mutex } => format!("lock {}", self.mutex(mutex)),
            Op::Unlock { mutex } => format!("unlock {}", self.mutex(mutex)),
            Op::SemWait { semaphore } => format!("sem_wait {}", self.semaphore(semaphore)),
            Op::SemPost { semaphore } => format!("sem_post {}", self.semaphore(semaphore)),
            Op::CondSleep { condition, mutex } => {
                format!("release {}, sleep on {}", self.mutex(mutex), self.condition(condition))
            }
            Op::CondRetake { mutex, .. } => format!("retake {}", self.mutex(mutex)),
            Op::CondSignal { condition } => format!("cond_signal {}", self.condition(condition)),
            Op::CondBroadcast { condition } => {
                format!("cond_broadcast {}", self.condition(condition))
            }
            Op::AtomicAdd { result, address, amount } => {
                let what = format!("atomic_add {}, {}", self.address(address), expr(amount));
                self.with(*result, what)
            }
            Op::CompareAndSwap { result, address, old, new } => {
                let place = self.address(address);
                let what = format!("compare_and_swap {place}, {}, {}", expr(old), expr(new));
                self.with(*result, what)
            }
            Op::TestAndSet { result, address } => {
                self.with(*result, format!("test_and_set {}", self.address(address)))
            }
            Op::Malloc { result, size } => self.with(*result, format!("malloc {}", expr(size))),
            Op::Free { pointer } => format!("free {}", expr(pointer)),
            Op::Fork { result } => self.with(*result, "fork".into()),
            Op::Wait { result, child } => self.with(*result, format!("wait {}", expr(child))),
            Op::Exit { status } => format!("exit {}", expr(status)),
            Op::Spawn { result, routine, args } => {
                self.with(*result, format!("spawn {}", self.routine_call(*routine, *args)))
            }
            Op::Join { thread } => format!("join {}", expr(thread)),
            Op::Yield => "yield".into(),
            Op::Write { pipe, value } => format!("write {}, {}", self.pipe(*pipe), expr(value)),
            Op::Read { result, pipe } => self.with(*result, format!("read {}", self.pipe(*pipe))),
            Op::Print { value } => format!("print {}", expr(value)),
            Op::Work { ticks } => format!("compute {}", expr(ticks)),
            Op::Io { ticks } => format!("io {}", expr(ticks)),
        }
    }

    /// `r = atomic_add x, 1`: an operation with its result.
    fn with(&self, result: Target, what: String) -> String {
        match result {
            Target::Nothing => what,
            Target::Register(register) => format!("{} = {what}", self.register(register)),
            Target::Local(slot) => format!("{} = {what}", self.local(slot)),
        }
    }

    /// `add r, 1` where the register is the left side, else `r = …`.
    fn compute(&self, register: Register, value: Expr) -> String {
        let name = self.register(register);
        if let [Operator::Register(first), operand, Operator::Binary(operator)] =
            self.program.operators_of(value)
            && *first == register
            && let Some(word) = word(*operator)
        {
            return format!("{word} {name}, {}", self.leaf(operand));
        }
        format!("{name} = {}", self.expr(value))
    }

    fn routine_call(&self, routine: u16, args: Args) -> String {
        let name = self.program.routines.get(usize::from(routine)).map_or("?", |it| &it.name);
        let args: Vec<String> =
            self.program.arguments_of(args).iter().map(|it| self.expr(*it)).collect();
        format!("{name}({})", args.join(", "))
    }

    fn pipe(&self, pipe: u16) -> &str {
        self.program.pipes.get(usize::from(pipe)).map_or("?", |it| &it.name)
    }

    fn mutex(&self, object: &Object) -> String {
        self.object(object, |it| &it.mutexes)
    }

    fn semaphore(&self, object: &Object) -> String {
        self.object(object, |it| &it.semaphores)
    }

    fn condition(&self, object: &Object) -> String {
        self.object(object, |it| &it.conditions)
    }

    fn object(
        &self,
        object: &Object,
        list: impl Fn(&super::code::Objects) -> &[super::code::Variable],
    ) -> String {
        let own = self.program.processes.get(self.process).map(|it| &it.objects);
        let objects = if object.shared { Some(&self.program.shared_objects) } else { own };
        let name = objects.and_then(|it| element(list(it), u32::from(object.first)));
        let (name, at) = name.unwrap_or(("?", None));
        bracketed(name, at, (!object.index.is_empty()).then(|| self.expr(object.index)))
    }

    /// A place in memory.
    pub fn address(&self, address: &Address) -> String {
        let index = (!address.index.is_empty()).then(|| self.expr(address.index));
        match address.base {
            Base::Zero => match index {
                Some(pointer) if pointer.contains(' ') => format!("*({pointer})"),
                Some(pointer) => format!("*{pointer}"),
                None => "*0".into(),
            },
            base => {
                let (name, at) = self.base(base);
                bracketed(name, at, index)
            }
        }
    }

    fn base(&self, base: Base) -> (&str, Option<u32>) {
        let found = match base {
            Base::Data(offset) => {
                let process = self.program.processes.get(self.process);
                process.and_then(|it| element(&it.variables, offset))
            }
            Base::Shared(offset) => element(&self.program.shared_variables, offset),
            Base::Local(slot) => Some((self.local(slot), None)),
            Base::Zero => None,
        };
        found.unwrap_or(("?", None))
    }

    fn leaf(&self, operator: &Operator) -> String {
        match operator {
            Operator::Number(value) => value.to_string(),
            Operator::Register(register) => self.register(*register),
            Operator::Local(slot) => self.local(*slot).into(),
            Operator::AddressOf(base) => {
                let (name, at) = self.base(*base);
                format!("&{}", bracketed(name, at, None))
            }
            Operator::Negate | Operator::Not | Operator::Binary(_) => String::new(),
        }
    }

    /// An expression, with the brackets that it needs.
    pub fn expr(&self, expr: Expr) -> String {
        let mut stack: Vec<(String, u8)> = Vec::new();
        for operator in self.program.operators_of(expr) {
            let text = match operator {
                Operator::Negate | Operator::Not => {
                    let mark = if *operator == Operator::Negate { "-" } else { "!" };
                    let (inner, tight) = stack.pop().unwrap_or_default();
                    let inner = if tight < 7 { format!("({inner})") } else { inner };
                    (format!("{mark}{inner}"), 7)
                }
                Operator::Binary(operator) => {
                    let (right, right_tight) = stack.pop().unwrap_or_default();
                    let (left, left_tight) = stack.pop().unwrap_or_default();
                    let (mark, tight) = mark(*operator);
                    let compares = tight < 5;
                    let left = if left_tight < tight + u8::from(compares) {
                        format!("({left})")
                    } else {
                        left
                    };
                    let right = if right_tight <= tight { format!("({right})") } else { right };
                    (format!("{left} {mark} {right}"), tight)
                }
                leaf => (self.leaf(leaf), 8),
            };
            stack.push(text);
        }
        stack.pop().map_or_else(String::new, |it| it.0)
    }
}

/// The variable that holds a place, with the index if it is an array.
fn element(variables: &[super::code::Variable], at: u32) -> Option<(&str, Option<u32>)> {
    let found = variables.iter().find(|it| (it.offset..it.offset + it.len).contains(&at))?;
    Some((&found.name, found.array.then_some(at - found.offset)))
}

fn bracketed(name: &str, at: Option<u32>, index: Option<String>) -> String {
    match (at, index) {
        (_, Some(index)) => format!("{name}[{index}]"),
        (Some(at), None) => format!("{name}[{at}]"),
        (None, None) => name.into(),
    }
}

fn word(operator: Binary) -> Option<&'static str> {
    match operator {
        Binary::Add => Some("add"),
        Binary::Subtract => Some("sub"),
        Binary::Multiply => Some("mul"),
        Binary::Divide => Some("div"),
        Binary::Remainder => Some("rem"),
        _ => None,
    }
}

/// The sign of an operator and how tightly it binds.
pub(super) fn mark(operator: Binary) -> (&'static str, u8) {
    match operator {
        Binary::Add => ("+", 5),
        Binary::Subtract => ("-", 5),
        Binary::Multiply => ("*", 6),
        Binary::Divide => ("/", 6),
        Binary::Remainder => ("%", 6),
        Binary::Equal => ("==", 3),
        Binary::NotEqual => ("!=", 3),
        Binary::Less => ("<", 4),
        Binary::LessOrEqual => ("<=", 4),
        Binary::Greater => (">", 4),
        Binary::GreaterOrEqual => (">=", 4),
    }
}
