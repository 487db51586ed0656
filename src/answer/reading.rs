//! An answer as it is understood: its sentences and clauses, who each word is about, and what is
//! denied.
//!
//! Invariant: every token belongs to exactly one clause and every clause to one sentence, in order.
//! It must not know points, patterns or grades.

use std::ops::Range;

use crate::text::Span;

use super::{
    english, korean, stuffing,
    term::Hit,
    token::{Script, Token},
};

/// A set of subjects, a bit for each.
pub(super) type Subjects = u32;

/// The most subjects that a card can have.
pub(super) const MOST_SUBJECTS: usize = 32;

/// A place where a subject is named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub(super) subject: Subjects,
    pub(super) hit: Hit,
}

/// What ends with a full stop, a line, or the answer.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) tokens: Range<usize>,
    pub(super) clauses: Range<usize>,
    /// Whether it is Korean, by its particles and endings, even if half its words are English.
    pub(super) korean: bool,
    /// Whether it asks instead of stating.
    pub(super) question: bool,
    /// Whether it only lists words.
    pub(super) list: bool,
}

/// A clause: what can state one thing about someone.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub(super) tokens: Range<usize>,
    pub(super) sentence: usize,
    /// Who it is about; nobody if that was never said.
    pub(super) topics: Subjects,
    /// What it repeats of the clause before: `but processes do not`.
    pub(super) echo: Option<Echo>,
}

/// A clause that says the same as the one before of somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Echo {
    /// The clause that is repeated.
    pub(super) of: usize,
    /// What becomes of its statement.
    pub(super) turn: Turn,
}

/// How an echo relates to what it repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is affirmed, whatever it was before: `whereas threads do`.
    Affirmed,
    /// It is denied: `but processes do not`.
    Denied,
    /// The same holds: `프로세스도 마찬가지다`.
    Same,
    /// The opposite holds: `프로세스는 반대다`.
    Opposite,
}

/// Something that turns words round, takes them out, or puts them into somebody else's mouth.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    /// The words that do it.
    pub(super) at: Range<usize>,
    /// The words it is done to.
    pub(super) scope: Range<usize>,
    pub(super) effect: Effect,
}

/// What a cue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Denies.
    Denied,
    /// Rejects a whole statement; `denies` if it is itself a denial.
    Rejected { denies: bool },
    /// Says that it only seems so: no misconception, and nothing else changes.
    Hedged,
    /// Takes a noun out of what is said: `스택을 빼고`.
    Excepted,
    /// Quotes without a verdict: `people say that`.
    Quoted,
}

impl Effect {
    /// The rejection of a statement, before it is known whether it denies something.
    pub(super) fn rejected() -> Effect {
        Effect::Rejected { denies: false }
    }
}

/// The whole answer, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) tokens: Vec<Token>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) clauses: Vec<Clause>,
    /// The clause of each token.
    pub(super) clause_of: Vec<usize>,
    /// Whom each token is about, where that is not whom its clause is about.
    pub(super) regions: Vec<Option<Subjects>>,
    pub(super) cues: Vec<Cue>,
    /// For each token, whether a cue is made of it.
    cue_words: Vec<bool>,
    /// For each token, the cues whose scope it is in.
    pub(super) cues_of: Vec<Vec<usize>>,
}

impl Reading {
    /// Reads an answer. `sentences` and `mentions` are in order; what was said before it was about
    /// these subjects.
    pub(super) fn new(
        tokens: Vec<Token>,
        sentences: Vec<Range<usize>>,
        mentions: &[Mention],
        about: Subjects,
    ) -> Reading {
        let mut reading = Reading {
            regions: vec![None; tokens.len()],
            clause_of: vec![0; tokens.len()],
            cues_of: vec![Vec::new(); tokens.len()],
            cue_words: vec![false; tokens.len()],
            tokens,
            ..Reading::default()
        };
        for tokens in sentences {
            reading.add_sentence(tokens, mentions);
        }
        stuffing::mark_lists(&mut reading);
        reading.find_topics(mentions, about);
        reading.find_cues();
        for (n, cue) in reading.cues.iter().enumerate() {
            reading.cue_words[cue.at.clone()].fill(true);
            for token in cue.scope.clone() {
                // Beyond this many, denials say nothing any more.
                if reading.cues_of[token].len() < 8 {
                    reading.cues_of[token].push(n);
                }
            }
        }
        reading
    }

    fn add_sentence(&mut self, tokens: Range<usize>, mentions: &[Mention]) {
        let korean = self.tokens[tokens.clone()].iter().any(Token::is_hangul);
        let last = self.tokens[tokens.clone()].iter().rev().find(|it| it.is_word());
        let asks = self.tokens[tokens.clone()].last().is_some_and(|it| it.is('?'));
        let question = asks || last.is_some_and(korean::asks);
        let starts = if korean {
            korean::clause_starts(&self.tokens, tokens.clone(), mentions)
        } else {
            english::clause_starts(&self.tokens, tokens.clone(), mentions)
        };
        let (sentence, first) = (self.sentences.len(), self.clauses.len());
        let ends = starts.iter().skip(1).copied().chain([tokens.end]);
        for (start, end) in starts.iter().copied().zip(ends) {
            self.clause_of[start..end].fill(self.clauses.len());
            self.clauses.push(Clause { tokens: start..end, sentence, topics: 0, echo: None });
        }
        let clauses = first..self.clauses.len();
        self.sentences.push(Sentence { tokens, clauses, korean, question, list: false });
    }

    fn find_topics(&mut self, mentions: &[Mention], about: Subjects) {
        let mut inherited = about;
        // The two subjects last named together: the former and the latter.
        let mut pair: Vec<Subjects> = Vec::new();
        let mut said: Vec<Subjects> = Vec::new();
        for at in 0..self.clauses.len() {
            let sentence = &self.sentences[self.clauses[at].sentence];
            if at == sentence.clauses.start && said.len() > 1 {
                pair = std::mem::take(&mut said);
            }
            let within = within(mentions, &self.clauses[at].tokens);
            let found = if sentence.korean {
                korean::topics(self, at, within, inherited, &pair)
            } else {
                english::topics(self, at, within, inherited, &pair, self.antecedent(at, mentions))
            };
            let clause = &mut self.clauses[at];
            clause.topics = found.topics;
            for (tokens, topics) in found.regions {
                self.regions[tokens].fill(Some(topics));
            }
            if let Some(turn) = found.echo.filter(|_| at > 0) {
                self.clauses[at].echo = Some(Echo { of: at - 1, turn });
            }
            if self.clauses[at].topics != 0 {
                inherited = self.clauses[at].topics;
            }
            for mention in within {
                if !said.contains(&mention.subject) {
                    said.push(mention.subject);
                }
            }
        }
    }

    /// The subject named right before a clause, which a relative pronoun stands for.
    fn antecedent(&self, clause: usize, mentions: &[Mention]) -> Option<Subjects> {
        let start = self.clauses[clause].tokens.start;
        let before = mentions[..mentions.partition_point(|it| it.hit.first < start)].last()?;
        let near =
            before.hit.distance_to(start) <= 3 && !self.tokens[before.hit.last].word.contains('\'');
        near.then_some(before.subject)
    }

    fn find_cues(&mut self) {
        let mut cues: Vec<Cue> = Vec::new();
        for at in 0..self.sentences.len() {
            let first = cues.len();
            if self.sentences[at].korean {
                korean::cues(self, at, &mut cues);
                // it's not that threads copy the stack, 스레드마다 하나씩 받아요
                english::denials(self, at, &mut cues);
            } else {
                english::cues(self, at, &mut cues);
            }
            let sentence = &self.sentences[at];
            let judged = cues[first..].iter().any(|it| {
                matches!(it.effect, Effect::Rejected { .. }) && it.scope == sentence.tokens
            });
            if sentence.question && !judged {
                cues.push(Cue {
                    at: sentence.tokens.end..sentence.tokens.end,
                    scope: sentence.tokens.clone(),
                    effect: Effect::Quoted,
                });
            }
        }
        let denials: Vec<usize> =
            cues.iter().filter(|it| it.effect == Effect::Denied).map(|it| it.at.start).collect();
        for cue in &mut cues {
            if let Effect::Rejected { denies } = &mut cue.effect {
                let at = denials.partition_point(|it| *it < cue.scope.start);
                *denies = denials.get(at).is_some_and(|it| *it < cue.scope.end);
            }
        }
        self.cues = cues;
    }

    /// The bytes of each clause in the typed text.
    pub(super) fn clause_spans(&self) -> Vec<Span> {
        let tokens = |clause: &Clause| self.tokens[clause.tokens.clone()].iter();
        let spans = self.clauses.iter().filter_map(|clause| {
            let (first, last) = (tokens(clause).next()?, tokens(clause).next_back()?);
            Some(Span { start: first.span.start, end: last.span.end })
        });
        spans.collect()
    }

    /// Whether a token denies, excepts or quotes, or is part of what does.
    pub(super) fn is_cue(&self, token: usize) -> bool {
        self.cue_words[token]
    }

    /// Whom a token is about.
    pub(super) fn topics(&self, token: usize) -> Subjects {
        self.regions[token].unwrap_or(self.clauses[self.clause_of[token]].topics)
    }
}

/// What was found out about a clause.
#[derive(Debug, Default)]
pub(super) struct Topics {
    pub(super) topics: Subjects,
    pub(super) regions: Vec<(Range<usize>, Subjects)>,
    pub(super) echo: Option<Turn>,
}

/// The mention that begins with a token.
pub(super) fn mention_at(mentions: &[Mention], token: usize) -> Option<&Mention> {
    let at = mentions.binary_search_by_key(&token, |it| it.hit.first).ok()?;
    mentions.get(at)
}

/// The mentions in a range of tokens.
pub(super) fn within<'a>(mentions: &'a [Mention], tokens: &Range<usize>) -> &'a [Mention] {
    let start = mentions.partition_point(|it| it.hit.first < tokens.start);
    let end = mentions.partition_point(|it| it.hit.first < tokens.end);
    &mentions[start..end.max(start)]
}

/// The ranges of tokens that are sentences.
pub(super) fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut close = |start: &mut usize, end: usize| {
        if tokens[*start..end].iter().any(Token::is_word) {
            found.push(*start..end);
            *start = end;
        }
    };
    for at in 0..tokens.len() {
        if at > start && tokens[at].lines > 0 && !wrapped(tokens, start, at) {
            close(&mut start, at);
        }
        let ends = match tokens[at].script {
            Script::Mark('?' | '!' | ';') => true,
            Script::Mark('.') => full_stop(tokens, at),
            _ => false,
        };
        // Closing marks belong to the sentence.
        let followed = tokens.get(at + 1).is_some_and(|it| {
            it.glued && matches!(it.script, Script::Mark('.' | '?' | '!' | '"' | '\'' | ')'))
        });
        if ends && !followed {
            close(&mut start, at + 1);
        }
    }
    if start < tokens.len() {
        let rest = start..tokens.len();
        if tokens[rest.clone()].iter().any(Token::is_word) || found.is_empty() {
            found.push(rest);
        } else if let Some(last) = found.last_mut() {
            last.end = tokens.len();
        }
    }
    found
}

/// Whether a full stop ends a sentence, and not an abbreviation or a number.
fn full_stop(tokens: &[Token], at: usize) -> bool {
    let glued = tokens.get(at + 1).is_some_and(|next| next.glued && next.is_latin());
    let short = at.checked_sub(1).map(|before| &tokens[before]).is_some_and(|before| {
        // I/O. ends a sentence, e. g. does not.
        let letter = before.word.len() == 1 && !(before.glued && at > 1 && tokens[at - 2].is('/'));
        before.is_latin() && (letter || matches!(before.word.as_str(), "vs" | "cf"))
    });
    let last = at + 1 == tokens.len();
    // `heap.Threads`: a sentence that began without a space.
    let capital = glued && at > 0 && tokens[at - 1].word.len() > 2 && tokens[at + 1].word.len() > 2;
    last || (!short && (!glued || capital))
}

/// Whether a line end before `at` only breaks a long line. Decided by words alone: bytes and capitals
/// differ with how a text is typed.
fn wrapped(tokens: &[Token], start: usize, at: usize) -> bool {
    if tokens[at].lines > 1 || !tokens[at].is_word() {
        return false;
    }
    let before = &tokens[at - 1];
    let line = tokens[start..at].iter().rposition(|it| it.lines > 0).map_or(start, |n| start + n);
    let columns = |it: &Token| {
        let letters = it.word.chars().count();
        letters + usize::from(!it.glued) + if it.is_hangul() { letters } else { 0 }
    };
    let wide = tokens[line..at].iter().map(columns).sum::<usize>() > 60;
    let goes_on = if tokens[at].is_latin() && !before.is_hangul() {
        let next = tokens[at + 1..].iter().position(|it| it.lines > 0 || !it.is_word());
        let line = &tokens[at..next.map_or(tokens.len(), |n| at + 1 + n)];
        // A line that is a sentence by itself: each thread has a stack.
        !english::opens_with_noun(line)
    } else {
        !korean::closes(before)
    };
    wide && goes_on && (before.is_word() || before.is(','))
}
