//! A trap that is found in a text that is right.

use crate::{
    deck::{
        check::Rule,
        trial::{Judged, Lack, Sheet, Trial, Tried},
    },
    text::{Lang, Severity},
};

/// A trap that is found in a text that is right.
pub const DOC: Rule = Rule {
    name: "trap-false-alarm",
    severity: Severity::Error,
    ko: "모범 답안, 요점의 text, 또는 함정 자신의 correction에서 이 함정이 찾아집니다. 맞게 답한 사람이 오해했다는 말을 듣게 됩니다. 패턴을 좁히거나 !로 맞는 표현을 빼세요.",
    en: "The trap is found in the model answer, in the text of a point, or in its own correction, so that a right answer is told it is wrong. Narrow its patterns, or exclude the right words with !.",
};

/// Notes the traps that are found in a model answer or in the text of a point.
pub fn check(trial: &Trial<'_>, judged: &Judged<'_>, of: &Tried, sheet: &mut Sheet<'_>) {
    for at in trial.traps().filter(|it| judged.falls(*it)) {
        sheet.note(Lack::TrapFalseAlarm, at, trial, judged, of);
    }
}

/// Notes that a trap is found in its own correction.
pub fn correction(
    trial: &Trial<'_>,
    judged: &Judged<'_>,
    lang: Lang,
    at: usize,
    sheet: &mut Sheet<'_>,
) {
    if judged.falls(at) {
        sheet.note(Lack::TrapFalseAlarm, at, trial, judged, &Tried::Correction(lang));
    }
}
