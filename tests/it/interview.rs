//! `interview`: held at a terminal in both languages, killed and taken up again, and told in every form.
//!
//! Invariant: which follow-up question comes is decided in the session and tested there; here it is
//! what a person sees, and that nothing is lost.

use serde_json::Value;
use viva::{
    answer::Status,
    message::{grading, interviewer as words, quiz},
    text::Lang,
};

use crate::{
    program::Program,
    terminal::{Person, run_together},
};

/// What a candidate says, question after question.
fn answers(lang: Lang) -> [&'static str; 3] {
    lang.pick(
        [
            "스레드는 코드와 힙을 함께 쓰지만 스택은 스레드마다 따로입니다.",
            "모르겠습니다",
            "프로세스는 실행 중인 프로그램이고 주소 공간이 서로 분리되어 있습니다.",
        ],
        [
            "Threads share the code and the heap, but each thread has its own stack.",
            "I don't know",
            "A process is a running program, and each one has an address space of its own.",
        ],
    )
}

/// Waits for the prompt of an answer.
fn asked(person: &mut Person) {
    person.waits_until("the next question", |drawn| drawn.ends_with('>').then_some(()));
}

fn says(person: &mut Person, lang: Lang, answer: &str) {
    asked(person);
    person.says(answer);
    person.enter();
    let rate = run_together(words::rate(lang));
    person.waits_until("a time", |drawn| {
        (drawn.contains("0:00/") || drawn.ends_with(rate.trim_end())).then_some(())
    });
}

/// Ends the interview at a question, rates it if a rating is given, and waits for the keys after the
/// report.
fn ends(person: &mut Person, lang: Lang, rating: Option<&str>) {
    asked(person);
    person.says(lang.pick("끝", "end"));
    person.enter();
    person.waits_for(words::rate(lang).trim_end());
    match rating {
        Some(rating) => person.says(rating),
        None => person.enters_nothing(),
    }
    person.waits_for(words::after_keys(lang).trim_end());
}

const STRICT: [&str; 6] =
    ["interview", "--strict", "--roots", "2", "--topic", "process-and-thread"];

/// A strict interview that is killed after the first answer and goes on after it.
fn held(lang: Lang, size: (u16, u16)) -> String {
    let program = Program::new(lang);
    let [first, second, third] = answers(lang);
    let mut person = program.person(size, STRICT);
    says(&mut person, lang, first);
    asked(&mut person);
    let mut album = format!("=== the first answer\n{}\n\n", person.screen());
    person.dies();
    let mut person = program.person(size, ["interview"]);
    says(&mut person, lang, second);
    says(&mut person, lang, third);
    asked(&mut person);
    album += &format!("=== taken up again\n{}\n\n", person.screen());
    ends(&mut person, lang, Some("60"));
    album += &format!("=== the report\n{}\n", person.screen());
    person.enters_nothing();
    assert_eq!(person.leaves(), 0);

    let steps = program.log();
    let steps: Vec<&Value> = steps.iter().filter(|it| it["kind"] == "interview").collect();
    let of = |step: &str| steps.iter().filter(|it| it["body"]["step"] == step).count();
    assert_eq!((of("begin"), of("turn"), of("rating"), of("end")), (1, 3, 1, 1), "{album}");
    let told = |format| program.run(["interview", "show", "--format", format]).well().out;
    for format in ["text", "markdown", "html", "json"] {
        assert_eq!(told(format), told(format), "{format} is the same each time");
    }
    let shown: Value = serde_json::from_str(&told("json")).expect("one object");
    assert_eq!((&shown["rating"], shown["turns"].as_array().map(Vec::len)), (&60.into(), Some(3)));
    assert_eq!(shown["turns"][0]["answer"], first);
    assert_eq!(shown["turns"][1]["pass"], true);
    let listed = program.run(["interview", "list", "--json"]).well().json_lines();
    assert_eq!((listed.len(), &listed[0]["score"]), (1, &shown["score"]));
    program.run(["doctor"]).well();
    album
}

/// An answer aloud, killed while its points are ticked and given once more; then one where nothing
/// was said.
fn spoken(lang: Lang, size: (u16, u16)) -> String {
    let program = Program::new(lang);
    let topic = ["interview", "--roots", "1", "--topic", "process-and-thread"];
    let mut person = program.person(size, topic);
    let speaks = |person: &mut Person| {
        asked(person);
        person.says(lang.pick("말로", "spoken"));
        person.enter();
        person.waits_until("a prompt after the words", |drawn| {
            drawn.ends_with(&format!("{}>", run_together(quiz::speaking(lang)))).then_some(())
        });
        person.enters_nothing();
        person.waits_until("the points", |drawn| drawn.ends_with(")>").then_some(()));
    };
    speaks(&mut person);
    let mut album = format!("=== the points\n{}\n\n", person.screen());
    person.dies();
    // Nothing of the answer was there yet, so the question comes again.
    let mut person = program.person(size, ["interview"]);
    speaks(&mut person);
    person.says("m");
    let invalid = quiz::invalid(lang, viva::session::quiz::Invalid::Letters);
    person.waits_for(&invalid);
    person.waits_until("the points again", |drawn| drawn.ends_with(")>").then_some(()));
    person.says(lang.pick("ㅠ", "b"));
    // A follow-up question; aloud once more, and nothing of it was said.
    speaks(&mut person);
    person.enters_nothing();
    ends(&mut person, lang, None);
    album += &format!("=== the report\n{}\n\n", person.screen());
    person.says("t");
    person.waits_for(words::after_keys(lang).trim_end());
    album += &format!("=== the transcript\n{}\n", person.screen());
    person.enters_nothing();
    assert_eq!(person.leaves(), 0);
    let shown = program.run(["interview", "show", "--format", "json"]).well().out;
    let shown: Value = serde_json::from_str(&shown).expect("one object");
    let turns = shown["turns"].as_array().expect("turns");
    let found = |at: usize| turns[at]["found"].as_array().map(Vec::len);
    assert_eq!((turns.len(), found(0), found(1)), (2, Some(1), Some(0)), "{shown:#}");
    assert!(turns.iter().all(|turn| turn["how"] == "spoken" && turn["answer"].is_null()));
    program.run(["doctor"]).well();
    album
}

#[test]
fn a_spoken_answer_in_korean() {
    insta::assert_snapshot!(spoken(Lang::Ko, (50, 80)));
}

#[test]
fn a_spoken_answer_in_english() {
    insta::assert_snapshot!(spoken(Lang::En, (50, 80)));
}

#[test]
fn a_spoken_answer_at_40_columns() {
    insta::assert_snapshot!(spoken(Lang::Ko, (60, 40)));
}

#[test]
fn a_strict_interview_takes_no_spoken_answer() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        program.run(["interview", "--strict", "--spoken"]).code(2);
        let mut person = program.person((50, 80), STRICT);
        asked(&mut person);
        person.says(lang.pick("말로", "spoken"));
        person.enter();
        person.waits_for(words::no_speaking(lang));
        asked(&mut person);
        person.dies();
    }
}

/// `--spoken`: Enter alone ends every answer, also after the interview was left and taken up again,
/// and what is typed is an answer still.
#[test]
fn every_answer_can_be_spoken() {
    let lang = Lang::En;
    let program = Program::new(lang);
    let mut person = program.person((50, 80), ["interview", "--spoken", "--roots", "1"]);
    asked(&mut person);
    assert!(run_together(&person.screen()).contains(&run_together(quiz::speaking(lang))));
    person.enters_nothing();
    person.waits_until("the points", |drawn| drawn.ends_with(")>").then_some(()));
    person.ctrl('c');
    assert_eq!(person.leaves(), 130);
    let mut person = program.person((50, 80), ["interview"]);
    asked(&mut person);
    person.enters_nothing();
    person.waits_until("the points", |drawn| drawn.ends_with(")>").then_some(()));
    person.enters_nothing();
    says(&mut person, lang, "It is a running program.");
    person.dies();
    let log = program.log();
    let turns = log.iter().filter(|it| it["body"]["step"] == "turn");
    let how: Vec<&Value> = turns.map(|it| &it["body"]["how"]).collect();
    assert_eq!(how, ["spoken", "typed"]);
}

/// A short interview of two, with the interviewer at the keyboard.
fn hosted(lang: Lang, size: (u16, u16)) -> String {
    let program = Program::new(lang);
    let hosted = ["interview", "--host", "--roots", "1", "--depth", "2"];
    let hosted = hosted.into_iter().chain(["--topic", "process-and-thread"]);
    let mut person = program.person(size, hosted);
    asked(&mut person);
    let mut album = format!("=== the question\n{}\n\n", person.screen());
    person.says("a 9");
    person.waits_for(words::heard_form(lang));
    asked(&mut person);
    person.dies();
    let mut person = program.person(size, ["interview"]);
    asked(&mut person);
    // A point that is not core and a misconception, on whichever layout.
    person.says(lang.pick("ㅠ 1", "b 1"));
    asked(&mut person);
    album += &format!("=== a follow-up question\n{}\n\n", person.screen());
    person.says("a");
    asked(&mut person);
    person.says("-");
    person.waits_for(words::rate_hosted(lang).trim_end());
    person.says("70");
    person.waits_for(words::after_keys(lang).trim_end());
    album += &format!("=== the report\n{}\n\n", person.screen());
    person.enters_nothing();
    assert_eq!(person.leaves(), 0);
    let shown = program.run(["interview", "show", "--format", "json"]).well().out;
    let shown: Value = serde_json::from_str(&shown).expect("one object");
    let turns = shown["turns"].as_array().expect("turns");
    let of = |key: &str| turns.iter().map(|turn| turn[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("how")[..2], ["spoken", "spoken"], "{shown:#}");
    assert_eq!((turns.len(), &turns[2]["pass"], &shown["rating"]), (3, &true.into(), &70.into()));
    let heard = |turn: usize, key: &str| turns[turn][key].as_array().map_or(0, Vec::len);
    assert_eq!((heard(0, "found"), heard(0, "traps"), heard(1, "found")), (1, 1, 1));
    // The misconception is asked about before anything else.
    assert_eq!(of("why")[1], "misconception");
    program.run(["doctor"]).well();
    album
}

#[test]
fn a_hosted_interview_in_korean() {
    insta::assert_snapshot!(hosted(Lang::Ko, (50, 80)));
}

#[test]
fn a_hosted_interview_in_english() {
    insta::assert_snapshot!(hosted(Lang::En, (50, 80)));
}

#[test]
fn a_hosted_interview_at_40_columns() {
    insta::assert_snapshot!(hosted(Lang::Ko, (70, 40)));
}

#[test]
fn an_interviewer_needs_the_usual_form() {
    let program = Program::new(Lang::En);
    for other in ["--strict", "--practice", "--spoken"] {
        program.run(["interview", "--host", other]).code(2).tells(other);
    }
}

/// What an interview missed is put into tomorrow's quiz by one key, and stays there until it is
/// reviewed.
fn missed_cards_are_asked_tomorrow(lang: Lang) -> String {
    let program = Program::new(lang);
    let mut person = program.person((50, 80), STRICT);
    for answer in answers(lang) {
        says(&mut person, lang, answer);
    }
    ends(&mut person, lang, None);
    let shown = program.run(["interview", "show", "--format", "json"]).well().out;
    let shown: Value = serde_json::from_str(&shown).expect("one object");
    let fixes = shown["fixes"].as_array().expect("fixes");
    let mut missed: Vec<&str> = fixes.iter().filter_map(|fix| fix["card"].as_str()).collect();
    missed.sort_unstable();
    missed.dedup();
    assert!(!missed.is_empty(), "{shown:#}");
    // Typed on the Korean layout the key is the same.
    person.says(lang.pick("ㅁ", "a"));
    person.waits_for(words::after_keys(lang).trim_end());
    let mut album = format!("=== put into tomorrow's quiz\n{}\n\n", person.screen());
    let drawn = run_together(&person.since());
    assert!(drawn.contains(&run_together(&words::put_into_quiz(lang, missed.len()))), "{drawn}");
    // The key is not offered again, and does nothing.
    assert!(!drawn.contains(&run_together(&words::missed_key(lang, missed.len()))), "{drawn}");
    person.says("a");
    person.waits_for(words::after_keys(lang).trim_end());
    person.enters_nothing();
    assert_eq!(person.leaves(), 0);

    let wanted = |program: &Program| -> Vec<String> {
        let due = program.run(["due", "--json"]).well().json_lines().remove(0);
        let cards = due["cards"].as_array().expect("cards").iter();
        let wanted = cards.filter(|card| card["wanted"] == "2026-11-24" && card["is_due"] == true);
        wanted.map(|card| card["card"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(wanted(&program), Vec::<String>::new(), "not today");
    let log = program.log();
    assert_eq!(log.iter().filter(|it| it["kind"] == "want").count(), missed.len());
    album += &format!("=== due\n{}\n", program.run(["due"]).well().out);
    let program = program.now("2026-11-24T21:40:00+09:00");
    let mut there = wanted(&program);
    there.sort_unstable();
    assert_eq!(there, missed);

    let mut person = program.person((24, 80), []);
    person.waits_for("viva>");
    album += &format!("=== the next evening\n{}\n\n", person.screen());
    person.says("quiz --limit 1");
    asked(&mut person);
    album += &format!("=== the first card\n{}\n\n", person.screen());
    person.says(lang.pick("짧게 말하면 이렇습니다.", "In short, so."));
    person.enter();
    asked(&mut person);
    person.says("3");
    person.waits_for(quiz::tomorrow(lang, 0, 0, 0, 0).0);
    person.dies();
    let left = wanted(&program);
    assert_eq!(left.len(), missed.len() - 1, "a review ends it: {left:?}");
    let done = missed.iter().find(|card| !left.iter().any(|it| it == *card)).expect("one is done");
    let history = program.run(["history", done]).well();
    album += &format!("=== its history\n{}", history.out);
    album + &beside_the_predictions(&program.now("2026-12-04T21:40:00+09:00"), lang)
}

/// A second interview, when one of the cards has a memory: what was predicted of it stands in the
/// statistics beside what was found.
fn beside_the_predictions(program: &Program, lang: Lang) -> String {
    let interviews = |program: &Program| -> Value {
        let stats = program.run(["stats", "--json"]).well().json_lines().remove(0);
        stats["interviews"].clone()
    };
    let first = interviews(program);
    let of = |value: &Value| (value["held"].clone(), value["known"]["asked"].clone());
    assert_eq!(of(&first), (1.into(), 0.into()), "{first}");
    assert_eq!((&first["new"]["asked"], &first["new"]["predicted"]), (&2.into(), &Value::Null));
    let due = program.run(["due", "--json"]).well().out;
    let mut person = program.person(
        (60, 80),
        ["interview", "--roots", "10", "--depth", "0", "--topic", "process-and-thread"],
    );
    let rate = run_together(words::rate(lang));
    loop {
        let over = person.waits_until("a prompt", |drawn| {
            drawn.ends_with('>').then(|| drawn.ends_with(rate.trim_end()))
        });
        if over {
            break;
        }
        says(&mut person, lang, lang.pick("모르겠습니다", "I don't know"));
    }
    person.enters_nothing();
    person.waits_for(words::after_keys(lang).trim_end());
    person.enters_nothing();
    assert_eq!(person.leaves(), 0);
    let second = interviews(program);
    assert_eq!(of(&second), (2.into(), 1.into()), "{second}");
    let predicted = second["known"]["predicted"].as_f64().expect("a prediction");
    assert!(predicted > 0.5 && predicted < 1.0, "{second}");
    assert_eq!(second["known"]["found"], 0);
    // An interview moves no due date.
    assert_eq!(program.run(["due", "--json"]).well().out, due);
    let told = program.run(["stats"]).well().out;
    // An interview whose beginning is undone does not count.
    let log = program.log();
    let begin = log.iter().find(|it| it["kind"] == "interview").expect("an interview");
    let (sequence, last) = (&begin["sequence"], log.len() + 1);
    let db = rusqlite::Connection::open(program.database()).expect("the database");
    let undo = format!(
        r#"INSERT INTO event VALUES ('desk', {last}, 1796388000000, 540, 'undo', NULL,
            '{{"v":1,"device":"desk","sequence":{sequence}}}')"#
    );
    db.execute(&undo, []).expect("an event more");
    drop(db);
    program.run(["doctor", "--repair"]);
    assert_eq!(of(&interviews(program)), (1.into(), 1.into()));
    format!("=== beside the predictions\n{told}")
}

#[test]
fn missed_cards_are_asked_tomorrow_in_korean() {
    insta::assert_snapshot!(missed_cards_are_asked_tomorrow(Lang::Ko));
}

#[test]
fn missed_cards_are_asked_tomorrow_in_english() {
    insta::assert_snapshot!(missed_cards_are_asked_tomorrow(Lang::En));
}

/// A hint that was given is not forgotten: not when the interview is left, nor when it is killed.
#[test]
fn a_hint_stays_given() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        let roots = ["interview", "--roots", "2", "--depth", "0", "--topic", "process-and-thread"];
        let hinted = |person: &mut Person| {
            asked(person);
            person.says(lang.pick("힌트", "hint"));
            person.enter();
            asked(person);
        };
        let mut person = program.person((50, 80), roots);
        hinted(&mut person);
        person.ctrl('c');
        assert_eq!(person.leaves(), 130);
        let mut person = program.person((50, 80), roots);
        says(&mut person, lang, answers(lang)[2]);
        hinted(&mut person);
        person.dies();
        let mut person = program.person((50, 80), roots);
        asked(&mut person);
        assert!(!person.since().contains(lang.pick("> 힌트", "> hint")), "{}", person.screen());
        says(&mut person, lang, answers(lang)[0]);
        person.waits_for(words::rate(lang).trim_end());
        person.dies();
        let shown = program.run(["interview", "show", "--format", "json"]).well().out;
        let shown: Value = serde_json::from_str(&shown).expect("one object");
        let turns = shown["turns"].as_array().expect("turns");
        assert!(turns.len() == 2 && turns.iter().all(|it| it["hint"] == true), "{shown:#}");
        assert_eq!(shown["hints"], 2);
    }
}

/// The time spent on a question goes on where it was left, and in earnest what was finished within
/// the limit counts.
#[test]
fn time_goes_on_where_it_was() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        let roots = ["interview", "--strict", "--roots", "1", "--depth", "0"];
        let roots: Vec<&str> = roots.into_iter().chain(["--topic", "context-switch"]).collect();
        let mut person = program.person((50, 80), roots.iter().copied());
        asked(&mut person);
        person.dies();
        let first = lang.pick("하던 작업의 상태를 저장하고", "It saves the state of one task,");
        let second = lang.pick("다음 작업의 상태를 복원합니다.", "and restores another.");
        let log = program.log();
        let begin = log.iter().find(|it| it["kind"] == "interview").expect("an interview");
        let name = begin["body"]["interview"].as_str().expect("a name");
        let db = rusqlite::Connection::open(program.database()).expect("the database");
        // Lines of an answer: one within the limit of 90 seconds, one past it.
        for (at, text, spent) in
            [(1, first.to_owned(), 30_000), (2, format!("{first}\n{second}"), 95_000)]
        {
            let draft = serde_json::json!({
                "v": 1, "interview": name, "step": "draft", "text": text, "milliseconds": spent,
            });
            db.execute(
                "INSERT INTO event VALUES ('desk', ?1, ?2, 540, 'interview', NULL, ?3)",
                (
                    i64::try_from(log.len() + at).expect("few events"),
                    begin["utc_ms"].as_i64(),
                    draft.to_string(),
                ),
            )
            .expect("an event more");
        }
        drop(db);
        program.run(["doctor", "--repair"]);
        let mut person = program.person((50, 80), roots.iter().copied());
        person.waits_for(second);
        person.enter();
        person.enter();
        person.waits_for(words::rate(lang).trim_end());
        let drawn = run_together(&person.since());
        assert!(drawn.contains(&run_together(words::cut_off(lang, false))), "{drawn}");
        person.dies();
        let log = program.log();
        let turn = log.iter().find(|it| it["body"]["step"] == "turn").expect("a turn");
        assert_eq!(turn["body"]["milliseconds"], 95_000, "{turn:#}");
        assert_eq!(turn["body"]["answer"], first, "{turn:#}");
    }
}

/// When practising, what is said of a reply is what is recorded of it.
#[test]
fn practice_says_what_is_recorded() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        let roots =
            ["interview", "--practice", "--roots", "1", "--depth", "1", "--topic", "memory"];
        let mut person = program.person((80, 80), roots);
        let [answer, reply] = lang.pick(
            [
                "프로세스는 주소 공간을 각자 따로 가집니다. 스레드는 코드와 데이터, 힙을 공유합니다.",
                "스택에 놓입니다. 그 스택은 각자 따로 있습니다.",
            ],
            [
                "Each process has its own address space. Threads share the code, data and heap.",
                "On the stack. They each have their own one.",
            ],
        );
        says(&mut person, lang, answer);
        asked(&mut person);
        person.says(reply);
        person.enter();
        person.waits_for(words::rate(lang).trim_end());
        let drawn = person.since();
        person.dies();
        let log = program.log();
        let turn = log.iter().filter(|it| it["body"]["step"] == "turn").nth(1).expect("a reply");
        let found = turn["body"]["found"].as_array().expect("points");
        assert!(found.iter().any(|it| it["status"] == "covered"), "{turn:#}");
        let covered = found.iter().filter(|it| it["status"] == "covered").count();
        let [word, none] = [Status::Covered, Status::NotFound].map(|it| grading::verdict(lang, it));
        let rows = drawn.lines().filter(|line| {
            let row = line.starts_with("  ") && line.trim().chars().nth(1) == Some(' ');
            row && line.contains(&format!(" {word} ")) && !line.contains(none)
        });
        assert_eq!(rows.count(), covered, "{drawn}");
    }
}

/// A second interview in which somebody says what they left out, beside the first.
#[test]
fn two_interviews_are_compared() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        program.run(["interview", "compare"]).code(2);
        let roots = ["interview", "--roots", "1", "--depth", "0", "--topic", "context-switch"];
        let [first, second] = lang.pick(
            [
                "하던 작업의 상태를 저장하고 다음 작업의 상태를 복원하는 것입니다.",
                "PC와 레지스터 값을 PCB에 저장해 둡니다. 타이머 인터럽트가 걸리면 일어납니다.",
            ],
            [
                "It saves the state of one task and restores the state of another.",
                "The program counter and the registers are kept in the PCB. A timer interrupt \
                 causes it.",
            ],
        );
        let holds = |program: &Program, answer: &str| {
            let mut person = program.person((50, 80), roots);
            says(&mut person, lang, answer);
            person.waits_for(words::rate(lang).trim_end());
            person.enters_nothing();
            person.waits_for(words::after_keys(lang).trim_end());
            person.enters_nothing();
            assert_eq!(person.leaves(), 0);
        };
        holds(&program, first);
        program.run(["interview", "compare"]).code(2);
        let program = program.now("2026-11-24T21:40:00+09:00");
        let name = |at: usize| {
            let listed = program.run(["interview", "list", "--json"]).well().json_lines();
            listed[at]["name"].as_str().expect("a name").to_owned()
        };
        holds(&program, second);
        let nothing = program.run(["interview", "compare"]).well().out;
        let json = |arguments: &[&str]| -> Value {
            let arguments = ["interview", "compare", "--json"].iter().chain(arguments).copied();
            program.run(arguments).well().json_lines().remove(0)
        };
        let pair = json(&[]);
        assert_eq!(pair["interviews"][0]["name"], name(0));
        assert_eq!(pair["interviews"][1]["name"], name(1));
        assert_eq!(pair, json(&[&name(0), &name(1)]), "the last two are meant");
        assert_eq!(pair, json(&[&name(0)]), "the last one is meant");
        assert_eq!(pair, json(&[&name(1)]), "the one before is meant");
        let same = json(&[&name(1), &name(1)]);
        assert_eq!(same["cards"].as_array().map(Vec::len), Some(1));
        assert_eq!(same["cards"][0]["gained"], Value::Array(Vec::new()));
        let back = json(&[&name(1), &name(0)]);
        assert_eq!(back["interviews"][0], pair["interviews"][1]);
        program.run(["interview", "compare", "2026"]).code(2).tells(&name(0));
        insta::assert_snapshot!(format!("compared_{}", lang.code()), nothing);
    }
}

#[test]
fn an_interview_in_korean() {
    insta::assert_snapshot!(held(Lang::Ko, (50, 80)));
}

#[test]
fn an_interview_in_english() {
    insta::assert_snapshot!(held(Lang::En, (50, 80)));
}

#[test]
fn an_interview_at_40_columns() {
    insta::assert_snapshot!(held(Lang::En, (60, 40)));
}

#[test]
fn without_interviews_there_is_nothing_to_show() {
    let program = Program::new(Lang::En);
    program.run(["interview", "show"]).code(2);
    program.run(["interview", "list"]).well().says("No interviews yet");
}
