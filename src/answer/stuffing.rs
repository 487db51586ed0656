//! Lists of words, and words out of order: they state nothing.
//!
//! Invariant: judged for each sentence, or each run of short fragments, alone; what stands elsewhere
//! in the answer changes nothing. It must not know points.

use super::{
    english::{self, FUNCTION, among},
    korean, order,
    reading::{Reading, Sentence},
    token::{Script, Token},
};

/// Words in a sentence from which on it can be a list.
const LIST: usize = 5;

/// Marks the sentences that only list words.
pub(super) fn mark_lists(reading: &mut Reading) {
    let measures: Vec<Measure> =
        reading.sentences.iter().map(|it| measure(&reading.tokens, it)).collect();
    mark_scrambled(reading);
    let mut at = 0;
    while at < measures.len() {
        // Bare sentences one after the other are one list: a word a line.
        let run = measures[at..].iter().take_while(|it| it.bare).count();
        let content: usize = measures[at..at + run].iter().map(|it| it.content).sum();
        if content >= LIST {
            for sentence in &mut reading.sentences[at..at + run] {
                sentence.list = true;
            }
        }
        at += run.max(1);
    }
}

/// Marks what stands in no order. A slip or two is no disorder; where there is more, the sentences
/// between are no better than those where it shows. What is added in good order changes nothing.
fn mark_scrambled(reading: &mut Reading) {
    let (mut words, mut breaks) = (0, 0);
    let count = |tokens: &[Token]| tokens.iter().filter(|it| it.is_word() && !it.glued).count();
    for sentence in &mut reading.sentences {
        let tokens = &reading.tokens[sentence.tokens.clone()];
        let here = order::breaks(tokens, sentence.korean);
        if here > 0 {
            words += count(tokens);
            breaks += here;
        }
        sentence.list = here > 1 && here * 8 >= count(tokens);
    }
    if breaks > 1 && breaks * 14 >= words {
        reading.sentences.iter_mut().for_each(|it| it.list = true);
    }
}

struct Measure {
    /// Words with a content of their own.
    content: usize,
    /// Whether nothing in it states anything.
    bare: bool,
}

fn measure(tokens: &[Token], sentence: &Sentence) -> Measure {
    let tokens = &tokens[sentence.tokens.clone()];
    let entries: Vec<&[Token]> = tokens
        .split(|it| {
            matches!(it.script, Script::Mark(',' | '/' | '+' | '&' | '|' | ':' | '\u{2014}'))
        })
        .filter(|entry| entry.iter().any(Token::is_word))
        .collect();
    let words = |entry: &[Token]| entry.iter().filter(|it| it.is_word()).count();
    let single = entries.iter().filter(|it| words(it) == 1).count();
    let short = entries.iter().filter(|it| words(it) <= 3).count();
    let (content, stated, carried) = if sentence.korean {
        let carrying =
            |entry: &[Token]| (0..entry.len()).filter(|n| korean::carries(entry, *n)).count();
        let carried: usize = entries.iter().map(|it| carrying(it)).sum();
        // One word between two commas states nothing, whatever its ending.
        let stated = entries.iter().filter(|it| carrying(it) > 0 && words(it) > 1).count();
        let content = words(tokens);
        // 상호 배제, 점유 대기, 비선점, 순환 대기가 있습니다: an enumeration that is stated.
        let closed = tokens
            .iter()
            .rposition(Token::is_word)
            .is_some_and(|last| korean::closes(&tokens[last]) && korean::carries(tokens, last))
            && (entries.len() < 4 || single < entries.len());
        let stated = if closed { entries.len() } else { stated };
        (content, stated, closed || carried * 100 >= content * 17)
    } else {
        let verbs =
            |entry: &[Token]| (0..entry.len()).filter(|n| english::predicates(entry, *n)).count();
        let verbs_in_all: usize = entries.iter().map(|it| verbs(it)).sum();
        let stated = entries.iter().filter(|it| verbs(it) > 0).count();
        let content = tokens.iter().filter(|it| it.is_word() && !among(FUNCTION, &it.word)).count();
        let bound = words(tokens) - content;
        (
            content,
            stated,
            verbs_in_all * 8 > content
                || (bound * 4 > content && verbs_in_all > 0)
                || bound * 2 > content,
        )
    };
    let noted = tokens.iter().enumerate().any(|(n, it)| {
        matches!(it.script, Script::Mark('=' | '\u{2192}' | ':' | '<'))
            || (it.is('>') && n > 0 && tokens[n - 1].is('-'))
    });
    let bare = if noted {
        // Notes state in few words: `스택 = 각자`. Heads with words behind them do not.
        stated == 0 && entries.len() >= 6 && single * 10 >= entries.len() * 6
    } else if !sentence.korean && entries.len() < 3 {
        // Without separators the verb may be one that no table has.
        !carried && (content >= 9 || content == words(tokens) && content <= 3)
    } else {
        !carried
            || (entries.len() >= 4 && stated * 4 <= entries.len() && short * 4 >= entries.len() * 3)
    };
    // A word on a line of its own, whatever its ending.
    let lone = words(tokens) == 1
        || tokens.iter().skip(1).all(|it| it.glued && !it.is_hangul())
        || !sentence.korean
            && words(tokens) <= 3
            && content == words(tokens)
            && tokens.iter().all(|it| it.is_word() || it.is('-'))
        || words(tokens) == 2 && !sentence.korean && stated == 0;
    Measure { content, bare: bare || lone }
}
