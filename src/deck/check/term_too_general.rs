//! A term that finds a point by itself and stands in nearly every answer.

use std::ops::Range;

use crate::{
    answer::{Demand, Pattern},
    deck::check::Rule,
    text::{Severity, hangul::is_syllable},
};

/// A term that finds a point by itself and stands in nearly every answer.
pub const DOC: Rule = Rule {
    name: "term-too-general",
    severity: Severity::Warning,
    ko: "한 묶음뿐인 패턴에 한 음절이거나 아주 흔한 낱말(문제, 데이터, 사용, use, data, problem)이 있습니다. 그 낱말 하나로 요점이 찾아집니다. +로 묶음을 더하거나 더 정확한 낱말을 쓰세요.",
    en: "A pattern of one group has a term of one Korean syllable, or a very common word (use, data, problem, 문제, 데이터, 사용): that word alone finds the point. Add a group with +, or a more exact word.",
};

/// Words that say little by themselves, sorted.
const GENERAL: [&str; 62] = [
    "able",
    "can",
    "case",
    "cases",
    "change",
    "code",
    "data",
    "different",
    "do",
    "example",
    "function",
    "happen",
    "have",
    "information",
    "make",
    "method",
    "need",
    "one",
    "other",
    "part",
    "problem",
    "problems",
    "program",
    "result",
    "results",
    "run",
    "same",
    "system",
    "thing",
    "things",
    "time",
    "use",
    "used",
    "uses",
    "using",
    "value",
    "values",
    "way",
    "work",
    "가능",
    "결과",
    "경우",
    "기능",
    "다른",
    "데이터",
    "때문",
    "문제",
    "방법",
    "방식",
    "사용",
    "상태",
    "상황",
    "시간",
    "시스템",
    "실행",
    "이용",
    "작업",
    "정보",
    "처리",
    "프로그램",
    "필요",
    "하나",
];

/// The terms of a pattern that are too general, with their places in it.
pub fn terms(pattern: &Pattern) -> Vec<(Box<str>, Range<usize>)> {
    let mut demanded = pattern.groups.iter().filter(|it| it.demand != Demand::Absent);
    let (Some(only), None) = (demanded.next(), demanded.next()) else { return Vec::new() };
    let general = only.terms.iter().filter(|(term, _)| is_general(term));
    general.cloned().collect()
}

fn is_general(term: &str) -> bool {
    let word = term.trim_start_matches('-').trim().to_lowercase();
    let mut letters = word.chars();
    let one_syllable = letters.next().is_some_and(is_syllable) && letters.next().is_none();
    one_syllable || GENERAL.binary_search(&&*word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_terms() {
        assert!(GENERAL.is_sorted());
        let check = |pattern: &str, expect: &[&str]| {
            let read = Pattern::read(pattern, |_| true).unwrap();
            let found: Vec<Box<str>> = terms(&read).into_iter().map(|it| it.0).collect();
            assert_eq!(found.iter().map(|it| &**it).collect::<Vec<_>>(), expect, "{pattern}");
        };
        check("문제|경쟁 상태|Data", &["문제", "Data"]);
        check("thread: 락|뮤텍스", &["락"]);
        check("문제 + 사용", &[]);
        check("문제 + !전체", &["문제"]);
        check("-만", &["-만"]);
        check("스택|lock", &[]);
    }
}
