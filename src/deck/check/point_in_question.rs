//! A point that the question alone covers.

use crate::{
    deck::{
        check::Rule,
        trial::{Judged, Lack, Sheet, Trial, Tried},
    },
    text::{Lang, Severity},
};

/// A point that the question alone covers.
pub const DOC: Rule = Rule {
    name: "point-in-question",
    severity: Severity::Error,
    ko: "질문을 그대로 되풀이하기만 해도 이 요점이 찾아집니다. 질문에 없는 낱말을 요구하도록 패턴을 좁히세요.",
    en: "Repeating the question is enough to cover the point. Narrow its patterns to words that the question does not have.",
};

/// Notes the points that a question covers.
pub fn check(trial: &Trial<'_>, judged: &Judged<'_>, lang: Lang, sheet: &mut Sheet<'_>) {
    for at in trial.points().filter(|it| judged.covers(*it)) {
        sheet.note(Lack::PointInQuestion, at, trial, judged, &Tried::Question(lang));
    }
}
