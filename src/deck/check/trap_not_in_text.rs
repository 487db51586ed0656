//! A trap that is not found in its own text.

use crate::{
    deck::{
        check::Rule,
        trial::{Judged, Lack, Sheet, Trial, Tried},
    },
    text::{Lang, Severity},
};

/// A trap that is not found in its own text.
pub const DOC: Rule = Rule {
    name: "trap-not-in-text",
    severity: Severity::Error,
    ko: "함정의 text를 답으로 넣었는데 그 함정이 찾아지지 않습니다. text의 표현을 match에 더하거나 text를 고치세요.",
    en: "The trap is not found in its own text. Add the words of the text to `match`, or change the text.",
};

/// Notes that a trap is not found in its own text.
pub fn check(trial: &Trial<'_>, judged: &Judged<'_>, lang: Lang, at: usize, sheet: &mut Sheet<'_>) {
    if !judged.falls(at) {
        sheet.note(Lack::TrapNotInText, at, trial, judged, &Tried::Own(lang));
    }
}
