//! Strict interviews in earnest: of three roots from the first question to the last, and killed at
//! random moments.
//!
//! Invariant: what a candidate says is a table, and so is what has to be asked after it; the words of
//! the questions come from the decks. Nothing is typed before its question was seen.

use std::time::Duration;

use serde_json::Value;
use viva::{
    deck::Library,
    message::interviewer as words,
    record::{
        CardKey,
        interview::{Asked, Target},
    },
    session::interview,
    text::Lang,
};

use crate::{
    durability::kills,
    program::{Program, built_in, drawn},
    terminal::{Gone, Person, run_together},
};

const SIZE: (u16, u16) = (50, 80);

/// What is asked, as `deck/card`, `deck/card?point` or `deck/card!trap`, and what a candidate answers
/// in Korean and in English. What the next row asks is what the answer calls for.
type Row = (&'static str, [&'static str; 2]);

const PASS: [&str; 2] = ["모르겠습니다", "I don't know"];

/// A candidate with a misconception or two, who puts them right, goes deeper where they know
/// something, and passes where they do not.
const ROWS: [Row; 14] = [
    // A misconception comes before the core point that is not there.
    (
        "process-thread/program-vs-process",
        [
            "프로그램을 실행하면 실행 파일 전체가 바로 메모리에 올라옵니다.",
            "When you start a program, the whole executable file is loaded into memory at once.",
        ],
    ),
    // Put right; now the core point.
    (
        "process-thread/program-vs-process!loaded-whole",
        [
            "아니요, 요구 페이징이라서 파일은 필요한 페이지부터 올라옵니다.",
            "No, pages of the file are loaded lazily, when they are first used.",
        ],
    ),
    // Made when asked; after a misconception no deeper card, so what else was left out.
    (
        "process-thread/program-vs-process?running-instance",
        [
            "프로세스는 프로그램 파일을 실행한 것입니다.",
            "A process is a running instance of the program.",
        ],
    ),
    // Who passes at what is not core is asked something else.
    ("process-thread/program-vs-process?one-to-many", PASS),
    // Every core point: one card deeper.
    (
        "process-thread/memory-sharing",
        [
            "프로세스는 주소 공간을 각자 따로 가집니다. 스레드는 코드와 데이터, 힙을 공유합니다. \
             스택은 스레드마다 따로 있습니다.",
            "Each process has its own address space. Threads share the code, the data and the heap. \
             Each thread has its own stack.",
        ],
    ),
    // Two of four core points: the others, in the order of the card.
    (
        "process-thread/memory-regions",
        [
            "코드 영역에는 실행할 명령이 있고, 힙에는 실행 중에 동적으로 할당한 메모리가 있습니다.",
            "The code region holds the instructions. The heap holds memory allocated at run time.",
        ],
    ),
    (
        "process-thread/memory-regions?data",
        [
            "전역 변수와 static 변수는 데이터 영역에 있습니다.",
            "Global and static variables live in the data segment.",
        ],
    ),
    (
        "process-thread/memory-regions?stack",
        [
            "스택에 놓입니다. 함수를 호출할 때마다 지역 변수와 반환 주소가 스택에 쌓입니다.",
            "On the stack: every call pushes its local variables and the return address.",
        ],
    ),
    // Nothing deeper has a rubric, so what is not core.
    (
        "process-thread/memory-regions?bss",
        [
            "초기화하지 않은 전역 변수는 BSS에 놓입니다.",
            "Uninitialised globals go into the BSS section.",
        ],
    ),
    // A misconception again, beside a core point.
    (
        "process-thread/context-switch",
        [
            "하던 작업의 상태를 저장하고 다음 작업의 상태를 복원하는 것입니다. 시스템 콜도 컨텍스트 \
             스위칭입니다.",
            "It saves the state of one task and restores the state of another. Every system call is a \
             context switch.",
        ],
    ),
    // Not put right: it costs, and it is not asked again.
    (
        "process-thread/context-switch!syscall-is-switch",
        ["음, 그건 생각을 좀 더 해 봐야겠습니다.", "Well, I would have to think about that one."],
    ),
    (
        "process-thread/context-switch?state",
        [
            "PC와 레지스터 값을 PCB에 저장해 둡니다.",
            "The program counter and the registers are kept in the PCB.",
        ],
    ),
    // Its words came up with the misconception, so it comes before what was never spoken of.
    (
        "process-thread/context-switch?kernel",
        [
            "운영체제의 스케줄러가 고르고, 전환은 커널이 합니다.",
            "The operating system's scheduler picks it, and the kernel does the switch.",
        ],
    ),
    ("process-thread/context-switch?when", PASS),
];

const STRICT: [&str; 6] = ["interview", "--strict", "--roots", "3", "--depth", "5"];

/// A shorter one, for the many that are killed.
const SHORT: [&str; 6] = ["interview", "--strict", "--roots", "2", "--depth", "2"];
const SHORT_ROWS: [usize; 6] = [0, 1, 2, 4, 5, 6];

/// The words of a question, without spaces.
fn question(library: &Library, lang: Lang, asked: &str) -> String {
    let (deck, rest) = asked.split_once('/').expect("a deck");
    let at = rest.find(['?', '!']).unwrap_or(rest.len());
    let (card, probe) = rest.split_at(at);
    let probe = probe.get(1..).filter(|id| !id.is_empty()).map(|id| match &probe[..1] {
        "?" => Target::Point(id.to_owned()),
        _ => Target::Trap(id.to_owned()),
    });
    let asked = Asked { card: CardKey::new(deck, card), probe };
    run_together(interview::words(library, &asked).expect("words of the deck").get(lang))
}

/// Answers the questions of these rows, of which the first may be any. What was typed of an answer
/// before a kill stands at the prompt and is only ended. Counts the answers whose time was seen, since
/// those are safe.
fn goes_through(
    person: &mut Person,
    lang: Lang,
    rows: &[(String, &str)],
    safe: &mut usize,
) -> Result<(), Gone> {
    let rate = run_together(words::rate(lang).trim_end());
    let mut row = None;
    loop {
        // Where it goes on, any question of the table; then the one that the answer calls for.
        let (at, drafted) = person.finds(|drawn| {
            if drawn.ends_with(&rate) {
                return Some((rows.len(), false));
            }
            let next = row.map(|row: usize| row + 1);
            let open = rows.iter().enumerate().filter(|(at, _)| next.is_none_or(|it| it == *at));
            let (at, after) = open
                .filter_map(|(at, (question, _))| Some((at, drawn.rsplit_once(&**question)?.1)))
                .min_by_key(|(_, after)| after.len())?;
            let draft = format!(">{}", run_together(rows[at].1));
            let there = after == ">" || after == draft;
            there.then_some((at, after == draft))
        })?;
        if at == rows.len() {
            assert!(row.is_none_or(|row| row + 1 == at), "over after row {row:?}");
            return Ok(());
        }
        row = Some(at);
        if !drafted {
            person.presses(rows[at].1);
            person.expects(rows[at].1)?;
            person.enter();
        }
        person.enter();
        if drafted {
            // The cursor may stand behind the finished line or below it.
            person.enter();
        }
        person.finds(|drawn| (drawn.contains("0:00/") || drawn.ends_with(&rate)).then_some(()))?;
        *safe += 1;
    }
}

fn table<'a>(
    library: &Library,
    lang: Lang,
    rows: impl IntoIterator<Item = &'a Row>,
) -> Vec<(String, &'a str)> {
    let rows = rows
        .into_iter()
        .map(|(asked, [ko, en])| (question(library, lang, asked), *lang.pick(ko, en)));
    rows.collect()
}

/// The person's own rating, and the report.
fn rates(person: &mut Person, lang: Lang) -> Result<(), Gone> {
    person.expects(words::rate(lang).trim_end())?;
    person.presses("55");
    person.expects("55")?;
    person.enter();
    person.expects(words::after_keys(lang).trim_end())
}

/// What a strict interview showed.
struct Shown {
    /// Its screens, the report at their end.
    screens: String,
    markdown: String,
    html: String,
    json: String,
}

/// A whole strict interview: its screens, and the report in every form.
fn whole(lang: Lang, size: (u16, u16)) -> Shown {
    let program = Program::new(lang);
    let library = built_in();
    let mut person = program.person(size, STRICT);
    let rows = table(&library, lang, &ROWS);
    goes_through(&mut person, lang, &rows, &mut 0).unwrap_or_else(|Gone| {
        panic!("another question was asked:\n{}", person.screen());
    });
    rates(&mut person, lang).expect("the report");
    let screens = person.scrollback();
    person.enters_nothing();
    assert_eq!(person.leaves(), 0);
    let shown = |format| program.run(["interview", "show", "--format", format]).well().out;
    let json: Value = serde_json::from_str(&shown("json")).expect("one object");
    let turns = json["turns"].as_array().expect("turns");
    assert_eq!(turns.len(), ROWS.len());
    // The table's names are those of the log.
    for (turn, (asked, _)) in turns.iter().zip(ROWS) {
        let probe = &turn["asked"]["probe"];
        let [point, trap] = ["point", "trap"].map(|it| probe[it].as_str());
        let card = turn["asked"]["card"].as_str().unwrap_or_default();
        let probe = point.map(|it| format!("?{it}")).or(trap.map(|it| format!("!{it}")));
        assert_eq!(format!("{card}{}", probe.unwrap_or_default()), asked, "{turn:#}");
    }
    program.run(["doctor"]).well();
    let json = format!("{json:#}");
    Shown { screens, markdown: shown("markdown"), html: shown("html"), json }
}

/// The screens and each form of the report, as they were.
fn looked_at(lang: Lang) {
    let shown = whole(lang, SIZE);
    let forms = [
        ("screens", shown.screens),
        ("markdown", shown.markdown),
        ("html", shown.html),
        ("json", shown.json),
    ];
    for (form, text) in forms {
        insta::assert_snapshot!(format!("strict_{}_{form}", lang.code()), text);
    }
}

#[test]
fn a_whole_strict_interview_in_korean() {
    looked_at(Lang::Ko);
}

#[test]
fn a_whole_strict_interview_in_english() {
    looked_at(Lang::En);
}

#[test]
fn a_whole_strict_interview_at_40_columns() {
    insta::assert_snapshot!("strict_ko_narrow", whole(Lang::Ko, (70, 40)).screens);
}

/// Killed at any moment and taken up again, an interview ends with the report that it would have had.
#[test]
fn killed_at_random_moments_an_interview_goes_on() {
    let lang = Lang::Ko;
    let library = built_in();
    let rows = table(&library, lang, SHORT_ROWS.iter().map(|at| &ROWS[*at]));
    let program = Program::new(lang);
    let mut person = program.person(SIZE, SHORT);
    goes_through(&mut person, lang, &rows, &mut 0).expect("the last question");
    rates(&mut person, lang).expect("the report");
    let bytes = person.bytes().len() as u64;
    person.enters_nothing();
    assert_eq!(person.leaves(), 0);
    let shown = |program: &Program| -> Vec<String> {
        let show = |format| program.run(["interview", "show", "--format", format]).well().out;
        ["text", "markdown", "html", "json"].map(show).into()
    };
    let expect = shown(&program);

    let mut in_the_middle = 0;
    for kill in 1..=kills() {
        let draw = drawn(kill);
        let at = usize::try_from(draw % bytes).expect("a place");
        let delay = Duration::from_micros((draw >> 32) % 4000);
        let program = program.clone().home(&format!("home-{kill}"));
        let mut person = program.doomed(SIZE, SHORT, Some((at, delay)));
        let mut safe = 0;
        let _ = goes_through(&mut person, lang, &rows, &mut safe)
            .and_then(|()| rates(&mut person, lang));
        person.dies();
        let turns = turns(&program);
        // What was not yet seen may be in the log or not.
        assert!((safe..=safe + 1).contains(&turns), "kill {kill}: {safe} answers, {turns} kept");
        in_the_middle += usize::from((1..rows.len()).contains(&turns));
        if !ended(&program) {
            let mut person = program.person(SIZE, SHORT);
            goes_through(&mut person, lang, &rows, &mut safe)
                .and_then(|()| rates(&mut person, lang))
                .unwrap_or_else(|Gone| panic!("kill {kill} at {at}:\n{}", person.screen()));
            person.dies();
        }
        assert_eq!(shown(&program), expect, "kill {kill}, {delay:?} after {at} of {bytes} bytes");
        program.run(["doctor"]).well();
    }
    assert!(in_the_middle > 0, "no kill came between the first answer and the last");
}

/// How many answers the log has.
fn turns(program: &Program) -> usize {
    let log = program.run(["log", "--json"]).well().json_lines();
    log.iter().filter(|event| event["body"]["step"] == "turn").count()
}

fn ended(program: &Program) -> bool {
    let listed = program.run(["interview", "list", "--json"]).well().json_lines();
    listed.first().is_some_and(|it| it["ended"] == true)
}
