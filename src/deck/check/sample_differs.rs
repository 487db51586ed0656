//! A sample whose outcome is not what it declares.

use crate::{
    deck::{
        check::Rule,
        trial::{Differs, Evidence, Judged, Trial},
    },
    text::Severity,
};

/// A sample whose outcome is not what it declares.
pub const DOC: Rule = Rule {
    name: "sample-differs",
    severity: Severity::Error,
    ko: "예시 답을 넣었더니 찾아진 요점, 함정, 제안된 등급이 covers, traps, grade에 적힌 것과 다릅니다. 적힌 것이 맞으면 패턴을 고치고, 찾아진 것이 맞으면 예시 답의 선언을 고치세요.",
    en: "The points and traps that are found in a sample, or the grade that is proposed, are not those that it declares in `covers`, `traps` and `grade`. Correct the patterns where the declaration is right, and the declaration where the outcome is.",
};

/// How a sample's outcome differs, if it does.
pub fn check(trial: &Trial<'_>, judged: &Judged<'_>, at: usize) -> Option<Differs> {
    let sample = &trial.explain.samples[at];
    let (points, traps) = (&trial.explain.points, &trial.explain.traps);
    let mut differs = Differs { number: at + 1, ..Differs::default() };
    for at in trial.points() {
        let id = &points[at].id;
        let list = match (judged.covers(at), sample.covers.contains(id)) {
            (true, false) => &mut differs.extra,
            (false, true) => &mut differs.missed,
            _ => continue,
        };
        note(list, id, || trial.point(judged, at));
    }
    for at in trial.traps() {
        let id = &traps[at].id;
        let list = match (judged.falls(at), sample.traps.contains(id)) {
            (true, false) => &mut differs.extra_traps,
            (false, true) => &mut differs.missed_traps,
            _ => continue,
        };
        note(list, id, || trial.trap(judged, at));
    }
    // A point that no pattern looks for is ticked by the learner; the grade is then not known.
    if let Some(declared) = sample.grade.filter(|_| points.iter().all(|it| !it.patterns.is_empty()))
    {
        let proposed = trial.explain.proposal(judged.report()).map(|it| it.grade);
        differs.grade = proposed.filter(|it| *it != declared).map(|it| [it, declared]);
    }
    let Differs { missed, extra, missed_traps, extra_traps, grade, .. } = &differs;
    let lists = [missed, extra, missed_traps, extra_traps];
    (grade.is_some() || lists.iter().any(|it| !it.is_empty())).then_some(differs)
}

/// What is found is worked out for the first few only.
fn note(list: &mut Vec<(Box<str>, Option<Evidence>)>, id: &str, found: impl FnOnce() -> Evidence) {
    const MOST: usize = 4;
    let found = (list.len() < MOST).then(found);
    list.push((id.into(), found));
}
