//! The models whose numbers are known: every explorer of the same steps must find as many states,
//! transitions and schedules, to the unit.
//!
//! A model that takes long in a debug build is ignored there: `cargo test --release -- --ignored`.

use std::{collections::BTreeSet, ops::ControlFlow};

use num_bigint::BigUint;
use num_rational::BigRational;

use super::{compiled, states, weighed};
use crate::{
    lab::{Budget, Graph, explore},
    machine::{Keep, Machine, Options, State},
};

/// Registers keep their values, as in the models; the last values of globals are asked for.
fn plain() -> Options {
    Options { keep: Keep { globals: true, ..Keep::default() }, ..Options::default() }
}

fn with<R>(source: &str, options: Options, look: impl FnOnce(&Machine, &Graph) -> R) -> R {
    let program = compiled(source);
    let machine = Machine::new(&program, options).unwrap();
    let found = explore(&machine, Budget::default(), &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(found.stopped, None, "{source}");
    look(&machine, &found.graph)
}

fn size(source: &str, options: Options) -> (usize, usize) {
    with(source, options, |_, graph| (graph.len(), graph.transitions()))
}

fn x(machine: &Machine, state: &State) -> i32 {
    machine.word(state, 0, false, 0)
}

fn ends(graph: &Graph) -> impl Iterator<Item = usize> {
    (0..graph.len()).filter(|at| graph.targets(*at).unwrap().is_empty())
}

fn steps(graph: &Graph, at: usize) -> usize {
    graph.path(at).len() - 1
}

/// How many deadlocks, and the steps of the shortest way into one.
fn deadlocks(machine: &Machine, graph: &Graph) -> (usize, Option<usize>) {
    let stuck = |at: &usize| machine.deadlocked(&State::from_words(graph.state(*at)));
    let found: Vec<usize> = ends(graph).filter(stuck).collect();
    (found.len(), found.iter().map(|at| steps(graph, *at)).min())
}

/// (a) Threads that each add to a counter in rounds: load, add, store.
fn counter(threads: usize, rounds: usize) -> String {
    format!("global x = 0\nthread T * {threads} {{ repeat {rounds} {{ x = x + 1 }} }}")
}

/// Threads, rounds, states, transitions. The last value is anything from 2 (from 1 with one round) to
/// the number of all additions.
#[track_caller]
fn counters(options: Options, facts: &[(usize, usize, usize, usize)]) {
    for (threads, rounds, states, transitions) in facts.iter().copied() {
        with(&counter(threads, rounds), options, |machine, graph| {
            let found = (graph.len(), graph.transitions());
            assert_eq!(found, (states, transitions), "{threads} threads, {rounds} rounds");
            let state = |at| State::from_words(graph.state(at));
            let finals: BTreeSet<i32> = ends(graph).map(|at| x(machine, &state(at))).collect();
            let least = rounds.min(2);
            let all: BTreeSet<i32> = (least..=threads * rounds).map(|it| it as i32).collect();
            assert_eq!(finals, all, "{threads} threads, {rounds} rounds");
        });
    }
}

#[test]
fn a_counter() {
    // The facts leave out the transitions of one round.
    let facts = [
        (2, 1, 22, 28),
        (2, 2, 138, 202),
        (2, 3, 585, 920),
        (2, 4, 1_846, 3_048),
        (2, 5, 4_715, 8_062),
        (3, 1, 175, 288),
        (3, 2, 5_641, 11_508),
        (3, 3, 68_749, 157_749),
    ];
    counters(plain(), &facts);
}

#[test]
#[ignore = "up to 10.8 million states"]
fn a_counter_of_many() {
    let facts = [
        (3, 4, 448_372, 1_100_211),
        (4, 2, 337_872, 894_708),
        (3, 6, 6_528_097, 17_194_206),
        (4, 3, 10_803_559, 32_886_500),
    ];
    counters(plain(), &facts);
}

/// (ad) The same when a register is cleared once nobody will read it.
#[test]
fn a_counter_without_dead_registers() {
    let cleared = Options { clear_dead: true, ..plain() };
    counters(cleared, &[(3, 3, 30_902, 80_604)]);
    // The language's own number: 116 states where there are 138.
    assert_eq!(size(&counter(2, 2), cleared).0, 116);
}

#[test]
#[ignore = "2.7 million states"]
fn a_counter_of_many_without_dead_registers() {
    counters(Options { clear_dead: true, ..plain() }, &[(4, 3, 2_746_013, 9_775_860)]);
}

/// (b) The counter under a mutex.
fn guarded(facts: &[(usize, usize, usize, usize)]) {
    for (threads, rounds, states, transitions) in facts.iter().copied() {
        let source = format!(
            "global x\nmutex m\n\
             thread T * {threads} {{ repeat {rounds} {{ lock(m); x = x + 1; unlock(m) }} }}"
        );
        with(&source, plain(), |machine, graph| {
            assert_eq!((graph.len(), graph.transitions()), (states, transitions), "{source}");
            for at in ends(graph) {
                let state = State::from_words(graph.state(at));
                assert_eq!(x(machine, &state), (threads * rounds) as i32);
            }
        });
    }
}

#[test]
fn a_counter_under_a_mutex() {
    guarded(&[(2, 3, 223, 234), (3, 3, 5_608, 6_309)]);
}

#[test]
#[ignore = "600,000 states"]
fn a_counter_of_many_under_a_mutex() {
    guarded(&[(3, 8, 618_673, 756_264), (4, 3, 219_013, 260_844)]);
}

/// The size of a program that goes round for ever, and the most tasks inside `cs` at once.
fn exclusion(source: &str) -> (usize, usize, usize) {
    with(source, plain(), |machine, graph| {
        let inside = |state: &State| {
            machine.tasks(state).iter().filter(|it| machine.inside(state, **it, 0)).count()
        };
        let most = states(graph).iter().map(inside).max().unwrap();
        assert_eq!(ends(graph).count(), 0, "{source}");
        (graph.len(), graph.transitions(), most)
    })
}

/// (c) Peterson's algorithm, its entry as given.
fn peterson(entry: &str) -> String {
    format!(
        "global flag[2]\nglobal turn\nthread P(i) * 2 {{ loop {{ {entry}\n\
         while flag[1 - i] == 1 && turn == 1 - i {{ }}\n critical cs {{ flag[i] = 0 }} }} }}"
    )
}

#[test]
fn petersons_algorithm() {
    assert_eq!(exclusion(&peterson("flag[i] = 1; turn = 1 - i")), (32, 64, 1));
    // Broken without either line, and in the other order.
    for entry in ["flag[i] = 1", "turn = 1 - i", "turn = 1 - i; flag[i] = 1"] {
        assert_eq!(exclusion(&peterson(entry)).2, 2, "{entry}");
    }
}

/// (c') The filter lock. A level is written out, and the others of `i` are asked in order, so that
/// what is chosen rides on the read.
fn filter(threads: usize) -> String {
    let mut body = String::new();
    for level in 1..threads {
        let others = (0..threads - 1).map(|it| format!("level[{it} + (i <= {it})] >= {level}"));
        let others = others.collect::<Vec<_>>().join(" || ");
        body += &format!(
            "level[i] = {level}\nvictim[{level}] = i\n\
             while ({others}) && victim[{level}] == i {{ }}\n"
        );
    }
    format!(
        "global level[{threads}]\nglobal victim[{threads}]\n\
         thread P(i) * {threads} {{ loop {{ {body} critical cs {{ level[i] = 0 }} }} }}"
    )
}

#[test]
fn the_filter_lock() {
    assert_eq!(exclusion(&filter(2)), (32, 64, 1));
    assert_eq!(exclusion(&filter(3)), (1_605, 4_815, 1));
}

#[test]
#[ignore = "110,490 states"]
fn the_filter_lock_of_four() {
    assert_eq!(exclusion(&filter(4)), (110_490, 441_960, 1));
}

/// (d) Philosophers; the last may take its right stick first.
fn philosophers(n: usize, left_handed: bool) -> String {
    let (first, second) = match left_handed {
        true => ("(i + (i == n - 1)) % n", "(i + (i != n - 1)) % n"),
        false => ("i", "(i + 1) % n"),
    };
    format!(
        "const n = {n}\nmutex f[n]\nthread P(i) * n {{ loop {{ \
         lock(f[{first}]); lock(f[{second}]); unlock(f[{first}]); unlock(f[{second}]) }} }}"
    )
}

#[test]
fn dining_philosophers() {
    for n in 2..=8 {
        with(&philosophers(n, false), plain(), |machine, graph| {
            let fact =
                [(3, 26, 51), (4, 80, 212), (5, 242, 805), (6, 728, 2_910), (8, 6_560, 34_984)];
            if let Some((_, states, transitions)) = fact.into_iter().find(|it| it.0 == n) {
                assert_eq!((graph.len(), graph.transitions()), (states, transitions), "{n}");
            }
            assert_eq!(deadlocks(machine, graph), (1, Some(n)), "{n}");
        });
        with(&philosophers(n, true), plain(), |machine, graph| {
            assert_eq!(deadlocks(machine, graph), (0, None), "{n}");
        });
    }
}

/// (e) A bounded buffer: producers and consumers, their rounds, the room in it.
struct Buffer {
    producers: usize,
    consumers: usize,
    put: usize,
    take: usize,
    room: usize,
    test: &'static str,
    conditions: usize,
    asserts: bool,
}

impl Buffer {
    fn source(&self) -> String {
        let Buffer { producers, consumers, put, take, room, test, conditions, asserts } = self;
        let (full, empty) = if *conditions == 1 { ("c", "c") } else { ("c", "d") };
        let (add, remove) = match asserts {
            true => (
                format!("assert atomic_add(&n, 1) < {room}"),
                "assert atomic_add(&n, -1) > 0".to_owned(),
            ),
            false => ("atomic_add(&n, 1)".to_owned(), "atomic_add(&n, -1)".to_owned()),
        };
        format!(
            "global n\nmutex m\ncondition c\ncondition d\n\
             thread producer * {producers} {{ repeat {put} {{ lock(m)\n\
             {test} n == {room} {{ cond_wait({full}, m) }}\n\
             {add}; cond_signal({empty}); unlock(m) }} }}\n\
             thread consumer * {consumers} {{ repeat {take} {{ lock(m)\n\
             {test} n == 0 {{ cond_wait({empty}, m) }}\n\
             {remove}; cond_signal({full}); unlock(m) }} }}"
        )
    }

    /// States, transitions, deadlocks, the steps into the first.
    #[track_caller]
    fn check(&self, states: usize, transitions: usize, deadlocked: (usize, Option<usize>)) {
        with(&self.source(), plain(), |machine, graph| {
            assert_eq!((graph.len(), graph.transitions()), (states, transitions));
            assert_eq!(deadlocks(machine, graph), deadlocked);
        });
    }
}

const BUFFER: Buffer = Buffer {
    producers: 1,
    consumers: 2,
    put: 2,
    take: 1,
    room: 1,
    test: "while",
    conditions: 1,
    asserts: true,
};

#[test]
fn a_bounded_buffer() {
    BUFFER.check(160, 183, (2, Some(22)));
    Buffer { conditions: 2, ..BUFFER }.check(152, 175, (0, None));
    Buffer { consumers: 1, put: 4, take: 4, test: "if", ..BUFFER }.check(115, 127, (0, None));
    // Without the assertion nothing ends early.
    Buffer { test: "if", asserts: false, ..BUFFER }.check(172, 197, (0, None));
    Buffer { producers: 2, consumers: 3, put: 3, take: 2, room: 2, ..BUFFER }.check(
        61_963,
        83_295,
        (50, Some(57)),
    );
}

/// `if` instead of `while`: an item is taken from an empty buffer, at soonest in the 15th step.
///
/// The fact has 156 states and 181 transitions: there a failed assertion has no successor state.
/// Here the process dies of it, and what is left is a state. Two of the 181 transitions fail (each
/// consumer can be the one that wakes and finds nothing), and they lead to two states that differ
/// in who died: 156 + 2 states. The transitions are the same, for the failing step is one in both.
#[test]
fn a_bounded_buffer_with_if() {
    let source = Buffer { test: "if", ..BUFFER }.source();
    with(&source, plain(), |machine, graph| {
        assert_eq!((graph.len(), graph.transitions()), (156 + 2, 181));
        let died = |at: &usize| machine.fault(&State::from_words(graph.state(*at)), 0).is_some();
        let failed: Vec<usize> = ends(graph).filter(died).collect();
        assert_eq!(failed.len(), 2);
        assert_eq!(failed.iter().map(|at| steps(graph, *at)).min(), Some(15));
    });
}

#[test]
#[ignore = "up to 10.6 million states"]
fn a_bounded_buffer_of_many() {
    let buffer = Buffer { producers: 3, consumers: 3, put: 2, take: 2, room: 2, ..BUFFER };
    buffer.check(219_745, 304_689, (144, Some(57)));
    Buffer { put: 4, take: 4, ..buffer }.check(10_621_001, 15_701_832, (3_068, Some(63)));
}

/// Schedules of each last value of x.
#[test]
fn schedules() {
    #[track_caller]
    fn check(source: &str, expect: &[(i32, u64)]) {
        let found = with(source, plain(), |machine, graph| weighed(graph, |it| x(machine, it)));
        let found: Vec<_> = found.into_iter().map(|it| (it.0, it.1.0)).collect();
        let expect: Vec<_> = expect.iter().map(|it| (it.0, BigUint::from(it.1))).collect();
        assert_eq!(found, expect, "{source}");
    }
    check(&counter(2, 1), &[(1, 18), (2, 2)]);
    check(&counter(2, 2), &[(2, 702), (3, 216), (4, 6)]);
    check(&counter(3, 1), &[(1, 1_404), (2, 270), (3, 6)]);
    // Two withdrawals of 80 from 100, each if there is enough.
    check("global x = 100\nthread A * 2 { if x >= 80 { x = x - 80 } }", &[(-60, 8), (20, 62)]);
    // A lock that only one of them takes.
    check(
        "global x\nmutex m\nthread A { lock(m); x++; unlock(m) }\nthread B { x++ }",
        &[(1, 48), (2, 8)],
    );
    let all = |threads, rounds| {
        with(&counter(threads, rounds), plain(), |_, graph| weighed(graph, |_| ())[&()].0.clone())
    };
    assert_eq!(all(2, 3), BigUint::from(48_620_u64));
    assert_eq!(all(3, 2), BigUint::from(17_153_136_u64));
    // Two locks crossed: 6 schedules, of which 2 end in the deadlock.
    let crossed = "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
                   thread B { lock(b); lock(a); unlock(a); unlock(b) }";
    let ends = with(crossed, plain(), |machine, graph| {
        weighed(graph, |it| machine.deadlocked(it)).into_values().map(|it| it.0).collect::<Vec<_>>()
    });
    assert_eq!(ends, [BigUint::from(4_u32), BigUint::from(2_u32)]);
}

#[test]
#[ignore = "big numbers over 157,749 transitions"]
fn schedules_of_many() {
    with(&counter(3, 3), plain(), |_, graph| {
        assert_eq!(weighed(graph, |_| ())[&()].0, BigUint::from(227_873_431_500_u64));
    });
}

/// The probability that x is 2 when each move is drawn evenly.
#[test]
fn chances() {
    #[track_caller]
    fn check(source: &str, of: i32, expect: (u64, u64)) {
        let found = with(source, plain(), |machine, graph| weighed(graph, |it| x(machine, it)));
        let expect = BigRational::new(expect.0.into(), expect.1.into());
        assert_eq!(found[&of].1, expect, "{source}");
    }
    check(&counter(2, 1), 2, (1, 4));
    check(&counter(2, 2), 2, (609, 1024));
    let one = "global x\nmutex m\nthread A { lock(m); x++; unlock(m) }\nthread B { x++ }";
    check(one, 1, (5, 8));
    // 2 x 3: 0.5768 %.
    let found = with(&counter(2, 3), plain(), |machine, graph| weighed(graph, |it| x(machine, it)));
    let millionths = &found[&2].1 * BigRational::from_integer(1_000_000.into());
    assert_eq!(millionths.round().to_integer(), 5_768.into());
}
