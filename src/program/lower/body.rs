//! Statements → steps.
//!
//! Invariant: an assignment is its loads, then one compute if a value is calculated, then one store;
//! bookkeeping is free; every round of a loop has a step. See the parent.

use std::collections::HashMap;

use crate::{
    program::{
        code::{
            Address, Base, Binary, Expr as Code, Op, Operator, Pc, Register, RoutineKind, Slot,
        },
        limits,
        lower::{
            Frame, Label, Loop, Lower, Result, Text, What, expression::Target, local,
            operation::Wish, pc,
        },
        names::Symbol,
        problem::{Counted, Problem},
        syntax::{Expr, ExprKind, Name, Statement, StatementKind},
    },
    text::Span,
};

impl Lower<'_> {
    /// Lowers a text into its routine.
    pub(super) fn body(&mut self, text: Text, number: u16) -> Result<()> {
        let checked = self.checked;
        self.frame = Frame { text: Some(text), ..Frame::default() };
        let (statements, parameters, end): (&[Statement], &[Name], usize) = match text.what {
            What::Main(process) => (&checked.parts.processes[process].main, &[], 0),
            What::Thread(process, thread) => {
                let body = &checked.parts.processes[process].threads[thread].body;
                (&body.statements, &[], body.span.end)
            }
            What::Function(function) => {
                let function = &checked.parts.functions[function].what;
                (&function.body.statements, &function.parameters, function.body.span.end)
            }
        };
        let mut names: Vec<&Name> = parameters.iter().collect();
        lets(statements, &mut names);
        let mut locals = Vec::with_capacity(names.len());
        self.frame.slots = HashMap::with_capacity(names.len());
        for name in names {
            if let Some(Symbol::Local(id)) = checked.symbols.get(&name.span.start) {
                let slot = Slot::try_from(locals.len()).unwrap_or(Slot::MAX);
                self.frame.slots.insert(*id, slot);
                locals.push(local(&checked.locals[*id as usize]));
            }
        }
        let entry = self.here();
        self.frame.label = entry;
        self.statements(statements)?;
        let brace = Span { start: end.saturating_sub(1), end };
        self.frame.statement = brace;
        if self.reachable(entry) {
            self.leave(None, brace)?;
        }
        let end = pc(self.here());
        let routine = &mut self.program.routines[usize::from(number)];
        routine.entry = pc(entry);
        routine.end = end;
        routine.locals = locals;
        routine.counters = self.frame.counters;
        routine.registers = u8::try_from(self.frame.registers).unwrap_or(u8::MAX);
        Ok(())
    }

    /// Whether the run can come to here.
    fn reachable(&self, entry: usize) -> bool {
        let here = self.here();
        here == entry || self.frame.label == here || !self.program.code[here - 1].op.is_end()
    }

    fn statements(&mut self, statements: &[Statement]) -> Result<()> {
        for statement in statements {
            self.frame.next = 0;
            self.frame.statement = statement.span;
            self.statement(statement)?;
        }
        Ok(())
    }

    fn statement(&mut self, statement: &Statement) -> Result<()> {
        let span = statement.span;
        match &statement.kind {
            StatementKind::Let { name, value } => {
                let Some(Symbol::Local(id)) = self.checked.symbols.get(&name.span.start) else {
                    return Ok(());
                };
                let slot = self.frame.slots.get(id).copied().unwrap_or(0);
                if self.checked.locals[*id as usize].addressed {
                    let address = Address { base: Base::Local(slot), index: Code::default() };
                    return self.store(address, value, name.span);
                }
                self.set_local(slot, value, name.span)
            }
            StatementKind::Assign { place, operator: None, value } => {
                let Some(value) = value else { return Ok(()) };
                match self.target(place)? {
                    Target::Local(slot) => self.set_local(slot, value, place.span),
                    Target::Word(address) => self.store(address, value, place.span),
                }
            }
            StatementKind::Assign { place, operator: Some(operator), value } => {
                self.update(place, *operator, value.as_ref(), span)
            }
            StatementKind::Call(call) => self.operation(call, Wish::Nothing).map(drop),
            StatementKind::If { arms, otherwise } => self.branches(arms, otherwise.as_ref()),
            StatementKind::While { condition, body } => {
                match self.fold(condition) {
                    Some(0) => return Ok(()),
                    Some(_) => return self.endless(&body.statements, span),
                    None => {}
                }
                let top = self.here();
                self.frame.label = top;
                let mut end = Label::default();
                self.condition(condition, false, &mut end)?;
                self.frame.loops.push(Loop { breaks: end, counter: None });
                self.statements(&body.statements)?;
                self.frame.statement = span;
                self.emit(Op::Jump { to: pc(top) }, true, span)?;
                self.close_loop();
                Ok(())
            }
            StatementKind::Repeat { count, body } => self.repeat(count, &body.statements, span),
            StatementKind::Loop(body) => self.endless(&body.statements, span),
            StatementKind::Break => {
                let counter = self.frame.loops.last().and_then(|it| it.counter);
                if let Some(counter) = counter {
                    self.emit(Op::Forget { counter }, true, span)?;
                }
                let at = self.emit(Op::Jump { to: Pc::MAX }, true, span)?;
                if let Some(innermost) = self.frame.loops.last_mut() {
                    innermost.breaks.0.push(at);
                }
                Ok(())
            }
            StatementKind::Return(value) => self.leave(value.as_ref(), span),
            StatementKind::Critical { name, body } => {
                let region = self.checked.regions.iter().position(|it| *it == name.text);
                let (before, start) = (self.frame.regions, self.here());
                self.frame.regions |= region.map_or(0, |it| 1 << it);
                self.statements(&body.statements)?;
                self.frame.regions = before;
                if !self.costed_since(start) {
                    self.report(name.span, Problem::EmptyRegion { name: name.text.clone() });
                }
                Ok(())
            }
            StatementKind::Assert(condition) => self.assert(condition, span),
        }
    }

    /// `return`, or the closing brace.
    fn leave(&mut self, value: Option<&Expr>, span: Span) -> Result<()> {
        let value = match value {
            Some(value) => self.riding(value)?,
            None => self.intern(&[Operator::Number(0)]),
        };
        match self.frame.text.map(|it| it.kind) {
            Some(RoutineKind::Called) => self.emit(Op::Return { value }, false, span)?,
            _ => self.emit(Op::End, true, span)?,
        };
        Ok(())
    }

    /// A value into a local that only its task sees.
    fn set_local(&mut self, slot: Slot, value: &Expr, place: Span) -> Result<()> {
        if matches!(value.kind, ExprKind::Call { .. } | ExprKind::Spawn { .. }) {
            return self.operation(value, Wish::Local(slot)).map(drop);
        }
        let (before, base) = (self.here(), self.frame.next);
        let mut operators = Vec::new();
        let calculated = self.operand(value, &mut operators)?;
        self.take_local(slot, operators, calculated, before, base, value.span, place)
    }

    #[allow(clippy::too_many_arguments, reason = "what the two callers have found out")]
    fn take_local(
        &mut self,
        slot: Slot,
        mut operators: Vec<Operator>,
        calculated: bool,
        before: usize,
        base: usize,
        span: Span,
        place: Span,
    ) -> Result<()> {
        // With no load and no operation, taking the value is itself the step.
        let rides = self.costed_since(before);
        if rides && calculated {
            let register = self.compute(&operators, base, span)?;
            operators = vec![Operator::Register(register)];
        }
        let value = self.intern(&operators);
        self.emit(Op::SetLocal { slot, value }, rides, place)?;
        Ok(())
    }

    /// The one compute of an assignment: its result goes to the first register of the value.
    fn compute(&mut self, operators: &[Operator], base: usize, span: Span) -> Result<Register> {
        if limits::REGISTERS <= base {
            return Err(self.too_many(span, Counted::Registers, limits::REGISTERS));
        }
        self.use_register(base);
        let register = Register::try_from(base).unwrap_or(Register::MAX);
        let value = self.intern(operators);
        self.emit(Op::Compute { register, value }, false, span)?;
        Ok(register)
    }

    /// A value into a shared word.
    fn store(&mut self, address: Address, value: &Expr, place: Span) -> Result<()> {
        let base = self.frame.next;
        let mut operators = Vec::new();
        if self.operand(value, &mut operators)? {
            let register = self.compute(&operators, base, value.span)?;
            operators = vec![Operator::Register(register)];
        }
        let value = self.intern(&operators);
        self.emit(Op::Store { address, value }, false, place)?;
        Ok(())
    }

    /// `x += e`, `x++`
    fn update(
        &mut self,
        place: &Expr,
        operator: Binary,
        value: Option<&Expr>,
        span: Span,
    ) -> Result<()> {
        let before = self.here();
        let mut operators = Vec::new();
        let target = self.target(place)?;
        let base = self.frame.next;
        match target {
            Target::Local(slot) => operators.push(Operator::Local(slot)),
            Target::Word(address) => {
                let register = self.register(place.span)?;
                self.emit(Op::Load { register, address }, false, place.span)?;
                operators.push(Operator::Register(register));
            }
        }
        match value {
            Some(value) => drop(self.operand(value, &mut operators)?),
            None => operators.push(Operator::Number(1)),
        }
        operators.push(Operator::Binary(operator));
        match target {
            Target::Local(slot) => {
                self.take_local(slot, operators, true, before, base, span, place.span)
            }
            Target::Word(address) => {
                let register = self.compute(&operators, base, span)?;
                let value = self.intern(&[Operator::Register(register)]);
                self.emit(Op::Store { address, value }, false, place.span)?;
                Ok(())
            }
        }
    }

    fn branches(
        &mut self,
        arms: &[(Expr, crate::program::syntax::Block)],
        otherwise: Option<&crate::program::syntax::Block>,
    ) -> Result<()> {
        let mut end = Label::default();
        let mut open = true;
        for (condition, block) in arms {
            match self.fold(condition) {
                Some(0) => continue,
                Some(_) => {
                    self.statements(&block.statements)?;
                    open = false;
                    break;
                }
                None => {}
            }
            let mut next = Label::default();
            self.frame.next = 0;
            self.frame.statement = condition.span;
            self.condition(condition, false, &mut next)?;
            self.statements(&block.statements)?;
            self.jump(&mut end, condition.span)?;
            self.bind(next);
        }
        if let (true, Some(block)) = (open, otherwise) {
            self.statements(&block.statements)?;
        }
        self.bind(end);
        Ok(())
    }

    fn close_loop(&mut self) {
        if let Some(closed) = self.frame.loops.pop() {
            self.bind(closed.breaks);
        }
    }

    /// `loop { }`, or `while` with a condition that always holds.
    fn endless(&mut self, body: &[Statement], span: Span) -> Result<()> {
        let top = self.here();
        self.frame.label = top;
        self.frame.loops.push(Loop { breaks: Label::default(), counter: None });
        self.statements(body)?;
        self.frame.statement = span;
        self.step_of_round(top, span)?;
        self.emit(Op::Jump { to: pc(top) }, true, span)?;
        self.close_loop();
        Ok(())
    }

    fn repeat(&mut self, count: &Expr, body: &[Statement], span: Span) -> Result<()> {
        if self.fold(count).is_some_and(|it| it <= 0) {
            return Ok(());
        }
        let count = self.riding(count)?;
        let start = self.here();
        let counter = self.frame.open_counters;
        let counters = self.frame.counters;
        self.frame.open_counters += 1;
        self.frame.counters = counters.max(counter + 1);
        let first = self.emit(Op::Repeat { counter, count, end: Pc::MAX }, true, span)?;
        let top = self.here();
        self.frame.label = top;
        self.frame.loops.push(Loop { breaks: Label(vec![first]), counter: Some(counter) });
        self.statements(body)?;
        self.frame.open_counters -= 1;
        self.frame.statement = span;
        let idle = self.program.code[top..].iter().all(|it| it.free && !it.op.is_end_of_task());
        if idle {
            // Rounds without any step do nothing, however many there are.
            self.program.code.truncate(start);
            self.frame.loops.pop();
            self.frame.counters = counters;
            self.frame.label = start;
            return Ok(());
        }
        self.step_of_round(top, span)?;
        self.emit(Op::Again { counter, start: pc(top) }, true, span)?;
        self.close_loop();
        Ok(())
    }

    /// Gives a round that might have no step one.
    fn step_of_round(&mut self, top: usize, span: Span) -> Result<()> {
        if self.free_path(top) {
            self.emit(Op::Pass, false, span)?;
        }
        Ok(())
    }

    /// Whether the run can come from `top` to here without a step.
    fn free_path(&self, top: usize) -> bool {
        let code = &self.program.code[top..];
        let mut seen = vec![false; code.len() + 1];
        let mut open = vec![top];
        while let Some(at) = open.pop() {
            let Some(place) = at.checked_sub(top).filter(|it| *it <= code.len()) else { continue };
            if std::mem::replace(&mut seen[place], true) {
                continue;
            }
            let Some(instr) = code.get(place) else { return true };
            if !instr.free {
                continue;
            }
            if let Op::Repeat { count, .. } = instr.op
                && let [Operator::Number(1..)] = self.program.operators_of(count)
            {
                // It is known that the first round is entered.
                open.push(at + 1);
                continue;
            }
            instr.op.successors(pc(at), &mut |next| open.push(next as usize));
        }
        false
    }
}

/// The locals of a body, in the order of the text.
fn lets<'t>(statements: &'t [Statement], names: &mut Vec<&'t Name>) {
    for statement in statements {
        match &statement.kind {
            StatementKind::Let { name, .. } => names.push(name),
            StatementKind::If { arms, otherwise } => {
                let blocks = arms.iter().map(|it| &it.1).chain(otherwise);
                blocks.for_each(|it| lets(&it.statements, names));
            }
            StatementKind::While { body, .. }
            | StatementKind::Repeat { body, .. }
            | StatementKind::Loop(body)
            | StatementKind::Critical { body, .. } => lets(&body.statements, names),
            _ => {}
        }
    }
}
