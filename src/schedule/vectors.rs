//! The conformance vectors of `../shared/data/fsrs-vectors.json`, run through this room.
//!
//! Two kinds do not fully apply. `optimiser`: nothing here fits parameters. Of
//! `stability_components` only what a whole number of elapsed days can reach: the crate takes no
//! retrievability, so its rows for 0.8, 0.7 and 0.6 after one stability are out of reach; likewise
//! `difficulty` without its mean reversion.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use super::{
    CardState, Due, Memory, Phase, Policy, Scheduler, Style,
    fsrs::{Model, parameters_of_21},
    fuzz, steps,
};
use crate::record::{Grade, How, Interval, Moment, Review};

/// 2026-11-23 12:00 in Seoul.
const NOON: Moment = Moment { utc_ms: 1_795_402_800_000, offset_minutes: 540 };

fn number(value: &Value) -> f32 {
    value.as_f64().unwrap() as f32
}

fn numbers(value: &Value) -> Vec<f32> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn whole(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

fn wholes(value: &Value) -> Vec<u32> {
    value.as_array().unwrap().iter().map(whole).collect()
}

fn grades(value: &Value) -> Vec<Grade> {
    match value.as_str() {
        Some(digits) => digits.bytes().map(|b| Grade::of_digit(b - b'0').unwrap()).collect(),
        None => wholes(value).into_iter().map(|g| Grade::of_digit(g as u8).unwrap()).collect(),
    }
}

struct Near<'a> {
    id: &'a str,
    absolute: f32,
    relative: f32,
}

impl Near<'_> {
    fn check(&self, what: &str, actual: f32, expect: &Value) {
        let expect = number(expect);
        let tolerance = self.absolute + self.relative * expect.abs();
        // A little more for the last bits of numbers that the file gives to as many places.
        let tolerance = tolerance.max(expect.abs() * 1e-6);
        assert!((actual - expect).abs() <= tolerance, "{}: {what} {actual}, not {expect}", self.id);
    }

    fn check_all(&self, what: &str, actual: &[f32], expect: &Value) {
        let expect = expect.as_array().unwrap();
        assert_eq!(actual.len(), expect.len(), "{}: {what}", self.id);
        for (actual, expect) in actual.iter().zip(expect) {
            self.check(what, *actual, expect);
        }
    }
}

fn review(grade: Grade, next: Interval) -> Review {
    Review {
        grade,
        how: How::Typed,
        answer: None,
        covered: None,
        missed: vec![],
        overrides: Vec::new(),
        traps: Vec::new(),
        milliseconds: 1000,
        next,
        steps: true,
        parameters: "test".into(),
    }
}

/// The states after each review, folded by the scheduler: a review `days` study days after the one
/// before, an hour later on the same day.
fn history(scheduler: &Scheduler, grades: &[Grade], days: &[u32]) -> Vec<CardState> {
    assert_eq!(grades.len(), days.len());
    let (mut states, mut at) = (Vec::<CardState>::new(), NOON);
    for (&grade, &days) in grades.iter().zip(days) {
        let hours = if days == 0 { 1 } else { i64::from(days) * 24 };
        if !states.is_empty() {
            at = at.plus_ms(hours * 3_600_000);
        }
        states.push(scheduler.fold(states.last().cloned(), at, &review(grade, Interval::Days(1))));
    }
    states
}

fn stabilities(states: &[CardState]) -> Vec<f32> {
    states.iter().map(|state| state.memory.stability).collect()
}

fn difficulties(states: &[CardState]) -> Vec<f32> {
    states.iter().map(|state| state.memory.difficulty).collect()
}

fn memory_sequence(near: &Near, scheduler: &Scheduler, vector: &Value) {
    let states = history(scheduler, &grades(&vector["ratings"]), &wholes(&vector["elapsed_days"]));
    let expect = &vector["expect"];
    if let Some(last) = expect.get("final_stability") {
        let memory = states.last().unwrap().memory;
        near.check("stability", memory.stability, last);
        near.check("difficulty", memory.difficulty, &expect["final_difficulty"]);
    } else {
        near.check_all("stability", &stabilities(&states), &expect["stability"]);
        near.check_all("difficulty", &difficulties(&states), &expect["difficulty"]);
        let retention = number(&vector["desired_retention"]);
        let rounded = |memory: Memory| {
            fuzz::spread(scheduler.model.interval(memory.stability, retention), 1, 36_500, None)
        };
        let elapsed = wholes(&vector["elapsed_days"]);
        let days = grades(&vector["ratings"]).into_iter().enumerate().map(|(nth, grade)| {
            if vector["source"]["repo"] != "open-spaced-repetition/ts-fsrs" {
                return rounded(states[nth].memory);
            }
            // ts-fsrs wants a day between again and hard as well.
            let before = nth.checked_sub(1).map(|before| states[before].memory);
            let of = |grade| rounded(scheduler.model.after(before, elapsed[nth], grade));
            let [again, hard, good, easy] = Grade::ALL.map(of);
            let again = again.min(hard);
            let hard = hard.max(again + 1);
            let good = good.max(hard + 1);
            [again, hard, good, easy.max(good + 1)][grade.index()]
        });
        let days = days.collect::<Vec<_>>();
        assert_eq!(days, wholes(&expect["interval_days_rounded"]), "{}", near.id);
    }
}

fn next_states(near: &Near, scheduler: &Scheduler, vector: &Value) {
    let model = &scheduler.model;
    let start = match (vector.get("start_from"), &vector["start"]) {
        (Some(from), _) => {
            history(scheduler, &grades(&from["ratings"]), &wholes(&from["elapsed_days"]))
                .last()
                .map(|state| state.memory)
        }
        (None, Value::Null) => None,
        (None, start) => Some(Memory {
            stability: number(&start["stability"]),
            difficulty: number(&start["difficulty"]),
        }),
    };
    for (name, expect) in vector["expect"].as_object().unwrap() {
        let names = ["again", "hard", "good", "easy"];
        let grade = Grade::ALL[names.iter().position(|n| n == name).unwrap()];
        let memory = model.after(start, whole(&vector["elapsed_days"]), grade);
        near.check(name, memory.stability, &expect["stability"]);
        near.check(name, memory.difficulty, &expect["difficulty"]);
        if let Some(days) = expect.get("interval") {
            let retention = number(&vector["desired_retention"]);
            near.check(name, model.interval(memory.stability, retention), days);
        }
    }
}

fn interval_history(near: &Near, scheduler: &Scheduler, vector: &Value) {
    let (mut state, mut at, mut days) = (None::<CardState>, NOON, Vec::new());
    for grade in grades(&vector["ratings"]) {
        let next = scheduler.intervals(Style::Short, state.as_ref(), at, None)[grade.index()];
        days.push(if let Interval::Days(days) = next { days } else { 0 });
        let after = scheduler.fold(state, at, &review(grade, next));
        at = match (after.due, after.interval) {
            (Due::At(utc_ms), _) => Moment { utc_ms, ..at },
            (Due::On(_), Interval::Days(days)) => at.plus_ms(i64::from(days) * 86_400_000),
            (Due::On(_), Interval::Minutes(_)) => unreachable!("days have a day"),
        };
        assert!(scheduler.is_due(&after, at), "{}", near.id);
        state = Some(after);
    }
    assert_eq!(days, wholes(&vector["expect"]["interval_days"]), "{}", near.id);
}

fn retrievability(near: &Near, model: &Model, vector: &Value) {
    let days = numbers(&vector["elapsed_days"]);
    let actual = days.iter().zip(numbers(&vector["stability"])).map(|(days, stability)| {
        model.retrievability(Memory { stability, difficulty: 5.0 }, *days)
    });
    let actual = actual.collect::<Vec<_>>();
    near.check_all("retrievability", &actual, &vector["expect"]["retrievability"]);
}

fn next_interval(near: &Near, model: &Model, vector: &Value) {
    let expect = &vector["expect"]["interval_days_rounded_min1"];
    let stability = number(&vector["stability"]);
    let actual = numbers(&vector["desired_retention"])
        .into_iter()
        .map(|retention| fuzz::spread(model.interval(stability, retention), 1, u32::MAX, None));
    // The first depends on the width of the floating point, as the file says.
    let actual = actual.skip(1).collect::<Vec<_>>();
    assert_eq!(actual, wholes(expect)[1..], "{}", near.id);
}

fn difficulty(near: &Near, model: &Model, vector: &Value) {
    let memory = Memory { stability: 5.0, difficulty: number(&vector["difficulty"]) };
    let after = grades(&vector["ratings"]).into_iter();
    let after = after.map(|grade| model.after(Some(memory), 3, grade).difficulty);
    let expect = &vector["expect"]["with_mean_reversion"];
    near.check_all("difficulty", &after.collect::<Vec<_>>(), expect);
}

fn stability_components(near: &Near, model: &Model, vector: &Value) {
    let stability = number(&vector["stability"]);
    let memory = |difficulty| Some(Memory { stability, difficulty });
    let expect = &vector["expect"];
    // After as many days as the stability, the retrievability is 0.9, that of the first row.
    let row = memory(number(&vector["difficulty"][0]));
    let success = model.after(row, stability as u32, Grade::Good);
    near.check("success", success.stability, &expect["after_success"][0]);
    let failure = model.after(row, stability as u32, Grade::Again);
    near.check("failure", failure.stability, &expect["after_failure"][0]);
    let same_day = grades(&vector["ratings"]).into_iter();
    let same_day = same_day.map(|grade| model.after(memory(5.0), 0, grade).stability);
    near.check_all("same day", &same_day.collect::<Vec<_>>(), &expect["short_term"]);
}

fn fuzz_bounds(near: &Near, case: &Value) {
    let (days, minimum, maximum) =
        (number(&case["interval"]), whole(&case["min"]), whole(&case["max"]));
    let parts = [("lower", 0), ("middle", 1 << 31), ("upper", (0.99 * 4_294_967_296.0) as u32)];
    for (name, fraction) in parts {
        let actual = fuzz::spread(days, minimum, maximum, Some(fraction));
        assert_eq!(actual, whole(&case[name]), "{}: {case} {name}", near.id);
    }
}

fn learning_steps(near: &Near, vector: &Value) {
    let minutes = wholes(&vector["steps_minutes"]);
    let policy = Policy { learning: minutes.clone(), ..Policy::default() };
    let scheduler = Scheduler::new(policy);
    let first = scheduler.fold(None, NOON, &review(Grade::Again, Interval::Minutes(1)));
    for case in vector["cases"].as_array().unwrap() {
        let step = whole(&case["step"]) as u8;
        let state = CardState { phase: Phase::Learning { step }, ..first.clone() };
        let outlook = scheduler.intervals(Style::Short, Some(&state), NOON, None);
        for (name, interval) in ["again", "hard", "good"].into_iter().zip(outlook) {
            let minutes = match interval {
                Interval::Minutes(minutes) => Value::from(minutes),
                Interval::Days(_) => Value::Null,
            };
            assert_eq!(minutes, case[name], "{}: {case} {name}", near.id);
        }
        assert!(steps::answers(&minutes, step).is_some());
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn vectors() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/fsrs-vectors.json");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let scheduler_of = |name: &Value| {
        let name = name.as_str().unwrap_or("fsrs6_default");
        let parameters = numbers(&file["parameter_sets"][name]["w"]);
        Scheduler::with_parameters(Policy::default(), &parameters).unwrap()
    };

    let mut ran = BTreeMap::<&str, u32>::new();
    for vector in file["vectors"].as_array().unwrap() {
        let kind = vector["kind"].as_str().unwrap();
        let near = Near {
            id: vector["id"].as_str().unwrap(),
            absolute: vector.get("tolerance_abs").map_or(0.0, number),
            relative: 0.0,
        };
        let scheduler = scheduler_of(&vector["params"]);
        let model = &scheduler.model;
        match kind {
            "memory_sequence" => memory_sequence(&near, &scheduler, vector),
            "next_states" => next_states(&near, &scheduler, vector),
            "interval_history_with_steps" => interval_history(&near, &scheduler, vector),
            "next_interval" => next_interval(&near, model, vector),
            "retrievability" => retrievability(&near, model, vector),
            "retrievability_decay" => {
                let mut parameters = numbers(&file["parameter_sets"]["fsrs6_default"]["w"]);
                parameters[20] = number(&vector["decay"]);
                retrievability(&near, &Model::new(&parameters).unwrap(), vector);
            }
            "difficulty" => difficulty(&near, model, vector),
            "stability_components" => stability_components(&near, model, vector),
            "memory_from_sm2" => {
                for case in vector["cases"].as_array().unwrap() {
                    let [ease, days, recalled] =
                        ["ease", "interval", "sm2_retention"].map(|name| number(&case[name]));
                    let memory = scheduler.memory_from_sm2(ease, days, recalled).unwrap();
                    near.check("stability", memory.stability, &case["stability"]);
                    near.check("difficulty", memory.difficulty, &case["difficulty"]);
                }
            }
            "param_migration" => {
                let parameters = parameters_of_21(&numbers(&vector["input"])).unwrap();
                near.check_all("parameters", &parameters, &vector["expect"]);
            }
            "fuzz_bounds" => {
                vector["cases"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .for_each(|case| fuzz_bounds(&near, case));
            }
            "fuzz_minimum" => {
                for case in vector["cases"].as_array().unwrap() {
                    let days = number(&case["interval"]);
                    let actual =
                        fuzz::minimum_after(whole(&case["previous"]), days, whole(&case["max"]));
                    assert_eq!(actual, whole(&case["minimum"]), "{}: {case}", near.id);
                }
            }
            "learning_steps" => learning_steps(&near, vector),
            "optimiser" => {
                println!("does not apply: {}, nothing here fits parameters", near.id);
                continue;
            }
            other => panic!("{}: no test for the kind {other}", near.id),
        }
        *ran.entry(kind).or_default() += 1;
    }

    let grid = &file["grid"];
    let scheduler = scheduler_of(&grid["params"]);
    // The traces are written to five places, which says less than the tolerance for small numbers.
    let near = Near { id: "grid", absolute: 6e-6, relative: number(&grid["tolerance_rel"]) };
    for row in grid["rows"].as_array().unwrap() {
        let states = history(&scheduler, &grades(&row[0]), &wholes(&row[1]));
        near.check_all(&row.to_string(), &stabilities(&states), &row[2]);
        near.check_all(&row.to_string(), &difficulties(&states), &row[3]);
        let stability = states.last().unwrap().memory.stability;
        let days = scheduler.model.interval(stability, number(&grid["desired_retention"]));
        near.check(&row.to_string(), days, &row[4]);
        *ran.entry("grid rows").or_default() += 1;
    }
    println!("ran: {ran:?}");
    assert_eq!(ran["grid rows"], 832);
    assert_eq!(ran.values().sum::<u32>(), 832 + 37);
}
