//! Where Korean clauses end: connective endings, connectives, and a second topic.
//!
//! Invariant: a conditional (`-면`) stays with its consequence, and an auxiliary with its verb.

use std::ops::Range;

use crate::answer::{
    reading::{Mention, mention_at, within},
    token::{Script, Token},
};

use super::{
    hangul::letters,
    topic::{Role, role},
};

/// Where the clauses of a sentence start.
pub(in crate::answer) fn clause_starts(
    tokens: &[Token],
    sentence: Range<usize>,
    mentions: &[Mention],
) -> Vec<usize> {
    let mentions = within(mentions, &sentence);
    let mut starts = vec![sentence.start];
    let mut topic: Option<&Mention> = None;
    for at in sentence.clone() {
        let start = *starts.last().unwrap_or(&sentence.start);
        let begins = at > start
            && (continues(tokens, at - 1)
                || connective(&tokens[at])
                || tokens[at - 1].is('\u{2014}')
                || stated(tokens, start, at)
                || again(tokens, at, start, mentions, topic));
        if begins && tokens[start..at].iter().any(Token::is_word) {
            // A comma belongs to the clause before it.
            let at = if tokens[at].is(',') { at + 1 } else { at };
            if at < sentence.end {
                starts.push(at);
            }
        }
        if let Some(mention) = mention_at(mentions, at)
            && role(tokens, mention, sentence.end) == Role::Topic
        {
            topic = Some(mention);
        }
    }
    starts.dedup();
    starts
}

/// Whether another topic begins here, after the first had its say.
fn again(
    tokens: &[Token],
    at: usize,
    start: usize,
    mentions: &[Mention],
    topic: Option<&Mention>,
) -> bool {
    let Some(topic) = topic.filter(|topic| topic.hit.first >= start) else { return false };
    let Some(mention) = mention_at(mentions, at) else { return false };
    let said = tokens[(topic.hit.last + 1).min(at)..at]
        .iter()
        .filter(|it| it.is_word() && !it.glued)
        .count();
    mention.subject != topic.subject
        && said > 0
        && role(tokens, mention, tokens.len()) == Role::Topic
}

/// Whether a verb without its ending stands before a comma, and another topic behind it: `힙은 공유,
/// 스택은 따로`.
fn stated(tokens: &[Token], start: usize, at: usize) -> bool {
    const VERBS: [&str; 10] =
        ["공유", "공용", "독립", "분리", "별도", "따로", "각자", "별개", "복사", "저장"];
    let topic =
        |it: &Token| it.is_hangul() && it.syllables() > 1 && it.word.ends_with(['은', '는']);
    at > start + 2
        && tokens[at - 1].is(',')
        && VERBS.contains(&&*tokens[at - 2].word)
        && topic(&tokens[at])
        && tokens[start..at - 2].iter().any(topic)
}

/// Words that begin a clause.
fn connective(token: &Token) -> bool {
    matches!(
        token.word.as_str(),
        "하지만"
            | "그러나"
            | "반면"
            | "반면에"
            | "그리고"
            | "또한"
            | "또"
            | "따라서"
            | "그래서"
            | "그런데"
            | "근데"
            | "대신"
            | "다만"
            | "즉"
            | "결국"
            | "그러므로"
            | "반대로"
            | "그러니까"
            | "한편"
            | "오히려"
            | "사실"
            | "사실은"
            | "실제로는"
            | "실제로"
            | "왜냐하면"
            | "그렇지만"
            | "덕분에"
            | "대신에"
            | "이에"
    )
}

/// Whether a clause ends with this token: a connective ending.
pub(in crate::answer) fn continues(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if !token.is_hangul() {
        return false;
    }
    let word = token.word.as_str();
    let next = tokens.get(at + 1).filter(|it| it.is_word()).map_or("", |it| it.word.as_str());
    let count = token.syllables();
    let glued = token.glued && at > 0 && tokens[at - 1].is_latin();
    if count < 2 && !glued {
        return matches!(word, "반면");
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if matches!(
        word,
        "달리"
            | "비해"
            | "비해서"
            | "비하면"
            | "반면"
            | "반면에"
            | "대신"
            | "때문에"
            | "다르게"
            | "반대로"
    ) {
        return true;
    }
    if ends(&["지만", "으나", "므로", "니까", "거나", "면서", "는데요", "인데요", "지만요"])
    {
        return true;
    }
    // 는데, 은데, 인데, 한데, 던데
    if word.ends_with('데') && tail_before(word) == Some(4) {
        return true;
    }
    if word.ends_with(['며', '되']) && count > 1 {
        return true;
    }
    if word.ends_with("하나") && count > 2 {
        return true;
    }
    if word.ends_with('서') {
        return ends(&[
            "어서", "아서", "해서", "여서", "라서", "려서", "돼서", "져서", "와서", "워서", "겨서",
            "혀서", "춰서", "눠서", "러서", "나서", "가서", "켜서",
        ]) && !matches!(
            word,
            "따라서" | "그래서" | "이어서" | "나서" | "프로세서" | "에서"
        );
    }
    if word.ends_with('고') {
        let other = ends(&[
            "라고",
            "다고",
            "말고",
            "창고",
            "재고",
            "사고",
            "냐고",
            "자고",
            "빼고",
            "제외하고",
            "이라고",
        ]);
        let auxiliary =
            ["있", "싶", "나서", "나면", "는", "계"].iter().any(|it| next.starts_with(it));
        return !other && !auxiliary && (count > 1 || glued);
    }
    false
}

/// The final letter of the syllable before the last.
fn tail_before(word: &str) -> Option<u32> {
    let mut chars = word.chars().rev();
    chars.next();
    chars.next().and_then(letters).map(|(_, _, tail)| tail)
}

/// Whether a sentence can end with this word.
pub(in crate::answer) fn closes(token: &Token) -> bool {
    let closed = ["다", "요", "음", "함", "됨", "임", "까", "죠", "지", "짐", "름", "움"];
    token.is_hangul()
        && closed.iter().any(|ending| token.word.ends_with(ending))
        && (token.syllables() > 1 || token.glued)
        || matches!(token.script, Script::Mark('.' | '!' | '?'))
}
