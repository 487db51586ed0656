//! An answer that cannot be said in the card's seconds.

use crate::{
    deck::{Problem, check::Rule},
    text::{Lang, Severity, hangul::is_syllable},
};

/// An answer that cannot be said in the card's seconds.
pub const DOC: Rule = Rule {
    name: "answer-too-long",
    severity: Severity::Warning,
    ko: "모범 답안을 seconds 안에 말할 수 없습니다. 한국어는 1초에 6음절, 영어는 1초에 2.7낱말쯤으로 셉니다. 답을 줄이거나 seconds를 늘리세요.",
    en: "The model answer cannot be said in the card's `seconds`, at about 6 Korean syllables or 2.7 English words a second. Shorten it, or give it more time.",
};

/// Korean syllables that are said in a second, and English words in ten.
const SYLLABLES: f32 = 6.0;
const WORDS: f32 = 2.7;
/// People hurry; the finding is for what nobody can say.
const SLACK: f32 = 1.25;

/// The problem with an answer in one language, if it takes too long.
pub fn check(lang: Lang, answer: &str, seconds: u32) -> Option<Problem> {
    let has = seconds as f32 * SLACK;
    // A word takes two bytes with its space and counts at most 2.5 syllables: most answers need no
    // counting.
    let at_most = match lang {
        Lang::Ko => (answer.len() + 1) as f32 * 1.25 / SYLLABLES,
        Lang::En => (answer.len() / 2 + 1) as f32 / WORDS,
    };
    if at_most <= has {
        return None;
    }
    let takes = match lang {
        Lang::Ko => syllables(answer) / SYLLABLES,
        Lang::En => answer.split_whitespace().filter(|it| is_said(it)).count() as f32 / WORDS,
    };
    let too_long = has < takes;
    too_long.then(|| Problem::AnswerTooLong { lang, takes: takes.ceil() as u32, has: seconds })
}

/// Hangul letter by letter, a Latin word or a number as two syllables and a half.
fn syllables(answer: &str) -> f32 {
    let mut count = 0.0;
    let mut in_word = false;
    for c in answer.chars() {
        let syllable = is_syllable(c);
        let word = c.is_alphanumeric() && !syllable;
        if syllable {
            count += 1.0;
        } else if word && !in_word {
            count += 2.5;
        }
        in_word = word;
    }
    count
}

fn is_said(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}
