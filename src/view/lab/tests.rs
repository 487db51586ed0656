//! What the drawings look like, at several widths and in both languages, and the laws they keep.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::{
    lab::{
        Story,
        timed::{self, Costs, Policy, Setup, Trace},
    },
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

/// A drawing in both languages at three widths, in ASCII and in sentences.
fn everywhere(draw: impl Fn(Lang, &Paper) -> Vec<Line>) -> String {
    let ascii = Paper { glyphs: Glyphs::Ascii, ..Paper::default() };
    let accessible = Paper { accessible: true, ..Paper::default() };
    let papers = [
        ("120", Paper::of_width(120)),
        ("80", Paper::of_width(80)),
        ("40", Paper::of_width(40)),
        ("ascii", ascii),
        ("accessible", accessible),
    ];
    let mut all = String::new();
    let mut before = String::new();
    for lang in Lang::ALL {
        for (name, paper) in papers {
            let lines = paint(&draw(lang, &paper), Colour::None);
            // Where a drawing has no glyphs and room enough, it is the same as on the paper before.
            if before != lines {
                write!(all, "[{lang} {name}]\n{lines}").unwrap();
            }
            before = lines;
        }
    }
    all
}

/// A drawing of the end of a story, everywhere.
fn drawn(text: &str, schedule: &str, draw: fn(Lang, &Paper, &Story) -> Vec<Line>) -> String {
    let follow = |story: &mut Story| story.follow(schedule).unwrap().unwrap();
    story(text, follow, |story| everywhere(|lang, paper| draw(lang, paper, story)))
}

/// A timed run.
fn ran(text: &str, setup: &Setup) -> Trace {
    let program = program::compile(text).unwrap();
    let machine = Machine::new(&program, Options::default()).unwrap();
    timed::run(&machine, setup).unwrap()
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
fn words_have_the_names_of_the_text() {
    let check = |text: &str, schedule: &str, expect: &[&str]| {
        let follow = |story: &mut Story| story.follow(schedule).unwrap().unwrap();
        let named = story(text, follow, |story| -> Vec<String> {
            let spaces = crate::lab::memory::spaces(story.machine(), story.last());
            let pages = spaces.iter().flat_map(|it| &it.pages);
            let words = pages.flat_map(|it| &it.words);
            words.map(|it| format!("{}={}", it.name, it.values.join(","))).collect()
        });
        assert_eq!(named, expect, "{text}");
    };
    let arrays = "global a[2]\nglobal x = 5\nglobal b[3]\nthread A { a[1] = 7; x = 1 }";
    check(arrays, "A", &["a=0,7", "x=5", "b[0]=0", "b[1]=0,0"]);
    let locals = "global p = 0\nfn f(k) { p = &k; k = 8; yield() }\n\
                  thread A { let y = 1; f(3); y = 2 }\nthread B { yield(); yield() }";
    check(locals, "A,A,A,A", &["p=&A.f.k", "y=1", "f.k=8"]);
    // The call has returned: the pointer leads nowhere.
    check(locals, "A,A,A,A,A,A", &["p=0x40000002", "y=1"]);
    check(LEAK, "A,A,A,A", &["=1,0", "*q=0", "p=0", "q=0x10000002"]);
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

const SHARED_CPU: &str = "thread A { compute(8) }\nthread B at 2 { compute(3); io(9); compute(2) }\n\
                          thread C { compute(6) }";

const TWO_EDITORS: &str = "process editor * 2 { repeat 3 { compute(7); io(5) } }\n\
                           process player { compute(20) }";

#[test]
fn a_timeline_of_round_robin_with_switches() {
    let costs = Costs { switch: 1, ..Costs::NONE };
    let setup = Setup { quantum: 3, costs, ..Setup::default() };
    let trace = ran(SHARED_CPU, &setup);
    let drawn = everywhere(|lang, paper| timeline(lang, paper, &trace));
    insta::assert_snapshot!("timeline_of_round_robin", drawn);
}

#[test]
fn a_timeline_of_two_cores() {
    let trace = ran(TWO_EDITORS, &Setup { cores: 2, quantum: 5, ..Setup::default() });
    let drawn = everywhere(|lang, paper| timeline(lang, paper, &trace));
    insta::assert_snapshot!("timeline_of_two_cores", drawn);
}

#[test]
fn a_long_run_is_scaled() {
    let text = "thread A { repeat 40 { compute(20); io(30) } }\nthread B { compute(900) }";
    let trace = ran(text, &Setup { policy: Policy::Mlfq, ..Setup::default() });
    let drawn = everywhere(|lang, paper| match paper.accessible {
        true => timeline(lang, paper, &trace).into_iter().take(4).collect(),
        false => timeline(lang, paper, &trace),
    });
    insta::assert_snapshot!("timeline_of_a_long_run", drawn);
}

#[test]
fn metrics_of_a_run_and_of_several() {
    let setup = |quantum| Setup { quantum, ..Setup::default() };
    let runs = [2, 5, 20].map(|quantum| ran(TWO_EDITORS, &setup(quantum)).metrics());
    let named: Vec<(&str, &timed::Metrics)> =
        ["q2", "q5", "a-long-quantum"].into_iter().zip(&runs).collect();
    let drawn = everywhere(|lang, paper| {
        let mut lines = metrics(lang, paper, &named);
        lines.push(Line::new());
        lines.extend(metrics(lang, paper, &[("", &runs[1])]));
        lines.push(Line::new());
        lines.extend(task_metrics(lang, paper, &runs[1]));
        lines
    });
    insta::assert_snapshot!("metrics", drawn);
}

#[test]
fn a_program_with_its_steps() {
    let text = "\nglobal x = 0\nfn twice(a) { return a + a }\n\
                thread A {\n    x = twice(x + 1)\n    if x > 1 { x = 0 }\n}\n\
                thread P(i) * 2 { x = i; lock(m) }\nmutex m\n";
    let lowered = program::compile(text).unwrap();
    let drawn = everywhere(|lang, paper| {
        let mut lines = program(lang, paper, text, None);
        lines.push(Line::new());
        lines.extend(program(lang, paper, text, Some(&lowered)));
        lines
    });
    insta::assert_snapshot!("program_with_steps", drawn);
}

proptest! {
    #[test]
    fn a_timeline_shows_every_tick(
        work in prop::collection::vec((1..9_u32, 0..7_u32, 1..5_u32), 1..5),
        cores in 1..4_usize,
        quantum in 1..6_u32,
        switch in 0..3_u32,
    ) {
        let tasks = work.iter().enumerate().map(|(at, (before, io, after))| {
            let io = if *io == 0 { String::new() } else { format!("io({io});") };
            format!("thread {} {{ compute({before}); {io} compute({after}) }}\n", (b'A' + at as u8) as char)
        });
        let costs = Costs { switch, ..Costs::NONE };
        let trace = ran(&tasks.collect::<String>(), &Setup { cores, quantum, costs, ..Setup::default() });
        let lines = timeline(Lang::En, &Paper::of_width(200), &trace);
        let rows: Vec<String> = lines.iter().map(Line::text).collect();
        let count = |of: fn(char) -> bool| {
            let cores = rows.iter().filter_map(|it| it.strip_prefix("CPU "));
            cores.map(|it| it.chars().skip(1).filter(|it| of(*it)).count() as u64).sum::<u64>()
        };
        let metrics = trace.metrics();
        prop_assert_eq!(count(|it| it.is_ascii_alphabetic()), metrics.work, "{:?}", rows);
        prop_assert_eq!(count(|it| it == '|'), metrics.lost, "{:?}", rows);
        prop_assert_eq!(count(|it| it == '.'), metrics.idle(), "{:?}", rows);
        for task in &metrics.tasks {
            let head = format!("{} ", task.name);
            let row = rows.iter().find_map(|it| it.strip_prefix(&head)).unwrap();
            let blocked = row.chars().filter(|it| *it == '.').count() as u64;
            prop_assert_eq!(blocked, task.blocked, "{} {:?}", task.name, rows);
            let waited = row.chars().filter(|it| matches!(it, '-' | '|')).count() as u64;
            prop_assert_eq!(Some(waited), task.waiting, "{} {:?}", task.name, rows);
        }
    }

    #[test]
    fn every_timed_drawing_fits_its_paper(
        which in 0..ALL.len(),
        (cores, policy, quantum) in (1..9_usize, 0..Policy::ALL.len(), 1..20_u32),
        width in 40_usize..200,
        korean: bool,
        ascii: bool,
        accessible: bool,
        ambiguous_wide: bool,
    ) {
        let lang = if korean { Lang::Ko } else { Lang::En };
        let glyphs = if ascii { Glyphs::Ascii } else { Glyphs::Unicode };
        let paper = Paper { width, glyphs, accessible, ambiguous_wide };
        let policy = Policy::ALL[policy].1;
        let trace = ran(ALL[which], &Setup { cores, policy, quantum, ..Setup::default() });
        let run = trace.metrics();
        let runs = [("", &run), ("a-name-of-some-length", &run), ("b", &run)];
        let lowered = program::compile(ALL[which]).unwrap();
        let drawings = [
            timeline(lang, &paper, &trace),
            metrics(lang, &paper, &runs),
            task_metrics(lang, &paper, &run),
            program(lang, &paper, ALL[which], Some(&lowered)),
        ];
        for line in drawings.iter().flatten() {
            let columns = line.width_in(paper.measure());
            prop_assert!(columns <= width, "{columns} of {width}: {:?}", line.text());
            prop_assert!(!ascii || korean || line.text().is_ascii(), "{:?}", line.text());
        }
        let title = "교착 상태 <&>";
        let picture = picture(title, &drawings.concat());
        prop_assert!(picture.starts_with("<svg") && picture.ends_with("</svg>\n"));
    }

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
