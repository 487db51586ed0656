//! The report on a typed answer as the quiz shows it: with the time, the last time, and the verdicts
//! that the person flipped.
//!
//! Invariant: what is shown is what the session agreed on. It must not decide anything.

use crate::{
    answer::Judge,
    deck::{Card, Deck, Explain, Kind},
    message::{grading, quiz as words},
    session::{
        letter,
        quiz::{Current, Quiz},
    },
    text::Lang,
    view::{
        Line, Paper, Role,
        card::{self, Point},
        report,
    },
};

/// What was found in a typed answer, and the grade that it proposes.
pub(super) fn report(
    lang: Lang,
    paper: &Paper,
    quiz: &Quiz,
    card: &Card,
    current: &Current,
) -> Vec<Line> {
    let (Kind::Explain(explain), Some(report), Some(answer), Some(proposal)) =
        (&card.kind, current.agreed(), &current.answer, &current.proposal)
    else {
        return Vec::new();
    };
    let time = card::elapsed(current.milliseconds.into());
    let counts = grading::counts(lang, proposal, last_time(quiz, explain, current));
    let head = Line::of(Role::Strong, time).space(3).with(Role::Strong, counts);
    let mut lines = head.wrap_in(paper.measure(), paper.width, 2);
    lines.extend(report::coverage(paper, lang, explain, &report, answer));
    if report.lists {
        lines.extend(paper.paragraphs(Role::Warning, grading::lists(lang), 2));
    }
    lines.extend(report::misconceptions(paper, lang, explain, &report, answer, true));
    lines.extend(report::proposed(paper, lang, proposal));
    lines
}

/// The rows whose verdicts the person flipped, as they are now.
pub(super) fn flipped(
    lang: Lang,
    paper: &Paper,
    card: &Card,
    current: &Current,
    places: &[usize],
) -> Vec<Line> {
    let Kind::Explain(explain) = &card.kind else { return Vec::new() };
    let points = explain.points.len();
    let row = |at: &usize| {
        let (text, says, core) = match explain.points.get(*at) {
            Some(point) => (&point.text, current.covered.get(*at)?, point.core),
            None => {
                let fallen = current.report.as_ref()?.traps.get(at - points)?;
                (&explain.traps.get(fallen.trap)?.text, current.traps.get(at - points)?, false)
            }
        };
        let role = if (*at < points) == *says { Role::Right } else { Role::Wrong };
        let mark = (role, grading::yours(lang, *says).into());
        Some(Point { letter: letter(*at)?, core, mark, text: text.get(lang).into(), quote: None })
    };
    let rows: Vec<Point> = places.iter().filter_map(row).collect();
    card::points(paper, &rows, words::core(lang))
}

/// What the model answer says of the points that a typed answer misses.
pub(super) fn missed(
    lang: Lang,
    paper: &Paper,
    deck: &Deck,
    card: &Card,
    current: &Current,
) -> Vec<Line> {
    let (Kind::Explain(explain), Some(report)) = (&card.kind, current.agreed()) else {
        return Vec::new();
    };
    let answer = card.answer.get(lang);
    let model = Judge::new(&explain.rubric(deck, card)).report(answer);
    report::missed(paper, lang, &report, answer, &model)
}

/// How many points the last graded answer covered, and how many core ones.
fn last_time(quiz: &Quiz, explain: &Explain, current: &Current) -> Option<(usize, usize)> {
    let last = quiz.item(&current.key)?.last_covered.as_ref()?;
    let covered = || explain.points.iter().filter(|point| last.iter().any(|id| **id == *point.id));
    Some((covered().count(), covered().filter(|point| point.core).count()))
}

/// How many points an answer covers, and the grade that they propose.
pub(super) fn coverage(
    lang: Lang,
    paper: &Paper,
    quiz: &Quiz,
    card: &Card,
    current: &Current,
) -> Vec<Line> {
    let (Kind::Explain(explain), Some(proposal)) = (&card.kind, &current.proposal) else {
        return Vec::new();
    };
    if current.report.is_some() {
        return report::proposed(paper, lang, proposal);
    }
    let last = last_time(quiz, explain, current);
    let mut line = Line::of(Role::Strong, words::coverage(lang, proposal, last));
    let missed: Vec<String> = (0..current.covered.len())
        .filter(|&at| !current.covered[at])
        .filter_map(|at| Some(letter(at)?.to_string()))
        .collect();
    if !missed.is_empty() {
        let missed = format!("   {} {}", words::not_ticked(lang), missed.join(" "));
        line = line.with(Role::Wrong, missed);
    }
    let mut lines = line.wrap_in(paper.measure(), paper.width, 2);
    lines.extend(paper.paragraphs(Role::Plain, words::proposed(lang, proposal), 0));
    lines
}
