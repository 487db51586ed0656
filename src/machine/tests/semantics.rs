//! Each sentence of the specification about the computer.

use super::explorer::{ends, keep_all};

#[track_caller]
fn check(source: &str, expect: &[&str]) {
    assert_eq!(ends(source, keep_all()), expect, "{source}");
}

#[test]
fn processes() {
    // A child has a copy; its status is waited for; a stranger's is -1 at once.
    check(
        "global x = 1\nlet c = fork()\nif c == 0 { x = 5; exit(7) }\nprint(wait(c))\nprint(wait(c))",
        &["x=1 [7, -1]"],
    );
    // A child that died by a fault gives -1, and its parent lives.
    check(
        "global p\nlet c = fork()\nif c == 0 { *p = 1 }\nprint(wait(c))",
        &["p=0 [-1] null pointer in child1"],
    );
    // The end of the main thread ends its process.
    check("global x\nfn f() { x = 1 }\nspawn f()\nyield()", &["x=0", "x=1"]);
    check("global x\nfn f() { x = 1 }\nlet t = spawn f()\njoin(t)", &["x=1"]);
    check("join(7)", &["not a task in main"]);
}

#[test]
fn faults() {
    check("global a\nthread A { a = 1 / a }", &["a=0 division by zero in A"]);
    check("global a = 2147483647\nthread A { a++ }", &["a=2147483647 overflow in A"]);
    check("global p = 99\nthread A { *p = 1 }", &["p=99 segmentation fault in A"]);
    check("fn f() { f() }\nthread A { f() }", &["stack overflow in A"]);
    check(
        "global p\nthread A { p = malloc(2); free(p); free(p); }",
        &["p=268435456 double free in A"],
    );
    check("mutex m\nthread A { unlock(m) }", &["not the owner in A"]);
    check("mutex m\ncondition c\nthread A { cond_wait(c, m) }", &["condition without mutex in A"]);
    check("thread A { assert 0 }", &["assertion failed in A"]);
    // Mutexes are not recursive, and one whose owner has ended stays locked.
    check("mutex m\nthread A { lock(m); lock(m) }", &["A stuck"]);
    check("mutex m\nthread A { lock(m) }\nthread B { lock(m) }", &["A stuck", "B stuck"]);
}
