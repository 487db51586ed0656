//! What is searched: a machine with all its schedules, or with those that are enough.
//!
//! Invariant: a reduced search finds an end with the same values exactly if the whole one does, and
//! the same faults up to the names of tasks that are alike; every schedule of it is one of the
//! program. It must not know what is asked.

use crate::{
    lab::Space,
    machine::{Limit, Machine, Move, State, Twins},
};

impl Space for Machine<'_> {
    type Move = Move;
    type Limit = Limit;
    const HEADER: usize = Machine::HEADER;

    fn first(&self) -> Result<Vec<u32>, Limit> {
        Ok(std::mem::take(Machine::first(self)?.words_mut()))
    }

    fn moves(&self, state: &[u32], into: &mut Vec<Move>) {
        self.moves_into(state, into);
    }

    fn step(&self, state: &mut Vec<u32>, way: Move) -> Result<(), Limit> {
        with(state, |state| Machine::step(self, state, way, &mut ()))
    }
}

/// Lets some words be a state for a while.
fn with<R>(words: &mut Vec<u32>, look: impl FnOnce(&mut State) -> R) -> R {
    let mut state = State::from_words(std::mem::take(words));
    let result = look(&mut state);
    *words = std::mem::take(state.words_mut());
    result
}

/// What may be left out of a search. Neither keeps numbers of schedules, chances, shortest or
/// simplest witnesses, or what is fair. A third reduction, dead registers and locals, is an
/// [option](crate::machine::Options::clear_dead) of the machine and keeps all of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reductions {
    /// A step that no other task can see is taken at once, before all others ("glued" to the step
    /// before it). Keeps the ends, the deadlocks, the faults, and which values globals and shared
    /// words can have together at some moment. Not for what looks at a task's place, registers,
    /// locals, regions, or at frames and copies.
    pub glue: bool,
    /// Of states that differ only in which of several identical tasks is which, one is looked at.
    /// Keeps everything that names none of these tasks.
    pub symmetry: bool,
}

/// A machine, searched with less.
#[derive(Clone, Debug)]
pub struct Reduced<'m, 'p> {
    machine: &'m Machine<'p>,
    /// The instructions whose steps are taken at once; empty if none are.
    alone: Vec<bool>,
    twins: Twins,
}

impl<'m, 'p> Reduced<'m, 'p> {
    /// Of the reductions wanted, those are made that the program allows.
    pub fn new(machine: &'m Machine<'p>, wanted: Reductions) -> Reduced<'m, 'p> {
        let program = machine.program();
        Reduced {
            machine,
            alone: if wanted.glue { program.alone() } else { Vec::new() },
            twins: if wanted.symmetry { Twins::new(program) } else { Twins::default() },
        }
    }

    /// The reductions that are made.
    pub fn made(&self) -> Reductions {
        Reductions { glue: self.alone.contains(&true), symmetry: !self.twins.is_empty() }
    }
}

impl Space for Reduced<'_, '_> {
    type Move = Move;
    type Limit = Limit;
    const HEADER: usize = Machine::HEADER;

    fn first(&self) -> Result<Vec<u32>, Limit> {
        Space::first(self.machine)
    }

    fn moves(&self, state: &[u32], into: &mut Vec<Move>) {
        self.machine.moves_into(state, into);
    }

    fn few(&self, state: &[u32], into: &mut Vec<Move>) {
        let alone = match self.alone.is_empty() {
            true => None,
            false => self.machine.alone(state, &self.alone),
        };
        match alone {
            Some(way) => into.push(way),
            None => self.moves(state, into),
        }
    }

    fn step(&self, state: &mut Vec<u32>, way: Move) -> Result<(), Limit> {
        Space::step(self.machine, state, way)
    }

    fn stand_in(&self, state: &mut Vec<u32>) {
        if !self.twins.is_empty() {
            with(state, |state| self.machine.sort_twins(&self.twins, state));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, ops::ControlFlow};

    use proptest::prelude::*;

    use super::*;
    use crate::{
        lab::{Budget, Graph, explore},
        machine::{Keep, Options},
        program::{self, Program, compile, lower},
    };

    const NONE: Reductions = Reductions { glue: false, symmetry: false };
    const GLUE: Reductions = Reductions { glue: true, symmetry: false };
    const SYMMETRY: Reductions = Reductions { glue: false, symmetry: true };
    const BOTH: Reductions = Reductions { glue: true, symmetry: true };

    fn searched(
        program: &Program,
        clear_dead: bool,
        wanted: Reductions,
        states: usize,
    ) -> Option<Ends> {
        let keep = Keep { globals: true, outputs: true, ..Keep::default() };
        let options = Options { keep, clear_dead, ..Options::default() };
        let machine = Machine::new(program, options).unwrap();
        let space = Reduced::new(&machine, wanted);
        let budget = Budget { states, ..Budget::default() };
        let explored = explore(&space, budget, &mut |_| ControlFlow::Continue(())).ok()?;
        explored.stopped.is_none().then(|| Ends::new(&space, &explored.graph))
    }

    /// What a search comes to, up to the names of twins.
    #[derive(Debug, PartialEq)]
    struct Ends {
        states: usize,
        transitions: usize,
        ends: BTreeSet<String>,
    }

    impl Ends {
        fn new(space: &Reduced, graph: &Graph) -> Ends {
            let stuck = (0..graph.len()).filter(|it| graph.targets(*it) == Some(&[]));
            let mut ends = BTreeSet::new();
            for at in stuck {
                let end = likeness(space.machine, &State::from_words(graph.state(at)));
                // A schedule is one of the program itself, to an end that is like the one found.
                let mut state = Machine::first(space.machine).unwrap();
                for way in graph.schedule(space, at) {
                    assert!(space.machine.enabled(&state).contains(&way));
                    space.machine.step(&mut state, way, &mut ()).unwrap();
                }
                assert!(space.machine.enabled(&state).is_empty());
                assert_eq!(likeness(space.machine, &state), end);
                ends.insert(end);
            }
            Ends { states: graph.len(), transitions: graph.transitions(), ends }
        }
    }

    /// Globals and shared words, what was printed, who died of what, and how many of each kind are
    /// stuck.
    fn likeness(machine: &Machine, state: &State) -> String {
        let program = machine.program();
        let data = (0..).zip(&program.processes[0].data);
        let data: Vec<i32> = data.map(|it| machine.word(state, 0, false, it.0)).collect();
        let shared = (0..).zip(&program.shared_words);
        let shared: Vec<i32> = shared.map(|it| machine.word(state, 0, true, it.0)).collect();
        let group = |task: crate::machine::TaskId| program.tasks[task.0 as usize].group;
        let fault = machine.fault(state, 0).map(|it| (it.0, group(it.1)));
        let phases = machine.tasks(state).into_iter();
        let mut phases: Vec<String> =
            phases.map(|it| format!("{} {:?}", group(it), machine.phase(state, it))).collect();
        phases.sort();
        format!("{data:?} {shared:?} {:?} {fault:?} {phases:?}", machine.outputs(state))
    }

    #[test]
    fn the_models_that_are_measured_have_the_sizes_that_other_explorers_find() {
        #[track_caller]
        fn check(
            text: &str,
            constants: &[(&str, i64)],
            (clear_dead, wanted): (bool, Reductions),
            size: (usize, usize),
        ) {
            let program = lower(&program::check(text).0.unwrap(), constants).unwrap();
            let found = searched(&program, clear_dead, wanted, 200_000).unwrap();
            assert_eq!((found.states, found.transitions), size);
        }
        let whole = (false, NONE);
        let counter = include_str!("../../benches/models/counter.lab");
        check(counter, &[], whole, (585, 920));
        check(counter, &[("n", 3)], whole, (68_749, 157_749));
        check(counter, &[], (false, GLUE), (451, 576));
        check(counter, &[("n", 3)], (false, GLUE), (38_731, 66_174));
        check(counter, &[("n", 3)], (false, SYMMETRY), (12_185, 27_978));
        check(counter, &[("n", 3)], (false, BOTH), (6_894, 11_852));
        check(counter, &[("n", 3)], (true, NONE), (30_902, 80_604));
        check(counter, &[("n", 4)], (true, BOTH), (32_369, 80_209));
        let mutex = include_str!("../../benches/models/mutex.lab");
        check(mutex, &[], whole, (5_608, 6_309));
        check(mutex, &[("k", 8)], (false, SYMMETRY), (103_133, 126_074));
        let peterson = include_str!("../../benches/models/peterson.lab");
        check(peterson, &[], whole, (32, 64));
        let filter = include_str!("../../benches/models/filter.lab");
        check(filter, &[("n", 2)], whole, (32, 64));
        check(filter, &[], whole, (1_605, 4_815));
        check(filter, &[("n", 4)], whole, (110_490, 441_960));
        let philosophers = include_str!("../../benches/models/philosophers.lab");
        check(philosophers, &[("n", 6)], whole, (728, 2_910));
        let buffer = include_str!("../../benches/models/buffer.lab");
        check(buffer, &[], whole, (160, 183));
        let three = [("producers", 3), ("consumers", 3), ("puts", 2), ("takes", 2), ("most", 2)];
        check(buffer, &three, (false, SYMMETRY), (9_876, 14_450));
    }

    #[test]
    fn what_a_program_does_not_allow_is_not_made() {
        #[track_caller]
        fn check(text: &str, glue: bool, symmetry: bool) {
            let program = compile(text).unwrap();
            let machine = Machine::new(&program, Options::default()).unwrap();
            let made = Reduced::new(&machine, BOTH).made();
            assert_eq!(made, Reductions { glue, symmetry }, "{text}");
        }
        check("global x\nthread A * 2 { x++ }", true, true);
        check("global x\nthread P(i) * 2 { x = x + i }", true, false);
        check("global x\nthread A * 2 { let y = x + 1; let p = &y; *p = 2 }", false, false);
        check("global x\nthread A * 2 { x = 1 }", false, true);
        check("global x\nthread A * 2 { x = malloc(2) }", false, false);
        check(
            "global x\nfn f() { }\nthread A { x = spawn f() }\nthread B * 2 { x = 1 }",
            false,
            false,
        );
        check("global x\nthread A { loop { } }\nthread B { x = 1 }", false, false);
        check("process a * 2 { global x\nx = x + 1 }", true, false);
    }

    fn pick(from: &'static [&'static str]) -> impl Strategy<Value = String> {
        prop::sample::select(from).prop_map(str::to_owned)
    }

    fn statement() -> impl Strategy<Value = String> {
        let simple = prop_oneof![
            4 => pick(&["x = x + 1", "u = u + 1", "x = u", "u = x", "s = s - u", "a[u] = x", "v = u * 2"]),
            3 => pick(&["lock(m)", "unlock(m)", "lock(k[u])", "unlock(k[0])", "lock(g)", "unlock(g)"]),
            2 => pick(&["sem_wait(e)", "sem_post(e)", "write(q, u)", "u = read(q)"]),
            2 => pick(&["cond_signal(c)", "cond_broadcast(c)", "lock(m); cond_wait(c, m); unlock(m)"]),
            2 => pick(&["u = add(v)", "down(1)", "yield()", "compute(2)", "u = u / v", "assert u < 2"]),
            1 => pick(&["print(u)", "exit(1)", "return", "x = 2147483647", "while u { u = u }"]),
        ];
        simple.prop_recursive(2, 5, 2, |inner| {
            let block = prop::collection::vec(inner, 1..=2).prop_map(|it| it.join("; "));
            prop_oneof![
                (pick(&["x == 1", "u == 0", "v > u", "s || u"]), block.clone())
                    .prop_map(|(it, body)| format!("if {it} {{ {body} }}")),
                block.clone().prop_map(|body| format!("repeat 2 {{ {body} }}")),
                block.prop_map(|body| format!("lock(m); {body}; unlock(m)")),
            ]
        })
    }

    fn text(most: usize) -> impl Strategy<Value = String> {
        let statements = prop::collection::vec(statement(), 1..=most);
        statements.prop_map(|it| format!("let u = 0; let v = 1; {}", it.join("; ")))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn a_reduced_search_finds_the_same_ends(twins in text(2), other in text(2), three in any::<bool>()) {
            let count = if three { 3 } else { 2 };
            let source = format!(
                "global x = 1\nglobal a[2]\nshared s\nmutex m\nmutex k[2]\nshared mutex g\n\
                 semaphore e = 1\ncondition c\npipe q[1]\n\
                 fn add(n) {{ x = x + n; return x }}\n\
                 fn down(n) {{ if n > 0 {{ down(n - 1) }} else {{ s++ }} }}\n\
                 thread A * {count} {{ {twins} }}\nthread B {{ {other} }}\n"
            );
            let program = compile(&source).unwrap();
            for clear_dead in [false, true] {
                let Some(whole) = searched(&program, clear_dead, NONE, 3_000) else { continue };
                for wanted in [GLUE, SYMMETRY, BOTH] {
                    let reduced = searched(&program, clear_dead, wanted, 3_000).unwrap();
                    prop_assert_eq!(&reduced.ends, &whole.ends, "{} {:?}", source, wanted);
                    prop_assert!(reduced.states <= whole.states);
                }
            }
        }
    }
}
