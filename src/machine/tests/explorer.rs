//! The plainest explorer: every state once, breadth first, in a hash table.

use std::collections::HashMap;

use crate::{
    machine::{Machine, Options, Phase, State},
    program::{Program, compile},
};

/// What all schedules of a program can do.
#[derive(Debug, Default)]
pub struct Graph {
    pub states: Vec<State>,
    pub edges: Vec<Vec<usize>>,
}

pub fn program(source: &str) -> Program {
    compile(source).unwrap_or_else(|findings| panic!("{source}\n{findings:#?}"))
}

pub fn explore(machine: &Machine) -> Graph {
    let first = machine.first().unwrap();
    let mut numbers = HashMap::from([(first.clone(), 0)]);
    let mut graph = Graph { states: vec![first], edges: Vec::new() };
    while graph.edges.len() < graph.states.len() {
        let at = graph.edges.len();
        assert!(at < 2_000_000, "too many states");
        let mut out = Vec::new();
        for choice in machine.enabled(&graph.states[at]) {
            let mut next = graph.states[at].clone();
            machine.step(&mut next, choice, &mut ()).unwrap();
            let number = *numbers.entry(next.clone()).or_insert_with(|| {
                graph.states.push(next);
                graph.states.len() - 1
            });
            out.push(number);
        }
        graph.edges.push(out);
    }
    graph
}

impl Graph {
    /// The states without a move.
    pub fn ends(&self) -> impl Iterator<Item = usize> {
        (0..self.states.len()).filter(|it| self.edges[*it].is_empty())
    }
}

/// How a run can end: the first process's globals and the shared words, what was printed, and who is
/// stuck or died of what.
pub fn outcome(machine: &Machine, state: &State) -> String {
    let mut parts = Vec::new();
    let program = machine.program();
    if let Some(process) = program.processes.first() {
        for it in &process.variables {
            parts.push(format!("{}={}", it.name, machine.word(state, 0, false, it.offset)));
        }
    }
    for it in &program.shared_variables {
        parts.push(format!("{}={}", it.name, machine.word(state, 0, true, it.offset)));
    }
    let printed = machine.outputs(state);
    if !printed.is_empty() {
        parts.push(format!("{printed:?}"));
    }
    for process in 0..machine.processes(state) {
        if let Some((fault, task)) = machine.fault(state, process) {
            parts.push(format!("{} in {}", fault.name(), machine.name(task)));
        }
    }
    for task in machine.tasks(state) {
        if machine.phase(state, task) == Phase::Alive {
            parts.push(format!("{} stuck", machine.name(task)));
        }
    }
    parts.join(" ")
}

/// Options that keep all history.
pub fn keep_all() -> Options {
    let keep = crate::machine::Keep { copied: true, outputs: true, globals: true, locals: true };
    Options { keep, ..Options::default() }
}

/// All ends of a program, each once, in order.
pub fn ends(source: &str, options: Options) -> Vec<String> {
    let program = program(source);
    let machine = Machine::new(&program, options).unwrap();
    let graph = explore(&machine);
    let mut ends: Vec<String> =
        graph.ends().map(|it| outcome(&machine, &graph.states[it])).collect();
    ends.sort();
    ends.dedup();
    ends
}

/// Every state of a program.
pub fn every(machine: &Machine) -> Vec<State> {
    explore(machine).states
}

/// The state after a written schedule, `A,B`; after an empty one, the end of the run in which the
/// first task that can move does.
pub fn run(machine: &Machine, schedule: &str) -> State {
    let mut state = machine.first().unwrap();
    let mut names = schedule.split(',').filter(|it| !it.is_empty());
    loop {
        let moves = machine.enabled(&state);
        let choice = match names.next() {
            Some(name) => moves
                .iter()
                .find(|it| machine.name(it.task) == name)
                .unwrap_or_else(|| panic!("{name} of {schedule} cannot move: {moves:?}")),
            None if schedule.is_empty() && !moves.is_empty() => &moves[0],
            None => return state,
        };
        machine.step(&mut state, *choice, &mut ()).unwrap();
    }
}
