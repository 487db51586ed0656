//! The steps give the state graphs that the specification states.
//!
//! The machine here is the plainest that can run what these programs use: words, locals, mutexes,
//! conditions. It has no pages, processes or calls.

use std::{
    cell::Cell,
    collections::{HashMap, VecDeque},
};

use crate::program::{
    Cells, Program,
    code::{Address, Base, Expr, Object, Op, Register, Slot, Target},
    compile,
};

#[derive(Clone, PartialEq, Eq, Hash)]
struct Task {
    /// None once it has ended.
    at: Option<u32>,
    registers: Vec<i32>,
    locals: Vec<i32>,
    counters: Vec<i32>,
    asleep: bool,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    words: Vec<i32>,
    /// For each mutex, the task that has it.
    mutexes: Vec<Option<usize>>,
    tasks: Vec<Task>,
    /// An assertion failed: nothing moves any more.
    failed: bool,
}

impl Cells for Task {
    fn register(&self, register: Register) -> i32 {
        self.registers[usize::from(register)]
    }
    fn local(&self, slot: Slot) -> i32 {
        self.locals[usize::from(slot)]
    }
    fn address(&self, _: Base) -> i32 {
        panic!("no pointers here")
    }
}

struct Model<'p>(&'p Program);

impl Model<'_> {
    fn first(&self) -> State {
        let process = &self.0.processes[0];
        let tasks = self.0.tasks.iter().map(|task| {
            let routine = &self.0.routines[usize::from(task.routine)];
            Task {
                at: Some(routine.entry),
                registers: vec![0; usize::from(routine.registers)],
                locals: vec![0; routine.locals.len()],
                counters: vec![0; usize::from(routine.counters)],
                asleep: false,
            }
        });
        let mut state = State {
            words: process.data.clone(),
            mutexes: vec![None; usize::from(process.objects.mutex_count)],
            tasks: tasks.collect(),
            failed: false,
        };
        for task in 0..state.tasks.len() {
            self.free(&mut state, task);
        }
        state
    }

    fn eval(&self, state: &State, task: usize, expr: Expr) -> i32 {
        self.0.eval(expr, &state.tasks[task]).unwrap()
    }

    fn word(&self, state: &State, task: usize, address: Address) -> usize {
        let Base::Data(first) = address.base else { panic!("{address:?}") };
        first as usize + usize::try_from(self.eval(state, task, address.index)).unwrap()
    }

    fn object(&self, state: &State, task: usize, object: Object) -> usize {
        let index = usize::try_from(self.eval(state, task, object.index)).unwrap();
        usize::from(object.first) + index
    }

    fn give(state: &mut State, task: usize, target: Target, value: i32) {
        let task = &mut state.tasks[task];
        match target {
            Target::Nothing => {}
            Target::Register(register) => task.registers[usize::from(register)] = value,
            Target::Local(slot) => task.locals[usize::from(slot)] = value,
        }
    }

    /// The free instructions from where a task stands.
    fn free(&self, state: &mut State, task: usize) {
        while let Some(at) = state.tasks[task].at {
            if !self.0.code[at as usize].free || state.failed {
                return;
            }
            self.execute(state, task, at);
        }
    }

    fn execute(&self, state: &mut State, task: usize, at: u32) {
        let op = self.0.code[at as usize].op;
        let mut next = Some(at + 1);
        match op {
            Op::Load { register, address } => {
                let value = state.words[self.word(state, task, address)];
                Self::give(state, task, Target::Register(register), value);
            }
            Op::Compute { value, .. } | Op::SetLocal { value, .. } => {
                let value = self.eval(state, task, value);
                Self::give(state, task, op.result(), value);
            }
            Op::Store { address, value } => {
                let word = self.word(state, task, address);
                state.words[word] = self.eval(state, task, value);
            }
            Op::Branch { condition, when, to, clear } => {
                if (self.eval(state, task, condition) != 0) == when {
                    next = Some(to);
                }
                self.clear(state, task, clear);
            }
            Op::Assert { condition, clear } => {
                state.failed = self.eval(state, task, condition) == 0;
                self.clear(state, task, clear);
            }
            Op::Jump { to } => next = Some(to),
            Op::Repeat { counter, count, end } => {
                let count = self.eval(state, task, count).max(0);
                state.tasks[task].counters[usize::from(counter)] = count;
                if count == 0 {
                    next = Some(end);
                }
            }
            Op::Again { counter, start } => {
                let counter = &mut state.tasks[task].counters[usize::from(counter)];
                *counter -= 1;
                if *counter != 0 {
                    next = Some(start);
                }
            }
            Op::Forget { counter } => state.tasks[task].counters[usize::from(counter)] = 0,
            Op::End => next = None,
            Op::Lock { mutex } | Op::CondRetake { mutex, .. } => {
                let mutex = self.object(state, task, mutex);
                state.mutexes[mutex] = Some(task);
            }
            Op::Unlock { mutex } => {
                let mutex = self.object(state, task, mutex);
                state.mutexes[mutex] = None;
            }
            Op::CondSleep { mutex, .. } => {
                let mutex = self.object(state, task, mutex);
                state.mutexes[mutex] = None;
                state.tasks[task].asleep = true;
            }
            Op::AtomicAdd { result, address, amount } => {
                let word = self.word(state, task, address);
                let old = state.words[word];
                state.words[word] += self.eval(state, task, amount);
                Self::give(state, task, result, old);
            }
            Op::CondSignal { .. } | Op::Pass => {}
            other => panic!("{other:?}"),
        }
        state.tasks[task].at = next;
    }

    fn clear(&self, state: &mut State, task: usize, clear: u32) {
        for (register, value) in state.tasks[task].registers.iter_mut().enumerate() {
            if clear & 1 << register != 0 {
                *value = 0;
            }
        }
    }

    fn successors(&self, state: &State) -> Vec<State> {
        let mut successors = Vec::new();
        for task in 0..state.tasks.len() {
            let Some(at) = state.tasks[task].at.filter(|_| !state.failed) else { continue };
            let op = self.0.code[at as usize].op;
            let moves = match op {
                Op::Lock { mutex } => state.mutexes[self.object(state, task, mutex)].is_none(),
                Op::CondRetake { mutex, .. } => {
                    !state.tasks[task].asleep
                        && state.mutexes[self.object(state, task, mutex)].is_none()
                }
                _ => true,
            };
            if !moves {
                continue;
            }
            let sleepers: Vec<usize> = match op {
                Op::CondSignal { condition } => (0..state.tasks.len())
                    .filter(|other| match state.tasks[*other] {
                        Task { asleep: true, at: Some(at), .. } => {
                            match self.0.code[at as usize].op {
                                Op::CondRetake { condition: on, .. } => on.first == condition.first,
                                _ => false,
                            }
                        }
                        _ => false,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            for woken in sleepers.iter().map(Some).chain(sleepers.is_empty().then_some(None)) {
                let mut next = state.clone();
                self.execute(&mut next, task, at);
                self.free(&mut next, task);
                if let Some(woken) = woken {
                    next.tasks[*woken].asleep = false;
                }
                successors.push(next);
            }
        }
        successors
    }

    /// States, transitions, deadlocks, and the schedules for each final value of the first word if
    /// the graph has no cycle.
    fn explore(&self) -> Graph {
        let mut numbers = HashMap::from([(self.first(), 0_usize)]);
        let mut edges: Vec<Vec<usize>> = Vec::new();
        let mut queue = VecDeque::from([self.first()]);
        let mut states = Vec::new();
        while let Some(state) = queue.pop_front() {
            let mut out = Vec::new();
            for next in self.successors(&state) {
                let number = numbers.len();
                let number = *numbers.entry(next.clone()).or_insert_with(|| {
                    queue.push_back(next);
                    number
                });
                out.push(number);
            }
            edges.push(out);
            states.push(state);
        }
        let stuck = |state: &State| !state.failed && state.tasks.iter().any(|it| it.at.is_some());
        let ends = edges.iter().zip(&states).filter(|it| it.0.is_empty());
        let deadlocks = ends.filter(|it| stuck(it.1)).count();
        Graph {
            states: states.len(),
            transitions: edges.iter().map(Vec::len).sum(),
            deadlocks,
            failed: states.iter().filter(|it| it.failed).count(),
            finals: finals(&edges, &states),
        }
    }
}

fn finals(edges: &[Vec<usize>], states: &[State]) -> Vec<(i32, u64)> {
    let mut incoming = vec![0; states.len()];
    edges.iter().flatten().for_each(|it| incoming[*it] += 1);
    let mut paths = vec![0_u64; states.len()];
    paths[0] = 1;
    let mut open: Vec<usize> = (0..states.len()).filter(|it| incoming[*it] == 0).collect();
    let done = Cell::new(0);
    let mut found: Vec<(i32, u64)> = Vec::new();
    while let Some(at) = open.pop() {
        done.set(done.get() + 1);
        if edges[at].is_empty() {
            let value = states[at].words[0];
            match found.iter_mut().find(|it| it.0 == value) {
                Some((_, count)) => *count += paths[at],
                None => found.push((value, paths[at])),
            }
        }
        for next in &edges[at] {
            paths[*next] += paths[at];
            incoming[*next] -= 1;
            if incoming[*next] == 0 {
                open.push(*next);
            }
        }
    }
    found.sort_unstable();
    if done.get() == states.len() { found } else { Vec::new() }
}

#[derive(Debug)]
struct Graph {
    states: usize,
    transitions: usize,
    deadlocks: usize,
    failed: usize,
    finals: Vec<(i32, u64)>,
}

fn explore(source: &str) -> Graph {
    let program = compile(source).unwrap_or_else(|findings| panic!("{source}\n{findings:#?}"));
    Model(&program).explore()
}

fn counter(threads: usize, rounds: usize) -> String {
    format!("global x = 0\nthread T * {threads} {{ repeat {rounds} {{ x = x + 1 }} }}")
}

#[test]
fn counters() {
    #[track_caller]
    fn check(threads: usize, rounds: usize, states: usize, transitions: usize) {
        let graph = explore(&counter(threads, rounds));
        assert_eq!((graph.states, graph.transitions), (states, transitions), "{threads}:{rounds}");
    }
    check(2, 2, 138, 202);
    check(2, 3, 585, 920);
    check(2, 4, 1_846, 3_048);
    check(3, 2, 5_641, 11_508);
    assert_eq!(explore(&counter(2, 1)).states, 22);
    assert_eq!(explore(&counter(3, 1)).states, 175);
}

#[test]
fn schedules() {
    #[track_caller]
    fn check(source: &str, expect: &[(i32, u64)]) {
        assert_eq!(explore(source).finals, expect, "{source}");
    }
    check(&counter(2, 1), &[(1, 18), (2, 2)]);
    check(&counter(2, 2), &[(2, 702), (3, 216), (4, 6)]);
    check(&counter(3, 1), &[(1, 1_404), (2, 270), (3, 6)]);
    // Two withdrawals of 80 from 100, each if there is enough.
    check("global x = 100\nthread A * 2 { if x >= 80 { x = x - 80 } }", &[(-60, 8), (20, 62)]);
    // A lock that only one of them takes.
    check(
        "global x\nmutex m\nthread A { lock(m); x++; unlock(m) }\nthread B { x++ }",
        &[(1, 48), (2, 8)],
    );
}

#[test]
fn locks() {
    #[track_caller]
    fn check(source: &str, states: usize, transitions: usize, deadlocks: usize, failed: usize) {
        let found = explore(source);
        assert_eq!(
            (found.states, found.transitions, found.deadlocks, found.failed),
            (states, transitions, deadlocks, failed),
            "{source}"
        );
    }
    let mutex = |threads: usize| {
        format!(
            "global x\nmutex m\nthread T * {threads} {{ repeat 3 {{ lock(m); x = x + 1; unlock(m) }} }}"
        )
    };
    check(&mutex(2), 223, 234, 0, 0);
    check(&mutex(3), 5_608, 6_309, 0, 0);
    let peterson = "global flag[2]\nglobal turn\nthread P(i) * 2 { loop {\n flag[i] = 1\n \
                    turn = 1 - i\n while flag[1 - i] == 1 && turn == 1 - i { }\n \
                    critical cs { flag[i] = 0 } } }";
    check(peterson, 32, 64, 0, 0);
    let philosophers = |n: usize| {
        format!(
            "const n = {n}\nmutex f[n]\nthread P(i) * n {{ loop {{ lock(f[i]); lock(f[(i + 1) % n]); \
             unlock(f[i]); unlock(f[(i + 1) % n]) }} }}"
        )
    };
    check(&philosophers(3), 26, 51, 1, 0);
    check(&philosophers(5), 242, 805, 1, 0);
    let buffer = |test: &str| {
        format!(
            "global n\nmutex m\ncondition c\n\
             thread producer {{ repeat 2 {{ lock(m); {test} n == 1 {{ cond_wait(c, m) }}\n\
             assert atomic_add(&n, 1) < 1; cond_signal(c); unlock(m) }} }}\n\
             thread consumer * 2 {{ lock(m); {test} n == 0 {{ cond_wait(c, m) }}\n\
             assert atomic_add(&n, -1) > 0; cond_signal(c); unlock(m) }}"
        )
    };
    check(&buffer("while"), 160, 183, 2, 0);
    let wrong = explore(&buffer("if"));
    assert!(wrong.failed > 0, "{wrong:?}");
    let crossed = "mutex a\nmutex b\nglobal x\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
                   thread B { lock(b); lock(a); unlock(a); unlock(b) }";
    let crossed = explore(crossed);
    assert_eq!((crossed.deadlocks, crossed.finals), (1, vec![(0, 6)]));
}
