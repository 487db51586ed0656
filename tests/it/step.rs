//! `viva lab step`: the full screen at a terminal, and line by line from a pipe.
//!
//! Invariant: both forms show the same run; the terminal is as it was when the screen is left.

use viva::text::Lang;

use crate::program::Program;

const LOST_UPDATE: &str = "const n = 1\nglobal x = 0\nthread A { repeat n { x = x + 1 } }\n\
                           thread B { repeat n { x = x + 1 } }\n";

#[test]
fn a_run_line_by_line() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        program.write("lost-update.lab", LOST_UPDATE);
        let typed = "1\n2\nx\nB,B\nx\ne\nb\nw\nz\n?\nq\n1\n";
        let ran = program.run_with(["lab", "step", "lost-update.lab"], typed).well();
        insta::assert_snapshot!(format!("line_by_line_{lang}"), ran.out);
    }
}

#[test]
fn a_schedule_without_a_terminal_is_told_whole() {
    let program = Program::new(Lang::En);
    program.write("lost-update.lab", LOST_UPDATE);
    let step = ["lab", "step", "lost-update.lab", "--schedule"];
    let ran = program.run([&step[..], &["A,B,B,B,A,A"]].concat()).well();
    insta::assert_snapshot!("a_whole_schedule", ran.out);
    program.run([&step[..], &["A,A,A,A"]].concat()).code(2).tells("what can move here is B");
}
