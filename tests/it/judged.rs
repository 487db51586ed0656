//! A typed answer from the question to the log: its report is read, a verdict flipped, the proposed
//! grade taken, and what was missed asked again.
//!
//! Invariant: the words are the same with colours and without, and what was agreed on the screen is
//! what the log keeps. It must not know how words are found in an answer.

use serde_json::{Value, json};
use viva::{
    message::quiz as words,
    record::Grade,
    text::Lang,
    view::{Line, Role},
};

use crate::{program::Program, terminal::Person};

/// The usual terminal.
const USUAL: (u16, u16) = (24, 80);
/// Half a screen.
const NARROW: (u16, u16) = (40, 40);

/// How the terminal is told about colours.
#[derive(Clone, Copy, PartialEq)]
enum Colours {
    Shown,
    /// Turned off for all programs.
    Declined,
    /// Turned off by viva's own option.
    Never,
}

/// One evening with one card.
struct Case {
    lang: Lang,
    question: &'static str,
    /// Misspelt as people misspell, without a core point, with a misconception.
    answer: &'static [&'static str],
    /// Before the flip and after it.
    grades: (Grade, Grade),
    /// The letter of the verdict that the person knows better.
    flips: &'static str,
    /// What the log keeps of it: the point, what was found, whether they said it, the clause that
    /// was found.
    overridden: (&'static str, &'static str, bool, Option<&'static str>),
    covered: &'static [&'static str],
    missed: &'static [&'static str],
    /// The points asked again, each with the reply and whether the point is found in it.
    probes: &'static [(&'static str, &'static str, bool)],
}

const KOREAN: Case = Case {
    lang: Lang::Ko,
    question: "프로세스와 스레드의 차이를 설명해 주세요.",
    answer: &[
        "프로세스는 각자 독립된 adress space를 가집니다.",
        "쓰래드끼리는 코드랑 힙을 공유하고, 그래서 컨택스트 스위칭이 더 가볍습니다.",
        "쓰래드 하나가 죽어도 나머지는 멀쩡합니다.",
    ],
    grades: (Grade::Hard, Grade::Again),
    flips: "f",
    overridden: ("cost", "covered", false, Some("그래서 컨택스트 스위칭이 더 가볍습니다.")),
    covered: &["p-isolation", "t-share"],
    missed: &["p-def", "t-def", "t-private", "cost", "sync", "fault"],
    probes: &[
        ("t-private", "스택이랑 레지스터는 쓰래드마다 따로 둡니다.", true),
        ("p-def", "파일 같은 거요.", false),
        ("t-def", "실행의 흐름입니다.", true),
    ],
};

const ENGLISH: Case = Case {
    lang: Lang::En,
    question: "Explain the difference between a process and a thread.",
    answer: &[
        "A process is a running program with an adress space of its own.",
        "Treads share the heap and the globals of their process.",
        "A context swich between threads is cheaper, but writes need locks.",
        "If one thread segfaults, the others just keep running.",
    ],
    grades: (Grade::Hard, Grade::Hard),
    flips: "e",
    overridden: ("t-private", "not_found", true, None),
    covered: &["p-def", "p-isolation", "t-share", "t-private", "cost", "sync"],
    missed: &["t-def", "fault"],
    probes: &[("t-def", "It is a flow of execution.", true), ("fault", "Nothing much.", false)],
};

/// What the person saw, plain and with the meaning of each run of text.
#[derive(Default)]
struct Album {
    plain: String,
    tagged: String,
}

impl Album {
    fn keeps(&mut self, moment: &str, person: &Person) {
        let lines = person.lines();
        let text: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(text.join("\n"), person.screen());
        let tagged: Vec<String> = lines.iter().map(tagged).collect();
        self.plain += &format!("=== {moment}\n{}\n\n", text.join("\n"));
        self.tagged += &format!("=== {moment}\n{}\n\n", tagged.join("\n"));
    }
}

/// A line with the name of its role before each run that looks other than plain.
fn tagged(line: &Line) -> String {
    let tag = |(role, text): (Role, &str)| match role {
        Role::Plain => text.to_owned(),
        role => format!("{{{} {text}}}", role.name()),
    };
    line.spans().map(tag).collect()
}

fn check(case: &Case, size: (u16, u16), colours: Colours, option: Option<&str>) -> Album {
    let lang = case.lang;
    let mut program = Program::new(lang);
    if colours != Colours::Declined {
        program = program.without("NO_COLOR");
    }
    if colours == Colours::Never {
        program = program.option("--color").option("never");
    }
    if let Some(option) = option {
        program = program.option(option);
    }
    let answer = format!("{} >", words::answer_keys(lang)[3].1);
    let mut album = Album::default();

    let one = ["quiz", "--topic", "process-and-thread", "--limit", "1"];
    let mut person = program.person(size, one);
    person.waits_for(&answer);
    for line in case.answer {
        person.says(line);
    }
    person.enter();
    person.waits_for(&words::grade_prompt(lang, Some(case.grades.0)));
    album.keeps("the report", &person);
    let screen = person.screen();
    assert!(
        size != USUAL || option.is_some() || screen.contains(case.question),
        "the question has left the screen:\n{screen}"
    );
    person.says(case.flips);
    person.waits_for(&words::grade_prompt(lang, Some(case.grades.1)));
    album.keeps("a verdict flipped", &person);
    person.enters_nothing();
    for (at, (_, reply, found)) in case.probes.iter().enumerate() {
        person.waits_for(&answer);
        person.says(reply);
        person.enter();
        person.waits_for(words::judge_prompt(lang, *found));
        if at == 0 {
            album.keeps("a missed point asked again", &person);
        }
        match found {
            true => person.enters_nothing(),
            false => person.says("n"),
        }
    }
    person.waits_for(lang.pick("내일", "Tomorrow"));
    person.ends();
    album.keeps("the end", &person);
    let bytes = person.bytes();
    assert_eq!(person.leaves(), 0);
    assert_eq!(paints(&bytes), colours == Colours::Shown);

    kept(case, &program.log());
    program.run(["doctor"]).well();
    album
}

/// Whether any sequence sets a colour or an attribute (SGR).
fn paints(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.split("\x1b[").skip(1).any(|sequence| {
        sequence.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m')
    })
}

/// The log keeps what was typed and what was agreed on.
fn kept(case: &Case, log: &[Value]) {
    let of_kind = |kind: &str| -> Vec<&Value> {
        log.iter().filter(|it| it["kind"] == kind).map(|it| &it["body"]).collect()
    };
    let [review] = of_kind("review")[..] else { panic!("one card was graded: {log:#?}") };
    let (id, found, says, clause) = case.overridden;
    let mut overridden = json!({"id": id, "found": found, "says": says});
    if let Some(clause) = clause {
        overridden["clause"] = json!(clause);
    }
    for (field, expect) in [
        ("answer", json!(case.answer.join("\n"))),
        ("how", json!("typed")),
        ("grade", json!(case.grades.1.digit())),
        ("covered", json!(case.covered)),
        ("missed", json!(case.missed)),
        ("traps", json!(["thread-crash-isolated"])),
        ("overrides", json!([overridden])),
    ] {
        assert_eq!(review[field], expect, "{field} of {review:#}");
    }
    let asked = |probe: &Value| (probe["point"].clone(), probe["recovered"].clone());
    let asked: Vec<_> = of_kind("probe").into_iter().map(asked).collect();
    let expect: Vec<_> =
        case.probes.iter().map(|(point, _, found)| (json!(point), json!(found))).collect();
    assert_eq!(asked, expect, "{log:#?}");
}

/// The evening with colours and without them, in the same words.
fn in_colour_and_plain(case: &Case, size: (u16, u16), off: Colours) -> String {
    let (coloured, plain) = (check(case, size, Colours::Shown, None), check(case, size, off, None));
    assert_eq!(coloured.plain, plain.plain);
    assert_eq!(plain.tagged, plain.plain);
    format!("{}------ in colour\n\n{}", plain.plain, coloured.tagged)
}

#[test]
fn a_judged_answer_in_korean() {
    insta::assert_snapshot!(in_colour_and_plain(&KOREAN, USUAL, Colours::Declined));
}

#[test]
fn a_judged_answer_at_40_columns_in_korean() {
    insta::assert_snapshot!(in_colour_and_plain(&KOREAN, NARROW, Colours::Never));
}

#[test]
fn a_judged_answer_by_lines_for_a_screen_reader() {
    insta::assert_snapshot!(check(&KOREAN, USUAL, Colours::Declined, Some("--accessible")).plain);
}

#[test]
fn a_judged_answer_in_english() {
    insta::assert_snapshot!(in_colour_and_plain(&ENGLISH, USUAL, Colours::Never));
}
