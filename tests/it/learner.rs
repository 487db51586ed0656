//! A learner's path with the shipped cards on the lost update: predict, run, step back and forth,
//! drive it, see it confirmed.
//!
//! Invariant: it is one sitting; what was done is in the log at its end.

use viva::{
    message::{prediction as words, quiz, step},
    record::Grade,
    text::Lang,
};

use crate::{program::Program, terminal::Person};

const SHIPPED: &str = include_str!("../../decks/process-thread.toml");

/// The shipped deck with nothing but these.
fn deck() -> String {
    let wanted = ["lost-update", "counter-finals", "lose-an-update"];
    let (head, rest) = SHIPPED.split_once("\n[[").expect("a deck has cards");
    let parts = rest.split("\n[[").filter(|part| {
        let id = part.lines().find_map(|line| line.strip_prefix("id = ")).unwrap_or_default();
        let about_race = !part.starts_with("choice") && !part.starts_with("explain");
        about_race && wanted.contains(&id.trim_matches('"'))
    });
    parts.fold(format!("{head}\n"), |deck, part| deck + "\n[[" + part)
}

struct Sitting {
    lang: Lang,
    person: Person,
    screens: String,
}

impl Sitting {
    fn keeps(&mut self, moment: &str) {
        self.screens += &format!("=== {moment}\n{}\n\n", self.person.screen());
    }

    #[track_caller]
    fn says(&mut self, line: &str, prompt: &str) {
        self.person.says(line);
        self.person.waits_for(prompt);
    }

    #[track_caller]
    fn sees(&mut self, keys: &str, text: &str) {
        self.person.presses(keys);
        self.person.waits_to_see(text);
    }

    fn grade(&self, proposed: Grade) -> String {
        quiz::grade_prompt(self.lang, Some(proposed))
    }

    /// Steps on, back and on again, by keys on the full screen.
    fn steps_on_the_screen(&mut self) {
        let lang = self.lang;
        self.person.says("s");
        self.person.waits_to_see(lang.pick("아직 아무도", "nobody has moved yet"));
        assert!(self.person.is_full_screen());
        for (keys, moves) in [
            ("1", "A |"),
            ("2", "A B |"),
            ("22", "A B B B |"),
            ("\x1b[D", "A B B | B"),
            ("\x1b[D", "A B | B B"),
            ("\x1b[C", "A B B | B"),
            ("\x1b[F", "A B B B |"),
            ("11", "A B B B A A |"),
            ("\x1b[H", "| A B B B A A"),
            ("\x1b[F", "A B B B A A |"),
        ] {
            self.sees(keys, moves);
        }
        self.keeps("stepped, back and forth");
        self.person.presses("q");
        self.person.waits_for(words::run_prompt(lang));
        assert!(!self.person.is_full_screen());
    }

    /// The same by lines.
    fn steps_by_lines(&mut self) {
        let next = step::prompt(self.lang);
        self.says("s", next);
        for line in ["1", "2", "b", "b", "A,B,B,B,A,A"] {
            self.says(line, next);
        }
        self.keeps("stepped, back and forth");
        self.says("q", words::run_prompt(self.lang));
    }

    fn drives_on_the_screen(&mut self) {
        let lang = self.lang;
        self.person.enters_nothing();
        self.person.waits_to_see(lang.pick("아직 아무도", "nobody has moved yet"));
        self.sees("111", lang.pick("여기서는", "out of reach"));
        self.sees("<<", "A | A A");
        self.sees("222", "A B B B |");
        self.sees("11", lang.pick("해냈습니다. 6걸음", "Done in 6 moves"));
        self.keeps("driven");
        self.person.presses("q");
        self.person.waits_for(&self.grade(Grade::Good));
    }

    fn drives_by_lines(&mut self) {
        let next = step::prompt(self.lang);
        self.person.enters_nothing();
        self.person.waits_for(next);
        for line in ["A,A,A", "b", "b", "B,B,B,A,A"] {
            self.says(line, next);
        }
        self.keeps("driven");
        self.says("q", &self.grade(Grade::Good));
    }
}

fn path(lang: Lang, size: (u16, u16), by_lines: bool) -> String {
    let mut program = Program::new(lang).deck(deck());
    if by_lines {
        program = program.option("--accessible");
    }
    let person =
        program.person(size, ["quiz", "--topic", "synchronisation", "--deck", "process-thread"]);
    let mut sitting = Sitting { lang, person, screens: String::new() };
    sitting.person.waits_for(words::prompt(lang, false));
    sitting.keeps("a card that wants a prediction");
    sitting.says("2", &sitting.grade(Grade::Hard));
    sitting.keeps("what was missed");
    sitting.says("r", words::run_prompt(lang));
    sitting.keeps("the run");
    if by_lines {
        sitting.steps_by_lines()
    } else {
        sitting.steps_on_the_screen()
    }
    sitting.person.enters_nothing();
    sitting.person.waits_for(&sitting.grade(Grade::Hard));
    sitting.says("2", words::drive_prompt(lang));
    sitting.keeps("a card that wants a schedule");
    if by_lines {
        sitting.drives_by_lines()
    } else {
        sitting.drives_on_the_screen()
    }
    sitting.keeps("confirmed");
    // The first card comes again, with another n, and is known now.
    sitting.says("3", words::prompt(lang, false));
    sitting.says("2, 3, 4, 5, 6", &sitting.grade(Grade::Good));
    sitting.keeps("right this time");
    sitting.person.ctrl('d');
    assert_eq!(sitting.person.leaves(), 0);

    let log = program.log();
    let kinds = |kind: &str| log.iter().filter(|event| event["kind"] == kind).count();
    assert_eq!((kinds("prediction"), kinds("review")), (2, 2));
    let driven = log.iter().find(|event| event["body"]["how"] == "drive").expect("a drive");
    assert_eq!(driven["body"]["answer"], "A,B,B,B,A,A");
    sitting.screens
}

#[test]
fn the_path_in_korean() {
    insta::assert_snapshot!(path(Lang::Ko, (24, 80), false));
}

#[test]
fn the_path_in_english() {
    insta::assert_snapshot!(path(Lang::En, (24, 80), false));
}

#[test]
fn the_path_at_40_columns() {
    let both = Lang::ALL.map(|lang| path(lang, (24, 40), false));
    insta::assert_snapshot!(both.concat());
}

#[test]
fn the_path_by_lines() {
    let both = Lang::ALL.map(|lang| path(lang, (24, 80), true));
    insta::assert_snapshot!(both.concat());
}
