//! The words of a report on an answer in sentences: verdicts, the arithmetic of the grade, and what
//! the judge can and cannot do.
//!
//! Invariant: what was not found is "not found", never "you did not say"; the measured figures come
//! from one file, which a test measures anew. It must not know how an answer is judged.

use crate::{
    answer::{Proposal, Status},
    text::Lang,
};

/// The word of a verdict, beside its point.
pub fn verdict(lang: Lang, status: Status) -> &'static str {
    match (lang, status) {
        (Lang::Ko, Status::Covered) => "찾음",
        (Lang::Ko, Status::Mentioned) => "언급만",
        (Lang::Ko, Status::Contradicted) => "반대로",
        (Lang::Ko, Status::NotFound) => "못 찾음",
        (Lang::En, Status::Covered) => "found",
        (Lang::En, Status::Mentioned) => "thin",
        (Lang::En, Status::Contradicted) => "backwards",
        (Lang::En, Status::NotFound) => "not found",
    }
}

/// The head of a misconception that the answer contains.
pub fn misconception(lang: Lang) -> &'static str {
    lang.pick("오개념", "misconception")
}

/// A misconception for which the deck has no correction.
pub fn not_so(lang: Lang, text: &str) -> String {
    lang.pick(format!("사실이 아닙니다: {text}"), format!("not so: {text}"))
}

/// The head of the sentences of the model answer that make the missed points.
pub fn in_model(lang: Lang) -> &'static str {
    lang.pick("모범 답안에서는", "In the model answer")
}

/// Part of the answer only lists words.
pub fn lists(lang: Lang) -> &'static str {
    lang.pick(
        "단어만 늘어놓은 곳은 세지 않았습니다. 문장으로 설명해 보세요.",
        "Words that only stand in a list were not counted. Try to explain them in sentences.",
    )
}

/// The card has nothing to look for an answer by.
pub fn no_patterns(lang: Lang) -> &'static str {
    lang.pick(
        "이 카드에는 요점을 찾는 패턴이 없어 답을 살펴볼 수 없습니다.",
        "This card has no patterns, so there is nothing to look for in an answer.",
    )
}

/// What "not found" means.
pub fn not_found_means(lang: Lang) -> &'static str {
    lang.pick(
        "못 찾음은 이 표현을 못 찾았다는 뜻입니다. 자세히: viva help grading",
        "Not found means that the wording was not found. More: viva help grading",
    )
}

/// What the person says of a point, against what was found: short, so that it fits half a line of
/// 40 columns.
pub fn yours(lang: Lang, says: bool) -> &'static str {
    match (lang, says) {
        (Lang::Ko, true) => "나: 말함",
        (Lang::Ko, false) => "나: 말 안 함",
        (Lang::En, true) => "you: said",
        (Lang::En, false) => "you: not said",
    }
}

/// `요점 6/8   핵심 2/3   오개념 1`, and how it was the last time.
pub fn counts(lang: Lang, proposal: &Proposal, last: Option<(usize, usize)>) -> String {
    let traps = proposal.traps;
    super::quiz::coverage(lang, proposal, last)
        + &lang.pick(format!("   오개념 {traps}"), format!("   misconceptions {traps}"))
}

/// The proposed grade with its arithmetic.
pub fn proposed(lang: Lang, proposal: &Proposal) -> String {
    let Proposal { covered, total, core_covered, core_total, reversed, traps, weight, .. } =
        *proposal;
    let (digit, grade) = (proposal.grade.digit(), super::quiz::grade(lang, proposal.grade));
    let plural = |n: usize, one: &'static str, more: &'static str| if n == 1 { one } else { more };
    let mut parts = vec![lang.pick(
        format!("{total}개 중 {covered}개"),
        format!("{covered} of {total} {}", plural(total, "point", "points")),
    )];
    // Where each point counts as one, the counts say it all.
    if weight != (to_u32(covered), to_u32(total)) {
        let (covered, all) = weight;
        parts.push(lang.pick(format!("비중 {covered}/{all}"), format!("weight {covered}/{all}")));
    }
    match (core_total - core_covered.min(core_total), core_total) {
        (_, 0) => {}
        (0, 1) => parts.push(lang.pick("핵심 포함", "with the core one").into()),
        (0, 2) => parts.push(lang.pick("핵심 둘 다", "both core ones").into()),
        (0, _) => parts.push(
            lang.pick(format!("핵심 {core_total}개 모두"), format!("all {core_total} core ones")),
        ),
        (_, 1) => parts.push(lang.pick("핵심 빠짐", "without the core one").into()),
        _ => parts.push(lang.pick(
            format!("핵심 {core_total}개 중 {core_covered}개"),
            format!("{core_covered} of {core_total} core ones"),
        )),
    }
    if reversed > 0 {
        parts.push(lang.pick(format!("반대로 {reversed}"), format!("{reversed} backwards")));
    }
    if traps > 0 {
        let word = plural(traps, "misconception", "misconceptions");
        parts.push(lang.pick(format!("오개념 {traps}"), format!("{traps} {word}")));
    }
    let parts = parts.join(", ");
    lang.pick(
        format!("제안 {digit} {grade}: {parts}"),
        format!("proposed {digit} {grade}: {parts}"),
    )
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// What to type at a terminal, and how to end; by lines where there is no prompt.
pub fn what_to_type(lang: Lang, prompt: bool) -> &'static str {
    match (lang, prompt) {
        (Lang::Ko, true) => "답을 적고 빈 줄에서 Enter를 누르면 끝납니다. 기록에는 남지 않습니다.",
        (Lang::En, true) => {
            "Type your answer; Enter on an empty line ends it. Nothing is recorded."
        }
        (Lang::Ko, false) => {
            "답을 적고 새 줄에서 Ctrl-D를 누르면 끝납니다. 기록에는 남지 않습니다."
        }
        (Lang::En, false) => {
            "Type your answer; Ctrl-D on a line of its own ends it. Nothing is recorded."
        }
    }
}

/// An answer is longer than what is read of it.
pub fn cut(lang: Lang, bytes: usize) -> String {
    lang.pick(
        format!("답이 너무 길어 처음 {bytes}바이트까지만 읽었습니다"),
        format!("the answer is too long: only its first {bytes} bytes were read"),
    )
}

/// Why a line of a batch has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It is no JSON object.
    NotJson,
    /// It lacks a text of this name.
    NoText(&'static str),
    /// It is longer than this many bytes.
    TooLong(usize),
    /// What stands in it cannot be judged, in words.
    Refused(String),
}

/// The sentence about a line of a batch that has no result; lines count from 1.
pub fn broken(lang: Lang, line: usize, broken: &Broken) -> String {
    let why = match broken {
        Broken::NotJson => lang.pick("JSON 객체가 아닙니다", "it is no JSON object").into(),
        Broken::NoText(name) => {
            lang.pick(format!("`{name}` 글이 없습니다"), format!("it has no text `{name}`"))
        }
        Broken::TooLong(most) => {
            lang.pick(format!("{most}바이트보다 깁니다"), format!("it is longer than {most} bytes"))
        }
        Broken::Refused(why) => why.clone(),
    };
    lang.pick(format!("{line}번째 줄: {why}"), format!("line {line}: {why}"))
}

/// How many lines of a batch have no result.
pub fn not_judged(lang: Lang, broken: usize, lines: usize) -> String {
    lang.pick(
        format!("{lines}줄 중 {broken}줄을 살펴보지 못했습니다. 까닭은 그 줄의 error에 있습니다"),
        format!("{broken} of {lines} lines could not be judged; their error says why"),
    )
}

/// Measured agreement with people's labels, as a test writes it.
const FIGURES: &str = include_str!("../../assets/grading.txt");

/// The page about grading.
pub fn about(lang: Lang) -> String {
    let (head, tail) = match lang {
        Lang::Ko => (KO, KO_END),
        Lang::En => (EN, EN_END),
    };
    let figures: Vec<String> = FIGURES.lines().filter_map(|line| figure(lang, line)).collect();
    format!("{head}\n{}\n{tail}", figures.join("\n"))
}

/// `fresh ko answers=30 found=120 false=3 missed=20 ...` as a sentence.
fn figure(lang: Lang, line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (set, of) = (words.next()?, words.next()?);
    let set = match set {
        "tuned" => lang.pick("만들 때 쓴 답", "answers it was made with"),
        "open" => lang.pick(
            "따로 받은 답 (만드는 동안 봄)",
            "answers by another reader, seen while it was made",
        ),
        "fresh" => {
            lang.pick("따로 받은 답 (처음 봄)", "answers by another reader, never seen before")
        }
        _ => return None,
    };
    let of = match of {
        "ko" => lang.pick("한국어", "Korean"),
        "en" => lang.pick("영어", "English"),
        "all" => lang.pick("모두", "all"),
        _ => return None,
    };
    let mut value = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
    let answers = value("answers")?;
    let (precision, recall, f1) = (value("precision")?, value("recall")?, value("f1")?);
    Some(lang.pick(
        format!("- {set}, {of} {answers}개: 정밀도 {precision}, 재현율 {recall}, F1 {f1}"),
        format!("- {set}, {of} ({answers}): precision {precision}, recall {recall}, F1 {f1}"),
    ))
}

const KO: &str = "\
채점에 대하여

답에 무엇이 있는지는 덱을 쓴 사람의 기준표로 찾습니다. 요점마다 어떤 말이 한 절 안에 함께 있어야 하는지 적혀 있고, viva는 그 말을 찾아 따옴표로 보여 줍니다. 인터넷도 언어 모델도 쓰지 않고, 같은 답에는 늘 같은 결과가 나옵니다.

판정
- 찾음: 요점을 말했습니다. 찾은 말을 따옴표로 보여 줍니다.
- 언급만: 말은 나왔지만 한 문장으로 이어지지 않았습니다. 점수에는 들어가지 않습니다.
- 반대로: 요점을 거꾸로 말했습니다.
- 못 찾음: 이 표현을 못 찾았습니다. 말하지 않았다는 뜻이 아닙니다. 다르게 말했을 수 있습니다.
- 오개념: 흔히 잘못 아는 것을 말했습니다. 그 말과 바로잡은 설명을 함께 보여 줍니다.
판정이 틀렸으면 퀴즈에서 요점의 글자를 눌러 바꿉니다. 등급도 다시 셈하며, 마지막에 정하는 사람은 나입니다.

볼 수 있는 것
- 누구 이야기인지: \"스택은 스레드마다 따로\"와 \"스택은 프로세스마다 따로\"는 다릅니다.
- 부정: \"공유하지 않는다\"는 \"공유한다\"의 반대이고, \"...라는 말은 틀렸다\"처럼 물리치려고 꺼낸 오개념은 묻지 않습니다.
- 한국어와 영어를 섞은 답, 띄어쓰기와 맞춤법이 조금 틀린 답, 외래어의 여러 표기.
- 단어만 늘어놓은 답: 점수가 없습니다.

볼 수 없는 것
- O, X로 채운 표와 부등호 (\"스레드 < 프로세스\")
- 비유 (\"프로세스는 집, 스레드는 식구\")와 반어
- 기준표에 없는 표현. 맞는 말이라도 못 찾을 수 있습니다.
- 기준표에 없는 잘못. 틀린 말이라도 지나칠 수 있습니다.

등급
찾은 요점의 비중이 30%가 안 되면 다시, 핵심이 빠졌거나 반대로 말한 것이나 오개념이 있거나 40%가 안 되면 (핵심이 없는 카드는 60%) 어려움, 85%가 안 되면 알맞음, 그 이상이면 쉬움입니다.

사람이 표시한 답으로 잰 값 (요점마다; 정밀도는 찾았다고 한 것 중 맞는 것, 재현율은 있는 것 중 찾은 것)";

const KO_END: &str = "\
다시 재려면 viva의 소스에서: cargo run --release --example coverage";

const EN: &str = "\
About grading

What an answer holds is found with the rubric of the deck's author. For each point it says which words must stand together in one clause; viva looks for them and quotes what it found. It uses no network and no language model, and the same answer always gets the same report.

Verdicts
- found: the answer makes the point. The words that do are quoted.
- thin: the words are there, but no sentence puts them together. It does not count.
- backwards: the answer says the opposite.
- not found: the wording was not found. It never means that you did not say it; you may have said it in other words.
- misconception: the answer says something that is often believed and wrong. It is quoted, with the correction.
Where a verdict is wrong, the point's letter flips it in the quiz. The grade is computed anew, and the last word is yours.

What it can tell
- who a clause is about: \"each thread has its own stack\" is not \"each process has its own stack\";
- negation: \"not shared\" is the opposite of \"shared\", and a misconception that is quoted to be rejected is not charged;
- answers that mix Korean and English, with small slips of spelling and spacing;
- lists: words without sentences earn nothing.

What it cannot tell
- tables filled with O and X, and signs such as \"thread < process\";
- analogies (\"a process is a house, threads live in it\") and irony;
- wordings that the rubric lacks: what is right may not be found;
- errors that the rubric lacks: what is wrong may go unnoticed.

Grades
Below 30% of the points' weight: again. With a core point missing, or something backwards or a misconception, or below 40% (60% where a card has no core points): hard. Below 85%: good. Else easy.

Measured on answers that people labelled (for each point; precision: how much of what it calls found is there; recall: how much of what is there it finds)";

const EN_END: &str = "\
To measure again, in the source of viva: cargo run --release --example coverage";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Grade;

    #[test]
    fn arithmetic_in_words() {
        let check = |numbers: [usize; 6], weight, grade, ko: &str, en: &str| {
            let [covered, total, core_covered, core_total, reversed, traps] = numbers;
            let proposal = Proposal {
                grade,
                covered,
                total,
                core_covered,
                core_total,
                reversed,
                traps,
                weight,
            };
            assert_eq!(proposed(Lang::Ko, &proposal), ko);
            assert_eq!(proposed(Lang::En, &proposal), en);
        };
        check(
            [5, 8, 2, 2, 0, 0],
            (5, 8),
            Grade::Good,
            "제안 3 알맞음: 8개 중 5개, 핵심 둘 다",
            "proposed 3 good: 5 of 8 points, both core ones",
        );
        check(
            [6, 8, 2, 3, 1, 1],
            (6, 8),
            Grade::Hard,
            "제안 2 어려움: 8개 중 6개, 핵심 3개 중 2개, 반대로 1, 오개념 1",
            "proposed 2 hard: 6 of 8 points, 2 of 3 core ones, 1 backwards, 1 misconception",
        );
        check(
            [0, 1, 0, 0, 0, 2],
            (0, 2),
            Grade::Again,
            "제안 1 다시: 1개 중 0개, 비중 0/2, 오개념 2",
            "proposed 1 again: 0 of 1 point, weight 0/2, 2 misconceptions",
        );
    }

    #[test]
    fn every_figure_is_told() {
        let lines = FIGURES.lines().filter(|it| !it.starts_with('#') && !it.is_empty());
        for line in lines {
            for lang in Lang::ALL {
                assert!(figure(lang, line).is_some(), "{line}");
            }
        }
        assert!(about(Lang::En).contains("answers it was made with, Korean"));
    }
}
