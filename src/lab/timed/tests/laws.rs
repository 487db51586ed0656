//! Laws of every run: work is conserved, a core does one thing at a time, a task is on one core.

use proptest::prelude::*;

use super::trace;
use crate::{
    lab::timed::{Costs, Ending, Policy, Setup, Trace},
    machine::{Machine, Options},
    program,
};

/// A statement that a task is made of, its ticks of `compute` and its steps.
fn statement() -> impl Strategy<Value = (String, u64, u64)> {
    prop_oneof![
        (0..12_u64).prop_map(|n| (format!("compute({n})"), n, 0)),
        (0..9_u64).prop_map(|n| (format!("io({n})"), 0, 0)),
        Just(("yield()".into(), 0, 0)),
        Just(("x = x + 1".into(), 0, 3)),
        (0..5_u64).prop_map(|n| (format!("lock(m); compute({n}); unlock(m)"), n, 2)),
        Just(("sem_post(s)".into(), 0, 1)),
        Just(("sem_post(s); sem_wait(s)".into(), 0, 2)),
        Just(("write(p, 1); let it = read(p)".into(), 0, 2)),
    ]
}

/// A program of several tasks, and the ticks of work of each.
fn program_text() -> impl Strategy<Value = (String, Vec<u64>)> {
    let task = (prop::collection::vec(statement(), 0..6), 0..20_u32, 0..3_i32);
    prop::collection::vec(task, 1..5).prop_map(|tasks| {
        let mut text = "global x = 0\nmutex m\nsemaphore s = 0\npipe p[9]\n".to_owned();
        let mut work = Vec::new();
        for (number, (body, arrival, priority)) in tasks.into_iter().enumerate() {
            // Each `let` has a block of its own.
            let lines: Vec<String> =
                body.iter().map(|it| format!("repeat 1 {{ {} }}", it.0)).collect();
            let name = (b'A' + u8::try_from(number).unwrap()) as char;
            text += &format!(
                "thread {name} at {arrival} priority {priority} {{ {} }}\n",
                lines.join("; ")
            );
            work.push(body.iter().map(|it| it.1 + it.2).sum());
        }
        (text, work)
    })
}

fn setup() -> impl Strategy<Value = Setup> {
    let policy = prop::sample::select(Policy::ALL.map(|it| it.1).to_vec());
    let costs = (0..3_u32).prop_map(|switch| Costs { switch, ..Costs::NONE });
    let boost = prop::option::of(1..30_u32);
    (1..4_usize, policy, 1..6_u32, boost, costs).prop_map(
        |(cores, policy, quantum, boost, costs)| Setup {
            cores,
            policy,
            quantum,
            boost,
            costs,
            ..Setup::default()
        },
    )
}

/// The busy stretches of a core: work and loading.
fn busy(trace: &Trace, core: usize) -> Vec<(u64, u64)> {
    let slices = trace.slices().into_iter().filter(|it| it.core == core);
    let loads = trace.switches().filter(|it| it.1 == core);
    let loads = loads.map(|it| (it.0, (it.0 + u64::from(it.2.ticks)).min(trace.time)));
    let mut busy: Vec<(u64, u64)> = slices.map(|it| (it.from, it.to)).chain(loads).collect();
    busy.sort_unstable();
    busy
}

fn apart(stretches: &[(u64, u64)]) -> bool {
    stretches.windows(2).all(|it| it[0].1 <= it[1].0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn every_run((text, work) in program_text(), setup in setup()) {
        let compiled = program::compile(&text).unwrap();
        let machine = Machine::new(&compiled, Options::default()).unwrap();
        let trace = trace(&text, &setup);
        let metrics = trace.metrics();
        prop_assert_eq!(trace.ending, Ending::Finished, "{}", &text);
        prop_assert_eq!(&trace, &super::trace(&text, &setup));
        // Whatever the schedule: each task works what its text says.
        for (task, work) in metrics.tasks.iter().zip(&work) {
            prop_assert_eq!(task.work, *work, "{} in\n{}", &task.name, &text);
            let spent = task.work + task.blocked + task.waiting.unwrap();
            prop_assert_eq!(task.turnaround, Some(spent));
        }
        prop_assert_eq!(metrics.work, work.iter().sum::<u64>());
        prop_assert_eq!(metrics.voluntary + metrics.involuntary, metrics.switches());
        // A core does one thing at a time, and the rest is idle.
        let mut all = 0;
        for core in 0..setup.cores {
            let busy = busy(&trace, core);
            prop_assert!(apart(&busy), "{:?}", busy);
            prop_assert!(busy.iter().all(|it| it.1 <= trace.time));
            all += busy.iter().map(|it| it.1 - it.0).sum::<u64>();
        }
        prop_assert_eq!(all + metrics.idle(), setup.cores as u64 * trace.time);
        // A task is on one core at a time.
        for task in &trace.tasks {
            let mut own: Vec<_> = trace.slices();
            own.retain(|it| it.task == task.id);
            let mut own: Vec<_> = own.into_iter().map(|it| (it.from, it.to)).collect();
            own.sort_unstable();
            prop_assert!(apart(&own), "{:?}", own);
        }
        // Its moves are a schedule of the machine.
        let story = trace.story(&machine).unwrap();
        prop_assert_eq!(story.len(), trace.moves.len());
        prop_assert!(machine.finished(story.last()));
    }

    /// Locks in any order: a run that stands still is a deadlock of the machine.
    #[test]
    fn who_stands_still_cannot_move(
        bodies in prop::collection::vec(prop::collection::vec(0..9_usize, 1..8), 2..5),
        setup in setup(),
    ) {
        const PARTS: [&str; 9] = [
            "lock(m)", "unlock(m)", "lock(n)", "unlock(n)", "sem_wait(s)", "sem_post(s)",
            "compute(2)", "read(p)", "write(p, 1)",
        ];
        let mut text = "shared mutex m\nshared mutex n\nshared semaphore s = 1\npipe p[1]\n".to_owned();
        for body in bodies {
            let body: Vec<&str> = body.into_iter().map(|it| PARTS[it]).collect();
            let number = text.len();
            text += &format!("process p{number} {{ {} }}\n", body.join("; "));
        }
        let compiled = program::compile(&text).unwrap();
        let machine = Machine::new(&compiled, Options::default()).unwrap();
        let trace = trace(&text, &setup);
        let story = trace.story(&machine).unwrap();
        prop_assert_eq!(story.len(), trace.moves.len());
        match trace.ending {
            Ending::Finished => prop_assert!(machine.finished(story.last())),
            Ending::Deadlock => prop_assert!(machine.deadlocked(story.last()), "{}", text),
            Ending::Stopped(_) => prop_assert!(false, "{}", text),
        }
    }
}
