//! Nothing is lost: the program killed at any moment, and a disk that keeps only what was synced.
//!
//! Invariant: a fact is noted only once the person saw what proves it (the next prompt after a
//! grade, the next line after a line), and each fact noted is in the log afterwards.

use std::time::Duration;

use serde_json::Value;
use viva::text::Lang;

use crate::{
    program::{Program, drawn},
    terminal::{Gone, Person},
};

const SIZE: (u16, u16) = (24, 80);

/// What the person saw to be finished.
#[derive(Debug, Default)]
struct Facts {
    /// Lines of answers, each finished: each with the lines before it.
    lines: Vec<String>,
    /// Answers of graded cards, in order, as they go into the log.
    graded: Vec<String>,
}

enum Asked {
    Explain,
    Options,
    Blanks,
}

/// Goes through a quiz of the small deck until it is over or the program is gone, or `enough`
/// answers are graded.
fn goes_through(person: &mut Person, facts: &mut Facts, enough: usize) -> Result<(), Gone> {
    for card in 1.. {
        let asked = person.finds(|drawn| {
            Some(match drawn {
                _ if drawn.ends_with("?help>") => Asked::Explain,
                _ if drawn.ends_with("?helpletters>") => Asked::Options,
                _ if drawn.ends_with("blank1/2>") => Asked::Blanks,
                _ => return None,
            })
        });
        // The prompt after the grade is there, so the grade before it is safe.
        let safe = |facts: &mut Facts, answer: String, person: &mut Person| {
            person.expects("back in")?;
            person.finds(|drawn| {
                (drawn.ends_with('>') || drawn.contains("Tomorrow")).then_some(())
            })?;
            facts.graded.push(answer);
            Ok(())
        };
        let answer = match asked? {
            Asked::Explain => explains(person, facts, card)?,
            Asked::Options => {
                let right = person.finds(|drawn| {
                    ["a", "b", "c"].into_iter().find(|it| drawn.contains(&format!("{it}port443")))
                })?;
                writes(person, right)?;
                // The second option in the deck.
                "2".to_owned()
            }
            Asked::Blanks => {
                writes(person, "sequence")?;
                person.expects("blank 2/2>")?;
                writes(person, "ACK")?;
                "sequence\nACK".to_owned()
            }
        };
        person.finds(|drawn| {
            (drawn.ends_with("grade[3]>") || drawn.ends_with("grade[4]>")).then_some(())
        })?;
        writes(person, "3")?;
        safe(facts, answer, person)?;
        if facts.graded.len() >= enough {
            return Ok(());
        }
    }
    Ok(())
}

/// Types a line, sees it, and ends it.
fn writes(person: &mut Person, line: &str) -> Result<(), Gone> {
    person.presses(line);
    person.expects(line)?;
    person.enter();
    Ok(())
}

fn explains(person: &mut Person, facts: &mut Facts, card: usize) -> Result<String, Gone> {
    let mut answer = format!("card {card} 첫째 줄");
    writes(person, &answer)?;
    for line in ["second line", "셋째 줄"] {
        let line = format!("card {card} {line}");
        person.presses(&line);
        // It stands below the line before, which is finished by that.
        person.expects(&line)?;
        facts.lines.push(answer.clone());
        person.enter();
        answer = format!("{answer}\n{line}");
    }
    person.enter();
    let all = person.finds(|drawn| {
        ["a-c", "a-b"].into_iter().find(|it| drawn.ends_with(&format!("points({it})>")))
    })?;
    facts.lines.push(answer.clone());
    writes(person, if all == "a-c" { "abc" } else { "ab" })?;
    Ok(answer)
}

/// Asserts that the log of this home holds every fact.
#[track_caller]
fn holds(program: &Program, facts: &Facts, when: &str) {
    let ran = program.run(["log", "--json"]);
    let log = ran.clone().code(0).json_lines();
    let texts = |kind: &str, name: &str| -> Vec<String> {
        let events = log.iter().filter(|event| event["kind"] == kind);
        let text = |event: &Value| event["body"][name].as_str().unwrap_or_default().to_owned();
        events.map(text).collect()
    };
    let drafts = texts("draft", "text");
    for line in &facts.lines {
        let kept = drafts.iter().any(|it| it == line || it.starts_with(&format!("{line}\n")));
        assert!(kept, "{when}: the finished line {line:?} is lost\n{facts:#?}\n{ran}");
    }
    let reviews = texts("review", "answer");
    let kept = reviews.get(..facts.graded.len());
    assert_eq!(kept, Some(&facts.graded[..]), "{when}: a graded answer is lost\n{ran}");
    // What was not yet seen may be in the log or not, but nothing else is.
    assert!(reviews.len() <= facts.graded.len() + 1, "{when}\n{facts:#?}\n{ran}");
    program.run(["doctor"]).code(0);
}

/// How many kills: `VIVA_KILLS`, else 20.
#[expect(clippy::disallowed_methods, reason = "a test's own variable, not the program's")]
pub fn kills() -> u64 {
    std::env::var("VIVA_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20)
}

#[test]
fn killed_at_random_moments_nothing_is_lost() {
    let quiz = ["quiz", "--tag", "net"];
    let program = Program::new(Lang::En).practice();
    let mut person = program.person(SIZE, quiz);
    let mut facts = Facts::default();
    let _ = goes_through(&mut person, &mut facts, usize::MAX);
    let bytes = person.bytes().len() as u64;
    assert_eq!(person.leaves(), 0);
    holds(&program, &facts, "a whole quiz");
    let all = facts.graded.len();
    assert!(all >= 4, "{facts:#?}");

    let mut in_the_middle = 0;
    for kill in 1..=kills() {
        let draw = drawn(kill);
        let at = usize::try_from(draw % bytes).unwrap();
        // Also when nothing is being drawn, as in the middle of a write.
        let delay = Duration::from_micros((draw >> 32) % 4000);
        let program = program.clone().home(&format!("home-{kill}"));
        let mut person = program.doomed(SIZE, quiz, Some((at, delay)));
        let mut facts = Facts::default();
        let _ = goes_through(&mut person, &mut facts, usize::MAX);
        person.dies();
        holds(&program, &facts, &format!("kill {kill}, {delay:?} after {at} of {bytes} bytes"));
        in_the_middle += usize::from(!facts.graded.is_empty() && facts.graded.len() < all);
    }
    assert!(in_the_middle > 0, "no kill came between the first grade and the last");
}

/// A disk that loses at a power cut what was not synced: `sync_shim.c` copies each file to a second
/// directory whenever it was synced, and nothing else gets there.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn after_a_power_cut_every_graded_answer_is_there() {
    use std::process::Command;
    const TEST: &str = "after_a_power_cut_every_graded_answer_is_there";
    let program = Program::new(Lang::En).practice();
    let shim = program.path("sync_shim.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/sync_shim.c");
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
        .arg(&shim)
        .arg(source)
        .arg("-ldl")
        .status();
    match compiled {
        Ok(status) => assert!(status.success(), "cc does not compile {source}"),
        Err(why) => return crate::program::skipped(TEST, &format!("no C compiler, {why}")),
    }
    let disk = program.path("disk");
    std::fs::create_dir(&disk).unwrap();
    let running = program
        .clone()
        .with("LD_PRELOAD", &shim)
        .with("SYNCED_FROM", program.path("home"))
        .with("SYNCED_TO", &disk);
    let mut person = running.person(SIZE, ["quiz", "--tag", "net"]);
    let mut facts = Facts::default();
    goes_through(&mut person, &mut facts, 4).expect("four answers are graded");
    person.dies();
    let after = program.home("disk");
    assert!(after.database().exists(), "nothing was synced");
    holds(&after, &facts, "a power cut");
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[test]
fn after_a_power_cut_every_graded_answer_is_there() {
    crate::program::skipped("after_a_power_cut", "the shim needs Linux with glibc");
}
