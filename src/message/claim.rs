//! What a claim says.
//!
//! Invariant: a sentence of a claim says what is claimed, not whether it is true; expressions stand
//! in backticks. It must not know places or layout.

use crate::{
    deck::{Assertion, Claim, Likely},
    text::{Lang, Particle},
};

/// What a claim says: the author's sentence, or viva's.
pub fn sentence(lang: Lang, claim: &Claim) -> String {
    if let Some(text) = &claim.text {
        return text.get(lang).to_owned();
    }
    let said = said(lang, &claim.what) + &companions(lang, claim);
    if claim.with.is_empty() {
        return said;
    }
    let with = claim.with.iter().map(|(name, value)| format!("{name} = {value}"));
    let with = with.collect::<Vec<_>>().join(", ");
    lang.pick(format!("{with}일 때 {said}"), format!("with {with}, {said}"))
}

pub(super) fn said(lang: Lang, what: &Assertion) -> String {
    match what {
        Assertion::FinalIs { of, is } => {
            let (of, rows) = (of.join(", "), rows(lang, is));
            match is.len() {
                1 => lang.pick(
                    format!("{of}의 마지막 값은 언제나 {rows}입니다"),
                    format!("{of} always ends with {rows}"),
                ),
                _ => lang.pick(
                    format!("{of}의 마지막 값으로 가능한 것은 {rows}뿐입니다"),
                    format!("the possible final values of {of} are exactly {rows}"),
                ),
            }
        }
        Assertion::FinalCan { of, can } => {
            let (of, row) = (of.join(", "), row(can));
            lang.pick(
                format!("{of}의 마지막 값은 {row}일 수 있습니다"),
                format!("{of} can end with {row}"),
            )
        }
        Assertion::Always(it) => lang.pick(
            format!("`{it}`{} 언제나 참입니다", Particle::Topic.after(it)),
            format!("`{it}` is always true"),
        ),
        Assertion::Never(it) => lang.pick(
            format!("`{it}`{} 어느 때에도 참이 아닙니다", Particle::Topic.after(it)),
            format!("`{it}` is never true"),
        ),
        Assertion::Possible(it) => lang.pick(
            format!("`{it}`{} 참일 때가 있습니다", Particle::Subject.after(it)),
            format!("`{it}` can be true"),
        ),
        Assertion::Deadlock(true) => {
            lang.pick("교착 상태가 될 수 있습니다".into(), "a deadlock is possible".into())
        }
        Assertion::Deadlock(false) => lang.pick(
            "어떤 순서로도 교착 상태가 되지 않습니다".into(),
            "no schedule ends in a deadlock".into(),
        ),
        Assertion::Exclusive(it) => lang.pick(
            format!("`{it}`에는 한 번에 하나만 들어갑니다"),
            format!("no two tasks are inside `{it}` at once"),
        ),
        Assertion::Fault(None) => {
            lang.pick("어떤 순서로도 오류가 나지 않습니다".into(), "no task can fault".into())
        }
        Assertion::Fault(Some(it)) => lang
            .pick(format!("`{it}` 오류가 날 수 있습니다"), format!("the fault `{it}` is possible")),
        Assertion::Outputs(outputs) => {
            let outputs = printed(lang, outputs);
            lang.pick(
                format!("출력은 {outputs}뿐입니다"),
                format!("what is printed is {outputs}, and nothing else"),
            )
        }
        Assertion::Schedules { expression, count, of } => {
            let end = ending(lang, expression);
            match of {
                Some(of) => lang.pick(
                    format!("실행 순서 {of}가지 중 {count}가지가 {end} 끝납니다"),
                    format!("{count} of {of} schedules end {end}"),
                ),
                None => lang.pick(
                    format!("실행 순서 {count}가지가 {end} 끝납니다"),
                    format!("{count} schedules end {end}"),
                ),
            }
        }
        Assertion::Chance { expression, likely } => {
            let end = ending(lang, expression);
            let likely = match likely {
                Likely::Odds(odds) => odds.to_string(),
                Likely::Percent(digits) => format!("{digits}%"),
            };
            lang.pick(
                format!("고르게 뽑으면 {end} 끝날 확률이 {likely}입니다"),
                format!("drawn evenly, the chance to end {end} is {likely}"),
            )
        }
        Assertion::Ends(true) => {
            lang.pick("공정하게 실행하면 반드시 끝납니다".into(), "every fair run ends".into())
        }
        Assertion::Ends(false) => lang.pick(
            "공정하게 실행해도 끝나지 않을 수 있습니다".into(),
            "a fair run need not end".into(),
        ),
        Assertion::Progress(it) => lang.pick(
            format!("`{it}`에 들어가려는 작업은 언제든 다시 들어갑니다"),
            format!("every task that can reach `{it}` enters it again and again"),
        ),
        Assertion::Measure { what, is } => lang.pick(
            format!("`{what}`{} {is}입니다", Particle::Topic.after(what)),
            format!("`{what}` is {is}"),
        ),
        Assertion::Compare(it) => lang.pick(
            format!("`{it}`{} 참입니다", Particle::Subject.after(it)),
            format!("`{it}` holds"),
        ),
    }
}

fn companions(lang: Lang, claim: &Claim) -> String {
    let mut said = Vec::new();
    if let Some(steps) = claim.steps {
        said.push(lang.pick(format!("가장 짧게 {steps}단계"), format!("shortest: {steps} steps")));
    }
    if let Some(times) = claim.preemptions {
        said.push(match (lang, times) {
            (Lang::Ko, 0) => "선점 없이도 됨".into(),
            (Lang::Ko, _) => format!("선점은 최소 {times}번"),
            (Lang::En, 0) => "without a preemption".into(),
            (Lang::En, 1) => "at least 1 preemption".into(),
            (Lang::En, _) => format!("at least {times} preemptions"),
        });
    }
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

/// How an end is, before the verb in Korean and behind it in English.
pub(super) fn ending(lang: Lang, expression: &str) -> String {
    match expression.trim() {
        "deadlock" => lang.pick("교착 상태로".into(), "in a deadlock".into()),
        "fault" => lang.pick("오류로".into(), "with a fault".into()),
        it => lang.pick(format!("`{it}`{}", Particle::By.after(it)), format!("with `{it}`")),
    }
}

/// The most values that are listed.
pub(super) const MOST: usize = 12;

/// Values at the end: `1, 2`, or `(0, 1), (1, 0)` of several expressions.
pub(super) fn rows(lang: Lang, rows: &[Vec<i64>]) -> String {
    listed(lang, rows, row)
}

pub(super) fn row(values: &[i64]) -> String {
    match values {
        [value] => value.to_string(),
        values => {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            format!("({})", values.join(", "))
        }
    }
}

/// Outputs: `1 10 / 10 1`.
pub(super) fn printed(lang: Lang, outputs: &[Vec<i64>]) -> String {
    let one = |it: &[i64]| match it {
        [] => lang.pick("아무것도 없음", "nothing").to_owned(),
        it => format!("`{}`", it.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
    };
    listed(lang, outputs, one)
}

fn listed(lang: Lang, rows: &[Vec<i64>], one: impl Fn(&[i64]) -> String) -> String {
    let mut told: Vec<String> = rows.iter().take(MOST).map(|it| one(it)).collect();
    if MOST < rows.len() {
        let more = rows.len() - MOST;
        told.push(lang.pick(format!("그 밖에 {more}가지"), format!("and {more} more")));
    }
    told.join(", ")
}
