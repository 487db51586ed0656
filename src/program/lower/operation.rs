//! Calls and built-ins: one step after the loads of their arguments.
//!
//! Invariant: arguments are lowered in the order written, and what is calculated in them rides on
//! the operation. See the parent.

use crate::program::{
    builtin::{self, Builtin},
    code::{Address, Args, Base, Expr as Code, Object, Op, Register, RoutineKind, Slot, Target},
    lower::{Lower, Result, Text, What, layout::Place},
    names::Symbol,
    syntax::{Expr, ExprKind, Name},
};

/// Where the result is wanted.
#[derive(Clone, Copy)]
pub(super) enum Wish {
    Nothing,
    Register,
    Local(Slot),
}

impl Lower<'_> {
    /// Emits a call, a spawn or a built-in; gives the register of the result if one was wanted.
    pub(super) fn operation(&mut self, expr: &Expr, wish: Wish) -> Result<Option<Register>> {
        let (name, arguments, spawn) = match &expr.kind {
            ExprKind::Call { name, arguments } => (name, arguments, false),
            ExprKind::Spawn { name, arguments } => (name, arguments, true),
            _ => return Ok(None),
        };
        let known = if spawn { None } else { builtin::builtin(&name.text) };
        let Some((known, ..)) = known else {
            return self.call(expr, name, arguments, spawn, wish);
        };
        let mut values = Values { lower: self, arguments, at: 0 };
        let op = match known {
            Builtin::CondWait => {
                let condition = values.object()?;
                let mutex = values.object()?;
                self.emit(Op::CondSleep { condition, mutex }, false, expr.span)?;
                Op::CondRetake { condition, mutex }
            }
            Builtin::Exit => Op::Exit { status: values.value()? },
            Builtin::Join => Op::Join { thread: values.value()? },
            Builtin::Yield => Op::Yield,
            Builtin::Lock => Op::Lock { mutex: values.object()? },
            Builtin::Unlock => Op::Unlock { mutex: values.object()? },
            Builtin::SemWait => Op::SemWait { semaphore: values.object()? },
            Builtin::SemPost => Op::SemPost { semaphore: values.object()? },
            Builtin::CondSignal => Op::CondSignal { condition: values.object()? },
            Builtin::CondBroadcast => Op::CondBroadcast { condition: values.object()? },
            Builtin::Free => Op::Free { pointer: values.value()? },
            Builtin::Write => {
                let pipe = values.pipe();
                Op::Write { pipe, value: values.value()? }
            }
            Builtin::Print => Op::Print { value: values.value()? },
            Builtin::Compute => Op::Work { ticks: values.value()? },
            Builtin::Io => Op::Io { ticks: values.value()? },
            Builtin::Fork => {
                let (result, register) = self.result(wish, expr)?;
                self.emit(Op::Fork { result }, false, expr.span)?;
                return Ok(register);
            }
            Builtin::Wait => {
                let child = values.value()?;
                return self.with_result(expr, wish, |result| Op::Wait { result, child });
            }
            Builtin::AtomicAdd => {
                let (address, amount) = (values.address()?, values.value()?);
                let op = |result| Op::AtomicAdd { result, address, amount };
                return self.with_result(expr, wish, op);
            }
            Builtin::CompareAndSwap => {
                let address = values.address()?;
                let (old, new) = (values.value()?, values.value()?);
                let op = |result| Op::CompareAndSwap { result, address, old, new };
                return self.with_result(expr, wish, op);
            }
            Builtin::TestAndSet => {
                let address = values.address()?;
                return self.with_result(expr, wish, |result| Op::TestAndSet { result, address });
            }
            Builtin::Malloc => {
                let size = values.value()?;
                return self.with_result(expr, wish, |result| Op::Malloc { result, size });
            }
            Builtin::Read => {
                let pipe = values.pipe();
                return self.with_result(expr, wish, |result| Op::Read { result, pipe });
            }
        };
        self.emit(op, false, expr.span)?;
        Ok(None)
    }

    fn with_result(
        &mut self,
        expr: &Expr,
        wish: Wish,
        op: impl FnOnce(Target) -> Op,
    ) -> Result<Option<Register>> {
        let (result, register) = self.result(wish, expr)?;
        self.emit(op(result), false, expr.span)?;
        Ok(register)
    }

    fn result(&mut self, wish: Wish, expr: &Expr) -> Result<(Target, Option<Register>)> {
        Ok(match wish {
            Wish::Nothing => (Target::Nothing, None),
            Wish::Local(slot) => (Target::Local(slot), None),
            Wish::Register => {
                let register = self.register(expr.span)?;
                (Target::Register(register), Some(register))
            }
        })
    }

    fn call(
        &mut self,
        expr: &Expr,
        name: &Name,
        arguments: &[Expr],
        spawn: bool,
        wish: Wish,
    ) -> Result<Option<Register>> {
        let Some(Symbol::Function(at)) = self.checked.symbols.get(&name.span.start) else {
            return Ok(None);
        };
        let what = What::Function(*at as usize);
        let values: Vec<Code> =
            arguments.iter().map(|it| self.riding(it)).collect::<Result<_>>()?;
        let start = u32::try_from(self.program.arguments.len()).unwrap_or(u32::MAX);
        let args = Args { start, len: u32::try_from(values.len()).unwrap_or(u32::MAX) };
        self.program.arguments.extend(values);
        // A function of a process knows the `i` of its process; one outside knows none.
        let inside = self.checked.parts.functions[*at as usize].process.is_some();
        let process_index = self.frame.text.and_then(|it| it.process_index).filter(|_| inside);
        let kind = if spawn { RoutineKind::Spawned } else { RoutineKind::Called };
        let routine = self.routine(Text { what, kind, process_index, thread_index: None })?;
        self.with_result(expr, wish, |result| match spawn {
            true => Op::Spawn { result, routine, args },
            false => Op::Call { routine, args, result, saved: 0 },
        })
    }

    /// A mutex, semaphore or condition.
    fn object(&mut self, expr: &Expr) -> Result<Object> {
        let (name, index) = match &expr.kind {
            ExprKind::Index { array, index } => (&**array, Some(index)),
            _ => (expr, None),
        };
        let place = match self.checked.symbols.get(&name.span.start) {
            Some(Symbol::Declared(at)) => self.places[*at as usize],
            _ => Place::Pipe(0),
        };
        let Place::Object { shared, first, len } = place else {
            return Ok(Object { shared: false, first: 0, len: 1, index: Code::default() });
        };
        let Some(index) = index else {
            return Ok(Object { shared, first, len: 1, index: Code::default() });
        };
        match self.fold(index) {
            Some(value) => {
                let at = self.checked_index(name, index, value, u32::from(len));
                let first = first + u16::try_from(at).unwrap_or(0);
                Ok(Object { shared, first, len: 1, index: Code::default() })
            }
            None => Ok(Object { shared, first, len, index: self.riding(index)? }),
        }
    }
}

/// The arguments of a built-in, one after another.
struct Values<'l, 'c, 'e> {
    lower: &'l mut Lower<'c>,
    arguments: &'e [Expr],
    at: usize,
}

impl Values<'_, '_, '_> {
    fn next(&mut self) -> Option<usize> {
        self.at += 1;
        (self.at <= self.arguments.len()).then_some(self.at - 1)
    }

    fn value(&mut self) -> Result<Code> {
        match self.next() {
            Some(at) => self.lower.riding(&self.arguments[at]),
            None => Ok(Code::default()),
        }
    }

    fn address(&mut self) -> Result<Address> {
        let Some(at) = self.next() else {
            return Ok(Address { base: Base::Zero, index: Code::default() });
        };
        match &self.arguments[at].kind {
            ExprKind::AddressOf(place) => self.lower.address(place),
            _ => {
                let index = self.lower.riding(&self.arguments[at])?;
                Ok(Address { base: Base::Zero, index })
            }
        }
    }

    fn object(&mut self) -> Result<Object> {
        match self.next() {
            Some(at) => self.lower.object(&self.arguments[at]),
            None => Ok(Object { shared: false, first: 0, len: 1, index: Code::default() }),
        }
    }

    fn pipe(&mut self) -> u16 {
        let argument = self.next().map(|at| &self.arguments[at]);
        let symbol = argument.and_then(|it| self.lower.checked.symbols.get(&it.span.start));
        match symbol {
            Some(Symbol::Declared(at)) => match self.lower.places[*at as usize] {
                Place::Pipe(pipe) => pipe,
                _ => 0,
            },
            _ => 0,
        }
    }
}
