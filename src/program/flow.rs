//! What is known of instructions before the run: where they lead, what is still needed, what others
//! can see, how deep calls go.
//!
//! Invariant: every fact is safe: what is called dead is never read, what is called local is seen by
//! nobody, a bound is never exceeded. It must not know states.

use crate::program::{
    Program,
    code::{Address, Args, Base, Binary, Expr, Object, Op, Operator, Pc, Register, Slot, Target},
};

impl Op {
    /// Calls `next` for each place in the same routine where the run can go on.
    pub fn successors(&self, at: Pc, next: &mut dyn FnMut(Pc)) {
        match self {
            Op::Jump { to } => return next(*to),
            Op::End | Op::Return { .. } => return,
            Op::Branch { to, .. } => next(*to),
            Op::Repeat { end, .. } => next(*end),
            Op::Again { start, .. } => next(*start),
            _ => {}
        }
        next(at + 1);
    }

    /// Whether the run never goes on after it by itself.
    pub fn is_end(&self) -> bool {
        matches!(self, Op::Jump { .. } | Op::Return { .. } | Op::End)
    }

    /// Whether the task ends with it.
    pub fn is_end_of_task(&self) -> bool {
        matches!(self, Op::End)
    }

    /// Calls `read` for each expression that it evaluates, except arguments of calls.
    pub fn expressions(&self, read: &mut dyn FnMut(Expr)) {
        let address = |it: &Address| it.index;
        let object = |it: &Object| it.index;
        match self {
            Op::Load { address: it, .. } | Op::TestAndSet { address: it, .. } => read(address(it)),
            Op::Store { address: it, value } | Op::AtomicAdd { address: it, amount: value, .. } => {
                read(address(it));
                read(*value);
            }
            Op::CompareAndSwap { address: it, old, new, .. } => {
                read(address(it));
                read(*old);
                read(*new);
            }
            Op::Compute { value, .. }
            | Op::SetLocal { value, .. }
            | Op::Branch { condition: value, .. }
            | Op::Assert { condition: value, .. }
            | Op::Repeat { count: value, .. }
            | Op::Return { value }
            | Op::Malloc { size: value, .. }
            | Op::Free { pointer: value }
            | Op::Wait { child: value, .. }
            | Op::Exit { status: value }
            | Op::Join { thread: value }
            | Op::Write { value, .. }
            | Op::Print { value }
            | Op::Work { ticks: value }
            | Op::Io { ticks: value } => read(*value),
            Op::Lock { mutex: it }
            | Op::Unlock { mutex: it }
            | Op::SemWait { semaphore: it }
            | Op::SemPost { semaphore: it }
            | Op::CondSignal { condition: it }
            | Op::CondBroadcast { condition: it } => read(object(it)),
            Op::CondSleep { condition, mutex } | Op::CondRetake { condition, mutex } => {
                read(object(condition));
                read(object(mutex));
            }
            Op::Jump { .. }
            | Op::Again { .. }
            | Op::Forget { .. }
            | Op::Pass
            | Op::Call { .. }
            | Op::End
            | Op::Fork { .. }
            | Op::Spawn { .. }
            | Op::Yield
            | Op::Read { .. } => {}
        }
    }

    /// The arguments of a call or a spawn.
    pub fn args(&self) -> Args {
        match self {
            Op::Call { args, .. } | Op::Spawn { args, .. } => *args,
            _ => Args::default(),
        }
    }

    /// Where its result goes.
    pub fn result(&self) -> Target {
        match self {
            Op::Load { register, .. } | Op::Compute { register, .. } => Target::Register(*register),
            Op::SetLocal { slot, .. } => Target::Local(*slot),
            Op::Call { result, .. }
            | Op::AtomicAdd { result, .. }
            | Op::CompareAndSwap { result, .. }
            | Op::TestAndSet { result, .. }
            | Op::Malloc { result, .. }
            | Op::Fork { result }
            | Op::Wait { result, .. }
            | Op::Spawn { result, .. }
            | Op::Read { result, .. } => *result,
            _ => Target::Nothing,
        }
    }

    /// Whether it touches only what belongs to its own task.
    fn is_private(&self) -> bool {
        matches!(
            self,
            Op::Compute { .. }
                | Op::SetLocal { .. }
                | Op::Branch { .. }
                | Op::Jump { .. }
                | Op::Assert { .. }
                | Op::Repeat { .. }
                | Op::Again { .. }
                | Op::Forget { .. }
                | Op::Pass
                | Op::Call { .. }
                | Op::Return { .. }
                | Op::Yield
                | Op::Work { .. }
                | Op::Io { .. }
        )
    }
}

/// Fills in what the instructions and routines of a program need to know.
pub(super) fn analyse(program: &mut Program) {
    program.registers = program.routines.iter().map(|it| it.registers).max().unwrap_or(0);
    for routine in 0..program.routines.len() {
        liveness(program, routine);
    }
    visibility(program);
    depths(program);
}

/// What an instruction still needs.
#[derive(Clone, Copy, Default, PartialEq)]
struct Live {
    registers: u32,
    locals: u64,
}

fn register_bit(register: Register) -> u32 {
    1_u32.checked_shl(u32::from(register)).unwrap_or(0)
}

fn local_bit(slot: Slot) -> u64 {
    1_u64.checked_shl(u32::from(slot)).unwrap_or(0)
}

/// What an expression reads.
fn reads(program: &Program, expr: Expr) -> Live {
    let mut live = Live::default();
    for operator in program.operators_of(expr) {
        match operator {
            Operator::Register(register) => live.registers |= register_bit(*register),
            Operator::Local(slot) | Operator::AddressOf(Base::Local(slot)) => {
                live.locals |= local_bit(*slot);
            }
            _ => {}
        }
    }
    live
}

/// Backwards over a routine until nothing changes.
fn liveness(program: &mut Program, routine: usize) {
    let (start, end) = (program.routines[routine].entry, program.routines[routine].end);
    let locals = &program.routines[routine].locals;
    // A local whose address is taken can be read through it at any time.
    let addressed = (0..).zip(locals).filter(|(_, it)| it.addressed);
    let addressed = addressed.fold(0, |bits, (slot, _)| bits | local_bit(slot));
    let mut changed = true;
    while changed {
        changed = false;
        for at in (start..end).rev() {
            let instr = program.code[at as usize];
            let mut after = Live { registers: 0, locals: addressed };
            instr.op.successors(at, &mut |next| {
                if (start..end).contains(&next) {
                    let next = &program.code[next as usize];
                    after.registers |= next.live_registers;
                    after.locals |= next.live_locals;
                }
            });
            match instr.op.result() {
                Target::Register(register) => after.registers &= !register_bit(register),
                Target::Local(slot) => after.locals &= !local_bit(slot) | addressed,
                Target::Nothing => {}
            }
            if let Op::Call { saved, .. } = &mut program.code[at as usize].op {
                *saved = after.registers;
            }
            let mut before = after;
            let mut read = |expr| {
                let live = reads(program, expr);
                before.registers |= live.registers;
                before.locals |= live.locals;
            };
            instr.op.expressions(&mut read);
            for argument in program.arguments_of(instr.op.args()) {
                read(*argument);
            }
            let instr = &mut program.code[at as usize];
            let old = Live { registers: instr.live_registers, locals: instr.live_locals };
            if old != before {
                instr.live_registers = before.registers;
                instr.live_locals = before.locals;
                changed = true;
            }
        }
    }
}

/// Whether evaluating an expression can fault.
pub(super) fn can_fault(program: &Program, expr: Expr) -> bool {
    use Binary::{Add, Divide, Multiply, Remainder, Subtract};
    program.operators_of(expr).iter().any(|it| {
        matches!(
            it,
            Operator::Negate | Operator::Binary(Add | Subtract | Multiply | Divide | Remainder)
        )
    })
}

/// Which instructions others can see, and which can fault.
fn visibility(program: &mut Program) {
    let faults: Vec<bool> = program
        .code
        .iter()
        .map(|instr| {
            let mut faults = matches!(instr.op, Op::Assert { .. } | Op::Call { .. });
            instr.op.expressions(&mut |expr| faults |= can_fault(program, expr));
            let args = program.arguments_of(instr.op.args());
            faults || args.iter().any(|it| can_fault(program, *it))
        })
        .collect();
    // What the free instructions after each place do: end the task, or fault.
    let mut ends_call = vec![false; program.routines.len()];
    let mut after = vec![(false, false); program.code.len()];
    for routine in &program.routines {
        for at in routine.entry..routine.end {
            if !program.code[at as usize].free {
                after[at as usize] = free_tail(program, at, &faults);
            }
        }
    }
    for (at, instr) in program.code.iter().enumerate() {
        if let Op::Call { routine, .. } = instr.op {
            ends_call[usize::from(routine)] |= after[at].0;
        }
    }
    for (number, ends) in ends_call.iter().enumerate() {
        let (entry, end) = (program.routines[number].entry, program.routines[number].end);
        for at in entry..end {
            let at = at as usize;
            let (ends_task, faults_later) = after[at];
            let instr = &mut program.code[at];
            // After a return the free instructions are the caller's; after a call the callee's, and
            // those behind it come only after the return.
            let ends_task = match instr.op {
                Op::Return { .. } => *ends,
                Op::Call { .. } => false,
                _ => ends_task,
            };
            instr.local = instr.op.is_private() && !ends_task;
            let returns = matches!(instr.op, Op::Return { .. });
            instr.can_fault = faults[at] || faults_later || returns;
        }
    }
}

/// Whether the free instructions after `at` can end the task, and whether they can fault.
fn free_tail(program: &Program, at: Pc, faults: &[bool]) -> (bool, bool) {
    let mut seen: Vec<Pc> = Vec::new();
    let mut open = Vec::new();
    program.code[at as usize].op.successors(at, &mut |next| open.push(next));
    let (mut ends, mut fault) = (false, false);
    while let Some(at) = open.pop() {
        let Some(instr) = program.code.get(at as usize) else { continue };
        if !instr.free || seen.contains(&at) {
            continue;
        }
        seen.push(at);
        ends |= instr.op.is_end_of_task();
        fault |= faults[at as usize];
        instr.op.successors(at, &mut |next| open.push(next));
    }
    (ends, fault)
}

/// How deep calls go and how many words their frames take, for what does not call itself.
fn depths(program: &mut Program) {
    let count = program.routines.len();
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut calls = vec![0_usize; count];
    for (caller, routine) in program.routines.iter().enumerate() {
        for instr in &program.code[routine.entry as usize..routine.end as usize] {
            if let Op::Call { routine: callee, .. } = instr.op {
                callers[usize::from(callee)].push(caller);
                calls[caller] += 1;
            }
        }
    }
    let words = |program: &Program, at: usize| {
        u32::try_from(program.routines[at].locals.len()).unwrap_or(u32::MAX)
    };
    // From those that call nothing upwards; what is on a cycle, or calls it, never gets its turn.
    let mut deepest = vec![(0_u32, 0_u32); count];
    let mut ready: Vec<usize> = (0..count).filter(|it| calls[*it] == 0).collect();
    while let Some(at) = ready.pop() {
        let own = deepest[at].1.saturating_add(words(program, at));
        program.routines[at].call_depth = Some(deepest[at].0);
        program.routines[at].stack_words = Some(own);
        for caller in &callers[at] {
            let (depth, stack) = &mut deepest[*caller];
            *depth = (*depth).max(program.routines[at].call_depth.unwrap_or(0) + 1);
            *stack = (*stack).max(own.saturating_add(1));
            calls[*caller] -= 1;
            if calls[*caller] == 0 {
                ready.push(*caller);
            }
        }
    }
}
