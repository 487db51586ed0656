//! What a Korean sentence denies, leaves out, or only quotes.
//!
//! Invariant: a denial reaches its verb or noun and no further than its clause; a rejected quotation
//! is turned round as a whole. Two denials of one word cancel out.

use std::ops::Range;

use crate::answer::{
    reading::{Cue, Effect, Reading},
    token::Token,
};

/// Adds the cues of a sentence.
pub(in crate::answer) fn cues(reading: &Reading, sentence: usize, cues: &mut Vec<Cue>) {
    let range = reading.sentences[sentence].tokens.clone();
    let tokens = &reading.tokens;
    let first = cues.len();
    for at in range.clone() {
        if tokens[at].is_hangul() {
            if let Some(cue) = denial(reading, &range, at) {
                cues.push(cue);
            }
            if let Some(cue) = exception(tokens, &range, at) {
                cues.push(cue);
            }
        } else if tokens[at].word == "x"
            && at > range.start
            && tokens[at - 1].is_hangul()
            && tokens.get(at + 1).is_none_or(|it| !it.is_word() && !it.is('='))
        {
            // 장애 전파 X
            let start = at - 1 - usize::from(at > range.start + 1 && tokens[at - 2].is_hangul());
            cues.push(Cue { at: at..at + 1, scope: start..at, effect: Effect::Denied });
        }
    }
    // A denial of a denial reaches what that one denies.
    for one in first..cues.len() {
        for other in first..cues.len() {
            let (at, scope) = (cues[other].at.start, cues[other].scope.clone());
            if one != other && cues[one].scope.contains(&at) && !cues[other].at.is_empty() {
                cues[one].scope.start = cues[one].scope.start.min(scope.start);
            }
        }
    }
    super::quotation::quotations(reading, sentence, cues);
    super::remark::remarks(reading, &reading.sentences[sentence].tokens.clone(), cues);
}

/// The denial whose cue is the token at `at`.
fn denial(reading: &Reading, sentence: &Range<usize>, at: usize) -> Option<Cue> {
    let tokens = &reading.tokens;
    let word = tokens[at].word.as_str();
    let before = at.checked_sub(1).filter(|before| *before >= sentence.start);
    let starts = |heads: &[&str]| heads.iter().any(|head| word.starts_with(head));
    let before_word = before.map_or("", |before| tokens[before].word.as_str());
    // 하나밖에 없다: there is one.
    if before_word.ends_with("밖에") && starts(&["없", "안", "못", "모르", "모릅", "몰라"])
    {
        return None;
    }
    // 공유하지않는다: the cue is part of its host.
    if ["지않", "지못", "질않", "지안", "지는않", "지는못"].iter().any(|it| word.contains(it))
    {
        return Some(cue(reading, at..at + 1, at));
    }
    if word.contains("수없") && tokens[at].syllables() <= 6 {
        let verb = if word.starts_with("수없") { before? } else { at };
        return Some(cue(reading, at..at + 1, verb));
    }
    if starts(&["않", "못하", "못한", "못해", "못합", "못할"]) {
        let mut found = cue(reading, at..at + 1, before?);
        // 옮기거나 하지는 않는다, 복사하거나 옮기거나 하지 않는다: what is listed before.
        if before_word.starts_with(['하', '그']) {
            let listed = sentence.start.max(before?.saturating_sub(8))..before?;
            let mut listed = listed.filter(|at| tokens[*at].word.ends_with("거나"));
            found.scope.start = listed.next().unwrap_or(found.scope.start).min(found.scope.start);
        }
        return Some(found);
    }
    if matches!(word, "안" | "못") {
        let next = at + 1;
        let verb = tokens.get(next).filter(|it| next < sentence.end && it.is_word())?;
        let place = word == "안"
            && (verb.word.starts_with("에")
                || before.is_some_and(|before| noun_before_place(&tokens[before]))
                    && !LIGHT.iter().any(|it| verb.word.starts_with(it)));
        if place {
            return None;
        }
        // 접근하면 안 된다 forbids; it does not say that nobody does.
        if before_word.ends_with('면') && verb.word.starts_with(['되', '된', '됩', '돼']) {
            return None;
        }
        let mut scope = cue(reading, at..at + 1, next);
        if LIGHT.iter().any(|it| verb.word.starts_with(it))
            && let Some(before) = before
        {
            scope.scope.start = before;
        }
        return Some(scope);
    }
    if starts(&[
        "안되", "안된", "안돼", "안됨", "안됩", "안하", "안한", "안해", "안함", "안합", "불가",
        "안써", "안쓴",
    ]) && at > sentence.start
    {
        if before_word.ends_with('면') || word.starts_with("불가피") {
            return None;
        }
        return Some(cue(reading, at..at + 1, before?));
    }
    if starts(&["없"]) && !starts(&["없애", "없앨", "없앤", "없앱"]) {
        return nothing(reading, at, before?);
    }
    if ["없이", "없는", "없다", "없고", "없어", "없음", "없습니다"]
        .iter()
        .any(|ending| word.ends_with(ending))
    {
        let fixed =
            ["상관", "관계", "문제", "끊임", "틀림", "수"].iter().any(|it| word.starts_with(it));
        return (!fixed).then(|| cue(reading, at..at + 1, at));
    }
    if starts(&["아니", "아닌", "아닙", "아님", "아녜", "아녀"]) {
        if before_word.ends_with("뿐만") || before_word.ends_with('뿐') || before.is_none() {
            return None;
        }
        let host = verb_of_bound_noun(tokens, sentence, before?);
        let mut found = cue(reading, at..at + 1, host);
        // 상태가 없는 건 아니다: the statement is rejected, not only its verb.
        if host < before? {
            found.effect = Effect::rejected();
        }
        // 공유 대상이 아니다: the nouns before it are part of what it is not.
        while found.scope.start > sentence.start
            && found.scope.start + 2 > host
            && tokens[found.scope.start - 1].is_word()
            && !super::carries(tokens, found.scope.start - 1)
        {
            found.scope.start -= 1;
        }
        return Some(found);
    }
    None
}

/// Verbs that say nothing themselves: in 공유 안 한다 what is denied is the noun.
const LIGHT: [&str; 14] =
    ["하", "한", "해", "합", "할", "함", "했", "되", "된", "됩", "돼", "될", "됨", "시"];

/// Whether 안 after this noun means inside.
fn noun_before_place(token: &Token) -> bool {
    let word = token.word.as_str();
    token.is_latin()
        || ["스", "드", "모리", "간", "역", "템", "널", "의"].iter().any(|it| word.ends_with(it))
}

/// `없`: 수 없다, 필요가 없다, 영향이 없다.
fn nothing(reading: &Reading, at: usize, before: usize) -> Option<Cue> {
    let tokens = &reading.tokens;
    let sentence = &reading.sentences[reading.clauses[reading.clause_of[at]].sentence].tokens;
    let word = tokens[before].word.as_str();
    if ["상관", "관계", "문제", "끊임", "틀림"].iter().any(|it| word.starts_with(it)) {
        return None;
    }
    let verb = before.checked_sub(1).filter(|verb| *verb >= sentence.start);
    if matches!(word, "수" | "수가" | "수는" | "수도" | "순" | "수도가")
        || ["필요", "이유", "의무", "까닭", "방법", "일이", "경우", "적이", "길이"]
            .iter()
            .any(|it| word.starts_with(it))
    {
        let own = !matches!(word, "수" | "수가" | "수는" | "수도" | "순");
        let mut found = cue(reading, at..at + 1, verb.unwrap_or(before));
        if own {
            found.scope.end = found.scope.end.max(before + 1);
        }
        return Some(found);
    }
    Some(cue(reading, at..at + 1, before))
}

/// The verb that a bound noun stands for: 공유하는 것이 아니다.
fn verb_of_bound_noun(tokens: &[Token], sentence: &Range<usize>, at: usize) -> usize {
    let word = tokens[at].word.as_str();
    let bound = ["것", "게", "건", "거", "의미", "뜻", "말"].iter().any(|it| word.starts_with(it))
        && tokens[at].syllables() <= 3;
    if bound && at > sentence.start { at - 1 } else { at }
}

/// A denial of the word at `host`; where that is a verb that needs its nouns (가지지 않는다), of all
/// words back to the topic.
fn cue(reading: &Reading, at: Range<usize>, host: usize) -> Cue {
    let tokens = &reading.tokens;
    let clause = &reading.clauses[reading.clause_of[host]].tokens;
    let mut start = host;
    let open = [
        "가지",
        "갖",
        "이루",
        "있",
        "두지",
        "두",
        "주",
        "받",
        "필요",
        "쓰",
        "되",
        "하지",
        "하",
        "없",
        "존재",
        "보장",
        "생기",
        "일어나",
        "발생",
        "된",
    ]
    .iter()
    .any(|it| tokens[host].word.starts_with(it));
    if open {
        while start > clause.start {
            let before = &tokens[start - 1];
            let topic = before.is_hangul()
                && ["은", "는", "도", "지만"].iter().any(|it| before.word.ends_with(it))
                && (before.syllables() > 1 || before.glued);
            if topic || before.is(',') || start + 6 < host {
                break;
            }
            start -= 1;
        }
    }
    Cue { at, scope: start..host + 1, effect: Effect::Denied }
}

/// 빼고, 제외: the noun before is left out of what is said.
fn exception(tokens: &[Token], sentence: &Range<usize>, at: usize) -> Option<Cue> {
    let word = tokens[at].word.as_str();
    let excepts = ["빼고", "빼면", "뺀", "빼곤", "제외", "말고", "외에", "이외", "외의"]
        .iter()
        .any(|it| word.starts_with(it));
    let glued = word.len() > 6
        && (word.ends_with("말고")
            || word.ends_with("빼고")
            || word.ends_with("외에")
            || word.ends_with("외에는"));
    if glued && !excepts {
        return Some(Cue { at: at..at, scope: at..at + 1, effect: Effect::Excepted });
    }
    if !excepts || at == sentence.start {
        return None;
    }
    // The noun and what is joined to it: 스택과 레지스터를 빼고.
    let mut start = at - 1;
    while start > sentence.start {
        let before = &tokens[start - 1];
        let joined = ["과", "와", "랑", "이나", "하고"].iter().any(|it| before.word.ends_with(it))
            || before.is(',')
            || before.is('/')
            || tokens[start].is(',')
            || tokens[start].glued;
        if !joined {
            break;
        }
        start -= 1;
    }
    Some(Cue { at: at..at + 1, scope: start..at, effect: Effect::Excepted })
}
