//! What a Korean sentence quotes: rejected statements are turned round, what others say is taken out.
//!
//! Invariant: a rejection reaches the statement that it names and nothing before a contrast.

use std::ops::Range;

use crate::answer::{
    reading::{Cue, Effect, Reading},
    token::Token,
};

/// Words that reject what was said.
const REJECT: [&str; 32] = [
    "틀린",
    "틀렸",
    "틀립",
    "틀리",
    "틀림",
    "오해",
    "착각",
    "오개념",
    "거짓",
    "아니",
    "아닙",
    "아닌",
    "아님",
    "맞지",
    "옳지",
    "미신",
    "잘못",
    "헛소",
    "사실과",
    "성립하지",
    "부정확",
    "오류",
    "반은",
    "반만",
    "말도",
    "믿으",
    "믿지",
    "근거",
    "정확하지",
    "그렇지",
    "myth",
    "wrong",
];

/// Whether a token begins a rejection, and not one of a result (`잘못된 값`).
fn rejects(tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].word.as_str();
    let next = tokens.get(at + 1).map_or("", |it| it.word.as_str());
    let starts = |heads: &[&str]| heads.iter().any(|it| word.starts_with(it));
    let next_starts = |heads: &[&str]| heads.iter().any(|it| next.starts_with(it));
    if forbids(word, next) {
        return true;
    }
    if !starts(&REJECT) || starts(&["틀림없"]) {
        return false;
    }
    // 잘못하면 데드락이 걸린다: what may happen, and no word on what was said.
    if starts(&["잘못"]) {
        let happens = starts(&["잘못하면", "잘못되면", "잘못하다", "잘못쓰", "잘못해"]);
        return !happens
            && !next_starts(&["값", "결과", "주소", "메모리", "접근", "포인터", "쓰", "건드"]);
    }
    (!starts(&["오류"]) || next_starts(&["이"]))
        && (!starts(&["그렇지"]) || next_starts(&["않", "못"]))
        && (!starts(&["근거"]) || next_starts(&["없"]))
        && (!starts(&["말도"]) || next_starts(&["안"]))
}

/// Whether it is forbidden to say so: 그렇게 외우면 안 돼요.
fn forbids(word: &str, next: &str) -> bool {
    const SAY: [&str; 10] =
        ["외우", "말하", "답하", "생각", "이해", "보면", "보시", "알면", "하면", "하시"];
    word.ends_with('면')
        && (next == "안" || next.starts_with("안돼") || next.starts_with("곤란"))
        && SAY.iter().any(|it| word.contains(it))
}

/// Quotations: rejected ones are turned round, others taken out of what the answer says.
pub(super) fn quotations(reading: &Reading, sentence: usize, cues: &mut Vec<Cue>) {
    let tokens = &reading.tokens;
    let range = reading.sentences[sentence].tokens.clone();
    let mut from = range.start;
    for at in range.clone() {
        let opening = opening_mark(tokens, range.start, at);
        if opening.is_none() && (!tokens[at].is_hangul() || !quotes(tokens, at)) {
            continue;
        }
        let start = opening.unwrap_or_else(|| scope_start(reading, &range, at)).max(from);
        // 복사해 준다기보다는 새로 잡아 준다
        if tokens[at].word.ends_with("기보다") || tokens[at].word.ends_with("기보다는") {
            cues.push(Cue { at: at..at, scope: start..at + 1, effect: Effect::rejected() });
            from = at + 1;
            continue;
        }
        let until = (at + 8).min(range.end);
        let end_of_clause = (at + 1..until).find(|n| rejects(tokens, *n));
        let hearsay = hearsay(tokens, &range, at);
        // 다는 것은 아니다 is read as a denial of its verb; it must not count twice.
        let bound = tokens.get(at + 1).is_some_and(|it| {
            ["것", "게", "건", "거", "의미", "뜻"].iter().any(|head| it.word.starts_with(head))
        });
        match end_of_clause {
            Some(reject) if !(bound && tokens[reject].word.starts_with('아')) => {
                let clause_end = reading.clauses[reading.clause_of[reject]].tokens.end;
                let double = doubled(tokens, reject, clause_end);
                let effect = if double { continue } else { Effect::rejected() };
                cues.push(Cue { at: reject..reject + 1, scope: start..at + 1, effect });
                from = at + 1;
            }
            None if hearsay => {
                // A rejection in the next sentence gives it a verdict after all.
                let effect = if rejected_next(reading, sentence) {
                    Effect::rejected()
                } else {
                    Effect::Quoted
                };
                cues.push(Cue { at: at..at + 1, scope: start..at + 1, effect });
                from = at + 1;
            }
            _ => {}
        }
    }
    // A question that the next sentence answers with no: 스택도 공유할까요? 아닙니다.
    // So is a statement that nothing in it has judged: 스택도 공유한다. 그건 아닙니다.
    if (reading.sentences[sentence].question || from == range.start)
        && rejected_next(reading, sentence)
    {
        cues.push(Cue { at: range.end..range.end, scope: range, effect: Effect::rejected() });
    }
}

/// Where a statement in quotation marks starts that ends with the mark at `at`. Three words make a
/// statement, fewer are a name.
pub(super) fn opening_mark(tokens: &[Token], start: usize, at: usize) -> Option<usize> {
    let mark = ['"', '\''].into_iter().find(|it| tokens[at].is(*it))?;
    let before = tokens[start..at].iter().rposition(|it| it.is(mark))?;
    let stated = tokens[start + before + 1..at].iter().filter(|it| it.is_word() && !it.glued);
    (stated.count() >= 2).then_some(start + before + 1)
}

/// Whether a rejection is itself denied: 틀린 말은 아니다.
fn doubled(tokens: &[Token], at: usize, end: usize) -> bool {
    let end = end.max(at + 1);
    let positive = !tokens[at].word.starts_with("아니") && !tokens[at].word.starts_with("아닙");
    positive
        && tokens[at + 1..end]
            .iter()
            .take(3)
            .any(|it| ["아니", "아닙", "않"].iter().any(|head| it.word.starts_with(head)))
        && !tokens[at].word.starts_with("맞지")
        && !tokens[at].word.starts_with("옳지")
        && !tokens[at].word.starts_with("성립하지")
}

/// Whether a token ends a quotation: 공유한다는, 공유한다고, 공유한다라는.
pub(super) fn quotes(tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].word.as_str();
    let tail = [
        "다는",
        "라는",
        "다고",
        "라고",
        "다란",
        "다며",
        "라며",
        "다고들",
        "라고들",
        "냐는",
        "단",
        "라고도",
        "다라고",
    ];
    let next = tokens.get(at + 1).map_or("", |it| it.word.as_str());
    // 멀쩡한 줄 알았는데
    if word == "줄" && ["알", "아는", "안"].iter().any(|it| next.starts_with(it)) {
        return at > 0 && !tokens[at - 1].word.ends_with('할');
    }
    if word.ends_with("다기보다") || word.ends_with("다기보다는") || word.ends_with("라기보다는")
    {
        return true;
    }
    (tail.iter().any(|it| word.ends_with(it)) && tokens[at].syllables() > 1
        || (tokens[at].glued && matches!(word, "는" | "라는" | "라고" | "이라는" | "이라고")))
        && word != "보다고"
        && !word.ends_with("보다는")
        && (!word.ends_with('단') || ["말", "건", "얘기", "생각", "오해"].iter().any(|it| next.starts_with(it)))
        // 뮤텍스라는 것, 프로세스라고 하는: a name, not a statement.
        && !((word.ends_with("라는") || word.ends_with("라고")) && names(tokens, at))
}

/// Whether 라는 or 라고 only gives a name: there is no verb before it.
fn names(tokens: &[Token], at: usize) -> bool {
    let word = &tokens[at].word;
    let stated = ["이라는", "이라고", "다라고", "다라는", "아니라는", "아니라고"]
        .iter()
        .any(|it| word.ends_with(it));
    let bound = ["거", "것", "게", "건"].iter().any(|it| word.starts_with(it));
    !stated && !bound && !tokens[at].glued
}

/// Whether the words around a quotation say that others say so.
fn hearsay(tokens: &[Token], sentence: &Range<usize>, at: usize) -> bool {
    const OTHERS: [&str; 17] = [
        "흔히",
        "보통",
        "사람들",
        "많은",
        "많이들",
        "블로그",
        "일부",
        "가끔",
        "종종",
        "자주",
        "누군가",
        "누가",
        "다들",
        "어떤",
        "인터넷",
        "처음엔",
        "처음에는",
    ];
    let others = tokens[sentence.clone()]
        .iter()
        .any(|it| OTHERS.iter().any(|head| it.word.starts_with(head)));
    let after: Vec<&str> =
        tokens[at + 1..sentence.end].iter().take(5).map(|it| it.word.as_str()).collect();
    let but = tokens[at + 1..sentence.end].iter().take(6).any(|it| {
        ["지만", "데", "으나"].iter().any(|ending| it.word.ends_with(ending)) && it.word != "가운데"
    });
    // 라고 하는 글이 있는데, 라고 아는 분이 많지만
    let people = after.iter().position(|it| {
        [
            "사람",
            "분",
            "글",
            "블로그",
            "책",
            "설명",
            "얘기",
            "이야기",
            "답변",
            "경우",
            "말",
            "오해",
            "주장",
            "인식",
        ]
        .iter()
        .any(|head| it.starts_with(head))
    });
    let some = people.is_some_and(|at| {
        after[at + 1..].iter().take(2).any(|it| {
            ["있", "많", "흔", "보이", "나오", "종종", "계"].iter().any(|head| it.starts_with(head))
        })
    });
    let said = some
        || after.iter().take(2).any(|it| {
            [
                "하지만",
                "하는데",
                "생각하",
                "알고",
                "말하",
                "말씀",
                "오해",
                "착각",
                "배웠",
                "들었",
                "하던데",
                "적혀",
                "쓰여",
                "설명하",
                "알았",
                "여기",
                "믿",
            ]
            .iter()
            .any(|head| it.starts_with(head))
        });
    said && (others || but)
}

/// Where the statement that ends at `at` begins: a contrast before it is not part of it.
pub(super) fn scope_start(reading: &Reading, sentence: &Range<usize>, at: usize) -> usize {
    let mut clause = reading.clause_of[at];
    let first = reading.clause_of[sentence.start];
    while clause > first {
        let before = &reading.clauses[clause - 1].tokens;
        let last = reading.tokens[before.clone()].iter().rev().find(|it| it.is_hangul());
        let contrast = last.is_some_and(|it| {
            ["지만", "데", "으나", "니까", "므로", "서"]
                .iter()
                .any(|ending| it.word.ends_with(ending))
        });
        if contrast {
            break;
        }
        clause -= 1;
    }
    reading.clauses[clause].tokens.start
}

/// Whether the next sentence does nothing but reject this one.
fn rejected_next(reading: &Reading, sentence: usize) -> bool {
    let Some(next) = reading.sentences.get(sentence + 1) else { return false };
    let first = reading.clauses[next.clauses.start].tokens.clone();
    let words: Vec<usize> = first.filter(|at| reading.tokens[*at].is_word()).collect();
    if words.len() > 6 {
        return false;
    }
    let that = |at: usize| {
        [
            "그건",
            "이건",
            "그것은",
            "이것은",
            "이는",
            "그런",
            "이런",
            "그",
            "이",
            "라는",
            "는",
            "근데",
            "하지만",
            "사실",
            "이거",
            "그거",
            "둘",
            "그렇지",
            "그게",
            "이게",
            "하는데",
            "다",
            "모두",
            "전부",
        ]
        .contains(&reading.tokens[at].word.as_str())
    };
    let reject = words.iter().position(|at| {
        rejects(&reading.tokens, *at) || reading.tokens[*at].word.starts_with("그렇지")
    });
    let Some(reject) = reject else { return false };
    words[..reject].iter().all(|at| that(*at))
        && words.len() - reject <= 3
        && !doubled(&reading.tokens, words[reject], reading.clauses[next.clauses.start].tokens.end)
}
