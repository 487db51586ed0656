//! Conditions: jumps that ride on the last load or operation.
//!
//! Invariant: each side of `&&` and `||` is a condition of its own, and each clears its registers
//! with its jump. What is decided before the run costs nothing. See the parent.

use crate::{
    program::{
        code::{Op, Pc},
        lower::{Label, Lower, Result},
        syntax::{Expr, ExprKind},
    },
    text::Span,
};

impl Lower<'_> {
    /// Jumps to `label` if the truth of `expr` is `when`, else goes on.
    pub(super) fn condition(&mut self, expr: &Expr, when: bool, label: &mut Label) -> Result<()> {
        if let Some(value) = self.fold(expr) {
            if (value != 0) == when {
                self.jump(label, expr.span)?;
            }
            return Ok(());
        }
        match &expr.kind {
            ExprKind::Not(inner) => self.condition(inner, !when, label),
            // `a && b` is false as soon as a side is, `a || b` is true as soon as a side is.
            ExprKind::And(left, right) => self.sides(left, right, false, when, label),
            ExprKind::Or(left, right) => self.sides(left, right, true, when, label),
            _ => self.leaf(expr, when, label),
        }
    }

    fn sides(
        &mut self,
        left: &Expr,
        right: &Expr,
        decides: bool,
        when: bool,
        label: &mut Label,
    ) -> Result<()> {
        if when == decides {
            self.condition(left, when, label)?;
            return self.condition(right, when, label);
        }
        let mut skip = Label::default();
        self.condition(left, decides, &mut skip)?;
        self.condition(right, when, label)?;
        self.bind(skip);
        Ok(())
    }

    fn leaf(&mut self, expr: &Expr, when: bool, label: &mut Label) -> Result<()> {
        let (before, base) = (self.here(), self.frame.next);
        let mut operators = Vec::new();
        self.operand(expr, &mut operators)?;
        let free = self.costed_since(before);
        let condition = self.intern(&operators);
        let clear = self.clear(base);
        let op = Op::Branch { condition, when, to: Pc::MAX, clear };
        let at = self.emit(op, free, expr.span)?;
        label.0.push(at);
        Ok(())
    }

    /// Gives the registers from `base` up free: the bits to clear.
    pub(super) fn clear(&mut self, base: usize) -> u32 {
        let clear = (base..self.frame.next).fold(0, |bits, register| bits | 1 << register);
        self.frame.next = base;
        clear
    }

    /// `assert e`
    pub(super) fn assert(&mut self, expr: &Expr, span: Span) -> Result<()> {
        match self.fold(expr) {
            // Decided before the run, so it costs nothing; one that fails is a step that faults.
            Some(value) if value != 0 => return Ok(()),
            None if is_logic(expr) => {
                let (mut fails, mut end) = (Label::default(), Label::default());
                self.condition(expr, false, &mut fails)?;
                self.jump(&mut end, span)?;
                self.bind(fails);
                let condition = self.intern(&[crate::program::code::Operator::Number(0)]);
                self.emit(Op::Assert { condition, clear: 0 }, true, span)?;
                self.bind(end);
                return Ok(());
            }
            _ => {}
        }
        let (before, base) = (self.here(), self.frame.next);
        let mut operators = Vec::new();
        self.operand(expr, &mut operators)?;
        let free = self.costed_since(before);
        let condition = self.intern(&operators);
        let clear = self.clear(base);
        self.emit(Op::Assert { condition, clear }, free, span)?;
        Ok(())
    }
}

fn is_logic(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::And(..) | ExprKind::Or(..) => true,
        ExprKind::Not(inner) => is_logic(inner),
        _ => false,
    }
}
