//! A point that its own text covers also with the verb negated.

use crate::{
    deck::{
        check::Rule,
        trial::{Judged, Lack, Sheet, Trial, Tried, negated},
    },
    text::{Lang, Severity},
};

/// A point that its own text covers also with the verb negated.
pub const DOC: Rule = Rule {
    name: "negation-ignored",
    severity: Severity::Warning,
    ko: "요점의 text에서 서술어를 뒤집어 반대말이 되었는데도 그 요점이 찾아집니다. 서술어를 패턴의 첫 묶음에 넣으세요.",
    en: "The verb of the point's own text was negated, and the point is covered as before. Put the verb into the first group of the pattern.",
};

/// Notes that a point is covered by its own text also with the verb negated.
pub fn check(trial: &Trial<'_>, judged: &Judged<'_>, lang: Lang, at: usize, sheet: &mut Sheet<'_>) {
    // To name a thing is to name it, whatever is denied of it.
    if trial.explain.points[at].name || !judged.covers(at) {
        return;
    }
    let Some(text) = negated(judged.text(), lang) else { return };
    let again = trial.judge(&text);
    if again.covers(at) {
        sheet.note(Lack::NegationIgnored, at, trial, &again, &Tried::Own(lang));
    }
}
