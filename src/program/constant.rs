//! Arithmetic on words, and what is known before the run.
//!
//! Invariant: arithmetic here is the arithmetic of a run: signed 32 bits, where overflow and
//! division by zero have no result. It must not know scopes.

use crate::program::{
    code::Binary,
    problem::Arithmetic,
    syntax::{Expr, ExprKind},
};

/// The result of an operator.
pub fn binary(operator: Binary, left: i32, right: i32) -> Result<i32, Arithmetic> {
    let checked = |value: Option<i32>| value.ok_or(Arithmetic::Overflow);
    let divided = |value: Option<i32>| match right {
        0 => Err(Arithmetic::DivisionByZero),
        _ => value.ok_or(Arithmetic::Overflow),
    };
    match operator {
        Binary::Add => checked(left.checked_add(right)),
        Binary::Subtract => checked(left.checked_sub(right)),
        Binary::Multiply => checked(left.checked_mul(right)),
        Binary::Divide => divided(left.checked_div(right)),
        Binary::Remainder => divided(left.checked_rem(right)),
        Binary::Equal => Ok(i32::from(left == right)),
        Binary::NotEqual => Ok(i32::from(left != right)),
        Binary::Less => Ok(i32::from(left < right)),
        Binary::LessOrEqual => Ok(i32::from(left <= right)),
        Binary::Greater => Ok(i32::from(left > right)),
        Binary::GreaterOrEqual => Ok(i32::from(left >= right)),
    }
}

/// `-value`
pub fn negate(value: i32) -> Result<i32, Arithmetic> {
    value.checked_neg().ok_or(Arithmetic::Overflow)
}

/// The value of an expression, if `constant` knows its names; `None` if it is not known before the
/// run. The right side of a decided `&&` or `||` does not matter.
pub(super) fn fold(
    expr: &Expr,
    constant: &dyn Fn(&Expr) -> Option<i32>,
) -> Option<Result<i32, Arithmetic>> {
    let fold = |expr| fold(expr, constant);
    match &expr.kind {
        ExprKind::Number(value) => Some(Ok(*value)),
        ExprKind::Name(_) => constant(expr).map(Ok),
        ExprKind::Negate(inner) => Some(fold(inner)?.and_then(negate)),
        ExprKind::Not(inner) => Some(fold(inner)?.map(|it| i32::from(it == 0))),
        ExprKind::Binary { operator, left, right } => {
            let (left, right) = (fold(left)?, fold(right)?);
            Some(left.and_then(|left| binary(*operator, left, right?)))
        }
        ExprKind::And(left, right) => match fold(left)? {
            Ok(0) => Some(Ok(0)),
            Ok(_) => Some(fold(right)?.map(|it| i32::from(it != 0))),
            Err(fault) => Some(Err(fault)),
        },
        ExprKind::Or(left, right) => match fold(left)? {
            Ok(0) => Some(fold(right)?.map(|it| i32::from(it != 0))),
            Ok(_) => Some(Ok(1)),
            Err(fault) => Some(Err(fault)),
        },
        _ => None,
    }
}
