//! The words of the quiz.
//!
//! Invariant: every mark has a word; a missed point is "not ticked", never "you did not say".

use crate::{answer::Proposal, record::Grade, session::quiz::Invalid, text::Lang};

/// The word of a grade.
pub fn grade(lang: Lang, grade: Grade) -> &'static str {
    match (lang, grade) {
        (Lang::Ko, Grade::Again) => "다시",
        (Lang::Ko, Grade::Hard) => "어려움",
        (Lang::Ko, Grade::Good) => "알맞음",
        (Lang::Ko, Grade::Easy) => "쉬움",
        (Lang::En, Grade::Again) => "again",
        (Lang::En, Grade::Hard) => "hard",
        (Lang::En, Grade::Good) => "good",
        (Lang::En, Grade::Easy) => "easy",
    }
}

/// A new card.
pub fn new_card(lang: Lang) -> &'static str {
    lang.pick("새 카드", "new")
}

/// A card that comes back after a learning step.
pub fn comes_back(lang: Lang) -> &'static str {
    lang.pick("다시 나온 카드", "back again")
}

/// A card that comes because an interview showed that it should.
pub fn from_interview(lang: Lang) -> &'static str {
    lang.pick("면접에서 담음", "from the interview")
}

/// When the card was last graded, and how.
pub fn last_time(lang: Lang, ago: &str) -> String {
    lang.pick(format!("지난번 {ago}"), format!("last {ago}"))
}

/// The time to aim at.
pub fn aim(lang: Lang, time: &str) -> String {
    lang.pick(format!("기준 {time}"), format!("aim {time}"))
}

/// The keys at an answer prompt, as (key, meaning).
pub fn answer_keys(lang: Lang) -> [(&'static str, &'static str); 4] {
    match lang {
        Lang::Ko => [
            ("빈 줄:", "끝내기"),
            ("바로 Enter:", "말하기"),
            ("Ctrl-X Ctrl-E", "편집기"),
            ("?", "도움말"),
        ],
        Lang::En => [
            ("empty line:", "end"),
            ("Enter at once:", "speak"),
            ("Ctrl-X Ctrl-E", "editor"),
            ("?", "help"),
        ],
    }
}

/// The keys at an options prompt.
pub fn option_keys(lang: Lang, several: bool) -> Vec<(&'static str, &'static str)> {
    match (lang, several) {
        (Lang::Ko, true) => vec![("a c", "여러 개 고르기"), ("-", "모르겠어요"), ("?", "도움말")],
        (Lang::Ko, false) => vec![("a", "하나 고르기"), ("-", "모르겠어요"), ("?", "도움말")],
        (Lang::En, true) => {
            vec![("a c", "choose all that are right"), ("-", "I don't know"), ("?", "help")]
        }
        (Lang::En, false) => vec![("a", "choose one"), ("-", "I don't know"), ("?", "help")],
    }
}

/// The keys at a blank.
pub fn blank_keys(lang: Lang) -> [(&'static str, &'static str); 2] {
    match lang {
        Lang::Ko => [("-", "모르겠어요"), ("?", "도움말")],
        Lang::En => [("-", "I don't know"), ("?", "help")],
    }
}

/// The clock runs while the person speaks.
pub fn speaking(lang: Lang) -> &'static str {
    lang.pick("말하는 중. 끝나면 Enter.", "Speaking. Enter when you are done.")
}

/// An earlier draft stands at the prompt.
pub fn draft_restored(lang: Lang) -> &'static str {
    lang.pick("지난번에 쓰던 답입니다. 이어서 쓰세요.", "Your unfinished answer; carry on.")
}

/// The prompt after speaking or typing: letters of the points heard.
pub fn tick_prompt(lang: Lang, letters: &str) -> String {
    lang.pick(format!("요점 ({letters})> "), format!("points ({letters})> "))
}

/// The keys at the points.
pub fn tick_keys(lang: Lang) -> [(&'static str, &'static str); 4] {
    match lang {
        Lang::Ko => {
            [("a b e", "말한 요점"), ("Enter", "없음"), ("m", "모범 답안"), ("?", "도움말")]
        }
        Lang::En => {
            [("a b e", "points you made"), ("Enter", "none"), ("m", "model answer"), ("?", "help")]
        }
    }
}

/// The keys at a missed point.
pub fn probe_keys(lang: Lang) -> [(&'static str, &'static str); 3] {
    let [ends, speaks, _, help] = answer_keys(lang);
    [ends, speaks, help]
}

/// What stands between the members of a list.
pub fn list_gap(lang: Lang) -> &'static str {
    lang.pick(", ", "; ")
}

/// The prompt of a grade, with the one that Enter takes.
pub fn grade_prompt(lang: Lang, proposed: Option<Grade>) -> String {
    match proposed {
        Some(proposed) => {
            let digit = proposed.digit();
            lang.pick(format!("등급 [{digit}]> "), format!("grade [{digit}]> "))
        }
        None => lang.pick("등급 (1-4)> ".into(), "grade (1-4)> ".into()),
    }
}

/// The prompt of the options.
pub fn options_prompt(lang: Lang) -> &'static str {
    lang.pick("글자> ", "letters> ")
}

/// The prompt of a blank.
pub fn blank_prompt(lang: Lang, at: usize, count: usize) -> String {
    lang.pick(format!("빈칸 {at}/{count}> "), format!("blank {at}/{count}> "))
}

/// The prompt that asks whether the point was in the reply.
pub fn judge_prompt(lang: Lang, found: bool) -> &'static str {
    match found {
        true => lang.pick("이 요점을 말했나요? [y]/n> ", "was it in your answer? [y]/n> "),
        false => lang.pick("이 요점을 말했나요? (y/n)> ", "was it in your answer? (y/n)> "),
    }
}

/// The prompt before an answer is only shown.
pub fn reveal_prompt(lang: Lang) -> &'static str {
    lang.pick("떠올려 본 뒤 Enter> ", "recall it, then Enter> ")
}

/// `요점 6/8   핵심 2/3`, and the same of last time.
pub fn coverage(lang: Lang, proposal: &Proposal, last: Option<(usize, usize)>) -> String {
    let Proposal { covered, total, core_covered, core_total, .. } = proposal;
    let mut line =
        lang.pick(format!("요점 {covered}/{total}"), format!("points {covered}/{total}"));
    if *core_total > 0 {
        line += &lang.pick(
            format!("   핵심 {core_covered}/{core_total}"),
            format!("   core {core_covered}/{core_total}"),
        );
    }
    if let Some((covered, core)) = last {
        line += &lang.pick(
            format!("   지난번 {covered}/{total}"),
            format!("   last time {covered}/{total}"),
        );
        if *core_total > 0 {
            line += &lang
                .pick(format!(", 핵심 {core}/{core_total}"), format!(", core {core}/{core_total}"));
        }
    }
    line
}

/// What the star before a point means.
pub fn star(lang: Lang) -> &'static str {
    lang.pick("* 핵심", "* core")
}

/// The word for a core point.
pub fn core(lang: Lang) -> &'static str {
    lang.pick("핵심", "core")
}

/// The head of the list of points that were not ticked.
pub fn not_ticked(lang: Lang) -> &'static str {
    lang.pick("빠진 요점", "not ticked")
}

/// The arithmetic of the proposal.
pub fn proposed(lang: Lang, proposal: &Proposal) -> String {
    let Proposal { grade: proposed, covered, total, core_covered, core_total, .. } = *proposal;
    let digit = proposed.digit();
    let word = grade(lang, proposed);
    match lang {
        Lang::Ko => {
            let core = match core_total {
                0 => String::new(),
                _ if core_covered == core_total => ", 핵심은 모두 포함".to_owned(),
                _ => format!(", 핵심 {}개 빠짐", core_total - core_covered),
            };
            format!("제안 {digit} {word}: {total}개 중 {covered}개{core}")
        }
        Lang::En => {
            let core = match core_total {
                0 => String::new(),
                _ if core_covered == core_total => ", all core ones".to_owned(),
                _ => format!(", {} core missing", core_total - core_covered),
            };
            format!("proposed {digit} {word}: {covered} of {total} points{core}")
        }
    }
}

/// The proposal of a card that is right or wrong as a whole.
pub fn proposed_plain(lang: Lang, proposed: Grade) -> String {
    let word = grade(lang, proposed);
    let digit = proposed.digit();
    lang.pick(format!("제안 {digit} {word}"), format!("proposed {digit} {word}"))
}

/// The keys at the grades.
pub fn grade_keys(
    lang: Lang,
    letters: Option<&str>,
    sentences: bool,
    can_keep: bool,
    experiment: bool,
) -> Vec<(String, &'static str)> {
    let mut keys = Vec::new();
    if let Some(letters) = letters {
        keys.push((letters.to_owned(), lang.pick("요점 바꾸기", "flip")));
    }
    if sentences {
        keys.push(("m".into(), lang.pick("모범 답안", "model answer")));
        keys.push(("t".into(), lang.pick("다시 말하기", "try again")));
    }
    if experiment {
        keys.push(("r".into(), lang.pick("실험", "run")));
        keys.push(("s".into(), lang.pick("단계", "step")));
    }
    if can_keep {
        keys.push(("k".into(), lang.pick("내 답 보관", "keep as my answer")));
    }
    keys
}

/// The head of the model answer.
pub fn model_head(lang: Lang) -> &'static str {
    lang.pick("모범 답안", "Model answer")
}

/// The head of the person's own wording.
pub fn own_head(lang: Lang) -> &'static str {
    lang.pick("내 답", "My answer")
}

/// The head of a misconception with its correction.
pub fn trap_head(lang: Lang) -> &'static str {
    lang.pick("오개념", "Trap")
}

/// The head of the cards that an interviewer goes to next.
pub fn leads_to(lang: Lang) -> &'static str {
    lang.pick("꼬리질문", "Leads to")
}

/// The head of the sources.
pub fn sources_head(lang: Lang) -> &'static str {
    lang.pick("출처", "Sources")
}

/// The head of the hint.
pub fn hint_head(lang: Lang) -> &'static str {
    lang.pick("힌트", "Hint")
}

/// The answer is kept as the person's own wording.
pub fn kept(lang: Lang) -> &'static str {
    lang.pick(
        "내 답으로 보관했습니다. 모범 답안 옆에 보여 드립니다.",
        "Kept. It stands beside the model answer from now on.",
    )
}

/// Right or wrong, as words beside the marks.
pub fn right_or_wrong(lang: Lang, right: bool) -> &'static str {
    match (lang, right) {
        (Lang::Ko, true) => "맞음",
        (Lang::Ko, false) => "틀림",
        (Lang::En, true) => "right",
        (Lang::En, false) => "wrong",
    }
}

/// What an option was, and what the person did with it.
pub fn option_outcome(lang: Lang, right: bool, chosen: bool) -> &'static str {
    match (lang, right, chosen) {
        (Lang::Ko, true, true) => "맞음",
        (Lang::Ko, true, false) => "놓침",
        (Lang::Ko, false, true) => "틀림",
        (Lang::Ko, false, false) => "아님",
        (Lang::En, true, true) => "right",
        (Lang::En, true, false) => "missed",
        (Lang::En, false, true) => "wrong",
        (Lang::En, false, false) => "not it",
    }
}

/// A blank that was filled otherwise.
pub fn blank_was(lang: Lang, typed: &str) -> String {
    match (lang, typed) {
        (_, "-") => lang.pick("모름", "unknown").to_owned(),
        (Lang::Ko, typed) => format!("적은 답: {typed}"),
        (Lang::En, typed) => format!("you wrote: {typed}"),
    }
}

/// A grade was given and the card comes back.
pub fn graded(lang: Lang, given: Grade, interval: Option<&str>) -> String {
    let word = grade(lang, given);
    match interval {
        Some(interval) => {
            lang.pick(format!("{word}, {interval} 뒤에"), format!("{word}, back in {interval}"))
        }
        None => lang
            .pick(format!("{word}, 일정에는 넣지 않음"), format!("{word}, outside the schedule")),
    }
}

/// The header of a missed point.
pub fn probe_head(lang: Lang) -> &'static str {
    lang.pick("다시, 빠진 것만", "Again, only what was missed")
}

/// The question for a point that has none of its own.
pub fn probe_question(lang: Lang) -> &'static str {
    lang.pick(
        "아까 빠진 요점이 하나 있습니다. 무엇이었나요?",
        "One point was missing before. What was it?",
    )
}

/// Whether the missed point was there this time.
pub fn probe_outcome(lang: Lang, recovered: bool) -> &'static str {
    match (lang, recovered) {
        (Lang::Ko, true) => "이번에는 말했습니다.",
        (Lang::Ko, false) => "다음 복습 때 다시 봅니다.",
        (Lang::En, true) => "There it is.",
        (Lang::En, false) => "It stays for the next review.",
    }
}

/// The card was left ungraded.
pub fn ungraded(lang: Lang, draft: bool) -> &'static str {
    match (lang, draft) {
        (Lang::Ko, true) => "등급 없이 멈췄습니다. 쓰던 답은 저장했습니다.",
        (Lang::Ko, false) => "등급 없이 멈췄습니다.",
        (Lang::En, true) => "Left ungraded; your answer is saved.",
        (Lang::En, false) => "Left ungraded.",
    }
}

/// The first line of the summary.
pub fn summary(lang: Lang, cards: u32, minutes: u64, grades: [u32; 4]) -> String {
    let mut parts = Vec::new();
    for (given, count) in Grade::ALL.into_iter().zip(grades) {
        if count > 0 {
            parts.push(format!("{} {count}", grade(lang, given)));
        }
    }
    let parts = parts.join(", ");
    match lang {
        Lang::Ko => format!("{cards}장, {minutes}분. {parts}. 모두 저장했습니다."),
        Lang::En => {
            let cards = super::home::count(cards, "card", "cards");
            format!("{cards}, {minutes} min: {parts}. All saved.")
        }
    }
}

/// Nothing was graded.
pub fn summary_empty(lang: Lang) -> &'static str {
    lang.pick("채점한 카드가 없습니다.", "No card was graded.")
}

/// How many missed points came back.
pub fn summary_probes(lang: Lang, asked: u32, recovered: u32) -> String {
    match lang {
        Lang::Ko => format!("빠진 요점 {asked}개를 다시 물었고 {recovered}개를 떠올렸습니다."),
        Lang::En => format!("{recovered} of {asked} missed points came back"),
    }
}

/// The head of the points missed twice.
pub fn missed_twice(lang: Lang) -> &'static str {
    lang.pick("두 번 놓친 것", "Missed twice")
}

/// What tomorrow holds.
pub fn tomorrow(
    lang: Lang,
    new: u32,
    reviews: u32,
    wanted: u32,
    minutes: u64,
) -> (&'static str, String) {
    (lang.pick("내일", "Tomorrow"), super::home::today(lang, new, reviews, wanted, minutes))
}

/// Why a line means nothing at its prompt, and what does.
pub fn invalid(lang: Lang, invalid: Invalid) -> String {
    let invalid = match (lang, invalid) {
        (_, Invalid::Prediction(form)) => return super::prediction::unreadable(lang, form),
        (Lang::Ko, Invalid::Grade) => "등급은 1에서 4까지 숫자로 적어 주세요.   ? 도움말",
        (Lang::Ko, Invalid::Letters) => "요점 앞의 글자만 적어 주세요. 예: a b e   ? 도움말",
        (Lang::Ko, Invalid::Options) => "보기 앞의 글자를 적어 주세요. 모르면 -",
        (Lang::Ko, Invalid::Blank) => "빈칸에 들어갈 말을 적어 주세요. 모르면 -",
        (Lang::Ko, Invalid::Judge) => "y(네) 또는 n(아니요)으로 답해 주세요.",
        (Lang::Ko, Invalid::NothingToKeep) => "보관할 글이 없습니다. t 로 한 번 적어 보세요.",
        (Lang::En, Invalid::Grade) => "A grade is a digit from 1 to 4.   ? help",
        (Lang::En, Invalid::Letters) => {
            "Only the letters before the points, such as a b e.   ? help"
        }
        (Lang::En, Invalid::Options) => "Type the letters of your choice; - if you don't know.",
        (Lang::En, Invalid::Blank) => "Type the missing word; - if you don't know.",
        (Lang::En, Invalid::Judge) => "Answer y or n.",
        (Lang::En, Invalid::NothingToKeep) => {
            "There is no typed answer to keep; t lets you type one."
        }
        (Lang::Ko, Invalid::Lab) => "한 걸음씩 보려면 s, 카드로 돌아가려면 Enter를 누르세요.",
        (Lang::En, Invalid::Lab) => "s steps through it; Enter goes back to the card.",
        (Lang::Ko, Invalid::Drive) => "Enter를 누르면 시작합니다. 모르면 -",
        (Lang::En, Invalid::Drive) => "Enter begins; - if you don't know.",
        (Lang::Ko, Invalid::NoExperiment) => "이 카드에는 실험이 없습니다.",
        (Lang::En, Invalid::NoExperiment) => "This card has no experiment.",
    };
    invalid.to_owned()
}
