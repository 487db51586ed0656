//! Address spaces: what is shared, what is copied when, what faults.

use super::explorer::{ends, every, keep_all, outcome, program, run};
use crate::{
    machine::{Machine, Options, Region, TaskId},
    program::PageRegion,
};

#[track_caller]
fn check(source: &str, expect: &[&str]) {
    assert_eq!(ends(source, keep_all()), expect, "{source}");
}

/// Copies of pages of data, heap and stack on a schedule in which the first task that can move does.
#[track_caller]
fn copies(source: &str, expect: [u32; 3]) {
    let program = program(source);
    let machine = Machine::new(&program, keep_all()).unwrap();
    let state = run(&machine, "");
    let regions = [PageRegion::Data, PageRegion::Heap, PageRegion::Stack];
    assert_eq!(regions.map(|it| machine.copied(&state, Some(it))), expect, "{source}");
    assert_eq!(machine.copied(&state, None), expect.iter().sum::<u32>());
}

#[test]
fn the_first_write_copies_one_frame() {
    // Nobody but `fork` writes: its result goes onto both stacks, and one of them is copied.
    copies("global x\nlet c = fork()", [0, 0, 1]);
    copies("global x\nglobal c\nfork()", [0, 0, 1]);
    copies("global x\nif fork() == 0 { exit(0) }", [0, 0, 1]);
    copies("fn f() { let a = 1; return fork() }\nlet c = f()", [0, 0, 1]);
    // The example of the memory map: data once, and the stack with the result of `fork`.
    copies("global x\nlet c = fork()\nif c == 0 { print(x); exit(0) }\nx = 7\nwait(c)", [1, 0, 1]);
    // A second write of the page copies nothing, and neither does the other side once it is alone.
    copies("global x\nglobal y\nlet c = fork()\nx = 1\ny = 2\nx = 3", [1, 0, 1]);
    copies("global x\nlet c = fork()\nx = 1\nwait(c)\nx = 2", [1, 0, 1]);
    copies("global x\nlet c = fork()\nif c == 0 { exit(0) }\nwait(c)\nx = 2", [0, 0, 1]);
    // A page is 4 words: x and y lie on two.
    copies("global x\nglobal a[3]\nglobal y\nlet c = fork()\nx = 1\ny = 2", [2, 0, 1]);
    // Three processes: each of the first two to write copies, the last is alone.
    copies(
        "global x\nlet a = fork()\nif a == 0 { x = 1; exit(0) }\nlet b = fork()\n\
         if b == 0 { x = 2; exit(0) }\nx = 3",
        [2, 0, 2],
    );
    copies("let p = malloc(2)\n*p = 1\nlet c = fork()\n*p = 2", [0, 1, 1]);
    // Reading copies nothing, shared words are never copied, and a fork alone makes no frame.
    copies("global x\nshared s\nlet c = fork()\nprint(x)\ns = 1", [0, 0, 1]);
    // Without a fork there is nothing to copy.
    copies("global x\nfn f() { x = 1 }\nlet t = spawn f()\njoin(t)\nx = 2", [0, 0, 0]);
    // An atomic writes, also `test_and_set` of what is 1 already; a swap that fails does not.
    copies("global x\nlet c = fork()\natomic_add(&x, 0)", [1, 0, 1]);
    copies("global x = 1\nlet c = fork()\ntest_and_set(&x)", [1, 0, 1]);
    copies("global x\nlet c = fork()\ncompare_and_swap(&x, 1, 2)", [0, 0, 1]);
}

/// A fork copies no frame: it makes page tables that lead to the same ones.
#[test]
fn fork_shares_all_frames() {
    let program = program(
        "global x = 1\nglobal far[8]\nshared s\nlet p = malloc(5)\n*p = 2\nlet c = fork()\n\
         if c == 0 { exit(*p) }\nwait(c)",
    );
    let machine = Machine::new(&program, keep_all()).unwrap();
    let before = run(&machine, "main,main");
    let after = run(&machine, "main,main,main");
    let pages = |state, process| machine.pages(state, process);
    // One frame more: the stack page that holds the result.
    assert_eq!(machine.frames(&after), machine.frames(&before) + 1);
    let [parent, child] = [0, 1].map(|it| pages(&after, it));
    assert_eq!(parent.len(), child.len());
    for (own, other) in parent.iter().zip(&child) {
        assert_eq!((own.address, own.region), (other.address, other.region));
        let same = own.frame == other.frame;
        assert_eq!(same, own.region != Region::Stack, "{own:?} {other:?}");
        assert_eq!(own.users, if same { 2 } else { 1 });
    }
    // When the child has gone, all is the parent's alone.
    let ended = run(&machine, "main,main,main,child1,child1,child1");
    for page in pages(&ended, 0).iter().filter(|it| it.region != Region::Shared) {
        assert_eq!(page.users, 1, "{page:?}");
    }
    assert!(pages(&ended, 1).is_empty());
    assert_eq!(machine.frames(&ended), machine.frames(&before));
}

#[test]
fn address_spaces() {
    // The same address, another word: the child's write is not the parent's.
    check(
        "global x = 1\nlet c = fork()\nif c == 0 { x = 5; print(x); exit(0) }\nwait(c)\nprint(x)",
        &["x=1 [5, 1]"],
    );
    // Words of the shared segment are one for all.
    check(
        "shared s\nlet c = fork()\nif c == 0 { s = 5; exit(0) }\nwait(c)\nprint(s)",
        &["s=5 [5]"],
    );
    // A local, a block of the heap: each has its own after the fork.
    check(
        "let y = 1\nlet p = malloc(1)\nlet c = fork()\nif c == 0 { y = 2; *p = 3; exit(0) }\n\
         wait(c)\nprint(y + *p)",
        &["[1]"],
    );
    // What a process is given is not another's: a pointer through a pipe leads nowhere there.
    check(
        "pipe q[1]\nprocess a { let p = malloc(1); *p = 7; write(q, p) }\n\
         process b { let p = read(q); print(*p) }",
        &["segmentation fault in b"],
    );
    // A pointer to a global leads to the other's own global.
    check(
        "pipe q[1]\nglobal x = 1\nprocess a { x = 7; write(q, &x) }\n\
         process b { let p = read(q); print(*p) }",
        &["x=7 [1]"],
    );
    // Between threads it leads to the same word.
    check(
        "pipe q[1]\nglobal x\nthread A { x = 7; write(q, &x) }\nthread B { let p = read(q); print(*p) }",
        &["x=7 [7]"],
    );
}

#[test]
fn pointers_into_other_stacks() {
    // Private by convention: another thread's local can be reached while that thread is there.
    check(
        "pipe q[1]\npipe back[1]\nthread A { let y = 1; write(q, &y); read(back); print(y) }\n\
         thread B { let p = read(q); *p = 9; write(back, 0) }",
        &["[9]"],
    );
    // The stack of an ended thread is unmapped.
    check(
        "pipe q[1]\nglobal p\nfn f() { let y = 1; p = &y }\n\
         let t = spawn f()\njoin(t)\nprint(*p)",
        &["p=1073741952 segmentation fault in main"],
    );
    // A local of a call that has returned is still in the stack: its word is 0.
    check(
        "global p\nfn f() { let y = 5; p = &y }\nlet z = 1\nf()\nprint(*p)\nprint(z)",
        &["p=1073741826 [0, 1]"],
    );
    // A child has the stacks of all threads of its parent, as memory: nobody runs on them.
    check(
        "pipe q[1]\npipe back[1]\nfn f() { let y = 4; write(q, &y); read(back) }\nlet t = spawn f()\n\
         let p = read(q)\nlet c = fork()\nif c == 0 { *p = 6; exit(*p) }\nprint(wait(c))\nprint(*p)\n\
         write(back, 0)\njoin(t)",
        &["[6, 4]"],
    );
    // A thread of the child's own may get the place of such a stack, and finds it new.
    check(
        "pipe q[1]\npipe back[1]\nfn f() { let a = 1; let b = 2; let c = 4; write(q, c); read(back) }\n\
         fn g() { let y = 0; exit(*(&y + 2)) }\n\
         let t = spawn f()\nread(q)\nlet c = fork()\nif c == 0 { let w = spawn g(); join(w) }\n\
         print(wait(c))\nwrite(back, 0)\njoin(t)",
        &["[0]"],
    );
}

#[test]
fn heaps() {
    // 64 words: a heap that is full gives 0, and what is given back can be had again.
    check("print(malloc(64) == 0)\nprint(malloc(1))", &["[0, 0]"]);
    check("print(malloc(65))\nprint(malloc(0))\nprint(malloc(-1))", &["[0, 0, 0]"]);
    check("let p = malloc(64)\nfree(p)\nprint(malloc(64) == p)", &["[1]"]);
    check("let p = malloc(2)\nlet q = malloc(2)\nprint(q - p)", &["[2]"]);
    // A block is zeros, also where another lay before.
    check("let k = malloc(1)\nlet p = malloc(2)\n*p = 5\nfree(p)\nprint(*malloc(1))", &["[0]"]);
    // The heap is the process's: what one thread has taken, another cannot.
    check("fn f() { print(malloc(1)) }\nlet p = malloc(64)\nlet t = spawn f()\njoin(t)", &["[0]"]);
    check("let p = malloc(1)\nfree(p)\nprint(*p)", &["segmentation fault in main"]);
    check("let p = malloc(1)\nfree(p)\nfree(p)", &["double free in main"]);
    check("let p = malloc(2)\nfree(p + 1)", &["double free in main"]);
    check("free(0)\nprint(1)", &["[1]"]);
    check("global x\nfree(&x)", &["x=0 segmentation fault in main"]);
    // One thread gives back what another was given.
    check(
        "fn f(p) { free(p) }\nlet p = malloc(64)\nlet t = spawn f(p)\njoin(t)\nprint(malloc(64) == p)",
        &["[1]"],
    );
    // A leak ends with the process: no frame is left.
    let program = program("repeat 9 { malloc(4) }");
    let machine = Machine::new(&program, keep_all()).unwrap();
    assert_eq!(machine.frames(&run(&machine, "")), 0);
}

#[test]
fn accesses_outside() {
    check("global p\nprint(*p)", &["p=0 null pointer in main"]);
    check("global p = 3\n*p = 1", &["p=3 null pointer in main"]);
    check("global p = 4\n*p = 1", &["p=4 segmentation fault in main"]);
    check("global p = -1\n*p = 1", &["p=-1 segmentation fault in main"]);
    check("global p = 2147483647\n*p = 1", &["p=2147483647 segmentation fault in main"]);
    // Code can be neither read nor written.
    check("global p = 4096\nprint(*p)", &["p=4096 segmentation fault in main"]);
    // Indexes are not checked, as in C: inside the page another variable is met, outside none.
    check("global a[2]\nglobal b = 5\nlet i = 2\nprint(a[i])", &["a=0 b=5 [5]"]);
    check("global a[2]\nlet i = 4\na[i] = 1", &["a=0 segmentation fault in main"]);
    check("global a[2]\nlet i = 2147483647\na[i] = 1", &["a=0 segmentation fault in main"]);
    check("mutex m[2]\nlet i = 2\nlock(m[i])", &["segmentation fault in main"]);
    // A fault of one process is not another's.
    check(
        "process a { global p\n*p = 1 }\nprocess b { yield(); print(7) }",
        &["p=0 [7] null pointer in a"],
    );
    // All threads of the process die with it.
    check(
        "global p\nglobal x\nthread A { *p = 1 }\nthread B { x = 1 }",
        &["p=0 x=0 null pointer in A", "p=0 x=1 null pointer in A"],
    );
}

#[test]
fn stacks_have_limits() {
    // 64 words: a call takes its return address and its locals.
    check("fn f(k) { if k > 0 { f(k - 1) } }\nf(31)\nprint(1)", &["[1]"]);
    check("fn f(k) { if k > 0 { f(k - 1) } }\nf(32)", &["stack overflow in main"]);
    // The limit is the stack's own: the heap is empty, and the other thread goes on.
    check(
        "fn f() { f() }\nprocess a { f() }\nprocess b { print(1) }",
        &["[1] stack overflow in a"],
    );
    // A new thread has a stack of its own.
    check(
        "fn g(k) { if k > 0 { g(k - 1) } }\nfn f(k) { if k > 0 { f(k - 1) } else { \
         let t = spawn g(31); join(t) } }\nf(10)\nprint(1)",
        &["[1]"],
    );
    // What the analysis counts is what the machine uses.
    let source =
        "fn leaf(k) { let y = k; return y }\nfn mid(k) { return leaf(k) + 1 }\nlet v = mid(1)";
    let program = program(source);
    let counted = program.routines[usize::from(program.tasks[0].routine)].stack_words;
    let machine = Machine::new(&program, keep_all()).unwrap();
    let used = every(&machine).iter().map(|it| machine.stack_used(it, TaskId(0))).max();
    assert_eq!(counted.map(|it| it as usize), used);
}

/// The options of an experiment change the sizes, and nothing else.
#[test]
fn sizes_are_options() {
    let check = |options: Options, source: &str, expect: &[&str]| {
        assert_eq!(ends(source, options), expect, "{source}");
    };
    let small = Options { page_words: 1, stack_words: 2, heap_words: 3, ..keep_all() };
    check(small, "print(malloc(3) == 0)\nprint(malloc(1))", &["[0, 0]"]);
    check(small, "fn f() { }\nlet y = 1\nf()", &[""]);
    check(small, "fn f(k) { }\nlet y = 1\nf(1)", &["stack overflow in main"]);
    check(small, "let y = 1\nlet z = 2\nlet w = 3", &["stack overflow in main"]);
    let big = Options { page_words: 64, ..keep_all() };
    check(big, "global x\nlet i = 60\nglobal a[2]\na[i] = 1\nprint(a[i])", &["x=0 a=0 [1]"]);
    for page_words in [1, 2, 8] {
        let program = program("global x\nglobal y\nlet c = fork()\nx = 1\ny = 1");
        let machine = Machine::new(&program, Options { page_words, ..keep_all() }).unwrap();
        let state = run(&machine, "");
        let expect = if page_words == 1 { 2 } else { 1 };
        assert_eq!(machine.copied(&state, Some(PageRegion::Data)), expect, "{page_words}");
        assert_eq!(outcome(&machine, &state), "x=1 y=1");
    }
}
