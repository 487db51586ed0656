//! What a timed run must come to: the textbooks, the rules one by one, and laws over random tasks.

use super::{Costs, Policy, Setup, Trace, measure, number, run};
use crate::{
    machine::{Machine, Options},
    program,
};

mod laws;
mod levels;
mod replays;
mod rules;
mod textbook;

fn trace(text: &str, setup: &Setup) -> Trace {
    let program = program::compile(text).unwrap();
    let machine = Machine::new(&program, Options::default()).unwrap();
    run(&machine, setup).unwrap()
}

/// The stretches of work by their begin, each `task@core from-to`; on one core without the core.
fn timeline(trace: &Trace) -> String {
    let mut slices = trace.slices();
    slices.sort_by_key(|it| (it.from, it.core));
    let drawn = slices.into_iter().map(|it| {
        let core = if trace.setup.cores == 1 { String::new() } else { format!("@{}", it.core) };
        let name = &trace.task(it.task).unwrap().name;
        format!("{name}{core} {}-{}", it.from, it.to)
    });
    drawn.collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn draws(text: &str, setup: &Setup, expect: &str) {
    assert_eq!(timeline(&trace(text, setup)), expect, "{text}");
}

/// Each measure of a run has its value.
#[track_caller]
fn check(text: &str, setup: &Setup, expect: &[(&str, &str)]) {
    let metrics = trace(text, setup).metrics();
    for (what, value) in expect {
        let found = measure(what)
            .unwrap()
            .value(&mut |it| metrics.get(it.metric, it.task.as_ref().map(|it| &*it.0)));
        assert_eq!(found, number(value), "{what}\n{text}\n{metrics:#?}");
    }
}

/// A policy without costs, as textbooks reckon.
fn plain(policy: Policy) -> Setup {
    Setup { policy, costs: Costs::NONE, ..Setup::default() }
}

fn slices_of(policy: Policy, quantum: u32) -> Setup {
    Setup { quantum, ..plain(policy) }
}
