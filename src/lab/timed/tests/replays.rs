//! Stories as traces.

use super::timeline;
use crate::{
    lab::{
        Story,
        timed::{Ending, draw, replay},
    },
    machine::{Machine, Options},
    program,
};

fn story_of(text: &str, check: impl FnOnce(Story<'_, '_>)) {
    let program = program::compile(text).unwrap();
    let machine = Machine::new(&program, Options::default()).unwrap();
    check(Story::new(&machine).unwrap());
}

#[test]
fn a_schedule_is_a_run_of_one_tick_a_move() {
    let text = "global x = 0\nthread A { x = x + 1 }\nthread B { x = x + 1 }";
    story_of(text, |mut story| {
        story.follow("A,B,B,B,A,A").unwrap().unwrap();
        let trace = replay(&story);
        assert_eq!(timeline(&trace), "A 0-1, B 1-4, A 4-6");
        let metrics = trace.metrics();
        assert_eq!((metrics.switches(), metrics.involuntary, metrics.voluntary), (2, 1, 1));
        assert_eq!((trace.time, trace.ending), (6, Ending::Finished));
        assert_eq!(metrics.tasks[0].turnaround, Some(6));
        assert_eq!(metrics.tasks[0].waiting, Some(3));
    });
    let crossed = "mutex a\nmutex b\nthread A { lock(a); lock(b) }\nthread B { lock(b); lock(a) }";
    story_of(crossed, |mut story| {
        story.follow("A,B").unwrap().unwrap();
        let trace = replay(&story);
        assert_eq!((timeline(&trace).as_str(), trace.ending), ("A 0-1, B 1-2", Ending::Deadlock));
        assert_eq!(trace.metrics().tasks[0].blocked, 0);
    });
    let lock = "mutex m\nthread A { lock(m); compute(1); unlock(m) }\nthread B { lock(m) }";
    story_of(lock, |mut story| {
        story.follow("A,A,A,B").unwrap().unwrap();
        assert_eq!(replay(&story).metrics().tasks[1].blocked, 2);
    });
}

#[test]
fn a_seed_is_always_the_same_schedule() {
    let text = "global x = 0\nthread A { x = x + 1 }\nthread B { x = x + 1 }";
    let drawn = |seed| {
        let mut schedule = String::new();
        story_of(text, |mut story| {
            assert_eq!(draw(&mut story, seed, 100), Ok(true));
            schedule = story.schedule().join(",");
        });
        schedule
    };
    assert_eq!(drawn(1), drawn(1));
    let different: std::collections::BTreeSet<String> = (0..200).map(drawn).collect();
    assert_eq!(different.len(), 20);
    story_of("thread A { loop { yield() } }", |mut story| {
        assert_eq!(draw(&mut story, 1, 10), Ok(false));
        assert_eq!(replay(&story).ending, Ending::Stopped(10));
    });
}
