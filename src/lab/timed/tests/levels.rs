//! OSTEP 8: the multi-level feedback queue, with demotion, allotments, boosts and I/O; and `fair`.

use super::{check, draws, slices_of, trace};
use crate::lab::timed::{Policy, Setup, Trace, What};

fn mlfq() -> Setup {
    slices_of(Policy::Mlfq, 10)
}

/// When which task came to which level, and the boosts.
fn levels(trace: &Trace) -> String {
    let told = trace.events.iter().filter_map(|it| match it.what {
        What::Level(task, level) => {
            Some(format!("{} {level} at {}", trace.task(task)?.name, it.at))
        }
        What::Boosted => Some(format!("boost at {}", it.at)),
        _ => None,
    });
    told.collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn check_levels(text: &str, setup: &Setup, expect: &str) {
    assert_eq!(levels(&trace(text, setup)), expect, "{text}");
}

/// OSTEP figure 8.2: a long job sinks, one level for each allotment.
#[test]
fn a_long_job_sinks() {
    check_levels("thread A { compute(200) }", &mlfq(), "A 1 at 10, A 2 at 20");
    check("thread A { compute(200) }", &mlfq(), &[("switches", "0"), ("time", "200")]);
}

/// OSTEP figure 8.3: a short job comes along, goes first, and ends before it reaches the bottom.
#[test]
fn a_short_job_goes_first() {
    let jobs = "thread A { compute(180) }\nthread B at 100 { compute(20) }";
    draws(jobs, &mlfq(), "A 0-100, B 100-120, A 120-200");
    check(jobs, &mlfq(), &[("response(B)", "0"), ("turnaround(B)", "20")]);
    check_levels(jobs, &mlfq(), "A 1 at 10, A 2 at 20, B 1 at 110");
}

/// OSTEP 8.5: the allotment is kept over I/O, so that giving the core up just before its end does
/// not keep a job at the top.
#[test]
fn io_does_not_game_the_scheduler() {
    let jobs = "thread A { compute(100) }\nthread B { repeat 30 { compute(1); io(9) } }";
    // B works once in ten ticks, first when A has sunk from level 0.
    check_levels(jobs, &mlfq(), "A 1 at 10, A 2 at 22, B 1 at 101, B 2 at 201");
    // While it is above A it is served at once.
    check(
        "thread A { compute(20); compute(200) }\nthread B at 50 { repeat 5 { compute(1); io(9) } }",
        &mlfq(),
        &[("waiting(B)", "0")],
    );
}

/// A job that is preempted keeps what it has used of its allotment, and waits at the head.
#[test]
fn preemption_keeps_the_allotment() {
    let jobs = "thread A { compute(40) }\nthread C { compute(40) }\nthread B at 24 { compute(2) }";
    // At level 1 A has used 4 of 10 when B comes; after B it goes on with 6.
    draws(
        jobs,
        &mlfq(),
        "A 0-10, C 10-20, A 20-24, B 24-26, A 26-32, C 32-42, A 42-52, C 52-62, A 62-72, C 72-82",
    );
}

/// OSTEP figure 8.5: without a boost a long job starves below a stream of short ones.
#[test]
fn a_boost_ends_starvation() {
    let jobs = "thread A { compute(40) }\nthread J1 at 20 { compute(20) }\n\
                thread J2 at 40 { compute(20) }\nthread J3 at 60 { compute(20) }\n\
                thread J4 at 80 { compute(20) }";
    draws(jobs, &mlfq(), "A 0-20, J1 20-40, J2 40-60, J3 60-80, J4 80-100, A 100-120");
    let boosted = Setup { boost: Some(50), ..mlfq() };
    let trace = trace(jobs, &boosted);
    let work = trace.slices().into_iter().filter(|it| it.task.0 == 0 && it.to <= 100);
    assert_eq!(work.map(|it| it.to - it.from).sum::<u64>(), 40);
    check_levels(
        "thread A { compute(105) }",
        &boosted,
        "A 1 at 10, A 2 at 20, boost at 50, A 1 at 60, A 2 at 70, boost at 100",
    );
}

/// Each gets its share, and a newcomer starts with the least that is there.
#[test]
fn fair_shares() {
    let setup = slices_of(Policy::Fair, 2);
    let jobs = "thread A { compute(6) }\nthread B at 3 { compute(4) }";
    // B starts at 3, like A; A is at 4 when its quantum ends.
    draws(jobs, &setup, "A 0-4, B 4-6, A 6-8, B 8-10");
    // Who was blocked has had less, and catches up.
    let sleeper = "thread A { compute(8) }\nthread B { io(4); compute(4) }";
    draws(sleeper, &setup, "A 0-2, A 2-6, B 6-10, A 10-12");
}
