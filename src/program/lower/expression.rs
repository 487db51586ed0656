//! Expressions: loads and operations as steps, the rest as postfix code.
//!
//! Invariant: each occurrence of something shared is one load, in the order written. See the parent.

use crate::program::{
    code::{Address, Base, Binary, Expr as Code, Op, Operator, Slot},
    lower::{Label, Lower, Result, layout::Place, operation::Wish},
    names::Symbol,
    problem::Problem,
    syntax::{Expr, ExprKind},
};

/// Where something is written.
pub(super) enum Target {
    /// A local that only its task sees.
    Local(Slot),
    /// A word that is shared.
    Word(Address),
}

impl Lower<'_> {
    /// Emits the steps of an expression and gives the postfix code of its value. The result says
    /// whether a value is calculated, which an assignment does with a step of its own.
    pub(super) fn operand(&mut self, expr: &Expr, out: &mut Vec<Operator>) -> Result<bool> {
        if let Some(value) = self.fold(expr) {
            out.push(Operator::Number(value));
            return Ok(false);
        }
        match &expr.kind {
            // Numbers are known before the run.
            ExprKind::Number(value) => out.push(Operator::Number(*value)),
            ExprKind::Name(_) | ExprKind::Index { .. } | ExprKind::Deref(_) => {
                match self.target(expr)? {
                    Target::Local(slot) => out.push(Operator::Local(slot)),
                    Target::Word(address) => {
                        let register = self.register(expr.span)?;
                        self.emit(Op::Load { register, address }, false, expr.span)?;
                        out.push(Operator::Register(register));
                    }
                }
            }
            ExprKind::AddressOf(place) => {
                let address = self.address(place)?;
                self.push_address(address, out);
            }
            ExprKind::Negate(inner) => {
                self.operand(inner, out)?;
                out.push(Operator::Negate);
                return Ok(true);
            }
            ExprKind::Not(inner) => {
                self.operand(inner, out)?;
                out.push(Operator::Not);
                return Ok(true);
            }
            ExprKind::Binary { operator, left, right } => {
                self.operand(left, out)?;
                self.operand(right, out)?;
                out.push(Operator::Binary(*operator));
                return Ok(true);
            }
            ExprKind::And(..) | ExprKind::Or(..) => {
                self.logic(expr, out)?;
                return Ok(true);
            }
            ExprKind::Call { .. } | ExprKind::Spawn { .. } => {
                if let Some(register) = self.operation(expr, Wish::Register)? {
                    out.push(Operator::Register(register));
                }
            }
        }
        Ok(false)
    }

    fn push_address(&mut self, address: Address, out: &mut Vec<Operator>) {
        let (start, len) = (address.index.start as usize, address.index.len as usize);
        if address.base != Base::Zero {
            out.push(Operator::AddressOf(address.base));
        }
        out.extend_from_slice(&self.program.operators[start..start + len]);
        if address.base != Base::Zero && !address.index.is_empty() {
            out.push(Operator::Binary(Binary::Add));
        }
    }

    /// `&&` and `||` for their value: 1 or 0 in a register.
    fn logic(&mut self, expr: &Expr, out: &mut Vec<Operator>) -> Result<()> {
        let (mut fails, mut end) = (Label::default(), Label::default());
        self.condition(expr, false, &mut fails)?;
        let register = self.register(expr.span)?;
        let [zero, one] = [0, 1].map(|it| self.intern(&[Operator::Number(it)]));
        self.emit(Op::Compute { register, value: one }, true, expr.span)?;
        self.jump(&mut end, expr.span)?;
        self.bind(fails);
        self.emit(Op::Compute { register, value: zero }, true, expr.span)?;
        self.bind(end);
        out.push(Operator::Register(register));
        Ok(())
    }

    /// The postfix code of a value that rides on what it is for.
    pub(super) fn riding(&mut self, expr: &Expr) -> Result<Code> {
        let mut operators = Vec::new();
        self.operand(expr, &mut operators)?;
        Ok(self.intern(&operators))
    }

    /// Where a name, an element or `*p` is.
    pub(super) fn target(&mut self, expr: &Expr) -> Result<Target> {
        if let ExprKind::Name(_) = &expr.kind
            && let Some(Symbol::Local(id)) = self.checked.symbols.get(&expr.span.start)
            && !self.checked.locals[*id as usize].addressed
        {
            return Ok(Target::Local(self.frame.slots.get(id).copied().unwrap_or(0)));
        }
        Ok(Target::Word(self.address(expr)?))
    }

    /// The address of a name, an element or `*p`.
    pub(super) fn address(&mut self, expr: &Expr) -> Result<Address> {
        match &expr.kind {
            ExprKind::Name(_) => {
                let base = match self.checked.symbols.get(&expr.span.start) {
                    Some(Symbol::Local(id)) => {
                        Base::Local(self.frame.slots.get(id).copied().unwrap_or(0))
                    }
                    Some(Symbol::Declared(at)) => match self.places[*at as usize] {
                        Place::Words { base, .. } => base,
                        _ => Base::Zero,
                    },
                    _ => Base::Zero,
                };
                Ok(Address { base, index: Code::default() })
            }
            ExprKind::Index { array, index } => {
                let symbol = self.checked.symbols.get(&array.span.start);
                let Some(Symbol::Declared(at)) = symbol else {
                    return Ok(Address { base: Base::Zero, index: Code::default() });
                };
                let (base, len) = match self.places[*at as usize] {
                    Place::Words { base, len } => (base, len),
                    _ => (Base::Zero, 1),
                };
                match self.fold(index) {
                    Some(value) => {
                        let at = self.checked_index(array, index, value, len);
                        Ok(Address { base: after(base, at), index: Code::default() })
                    }
                    None => Ok(Address { base, index: self.riding(index)? }),
                }
            }
            ExprKind::Deref(pointer) => match &pointer.kind {
                ExprKind::AddressOf(place) => self.address(place),
                _ => Ok(Address { base: Base::Zero, index: self.riding(pointer)? }),
            },
            _ => Ok(Address { base: Base::Zero, index: self.riding(expr)? }),
        }
    }

    /// A constant index, or 0 if it is out of range, which is an error.
    pub(super) fn checked_index(
        &mut self,
        array: &Expr,
        index: &Expr,
        value: i32,
        len: u32,
    ) -> u32 {
        match u32::try_from(value) {
            Ok(at) if at < len => at,
            _ => {
                let name = match &array.kind {
                    ExprKind::Name(name) => name.clone(),
                    _ => Box::default(),
                };
                self.report(index.span, Problem::IndexOutOfRange { name, index: value, len });
                0
            }
        }
    }
}

fn after(base: Base, words: u32) -> Base {
    match base {
        Base::Data(first) => Base::Data(first + words),
        Base::Shared(first) => Base::Shared(first + words),
        other => other,
    }
}
