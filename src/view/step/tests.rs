//! The screen at every size, and what a folded program keeps.

use super::*;
use crate::{
    lab::Story,
    machine::{Machine, Options},
    program,
    session::step::Input,
    view::{Colour, paint},
};

const LOST_UPDATE: &str = "global x = 0\nthread A { x = x + 1 }\nthread B { x = x + 1 }";
const PHILOSOPHERS: &str = "const n = 12\nmutex stick[n]\n\
                            fn eat(k) { let bites = k; compute(bites) }\n\
                            thread P(i) * n {\n    lock(stick[i])\n    lock(stick[(i + 1) % n])\n    \
                            eat(i)\n    unlock(stick[i])\n    unlock(stick[(i + 1) % n])\n}";
const FORK: &str = "process shop {\n global stock = 1\n let p = malloc(2)\n *p = 5\n \
                    let child = fork()\n if child == 0 { stock = 0; exit(0) }\n wait(child)\n print(stock)\n}";

/// Calls `look` with the stepper before and after these moves of a program.
fn stepped(text: &str, moves: &str, mut look: impl FnMut(&Subject, &Stepper)) {
    let program = program::compile(text).unwrap();
    let machine = Machine::new(&program, Options::default()).unwrap();
    let rows = program::rows(text);
    let subject = Subject { name: "it", title: "잠금 없는 카운터", rows: &rows };
    let mut stepper = Stepper::new(Story::new(&machine).unwrap());
    look(&subject, &stepper);
    for written in moves.split(',') {
        let input = stepper.typed(written).unwrap();
        stepper = stepper.step(input).0;
        look(&subject, &stepper);
        stepper = stepper.step(Input::Expand).0;
        look(&subject, &stepper);
        stepper = stepper.step(Input::Expand).0;
    }
}

const RUNS: [(&str, &str); 3] = [
    (LOST_UPDATE, "A,B,B,B,A,A"),
    (PHILOSOPHERS, "P1,P2,P3,P4,P5,P6,P7,P8,P9,P10,P11,P12"),
    (FORK, "shop,shop,shop,shop.child1,shop.child1,shop.child1,shop.child1,shop,shop,shop"),
];

#[test]
fn a_screen_fits_at_every_size() {
    for (text, moves) in RUNS {
        stepped(text, moves, |subject, stepper| {
            for (width, height) in [(40, 12), (40, 20), (63, 15), (64, 16), (80, 24), (200, 60)] {
                for panel in [None, Some(Input::Help), Some(Input::Waits), Some(Input::Memory)] {
                    let opened = panel.map(|it| stepper.clone().step(it).0);
                    let stepper = opened.as_ref().unwrap_or(stepper);
                    let paper = Paper::of_width(width);
                    let drawn = screen(Lang::Ko, &paper, height, subject, stepper, None);
                    assert!(drawn.lines.len() <= height, "{} in {height}", drawn.lines.len());
                    for line in &drawn.lines {
                        assert!(line.width() <= width, "{:?} at {width}", line.text());
                    }
                }
            }
        });
    }
}

#[test]
fn every_task_is_marked_where_it_stands_even_in_a_small_window() {
    for (text, moves) in RUNS {
        stepped(text, moves, |subject, stepper| {
            let drawn = code::rows(subject.rows, stepper);
            let lines = code::folded(&Paper::of_width(60), &drawn, 9);
            assert!(lines.len() <= 9);
            let gutter: String =
                lines.iter().map(|it| it.text().chars().take(6).collect::<String>()).collect();
            let machine = stepper.machine();
            for (task, key) in tasks_of(stepper) {
                if machine.place(stepper.state(), task).is_some() && stepper.tasks().len() < 6 {
                    assert!(gutter.contains(key.unwrap()), "{}", paint(&lines, Colour::None));
                }
            }
        });
    }
}

#[test]
fn what_is_in_the_heap_and_in_calls_has_a_name() {
    let mut last = String::new();
    stepped(FORK, "shop,shop,shop", |subject, stepper| {
        let drawn = screen(Lang::En, &Paper::of_width(80), 24, subject, stepper, None);
        last = paint(&drawn.lines, Colour::None);
    });
    insta::assert_snapshot!(last);
    stepped(PHILOSOPHERS, "P1,P1,P1,P1", |subject, stepper| {
        let drawn = screen(Lang::En, &Paper::of_width(100), 30, subject, stepper, None);
        last = paint(&drawn.lines, Colour::None);
    });
    insta::assert_snapshot!(last);
}
