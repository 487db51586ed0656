//! A tree of statements → text, with every bracket: only for the test that reads it again.

use crate::program::{code::Binary, pretty::mark, syntax::*};

/// The text of a tree of statements.
pub fn tree(tree: &Tree) -> String {
    let statements = tree.items.iter().map(|it| match it {
        Item::Statement(it) => statement(it),
        _ => String::new(),
    });
    statements.collect::<Vec<_>>().join("\n")
}

fn block(block: &Block) -> String {
    let statements: Vec<_> = block.statements.iter().map(statement).collect();
    format!("{{ {} }}", statements.join("; "))
}

fn statement(it: &Statement) -> String {
    match &it.kind {
        StatementKind::Let { name, value } => format!("let {} = {}", name.text, expr(value)),
        StatementKind::Assign { place, operator, value } => {
            let mark = if *operator == Some(Binary::Add) { "+" } else { "-" };
            let deref = matches!(place.kind, ExprKind::Deref(_));
            let place = expr(place);
            match (operator, value) {
                (None, Some(value)) => format!("{place} = {}", expr(value)),
                (_, Some(value)) => format!("{place} {mark}= {}", expr(value)),
                (_, None) if deref => format!("({place}){mark}{mark}"),
                (_, None) => format!("{place}{mark}{mark}"),
            }
        }
        StatementKind::Call(call) => expr(call),
        StatementKind::If { arms, otherwise } => {
            let arms: Vec<_> =
                arms.iter().map(|(c, body)| format!("if {} {}", expr(c), block(body))).collect();
            let otherwise = otherwise.as_ref().map(|it| format!("\nelse {}", block(it)));
            arms.join(" else ") + &otherwise.unwrap_or_default()
        }
        StatementKind::While { condition, body } => {
            format!("while {} {}", expr(condition), block(body))
        }
        StatementKind::Repeat { count, body } => format!("repeat {} {}", expr(count), block(body)),
        StatementKind::Loop(body) => format!("loop {}", block(body)),
        StatementKind::Break => "break".into(),
        StatementKind::Return(None) => "return".into(),
        StatementKind::Return(Some(value)) => format!("return {}", expr(value)),
        StatementKind::Critical { name, body } => format!("critical {} {}", name.text, block(body)),
        StatementKind::Assert(condition) => format!("assert {}", expr(condition)),
    }
}

fn list(arguments: &[Expr]) -> String {
    arguments.iter().map(expr).collect::<Vec<_>>().join(", ")
}

fn operand(it: &Expr) -> String {
    match it.kind {
        ExprKind::Binary { .. } | ExprKind::And(..) | ExprKind::Or(..) => format!("({})", expr(it)),
        _ => expr(it),
    }
}

fn expr(it: &Expr) -> String {
    match &it.kind {
        ExprKind::Number(value) => value.to_string(),
        ExprKind::Name(name) => name.to_string(),
        ExprKind::Index { array, index } => format!("{}[{}]", expr(array), expr(index)),
        ExprKind::Deref(inner) => format!("*{}", operand(inner)),
        ExprKind::AddressOf(inner) => format!("&{}", operand(inner)),
        // Two signs would be `--`.
        ExprKind::Negate(inner) => format!("-({})", expr(inner)),
        ExprKind::Not(inner) => format!("!{}", operand(inner)),
        ExprKind::Binary { operator, left, right } => {
            format!("{} {} {}", operand(left), mark(*operator).0, operand(right))
        }
        ExprKind::And(left, right) => format!("{} && {}", operand(left), operand(right)),
        ExprKind::Or(left, right) => format!("{} || {}", operand(left), operand(right)),
        ExprKind::Call { name, arguments } => format!("{}({})", name.text, list(arguments)),
        ExprKind::Spawn { name, arguments } => format!("spawn {}({})", name.text, list(arguments)),
    }
}
