//! A point that stays covered when the subjects are exchanged.

use crate::{
    deck::{
        check::Rule,
        trial::{Judged, Lack, Sheet, Trial, Tried, exchanged},
    },
    text::Severity,
};

/// A point that stays covered when the subjects are exchanged.
pub const DOC: Rule = Rule {
    name: "subject-ignored",
    severity: Severity::Warning,
    ko: "두 주어를 서로 바꾸어 틀린 글이 되었는데도, 주어를 정한 이 요점이 그대로 찾아집니다. 주어 없는 패턴이 있으면 주어를 적고, 두 주어에 다 맞는 말이면 [[allow]]로 이유를 적으세요.",
    en: "The two subjects were exchanged in an answer, and a point whose patterns say who they are about is covered as before. Give each pattern its subject; where the point is true of both, say so in an [[allow]].",
};

/// Notes the points that an answer covers as before when its subjects are exchanged.
pub fn check(trial: &Trial<'_>, judged: &Judged<'_>, of: &Tried, sheet: &mut Sheet<'_>) {
    let Some(pair) = trial.pair else { return };
    let covered = |it: &usize| judged.covers(*it) && trial.has_subject(*it);
    let covered: Vec<usize> = trial.points().filter(covered).collect();
    let Some(text) = exchanged(judged.text(), pair).filter(|_| !covered.is_empty()) else { return };
    let again = trial.judge(&text);
    for at in covered.into_iter().filter(|it| again.covers(*it)) {
        sheet.note(Lack::SubjectIgnored, at, trial, &again, of);
    }
}
