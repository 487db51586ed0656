//! Whether a pattern is stated, denied or only touched in an answer.
//!
//! Invariant: a match names only words of one clause (or of one that repeats or continues it) that
//! are about the right subject; its spans are slices of what was typed. It must not know grades.

use std::ops::Range;

use crate::text::Span;

use super::{
    korean,
    pattern::Demand,
    reading::{Clause, Effect, Reading, Subjects, Turn},
    term::{Hit, TermId},
};

/// A pattern whose words have numbers.
#[derive(Debug)]
pub(super) struct Compiled {
    /// Whom it is about; nobody in particular if zero.
    pub(super) about: Subjects,
    pub(super) groups: Vec<(Demand, Vec<TermId>)>,
}

/// What became of a pattern in an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Stated as demanded.
    Matched(Vec<Span>),
    /// Stated the wrong way round.
    Reversed(Vec<Span>),
    /// Its words occur, but not together.
    Touched(Vec<Span>),
    Missing,
}

/// How strictly a pattern is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    /// A point: clauses may continue each other.
    Point,
    /// A point that is covered by naming it.
    Name,
    /// A misconception: one clause, one subject, nothing hypothetical.
    Trap,
}

/// One clause, or two that are read as one.
struct Window {
    first: Part,
    /// The other clause has what the first leaves out.
    other: Option<Part>,
    /// Whether the other brings a predicate of its own and nothing else: `저장하고 .. 복원한다`. Then
    /// words of a wrong polarity are no reversal.
    goes_on: bool,
}

/// A clause, with how it is turned and whom it is about instead.
struct Part {
    tokens: Range<usize>,
    turned: Option<(Turn, Subjects)>,
}

/// An answer with the places of the card's words.
pub(super) struct Matter<'a> {
    reading: &'a Reading,
    hits: &'a [Vec<Hit>],
    /// The first and the last word of each concept whose name is more than one.
    names: &'a [(usize, usize)],
    /// For each clause the windows that begin with it, first the one that it is by itself.
    windows: Vec<Vec<Window>>,
}

impl<'a> Matter<'a> {
    /// An answer as it was read, and where each word stands, in order.
    pub(super) fn new(
        reading: &'a Reading,
        hits: &'a [Vec<Hit>],
        names: &'a [(usize, usize)],
    ) -> Matter<'a> {
        let mut matter = Matter { reading, hits, names, windows: Vec::new() };
        matter.windows = (0..reading.clauses.len()).map(|at| matter.windows_at(at)).collect();
        matter
    }
}

impl Matter<'_> {
    /// Looks for a pattern.
    pub(super) fn look(&self, pattern: &Compiled, strictness: Strictness) -> Outcome {
        let mut reversed = None;
        for clause in 0..self.reading.clauses.len() {
            let sentence = &self.reading.sentences[self.reading.clauses[clause].sentence];
            let asserts = || !sentence.question && !self.hypothetical(clause);
            if sentence.list || (strictness == Strictness::Trap && !asserts()) {
                continue;
            }
            let windows = &self.windows[clause];
            let alone = strictness == Strictness::Trap;
            for window in &windows[..if alone { 1 } else { windows.len() }] {
                match self.in_window(pattern, window, strictness) {
                    Outcome::Reversed(spans)
                        if !window.goes_on && asserts() && !self.supposes(clause) =>
                    {
                        reversed.get_or_insert(spans);
                    }
                    Outcome::Matched(spans) => return Outcome::Matched(spans),
                    _ => {}
                }
            }
        }
        match reversed {
            Some(spans) => Outcome::Reversed(spans),
            None if strictness == Strictness::Trap => Outcome::Missing,
            None => self.touched(pattern),
        }
    }

    /// The windows that begin with a clause: alone or with what it repeats, with its continuation,
    /// with the clause before that has its object.
    fn windows_at(&self, at: usize) -> Vec<Window> {
        let clauses = &self.reading.clauses;
        let clause = &clauses[at];
        let part = |clause: &Clause, turned| Part { tokens: clause.tokens.clone(), turned };
        let alone = match clause.echo {
            Some(echo) => part(&clauses[echo.of], Some((echo.turn, clause.topics))),
            None => part(clause, None),
        };
        let mut windows = vec![Window { first: alone, other: None, goes_on: false }];
        if let Some(next) = clauses.get(at + 1)
            && next.sentence == clause.sentence
            && next.echo.is_none()
            && (next.topics == clause.topics || next.topics == 0 || clause.topics == 0)
            && !self.has_subject(next)
        {
            let (first, other) = (part(clause, None), Some(part(next, None)));
            windows.push(Window { first, other, goes_on: true });
        }
        if let Some(before) = at.checked_sub(1).map(|before| &clauses[before])
            && clause.echo.is_none()
            && before.sentence == clause.sentence
            && self.gapped(clause)
        {
            let other = Some(part(before, Some((Turn::Same, clause.topics))));
            windows.push(Window { first: part(clause, None), other, goes_on: false });
        }
        windows
    }

    /// Whether a clause brings a subject of its own, so that it does not continue the one before.
    fn has_subject(&self, clause: &Clause) -> bool {
        let tokens = &self.reading.tokens[clause.tokens.clone()];
        if self.reading.sentences[clause.sentence].korean {
            tokens.iter().take(4).any(|it| {
                it.is_hangul()
                    && (it.syllables() > 1 || it.glued)
                    && ["은", "는", "이", "가"].iter().any(|particle| it.word.ends_with(particle))
                    && !["하는", "되는", "있는", "없는", "같은", "않는", "차이", "사이", "쓰는"]
                        .iter()
                        .any(|verb| it.word.ends_with(verb))
            })
        } else {
            super::english::opens_with_noun(tokens)
        }
    }

    /// Whether a clause has a subject and a verb and leaves its object to the clause before:
    /// `프로세스는 공유하지 않는다`, `while processes don't share it`.
    fn gapped(&self, clause: &Clause) -> bool {
        let tokens = &self.reading.tokens[clause.tokens.clone()];
        let words = tokens.iter().filter(|it| it.is_word() && !it.glued).count();
        let object = tokens.iter().skip(1).any(|it| {
            it.is_hangul()
                && (it.syllables() > 1 || it.glued)
                && ["을", "를", "이", "가", "은"].iter().any(|particle| it.word.ends_with(particle))
        });
        clause.topics != 0 && words <= 4 && !object
    }

    fn is_korean(&self, hit: &Hit) -> bool {
        let clause = &self.reading.clauses[self.reading.clause_of[hit.last]];
        self.reading.sentences[clause.sentence].korean
    }

    /// Whether a hit is the predicate of its clause: its last words in Korean, its first in English.
    fn is_predicate(&self, hit: &Hit) -> bool {
        let clause = &self.reading.clauses[self.reading.clause_of[hit.last]];
        let tokens = &self.reading.tokens;
        if self.is_korean(hit) {
            let after = tokens[hit.last + 1..clause.tokens.end].iter();
            after.filter(|it| it.is_word() && !(it.glued && it.is_hangul())).nth(2).is_none()
        } else {
            let connectives =
                ["and", "but", "then", "or", "so", "also", "it", "they", "which", "that", "to"];
            let start = clause.tokens.clone().find(|at| {
                tokens[*at].is_word() && !connectives.contains(&tokens[*at].word.as_str())
            });
            start.is_some_and(|start| hit.first <= start + 1)
        }
    }

    /// Whether a clause imagines what would be, or says what it takes: 순서를 맞춰야 안 생긴다. A wish
    /// may stand in the next one: 하나만 죽고 끝나면 좋겠지만.
    fn hypothetical(&self, clause: usize) -> bool {
        let clauses = &self.reading.clauses;
        let next = clauses.get(clause + 1).filter(|it| it.sentence == clauses[clause].sentence);
        let wish = next.is_some_and(|it| {
            let mut tokens = self.reading.tokens[it.tokens.clone()].iter();
            tokens.any(|it| it.word.starts_with("좋겠"))
        });
        let tokens = &self.reading.tokens[clauses[clause].tokens.clone()];
        let would = tokens.iter().any(|it| matches!(it.word.as_str(), "would" | "wouldn't"));
        let conditional = tokens.iter().any(|it| {
            it.word == "만약"
                || it.word == "만일"
                || it.word.ends_with("다면")
                || it.word.ends_with("라면") && it.syllables() > 2
                || it.word.ends_with("했다간")
                || it.word.starts_with("좋겠")
        });
        let takes = tokens.windows(2).any(|it| {
            it[0].is_hangul()
                && ["아야", "어야", "해야", "여야", "춰야", "져야"]
                    .iter()
                    .any(|ending| it[0].word.ends_with(ending))
                && !it[1]
                    .word
                    .starts_with(['하', '합', '한', '할', '해', '했', '되', '돼', '됩', '된', '만'])
        });
        takes
            || would
                && tokens
                    .iter()
                    .any(|it| it.word == "if" || it.word == "otherwise" || it.word == "then")
            || conditional
            || wish
    }

    /// Whether a clause says when or what for, so that it turns nothing round: 주고받으려면, if you
    /// look at it, to get data across.
    fn supposes(&self, clause: usize) -> bool {
        let clause = &self.reading.clauses[clause];
        let mut words = self.reading.tokens[clause.tokens.clone()].iter().filter(|it| it.is_word());
        if self.reading.sentences[clause.sentence].korean {
            let (last, before) = (words.next_back(), words.next_back());
            // 비슷해 보이긴 하는데
            let grants = before.is_some_and(|it| korean::grants(&it.word));
            return last.is_some_and(|it| {
                grants && it.word.starts_with(['하', '한', '해', '했'])
                    || korean::supposes(&it.word)
            });
        }
        let first =
            words.find(|it| !matches!(it.word.as_str(), "so" | "and" | "but" | "then" | "now"));
        let suppose = ["if", "when", "whenever", "unless", "to", "before", "after", "until", "by"];
        first.is_some_and(|it| suppose.contains(&it.word.as_str()))
    }

    /// Whether a word says that something is so: not in 공유 메모리, which is a name, nor in 공유하면.
    fn asserted(&self, hit: &Hit) -> bool {
        let named = self.names.iter().any(|(first, last)| {
            *first <= hit.first && hit.last <= *last && last - first > hit.last - hit.first
        });
        let clause = &self.reading.clauses[self.reading.clause_of[hit.last]];
        let words = self.reading.tokens[hit.last..clause.tokens.end].iter();
        let mut words = words.filter(|it| it.is_word()).take(2);
        !named && !words.any(|it| korean::supposes(&it.word))
    }

    /// Whether there is none of what a word names: `share no memory`.
    fn has_no(&self, hit: &Hit) -> bool {
        let mut cues = self.reading.cues_of[hit.first].iter().map(|at| &self.reading.cues[*at].at);
        cues.any(|at| !at.is_empty() && self.reading.tokens[at.start].word == "no")
    }

    /// Where these words stand in a clause. Each word's places are in order.
    fn hits_in<'b>(&'b self, terms: &'b [TermId], part: &Part) -> impl Iterator<Item = &'b Hit> {
        let Range { start, end } = part.tokens;
        terms.iter().flat_map(move |term| {
            let hits = &self.hits[*term];
            let from = hits.partition_point(|it| it.first < start);
            hits[from..].iter().take_while(move |it| it.first < end).filter(move |it| it.last < end)
        })
    }

    fn in_window(&self, pattern: &Compiled, window: &Window, strictness: Strictness) -> Outcome {
        let ignores_polarity = strictness == Strictness::Name
            || pattern.groups.iter().any(|(demand, _)| *demand == Demand::Denied);
        let mut found: Vec<Hit> = Vec::new();
        let mut reversed = false;
        for (n, (demand, terms)) in pattern.groups.iter().enumerate() {
            let mut part = &window.first;
            if let Some(other) = &window.other
                && self.hits_in(terms, part).next().is_none()
            {
                // The predicate is in the first clause.
                if n == 0 {
                    return Outcome::Missing;
                }
                part = other;
            }
            let continued = window.goes_on && !std::ptr::eq(part, &window.first);
            let mut right: Option<Hit> = None;
            let mut wrong: Option<Hit> = None;
            for hit in self.hits_in(terms, part) {
                if *demand == Demand::Absent {
                    return Outcome::Missing;
                }
                if continued && !self.is_predicate(hit) {
                    continue;
                }
                // One word is not two things.
                if found.iter().any(|it| it.first == hit.first && it.last == hit.last) {
                    continue;
                }
                if !self.is_about(pattern.about, hit, part, strictness) {
                    continue;
                }
                let Some(denied) = self.denied(hit, part, strictness) else { continue };
                let wanted = match demand {
                    Demand::Denied => denied,
                    _ => ignores_polarity || !denied,
                };
                let slot = if wanted { &mut right } else { &mut wrong };
                let near = |it: &Hit| {
                    found.first().map_or(it.first, |first| it.first.abs_diff(first.first))
                };
                if slot.as_ref().is_none_or(|best| near(hit) < near(best)) {
                    *slot = Some(*hit);
                }
            }
            // 프로세스마다 다르지 않다: the verb decides, not the word before it.
            let decided = !ignores_polarity
                && right.zip(wrong).is_some_and(|(right, wrong)| {
                    right.last < wrong.first
                        && !self.reading.tokens[right.last..wrong.first].iter().any(|it| it.is('('))
                        && !self.reading.is_cue(right.first)
                        && self.is_korean(&wrong)
                        && self.is_predicate(&wrong)
                });
            match (right.filter(|_| !decided), wrong) {
                (Some(hit), _) => found.push(hit),
                // Of what is stated, the predicate turns the statement round, or an object that
                // there is none of: `not on the stack` says only where something is not.
                (None, Some(hit))
                    if (n == 0 || reversed || *demand == Demand::Denied || self.has_no(&hit))
                        && self.asserted(&hit) =>
                {
                    reversed = true;
                    found.push(hit);
                }
                (None, Some(_)) => return Outcome::Missing,
                (None, None) if *demand == Demand::Absent => {}
                (None, None) => return Outcome::Missing,
            }
        }
        let spans = self.spans(&found);
        if reversed { Outcome::Reversed(spans) } else { Outcome::Matched(spans) }
    }

    fn is_about(&self, about: Subjects, hit: &Hit, part: &Part, strictness: Strictness) -> bool {
        if about == 0 || strictness == Strictness::Name {
            return true;
        }
        let topics = match part.turned {
            Some((_, topics)) => topics,
            None => self.reading.topics(hit.first),
        };
        match strictness {
            Strictness::Trap => topics == about,
            _ => topics & about != 0,
        }
    }

    /// Whether what a hit says is denied; None if it is not said at all.
    fn denied(&self, hit: &Hit, part: &Part, strictness: Strictness) -> Option<bool> {
        let mut denied = false;
        let mut counted: [usize; 8] = [usize::MAX; 8];
        let mut count = 0;
        for token in hit.first..=hit.last {
            for cue_at in &self.reading.cues_of[token] {
                if counted[..count].contains(cue_at) {
                    continue;
                }
                if count < counted.len() {
                    counted[count] = *cue_at;
                    count += 1;
                }
                let cue = &self.reading.cues[*cue_at];
                // A cue inside the word itself is part of the word: `no preemption`.
                let own = !cue.at.is_empty()
                    && hit.first <= cue.at.start
                    && cue.at.end <= hit.last + 1
                    && hit.first < hit.last;
                match cue.effect {
                    _ if own => {}
                    // Who rejects that something is not so need not mean that it is.
                    Effect::Rejected { denies: true } if strictness == Strictness::Trap => {
                        return None;
                    }
                    Effect::Denied | Effect::Rejected { .. } => denied = !denied,
                    Effect::Hedged if strictness == Strictness::Trap => return None,
                    Effect::Hedged => {}
                    Effect::Excepted | Effect::Quoted => return None,
                }
            }
        }
        Some(match part.turned {
            Some((Turn::Affirmed, _)) => false,
            Some((Turn::Denied, _)) => true,
            Some((Turn::Opposite, _)) => !denied,
            Some((Turn::Same, _)) | None => denied,
        })
    }

    /// Looks for a pattern in two sentences beside each other, whose clauses share the words.
    pub(super) fn across(&self, pattern: &Compiled) -> Option<Vec<Span>> {
        (0..self.reading.sentences.len()).find_map(|first| self.across_from(pattern, first))
    }

    fn across_from(&self, pattern: &Compiled, first: usize) -> Option<Vec<Span>> {
        let sentences = &self.reading.sentences[first..];
        let places = sentences[..sentences.len().min(2)].iter();
        let places = places.filter(|it| !it.list && !it.question);
        let parts = places.map(|it| Part { tokens: it.tokens.clone(), turned: None });
        let parts: Vec<Part> = parts.collect();
        let mut found: Vec<Hit> = Vec::new();
        for (demand, terms) in &pattern.groups {
            let mut hits =
                parts.iter().flat_map(|part| self.hits_in(terms, part).map(move |hit| (part, hit)));
            if *demand == Demand::Absent {
                if hits.next().is_some() {
                    return None;
                }
                continue;
            }
            let said = |(part, hit): &(&Part, &Hit)| {
                let denied = self.denied(hit, part, Strictness::Point);
                let clause = self.reading.clause_of[hit.last];
                self.is_about(pattern.about, hit, part, Strictness::Point)
                    && !self.hypothetical(clause)
                    && !self.supposes(clause)
                    && denied == Some(*demand == Demand::Denied)
                    && found.iter().all(|it| it.first != hit.first || it.last != hit.last)
            };
            let (_, hit) = hits.find(said)?;
            found.push(*hit);
        }
        Some(self.spans(&found))
    }

    /// The words of a pattern anywhere in the answer.
    fn touched(&self, pattern: &Compiled) -> Outcome {
        let mut found = Vec::new();
        for (demand, terms) in &pattern.groups {
            if *demand == Demand::Absent {
                continue;
            }
            let first = terms.iter().filter_map(|term| self.hits[*term].first()).min();
            match first {
                Some(hit) => found.push(*hit),
                None => return Outcome::Missing,
            }
        }
        Outcome::Touched(self.spans(&found))
    }

    fn spans(&self, hits: &[Hit]) -> Vec<Span> {
        let mut spans: Vec<Span> = hits.iter().map(|hit| hit.span(&self.reading.tokens)).collect();
        merge(&mut spans);
        spans
    }
}

/// Sorts spans and joins those that touch or overlap.
pub(super) fn merge(spans: &mut Vec<Span>) {
    spans.sort();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    *spans = merged;
}
