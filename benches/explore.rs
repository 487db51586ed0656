//! How fast every schedule of known programs is searched, and what a state costs.
//!
//! `cargo bench --bench explore` measures all models, `-- PART` those with `PART` in their name. A
//! time is the median of five searches in CPU time of this process, which other work on the machine
//! disturbs least. Resident memory is the peak of the process so far, so it is a model's own only
//! when that model is measured alone. `scripts/compare-spin` measures Spin on the same models.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]
#![expect(clippy::unwrap_used, reason = "a model that does not compile has no time")]

use std::{ops::ControlFlow, time::Duration};

use viva::{
    lab::{Budget, Reduced, Reductions, explore},
    machine::{Keep, Machine, Options},
    program,
};

const COUNTER: &str = include_str!("models/counter.lab");
const MUTEX: &str = include_str!("models/mutex.lab");
const PETERSON: &str = include_str!("models/peterson.lab");
const FILTER: &str = include_str!("models/filter.lab");
const PHILOSOPHERS: &str = include_str!("models/philosophers.lab");
const BUFFER: &str = include_str!("models/buffer.lab");

/// Its name, its text, its constants, and whether everything that can be left out is.
type Model = (&'static str, &'static str, &'static [(&'static str, i64)], bool);

const SMALL: &[(&str, i64)] = &[];
const BUFFER_3_3: &[(&str, i64)] =
    &[("producers", 3), ("consumers", 3), ("puts", 2), ("takes", 2), ("most", 2)];

const MODELS: [Model; 17] = [
    ("peterson", PETERSON, SMALL, false),
    ("counter-2x3", COUNTER, SMALL, false),
    ("philosophers-6", PHILOSOPHERS, &[("n", 6)], false),
    ("philosophers-8", PHILOSOPHERS, &[("n", 8)], false),
    ("buffer-1+2", BUFFER, SMALL, false),
    ("buffer-3+3", BUFFER, BUFFER_3_3, false),
    ("buffer-3+3 reduced", BUFFER, BUFFER_3_3, true),
    ("filter-3", FILTER, SMALL, false),
    ("filter-4", FILTER, &[("n", 4)], false),
    ("mutex-3x3", MUTEX, SMALL, false),
    ("mutex-3x8", MUTEX, &[("k", 8)], false),
    ("mutex-3x8 reduced", MUTEX, &[("k", 8)], true),
    ("counter-3x3", COUNTER, &[("n", 3)], false),
    ("counter-3x4", COUNTER, &[("n", 3), ("k", 4)], false),
    ("counter-4x2", COUNTER, &[("n", 4), ("k", 2)], false),
    ("counter-4x3", COUNTER, &[("n", 4)], false),
    ("counter-4x3 reduced", COUNTER, &[("n", 4)], true),
];

fn main() {
    let wanted = std::env::args().skip(1).find(|it| !it.starts_with("--")).unwrap_or_default();
    println!(
        "{:20} {:>11} {:>12} {:>12} {:>12} {:>8} {:>9}",
        "model", "states", "transitions", "CPU time", "states/s", "B/state", "peak MiB"
    );
    for model in MODELS.iter().filter(|it| it.0.contains(&wanted)) {
        measure(model);
    }
}

fn measure(&(name, text, constants, reduced): &Model) {
    let program = program::lower(&program::check(text).0.unwrap(), constants).unwrap();
    let keep = Keep { globals: true, ..Keep::default() };
    let options = Options { keep, clear_dead: reduced, ..Options::default() };
    let machine = Machine::new(&program, options).unwrap();
    let space = Reduced::new(&machine, Reductions { glue: reduced, symmetry: reduced });
    let budget = Budget { states: 100_000_000, bytes: 8 << 30 };
    let search = || {
        let start = clock();
        let found = explore(&space, budget, &mut |_| ControlFlow::Continue(())).unwrap();
        (clock() - start, found.graph)
    };
    let (first, graph) = search();
    let (states, transitions, bytes) = (graph.len(), graph.transitions(), graph.bytes());
    drop(graph);
    // What is over in no time is repeated more often.
    let rounds = if first < Duration::from_millis(2) { 101 } else { 5 };
    let mut times: Vec<Duration> = (0..rounds).map(|_| search().0).collect();
    times.sort();
    let time = times[rounds / 2];
    println!(
        "{name:20} {states:>11} {transitions:>12} {:>12} {:>12.0} {:>8.1} {:>9}",
        format!("{time:.1?}"),
        states as f64 / time.as_secs_f64(),
        bytes as f64 / states as f64,
        resident().map_or("-".to_owned(), |it| format!("{:.0}", it as f64 / 1024.0)),
    );
}

/// CPU time of this process.
#[cfg(unix)]
fn clock() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// The time that passes, where CPU time is not at hand.
#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "only the rooms of the program must not read clocks")]
fn clock() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// The peak of the process in KiB, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
