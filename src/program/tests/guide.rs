//! The guide says the truth: every example in it is read, and every cost in its table is paid.

use crate::program::{claim, compile};

const GUIDE: &str = include_str!("../../../docs/lab.md");

/// The blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let parts = GUIDE.split(fence.as_str()).skip(1);
    parts.filter_map(|it| it.split("```").next()).collect()
}

#[test]
fn programs() {
    let programs = blocks("lab");
    assert_eq!(programs.len(), 2);
    for program in programs {
        assert!(compile(program).is_ok(), "{program}\n{:#?}", compile(program));
    }
}

#[test]
fn costs() {
    let names = "const n = 2\nglobal x\nglobal z\nglobal g\nglobal p\nglobal a[4]\nmutex m\n\
                 condition c\nfn act(k) { x = k }\n";
    let mut rows = 0;
    for row in GUIDE.lines().filter(|it| it.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [statements, steps] = cells[..] else { continue };
        // Only the table of costs has steps in quotes.
        if !steps.trim().starts_with('`')
            || !row.contains('=') && !steps.contains(' ') && !steps.contains("pass")
        {
            continue;
        }
        let steps = steps.trim().trim_matches('`').replace("` · `", " · ");
        for statement in statements.trim().trim_matches('`').split("`, `") {
            let source = format!("{names}thread A {{ let y = 0; let i = 0; {statement} }}");
            let program = compile(&source).unwrap_or_else(|it| panic!("{source}\n{it:#?}"));
            let listing = program.listing(0).unwrap().steps();
            let found: Vec<String> = listing.into_iter().skip(2).map(|it| it.1).collect();
            assert_eq!(found.join(" · "), steps, "{statement}");
            rows += 1;
        }
    }
    assert_eq!(rows, 20);
}

#[test]
fn claims() {
    let program = "global x\nglobal table[4]\nmutex m\npipe p[2]\n\
                   thread A { let y = 1; critical cs { x = y } }\nthread B * 2 { yield() }\n\
                   process shop { global stock\n global ptr\n stock = 1 }";
    let program = compile(program).unwrap();
    let lines: Vec<&str> = blocks("claim").iter().flat_map(|it| it.lines()).collect();
    assert_eq!(lines.len(), 6);
    for line in lines {
        assert!(claim(&program, line).is_ok(), "{line}: {:#?}", claim(&program, line));
    }
}

/// Every rule of the grammar is used, and every keyword stands in it.
#[test]
fn grammar() {
    let grammar = blocks("ebnf").join("");
    for keyword in crate::program::builtin::KEYWORDS {
        assert!(grammar.contains(&format!("\"{keyword}\"")), "{keyword}");
    }
    let rules = grammar.lines().filter_map(|it| it.split_once(" = ")).map(|it| it.0.trim());
    for rule in rules.filter(|it| !it.is_empty() && *it != "program" && !it.contains(['"', '|'])) {
        let uses = grammar.matches(rule).count();
        assert!(1 < uses, "{rule}");
    }
}
