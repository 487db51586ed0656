//! What an English sentence denies or leaves out.
//!
//! Invariant: a negative word reaches forward and no further than its clause. What a sentence only
//! quotes is read in `quotation`.

use std::ops::Range;

use crate::answer::{
    reading::{Cue, Effect, Reading},
    token::Token,
};

use super::word::{AUXILIARY, among};

/// Adds the cues of a sentence.
pub(in crate::answer) fn cues(reading: &Reading, sentence: usize, cues: &mut Vec<Cue>) {
    denials(reading, sentence, cues);
    super::quotation::quotations(reading, sentence, cues);
    super::remark::remarks(&reading.tokens, &reading.sentences[sentence].tokens.clone(), cues);
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
    let sentence_end = reading.sentences[clause.sentence].tokens.end;
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
            let stops_here = stops.contains(&it.word.as_str()) && !joins;
            // "If they don't, ..."
            if it.is(':') || it.is(',') || end > at + 1 && stops_here {
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
            // It doesn't mean that: the statement is rejected, whatever it denies.
            if matches!(next, "mean" | "imply" | "follow") || after == "mean" {
                let end =
                    (at + 1..sentence_end).find(|n| tokens[*n].is(',')).unwrap_or(sentence_end);
                return Some(Cue {
                    at: at..at + 1,
                    scope: at + 1..end,
                    effect: Effect::rejected(),
                });
            }
            // Nothing true depends on what is not true: the next clause stands alone.
            let mut cue = until(9, &["and", "but", "so", "because", "unless", "than"]);
            // The subject is denied with its verb only in a list of what is not so.
            if word != "never" && tokens[..at].last().is_some_and(|it| it.word == "does") {
                cue.at.start = at - 1;
            }
            // It doesn't rule out deadlock: there may be one.
            if let Some(averts) = (at + 1..cue.scope.end.min(at + 5)).find(|n| averts(tokens, *n)) {
                cue.scope.end = averts + 1;
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
        // At the start of a sentence it reaches to the comma.
        "instead" | "rather" if matches!(next, "of" | "than") => {
            let reach = if at == clause.start { 14 } else { 5 };
            Some(shift(until(reach, &["and", "but"])))
        }
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

/// Whether a verb says that what follows is kept from happening.
fn averts(tokens: &[Token], at: usize) -> bool {
    const VERBS: &[&str] = &["avert", "avoid", "forestall", "preclude", "prevent"];
    let next = tokens.get(at + 1).map_or("", |it| it.word.as_str());
    let word = tokens[at].word.as_str();
    VERBS.contains(&word) || word == "rule" && next == "out"
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
