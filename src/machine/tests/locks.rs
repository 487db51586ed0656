//! Mutexes, semaphores, conditions and pipes: who waits, who is woken, what is a fault.

use super::explorer::{ends, every, keep_all, program, run};
use crate::machine::{Blocker, Machine, Options, State, TaskId};

#[track_caller]
fn check(source: &str, expect: &[&str]) {
    assert_eq!(ends(source, keep_all()), expect, "{source}");
}

/// What a task waits for after a schedule.
#[track_caller]
fn blocked(source: &str, schedule: &str, task: &str, expect: Option<Blocker>) {
    let program = program(source);
    let machine = Machine::new(&program, keep_all()).unwrap();
    let state = run(&machine, schedule);
    let task = machine.task(task).unwrap();
    assert_eq!(machine.blocked_on(&state, task), expect, "{source} after {schedule}");
    assert_eq!(machine.can_move(&state, task), expect.is_none());
}

/// How the moves of a state are written.
#[track_caller]
fn moves(source: &str, schedule: &str, options: Options, expect: &[&str]) {
    let program = program(source);
    let machine = Machine::new(&program, options).unwrap();
    let state = run(&machine, schedule);
    let written: Vec<String> = machine
        .enabled(&state)
        .iter()
        .map(|it| match it.woken {
            Some(woken) => format!("{}>{}", machine.name(it.task), machine.name(woken)),
            None => machine.name(it.task).into_owned(),
        })
        .collect();
    assert_eq!(written, expect, "{source} after {schedule}");
}

#[test]
fn mutexes() {
    let source =
        "mutex m\nmutex k[2]\nthread A { lock(m); unlock(m) }\nthread B { lock(k[1]); lock(m) }";
    let owner = TaskId(0);
    blocked(source, "A,B", "B", Some(Blocker::Mutex { shared: false, index: 0, owner }));
    blocked(source, "A,B,A", "B", None);
    // Not recursive.
    check("mutex m\nthread A { lock(m); lock(m) }", &["A stuck"]);
    // Only the owner unlocks.
    check("mutex m\nthread A { unlock(m) }", &["not the owner in A"]);
    check("mutex m\nthread A { lock(m); unlock(m); unlock(m) }", &["not the owner in A"]);
    check(
        "mutex m\npipe q[1]\nthread A { lock(m); write(q, 0) }\nthread B { read(q); unlock(m) }",
        &["not the owner in B"],
    );
    // One of an array is not another.
    check(
        "mutex m[3]\nthread A(i) * 3 { lock(m[i]); lock(m[(i + 1) % 3]) }",
        &[
            "A1 stuck A2 stuck",
            "A1 stuck A2 stuck A3 stuck",
            "A1 stuck A3 stuck",
            "A2 stuck A3 stuck",
        ],
    );
    // The index of a lock is asked for anew at each step, so it can be a variable.
    check(
        "mutex m[2]\nglobal i\nlock(m[i])\ni = 1\nlock(m[i])\nunlock(m[i])\nprint(1)",
        &["i=1 [1]"],
    );
}

#[test]
fn semaphores() {
    let source = "semaphore s = 1\nthread A { sem_wait(s) }\nthread B { sem_wait(s); sem_post(s) }";
    blocked(source, "A", "B", Some(Blocker::Semaphore { shared: false, index: 0 }));
    check(source, &["", "B stuck"]);
    // A signal before the wait is not lost.
    check("semaphore s\nthread A { sem_post(s) }\nthread B { sem_wait(s); print(1) }", &["[1]"]);
    // Anyone may post; each count lets one through.
    check(
        "semaphore s = 2\nglobal n\nthread T * 3 { sem_wait(s); atomic_add(&n, 1) }",
        &["n=2 T1 stuck", "n=2 T2 stuck", "n=2 T3 stuck"],
    );
    // Arrays start with the same value, and each counts for itself.
    check(
        "semaphore s[2] = 1\nsem_wait(s[0])\nsem_wait(s[1])\nprint(1)\nsem_wait(s[1])",
        &["[1] main stuck"],
    );
    check("semaphore s = 2147483647\nsem_post(s)", &["overflow in main"]);
}

const SLEEPERS: &str = "mutex m\ncondition c\nglobal order\n\
    thread W(i) * 2 { lock(m); cond_wait(c, m); order = order * 10 + i + 1; unlock(m) }\n";

#[test]
fn conditions() {
    // The sleeper has released the lock, and once woken must take it itself.
    let source = &format!("{SLEEPERS}thread S {{ lock(m); cond_signal(c); unlock(m) }}");
    blocked(source, "W1,W1", "W1", Some(Blocker::Condition { shared: false, index: 0 }));
    blocked(source, "W1,W1,S", "W1", Some(Blocker::Condition { shared: false, index: 0 }));
    let owner = TaskId(2);
    let lock = Some(Blocker::Mutex { shared: false, index: 0, owner });
    blocked(source, "W1,W1,S,S", "W1", lock);
    blocked(source, "W1,W1,S,S,S", "W1", None);
    // Between the signal and its lock another may come in (Mesa).
    moves(source, "W1,W1,S,S,S", keep_all(), &["W1", "W2"]);
    // A signal wakes any one sleeper: a branch for each, and none is a choice of nothing.
    moves(source, "W1,W1,W2,W2,S", keep_all(), &["S>W1", "S>W2"]);
    moves(source, "W1,W1,S", keep_all(), &["S"]);
    moves(source, "S", keep_all(), &["S"]);
    // One is woken, the other sleeps on; a signal without sleepers is lost.
    check(source, &["order=0 W1 stuck W2 stuck", "order=1 W2 stuck", "order=2 W1 stuck"]);
    // A broadcast wakes all, and they take the lock one after the other in any order.
    let broadcast =
        format!("{SLEEPERS}thread S {{ yield(); lock(m); cond_broadcast(c); unlock(m) }}");
    check(
        &broadcast,
        &[
            "order=0 W1 stuck W2 stuck",
            "order=1 W2 stuck",
            "order=12",
            "order=2 W1 stuck",
            "order=21",
        ],
    );
    moves(&broadcast, "W1,W1,W2,W2,S,S", keep_all(), &["S"]);
    moves(&broadcast, "W1,W1,W2,W2,S,S,S,S", keep_all(), &["W1", "W2"]);
    // Waiting without the mutex.
    check("mutex m\ncondition c\nthread A { cond_wait(c, m) }", &["condition without mutex in A"]);
    check(
        "mutex m\ncondition c\npipe q[1]\nthread A { lock(m); write(q, 1) }\n\
         thread B { read(q); cond_wait(c, m) }",
        &["condition without mutex in B"],
    );
    // Signalling needs no lock. Who sleeps on another condition is not woken.
    check(
        "mutex m\ncondition c[2]\nthread A { lock(m); cond_wait(c[0], m) }\n\
         thread B { cond_broadcast(c[1]); cond_signal(c[1]) }",
        &["A stuck"],
    );
    // A process has its own.
    check(
        "mutex m\ncondition c\nprocess a { lock(m); cond_wait(c, m) }\nprocess b { cond_broadcast(c) }",
        &["a stuck"],
    );
}

/// With spurious wake-ups a sleeper may go on unasked: `if` is then wrong even where nobody signals.
#[test]
fn spurious_wake_ups() {
    let spurious = Options { spurious: true, ..keep_all() };
    let source = |test: &str| {
        format!(
            "mutex m\ncondition c\nglobal ready\n\
             thread A {{ lock(m); {test} ready == 0 {{ cond_wait(c, m) }} assert ready; unlock(m) }}\n\
             thread B {{ lock(m); ready = 1; cond_signal(c); unlock(m) }}"
        )
    };
    assert_eq!(ends(&source("if"), keep_all()), ["ready=1"]);
    assert_eq!(ends(&source("while"), keep_all()), ["ready=1"]);
    assert_eq!(ends(&source("if"), spurious), ["ready=0 assertion failed in A", "ready=1"]);
    assert_eq!(ends(&source("while"), spurious), ["ready=1"]);
    // It still has to take the lock, and who sleeps can be woken as before.
    let lone = "mutex m\ncondition c\nthread A { lock(m); cond_wait(c, m); unlock(m) }";
    assert_eq!(ends(lone, keep_all()), ["A stuck"]);
    assert_eq!(ends(lone, spurious), [""]);
    let source = format!("{SLEEPERS}thread S {{ lock(m); cond_signal(c); unlock(m) }}");
    moves(&source, "W1,W1,W2,W2,S", spurious, &["S>W1", "S>W2"]);
    moves(&source, "W1,W1,W2,W2", spurious, &["W1", "W2", "S"]);
}

#[test]
fn pipes() {
    // Reading blocks while it is empty, writing while it is full; words come in order.
    let source = "pipe q[2]\nthread A { write(q, 1); write(q, 2); write(q, 3) }\n\
                  thread B { print(read(q)); print(read(q)); print(read(q)) }";
    check(source, &["[1, 2, 3]"]);
    blocked(source, "A,A", "A", Some(Blocker::Full(0)));
    blocked(source, "A,A,B", "A", None);
    blocked(source, "A,B", "B", None);
    blocked(source, "A,B,B", "B", Some(Blocker::Empty(0)));
    check("pipe q[1]\nread(q)", &["main stuck"]);
    check("pipe q[1]\nwrite(q, 1)\nwrite(q, 2)", &["main stuck"]);
    // The kernel's: all processes have the same, also after a fork, and it outlives who wrote.
    check(
        "pipe q[4]\nlet c = fork()\nif c == 0 { write(q, 7); exit(0) }\nwait(c)\nprint(read(q))",
        &["[7]"],
    );
    check("pipe q[1]\nprocess a { write(q, 7) }\nprocess b { print(read(q)) }", &["[7]"]);
    // A word is read once.
    check(
        "pipe q[2]\nthread A { write(q, 1) }\nthread R * 2 { print(read(q)) }",
        &["[1] R1 stuck", "[1] R2 stuck"],
    );
    // What the words were leaves no trace once they are read.
    let program = program("pipe q[2]\nwrite(q, 7)\nread(q)\nwrite(q, 8)\nread(q)");
    let machine = Machine::new(&program, keep_all()).unwrap();
    let (first, last) = (run(&machine, "main,main"), run(&machine, "main,main,main"));
    assert_eq!((machine.pipe(&first, 0), machine.pipe(&last, 0)), (vec![], vec![8]));
}

/// Deadlock: some task has not ended and none can move, also when others have ended.
#[test]
fn deadlocks() {
    let check = |source: &str, schedule: &str, expect: bool| {
        let program = program(source);
        let machine = Machine::new(&program, keep_all()).unwrap();
        let state = run(&machine, schedule);
        assert_eq!(machine.deadlocked(&state), expect, "{source} after {schedule}");
    };
    let one = "mutex m\nthread A { yield() }\nthread B { lock(m); lock(m) }";
    check(one, "B", false);
    check(one, "A,B", true);
    check("thread A { yield() }", "A", false);
    check("thread A { yield() }", "", false);
    // A task that goes round for ever can move.
    check("thread A { loop { } }\nmutex m\nthread B { lock(m); lock(m) }", "B,A,A", false);
}

/// A block of every kind is left by the step that it waits for, and by no other.
#[test]
fn who_is_blocked_does_not_move() {
    let source = "mutex m\nsemaphore s\ncondition c\npipe q[1]\nfn f() { sem_wait(s) }\n\
        thread A { lock(m); cond_wait(c, m); unlock(m); write(q, 1); write(q, 2) }\n\
        thread B { let t = spawn f(); sem_post(s); join(t); lock(m); cond_signal(c); unlock(m) }\n\
        thread C { read(q); let k = fork(); if k == 0 { exit(0) } wait(k); read(q) }";
    let program = program(source);
    let machine = Machine::new(&program, keep_all()).unwrap();
    for state in every(&machine) {
        let moves = machine.enabled(&state);
        for task in machine.tasks(&state) {
            let can = moves.iter().any(|it| it.task == task);
            assert_eq!(can, machine.can_move(&state, task));
            let waits = machine.blocked_on(&state, task).is_some();
            assert_eq!(waits, !can && machine.place(&state, task).is_some());
        }
        assert_eq!(moves.is_empty(), machine.finished(&state) || machine.deadlocked(&state));
    }
}

/// What cannot be said in a program is refused before the run; what can, is a state.
#[test]
fn a_state_is_its_words() {
    let program = program("global x\nthread A { x = 1 }\nthread B { x = 1 }");
    let machine = Machine::new(&program, keep_all()).unwrap();
    let (one, other) = (run(&machine, "A,B"), run(&machine, "B,A"));
    assert_eq!(one.words(), other.words());
    assert_eq!(State::from_words(one.words()), one);
}
