//! What holds in every state of a program that uses processes, heaps and stacks.

use super::explorer::{explore, keep_all, program};
use crate::machine::{Limit, Machine, Phase};

const SOURCE: &str = "global x = 1\nshared s\nfn f(k) { let y = k; x = y; s = x }\n\
    let p = malloc(3)\n*p = 4\nlet c = fork()\nif c == 0 { x = 2; f(3); free(p); exit(1) }\n\
    let t = spawn f(5)\n*p = 6\njoin(t)\nprint(wait(c))";

#[test]
fn counts_of_frames_are_right() {
    let program = program(SOURCE);
    let machine = Machine::new(&program, keep_all()).unwrap();
    for state in &explore(&machine).states {
        let alive = |it: &usize| machine.process_phase(state, *it).0 == Phase::Alive;
        let processes: Vec<usize> = (0..machine.processes(state)).filter(alive).collect();
        let all: Vec<_> = processes.iter().flat_map(|it| machine.pages(state, *it)).collect();
        let mut frames: Vec<u32> = all.iter().map(|it| it.frame).collect();
        for page in &all {
            let users = frames.iter().filter(|it| **it == page.frame).count();
            assert_eq!(page.users as usize, users, "{page:?}");
        }
        // Every frame is somebody's, but those of the shared segment outlive all.
        frames.sort_unstable();
        frames.dedup();
        assert!(machine.frames(state) == frames.len().max(1), "{frames:?}");
    }
}

#[test]
fn growth_is_bounded() {
    let met = |source: &str| {
        let program = program(source);
        let machine = Machine::new(&program, keep_all()).unwrap();
        let mut state = machine.first().unwrap();
        for _ in 0..100_000 {
            let choice = machine.enabled(&state).pop()?;
            if let Err(limit) = machine.step(&mut state, choice, &mut ()) {
                return Some(limit);
            }
        }
        None
    };
    assert!(matches!(met("loop { fork() }"), Some(Limit::Generations(_) | Limit::Births(_))));
    assert_eq!(met("fn f() { }\nloop { spawn f() }"), Some(Limit::Births(64)));
    // A full heap is no limit: malloc gives 0.
    assert_eq!(met("global p\nrepeat 99 { p = malloc(8) }\nassert p == 0"), None);
}
