//! The quiz as scripts: what was typed, and what came of it.

use super::*;
use crate::{
    deck::{Ask, Source, library},
    lab::Answer,
    record::Body,
    schedule::{Due, Policy},
    session::drive::Score,
    text::Severity,
};

const DECK: &str = r#"
format = 1
id = "d"
languages = ["en"]
title = "Deck"
topics.t = "Topic"

[[explain]]
id = "long"
topic = "t"
question = "What is a process?"
answer = "A running program with its own address space."
[[explain.point]]
id = "first"
text = "a running program"
[[explain.point]]
id = "core"
core = true
text = "its own address space"
probe = "What does it own?"

[[explain]]
id = "bare"
topic = "t"
question = "What is a thread?"
answer = "A flow of execution."

[[choice]]
id = "short"
topic = "t"
question = "What do threads share?"
answer = "The heap."
[[choice.option]]
text = "the heap"
right = true
[[choice.option]]
text = "the stack"

[[cloze]]
id = "gap"
topic = "t"
question = "Fill in."
answer = "A mutex has an owner."
text = "A {{mutex|lock}} has an {{owner}}."

[[explain]]
id = "shown"
topic = "t"
question = "Why is a count lost?"
answer = "An increment is three steps."
experiment = "counter"

[[explain]]
id = "plain"
topic = "t"
question = "What does a lone thread do?"
answer = "It goes on."
experiment = "alone"

[[predict]]
id = "finals"
topic = "t"
question = "What can x be?"
experiment = "counter"
final = "x"
vary = { n = [1, 2] }

[[predict]]
id = "locks"
topic = "t"
question = "Can it lock up?"
experiment = "alone"
deadlock = true

[[drive]]
id = "lose"
topic = "t"
question = "Make x end at 1."
experiment = "counter"
goal = "x == 1"

[[experiment]]
id = "counter"
title = "A counter"
program = """
const n = 1
global x = 0
thread A { repeat n { x = x + 1 } }
thread B { repeat n { x = x + 1 } }
"""
claim = [
  { never = "x > 2" },
  { final = "x", is = [2, 3, 4], with = { n = 2 } },
]

[[experiment]]
id = "alone"
title = "One thread"
program = """
global x = 0
thread A { x = 1 }
"""
claim = [{ always = "x <= 1" }]
"#;

const NOON: Moment = Moment { utc_ms: 1_795_000_000_000, offset_minutes: 540 };

struct Desk {
    library: Library,
    scheduler: Scheduler,
}

impl Desk {
    fn new() -> Desk {
        let source = Source { path: "d.toml".into(), text: DECK.into() };
        let (library, findings) = library(&[source]);
        let is_error = |it: &(usize, crate::deck::Finding)| it.1.severity == Severity::Error;
        assert!(!findings.iter().any(is_error), "{findings:?}");
        Desk { library, scheduler: Scheduler::new(Policy::default()) }
    }

    fn context(&self) -> Context<'_> {
        Context { library: &self.library, scheduler: &self.scheduler }
    }

    fn quiz(&self, cards: &[&str], mode: Mode) -> Quiz {
        let items = cards.iter().map(|card| {
            let key = CardKey::new("d", *card);
            let long = matches!(self.library.card(&key).unwrap().1.kind, Kind::Explain(_));
            Item {
                key,
                why: Why::New,
                style: if long { Style::Long } else { Style::Short },
                state: None,
                draft: None,
                last_covered: None,
                today: Day::of(NOON, 4),
            }
        });
        Quiz::new(items.collect(), Vec::new(), mode)
    }
}

/// Plays a script over `cards` and compares the effects, one word each, a line for an input.
/// An input is text for Enter, `^C` and `^D` for the keys, each with `:text` standing there.
#[track_caller]
fn check(cards: &[&str], script: &[&str], expect: &[&str]) {
    check_in(Mode::default(), cards, script, expect);
}

#[track_caller]
fn check_in(mode: Mode, cards: &[&str], script: &[&str], expect: &[&str]) {
    let desk = Desk::new();
    let mut quiz = desk.quiz(cards, mode);
    let mut inputs = vec![Input::Begin];
    inputs.extend(script.iter().map(|line| match line.split_once(':') {
        Some(("^C", text)) => Input::Interrupt(text.to_owned()),
        Some(("^D", text)) => Input::Leave(text.to_owned()),
        _ => Input::Text((*line).to_owned()),
    }));
    let mut found = Vec::new();
    for input in inputs {
        let timing = Timing { now: NOON, milliseconds: 1_000 };
        let (next, effects) = quiz.step(desk.context(), input, timing);
        quiz = next;
        let mut words: Vec<String> = effects.iter().map(word).collect();
        if let Some(ran) = effects.iter().find_map(ran) {
            let (next, effects) = quiz.step(desk.context(), ran, timing);
            quiz = next;
            words.extend(effects.iter().map(word));
        }
        found.push(words.join(" "));
    }
    assert_eq!(found, expect);
}

/// What a shell would bring, if it is asked to run something: counters as they are, and no answer
/// about deadlocks.
fn ran(effect: &Effect) -> Option<Input> {
    let trial = match effect {
        Effect::Run(trial) => trial,
        Effect::Drive { .. } => {
            let score = Score { solved: true, hints: 1, ..Score::default() };
            return Some(Input::Driven(Ok(Driven { score, schedule: "A,B".into() })));
        }
        _ => return None,
    };
    let twice = trial.set.iter().any(|it| it.1 == 2);
    let finals = if twice { vec![vec![2], vec![3], vec![4]] } else { vec![vec![1], vec![2]] };
    Some(Input::Ran(match trial.ask {
        Some(Ask::Final(_)) => Ok(Some(Answer::Rows(finals))),
        Some(Ask::Deadlock) => Err(Unproved::Budget(200_000)),
        _ => Ok(None),
    }))
}

fn word(effect: &Effect) -> String {
    match effect {
        Effect::Log(card, body) => {
            let card = &card.card;
            match body {
                Body::Review(review) => {
                    let of = |points: &[String]| points.join("+");
                    let covered = review.covered.as_ref().map_or("?".into(), |it| of(it));
                    let next = match review.next {
                        Interval::Minutes(minutes) => format!("{minutes}m"),
                        Interval::Days(days) => format!("{days}d"),
                    };
                    let missed = of(&review.missed);
                    format!("review({card} {} {covered}/{missed} {next})", review.grade.digit())
                }
                Body::Cram(review) => format!("cram({card} {})", review.grade.digit()),
                Body::Draft(draft) => format!("draft({card} {:?})", draft.text),
                Body::Probe(probe) => format!("probe({} {})", probe.point, probe.recovered),
                Body::Practice(practice) => {
                    format!("practice({card} {})", practice.answer.as_deref().unwrap_or("aloud"))
                }
                Body::Keep(kept) => format!("keep({card} {:?})", kept.text),
                Body::Prediction(it) => {
                    let set: String =
                        it.with.iter().map(|it| format!(" {}={}", it.0, it.1)).collect();
                    let (asked, answer, correctness) = (&it.asked, &it.answer, it.correctness);
                    format!("prediction({card} {asked}{set}: {answer} {correctness:?})")
                }
                other => format!("{other:?}"),
            }
        }
        Effect::Run(trial) => format!("run({})", trial.experiment),
        Effect::Step(trial) => format!("step({})", trial.experiment),
        Effect::Drive { trial, goal } => format!("drive({}, {goal})", trial.experiment),
        Effect::Show(scene) => match scene {
            Scene::Graded(..) => "Graded".into(),
            other => format!("{other:?}"),
        },
    }
}

#[test]
fn a_typed_answer_with_a_missed_point() {
    check(
        &["long"],
        &["It is a running program.", "a", "", "It owns memory.", "y"],
        &[
            "Question",
            "draft(long \"It is a running program.\") Points",
            "Coverage Grades",
            "review(long 2 first/core 1d) Graded ProbeQuestion",
            "practice(long It owns memory.) ProbePoint",
            "probe(core true) ProbeOutcome(true) Summary",
        ],
    );
}

#[test]
fn a_spoken_answer_that_covers_all() {
    check(
        &["long"],
        &["", "", "b a", "3"],
        &[
            "Question",
            "Speaking",
            "Points",
            "Coverage Grades",
            "review(long 3 first+core/ 2d) Graded Summary",
        ],
    );
}

#[test]
fn nothing_ticked_and_a_passing_grade_says_nothing_of_points() {
    check(
        &["long"],
        &["Something.", "", "3"],
        &[
            "Question",
            "draft(long \"Something.\") Points",
            "Coverage Grades",
            "review(long 3 ?/ 2d) Graded Summary",
        ],
    );
}

#[test]
fn keys_at_the_grades() {
    check(
        &["long"],
        &["Text.", "a", "?", "x", "ㅠ", "m", "t", "Better.", "k", "9", "4"],
        &[
            "Question",
            "draft(long \"Text.\") Points",
            "Coverage Grades",
            "Help",
            "Invalid(Grade)",
            "Coverage",
            "Model",
            "Question",
            "practice(long Better.) Model Coverage Grades",
            "keep(long \"Better.\") Kept",
            "Invalid(Grade)",
            // The first grade's answer stands; the point flipped stays flipped.
            "review(long 4 first+core/ 9d) Graded Summary",
        ],
    );
}

#[test]
fn a_card_without_points_shows_its_model_answer() {
    check(
        &["bare"],
        &["A flow.", "", "3"],
        &[
            "Question",
            "draft(bare \"A flow.\") Model Grades",
            "Invalid(Grade)",
            "review(bare 3 ?/ 2d) Graded Summary",
        ],
    );
}

#[test]
fn a_short_card_comes_back_after_its_steps() {
    check(
        &["gap"],
        &["lock", "Owner", "", "Mutex", "owner", ""],
        &[
            "Question",
            "",
            "draft(gap \"lock\\nOwner\") Result Grades",
            "review(gap 3 ?/ 10m) Graded Question",
            "",
            "draft(gap \"Mutex\\nowner\") Result Grades",
            "review(gap 3 ?/ 2d) Graded Summary",
        ],
    );
}

#[test]
fn options_are_chosen_by_letter_and_a_dash_is_no_answer() {
    check(
        &["short"],
        &["", "z", "-", "4"],
        &[
            "Question",
            "Invalid(Options)",
            "Invalid(Options)",
            "Result Grades",
            "review(short 4 ?/ 7d) Graded Summary",
        ],
    );
}

#[test]
fn a_prediction_is_judged_by_what_was_proved() {
    check(
        &["finals"],
        // The constant is drawn: 2 at first, then 1.
        &["", "x", "2", "", "?", "1,2", "2"],
        &[
            "Question",
            "Invalid(Prediction(Rows(1)))",
            "Invalid(Prediction(Rows(1)))",
            "draft(finals \"2\") run(counter) prediction(finals final x n=2: 2 Partly) Result Grades",
            "review(finals 2 ?/ 6m) Graded Question",
            "Help",
            "draft(finals \"1,2\") run(counter) prediction(finals final x n=1: 1,2 Right) Result Grades",
            "review(finals 2 ?/ 6m) Graded Question",
        ],
    );
}

#[test]
fn what_is_not_proved_is_not_judged() {
    check(
        &["locks"],
        &["네", "", "r", "x", "", "1"],
        &[
            "Question",
            "draft(locks \"네\") run(alone) prediction(locks deadlock: 네 Unproved) Result Grades",
            // Nothing is proposed for Enter to take.
            "Invalid(Grade)",
            "run(alone) Run",
            "Invalid(Lab)",
            "Grades",
            "review(locks 1 ?/ 1m) Graded Question",
        ],
    );
}

#[test]
fn an_experiment_is_predicted_run_and_stepped_through() {
    check(
        &["shown"],
        &["Text.", "", "r", "one", "2 3 4", "?", "s", "", "r", "", "s", "3"],
        &[
            "Question",
            "draft(shown \"Text.\") Model Grades",
            "Invalid(Grade)",
            "Experiment",
            "Invalid(Prediction(Rows(1)))",
            "run(counter) prediction(shown final x n=2: 2 3 4 Right) Run",
            "Help",
            "step(counter)",
            "Grades",
            // The second time there is nothing left to predict.
            "run(counter) Run",
            "Grades",
            "step(counter)",
            "review(shown 3 ?/ 2d) Graded Summary",
        ],
    );
    // A prediction can be skipped; an experiment that asks for nothing runs at once.
    check(
        &["shown", "plain"],
        &["Text.", "r", "", "", "3", "Text.", "ㄱ", "", "3"],
        &[
            "Question",
            "draft(shown \"Text.\") Model Grades",
            "Experiment",
            "run(counter) Run",
            "Grades",
            "review(shown 3 ?/ 2d) Graded Question",
            "draft(plain \"Text.\") Model Grades",
            "run(alone) Run",
            "Grades",
            "review(plain 3 ?/ 2d) Graded Summary",
        ],
    );
    check(
        &["bare"],
        &["Text.", "r", "s"],
        &[
            "Question",
            "draft(bare \"Text.\") Model Grades",
            "Invalid(NoExperiment)",
            "Invalid(NoExperiment)",
        ],
    );
}

#[test]
fn a_drive_is_graded_by_how_it_went() {
    check(
        &["lose"],
        &["x", "", "", "-", "r", "", "^D:"],
        &[
            "Question",
            "Invalid(Drive)",
            "drive(counter, x == 1) draft(lose \"A,B\") Result Grades",
            "review(lose 2 ?/ 6m) Graded Question",
            "Result Grades",
            "Experiment",
            "run(counter) Run",
            "Ungraded { draft: false } Summary",
        ],
    );
}

#[test]
fn what_was_predicted_is_kept_when_the_person_leaves() {
    check(
        &["finals"],
        &["2", "^C:"],
        &[
            "Question",
            "draft(finals \"2\") run(counter) prediction(finals final x n=2: 2 Partly) Result Grades",
            "Ungraded { draft: true } Summary",
        ],
    );
}

#[test]
fn the_same_seed_draws_the_same_constants() {
    let desk = Desk::new();
    let timing = Timing { now: NOON, milliseconds: 1 };
    let drawn: Vec<i64> = (0..24)
        .map(|seed| {
            let draw = || {
                let quiz = desk.quiz(&["finals"], Mode { seed, ..Mode::default() });
                let (quiz, _) = quiz.step(desk.context(), Input::Begin, timing);
                quiz.current().unwrap().guess.clone().unwrap().trial.set
            };
            assert_eq!(draw(), draw());
            draw()[0].1
        })
        .collect();
    // Frozen: a card asks the same in every version.
    assert_eq!(drawn, [2, 2, 1, 1, 1, 2, 2, 1, 2, 1, 1, 2, 2, 1, 1, 1, 2, 1, 2, 2, 1, 2, 1, 2],);
}

#[test]
fn leaving_keeps_what_was_typed() {
    let left = "draft(long \"half a\") Ungraded { draft: true } Summary";
    check(&["long", "gap"], &["^C:half a"], &["Question", left]);
    check(&["long", "gap"], &["^D:half a"], &["Question", left]);
    check(&["long"], &["^C:"], &["Question", "Ungraded { draft: false } Summary"]);
    check(
        &["long"],
        &["Text.", "^C:ab"],
        &["Question", "draft(long \"Text.\") Points", "Ungraded { draft: true } Summary"],
    );
}

#[test]
fn cramming_moves_nothing() {
    let mode = Mode { cram: true, ..Mode::default() };
    check_in(
        mode,
        &["long", "gap"],
        &["Text.", "", "1", "lock", "owner", ""],
        &[
            "Question",
            "draft(long \"Text.\") Points",
            "Coverage Grades",
            "cram(long 1) Graded Question",
            "",
            "draft(gap \"lock\\nowner\") Result Grades",
            "cram(gap 3) Graded Summary",
        ],
    );
}

#[test]
fn revealing_asks_for_nothing() {
    let mode = Mode { reveal: true, ..Mode::default() };
    check_in(
        mode,
        &["long"],
        &["", "3"],
        &["Question", "Model Grades", "review(long 3 ?/ 2d) Graded Summary"],
    );
}

#[test]
fn the_state_follows_the_grade_that_was_shown() {
    let desk = Desk::new();
    let timing = Timing { now: NOON, milliseconds: 1_000 };
    let mut quiz = desk.quiz(&["gap"], Mode::default());
    for input in [Input::Begin, Input::Text("x".into()), Input::Text("y".into())] {
        quiz = quiz.step(desk.context(), input, timing).0;
    }
    let shown = quiz.current().unwrap().outlook[0];
    let key = quiz.current().unwrap().key.clone();
    let (quiz, _) = quiz.step(desk.context(), Input::Text("1".into()), timing);
    let state = quiz.item(&key).unwrap().state.clone().unwrap();
    assert_eq!(state.interval, shown);
    assert_eq!(state.due, Due::At(NOON.utc_ms + 60_000));
    assert_eq!(quiz.progress(), (2, 2));
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is typed, the quiz never panics, replays to the same effects, and logs at most
        /// one review a step.
        #[test]
        fn any_input(lines in prop::collection::vec(
            prop_oneof!["[a-h1-4mtkrs?y n-]{0,3}", ".{0,12}", Just(String::new())], 0..40)
        ) {
            let desk = Desk::new();
            let timing = Timing { now: NOON, milliseconds: 1 };
            let play = || {
                let cards = ["long", "gap", "short", "shown", "finals", "bare", "locks", "plain", "lose"];
                let mut quiz = desk.quiz(&cards, Mode::default());
                let mut all = Vec::new();
                let inputs = lines.iter().cloned().map(Input::Text);
                for input in std::iter::once(Input::Begin).chain(inputs) {
                    let (next, effects) = quiz.step(desk.context(), input, timing);
                    quiz = next;
                    let ran = effects.iter().find_map(ran);
                    all.push(effects);
                    if let Some(ran) = ran {
                        let (next, effects) = quiz.step(desk.context(), ran, timing);
                        quiz = next;
                        all.push(effects);
                    }
                }
                all
            };
            let effects = play();
            prop_assert_eq!(&effects, &play());
            for step in &effects {
                let reviews = step.iter().filter(|it| matches!(it, Effect::Log(_, Body::Review(_))));
                prop_assert!(reviews.count() <= 1);
                // What is logged comes before what is shown.
                let last_log = step.iter().rposition(|it| matches!(it, Effect::Log(..)));
                let first_show = step.iter().position(|it| matches!(it, Effect::Show(_)));
                if let (Some(log), Some(show)) = (last_log, first_show) {
                    prop_assert!(log < show);
                }
            }
        }
    }
}
