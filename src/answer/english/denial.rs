//! What an English sentence denies, leaves out, or only quotes.
//!
//! Invariant: a negative word reaches forward and no further than its clause; a rejected statement is
//! turned round as a whole.

use std::ops::Range;

use crate::answer::{
    reading::{Cue, Effect, Reading},
    token::Token,
};

use super::word::{AUXILIARY, among};

/// Adds the cues of a sentence.
pub(in crate::answer) fn cues(reading: &Reading, sentence: usize, cues: &mut Vec<Cue>) {
    denials(reading, sentence, cues);
    quotations(reading, sentence, cues);
}

/// Adds the denials of the English words of a sentence.
pub(in crate::answer) fn denials(reading: &Reading, sentence: usize, cues: &mut Vec<Cue>) {
    let range = reading.sentences[sentence].tokens.clone();
    cues.extend(
        range.filter(|at| reading.tokens[*at].is_latin()).filter_map(|at| denial(reading, at)),
    );
}

/// The denial whose cue is the token at `at`.
fn denial(reading: &Reading, at: usize) -> Option<Cue> {
    let tokens = &reading.tokens;
    let clause = &reading.clauses[reading.clause_of[at]];
    let (clause, echo) = (clause.tokens.clone(), clause.echo.is_some());
    let word = tokens[at].word.as_str();
    let next = tokens.get(at + 1).map_or("", |it| it.word.as_str());
    let after = tokens.get(at + 2).map_or("", |it| it.word.as_str());
    let effect = Effect::Denied;
    let until = |reach: usize, stops: &[&str]| {
        let mut end = at + 1;
        while end < clause.end && end <= at + reach {
            let it = &tokens[end];
            // "and" ends a denial before a verb, not between two nouns.
            let joins = it.word == "and" && end + 1 < tokens.len() && !super::verb(tokens, end + 1);
            let stops_here = it.is(',') || (stops.contains(&it.word.as_str()) && !joins);
            if it.is(':') || end > at + 1 && stops_here {
                break;
            }
            end += 1;
        }
        Cue { at: at..at + 1, scope: at + 1..end, effect }
    };
    match word {
        "not"
            if matches!(next, "only" | "just" | "merely" | "simply" | "necessarily" | "always") =>
        {
            // not necessarily, not always: denied, but of the adverb.
            matches!(next, "necessarily" | "always").then(|| until(8, &["and", "but", "so"]))
        }
        // An echo is denied by its turn.
        "not" if echo => None,
        "not" if among(super::word::PREPOSITION, next) => Some(until(3, &["but"])),
        _ if word == "not"
            || word.ends_with("n't")
            || matches!(word, "cannot" | "never" | "hardly" | "rarely") =>
        {
            if echo {
                return None;
            }
            // Nothing true depends on what is not true: the next clause stands alone.
            let mut cue = until(9, &["and", "but", "so", "because", "unless", "than"]);
            // The subject is denied with its verb only in a list of what is not so.
            if word != "never" && tokens[..at].last().is_some_and(|it| it.word == "does") {
                cue.at.start = at - 1;
            }
            Some(cue)
        }
        // "and no, locks don't": an answer, not a denial.
        "no" if tokens.get(at + 1).is_none_or(|it| !it.is_word()) => None,
        "no" if next == "longer" => Some(until(8, &["and", "but", "so"])),
        "no" if matches!(next, "need" | "reason" | "way" | "point" | "guarantee") => {
            Some(until(9, &["and", "but", "so"]))
        }
        "no" if matches!(next, "matter" | "problem" | "doubt") => None,
        "no" if next == "two" || next == "other" || next == "more" => {
            Some(until(6, &["to", "for", "so", "if", "and"]))
        }
        "no" => Some(until(5, &["to", "for", "so", "if", "and", "between"])),
        // Nobody can reach it without IPC: that affirms it.
        "without" | "except" if (clause.start..at).any(|n| negative(&tokens[n].word)) => None,
        "without" => Some(until(6, &["to", "so", "if", "and", "but"])),
        "lack" | "lacks" | "lacking" => Some(until(5, &["to", "for", "so", "if", "and"])),
        "nor" if tokens[clause.start..at].iter().any(|it| it.word == "neither") => None,
        "nor" | "neither" => Some(until(12, &["and", "but", "rather"])),
        "nobody" | "none" | "nothing" if next != "but" => Some(until(8, &["and", "but", "so"])),
        "instead" if next == "of" => Some(shift(until(5, &["and", "but"]))),
        "rather" if next == "than" => Some(shift(until(5, &["and", "but"]))),
        "unable" | "impossible" if next == "to" || next == "for" => Some(until(9, &["and", "but"])),
        "impossible" | "unnecessary" | "unneeded" => {
            Some(Cue { at: at..at + 1, scope: clause.start..at, effect })
        }
        "prevent" | "prevents" | "stop" | "stops" | "keep" | "keeps" => {
            // prevents X from reading Y
            let from = (at + 1..clause.end.min(at + 7)).find(|n| tokens[*n].word == "from")?;
            Some(Cue { at: at..at + 1, scope: from + 1..clause.end.min(from + 6), effect })
        }
        "except" | "excluding" | "besides" => {
            let from = if next == "for" { at + 2 } else { at + 1 };
            let end = (from..clause.end)
                .find(|n| tokens[*n].is(',') && !lists(tokens, *n, clause.end))
                .unwrap_or(clause.end);
            Some(Cue { at: at..from, scope: from..end.max(from), effect: Effect::Excepted })
        }
        "apart" | "aside" if next == "from" => exception(tokens, at + 2, &clause),
        "other" if next == "than" => exception(tokens, at + 2, &clause),
        "everything" | "all" if next == "but" => exception(tokens, at + 2, &clause),
        "far" if next == "from" && after == "being" => Some(until(8, &["and", "but"])),
        _ => None,
    }
    .filter(|cue| !cue.scope.is_empty())
}

/// Whether a word denies what follows it.
fn negative(word: &str) -> bool {
    word.ends_with("n't")
        || matches!(
            word,
            "not" | "no" | "cannot" | "never" | "nor" | "neither" | "none" | "nobody" | "nothing"
        )
}

/// Words left out of what is said, up to the next comma.
fn exception(tokens: &[Token], from: usize, clause: &Range<usize>) -> Option<Cue> {
    let end = (from..clause.end).find(|n| tokens[*n].is(',')).unwrap_or(clause.end).min(from + 6);
    (from < end).then(|| Cue { at: from - 2..from, scope: from..end, effect: Effect::Excepted })
}

/// Whether a comma stands in a list of nouns.
fn lists(tokens: &[Token], comma: usize, end: usize) -> bool {
    (comma + 1..end.min(comma + 5)).any(|n| tokens[n].word == "and" || tokens[n].word == "or")
        && !(comma + 1..end.min(comma + 3)).any(|n| among(AUXILIARY, &tokens[n].word))
}

/// The scope of two words begins after the second.
fn shift(mut cue: Cue) -> Cue {
    cue.at.end += 1;
    cue.scope.start = (cue.scope.start + 1).min(cue.scope.end);
    cue
}

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
fn quotations(reading: &Reading, sentence: usize, cues: &mut Vec<Cue>) {
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
                || tokens[n].is(':') && n > start + 1;
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
            let effect = if verdict { Effect::Denied } else { Effect::Quoted };
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
                cues.push(Cue { at: at..at + 1, scope: range.start..end, effect: Effect::Denied });
            }
            return;
        }
    }
    if rejected_next(reading, sentence) {
        cues.push(Cue { at: range.end..range.end, scope: range, effect: Effect::Denied });
    }
}

/// Whether a word is denied: `not wrong`.
fn denied(tokens: &[Token], at: usize, start: usize) -> bool {
    (start..at).rev().take(3).any(|n| tokens[n].word == "not" || tokens[n].word.ends_with("n't"))
}

/// Whether a verdict begins here: `is a myth`, `is wrong`, `isn't true`.
fn rejecting_verdict(tokens: &[Token], at: usize, end: usize) -> bool {
    let word = |n: usize| tokens.get(n).filter(|_| n < end).map_or("", |it| it.word.as_str());
    if !matches!(word(at), "is" | "are" | "isn't" | "that's" | "was") {
        return false;
    }
    let negative = word(at) == "isn't" || word(at + 1) == "not";
    let from = at + 1 + usize::from(word(at + 1) == "not");
    let head = (from..from + 4).map(word);
    let mut rejected = false;
    let mut right = false;
    for it in head {
        rejected |= rejects(it);
        right |= matches!(it, "true" | "correct" | "right" | "accurate" | "so");
    }
    if negative { right } else { rejected }
}

/// Where a quoted statement starts, if one is opened here, and whether the opening rejects it.
fn opener(tokens: &[Token], sentence: &Range<usize>, at: usize) -> Option<(usize, bool)> {
    let word =
        |n: usize| tokens.get(n).filter(|_| n < sentence.end).map_or("", |it| it.word.as_str());
    let that = |from: usize| {
        (from..(from + 4).min(sentence.end)).find(|n| word(*n) == "that").map(|n| n + 1)
    };
    // contrary to what many believe, X: what follows is meant; "contrary to the belief that X, Y"
    match word(at) {
        "myth" | "misconception" | "fallacy" | "misunderstanding" | "belief" | "idea" | "claim"
        | "notion" | "assumption" | "mistake" => {
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
        "say" | "says" | "think" | "thinks" | "believe" | "believes" | "claims" | "assume"
        | "assumes" | "said" | "told" | "heard" | "read" | "thought" => {
            let who = (sentence.start..at).rev().take(5).any(|n| {
                matches!(
                    word(n),
                    "people"
                        | "some"
                        | "many"
                        | "often"
                        | "blogs"
                        | "everyone"
                        | "beginners"
                        | "students"
                        | "others"
                        | "commonly"
                        | "they"
                        | "tutorials"
                        | "developers"
                        | "candidates"
                        | "folks"
                        | "you'll"
                        | "i've"
                        | "textbooks"
                        | "sometimes"
                        | "usually"
                        | "posts"
                        | "wrongly"
                        | "mistakenly"
                        | "incorrectly"
                )
            });
            let me = (sentence.start..at).any(|n| matches!(word(n), "would" | "i"));
            let wrongly = (sentence.start..at)
                .rev()
                .take(3)
                .any(|n| matches!(word(n), "wrongly" | "mistakenly" | "incorrectly" | "falsely"));
            let passive = matches!(word(at), "said" | "thought" | "claimed" | "assumed")
                && (sentence.start..at)
                    .rev()
                    .take(3)
                    .any(|n| matches!(word(n), "often" | "sometimes" | "commonly"));
            let not = denied(tokens, at, sentence.start)
                && matches!(word(at), "say" | "think" | "assume" | "believe");
            if (!who && !passive && !not) || (me && !who) {
                return None;
            }
            let start = if word(at + 1) == "that" { at + 2 } else { at + 1 };
            Some((start, wrongly || not))
        }
        _ => None,
    }
}

/// Whether the next sentence does nothing but reject this one: `That's wrong.`
fn rejected_next(reading: &Reading, sentence: usize) -> bool {
    let Some(next) = reading.sentences.get(sentence + 1).filter(|it| !it.korean) else {
        return false;
    };
    let words: Vec<&str> = reading.tokens[next.tokens.clone()]
        .iter()
        .filter(|it| it.is_word())
        .take(9)
        .map(|it| it.word.as_str())
        .collect();
    let [first, rest @ ..] = &words[..] else { return false };
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
