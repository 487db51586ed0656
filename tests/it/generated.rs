//! What is generated and committed: the pictures of real screens that the README shows.
//!
//! Invariant: a picture is made from what the program drew in a terminal, cell by cell, never
//! from its code. `VIVA_UPDATE=1 cargo test` writes it anew.

use std::{fs, path::Path};

use viva::{
    message::{prediction, quiz as words},
    record::Grade,
    text::Lang,
    view::{Line, SvgOptions, svg},
};

use crate::{program::Program, readme::updates};

const LAB_CARDS: &str = include_str!("lab-cards.toml");

/// The rows and columns of the terminal.
const SIZE: (u16, u16) = (24, 80);

/// What the person types: a good answer with no word on each thread's own stack.
const ANSWER: [&str; 4] = [
    "A process is a running program with its own address space.",
    "Threads are paths of execution inside it. They share code, data and heap,",
    "so switching between them is cheaper, but writes to shared data need locks.",
    "If one thread crashes, the whole process ends.",
];

/// A first card in English, answered and ticked, at the prompt for its grade.
fn evening() -> Vec<Line> {
    let program = Program::new(Lang::En).without("NO_COLOR");
    let card = ["quiz", "--topic", "process-and-thread", "--limit", "1"];
    let mut person = program.person(SIZE, card);
    person.waits_for("Explain the difference between a process and a thread.");
    // With its prompt: what is typed before that is thrown away.
    person.waits_for(&format!("{} >", words::answer_keys(Lang::En)[3].1));
    for line in ANSWER {
        person.says(line);
    }
    person.enter();
    person.waits_for(&words::grade_prompt(Lang::En, Some(Grade::Hard)));
    person.lines()
}

/// The experiment behind an answer, run after a prediction that missed a value.
fn experiment() -> Vec<Line> {
    let program = Program::new(Lang::En).without("NO_COLOR").deck(LAB_CARDS);
    let mut person = program.person(SIZE, ["quiz", "--topic", "why"]);
    person.waits_for(&format!("{} >", words::answer_keys(Lang::En)[3].1));
    person.says("It is three steps.");
    person.enter();
    person.waits_for(&words::tick_prompt(Lang::En, "a"));
    person.says("a");
    person.waits_for(&words::grade_prompt(Lang::En, Some(Grade::Easy)));
    person.says("r");
    person.waits_for(prediction::prompt(Lang::En, true));
    person.says("2");
    person.waits_for(prediction::run_prompt(Lang::En));
    person.lines()
}

#[track_caller]
fn check(name: &str, title: &str, lines: &[Line]) {
    let text: Vec<String> = lines.iter().map(Line::text).collect();
    let options =
        SvgOptions { title: title.to_owned(), rows: lines.len(), ..SvgOptions::default() };
    let picture = svg(lines, &options);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name);
    if updates() {
        fs::write(&path, &picture).expect("the pictures can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == picture,
        "assets/{name} is out of date (VIVA_UPDATE=1 cargo test writes it):\n{}",
        text.join("\n")
    );
}

#[test]
fn the_pictures_in_the_readme_are_what_the_program_shows() {
    check("evening.svg", "viva: a card after a typed answer", &evening());
    check("experiment.svg", "viva: the experiment behind an answer", &experiment());
}
