//! Korean sentences: where clauses end, who they are about, what they deny.
//!
//! Invariant: closed tables of endings and particles, no dictionary. It must not know the card
//! beyond where its subjects are mentioned.

mod clause;
mod denial;
pub(super) mod hangul;
mod quotation;
mod remark;
mod topic;

use super::token::Token;

pub(super) use clause::{clause_starts, closes};
pub(super) use denial::cues;
pub(super) use topic::topics;

/// Whether a sentence that ends with this word asks.
pub(super) fn asks(last: &Token) -> bool {
    [
        "까",
        "까요",
        "하나요",
        "되나요",
        "있나요",
        "없나요",
        "가나요",
        "쓰나요",
        "는가",
        "은가",
        "는지",
        "는가요",
        "던가",
        "냐",
    ]
    .iter()
    .any(|ending| last.word.ends_with(ending))
        && last.syllables() > 1
        && !["니까", "니까요"].iter().any(|it| last.word.ends_with(it))
}

/// Whether a token carries a sentence: a noun with its particle, or an inflected verb.
pub(super) fn carries(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if !token.is_hangul() || is_noun(&token.word) {
        return false;
    }
    if token.glued && at > 0 && tokens[at - 1].is_latin() {
        return hangul::is_particle(&token.word) || closes(token) || clause::continues(tokens, at);
    }
    let particle = token.syllables() > 1
        && [
            "은", "는", "이", "가", "을", "를", "에", "에서", "으로", "로", "와", "과", "도", "만",
            "의",
        ]
        .iter()
        .any(|it| token.word.ends_with(it));
    particle || closes(token) || clause::continues(tokens, at)
}

/// Whether a verb only says under which condition or what for: 공유하면, 공유하려고.
pub(super) fn supposes(word: &str) -> bool {
    let nouns = [
        "화면", "측면", "반면", "표면", "방면", "이면", "장면", "수면", "정면", "단면", "양면",
        "평면",
    ];
    ["면", "려고", "위해", "위해서"].iter().any(|ending| word.ends_with(ending))
        && !nouns.iter().any(|noun| word.ends_with(noun))
}

/// Whether a verb grants what the one after it takes back: 비슷하긴 하지만.
pub(super) fn grants(word: &str) -> bool {
    ["긴", "기는", "기야"].iter().any(|ending| word.ends_with(ending))
}

/// Whether a word is a noun that ends like a particle or a verb.
pub(super) fn is_noun(word: &str) -> bool {
    NOUNS.iter().any(|noun| word.ends_with(noun))
}

/// Nouns that end like a particle or a verb.
const NOUNS: [&str; 45] = [
    "메시지",
    "메세지",
    "페이지",
    "이미지",
    "차이",
    "사이",
    "경로",
    "회로",
    "결과",
    "효과",
    "주의",
    "정의",
    "회의",
    "별도",
    "속도",
    "정도",
    "강도",
    "빈도",
    "용도",
    "제도",
    "한도",
    "밀도",
    "추가",
    "증가",
    "평가",
    "대가",
    "필요",
    "중요",
    "주요",
    "개요",
    "유지",
    "방지",
    "감지",
    "정지",
    "인지",
    "다음",
    "처음",
    "통로",
    "진로",
    "온도",
    "시도",
    "의도",
    "리소스",
    "이슈",
    "프레임",
];
