//! One step: one costed instruction of a task, and the free ones after it.
//!
//! Invariant: after a step every task stands at a costed instruction or has ended; a fault ends the
//! process and nothing else. The operations on tasks, locks and pipes are in files of their own. See
//! the parent.

use crate::{
    machine::{
        Event, Limit, Machine, Move, Observe, State,
        frame::Frame,
        layout::{List, call, process, thread},
        state::{TaskId, word},
        stop::Stop,
    },
    program::{
        Arithmetic, Cells, Fault,
        code::{Address, Args, Expr, Op, Pc, Target},
    },
};

/// A step under way.
pub(super) struct Run<'m, 'p, 's, O> {
    pub machine: &'m Machine<'p>,
    pub state: &'s mut State,
    pub observe: &'s mut O,
    /// Whether frames came or went.
    pub moved: bool,
}

impl<'p> Machine<'p> {
    /// Does one move of those that [`Machine::enabled`] gives; any other does nothing. After a limit
    /// the state is not to be used.
    pub fn step(
        &self,
        state: &mut State,
        choice: Move,
        observe: &mut impl Observe,
    ) -> Result<(), Limit> {
        let Some(index) = self.thread_index(&state.words, choice.task.0) else { return Ok(()) };
        let standing = state.words[self.layout.at(&state.words, List::Threads, index) + thread::AT];
        if thread::DONE <= standing >> thread::PHASE {
            return Ok(());
        }
        let pc = standing & ((1 << thread::PHASE) - 1);
        let mut run = Run { machine: self, state, observe, moved: false };
        run.observe.event(Event::Step { task: choice.task, pc });
        run.go(index, choice, pc)?;
        run.finish();
        Ok(())
    }

    /// The index of a thread by its number.
    #[inline]
    pub(super) fn thread_index(&self, words: &[u32], id: u32) -> Option<usize> {
        // Those of the start stand first, each at its number.
        if id < self.roots() {
            return Some(id as usize);
        }
        self.layout.search(words, List::Threads, &[id]).ok()
    }

    /// The value of an expression of a thread.
    #[inline]
    pub(super) fn value(
        &self,
        words: &[u32],
        thread: usize,
        expr: Expr,
    ) -> Result<i32, Arithmetic> {
        if expr.is_empty() {
            return Ok(0);
        }
        let thread = self.layout.at(words, List::Threads, thread);
        self.program.eval(expr, &Frame { machine: self, words, thread })
    }
}

impl<O: Observe> Run<'_, '_, '_, O> {
    /// The instruction at `pc`, then the free ones.
    fn go(&mut self, thread: usize, choice: Move, pc: Pc) -> Result<(), Limit> {
        let id = choice.task.0;
        let first = self.execute(thread, pc, choice.woken);
        self.settle(id, first)?;
        self.free(id)
    }

    /// The free instructions from where a task stands.
    pub(super) fn free(&mut self, id: u32) -> Result<(), Limit> {
        // A fork or a spawn may have moved its record.
        while let Some(thread) = self.machine.thread_index(&self.state.words, id) {
            let at = self.at(thread);
            let standing = self.state.words[at + thread::AT];
            if standing >> thread::PHASE != 0 {
                return Ok(());
            }
            let instr = &self.machine.program.code[standing as usize];
            if !instr.free {
                if self.machine.options.clear_dead {
                    self.clear_dead(thread, instr.live_registers, instr.live_locals);
                }
                return Ok(());
            }
            let done = self.execute(thread, standing, None);
            self.settle(id, done)?;
        }
        Ok(())
    }

    /// A fault ends the process; a limit ends the run.
    pub(super) fn settle(&mut self, id: u32, done: Result<(), Stop>) -> Result<(), Limit> {
        match done {
            Ok(()) => Ok(()),
            Err(Stop::Limit(limit)) => Err(limit),
            Err(Stop::Fault(fault)) => {
                self.observe.event(Event::Faulted { task: TaskId(id), fault });
                self.die(id, fault);
                Ok(())
            }
        }
    }

    /// Makes equal states equal words.
    pub(super) fn finish(&mut self) {
        if self.moved {
            self.renumber();
        }
    }

    /// Where the record of a thread begins.
    #[inline]
    pub(super) fn at(&self, thread: usize) -> usize {
        self.machine.layout.at(&self.state.words, List::Threads, thread)
    }

    pub(super) fn id(&self, thread: usize) -> u32 {
        self.state.words[self.at(thread) + thread::ID]
    }

    /// The process of a thread.
    pub(super) fn process(&self, thread: usize) -> usize {
        let key = self.state.words[self.at(thread) + thread::PROCESS];
        self.machine.process_index(&self.state.words, key).unwrap_or(0)
    }

    pub(super) fn value(&self, thread: usize, expr: Expr) -> Result<i32, Arithmetic> {
        self.machine.value(&self.state.words, thread, expr)
    }

    fn address(&self, thread: usize, address: Address) -> Result<i32, Stop> {
        let index = self.value(thread, address.index)?;
        let frame =
            Frame { machine: self.machine, words: &self.state.words, thread: self.at(thread) };
        // An index that leads around the end of all addresses leads to no page.
        Ok(frame.address(address.base).checked_add(index).ok_or(Fault::Segmentation)?)
    }

    fn load(&mut self, thread: usize, address: i32) -> Result<i32, Stop> {
        let value = self.machine.load(&self.state.words, self.process(thread), address)?;
        let task = TaskId(self.id(thread));
        self.observe.event(Event::Load { task, address, value });
        Ok(value)
    }

    fn store(&mut self, thread: usize, address: i32, value: i32) -> Result<(), Stop> {
        let task = self.id(thread);
        self.write(task, self.process(thread), address, value)?;
        self.observe.event(Event::Store { task: TaskId(task), address, value });
        Ok(())
    }

    /// Puts a result where it belongs.
    pub(super) fn give(&mut self, thread: usize, target: Target, value: i32) -> Result<(), Stop> {
        let at = self.at(thread);
        match target {
            Target::Nothing => {}
            Target::Register(register) => {
                let at = at + thread::REGISTERS + usize::from(register);
                self.state.words[at] = value.cast_unsigned();
            }
            Target::Local(slot) => {
                let words = &self.state.words;
                let frame = Frame { machine: self.machine, words, thread: at };
                let address = frame.local_address(slot);
                self.write(self.id(thread), self.process(thread), address, value)?;
            }
        }
        Ok(())
    }

    fn clear(&mut self, thread: usize, mut registers: u32) {
        let at = self.at(thread) + thread::REGISTERS;
        while registers != 0 {
            self.state.words[at + registers.trailing_zeros() as usize] = 0;
            registers &= registers - 1;
        }
    }

    /// Clears what is never read again.
    fn clear_dead(&mut self, thread: usize, registers: u32, locals: u64) {
        let all = (1_u64 << self.machine.layout.register_count) - 1;
        self.clear(thread, !registers & u32::try_from(all).unwrap_or(u32::MAX));
        if !self.machine.clear_locals {
            return;
        }
        let at = self.at(thread);
        let (top, stack) =
            (self.state.words[at + thread::TOP], self.state.words[at + thread::STACK]);
        let (base, process) = (top >> 16, self.process(thread));
        let start = self.machine.stack_start(stack) + base.cast_signed();
        for slot in 0..((top & 0xffff) - base).min(u64::BITS) {
            if locals & 1 << slot == 0 {
                self.clear_word(process, start + slot.cast_signed());
            }
        }
    }

    pub(super) fn set_place(&mut self, thread: usize, pc: Pc) {
        let at = self.at(thread);
        self.state.words[at + thread::AT] = pc;
    }

    /// Does one instruction. Where the task stands is set before its effect, so that what makes or
    /// ends tasks finds it in order.
    fn execute(&mut self, thread: usize, pc: Pc, woken: Option<TaskId>) -> Result<(), Stop> {
        let machine = self.machine;
        let op = &machine.program.code[pc as usize].op;
        self.set_place(thread, pc + 1);
        match *op {
            Op::Load { register, address } => {
                let value = self.load(thread, self.address(thread, address)?)?;
                self.give(thread, Target::Register(register), value)?;
            }
            Op::Compute { value, .. } | Op::SetLocal { value, .. } => {
                let value = self.value(thread, value)?;
                self.give(thread, op.result(), value)?;
            }
            Op::Store { address, value } => {
                let value = self.value(thread, value)?;
                self.store(thread, self.address(thread, address)?, value)?;
            }
            Op::Branch { condition, when, to, clear } => {
                if (self.value(thread, condition)? != 0) == when {
                    self.set_place(thread, to);
                }
                self.clear(thread, clear);
            }
            Op::Assert { condition, clear } => {
                if self.value(thread, condition)? == 0 {
                    return Err(Stop::Fault(Fault::AssertionFailed));
                }
                self.clear(thread, clear);
            }
            Op::Jump { to } => self.set_place(thread, to),
            Op::Repeat { counter, count, end } => {
                let count = self.value(thread, count)?.max(0);
                *self.counter(thread, counter) = count.cast_unsigned();
                if count == 0 {
                    self.set_place(thread, end);
                }
            }
            Op::Again { counter, start } => {
                let counter = self.counter(thread, counter);
                *counter = counter.saturating_sub(1);
                if *counter != 0 {
                    self.set_place(thread, start);
                }
            }
            Op::Forget { counter } => *self.counter(thread, counter) = 0,
            Op::Pass | Op::Yield => {}
            Op::Work { ticks } | Op::Io { ticks } => drop(self.value(thread, ticks)?),
            Op::Call { routine, args, saved, .. } => {
                self.call(thread, routine, args, saved, pc + 1)?;
            }
            Op::Return { value } => {
                let value = self.value(thread, value)?;
                self.return_from(thread, value)?;
            }
            Op::End => self.end(thread),
            Op::Lock { mutex } => self.lock(thread, mutex)?,
            Op::Unlock { mutex } => self.unlock(thread, mutex, Fault::NotTheOwner)?,
            Op::SemWait { semaphore } => self.count(thread, semaphore, -1)?,
            Op::SemPost { semaphore } => self.count(thread, semaphore, 1)?,
            Op::CondSleep { condition, mutex } => self.sleep(thread, condition, mutex)?,
            Op::CondRetake { mutex, .. } => self.lock(thread, mutex)?,
            Op::CondSignal { condition } => self.signal(thread, condition, woken)?,
            Op::CondBroadcast { condition } => self.broadcast(thread, condition)?,
            Op::AtomicAdd { result, address, amount } => {
                let amount = self.value(thread, amount)?;
                let address = self.address(thread, address)?;
                let old = self.load(thread, address)?;
                let new = old.checked_add(amount).ok_or(Fault::Overflow)?;
                self.store(thread, address, new)?;
                self.give(thread, result, old)?;
            }
            Op::CompareAndSwap { result, address, old, new } => {
                let (old, new) = (self.value(thread, old)?, self.value(thread, new)?);
                let address = self.address(thread, address)?;
                let same = self.load(thread, address)? == old;
                if same {
                    self.store(thread, address, new)?;
                }
                self.give(thread, result, i32::from(same))?;
            }
            Op::TestAndSet { result, address } => {
                let address = self.address(thread, address)?;
                let old = self.load(thread, address)?;
                self.store(thread, address, 1)?;
                self.give(thread, result, old)?;
            }
            Op::Malloc { result, size } => {
                let size = self.value(thread, size)?;
                let address = self.allocate(thread, size)?;
                let (task, words) = (TaskId(self.id(thread)), usize::try_from(size).unwrap_or(0));
                self.observe.event(Event::Allocated { task, address, words });
                self.give(thread, result, address)?;
            }
            Op::Free { pointer } => {
                let address = self.value(thread, pointer)?;
                self.release(thread, address)?;
                let task = TaskId(self.id(thread));
                self.observe.event(Event::Freed { task, address });
            }
            Op::Fork { result } => self.fork(thread, result)?,
            Op::Wait { result, child } => {
                let child = self.value(thread, child)?;
                let status = self.reap(thread, child);
                self.give(thread, result, status)?;
            }
            Op::Exit { status } => {
                let status = self.value(thread, status)?;
                self.exit(self.process(thread), status);
            }
            Op::Spawn { result, routine, args } => self.spawn(thread, routine, args, result)?,
            Op::Join { thread: other } => {
                let other = self.value(thread, other)?;
                if self.machine.thread_of(&self.state.words, thread, other).is_none() {
                    return Err(Stop::Fault(Fault::NotATask));
                }
            }
            Op::Write { pipe, value } => {
                let value = self.value(thread, value)?;
                self.send(thread, pipe, value);
            }
            Op::Read { result, pipe } => {
                let value = self.receive(thread, pipe);
                self.give(thread, result, value)?;
            }
            Op::Print { value } => {
                let value = self.value(thread, value)?;
                self.print(thread, value)?;
            }
        }
        Ok(())
    }

    fn counter(&mut self, thread: usize, counter: u16) -> &mut u32 {
        let at = self.at(thread) + self.machine.layout.counters + usize::from(counter);
        &mut self.state.words[at]
    }

    /// The values of arguments.
    pub(super) fn arguments(&self, thread: usize, args: Args) -> Result<Vec<i32>, Arithmetic> {
        let args = self.machine.program.arguments_of(args).iter();
        args.map(|it| self.value(thread, *it)).collect()
    }

    /// Opens a call: the return address and the locals go onto the stack, the counters and the
    /// registers that are needed again beside it.
    fn call(
        &mut self,
        thread: usize,
        routine: u16,
        args: Args,
        saved: u32,
        back: Pc,
    ) -> Result<(), Stop> {
        let values = self.arguments(thread, args)?;
        let (layout, id, at) = (&self.machine.layout, self.id(thread), self.at(thread));
        let top = self.state.words[at + thread::TOP];
        let place = layout.group(&self.state.words, List::Calls, id).end;
        self.push(thread, routine, &values, Some(back))?;
        let record = layout.insert(&mut self.state.words, List::Calls, place, 1);
        let words = &mut self.state.words;
        words[record + call::THREAD] = id;
        words[record + call::RETURN] = back;
        words[record + call::BASE] = top >> 16;
        let count = layout.register_count + layout.counter_count;
        for offset in 0..count {
            let value = std::mem::take(&mut words[at + thread::REGISTERS + offset]);
            if layout.register_count <= offset || saved & 1 << offset != 0 {
                words[record + call::REGISTERS + offset] = value;
            }
        }
        let entry = self.machine.program.routines[usize::from(routine)].entry;
        self.set_place(thread, entry);
        self.observe.event(Event::Called { task: TaskId(id), routine });
        Ok(())
    }

    /// Puts a frame onto the stack: a return address if it is a call, the arguments, zeros.
    pub(super) fn push(
        &mut self,
        thread: usize,
        routine: u16,
        values: &[i32],
        back: Option<Pc>,
    ) -> Result<(), Stop> {
        let locals = word(self.machine.program.routines[usize::from(routine)].locals.len());
        let (id, at, process) = (self.id(thread), self.at(thread), self.process(thread));
        let (key, stack) =
            (self.state.words[at + thread::PROCESS], self.state.words[at + thread::STACK]);
        let old = self.state.words[at + thread::TOP] & 0xffff;
        let base = old + u32::from(back.is_some());
        if self.machine.options.stack_words < (base + locals) as usize {
            return Err(Stop::Fault(Fault::StackOverflow));
        }
        let start = self.machine.stack_start(stack);
        self.map_words(key, start.cast_unsigned() + old, base + locals - old)?;
        if let Some(back) = back {
            self.write(id, process, start + old.cast_signed(), back.cast_signed())?;
        }
        for slot in 0..locals {
            let address = start + (base + slot).cast_signed();
            match values.get(slot as usize) {
                Some(value) => self.write(id, process, address, *value)?,
                // Clearing touches only what is not zero, so that it copies no page in vain.
                None if self.machine.load(&self.state.words, process, address)? != 0 => {
                    self.write(id, process, address, 0)?;
                }
                None => {}
            }
        }
        let at = self.at(thread);
        self.state.words[at + thread::TOP] = base << 16 | (base + locals);
        Ok(())
    }

    /// Closes a call and gives its value to the caller.
    fn return_from(&mut self, thread: usize, value: i32) -> Result<(), Stop> {
        let (layout, id, at) = (&self.machine.layout, self.id(thread), self.at(thread));
        let Some(place) = layout.group(&self.state.words, List::Calls, id).next_back() else {
            return Ok(());
        };
        let record = layout.at(&self.state.words, List::Calls, place);
        let words = &mut self.state.words;
        let (back, base) = (words[record + call::RETURN], words[record + call::BASE]);
        let count = layout.register_count + layout.counter_count;
        let values = record + call::REGISTERS;
        words.copy_within(values..values + count, at + thread::REGISTERS);
        let (top, stack) = (words[at + thread::TOP], words[at + thread::STACK]);
        let bottom = (top >> 16).saturating_sub(1);
        words[at + thread::TOP] = base << 16 | bottom;
        layout.remove(words, List::Calls, place, 1);
        let (start, process) = (self.machine.stack_start(stack), self.process(thread));
        for offset in bottom..top & 0xffff {
            self.clear_word(process, start + offset.cast_signed());
        }
        self.set_place(thread, back);
        self.observe.event(Event::Returned { task: TaskId(id), value });
        let code = &self.machine.program.code;
        match back.checked_sub(1).and_then(|it| code.get(it as usize)).map(|it| it.op.result()) {
            Some(target) => self.give(thread, target, value),
            None => Ok(()),
        }
    }

    fn print(&mut self, thread: usize, value: i32) -> Result<(), Stop> {
        let task = TaskId(self.id(thread));
        self.observe.event(Event::Printed { task, value });
        if self.machine.options.keep.outputs {
            let (layout, words) = (&self.machine.layout, &mut self.state.words);
            let count = layout.len(words, List::Outputs);
            let bound = self.machine.options.bounds.outputs;
            if bound <= count {
                return Err(Stop::Limit(Limit::Outputs(bound)));
            }
            let at = layout.insert(words, List::Outputs, count, 1);
            words[at] = value.cast_unsigned();
        }
        Ok(())
    }

    /// The status word of a process.
    pub(super) fn process_at(&self, process: usize) -> usize {
        self.machine.layout.at(&self.state.words, List::Processes, process)
    }

    pub(super) fn key(&self, process: usize) -> u32 {
        self.state.words[self.process_at(process) + process::KEY]
    }
}
