//! The state graphs, schedules and chances that the specification states.

use std::collections::BTreeMap;

use super::explorer::{Graph, explore, keep_all, outcome, program};
use crate::machine::{Keep, Machine, Options};

fn counter(threads: usize, rounds: usize) -> String {
    format!("global x = 0\nthread T * {threads} {{ repeat {rounds} {{ x = x + 1 }} }}")
}

/// Explores a program and looks at the graph.
fn with<R>(source: &str, options: Options, look: impl FnOnce(&Machine, &Graph) -> R) -> R {
    let program = program(source);
    let machine = Machine::new(&program, options).unwrap();
    look(&machine, &explore(&machine))
}

/// The last value of x is asked for, so it is part of the end.
fn globals() -> Options {
    Options { keep: Keep { globals: true, ..Keep::default() }, ..Options::default() }
}

fn size(source: &str) -> (usize, usize) {
    with(source, globals(), |_, graph| graph.size())
}

#[test]
fn counters() {
    assert_eq!(size(&counter(2, 1)).0, 22);
    assert_eq!(size(&counter(2, 2)), (138, 202));
    assert_eq!(size(&counter(2, 3)), (585, 920));
    assert_eq!(size(&counter(2, 4)), (1_846, 3_048));
    assert_eq!(size(&counter(2, 5)), (4_715, 8_062));
    assert_eq!(size(&counter(3, 1)).0, 175);
    assert_eq!(size(&counter(3, 2)), (5_641, 11_508));
}

#[test]
fn dead_registers_are_cleared() {
    let options = Options { clear_dead: true, ..globals() };
    let size = |source: &str| with(source, options, |_, graph| graph.size());
    assert_eq!(size(&counter(2, 2)).0, 116);
    // Schedules and chances do not change.
    let ends = with(&counter(2, 2), options, |machine, graph| {
        graph.schedules(|it| machine.word(it, 0, false, 0))
    });
    assert_eq!(ends, finals(&counter(2, 2)));
}

#[test]
fn counter_under_a_mutex() {
    let source = |threads: usize| {
        format!(
            "global x\nmutex m\nthread T * {threads} {{ repeat 3 {{ lock(m); x = x + 1; unlock(m) }} }}"
        )
    };
    assert_eq!(size(&source(2)), (223, 234));
    assert_eq!(size(&source(3)), (5_608, 6_309));
}

#[test]
fn peterson() {
    let source = "global flag[2]\nglobal turn\nthread P(i) * 2 { loop {\n flag[i] = 1\n \
                  turn = 1 - i\n while flag[1 - i] == 1 && turn == 1 - i { }\n \
                  critical cs { flag[i] = 0 } } }";
    with(source, globals(), |machine, graph| {
        assert_eq!(graph.size(), (32, 64));
        for state in &graph.states {
            let inside = |it| machine.inside(state, it, 0);
            let count = machine.tasks(state).into_iter().filter(|it| inside(*it)).count();
            assert!(count < 2);
        }
    });
}

#[test]
fn philosophers() {
    let source = |n: usize| {
        format!(
            "const n = {n}\nmutex f[n]\nthread P(i) * n {{ loop {{ lock(f[i]); \
             lock(f[(i + 1) % n]); unlock(f[i]); unlock(f[(i + 1) % n]) }} }}"
        )
    };
    for (n, states, transitions) in [(3, 26, 51), (4, 80, 212), (5, 242, 805), (6, 728, 2_910)] {
        with(&source(n), globals(), |machine, graph| {
            assert_eq!(graph.size(), (states, transitions), "{n}");
            assert_eq!(graph.deadlocks(machine), (1, Some(n)), "{n}");
        });
    }
}

fn buffer(test: &str, check: bool) -> String {
    let (put, take) = match check {
        true => ("assert atomic_add(&n, 1) < 1", "assert atomic_add(&n, -1) > 0"),
        false => ("atomic_add(&n, 1)", "atomic_add(&n, -1)"),
    };
    format!(
        "global n\nmutex m\ncondition c\n\
         thread producer {{ repeat 2 {{ lock(m); {test} n == 1 {{ cond_wait(c, m) }}\n\
         {put}; cond_signal(c); unlock(m) }} }}\n\
         thread consumer * 2 {{ lock(m); {test} n == 0 {{ cond_wait(c, m) }}\n\
         {take}; cond_signal(c); unlock(m) }}"
    )
}

#[test]
fn bounded_buffer() {
    with(&buffer("while", true), globals(), |machine, graph| {
        assert_eq!(graph.size(), (160, 183));
        assert_eq!(graph.deadlocks(machine), (2, Some(22)));
    });
    // Without the assertion nothing ends early.
    with(&buffer("if", false), globals(), |_, graph| {
        assert_eq!(graph.size(), (172, 197));
    });
    with(&buffer("if", true), globals(), |machine, graph| {
        let dead = |it: &usize| machine.fault(&graph.states[*it], 0).is_some();
        let first = graph.ends().filter(dead).map(|it| graph.depth[it]).min();
        assert_eq!(first, Some(15));
        assert_eq!(graph.size(), BUFFER_WITH_IF);
    });
}

/// The table of facts has 156 states: there a failed assertion has no successor. Here the process
/// dies, which is a state of its own: one for each of the two consumers that can fail.
const BUFFER_WITH_IF: (usize, usize) = (156 + 2, 181);

fn finals(source: &str) -> Option<BTreeMap<i32, u64>> {
    with(source, globals(), |machine, graph| graph.schedules(|it| machine.word(it, 0, false, 0)))
}

#[test]
fn schedules() {
    #[track_caller]
    fn check(source: &str, expect: &[(i32, u64)]) {
        assert_eq!(finals(source), Some(expect.iter().copied().collect()), "{source}");
    }
    check(&counter(2, 1), &[(1, 18), (2, 2)]);
    check(&counter(2, 2), &[(2, 702), (3, 216), (4, 6)]);
    check(&counter(3, 1), &[(1, 1_404), (2, 270), (3, 6)]);
    check("global x = 100\nthread A * 2 { if x >= 80 { x = x - 80 } }", &[(-60, 8), (20, 62)]);
    check(
        "global x\nmutex m\nthread A { lock(m); x++; unlock(m) }\nthread B { x++ }",
        &[(1, 48), (2, 8)],
    );
}

#[test]
fn chances() {
    let chance = |source: &str, of: i32| {
        with(source, keep_all(), |machine, graph| {
            graph.chances(|it| machine.word(it, 0, false, 0)).get(&of).copied().unwrap_or(0.0)
        })
    };
    assert!((chance(&counter(2, 1), 2) - 0.25).abs() < 1e-9);
    assert!((chance(&counter(2, 2), 2) - 0.594727).abs() < 1e-6);
    let one = "global x\nmutex m\nthread A { lock(m); x++; unlock(m) }\nthread B { x++ }";
    assert!((chance(one, 1) - 0.625).abs() < 1e-9);
}

#[test]
fn crossed_locks() {
    let source = "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
                  thread B { lock(b); lock(a); unlock(a); unlock(b) }";
    with(source, globals(), |machine, graph| {
        let ends = graph.schedules(|it| outcome(machine, it)).unwrap();
        assert_eq!(ends, BTreeMap::from([("".into(), 4), ("A stuck B stuck".into(), 2)]));
    });
}
