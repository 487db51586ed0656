//! What is wrong with a text, and where.

use crate::{
    message,
    program::{check, claim, compile, fault, lower, region},
    text::Lang,
};

/// `text: message` for each finding, with `[` and `]` around each place left out of the text.
fn found(source: &str) -> Vec<String> {
    match compile(source) {
        Ok(_) => Vec::new(),
        Err(findings) => findings
            .iter()
            .map(|it| {
                let place = &source[it.span.start..it.span.end];
                format!("{place}: {}", message::program::problem(Lang::En, &it.problem))
            })
            .collect(),
    }
}

#[test]
fn each_problem() {
    #[track_caller]
    fn check(source: &str, expect: &[&str]) {
        assert_eq!(found(source), expect, "{source}");
    }
    let body = |body: &str| {
        format!(
            "const n = 2\nglobal x\nglobal p\nglobal a[2]\nmutex m\ncondition c\nfn f(k) {{ x = k }}\nthread A {{ {body} }}"
        )
    };
    // Syntax, several in one go.
    check(&body("*p++"), &["*p++: this could change the pointer or what it points to"]);
    check(
        &body("x = \n y = x++; x = 1 < 2 < 3\n if x = 1 { z = 1 }\n let 5 = 3"),
        &[
            ": a value is expected here, but the line ends",
            "++: `++` and `--` are statements, not values",
            "<: comparisons cannot be chained",
            "=: `=` assigns; to compare, write `==`",
            "5: a name is expected here, but this is `5`",
        ],
    );
    check(&body("x = &5"), &["&5: `&` takes the address of a variable or an element only"]);
    check(&body("x = x & 1"), &["&: there are no bit operations; the operator is `&&`"]);
    check(&body("x"), &["x: this statement does nothing"]);
    check(&body("x + 1"), &["x + 1: this statement does nothing"]);
    check(&body("f(1) = 2"), &["f(1): this cannot be assigned to"]);
    check(&body("x = 1 x = 2"), &["x: the end of the statement is expected here, but this is `x`"]);
    check(
        &body("x = 12ab; x = 9999999999; x = 2147483648"),
        &[
            "12ab: this number has letters in it",
            "9999999999: this number does not fit a word of 32 bits",
            "2147483648: this number does not fit a word of 32 bits",
        ],
    );
    check(&body("x = 1 # 한"), &["#: the language has no `#`"]);
    check(&body("global y"), &["global: `global` belongs outside of blocks"]);
    check("global x\nthread A { x = 1", &["{: this `{` is never closed"]);
    check(
        "global x\nprocess a { const n = 1\n x = 1 }",
        &["const: `const` belongs outside of all processes and blocks"],
    );
    check("thread A(i) { yield() }", &["A: it is not said how many `A` there are"]);
    // Names.
    check(&body("y = 1"), &["y: there is no value `y`"]);
    check(&body("lokc(m)"), &["lokc: there is no function `lokc`"]);
    check(&body("lock(x)"), &["x: a mutex is needed here, but `x` is a variable"]);
    check(&body("lock(1)"), &["1: the name of a mutex is needed here"]);
    check(&body("x = m"), &["m: a value is needed here, but `m` is a mutex"]);
    check(&body("x = a"), &["a: `a` is an array, so an index is needed"]);
    check(&body("x = p[1]"), &["p: `p` is no array"]);
    check(
        &body("x = a[2]; x = a[n]; x = a[-1]"),
        &[
            "2: `a[2]` is outside the array, which has 0 to 1",
            "n: `a[2]` is outside the array, which has 0 to 1",
            "-1: `a[-1]` is outside the array, which has 0 to 1",
        ],
    );
    check(
        &body("n = 1; x = &n"),
        &["n: the constant `n` cannot be changed", "n: the constant `n` cannot be changed"],
    );
    check(&body("let x = 1"), &["x: the name `x` is already taken here"]);
    check(&body("let y = 1; if x { let y = 2 }"), &["y: the name `y` is already taken here"]);
    check(&body("if x { let y = 1 }; x = y"), &["y: there is no value `y`"]);
    check(&body("let lock = 1"), &["lock: `lock` is a name of the language itself"]);
    check(
        &body("f(1, 2); lock()"),
        &[
            "f: `f` takes 1 argument, but this has 2",
            "lock(): `lock` takes 1 argument, but this has 0",
        ],
    );
    check(
        &body("x = f(1); x = lock(m)"),
        &["f: `f` gives no value", "lock: `lock` gives no value"],
    );
    check("global x\nglobal x\nx = 1", &["x: the name `x` is already taken here"]);
    check("const a = b\nconst b = 1\nyield()", &["b: this must be known before the run"]);
    check("global x\nconst a = x\nyield()", &["x: this must be known before the run"]);
    // Forms.
    check(&body("break"), &["break: `break` stands outside a loop"]);
    check(&body("return 1"), &["1: there is nobody to return a value to: this is no function"]);
    check(&body("critical cs { }"), &["cs: there is no step in the region `cs`"]);
    check(
        "global x\nx = 1\nthread A { yield() }",
        &["A: a process has statements or threads, not both"],
    );
    check("global x", &[": there is no statement and no thread to run"]);
    check("pipe p\nyield()", &["p: it is not said how many words the pipe holds"]);
    check(
        "mutex m = 1\nglobal a[2] = 3\nyield()",
        &["1: a mutex has no first value", "3: an array has no first value"],
    );
    check("shared global x\nyield()", &["global: `shared` does not go with this"]);
    check("thread A { yield() }\nthread A { yield() }", &["A: the name `A` is already taken here"]);
    check("thread A1 { yield() }\nthread A * 2 { yield() }", &["A: there are two tasks `A1`"]);
    check("thread child1 { yield() }", &["child1: `child1` is a name of the language itself"]);
    // Numbers.
    check(
        "global a[0]\nsemaphore s = -1\nyield()",
        &[
            "0: the size of the array is 0, but must be 1 to 4096",
            "-1: the first value of the semaphore is -1, but must be 0 to 2147483647",
        ],
    );
    check(
        "const n = 2147483647 + 1\nyield()",
        &["2147483647 + 1: the result does not fit a word of 32 bits"],
    );
    check("const n = 1 / 0\nyield()", &["1 / 0: this divides by zero"]);
    check(
        "thread A * 10000 { yield() }",
        &["10000: the number of threads or processes is 10000, but must be 0 to 64"],
    );
    check(
        "thread A * 40 { yield() }\nthread B * 40 { yield() }",
        &["B: there are too many tasks at the start: the limit is 64"],
    );
    // What was not read is not missed.
    check("global x = = 1\nx = 2", &["=: a value is expected here, but this is `=`"]);
    // A function that nothing calls is checked as well.
    check(
        "global a[2]\nfn f() { a[5] = 1 }\nyield()",
        &["5: `a[5]` is outside the array, which has 0 to 1"],
    );
}

#[test]
fn suggestions() {
    #[track_caller]
    fn check(source: &str, expect: &str) {
        let findings = compile(source).unwrap_err();
        let help = message::program::help(Lang::En, &findings[0].problem);
        assert_eq!(help.as_deref(), Some(expect), "{source}");
    }
    check("global count\ncuont = 1", "did you mean `count`?");
    check("mutex m\nunlok(m)", "did you mean `unlock`?");
    check("global p\nthread A { *p++ }", "to change what it points to, write `(*p)++`");
    check("thread A { let total = 1; print(totla) }", "did you mean `total`?");
}

/// Every limit is an error that names itself, and hostile texts end at all.
#[test]
fn hostile_texts() {
    let nest = |open: &str, close: &str, count: usize| {
        format!("global x\nthread A {{ {}1{} }}", open.repeat(count), close.repeat(count))
    };
    let long =
        |part: &str, count: usize| format!("global x\nthread A {{ x = 1{} }}", part.repeat(count));
    for (source, expect) in [
        ("x = 1\n".repeat(200_000), "too long"),
        (nest("x = (", ")", 10_000), "to compare, write"),
        (format!("global x\nx = {}", "(".repeat(50_000)), "nested too deeply"),
        (format!("global x\nx = {}1", "-".repeat(50_000)), "statements, not values"),
        (format!("global x\nx = {}1", "- ".repeat(25_000)), "nested too deeply"),
        (format!("global x\nx = {}1", "!".repeat(50_000)), "nested too deeply"),
        (format!("global x\n{}x = 1", "*".repeat(50_000)), "nested too deeply"),
        (long(" + 1", 10_000), "nested too deeply"),
        (format!("thread A {{ {}", "if 1 { ".repeat(8_000)), "nested too deeply"),
        ("{".repeat(60_000), "value is expected"),
        ("}".repeat(60_000), "too many errors"),
        ("process a {".repeat(5_000), "belongs outside"),
        ("# ".repeat(30_000), "too many errors"),
        ("y = 1\n".repeat(10_000), "too many errors"),
        (
            format!(
                "thread A {{ {} }}",
                (0..3_000).map(|it| format!("let y{it} = 1\n")).collect::<String>()
            ),
            "too many locals",
        ),
        (format!("global x\nthread A {{ x = {}x }}", "x + ".repeat(40)), "too many shared values"),
        (
            format!("global x\nthread P(i) * 64 {{ {} }}", "x++\n".repeat(10_000)),
            "too many instructions",
        ),
        (
            (0..200).map(|it| format!("global a{it}[100]\n")).collect::<String>() + "yield()",
            "too many words",
        ),
        (
            (0..200).map(|it| format!("pipe p{it}[100]\n")).collect::<String>() + "yield()",
            "too many pipes",
        ),
        (
            format!(
                "thread A {{ {} }}",
                (0..40).map(|it| format!("critical r{it} {{ yield() }}\n")).collect::<String>()
            ),
            "too many names",
        ),
    ] {
        let found = found(&source).join("\n");
        let start: String = source.chars().take(40).collect();
        assert!(found.contains(expect), "{start}: {}", found.chars().take(400).collect::<String>());
    }
    // Many functions that nothing calls beside much code.
    let functions: String = (0..1_500).map(|it| format!("fn f{it}() {{ }}\n")).collect();
    let much = format!("global x\n{functions}thread P(i) * 8 {{ {} }}", "x++\n".repeat(1_000));
    assert!(compile(&much).is_ok());
    // Rounds that cost nothing are no work for the reader either.
    let idle = "thread A { repeat 2000000000 { repeat 2000000000 { } } }";
    assert!(compile(idle).is_ok());
}

#[test]
fn overrides() {
    let (checked, _) =
        check("const n = 2\nconst m = n + 1\nglobal a[m]\nthread T * n { a[2] = n }");
    let checked = checked.unwrap();
    let tasks = |overrides: &[(&str, i64)]| lower(&checked, overrides).map(|it| it.tasks.len());
    assert_eq!(tasks(&[]), Ok(2));
    assert_eq!(tasks(&[("n", 3)]), Ok(3));
    let wrong = |overrides: &[(&str, i64)]| {
        let findings = tasks(overrides).unwrap_err();
        message::program::problem(Lang::En, &findings[0].problem)
    };
    assert_eq!(wrong(&[("n", 1)]), "`a[2]` is outside the array, which has 0 to 1");
    assert_eq!(wrong(&[("k", 1)]), "there is no constant `k`");
    assert_eq!(
        wrong(&[("n", 1 << 40)]),
        "the value of the constant is 1099511627776, but must be -2147483648 to 2147483647"
    );
}

const SHOP: &str = "
const limit = 3
shared total
shared mutex gate
pipe q[2]
process shop {
    global stock = 1
    global a[3]
    global p
    mutex m
    mutex stick[2]
    let child = fork()
    critical cs { stock = 0 }
}
process bank { global money
 thread A { let y = 1; money = y }
 thread B * 2 { let y = 1 ; let t = 2 }
}
";

#[test]
fn claims() {
    let program = compile(SHOP).unwrap();
    #[track_caller]
    fn check(program: &crate::program::Program, text: &str, expect: &[&str]) {
        let found: Vec<_> = match claim(program, text) {
            Ok(_) => Vec::new(),
            Err(findings) => findings
                .iter()
                .map(|it| {
                    let place = &text[it.span.start..it.span.end];
                    format!("{place}: {}", message::program::problem(Lang::En, &it.problem))
                })
                .collect(),
        };
        assert_eq!(found, expect, "{text}");
    }
    for good in [
        "total == limit",
        "shop.stock + 1 > 0 && !(bank.money == 2)",
        "shop.a[2] == shop.a[shop.stock]",
        "*shop.p == 1",
        "bank.A.y == 0 || shop.child == 1",
        "done(shop) && died(bank.A) && alive(bank.B2) && blocked(shop.child1)",
        "in(shop, cs)",
        "holds(shop, m) || holds(shop, stick[1]) || holds(bank.A, gate)",
        "len(q) == 0",
        "frames < 5 && copied == 1 && copied.data + copied.heap + copied.stack == copied",
        "address(shop.stock) == address(bank.money)",
        "frame(shop.stock) != frame(shop.child1.stock)",
        "shop.child1.child == 0",
    ] {
        check(&program, good, &[]);
    }
    check(&program, "stock == 1", &["stock: it is not said which process's `stock` this is"]);
    check(&program, "shop.stokc == 1", &["stokc: there is no variable `stokc`"]);
    check(&program, "shup.stock == 1", &["shup: there is no thread or process `shup`"]);
    check(&program, "shop.a == 1", &["shop.a: `shop.a` is an array, so an index is needed"]);
    check(&program, "shop.a[3] == 1", &["3: `shop.a[3]` is outside the array, which has 0 to 2"]);
    check(&program, "bank.A.z == 1", &["z: there is no local `z`"]);
    check(
        &program,
        "done(C) && in(shop, css)",
        &["C: there is no thread or process `C`", "css: there is no region `css`"],
    );
    check(&program, "holds(bank.A, m)", &["m: there is no mutex `m`"]);
    check(&program, "f(1)", &["f: there is no function `f`"]);
    check(
        &program,
        "spawn f(1) == &x",
        &["spawn f(1): this cannot be used in a claim", "&x: this cannot be used in a claim"],
    );
    check(
        &program,
        "total == 1 total",
        &["total: the end of the expression is expected here, but this is `total`"],
    );
    check(
        &program,
        "total = 1",
        &["=: the end of the expression is expected here, but this is `=`"],
    );
    check(&program, "", &[": a value is expected here, but the text ends"]);

    assert_eq!(region(&program, "cs"), Ok(0));
    assert!(region(&program, "sc").is_err());
    assert!(fault(&program, "segmentation fault in bank.A").is_ok());
    assert!(fault(&program, "overflow").is_ok());
    let findings = fault(&program, "segmentation fualt in bank.C").unwrap_err();
    let spans: Vec<_> = findings.iter().map(|it| (it.span.start, it.span.end)).collect();
    assert_eq!(spans, [(0, 18), (22, 28)]);
}
