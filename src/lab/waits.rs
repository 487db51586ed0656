//! Who waits for whom.
//!
//! Invariant: an edge says that one task cannot move before the other has; so a circle of edges
//! never comes apart. It must not know how waiting is drawn.

use crate::{
    machine::{Blocker, Machine, Phase, State, TaskId},
    program::{Program, code::Variable},
};

/// What one task holds and waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The task.
    pub task: TaskId,
    /// The mutexes that it holds, by name.
    pub holds: Vec<String>,
    /// What it waits for.
    pub blocker: Option<Blocker>,
    /// The name of that: of the lock, the semaphore, the condition, the pipe, the task.
    pub what: String,
    /// The task that must move first, if only one can help and it has not ended.
    pub on: Option<TaskId>,
}

/// The tasks that have not ended, in their order.
pub fn waiting(machine: &Machine, state: &State) -> Vec<Waiting> {
    let alive = |it: &TaskId| machine.phase(state, *it) == Phase::Alive;
    let tasks = machine.tasks(state).into_iter().filter(alive);
    let waiting = tasks.map(|task| {
        let holds = holds(machine, state, task);
        Waiting { holds, ..waiting_for(machine, state, task, machine.blocked_on(state, task)) }
    });
    waiting.collect()
}

/// What a task waits for, by name; what it holds is left out.
pub fn waiting_for(
    machine: &Machine,
    state: &State,
    task: TaskId,
    blocker: Option<Blocker>,
) -> Waiting {
    let on = blocker.and_then(|it| match it {
        Blocker::Mutex { owner, .. } => Some(owner),
        Blocker::Child(task) | Blocker::Thread(task) => Some(task),
        _ => None,
    });
    Waiting {
        task,
        holds: Vec::new(),
        blocker,
        what: blocker.map_or_else(String::new, |it| name(machine, state, task, it)),
        on: on.filter(|it| machine.phase(state, *it) == Phase::Alive),
    }
}

/// The circles of tasks that wait for each other, each from its first task on. Linear for each task.
pub fn circles(waiting: &[Waiting]) -> Vec<Vec<TaskId>> {
    let on = |task| waiting.iter().find(|it| it.task == task).and_then(|it| it.on);
    let mut circles: Vec<Vec<TaskId>> = Vec::new();
    for start in waiting.iter().map(|it| it.task) {
        let mut path = vec![start];
        let mut at = start;
        while let Some(next) = on(at).filter(|it| path.len() <= waiting.len() && *it != start) {
            path.push(next);
            at = next;
        }
        // Only from its first task on; a path that leads into a circle is none.
        if on(at) == Some(start) && path.iter().min() == Some(&start) {
            circles.push(path);
        }
    }
    circles
}

fn holds(machine: &Machine, state: &State, task: TaskId) -> Vec<String> {
    let process = machine.process_of(state, task).unwrap_or(0);
    let program = machine.program();
    let own = &program.processes[machine.process_origin(state, process)].objects;
    let mut held = Vec::new();
    for (shared, objects) in [(false, own), (true, &program.shared_objects)] {
        for index in 0..usize::from(objects.mutex_count) {
            if machine.mutex_owner(state, process, shared, index) == Some(task) {
                held.push(element(&objects.mutexes, index));
            }
        }
    }
    held
}

/// The name of what a task waits for.
fn name(machine: &Machine, state: &State, task: TaskId, blocker: Blocker) -> String {
    let program: &Program = machine.program();
    let objects = |shared| {
        let process = machine.process_of(state, task).unwrap_or(0);
        match shared {
            true => &program.shared_objects,
            false => &program.processes[machine.process_origin(state, process)].objects,
        }
    };
    match blocker {
        Blocker::Mutex { shared, index, .. } => element(&objects(shared).mutexes, index),
        Blocker::Semaphore { shared, index } => element(&objects(shared).semaphores, index),
        Blocker::Condition { shared, index } => element(&objects(shared).conditions, index),
        Blocker::Child(task) | Blocker::Thread(task) => machine.name(task).into_owned(),
        Blocker::Full(pipe) | Blocker::Empty(pipe) => {
            program.pipes[usize::from(pipe)].name.to_string()
        }
    }
}

/// The name of the lock with a number, among those of its kind.
fn element(variables: &[Variable], index: usize) -> String {
    let inside =
        |it: &&Variable| (it.offset as usize..(it.offset + it.len) as usize).contains(&index);
    match variables.iter().find(inside) {
        Some(it) if it.array => format!("{}[{}]", it.name, index - it.offset as usize),
        Some(it) => it.name.to_string(),
        None => String::new(),
    }
}
