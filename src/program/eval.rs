//! Postfix code → a word.
//!
//! Invariant: evaluating allocates nothing and always ends; a fault is a result. It must not know
//! where registers, locals and segments are kept.

use crate::program::{
    Program,
    code::{Base, Expr, Operator, Register, Slot},
    constant,
    limits::NESTING,
    problem::Arithmetic,
};

/// What an expression reads.
pub trait Cells {
    /// The value of a register.
    fn register(&self, register: Register) -> i32;
    /// The value of a local of the frame, whose address is not taken.
    fn local(&self, slot: Slot) -> i32;
    /// The address of the first word of a base.
    fn address(&self, base: Base) -> i32;
}

/// An expression is at most so deep, plus the index of an address.
const DEPTH: usize = NESTING + 8;

impl Program {
    /// The value of an expression; 0 for the empty one.
    #[inline]
    pub fn eval(&self, expr: Expr, cells: &impl Cells) -> Result<i32, Arithmetic> {
        let operators = self.operators_of(expr);
        // Most expressions are one number, register or local, or one operation on two of them.
        match operators {
            [] => return Ok(0),
            [one] => return Ok(leaf(one, cells)),
            [left, right, Operator::Binary(operator)] => {
                return constant::binary(*operator, leaf(left, cells), leaf(right, cells));
            }
            _ => {}
        }
        let mut stack = [0_i32; DEPTH];
        let mut top = 0;
        for operator in operators {
            match operator {
                Operator::Negate => stack[top - 1] = constant::negate(stack[top - 1])?,
                Operator::Not => stack[top - 1] = i32::from(stack[top - 1] == 0),
                Operator::Binary(operator) => {
                    top -= 1;
                    stack[top - 1] = constant::binary(*operator, stack[top - 1], stack[top])?;
                }
                _ => {
                    stack[top] = leaf(operator, cells);
                    top += 1;
                }
            }
        }
        Ok(stack[0])
    }

    /// The postfix code of an expression.
    #[inline]
    pub fn operators_of(&self, expr: Expr) -> &[Operator] {
        let start = expr.start as usize;
        &self.operators[start..start + expr.len as usize]
    }

    /// The arguments of a call or spawn.
    #[inline]
    pub fn arguments_of(&self, args: super::code::Args) -> &[Expr] {
        let start = args.start as usize;
        &self.arguments[start..start + args.len as usize]
    }
}

impl Expr {
    /// Whether it stands for nothing.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

#[inline]
fn leaf(operator: &Operator, cells: &impl Cells) -> i32 {
    match operator {
        Operator::Number(value) => *value,
        Operator::Register(register) => cells.register(*register),
        Operator::Local(slot) => cells.local(*slot),
        Operator::AddressOf(base) => cells.address(*base),
        // Operations have their operands before them and never stand alone.
        Operator::Negate | Operator::Not | Operator::Binary(_) => 0,
    }
}
