//! What is true instead of a claim, and how that can be seen.
//!
//! Invariant: a message says what is true, never only that something is not; what it advises to write
//! would be true. It must not know places or layout.

use num_bigint::BigUint;
use num_rational::BigRational;

use crate::{
    deck::{Assertion, Instead, Refuted},
    lab::{Answer, Tale},
    message::claim::{MOST, ending, printed, row, rows, said},
    program::{Arithmetic, Fault},
    text::{Lang, Particle},
};

/// Why a claim fails, in one line.
pub fn fails(lang: Lang, refuted: &Refuted) -> String {
    let what = &refuted.claim.what;
    let found = match &refuted.found {
        Instead::Explored(found) => found,
        Instead::Measured(found) => return measured(lang, what, found),
        Instead::Compared([left, right]) => {
            return lang.pick(
                format!("왼쪽은 {left}, 오른쪽은 {right}입니다"),
                format!("the left side is {left}, the right side {right}"),
            );
        }
        Instead::NoValue => {
            return lang.pick(
                "값이 없습니다: 끝나지 않은 작업이 있거나 0으로 나눕니다".into(),
                "it has no value: a task did not end, or something is divided by 0".into(),
            );
        }
    };
    match found {
        Answer::Steps(found) => {
            let said = refuted.claim.steps.unwrap_or_default();
            lang.pick(
                format!("가장 짧은 실행 순서는 {found}단계인데, 주장은 {said}단계입니다"),
                format!("the shortest schedule has {found} steps, the claim says {said}"),
            )
        }
        Answer::Preemptions(found) => {
            let said = refuted.claim.preemptions.unwrap_or_default();
            lang.pick(
                format!("선점은 가장 적을 때 {found}번인데, 주장은 {said}번입니다"),
                format!("the fewest preemptions are {found}, the claim says {said}"),
            )
        }
        Answer::Unbounded => lang.pick(
            "되풀이되는 곳이 있어 실행 순서를 셀 수 없습니다".into(),
            "the program can go round, so its schedules cannot be counted".into(),
        ),
        Answer::NoValue(why) => {
            let why = arithmetic(lang, *why);
            lang.pick(
                format!("식에 값이 없을 때가 있습니다: {why}"),
                format!("the expression has no value in some state: {why}"),
            )
        }
        Answer::Rows(found) => rows_fail(lang, what, found),
        Answer::Schedules(count, of) => match what {
            Assertion::Schedules { expression, .. } => {
                let end = ending(lang, expression);
                lang.pick(
                    format!("{end} 끝나는 것은 실행 순서 {of}가지 중 {count}가지입니다"),
                    format!("{count} of {of} schedules end {end}"),
                )
            }
            _ => refuted_plainly(lang, what),
        },
        Answer::Chance(part, whole) => match what {
            Assertion::Chance { expression, .. } => {
                let (end, chance) = (ending(lang, expression), chance(part, whole));
                lang.pick(
                    format!("{end} 끝날 확률은 {chance}입니다"),
                    format!("the chance to end {end} is {chance}"),
                )
            }
            _ => refuted_plainly(lang, what),
        },
        Answer::Starved(task) => match what {
            Assertion::Progress(region) => lang.pick(
                format!(
                    "`{task}`{} `{region}`에 끝내 들어가지 못할 수 있습니다",
                    Particle::Topic.after(task)
                ),
                format!("`{task}` may never enter `{region}` again"),
            ),
            _ => refuted_plainly(lang, what),
        },
        Answer::Faults(_) | Answer::Truth(_) => refuted_plainly(lang, what),
    }
}

fn measured(lang: Lang, what: &Assertion, found: &BigRational) -> String {
    match what {
        Assertion::Measure { what, is } => lang.pick(
            format!("`{what}`{} {found}인데, 주장은 {is}입니다", Particle::Topic.after(what)),
            format!("`{what}` is {found}, the claim says {is}"),
        ),
        other => refuted_plainly(lang, other),
    }
}

/// The contrary of what is claimed.
fn refuted_plainly(lang: Lang, what: &Assertion) -> String {
    match what {
        Assertion::Always(it) => lang.pick(
            format!("`{it}`{} 거짓일 때가 있습니다", Particle::Subject.after(it)),
            format!("`{it}` can be false"),
        ),
        Assertion::Never(it) => said(lang, &Assertion::Possible(it.clone())),
        Assertion::Possible(it) => said(lang, &Assertion::Never(it.clone())),
        Assertion::Deadlock(is) => said(lang, &Assertion::Deadlock(!is)),
        Assertion::Ends(is) => said(lang, &Assertion::Ends(!is)),
        Assertion::Exclusive(it) => lang.pick(
            format!("`{it}`에 둘이 함께 들어갈 수 있습니다"),
            format!("two tasks can be inside `{it}` at once"),
        ),
        Assertion::Fault(None) => {
            lang.pick("오류가 날 수 있습니다".into(), "a task can fault".into())
        }
        Assertion::Fault(Some(it)) => lang.pick(
            format!("`{it}` 오류는 나지 않습니다"),
            format!("no schedule has the fault `{it}`"),
        ),
        other => {
            let said = said(lang, other);
            lang.pick(format!("사실이 아닙니다: {said}"), format!("it is not true that {said}"))
        }
    }
}

/// The first value that is possible and not claimed, or claimed and not possible.
fn rows_fail(lang: Lang, what: &Assertion, found: &[Vec<i64>]) -> String {
    match what {
        Assertion::FinalIs { of, is } => {
            let of = of.join(", ");
            if let Some(more) = found.iter().find(|it| !is.contains(it)) {
                let (more, only) = (row(more), rows(lang, is));
                return lang.pick(
                    format!("{of}의 마지막 값이 {more}일 수 있는데, 주장에는 {only}뿐입니다"),
                    format!("{of} can end with {more}, the claim allows only {only}"),
                );
            }
            let less = is.iter().find(|it| !found.contains(it)).map_or(String::new(), |it| row(it));
            lang.pick(
                format!("{of}의 마지막 값은 {less}일 수 없습니다"),
                format!("{of} cannot end with {less}"),
            )
        }
        Assertion::FinalCan { of, can } => {
            let (of, row) = (of.join(", "), row(can));
            lang.pick(
                format!("{of}의 마지막 값은 {row}일 수 없습니다"),
                format!("{of} cannot end with {row}"),
            )
        }
        Assertion::Outputs(said) => {
            let more = found.iter().find(|it| !said.contains(it));
            if let Some(more) = more {
                let more = printed(lang, std::slice::from_ref(more));
                return lang.pick(
                    format!("{more}도 출력될 수 있습니다"),
                    format!("what is printed can also be {more}"),
                );
            }
            let less: Vec<_> = said.iter().filter(|it| !found.contains(it)).cloned().collect();
            let less = printed(lang, &less);
            lang.pick(
                format!("{less}{} 출력될 수 없습니다", Particle::Topic.after(&less)),
                format!("{less} cannot be printed"),
            )
        }
        other => refuted_plainly(lang, other),
    }
}

/// What is true instead, to stand under the claim; nothing where the message has said it all.
pub fn instead(lang: Lang, refuted: &Refuted) -> Option<String> {
    let Instead::Explored(found) = &refuted.found else { return None };
    match (found, &refuted.claim.what) {
        (Answer::Rows(found), Assertion::Outputs(_)) => {
            let found = printed(lang, found);
            Some(
                lang.pick(format!("가능한 출력: {found}"), format!("what can be printed: {found}")),
            )
        }
        (Answer::Rows(found), _) if found.is_empty() => Some(lang.pick(
            "어떤 순서로도 끝에 이르지 않습니다".into(),
            "no schedule comes to an end".into(),
        )),
        (Answer::Rows(found), _) => {
            let found = rows(lang, found);
            Some(lang.pick(
                format!("가능한 값은 {found}입니다"),
                format!("the possible values are {found}"),
            ))
        }
        (Answer::Faults(found), _) if !found.is_empty() => {
            let found = faults(found);
            Some(lang.pick(
                format!("날 수 있는 오류: {found}"),
                format!("the possible faults are {found}"),
            ))
        }
        _ => None,
    }
}

/// What to write if what is true is what should be shown.
pub fn help(lang: Lang, refuted: &Refuted) -> Option<String> {
    let write = match &refuted.found {
        Instead::Explored(found) => explored_as_written(found, &refuted.claim.what)?,
        Instead::Measured(found) if found.is_integer() => format!("is = {found}"),
        Instead::Measured(found) => format!("is = \"{found}\""),
        Instead::Compared(_) | Instead::NoValue => return None,
    };
    Some(lang.pick(
        format!(
            "이 실험에서 보이려는 것이 그것이라면 `{write}`{} 쓰세요",
            Particle::By.after(&write)
        ),
        format!("if that is what the experiment should show, write `{write}`"),
    ))
}

/// The value of a claim that would be true.
fn explored_as_written(found: &Answer, what: &Assertion) -> Option<String> {
    Some(match (found, what) {
        (Answer::Rows(found), Assertion::FinalIs { of, .. })
            if !found.is_empty() && found.len() <= MOST =>
        {
            let value = |it: &Vec<i64>| match of.len() {
                1 => it.first().map_or(String::new(), ToString::to_string),
                _ => format!("{it:?}"),
            };
            format!("is = [{}]", found.iter().map(value).collect::<Vec<_>>().join(", "))
        }
        (Answer::Rows(found), Assertion::Outputs(_)) if found.len() <= MOST => {
            format!("outputs = {found:?}")
        }
        (Answer::Schedules(count, of), _) => format!("count = {}, of = {}", big(count), big(of)),
        (Answer::Chance(part, whole), _) if part.bits() + whole.bits() < 200 => {
            format!("odds = \"{part}/{whole}\"")
        }
        (Answer::Steps(found), _) => format!("steps = {found}"),
        (Answer::Preemptions(found), _) => format!("preemptions = {found}"),
        (Answer::Truth(found), Assertion::Deadlock(_)) => format!("deadlock = {found}"),
        (Answer::Truth(found), Assertion::Ends(_)) => format!("ends = {found}"),
        (Answer::Faults(found), Assertion::Fault(Some(_))) if found.is_empty() => {
            "fault = false".to_owned()
        }
        _ => return None,
    })
}

/// The schedule that shows it, with what its steps do, on one line.
pub fn schedule(lang: Lang, refuted: &Refuted) -> Option<String> {
    let tale = refuted.tale.as_ref()?;
    Some(format!("{}: {}", tale_heading(lang, tale), steps(lang, tale)))
}

fn tale_heading(lang: Lang, tale: &Tale) -> &'static str {
    match (tale.round, tale.simplest) {
        (Some(_), _) => lang.pick("끝나지 않는 순서", "without end"),
        (None, true) => lang.pick("선점이 가장 적은 순서", "fewest preemptions"),
        (None, false) => lang.pick("가장 짧은 순서", "shortest schedule"),
    }
}

/// Something else that there is to know of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub heading: &'static str,
    /// The rest of the line.
    pub text: String,
    /// Whether it is a command, which is copied as one line.
    pub command: bool,
}

/// The schedule that shows it, and the command that follows it.
pub fn shown(lang: Lang, refuted: &Refuted, path: &str) -> Vec<Note> {
    let Some(tale) = &refuted.tale else { return Vec::new() };
    let address = format!("{path}#{}", refuted.experiment);
    let replay = replay(&address, &refuted.claim.with, &tale.schedule.join(","));
    let (heading, text) = (tale_heading(lang, tale), steps(lang, tale));
    vec![
        Note { heading, text, command: false },
        Note { heading: replay_heading(lang), text: replay, command: true },
    ]
}

/// Over the command that follows a schedule.
pub fn replay_heading(lang: Lang) -> &'static str {
    lang.pick("다시 보기", "replay")
}

/// The command that follows a schedule of an experiment with these constants.
pub fn replay(address: &str, set: &[(Box<str>, i64)], schedule: &str) -> String {
    let set: String = set.iter().map(|(name, value)| format!(" --set {name}={value}")).collect();
    // A woken sleeper stands behind `>`, which a command line would take for a redirection.
    let quote = if schedule.contains('>') { "'" } else { "" };
    format!("viva lab step {address}{set} --schedule {quote}{schedule}{quote}")
}

/// What the steps of a schedule do; of a long one the last.
fn steps(lang: Lang, tale: &Tale) -> String {
    let skipped = tale.schedule.len().saturating_sub(tale.steps.len());
    let mut told = Vec::new();
    if skipped > 0 {
        told.push(lang.pick(format!("({skipped}단계 뒤)"), format!("(after {skipped} steps)")));
    }
    for (step, at) in tale.steps.iter().zip(skipped..) {
        let round = lang.pick("되풀이: ", "again and again: ");
        let head = if tale.round == Some(at) { round } else { "" };
        told.push(format!("{head}{step}"));
    }
    told.join(", ")
}

fn faults(faults: &[(Fault, String)]) -> String {
    let told: Vec<String> =
        faults.iter().take(MOST).map(|(it, task)| format!("`{} in {task}`", it.name())).collect();
    told.join(", ")
}

/// A big number as TOML takes it.
fn big(number: &BigUint) -> String {
    if number.bits() < 63 { number.to_string() } else { format!("\"{number}\"") }
}

/// A probability as a fraction and in percent; only in percent where the fraction is long.
pub fn chance(part: &BigUint, whole: &BigUint) -> String {
    let percent = percent(part, whole);
    match part.bits() + whole.bits() < 100 {
        true => format!("{part}/{whole} ({percent}%)"),
        false => format!("{percent}%"),
    }
}

/// A fraction in percent, to four digits behind the point, without zeros at the end.
fn percent(part: &BigUint, whole: &BigUint) -> String {
    let scaled = (part * 2_000_000_u32 + whole) / (whole * 2_u32);
    let (before, after) = (&scaled / 10_000_u32, &scaled % 10_000_u32);
    let after = format!("{after:04}");
    match after.trim_end_matches('0') {
        "" => before.to_string(),
        after => format!("{before}.{after}"),
    }
}

fn arithmetic(lang: Lang, why: Arithmetic) -> &'static str {
    match why {
        Arithmetic::Overflow => lang.pick("32비트를 넘침", "overflow"),
        Arithmetic::DivisionByZero => lang.pick("0으로 나눔", "division by zero"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_in_percent() {
        #[track_caller]
        fn check(part: u32, whole: u32, expect: &str) {
            assert_eq!(percent(&part.into(), &whole.into()), expect);
        }
        check(1, 4, "25");
        check(5, 8, "62.5");
        check(1, 3, "33.3333");
        check(2, 3, "66.6667");
        check(0, 1, "0");
        check(1, 1, "100");
        check(1, 1_000, "0.1");
    }
}
