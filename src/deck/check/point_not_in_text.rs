//! A point that its own text does not cover.

use crate::{
    deck::{
        check::Rule,
        trial::{Judged, Lack, Sheet, Trial, Tried},
    },
    text::{Lang, Severity},
};

/// A point that its own text does not cover.
pub const DOC: Rule = Rule {
    name: "point-not-in-text",
    severity: Severity::Error,
    ko: "요점의 text를 답으로 넣었는데 그 요점이 찾아지지 않습니다. 요점을 그대로 말한 사람도 못 찾았다는 말을 듣게 됩니다. text의 표현을 match에 더하거나 text를 고치세요.",
    en: "The point is not found in its own text, so whoever says just that is told that it was not found. Add the words of the text to `match`, or change the text.",
};

/// Notes that a point is not covered by its own text.
pub fn check(trial: &Trial<'_>, judged: &Judged<'_>, lang: Lang, at: usize, sheet: &mut Sheet<'_>) {
    if !judged.covers(at) {
        sheet.note(Lack::PointNotInText, at, trial, judged, &Tried::Own(lang));
    }
}
