//! What is wrong with a rubric, in Korean and English: what a text should say and what was found in
//! it, in its own words.
//!
//! Invariant: each note quotes the words that a verdict rests on, or names the words that are
//! missing. It must not know places or layout.

use crate::{
    answer::{Demand, Group, Pattern, Status},
    deck::{Case, Differs, Evidence, Flaw, Lack, Near, Tried},
    message::refuted::Note,
    record::Grade,
    text::{Lang, Particle},
};

/// What is wrong with a point or trap, in one line.
pub fn flaw(lang: Lang, flaw: &Flaw) -> String {
    let part = &*flaw.part;
    let (subject, object) = (Particle::Subject.after(part), Particle::Object.after(part));
    let texts = match flaw.lack {
        Lack::PointNotInAnswer => {
            let names = flaw.cases.iter().map(|it| heading(lang, &it.of));
            names.collect::<Vec<_>>().join(", ")
        }
        _ => texts(lang, &flaw.cases),
    };
    match flaw.lack {
        Lack::PointNotInText => lang.pick(
            format!("요점 `{part}`{subject} 자기 글에서 찾아지지 않습니다: {texts}"),
            format!("the point `{part}` is not found in its own text: {texts}"),
        ),
        Lack::PointNotInAnswer => lang.pick(
            format!("요점 `{part}`{subject} 모범 답안에서 찾아지지 않습니다: {texts}"),
            format!("the point `{part}` is not found in the model answer: {texts}"),
        ),
        Lack::PointInQuestion => lang.pick(
            format!("질문만 되풀이해도 요점 `{part}`{subject} 찾아집니다: {texts}"),
            format!("the question alone covers the point `{part}`: {texts}"),
        ),
        Lack::PointInPoint => lang.pick(
            format!("요점 `{part}`{subject} 다른 요점의 글에서도 찾아집니다: {texts}"),
            format!("the point `{part}` is also found in the text of another point: {texts}"),
        ),
        Lack::PointInTrap => lang.pick(
            format!("요점 `{part}`{subject} 함정의 글에서 찾아집니다: {texts}"),
            format!("the point `{part}` is found in the text of a trap: {texts}"),
        ),
        Lack::TrapNotInText => lang.pick(
            format!("함정 `{part}`{subject} 자기 글에서 찾아지지 않습니다: {texts}"),
            format!("the trap `{part}` is not found in its own text: {texts}"),
        ),
        Lack::TrapFalseAlarm => lang.pick(
            format!("함정 `{part}`{subject} 맞는 글에서 찾아집니다: {texts}"),
            format!("the trap `{part}` is found in a text that is right: {texts}"),
        ),
        Lack::SubjectIgnored => lang.pick(
            format!("두 주어를 서로 바꾸어도 요점 `{part}`{object} 찾습니다: {texts}"),
            format!("the point `{part}` is found with the two subjects exchanged: {texts}"),
        ),
        Lack::NegationIgnored => lang.pick(
            format!("서술어를 뒤집어도 요점 `{part}`{object} 찾습니다: {texts}"),
            format!("the point `{part}` is found with its verb negated: {texts}"),
        ),
    }
}

/// What to do about it.
pub fn flaw_help(lang: Lang, flaw: &Flaw) -> String {
    let (ko, en) = match flaw.lack {
        Lack::PointNotInText | Lack::TrapNotInText => (
            "글의 표현을 `match`에 더하거나 글을 고치세요",
            "add the words of the text to `match`, or change the text",
        ),
        Lack::PointNotInAnswer => (
            "모범 답안에 요점을 넣거나, 답안의 표현을 `match`에 더하세요",
            "state the point in the answer, or add the answer's words to `match`",
        ),
        Lack::PointInQuestion => (
            "질문에 없는 낱말을 요구하도록 패턴을 좁히세요",
            "narrow the patterns to words that the question does not have",
        ),
        Lack::PointInPoint | Lack::PointInTrap => (
            "패턴을 좁히거나, 뜻이 겹치는 것이 맞으면 `[[allow]]`로 이유를 쓰세요",
            "narrow the patterns, or say in an `[[allow]]` why the two rightly overlap",
        ),
        Lack::TrapFalseAlarm => (
            "패턴을 좁히거나 `!`로 맞는 표현을 빼세요",
            "narrow the patterns, or exclude the right words with `!`",
        ),
        Lack::SubjectIgnored => (
            "주어 없는 패턴에 주어를 쓰거나, 둘 다에 맞는 말이면 `[[allow]]`로 이유를 쓰세요",
            "give each pattern its subject, or say in an `[[allow]]` why it is true of both",
        ),
        Lack::NegationIgnored => (
            "서술어를 패턴의 첫 묶음에 넣으세요",
            "put the verb into the first group of the pattern",
        ),
    };
    lang.pick(ko, en).to_owned()
}

/// What was found in each text.
pub fn flaw_notes(lang: Lang, flaw: &Flaw) -> Vec<Note> {
    let note = |case: &Case| {
        let found = evidence(lang, &case.found);
        let text = match (&case.changed, &case.of) {
            (Some(sentence), _) => format!("“{sentence}” → {found}"),
            (None, Tried::Point(id, _) | Tried::Trap(id, _)) => format!("`{id}` → {found}"),
            (None, Tried::Correction(_)) => format!("`correction` → {found}"),
            (None, _) => found,
        };
        Note { heading: heading(lang, &case.of), text, command: false }
    };
    flaw.cases.iter().map(note).collect()
}

/// How a sample's outcome differs, in one line.
pub fn sample(lang: Lang, differs: &Differs) -> String {
    let Differs { number, missed, extra, missed_traps, extra_traps, grade } = differs;
    let lists = [
        (missed, lang.pick("찾지 못한 요점", "points not found")),
        (extra, lang.pick("적히지 않은 요점", "points not declared")),
        (missed_traps, lang.pick("찾지 못한 함정", "traps not found")),
        (extra_traps, lang.pick("적히지 않은 함정", "traps not declared")),
    ];
    let lists = lists.into_iter().filter(|it| !it.0.is_empty());
    let mut parts: Vec<String> =
        lists.map(|(list, what)| format!("{what} {}", ids(list))).collect();
    if let Some([proposed, declared]) = grade.map(|it| it.map(grade_name)) {
        parts.push(lang.pick(
            format!("등급은 `{declared}`{} 적혔지만 `{proposed}`", called(declared)),
            format!("the grade is `{proposed}`, not `{declared}`"),
        ));
    }
    let parts = parts.join("; ");
    lang.pick(
        format!("{number}번째 예시 답의 결과가 적힌 것과 다릅니다: {parts}"),
        format!("the outcome of sample {number} is not what it declares: {parts}"),
    )
}

/// What to do about a sample.
pub fn sample_help(lang: Lang) -> String {
    lang.pick(
        "적힌 것이 맞으면 패턴을, 찾은 것이 맞으면 `covers`, `traps`, `grade`를 고치세요".into(),
        "correct the patterns if the sample is right, else its `covers`, `traps` or `grade`".into(),
    )
}

/// What was found of each point and trap that differs.
pub fn sample_notes(lang: Lang, differs: &Differs) -> Vec<Note> {
    let (point, trap) = (lang.pick("요점", "point"), lang.pick("함정", "trap"));
    let Differs { missed, extra, missed_traps, extra_traps, .. } = differs;
    let lists = [(missed, point), (extra, point), (missed_traps, trap), (extra_traps, trap)];
    let all =
        lists.into_iter().flat_map(|(list, heading)| list.iter().map(move |it| (it, heading)));
    let notes = all.filter_map(|((id, found), heading)| {
        let text = format!("`{id}` → {}", evidence(lang, found.as_ref()?));
        Some(Note { heading, text, command: false })
    });
    notes.collect()
}

fn ids(list: &[(Box<str>, Option<Evidence>)]) -> String {
    let ids: Vec<String> = list.iter().map(|it| format!("`{}`", it.0)).collect();
    ids.join(", ")
}

/// The word that a deck has for a grade.
fn grade_name(grade: Grade) -> &'static str {
    match grade {
        Grade::Again => "again",
        Grade::Hard => "hard",
        Grade::Good => "good",
        Grade::Easy => "easy",
    }
}

/// `이라고` or `라고`.
fn called(name: &str) -> &'static str {
    match Particle::Subject.after(name) {
        "이" => "이라고",
        _ => "라고",
    }
}

/// The texts, shortly, each once.
fn texts(lang: Lang, cases: &[Case]) -> String {
    let mut names: Vec<String> = Vec::new();
    for case in cases {
        let name = short(lang, &case.of);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

fn short(lang: Lang, of: &Tried) -> String {
    match of {
        Tried::Question(of) | Tried::Own(of) => language(lang, *of).to_owned(),
        Tried::Answer(_) => lang.pick("모범 답안".into(), "the model answer".into()),
        Tried::Point(id, _) => lang.pick(format!("요점 `{id}`"), format!("the point `{id}`")),
        Tried::Trap(id, _) => lang.pick(format!("함정 `{id}`"), format!("the trap `{id}`")),
        Tried::Correction(_) => {
            lang.pick("자기 `correction`".into(), "its own `correction`".into())
        }
        Tried::Sample(number) => {
            lang.pick(format!("{number}번째 예시 답"), format!("sample {number}"))
        }
    }
}

fn heading(lang: Lang, of: &Tried) -> &'static str {
    match of {
        Tried::Question(it)
        | Tried::Answer(it)
        | Tried::Own(it)
        | Tried::Point(_, it)
        | Tried::Trap(_, it)
        | Tried::Correction(it) => language(lang, *it),
        Tried::Sample(_) => lang.pick("예시 답", "sample"),
    }
}

fn language(lang: Lang, which: Lang) -> &'static str {
    match which {
        Lang::Ko => lang.pick("한국어", "Korean"),
        Lang::En => lang.pick("영어", "English"),
    }
}

/// What was found, with the words, or what is missing.
fn evidence(lang: Lang, found: &Evidence) -> String {
    let Evidence { status, words, lists, near } = found;
    let words: Vec<String> = words.iter().map(|it| format!("“{it}”")).collect();
    let words = words.join(" … ");
    let verdict = match status {
        Status::Covered => {
            return lang.pick(format!("찾은 말: {words}"), format!("found: {words}"));
        }
        Status::Mentioned => {
            lang.pick(format!("낱말만 있음: {words}"), format!("only mentioned: {words}"))
        }
        Status::Contradicted => lang
            .pick(format!("반대로 말함: {words}"), format!("stated the wrong way round: {words}")),
        Status::NotFound => lang.pick("못 찾음".into(), "not found".into()),
    };
    let lists = match lists {
        true => lang.pick("; 낱말을 늘어놓은 글로 보임", "; read as a list of words"),
        false => "",
    };
    let near = near.as_ref().map(|it| nearest(lang, it)).unwrap_or_default();
    format!("{verdict}{lists}{near}")
}

/// What the nearest pattern lacks.
fn nearest(lang: Lang, near: &Near) -> String {
    let Near { pattern, missing, too_many } = near;
    let whole = written(pattern);
    let group = |at: &usize| format!("`{}`", group(&pattern.groups[*at]));
    let missing: Vec<String> = missing.iter().map(group).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return lang.pick(
            format!("; 가장 가까운 패턴 `{whole}`에서 빠진 것: {missing}"),
            format!("; missing from the nearest pattern `{whole}`: {missing}"),
        );
    }
    match too_many {
        Some(at) => {
            let group = group(at);
            lang.pick(
                format!("; 가장 가까운 패턴 `{whole}`에 걸리지만, 없어야 하는 {group}도 있음"),
                format!("; the nearest pattern `{whole}` is kept from matching by {group}"),
            )
        }
        None => lang.pick(
            format!("; 가장 가까운 패턴 `{whole}`의 말이 다 있지만, 한 절에서 그 주어에 대해 그렇게 말하지 않음"),
            format!("; the words of the nearest pattern `{whole}` are all there, but no clause about its subject states them together"),
        ),
    }
}

/// A pattern as a deck has it, long groups by their first words.
fn written(pattern: &Pattern) -> String {
    let groups: Vec<String> = pattern.groups.iter().map(group).collect();
    let groups = groups.join(" + ");
    match &pattern.about {
        Some(about) => format!("{about}: {groups}"),
        None => groups,
    }
}

fn group(group: &Group) -> String {
    const MOST: usize = 4;
    let sign = match group.demand {
        Demand::Stated => "",
        Demand::Denied => "~",
        Demand::Absent => "!",
    };
    let terms: Vec<&str> = group.terms.iter().take(MOST).map(|it| &*it.0).collect();
    let more = if MOST < group.terms.len() { "|…" } else { "" };
    format!("{sign}{}{more}", terms.join("|"))
}
