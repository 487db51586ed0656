//! The rubrics of a library, tried on texts of which it is known what they say: the points and
//! traps themselves, the model answer, the question, the samples, and these with their subjects
//! exchanged or their verb negated.
//!
//! Invariant: a rubric of which a pattern cannot be read is not tried, as that was reported; the
//! findings depend on nothing but the library, and their number grows with its length alone.

mod changed;
mod flaw;
mod sheet;

use rayon::prelude::*;

use crate::{
    answer::{Demand, Group, Judge, Pattern, Report, Rubric, Rule, Status},
    deck::{Card, Deck, Explain, Finding, Kind, Library, Problem, check},
    text::{Lang, Span, Text},
};

pub(super) use changed::{exchanged, negated};
pub use flaw::{Case, Differs, Evidence, Flaw, Lack, Near, Tried};
pub(super) use sheet::Sheet;

/// Tries the rubrics of all cards, on all cores. `go_on` is asked now and then, from several
/// threads; None as soon as it says no.
pub fn assess(
    library: &Library,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<(usize, Finding)>> {
    let decks = library.decks.iter().enumerate();
    let cards: Vec<(usize, &Deck, &Card)> =
        decks.flat_map(|(at, deck)| deck.cards.iter().map(move |card| (at, deck, card))).collect();
    let found: Option<Vec<Vec<Finding>>> =
        cards.par_iter().map(|(at, deck, card)| of_card(library, *at, deck, card, go_on)).collect();
    let found = cards.iter().zip(found?);
    Some(found.flat_map(|((at, ..), found)| found.into_iter().map(|it| (*at, it))).collect())
}

/// What is found in one card, but for what the deck allows.
fn of_card(
    library: &Library,
    at: usize,
    deck: &Deck,
    card: &Card,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Finding>> {
    let mut findings = Vec::new();
    if let Kind::Explain(explain) = &card.kind {
        let rubric = explain.rubric(deck, card);
        // What is wrong with a pattern was reported; what would follow from it is not known.
        if count(&rubric) < written(explain) {
            return Some(findings);
        }
        if 0 < written(explain) {
            findings = tried(&Trial::new(deck, card, explain, rubric), go_on)?;
        }
    }
    for allow in library.allowed(at).iter().filter(|it| *it.card == *card.id) {
        let before = findings.len();
        findings.retain(|it: &Finding| it.problem.rule() != &*allow.rule);
        if findings.len() == before && check::is_tried(&allow.rule) {
            let (rule, card) = (allow.rule.clone(), allow.card.clone());
            findings.push(Problem::AllowUnused { rule, card }.at(allow.span));
        }
    }
    Some(findings)
}

fn written(explain: &Explain) -> usize {
    let points = explain.points.iter().map(|it| it.patterns.len());
    points.chain(explain.traps.iter().map(|it| it.patterns.len())).sum()
}

fn count(rubric: &Rubric) -> usize {
    rubric.points.iter().chain(&rubric.traps).map(|it| it.patterns.len()).sum()
}

/// Tries a rubric on text after text; None if whoever watches wants no more.
fn tried(trial: &Trial<'_>, go_on: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Finding>> {
    use check::*;
    let mut sheet = Sheet::new(trial.explain);
    for (lang, text) in languages(&trial.card.question) {
        go_on().then_some(())?;
        // What is asked counts as said by nobody; who repeats it may leave out the mark.
        let text = text.replace('?', ".");
        point_in_question::check(trial, &trial.judge(&text), lang, &mut sheet);
    }
    for (lang, text) in languages(&trial.card.answer) {
        go_on().then_some(())?;
        let (judged, of) = (trial.judge(text), Tried::Answer(lang));
        point_not_in_answer::check(trial, &judged, lang, &mut sheet);
        trap_false_alarm::check(trial, &judged, &of, &mut sheet);
        subject_ignored::check(trial, &judged, &of, &mut sheet);
    }
    for (at, point) in trial.explain.points.iter().enumerate() {
        for (lang, text) in languages(&point.text) {
            go_on().then_some(())?;
            let (judged, of) = (trial.judge(text), Tried::Point(point.id.clone(), lang));
            point_in_point::check(trial, &judged, &of, at, &mut sheet);
            trap_false_alarm::check(trial, &judged, &of, &mut sheet);
            if !point.patterns.is_empty() {
                point_not_in_text::check(trial, &judged, lang, at, &mut sheet);
                negation_ignored::check(trial, &judged, lang, at, &mut sheet);
            }
        }
    }
    for (at, trap) in trial.explain.traps.iter().enumerate() {
        for (lang, text) in languages(&trap.text) {
            go_on().then_some(())?;
            let judged = trial.judge(text);
            point_in_trap::check(trial, &judged, &Tried::Trap(trap.id.clone(), lang), &mut sheet);
            if !trap.patterns.is_empty() {
                trap_not_in_text::check(trial, &judged, lang, at, &mut sheet);
            }
        }
        for (lang, text) in trap.correction.iter().flat_map(languages) {
            go_on().then_some(())?;
            trap_false_alarm::correction(trial, &trial.judge(text), lang, at, &mut sheet);
        }
    }
    let mut findings = Vec::new();
    for (at, sample) in trial.explain.samples.iter().enumerate() {
        go_on().then_some(())?;
        let judged = trial.judge(&sample.answer);
        let differs = sample_differs::check(trial, &judged, at);
        findings.extend(differs.map(|it| Problem::SampleDiffers(Box::new(it)).at(sample.span)));
        subject_ignored::check(trial, &judged, &Tried::Sample(at + 1), &mut sheet);
    }
    findings.extend(sheet.findings());
    Some(findings)
}

/// A card's rubric with what judges by it.
pub(super) struct Trial<'a> {
    /// The card.
    pub card: &'a Card,
    /// Its points, traps and samples.
    pub explain: &'a Explain,
    /// The spellings of its two subjects, if it has two.
    pub pair: Option<[&'a [Box<str>]; 2]>,
    rubric: Rubric,
    judge: Judge,
}

/// A text that was judged.
pub(super) struct Judged<'t> {
    text: &'t str,
    report: Report,
}

impl<'a> Trial<'a> {
    fn new(deck: &'a Deck, card: &'a Card, explain: &'a Explain, rubric: Rubric) -> Trial<'a> {
        let spellings = |name: &str| {
            let subject = deck.subjects.iter().find(|it| *it.0 == *name);
            subject.map(|it| &it.1[..])
        };
        let pair = match &rubric.subjects[..] {
            [(first, _), (second, _)] => spellings(first).zip(spellings(second)),
            _ => None,
        };
        let judge = Judge::new(&rubric);
        Trial { card, explain, pair: pair.map(<[_; 2]>::from), rubric, judge }
    }

    /// Judges a text.
    pub fn judge<'t>(&self, text: &'t str) -> Judged<'t> {
        Judged { text, report: self.judge.report(text) }
    }

    /// The points that patterns look for, with their places.
    pub fn points(&self) -> impl Iterator<Item = usize> {
        (0..self.explain.points.len()).filter(|it| !self.explain.points[*it].patterns.is_empty())
    }

    /// The traps that patterns look for, with their places.
    pub fn traps(&self) -> impl Iterator<Item = usize> {
        (0..self.explain.traps.len()).filter(|it| !self.explain.traps[*it].patterns.is_empty())
    }

    /// Whether patterns of a point say who they are about.
    pub fn has_subject(&self, point: usize) -> bool {
        let rule = &self.rubric.points[point];
        let mut of =
            rule.patterns.iter().filter_map(|it| it.about.as_ref().or(rule.about.as_ref()));
        of.any(|it| **it != *"*")
    }

    /// What is found of a point.
    pub fn point(&self, judged: &Judged<'_>, point: usize) -> Evidence {
        let verdict = &judged.report.points[point];
        let words = quoted(judged.text, &verdict.spans);
        let near = match verdict.status {
            Status::Covered => None,
            _ => self.near(&self.rubric.points[point], judged.text),
        };
        Evidence { status: verdict.status, words, lists: judged.report.lists, near }
    }

    /// What is found of a trap.
    pub fn trap(&self, judged: &Judged<'_>, trap: usize) -> Evidence {
        let lists = judged.report.lists;
        match judged.report.traps.iter().find(|it| it.trap == trap) {
            Some(fallen) => {
                let words = quoted(judged.text, &fallen.spans);
                Evidence { status: Status::Covered, words, lists, near: None }
            }
            None => {
                let near = self.near(&self.rubric.traps[trap], judged.text);
                Evidence { status: Status::NotFound, words: Vec::new(), lists, near }
            }
        }
    }

    /// The pattern of which the fewest groups are missing in a text.
    fn near(&self, rule: &Rule, text: &str) -> Option<Near> {
        // Each group alone, as something that is covered by naming it.
        let alone = |group: &Group| Rule {
            patterns: vec![Pattern {
                about: None,
                groups: vec![Group { demand: Demand::Stated, terms: group.terms.clone() }],
            }],
            about: None,
            need: 1,
            name: true,
        };
        let patterns = || rule.patterns.iter().map(|it| (it, it.groups.iter()));
        let groups = patterns().flat_map(|it| it.1).map(alone).collect();
        let Rubric { subjects, glossary, .. } = self.rubric.clone();
        let judge = Judge::new(&Rubric { subjects, glossary, points: groups, traps: Vec::new() });
        let mut verdicts = judge.report(text).points.into_iter();
        let mut nearest: Option<Near> = None;
        for (pattern, groups) in patterns() {
            let mut near = Near { pattern: pattern.clone(), missing: Vec::new(), too_many: None };
            for (at, group) in groups.enumerate() {
                let there = verdicts.next().is_some_and(|it| it.status != Status::NotFound);
                match (group.demand, there) {
                    (Demand::Absent, true) => near.too_many = Some(at),
                    (Demand::Absent, false) | (_, true) => {}
                    (_, false) => near.missing.push(at),
                }
            }
            let lack = |it: &Near| it.missing.len() + usize::from(it.too_many.is_some());
            // Of patterns that lack as much, the one that has more.
            let rank = |it: &Near| (lack(it), usize::MAX - it.pattern.groups.len());
            if nearest.as_ref().is_none_or(|it| rank(&near) < rank(it)) {
                nearest = Some(near);
            }
        }
        nearest
    }
}

impl<'t> Judged<'t> {
    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The sentence in which a point is found.
    pub fn sentence(&self, point: usize) -> &'t str {
        let ends = ['.', '?', '!', '\n'];
        let at = self.report.points[point].spans.first().map_or(0, |it| it.start);
        let start = self.text[..at].rfind(ends).map_or(0, |it| it + 1);
        let end = self.text[at..].find(ends).map_or(self.text.len(), |it| at + it + 1);
        self.text[start..end].trim()
    }

    /// Whether a point is covered.
    pub fn covers(&self, point: usize) -> bool {
        self.report.points[point].status == Status::Covered
    }

    /// What was found in it.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Whether a trap is found.
    pub fn falls(&self, trap: usize) -> bool {
        self.report.traps.iter().any(|it| it.trap == trap)
    }
}

/// A text in each language that it exists in.
pub(super) fn languages(text: &Text) -> impl Iterator<Item = (Lang, &str)> {
    Lang::ALL.into_iter().filter_map(|lang| Some((lang, text.exact(lang)?)))
}

fn quoted(text: &str, spans: &[Span]) -> Vec<Box<str>> {
    spans.iter().filter_map(|it| text.get(it.start..it.end)).map(Box::from).collect()
}

#[cfg(test)]
mod tests;
