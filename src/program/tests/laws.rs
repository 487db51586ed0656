//! What holds for any text: no panic, sound places, the same program twice; and printing a tree and
//! reading it again gives the same tree.

use proptest::prelude::*;

use super::print;
use crate::program::{claim, compile, parser, syntax::*};
use crate::{
    program::{Program, code::Binary},
    text::Span,
};

const GOOD: &str = "const n = 2\nglobal x = 0\nglobal a[4]\nshared s\nmutex m\nsemaphore t = 1\n\
    condition c\npipe q[2]\nfn f(k) { let y = k; return y + *(&x) }\nthread A at 3 { lock(m); x = x + 1\n\
    unlock(m); repeat n { a[x] += 1 } }\nthread P(i) * n { while s == 1 && a[i] > 0 { cond_wait(c, m) }\n\
    critical cs { x = f(2) } }\nprocess shop * 2 { global v\n let h = fork(); if h == 0 { exit(0) }\n\
    else { wait(h) } print(read(q)) }\n";

fn sound(text: &str) -> Result<(), TestCaseError> {
    match compile(text) {
        Ok(program) => {
            prop_assert_eq!(&compile(text).ok(), &Some(program.clone()));
            shape(text, &program)?;
        }
        Err(findings) => {
            prop_assert!(!findings.is_empty());
            for finding in findings {
                let span = finding.span;
                prop_assert!(text.get(span.start..span.end).is_some(), "{:?}", finding);
            }
        }
    }
    Ok(())
}

/// Every instruction has a place in the text and leads to places of its own routine, and no way of
/// free instructions comes back to where it began.
fn shape(text: &str, program: &Program) -> Result<(), TestCaseError> {
    for routine in &program.routines {
        for at in routine.entry..routine.end {
            let instr = program.code[at as usize];
            for span in [instr.span, instr.statement] {
                prop_assert!(text.get(span.start..span.end).is_some());
            }
            let mut inside = true;
            instr.op.successors(at, &mut |next| {
                inside &= (routine.entry..routine.end).contains(&next);
            });
            prop_assert!(inside, "{:?}", instr);
            let mut seen = std::collections::HashSet::new();
            let mut open = vec![at];
            while let Some(place) = open.pop() {
                if program.code[place as usize].free && seen.insert(place) {
                    program.code[place as usize].op.successors(place, &mut |next| {
                        open.push(next);
                        // Back where it began without a step in between.
                        assert!(next != at || !instr.free, "{text}");
                    });
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        sound(&text)?;
        let program = compile(GOOD).unwrap();
        if let Err(findings) = claim(&program, &text) {
            for it in findings {
                prop_assert!(text.get(it.span.start..it.span.end).is_some());
            }
        }
    }

    #[test]
    fn any_words(words in proptest::collection::vec(prop::sample::select(vec![
        "x", "a", "m", "c", "f", "(", ")", "[", "]", "{", "}", "=", "==", "+", "-", "*", "&", "&&",
        "||", "!", "++", "1", "0", ",", ";", "\n", "let", "if", "else", "while", "loop", "repeat",
        "break", "return", "critical", "assert", "spawn", "thread", "process", "global", "const",
        "mutex", "lock", "fork", "fn", "at", "shared", "한", "#",
    ]), 0..60)) {
        sound(&words.join(" "))?;
    }

    #[test]
    fn any_edit(edits in proptest::collection::vec(
        (any::<prop::sample::Index>(), 0..3_u8, "[(){}\\[\\]=+*&\n x1가;]"), 1..4)) {
        let mut letters: Vec<char> = GOOD.chars().collect();
        for (place, kind, new) in edits {
            let place = place.index(letters.len());
            let new = new.chars().next().unwrap_or(' ');
            match kind {
                0 => drop(letters.remove(place)),
                1 => letters.insert(place, new),
                _ => letters[place] = new,
            }
        }
        sound(&letters.into_iter().collect::<String>())?;
    }

    #[test]
    fn print_and_read(statements in proptest::collection::vec(statement(), 1..6)) {
        let tree = Tree { items: statements.into_iter().map(Item::Statement).collect() };
        let text = print::tree(&tree);
        let parsed = parser::parse(&text);
        prop_assert_eq!(&parsed.findings, &vec![], "{}", text);
        prop_assert_eq!(print::tree(&parsed.tree), text.clone());
        let plain = |tree: &Tree| {
            let debug = format!("{tree:?}");
            // Places differ: the generated tree has none.
            let mut rest = debug.as_str();
            let mut out = String::new();
            while let Some((before, after)) = rest.split_once("Span {") {
                out.push_str(before);
                rest = after.split_once('}').map_or("", |it| it.1);
            }
            out + rest
        };
        prop_assert_eq!(plain(&parsed.tree), plain(&tree), "{}", text);
    }
}

#[test]
fn the_good_program_is_good() {
    assert!(compile(GOOD).is_ok(), "{:#?}", compile(GOOD));
}

fn e(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::default() }
}

fn name() -> impl Strategy<Value = Name> {
    prop::sample::select(vec!["x", "y", "stock", "값"])
        .prop_map(|it| Name { text: it.into(), span: Span::default() })
}

fn place() -> impl Strategy<Value = Expr> {
    name().prop_map(|it| e(ExprKind::Name(it.text)))
}

fn operator() -> impl Strategy<Value = Binary> {
    use Binary::*;
    prop::sample::select(vec![
        Add,
        Subtract,
        Multiply,
        Divide,
        Remainder,
        Equal,
        NotEqual,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
    ])
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        any::<i32>().prop_map(|it| e(ExprKind::Number(it))),
        place(),
        place().prop_map(|it| e(ExprKind::AddressOf(Box::new(it)))),
    ];
    leaf.prop_recursive(5, 24, 3, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        prop_oneof![
            (operator(), boxed.clone(), boxed.clone())
                .prop_map(|(operator, left, right)| e(ExprKind::Binary { operator, left, right })),
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| e(ExprKind::And(a, b))),
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| e(ExprKind::Or(a, b))),
            boxed.clone().prop_map(|it| e(ExprKind::Not(it))),
            boxed.clone().prop_map(|it| e(ExprKind::Deref(it))),
            // `-` and a number are one number.
            boxed.clone().prop_map(|it| match it.kind {
                ExprKind::Number(_) => *it,
                _ => e(ExprKind::Negate(it)),
            }),
            (place().prop_map(Box::new), boxed)
                .prop_map(|(array, index)| e(ExprKind::Index { array, index })),
            (name(), proptest::collection::vec(inner.clone(), 0..3))
                .prop_map(|(name, arguments)| e(ExprKind::Call { name, arguments })),
            (name(), proptest::collection::vec(inner, 0..3))
                .prop_map(|(name, arguments)| e(ExprKind::Spawn { name, arguments })),
        ]
    })
}

fn s(kind: StatementKind) -> Statement {
    Statement { kind, span: Span::default() }
}

fn statement() -> impl Strategy<Value = Statement> {
    let target = prop_oneof![place(), place().prop_map(|it| e(ExprKind::Deref(Box::new(it))))];
    let step = prop::sample::select(vec![Binary::Add, Binary::Subtract]);
    let call = (name(), proptest::collection::vec(expr(), 0..3))
        .prop_map(|(name, arguments)| e(ExprKind::Call { name, arguments }));
    let leaf = prop_oneof![
        (name(), expr()).prop_map(|(name, value)| s(StatementKind::Let { name, value })),
        (target.clone(), expr()).prop_map(|(place, value)| {
            s(StatementKind::Assign { place, operator: None, value: Some(value) })
        }),
        (target, step, proptest::option::of(expr())).prop_map(|(place, operator, value)| {
            s(StatementKind::Assign { place, operator: Some(operator), value })
        }),
        call.prop_map(|it| s(StatementKind::Call(it))),
        Just(s(StatementKind::Break)),
        proptest::option::of(expr()).prop_map(|it| s(StatementKind::Return(it))),
        expr().prop_map(|it| s(StatementKind::Assert(it))),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let block = proptest::collection::vec(inner, 0..3)
            .prop_map(|statements| Block { statements, span: Span::default() });
        prop_oneof![
            (
                proptest::collection::vec((expr(), block.clone()), 1..3),
                proptest::option::of(block.clone())
            )
                .prop_map(|(arms, otherwise)| s(StatementKind::If { arms, otherwise })),
            (expr(), block.clone())
                .prop_map(|(condition, body)| s(StatementKind::While { condition, body })),
            (expr(), block.clone())
                .prop_map(|(count, body)| s(StatementKind::Repeat { count, body })),
            block.clone().prop_map(|it| s(StatementKind::Loop(it))),
            (name(), block).prop_map(|(name, body)| s(StatementKind::Critical { name, body })),
        ]
    })
}
