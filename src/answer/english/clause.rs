//! Where English clauses begin: conjunctions, relatives, and a subject after a comma or *and*.
//!
//! Invariant: a conditional stays with its consequence; nouns joined by *and* stay together.

use std::ops::Range;

use crate::answer::{
    reading::{Mention, mention_at, within},
    token::{Script, Token},
};

use super::word::{AUXILIARY, DETERMINER, PREPOSITION, among};

/// Where the clauses of a sentence start.
pub(in crate::answer) fn clause_starts(
    tokens: &[Token],
    sentence: Range<usize>,
    mentions: &[Mention],
) -> Vec<usize> {
    let mentions = within(mentions, &sentence);
    let mut starts = vec![sentence.start];
    let mut said = Said { start: sentence.start, word: false, verb: false };
    for at in sentence.clone() {
        if said.word && begins(tokens, at, said, sentence.end, mentions) {
            starts.push(at);
            said = Said { start: at, word: false, verb: false };
        }
        said.word |= tokens[at].is_word();
        said.verb |= super::verb(tokens, at);
    }
    starts
}

/// What a clause has had so far.
#[derive(Clone, Copy)]
struct Said {
    /// Where it starts.
    start: usize,
    /// Whether it has a word.
    word: bool,
    /// Whether it has a verb.
    verb: bool,
}

fn begins(tokens: &[Token], at: usize, said: Said, end: usize, mentions: &[Mention]) -> bool {
    let start = said.start;
    let token = &tokens[at];
    let before = &tokens[at - 1];
    let next = tokens.get(at + 1).filter(|_| at + 1 < end);
    match token.word.as_str() {
        "but" if before.word == "nothing" || before.word == "anything" => return false,
        "but" => return !not_only(tokens, start, at),
        "while" | "whereas" | "however" | "because" | "although" | "though" | "so"
        | "therefore" | "hence" | "thus" | "whilst" => {
            // so that, so many: no; and not inside "in so far".
            return !(token.word == "so" && before.word == "and");
        }
        "which" | "who" | "whose" | "where" => return true,
        "that" => {
            // A demonstrative stands before a noun, a conjunction before a clause.
            return next.is_some_and(|next| {
                super::verb(tokens, at + 1)
                    || among(DETERMINER, &next.word)
                    || matches!(
                        next.word.as_str(),
                        "they" | "it" | "you" | "we" | "its" | "their" | "when" | "if"
                    )
                    || subject_at(tokens, at + 1, end, mentions)
            }) && before.word != "so";
        }
        "and" | "or" | "then" if before.is(',') || token.word != "then" => {
            return next.is_some_and(|_| {
                !coordinates(tokens, at, mentions)
                    && starts_clause(tokens, at + 1, said, end, mentions)
            });
        }
        "not" if before.is(',') || before.word == "and" => {
            return !within(mentions, &(at + 1..at + 5)).is_empty();
        }
        "unlike" if before.is(',') => return false,
        "they" | "they're" | "it's" | "you're" => {
            return said.verb
                && before.is_word()
                && !among(PREPOSITION, &before.word)
                && !among(AUXILIARY, &before.word)
                && !matches!(
                    before.word.as_str(),
                    "than"
                        | "that"
                        | "if"
                        | "when"
                        | "and"
                        | "what"
                        | "say"
                        | "think"
                        | "believe"
                        | "claim"
                );
        }
        _ => {}
    }
    if before.is('\u{2014}') || before.is(':') && !heading(tokens, at - 1, start, mentions) {
        return true;
    }
    if before.is('-') && !before.glued && !token.glued {
        return true;
    }
    if before.is(',') && !conditional(tokens, start) {
        return starts_clause(tokens, at, said, end, mentions);
    }
    false
}

/// Whether a colon only ends a heading: `Processes: own address space`.
fn heading(tokens: &[Token], colon: usize, start: usize, mentions: &[Mention]) -> bool {
    let words = tokens[start..colon].iter().filter(|it| it.is_word()).count();
    words <= 3 && mentions.iter().any(|it| it.hit.first >= start && it.hit.last < colon)
}

/// Whether a clause that starts here waits for its consequence.
fn conditional(tokens: &[Token], start: usize) -> bool {
    let first = tokens[start..].iter().find(|it| it.is_word());
    let second = tokens[start..].iter().filter(|it| it.is_word()).nth(1);
    let opens = |it: Option<&Token>| {
        it.is_some_and(|it| {
            matches!(
                it.word.as_str(),
                "if" | "when"
                    | "once"
                    | "after"
                    | "as"
                    | "whenever"
                    | "until"
                    | "since"
                    | "before"
                    | "unless"
                    | "suppose"
            )
        })
    };
    opens(first)
        || (opens(second)
            && first.is_some_and(|it| {
                matches!(
                    it.word.as_str(),
                    "and" | "but" | "so" | "because" | "even" | "that" | "means" | "while"
                )
            }))
}

/// Whether *not only* stands before, so that *but* goes on with the same statement.
fn not_only(tokens: &[Token], start: usize, at: usize) -> bool {
    tokens[start..at].windows(2).any(|it| it[0].word == "not" && it[1].word == "only")
}

/// Whether *and* joins two nouns: the word before it is a mention, as is the one after, and no verb
/// was seen, or a preposition governs both.
fn coordinates(tokens: &[Token], and: usize, mentions: &[Mention]) -> bool {
    let Some(before) = mentions.iter().rfind(|it| it.hit.last < and) else { return false };
    if and - before.hit.last > 1 {
        return false;
    }
    let first = before.hit.first;
    let noun_start = (0..first).rev().take(3).find(|n| !among(DETERMINER, &tokens[*n].word));
    let governed = noun_start.is_some_and(|n| among(PREPOSITION, &tokens[n].word));
    let mut at = and + 1;
    while tokens.get(at).is_some_and(|it| among(DETERMINER, &it.word)) {
        at += 1;
    }
    let mention = mention_at(mentions, at);
    let verb_before = (first.saturating_sub(8)..first).any(|n| super::verb(tokens, n));
    mention.is_some_and(|it| governed || !verb_before || !verb_follows(tokens, it.hit.last + 1))
}

/// Whether a verb stands right here, so that the noun before is its subject.
fn verb_follows(tokens: &[Token], at: usize) -> bool {
    (at..tokens.len().min(at + 3)).any(|n| {
        let word = &tokens[n].word;
        super::verb(tokens, n) || word.ends_with('s') && !word.ends_with("ss")
    })
}

/// Whether a clause with a subject of its own starts here.
fn starts_clause(
    tokens: &[Token],
    at: usize,
    said: Said,
    end: usize,
    mentions: &[Mention],
) -> bool {
    let Some(token) = tokens.get(at).filter(|_| at < end) else { return false };
    if token.script != Script::Latin {
        return false;
    }
    let next = tokens.get(at + 1).filter(|_| at + 1 < end);
    match token.word.as_str() {
        "it" | "they" | "he" | "you" | "we" | "i" | "there" | "it's" | "they're" | "you're"
        | "neither" | "nor" | "so" => return true,
        "each" | "both" | "all" | "these" | "those" | "this" | "everything" | "nothing" | "one"
        | "another" => return true,
        "with" if next.is_some_and(|it| matches!(it.word.as_str(), "each" | "its" | "their")) => {
            return true;
        }
        "only" => return next.is_some_and(|it| among(DETERMINER, &it.word)),
        _ => {}
    }
    subject_at(tokens, at, end, mentions) || (said.verb && noun_and_verb(tokens, at, end))
}

/// Whether a short noun phrase and its verb stand here: `the stack is`, `each stack has`.
fn noun_and_verb(tokens: &[Token], at: usize, end: usize) -> bool {
    let mut nouns = 0;
    for n in at..end.min(at + 5) {
        let token = &tokens[n];
        if among(AUXILIARY, &token.word) {
            return nouns > 0;
        }
        let noun = token.is_latin()
            && !among(PREPOSITION, &token.word)
            && !super::states(tokens, n)
            && !matches!(
                token.word.as_str(),
                "and" | "or" | "not" | "to" | "then" | "also" | "therefore"
            );
        if !noun {
            return false;
        }
        nouns += usize::from(!among(DETERMINER, &token.word));
    }
    false
}

/// Whether a clause begins with a noun that is its subject, and not with a pronoun or its verb.
pub(in crate::answer) fn opens_with_noun(clause: &[Token]) -> bool {
    let skip = clause
        .iter()
        .take_while(|it| {
            !it.is_word()
                || matches!(
                    it.word.as_str(),
                    "and"
                        | "but"
                        | "so"
                        | "while"
                        | "because"
                        | "whereas"
                        | "or"
                        | "then"
                        | "which"
                        | "that"
                        | "however"
                )
        })
        .count();
    let rest = &clause[skip..];
    rest.first().is_some_and(|it| !among(super::word::PRONOUN, &it.word))
        && noun_and_verb(rest, 0, rest.len())
}

/// Whether a noun phrase around a mention starts here.
fn subject_at(tokens: &[Token], at: usize, end: usize, mentions: &[Mention]) -> bool {
    for (n, token) in tokens[..end].iter().enumerate().skip(at).take(4) {
        if mention_at(mentions, n).is_some() {
            return true;
        }
        let word = token.word.as_str();
        if !among(DETERMINER, word)
            && !matches!(
                word,
                "if" | "when" | "unlike" | "between" | "in" | "within" | "inside" | "with" | "for"
            )
        {
            return false;
        }
    }
    false
}
