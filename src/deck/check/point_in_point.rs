//! A point that the text of another covers.

use crate::{
    deck::{
        check::Rule,
        trial::{Judged, Lack, Sheet, Trial, Tried},
    },
    text::Severity,
};

/// A point that the text of another covers.
pub const DOC: Rule = Rule {
    name: "point-in-point",
    severity: Severity::Warning,
    ko: "다른 요점의 text만으로 이 요점이 찾아집니다. 하나를 말하면 둘을 말한 것이 됩니다. 뜻이 겹치지 않으면 패턴을 좁히고, 한 요점이 다른 요점을 포함하는 것이 맞으면 [[allow]]로 이유를 적으세요.",
    en: "The text of another point covers this one, so that saying one counts as saying both. Narrow the patterns; where one point rightly includes the other, say so in an [[allow]].",
};

/// Notes the other points that the text of the point at `own` covers.
pub fn check(
    trial: &Trial<'_>,
    judged: &Judged<'_>,
    of: &Tried,
    own: usize,
    sheet: &mut Sheet<'_>,
) {
    for at in trial.points().filter(|it| *it != own && judged.covers(*it)) {
        sheet.note(Lack::PointInPoint, at, trial, judged, of);
    }
}
