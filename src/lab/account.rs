//! What each move of a run did, in the words of the lab's steps: `load x = 0`, `store x = 1`.
//!
//! Invariant: the values are those that the step really read and wrote, taken from the state before
//! it and from its events, so they are right even where the state after it no longer has them. It
//! must not know languages or how a run is drawn.

use std::collections::BTreeMap;

use crate::{
    lab::{Story, memory},
    machine::{Event, Machine, OpenCall, Region, State, TaskId},
    program::{
        Cells, Fault, Listing,
        code::{Base, Expr, Op, Pc, Register, Slot, Target},
    },
};

/// What a move did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Who moved.
    pub task: TaskId,
    /// The instruction at which it stood.
    pub pc: Pc,
    /// What it did: the instruction and what rode on it, with the values, joined by `; `.
    pub text: String,
    /// What else is worth saying, in the order in which it happened.
    pub notes: Vec<Note>,
}

/// Something about a move that its text does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The task that moved before could have gone on.
    Preempted(TaskId),
    /// The store overwrites what another task stored after this one had loaded the word.
    Overwrites(TaskId),
    /// A page was copied, because it was shared and written.
    Copied {
        /// The region that it is in.
        region: Region,
        /// Its first address.
        address: i32,
    },
    /// A sleeper was woken.
    Woke(TaskId),
    /// A fault killed the process of the task.
    Faulted(Fault),
    /// A task has ended.
    Ended(TaskId),
}

/// What the move at a place of a story did. Linear in the moves before it.
pub fn account(story: &Story, at: usize) -> Account {
    let way = story.moves()[at];
    let (machine, before) = (story.machine(), story.state(at));
    let pc = machine.place(before, way.task).unwrap_or(0);
    let mut seen = Seen::new(machine, before, way.task);
    let events = story.events(at);
    let mut text = seen.as_ref().map(|it| it.instruction(pc, events)).unwrap_or_default();
    let faulted = events.iter().any(|it| matches!(it, Event::Faulted { .. }));
    if let Some(seen) = &mut seen
        // What failed itself has nothing that rides on it.
        && seen.finish(pc, events) | !faulted
    {
        for riding in seen.riding(pc) {
            text.push_str("; ");
            text.push_str(&riding);
        }
    }
    Account { task: way.task, pc, text, notes: notes(story, at) }
}

/// A word of a segment, in every state of a story.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// The place of its process among those of the start; after all of them for a forked one, and
    /// for the shared segment before all.
    order: usize,
    /// The name of its process: of the shared segment, of the first that used it.
    pub process: String,
    /// Its address.
    pub address: i32,
}

impl Word {
    /// Its name, without its process; its address if it has none.
    pub fn name(&self, story: &Story) -> String {
        let (machine, state) = (story.machine(), story.last());
        let process = machine.process_named(state, &self.process);
        let global = process.and_then(|it| machine.global_at(state, it, self.address));
        match global {
            Some((it, at)) if it.array => format!("{}[{at}]", it.name),
            Some((it, _)) => it.name.to_string(),
            None => memory::hexadecimal(self.address),
        }
    }

    /// Its value after so many moves, as it is written; nothing if its process is not there. The
    /// move that ends the process still shows what it left.
    pub fn value(&self, story: &Story, at: usize) -> Option<String> {
        let machine = story.machine();
        let there = |at: usize| {
            let state = story.state(at);
            let process = machine.process_named(state, &self.process)?;
            let value = machine.at_address(state, process, self.address)?;
            Some(memory::value(machine, state, process, value))
        };
        there(at).or_else(|| {
            let last = at.checked_sub(1)?;
            let before = there(last)?;
            let stored = story.events(last).iter().rev().find_map(|it| match it {
                Event::Store { task, address, value } if *address == self.address => {
                    let process = machine.process_of(story.state(last), *task)?;
                    let own = machine.process_name(story.state(last), process) == self.process;
                    own.then(|| memory::value(machine, story.state(last), process, *value))
                }
                _ => None,
            });
            Some(stored.unwrap_or(before))
        })
    }
}

/// The words of segments that a story read or wrote, each once: shared ones first, then by process
/// and address.
pub fn words_used(story: &Story) -> Vec<Word> {
    let machine = story.machine();
    let mut words: Vec<Word> = Vec::new();
    for at in 0..story.len() {
        for event in story.events(at) {
            let (Event::Load { task, address, .. } | Event::Store { task, address, .. }) = event
            else {
                continue;
            };
            let state = story.state(at);
            let process = machine.process_of(state, *task).unwrap_or(0);
            let order = match machine.region(*address) {
                Some(Region::Data) => 1 + process.min(machine.program().processes.len()),
                Some(Region::Shared) => 0,
                _ => continue,
            };
            let known = |it: &Word| it.address == *address && (order == 0 || it.order == order);
            let process = machine.process_name(state, process);
            if !words.iter().any(|it| known(it) && (order == 0 || it.process == process)) {
                words.push(Word { order, process: process.into_owned(), address: *address });
            }
        }
    }
    words.sort_unstable();
    words
}

fn notes(story: &Story, at: usize) -> Vec<Note> {
    let mut notes = Vec::new();
    notes.extend(story.preempted(at).map(Note::Preempted));
    for event in story.events(at) {
        match *event {
            Event::Store { task, address, .. } => {
                notes.extend(overwritten(story, at, task, address).map(Note::Overwrites));
            }
            Event::Copied { region, address, .. } => notes.push(Note::Copied { region, address }),
            Event::Woken { task, .. } => notes.push(Note::Woke(task)),
            Event::Faulted { fault, .. } => notes.push(Note::Faulted(fault)),
            Event::Ended { task } => notes.push(Note::Ended(task)),
            _ => {}
        }
    }
    notes
}

/// Who stored a word after this task had last loaded it, if this task now stores it with an older
/// value in mind.
fn overwritten(story: &Story, at: usize, task: TaskId, address: i32) -> Option<TaskId> {
    let machine = story.machine();
    let frame = |at: usize, task| {
        let process = machine.process_of(story.state(at), task)?;
        Some(machine.frame(story.state(at), process, address)).filter(|it| *it != 0)
    };
    let own = frame(at, task)?;
    let mut other = None;
    for at in (0..at).rev() {
        for event in story.events(at).iter().rev() {
            match *event {
                Event::Load { task: by, address: from, .. } if by == task && from == address => {
                    return other;
                }
                Event::Store { task: by, address: to, .. } if to == address => {
                    if by == task {
                        return None;
                    }
                    if frame(at + 1, by) == Some(own) {
                        other = other.or(Some(by));
                    }
                }
                _ => {}
            }
        }
    }
    None
}

/// A task before its step, and what the step changes as it is told.
struct Seen<'a, 'p> {
    machine: &'a Machine<'p>,
    state: &'a State,
    task: TaskId,
    process: usize,
    call: OpenCall<'p>,
    listing: Listing<'p>,
    registers: Vec<i32>,
    locals: BTreeMap<Slot, i32>,
}

impl Cells for Seen<'_, '_> {
    fn register(&self, register: Register) -> i32 {
        self.registers.get(usize::from(register)).copied().unwrap_or(0)
    }

    fn local(&self, slot: Slot) -> i32 {
        let kept = self.locals.get(&slot).copied();
        let address = self.address(Base::Local(slot));
        kept.or_else(|| self.machine.at_address(self.state, self.process, address)).unwrap_or(0)
    }

    fn address(&self, base: Base) -> i32 {
        match base {
            Base::Data(first) => self.machine.address(false, first),
            Base::Shared(first) => self.machine.address(true, first),
            Base::Local(slot) => self.call.frame + i32::from(slot),
            Base::Zero => 0,
        }
    }
}

impl<'a, 'p> Seen<'a, 'p> {
    fn new(machine: &'a Machine<'p>, state: &'a State, task: TaskId) -> Option<Seen<'a, 'p>> {
        let process = machine.process_of(state, task)?;
        let call = machine.open_calls(state, task).first().copied()?;
        let origin = machine.process_origin(state, process);
        let listing = machine.program().routine_listing(call.number, origin)?;
        let registers = machine.registers(state, task);
        let locals = BTreeMap::new();
        Some(Seen { machine, state, task, process, call, listing, registers, locals })
    }

    fn eval(&self, expr: Expr) -> Option<i32> {
        self.machine.program().eval(expr, self).ok()
    }

    /// The value of an expression as it is written.
    fn value(&self, expr: Expr) -> String {
        self.eval(expr).map_or_else(|| self.listing.expr(expr), |it| self.written(it))
    }

    fn written(&self, value: i32) -> String {
        memory::value(self.machine, self.state, self.process, value)
    }

    fn place(&self, address: i32) -> String {
        memory::place(self.machine, self.state, self.task, address)
    }

    /// What an instruction did, by its events; as it is listed if it did nothing.
    fn instruction(&self, pc: Pc, events: &[Event]) -> String {
        let op = &self.machine.program().code[pc as usize].op;
        let listed = || self.listing.instruction(pc);
        let result = || result(op, self.task, events);
        let of = |what: &str| match result() {
            Some(value) => format!("{what} = {}", self.written(value)),
            None => listed(),
        };
        let touched = events.iter().find_map(|it| match it {
            Event::Load { address, .. } | Event::Store { address, .. } => Some(*address),
            _ => None,
        });
        let place = touched.map(|it| self.place(it));
        match (op, &place) {
            (Op::Load { .. }, Some(place)) => of(&format!("load {place}")),
            (Op::Store { value, .. }, Some(place)) => {
                format!("store {place} = {}", self.value(*value))
            }
            (Op::AtomicAdd { amount, .. }, Some(place)) => {
                of(&format!("atomic_add({place}, {})", self.value(*amount)))
            }
            (Op::CompareAndSwap { old, new, .. }, Some(place)) => {
                let (old, new) = (self.value(*old), self.value(*new));
                of(&format!("compare_and_swap({place}, {old}, {new})"))
            }
            (Op::TestAndSet { .. }, Some(place)) => of(&format!("test_and_set({place})")),
            (Op::Compute { register, value }, _) => {
                // The word that the listing begins with says what is done.
                let listed = listed();
                let word = listed.split(' ').next().unwrap_or_default();
                let register = self.listing.register(*register);
                let word = if word == register { "" } else { word };
                format!("{word} {register} = {}", self.value(*value)).trim_start().to_owned()
            }
            (Op::SetLocal { slot, value }, _) => {
                format!("{} = {}", self.local_name(*slot), self.value(*value))
            }
            (Op::Branch { condition, .. }, _) => {
                format!("if {}: {}", self.listing.expr(*condition), self.truth(*condition))
            }
            (Op::Assert { condition, .. }, _) => {
                format!("assert {}: {}", self.listing.expr(*condition), self.truth(*condition))
            }
            (Op::Call { routine, args, .. }, _) => format!("call {}", self.call(*routine, *args)),
            (Op::Spawn { routine, args, .. }, _) => format!("spawn {}", self.call(*routine, *args)),
            (Op::Return { value }, _) => format!("return {}", self.value(*value)),
            (Op::Malloc { size, .. }, _) => of(&format!("malloc({})", self.value(*size))),
            (Op::Free { pointer }, _) => format!("free({})", self.value(*pointer)),
            (Op::Fork { .. }, _) => of("fork()"),
            (Op::Wait { .. }, _) => of(&listed()),
            (Op::Exit { status }, _) => format!("exit {}", self.value(*status)),
            (Op::Write { value, .. }, _) => {
                let listed = listed();
                let to = listed.split(',').next().unwrap_or_default();
                format!("{to}, {}", self.value(*value))
            }
            (Op::Read { pipe, .. }, _) => {
                let pipe = self.machine.program().pipes.get(usize::from(*pipe));
                of(&format!("read {}", pipe.map_or("?", |it| &it.name)))
            }
            (Op::Print { value }, _) => format!("print {}", self.value(*value)),
            (Op::Work { ticks }, _) => format!("compute {}", self.value(*ticks)),
            (Op::Io { ticks }, _) => format!("io {}", self.value(*ticks)),
            (Op::SemWait { .. } | Op::SemPost { .. }, _) => {
                let counted = events.iter().find_map(|it| match it {
                    Event::Counted { value, .. } => Some(*value),
                    _ => None,
                });
                let counted = counted.map(|it| format!(" = {it}")).unwrap_or_default();
                format!("{}{counted}", listed())
            }
            _ => listed(),
        }
    }

    /// What happens with the step after its instruction, told with its values.
    fn riding(&mut self, pc: Pc) -> Vec<String> {
        let code = &self.machine.program().code;
        let mut told = Vec::new();
        let mut at = match &code[pc as usize].op {
            // These go on elsewhere, or not at all.
            Op::Call { .. } | Op::Return { .. } | Op::Exit { .. } => return told,
            Op::Branch { condition, when, to, .. } if self.takes(*condition, *when) => *to,
            _ => pc + 1,
        };
        // No cycle is free, so this ends.
        while let Some(instr) = code.get(at as usize).filter(|it| it.free) {
            at += 1;
            match &instr.op {
                Op::SetLocal { slot, value } => {
                    told.push(format!("{} = {}", self.local_name(*slot), self.value(*value)));
                    let value = self.eval(*value).unwrap_or(0);
                    self.locals.insert(*slot, value);
                }
                Op::Compute { register, value } => {
                    let value = self.eval(*value).unwrap_or(0);
                    self.give(Target::Register(*register), value);
                }
                Op::Branch { condition, when, to, .. } => {
                    told.push(format!("if {}", self.truth(*condition)));
                    if self.takes(*condition, *when) {
                        at = *to;
                    }
                }
                Op::Assert { condition, .. } => {
                    told.push(format!("assert {}", self.truth(*condition)));
                }
                Op::Jump { to } => at = *to,
                _ => break,
            }
        }
        told
    }

    /// Lets the registers and locals have what the instruction gave them; whether it gave anything.
    fn finish(&mut self, pc: Pc, events: &[Event]) -> bool {
        let op = self.machine.program().code[pc as usize].op;
        let value = match op {
            Op::Compute { value, .. } | Op::SetLocal { value, .. } => self.eval(value),
            _ => result(&op, self.task, events),
        };
        if let Some(value) = value {
            self.give(op.result(), value);
        }
        value.is_some()
    }

    fn give(&mut self, target: Target, value: i32) {
        match target {
            Target::Nothing => {}
            Target::Register(register) => {
                if let Some(it) = self.registers.get_mut(usize::from(register)) {
                    *it = value;
                }
            }
            Target::Local(slot) => {
                self.locals.insert(slot, value);
            }
        }
    }

    fn takes(&self, condition: Expr, when: bool) -> bool {
        (self.eval(condition).unwrap_or(0) != 0) == when
    }

    fn truth(&self, condition: Expr) -> &'static str {
        if self.takes(condition, true) { "true" } else { "false" }
    }

    fn local_name(&self, slot: Slot) -> &'p str {
        self.call.routine.locals.get(usize::from(slot)).map_or("?", |it| &it.name)
    }

    fn call(&self, routine: u16, args: crate::program::code::Args) -> String {
        let program = self.machine.program();
        let name = program.routines.get(usize::from(routine)).map_or("?", |it| &it.name);
        let args = program.arguments_of(args).iter().map(|it| self.value(*it));
        format!("{name}({})", args.collect::<Vec<_>>().join(", "))
    }
}

/// The word that an operation gave, by its events.
fn result(op: &Op, task: TaskId, events: &[Event]) -> Option<i32> {
    let pid = |it: TaskId| (it.0 + 1).cast_signed();
    let own = |event: &&Event| !matches!(event, Event::Load { task: by, .. } if *by != task);
    events.iter().filter(own).find_map(|event| match (op, *event) {
        (Op::CompareAndSwap { .. }, Event::Load { .. }) => {
            Some(i32::from(events.iter().any(|it| matches!(it, Event::Store { .. }))))
        }
        (
            Op::Load { .. } | Op::AtomicAdd { .. } | Op::TestAndSet { .. },
            Event::Load { value, .. },
        )
        | (Op::Read { .. }, Event::Received { value, .. }) => Some(value),
        (Op::Malloc { .. }, Event::Allocated { address, .. }) => Some(address),
        (Op::Fork { .. }, Event::Forked { child, .. }) => Some(pid(child)),
        (Op::Spawn { .. }, Event::Spawned { thread, .. }) => Some(pid(thread)),
        (Op::Wait { .. }, Event::Reaped { status, .. }) => Some(status),
        (Op::Wait { .. }, Event::Step { .. })
            if !events.iter().any(|it| matches!(it, Event::Reaped { .. })) =>
        {
            Some(-1)
        }
        _ => None,
    })
}
