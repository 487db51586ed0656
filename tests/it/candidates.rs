//! Two hundred simulated candidates, each of whom knows a drawn set of the decks' points: whether the
//! score of an interview ranks them by what they know, and whether the first fix is a real gap.
//!
//! Invariant: what they say does not come from the rubrics: those who wrote it had the questions and
//! what the points say, never a pattern. The judge is told nothing of what is known.

use std::{collections::HashMap, fmt::Write as _, path::Path};

use serde::Deserialize;
use viva::{
    deck::{Explain, Kind, Library},
    record::{
        CardKey,
        interview::{Ending, Form, Mode, Plan, Step, Target},
    },
    session::interview::{
        Candidate, FixOf, Interview, Next, Question, Reply, Report, choose, explain, led_to,
        report, turn,
    },
    text::Lang,
};

use crate::program::{built_in, drawn};

/// How many candidates there are.
const CANDIDATES: u32 = 200;
/// How many root questions each is asked.
const ROOTS: usize = 5;
/// Of a hundred known points, how many are left out of a first answer.
const FORGOTTEN: u32 = 20;

/// How somebody speaks, by card, what it is about, and language.
type Phrasings = HashMap<(String, Target, String), Said>;

#[derive(Deserialize)]
struct Said {
    card: String,
    /// A point; or else the misconception that somebody does not hold.
    point: Option<String>,
    trap: Option<String>,
    lang: String,
    /// In an answer to the card's question.
    #[serde(default)]
    told: String,
    /// As the answer to the question of the point, or of the misconception.
    reply: String,
}

impl Said {
    fn about(&self) -> Target {
        match (&self.point, &self.trap) {
            (Some(point), _) => Target::Point(point.clone()),
            (None, Some(trap)) => Target::Trap(trap.clone()),
            (None, None) => panic!("{} is about nothing", self.reply),
        }
    }
}

fn phrasings(name: &str) -> Phrasings {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/candidates").join(name);
    let text = std::fs::read_to_string(path).expect("the phrasings");
    let said = text.lines().map(|line| serde_json::from_str::<Said>(line).expect("a phrasing"));
    said.map(|it| ((it.card.clone(), it.about(), it.lang.clone()), it)).collect()
}

/// Numbers that look random and are the same every time.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(1);
        drawn(self.0)
    }

    /// True in `percent` of a hundred draws.
    fn chance(&mut self, percent: f64) -> bool {
        ((self.next() % 1_000_000) as f64) < percent * 10_000.0
    }
}

/// Somebody who knows some points.
struct Person<'a> {
    lang: Lang,
    known: Vec<(CardKey, Box<str>)>,
    library: &'a Library,
    phrasings: &'a Phrasings,
    draw: Draw,
}

impl Person<'_> {
    fn knows(&self, card: &CardKey, point: &str) -> bool {
        self.known.iter().any(|(its, id)| its == card && **id == *point)
    }

    fn said(&self, card: &CardKey, about: Target) -> &Said {
        &self.phrasings[&(card.to_string(), about, self.lang.code().to_owned())]
    }

    /// What they say to a question: known points, of which some do not come to mind at first; to a
    /// follow-up the point that it asks for, if they know it.
    fn answers(&mut self, question: &Question) -> Reply {
        let card = &question.asked.card;
        let points = explain(self.library, card).expect("a card").2.points.iter();
        let mut known: Vec<&str> =
            points.map(|it| &*it.id).filter(|id| self.knows(card, id)).collect();
        match &question.asked.probe {
            Some(Target::Point(id)) if self.knows(card, id) => {
                return Reply::Typed(self.said(card, Target::Point(id.clone())).reply.clone());
            }
            // Who does not know says so, or says something else.
            Some(Target::Point(_)) if self.draw.chance(50.0) => return Reply::Pass,
            Some(Target::Point(_)) => known.truncate(1),
            // Nobody holds a misconception: they say what is right.
            Some(Target::Trap(id)) => {
                return Reply::Typed(self.said(card, Target::Trap(id.clone())).reply.clone());
            }
            None => known.retain(|_| !self.draw.chance(FORGOTTEN.into())),
        }
        // In an order of their own.
        for at in (1..known.len()).rev() {
            let other = (self.draw.next() % (at as u64 + 1)) as usize;
            known.swap(at, other);
        }
        if known.is_empty() {
            return Reply::Pass;
        }
        let sentences: Vec<&str> = known
            .iter()
            .map(|id| &*self.said(card, Target::Point((*id).to_owned())).told)
            .collect();
        Reply::Typed(sentences.join(" "))
    }
}

/// What came of one interview.
struct Outcome {
    lang: Lang,
    /// Of all points, how many are known, from 0 to 1.
    share: f64,
    score: u32,
    /// Whether the first fix names a point that is not known; None without a fix.
    right: Option<bool>,
    /// The first fix, to be read.
    fix: String,
}

fn held(library: &Library, phrasings: &Phrasings, number: u32) -> Outcome {
    // No two share a number.
    let mut draw = Draw(u64::from(number) << 32);
    let percent = f64::from(number) * 100.0 / f64::from(CANDIDATES - 1);
    let lang = Lang::ALL[number as usize % 2];
    let cards: Vec<(CardKey, Box<str>, u8, &Explain)> = library
        .cards()
        .filter_map(|(key, _, card)| match &card.kind {
            Kind::Explain(explain) => Some((key, card.topic.clone(), card.level, explain)),
            _ => None,
        })
        .collect();
    let points = cards.iter().flat_map(|(key, _, _, explain)| {
        explain.points.iter().map(|point| (key.clone(), point.id.clone()))
    });
    let points: Vec<(CardKey, Box<str>)> = points.collect();
    let all = points.len();
    let known: Vec<_> = points.into_iter().filter(|_| draw.chance(percent)).collect();
    let share = known.len() as f64 / all as f64;
    let tails = led_to(library);
    let candidates: Vec<Candidate> = cards
        .into_iter()
        .filter(|(_, _, level, explain)| explain.judges() && *level <= 2)
        .map(|(card, topic, ..)| Candidate {
            tail: tails.contains(&card),
            card,
            topic,
            recall: 0.0,
            asked: None,
        })
        .collect();
    let seed = draw.next();
    let plan = Plan {
        roots: choose(&candidates, ROOTS, seed),
        depth: 3,
        minutes: 60,
        mode: Mode::Strict,
        form: Form::Typed,
        seed,
    };
    let mut interview = Interview::new(plan);
    let mut person = Person { lang, known, library, phrasings, draw };
    while let Next::Ask(question) = interview.next(library) {
        let reply = person.answers(&question);
        interview.apply(&Step::Turn(turn(library, &question, reply, false, 20_000)));
    }
    interview.apply(&Step::End { by: Ending::Asked });
    let Report { score, fixes, .. } = report(&interview, library, lang);
    let fix = fixes.first();
    let right = fix.map(|fix| match &fix.of {
        FixOf::Point { id, .. } => !person.knows(&fix.card, id),
        // Nobody said the contrary of anything.
        FixOf::Reversed { .. } | FixOf::Trap { .. } => false,
    });
    Outcome { lang, share, score: score.total, right, fix: format!("{fix:?}") }
}

/// Spearman's rank correlation: Pearson's of the ranks, ties sharing their mean rank.
fn spearman(pairs: &[(f64, f64)]) -> f64 {
    let ranks = |of: fn(&(f64, f64)) -> f64| -> Vec<f64> {
        let rank = |value: f64| {
            let below = pairs.iter().filter(|it| of(it) < value).count() as f64;
            let same = pairs.iter().filter(|it| of(it) == value).count() as f64;
            below + (same + 1.0) / 2.0
        };
        pairs.iter().map(|it| rank(of(it))).collect()
    };
    let (a, b) = (ranks(|it| it.0), ranks(|it| it.1));
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let (mean_a, mean_b) = (mean(&a), mean(&b));
    let product = |a: &[f64], mean_a: f64, b: &[f64], mean_b: f64| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum()
    };
    let own = product(&a, mean_a, &a, mean_a) * product(&b, mean_b, &b, mean_b);
    product(&a, mean_a, &b, mean_b) / own.sqrt()
}

#[test]
fn spearman_knows_order() {
    let check = |pairs: &[(f64, f64)], expect: f64| {
        assert!((spearman(pairs) - expect).abs() < 1e-9, "{pairs:?}: {}", spearman(pairs));
    };
    check(&[(1.0, 10.0), (2.0, 100.0), (3.0, 1000.0)], 1.0);
    check(&[(1.0, 3.0), (2.0, 2.0), (3.0, 1.0)], -1.0);
    check(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 4.0)], 0.8);
    check(&[(1.0, 1.0), (2.0, 1.0), (3.0, 2.0)], 0.866_025_403_784_438_6);
}

/// Holds all interviews with these phrasings. The score has to rank the candidates by what they know
/// (Spearman at least 0.9), and nine of ten first fixes have to be real gaps.
fn ranked(name: &str) {
    let (library, phrasings) = (built_in(), phrasings(name));
    let some = |first: u32| -> Vec<Outcome> {
        (first..CANDIDATES).step_by(2).map(|it| held(&library, &phrasings, it)).collect()
    };
    let mut all = std::thread::scope(|scope| {
        let other = scope.spawn(|| some(1));
        let mut all = some(0);
        all.extend(other.join().expect("interviews"));
        all
    });
    all.sort_by(|a, b| a.share.total_cmp(&b.share));
    let of = |it: &Outcome| (it.share, f64::from(it.score));
    let whole = spearman(&all.iter().map(of).collect::<Vec<_>>());
    let mut told = format!("{name}: Spearman {whole:.3}");
    for lang in Lang::ALL {
        let pairs: Vec<_> = all.iter().filter(|it| it.lang == lang).map(of).collect();
        told += &format!(", {} {:.3}", lang.code(), spearman(&pairs));
    }
    let fixes = all.iter().filter_map(|it| it.right);
    let (right, fixes) = (fixes.clone().filter(|it| *it).count(), fixes.count());
    told += &format!("; the first fix is a real gap in {right} of {fixes}");
    for it in all.iter().filter(|it| it.right == Some(false)) {
        let _ = write!(told, "\n{:.2} {} {}", it.share, it.score, it.fix);
    }
    assert!(whole >= 0.9, "{told}");
    assert!(right * 10 >= fixes * 9, "{told}");
    assert!(fixes * 10 >= all.len() * 9, "{told}");
}

#[test]
fn fluent_candidates_are_ranked_by_what_they_know() {
    ranked("fluent.jsonl");
}

#[test]
fn nervous_candidates_are_ranked_by_what_they_know() {
    ranked("nervous.jsonl");
}

#[test]
fn plain_candidates_are_ranked_by_what_they_know() {
    ranked("plain.jsonl");
}
