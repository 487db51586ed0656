//! Which rules a rubric breaks, and what becomes of allowances.

use super::*;
use crate::deck::{Source, library};

/// The rules that a rubric of one English card breaks, with the words at their places.
fn broken(rubric: &str, allow: &str) -> Vec<String> {
    let text = format!(
        "format = 1\nid = \"d\"\nlanguages = [\"en\"]\ntitle = \"D\"\n\
         topics.t = \"T\"\nsubjects = {{ process = [\"process\"], thread = [\"thread\"] }}\n\
         [[explain]]\nid = \"a\"\ntopic = \"t\"\nsubjects = [\"process\", \"thread\"]\nquestion = \"What is a thread?\"\n\
         answer = \"A thread has its own stack.\"\n{rubric}\n{allow}"
    );
    let sources = [Source { path: "d.toml".into(), text: text.clone() }];
    let (library, found) = library(&sources);
    let tried = assess(&library, &|| true).unwrap();
    let found = found.into_iter().chain(tried);
    found
        .map(|(_, it)| format!("{} {}", it.problem.rule(), &text[it.span.start..it.span.end]))
        .collect()
}

const GOOD: &str = "[[explain.point]]\nid = \"p\"\ntext = \"a thread has its own stack\"\n\
                    match = [\"thread: own + stack\"]\n";

#[test]
fn allowances() {
    let allow = |rule: &str| {
        format!("[[allow]]\nrule = \"{rule}\"\ncard = \"a\"\nreason = \"it is right here\"\n")
    };
    let check = |rubric: &str, allow: &str, expect: &[&str]| {
        assert_eq!(broken(rubric, allow), expect, "{rubric}{allow}");
    };
    check(GOOD, "", &[]);
    check(GOOD, &allow("subject-ignored"), &["allow \"subject-ignored\""]);
    let loose = GOOD.replace("\"thread: own + stack\"", "\"thread: own + stack\", \"own + stack\"");
    check(&loose, "", &["subject-ignored \"p\""]);
    check(&loose, &allow("subject-ignored"), &[]);
    // An error of a rubric leaves no card out, and may be allowed.
    let deaf = GOOD.replace("a thread has its own stack", "that is so");
    check(&deaf, "", &["point-not-in-text \"that is so\""]);
    check(&deaf, &allow("point-not-in-text"), &[]);
    // Of a pattern that cannot be read nothing follows, and nothing is known.
    let unknown = deaf.replace("thread: own", "thred: own");
    check(&unknown, &allow("point-in-trap"), &["unknown-reference thred"]);
    // Points that no pattern looks for are ticked by the learner.
    let ticked = GOOD.replace("match = [\"thread: own + stack\"]\n", "");
    check(&ticked, "", &[]);
    check("", &allow("sample-differs"), &["allow \"sample-differs\""]);
}

#[test]
fn samples_with_points_that_are_ticked_have_no_grade() {
    let sample = "[[explain.sample]]\nlang = \"en\"\nanswer = \"A thread has its own stack.\"\n\
                  covers = [\"p\"]\ngrade = \"again\"\n";
    let ticked = "[[explain.point]]\nid = \"q\"\ntext = \"it is cheap\"\n";
    assert_eq!(broken(&format!("{GOOD}{sample}"), ""), ["sample-differs [\"p\"]"]);
    assert_eq!(broken(&format!("{GOOD}{ticked}{sample}"), ""), [""; 0]);
}

#[test]
fn whoever_watches_can_stop_it() {
    let text = format!(
        "format = 1\nid = \"d\"\nlanguages = [\"en\"]\ntitle = \"D\"\ntopics.t = \"T\"\n\
         subjects.thread = [\"thread\"]\n[[explain]]\nid = \"a\"\ntopic = \"t\"\n\
         question = \"What?\"\nanswer = \"That.\"\n{GOOD}"
    );
    let (library, _) = library(&[Source { path: "d.toml".into(), text }]);
    assert!(assess(&library, &|| true).is_some());
    assert_eq!(assess(&library, &|| false), None);
}
