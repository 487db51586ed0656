//! `interview`: held at a terminal in both languages, killed and taken up again, and told in every form.
//!
//! Invariant: which follow-up question comes is decided in the session and tested there; here it is
//! what a person sees, and that nothing is lost.

use serde_json::Value;
use viva::{message::interviewer as words, text::Lang};

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
    person.says(lang.pick("끝", "end"));
    person.enter();
    person.waits_for(words::rate(lang).trim_end());
    person.says("60");
    person.waits_for(words::after_keys(lang).trim_end());
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
