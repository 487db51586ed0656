//! What is asked after which answer, and what it is worth.
//!
//! Invariant: a small deck whose verdicts do not change with the built-in rubrics.

use crate::{
    deck::{self, Library, Source},
    record::{
        CardKey,
        interview::{Form, Mode, Plan, Root, Step, Target, Turn, Why},
    },
    text::Lang,
};

use super::{Heard, Interview, Next, Reply, heard, report, turn};

const DECK: &str = r#"format = 1
id = "small"
languages = ["en"]
title = "Small"
topics.t = "Topic"

[subjects]
thread = ["thread"]
process = ["process"]

[[explain]]
id = "sharing"
topic = "t"
question = "What do threads share?"
answer = "Threads share the heap. Each thread has its own stack. Switching is cheap."
leads_to = ["crash"]

[[explain.point]]
id = "heap"
core = true
text = "threads share the heap"
match = ["thread: share + heap"]
probe = "Where does malloc get its memory from?"

[[explain.point]]
id = "stack"
core = true
weight = 2
text = "each thread has its own stack"
match = ["thread: own + stack"]
probe = "Where do local variables live?"

[[explain.point]]
id = "cheap"
text = "switching is cheap"
match = ["cheap + switch"]
probe = "What does it cost to go from one thread to the next?"

[[explain.trap]]
id = "stack-shared"
text = "threads share the stack"
match = ["thread: share + stack"]
correction = "Every thread has a stack of its own."
probe = "Two threads call the same function: where are its locals?"

[[explain]]
id = "crash"
topic = "t"
question = "One thread crashes. And the others?"
answer = "The whole process dies."

[[explain.point]]
id = "dies"
core = true
text = "the process dies"
match = ["die|ends + process"]
probe = "Who gets the signal?"

[[explain]]
id = "what"
topic = "t"
question = "What is a process?"
answer = "A process is a running program."

[[explain.point]]
id = "running"
core = true
text = "a running program"
match = ["process: running + program"]
probe = "What is it that runs?"
"#;

fn library() -> Library {
    let (library, found) =
        deck::library(&[Source { path: "small.toml".into(), text: DECK.into() }]);
    assert!(found.is_empty(), "{found:?}");
    library
}

fn plan(depth: u8) -> Plan {
    let root = |card: &str| Root { card: CardKey::new("small", card), why: Why::Fresh };
    let roots = vec![root("sharing"), root("what")];
    Plan { roots, depth, minutes: 20, mode: Mode::Strict, form: Form::Typed, seed: 1 }
}

/// What is asked after these answers, in short: `card`, `card?point`, `card!trap`, or `over`. An
/// answer after `~` was spoken: these letters and digits were heard.
fn after(library: &Library, depth: u8, answers: &[&str]) -> (String, Interview) {
    let mut interview = Interview::new(plan(depth));
    for answer in answers {
        let Next::Ask(question) = interview.next(library) else { panic!("over too soon") };
        let reply = match *answer {
            "pass" => Reply::Pass,
            text => match text.strip_prefix('~') {
                Some(line) => Reply::Spoken(heard(line, 3, 1).expect("what can be heard")),
                None => Reply::Typed(text.into()),
            },
        };
        interview.apply(&Step::Turn(turn(library, &question, reply, false, 1_000)));
    }
    let next = match interview.next(library) {
        Next::Over(_) => "over".into(),
        Next::Ask(question) => match question.asked.probe {
            None => question.asked.card.card.to_string(),
            Some(Target::Point(id)) => format!("{}?{id}", question.asked.card.card),
            Some(Target::Trap(id)) => format!("{}!{id}", question.asked.card.card),
        },
    };
    (next, interview)
}

const HEAP: &str = "Threads share the heap.";
const STACK: &str = "Each thread has its own stack.";
const BOTH: &str = "Threads share the heap. Each thread has its own stack.";
const ALL: &str = "Threads share the heap. Each thread has its own stack. Switching is cheap.";
const TRAP: &str = "Threads share the heap. Threads share the stack too.";
const DEAD: &str = "The whole process dies.";
const RUNS: &str = "A process is a running program.";
const NOTHING: &str = "Well, that depends on many things, I would say.";

#[test]
fn the_next_question_is_what_the_answer_calls_for() {
    let library = library();
    let check = |depth: u8, answers: &[&str], expect: &str| {
        assert_eq!(after(&library, depth, answers).0, expect, "{depth}: {answers:?}");
    };
    check(3, &[], "sharing");
    // A core point that was left out, the heavier one first.
    check(3, &[HEAP], "sharing?stack");
    check(3, &[STACK], "sharing?heap");
    check(3, &[NOTHING], "sharing?stack");
    check(3, &[NOTHING, STACK], "sharing?heap");
    check(3, &[NOTHING, BOTH], "crash");
    check(3, &[HEAP, NOTHING], "sharing?cheap");
    check(3, &[HEAP, STACK], "crash");
    // What was touched and not stated comes before what was not mentioned.
    check(3, &["The heap is where threads go. They share."], "sharing?heap");
    // A misconception before everything else, and once.
    check(3, &[TRAP], "sharing!stack-shared");
    check(3, &[TRAP, STACK], "sharing?cheap");
    check(3, &[TRAP, NOTHING], "sharing?stack");
    check(3, &[TRAP, TRAP], "sharing?stack");
    // Stated the wrong way round.
    check(3, &["Threads do not share the heap. Each thread has its own stack."], "sharing?heap");
    // After a good answer the next card of the chain, then what was left out of that.
    check(3, &[BOTH], "crash");
    check(3, &[ALL], "crash");
    check(3, &[ALL, NOTHING], "crash?dies");
    check(3, &[ALL, DEAD], "what");
    // Who does not know is asked for one point, and then something else.
    check(3, &["pass"], "sharing?stack");
    check(3, &["pass", "pass"], "what");
    check(3, &["pass", STACK], "sharing?heap");
    // What was heard in an answer calls for the same as what was found in a typed one.
    check(3, &["~a"], "sharing?stack");
    check(3, &["~a 1"], "sharing!stack-shared");
    check(3, &["~a 1", "~b"], "sharing?cheap");
    check(3, &["~a 1", "~"], "sharing?stack");
    check(3, &["~ab"], "crash");
    check(3, &["~", "~a,b"], "crash");
    // No more than the depth, and no end before the last root.
    check(0, &[NOTHING], "what");
    check(1, &[NOTHING, NOTHING], "what");
    check(2, &[NOTHING, STACK, HEAP], "what");
    check(0, &[ALL, RUNS], "over");
    check(1, &[ALL, DEAD, RUNS], "over");
    check(1, &[ALL, DEAD, "pass", "pass"], "over");
}

#[test]
fn the_time_ends_it_between_two_questions() {
    let library = library();
    let (_, mut interview) = after(&library, 3, &[ALL]);
    interview.turns[0].milliseconds = 20 * 60_000;
    assert!(matches!(interview.next(&library), Next::Over(_)));
}

#[test]
fn what_was_heard_is_named_by_letters_and_digits() {
    let check = |line: &str, expect: Option<(&[usize], &[usize])>| {
        let expect =
            expect.map(|(points, traps)| Heard { points: points.to_vec(), traps: traps.to_vec() });
        assert_eq!(heard(line, 3, 2), expect, "{line}");
    };
    check("", Some((&[], &[])));
    check(" ", Some((&[], &[])));
    check("ca", Some((&[2, 0], &[])));
    check("a, 2 b1 2", Some((&[0, 1], &[1, 0])));
    check("2", Some((&[], &[1])));
    // The keys of a Korean layout.
    check("ㅁㅠ1", Some((&[0, 1], &[0])));
    check("d", None);
    check("0", None);
    check("3", None);
    check("a?", None);
}

#[test]
fn the_same_steps_give_the_same_report() {
    let library = library();
    let (_, interview) = after(&library, 3, &[TRAP, STACK, NOTHING, "pass", RUNS]);
    let turns: Vec<Turn> = interview.turns.clone();
    let steps: Vec<Step> = std::iter::once(Step::Begin(interview.plan.clone()))
        .chain(turns.into_iter().map(Step::Turn))
        .collect();
    let again = Interview::replay(&steps).expect("it begins with its plan");
    assert_eq!(again, interview);
    let told = |it: &Interview| format!("{:?}", report(it, &library, Lang::En));
    assert_eq!(told(&again), told(&interview));
}

#[test]
fn what_is_known_counts_and_length_does_not() {
    let library = library();
    let total =
        |answers: &[&str]| report(&after(&library, 0, answers).1, &library, Lang::En).score.total;
    // Nobody saw the first sentence of a spoken answer, so nobody counts it.
    assert_eq!(total(&["~abc", "~a"]), 100);
    assert_eq!(total(&["~ab", "~a"]), total(&["~ab", RUNS]));
    assert!(total(&["~ab 1", "~a"]) < total(&["~ab", "~a"]));
    let longer = format!("{ALL} That is what I would say, and I could go on for hours about it.");
    assert_eq!(total(&[ALL, RUNS]), 100);
    assert_eq!(total(&[&longer, RUNS]), 100);
    assert!(total(&[BOTH, RUNS]) < total(&[ALL, RUNS]));
    assert!(total(&[HEAP, RUNS]) < total(&[BOTH, RUNS]));
    assert!(total(&[TRAP, RUNS]) < total(&[HEAP, RUNS]));
    assert_eq!(total(&[NOTHING, NOTHING]), 0);
    assert_eq!(total(&["pass", "pass"]), 0);
}
