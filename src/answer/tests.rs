//! Tests of the matcher: minimal pairs of negation and of who does what.

use super::*;

fn patterns(list: &[&str], subjects: &[&str]) -> Vec<Pattern> {
    list.iter().map(|it| Pattern::read(it, |name| subjects.contains(&name)).unwrap()).collect()
}

fn rubric(points: &[&[&str]], traps: &[&[&str]]) -> Rubric {
    let spell = |name: &str, list: &[&str]| -> Spellings {
        (name.into(), list.iter().map(|it| Box::from(*it)).collect())
    };
    let names = ["process", "thread"];
    let rule =
        |list: &&[&str]| Rule { patterns: patterns(list, &names), need: 1, ..Rule::default() };
    Rubric {
        subjects: vec![
            spell("process", &["프로세스", "process"]),
            spell("thread", &["스레드", "쓰레드", "thread"]),
        ],
        glossary: vec![spell("memory", &["메모리", "memory"])],
        points: points.iter().map(rule).collect(),
        traps: traps.iter().map(rule).collect(),
    }
}

#[test]
fn minimal_pairs() {
    let judge = Judge::new(&rubric(
        &[&["thread: 공유|share + memory"], &["process: 공유|share + memory"]],
        &[],
    ));
    let mut failed = Vec::new();
    for line in include_str!("../../tests/it/coverage/minimal-pairs.tsv").lines().skip(1) {
        let [text, thread, process] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let report = judge.report(text);
        let found = report.points.iter().map(|it| match it.status {
            Status::Covered => "c",
            Status::Contradicted => "x",
            Status::Mentioned | Status::NotFound => "-",
        });
        let found = found.collect::<Vec<_>>();
        if found != [thread, process] {
            failed.push(format!("{text}: {found:?}, expected {thread} {process}"));
        }
    }
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
}
