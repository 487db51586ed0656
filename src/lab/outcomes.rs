//! From a program's machine to what all its schedules come to.
//!
//! Invariant: see [`Report`]. The first state found of each outcome has the smallest number, so the
//! schedule told is a shortest one.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    ops::ControlFlow,
};

use num_bigint::BigUint;

use crate::{
    lab::{
        Budget, End, Explored, FaultFound, Graph, Outcome, Report, Space, Stopped, count, explore,
        move_name,
    },
    machine::{Limit, Machine, Move, Phase, State},
    program::Program,
};

impl Space for Machine<'_> {
    type Move = Move;
    type Limit = Limit;

    fn first(&self) -> Result<Vec<u32>, Limit> {
        Ok(Machine::first(self)?.words().to_vec())
    }

    fn moves(&self, state: &[u32], into: &mut Vec<Move>) {
        self.enabled_into(&State::from_words(state), into);
    }

    fn step(&self, state: &[u32], way: Move, next: &mut Vec<u32>) -> Result<(), Limit> {
        let mut after = State::from_words(state);
        Machine::step(self, &mut after, way, &mut ())?;
        next.extend_from_slice(after.words());
        Ok(())
    }
}

/// What is still to come from one state of a machine.
struct From<'a, 'p> {
    machine: &'a Machine<'p>,
    state: &'a State,
}

impl Space for From<'_, '_> {
    type Move = Move;
    type Limit = Limit;

    fn first(&self) -> Result<Vec<u32>, Limit> {
        Ok(self.state.words().to_vec())
    }

    fn moves(&self, state: &[u32], into: &mut Vec<Move>) {
        Space::moves(self.machine, state, into);
    }

    fn step(&self, state: &[u32], way: Move, next: &mut Vec<u32>) -> Result<(), Limit> {
        Space::step(self.machine, state, way, next)
    }
}

/// Explores every schedule and tells what they come to: the values of all globals and shared words
/// at each end. `progress` is told the number of states now and then, and can stop the search.
///
/// # Errors
/// When the program grows beyond a limit of the machine.
pub fn report(
    machine: &Machine,
    budget: Budget,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Report, Limit> {
    summary(machine, explore(machine, budget, progress)?)
}

/// The same from one state on: what is still possible there, with schedules that begin there.
///
/// # Errors
/// When the program grows beyond a limit of the machine.
pub fn outlook(
    machine: &Machine,
    state: &State,
    budget: Budget,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Report, Limit> {
    summary(machine, explore(&From { machine, state }, budget, progress)?)
}

fn summary(machine: &Machine, explored: Explored<Limit>) -> Result<Report, Limit> {
    let complete = match explored.stopped {
        None => true,
        Some(Stopped::Limit(limit, _)) => return Err(limit),
        Some(Stopped::Budget | Stopped::Asked) => false,
    };
    let graph = explored.graph;
    let counts = if complete { count(&graph) } else { None };
    let words = words(machine.program());
    let mut outcomes: BTreeMap<(End, Vec<i32>), (usize, BigUint)> = BTreeMap::new();
    let mut all = BigUint::ZERO;
    let ends = (0..graph.len()).filter(|at| graph.targets(*at).is_some_and(<[u32]>::is_empty));
    for at in ends {
        let mut state = State::default();
        graph.read(at, state.words_mut());
        let values = words.iter().map(|it| machine.word(&state, it.process, it.shared, it.offset));
        let paths = counts.as_ref().map(|counts| counts.to(at).clone()).unwrap_or_default();
        all += &paths;
        let end = end(machine, &state).unwrap_or(End::Deadlock);
        match outcomes.entry((end, values.collect())) {
            Entry::Vacant(outcome) => {
                outcome.insert((at, paths));
            }
            Entry::Occupied(mut outcome) => outcome.get_mut().1 += paths,
        }
    }
    let counted = counts.is_some();
    Ok(Report {
        names: words.into_iter().map(|word| word.name).collect(),
        states: graph.len(),
        transitions: graph.transitions(),
        schedules: counted.then_some(all),
        outcomes: outcomes
            .into_iter()
            .map(|((end, values), (at, schedules))| Outcome {
                end,
                values,
                schedules: counted.then_some(schedules),
                schedule: schedule(machine, &graph, at),
            })
            .collect(),
        faults: faults(machine, &graph),
        complete,
        bytes: graph.bytes(),
    })
}

/// How a run has ended in a state; nothing if some task can move.
pub fn end(machine: &Machine, state: &State) -> Option<End> {
    let died = |task: &_| machine.phase(state, *task) == Phase::Died;
    if machine.deadlocked(state) {
        Some(End::Deadlock)
    } else if !machine.finished(state) {
        None
    } else if machine.tasks(state).iter().any(died) {
        Some(End::Fault)
    } else {
        Some(End::Finished)
    }
}

/// The tasks of a shortest schedule to a state.
fn schedule(machine: &Machine, graph: &Graph, at: usize) -> Vec<String> {
    graph.schedule(machine, at).into_iter().map(|it| move_name(machine, it)).collect()
}

/// Each fault of each task, at the first state that has it.
fn faults(machine: &Machine, graph: &Graph) -> Vec<FaultFound> {
    let mut found: Vec<FaultFound> = Vec::new();
    let mut state = State::default();
    for at in 0..graph.len() {
        graph.read(at, state.words_mut());
        for process in 0..machine.processes(&state) {
            let Some((fault, task)) = machine.fault(&state, process) else { continue };
            let task = machine.name(task);
            if !found.iter().any(|it| it.fault == fault && it.task == task) {
                let schedule = schedule(machine, graph, at);
                found.push(FaultFound { fault, task: task.into_owned(), schedule });
            }
        }
    }
    found
}

/// A word whose value is told.
struct Word {
    name: String,
    process: usize,
    shared: bool,
    offset: u32,
}

/// The globals of the processes that are there at the start, and the shared words. Those of `main`
/// have bare names.
fn words(program: &Program) -> Vec<Word> {
    let mut words = Vec::new();
    let mut add = |prefix: &str, process, shared, variables: &[crate::program::code::Variable]| {
        for variable in variables {
            for at in 0..variable.len {
                let name = match variable.array {
                    true => format!("{prefix}{}[{at}]", variable.name),
                    false => format!("{prefix}{}", variable.name),
                };
                words.push(Word { name, process, shared, offset: variable.offset + at });
            }
        }
    };
    for (number, process) in program.processes.iter().enumerate() {
        let prefix = match &*process.name {
            "main" => String::new(),
            name => format!("{name}."),
        };
        add(&prefix, number, false, &process.variables);
    }
    add("", 0, true, &program.shared_variables);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        machine::{Keep, Options},
        program,
    };

    fn explored(text: &str) -> Report {
        let program = program::compile(text).unwrap();
        let keep = Keep { globals: true, ..Keep::default() };
        let options = Options { keep, clear_dead: true, ..Options::default() };
        let machine = Machine::new(&program, options).unwrap();
        report(&machine, Budget::default(), &mut |_| ControlFlow::Continue(())).unwrap()
    }

    /// One line for an outcome: how it ends, the values, the schedules.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let report = explored(text);
        let lines: Vec<String> = report
            .outcomes
            .iter()
            .map(|it| {
                let schedules = it.schedules.as_ref().map_or("-".into(), ToString::to_string);
                format!("{:?} {:?} {schedules}", it.end, it.values)
            })
            .collect();
        assert_eq!(lines, expect);
    }

    #[test]
    fn the_classics() {
        let counter = "global x = 0\nthread T * 2 { x = x + 1 }";
        check(counter, &["Finished [1] 18", "Finished [2] 2"]);
        check(
            "global x = 0\nthread A { repeat 2 { x = x + 1 } }\nthread B { repeat 2 { x = x + 1 } }",
            &["Finished [2] 702", "Finished [3] 216", "Finished [4] 6"],
        );
        check(
            "global x = 0\nthread T * 3 { x = x + 1 }",
            &["Finished [1] 1404", "Finished [2] 270", "Finished [3] 6"],
        );
        let locked = "global x = 0\nmutex m\nthread T * 2 { lock(m); x = x + 1; unlock(m) }";
        check(locked, &["Finished [2] 2"]);
        check(
            "global x = 0\nmutex m\nthread A { lock(m); x = x + 1; unlock(m) }\nthread B { x = x + 1 }",
            &["Finished [1] 48", "Finished [2] 8"],
        );
        check(
            "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
             thread B { lock(b); lock(a); unlock(a); unlock(b) }",
            &["Finished [] 4", "Deadlock [] 2"],
        );
        check("global x = 0\nthread T * 2 { atomic_add(&x, 1) }", &["Finished [2] 2"]);
    }

    #[test]
    fn a_deadlock_comes_with_a_shortest_schedule() {
        let report = explored(
            "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
             thread B { lock(b); lock(a); unlock(a); unlock(b) }",
        );
        assert_eq!(report.deadlock().unwrap(), ["A", "B"]);
    }

    #[test]
    fn a_fault_kills_its_process_and_is_told() {
        let report =
            explored("global p = 0\nglobal x = 5\nthread A { x = *p }\nthread B { x = 7 }");
        assert!(report.outcomes.iter().all(|it| it.end == End::Fault));
        let found = &report.faults[0];
        assert_eq!((found.fault.name(), found.task.as_str()), ("null pointer", "A"));
        assert_eq!(found.schedule, ["A", "A"]);
    }

    #[test]
    fn shared_words_and_processes() {
        check(
            "shared n = 0\nprocess one { global x = 1\n n = n + 1 }\nprocess two { n = n + 1 }",
            &["Finished [1, 1] 18", "Finished [1, 2] 2"],
        );
    }

    #[test]
    fn going_round_has_no_number_of_schedules() {
        check(
            "global x = 0\nthread A { while x == 0 { } }\nthread B { x = 1 }",
            &["Finished [1] -"],
        );
    }
}
