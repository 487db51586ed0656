//! What a timed run must come to: the textbooks, the rules one by one, and laws over random tasks.

use super::{Setup, Trace, measure, number, run};
use crate::{
    machine::{Machine, Options},
    program,
};

mod textbook;

fn trace(text: &str, setup: &Setup) -> Trace {
    let program = program::compile(text).unwrap();
    let machine = Machine::new(&program, Options::default()).unwrap();
    run(&machine, setup).unwrap()
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
