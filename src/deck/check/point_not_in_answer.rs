//! A point that the model answer does not cover.

use crate::{
    deck::{
        check::Rule,
        trial::{Judged, Lack, Sheet, Trial, Tried},
    },
    text::{Lang, Severity},
};

/// A point that the model answer does not cover.
pub const DOC: Rule = Rule {
    name: "point-not-in-answer",
    severity: Severity::Error,
    ko: "모범 답안에서 이 요점이 찾아지지 않습니다. 모범 답안에 요점을 넣거나, 모범 답안의 표현을 match에 더하세요.",
    en: "The point is not found in the model answer. State the point in the answer, or add the answer's words to `match`.",
};

/// Notes the points that a model answer does not cover.
pub fn check(trial: &Trial<'_>, judged: &Judged<'_>, lang: Lang, sheet: &mut Sheet<'_>) {
    for at in trial.points().filter(|it| !judged.covers(*it)) {
        sheet.note(Lack::PointNotInAnswer, at, trial, judged, &Tried::Answer(lang));
    }
}
