//! What each statement costs: the steps that learners see.

use crate::program::{Program, compile};

/// The steps of the first task, joined by ` · `.
fn steps(source: &str) -> String {
    let program = program(source);
    listing(&program, 0)
}

fn program(source: &str) -> Program {
    compile(source).unwrap_or_else(|findings| panic!("{source}\n{findings:#?}"))
}

fn listing(program: &Program, task: usize) -> String {
    let steps = program.listing(task).unwrap().steps();
    steps.into_iter().map(|it| it.1).collect::<Vec<_>>().join(" · ")
}

/// What everything below may use.
const NAMES: &str = "
const n = 3
const no = 0
global x
global z
global g
global p
global a[4]
global flag[2]
global turn
shared s
mutex m
mutex stick[n]
semaphore slots = 2
condition c
pipe q[4]
fn f(k) { return k + 1 }
fn act() { x = 1 }
";

#[test]
fn each_statement() {
    #[track_caller]
    fn check(body: &str, expect: &str) {
        let source = format!("{NAMES}\nthread A {{ let y = 0; let i = 0\n{body}\n}}");
        let prefix = "y = 0 · i = 0";
        let steps = steps(&source);
        let rest = steps.strip_prefix(prefix).unwrap_or(&steps);
        assert_eq!(rest.trim_start_matches(" · "), expect, "{body}");
    }
    // Assignments: loads, one compute if a value is calculated, one store.
    check("x = x + 1", "load r, x · add r, 1 · store x, r");
    check("x = 5", "store x, 5");
    check("x = n * 2 + 1", "store x, 7");
    check("x = z", "load r, z · store x, r");
    check("x = y", "store x, y");
    check("x = y + 1", "r = y + 1 · store x, r");
    check("x = -z", "load r, z · r = -r · store x, r");
    check("x = x + z * 2 - y", "load r0, x · load r1, z · r0 = r0 + r1 * 2 - y · store x, r0");
    check("x = s", "load r, s · store x, r");
    check("x += 1", "load r, x · add r, 1 · store x, r");
    check("x -= z", "load r0, x · load r1, z · sub r0, r1 · store x, r0");
    check("x++", "load r, x · add r, 1 · store x, r");
    check("x--", "load r, x · sub r, 1 · store x, r");
    check("a[1] = 2", "store a[1], 2");
    check("a[g] += 1", "load r0, g · load r1, a[r0] · add r1, 1 · store a[r0], r1");
    check("a[i + 1] = x", "load r, x · store a[i + 1], r");
    check("a[g] = x", "load r0, g · load r1, x · store a[r0], r1");
    check("x = a[a[g]]", "load r0, g · load r1, a[r0] · load r2, a[r1] · store x, r2");
    check("x = y *p", "load r, p · r = y * r · store x, r");
    check("x = *p", "load r0, p · load r1, *r0 · store x, r1");
    check("*p = 1", "load r, p · store *r, 1");
    check("(*p)++", "load r0, p · load r1, *r0 · add r1, 1 · store *r0, r1");
    check("*(p + 1) = x", "load r0, p · load r1, x · store *(r0 + 1), r1");
    check("p = &x", "store p, &x");
    check("p = &a[2]", "store p, &a[2]");
    check("p = &a[g]", "load r, g · store p, &a[0] + r");
    check("x = 1 / no", "r = 1 / 0 · store x, r");
    // Locals take their value with the last load, compute or operation.
    check("y = 5", "y = 5");
    check("y = i", "y = i");
    check("y = x", "load r, x; y = r");
    check("y = x + 1", "load r, x · add r, 1; y = r");
    check("y += x", "load r, x · r = y + r; y = r");
    check("i++", "i = i + 1");
    check("i -= 2", "i = i - 2");
    check("y = malloc(2)", "y = malloc 2");
    check("y = f(x)", "load r, x · y = call f(r)");
    check("x = malloc(i + 1)", "r = malloc i + 1 · store x, r");
    check("y = x && z", "load r, x; if r · load r, z; if r · r = r; y = r");
    // Conditions ride on their last load or operation.
    check("if x == 1 { z = 2 }", "load r, x; if r == 1 · store z, 2");
    check("if x == 1 && y == 2 { z = 2 }", "load r, x; if r == 1 · if y == 2 · store z, 2");
    check(
        "if x == 1 || z == 2 { z = 3 } else { z = 4 }",
        "load r, x; if r == 1 · load r, z; if r == 2 · store z, 3 · store z, 4",
    );
    check("if !(x == z) { g = 1 }", "load r0, x · load r1, z; if r0 == r1 · store g, 1");
    check("if y { x = 1 }", "if y · store x, 1");
    check("if x + 1 == 2 { z = 1 }", "load r, x; if r + 1 == 2 · store z, 1");
    check("if n == 3 { x = 1 } else { x = 2 }", "store x, 1");
    check(
        "if no { x = 1 }\nelse if z { x = 2 }\nelse { x = 3 }",
        "load r, z; if r · store x, 2 · store x, 3",
    );
    check("if no && x { x = 1 }", "");
    check("if n == 3 && x { x = 1 }", "load r, x; if r · store x, 1");
    check("if test_and_set(&x) == 0 { z = 1 }", "r = test_and_set x; if r == 0 · store z, 1");
    check(
        "while flag[1] == 1 && turn == 1 { }",
        "load r, flag[1]; if r == 1 · load r, turn; if r == 1",
    );
    check("while i < 3 { i++ }", "if i < 3 · i = i + 1");
    check("while no { x = 1 }", "");
    check("assert x > 0", "load r, x; assert r > 0");
    check("assert y > 0", "assert y > 0");
    check("assert n > 0", "");
    check("assert no", "assert 0");
    check("assert atomic_add(&x, -1) > 0", "r = atomic_add x, -1; assert r > 0");
    check("assert x && z", "load r, x; if r · load r, z; if r; assert 0");
    // Built-ins are one step after the loads of their arguments.
    check("print(x)", "load r, x · print r");
    check("print(x + 1)", "load r, x · print r + 1");
    check("print(5)", "print 5");
    check("lock(m); unlock(m)", "lock m · unlock m");
    check("lock(stick[1]); lock(stick[(i + 1) % n])", "lock stick[1] · lock stick[(i + 1) % 3]");
    check("lock(stick[x])", "load r, x · lock stick[r]");
    check("sem_wait(slots); sem_post(slots)", "sem_wait slots · sem_post slots");
    check("cond_wait(c, m)", "release m, sleep on c · retake m");
    check("cond_signal(c); cond_broadcast(c)", "cond_signal c · cond_broadcast c");
    check("atomic_add(&x, z)", "load r, z · atomic_add x, r");
    check("atomic_add(p, 1)", "load r, p · atomic_add *r, 1");
    check("y = compare_and_swap(&x, 0, 1)", "y = compare_and_swap x, 0, 1");
    check("free(p)", "load r, p · free r");
    check("write(q, x); y = read(q)", "load r, x · write q, r · y = read q");
    check("let child = fork()", "child = fork");
    check("wait(y); exit(0)", "wait y · exit 0");
    check("y = spawn f(x); join(y)", "load r, x · y = spawn f(r) · join y");
    check("yield(); compute(10); io(5)", "yield · compute 10 · io 5");
    check("act()", "call act()");
    check(
        "x = f(x) + f(2)",
        "load r0, x · r1 = call f(r0) · r2 = call f(2) · r0 = r1 + r2 · store x, r0",
    );
    check("critical cs { x = 1 }", "store x, 1");
    // Bookkeeping costs nothing; a round that might have no step gets one.
    check("repeat 3 { x = 1 }", "store x, 1");
    check("repeat x { x = 1 }", "load r, x · store x, 1");
    check("repeat 3 { }", "");
    check("repeat 0 { x = 1 }", "");
    check("repeat y { repeat i { x = 1 } }", "store x, 1 · pass");
    check("repeat 9 { repeat 2 { x = 1 } }", "store x, 1");
    check("loop { }", "pass");
    check("loop { x = 1; if x == 2 { break } }", "store x, 1 · load r, x; if r == 2");
    check("while n > 2 { repeat y { x = 1 } }", "store x, 1 · pass");
    check("loop { break }", "");
    check("return", "");
}

#[test]
fn functions_threads_and_pointers() {
    let source = "global x\nfn w(k) { let y = k; x = x + y }\nthread A { w(1) }\n\
                  thread B { let t = spawn w(2); join(t) }";
    let program = program(source);
    let all: Vec<String> = program
        .routines
        .iter()
        .zip(0..)
        .map(|(routine, at)| {
            let listing = program.routine_listing(at, 0).unwrap();
            let steps: Vec<_> = listing.steps().into_iter().map(|it| it.1).collect();
            format!("{} {:?}: {}", routine.name, routine.kind, steps.join(" · "))
        })
        .collect();
    assert_eq!(
        all,
        [
            "A Thread: call w(1)",
            "B Thread: t = spawn w(2) · join t",
            "w Called: y = k · load r, x · add r, y · store x, r · return 0",
            "w Spawned: y = k · load r, x · add r, y · store x, r",
        ]
    );
    // A local whose address is taken is shared.
    assert_eq!(
        steps("global p\nthread A { let y = 1; p = &y; y++; let w = y; while y < 3 { } }"),
        "store y, 1 · store p, &y · load r, y · add r, 1 · store y, r · load r, y; w = r · \
         load r, y; if r < 3"
    );
}

#[test]
fn tasks_and_names() {
    #[track_caller]
    fn check(source: &str, expect: &[&str]) {
        let program = program(source);
        let names: Vec<_> = program
            .tasks
            .iter()
            .map(|it| {
                format!(
                    "{}/{}@{}!{} g{}",
                    program.processes[it.process].name, it.name, it.arrival, it.priority, it.group
                )
            })
            .collect();
        assert_eq!(names, expect, "{source}");
    }
    check("x = 1\nglobal x", &["main/main@0!0 g0"]);
    check(
        "const n = 2\nthread A { yield() }\nthread B * n { yield() }\nthread C * 0 { yield() }",
        &["main/A@0!0 g0", "main/B1@0!0 g1", "main/B2@0!0 g1"],
    );
    check("global f[2]\nthread P(i) * 2 { f[i] = 1 }", &["main/P1@0!0 g0", "main/P2@0!0 g1"]);
    check(
        "thread L at 10 priority 2 { yield() }\nthread M priority -1 { yield() }",
        &["main/L@10!2 g0", "main/M@0!-1 g1"],
    );
    check(
        "process shop { yield() }\nprocess two at 3 { thread A { yield() }\n thread B at 4 { yield() } }",
        &["shop/shop@0!0 g0", "two/two.A@3!0 g1", "two/two.B@4!0 g2"],
    );
    check("process editor * 2 { yield() }", &["editor1/editor1@0!0 g0", "editor2/editor2@0!0 g1"]);
    check(
        "thread A { yield() }\nprocess b { thread A { yield() } }",
        &["main/A@0!0 g0", "b/b.A@0!0 g1"],
    );

    let program =
        program("global t[2]\nthread P(i) * 2 { if i == 1 { t[i] = 5 } else { t[0] = i } }");
    assert_eq!([0, 1].map(|it| listing(&program, it)), ["store t[0], 0", "store t[1], 5"]);
    let program = self::program("process e(k) * 2 { global v\n v = k }");
    assert_eq!([0, 1].map(|it| listing(&program, it)), ["store v, 0", "store v, 1"]);
}

#[test]
fn facts() {
    let program = program(
        "global x\nglobal p\nfn leaf(k) { let y = k; return y }\nfn mid(k) { return leaf(k) + 1 }\n\
         fn round(k) { if k > 0 { round(k - 1) } }\n\
         thread A { let v = mid(2); critical cs { x = v + leaf(x) } }\nthread B { round(3) }",
    );
    let depth = |name: &str| {
        let routine = program.routines.iter().find(|it| &*it.name == name).unwrap();
        (routine.call_depth, routine.stack_words)
    };
    assert_eq!(depth("leaf"), (Some(0), Some(2)));
    assert_eq!(depth("mid"), (Some(1), Some(1 + 1 + 2)));
    assert_eq!(depth("A"), (Some(2), Some(1 + 1 + 4)));
    assert_eq!(depth("round"), (None, None));
    assert_eq!(depth("B"), (None, None));
    let listing = program.listing(0).unwrap();
    let facts: Vec<_> = listing
        .steps()
        .into_iter()
        .map(|(at, text)| {
            let it = &program.code[at as usize];
            (text, it.local, it.regions, it.live_registers, it.live_locals)
        })
        .collect();
    assert_eq!(
        facts,
        [
            ("v = call mid(2)".into(), true, 0, 0, 0),
            ("load r0, x".into(), false, 1, 0, 1),
            ("r1 = call leaf(r0)".into(), true, 1, 1, 1),
            ("r0 = v + r1".into(), true, 1, 2, 1),
            ("store x, r0".into(), false, 1, 1, 0),
        ]
    );
    assert_eq!(&*program.regions[0], "cs");
}

/// A step that is local, but with which the task ends, is seen by whoever joins it.
#[test]
fn the_last_step_is_seen() {
    let program = program("thread A { let y = 1; let z = 2 }");
    let seen: Vec<_> = program.code.iter().filter(|it| !it.free).map(|it| it.local).collect();
    assert_eq!(seen, [true, false]);
}

/// Registers that are needed after a call are saved.
#[test]
fn registers_over_a_call() {
    let program = program("global x\nfn f() { x = 2; return 1 }\nthread A { x = x + f() }");
    let saved: Vec<_> = program
        .code
        .iter()
        .filter_map(|it| match it.op {
            crate::program::code::Op::Call { saved, .. } => Some(saved),
            _ => None,
        })
        .collect();
    assert_eq!(saved, [1]);
}

#[test]
fn the_same_text_gives_the_same_program() {
    let source =
        format!("{NAMES}\nthread A * 2 {{ x = f(z) }}\nthread P(i) * 3 {{ lock(stick[i]) }}");
    assert_eq!(program(&source), program(&source));
}
