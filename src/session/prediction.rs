//! What a person predicts of an experiment: read from a line, and judged against what was proved.
//!
//! Invariant: reading is generous about spelling and exact about meaning: a line that could mean two
//! things, or nothing, is not read. Only what is not proved is not judged. It must not explore.

use num_bigint::BigUint;
use unicode_normalization::UnicodeNormalization;

use super::keystrokes;
use crate::{
    deck::Ask,
    lab::Answer,
    program::Fault,
    record::{Correctness, Grade},
};

/// The longest line that is read, in bytes.
const LONGEST: usize = 4_096;
/// The digits of a number, at most.
const MOST_DIGITS: usize = 60;

/// How the answer to a question is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A set of rows, each of so many values: `1, 2` or `0 1; 1 0`.
    Rows(usize),
    /// A set of printed sequences, of any length: `1 10; 10 1`.
    Sequences,
    /// Yes or no.
    Truth,
    /// Names of faults, or none.
    Faults,
    /// A number of schedules, or a share of them.
    Schedules,
    /// A probability.
    Chance,
    /// A measurement.
    Measure,
}

impl Form {
    /// The form of what is asked.
    pub fn of(ask: &Ask) -> Form {
        match ask {
            Ask::Final(names) => Form::Rows(names.len().max(1)),
            Ask::Outputs => Form::Sequences,
            Ask::Deadlock | Ask::Ends | Ask::Possible(_) => Form::Truth,
            Ask::Fault => Form::Faults,
            Ask::Schedules(_) => Form::Schedules,
            Ask::Chance(_) => Form::Chance,
            Ask::Measure { .. } => Form::Measure,
        }
    }
}

/// What a person predicts.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// They do not know.
    Unknown,
    /// These rows, each once and in their order.
    Rows(Vec<Vec<i64>>),
    /// Yes or no.
    Truth(bool),
    /// These faults, each of a task if one was named.
    Faults(Vec<(Fault, Option<String>)>),
    /// A number.
    Number(Number),
    /// There is no number: it goes on for ever.
    Unbounded,
}

/// A number as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    numerator: BigUint,
    denominator: BigUint,
    kind: NumberKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NumberKind {
    /// `18`
    Whole,
    /// `1/4`, and a decimal fraction with one place.
    Exact,
    /// `33.3%` or `0.33`: right if the exact value rounds to it.
    Rounded,
}

/// How a prediction compares with what was proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Right, partly or wrong.
    pub correctness: Correctness,
    /// How many of what is possible were predicted; 1 or 0 where there is a single answer.
    pub hits: usize,
    /// What is possible and was not predicted; empty where there is a single answer.
    pub missed: Vec<Possibility>,
    /// What was predicted and is not possible; empty where there is a single answer.
    pub extra: Vec<Possibility>,
}

/// One of several things that can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Possibility {
    /// Values, or a printed sequence.
    Row(Vec<i64>),
    /// A fault, and the task that makes it if that is known.
    Fault(Fault, Option<String>),
}

impl Judged {
    /// The grade that it proposes: right is good, wrong is again. Partly right is hard if at least
    /// 3/10 of all that was predicted or possible is right, and no more is wrong than right, as
    /// when everything is named.
    pub fn proposed(&self) -> Grade {
        let (hits, extra) = (self.hits, self.extra.len());
        let all = hits + self.missed.len() + extra;
        match self.correctness {
            Correctness::Right => Grade::Good,
            Correctness::Partly if extra <= hits && 3 * all <= 10 * hits => Grade::Hard,
            Correctness::Partly | Correctness::Wrong | Correctness::Unproved => Grade::Again,
        }
    }
}

/// Reads a prediction; None if the line is not of this form. A dash is "I do not know".
pub fn read(form: Form, line: &str) -> Option<Reply> {
    if line.len() > LONGEST {
        return None;
    }
    let line = line.nfkc().collect::<String>().to_lowercase();
    let line = line.trim();
    let line = line.strip_suffix(['.', '!']).unwrap_or(line).trim_end();
    if line == "-" {
        return Some(Reply::Unknown);
    }
    match form {
        Form::Rows(columns) => rows(line, Some(columns)).map(Reply::Rows),
        Form::Sequences => rows(line, None).map(Reply::Rows),
        Form::Truth => truth(line).map(Reply::Truth),
        Form::Faults => faults(line).map(Reply::Faults),
        Form::Schedules if is_one_of(line, UNBOUNDED) => Some(Reply::Unbounded),
        Form::Schedules | Form::Chance | Form::Measure => number(line).map(Reply::Number),
    }
}

const NONE: &[&str] = &["none", "nothing", "no", "없음", "없다", "없어요", "없습니다", "아니요"];
const YES: &[&str] = &[
    "y",
    "yes",
    "true",
    "possible",
    "예",
    "네",
    "넵",
    "응",
    "그렇다",
    "있다",
    "있음",
    "있어요",
    "가능",
    "가능하다",
    "참",
];
const NO: &[&str] = &[
    "n",
    "no",
    "false",
    "impossible",
    "아니요",
    "아니오",
    "아뇨",
    "아니",
    "아니다",
    "없다",
    "없음",
    "없어요",
    "불가능",
    "불가능하다",
    "거짓",
];
const UNBOUNDED: &[&str] =
    &["unbounded", "infinite", "infinity", "endless", "무한", "무한대", "끝없음", "끝이 없음"];
/// Words that stand between values and say nothing.
const BETWEEN: &[&str] = &["or", "and", "또는", "혹은", "이나", "그리고", "및"];
/// Particles that join values.
const PARTICLES: &[&str] = &["이나", "이랑", "하고", "과", "와", "나", "랑"];
const PERCENT: &[&str] = &["%", "percent", "퍼센트", "프로"];
/// What counts things.
const UNITS: &[&str] =
    &["개", "가지", "번", "회", "틱", "ticks", "tick", "times", "schedules", "states"];

/// Further names of faults.
const FAULTS: [(&str, Fault); 16] = [
    ("segfault", Fault::Segmentation),
    ("segv", Fault::Segmentation),
    ("세그멘테이션 오류", Fault::Segmentation),
    ("세그멘테이션 폴트", Fault::Segmentation),
    ("세그폴트", Fault::Segmentation),
    ("null", Fault::NullPointer),
    ("널 포인터", Fault::NullPointer),
    ("스택 오버플로", Fault::StackOverflow),
    ("스택 오버플로우", Fault::StackOverflow),
    ("이중 해제", Fault::DoubleFree),
    ("0으로 나누기", Fault::DivisionByZero),
    ("divide by zero", Fault::DivisionByZero),
    ("오버플로", Fault::Overflow),
    ("오버플로우", Fault::Overflow),
    ("assert", Fault::AssertionFailed),
    ("단언 실패", Fault::AssertionFailed),
];

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.contains(&word)
}

fn truth(line: &str) -> Option<bool> {
    // `ㅛ` and `ㅜ` are y and n, typed in Hangul mode.
    let keys = keystrokes(line);
    let says = |words| is_one_of(line, words) || is_one_of(&keys, words);
    match (says(YES), says(NO)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Rows of `columns` values, or of any number of them. Rows stand between brackets or semicolons;
/// where the number of columns is known, commas and spaces do as well.
fn rows(line: &str, columns: Option<usize>) -> Option<Vec<Vec<i64>>> {
    if is_one_of(line, NONE) {
        return Some(Vec::new());
    }
    // A set may stand in braces.
    let line = match line.strip_prefix('{') {
        Some(inside) => inside.strip_suffix('}')?,
        None => line,
    };
    let mut rows = if line.contains(['(', '[']) {
        let rows = bracketed(line)?;
        if columns == Some(1) {
            rows.concat().into_iter().map(|it| vec![it]).collect()
        } else {
            rows
        }
    } else {
        let parts: Vec<&str> = line.split(';').filter(|it| !it.trim().is_empty()).collect();
        match (columns, &parts[..]) {
            (Some(columns), [one]) => split(one, columns)?,
            _ => parts.into_iter().map(values).collect::<Option<_>>()?,
        }
    };
    let fits = |row: &Vec<i64>| columns.is_none_or(|columns| row.len() == columns);
    if rows.is_empty() || !rows.iter().all(fits) {
        return None;
    }
    rows.sort_unstable();
    rows.dedup();
    Some(rows)
}

/// `(0, 1), (1, 0)`: nothing but commas, semicolons and words that say nothing between brackets.
fn bracketed(line: &str) -> Option<Vec<Vec<i64>>> {
    let mut rows = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(['(', '[']) {
        let (inside, after) = after.split_once([')', ']'])?;
        if !values(&before.replace(';', " "))?.is_empty() {
            return None;
        }
        rows.push(values(inside)?);
        rest = after;
    }
    rest.trim().is_empty().then_some(rows)
}

/// Rows of `columns` values that stand in one line: by commas where each part is a row, else in
/// order.
fn split(line: &str, columns: usize) -> Option<Vec<Vec<i64>>> {
    let parts = line.split(',').filter(|it| !it.trim().is_empty());
    let parts: Vec<Vec<i64>> = parts.map(values).collect::<Option<_>>()?;
    if parts.iter().all(|part| part.len() == columns) {
        return Some(parts);
    }
    let plain = parts.len() == 1 || parts.iter().all(|part| part.len() == 1);
    let values = parts.concat();
    (columns == 1 || plain && values.len().is_multiple_of(columns))
        .then(|| values.chunks(columns).map(<[i64]>::to_vec).collect())
}

/// Values between spaces and commas. A Korean particle may hang on each: `1과 2`.
fn values(text: &str) -> Option<Vec<i64>> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    let words = words.filter(|word| !word.is_empty() && !BETWEEN.contains(word));
    let value = |word: &str| {
        let bare = PARTICLES.iter().find_map(|it| word.strip_suffix(it)).unwrap_or(word);
        bare.replace('\u{2212}', "-").parse().ok()
    };
    words.map(value).collect()
}

/// A number, a fraction, a decimal or a percentage, with or without a unit.
fn number(line: &str) -> Option<Number> {
    let without = |line: &str, endings: &[&str]| {
        let bare = endings.iter().find_map(|it| line.strip_suffix(it));
        bare.map(|it| it.trim_end().to_owned())
    };
    let line = without(line, UNITS).unwrap_or_else(|| line.to_owned());
    let (line, percent) = match without(&line, PERCENT) {
        Some(line) => (line, true),
        None => (line, false),
    };
    if let Some((numerator, denominator)) = line.split_once('/').or_else(|| line.split_once(" of "))
    {
        let (numerator, denominator) = (digits(numerator)?, digits(denominator)?);
        let meant = !percent && denominator != BigUint::ZERO;
        return meant.then_some(Number { numerator, denominator, kind: NumberKind::Exact });
    }
    let (whole, decimals) = line.split_once('.').unwrap_or((&line, ""));
    if line.ends_with('.') {
        return None;
    }
    let numerator = digits(&[whole, decimals].concat())?;
    let places = decimals.len() + if percent { 2 } else { 0 };
    let denominator = BigUint::from(10_u32).pow(u32::try_from(places).ok()?);
    let kind = match (percent, decimals.len()) {
        (false, 0) => NumberKind::Whole,
        (false, 1) => NumberKind::Exact,
        _ => NumberKind::Rounded,
    };
    Some(Number { numerator, denominator, kind })
}

/// A number in digits; commas may part them in threes.
fn digits(text: &str) -> Option<BigUint> {
    let text = text.trim();
    let mut groups = text.split(',');
    let first = groups.next()?;
    let parted = groups.clone().next().is_some();
    let threes =
        groups.all(|group| group.len() == 3) && (!parted || (1..=3).contains(&first.len()));
    let text = text.replace(',', "");
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (threes && plain && text.len() <= MOST_DIGITS).then(|| text.parse().ok()).flatten()
}

/// Faults by name, `null pointer in A` or `A에서 널 포인터`, with commas between them.
fn faults(line: &str) -> Option<Vec<(Fault, Option<String>)>> {
    if is_one_of(line, NONE) {
        return Some(Vec::new());
    }
    let parts = line.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let mut found: Vec<_> = parts.map(fault).collect::<Option<_>>()?;
    found.dedup();
    (!found.is_empty()).then_some(found)
}

fn fault(text: &str) -> Option<(Fault, Option<String>)> {
    let (name, task) = match (text.split_once(" in "), text.split_once("에서 ")) {
        (Some((name, task)), _) | (_, Some((task, name))) => (name, Some(task.trim().to_owned())),
        _ => (text, None),
    };
    let spaceless = |text: &str| text.split_whitespace().collect::<String>();
    let name = spaceless(name);
    let known = Fault::ALL.iter().map(|(known, fault)| (*known, *fault)).chain(FAULTS);
    let fault = known.into_iter().find(|(known, _)| spaceless(known) == name)?.1;
    Some((fault, task))
}

/// Compares a prediction with what was proved.
pub fn judge(reply: &Reply, answer: &Answer) -> Judged {
    let whole = |right: bool| Judged {
        correctness: if right { Correctness::Right } else { Correctness::Wrong },
        hits: usize::from(right),
        missed: Vec::new(),
        extra: Vec::new(),
    };
    let none = Vec::new();
    match (answer, reply) {
        (Answer::Rows(rows), Reply::Rows(_) | Reply::Unknown) => {
            let said = if let Reply::Rows(said) = reply { said } else { &none };
            let row = |row: &&Vec<i64>| Possibility::Row((*row).clone());
            let missed = rows.iter().filter(|it| !said.contains(it)).map(|it| row(&it)).collect();
            let extra = said.iter().filter(|it| !rows.contains(it)).map(|it| row(&it)).collect();
            set(rows.len(), missed, extra)
        }
        (Answer::Faults(faults), Reply::Faults(_) | Reply::Unknown) => {
            let said: &[_] = if let Reply::Faults(said) = reply { said } else { &[] };
            let same = |said: &(Fault, Option<String>), found: &(Fault, String)| {
                let task = |it: &String| it.eq_ignore_ascii_case(&found.1);
                said.0 == found.0 && said.1.as_ref().is_none_or(task)
            };
            let missed = faults.iter().filter(|found| !said.iter().any(|it| same(it, found)));
            let missed = missed.map(|it| Possibility::Fault(it.0, Some(it.1.clone()))).collect();
            let extra = said.iter().filter(|it| !faults.iter().any(|found| same(it, found)));
            let extra = extra.map(|it| Possibility::Fault(it.0, it.1.clone())).collect();
            set(faults.len(), missed, extra)
        }
        (Answer::Truth(truth), Reply::Truth(said)) => whole(truth == said),
        (Answer::Schedules(count, of), Reply::Number(said)) => whole(match said.kind {
            NumberKind::Whole => said.numerator == *count,
            _ => said.is(count, of),
        }),
        (Answer::Chance(part, of), Reply::Number(said)) => whole(said.is(part, of)),
        (Answer::Unbounded, Reply::Unbounded) => whole(true),
        _ => whole(false),
    }
}

fn set(possible: usize, missed: Vec<Possibility>, extra: Vec<Possibility>) -> Judged {
    let hits = possible - missed.len();
    let correctness = if missed.is_empty() && extra.is_empty() {
        Correctness::Right
    } else if hits == 0 {
        Correctness::Wrong
    } else {
        Correctness::Partly
    };
    Judged { correctness, hits, missed, extra }
}

impl Number {
    /// Whether it says `part / of`.
    fn is(&self, part: &BigUint, of: &BigUint) -> bool {
        let (exact, said) = (part * &self.denominator, &self.numerator * of);
        let apart = if exact < said { &said - &exact } else { &exact - &said };
        match self.kind {
            // Within half a unit of the last digit written.
            NumberKind::Rounded => apart * 2_u32 <= *of,
            NumberKind::Whole | NumberKind::Exact => apart == BigUint::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(number: u32) -> BigUint {
        BigUint::from(number)
    }

    #[test]
    fn sets_of_values() {
        #[track_caller]
        fn check(form: Form, line: &str, expect: Option<&[&[i64]]>) {
            let rows =
                expect.map(|rows| Reply::Rows(rows.iter().map(|row| row.to_vec()).collect()));
            assert_eq!(read(form, line), rows, "{line}");
        }
        let one = Form::Rows(1);
        for line in [
            "1, 2",
            "1 2",
            "2 1",
            "1,2,1",
            "{1, 2}",
            "[1, 2]",
            "(1) (2)",
            "1; 2",
            "1 or 2",
            "1 또는 2",
            "1과 2",
            "1이나 2.",
            "１，２",
            "1 and 2",
        ] {
            check(one, line, Some(&[&[1], &[2]]));
        }
        check(one, "-1 0", Some(&[&[-1], &[0]]));
        check(one, "\u{2212}60, 20", Some(&[&[-60], &[20]]));
        check(one, "none", Some(&[]));
        check(one, "없음", Some(&[]));
        for line in ["", "x", "1 x", "1.5", "1-2", "{1", "1 2; 3", "99999999999999999999", ";"] {
            check(one, line, None);
        }
        let two = Form::Rows(2);
        for line in [
            "0 1; 1 0",
            "(0,1) (1,0)",
            "(0, 1), (1, 0)",
            "[0 1] [1 0]",
            "0 1, 1 0",
            "0 1 1 0",
            "0, 1, 1, 0",
            "(1,0) 또는 (0,1)",
            "{(0,1), (1,0)}",
        ] {
            check(two, line, Some(&[&[0, 1], &[1, 0]]));
        }
        for line in ["0", "0 1 1", "0, 1 1, 0", "(0 1) 1 0", "(0 1", "((0 1))", "(0) (1)", "0 1; 1"]
        {
            check(two, line, None);
        }
        let sequences = Form::Sequences;
        check(sequences, "1 10", Some(&[&[1, 10]]));
        check(sequences, "1, 10", Some(&[&[1, 10]]));
        check(sequences, "1 10; 10 1", Some(&[&[1, 10], &[10, 1]]));
        check(sequences, "(1 10) (10 1)", Some(&[&[1, 10], &[10, 1]]));
        check(sequences, "() (1)", Some(&[&[], &[1]]));
        check(sequences, "없음", Some(&[]));
        check(sequences, "one", None);
    }

    #[test]
    fn yes_and_no_in_both_languages() {
        #[track_caller]
        fn check(line: &str, expect: Option<bool>) {
            assert_eq!(read(Form::Truth, line), expect.map(Reply::Truth), "{line}");
        }
        for line in ["y", "Yes", "ㅛ", "예", "네", "네.", "있다", "가능", "true"] {
            check(line, Some(true));
        }
        for line in ["n", "NO", "ㅜ", "아니요", "아니오", "없다", "불가능", "false"] {
            check(line, Some(false));
        }
        for line in ["", "1", "yes no", "maybe", "글쎄요"] {
            check(line, None);
        }
        assert_eq!(read(Form::Truth, " - "), Some(Reply::Unknown));
    }

    #[test]
    fn numbers_as_they_are_written() {
        /// Whether the line, as a number, says `part / of`; None if it is no number.
        #[track_caller]
        fn check(line: &str, (part, of): (u32, u32), expect: Option<bool>) {
            let reply = read(Form::Chance, line);
            let right = reply.map(|it| judge(&it, &Answer::Chance(big(part), big(of))).hits == 1);
            assert_eq!(right, expect, "{line}");
        }
        check("1/4", (1, 4), Some(true));
        check("2 / 8", (1, 4), Some(true));
        check("25%", (1, 4), Some(true));
        check("25 퍼센트", (1, 4), Some(true));
        check("0.25", (1, 4), Some(true));
        check("0.3", (1, 4), Some(false));
        check("33%", (1, 3), Some(true));
        check("33.3%", (1, 3), Some(true));
        check("0.33", (1, 3), Some(true));
        check("33.4%", (1, 3), Some(false));
        check("0.3", (1, 3), Some(false));
        check("0", (1, 3), Some(false));
        check("1", (1, 1), Some(true));
        check("12틱", (12, 1), Some(true));
        check("1,680", (1_680, 1), Some(true));
        check("100%", (1, 1), Some(true));
        for line in ["", "1/0", "-1", "1/3%", "a", "1..", "1.2.3", "1,68", "½x", "1e3"] {
            check(line, (1, 1), None);
        }
        assert_eq!(read(Form::Chance, &"9".repeat(61)), None);
        assert_eq!(read(Form::Schedules, "무한"), Some(Reply::Unbounded));
        assert_eq!(read(Form::Chance, "무한"), None);
    }

    #[test]
    fn schedules_are_counted_or_a_share() {
        #[track_caller]
        fn check(line: &str, expect: Correctness) {
            let reply = read(Form::Schedules, line).unwrap();
            let judged = judge(&reply, &Answer::Schedules(big(18), big(20)));
            assert_eq!(judged.correctness, expect, "{line}");
        }
        check("18", Correctness::Right);
        check("18가지", Correctness::Right);
        check("18/20", Correctness::Right);
        check("18 of 20", Correctness::Right);
        check("90%", Correctness::Right);
        check("9", Correctness::Wrong);
        check("1", Correctness::Wrong);
        check("-", Correctness::Wrong);
        check("무한", Correctness::Wrong);
    }

    #[test]
    fn faults_by_name_and_task() {
        #[track_caller]
        fn check(line: &str, found: &[(Fault, &str)], expect: Option<Correctness>) {
            let found = found.iter().map(|it| (it.0, it.1.to_owned())).collect();
            let answer = Answer::Faults(found);
            let judged = read(Form::Faults, line).map(|it| judge(&it, &answer).correctness);
            assert_eq!(judged, expect, "{line}");
        }
        let null = [(Fault::NullPointer, "A")];
        let right = Some(Correctness::Right);
        check("null pointer", &null, right);
        check("Null pointer in A", &null, right);
        check("A에서 널 포인터", &null, right);
        check("널포인터", &null, right);
        check("null pointer in B", &null, Some(Correctness::Wrong));
        check("없음", &null, Some(Correctness::Wrong));
        check("none", &[], right);
        check("segfault", &[], Some(Correctness::Wrong));
        let both = [(Fault::Segmentation, "A"), (Fault::NullPointer, "B")];
        check("segmentation fault, null pointer", &both, right);
        check("세그폴트", &both, Some(Correctness::Partly));
        check("crash", &null, None);
        check("", &null, None);
    }

    #[test]
    fn what_is_missing_and_what_is_too_much() {
        #[track_caller]
        fn check(line: &str, expect: (Correctness, usize, &[i64], &[i64]), grade: Grade) {
            let judged =
                judge(&read(Form::Rows(1), line).unwrap(), &Answer::Rows(vec![vec![1], vec![2]]));
            let rows = |values: &[i64]| -> Vec<_> {
                values.iter().map(|it| Possibility::Row(vec![*it])).collect()
            };
            assert_eq!(judged.proposed(), grade, "{line}");
            let (correctness, hits, missed, extra) = expect;
            let (missed, extra) = (rows(missed), rows(extra));
            assert_eq!(judged, Judged { correctness, hits, missed, extra }, "{line}");
        }
        check("1 2", (Correctness::Right, 2, &[], &[]), Grade::Good);
        check("2", (Correctness::Partly, 1, &[1], &[]), Grade::Hard);
        check("2 3", (Correctness::Partly, 1, &[1], &[3]), Grade::Hard);
        check("0 1 2", (Correctness::Partly, 2, &[], &[0]), Grade::Hard);
        check("0 1 2 3 4", (Correctness::Partly, 2, &[], &[0, 3, 4]), Grade::Again);
        check("3", (Correctness::Wrong, 0, &[1, 2], &[3]), Grade::Again);
        check("-", (Correctness::Wrong, 0, &[1, 2], &[]), Grade::Again);
    }

    mod laws {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            /// Whatever is typed is read or not, and what is read is judged.
            #[test]
            fn nothing_typed_is_too_odd(line in ".{0,40}|[0-9 ,;()./%-]{0,20}") {
                for form in [
                    Form::Rows(1), Form::Rows(3), Form::Sequences, Form::Truth, Form::Faults,
                    Form::Schedules, Form::Chance, Form::Measure,
                ] {
                    if let Some(reply) = read(form, &line) {
                        judge(&reply, &Answer::Rows(vec![vec![1]]));
                        judge(&reply, &Answer::Schedules(big(1), big(3)));
                    }
                }
            }

            /// Whatever set of rows is written out in a form is read as that set.
            #[test]
            fn rows_are_read_back(rows in prop::collection::btree_set([-9_i64..10, -9..10], 1..5)) {
                let rows: Vec<Vec<i64>> = rows.into_iter().map(|row| row.to_vec()).collect();
                let joined = |row: &Vec<i64>| row.iter().map(i64::to_string).collect::<Vec<_>>();
                let plain: Vec<String> = rows.iter().map(|row| joined(row).join(" ")).collect();
                let pairs: Vec<String> =
                    rows.iter().map(|row| format!("({})", joined(row).join(", "))).collect();
                for line in [plain.join("; "), plain.join(", "), plain.join(" "), pairs.join(", ")] {
                    prop_assert_eq!(read(Form::Rows(2), &line), Some(Reply::Rows(rows.clone())));
                }
            }
        }
    }
}
