//! `cover`: what an answer covers, for people and for other programs.
//!
//! Invariant: what is reported are slices of what was typed; a broken answer costs only itself; the
//! figures of the help are measured here.

use std::{fmt::Write as _, fs, path::Path};

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization as _;
use viva::text::Lang;

use crate::{
    program::{Program, Ran},
    readme::updates,
    sets,
};

/// Two misspellings, a core point the wrong way round, a misconception, one point not there.
const ANSWER: &str = "\
프로세스는 실행중인 프로그램이고 각자 독립된 메모리를 갖습니다.
쓰레드는 프로세스 안의 실행 흐름이라 코드랑 힙, 스택까지 같이 씁니다.
그래서 쓰레드 전환이 더 가볍습니다. 대신 동기화를 신경써야 합니다.
";

/// A deck whose verdicts do not change with the seed deck's rubrics.
const DECK: &str = r#"format = 1
id = "small"
languages = ["ko", "en"]
title = { ko = "작은 덱", en = "Small" }
topics.t = { ko = "주제", en = "Topic" }

[subjects]
thread = ["스레드", "쓰레드", "thread"]
process = ["프로세스", "process"]

[[explain]]
id = "sharing"
topic = "t"
question = { ko = "스레드는 무엇을 공유하나요?", en = "What do threads share?" }
answer.ko = "스레드는 힙을 공유합니다. 스택은 스레드마다 따로 있습니다. 그래서 전환이 가볍습니다."
answer.en = "Threads share the heap. Each thread has its own stack. So switching is cheap."

[[explain.point]]
id = "heap"
core = true
weight = 2
text = { ko = "스레드는 힙을 공유", en = "threads share the heap" }
match = ["thread: 공유|share + 힙|heap"]

[[explain.point]]
id = "stack"
core = true
text = { ko = "스택은 스레드마다 따로", en = "each thread has its own stack" }
match = ["thread: 따로|own + 스택|stack", "thread: ~공유|share + 스택|stack"]

[[explain.point]]
id = "cheap"
text = { ko = "전환이 가볍다", en = "switching is cheap" }
match = ["가볍|빠르|cheap|fast + 전환|switch"]

[[explain.trap]]
id = "stack-shared"
text = { ko = "스레드는 스택을 공유한다", en = "threads share the stack" }
match = ["thread: 공유|share + 스택|stack"]
correction = { ko = "스택은 스레드마다 따로입니다.", en = "Every thread has a stack of its own." }

[[explain]]
id = "bare"
topic = "t"
question = { ko = "왜?", en = "Why?" }
answer = { ko = "그래서.", en = "Because." }

[[choice]]
id = "pick"
topic = "t"
question = { ko = "무엇?", en = "Which?" }
option = [
  { text = { ko = "힙", en = "heap" }, right = true },
  { text = { ko = "스택", en = "stack" } },
]
"#;

/// A machine with the small deck in a file that no library holds.
fn small(lang: Lang) -> Program {
    let program = Program::new(lang);
    program.write("small.toml", DECK);
    program
}

fn cover(program: &Program, card: &str, answer: impl AsRef<[u8]>) -> Ran {
    program.run_with(["cover", card, "--deck", "small.toml", "--json"], answer)
}

#[track_caller]
fn one(ran: Ran) -> Value {
    let mut lines = ran.well().json_lines();
    assert_eq!(lines.len(), 1, "one object");
    lines.remove(0)
}

#[test]
fn an_answer_as_json() {
    let program = small(Lang::En);
    let answer = "스레드는 힙을 공유하고 스택도 공유합니다.";
    let ran = cover(&program, "sharing", answer).well();
    insta::assert_snapshot!(ran.out);
    let named = cover(&program, "small/sharing", answer).well();
    assert_eq!(named.out, ran.out.replace("\"sharing\"", "\"small/sharing\""));
    let empty = one(cover(&program, "sharing", ""));
    assert_eq!((&empty["grade"], &empty["score"]), (&json!("again"), &json!(0.0)));
    let whole = "Threads share the heap. Each thread has its own stack. Switching is cheap.";
    let whole = one(cover(&program, "sharing", whole));
    assert_eq!((&whole["grade"], &whole["score"]), (&json!("easy"), &json!(1.0)));
    let listed = "heap, stack, thread, share, own, cheap, switch, process";
    let listed = one(cover(&program, "sharing", listed));
    assert_eq!((&listed["score"], &listed["flags"]), (&json!(0.0), &json!(["list_of_terms"])));
    let bare = one(cover(&program, "bare", "Because."));
    assert_eq!((&bare["grade"], &bare["points"]), (&Value::Null, &json!([])));
}

#[test]
fn scores_have_three_digits() {
    let program = small(Lang::En);
    let third = DECK.replace("weight = 2", "weight = 1");
    program.write("small.toml", third);
    let answer = "Threads share the heap. Each thread has its own stack.";
    assert_eq!(one(cover(&program, "sharing", answer))["score"], json!(0.667));
}

#[test]
fn spans_are_slices_of_what_was_typed() {
    // As macOS hands Hangul over, in capitals, in wide letters, with what moves a cursor.
    let texts: [String; 4] = [
        ANSWER.nfd().collect(),
        "THREADS SHARE THE HEAP; each thread has its OWN stack.".into(),
        "Ｔｈｒｅａｄｓ ｓｈａｒｅ ｔｈｅ ｈｅａｐ。 스레드는 스택을 공유한다".into(),
        "스레드는 \u{1b}[31m힙을\u{200b} 공유\r\n한다. e\u{301} 스레드마다 스택이 따로".into(),
    ];
    let program = Program::new(Lang::Ko);
    for text in &texts {
        for card in ["process-vs-thread", "memory-sharing"] {
            let value = one(program.run_with(["cover", card, "--json"], text));
            let verdicts = ["points", "traps"].map(|it| value[it].as_array().unwrap().clone());
            let mut found = 0;
            for verdict in verdicts.iter().flatten() {
                let mut last = 0;
                for span in verdict["spans"].as_array().unwrap() {
                    let [from, to] = [0, 1].map(|n| span[n].as_u64().unwrap() as usize);
                    assert!(last <= from && from < to, "{verdict}");
                    assert!(text.get(from..to).is_some(), "{verdict} cuts a letter of {text}");
                    (last, found) = (to, found + 1);
                }
            }
            assert!(found > 0, "nothing was found in {text}");
        }
    }
}

#[test]
fn normal_form_changes_no_verdict() {
    let program = Program::new(Lang::Ko);
    let verdicts = |text: &str| {
        let value = one(program.run_with(["cover", "process-vs-thread", "--json"], text));
        let points = value["points"].as_array().unwrap().iter();
        let points = points.map(|it| it["status"].clone()).collect::<Vec<_>>();
        (value["grade"].clone(), value["score"].clone(), points)
    };
    let nfd: String = ANSWER.nfd().collect();
    assert_ne!(nfd, ANSWER);
    assert_eq!(verdicts(&nfd), verdicts(ANSWER));
}

#[test]
fn the_same_answer_gets_the_same_bytes() {
    let run = |now: &str, form: &[&'static str]| {
        let words = ["cover", "process-vs-thread"].iter().chain(form).copied();
        Program::new(Lang::Ko).now(now).with("VIVA_SEED", now).run_with(words, ANSWER).well().out
    };
    for form in [["--json"].as_slice(), &[]] {
        let first = run("2026-11-23T21:40:00+09:00", form);
        assert_eq!(first, run("2031-01-01T00:00:00Z", form));
    }
}

#[test]
fn a_report_for_people() {
    let mut shown = String::new();
    for lang in Lang::ALL {
        for (columns, accessible) in [("80", false), ("40", false), ("80", true)] {
            let mut program = small(lang).with("COLUMNS", columns);
            if accessible {
                program = program.option("--accessible");
            }
            let answer = lang.pick(
                "쓰레드는 힙을 공유하고 스택도 공유합니다. 가벼운 편입니다.",
                "Threads share the heap, and they share the stack too. They are light.",
            );
            let ran = program.run_with(["cover", "sharing", "--deck", "small.toml"], answer).well();
            let form = if accessible { "accessible" } else { columns };
            let _ = write!(shown, "[{} {form}]\n{}", lang.code(), ran.out);
        }
    }
    insta::assert_snapshot!(shown);
    let bare = small(Lang::En).run_with(["cover", "bare", "--deck", "small.toml"], "x").well();
    bare.says("This card has no patterns");
}

#[test]
fn every_line_of_a_batch_has_its_result() {
    let program = small(Lang::En);
    let lines = "\
{\"id\":\"a\",\"card\":\"sharing\",\"lang\":\"en\",\"answer\":\"Threads share the heap.\"}
not json

[1]
{\"id\":7,\"card\":\"pick\",\"answer\":\"heap\"}
{\"id\":\"c\",\"card\":\"sharin\",\"answer\":\"\"}
{\"id\":\"d\",\"card\":\"sharing\"}
{\"card\":\"small/sharing\",\"answer\":\"\",\"more\":1}";
    program.write("answers.jsonl", lines);
    let arguments = ["cover", "--deck", "small.toml", "--json", "--batch"];
    let from = |name: &'static str, input: &str| {
        program.run_with(arguments.into_iter().chain([name]), input).code(1)
    };
    let ran = from("answers.jsonl", "");
    insta::assert_snapshot!(ran.out);
    ran.clone().tells("5 of 7 lines could not be judged");
    assert_eq!(from("-", lines).out, ran.out, "standard input is a file like any");
    let good = lines.lines().next().unwrap();
    let good = program.run_with(arguments.into_iter().chain(["-"]), good).well();
    assert_eq!(good.out.lines().next(), ran.out.lines().next());
    program.run_with(arguments.into_iter().chain(["-"]), "").well();
}

#[test]
fn a_batch_survives_what_is_no_text() {
    let program = small(Lang::Ko);
    let mut lines = b"\xff\xfe\n".to_vec();
    lines.extend(vec![b'x'; 3 << 20]);
    lines.extend(
        "\n{\"id\":\"z\",\"card\":\"sharing\",\"answer\":\"스레드는 힙을 공유\"}\n".bytes(),
    );
    let ran = program.run_with(["cover", "--deck", "small.toml", "--json", "--batch", "-"], lines);
    let ran = ran.code(1).tells("3줄 중 2줄");
    let values = ran.json_lines();
    assert!(values[0]["error"].as_str().unwrap().starts_with("1번째 줄"), "{ran}");
    assert!(values[1]["error"].as_str().unwrap().starts_with("2번째 줄"), "{ran}");
    assert_eq!(values[2]["id"], "z", "{ran}");
}

#[test]
fn what_cannot_be_judged_is_told() {
    let program = small(Lang::En);
    let check = |words: &[&'static str], input: &[u8], code: i32, told: &str| {
        let ran = program.run_with(words.to_vec(), input).code(code).tells(told);
        assert_eq!(ran.out, "", "{ran}");
    };
    check(&["cover"], b"", 2, "missing: CARD");
    check(&["cover", "nothing-like-it"], b"", 2, "there is no card `nothing-like-it`");
    check(&["cover", "process-vs-tread"], b"", 2, "did you mean process-vs-thread?");
    check(&["cover", "thread-crash"], b"x", 2, "`thread-crash` is a choice card");
    check(&["cover", "sharing", "--deck", "none.toml"], b"", 1, "none.toml: cannot be read");
    check(&["cover", "process-vs-thread", "--deck", "small.toml"], b"", 2, "there is no card");
    check(&["cover", "sharing", "--deck", "small.toml"], b"\xff\xfe", 2, "not UTF-8 text");
    check(&["cover", "--batch", "a.jsonl"], b"", 2, "missing: --json");
    check(&["cover", "--batch", "none.jsonl", "--json"], b"", 1, "none.jsonl: cannot be read");
    check(&["cover", "x", "--batch", "y", "--json"], b"", 2, "cannot be used together");
    check(&[], b"cover process-vs-thread", 2, "standard input holds the commands");
    check(&[], b"cover --batch - --json", 2, "standard input holds the commands");
    let broken = format!("{DECK}\n[[explain]]\nid = \"half\"\n");
    program.write("small.toml", broken);
    let ran = cover(&program, "sharing", "Threads share the heap.").code(0);
    ran.tells("small.toml: ").says("\"covered\"");
}

#[test]
fn a_long_answer_is_read_up_to_a_limit() {
    let program = small(Lang::Ko);
    // The limit falls into the middle of a syllable.
    let long = format!("a{}", "스레드는 힙을 공유합니다. ".repeat(3000));
    let ran = cover(&program, "sharing", &long).code(0).tells("바이트까지만 읽었습니다");
    assert_eq!(ran.json_lines()[0]["points"][0]["status"], "covered", "{ran}");
}

#[cfg(unix)]
#[test]
fn a_person_types_the_answer() {
    let program = small(Lang::Ko).option("--accessible");
    let mut person = program.person((24, 80), ["cover", "sharing", "--deck", "small.toml"]);
    person.waits_for("빈 줄에서 Enter");
    person.waits_for("> ");
    person.says("스레드는 힙을 공유합니다.");
    person.enter();
    person.waits_for("제안 2 어려움");
    assert_eq!(person.leaves(), 0);
    assert!(program.log().is_empty(), "nothing is recorded");
}

#[test]
fn the_help_about_grading() {
    for lang in Lang::ALL {
        let program = Program::new(lang).with("COLUMNS", "80");
        let page = program.run(["help", "grading"]).well();
        assert_eq!(program.run(["help", "about", "grading"]).well().out, page.out);
        for word in lang.pick(
            [
                "찾음",
                "언급만",
                "반대로",
                "말하지 않았다는 뜻이 아닙니다",
                "정밀도",
                "비유",
                "부등호",
            ],
            [
                "found",
                "thin",
                "backwards",
                "never means that you did not",
                "precision",
                "analogies",
                "tables",
            ],
        ) {
            assert!(page.out.contains(word), "{word}\n{page}");
        }
        page.says("cargo run --release --example coverage");
    }
}

#[test]
fn generated_figures_are_what_is_measured() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let figures = sets::figures(root).expect("the labelled answers can be read");
    let path = root.join("assets/grading.txt");
    if updates() {
        fs::write(&path, &figures).expect("the figures can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == figures,
        "assets/grading.txt is out of date (VIVA_UPDATE=1 cargo test --test it generated writes it):\n{figures}"
    );
}

/// Answers by readers who knew neither patterns nor code: misconceptions that are named in order to
/// reject them, and such as are meant. Of those that are meant at most this share may be missed.
#[test]
fn what_is_denied_is_no_misconception() {
    what_is_meant_is_found(include_str!("coverage/denials.jsonl"), 8);
    what_is_meant_is_found(include_str!("coverage/denials-2.jsonl"), 3);
    what_is_meant_is_found(include_str!("coverage/denials-3.jsonl"), 5);
    what_is_meant_is_found(include_str!("coverage/denials-4.jsonl"), 1);
}

#[track_caller]
fn what_is_meant_is_found(text: &str, share: usize) {
    let program = Program::new(Lang::En);
    program.write("answers.jsonl", text);
    let found = program.run(["cover", "--batch", "answers.jsonl", "--json"]).well().json_lines();
    let (mut meant, mut missed) = (0, Vec::new());
    for (line, result) in text.lines().zip(found) {
        let answer: Value = serde_json::from_str(line).expect("an answer is an object");
        let ids = |of: &Value| -> Vec<String> {
            let all = of["traps"].as_array().expect("traps are a list").iter();
            all.map(|it| it.as_str().or(it["id"].as_str()).expect("an id").to_owned()).collect()
        };
        let (expect, found) = (ids(&answer), ids(&result));
        let false_alarm = found.iter().find(|it| !expect.contains(it));
        assert_eq!(false_alarm, None, "{answer}");
        meant += expect.len();
        missed.extend(expect.into_iter().filter(|it| !found.contains(it)));
    }
    assert!(missed.len() * share <= meant, "{} of {meant} are missed: {missed:?}", missed.len());
}
