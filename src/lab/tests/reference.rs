//! The computer once more, as plainly as it can be said: maps, vectors and names instead of packed
//! words. It shares the instructions and the numbers of tasks with the machine, nothing else.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::{
    machine::{Machine, Options, TaskId},
    program::{
        Arithmetic, Cells, Fault, Program,
        code::{Address, Args, Base, Expr, Object, Op, Pc, Register, Slot, Target},
    },
};

const HEAP: i32 = 0x1000_0000;
const STACK: i32 = 0x4000_0000;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct World {
    pub processes: BTreeMap<Key, Process>,
    pub tasks: BTreeMap<u32, Task>,
    /// Numbered by first use: the shared segment, then each process's pages in order.
    pub frames: Vec<Vec<i32>>,
    pipes: Vec<VecDeque<i32>>,
    shared: Locks,
    pub printed: Vec<i32>,
    pub copied: [u32; 3],
}

/// A process of the start, or the task whose fork it began with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    Start(usize),
    Forked(u32),
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Process {
    origin: usize,
    parent: Option<Key>,
    pub end: Option<End>,
    /// The frame of each page, by its first address. Those of the shared segment are not in it.
    pub pages: BTreeMap<i32, usize>,
    blocks: BTreeMap<i32, i32>,
    locks: Locks,
    last_globals: Vec<i32>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum End {
    /// Nobody has asked for its status yet.
    Zombie(i32),
    Gone,
    /// By a fault of a task; whether it is a zombie.
    Died(Fault, u32, bool),
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Locks {
    mutexes: Vec<Option<u32>>,
    semaphores: Vec<i32>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Task {
    process: Key,
    pub at: At,
    registers: Vec<i32>,
    counters: Vec<i32>,
    calls: Vec<Call>,
    stack: u32,
    base: i32,
    top: i32,
    children: u32,
    workers: u32,
    last_locals: Vec<i32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum At {
    Here(Pc),
    Asleep(Pc),
    Done,
    Died,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Call {
    back: Pc,
    base: i32,
    registers: Vec<i32>,
    counters: Vec<i32>,
}

/// A step: who, and the sleeper that is woken where there is a choice.
pub type Step = (u32, Option<u32>);

pub struct Reference<'m, 'p> {
    machine: &'m Machine<'p>,
    program: &'p Program,
    options: Options,
    registers: usize,
    counters: usize,
    /// Where the data segment begins, and the shared one.
    data: i32,
    shared: i32,
}

struct View<'r> {
    world: &'r World,
    task: &'r Task,
    start: i32,
    reference: &'r Reference<'r, 'r>,
}

impl Cells for View<'_> {
    fn register(&self, register: Register) -> i32 {
        self.task.registers[usize::from(register)]
    }
    fn local(&self, slot: Slot) -> i32 {
        let address = self.start + self.task.base + i32::from(slot);
        let process = &self.world.processes[&self.task.process];
        let page = self.reference.page();
        let frame = process.pages[&(address / page * page)];
        self.world.frames[frame][(address % page) as usize]
    }
    fn address(&self, base: Base) -> i32 {
        match base {
            Base::Data(first) => self.reference.data + first as i32,
            Base::Shared(first) => self.reference.shared + first as i32,
            Base::Local(slot) => self.start + self.task.base + i32::from(slot),
            Base::Zero => 0,
        }
    }
}

type Result<T> = std::result::Result<T, Fault>;

impl<'m, 'p> Reference<'m, 'p> {
    pub fn new(machine: &'m Machine<'p>) -> Self {
        let program = machine.program();
        let routines = program.routines.iter();
        Reference {
            machine,
            program,
            options: *machine.options(),
            registers: usize::from(program.registers),
            counters: routines.map(|it| usize::from(it.counters)).max().unwrap_or(0),
            data: machine.address(false, 0),
            shared: machine.address(true, 0),
        }
    }

    fn page(&self) -> i32 {
        self.options.page_words as i32
    }

    fn stride(&self, words: usize) -> i32 {
        words.next_multiple_of(self.options.page_words) as i32
    }

    fn stack_start(&self, stack: u32) -> i32 {
        STACK + stack as i32 * self.stride(self.options.stack_words)
    }

    fn shared_pages(&self) -> usize {
        self.program.shared_words.len().div_ceil(self.options.page_words)
    }

    pub fn first(&self) -> World {
        let program = self.program;
        let mut world = World {
            processes: BTreeMap::new(),
            tasks: BTreeMap::new(),
            frames: Vec::new(),
            pipes: vec![VecDeque::new(); program.pipes.len()],
            shared: Locks {
                mutexes: vec![None; usize::from(program.shared_objects.mutex_count)],
                semaphores: program.shared_objects.semaphore_values.clone(),
            },
            printed: Vec::new(),
            copied: [0; 3],
        };
        let size = self.options.page_words;
        let framed = |words: &[i32]| {
            let mut words = words.to_vec();
            words.resize(size, 0);
            words
        };
        world.frames.extend(program.shared_words.chunks(size).map(framed));
        for (origin, start) in program.processes.iter().enumerate() {
            let mut pages = BTreeMap::new();
            for (number, words) in start.data.chunks(size).enumerate() {
                pages.insert(self.data + (number * size) as i32, world.frames.len());
                world.frames.push(framed(words));
            }
            let locks = Locks {
                mutexes: vec![None; usize::from(start.objects.mutex_count)],
                semaphores: start.objects.semaphore_values.clone(),
            };
            let blocks = BTreeMap::new();
            let last_globals = Vec::new();
            let process =
                Process { origin, parent: None, end: None, pages, blocks, locks, last_globals };
            world.processes.insert(Key::Start(origin), process);
        }
        for (id, task) in (0..).zip(&program.tasks) {
            world.tasks.insert(id, self.new_task(Key::Start(task.process), id));
        }
        for key in world.processes.keys().copied().collect::<Vec<_>>() {
            if !world.tasks.values().any(|it| it.process == key) {
                self.end_process(&mut world, key, None, 0);
            }
        }
        for (id, task) in (0..).zip(&program.tasks) {
            self.begin(&mut world, id, task.routine, &[]);
        }
        self.normal(world)
    }

    fn new_task(&self, process: Key, stack: u32) -> Task {
        Task {
            process,
            at: At::Here(0),
            registers: vec![0; self.registers],
            counters: vec![0; self.counters],
            calls: Vec::new(),
            stack,
            base: 0,
            top: 0,
            children: 0,
            workers: 0,
            last_locals: Vec::new(),
        }
    }

    /// A task stands at the first step of its routine.
    fn begin(&self, world: &mut World, id: u32, routine: u16, values: &[i32]) {
        let task = world.tasks.get_mut(&id).unwrap();
        if task.at != At::Here(0) {
            return;
        }
        task.at = At::Here(self.program.routines[usize::from(routine)].entry);
        if let Err(fault) = self.push(world, id, routine, values, None) {
            self.die(world, id, fault);
        }
        self.free(world, id);
    }

    /// Frames in the order in which they are met, and only those.
    fn normal(&self, mut world: World) -> World {
        let mut order: Vec<usize> = (0..self.shared_pages()).collect();
        for process in world.processes.values_mut() {
            for frame in process.pages.values_mut() {
                let known = order.iter().position(|it| it == frame);
                *frame = known.unwrap_or_else(|| {
                    order.push(*frame);
                    order.len() - 1
                });
            }
        }
        world.frames = order.iter().map(|it| world.frames[*it].clone()).collect();
        world
    }

    // What may happen.

    pub fn steps(&self, world: &World) -> Vec<Step> {
        let mut steps = Vec::new();
        for (id, task) in &world.tasks {
            if !self.moves(world, task) {
                continue;
            }
            let (At::Here(pc) | At::Asleep(pc)) = task.at else { continue };
            match self.program.code[pc as usize].op {
                Op::CondSignal { condition } => match self.sleepers(world, task, condition) {
                    sleepers if sleepers.len() > 1 => {
                        steps.extend(sleepers.iter().map(|it| (*id, Some(*it))));
                    }
                    _ => steps.push((*id, None)),
                },
                _ => steps.push((*id, None)),
            }
        }
        steps
    }

    /// Whether a task can move. A step that will fault can.
    fn moves(&self, world: &World, task: &Task) -> bool {
        let (pc, asleep) = match task.at {
            At::Here(pc) => (pc, false),
            At::Asleep(pc) => (pc, true),
            At::Done | At::Died => return false,
        };
        let value = |expr| self.value(world, task, expr);
        match self.program.code[pc as usize].op {
            Op::CondRetake { mutex, .. } => {
                (!asleep || self.options.spurious)
                    && self.mutex(world, task, mutex).is_none_or(|it| it.is_none())
            }
            Op::Lock { mutex } => self.mutex(world, task, mutex).is_none_or(|it| it.is_none()),
            Op::SemWait { semaphore } => match self.object(world, task, semaphore) {
                Ok(at) if semaphore.shared => world.shared.semaphores[at] > 0,
                Ok(at) => world.processes[&task.process].locks.semaphores[at] > 0,
                Err(_) => true,
            },
            Op::Wait { child, .. } => {
                match value(child).ok().and_then(|it| self.child(world, task, it)) {
                    Some(child) => world.processes[&child].end.is_some(),
                    None => true,
                }
            }
            Op::Join { thread } => {
                match value(thread).ok().and_then(|it| self.sibling(world, task, it)) {
                    Some(other) => matches!(world.tasks[&other].at, At::Done | At::Died),
                    None => true,
                }
            }
            Op::Write { pipe, .. } => {
                let pipe = usize::from(pipe);
                world.pipes[pipe].len() < self.program.pipes[pipe].capacity as usize
            }
            Op::Read { pipe, .. } => !world.pipes[usize::from(pipe)].is_empty(),
            _ => true,
        }
    }

    fn sleepers(&self, world: &World, task: &Task, condition: Object) -> Vec<u32> {
        let Ok(wanted) = self.object(world, task, condition) else { return Vec::new() };
        let sleeps = |other: &Task| {
            let At::Asleep(pc) = other.at else { return false };
            let Op::CondRetake { condition: on, .. } = self.program.code[pc as usize].op else {
                panic!("asleep at no condition")
            };
            on.shared == condition.shared
                && (on.shared || other.process == task.process)
                && self.object(world, other, on) == Ok(wanted)
        };
        world.tasks.iter().filter(|it| sleeps(it.1)).map(|it| *it.0).collect()
    }

    /// Who has a mutex; nothing at all if there is no such mutex.
    fn mutex(&self, world: &World, task: &Task, mutex: Object) -> Option<Option<u32>> {
        let at = self.object(world, task, mutex).ok()?;
        let own = &world.processes[&task.process].locks;
        Some(if mutex.shared { world.shared.mutexes[at] } else { own.mutexes[at] })
    }

    fn object(&self, world: &World, task: &Task, object: Object) -> Result<usize> {
        let index = self.value(world, task, object.index).map_err(fault)?;
        match u16::try_from(index) {
            Ok(index) if index < object.len => Ok(usize::from(object.first + index)),
            _ => Err(Fault::Segmentation),
        }
    }

    fn child(&self, world: &World, task: &Task, pid: i32) -> Option<Key> {
        let key = Key::Forked(u32::try_from(pid).ok()?.checked_sub(1)?);
        (world.processes.get(&key)?.parent == Some(task.process)).then_some(key)
    }

    fn sibling(&self, world: &World, task: &Task, pid: i32) -> Option<u32> {
        let id = u32::try_from(pid).ok()?.checked_sub(1)?;
        (world.tasks.get(&id)?.process == task.process).then_some(id)
    }

    fn value(
        &self,
        world: &World,
        task: &Task,
        expr: Expr,
    ) -> std::result::Result<i32, Arithmetic> {
        let start = self.stack_start(task.stack);
        self.program.eval(expr, &View { world, task, start, reference: self })
    }

    // What happens.

    pub fn after(&self, world: &World, step: Step) -> World {
        let mut world = world.clone();
        self.execute(&mut world, step.0, step.1);
        self.free(&mut world, step.0);
        self.normal(world)
    }

    fn free(&self, world: &mut World, id: u32) {
        while let At::Here(pc) = world.tasks[&id].at {
            if !self.program.code[pc as usize].free {
                return;
            }
            self.execute(world, id, None);
        }
    }

    fn execute(&self, world: &mut World, id: u32, woken: Option<u32>) {
        let task = world.tasks.get_mut(&id).unwrap();
        let (At::Here(pc) | At::Asleep(pc)) = task.at else { panic!("{id} has ended") };
        task.at = At::Here(pc + 1);
        if let Err(fault) = self.perform(world, id, pc, woken) {
            self.die(world, id, fault);
        }
    }

    fn perform(&self, world: &mut World, id: u32, pc: Pc, woken: Option<u32>) -> Result<()> {
        let value = |world: &World, expr| self.value(world, &world.tasks[&id], expr).map_err(fault);
        let key = world.tasks[&id].process;
        match self.program.code[pc as usize].op {
            Op::Load { register, address } => {
                let address = self.address(world, id, address)?;
                let loaded = self.load(world, key, address)?;
                self.give(world, id, Target::Register(register), loaded)?;
            }
            Op::Store { address, value: stored } => {
                let stored = value(world, stored)?;
                let address = self.address(world, id, address)?;
                self.store(world, key, address, stored)?;
            }
            Op::Compute { register, value: result } => {
                let result = value(world, result)?;
                self.give(world, id, Target::Register(register), result)?;
            }
            Op::SetLocal { slot, value: result } => {
                let result = value(world, result)?;
                self.give(world, id, Target::Local(slot), result)?;
            }
            Op::Branch { condition, when, to, clear } => {
                let taken = (value(world, condition)? != 0) == when;
                self.clear(world, id, clear);
                if taken {
                    self.go(world, id, to);
                }
            }
            Op::Assert { condition, clear } => {
                if value(world, condition)? == 0 {
                    return Err(Fault::AssertionFailed);
                }
                self.clear(world, id, clear);
            }
            Op::Jump { to } => self.go(world, id, to),
            Op::Repeat { counter, count, end } => {
                let count = value(world, count)?.max(0);
                world.tasks.get_mut(&id).unwrap().counters[usize::from(counter)] = count;
                if count == 0 {
                    self.go(world, id, end);
                }
            }
            Op::Again { counter, start } => {
                let left = &mut world.tasks.get_mut(&id).unwrap().counters[usize::from(counter)];
                *left -= 1;
                if *left > 0 {
                    self.go(world, id, start);
                }
            }
            Op::Forget { counter } => {
                world.tasks.get_mut(&id).unwrap().counters[usize::from(counter)] = 0;
            }
            Op::Pass | Op::Yield => {}
            Op::Work { ticks } | Op::Io { ticks } => drop(value(world, ticks)?),
            Op::Call { routine, args, saved, .. } => {
                let values = self.arguments(world, id, args)?;
                let task = &world.tasks[&id];
                let (base, mut registers) = (task.base, task.registers.clone());
                let counters = task.counters.clone();
                self.push(world, id, routine, &values, Some(pc + 1))?;
                for (number, it) in registers.iter_mut().enumerate() {
                    if saved & 1 << number == 0 {
                        *it = 0;
                    }
                }
                let task = world.tasks.get_mut(&id).unwrap();
                task.calls.push(Call { back: pc + 1, base, registers, counters });
                task.registers.fill(0);
                task.counters.fill(0);
                self.go(world, id, self.program.routines[usize::from(routine)].entry);
            }
            Op::Return { value: result } => {
                let result = value(world, result)?;
                let task = world.tasks.get_mut(&id).unwrap();
                let call = task.calls.pop().unwrap();
                let (bottom, top) = (task.base - 1, task.top);
                (task.registers, task.counters) = (call.registers, call.counters);
                (task.base, task.top) = (call.base, bottom);
                let start = self.stack_start(task.stack);
                for offset in bottom..top {
                    self.wipe(world, key, start + offset);
                }
                self.go(world, id, call.back);
                let target = self.program.code[call.back as usize - 1].op.result();
                self.give(world, id, target, result)?;
            }
            Op::End => {
                let main = match key {
                    Key::Start(at) => self.program.processes[at].main.map(|it| it as u32),
                    Key::Forked(id) => Some(id),
                };
                match main {
                    Some(main) if main == id => self.end_process(world, key, None, 0),
                    _ => {
                        self.end_task(world, id, At::Done);
                        let lives =
                            |it: &Task| it.process == key && !matches!(it.at, At::Done | At::Died);
                        if main.is_none() && !world.tasks.values().any(lives) {
                            self.end_process(world, key, None, 0);
                        }
                    }
                }
            }
            Op::Lock { mutex } | Op::CondRetake { mutex, .. } => {
                *self.mutex_mut(world, id, mutex)? = Some(id);
            }
            Op::Unlock { mutex } => self.unlock(world, id, mutex, Fault::NotTheOwner)?,
            Op::SemWait { semaphore } => self.count(world, id, semaphore, -1)?,
            Op::SemPost { semaphore } => self.count(world, id, semaphore, 1)?,
            Op::CondSleep { condition, mutex } => {
                self.object(world, &world.tasks[&id], condition)?;
                self.unlock(world, id, mutex, Fault::ConditionWithoutMutex)?;
                world.tasks.get_mut(&id).unwrap().at = At::Asleep(pc + 1);
            }
            Op::CondSignal { condition } => {
                self.object(world, &world.tasks[&id], condition)?;
                let sleepers = self.sleepers(world, &world.tasks[&id], condition);
                if let Some(sleeper) = woken.or(sleepers.first().copied()) {
                    self.wake(world, sleeper);
                }
            }
            Op::CondBroadcast { condition } => {
                self.object(world, &world.tasks[&id], condition)?;
                for sleeper in self.sleepers(world, &world.tasks[&id], condition) {
                    self.wake(world, sleeper);
                }
            }
            Op::AtomicAdd { result, address, amount } => {
                let amount = value(world, amount)?;
                let address = self.address(world, id, address)?;
                let old = self.load(world, key, address)?;
                self.store(world, key, address, old.checked_add(amount).ok_or(Fault::Overflow)?)?;
                self.give(world, id, result, old)?;
            }
            Op::CompareAndSwap { result, address, old, new } => {
                let (old, new) = (value(world, old)?, value(world, new)?);
                let address = self.address(world, id, address)?;
                let same = self.load(world, key, address)? == old;
                if same {
                    self.store(world, key, address, new)?;
                }
                self.give(world, id, result, i32::from(same))?;
            }
            Op::TestAndSet { result, address } => {
                let address = self.address(world, id, address)?;
                let old = self.load(world, key, address)?;
                self.store(world, key, address, 1)?;
                self.give(world, id, result, old)?;
            }
            Op::Malloc { result, size } => {
                let size = value(world, size)?;
                let address = self.allocate(world, id, size);
                self.give(world, id, result, address)?;
            }
            Op::Free { pointer } => {
                let address = value(world, pointer)?;
                self.release(world, key, address)?;
            }
            Op::Fork { result } => self.fork(world, id, result)?,
            Op::Wait { result, child } => {
                let pid = value(world, child)?;
                let status = match self.child(world, &world.tasks[&id], pid) {
                    None => -1,
                    Some(child) => {
                        let child = world.processes.get_mut(&child).unwrap();
                        let status = match child.end {
                            Some(End::Zombie(status)) => status,
                            Some(End::Died(..)) => -1,
                            _ => panic!("not blocked"),
                        };
                        reaped(child);
                        status
                    }
                };
                self.give(world, id, result, status)?;
            }
            Op::Exit { status } => {
                let status = value(world, status)?;
                self.end_process(world, key, None, status);
            }
            Op::Spawn { result, routine, args } => {
                let values = self.arguments(world, id, args)?;
                let task = world.tasks.get_mut(&id).unwrap();
                task.workers += 1;
                let (count, creators) = (task.workers, task.stack);
                let new = self.numbered(id, "worker", count);
                // Stacks are numbered as if whoever first had the creator's had made the thread.
                let stack = self.numbered(creators, "worker", count);
                let start = self.stack_start(stack);
                let end = start + self.stride(self.options.stack_words);
                self.unmap(world, key, start..end);
                world.tasks.insert(new, self.new_task(key, stack));
                self.give(world, id, result, (new + 1) as i32)?;
                self.begin(world, new, routine, &values);
            }
            Op::Join { thread } => {
                let pid = value(world, thread)?;
                if self.sibling(world, &world.tasks[&id], pid).is_none() {
                    return Err(Fault::NotATask);
                }
            }
            Op::Write { pipe, value: sent } => {
                let sent = value(world, sent)?;
                world.pipes[usize::from(pipe)].push_back(sent);
            }
            Op::Read { result, pipe } => {
                let word = world.pipes[usize::from(pipe)].pop_front().expect("not blocked");
                self.give(world, id, result, word)?;
            }
            Op::Print { value: printed } => {
                let printed = value(world, printed)?;
                if self.options.keep.outputs {
                    world.printed.push(printed);
                }
            }
        }
        Ok(())
    }

    fn numbered(&self, creator: u32, kind: &str, count: u32) -> u32 {
        let name = format!("{}.{kind}{count}", self.machine.name(TaskId(creator)));
        self.machine.task(&name).unwrap_or_else(|| panic!("{name}")).0
    }

    fn go(&self, world: &mut World, id: u32, to: Pc) {
        world.tasks.get_mut(&id).unwrap().at = At::Here(to);
    }

    fn wake(&self, world: &mut World, id: u32) {
        let At::Asleep(pc) = world.tasks[&id].at else { panic!("{id} is awake") };
        self.go(world, id, pc);
    }

    fn clear(&self, world: &mut World, id: u32, registers: u32) {
        for (number, it) in world.tasks.get_mut(&id).unwrap().registers.iter_mut().enumerate() {
            if registers & 1 << number != 0 {
                *it = 0;
            }
        }
    }

    fn give(&self, world: &mut World, id: u32, target: Target, value: i32) -> Result<()> {
        let task = world.tasks.get_mut(&id).unwrap();
        match target {
            Target::Nothing => {}
            Target::Register(register) => task.registers[usize::from(register)] = value,
            Target::Local(slot) => {
                let address = self.stack_start(task.stack) + task.base + i32::from(slot);
                let key = task.process;
                self.store(world, key, address, value)?;
            }
        }
        Ok(())
    }

    fn arguments(&self, world: &World, id: u32, args: Args) -> Result<Vec<i32>> {
        let task = &world.tasks[&id];
        let args = self.program.arguments_of(args).iter();
        args.map(|it| self.value(world, task, *it).map_err(fault)).collect()
    }

    /// A call's words go onto the stack: where to return, the arguments, zeros.
    fn push(
        &self,
        world: &mut World,
        id: u32,
        routine: u16,
        values: &[i32],
        back: Option<Pc>,
    ) -> Result<()> {
        let task = world.tasks.get_mut(&id).unwrap();
        let (key, old) = (task.process, task.top);
        let locals = self.program.routines[usize::from(routine)].locals.len() as i32;
        let base = old + i32::from(back.is_some());
        if base + locals > self.options.stack_words as i32 {
            return Err(Fault::StackOverflow);
        }
        (task.base, task.top) = (base, base + locals);
        let start = self.stack_start(task.stack);
        for address in start + old..start + base + locals {
            self.map(world, key, address);
        }
        if let Some(back) = back {
            self.store(world, key, start + old, back as i32)?;
        }
        for slot in 0..locals {
            let address = start + base + slot;
            match values.get(slot as usize) {
                Some(value) => self.store(world, key, address, *value)?,
                None if self.load(world, key, address)? != 0 => {
                    self.store(world, key, address, 0)?
                }
                None => {}
            }
        }
        Ok(())
    }

    // Locks.

    fn mutex_mut<'w>(
        &self,
        world: &'w mut World,
        id: u32,
        mutex: Object,
    ) -> Result<&'w mut Option<u32>> {
        let at = self.object(world, &world.tasks[&id], mutex)?;
        let key = world.tasks[&id].process;
        Ok(match mutex.shared {
            true => &mut world.shared.mutexes[at],
            false => &mut world.processes.get_mut(&key).unwrap().locks.mutexes[at],
        })
    }

    fn unlock(&self, world: &mut World, id: u32, mutex: Object, otherwise: Fault) -> Result<()> {
        let owner = self.mutex_mut(world, id, mutex)?;
        match *owner == Some(id) {
            true => *owner = None,
            false => return Err(otherwise),
        }
        Ok(())
    }

    fn count(&self, world: &mut World, id: u32, semaphore: Object, by: i32) -> Result<()> {
        let at = self.object(world, &world.tasks[&id], semaphore)?;
        let key = world.tasks[&id].process;
        let value = match semaphore.shared {
            true => &mut world.shared.semaphores[at],
            false => &mut world.processes.get_mut(&key).unwrap().locks.semaphores[at],
        };
        *value = value.checked_add(by).ok_or(Fault::Overflow)?;
        Ok(())
    }

    // Memory.

    fn address(&self, world: &World, id: u32, address: Address) -> Result<i32> {
        let task = &world.tasks[&id];
        let index = self.value(world, task, address.index).map_err(fault)?;
        let start = self.stack_start(task.stack);
        let base = View { world, task, start, reference: self }.address(address.base);
        base.checked_add(index).ok_or(Fault::Segmentation)
    }

    fn frame(&self, world: &World, key: Key, address: i32) -> Result<usize> {
        if (0..self.page()).contains(&address) {
            return Err(Fault::NullPointer);
        }
        let start = address.div_euclid(self.page()) * self.page();
        let shared = usize::try_from((start - self.shared) / self.page())
            .ok()
            .filter(|_| start >= self.shared);
        match shared.filter(|it| *it < self.shared_pages()) {
            Some(frame) => Ok(frame),
            None => world.processes[&key].pages.get(&start).copied().ok_or(Fault::Segmentation),
        }
    }

    fn load(&self, world: &World, key: Key, address: i32) -> Result<i32> {
        let frame = self.frame(world, key, address)?;
        Ok(world.frames[frame][(address % self.page()) as usize])
    }

    /// How many address spaces lead to a frame.
    fn users(&self, world: &World, frame: usize) -> usize {
        world.processes.values().flat_map(|it| it.pages.values()).filter(|it| **it == frame).count()
    }

    fn store(&self, world: &mut World, key: Key, address: i32, value: i32) -> Result<()> {
        let mut frame = self.frame(world, key, address)?;
        let start = address / self.page() * self.page();
        if frame >= self.shared_pages() && self.users(world, frame) > 1 {
            world.frames.push(world.frames[frame].clone());
            frame = world.frames.len() - 1;
            world.processes.get_mut(&key).unwrap().pages.insert(start, frame);
            if self.options.keep.copied {
                world.copied[if start < HEAP {
                    0
                } else if start < STACK {
                    1
                } else {
                    2
                }] += 1;
            }
        }
        world.frames[frame][(address % self.page()) as usize] = value;
        Ok(())
    }

    /// A word that is no longer in use is 0, unless others see it too.
    fn wipe(&self, world: &mut World, key: Key, address: i32) {
        if let Ok(frame) = self.frame(world, key, address)
            && self.users(world, frame) == 1
        {
            world.frames[frame][(address % self.page()) as usize] = 0;
        }
    }

    fn map(&self, world: &mut World, key: Key, address: i32) {
        let frames = &mut world.frames;
        let pages = &mut world.processes.get_mut(&key).unwrap().pages;
        pages.entry(address / self.page() * self.page()).or_insert_with(|| {
            frames.push(vec![0; self.page() as usize]);
            frames.len() - 1
        });
    }

    fn unmap(&self, world: &mut World, key: Key, addresses: std::ops::Range<i32>) {
        let pages = &mut world.processes.get_mut(&key).unwrap().pages;
        pages.retain(|it, _| !addresses.contains(it));
    }

    fn allocate(&self, world: &mut World, id: u32, size: i32) -> i32 {
        let key = world.tasks[&id].process;
        let heap = self.options.heap_words as i32;
        let process = &world.processes[&key];
        let first = HEAP + world.tasks[&id].stack as i32 * self.stride(self.options.heap_words);
        let used: i32 = process.blocks.values().sum();
        if size <= 0 || size > heap - used {
            return 0;
        }
        // The first address at which it overlaps no other block.
        let overlaps = |at: i32| {
            process.blocks.iter().any(|(start, len)| *start < at + size && at < start + len)
        };
        let Some(address) = (first..=first + heap - size).find(|it| !overlaps(*it)) else {
            return 0;
        };
        world.processes.get_mut(&key).unwrap().blocks.insert(address, size);
        for address in address..address + size {
            self.map(world, key, address);
            if self.load(world, key, address) != Ok(0) {
                self.store(world, key, address, 0).unwrap();
            }
        }
        address
    }

    fn release(&self, world: &mut World, key: Key, address: i32) -> Result<()> {
        if address == 0 {
            return Ok(());
        }
        if !(HEAP..STACK).contains(&address) {
            return Err(Fault::Segmentation);
        }
        let process = world.processes.get_mut(&key).unwrap();
        let Some(size) = process.blocks.remove(&address) else { return Err(Fault::DoubleFree) };
        let page = self.page();
        let blocks = process.blocks.clone();
        process.pages.retain(|start, _| {
            let of_block = *start < address + size && address < start + page;
            let needed = blocks.iter().any(|(it, len)| *it < start + page && *start < it + len);
            !of_block || needed
        });
        for address in address..address + size {
            self.wipe(world, key, address);
        }
        Ok(())
    }

    // Births and ends.

    fn fork(&self, world: &mut World, id: u32, result: Target) -> Result<()> {
        let task = world.tasks.get_mut(&id).unwrap();
        task.children += 1;
        let (count, key, top) = (task.children, task.process, task.top);
        let start = self.stack_start(task.stack);
        let address = match result {
            Target::Local(slot) => start + task.base + i32::from(slot),
            _ if top == self.options.stack_words as i32 => return Err(Fault::StackOverflow),
            _ => start + top,
        };
        self.map(world, key, address);
        let child = self.numbered(id, "child", count);
        let mut task = world.tasks[&id].clone();
        (task.process, task.children, task.workers) = (Key::Forked(child), 0, 0);
        let mut process = world.processes[&key].clone();
        process.parent = Some(key);
        for owner in process.locks.mutexes.iter_mut().filter(|it| **it == Some(id)) {
            *owner = Some(child);
        }
        world.processes.insert(task.process, process);
        world.tasks.insert(child, task);
        for (id, value) in [(id, (child + 1) as i32), (child, 0)] {
            let key = world.tasks[&id].process;
            self.store(world, key, address, value)?;
            if !matches!(result, Target::Local(_)) {
                self.wipe(world, key, address);
                self.give(world, id, result, value)?;
            }
        }
        self.free(world, child);
        Ok(())
    }

    fn die(&self, world: &mut World, id: u32, fault: Fault) {
        let key = world.tasks[&id].process;
        self.end_process(world, key, Some((fault, id)), 0);
    }

    fn end_task(&self, world: &mut World, id: u32, how: At) {
        let task = &world.tasks[&id];
        let (key, start) = (task.process, self.stack_start(task.stack));
        let last = if self.options.keep.locals { self.text_of(id) } else { 0 };
        let last = (0..last).map(|it| self.load(world, key, start + it).unwrap_or(0)).collect();
        let task = world.tasks.get_mut(&id).unwrap();
        task.at = how;
        (task.base, task.top) = (0, 0);
        task.counters.fill(0);
        task.calls.clear();
        task.last_locals = last;
        self.unmap(world, key, start..start + self.stride(self.options.stack_words));
    }

    /// How many locals the text of a task has that is named in claims: not that of a function.
    fn text_of(&self, id: u32) -> i32 {
        let name = self.machine.name(TaskId(id));
        if name.contains("worker") {
            return 0;
        }
        let births = |it: &&str| it.starts_with("child");
        let own: Vec<&str> = name.split('.').filter(|it| !births(it)).collect();
        let own = if own.is_empty() { "main".to_owned() } else { own.join(".") };
        let task = self.program.tasks.iter().find(|it| *it.name == *own).unwrap();
        self.program.routines[usize::from(task.routine)].locals.len() as i32
    }

    fn end_process(&self, world: &mut World, key: Key, fault: Option<(Fault, u32)>, status: i32) {
        let how = if fault.is_some() { At::Died } else { At::Done };
        let ids: Vec<u32> = world.tasks.keys().copied().collect();
        for id in ids {
            let task = &world.tasks[&id];
            if task.process == key && !matches!(task.at, At::Done | At::Died) {
                self.end_task(world, id, how);
            }
        }
        if self.options.keep.globals {
            let count = self.program.processes[world.processes[&key].origin].data.len() as i32;
            let last =
                (0..count).map(|it| self.load(world, key, self.data + it).unwrap()).collect();
            world.processes.get_mut(&key).unwrap().last_globals = last;
        }
        let process = world.processes.get_mut(&key).unwrap();
        process.pages.clear();
        process.blocks.clear();
        process.locks.mutexes.fill(None);
        process.locks.semaphores.fill(0);
        process.end = Some(match fault {
            Some((fault, id)) => End::Died(fault, id, true),
            None => End::Zombie(status),
        });
        if process.parent.is_none() {
            reaped(process);
        }
        for child in world.processes.values_mut().filter(|it| it.parent == Some(key)) {
            child.parent = None;
            if child.end.is_some() {
                reaped(child);
            }
        }
    }

    /// Every world that can be reached, with the number of steps to it, and which leads to which.
    /// Nothing if there are more than `most`, or if a bound of the machine is near.
    pub fn explore(&self, most: usize) -> Option<Explored> {
        let first = self.first();
        let mut numbers = HashMap::from([(first.clone(), 0)]);
        let mut found = Explored { worlds: vec![first], depth: vec![0], edges: Vec::new() };
        while found.edges.len() < found.worlds.len() {
            let at = found.edges.len();
            let mut edges = Vec::new();
            for step in self.steps(&found.worlds[at]) {
                let next = self.after(&found.worlds[at], step);
                let number = match numbers.get(&next) {
                    Some(number) => *number,
                    None => {
                        numbers.insert(next.clone(), found.worlds.len());
                        found.worlds.push(next);
                        found.depth.push(found.depth[at] + 1);
                        found.worlds.len() - 1
                    }
                };
                edges.push((step, number));
            }
            found.edges.push(edges);
            if most < found.worlds.len() {
                return None;
            }
        }
        Some(found)
    }
}

/// What the reference finds.
pub struct Explored {
    pub worlds: Vec<World>,
    pub depth: Vec<usize>,
    pub edges: Vec<Vec<(Step, usize)>>,
}

fn reaped(process: &mut Process) {
    process.parent = None;
    process.end = Some(match process.end {
        Some(End::Died(fault, id, _)) => End::Died(fault, id, false),
        _ => End::Gone,
    });
}

fn fault(arithmetic: Arithmetic) -> Fault {
    match arithmetic {
        Arithmetic::Overflow => Fault::Overflow,
        Arithmetic::DivisionByZero => Fault::DivisionByZero,
    }
}
