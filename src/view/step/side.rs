//! What stands beside the code: each task with its next step, and memory by name.
//!
//! Invariant: a value that is shown is one of the state shown; registers are shown only while they
//! will be read again. See the parent.

use crate::{
    lab::{self, memory as named_memory},
    machine::{Phase, Region, TaskId},
    message::step as words,
    program::code::{Objects, Variable},
    session::step::Stepper,
    text::Lang,
    view::{Align, Line, Paper, Role, lab as drawings},
};

use super::{code, cut};

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
    let widest = tasks.iter().map(|it| measure.width(&machine.name(it.0))).max().unwrap_or(0);
    let last = stepper.last_move().map(|it| it.task);
    let line = |(task, key): (TaskId, Option<char>)| {
        let moves = machine.can_move(stepper.state(), task);
        let key = key.map_or_else(|| " ".to_owned(), String::from);
        let name = if last == Some(task) { Role::Strong } else { Role::Plain };
        let head = Line::of(if moves { Role::Key } else { Role::Muted }, key)
            .space(1)
            .then(Line::of(name, machine.name(task).as_ref()).pad(measure, widest, Align::Left))
            .space(2);
        let hanging = head.width_in(measure);
        head.then(doing(lang, stepper, task)).wrap_in(measure, paper.width, hanging)
    };
    tasks.into_iter().flat_map(line).collect()
}

/// What a task is about to do, or why it does nothing.
fn doing(lang: Lang, stepper: &Stepper, task: TaskId) -> Line {
    let (machine, state) = (stepper.machine(), stepper.state());
    match machine.phase(state, task) {
        Phase::Done | Phase::Unborn => return Line::of(Role::Muted, words::ended(lang)),
        Phase::Died => return Line::of(Role::Wrong, words::died(lang)),
        Phase::Alive => {}
    }
    if let Some(why) = waits(lang, stepper, task) {
        return Line::of(Role::Partial, why);
    }
    let Some(pc) = machine.place(state, task) else { return Line::new() };
    let steps = code::statement(machine, state, task, pc);
    let at = steps.iter().position(|it| it.0 == pc).unwrap_or(0);
    let mut line = Line::plain(steps.get(at).map(|it| it.1.clone()).unwrap_or_default());
    if 1 < steps.len() {
        line = line.space(2).with(Role::Muted, format!("{}/{}", at + 1, steps.len()));
    }
    let instr = &machine.program().code[pc as usize];
    let mut values: Vec<String> = Vec::new();
    let one = machine.program().registers <= 1;
    for (register, value) in machine.registers(state, task).into_iter().enumerate() {
        if instr.live_registers & 1 << register != 0 {
            let number = if one { String::new() } else { register.to_string() };
            values.push(format!("r{number}={value}"));
        }
    }
    let process = machine.process_of(state, task).unwrap_or(0);
    if let Some(call) = machine.open_calls(state, task).first() {
        // What is declared further down is not there yet.
        let locals = call.routine.locals.iter().zip(call.frame..);
        for (local, address) in locals.filter(|it| it.0.span.start < instr.statement.start) {
            let value = machine.at_address(state, process, address).unwrap_or(0);
            let value = named_memory::value(machine, state, process, value);
            values.push(format!("{}={value}", local.name));
        }
    }
    for value in values {
        line = line.space(2).with(Role::Literal, value);
    }
    line
}

/// What a task waits for; nothing if it can move.
pub(super) fn waits(lang: Lang, stepper: &Stepper, task: TaskId) -> Option<String> {
    let waiting = lab::waiting(stepper.machine(), stepper.state());
    let own = waiting.iter().find(|it| it.task == task)?;
    drawings::waits_for(lang, stepper.machine(), own)
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
        let value = |at| {
            let value = machine.word(state, process, shared, variable.offset + at);
            named_memory::value(machine, state, process, value)
        };
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
        own.extend(heap(stepper, process));
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

/// The words of the heap by the names of the pointers to them.
fn heap(stepper: &Stepper, process: usize) -> Vec<Line> {
    let spaces = named_memory::spaces(stepper.machine(), stepper.state());
    let pages = spaces.into_iter().filter(|it| it.process == process).flat_map(|it| it.pages);
    let words = pages.filter(|it| it.page.region == Region::Heap).flat_map(|it| it.words);
    words
        .map(|it| {
            let value = it.values.join(", ");
            let value = if it.values.len() == 1 { value } else { format!("[{value}]") };
            Line::plain(format!("{} = ", it.name)).with(Role::Literal, value)
        })
        .collect()
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
    let each = |list: &[Variable]| -> Vec<(usize, String)> {
        let all = list.iter().flat_map(|it| it.offset..it.offset + it.len);
        all.map(|it| (it as usize, named(list, it as usize))).collect()
    };
    let mut lines = Vec::new();
    for (at, name) in each(&objects.mutexes) {
        let owner = machine.mutex_owner(state, process, shared, at);
        let owner = owner.map(|it| machine.name(it));
        let role = if owner.is_some() { Role::Partial } else { Role::Muted };
        lines.push(Line::plain(name).space(2).with(role, words::mutex(lang, owner.as_deref())));
    }
    for (at, name) in each(&objects.semaphores) {
        let semaphore = crate::program::code::Object {
            shared,
            first: u16::try_from(at).unwrap_or(u16::MAX),
            len: 1,
            index: Default::default(),
        };
        let value = machine.semaphore(state, process, semaphore);
        lines.push(Line::plain(format!("{name} = ")).with(Role::Literal, value.to_string()));
    }
    lines
}
