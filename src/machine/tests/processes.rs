//! Processes and threads: who begins, who ends with whom, who is waited for, what everybody is
//! called.

use super::explorer::{ends, every, keep_all, program, run};
use crate::{
    machine::{Blocker, Machine, Phase, State, TaskId},
    program::code::Object,
};

#[track_caller]
fn check(source: &str, expect: &[&str]) {
    assert_eq!(ends(source, keep_all()), expect, "{source}");
}

/// Looks at the state after a schedule.
#[track_caller]
fn after<R>(source: &str, schedule: &str, look: impl FnOnce(&Machine, &State) -> R) -> R {
    let program = program(source);
    let machine = Machine::new(&program, keep_all()).unwrap();
    look(&machine, &run(&machine, schedule))
}

#[test]
fn the_end_of_a_process() {
    // The end of the main thread is the end of its process and of every other thread in it.
    check("global x\nfn f() { x = 1 }\nspawn f()\nyield()", &["x=0", "x=1"]);
    check("fn f() { loop { } }\nlet t = spawn f()\nyield()", &[""]);
    // With threads only there is no main thread: the process ends with the last of them.
    check(
        "global x\nthread A { x = 1 }\nthread B { yield(); yield(); print(x) }",
        &["x=1 [0]", "x=1 [1]"],
    );
    // `return` at the top of a thread ends it and nobody else; `exit` ends the process.
    check("global x\nthread A { return; x = 1 }\nthread B { yield(); yield(); x += 2 }", &["x=2"]);
    check("global x\nthread A { exit(0) }\nthread B { x = 1 }", &["x=0", "x=1"]);
    check("global x\nx = 1\nreturn\nx = 2", &["x=1"]);
    // One process's end is not another's.
    check("process a { exit(3) }\nprocess b { yield(); print(1) }", &["[1]"]);
    // A process whose threads are all `* 0` is over at once, and so is a thread without a step.
    check("thread A * 0 { yield() }\nprocess b { print(1) }", &["[1]"]);
    check("thread A { }\nthread B { print(1) }", &["[1]"]);
    check("fn f() { }\nlet t = spawn f()\njoin(t)\nprint(1)", &["[1]"]);
    // `exit` in a call, in a thread that was spawned: the same.
    check(
        "fn f() { exit(4) }\nlet c = fork()\nif c == 0 { f(); exit(5) }\nprint(wait(c))",
        &["[4]"],
    );
    check(
        "fn f() { exit(4) }\nlet c = fork()\nif c == 0 { let t = spawn f(); join(t); exit(5) }\n\
         print(wait(c))",
        &["[4]"],
    );
}

#[test]
fn waiting() {
    // The status is that of `exit`, or 0 at the end of the text.
    check("let c = fork()\nif c != 0 { print(wait(c)) }", &["[0]"]);
    check("let c = fork()\nif c == 0 { exit(-7) }\nprint(wait(c))", &["[-7]"]);
    // A second wait, a stranger, oneself, a thread, a parent: -1 at once.
    check("let c = fork()\nif c == 0 { exit(7) }\nprint(wait(c))\nprint(wait(c))", &["[7, -1]"]);
    check(
        "print(wait(0))\nprint(wait(-5))\nprint(wait(1))\nprint(wait(99))",
        &["[-1, -1, -1, -1]"],
    );
    check("fn f() { yield() }\nlet t = spawn f()\nprint(wait(t))\njoin(t)", &["[-1]"]);
    check("let c = fork()\nif c == 0 { exit(wait(1)) }\nprint(wait(c))", &["[-1]"]);
    // A grandchild is a stranger, before and after its parent has ended.
    check(
        "pipe q[1]\nlet c = fork()\nif c == 0 { let g = fork(); if g == 0 { exit(5) }\n\
         write(q, g); exit(6) }\nlet g = read(q)\nprint(wait(g))\nprint(wait(c))\nprint(wait(g))",
        &["[-1, 6, -1]"],
    );
    // Any thread of the process may wait for its child.
    check(
        "fn f(c) { print(wait(c)) }\nlet c = fork()\nif c == 0 { exit(7) }\n\
         let t = spawn f(c)\njoin(t)",
        &["[7]"],
    );
    // Of two that wait, one gets the status and the other finds a stranger.
    check(
        "global a\nglobal b\nfn f(c) { b = wait(c) }\nlet c = fork()\nif c == 0 { exit(7) }\n\
         let t = spawn f(c)\na = wait(c)\njoin(t)",
        &["a=-1 b=7", "a=7 b=-1"],
    );
    // A child that died by a fault gives -1, and its parent lives.
    check(
        "global p\nlet c = fork()\nif c == 0 { *p = 1 }\nprint(wait(c))",
        &["p=0 [-1] null pointer in child1"],
    );
    // `exit(-1)` and a fault look alike to the parent, not to us.
    check("let c = fork()\nif c == 0 { exit(-1) }\nprint(wait(c))", &["[-1]"]);
}

#[test]
fn zombies_and_orphans() {
    let source = "let c = fork()\nif c == 0 { exit(7) }\nprint(wait(c))";
    // Ended and not waited for: a zombie without memory.
    after(source, "main,child1,child1", |machine, state| {
        assert_eq!(machine.process_phase(state, 1), (Phase::Done, true));
        assert_eq!(machine.parent(state, 1), Some(0));
        assert!(machine.pages(state, 1).is_empty());
    });
    after(source, "main,child1,child1,main,main", |machine, state| {
        assert_eq!(machine.process_phase(state, 1), (Phase::Done, false));
    });
    // The parent cannot go on before.
    after(source, "main,main", |machine, state| {
        let child = machine.task("child1").unwrap();
        assert_eq!(machine.blocked_on(state, TaskId(0)), Some(Blocker::Child(child)));
    });
    // An orphan goes to init, which waits for it at once.
    let orphan = "let c = fork()\nif c == 0 { yield(); exit(7) }";
    after(orphan, "main,main", |machine, state| {
        assert_eq!(machine.process_phase(state, 1), (Phase::Alive, false));
        assert_eq!(machine.parent(state, 1), None);
    });
    after(orphan, "", |machine, state| {
        assert_eq!(machine.process_phase(state, 1), (Phase::Done, false));
        assert!(machine.finished(state));
    });
    // A zombie whose parent ends goes to init too.
    after(
        "let c = fork()\nif c == 0 { exit(7) }\nyield()",
        "main,child1,child1,main,main",
        |machine, state| {
            assert_eq!(machine.process_phase(state, 1), (Phase::Done, false));
            assert_eq!(machine.parent(state, 1), None);
        },
    );
    // What its status was does not matter then: the ends are equal.
    let ends = "global x\nlet c = fork()\nif c == 0 { exit(x) }\nx = 1";
    let program = program(ends);
    let machine = Machine::new(&program, keep_all()).unwrap();
    let finished = every(&machine).into_iter().filter(|it| machine.finished(it)).count();
    assert_eq!(finished, 2, "two only for the copies of the page of x");
}

#[test]
fn joining() {
    check("global x\nfn f() { x = 1 }\nlet t = spawn f()\njoin(t)\nprint(x)", &["x=1 [1]"]);
    // An ended thread can be joined at once, and again.
    check("fn f() { }\nlet t = spawn f()\njoin(t)\njoin(t)\nprint(1)", &["[1]"]);
    check("join(7)", &["not a task in main"]);
    check("join(0)", &["not a task in main"]);
    check("join(-1)", &["not a task in main"]);
    // A child is a process, not a thread of one's own.
    check("let c = fork()\nif c != 0 { join(c) }", &["not a task in main"]);
    // A fork has only the caller: the threads of the parent are no tasks of the child's.
    check(
        "fn f() { }\nlet t = spawn f()\njoin(t)\nlet c = fork()\nif c == 0 { join(t) }\nwait(c)",
        &["not a task in child1"],
    );
    // Whoever joins itself waits for ever.
    check("join(1)", &["main stuck"]);
    after("fn f() { yield() }\nlet t = spawn f()\njoin(t)", "main", |machine, state| {
        let worker = machine.task("worker1").unwrap();
        assert_eq!(machine.blocked_on(state, TaskId(0)), Some(Blocker::Thread(worker)));
    });
}

/// A fork copies the calling thread only, with its open calls, counters, registers and locks.
#[test]
fn a_child_is_the_caller_once_more() {
    check(
        "global x\nfn f() { x = x + 1 }\nlet t = spawn f()\nlet c = fork()\nif c == 0 { exit(x) }\n\
         join(t)\nprint(wait(c))",
        &["x=1 [0]", "x=1 [1]"],
    );
    // It returns into the same caller and counts the same rounds.
    check(
        "global n\nfn f(k) { let c = fork(); return c == 0 }\n\
         let mine = 0\nrepeat 2 { n++; if f(n) { mine++; repeat 2 { n++ } exit(n * 10 + mine) } }\n\
         print(n)",
        &["n=2 [2]"],
    );
    check("global x = 3\nx = x + (fork() == 0)\nprint(x)", &["x=3 [3, 4]", "x=3 [4, 3]"]);
    // Its one thread is its main thread, whose end is the child's.
    check(
        "pipe q[1]\nfn f() { loop { } }\nfn g() { let c = fork(); if c == 0 { spawn f(); return } \
         write(q, wait(c)) }\nlet t = spawn g()\nprint(read(q))",
        &["[0]"],
    );
    // A lock that the caller holds is the child's in the child; one that another thread holds stays
    // that thread's, and nobody there will ever release it.
    check(
        "mutex m\nlock(m)\nlet c = fork()\nunlock(m)\nlock(m)\nunlock(m)\nif c == 0 { exit(1) }\n\
         print(wait(c))",
        &["[1]"],
    );
    let held = "mutex m\npipe q[1]\npipe back[1]\nfn f() { lock(m); write(q, 0); read(back); unlock(m) }\n\
                let t = spawn f()\nread(q)\nlet c = fork()\n";
    check(
        &format!("{held}if c == 0 {{ lock(m) }}\nwrite(back, 0)\njoin(t)\nlock(m)"),
        &["child1 stuck"],
    );
    check(
        &format!("{held}if c == 0 {{ unlock(m) }}\nwrite(back, 0)\njoin(t)\nprint(wait(c))"),
        &["[-1] not the owner in child1"],
    );
    // Semaphores are copied with their count, each counts alone then.
    check(
        "semaphore s = 1\nlet c = fork()\nsem_wait(s)\nif c == 0 { exit(2) }\nprint(wait(c))",
        &["[2]"],
    );
    // A sleeper of the parent does not sleep in the child: nobody is there to be woken.
    check(
        "mutex m\ncondition c\nfn f() { lock(m); cond_wait(c, m); unlock(m) }\nlet t = spawn f()\n\
         yield()\nyield()\nlet k = fork()\nif k == 0 { cond_broadcast(c); exit(0) }\n\
         wait(k)\nlock(m)\nunlock(m)\ncond_broadcast(c)",
        &[""],
    );
}

#[test]
fn shared_locks_are_one_for_all() {
    check(
        "shared mutex m\nshared x\nprocess a { lock(m); x = x + 1; unlock(m) }\n\
         process b { lock(m); x = x + 1; unlock(m) }",
        &["x=2"],
    );
    // A lock of its own in each process excludes nobody.
    check(
        "mutex m\nshared x\nprocess a { lock(m); x = x + 1; unlock(m) }\n\
         process b { lock(m); x = x + 1; unlock(m) }",
        &["x=1", "x=2"],
    );
    // After a fork the same: a private mutex is two, a shared one is one, and the caller's.
    check("shared mutex m\nlock(m)\nlet c = fork()\nif c == 0 { lock(m) }", &["child1 stuck"]);
    check(
        "shared mutex m\nlock(m)\nlet c = fork()\nif c == 0 { unlock(m) }\nwait(c)",
        &["not the owner in child1"],
    );
    check(
        "shared semaphore s\nlet c = fork()\nif c == 0 { sem_post(s); exit(0) }\nsem_wait(s)\nprint(1)",
        &["[1]"],
    );
    check(
        "semaphore s\nlet c = fork()\nif c == 0 { sem_post(s); exit(0) }\nsem_wait(s)",
        &["main stuck"],
    );
    check(
        "shared mutex m\nshared condition c\nshared x\n\
         process a { lock(m); while x == 0 { cond_wait(c, m) } unlock(m); print(x) }\n\
         process b { lock(m); x = 5; cond_signal(c); unlock(m) }",
        &["x=5 [5]"],
    );
    // A lock whose owner has ended stays locked, also when its whole process is gone.
    check("mutex m\nthread A { lock(m) }\nthread B { lock(m) }", &["A stuck", "B stuck"]);
    check(
        "shared mutex m\nglobal p\nprocess a { lock(m); *p = 1 }\nprocess b { lock(m) }",
        &["p=0 a stuck", "p=0 null pointer in a b stuck"],
    );
    let source = "shared mutex m\nprocess a { lock(m) }\nprocess b { lock(m) }";
    after(source, "a", |machine, state| {
        let object = Object { shared: true, first: 0, len: 1, index: Default::default() };
        assert_eq!(machine.owner(state, 0, object), Some(TaskId(0)));
        let blocker = Blocker::Mutex { shared: true, index: 0, owner: TaskId(0) };
        assert_eq!(machine.blocked_on(state, TaskId(1)), Some(blocker));
        assert!(machine.deadlocked(state));
    });
}

/// A task is named by its text; one born later by its creator and the creator's own count.
#[test]
fn names() {
    #[track_caller]
    fn check(source: &str, expect: &[&str]) {
        let names = after(source, "", |machine, state| {
            let tasks = machine.tasks(state);
            for task in &tasks {
                let name = machine.name(*task);
                assert_eq!(machine.task(&name), Some(*task), "{name}");
                assert_eq!(machine.task(&format!("main.{name}")), Some(*task), "{name}");
            }
            tasks.iter().map(|it| machine.name(*it).into_owned()).collect::<Vec<_>>()
        });
        assert_eq!(names, expect, "{source}");
    }
    check("fork()\nfork()", &["main", "child1", "child2", "child1.child1"]);
    check(
        "fn f() { fork() }\nthread A { spawn f(); spawn f() }\nprocess shop { fork() }",
        &[
            "A",
            "shop",
            "A.worker1",
            "A.worker2",
            "shop.child1",
            "A.worker1.child1",
            "A.worker2.child1",
        ],
    );
    check(
        "process shop { thread A { fork() }\nthread B * 2 { yield() } }",
        &["shop.A", "shop.B1", "shop.B2", "shop.A.child1"],
    );
    // Children and threads are counted apart.
    check(
        "fn f() { }\nspawn f()\nif fork() != 0 { spawn f() }",
        &["main", "child1", "worker1", "worker2"],
    );
}

/// No schedule changes a name, a pid or an address: whoever forks first, `A`'s child is `A`'s.
#[test]
fn no_schedule_changes_names_and_addresses() {
    let source = "global a\nglobal b\nthread A { a = malloc(2); if fork() == 0 { exit(0) } }\n\
                  thread B { b = malloc(2); if fork() == 0 { exit(0) } }";
    let program = program(source);
    let machine = Machine::new(&program, keep_all()).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for state in every(&machine).iter().filter(|it| machine.finished(it)) {
        let names: Vec<_> = machine.tasks(state).iter().map(|it| machine.name(*it)).collect();
        seen.insert((names, machine.word(state, 0, false, 0), machine.word(state, 0, false, 1)));
    }
    // The process ends with whichever thread is last; a child of one may not have been born before.
    let values: std::collections::BTreeSet<_> = seen.iter().map(|it| (it.1, it.2)).collect();
    assert_eq!(values.len(), 1, "{seen:?}");
    let children = |names: &[_]| names.iter().any(|it| *it == "A.child1");
    assert!(seen.iter().all(|it| children(&it.0)), "{seen:?}");
}

/// The parent of a fork is found among many processes, wherever the child's record comes.
#[test]
fn many_processes() {
    let source = "process one { let c = fork(); c = fork(); yield() }\n\
                  process two { let c = fork(); if c == 0 { c = fork() } }";
    let program = program(source);
    let machine = Machine::new(&program, keep_all()).unwrap();
    for state in every(&machine) {
        for process in 0..machine.processes(&state) {
            assert_eq!(machine.fault(&state, process), None);
            let origin = machine.process_origin(&state, process);
            for page in machine.pages(&state, process) {
                let starts = program.processes.len();
                assert_eq!(
                    (page.address - 0x4000_0000) / 64,
                    if origin < starts { origin as i32 } else { 0 }
                );
            }
        }
    }
}
