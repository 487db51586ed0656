//! The words of `deck check` around its findings.
//!
//! Invariant: the summary counts what was read, not only what was wrong.

use crate::{
    deck::Progress,
    text::{Lang, Severity},
};

/// The word of a severity.
pub fn severity(lang: Lang, severity: Severity) -> &'static str {
    match (lang, severity) {
        (Lang::Ko, Severity::Error) => "오류",
        (Lang::Ko, Severity::Warning) => "경고",
        (Lang::En, Severity::Error) => "error",
        (Lang::En, Severity::Warning) => "warning",
    }
}

/// What a report counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Cards in them.
    pub cards: usize,
    /// Experiments in them.
    pub experiments: usize,
    /// Claims of these.
    pub claims: usize,
    /// Claims that were proved.
    pub proved: usize,
    /// Errors found.
    pub errors: usize,
    /// Warnings found.
    pub warnings: usize,
}

/// Claims that have been judged, while it goes on.
pub fn proving(lang: Lang, progress: Progress) -> String {
    let Progress { claims, of, states } = progress;
    let states = match states {
        0 => String::new(),
        states => lang.pick(format!(", 상태 {states}개째"), format!(", {states} states so far")),
    };
    lang.pick(
        format!("주장 {of}개 중 {claims}개 증명{states}. Ctrl-C로 멈춤"),
        format!("proving: {claims} of {of} claims{states}; Ctrl-C stops"),
    )
}

/// The last line of a report.
pub fn summary(lang: Lang, summary: Summary) -> String {
    let Summary { files, cards, experiments, claims, proved, errors, warnings } = summary;
    match lang {
        Lang::Ko => {
            let experiments =
                if experiments > 0 { format!(", 실험 {experiments}개") } else { String::new() };
            let claims = match claims {
                0 => String::new(),
                _ if claims == proved => format!(", 주장 {claims}개 증명"),
                _ => format!(", 주장 {claims}개 중 {proved}개 증명"),
            };
            format!(
                "파일 {files}개, 카드 {cards}장{experiments}{claims}: 오류 {errors}개, 경고 {warnings}개"
            )
        }
        Lang::En => {
            let count = |n: usize, one: &str, many: &str| {
                super::home::count(u32::try_from(n).unwrap_or(u32::MAX), one, many)
            };
            let experiments = if experiments > 0 {
                format!(", {}", count(experiments, "experiment", "experiments"))
            } else {
                String::new()
            };
            let claims = match claims {
                0 => String::new(),
                1 if proved == 1 => ", 1 claim proved".to_owned(),
                _ if claims == proved => format!(", {claims} claims proved"),
                _ => format!(", {proved} of {claims} claims proved"),
            };
            format!(
                "{}, {}{experiments}{claims}: {}, {}",
                count(files, "file", "files"),
                count(cards, "card", "cards"),
                count(errors, "error", "errors"),
                count(warnings, "warning", "warnings"),
            )
        }
    }
}
