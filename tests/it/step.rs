//! `viva lab step`: the full screen at a terminal, and line by line from a pipe.
//!
//! Invariant: both forms show the same run; the terminal is as it was when the screen is left.

use viva::text::Lang;

use crate::{program::Program, terminal::Person};

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

const CROSSED: &str = "mutex a\nmutex b\n\
                       thread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
                       thread B { lock(b); lock(a); unlock(a); unlock(b) }\n";

/// A person before the stepper of a program, the whole screen drawn.
fn before(lang: Lang, size: (u16, u16), command: &str, text: &str) -> Person {
    let program = Program::new(lang);
    program.write("it.lab", text);
    let mut person = program.person(size, command.split(' '));
    person.waits_to_see(lang.pick("아직 아무도 움직이지 않았습니다", "nobody has moved yet"));
    assert!(person.is_full_screen());
    person
}

/// Presses a key and sees this on the screen.
#[track_caller]
fn sees(person: &mut Person, key: &str, text: &str) {
    person.presses(key);
    person.waits_to_see(text);
}

#[test]
fn the_full_screen() {
    for lang in Lang::ALL {
        for size in [(24, 80), (20, 40)] {
            let mut person = before(lang, size, "lab step it.lab", LOST_UPDATE);
            let move_1 = lang.pick("1걸음", "move 1");
            sees(&mut person, "1", move_1);
            sees(&mut person, "2", "A B |");
            sees(&mut person, "x", "store x, r");
            sees(&mut person, "2", "A B B |");
            let name = format!("the_full_screen_{lang}_{}", size.1);
            insta::assert_snapshot!(name, person.screen());
            person.ctrl('c');
            assert_eq!(person.leaves(), 0);
        }
    }
}

#[test]
fn back_and_on_and_another_future() {
    let mut person = before(Lang::En, (24, 80), "lab step it.lab --schedule A,A,A,B", LOST_UPDATE);
    sees(&mut person, "\x1b[C", "move 1 of 4");
    sees(&mut person, ">", "moves  A A | A B");
    sees(&mut person, "\x1b[D", "moves  A | A A B");
    sees(&mut person, "\x1b[F", "moves  A A A B |");
    sees(&mut person, "\x1b[H", "move 0 of 4");
    sees(&mut person, "1", "moves  A | A A B");
    sees(&mut person, "2", "moves  A B |");
    assert!(!person.screen().contains("A B | "), "{}", person.screen());
    sees(&mut person, ">", "choose who moves: 1 A   2 B");
    sees(&mut person, "9", "There is no such task.");
}

#[test]
fn panels_open_and_close() {
    let mut person = before(Lang::En, (24, 80), "lab step it.lab", CROSSED);
    sees(&mut person, "e", "what can still come from here");
    person.waits_to_see("6 schedules");
    sees(&mut person, "1", "A |");
    sees(&mut person, "2", "Deadlock: nobody can move any more.");
    sees(&mut person, "w", "A -> B -> A");
    sees(&mut person, "w", "moves  A B |");
    sees(&mut person, "1", "A cannot move: waits for b, held by B");
    // The same key with the Korean layout on.
    sees(&mut person, "ㄷ", "what can still come from here");
    sees(&mut person, "?", "back, as far as the start");
    sees(&mut person, "q", "moves  A B |");
    person.presses("q");
    assert_eq!(person.leaves(), 0);
}

#[test]
fn a_window_of_another_size_is_drawn_anew() {
    let mut person = before(Lang::Ko, (24, 80), "lab step it.lab", LOST_UPDATE);
    sees(&mut person, "1", "1걸음");
    person.resizes((12, 40));
    person.waits_to_see("순서  A |");
    person.waits_to_see("q 나가기");
    insta::assert_snapshot!("a_small_window", person.screen());
    person.resizes((5, 19));
    person.waits_to_see("창이");
    person.resizes((30, 120));
    person.waits_to_see("순서  A |");
}

#[test]
fn the_prompt_is_as_before_after_the_screen() {
    let program = Program::new(Lang::En);
    program.write("it.lab", LOST_UPDATE);
    let mut person = program.person((24, 80), []);
    person.waits_for("viva>");
    person.says("lab step it.lab");
    person.waits_to_see("nobody has moved yet");
    sees(&mut person, "1", "move 1");
    person.presses("\x1b");
    person.waits_for("viva>");
    assert!(!person.is_full_screen());
    person.says("lab step it.lab --plain");
    person.waits_for("next (? help)>");
    assert!(!person.is_full_screen());
    person.says("1");
    person.waits_for("next (? help)>");
    person.ctrl('d');
    person.waits_for("viva>");
    person.ctrl('d');
    assert_eq!(person.leaves(), 0);
}

#[test]
fn a_lost_update_is_driven_to_the_win() {
    for lang in Lang::ALL {
        for size in [(24, 80), (20, 40)] {
            let command = "lab drive it.lab --goal x==1";
            let mut person = before(lang, size, command, LOST_UPDATE);
            person.presses("1");
            person.waits_to_see("A |");
            sees(&mut person, "11", lang.pick("여기서는", "out of reach"));
            sees(&mut person, "<<", "A | A A");
            sees(&mut person, "h", lang.pick("5걸음이면 됩니다", "5 moves are enough"));
            sees(&mut person, "2", "A B |");
            sees(&mut person, "1122", lang.pick("해냈습니다. 6걸음", "Done in 6 moves"));
            let name = format!("driven_{lang}_{}", size.1);
            insta::assert_snapshot!(name, person.screen());
            person.presses("q");
            person.waits_to_see(lang.pick("힌트 1번", "1 hint"));
            assert_eq!(person.leaves(), 0);
        }
    }
}

#[test]
fn what_cannot_be_done_is_said_line_by_line() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        let guarded = "mutex m\nglobal x = 0\nthread A { lock(m); x = x + 1; unlock(m) }\n\
                       thread B { lock(m); x = x + 1; unlock(m) }\n";
        program.write("guarded.lab", guarded);
        program.write("lost-update.lab", LOST_UPDATE);
        let drive = |file, typed: &str| {
            program.run_with(["lab", "drive", file, "--goal", "x == 1", "--plain"], typed)
        };
        let ran = drive("guarded.lab", "A\nh\ni\n").well();
        insta::assert_snapshot!(format!("it_cannot_be_done_{lang}"), ran.out);
        let ran = drive("lost-update.lab", "i\nA,A,A\nb\nh\nq\n").code(1);
        insta::assert_snapshot!(format!("a_dead_end_{lang}"), ran.out);
    }
}

#[test]
fn a_game_needs_a_goal() {
    let program = Program::new(Lang::En);
    program.write("it.lab", CROSSED);
    program.run(["lab", "drive", "it.lab"]).code(2).tells("--goal deadlock");
    program.run(["lab", "drive", "it.lab", "--goal", "y == 1"]).code(2).tells("y == 1");
    program.run_with(["lab", "drive", "it.lab", "--goal", "deadlock"], "A,B\n").well();
    // A card's own name, and the experiment of one.
    program.run_with(["lab", "drive", "lost-update"], "A,B,A,A,B,B\n").well();
}
