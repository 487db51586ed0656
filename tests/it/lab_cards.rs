//! Cards about experiments in the quiz: predicted, run, stepped through, driven.
//!
//! Invariant: what was predicted is in the log with how it compared. The deck is the tests' own.

use serde_json::Value;
use viva::{message::prediction as words, text::Lang};

use crate::{
    program::Program,
    terminal::{Person, run_together},
};

const DECK: &str = include_str!("lab-cards.toml");

/// The usual terminal, and half a screen.
const USUAL: (u16, u16) = (24, 80);
const NARROW: (u16, u16) = (50, 40);

/// A person who keeps the screens that they saw.
struct Album {
    person: Person,
    lang: Lang,
    screens: String,
}

impl Album {
    fn keeps(&mut self, moment: &str) {
        self.screens += &format!("=== {moment}\n{}\n\n", self.person.screen());
    }

    /// Types a line at the prompt of a prediction and waits for the end of what comes.
    fn says(&mut self, line: &str, prompt: &str) {
        self.person.says(line);
        self.person.waits_for(prompt);
    }

    fn grade_prompt(&self, proposed: u8) -> String {
        viva::message::quiz::grade_prompt(self.lang, viva::record::Grade::of_digit(proposed))
    }
}

fn program(lang: Lang, option: Option<&str>) -> Program {
    let program = Program::new(lang).deck(DECK);
    match option {
        Some(option) => program.option(option),
        None => program,
    }
}

fn album(program: &Program, lang: Lang, size: (u16, u16), topic: &str) -> Album {
    let person = program.person(size, ["quiz", "--topic", topic]);
    Album { person, lang, screens: String::new() }
}

fn bodies(program: &Program, kind: &str) -> Vec<Value> {
    let log = program.log();
    let of_kind = log.into_iter().filter(|event| event["kind"] == kind);
    of_kind.map(|event| event["body"].clone()).collect()
}

/// A set predicted in part, then in full.
fn predicted(lang: Lang, size: (u16, u16), option: Option<&str>) -> String {
    let program = program(lang, option);
    let mut album = album(&program, lang, size, "race");
    let prompt = words::prompt(lang, false);
    album.person.waits_for(prompt);
    album.keeps("a question");
    album.says("x", prompt);
    album.says("2", &album.grade_prompt(2));
    album.keeps("partly right");
    album.says("2", prompt);
    album.keeps("the same card with another constant");
    album.says("1, 2", &album.grade_prompt(3));
    album.keeps("right");
    album.person.says("4");
    let screens = album.screens;
    assert_eq!(album.person.leaves(), 0);

    let predictions = bodies(&program, "prediction");
    let correctness: Vec<_> = predictions.iter().map(|it| it["correctness"].clone()).collect();
    assert_eq!(correctness, ["partly", "right"]);
    assert_eq!(predictions[0]["experiment"], "lab-cards/lost-update");
    assert_eq!(predictions[0]["asked"], "final x");
    assert_eq!(predictions[0]["answer"], "2");
    let reviews = bodies(&program, "review");
    let how: Vec<_> = reviews.iter().map(|it| it["how"].clone()).collect();
    assert_eq!(how, ["predict", "predict"]);
    assert_eq!(reviews[1]["answer"], "1, 2");
    program.run(["stats"]).well();
    program.run(["log"]).well();
    program.run(["doctor"]).well();
    screens
}

/// An experiment run after an answer: predicted first, then compared.
fn run_after_an_answer(lang: Lang, size: (u16, u16), option: Option<&str>) -> String {
    let program = program(lang, option);
    let mut album = album(&program, lang, size, "why");
    let (_, help) = viva::message::quiz::answer_keys(lang)[3];
    album.person.waits_for(&format!("? {help} >"));
    album.person.says(lang.pick("세 단계라서요.", "It is three steps."));
    album.person.enter();
    album.person.waits_for(&viva::message::quiz::tick_prompt(lang, "a"));
    album.says("a", &album.grade_prompt(4));
    album.keeps("the grades");
    album.says("r", words::prompt(lang, true));
    album.keeps("a prediction first");
    album.says("2", words::run_prompt(lang));
    album.keeps("the experiment");
    album.person.enters_nothing();
    album.person.waits_for(&album.grade_prompt(4));
    // It was predicted; the second time it runs at once, also with a key of the Korean layout.
    album.says("ㄱ", words::run_prompt(lang));
    album.person.enters_nothing();
    album.person.waits_for(&album.grade_prompt(4));
    album.person.says("3");
    let screens = album.screens;
    assert_eq!(album.person.leaves(), 0);
    let predictions = bodies(&program, "prediction");
    assert_eq!(predictions.len(), 1);
    assert_eq!(predictions[0]["correctness"], "partly");
    assert_eq!(bodies(&program, "review")[0]["how"], "typed");
    screens
}

#[test]
fn a_prediction_in_korean() {
    insta::assert_snapshot!(predicted(Lang::Ko, USUAL, None));
}

#[test]
fn a_prediction_in_english() {
    insta::assert_snapshot!(predicted(Lang::En, USUAL, None));
}

#[test]
fn a_prediction_at_40_columns() {
    let both = Lang::ALL.map(|lang| predicted(lang, NARROW, None));
    insta::assert_snapshot!(both.concat());
}

#[test]
fn a_prediction_by_lines_for_a_screen_reader() {
    let both = Lang::ALL.map(|lang| predicted(lang, USUAL, Some("--accessible")));
    insta::assert_snapshot!(both.concat());
}

#[test]
fn an_experiment_after_an_answer() {
    let both = Lang::ALL.map(|lang| run_after_an_answer(lang, USUAL, None));
    insta::assert_snapshot!(both.concat());
}

#[test]
fn an_experiment_after_an_answer_at_40_columns() {
    let both = Lang::ALL.map(|lang| run_after_an_answer(lang, NARROW, None));
    insta::assert_snapshot!(both.concat());
}

#[test]
fn an_experiment_after_an_answer_for_a_screen_reader() {
    let both = Lang::ALL.map(|lang| run_after_an_answer(lang, USUAL, Some("--accessible")));
    insta::assert_snapshot!(both.concat());
}

#[test]
fn yes_or_no_in_hangul() {
    let program = program(Lang::Ko, None);
    let mut album = album(&program, Lang::Ko, USUAL, "lock");
    let prompt = words::prompt(Lang::Ko, false);
    album.person.waits_for(prompt);
    album.says("글쎄요", prompt);
    album.says("네", &album.grade_prompt(3));
    album.keeps("a deadlock");
    album.person.ctrl('d');
    assert_eq!(bodies(&program, "prediction")[0]["correctness"], "right");
    insta::assert_snapshot!(album.screens);
}

#[test]
fn a_measured_share() {
    let both = Lang::ALL.map(|lang| {
        let program = program(lang, None);
        let mut album = album(&program, lang, USUAL, "time");
        album.person.waits_for(words::prompt(lang, false));
        album.says("33%", &album.grade_prompt(3));
        album.keeps("measured");
        album.says("r", words::run_prompt(lang));
        album.keeps("the timeline");
        album.person.ctrl('d');
        assert_eq!(album.person.leaves(), 0);
        assert_eq!(bodies(&program, "prediction")[0]["asked"], "measure q10.overhead");
        album.screens
    });
    insta::assert_snapshot!(both.concat());
}

#[test]
fn cards_about_experiments_can_be_read() {
    let shown = Lang::ALL.map(|lang| {
        let program = program(lang, None);
        let cards = ["lost", "overhead", "lose-one"];
        cards.map(|card| program.run(["show", card]).well().out).concat()
    });
    insta::assert_snapshot!(shown.concat());
}

#[test]
fn what_passes_the_budget_is_not_judged() {
    let program = program(Lang::En, None);
    let mut album = album(&program, Lang::En, USUAL, "big");
    album.person.waits_for(words::prompt(Lang::En, false));
    album.says("2", "grade (1-4)>");
    let screen = run_together(&album.person.screen());
    assert!(screen.contains("notproved:morethan200000states"), "{screen}");
    album.person.says("2");
    album.person.waits_for(words::prompt(Lang::En, false));
    album.person.ctrl('c');
    assert_eq!(album.person.leaves(), 130);
    assert_eq!(bodies(&program, "prediction")[0]["correctness"], "unproved");
    assert_eq!(bodies(&program, "review").len(), 1);
}

#[test]
fn a_killed_quiz_keeps_what_was_predicted() {
    let program = program(Lang::En, None);
    let mut album = album(&program, Lang::En, USUAL, "race");
    album.person.waits_for(words::prompt(Lang::En, false));
    album.says("2", "grade [2]>");
    album.person.dies();
    assert_eq!(bodies(&program, "prediction")[0]["answer"], "2");
    assert_eq!(bodies(&program, "review").len(), 0);
    program.run(["doctor"]).well();
}

/// A drive line by line, begun, won with a hint, and given up the second time.
#[test]
fn a_drive() {
    let both = Lang::ALL.map(|lang| {
        let program = program(lang, Some("--accessible"));
        let mut album = album(&program, lang, NARROW, "drive");
        let (begin, next) = (words::drive_prompt(lang), viva::message::step::prompt(lang));
        album.person.waits_for(begin);
        album.keeps("a task");
        album.says("x", begin);
        album.person.enters_nothing();
        album.person.waits_for(next);
        for line in ["h", "A,B,B,B,A,A"] {
            album.says(line, next);
        }
        album.says("q", &album.grade_prompt(2));
        album.keeps("done");
        album.says("2", begin);
        album.says("-", &album.grade_prompt(1));
        album.keeps("given up");
        album.person.ctrl('d');
        assert_eq!(album.person.leaves(), 0);
        let reviews = bodies(&program, "review");
        assert_eq!(reviews.len(), 1);
        assert_eq!(
            (&reviews[0]["how"], &reviews[0]["answer"]),
            (&"drive".into(), &"A,B,B,B,A,A".into())
        );
        album.screens
    });
    insta::assert_snapshot!(both.concat());
}

#[test]
fn a_step_through_the_experiment_and_back() {
    let program = program(Lang::En, None);
    let mut album = album(&program, Lang::En, USUAL, "race");
    album.person.waits_for(words::prompt(Lang::En, false));
    album.says("2, 3, 4", &album.grade_prompt(3));
    album.person.says("s");
    album.person.waits_until("the stepper", |drawn| drawn.contains("lost-update").then_some(()));
    album.person.presses("q");
    album.person.waits_for(&album.grade_prompt(3));
    album.says("r", words::run_prompt(Lang::En));
    album.keeps("run again");
    album.person.says("s");
    album.person.waits_until("the stepper", |drawn| drawn.contains("lost-update").then_some(()));
    album.person.presses("q");
    album.person.waits_for(words::run_prompt(Lang::En));
    album.person.ctrl('c');
    assert_eq!(album.person.leaves(), 130);
    insta::assert_snapshot!(album.screens);
}
