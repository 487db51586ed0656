//! Programs that would take all time and memory: refused at their place with the limit, or stopped
//! with what is known.
//!
//! Invariant: nothing here is measured in time. A test that never ends is how a missing bound shows.

use viva::text::Lang;

use crate::program::Program;

/// What `lab explore` says of a program.
fn explored(lang: Lang, text: &str) -> crate::program::Ran {
    let program = Program::new(lang);
    program.write("p.lab", text);
    program.run(["lab", "explore", "p.lab"])
}

/// A program within a deck, with one claim.
fn in_deck(text: &str, claims: &str) -> String {
    format!(
        "format = 1\nid = \"h\"\nlanguages = [\"ko\", \"en\"]\n\
         title = {{ ko = \"시험\", en = \"Test\" }}\n\n[[experiment]]\n\
         id = \"e\"\ntitle = {{ ko = \"시험\", en = \"Test\" }}\nprogram = \"\"\"\n{text}\"\"\"\n{claims}"
    )
}

/// What is too large is refused before anything of it is built.
#[test]
fn too_large() {
    let nested = |open: &str, inside: &str, close: &str, times: usize| {
        format!(
            "global x\nthread A {{ x = {}{inside}{} }}\n",
            open.repeat(times),
            close.repeat(times)
        )
    };
    let programs = [
        ("a text of 1 MB", format!("// {}\nthread A {{ yield() }}\n", "x".repeat(1_000_000))),
        ("10,000 threads", "thread A * 10000 { yield() }\n".to_owned()),
        (
            "100 tasks of their own",
            (0..100).map(|it| format!("thread T{it} {{ yield() }}\n")).collect(),
        ),
        ("brackets", nested("(", "1", ")", 30_000)),
        ("100,000 brackets", nested("(", "1", ")", 100_000)),
        (
            "blocks",
            format!("thread A {{ {} yield() {} }}\n", "loop {".repeat(9_000), "}".repeat(9_000)),
        ),
        ("pointers", nested("*", "x", "", 60_000)),
        ("nots", nested("!", "x", "", 60_000)),
        ("a sum", format!("global x\nthread A {{ x = {} }}\n", vec!["x"; 20_000].join("+"))),
        ("a huge array", "global a[1000000000]\nthread A { a[0] = 1 }\n".to_owned()),
        ("a full segment", "global a[4096]\nglobal b\nthread A { b = 1 }\n".to_owned()),
        ("many locks", "mutex m[100000]\nthread A { lock(m[0]) }\n".to_owned()),
        ("a long pipe", "pipe q[100000]\nthread A { write(q, 1) }\n".to_owned()),
        ("a number", "global x = 99999999999\nthread A { x = 1 }\n".to_owned()),
        ("an overflow", "const n = 2147483647 + 1\nthread A { yield() }\n".to_owned()),
        ("a division", "const n = 1 / (2 - 2)\nthread A { yield() }\n".to_owned()),
        ("unknown names", "global count\nthread A { cuont = 1; lokc(m) }\n".to_owned()),
        (
            "locals",
            format!(
                "thread A {{ {} }}\n",
                (0..300).map(|it| format!("let v{it} = 1; ")).collect::<String>()
            ),
        ),
    ];
    for lang in Lang::ALL {
        let mut page = String::new();
        for (name, text) in &programs {
            let ran = explored(lang, text).code(1);
            assert_eq!(ran.out, "", "{name}");
            page += &format!("--- {name}\n{}", ran.err);
        }
        insta::assert_snapshot!(format!("too_large_{lang}"), page);
    }
}

/// What grows in the run is stopped by a limit of the simulated computer, at the statement.
#[test]
fn grows_without_bound() {
    let programs = [
        ("forks", "global x\nloop { fork() }\n"),
        ("threads", "fn f() { loop { } }\nthread A {\n    loop { spawn f() }\n}\n"),
        ("threads of threads", "fn f() { spawn f() }\nthread A { spawn f() }\n"),
    ];
    for lang in Lang::ALL {
        let mut page = String::new();
        for (name, text) in &programs {
            let ran = explored(lang, text).code(1);
            assert_eq!(ran.out, "", "{name}");
            page += &format!("--- {name}\n{}", ran.err);
        }
        insta::assert_snapshot!(format!("grows_without_bound_{lang}"), page);
    }
}

/// What looks endless and is not: the heap gives 0, the stack is a fault, a loop goes round.
#[test]
fn looks_endless() {
    let programs = [
        ("a heap", "global p\nloop { p = malloc(8); assert p != 0 }\n"),
        ("a recursion", "fn f(k) { f(k + 1) }\nthread A { f(0) }\n"),
        ("a loop", "thread A { loop { } }\n"),
        ("empty rounds", "thread A { repeat 1000000000 { repeat 1000000000 { } } }\n"),
        ("a huge block", "global p\nthread A { p = malloc(2147483647) }\n"),
        ("a chain of pointers", "global p\nthread A { p = &p; p = ********************p }\n"),
        ("an overflow", "global x = 2147483647\nthread A { x = x + 1 }\n"),
        ("a division", "global x\nthread A { x = 1 / x }\n"),
    ];
    for lang in Lang::ALL {
        let mut page = String::new();
        for (name, text) in &programs {
            page += &format!("--- {name}\n{}", explored(lang, text).well().out);
        }
        insta::assert_snapshot!(format!("looks_endless_{lang}"), page);
    }
}

/// A claim about a program that is too large is not proved, and so the deck is not well.
#[test]
fn claims_that_cannot_be_proved() {
    let claim = "[[experiment.claim]]\nnever = \"x == 7\"\n";
    for lang in Lang::ALL {
        let program = Program::new(lang);
        program.write("forks.toml", in_deck("global x\nloop { fork() }\n", claim));
        let ran = program.run(["deck", "check", "forks.toml"]).code(1);
        insta::assert_snapshot!(format!("claims_that_cannot_be_proved_{lang}"), ran.out);
    }
    // Thousands of claims about one program are proved on one search.
    let program = Program::new(Lang::En);
    let source = "global x = 0\nthread A * 3 { x = x + 1 }\n";
    program.write("many.toml", in_deck(source, &claim.repeat(3_000)));
    let ran = program.run(["deck", "check", "many.toml"]);
    assert!(!ran.out.contains("claim-fails"), "{ran}");
}

/// Ctrl-C stops a search that would not end, with what is known.
#[test]
fn ctrl_c_stops_a_search() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        program.write("p.lab", "global x\nthread A { loop { x++ } }\nthread B { loop { x++ } }\n");
        let mut person = program.person((24, 80), ["lab", "explore", "p.lab"]);
        person.waits_for(lang.pick("개", "states so far"));
        person.ctrl('c');
        person.waits_for(lang.pick("증명이 아닙니다", "proves nothing"));
        assert_eq!(person.leaves(), 130);
    }
}
