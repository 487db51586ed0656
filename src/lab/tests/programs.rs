//! Random programs of the lab language, as text: small enough that every schedule can be looked at.

use proptest::prelude::*;

/// What every program may use.
const DECLARATIONS: &str = "global x = 1\nglobal a[2]\nglobal p\nshared s\nmutex m\nmutex k[2]\n\
    shared mutex g\nsemaphore e = 1\nshared semaphore z\ncondition c\nshared condition d\npipe q[1]\n\
    pipe w[2]\n";

/// Functions: declared only where they are used, for one that takes the address of a local decides
/// what may be cleared and left out.
const FUNCTIONS: [(&str, &str); 4] = [
    ("add", "fn add(n) { x = x + n; return x }\n"),
    ("down", "fn down(n) { if n > 0 { down(n - 1) } else { s++ } }\n"),
    ("keep", "fn keep(n) { let y = n; p = &y; yield(); return y }\n"),
    ("make", "fn make() { let h = fork(); return h }\n"),
];

/// The locals of a text: declared only where they are used, for each costs a step.
const LOCALS: [&str; 4] = ["u", "v", "h", "t"];

fn pick(from: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(from).prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        12 => pick(&["0", "1", "2", "-1", "x", "s", "u", "v", "a[0]", "a[u]", "h", "t"]),
        1 => pick(&["*p", "&x", "p"]),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        let two = (inner.clone(), pick(&["+", "-", "*", "/", "%", "==", "<", "!="]), inner.clone());
        prop_oneof![
            3 => two.prop_map(|(left, operator, right)| format!("({left}) {operator} ({right})")),
            1 => inner.clone().prop_map(|it| format!("!({it})")),
            1 => inner.clone().prop_map(|it| format!("-({it})")),
            1 => (inner.clone(), pick(&["&&", "||"]), inner.clone())
                .prop_map(|(left, operator, right)| format!("({left}) {operator} ({right})")),
            1 => (pick(&["add", "keep"]), inner).prop_map(|(name, it)| format!("{name}({it})")),
        ]
    })
}

fn condition() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => pick(&["x == 1", "s > 0", "u == 0", "h == 0", "a[0] < 1", "test_and_set(&s) == 0",
                    "compare_and_swap(&x, 1, 2)", "x == 1 && s == 0", "x > 1 || u"]),
        1 => value(),
    ]
}

fn simple() -> impl Strategy<Value = String> {
    let place = prop_oneof![
        6 => pick(&["x", "s", "u", "v", "a[0]", "a[u]", "a[1]"]),
        1 => pick(&["*p", "p"]),
    ];
    prop_oneof![
        6 => (place, value()).prop_map(|(place, value)| format!("{place} = {value}")),
        4 => pick(&["x++", "s--", "u++", "x += s", "a[u] += 1", "x = x + 1", "v = x"]),
        2 => pick(&["lock(m)", "lock(k[0])", "lock(k[1])", "lock(k[u])", "lock(g)"]),
        1 => pick(&["unlock(m)", "unlock(k[0])", "unlock(k[u])", "unlock(g)"]),
        3 => pick(&["sem_wait(e)", "sem_post(e)", "sem_wait(z)", "sem_post(z)"]),
        3 => pick(&["cond_signal(c)", "cond_broadcast(c)", "cond_signal(d)",
                    "lock(m); cond_wait(c, m); unlock(m)", "lock(g); cond_wait(d, g); unlock(g)"]),
        3 => pick(&["write(q, 1)", "write(w, x)", "u = read(q)", "x = read(w)", "write(q, &u)",
                    "p = read(q)"]),
        4 => pick(&["p = malloc(1)", "p = malloc(3); *p = 7", "p = &u; *p = 3", "p = &x; (*p)++",
                    "p = &a[1]; v = *p", "u = malloc(2); *u = 3", "u = malloc(1); free(u)"]),
        1 => pick(&["*p = 7", "u = *p", "(*p)++", "free(p)", "free(u)", "cond_wait(c, m)"]),
        4 => pick(&["h = fork()", "fork()", "h = make()", "h = fork(); wait(h)", "u = wait(h)",
                    "print(wait(h))"]),
        4 => pick(&["t = spawn add(2)", "t = spawn keep(3)", "spawn down(1)",
                    "t = spawn make(); join(t)", "t = spawn add(x); join(t)"]),
        3 => pick(&["atomic_add(&x, 2)", "u = atomic_add(&s, -1)", "add(1)", "down(1)", "x = add(1)",
                    "yield()", "compute(2)", "io(1)", "join(t)"]),
        2 => pick(&["print(x)", "print(u)", "assert x > 0", "assert s", "assert u == 0"]),
        1 => pick(&["return", "exit(3)", "exit(x)", "p = malloc(1); free(p); free(p)"]),
    ]
}

fn statement() -> impl Strategy<Value = String> {
    simple().prop_recursive(2, 6, 2, |inner| {
        let block = prop::collection::vec(inner, 1..=2).prop_map(|it| it.join("; "));
        prop_oneof![
            3 => (condition(), block.clone()).prop_map(|(it, body)| format!("if {it} {{ {body} }}")),
            2 => (condition(), block.clone(), block.clone())
                .prop_map(|(it, body, other)| format!("if {it} {{ {body} }} else {{ {other} }}")),
            2 => (pick(&["1", "2", "u", "x"]), block.clone())
                .prop_map(|(count, body)| format!("repeat {count} {{ {body} }}")),
            1 => (condition(), block.clone())
                .prop_map(|(it, body)| format!("while {it} {{ {body} }}")),
            1 => (condition(), block.clone())
                .prop_map(|(it, body)| format!("loop {{ {body}; if {it} {{ break }} }}")),
            2 => block.clone().prop_map(|body| format!("lock(m); {body}; unlock(m)")),
            2 => block.clone().prop_map(|body| format!("h = fork(); if h == 0 {{ {body}; exit(1) }}")),
            1 => (condition(), block).prop_map(|(it, body)| {
                format!("lock(m); while {it} {{ cond_wait(c, m) }} {body}; unlock(m)")
            }),
        ]
    })
}

/// Whether a word is in a text.
fn has(text: &str, word: &str) -> bool {
    text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').any(|it| it == word)
}

/// The statements of one task, with its locals.
fn text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(statement(), 1..=most).prop_map(|statements| {
        let body = statements.join("; ");
        let locals = LOCALS.iter().filter(|it| has(&body, it)).map(|it| format!("let {it} = 0; "));
        locals.collect::<String>() + &body
    })
}

/// A program: threads of one process, one main thread, or processes of both kinds.
pub fn program() -> impl Strategy<Value = String> {
    let tasks = prop_oneof![
        3 => (text(3), text(3)).prop_map(|(a, b)| format!("thread A {{ {a} }}\nthread B {{ {b} }}")),
        1 => text(2).prop_map(|a| format!("thread A * 2 {{ {a} }}")),
        1 => (text(1), text(1), text(1)).prop_map(|(a, b, c)| {
            format!("thread A {{ {a} }}\nthread B {{ {b} }}\nthread C {{ {c} }}")
        }),
        1 => (text(1), text(2)).prop_map(|(a, b)| {
            format!(
                "thread A * 2 {{ lock(m); cond_wait(c, m); unlock(m); {a} }}\n\
                 thread B {{ lock(m); cond_signal(c); unlock(m); {b} }}"
            )
        }),
        3 => text(5),
        2 => (text(3), text(3))
            .prop_map(|(a, b)| format!("process one {{ {a} }}\nprocess two {{ {b} }}")),
        1 => (text(2), text(1), text(1)).prop_map(|(a, b, c)| {
            format!("process one {{ {a} }}\nprocess two {{ global y\nthread B {{ {b} }}\n\
                     thread C {{ {c} }} }}")
        }),
    ];
    tasks.prop_map(|tasks| {
        let used = FUNCTIONS.iter().filter(|it| has(&tasks, it.0));
        let functions: String = used.map(|it| it.1).collect();
        format!("{DECLARATIONS}{functions}{tasks}\n")
    })
}
