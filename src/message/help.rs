//! The words of the help at each prompt of the quiz.
//!
//! Invariant: each help says what can be typed there, in a sentence or two.

use crate::{session::Form, text::Lang};

/// The help at a prompt.
pub fn help(lang: Lang, prompt: Help) -> &'static str {
    match (lang, prompt) {
        (Lang::Ko, Help::Answer) => {
            "여러 줄로 적고 빈 줄에서 Enter를 누르면 끝납니다. 위 화살표로 앞줄을 고칠 수 있습니다.\n소리 내어 말하려면 아무것도 적지 말고 Enter. Ctrl-C는 채점 없이 멈추고, Ctrl-D는 저장하고 나갑니다."
        }
        (Lang::En, Help::Answer) => {
            "Type as many lines as you like; Enter on an empty line ends. The up arrow goes back to earlier lines.\nTo speak instead, press Enter with nothing typed. Ctrl-C stops without a grade, Ctrl-D saves and leaves."
        }
        (Lang::Ko, Help::Stop) => "다 말했으면 Enter를 누르세요.",
        (Lang::En, Help::Stop) => "Press Enter when you have said it all.",
        (Lang::Ko, Help::Letters) => {
            "답에 들어 있던 요점의 글자를 적으세요. 예: a b e. 없으면 Enter, 모범 답안은 m."
        }
        (Lang::En, Help::Letters) => {
            "Type the letters of the points that your answer made, such as a b e. Enter for none, m for the model answer."
        }
        (Lang::Ko, Help::Grade) => {
            "1 다시: 떠올리지 못함. 2 어려움: 빠진 것이 있거나 힘들었음. 3 알맞음: 떠올림. 4 쉬움: 바로, 빠짐없이.\n글자는 요점 판정을 바꾸고, Enter는 제안된 등급을 받습니다. 실험이 있으면 r 은 예측한 뒤 돌려 보기, s 는 한 걸음씩."
        }
        (Lang::En, Help::Grade) => {
            "1 again: not recalled. 2 hard: with gaps or effort. 3 good: recalled. 4 easy: at once and in full.\nLetters flip points; Enter takes the proposed grade. Where there is an experiment, r predicts and runs it, s steps through it."
        }
        (Lang::Ko, Help::Options) => "맞는 보기의 글자를 모두 적고 Enter. 모르면 -",
        (Lang::En, Help::Options) => {
            "Type the letters of all right options, then Enter; - if you don't know."
        }
        (Lang::Ko, Help::Blank) => {
            "빈칸에 들어갈 말을 적으세요. 한글과 영어, 띄어쓰기는 가리지 않습니다. 모르면 -"
        }
        (Lang::En, Help::Blank) => {
            "Type the missing word; Korean or English, spacing does not matter. - if you don't know."
        }
        (_, Help::Predict(form)) => super::prediction::help(lang, form),
        (Lang::Ko, Help::Drive) => {
            "스케줄러가 되어 걸음마다 누가 움직일지 고릅니다. 목표에 이르거나, 불가능하다고 답하면 끝납니다. Enter로 시작, 모르면 -"
        }
        (Lang::En, Help::Drive) => {
            "You are the scheduler: choose who moves at each step until the goal is reached, or say that it cannot be done. Enter begins; - if you don't know."
        }
        (Lang::Ko, Help::Lab) => {
            "s 는 실험을 한 걸음씩 보여 주고, Enter는 카드로 돌아갑니다. 본 것은 등급을 바꾸지 않습니다."
        }
        (Lang::En, Help::Lab) => {
            "s steps through the experiment, Enter goes back to the card. Looking does not change the grade."
        }
        (Lang::Ko, Help::Judge) => {
            "방금 답에 이 요점이 있었으면 y, 없었으면 n. 일정에는 영향이 없습니다."
        }
        (Lang::En, Help::Judge) => {
            "y if your reply made this point, n if not. It does not move the schedule."
        }
    }
}

/// What the help is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    /// An answer of several lines.
    Answer,
    /// Speaking, or looking at the question.
    Stop,
    /// Ticking points.
    Letters,
    /// Grading.
    Grade,
    /// Choosing options.
    Options,
    /// Filling a blank.
    Blank,
    /// Predicting what an experiment shows.
    Predict(Form),
    /// Choosing who runs.
    Drive,
    /// After a run.
    Lab,
    /// Judging a reply.
    Judge,
}
