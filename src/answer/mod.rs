//! Which points an answer in sentences states, which it states the wrong way round, and which
//! misconceptions it contains: a [`Rubric`] and a text in, a [`Report`] out.
//!
//! Invariant: deterministic, linear in the length of the answer, and no text makes it panic. What
//! it reports are slices of the text as typed. It must not know decks, grades given, or wording.

mod english;
mod fold;
mod korean;
mod order;
mod pattern;
mod piece;
mod proposal;
mod reading;
mod stuffing;
mod term;
mod token;
mod verdict;
#[cfg(test)]
mod tests;

use crate::text::Span;

pub use pattern::{Demand, Group, Pattern, PatternError, TERMS_PER_PATTERN};
pub use proposal::{Proposal, Tick, propose};

use self::{
    english::Stems,
    reading::{MOST_SUBJECTS, Mention, Reading, Subjects},
    term::{TermId, Terms, TermsBuilder},
    verdict::{Compiled, Matter, Outcome, Strictness, merge},
};

/// A name and all its spellings.
pub type Spellings = (Box<str>, Vec<Box<str>>);

/// The most bytes of an answer that are read; the rest is left out.
pub const LONGEST_ANSWER: usize = 64 * 1024;

/// What an answer is judged by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rubric {
    /// Whom a clause can be about.
    pub subjects: Vec<Spellings>,
    /// Concepts with all their spellings.
    pub glossary: Vec<Spellings>,
    /// What a good answer says.
    pub points: Vec<Rule>,
    /// Misconceptions.
    pub traps: Vec<Rule>,
}

/// What finds one point or one misconception.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// The patterns.
    pub patterns: Vec<Pattern>,
    /// Whom they are about where they do not say it.
    pub about: Option<Box<str>>,
    /// How many of them must match; at least one.
    pub need: usize,
    /// Whether naming it suffices.
    pub name: bool,
}

/// What an answer says of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It states it.
    Covered,
    /// It has the words, but does not put them together.
    Mentioned,
    /// It states the opposite.
    Contradicted,
    /// Nothing of it was found.
    NotFound,
}

impl Status {
    /// Its name in JSON and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Status::Covered => "covered",
            Status::Mentioned => "mentioned",
            Status::Contradicted => "contradicted",
            Status::NotFound => "not_found",
        }
    }
}

/// A verdict on a point, and the words that it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What the answer says of it.
    pub status: Status,
    /// Byte ranges of the answer as typed, in order and apart.
    pub spans: Vec<Span>,
}

/// A misconception that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fallen {
    /// Its place among the rubric's traps.
    pub trap: usize,
    /// Byte ranges of the answer as typed, in order and apart.
    pub spans: Vec<Span>,
}

/// What was found in an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// One for each point of the rubric.
    pub points: Vec<Verdict>,
    /// The misconceptions, in the order of the rubric.
    pub traps: Vec<Fallen>,
    /// Whether part of the answer only lists words.
    pub lists: bool,
    /// The clauses of the answer, in order.
    pub clauses: Vec<Span>,
}

impl Report {
    /// The clause in which the first of these spans lies.
    pub fn clause(&self, spans: &[Span]) -> Option<Span> {
        let first = spans.first()?;
        self.clauses.iter().copied().find(|it| it.start <= first.start && first.start < it.end)
    }
}

/// What a follow-up question asks for, by its place in the rubric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// A point that was not made.
    Point(usize),
    /// A misconception.
    Trap(usize),
}

/// A rubric, ready to judge answers.
pub struct Judge {
    stems: Stems,
    terms: Terms,
    subjects: Vec<TermId>,
    concepts: Vec<TermId>,
    points: Vec<Ready>,
    traps: Vec<Ready>,
}

#[derive(Debug)]
struct Ready {
    patterns: Vec<Compiled>,
    need: usize,
    name: bool,
}

impl Judge {
    /// Prepares a rubric. Subjects beyond the thirty-second are not told apart.
    pub fn new(rubric: &Rubric) -> Judge {
        let stems = Stems::default();
        let concepts = rubric.subjects.iter().chain(&rubric.glossary);
        let concepts = concepts.map(|(name, spellings)| (&**name, &spellings[..]));
        let mut terms = TermsBuilder::new(concepts, &stems);
        let names = |spellings: &[Spellings]| -> Vec<Box<str>> {
            spellings.iter().map(|(name, _)| name.clone()).collect()
        };
        let subject_names = names(&rubric.subjects);
        let subjects: Vec<TermId> = subject_names.iter().map(|it| terms.term(it)).collect();
        let concepts = names(&rubric.glossary).iter().map(|it| terms.term(it)).collect();
        let mut rules = |rules: &[Rule]| -> Vec<Ready> {
            rules.iter().map(|rule| ready(rule, &subject_names, &mut terms)).collect()
        };
        let (points, traps) = (rules(&rubric.points), rules(&rubric.traps));
        let terms = terms.build();
        Judge { stems, terms, subjects, concepts, points, traps }
    }

    /// Judges an answer. Linear in its length.
    pub fn report(&self, answer: &str) -> Report {
        self.read(answer, 0, None)
    }

    /// Judges the reply to a follow-up question, which has named already whom the reply is about.
    pub fn reply(&self, answer: &str, to: Probe) -> Report {
        let about = match to {
            Probe::Point(at) => self
                .points
                .get(at)
                .map_or(0, |rule| rule.patterns.iter().fold(0, |all, pattern| all | pattern.about)),
            // A misconception is about one subject, or it is not seen.
            Probe::Trap(at) => {
                let mut abouts = self.traps.get(at).into_iter().flat_map(|rule| &rule.patterns);
                let first = abouts.next().map_or(0, |pattern| pattern.about);
                if abouts.all(|it| it.about == first) { first } else { 0 }
            }
        };
        self.read(answer, about, Some(to))
    }

    /// Judges an answer that is about these subjects until it names others.
    fn read(&self, answer: &str, about: Subjects, to: Option<Probe>) -> Report {
        let answer = cut(answer);
        let mut tokens = token::tokens(answer, &self.stems);
        let sentences = reading::sentences(&tokens);
        // Subjects and concepts have the first numbers.
        let known = 0..self.subjects.len() + self.concepts.len();
        self.terms.correct(&mut tokens, &sentences, &known);
        let hits = self.terms.find(&tokens);
        let names = self.names(&hits);
        let mentions = self.mentions(&hits, &names);
        let reading = Reading::new(tokens, sentences, &mentions, about);
        let matter = Matter::new(&reading, &hits, &names);
        let points = self.points.iter().enumerate().map(|(at, rule)| {
            let found = point(&matter, rule);
            match found.status {
                // Who is asked for one point may make it in two sentences beside each other.
                Status::Mentioned if to == Some(Probe::Point(at)) => {
                    across(&matter, rule).unwrap_or(found)
                }
                _ => found,
            }
        });
        let points = points.collect();
        let traps = self.traps.iter().enumerate();
        let traps = traps.filter_map(|(trap, rule)| {
            let mut outcomes = rule.patterns.iter().map(|it| matter.look(it, Strictness::Trap));
            outcomes.find_map(|it| match it {
                Outcome::Matched(spans) => Some(Fallen { trap, spans }),
                _ => None,
            })
        });
        Report {
            points,
            traps: traps.collect(),
            lists: reading.sentences.iter().any(|it| it.list),
            clauses: reading.clause_spans(),
        }
    }

    /// Where concepts stand whose name is more than one word: their first and last, in order.
    fn names(&self, hits: &[Vec<term::Hit>]) -> Vec<(usize, usize)> {
        let named = self.concepts.iter().flat_map(|concept| &hits[*concept]);
        let longer = named.filter(|hit| hit.last > hit.first).map(|hit| (hit.first, hit.last));
        let mut longer: Vec<(usize, usize)> = longer.collect();
        longer.sort_unstable();
        longer
    }

    /// Where subjects are named, in order; not inside a longer word of the glossary.
    fn mentions(&self, hits: &[Vec<term::Hit>], longer: &[(usize, usize)]) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        for (n, term) in self.subjects.iter().enumerate().take(MOST_SUBJECTS) {
            let subject = 1 << n;
            mentions.extend(hits[*term].iter().map(|hit| Mention { subject, hit: *hit }));
        }
        mentions.retain(|it| {
            let at = longer.partition_point(|(first, _)| *first <= it.hit.first);
            !longer[..at].iter().rev().take(4).any(|(_, last)| it.hit.last <= *last)
        });
        mentions.sort_by_key(|it| (it.hit.first, it.hit.last));
        mentions.dedup_by_key(|it| it.hit.first);
        mentions
    }
}

/// A rule whose words have numbers.
fn ready(rule: &Rule, subjects: &[Box<str>], terms: &mut TermsBuilder) -> Ready {
    let bit = |name: &str| -> Subjects {
        let place = subjects.iter().position(|it| **it == *name);
        place.filter(|place| *place < MOST_SUBJECTS).map_or(0, |place| 1 << place)
    };
    let patterns = rule.patterns.iter().map(|pattern| {
        let about = pattern.about.as_deref().or(rule.about.as_deref()).map_or(0, bit);
        let groups = pattern.groups.iter().map(|group| {
            let terms = group.terms.iter().map(|(term, _)| terms.term(term)).collect();
            (group.demand, terms)
        });
        Compiled { about, groups: groups.collect() }
    });
    Ready { patterns: patterns.collect(), need: rule.need.max(1), name: rule.name }
}

/// The verdict on a point: enough patterns matched; else one reversed; else one touched.
fn point(matter: &Matter, rule: &Ready) -> Verdict {
    let strictness = if rule.name { Strictness::Name } else { Strictness::Point };
    let mut matched = Vec::new();
    let (mut count, mut reversed, mut touched) = (0, None, None);
    for pattern in &rule.patterns {
        match matter.look(pattern, strictness) {
            Outcome::Matched(spans) => {
                count += 1;
                if count <= rule.need {
                    matched.extend(spans);
                }
                if count == rule.need {
                    break;
                }
            }
            Outcome::Reversed(spans) => reversed = reversed.or(Some(spans)),
            Outcome::Touched(spans) => touched = touched.or(Some(spans)),
            Outcome::Missing => {}
        }
    }
    merge(&mut matched);
    if count >= rule.need {
        Verdict { status: Status::Covered, spans: matched }
    } else if let Some(spans) = reversed {
        Verdict { status: Status::Contradicted, spans }
    } else if count > 0 {
        Verdict { status: Status::Mentioned, spans: matched }
    } else if let Some(spans) = touched {
        Verdict { status: Status::Mentioned, spans }
    } else {
        Verdict { status: Status::NotFound, spans: Vec::new() }
    }
}

/// The verdict on a point that was asked for, if sentences beside each other state it together.
fn across(matter: &Matter, rule: &Ready) -> Option<Verdict> {
    let mut found = rule.patterns.iter().filter_map(|it| matter.across(it));
    let mut spans: Vec<Span> = Vec::new();
    for _ in 0..rule.need {
        spans.extend(found.next()?);
    }
    merge(&mut spans);
    Some(Verdict { status: Status::Covered, spans })
}

/// As much of an answer as is read, cut between characters.
fn cut(answer: &str) -> &str {
    let mut end = answer.len().min(LONGEST_ANSWER);
    while !answer.is_char_boundary(end) {
        end -= 1;
    }
    &answer[..end]
}
