//! An evening with viva as a person has it: at a terminal, in Korean and in English.
//!
//! Invariant: what is typed follows from what the screen asks, so the order of cards does not
//! matter here. The clock stands still and the seed is fixed, so every screen is the same each time.

use std::{fs, path::PathBuf};

use serde_json::Value;
use viva::{
    deck::{self, Ask, Card, Kind, Library, Source},
    message::{prediction, quiz as words},
    session::Form,
    text::Lang,
};

use crate::{
    program::Program,
    terminal::{Person, run_together},
};

/// The usual terminal.
const USUAL: (u16, u16) = (24, 80);
/// Half a screen.
const NARROW: (u16, u16) = (40, 40);

/// The decks that viva brings along.
fn built_in() -> Library {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/decks");
    let entries = fs::read_dir(directory).expect("the decks of viva");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a deck").path()).collect();
    paths.sort();
    let read = |path: &PathBuf| Source {
        path: path.display().to_string(),
        text: fs::read_to_string(path).expect("a deck of viva"),
    };
    let (library, findings) = deck::library(&paths.iter().map(read).collect::<Vec<_>>());
    let is_error = |(_, it): &&(usize, deck::Finding)| it.severity == viva::text::Severity::Error;
    assert_eq!(findings.iter().filter(is_error).count(), 0, "{findings:?}");
    library
}

/// What the quiz asks.
enum Asked {
    Explain,
    Options,
    Blanks,
    Predict,
    Drive,
    Probe,
    /// Nothing more: the prompt of viva is back.
    Over,
}

/// A person who goes through an evening and keeps the screens that they saw.
struct Candidate {
    person: Person,
    lang: Lang,
    library: Library,
    /// The moments kept so far, each with its screen.
    screens: Vec<(&'static str, String)>,
    explained: usize,
    probed: usize,
    /// Whether a card with its report has to fit on the screen.
    fits: bool,
    /// Every choice is answered with "I do not know", which has the longest report.
    gives_up: bool,
}

impl Candidate {
    fn new(person: Person, lang: Lang) -> Candidate {
        let (screens, explained, probed) = (Vec::new(), 0, 0);
        let fits = true;
        Candidate {
            person,
            lang,
            library: built_in(),
            screens,
            explained,
            probed,
            fits,
            gives_up: false,
        }
    }

    /// Keeps the screen of the first such moment.
    fn keeps(&mut self, moment: &'static str) {
        if self.screens.iter().all(|(kept, _)| *kept != moment) {
            self.screens.push((moment, self.person.screen()));
        }
    }

    fn album(&self) -> String {
        self.screens.iter().map(|(at, screen)| format!("=== {at}\n{screen}\n\n")).collect()
    }

    /// Waits for the next question.
    fn next(&mut self) -> Asked {
        let lang = self.lang;
        let (_, help) = words::answer_keys(lang)[3];
        let answer = format!("?{help}>");
        let options = format!("?{help}{}", run_together(words::options_prompt(lang)));
        let blanks: Vec<String> =
            (1..6).map(|of| run_together(&words::blank_prompt(lang, 1, of))).collect();
        let predict = run_together(prediction::prompt(lang, false));
        let drive = run_together(prediction::drive_prompt(lang));
        let probe = run_together(words::probe_head(lang));
        self.person.waits_until("the next question or the end", |drawn| {
            Some(match drawn {
                _ if !drawn.ends_with('>') => return None,
                _ if drawn.ends_with("viva>") => Asked::Over,
                _ if drawn.contains(&probe) => Asked::Probe,
                _ if drawn.ends_with(&answer) => Asked::Explain,
                _ if drawn.ends_with(&options) => Asked::Options,
                _ if drawn.ends_with(&predict) => Asked::Predict,
                _ if drawn.ends_with(&drive) => Asked::Drive,
                _ if blanks.iter().any(|blank| drawn.ends_with(blank)) => Asked::Blanks,
                _ => return None,
            })
        })
    }

    /// The card that is asked, known by its question, and by its text if it is a cloze.
    fn card(&self) -> Card {
        let drawn = run_together(&self.person.since());
        let is_asked = |card: &&Card| {
            let question = drawn.contains(&run_together(card.question.get(self.lang)));
            let text = match &card.kind {
                Kind::Cloze(cloze) => cloze.pieces(self.lang).iter().all(|piece| match piece {
                    deck::Piece::Text(text) => drawn.contains(&run_together(text)),
                    deck::Piece::Blank(_) => true,
                }),
                _ => true,
            };
            question && text
        };
        let asked = self.library.cards().map(|(.., card)| card).find(is_asked);
        asked.unwrap_or_else(|| panic!("no question on\n{}", self.person.screen())).clone()
    }

    /// Answers whatever is asked until the evening is over: the first explanation typed, with a
    /// slip in its first line put right, the second spoken, the others typed; a point missed in the
    /// first.
    fn goes_through(&mut self) {
        loop {
            match self.next() {
                Asked::Explain => self.explains(),
                Asked::Options => self.chooses(),
                Asked::Blanks => self.fills(),
                Asked::Predict => self.predicts(),
                Asked::Drive => self.gives_up_driving(),
                Asked::Probe => self.recalls(),
                Asked::Over => return self.keeps("the end"),
            }
        }
    }

    fn explains(&mut self) {
        let card = self.card();
        let Kind::Explain(explain) = &card.kind else { panic!("{} is asked as another", card.id) };
        let points = explain.points.len();
        self.explained += 1;
        self.keeps("a question");
        match self.explained {
            1 => self.types_with_a_slip(),
            2 => self.speaks(),
            _ => {
                self.person.says(self.lang.pick("짧게 말하면 이렇습니다.", "In short, so."));
                self.person.enter();
            }
        }
        // A typed answer is judged; a spoken one is compared by the person.
        if points > 0 && self.explained == 2 {
            let all: String = (0..points).filter_map(viva::session::letter).collect();
            let range = match points {
                1 => "a".to_owned(),
                _ => format!("a-{}", &all[points - 1..]),
            };
            self.person.waits_for(&words::tick_prompt(self.lang, &range));
            self.keeps("points of a spoken answer");
            self.person.says(&all);
        }
        self.grade(&card);
    }

    fn types_with_a_slip(&mut self) {
        let ko = ["프로세스는 실행 중인 프로그램", "스레드는 그 안의 흐름입니다."];
        let en = ["A process is a running program", "A thread is a flow in it."];
        let [first, second] = self.lang.pick(ko, en);
        self.person.says(first);
        self.person.types(second);
        self.person.up();
        self.person.ctrl('e');
        let end = self.lang.pick("입니다!", ", indeed!");
        self.person.types(end);
        self.person.presses("\x7f.");
        self.person.waits_to_see(self.lang.pick("프로그램입니다.", "program, indeed."));
        self.person.down();
        self.person.ctrl('e');
        // Each key draws the whole answer anew.
        self.person.waits_to_see(second);
        self.keeps("a typed answer");
        self.person.presses("\r\r");
    }

    fn speaks(&mut self) {
        self.person.enters_nothing();
        self.person.waits_for(&format!("{}>", words::speaking(self.lang)));
        self.keeps("speaking");
        self.person.enters_nothing();
    }

    fn chooses(&mut self) {
        let card = self.card();
        let Kind::Choice(options) = &card.kind else { panic!("{} is asked as another", card.id) };
        self.keeps("a choice");
        let drawn = run_together(&self.person.since());
        let place = |text: &str| drawn.find(&run_together(text)).expect("every option is shown");
        let mut shown: Vec<_> =
            options.iter().map(|it| (place(it.text.get(self.lang)), it.right)).collect();
        shown.sort_unstable();
        let rights = shown.iter().enumerate().filter(|(_, (_, right))| *right);
        let letters: String = rights.filter_map(|(at, _)| viva::session::letter(at)).collect();
        self.person.says(if self.gives_up { "-" } else { &letters });
        self.waits_for_grades();
        self.keeps("a choice made");
        self.grade(&card);
    }

    fn fills(&mut self) {
        let card = self.card();
        let Kind::Cloze(cloze) = &card.kind else { panic!("{} is asked as another", card.id) };
        self.keeps("blanks");
        for at in 0..cloze.blanks() {
            self.person.waits_for(&words::blank_prompt(self.lang, at + 1, cloze.blanks()));
            let right = cloze.right(at);
            self.person.says(right.first().expect("a blank has a right filling"));
        }
        self.waits_for_grades();
        self.keeps("blanks filled");
        self.grade(&card);
    }

    /// Predicts something of the right form, or nothing.
    fn predicts(&mut self) {
        let card = self.card();
        let Kind::Predict(predict) = &card.kind else { panic!("{} is asked as another", card.id) };
        self.keeps("a prediction");
        let example = prediction::example(self.lang, Form::of(&predict.ask));
        // Where the form gives two examples, the first.
        let first = match predict.ask {
            Ask::Final(_) | Ask::Outputs => example,
            _ => example.split(", ").next().expect("an example"),
        };
        self.person.says(if self.gives_up { "-" } else { first });
        self.waits_for_grades();
        self.keeps("a prediction made");
        self.grade(&card);
    }

    fn gives_up_driving(&mut self) {
        let card = self.card();
        self.keeps("a drive");
        self.person.says("-");
        self.waits_for_grades();
        self.grade(&card);
    }

    fn waits_for_grades(&mut self) {
        let proposed = viva::record::Grade::ALL.map(Some);
        let prompts =
            proposed.iter().chain([&None]).map(|grade| words::grade_prompt(self.lang, *grade));
        let prompts: Vec<String> = prompts.map(|prompt| run_together(&prompt)).collect();
        self.person.waits_until("the grades", |drawn| {
            prompts.iter().any(|prompt| drawn.ends_with(prompt)).then_some(())
        });
    }

    /// Grades the card, which (if it has to fit) is still on the screen with its whole report.
    fn grade(&mut self, card: &Card) {
        self.waits_for_grades();
        self.keeps("grades");
        // A program may be as long as a screen: then what is on it begins with what was typed.
        let first = match &card.kind {
            Kind::Predict(_) => prediction::prompt(self.lang, false),
            Kind::Drive(_) => prediction::drive_prompt(self.lang),
            _ => card.question.get(self.lang),
        };
        let screen = self.person.screen();
        let fits = run_together(&screen).contains(&run_together(first));
        assert!(
            fits || !self.fits,
            "{} does not fit on the screen with its report:\n{screen}",
            card.id
        );
        self.person.says("3");
    }

    fn recalls(&mut self) {
        self.probed += 1;
        self.keeps("a missed point");
        self.person.says(self.lang.pick("이제 기억납니다.", "I remember now."));
        self.person.enter();
        self.person.waits_for(words::judge_prompt(self.lang, false));
        self.keeps("a missed point, recalled");
        self.person.says("y");
    }
}

/// Events of this kind.
fn of_kind<'a>(log: &'a [Value], kind: &str) -> Vec<&'a Value> {
    log.iter().filter(|event| event["kind"] == kind).collect()
}

/// The first evening, from an empty home to the summary, with the built-in decks.
fn first_evening(lang: Lang, size: (u16, u16), option: Option<&str>) -> String {
    let mut program = Program::new(lang);
    if let Some(option) = option {
        program = program.option(option);
    }
    let mut candidate = Candidate::new(program.person(size, []), lang);
    candidate.fits = size == USUAL && option != Some("--accessible");
    candidate.person.waits_for("viva>");
    candidate.keeps("the greeting");
    candidate.person.enter();
    candidate.goes_through();
    candidate.person.ctrl('d');
    let album = candidate.album();
    let (explained, probed) = (candidate.explained, candidate.probed);
    assert_eq!(candidate.person.leaves(), 0);
    assert!(probed > 0, "a missed point comes back\n{album}");

    let log = program.log();
    let reviews = of_kind(&log, "review");
    let how = |how: &str| reviews.iter().filter(|it| it["body"]["how"] == how).count();
    assert_eq!(how("typed") + how("spoken"), explained);
    assert_eq!(how("spoken"), 1);
    assert!(how("choice") > 0 && how("cloze") > 0, "{log:#?}");
    assert!(reviews.iter().all(|review| review["body"]["grade"] == 3));
    let typed = reviews.iter().find(|it| it["body"]["how"] == "typed");
    let typed = typed.expect("one was typed");
    let answer = lang.pick(
        "프로세스는 실행 중인 프로그램입니다.\n스레드는 그 안의 흐름입니다.",
        "A process is a running program, indeed.\nA thread is a flow in it.",
    );
    assert_eq!(typed["body"]["answer"], answer);
    // The words of the answer make two points; the others are missed, the core ones among them.
    let missed = typed["body"]["missed"].as_array().expect("some are missed");
    assert!(missed.len() > 3, "{missed:?}");
    let probes = of_kind(&log, "probe");
    assert_eq!(probes.len(), probed);
    assert!(probes.iter().any(|probe| missed.contains(&probe["body"]["point"])), "{probes:?}");
    assert_eq!(probes[0]["body"]["recovered"], true);
    program.run(["doctor"]).well();
    album
}

/// Every card of the built-in decks, with a short answer and its whole report.
fn every_card_fits(lang: Lang, gives_up: bool) {
    let program = Program::new(lang);
    let mut candidate = Candidate::new(program.person(USUAL, []), lang);
    // Neither the slip nor the spoken answer of the first evening.
    candidate.explained = 2;
    candidate.gives_up = gives_up;
    let cards = candidate.library.cards().count();
    candidate.person.waits_for("viva>");
    candidate.person.says("quiz --cram");
    candidate.goes_through();
    candidate.person.ctrl('d');
    assert_eq!(candidate.person.leaves(), 0);
    assert_eq!(of_kind(&program.log(), "cram").len(), cards);
}

#[test]
fn every_card_fits_on_one_screen_in_korean() {
    every_card_fits(Lang::Ko, false);
    every_card_fits(Lang::Ko, true);
}

#[test]
fn every_card_fits_on_one_screen_in_english() {
    every_card_fits(Lang::En, false);
    every_card_fits(Lang::En, true);
}

#[test]
fn the_first_evening_in_korean() {
    insta::assert_snapshot!(first_evening(Lang::Ko, USUAL, None));
}

#[test]
fn the_first_evening_in_english() {
    insta::assert_snapshot!(first_evening(Lang::En, USUAL, None));
}

#[test]
fn the_first_evening_at_40_columns_in_korean() {
    insta::assert_snapshot!(first_evening(Lang::Ko, NARROW, None));
}

#[test]
fn the_first_evening_at_40_columns_in_english() {
    insta::assert_snapshot!(first_evening(Lang::En, NARROW, None));
}

#[test]
fn the_first_evening_in_ascii() {
    let album = first_evening(Lang::En, USUAL, Some("--ascii"));
    insta::assert_snapshot!(album);
}

#[test]
fn the_first_evening_by_lines_for_a_screen_reader() {
    insta::assert_snapshot!(first_evening(Lang::Ko, USUAL, Some("--accessible")));
}
