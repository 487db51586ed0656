//! What stands beside the code: each task with its next step, and memory by name.
//!
//! Invariant: a value that is shown is one of the state shown; registers are shown only while they
//! will be read again. See the parent.

use crate::{
    machine::{Blocker, Machine, Phase, State, TaskId},
    message::step::{self as words, Waiting},
    program::code::{Expr, Object, Objects, Variable},
    session::step::Stepper,
    text::Lang,
    view::{Align, Line, Paper, Role},
};

use super::{code, cut, wide};

/// The tasks with their keys.
pub(super) fn tasks_of(stepper: &Stepper) -> Vec<(TaskId, Option<char>)> {
    stepper.tasks().into_iter().zip(stepper.keys()).collect()
}

/// Tasks, then memory.
pub(super) fn lines(lang: Lang, paper: &Paper, stepper: &Stepper) -> Vec<Line> {
    let mut lines = task_lines(lang, paper, stepper);
    lines.push(Line::new());
    lines.extend(memory(lang, paper, stepper));
    lines
}

/// A line for each task: its key, its name, its next step, the registers that will be read.
pub(super) fn task_lines(lang: Lang, paper: &Paper, stepper: &Stepper) -> Vec<Line> {
    let machine = stepper.machine();
    let measure = paper.measure();
    let tasks = tasks_of(stepper);
    let widest = tasks.iter().map(|it| wide(measure, &machine.name(it.0))).max().unwrap_or(0);
    let last = stepper.last_move().map(|it| it.task);
    let line = |(task, key): (TaskId, Option<char>)| {
        let moves = machine.can_move(stepper.state(), task);
        let key = key.map_or_else(|| " ".to_owned(), String::from);
        let name = if last == Some(task) { Role::Strong } else { Role::Plain };
        let head = Line::of(if moves { Role::Key } else { Role::Muted }, key)
            .space(1)
            .then(Line::of(name, machine.name(task).as_ref()).pad(measure, widest, Align::Left))
            .space(2);
        cut(paper, head.then(doing(lang, stepper, task)))
    };
    tasks.into_iter().map(line).collect()
}

/// What a task is about to do, or why it does nothing.
fn doing(lang: Lang, stepper: &Stepper, task: TaskId) -> Line {
    let (machine, state) = (stepper.machine(), stepper.state());
    match machine.phase(state, task) {
        Phase::Done | Phase::Unborn => return Line::of(Role::Muted, words::ended(lang)),
        Phase::Died => return Line::of(Role::Wrong, words::died(lang)),
        Phase::Alive => {}
    }
    if let Some(blocker) = machine.blocked_on(state, task) {
        let why = words::waits(lang, &waiting(machine, state, task, blocker));
        return Line::of(Role::Partial, why);
    }
    let Some(pc) = machine.place(state, task) else { return Line::new() };
    let steps = code::statement(machine, state, task, pc);
    let at = steps.iter().position(|it| it.0 == pc).unwrap_or(0);
    let mut line = Line::plain(steps.get(at).map(|it| it.1.clone()).unwrap_or_default());
    if 1 < steps.len() {
        line = line.space(2).with(Role::Muted, format!("{}/{}", at + 1, steps.len()));
    }
    for (register, value) in machine.registers(state, task).into_iter().enumerate() {
        let live = machine.program().code[pc as usize].live_registers & 1 << register != 0;
        if live {
            let name = if machine.program().registers <= 1 {
                "r".to_owned()
            } else {
                format!("r{register}")
            };
            line = line.space(2).with(Role::Literal, format!("{name} = {value}"));
        }
    }
    line
}

/// What a task waits for, by name.
pub(super) fn waiting(machine: &Machine, state: &State, task: TaskId, blocker: Blocker) -> Waiting {
    let program = machine.program();
    let own = machine.process_of(state, task).map(|it| machine.process_origin(state, it));
    let object = |shared: bool, index: usize, list: fn(&Objects) -> &[Variable]| {
        let own = own.and_then(|it| program.processes.get(it)).map(|it| &it.objects);
        let objects = if shared { Some(&program.shared_objects) } else { own };
        objects.map_or_else(String::new, |it| named(list(it), index))
    };
    let pipe = |pipe: u16| {
        program.pipes.get(usize::from(pipe)).map(|it| it.name.to_string()).unwrap_or_default()
    };
    match blocker {
        Blocker::Mutex { shared, index, owner } => Waiting::Mutex(
            object(shared, index, |it| &it.mutexes),
            machine.name(owner).into_owned(),
        ),
        Blocker::Semaphore { shared, index } => {
            Waiting::Semaphore(object(shared, index, |it| &it.semaphores))
        }
        Blocker::Condition { shared, index } => {
            Waiting::Condition(object(shared, index, |it| &it.conditions))
        }
        Blocker::Child(task) | Blocker::Thread(task) => {
            Waiting::End(machine.name(task).into_owned())
        }
        Blocker::Full(number) => Waiting::Full(pipe(number)),
        Blocker::Empty(number) => Waiting::Empty(pipe(number)),
    }
}

/// The name of an object by its number among those of its kind.
fn named(list: &[Variable], index: usize) -> String {
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    let found = list.iter().find(|it| (it.offset..it.offset + it.len).contains(&index));
    found.map_or_else(String::new, |it| {
        if it.array { format!("{}[{}]", it.name, index - it.offset) } else { it.name.to_string() }
    })
}

/// Variables, locks and pipes by name.
pub(super) fn memory(lang: Lang, paper: &Paper, stepper: &Stepper) -> Vec<Line> {
    let (machine, state) = (stepper.machine(), stepper.state());
    let program = machine.program();
    let mut lines = Vec::new();
    let word = |process: usize, shared: bool, variable: &Variable| {
        let value = |at| machine.word(state, process, shared, variable.offset + at).to_string();
        let values: Vec<String> = (0..variable.len).map(value).collect();
        let text =
            if variable.array { format!("[{}]", values.join(", ")) } else { values.concat() };
        Line::plain(format!("{} = ", variable.name)).with(Role::Literal, text)
    };
    lines.extend(program.shared_variables.iter().map(|it| word(0, true, it)));
    lines.extend(locks(lang, stepper, 0, true, &program.shared_objects));
    let processes = machine.processes(state);
    for process in 0..processes {
        if machine.process_phase(state, process).0 != Phase::Alive && 1 < processes {
            continue;
        }
        let origin = &program.processes[machine.process_origin(state, process)];
        let mut own: Vec<Line> =
            origin.variables.iter().map(|it| word(process, false, it)).collect();
        own.extend(locks(lang, stepper, process, false, &origin.objects));
        if 1 < processes && !own.is_empty() {
            lines.push(Line::of(Role::Heading, machine.process_name(state, process).as_ref()));
            own = own.into_iter().map(|it| it.indented(2)).collect();
        }
        lines.extend(own);
    }
    for (number, pipe) in program.pipes.iter().enumerate() {
        let words: Vec<String> =
            machine.pipe(state, number).iter().map(ToString::to_string).collect();
        let text = format!("[{}]", words.join(", "));
        lines.push(Line::plain(format!("{} = ", pipe.name)).with(Role::Literal, text));
    }
    lines.into_iter().map(|it| cut(paper, it)).collect()
}

/// Mutexes with who has them, and semaphores.
fn locks(
    lang: Lang,
    stepper: &Stepper,
    process: usize,
    shared: bool,
    objects: &Objects,
) -> Vec<Line> {
    let (machine, state) = (stepper.machine(), stepper.state());
    let object = |at: u32| Object {
        shared,
        first: u16::try_from(at).unwrap_or(u16::MAX),
        len: 1,
        index: Expr::default(),
    };
    let each = |list: &[Variable]| -> Vec<(u32, String)> {
        let all = list.iter().flat_map(|it| it.offset..it.offset + it.len);
        all.map(|it| (it, named(list, it as usize))).collect()
    };
    let mut lines = Vec::new();
    for (at, name) in each(&objects.mutexes) {
        let owner = machine.owner(state, process, object(at));
        let owner = owner.map(|it| machine.name(it));
        let role = if owner.is_some() { Role::Partial } else { Role::Muted };
        lines.push(Line::plain(name).space(2).with(role, words::mutex(lang, owner.as_deref())));
    }
    for (at, name) in each(&objects.semaphores) {
        let value = machine.semaphore(state, process, object(at));
        lines.push(Line::plain(format!("{name} = ")).with(Role::Literal, value.to_string()));
    }
    lines
}

/// Memory by pages.
pub(super) fn pages(lang: Lang, paper: &Paper, stepper: &Stepper) -> Vec<Line> {
    memory(lang, paper, stepper)
}
