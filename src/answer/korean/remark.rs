//! Where a Korean sentence speaks of a statement instead of making it.
//!
//! Invariant: what is only spoken of charges nobody with a misconception; what it says of points stays.
//! Doubt is read in favour of the answer.

use std::ops::Range;

use crate::answer::{
    reading::{Cue, Effect, Reading},
    token::Token,
};

use super::quotation::{opening_mark, quotes, scope_start};

/// What only seems so, is taken for something else, or is told apart: 빠를 것 같지만, 똑같아 보여도,
/// 복사되는 걸로 오해하는, 그 얘기가 아니고.
pub(super) fn remarks(reading: &Reading, range: &Range<usize>, cues: &mut Vec<Cue>) {
    let tokens = &reading.tokens;
    let word = |at: usize| tokens.get(at).map_or("", |it| it.word.as_str());
    for at in range.clone() {
        if let Some(start) = spoken_of(reading, range, at) {
            cues.push(Cue { at: at..at, scope: start..at + 1, effect: Effect::Hedged });
        }
        let it = word(at);
        let starts = |heads: &[&str]| heads.iter().any(|head| it.starts_with(head));
        let ends = |tails: &[&str]| tails.iter().any(|tail| it.ends_with(tail));
        let before = at.checked_sub(1).filter(|before| *before >= range.start).map_or("", word);
        let thing = ["것", "거", "걸", "것처럼", "것으로", "걸로", "거라고"].contains(&before);
        let seems = starts(&["같지만", "같은데", "같아도", "같으나", "같아 보"]) && thing
            || starts(&["보이긴", "보이지만", "보이는데", "보여도", "보이기는", "보이나"])
            || starts(&["오해", "착각", "헷갈", "생각하기", "생각하는 경", "떠올리기", "여기기"])
                && (thing || ends(&["하는", "쉬운데", "쉽지만", "쉬워도", "기도"]));
        let apart = starts(&["얘기가", "이야기가", "뜻이", "말이", "의미가"])
            && word(at + 1).starts_with("아니")
            && matches!(before, "그" | "그런" | "이" | "이런")
            || (starts(&["그것과", "그거랑", "그것과는", "그거하고", "그와는"])
                || starts(&["뜻", "의미", "얘기", "이야기", "개념"])
                    && ends(&["과는", "와는", "하고는", "랑은"]))
                && ["다르", "다른", "달라", "별개", "상관", "무관"]
                    .iter()
                    .any(|it| word(at + 1).starts_with(it));
        let start = if apart { range.start } else { scope_start(reading, range, at) };
        if (seems || apart) && start < at {
            cues.push(Cue { at: at..at + 1, scope: start..at, effect: Effect::Hedged });
        }
    }
}

/// What people do with a statement that they do not make: they learn it by heart, heard it, or call it
/// an old story.
const SPOKEN_OF: [&str; 56] = [
    "외우",
    "외워",
    "단정",
    "말하",
    "말할",
    "말한",
    "생각하",
    "생각할",
    "생각했",
    "보면",
    "볼",
    "보기",
    "보는",
    "봤",
    "이해",
    "여기",
    "믿",
    "부르",
    "치부",
    "우기",
    "주장",
    "설명",
    "배우",
    "배웠",
    "알고",
    "알았",
    "하길래",
    "하던",
    "하는",
    "하지만",
    "들었",
    "들은",
    "듣고",
    "적",
    "쓰여",
    "쓴",
    "나오",
    "옛",
    "예전",
    "절반",
    "반만",
    "반쪽",
    "일반화",
    "과장",
    "정리",
    "퉁",
    "뭉뚱",
    "넘겨",
    "넘기",
    "넘어",
    "답하",
    "오해",
    "착각",
    "기억",
    "가르치",
    "헷갈",
];

/// Nouns for a statement, of whose truth nothing is said yet: 안전하다는 말, 안 생긴다는 보장.
const STATEMENT: [&str; 26] = [
    "말",
    "보장",
    "전제",
    "가정",
    "생각",
    "주장",
    "소리",
    "식",
    "논리",
    "믿음",
    "이야기",
    "얘기",
    "인식",
    "통념",
    "상식",
    "편견",
    "인상",
    "기대",
    "환상",
    "설명",
    "사람",
    "책",
    "글",
    "분",
    "답",
    "경우",
];

/// Whether a statement ends at `at` that is only spoken of, and where it starts. Who ends a sentence
/// with `라고 생각합니다` makes the statement.
fn spoken_of(reading: &Reading, range: &Range<usize>, at: usize) -> Option<usize> {
    let tokens = &reading.tokens;
    if let Some(start) = opening_mark(tokens, range.start, at) {
        return Some(start);
    }
    let word = |n: usize| tokens.get(n).filter(|_| range.contains(&n)).map_or("", |it| &*it.word);
    let it = word(at);
    let start = || scope_start(reading, range, at);
    // 복사된다길래, 공유한다던데
    if ["다길래", "라길래", "다던데", "라던데", "다더니", "라더니", "다지만", "다더라고요"]
        .iter()
        .any(|tail| it.ends_with(tail))
        && !it.ends_with("않는다지만")
    {
        return Some(start());
    }
    // 상태가 없을 리가 없죠
    if matches!(word(at + 1), "리" | "리가" | "리는" | "턱이")
        && word(at + 2).starts_with(['없', '만'])
    {
        return Some(start());
    }
    // 경쟁이 없다는 말은; 없다는 말입니다 makes the statement.
    let next = word(at + 1);
    if ["다는", "라는"].iter().any(|tail| it.ends_with(tail))
        && STATEMENT.iter().any(|noun| next.starts_with(noun))
        && !["말입", "말이에", "말이죠", "분리", "식별"].iter().any(|head| next.starts_with(head))
    {
        return Some(start());
    }
    // 나눠 쓰는 사이인 것은 아니고, 옮기는 건 스와핑이지 전환이 아니에요
    let not = |n: usize| word(n).starts_with("아니") || word(n).starts_with("아닙");
    let other = word(at + 1).starts_with("별개")
        || ["다른", "딴"].contains(&word(at + 1))
            && ["문제", "얘기", "이야기", "일"].iter().any(|it| word(at + 2).starts_with(it));
    if ["것은", "건", "게", "것이", "것도"].contains(&it) && (not(at + 1) || other) {
        return Some(start());
    }
    if it.ends_with("이지") && tokens[at].syllables() > 2 && (at + 2..at + 6).any(not) {
        return Some(range.start);
    }
    if !tokens[at].is_hangul() || !quotes(tokens, at) && !is_called(tokens, at) {
        return None;
    }
    let last = (at + 1..range.end).rev().find(|n| tokens[*n].is_word())?;
    let found = (at + 1..(at + 6).min(range.end))
        .find(|n| SPOKEN_OF.iter().any(|head| word(*n).starts_with(head)))?;
    // What is said there of the statement itself.
    let own = found == last
        && !["했", "았", "옛", "절", "반", "예", "과"]
            .iter()
            .any(|head| word(found).contains(head));
    let calls = ["라고", "라는"].iter().any(|tail| it.ends_with(tail))
        && word(found).starts_with(['하', '부'])
        && !is_called(tokens, at)
        && found == at + 1;
    (!own && !calls).then(start)
}

/// Whether somebody is said to call it so: 프로세스용이라고, 파일 자체라고 설명하는.
fn is_called(tokens: &[Token], at: usize) -> bool {
    let ends = |tails: &[&str]| tails.iter().any(|tail| tokens[at].word.ends_with(tail));
    let said = tokens.get(at + 1).is_some_and(|it| {
        let heads = [
            "설명",
            "외우",
            "생각",
            "오해",
            "착각",
            "단정",
            "정리",
            "답하",
            "퉁",
            "뭉뚱",
            "믿",
            "배우",
            "가르치",
        ];
        heads.iter().any(|head| it.word.starts_with(head))
    });
    ends(&["이라고", "이라는", "이라고만"]) || ends(&["라고", "라는"]) && said
}
