//! What is said while a mock interview is held, and the words that can be typed instead of an answer.
//!
//! Invariant: a command is the whole answer, in either language whatever the screen speaks. It must not
//! know how an interview goes on.

use crate::{
    record::interview::{Ending, Form, Mode, Plan},
    text::Lang,
};

/// What a person can say instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// I answer aloud.
    Speak,
    /// I do not know.
    Pass,
    /// The question once more.
    Repeat,
    /// The hint.
    Hint,
    /// Why this question.
    Why,
    /// The clock stops until Enter.
    Pause,
    /// The interview ends.
    End,
}

/// The command that a whole answer is, in either language.
pub fn command(typed: &str) -> Option<Command> {
    let said = typed.trim().trim_end_matches(['.', '!', '~', '?']).trim().to_lowercase();
    Some(match said.as_str() {
        "pass"
        | "패스"
        | "모름"
        | "모르겠습니다"
        | "모르겠어요"
        | "잘 모르겠습니다"
        | "잘 모르겠어요"
        | "모릅니다"
        | "i don't know"
        | "i dont know"
        | "don't know"
        | "no idea" => Command::Pass,
        "spoken" | "말로" => Command::Speak,
        "repeat" | "다시" => Command::Repeat,
        "hint" | "힌트" => Command::Hint,
        "why" | "왜" => Command::Why,
        "pause" | "잠시" | "잠깐" => Command::Pause,
        "end" | "끝" => Command::End,
        _ => return None,
    })
}

/// The words that can be typed instead of an answer.
pub fn keys(lang: Lang, mode: Mode, form: Form) -> String {
    let hint = match (lang, mode) {
        (_, Mode::Strict) => "",
        (Lang::Ko, _) => "   힌트 (점수 2점)",
        (Lang::En, _) => "   hint (costs 2 points)",
    };
    let answer = match (lang, mode, form) {
        (Lang::Ko, _, Form::Hosted) => "들은 요점의 글자와 오개념의 숫자, 답이 끝나면 Enter",
        (Lang::En, _, Form::Hosted) => "letters and digits of what you hear, Enter ends the answer",
        (Lang::Ko, _, Form::Spoken) => "소리 내어 답하고 Enter",
        (Lang::En, _, Form::Spoken) => "answer aloud, then Enter",
        (Lang::Ko, Mode::Strict, _) => "답을 적고 Enter 두 번 (제한 시간 안에 끝낸 줄만 셉니다)",
        (Lang::En, Mode::Strict, _) => {
            "answer, then Enter twice (only lines finished within the limit count)"
        }
        (Lang::Ko, ..) => "답을 적고 Enter 두 번   말로",
        (Lang::En, ..) => "answer, then Enter twice   spoken",
    };
    if form == Form::Hosted {
        return lang.pick(
            format!("{answer}   - 모르겠다고 답함   다시{hint}   잠시   끝"),
            format!("{answer}   - passed   repeat{hint}   pause   end"),
        );
    }
    lang.pick(
        format!("{answer}   모르겠습니다   다시{hint}   왜   잠시   끝"),
        format!("{answer}   pass   repeat{hint}   why   pause   end"),
    )
}

/// The heads of what an interviewer listens for.
pub struct Listening {
    /// The points.
    pub points: &'static str,
    /// The misconceptions.
    pub traps: &'static str,
    /// The question that is asked about one.
    pub probe: &'static str,
}

/// The heads of what an interviewer listens for.
pub fn listening(lang: Lang) -> Listening {
    match lang {
        Lang::Ko => {
            Listening {
                points: "들을 요점", traps: "나올 수 있는 오개념", probe: "꼬리질문"
            }
        }
        Lang::En => Listening {
            points: "Points to listen for",
            traps: "Misconceptions to listen for",
            probe: "follow-up",
        },
    }
}

/// The prompt for what was heard: which letters and digits there are.
pub fn heard_prompt(lang: Lang, keys: &str) -> String {
    lang.pick(format!("들은 것 ({keys})> "), format!("heard ({keys})> "))
}

/// What was typed names nothing that can be heard.
pub fn heard_form(lang: Lang) -> &'static str {
    lang.pick(
        "요점의 글자와 오개념의 숫자만 적어 주세요. 예: a c 1. 모르겠다고 하면 -",
        "Only letters of points and digits of misconceptions, such as a c 1; - if they passed.",
    )
}

/// Asks the interviewer for what the candidate expects.
pub fn rate_hosted(lang: Lang) -> &'static str {
    lang.pick(
        "보고서를 보기 전에, 지원자가 스스로 매긴 점수는? (0-100)> ",
        "Before the report: how did it go, says the candidate, 0 to 100?> ",
    )
}

/// What counts of an answer that went past its limit in a strict interview: some lines, or none.
pub fn cut_off(lang: Lang, none: bool) -> &'static str {
    match none {
        true => lang.pick(
            "제한 시간 안에 끝낸 줄이 없어서 이 답은 세지 않습니다.",
            "No line was finished within the limit, so this answer does not count.",
        ),
        false => lang.pick(
            "제한 시간 안에 끝낸 줄까지만 셉니다.",
            "Only the lines that were finished within the limit count.",
        ),
    }
}

/// Why a strict interview takes no spoken answers.
pub fn no_speaking(lang: Lang) -> &'static str {
    lang.pick(
        "실전에서는 적어서 답해 주세요. 말한 답은 요점을 보면서 골라야 하는데, 실전은 끝날 때까지 요점을 보여 주지 않습니다.",
        "A strict interview takes typed answers: what you said aloud is ticked from a list of the points, and a strict interview shows no point before its end.",
    )
}

/// Before the first question: how many roots, how deep, how long.
pub fn opening(lang: Lang, plan: &Plan) -> String {
    let Plan { depth, minutes, .. } = plan;
    let roots = plan.roots.len();
    let form = match (lang, plan.form) {
        (_, Form::Typed) => "",
        (Lang::Ko, Form::Spoken) => "   말로",
        (Lang::En, Form::Spoken) => "   spoken",
        (Lang::Ko, Form::Hosted) => "   면접관 화면",
        (Lang::En, Form::Hosted) => "   the interviewer's screen",
    };
    let mode = match (lang, plan.mode) {
        (_, Mode::Usual) => "",
        (Lang::Ko, Mode::Strict) => "   실전",
        (Lang::En, Mode::Strict) => "   strict",
        (Lang::Ko, Mode::Practice) => "   연습",
        (Lang::En, Mode::Practice) => "   practice",
    };
    let questions = if roots == 1 { "question" } else { "questions" };
    lang.pick(
        format!("모의 면접   질문 {roots}개, 꼬리질문은 질문마다 최대 {depth}개   {minutes}분{mode}{form}"),
        format!("Mock interview   {roots} {questions}, up to {depth} follow-ups each   {minutes} min{mode}{form}"),
    )
}

/// An interview that goes on.
pub fn resumed(lang: Lang, answered: usize) -> String {
    lang.pick(
        format!("멈췄던 면접을 이어서 합니다. 지금까지 {answered}번 답했습니다. 그만두려면 '끝'."),
        format!("Going on with the interview that was paused; answered so far: {answered}. `end` ends it."),
    )
}

/// The person left.
pub fn paused(lang: Lang) -> &'static str {
    lang.pick(
        "면접을 멈췄습니다. viva interview로 이 질문부터 이어집니다.",
        "Paused. `viva interview` goes on with this question.",
    )
}

/// The clock stands still.
pub fn waiting(lang: Lang) -> &'static str {
    lang.pick(
        "시계를 멈췄습니다. 준비되면 Enter.",
        "The clock is stopped. Enter when you are ready.",
    )
}

/// There is no hint.
pub fn no_hint(lang: Lang, strict: bool) -> &'static str {
    match strict {
        true => lang.pick("실전에는 힌트가 없습니다.", "No hints in a strict interview."),
        false => lang.pick("이 질문에는 힌트가 없습니다.", "There is no hint for this question."),
    }
}

/// The interview is over.
pub fn over(lang: Lang, by: Ending) -> &'static str {
    match by {
        Ending::Asked => lang.pick("준비한 질문이 끝났습니다.", "That was the last question."),
        Ending::Time => lang.pick("시간이 다 되었습니다.", "The time is up."),
        Ending::Person => lang.pick("면접을 마칩니다.", "The interview ends here."),
    }
}

/// Asks what the person expects.
pub fn rate(lang: Lang) -> &'static str {
    lang.pick(
        "보고서를 보기 전에, 스스로 몇 점인가요? (0-100)> ",
        "Before the report: how did it go, 0 to 100?> ",
    )
}

/// The rating was no number.
pub fn rate_form(lang: Lang) -> &'static str {
    lang.pick(
        "0부터 100까지의 수를 적어 주세요. 건너뛰려면 Enter.",
        "Type a number from 0 to 100, or Enter to skip.",
    )
}

/// The keys after the report.
pub fn after_keys(lang: Lang) -> &'static str {
    lang.pick("t 전체 기록   s 저장   Enter 끝> ", "t transcript   s save   Enter done> ")
}

/// The key after the report that puts the cards of what was missed into tomorrow's quiz.
pub fn missed_key(lang: Lang, cards: usize) -> String {
    match (lang, cards) {
        (Lang::Ko, _) => format!("a 카드 {cards}장을 내일 퀴즈에"),
        (Lang::En, 1) => "a this card into tomorrow's quiz".into(),
        (Lang::En, _) => format!("a these {cards} cards into tomorrow's quiz"),
    }
}

/// Cards were put into tomorrow's quiz.
pub fn put_into_quiz(lang: Lang, cards: usize) -> String {
    match (lang, cards) {
        (Lang::Ko, _) => {
            format!("카드 {cards}장을 내일 퀴즈에 담았습니다. 복습 주기는 그대로입니다.")
        }
        (Lang::En, 1) => "The card is in tomorrow's quiz; its schedule stays as it is.".into(),
        (Lang::En, _) => {
            format!("{cards} cards are in tomorrow's quiz; their schedule stays as it is.")
        }
    }
}

/// No interview was held.
pub fn none_yet(lang: Lang) -> &'static str {
    lang.pick(
        "아직 모의 면접이 없습니다. viva interview로 시작합니다.",
        "No interviews yet: `viva interview` starts one.",
    )
}

/// A file was written.
pub fn saved(lang: Lang, path: &str) -> String {
    lang.pick(format!("{path} 파일로 저장했습니다."), format!("Saved {path}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_whole_answers() {
        let check =
            |typed: &str, expect: Option<Command>| assert_eq!(command(typed), expect, "{typed}");
        check("pass", Some(Command::Pass));
        check(" 모르겠습니다. ", Some(Command::Pass));
        check("I don't know.", Some(Command::Pass));
        check("힌트", Some(Command::Hint));
        check("말로", Some(Command::Speak));
        check("Spoken.", Some(Command::Speak));
        check("말로 설명하면 스레드는 흐름입니다", None);
        check("Why?", Some(Command::Why));
        check("끝", Some(Command::End));
        check("pass the lock to the next thread", None);
        check("다시 말해 스레드는 흐름입니다", None);
        check("", None);
    }
}
