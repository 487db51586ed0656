//! What the drawings look like, at several widths and in both languages, and the laws they keep.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::{
    lab::Story,
    machine::{Keep, Machine, Options},
    program,
    text::Lang,
    view::{Colour, Glyphs, Line, Paper, paint},
};

const COUNTER: &str = "global x = 0\nthread A { x = x + 1 }\nthread B { x = x + 1 }";

const FORK: &str = "global x = 0\nglobal p = 0\nprocess shop {\n p = malloc(1)\n *p = 3\n \
                    let child = fork()\n if child != 0 { x = 7 }\n let seen = x\n exit(seen) }";

const THREADS: &str = "global x = 0\nglobal p = 0\n\
                       thread A { let mine = 5; p = malloc(6); *p = mine; x = 7 }\n\
                       thread B { let seen = x; print(seen) }";

const CROSSED: &str = "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
                       thread B { lock(b); lock(a); unlock(a); unlock(b) }";

const LEAK: &str = "thread A { let p = malloc(2); *p = 1; p = 0; let q = malloc(1); *q = 2 }";

const PHILOSOPHERS: &str = "mutex stick[5]\nthread Philosopher(i) * 5 { lock(stick[i]); \
                            lock(stick[(i + 1) % 5]); unlock(stick[(i + 1) % 5]); \
                            unlock(stick[i]) }";

const BUFFER: &str = "global count = 0\nmutex m\ncondition ready\nsemaphore slots = 1\npipe p[2]\n\
                      thread Producer * 2 { sem_wait(slots); lock(m); count = count + 1; \
                      cond_signal(ready); unlock(m); write(p, count) }\n\
                      thread Consumer * 2 { lock(m); while count == 0 { cond_wait(ready, m) }\n\
                      count -= 1; unlock(m); sem_post(slots); print(read(p)) }";

const DEEP: &str = "global table[9]\nfn down(n, here) { table[n % 9] = n; down(n + 1, &here) }\n\
                    process a_rather_long_name_of_a_process { let child = fork(); down(0, 0) }";

const FAMILY: &str = "global x = 0\nshared s = 0\nshared mutex m\n\
                      process editor * 2 { let f = fork(); lock(m); s = s + 1; unlock(m)\n \
                      if f == 0 { let g = fork(); x = g; exit(3) } else { x = wait(f) } }\n\
                      process shell { global y = 0\n fn f(k) { y += k }\n thread A { join(spawn f(2)) }\n\
                      thread B { let p = &y; *p = 1 / (x - s) } }";

const ATOMICS: &str = "global f = 0\nglobal n = 0\nfn two(a) { return a + a }\n\
                       thread A { while test_and_set(&f) { yield() }\n n = two(n + 1) * 2; f = 0 }\n\
                       thread B { if compare_and_swap(&n, 0, 9) && n > 3 { n = atomic_add(&f, 2) }\n\
                       compute(3); io(2); assert n == 1 }";

/// Programs of every kind.
const ALL: [&str; 10] =
    [COUNTER, FORK, THREADS, CROSSED, LEAK, PHILOSOPHERS, BUFFER, DEEP, FAMILY, ATOMICS];

/// What `look` sees of a story that `follow` leads on.
fn story<T>(text: &str, follow: impl Fn(&mut Story), look: impl FnOnce(&Story) -> T) -> T {
    let program = program::compile(text).unwrap();
    let keep = Keep { copied: true, ..Keep::default() };
    let machine = Machine::new(&program, Options { keep, ..Options::default() }).unwrap();
    let mut story = Story::new(&machine).unwrap();
    follow(&mut story);
    look(&story)
}

/// A drawing of the end of a story, in both languages at three widths, in ASCII and in sentences.
fn drawn(text: &str, schedule: &str, draw: fn(Lang, &Paper, &Story) -> Vec<Line>) -> String {
    let ascii = Paper { glyphs: Glyphs::Ascii, ..Paper::default() };
    let accessible = Paper { accessible: true, ..Paper::default() };
    let papers = [
        ("120", Paper::of_width(120)),
        ("80", Paper::of_width(80)),
        ("40", Paper::of_width(40)),
        ("ascii", ascii),
        ("accessible", accessible),
    ];
    let follow = |story: &mut Story| story.follow(schedule).unwrap().unwrap();
    story(text, follow, |story| {
        let mut all = String::new();
        let mut wide = None;
        for lang in Lang::ALL {
            for (name, paper) in papers {
                let lines = paint(&draw(lang, &paper, story), Colour::None);
                // Where a drawing has no glyphs and room enough, it is the same as on the paper before.
                if wide.as_ref() != Some(&lines) {
                    write!(all, "[{lang} {name}]\n{lines}").unwrap();
                }
                wide = Some(lines);
            }
        }
        all
    })
}

fn map(lang: Lang, paper: &Paper, story: &Story) -> Vec<Line> {
    memory(lang, paper, story.machine(), story.last())
}

fn table(lang: Lang, paper: &Paper, story: &Story) -> Vec<Line> {
    steps(lang, paper, story, 0..story.len())
}

fn waiting(lang: Lang, paper: &Paper, story: &Story) -> Vec<Line> {
    waits(lang, paper, story.machine(), story.last())
}

#[test]
fn memory_of_one_process_and_of_two() {
    insta::assert_snapshot!("memory_of_threads", drawn(THREADS, "A,A,A,A,A,A,B", map));
    let forked = "shop,shop,shop,shop,shop,shop,shop";
    insta::assert_snapshot!("memory_of_a_fork", drawn(FORK, forked, map));
    insta::assert_snapshot!("memory_with_a_leak", drawn(LEAK, "A,A,A,A", map));
}

#[test]
fn steps_of_a_lost_update_and_of_a_fork() {
    insta::assert_snapshot!("steps_of_a_lost_update", drawn(COUNTER, "A,B,B,B,A,A", table));
    let forked = "shop,shop,shop,shop,shop,shop,shop,shop.child1,shop.child1,shop.child1";
    insta::assert_snapshot!("steps_of_a_fork", drawn(FORK, forked, table));
}

#[test]
fn what_each_kind_of_step_does() {
    let check = |text: &str, schedule: &str, expect: &[&str]| {
        let follow = |story: &mut Story| story.follow(schedule).unwrap().unwrap();
        let told = story(text, follow, |story| -> Vec<String> {
            (0..story.len()).map(|at| crate::lab::account(story, at).text).collect()
        });
        assert_eq!(told, expect, "{text}");
    };
    check(
        "global a[3]\nglobal i = 2\nthread A { a[i] = 5 * i }",
        "A,A,A,A",
        &["load i = 2", "load i = 2", "r1 = 10", "store a[2] = 10"],
    );
    check(
        ATOMICS,
        "A,B,B,A,A,A,A,A,A,B,B,B,B,B",
        &[
            "test_and_set(f) = 0; if false",
            "compare_and_swap(n, 0, 9) = 1; if true",
            "load n = 9; if true",
            "load n = 9",
            "call two(10)",
            "return 20",
            "r0 = 40",
            "store n = 40",
            "store f = 0",
            "atomic_add(f, 2) = 0",
            "store n = 0",
            "compute 3",
            "io 2",
            "load n = 0; assert false",
        ],
    );
}

#[test]
fn who_waits_for_whom() {
    insta::assert_snapshot!("waiting_of_two_crossed_locks", drawn(CROSSED, "A,B", waiting));
    let round = "Philosopher1,Philosopher2,Philosopher3,Philosopher4,Philosopher5";
    insta::assert_snapshot!("waiting_of_five_philosophers", drawn(PHILOSOPHERS, round, waiting));
    let sleeping = "Consumer1,Consumer1,Consumer1,Producer1,Producer1";
    insta::assert_snapshot!("waiting_at_a_buffer", drawn(BUFFER, sleeping, waiting));
}

proptest! {
    #[test]
    fn every_drawing_fits_its_paper(
        program in 0..ALL.len(),
        choices in prop::collection::vec(any::<u16>(), 0..60),
        width in 40_usize..200,
        korean: bool,
        ascii: bool,
        accessible: bool,
        ambiguous_wide: bool,
    ) {
        let lang = if korean { Lang::Ko } else { Lang::En };
        let glyphs = if ascii { Glyphs::Ascii } else { Glyphs::Unicode };
        let paper = Paper { width, glyphs, accessible, ambiguous_wide };
        let follow = |story: &mut Story| {
            for choice in &choices {
                let possible = story.possible();
                let Some(way) = possible.get(usize::from(*choice) % possible.len().max(1)) else {
                    break;
                };
                story.push(*way).unwrap();
            }
        };
        let drawings: Vec<Vec<Line>> = story(ALL[program], follow, |story| {
            [map, table, waiting].map(|draw| draw(lang, &paper, story)).into()
        });
        for line in drawings.iter().flatten() {
            let columns = line.width_in(paper.measure());
            prop_assert!(columns <= width, "{columns} of {width}: {:?}", line.text());
            prop_assert!(!line.text().ends_with(char::is_whitespace), "{:?}", line.text());
            prop_assert!(!ascii || korean || line.text().is_ascii(), "{:?}", line.text());
        }
    }
}
