//! What each key does in a quiz, at the prompt, and when the person leaves in the middle.
//!
//! Invariant: whatever key ends something, what was typed is in the log. Each test has its own home
//! and the small deck of the tests.

use serde_json::Value;
use viva::text::Lang;

use crate::{
    program::Program,
    terminal::{Person, run_together},
};

const SIZE: (u16, u16) = (24, 80);

/// A person in a quiz of one card that asks for an explanation, at its question.
fn asked(program: &Program) -> Person {
    let mut person = program.person(SIZE, ["quiz", "--topic", "tcp"]);
    person.waits_for("? help>");
    person
}

fn bodies<'a>(log: &'a [Value], kind: &str) -> Vec<&'a Value> {
    log.iter().filter(|event| event["kind"] == kind).map(|event| &event["body"]).collect()
}

/// Types these lines and sees that each is finished, since the next stands below it.
fn finishes(person: &mut Person, lines: &[&str]) {
    for line in lines {
        person.says(line);
    }
}

/// Ends an answer that has lines, and is at the points.
fn to_the_points(person: &mut Person) {
    person.enter();
    person.waits_for("points (a-c)>");
}

#[test]
fn ctrl_c_leaves_the_card_ungraded_and_keeps_the_draft() {
    let program = Program::new(Lang::En).practice();
    let mut person = asked(&program);
    finishes(&mut person, &["TCP makes a connection"]);
    person.types("and UDP d");
    person.ctrl('c');
    person.waits_for("your answer is saved");
    assert_eq!(person.leaves(), 130);

    let log = program.log();
    assert_eq!(bodies(&log, "review").len(), 0);
    let last = bodies(&log, "draft").pop().unwrap()["text"].clone();
    assert_eq!(last, "TCP makes a connection\nand UDP d");

    // The greeting knows of it, and it stands in the prompt again.
    let mut person = program.person(SIZE, []);
    person.waits_for("Draft");
    person.waits_for("viva>");
    person.says("quiz --topic tcp");
    person.waits_for("Your unfinished answer");
    person.waits_for("and UDP d");
    person.types("oes not");
    person.enter();
    to_the_points(&mut person);
    person.says("abc");
    person.waits_for("grade [4]>");
    person.says("3");
    person.waits_for("All saved.");
    let log = program.log();
    let review = bodies(&log, "review").pop().unwrap();
    assert_eq!(review["answer"], "TCP makes a connection\nand UDP does not");

    // A graded answer is no draft any more.
    let mut person = program.person(SIZE, []);
    person.waits_for("viva>");
    assert!(!person.screen().contains("Draft"), "{}", person.screen());
}

#[test]
fn ctrl_d_saves_and_leaves() {
    let program = Program::new(Lang::En).practice();
    let mut person = asked(&program);
    finishes(&mut person, &["one line", "and another"]);
    person.types("and a bit");
    person.ctrl('d');
    assert_eq!(person.leaves(), 0);
    let log = program.log();
    assert_eq!(bodies(&log, "draft").pop().unwrap()["text"], "one line\nand another\nand a bit");
    assert_eq!(bodies(&log, "review").len(), 0);
}

#[test]
fn a_closed_terminal_keeps_the_finished_lines() {
    let program = Program::new(Lang::En).practice();
    let mut person = asked(&program);
    finishes(&mut person, &["첫째 줄", "둘째 줄"]);
    person.types("셋째");
    person.closes_the_window();
    let log = program.log();
    let last = bodies(&log, "draft").pop().unwrap()["text"].as_str().unwrap().to_owned();
    assert!(last.starts_with("첫째 줄\n둘째 줄"), "{last}");
    program.run(["doctor"]).well();
}

#[test]
fn an_answer_can_be_carried_on_in_an_editor() {
    let program = Program::new(Lang::En).practice();
    let editor = program.script("editor", "#!/bin/sh\nprintf '%s' ' 그리고\n둘째 줄' >> \"$1\"\n");
    let program = program.with("EDITOR", editor);
    let mut person = asked(&program);
    person.types("첫째 줄");
    person.presses("\x18\x05");
    person.waits_for("둘째 줄");
    // What came from the editor is as safe as a finished line.
    let log = program.log();
    let draft = bodies(&log, "draft").pop().map(|body| body["text"].clone());
    assert_eq!(draft, Some("첫째 줄 그리고\n둘째 줄".into()));
    person.enter();
    to_the_points(&mut person);
    person.says("abc");
    person.waits_for("grade [4]>");
    person.says("2");
    assert_eq!(person.leaves(), 0);
    let log = program.log();
    assert_eq!(bodies(&log, "review")[0]["answer"], "첫째 줄 그리고\n둘째 줄");
}

#[test]
fn an_editor_that_fails_leaves_the_answer() {
    let program = Program::new(Lang::En).practice().with("EDITOR", "/nowhere/editor");
    let mut person = asked(&program);
    person.types("what I had");
    person.presses("\x18\x05");
    person.waits_for("did not run");
    person.waits_for("> what I had");
    person.ctrl('d');
    assert_eq!(person.leaves(), 0);
    assert_eq!(bodies(&program.log(), "draft").pop().unwrap()["text"], "what I had");
}

#[test]
fn letters_act_at_the_grades_in_hangul_mode_too() {
    let program = Program::new(Lang::En).practice();
    let mut person = asked(&program);
    person.says("?");
    person.waits_for("an empty line");
    person.waits_for("What is guaranteed?>");
    person.says("It connects.");
    to_the_points(&mut person);
    for wrong in ["9", "z", "zz", "아"] {
        person.says(wrong);
        person.waits_for("Only the letters before the points");
        person.waits_for(")>");
    }
    // `a` and `b` on the Korean layout.
    person.says("뮤");
    person.waits_for("grade [3]>");
    person.says("m");
    person.waits_for("Model answer");
    person.waits_for("grade [3]>");
    // `m` again.
    person.says("ㅡ");
    person.waits_for("Model answer");
    person.waits_for("grade [3]>");
    for wrong in ["0", "5", "33", "x", "-"] {
        person.says(wrong);
        person.waits_for("A grade is a digit from 1 to 4.");
        person.waits_for("grade [3]>");
    }
    person.says("?");
    person.waits_for("1 again: not recalled.");
    person.waits_for("grade [3]>");
    // Flips the third point in, and it is 4 then.
    person.says("c");
    person.waits_for("points 3/3");
    person.waits_for("grade [4]>");
    // `k`.
    person.says("ㅏ");
    person.waits_for("Kept.");
    person.waits_for("grade [4]>");
    // `t`.
    person.says("ㅅ");
    person.waits_for("? help>");
    person.says("It connects and keeps the order.");
    person.enter();
    person.waits_for("Model answer");
    person.waits_for("My answer");
    person.waits_for("grade [4]>");
    person.says("2");
    assert_eq!(person.leaves(), 0);

    let log = program.log();
    let review = &bodies(&log, "review")[0];
    assert_eq!(review["answer"], "It connects.", "the first answer stands");
    assert_eq!(review["grade"], 2);
    assert_eq!(review["covered"].as_array().unwrap().len(), 3);
    assert_eq!(bodies(&log, "keep")[0]["text"], "It connects.");
    assert_eq!(bodies(&log, "practice")[0]["answer"], "It connects and keeps the order.");
    program.run(["show", "tcp-vs-udp"]).well().says("It connects.");
}

#[test]
fn a_trailing_enter_does_not_answer_the_next_card() {
    let program = Program::new(Lang::En).practice();
    let mut person = program.person(SIZE, ["quiz", "--tag", "talk"]);
    person.waits_for("1/2");
    person.waits_for("? help>");
    person.says("an answer");
    person.enter();
    person.waits_for(")>");
    person.says("a");
    person.waits_for("grade [2]>");
    person.types("3");
    person.presses("\r\r\r");
    person.waits_for("2/2");
    person.waits_for("? help>");
    person.says("another answer");
    person.enter();
    person.waits_for("points (");
    let all = person.scrollback();
    assert!(!all.contains("Speaking."), "{all}");
    person.says("a");
    person.waits_for("grade [3]>");
    person.ctrl('d');
    assert_eq!(person.leaves(), 0);
    assert_eq!(bodies(&program.log(), "review").len(), 1);
}

#[test]
fn an_enter_just_after_the_next_question_is_taken_for_a_slip() {
    let program = Program::new(Lang::En).practice();
    let mut person = program.person(SIZE, ["quiz", "--tag", "talk"]);
    person.waits_for("1/2");
    person.waits_for("? help>");
    person.says("an answer");
    person.enter();
    person.waits_for(")>");
    person.says("a");
    person.waits_for("grade [2]>");
    person.types("3");
    person.drums("\r", "? help>");
    let all = person.scrollback();
    assert!(all.contains("2/2") && !all.contains("Speaking."), "{all}");
    person.dies();
    assert_eq!(bodies(&program.log(), "review").len(), 1);
}

#[test]
fn a_misread_option_can_be_typed_again_and_enter_takes_the_proposal() {
    let program = Program::new(Lang::En).practice();
    let mut person = program.person(SIZE, ["quiz", "--topic", "port"]);
    person.waits_for("letters>");
    for wrong in ["d", "1", "ab?"] {
        person.says(wrong);
        person.waits_for("Type the letters of your choice");
        person.waits_for("letters>");
    }
    person.enters_nothing();
    person.waits_for("Type the letters of your choice");
    person.says("-");
    person.waits_for("grade [1]>");
    person.enters_nothing();
    person.waits_for("again, back in 1 min");
    person.waits_for("letters>");
    person.ctrl('c');
    assert_eq!(person.leaves(), 130);
    let log = program.log();
    assert_eq!(bodies(&log, "review")[0]["grade"], 1);
}

#[test]
fn a_grade_can_be_undone_after_a_restart() {
    let program = Program::new(Lang::En).practice();
    let mut person = asked(&program);
    person.says("It connects.");
    to_the_points(&mut person);
    person.says("abc");
    person.waits_for("grade [4]>");
    person.says("2");
    assert_eq!(person.leaves(), 0);

    let mut person = program.person(SIZE, []);
    person.waits_for("viva>");
    person.says("undo");
    person.waits_for("undone: tcp-vs-udp");
    person.waits_for("viva>");
    person.says("quit");
    assert_eq!(person.leaves(), 0);
    let log = program.log();
    let review = log.iter().find(|event| event["kind"] == "review").unwrap();
    assert_eq!(review["undone"], true);
    assert_eq!(bodies(&log, "undo").len(), 1, "by an event, not by deletion");
    let due: Value = serde_json::from_str(&program.run(["due", "--json"]).out).unwrap();
    let card =
        due["cards"].as_array().unwrap().iter().find(|it| it["card"] == "practice/tcp-vs-udp");
    assert_eq!(card.unwrap()["new"], true);
}

#[test]
fn the_prompt_completes_hints_and_suggests() {
    let program = Program::new(Lang::En).practice();
    let mut person = program.person(SIZE, []);
    person.waits_for("viva>");
    person.types("susp");
    person.presses("\t");
    person.waits_to_see("viva> suspend");
    person.presses(" tcp\t");
    person.waits_to_see("viva> suspend tcp-vs-udp");
    person.enter();
    person.waits_for("viva>");
    person.types("resume");
    person.waits_to_see("viva> resume CARD");
    person.presses(" tcp-\t\r");
    person.waits_for("viva>");
    // Several words begin so: all are listed.
    person.types("qui");
    person.presses("\t\t");
    person.waits_for("quiz");
    person.waits_for("quit");
    person.presses("\x15");
    person.types("quiz --topic s");
    person.presses("\t");
    person.waits_to_see("quiz --topic s");
    person.presses("\x15");
    person.says("quizz");
    person.waits_for("did you mean quiz?");
    person.waits_for("viva>");
    person.says("show tcp-vs-udq");
    person.waits_for("did you mean tcp-vs-udp?");
    person.waits_for("viva>");
    // Arrow up: commands are remembered.
    person.up();
    person.waits_for("show tcp-vs-udq");
    person.ctrl('c');
    person.waits_for("Ctrl-D or quit leaves");
    person.waits_for("viva>");
    person.ctrl('d');
    assert_eq!(person.leaves(), 0);
    let log = program.log();
    let kinds: Vec<_> = log.iter().map(|event| &event["kind"]).collect();
    assert_eq!(kinds, ["suspend", "resume"]);
    let history = std::fs::read_to_string(program.path("home/history")).unwrap();
    assert!(history.contains("quizz"), "{history}");

    let mut person = Program::new(Lang::Ko).practice().person(SIZE, []);
    person.waits_for("viva>");
    person.says("quizz");
    person.waits_for("혹시 quiz?");
}

#[test]
fn answers_are_not_remembered_as_commands() {
    let program = Program::new(Lang::En).practice();
    let mut person = program.person(SIZE, []);
    person.waits_for("viva>");
    person.says("quiz --topic tcp");
    person.waits_for("? help>");
    person.says("a secret answer");
    person.ctrl('d');
    person.waits_for("viva>");
    person.up();
    person.waits_for("quiz --topic tcp");
    assert!(!run_together(&person.since()).contains("secret"));
    person.ctrl('c');
    person.waits_for("viva>");
    person.ctrl('d');
    assert_eq!(person.leaves(), 0);
    let history = std::fs::read_to_string(program.path("home/history")).unwrap();
    assert!(!history.contains("secret"), "{history}");
}

/// A card graded with one core point missed, and its probe on the screen.
fn at_the_missed_point(program: &Program) -> Person {
    let mut person = asked(program);
    person.says("UDP just sends");
    to_the_points(&mut person);
    person.says("bc");
    person.waits_for("grade [2]>");
    person.says("2");
    person.waits_for("What does TCP do before it sends?");
    person.waits_for("? help>");
    person
}

#[test]
fn a_missed_point_that_was_left_is_asked_again_the_same_evening() {
    let program = Program::new(Lang::En).practice();
    let mut person = at_the_missed_point(&program);
    person.types("it conn");
    person.ctrl('c');
    assert_eq!(person.leaves(), 130);
    let log = program.log();
    let reply = bodies(&log, "practice").pop().expect("the unfinished reply is in the log");
    assert_eq!((&reply["point"], &reply["answer"]), (&"connects".into(), &"it conn".into()));

    let mut person = program.person(SIZE, ["quiz", "--topic", "tcp"]);
    person.waits_for("What does TCP do before it sends?");
    person.waits_for("? help>");
    // Enter at once speaks here as at every answer.
    person.enters_nothing();
    person.waits_for("Speaking.");
    person.enters_nothing();
    person.waits_for("(y/n)>");
    person.says("네");
    person.waits_for("There it is.");
    assert_eq!(person.leaves(), 0);
    program.run(["quiz", "--topic", "tcp"]).code(2);
    let mut person = program.person(SIZE, ["quiz", "--topic", "tcp"]);
    person.waits_for("Nothing is due");
    assert_eq!(person.leaves(), 0);
}

#[test]
fn a_second_try_that_was_left_is_in_the_log() {
    let program = Program::new(Lang::En).practice();
    let mut person = asked(&program);
    person.says("UDP just sends");
    to_the_points(&mut person);
    person.says("bc");
    person.waits_for("grade [2]>");
    person.says("t");
    person.waits_for("? help>");
    finishes(&mut person, &["TCP connects,"]);
    person.types("in order");
    person.ctrl('d');
    assert_eq!(person.leaves(), 0);
    let log = program.log();
    let tries: Vec<_> =
        bodies(&log, "practice").iter().map(|body| body["answer"].clone()).collect();
    assert_eq!(tries, ["TCP connects,", "TCP connects,\nin order"]);
    // One finished line is one draft, whatever ends it.
    assert_eq!(bodies(&log, "draft").len(), 1);
}

#[test]
fn an_idle_prompt_lets_others_write() {
    let program = Program::new(Lang::En).practice();
    let mut person = program.person(SIZE, []);
    person.waits_for("viva>");
    person.says("suspend tcp-vs-udp");
    person.waits_for("viva>");
    program.run(["resume", "tcp-vs-udp"]).well();
    person.says("suspend tcp-vs-udp");
    person.waits_for("is not asked until you resume it");
}

#[test]
fn the_language_of_the_prompt_follows_its_last_change() {
    let program = Program::new(Lang::En).practice();
    // The harness names a language on the command line, which would decide.
    let mut person = program.person(SIZE, []);
    person.waits_for("viva>");
    person.says("lang ko");
    person.waits_for("화면은 한국어입니다");
    person.waits_for("viva>");
    person.says("lang en");
    person.waits_for("The screen is in English");
    person.waits_for("viva>");
    person.says("config set lang ko");
    person.waits_for("viva>");
    person.says("lang");
    person.waits_for("화면은 한국어입니다");
}

#[test]
fn only_sentences_can_be_tried_again_or_kept() {
    let program = Program::new(Lang::En).practice();
    let mut person = program.person(SIZE, ["quiz", "--topic", "port"]);
    person.waits_for("letters>");
    person.says("a");
    // With its prompt: what is typed before that is thrown away.
    let prompts = |drawn: &str| drawn.contains("grade[") && drawn.ends_with('>');
    person.waits_until("the grades", |drawn| prompts(drawn).then_some(()));
    for key in ["t", "k"] {
        person.says(key);
        let refused = |drawn: &str| drawn.contains("Agradeisadigit") && prompts(drawn);
        person.waits_until("what a grade is", |drawn| refused(drawn).then_some(()));
    }
}
