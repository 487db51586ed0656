//! What an English sentence quotes: rejected statements are turned round, what others say is taken
//! out.
//!
//! Invariant: a rejection reaches the statement that it names and nothing behind a contrast.

use std::ops::Range;

use crate::answer::{
    reading::{Cue, Effect, Reading},
    token::Token,
};

use super::word::{AUXILIARY, among};

/// Nouns and adjectives that reject a statement.
fn rejects(word: &str) -> bool {
    matches!(
        word,
        "myth"
            | "misconception"
            | "misconceptions"
            | "wrong"
            | "false"
            | "incorrect"
            | "untrue"
            | "mistake"
            | "mistaken"
            | "fallacy"
            | "nonsense"
            | "misunderstanding"
            | "misleading"
            | "inaccurate"
            | "wrongly"
            | "mistakenly"
            | "falsely"
            | "incorrectly"
            | "confusion"
            | "overstatement"
            | "overstated"
            | "exaggeration"
            | "exaggerated"
            | "oversimplification"
            | "oversimplified"
            | "simplistic"
            | "outdated"
    )
}

/// Rejections that need no statement to be named: a result can be wrong, but not a myth.
fn rejects_alone(word: &str) -> bool {
    matches!(
        word,
        "myth" | "misconception" | "untrue" | "fallacy" | "nonsense" | "misunderstanding"
    )
}

/// Quotations and rejections.
pub(super) fn quotations(reading: &Reading, sentence: usize, cues: &mut Vec<Cue>) {
    let tokens = &reading.tokens;
    let range = reading.sentences[sentence].tokens.clone();
    let word = |at: usize| tokens.get(at).map_or("", |it| it.word.as_str());
    let mut from = range.start;
    let mut done = false;
    for at in range.clone() {
        if at < from {
            continue;
        }
        let Some((start, rejected)) = opener(tokens, &range, at) else { continue };
        let mut end = range.end;
        let mut verdict = rejected;
        // The statement goes on to a contrast or a verdict.
        for n in start..range.end {
            let contrast = matches!(
                word(n),
                "but" | "however" | "yet" | "though" | "whereas" | "actually" | "because"
            ) || tokens[n].is('\u{2014}')
                || tokens[n].is(':') && n > start + 1
                // "not true that it idles, it's running the kernel"
                || tokens[n].is(',')
                    && matches!(word(n + 1), "it's" | "they're" | "instead")
                    && !matches!(word(start), "if" | "when" | "once" | "because");
            let verdict_here = rejecting_verdict(tokens, n, range.end);
            if verdict_here {
                verdict = true;
                end = n;
                break;
            }
            if contrast {
                end = n;
                // "..., but that is wrong"
                if (n..range.end.min(n + 9)).any(|m| {
                    rejecting_verdict(tokens, m, range.end)
                        || (word(m) == "not"
                            && matches!(word(m + 1), "true" | "so" | "the" | "correct" | "right"))
                }) {
                    verdict = true;
                }
                break;
            }
        }
        if !verdict && rejected_next(reading, sentence) {
            verdict = true;
        }
        if start < end {
            let effect = if verdict { Effect::rejected() } else { Effect::Quoted };
            cues.push(Cue { at: at..start, scope: start..end, effect });
        }
        from = end.max(at + 1);
        done = true;
    }
    if done {
        return;
    }
    // "Threads sharing a stack is a myth", "..., which is wrong".
    for at in range.clone() {
        let alone = rejects_alone(word(at)) && !denied(tokens, at, range.start);
        let which = rejects(word(at))
            && (range.start..at)
                .rev()
                .take(5)
                .any(|n| matches!(word(n), "which" | "that" | "that's" | "this"))
            && (range.start..at)
                .rev()
                .take(3)
                .any(|n| among(AUXILIARY, word(n)) || word(n) == "that's")
            && !denied(tokens, at, range.start);
        if alone || which {
            let mut end = (range.start..at)
                .rev()
                .find(|n| matches!(word(*n), "which" | "is" | "are" | "that" | "this" | "that's"))
                .unwrap_or(at);
            if end > range.start && tokens[end - 1].is(',') {
                end -= 1;
            }
            if end > range.start {
                cues.push(Cue {
                    at: at..at + 1,
                    scope: range.start..end,
                    effect: Effect::rejected(),
                });
            }
            return;
        }
    }
    if rejected_next(reading, sentence) {
        cues.push(Cue { at: range.end..range.end, scope: range, effect: Effect::rejected() });
    }
}

/// Whether a word is denied: `not wrong`, `far from true`.
fn denied(tokens: &[Token], at: usize, start: usize) -> bool {
    (start..at).rev().take(3).any(|n| {
        let word = tokens[n].word.as_str();
        matches!(word, "not" | "never" | "hardly" | "far" | "nor" | "neither")
            || word.ends_with("n't")
    })
}

/// Whether a verdict begins here: `is a myth`, `is wrong`, `isn't true`.
fn rejecting_verdict(tokens: &[Token], at: usize, end: usize) -> bool {
    let word = |n: usize| tokens.get(n).filter(|_| n < end).map_or("", |it| it.word.as_str());
    if !matches!(word(at), "is" | "are" | "isn't" | "that's" | "was") {
        return false;
    }
    let negative = word(at) == "isn't" || matches!(word(at + 1), "not" | "hardly" | "far");
    let from = at + 1 + usize::from(negative && word(at) != "isn't");
    let head = (from..from + 4).map(word);
    let mut rejected = false;
    let mut right = false;
    for (n, it) in head.enumerate() {
        rejected |= rejects(it) || it == "too" && matches!(word(from + n + 1), "simple" | "strong");
        right |= matches!(it, "true" | "truth" | "correct" | "right" | "accurate" | "so");
    }
    if negative { right } else { rejected }
}

/// Where a quoted statement starts, if one is opened here, and whether the opening rejects it.
fn opener(tokens: &[Token], sentence: &Range<usize>, at: usize) -> Option<(usize, bool)> {
    let word = |n: usize| {
        tokens.get(n).filter(|_| sentence.contains(&n)).map_or("", |it| it.word.as_str())
    };
    let that = |from: usize| {
        (from..(from + 4).min(sentence.end)).find(|n| word(*n) == "that").map(|n| n + 1)
    };
    // contrary to what many believe, X: what follows is meant; "contrary to the belief that X, Y"
    match word(at) {
        "myth" | "misconception" | "fallacy" | "misunderstanding" | "belief" | "idea" | "claim"
        | "notion" | "assumption" | "mistake" | "rule" | "statement" | "impression"
        | "intuition"
            if word(at) != "claim"
                || matches!(word(at.saturating_sub(1)), "the" | "a" | "that" | "this") =>
        {
            let rejected = matches!(
                word(at),
                "myth" | "misconception" | "fallacy" | "misunderstanding" | "mistake"
            );
            let contrary = (sentence.start..at).any(|n| matches!(word(n), "contrary" | "despite"));
            let start = if word(at + 1) == "is" && word(at + 2) == "that" {
                at + 3
            } else if word(at + 1) == "is" && rejected {
                at + 2
            } else {
                that(at + 1)?
            };
            Some((start, (rejected && !denied(tokens, at, sentence.start)) || contrary))
        }
        "true" | "correct" | "right" | "accurate" => {
            let not = denied(tokens, at, sentence.start);
            let start = if word(at + 1) == "that" {
                at + 2
            } else if word(at + 1) == "to" && word(at + 2) == "say" {
                that(at + 3).unwrap_or(at + 3)
            } else {
                return None;
            };
            not.then_some((start, true))
        }
        "wrong" | "incorrect" | "false" | "untrue" | "mistaken" | "misleading" | "inaccurate" => {
            if denied(tokens, at, sentence.start) {
                return None;
            }
            let start = if word(at + 1) == "that" {
                at + 2
            } else if word(at + 1) == "to"
                && matches!(word(at + 2), "say" | "think" | "assume" | "believe" | "claim" | "call")
            {
                that(at + 3).unwrap_or(at + 3)
            } else {
                return None;
            };
            Some((start, true))
        }
        "calling" | "saying" | "claiming" | "thinking" | "assuming" => {
            let rejected =
                (at + 1..sentence.end).any(|n| rejecting_verdict(tokens, n, sentence.end));
            rejected.then_some((at + 1, true))
        }
        _ => reported(tokens, sentence, at),
    }
}

/// Where a statement starts that somebody reports, or believed once, and whether the report itself
/// rejects it: `people say that`, `I used to think`, `sometimes described as`.
fn reported(tokens: &[Token], sentence: &Range<usize>, at: usize) -> Option<(usize, bool)> {
    let word =
        |n: usize| tokens.get(n).filter(|_| n < sentence.end).map_or("", |it| it.word.as_str());
    let before = |reach: usize| (sentence.start..at).rev().take(reach).map(word);
    let said = match word(at) {
        "say" | "says" | "said" | "think" | "thinks" | "thought" | "believe" | "believes"
        | "believed" | "claim" | "claims" | "claimed" | "assume" | "assumes" | "assumed"
        | "told" | "heard" | "read" | "taught" | "learned" | "learnt" | "argue" | "argues"
        | "insist" | "insists" | "suggest" | "suggests" | "guess" | "expect" | "conclude" => false,
        "described" | "called" | "seen" | "treated" | "presented" | "regarded" | "viewed"
        | "portrayed" | "taken"
            if word(at + 1) == "as" =>
        {
            true
        }
        _ => return None,
    };
    let others = before(5).any(|it| SPEAKER.contains(&it));
    let once = before(1).eq(["to"]) && before(3).any(|it| it == "used")
        || before(3).any(|it| it == "once" || it == "was" || it == "were") && !said;
    let often = before(3).any(|it| OFTEN.contains(&it));
    let me = before(usize::MAX).any(|it| matches!(it, "would" | "i" | "we"));
    let wrongly =
        before(3).any(|it| matches!(it, "wrongly" | "mistakenly" | "incorrectly" | "falsely"));
    let not = denied(tokens, at, sentence.start)
        && matches!(word(at), "say" | "think" | "assume" | "believe" | "claim" | "conclude");
    let passive = often && (said || word(at).ends_with('d') || word(at) == "thought");
    if !(others && !said || once || passive || wrongly || not) || (me && !others && !once) {
        return None;
    }
    let mut start = at + 1;
    while matches!(word(start), "that" | "me" | "us" | "as" | "you" | "to") && start < at + 3 {
        start += 1;
    }
    Some((start, wrongly || not))
}

/// Who says what need not be so.
pub(super) const SPEAKER: &[&str] = &[
    "people",
    "some",
    "many",
    "often",
    "blogs",
    "blog",
    "everyone",
    "everybody",
    "anyone",
    "beginners",
    "students",
    "others",
    "commonly",
    "they",
    "tutorials",
    "tutorial",
    "developers",
    "candidates",
    "folks",
    "you'll",
    "you'd",
    "i've",
    "textbooks",
    "textbook",
    "book",
    "books",
    "sometimes",
    "usually",
    "posts",
    "article",
    "articles",
    "wrongly",
    "mistakenly",
    "incorrectly",
    "might",
    "may",
    "tempting",
    "easy",
    "professor",
    "teacher",
    "lecturer",
    "colleague",
    "colleagues",
    "programmers",
    "internet",
    "answers",
    "most",
];

/// How often it is said.
const OFTEN: &[&str] =
    &["often", "sometimes", "commonly", "usually", "frequently", "widely", "wrongly", "loosely"];

/// Whether the next sentence does nothing but reject this one: `That's wrong.`
fn rejected_next(reading: &Reading, sentence: usize) -> bool {
    let Some(next) = reading.sentences.get(sentence + 1).filter(|it| !it.korean) else {
        return false;
    };
    let words = reading.tokens[next.tokens.clone()].iter().filter(|it| it.is_word());
    let words: Vec<&str> = words
        .map(|it| it.word.as_str())
        .skip_while(|it| {
            matches!(*it, "actually" | "well" | "hmm" | "wait" | "sorry" | "oh" | "er")
        })
        .take(9)
        .collect();
    let [first, rest @ ..] = &words[..] else { return false };
    if *first == "scratch" && rest.first().is_some_and(|it| matches!(*it, "that" | "this")) {
        return true;
    }
    if *first == "i" {
        return match rest {
            ["disagree", ..] | ["don't" | "wouldn't", "agree" | "think", ..] => rest.len() <= 4,
            ["mixed" | "got" | "had", "that" | "it" | "this" | "them", how, ..] => {
                matches!(*how, "up" | "wrong" | "backwards" | "reversed")
            }
            _ => false,
        };
    }
    if !matches!(
        *first,
        "that"
            | "that's"
            | "this"
            | "it"
            | "it's"
            | "no"
            | "wrong"
            | "but"
            | "not"
            | "nope"
            | "which"
            | "they"
    ) {
        return false;
    }
    if matches!(*first, "no" | "nope" | "wrong") {
        return rest.is_empty()
            || rest.len() <= 8 && *first != "wrong" && reading.sentences[sentence].question
            || reading.tokens[next.tokens.start + 1..next.tokens.end]
                .first()
                .is_some_and(|it| it.is(',') || it.is('.') || it.is('\u{2014}'));
    }
    let negative = words.iter().take(6).any(|it| *it == "not" || it.ends_with("n't"));
    let rejected = words.iter().take(7).any(|it| rejects(it));
    let right = words
        .iter()
        .take(6)
        .any(|it| matches!(*it, "true" | "correct" | "right" | "case" | "accurate" | "so"));
    let short = words.len() <= 6;
    match *first {
        "they" | "it" if words.len() <= 2 => negative,
        "they" | "it" | "it's" => short && (rejected || (negative && right)),
        _ => (rejected && !negative) || (negative && right && short),
    }
}
