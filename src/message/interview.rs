//! The words of a mock interview: what the interviewer says, and the report.
//!
//! Invariant: it words what the session found and judges nothing; a hire is never spoken of. What was
//! not found is "not found", never "you did not say".

use crate::{
    record::interview::{Ending, Step, Why},
    session::interview::{HINT, Part, Score, TRAP},
    text::Lang,
};

use super::home::count;

/// What a step of an interview was, in a listing of the log.
pub fn step(lang: Lang, step: &Step) -> &'static str {
    match step {
        Step::Begin(_) => lang.pick("모의 면접 시작", "interview began"),
        Step::Turn(turn) if turn.pass => lang.pick("면접: 모르겠다고 답함", "interview: passed"),
        Step::Turn(_) => lang.pick("면접: 답함", "interview: answered"),
        Step::Draft(_) => lang.pick("면접: 쓰던 답 저장", "interview: draft"),
        Step::Rating { .. } => lang.pick("면접: 스스로 매긴 점수", "interview: own rating"),
        Step::End { .. } => lang.pick("모의 면접 끝", "interview ended"),
    }
}

/// The head of a report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("모의 면접", "Mock interview")
}

/// Who asks.
pub fn interviewer(lang: Lang) -> &'static str {
    lang.pick("면접관", "Interviewer")
}

/// `질문 2/3`, for a reader who hears the screen.
pub fn question_of(lang: Lang, number: usize, of: usize) -> String {
    lang.pick(format!("질문 {number}/{of}"), format!("question {number} of {of}"))
}

/// The head of a follow-up question.
pub fn follow_up(lang: Lang) -> &'static str {
    lang.pick("꼬리질문", "follow-up")
}

/// A root question by its number.
pub fn numbered(lang: Lang, number: usize) -> String {
    lang.pick(format!("{number}번 질문"), format!("Question {number}"))
}

/// The deck no longer has the words of a question.
pub fn gone(lang: Lang) -> &'static str {
    lang.pick("(덱에서 없어진 질문)", "(a question that its deck no longer has)")
}

/// The answer took longer than its limit.
pub fn past_limit(lang: Lang, seconds: u32) -> String {
    lang.pick(format!("{seconds}초 넘었습니다"), format!("{seconds} s over"))
}

/// The person said that they do not know.
pub fn passed(lang: Lang) -> &'static str {
    lang.pick("모르겠다고 답함", "passed")
}

/// The answer was given aloud.
pub fn spoken(lang: Lang) -> &'static str {
    lang.pick("소리 내어 답함", "answered aloud")
}

/// The hint was asked for.
pub fn hinted(lang: Lang) -> &'static str {
    lang.pick("힌트를 봄", "used the hint")
}

/// Why a question was asked.
pub fn why(lang: Lang, why: Why) -> &'static str {
    match (lang, why) {
        (Lang::Ko, Why::Weak) => "이 주제에서 가장 덜 익힌 카드라서 골랐습니다.",
        (Lang::Ko, Why::Topic) => "아직 묻지 않은 주제라서 골랐습니다.",
        (Lang::Ko, Why::Fresh) => "처음이거나 오랫동안 묻지 않은 카드라서 골랐습니다.",
        (Lang::Ko, Why::Thin) => "말은 나왔지만 요점으로 이어지지 않아서 더 물었습니다.",
        (Lang::Ko, Why::Missed) => "답에서 이 요점을 못 찾아서 물었습니다.",
        (Lang::Ko, Why::Reversed) => "답에 요점이 반대로 나와서 다시 물었습니다.",
        (Lang::Ko, Why::Misconception) => "답에 오개념이 있어서 물었습니다.",
        (Lang::Ko, Why::Deeper) => "답이 좋아서 한 걸음 더 들어갔습니다.",
        (Lang::En, Why::Weak) => "Chosen because you know this card least in its topic.",
        (Lang::En, Why::Topic) => "Chosen because its topic had not come up yet.",
        (Lang::En, Why::Fresh) => "Chosen because it is new, or was not asked for a long time.",
        (Lang::En, Why::Thin) => "Asked because the words were there but did not make the point.",
        (Lang::En, Why::Missed) => "Asked because this point was not found in the answer.",
        (Lang::En, Why::Reversed) => "Asked because the answer had this point backwards.",
        (Lang::En, Why::Misconception) => "Asked because the answer held a misconception.",
        (Lang::En, Why::Deeper) => "Asked because the answer was good enough to go further.",
    }
}

/// What came of a follow-up question, in halves.
pub fn reply(lang: Lang, halves: u32) -> &'static str {
    match halves {
        0 => lang.pick("못 찾음", "not found"),
        1 => lang.pick("일부 답함", "answered in part"),
        _ => lang.pick("답함", "answered"),
    }
}

/// `질문 3개, 꼬리질문 6개`.
pub fn counts(lang: Lang, roots: usize, follow_ups: usize) -> String {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    match lang {
        Lang::Ko => format!("질문 {roots}개, 꼬리질문 {follow_ups}개"),
        Lang::En => format!(
            "{}, {}",
            count(small(roots), "question", "questions"),
            count(small(follow_ups), "follow-up", "follow-ups")
        ),
    }
}

/// The time of all answers: `18분 20초`.
pub fn spent(lang: Lang, milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    match (lang, minutes) {
        (Lang::Ko, 0) => format!("{seconds}초"),
        (Lang::Ko, _) => format!("{minutes}분 {seconds}초"),
        (Lang::En, 0) => format!("{seconds} s"),
        (Lang::En, _) => format!("{minutes} min {seconds} s"),
    }
}

/// Why an interview ended before its last question. None if it did not.
pub fn ended_early(lang: Lang, ended: Option<Ending>) -> Option<&'static str> {
    match ended {
        Some(Ending::Asked) => None,
        Some(Ending::Time) => {
            Some(lang.pick("정한 시간이 다 되어 끝났습니다.", "It ended when its time was up."))
        }
        Some(Ending::Person) => {
            Some(lang.pick("중간에 끝낸 면접입니다.", "You ended it before the last question."))
        }
        None => Some(lang.pick(
            "아직 끝나지 않은 면접입니다. 지금까지의 결과입니다.",
            "It is not over; this is what it shows so far.",
        )),
    }
}

/// Nothing was answered.
pub fn nothing(lang: Lang) -> &'static str {
    lang.pick("답한 질문이 없습니다.", "No question was answered.")
}

/// The heads of a row of the report.
pub struct Heads {
    /// The question.
    pub question: &'static str,
    /// Core points.
    pub core: &'static str,
    /// Other points.
    pub rest: &'static str,
    /// Follow-up questions.
    pub tails: &'static str,
    /// Misconceptions.
    pub traps: &'static str,
    /// The time of the first answer, of its limit.
    pub first: &'static str,
}

/// The heads of a row of the report.
pub fn heads(lang: Lang) -> Heads {
    match lang {
        Lang::Ko => Heads {
            question: "질문",
            core: "핵심",
            rest: "그 밖",
            tails: "꼬리",
            traps: "오개념",
            first: "첫 답",
        },
        Lang::En => Heads {
            question: "question",
            core: "core",
            rest: "other",
            tails: "follow-ups",
            traps: "wrong",
            first: "1st answer",
        },
    }
}

/// What the follow-up questions did for a root: misconceptions put right, cards deeper.
pub fn row_notes(lang: Lang, put_right: u32, deeper: u32, pass: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if pass {
        notes.push(lang.pick("모르겠다고 답함".into(), "passed".into()));
    }
    if put_right > 0 {
        notes.push(lang.pick(
            format!("오개념 {put_right}개를 꼬리질문에서 바로잡음"),
            format!("{} put right", count(put_right, "misconception", "misconceptions")),
        ));
    }
    if deeper > 0 {
        notes.push(lang.pick(
            format!("카드 {deeper}장 더 깊이 답함"),
            format!("{} deeper", count(deeper, "card", "cards")),
        ));
    }
    notes
}

/// `1.5` for three halves.
pub fn halves(n: u32) -> String {
    format!("{}{}", n / 2, if n.is_multiple_of(2) { "" } else { ".5" })
}

/// `1.5/2`.
pub fn share(got: u32, of: u32) -> String {
    format!("{}/{}", halves(got), halves(of))
}

/// The names of the parts of a score.
pub fn part_names(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Ko => ["핵심", "그 밖", "꼬리", "첫 문장", "시간"],
        Lang::En => ["core", "other", "follow-ups", "first sentence", "time"],
    }
}

/// The parts of a score with their names, without those that are worth nothing.
pub fn parts(lang: Lang, score: &Score) -> Vec<(&'static str, Part)> {
    let parts = [score.core, score.rest, score.tails, score.opening, score.time];
    part_names(lang)
        .into_iter()
        .zip(parts)
        .filter(|(_, part)| part.worth > 0 && part.of > 0)
        .collect()
}

/// What is taken off a score: the name, how many, and what each costs.
pub fn costs(lang: Lang, score: &Score) -> Vec<(&'static str, u32, u32)> {
    let costs = [
        (lang.pick("오개념", "misconceptions"), score.traps.0, TRAP.0),
        (lang.pick("바로잡은 오개념", "put right"), score.traps.1, TRAP.1),
        (hints(lang), score.hints, HINT),
    ];
    costs.into_iter().filter(|(_, count, _)| *count > 0).collect()
}

/// Hints that were asked for.
pub fn hints(lang: Lang) -> &'static str {
    lang.pick("힌트", "hints")
}

/// A score in points.
pub fn points(lang: Lang, total: u32) -> String {
    match lang {
        Lang::Ko => format!("{total}점"),
        Lang::En => count(total, "point", "points"),
    }
}

/// The arithmetic of a score, a term an item: `74점 = 핵심 6/7 × 50`, `+ 그 밖 9/17 × 20`, ...
pub fn arithmetic(lang: Lang, score: &Score, ascii: bool) -> Vec<String> {
    let (times, minus) = if ascii { ("x", "-") } else { ("×", "−") };
    let total = points(lang, score.total);
    if score.core.got + score.rest.got + score.tails.got == 0 {
        let none = lang.pick("찾은 요점이 없습니다.", "no point was found.");
        return vec![format!("{total}: {none}")];
    }
    let mut terms = Vec::new();
    for (name, part) in parts(lang, score) {
        let sign = if terms.is_empty() { format!("{total} =") } else { "+".to_owned() };
        terms.push(format!("{sign} {name} {} {times} {}", share(part.got, part.of), part.worth));
    }
    for (name, many, each) in costs(lang, score) {
        terms.push(format!("{minus} {name} {many} {times} {each}"));
    }
    terms
}

/// What a half in the arithmetic is. None where there is none.
pub fn half_means(lang: Lang, recovered: bool, part: bool) -> Option<&'static str> {
    match (recovered, part) {
        (true, false) => Some(lang.pick(
            "꼬리질문에서 채운 요점은 반으로 셉니다.",
            "A point made only in a follow-up counts half.",
        )),
        (true, true) => Some(lang.pick(
            "꼬리질문에서 채운 요점과 일부만 답한 꼬리질문은 반으로 셉니다.",
            "A point made only in a follow-up counts half, as does a follow-up answered in part.",
        )),
        (false, true) => Some(lang.pick(
            "일부만 답한 꼬리질문은 반으로 셉니다.",
            "A follow-up answered in part counts half.",
        )),
        (false, false) => None,
    }
}

/// What the score does not tell.
pub fn limits(lang: Lang) -> &'static str {
    lang.pick(
        "길이는 점수에 들어가지 않고, 말의 유창함은 재지 못합니다. 자세히: viva help scoring",
        "Length does not count, and fluency is not measured. More: viva help scoring",
    )
}

/// The head of what was found in each topic.
pub fn topics(lang: Lang) -> &'static str {
    lang.pick("주제별로 찾은 것", "What was found, by topic")
}

/// The head of what was good.
pub fn strengths(lang: Lang) -> &'static str {
    lang.pick("잘한 것", "What went well")
}

/// The head of what to mend.
pub fn fixes(lang: Lang) -> &'static str {
    lang.pick("고칠 것 (효과가 큰 순서)", "What to mend (biggest gain first)")
}

/// Nothing to mend was found, or nothing big.
pub fn no_fixes(lang: Lang, complete: bool) -> &'static str {
    match complete {
        true => lang.pick("고칠 것을 못 찾았습니다.", "Nothing to mend was found."),
        false => lang.pick(
            "크게 고칠 것은 없습니다. 빠진 요점은 전체 기록에 있습니다.",
            "Nothing big to mend. The points that were left out stand in the transcript.",
        ),
    }
}

/// A reply recovered what the first answer lacked.
pub fn recovered(lang: Lang) -> &'static str {
    lang.pick("꼬리질문을 받고 스스로 채웠습니다.", "You filled this in when asked.")
}

/// Every core point was in the first answer.
pub fn complete(lang: Lang) -> &'static str {
    lang.pick("첫 답에 핵심이 모두 들어 있습니다.", "every core point is in the first answer.")
}

/// The first sentence had a core point.
pub fn opened(lang: Lang) -> &'static str {
    lang.pick("첫 문장에 핵심이 나왔습니다.", "the first sentence has a core point.")
}

/// The chain of questions went deep.
pub fn deep(lang: Lang, cards: u32) -> String {
    match lang {
        Lang::Ko => format!("카드 {cards}장 더 깊이 들어가도 답했습니다."),
        Lang::En => format!("your answers held {} deeper.", count(cards, "card", "cards")),
    }
}

/// What is said of a point that no answer states.
pub fn point_missing(lang: Lang, pass: bool, touched: bool) -> &'static str {
    match (pass, touched) {
        (true, _) => {
            lang.pick("꼬리질문에서 모르겠다고 답했습니다.", "You passed when asked about it.")
        }
        (false, true) => lang.pick(
            "말은 나왔지만 요점으로 이어지지 않았습니다.",
            "The words are there but do not make the point.",
        ),
        (false, false) => lang.pick("못 찾았어요.", "Not found."),
    }
}

/// What is said of a point that was stated the wrong way round.
pub fn point_reversed(lang: Lang) -> &'static str {
    lang.pick("반대로 말한 것으로 읽혔습니다.", "This reads as the wrong way round.")
}

/// What is said of a misconception.
pub fn trap_found(lang: Lang, mended: bool) -> &'static str {
    match mended {
        true => lang.pick(
            "오개념. 꼬리질문에서 바로잡았습니다.",
            "Misconception; you put it right when asked.",
        ),
        false => lang.pick("오개념.", "Misconception."),
    }
}

/// The head of a sentence to say the next time.
pub fn next_time(lang: Lang) -> &'static str {
    lang.pick("다음엔", "Next time")
}

/// The head of an experiment to run.
pub fn try_it(lang: Lang) -> &'static str {
    lang.pick("해 보기", "Try")
}

/// The head of the questions and answers.
pub fn transcript(lang: Lang) -> &'static str {
    lang.pick("전체 기록", "Transcript")
}

/// The person's own rating in a list.
pub fn rated(lang: Lang, rating: u8) -> String {
    lang.pick(format!("자기 평가 {rating}"), format!("own rating {rating}"))
}

/// The person's own rating against the score, and how it was in the interviews before, as (score,
/// rating), the oldest first.
pub fn calibration(lang: Lang, rating: u8, score: u32, earlier: &[(u32, u8)]) -> String {
    let mut told = lang.pick(
        format!("자기 평가 {rating}, 결과 {score}."),
        format!("Own rating {rating}, result {score}."),
    );
    let all = earlier.iter().copied().chain([(score, rating)]);
    let all: Vec<i64> = all.map(|(score, rating)| i64::from(rating) - i64::from(score)).collect();
    let last = &all[all.len().saturating_sub(5)..];
    let n = last.len();
    if n < 3 {
        return told;
    }
    let mean = last.iter().map(|it| it.unsigned_abs()).sum::<u64>() as f64 / n as f64;
    let mean = format!("{mean:.0}");
    told += &if last.iter().all(|it| *it < 0) {
        lang.pick(
            format!(" 최근 {n}번 모두 결과보다 낮게 보았습니다 (평균 {mean}점)."),
            format!(" The last {n} were all rated below the result, by {mean} on average."),
        )
    } else if last.iter().all(|it| *it > 0) {
        lang.pick(
            format!(" 최근 {n}번 모두 결과보다 높게 보았습니다 (평균 {mean}점)."),
            format!(" The last {n} were all rated above the result, by {mean} on average."),
        )
    } else {
        lang.pick(
            format!(" 최근 {n}번은 평균 {mean}점 차이가 났습니다."),
            format!(" Over the last {n}, they differed by {mean} on average."),
        )
    };
    told
}

/// The words of the page that no screen has.
pub struct Page {
    /// The chart of what was covered.
    pub coverage: &'static str,
    /// The chart of ratings.
    pub ratings: &'static str,
    /// The score in a chart.
    pub score: &'static str,
    /// The own rating in a chart.
    pub rating: &'static str,
    /// This interview, beside the earlier ones.
    pub this: &'static str,
    /// A topic.
    pub topic: &'static str,
    /// A part of the score.
    pub part: &'static str,
    /// What was reached of it.
    pub reached: &'static str,
    /// What all of it is worth.
    pub worth: &'static str,
    /// What it gives.
    pub gives: &'static str,
    /// How the score was made.
    pub arithmetic: &'static str,
}

/// The words of the page that no screen has.
pub fn page(lang: Lang) -> Page {
    match lang {
        Lang::Ko => Page {
            coverage: "질문마다 찾은 것",
            ratings: "자기 평가와 결과",
            score: "결과",
            rating: "자기 평가",
            this: "이번",
            topic: "주제",
            part: "항목",
            reached: "찾은 것",
            worth: "배점",
            gives: "점수",
            arithmetic: "점수 계산",
        },
        Lang::En => Page {
            coverage: "What was found, by question",
            ratings: "Own rating and result",
            score: "result",
            rating: "own rating",
            this: "this one",
            topic: "topic",
            part: "part",
            reached: "found",
            worth: "worth",
            gives: "points",
            arithmetic: "How the score adds up",
        },
    }
}
