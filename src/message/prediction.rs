//! The words around predictions of experiments: what is asked, how an answer is written, how it
//! compared with what was proved.
//!
//! Invariant: what is said to be proved was proved over all schedules; what was not is called so.

use crate::{
    deck::Ask,
    lab::timed,
    program::Fault,
    record::{Correctness, Grade},
    session::{Form, Judged, quiz::Unproved},
    text::{Lang, Particle},
};

/// How a prediction compared, in a word or two.
pub fn correctness(lang: Lang, correctness: Correctness) -> &'static str {
    match (lang, correctness) {
        (Lang::Ko, Correctness::Right) => "맞음",
        (Lang::Ko, Correctness::Partly) => "일부 맞음",
        (Lang::Ko, Correctness::Wrong) => "틀림",
        (Lang::Ko, Correctness::Unproved) => "확인 못 함",
        (Lang::En, Correctness::Right) => "right",
        (Lang::En, Correctness::Partly) => "partly right",
        (Lang::En, Correctness::Wrong) => "wrong",
        (Lang::En, Correctness::Unproved) => "not proved",
    }
}

/// The prompt of a prediction.
pub fn prompt(lang: Lang, optional: bool) -> &'static str {
    match (lang, optional) {
        (Lang::Ko, false) => "예측> ",
        (Lang::Ko, true) => "예측 (Enter는 건너뛰기)> ",
        (Lang::En, false) => "prediction> ",
        (Lang::En, true) => "prediction (Enter skips)> ",
    }
}

/// An answer of this form, as an example: none that a deck is likely to ask for.
pub fn example(lang: Lang, form: Form) -> &'static str {
    match (lang, form) {
        (_, Form::Rows(1)) => "7, 8",
        (_, Form::Rows(2)) => "7 8; 8 9",
        (_, Form::Rows(_)) => "7 8 9; 9 8 7",
        (_, Form::Sequences) => "7 8; 9",
        (Lang::Ko, Form::Truth) => "예, 아니요",
        (Lang::En, Form::Truth) => "yes, no",
        (Lang::Ko, Form::Faults) => "null pointer, 없음",
        (Lang::En, Form::Faults) => "null pointer, none",
        (_, Form::Schedules) => "7, 35%",
        (_, Form::Chance) => "3/7, 43%",
        (_, Form::Measure) => "17, 3/7",
    }
}

/// The keys at a prediction.
pub fn keys(lang: Lang, form: Form) -> [(&'static str, &'static str); 3] {
    let what = match form {
        Form::Rows(_) => lang.pick("처럼 가능한 값을 모두", "or the like: all possible values"),
        Form::Sequences => lang.pick("처럼 가능한 출력을 모두", "or the like: all outputs"),
        Form::Truth => lang.pick("가운데 하나", "one of them"),
        Form::Faults => lang.pick("처럼 가능한 오류를 모두", "or the like: all possible faults"),
        Form::Schedules | Form::Chance | Form::Measure => {
            lang.pick("처럼 수나 비율로", "or the like: a number or a share")
        }
    };
    let unknown = lang.pick("모르겠어요", "I don't know");
    [(example(lang, form), what), ("-", unknown), ("?", lang.pick("도움말", "help"))]
}

/// A prediction could not be read.
pub fn unreadable(lang: Lang, form: Form) -> String {
    let example = example(lang, form);
    lang.pick(
        format!("답을 읽지 못했습니다. 이렇게 적어 주세요: {example}   모르면 -"),
        format!("That could not be read. Write it like this: {example}   - if you don't know."),
    )
}

/// How a prediction is written.
pub fn help(lang: Lang, form: Form) -> &'static str {
    match (lang, form) {
        (Lang::Ko, Form::Rows(1)) => {
            "끝났을 때 나올 수 있는 값을 모두 적으세요. 예: 7, 8. 끝나는 경우가 없으면 없음, 모르면 -"
        }
        (Lang::En, Form::Rows(1)) => {
            "Type every value that is possible at the end, such as 7, 8; none if it never ends, - if you don't know."
        }
        (Lang::Ko, Form::Rows(_)) => {
            "함께 나올 수 있는 값을 묶어서 모두 적으세요. 예: 7 8; 8 9 또는 (7,8) (8,9). 모르면 -"
        }
        (Lang::En, Form::Rows(_)) => {
            "Type every group of values that is possible together, such as 7 8; 8 9 or (7,8) (8,9); - if you don't know."
        }
        (Lang::Ko, Form::Sequences) => {
            "나올 수 있는 출력을 모두 적으세요. 한 번의 출력은 차례대로 적고, 여럿은 ; 로 나눕니다. 예: 7 8; 9"
        }
        (Lang::En, Form::Sequences) => {
            "Type every output that is possible: the values of one in their order, several with ; between them, such as 7 8; 9."
        }
        (Lang::Ko, Form::Truth) => "예 또는 아니요로 답하세요. 모르면 -",
        (Lang::En, Form::Truth) => "Answer yes or no; - if you don't know.",
        (Lang::Ko, Form::Faults) => {
            "어떤 순서로든 날 수 있는 오류를 적으세요: null pointer, segmentation fault, stack overflow, double free, division by zero, overflow, assertion failed. 없으면 없음, 모르면 -"
        }
        (Lang::En, Form::Faults) => {
            "Type the faults that some schedule has: null pointer, segmentation fault, stack overflow, double free, division by zero, overflow, assertion failed; none if there is none, - if you don't know."
        }
        (Lang::Ko, Form::Schedules) => {
            "그렇게 끝나는 실행 순서의 수(7)나 비율(7/20, 35%)을 적으세요. 셀 수 없으면 무한, 모르면 -"
        }
        (Lang::En, Form::Schedules) => {
            "Type how many schedules end so (7) or their share (7/20, 35%); unbounded if they cannot be counted, - if you don't know."
        }
        (Lang::Ko, Form::Chance) => {
            "매 걸음 아무나 고르게 골라 실행할 때의 확률을 적으세요. 예: 3/7, 43%. 모르면 -"
        }
        (Lang::En, Form::Chance) => {
            "Type the probability when each step is drawn evenly among those who can move, such as 3/7 or 43%; - if you don't know."
        }
        (Lang::Ko, Form::Measure) => "잰 값을 적으세요. 예: 17, 3/7, 42.9%. 모르면 -",
        (Lang::En, Form::Measure) => {
            "Type the measured value, such as 17, 3/7 or 42.9%; - if you don't know."
        }
    }
}

/// What is asked of an experiment before it runs.
pub fn asked(lang: Lang, ask: &Ask) -> String {
    match ask {
        Ask::Final(of) => {
            let of = of.join(", ");
            lang.pick(
                format!("끝났을 때 {of}의 값은 무엇일 수 있나요?"),
                format!("Which values can {of} have at the end?"),
            )
        }
        Ask::Deadlock => lang
            .pick("교착 상태에 빠지는 실행 순서가 있나요?", "Can some schedule end in a deadlock?")
            .into(),
        Ask::Outputs => {
            lang.pick("무엇이 출력될 수 있나요?", "What can be printed, in which order?").into()
        }
        Ask::Fault => lang.pick("어떤 오류가 날 수 있나요?", "Which faults are possible?").into(),
        Ask::Ends => lang
            .pick(
                "모두에게 차례가 돌아오면 언제나 끝나나요?",
                "Does it always end, if everyone gets their turn?",
            )
            .into(),
        Ask::Possible(expression) => lang.pick(
            format!(
                "어느 순간 {expression}{} 참일 수 있나요?",
                Particle::Subject.after(expression)
            ),
            format!("Can {expression} be true at some moment?"),
        ),
        Ask::Schedules(expression) => lang.pick(
            format!("{} 실행 순서는 몇 가지인가요?", ending(lang, expression)),
            format!("How many schedules {}?", ending(lang, expression)),
        ),
        Ask::Chance(expression) => lang.pick(
            format!(
                "매 걸음 아무나 고르게 골라 실행하면, {} 확률은 얼마인가요?",
                ending(lang, expression)
            ),
            format!(
                "With each step drawn evenly, how likely is it that they {}?",
                ending(lang, expression)
            ),
        ),
        Ask::Measure { what, run } => {
            let what = run.as_ref().map_or(what.to_string(), |run| format!("{run}.{what}"));
            let what = plain_measure(lang, &what).unwrap_or(what);
            lang.pick(
                format!("{what}{} 얼마인가요?", Particle::Topic.after(&what)),
                format!("How much is this: {what}?"),
            )
        }
    }
}

/// A measure of a run in words; None for an expression and for what is measured of a task.
fn plain_measure(lang: Lang, text: &str) -> Option<String> {
    let (run, metric) = text.split_once('.')?;
    let measure = timed::measure(metric).ok()?;
    let named = measure.measured().next().filter(|it| it.metric.name() == metric)?;
    let metric = super::timing::metric(lang, named.metric);
    Some(lang.pick(format!("{run}에서 {metric}"), format!("{metric} in {run}")))
}

/// How a run ends, before a noun in Korean and after a plural in English.
fn ending(lang: Lang, expression: &str) -> String {
    match expression.trim() {
        "deadlock" => lang.pick("교착 상태로 끝나는", "end in a deadlock").into(),
        "fault" => lang.pick("오류로 끝나는", "end in a fault").into(),
        expression => {
            lang.pick(format!("끝났을 때 {expression}인"), format!("end with {expression}"))
        }
    }
}

/// The heads of what was predicted and what was proved.
pub fn heads(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::Ko => ["예측", "증명"],
        Lang::En => ["predicted", "proved"],
    }
}

/// The head of what was measured in a timed run.
pub fn measured(lang: Lang) -> &'static str {
    lang.pick("측정", "measured")
}

/// What is proved of all schedules.
pub fn over_all_schedules(lang: Lang) -> &'static str {
    lang.pick("모든 실행 순서에서 증명됨", "proved over all schedules")
}

/// Yes or no.
pub fn truth(lang: Lang, truth: bool) -> &'static str {
    match (lang, truth) {
        (Lang::Ko, true) => "예",
        (Lang::Ko, false) => "아니요",
        (Lang::En, true) => "yes",
        (Lang::En, false) => "no",
    }
}

/// Nothing is possible, or nobody fails.
pub fn none(lang: Lang) -> &'static str {
    lang.pick("없음", "none")
}

/// The person said that they do not know.
pub fn unknown(lang: Lang) -> &'static str {
    lang.pick("모름", "unknown")
}

/// Schedules that cannot be counted.
pub fn unbounded(lang: Lang) -> &'static str {
    lang.pick("끝없이 많음", "unbounded")
}

/// A fault and who makes it.
pub fn fault(lang: Lang, fault: Fault, task: Option<&str>) -> String {
    let name = fault.name();
    match task {
        Some(task) => lang.pick(format!("{task}에서 {name}"), format!("{name} in {task}")),
        None => name.to_owned(),
    }
}

/// So many of all schedules.
pub fn schedules(lang: Lang, count: &str, of: &str, percent: &str) -> String {
    lang.pick(
        format!("{of}가지 가운데 {count}가지 ({percent})"),
        format!("{count} of {of} ({percent})"),
    )
}

/// The heads of what was missing and what was too much.
pub fn gaps(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::Ko => ["빠짐", "더 적음"],
        Lang::En => ["missing", "extra"],
    }
}

/// The arithmetic of the proposal for a set: how many were named, missed, and too many.
pub fn counted(lang: Lang, judged: &Judged) -> String {
    let (hits, missed, extra) = (judged.hits, judged.missed.len(), judged.extra.len());
    let possible = hits + missed;
    match lang {
        Lang::Ko => {
            let extra = if extra > 0 { format!(", 틀린 것 {extra}개") } else { String::new() };
            format!("{possible}개 중 {hits}개{extra}")
        }
        Lang::En => {
            let extra = if extra > 0 { format!(", {extra} not possible") } else { String::new() };
            format!("{hits} of {possible}{extra}")
        }
    }
}

/// The proposed grade of a prediction, with what it follows from.
pub fn proposed(lang: Lang, proposed: Grade, counted: &str) -> String {
    format!("{}: {counted}", super::quiz::proposed_plain(lang, proposed))
}

/// Nothing was proved, and why.
pub fn unproved(lang: Lang, why: Unproved) -> String {
    match (lang, why) {
        (Lang::Ko, Unproved::Budget(states)) => {
            format!("증명하지 못했습니다: 상태가 {states}개를 넘습니다. 답을 판정하지 않습니다.")
        }
        (Lang::En, Unproved::Budget(states)) => {
            format!("not proved: more than {states} states; the answer is not judged")
        }
        (Lang::Ko, Unproved::Stopped) => {
            "도중에 멈춰서 증명하지 못했습니다. 답을 판정하지 않습니다.".into()
        }
        (Lang::En, Unproved::Stopped) => {
            "not proved: it was stopped; the answer is not judged".into()
        }
        (Lang::Ko, Unproved::Impossible) => {
            "이 실험은 돌릴 수 없어서 답을 판정하지 않습니다. deck check 로 덱을 확인해 보세요."
                .into()
        }
        (Lang::En, Unproved::Impossible) => {
            "this experiment cannot be run, so the answer is not judged; try deck check".into()
        }
    }
}

/// The head of the schedules of each possibility.
pub fn schedules_of(lang: Lang, all: &str) -> String {
    lang.pick(format!("실행 순서 {all}가지 가운데"), format!("of {all} schedules"))
}

/// The head of a schedule that shows something: a possibility, or what was asked.
pub fn comes_about(lang: Lang, what: Option<&str>, preemptions: usize) -> String {
    match lang {
        Lang::Ko => {
            let what =
                what.map_or("그렇게 되는 순서".into(), |it| format!("{it}에 이르는 순서"));
            format!("{what} (선점 {preemptions}번)")
        }
        Lang::En => {
            let what = what.map_or("a way there".into(), |it| format!("a way to {it}"));
            let preemptions = u32::try_from(preemptions).unwrap_or(u32::MAX);
            let preemptions = super::home::count(preemptions, "preemption", "preemptions");
            format!("{what} ({preemptions})")
        }
    }
}

/// The keys at a drive.
pub fn drive_keys(lang: Lang) -> [(&'static str, &'static str); 3] {
    match lang {
        Lang::Ko => [("Enter", "시작"), ("-", "모르겠어요"), ("?", "도움말")],
        Lang::En => [("Enter", "begin"), ("-", "I don't know"), ("?", "help")],
    }
}

/// The prompt of a drive.
pub fn drive_prompt(lang: Lang) -> &'static str {
    lang.pick("시작> ", "begin> ")
}

/// The head of what is to be reached, and the goal in words.
pub fn goal(lang: Lang, goal: &str) -> (&'static str, String) {
    let text = match (lang, goal.trim()) {
        (Lang::Ko, "deadlock") => "교착 상태".to_owned(),
        (Lang::Ko, "violated") => "주장이 깨지는 상태".to_owned(),
        (Lang::En, "deadlock") => "a deadlock".to_owned(),
        (Lang::En, "violated") => "a state in which a claim is broken".to_owned(),
        (Lang::Ko, goal) => format!("끝났을 때 {goal}"),
        (Lang::En, goal) => format!("{goal} at the end"),
    };
    (lang.pick("목표", "goal"), text)
}

/// The head of a constant that is drawn at each review.
pub fn varies(lang: Lang) -> &'static str {
    lang.pick("바뀌는 값", "varies")
}

/// The keys after a run.
pub fn run_keys(lang: Lang) -> [(&'static str, &'static str); 2] {
    match lang {
        Lang::Ko => [("s", "한 걸음씩"), ("Enter", "카드로 돌아가기")],
        Lang::En => [("s", "step"), ("Enter", "back to the card")],
    }
}

/// The prompt after a run.
pub fn run_prompt(lang: Lang) -> &'static str {
    lang.pick("실험> ", "lab> ")
}

/// The head of an experiment.
pub fn experiment(lang: Lang) -> &'static str {
    lang.pick("실험", "Experiment")
}
