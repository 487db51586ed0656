//! The words of `deck check` around its findings.
//!
//! Invariant: the summary counts what was read, not only what was wrong.

use crate::text::{Lang, Severity};

/// The word of a severity.
pub fn severity(lang: Lang, severity: Severity) -> &'static str {
    match (lang, severity) {
        (Lang::Ko, Severity::Error) => "오류",
        (Lang::Ko, Severity::Warning) => "경고",
        (Lang::En, Severity::Error) => "error",
        (Lang::En, Severity::Warning) => "warning",
    }
}

/// The last line of a report.
pub fn summary(
    lang: Lang,
    files: usize,
    cards: usize,
    experiments: usize,
    errors: usize,
    warnings: usize,
) -> String {
    match lang {
        Lang::Ko => {
            let experiments =
                if experiments > 0 { format!(", 실험 {experiments}개") } else { String::new() };
            format!(
                "파일 {files}개, 카드 {cards}장{experiments}: 오류 {errors}개, 경고 {warnings}개"
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
            format!(
                "{}, {}{experiments}: {}, {}",
                count(files, "file", "files"),
                count(cards, "card", "cards"),
                count(errors, "error", "errors"),
                count(warnings, "warning", "warnings"),
            )
        }
    }
}
