//! A point that the text of a trap covers.

use crate::{
    deck::{
        check::Rule,
        trial::{Judged, Lack, Sheet, Trial, Tried},
    },
    text::Severity,
};

/// A point that the text of a trap covers.
pub const DOC: Rule = Rule {
    name: "point-in-trap",
    severity: Severity::Warning,
    ko: "함정의 text만으로 이 요점이 찾아집니다. 틀린 말을 한 사람이 점수를 받습니다. 패턴을 좁히거나, 그 함정이 요점도 말하는 것이 맞으면 [[allow]]로 이유를 적으세요.",
    en: "The text of a trap covers the point, so that a misconception earns it. Narrow the patterns; where the misconception rightly states the point too, say so in an [[allow]].",
};

/// Notes the points that the text of a trap covers.
pub fn check(trial: &Trial<'_>, judged: &Judged<'_>, of: &Tried, sheet: &mut Sheet<'_>) {
    for at in trial.points().filter(|it| judged.covers(*it)) {
        sheet.note(Lack::PointInTrap, at, trial, judged, of);
    }
}
