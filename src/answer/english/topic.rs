//! Whom an English clause is about: its first noun that no preposition governs.
//!
//! Invariant: what is only compared with or excluded is never the topic; what stands in a
//! prepositional phrase is one only where nothing else is.

use std::ops::Range;

use crate::answer::{
    reading::{Mention, Reading, Subjects, Topics, Turn},
    token::Token,
};

use super::word::{AUXILIARY, DETERMINER, PREPOSITION, PRONOUN, among};

/// What a mention is in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// Compared with or excluded: than, unlike, rather than.
    Excluded,
    /// Governed by a preposition, or an owner.
    Weak,
    /// A noun of its own.
    Strong,
}

/// Whom the clause is about. `said` are the subjects of the sentences before, in their order.
pub(in crate::answer) fn topics(
    reading: &Reading,
    clause: usize,
    mentions: &[Mention],
    inherited: Subjects,
    said: &[Subjects],
    antecedent: Option<Subjects>,
) -> Topics {
    let tokens = &reading.tokens;
    let range = reading.clauses[clause].tokens.clone();
    let first_of_sentence = reading.sentences[reading.clauses[clause].sentence].tokens.start;
    let roles: Vec<Role> =
        mentions.iter().map(|it| role(tokens, it, range.start, mentions)).collect();
    let mut found = Topics::default();
    let of = |role: Role| {
        mentions.iter().zip(&roles).filter(move |(_, it)| **it == role).map(|(it, _)| it)
    };
    let words: Vec<&Token> = tokens[range.clone()].iter().filter(|it| it.is_word()).collect();
    let first = range.clone().filter(|at| tokens[*at].is_word()).find(|at| {
        !matches!(
            tokens[*at].word.as_str(),
            "but"
                | "and"
                | "so"
                | "because"
                | "while"
                | "whereas"
                | "however"
                | "then"
                | "also"
                | "that"
                | "although"
                | "though"
                | "or"
                | "if"
                | "when"
        )
    });
    let pronoun = first.map(|at| tokens[at].word.as_str()).is_some_and(|word| {
        among(PRONOUN, word) || matches!(word, "which" | "who" | "whose" | "where")
    });
    found.topics = if let Some(ordinal) = ordinal(&words, said) {
        ordinal
    } else if let Some(strong) = of(Role::Strong).next() {
        let opens = tokens[range.start..strong.hit.first]
            .iter()
            .any(|it| it.is_word() && among(PRONOUN, &it.word) && !among(DETERMINER, &it.word))
            && inherited != 0;
        // "it is a unit ... of a thread": the pronoun is the subject, not the noun after the verb.
        let verb_before = (range.start..strong.hit.first).any(|n| super::verb(tokens, n));
        if opens && verb_before { inherited } else { joined(tokens, mentions, &roles, strong) }
    } else if let Some(weak) = of(Role::Weak).next() {
        let elided = first.is_some_and(|at| super::verb(tokens, at));
        // ", with its own memory and at least one thread": what the one before has.
        let had = first.is_some_and(|at| {
            tokens[at].word == "with"
                && matches!(tokens.get(at + 1).map_or("", |it| &it.word), "its" | "their")
        });
        if (pronoun || had || (elided && range.start != first_of_sentence)) && inherited != 0 {
            inherited
        } else {
            let governed: Subjects = mentions
                .iter()
                .zip(&roles)
                .filter(|(it, role)| **role == Role::Weak && it.hit.first - weak.hit.first <= 3)
                .fold(0, |all, (it, _)| all | it.subject);
            if between(tokens, weak) { governed } else { weak.subject }
        }
    } else if words
        .first()
        .is_some_and(|it| matches!(it.word.as_str(), "which" | "who" | "whose" | "that" | "where"))
    {
        antecedent.unwrap_or(inherited)
    } else {
        inherited
    };
    if words.first().is_some_and(|it| it.word == "neither" || it.word == "both") {
        found.topics = mentions.iter().fold(0, |all, it| all | it.subject);
        if found.topics == 0 {
            found.topics = Subjects::MAX;
        }
    }
    if words.first().is_some_and(|it| it.word == "not") && !mentions.is_empty() {
        // ", not between processes": about those of whom it is denied.
        found.topics = mentions.iter().fold(0, |all, it| all | it.subject);
    }
    found.regions = regions(mentions, &roles);
    found.echo = echo(tokens, &words, mentions, &roles, range.start);
    found
}

/// The former and the latter, the first and the second.
fn ordinal(words: &[&Token], said: &[Subjects]) -> Option<Subjects> {
    let head = words.iter().take(4);
    for word in head {
        match word.word.as_str() {
            "former" => return said.first().copied(),
            "latter" => return said.get(1).copied(),
            _ => {}
        }
    }
    None
}

/// The role of a mention, from the words before it back to the start of the clause.
fn role(tokens: &[Token], mention: &Mention, start: usize, mentions: &[Mention]) -> Role {
    let mut at = mention.hit.first;
    let owner = tokens[mention.hit.last].word.ends_with("'s")
        || tokens[mention.hit.last].word.ends_with("s'");
    let (mut steps, mut phrase) = (0, true);
    while at > start && steps < 6 {
        at -= 1;
        steps += 1;
        let word = tokens[at].word.as_str();
        // Another noun phrase ends here; a preposition before it is not about this one.
        if mentions.iter().any(|it| it.hit.last == at)
            && !joined_here(tokens, at, mention.hit.first)
        {
            break;
        }
        match word {
            "than" | "unlike" | "versus" => return Role::Excluded,
            "not" | "nor" if phrase => return Role::Excluded,
            "to" if at > start
                && matches!(
                    tokens[at - 1].word.as_str(),
                    "compared" | "opposed" | "contrast" | "contrary" | "relative" | "unlike"
                ) =>
            {
                return Role::Excluded;
            }
            "with"
                if at > start
                    && matches!(
                        tokens[at - 1].word.as_str(),
                        "compared" | "contrasted" | "contrast"
                    ) =>
            {
                return Role::Excluded;
            }
            "of" if at > start && tokens[at - 1].word == "instead" => return Role::Excluded,
            _ => {}
        }
        phrase &= among(DETERMINER, word) || among(PREPOSITION, word);
        if among(PREPOSITION, word) {
            let denied = at > start && matches!(tokens[at - 1].word.as_str(), "not" | "nor");
            return if denied || excluded_before(tokens, at, start) {
                Role::Excluded
            } else {
                Role::Weak
            };
        }
        if super::verb(tokens, at)
            || tokens[at].is(',')
            || matches!(
                word,
                "and"
                    | "or"
                    | "but"
                    | "if"
                    | "when"
                    | "while"
                    | "whereas"
                    | "because"
                    | "that"
                    | "which"
            )
        {
            break;
        }
    }
    if owner { Role::Weak } else { Role::Strong }
}

/// Whether only *and* or *or* and determiners stand between two places.
fn joined_here(tokens: &[Token], from: usize, to: usize) -> bool {
    let between = &tokens[from + 1..to];
    between.iter().any(|it| matches!(it.word.as_str(), "and" | "or" | "nor"))
        && between.iter().all(|it| {
            among(DETERMINER, &it.word) || matches!(it.word.as_str(), "and" | "or" | "nor")
        })
}

/// Whether *than* or the like stands right before a preposition: `than between threads`.
fn excluded_before(tokens: &[Token], preposition: usize, start: usize) -> bool {
    (start..preposition).rev().take(3).any(|n| matches!(tokens[n].word.as_str(), "than" | "unlike"))
}

/// Whether a mention stands after *between* or *among*, which take two.
fn between(tokens: &[Token], mention: &Mention) -> bool {
    tokens[..mention.hit.first]
        .iter()
        .rev()
        .take(4)
        .any(|it| matches!(it.word.as_str(), "between" | "among" | "both"))
}

/// The subject and those joined to it: `threads and processes`.
fn joined(tokens: &[Token], mentions: &[Mention], roles: &[Role], strong: &Mention) -> Subjects {
    let mut subjects = strong.subject;
    let mut last = strong.hit.last;
    for (mention, role) in mentions.iter().zip(roles) {
        if mention.hit.first <= last || *role != Role::Strong {
            continue;
        }
        if !joined_here(tokens, last, mention.hit.first) {
            break;
        }
        subjects |= mention.subject;
        last = mention.hit.last;
    }
    subjects
}

/// What is compared with or excluded is about itself.
fn regions(mentions: &[Mention], roles: &[Role]) -> Vec<(Range<usize>, Subjects)> {
    let excluded = mentions.iter().zip(roles).filter(|(_, role)| **role == Role::Excluded);
    excluded.map(|(it, _)| (it.hit.first..it.hit.last + 1, it.subject)).collect()
}

/// Whether the clause only repeats the one before of somebody else.
fn echo(
    tokens: &[Token],
    words: &[&Token],
    mentions: &[Mention],
    roles: &[Role],
    start: usize,
) -> Option<Turn> {
    if mentions.is_empty() || words.len() > 9 {
        return None;
    }
    let head = tokens[start..].iter().find(|it| it.is_word())?;
    let second = tokens[start..].iter().filter(|it| it.is_word()).nth(1);
    if head.word == "not" || (head.word == "and" && second.is_some_and(|it| it.word == "not")) {
        return Some(Turn::Denied);
    }
    if !roles.contains(&Role::Strong) {
        return None;
    }
    let content = |it: &&&Token| {
        !among(AUXILIARY, &it.word)
            && !among(DETERMINER, &it.word)
            && !matches!(
                it.word.as_str(),
                "but"
                    | "and"
                    | "so"
                    | "while"
                    | "whereas"
                    | "not"
                    | "too"
                    | "neither"
                    | "nor"
                    | "also"
                    | "however"
                    | "at"
                    | "all"
                    | "same"
                    | "true"
                    | "for"
                    | "is"
                    | "of"
                    | "other"
                    | "hand"
                    | "on"
                    | "though"
                    | "either"
                    | "simply"
                    | "because"
                    | "which"
                    | "normally"
                    | "obviously"
            )
    };
    let mention_words: usize = mentions.iter().map(|it| it.hit.last - it.hit.first + 1).sum();
    let rest = words.iter().filter(content).count();
    if rest > mention_words {
        return None;
    }
    let has = |list: &[&str]| words.iter().any(|it| list.contains(&it.word.as_str()));
    let inverted = has(&["neither", "nor"]);
    if inverted {
        return Some(Turn::Denied);
    }
    if words.iter().any(|it| it.word.ends_with("n't") || it.word == "not" || it.word == "cannot") {
        return Some(Turn::Denied);
    }
    if has(&["too", "so", "same", "also"]) {
        return Some(Turn::Same);
    }
    has(&["do", "does", "are", "is", "can", "have", "has", "did", "will"]).then_some(Turn::Affirmed)
}
