//! How well the judge of answers agrees with people who labelled answers: precision, recall and F1
//! of points and misconceptions, false hits where they hurt most, agreement of grades.
//!
//! Invariant: a measure is a function of rubrics and labelled answers, and adds up: two measures
//! taken one after the other into one tally are those of both sets. It must not know files.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    answer::{Judge, Status},
    deck::{Deck, Explain, Kind},
    record::Grade,
    text::Span,
};

/// An answer with what a person found in it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Labelled {
    /// Its name in its set.
    pub id: String,
    /// The card that it answers.
    pub card: String,
    /// `ko`, `en` or `mixed`.
    pub lang: String,
    /// What sort of answer it is: `keywords`, `off_topic`, `denied` ...
    pub kind: String,
    /// The answer.
    pub answer: String,
    /// The points that it makes.
    pub covers: Vec<String>,
    /// The points of which it says the opposite.
    #[serde(default)]
    pub contradicts: Vec<String>,
    /// The misconceptions that it contains.
    #[serde(default)]
    pub traps: Vec<String>,
    /// The grade that the person gave, where they gave one.
    #[serde(default)]
    pub grade: Option<String>,
}

/// Hits and misses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Found and there.
    pub hit: usize,
    /// Found and not there.
    pub false_hit: usize,
    /// There and not found.
    pub missed: usize,
}

impl Count {
    fn add(&mut self, found: bool, gold: bool) {
        match (found, gold) {
            (true, true) => self.hit += 1,
            (true, false) => self.false_hit += 1,
            (false, true) => self.missed += 1,
            (false, false) => {}
        }
    }

    /// How much of what was found is there.
    pub fn precision(&self) -> f64 {
        share(self.hit, self.hit + self.false_hit)
    }

    /// How much of what is there was found.
    pub fn recall(&self) -> f64 {
        share(self.hit, self.hit + self.missed)
    }

    /// The harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        share(2 * self.hit, 2 * self.hit + self.false_hit + self.missed)
    }
}

/// A share of nothing is whole: where nothing was found, nothing was found wrongly.
fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { part as f64 / of as f64 }
}

/// How a verdict differs from the label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Differs {
    /// A point that is not there was found.
    FalseHit,
    /// A point that is there was not found.
    Missed(Status),
    /// A point of which the answer does not say the opposite was called so.
    Reversed,
    /// A misconception that is not there was found.
    Alarm,
    /// A misconception that is there was not found.
    Untrapped,
}

/// A difference between the judge and a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How they differ.
    pub how: Differs,
    /// The point or misconception.
    pub id: Box<str>,
    /// The words that the judge went by.
    pub spans: Vec<Span>,
}

/// What a set of labelled answers amounts to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Answers judged, by language, and under `all`.
    pub answers: BTreeMap<String, usize>,
    /// Points: under `all`, `lang ko`, `kind full`, `card x`, `point x/y`.
    pub points: BTreeMap<String, Count>,
    /// Misconceptions: under `all` and `trap x/y`.
    pub traps: BTreeMap<String, Count>,
    /// Points said the wrong way round.
    pub reversed: Count,
    /// Points found in lists of keywords.
    pub list_points: usize,
    /// Points found in answers off the topic.
    pub off_topic_points: usize,
    /// Misconceptions found in answers that deny them.
    pub denied_alarms: usize,
    /// Graded answers; of these, the same grade, and within one of it.
    pub grades: (usize, usize, usize),
}

/// The cards of a deck that are answered in sentences, ready to be measured.
pub struct Bench<'a> {
    cards: BTreeMap<&'a str, (Judge, &'a Explain)>,
}

impl<'a> Bench<'a> {
    /// The cards of this deck.
    pub fn new(deck: &'a Deck) -> Bench<'a> {
        let cards = deck.cards.iter().filter_map(|card| {
            let Kind::Explain(explain) = &card.kind else { return None };
            Some((&*card.id, (Judge::new(&explain.rubric(deck, card)), explain)))
        });
        Bench { cards: cards.collect() }
    }

    /// Judges an answer and counts it. Gives the differences; none for a card that is not here.
    pub fn measure(&self, gold: &Labelled, tally: &mut Tally) -> Vec<Difference> {
        let Some((judge, explain)) = self.cards.get(gold.card.as_str()) else { return Vec::new() };
        let report = judge.report(&gold.answer);
        let mut differences = Vec::new();
        for key in ["all", gold.lang.as_str()] {
            *tally.answers.entry(key.to_owned()).or_default() += 1;
        }
        for (point, verdict) in explain.points.iter().zip(&report.points) {
            let labelled = |list: &[String]| list.iter().any(|it| **it == *point.id);
            let found = verdict.status == Status::Covered;
            let wanted = labelled(&gold.covers);
            for key in [
                "all".to_owned(),
                format!("lang {}", gold.lang),
                format!("kind {}", gold.kind),
                format!("card {}", gold.card),
                format!("point {}/{}", gold.card, point.id),
            ] {
                tally.points.entry(key).or_default().add(found, wanted);
            }
            tally.list_points += usize::from(found && gold.kind == "keywords");
            tally.off_topic_points += usize::from(found && gold.kind == "off_topic");
            let turned = verdict.status == Status::Contradicted;
            let opposite = labelled(&gold.contradicts);
            tally.reversed.add(turned, opposite);
            let mut differs = |how| {
                let (id, spans) = (point.id.clone(), verdict.spans.clone());
                differences.push(Difference { how, id, spans });
            };
            match (found, wanted) {
                (true, false) => differs(Differs::FalseHit),
                (false, true) => differs(Differs::Missed(verdict.status)),
                _ => {}
            }
            if turned && !opposite {
                differs(Differs::Reversed);
            }
        }
        for (at, trap) in explain.traps.iter().enumerate() {
            let fallen = report.traps.iter().find(|it| it.trap == at);
            let wanted = gold.traps.iter().any(|it| **it == *trap.id);
            for key in ["all".to_owned(), format!("trap {}/{}", gold.card, trap.id)] {
                tally.traps.entry(key).or_default().add(fallen.is_some(), wanted);
            }
            let (how, spans) = match (fallen, wanted) {
                (Some(fallen), false) => (Differs::Alarm, fallen.spans.clone()),
                (None, true) => (Differs::Untrapped, Vec::new()),
                _ => continue,
            };
            tally.denied_alarms += usize::from(how == Differs::Alarm && gold.kind == "denied");
            differences.push(Difference { how, id: trap.id.clone(), spans });
        }
        let wanted = gold.grade.as_deref();
        let wanted = Grade::ALL.into_iter().find(|it| Some(it.name()) == wanted);
        if let (Some(wanted), Some(found)) = (wanted, explain.proposal(&report)) {
            let apart = wanted.index().abs_diff(found.grade.index());
            let (all, same, near) = &mut tally.grades;
            *all += 1;
            *same += usize::from(apart == 0);
            *near += usize::from(apart <= 1);
        }
        differences
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECK: &str = r#"
format = 1
id = "d"
languages = ["en"]
title = "D"
topics.t = "T"
[[explain]]
id = "c"
topic = "t"
question = "Why?"
answer = "Because."
[[explain.point]]
id = "heap"
text = "threads share the heap"
match = ["share + heap"]
[[explain.trap]]
id = "stack"
text = "threads share the stack"
match = ["share + stack"]
"#;

    #[test]
    fn agreement_is_counted() {
        let deck = crate::deck::read(DECK).0.unwrap();
        let bench = Bench::new(&deck);
        let mut tally = Tally::default();
        let mut measure = |answer: &str, covers: &[&str], kind: &str, grade: &str| {
            let gold = Labelled {
                id: "1".into(),
                card: "c".into(),
                lang: "en".into(),
                kind: kind.into(),
                answer: answer.into(),
                covers: covers.iter().map(|it| it.to_string()).collect(),
                contradicts: Vec::new(),
                traps: Vec::new(),
                grade: Some(grade.into()),
            };
            let found = bench.measure(&gold, &mut tally);
            found.into_iter().map(|it| it.how).collect::<Vec<_>>()
        };
        assert_eq!(measure("They share the heap.", &["heap"], "full", "easy"), []);
        assert_eq!(measure("They share the heap.", &[], "off_topic", "hard"), [Differs::FalseHit]);
        let missed = Differs::Missed(Status::NotFound);
        assert_eq!(measure("No idea.", &["heap"], "honest", "hard"), [missed]);
        assert_eq!(measure("They share the stack.", &[], "denied", "again"), [Differs::Alarm]);
        let count = tally.points["lang en"];
        assert_eq!(count, Count { hit: 1, false_hit: 1, missed: 1 });
        assert_eq!([count.precision(), count.recall(), count.f1()], [0.5; 3]);
        assert_eq!(tally.answers["all"], 4);
        assert_eq!((tally.off_topic_points, tally.denied_alarms), (1, 1));
        assert_eq!(tally.grades, (4, 2, 3));
    }
}
