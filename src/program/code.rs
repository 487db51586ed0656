//! The lowered form of a program: what a machine executes and an explorer packs.
//!
//! Invariant: a *step* of a task is one costed instruction and then all free ones after it, so a
//! task always stands at a costed instruction or has ended (a new task first runs the free ones at
//! its entry). No cycle consists of free instructions only. It must not know states or schedulers.

use crate::text::Span;

/// A place in [`Program::code`].
pub type Pc = u32;

/// The number of a register of a call, below [`super::limits::REGISTERS`].
pub type Register = u8;

/// The number of a local in its call's frame.
pub type Slot = u16;

/// The number of a `repeat` counter in its call's frame; counters are no memory.
pub type Counter = u16;

/// A program that can be run. The same text and the same constants give equal programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The instructions of all routines.
    pub code: Vec<Instr>,
    /// The postfix code that every [`Expr`] is a part of.
    pub operators: Vec<Operator>,
    /// The arguments of calls and spawns, which [`Args`] are parts of.
    pub arguments: Vec<Expr>,
    /// The texts that are executed: main statements, threads, functions.
    pub routines: Vec<Routine>,
    /// The processes that are there at the start, in the order of their text.
    pub processes: Vec<Process>,
    /// The tasks that are there at the start, in the order of their text.
    pub tasks: Vec<Task>,
    /// The first value of each word of the shared segment.
    pub shared_words: Vec<i32>,
    /// The names of the shared segment.
    pub shared_variables: Vec<Variable>,
    /// The locks that all processes share.
    pub shared_objects: Objects,
    /// The pipes.
    pub pipes: Vec<Pipe>,
    /// The constants, with the values that this program was lowered with.
    pub constants: Vec<(Box<str>, i32)>,
    /// The names of the `critical` regions; an instruction's `regions` has bit `i` for region `i`.
    pub regions: Vec<Box<str>>,
    /// Whether the address of a local is taken anywhere in the text.
    pub takes_local_address: bool,
    /// The largest number of registers of any routine.
    pub registers: u8,
}

/// One instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instr {
    /// What it does.
    pub op: Op,
    /// Whether it happens with the step before it.
    pub free: bool,
    /// Whether it touches nothing that another task can see (its own registers, locals, stack), and
    /// does not end the task.
    pub local: bool,
    /// Whether it or a free one after it can fault although it is local: arithmetic, an assertion, a
    /// call.
    pub can_fault: bool,
    /// The registers that are read later than here before they are written: bit `i` for `r_i`. What
    /// is not in it at a costed instruction can be cleared there.
    pub live_registers: u32,
    /// The same for the first 64 locals of the frame; locals whose address is taken are always in.
    pub live_locals: u64,
    /// The `critical` regions in which a task is that stands here (or is in a call made here).
    pub regions: u32,
    /// The text that it comes from: the variable loaded, the value computed, the built-in called.
    pub span: Span,
    /// The statement or condition that it belongs to.
    pub statement: Span,
}

/// An expression: a part of [`Program::operators`]. An empty one stands for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Expr {
    /// Its first operator.
    pub start: u32,
    /// How many operators it has.
    pub len: u32,
}

/// The arguments of a call: a part of [`Program::arguments`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Args {
    /// The first argument.
    pub start: u32,
    /// How many there are.
    pub len: u32,
}

/// An element of postfix code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Pushes a number.
    Number(i32),
    /// Pushes a register.
    Register(Register),
    /// Pushes a local of the frame.
    Local(Slot),
    /// Pushes the address of a place that needs no index.
    AddressOf(Base),
    /// Pops one, pushes `-a`.
    Negate,
    /// Pops one, pushes 1 if it is 0, else 0.
    Not,
    /// Pops two, pushes the result.
    Binary(Binary),
}

/// An operator on two words. A comparison gives 1 or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Binary {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`, towards zero.
    Divide,
    /// `%`, with the sign of the left side.
    Remainder,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// Where a word is, before its index is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// A word of the data segment of the process.
    Data(u32),
    /// A word of the shared segment.
    Shared(u32),
    /// A local of the frame.
    Local(Slot),
    /// Address 0: the index is a pointer.
    Zero,
}

/// The address of a word: a base, plus an index unless that is empty. Not checked against bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Where it begins.
    pub base: Base,
    /// What is added to it.
    pub index: Expr,
}

/// Where the result of an operation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Nowhere.
    Nothing,
    /// Into a register.
    Register(Register),
    /// Into a local, with the same step.
    Local(Slot),
}

/// A mutex, semaphore or condition; which of them, the instruction says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Object {
    /// Whether all processes share it.
    pub shared: bool,
    /// Its number among those of its kind (of its process, or of the shared ones); the first of an
    /// array.
    pub first: u16,
    /// How many the array has; 1 for a single one.
    pub len: u16,
    /// Which of the array; empty for a single one. At run time it may be out of range.
    pub index: Expr,
}

/// What an instruction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields of an operation are its operands")]
pub enum Op {
    /// register = `[address]`
    Load { register: Register, address: Address },
    /// register = value. Free where `&&` or `||` gives a value.
    Compute { register: Register, value: Expr },
    /// `[address]` = value
    Store { address: Address, value: Expr },
    /// local = value. Free after a load, a compute or a return that gives the value.
    SetLocal { slot: Slot, value: Expr },
    /// Goes to `to` if the condition is true (not 0) and `when`, or false and not `when`; else goes
    /// on. In both cases it then clears the registers in `clear`.
    Branch { condition: Expr, when: bool, to: Pc, clear: u32 },
    /// Goes to a place. Always free.
    Jump { to: Pc },
    /// A fault if the condition is 0; else clears the registers in `clear`.
    Assert { condition: Expr, clear: u32 },
    /// counter = count; if that is not positive, counter = 0 and goes to `end`. Always free.
    Repeat { counter: Counter, count: Expr, end: Pc },
    /// counter = counter - 1; if that is not 0, goes to `start`. Always free.
    Again { counter: Counter, start: Pc },
    /// counter = 0, where `break` leaves a `repeat`. Always free.
    Forget { counter: Counter },
    /// Nothing: the step of a round that might have none.
    Pass,
    /// Calls a routine: its slots get the arguments, its other slots, counters and registers are 0.
    /// The registers in `saved` have their values again after the return; the others are 0, and
    /// `result` gets what was returned. Its return address is the next instruction.
    Call { routine: u16, args: Args, result: Target, saved: u32 },
    /// Gives a value back to the caller. Only in routines that are called.
    Return { value: Expr },
    /// The end of the task's routine: the end of the task. Always free.
    End,
    /// Blocks while the mutex is taken; takes it.
    Lock { mutex: Object },
    /// Releases a mutex.
    Unlock { mutex: Object },
    /// Blocks while the semaphore is 0; counts it down.
    SemWait { semaphore: Object },
    /// Counts the semaphore up.
    SemPost { semaphore: Object },
    /// Releases the mutex and sleeps; always followed by [`Op::CondRetake`].
    CondSleep { condition: Object, mutex: Object },
    /// Once woken, takes the mutex again: blocks while asleep or while it is taken.
    CondRetake { condition: Object, mutex: Object },
    /// Wakes one sleeper.
    CondSignal { condition: Object },
    /// Wakes all sleepers.
    CondBroadcast { condition: Object },
    /// result = `[address]`; `[address]` = result + amount
    AtomicAdd { result: Target, address: Address, amount: Expr },
    /// If `[address]` == old: `[address]` = new, result = 1; else result = 0
    CompareAndSwap { result: Target, address: Address, old: Expr, new: Expr },
    /// result = `[address]`; `[address]` = 1
    TestAndSet { result: Target, address: Address },
    /// result = the address of so many new words of the heap, or 0
    Malloc { result: Target, size: Expr },
    /// Gives a block of the heap back.
    Free { pointer: Expr },
    /// result = the child's id in the parent, 0 in the child
    Fork { result: Target },
    /// Blocks while the child runs; result = its status, or -1
    Wait { result: Target, child: Expr },
    /// Ends the process.
    Exit { status: Expr },
    /// result = the id of a new thread of this process that runs the routine
    Spawn { result: Target, routine: u16, args: Args },
    /// Blocks while that thread runs.
    Join { thread: Expr },
    /// Lets others go first.
    Yield,
    /// Blocks while the pipe is full; puts a word into it.
    Write { pipe: u16, value: Expr },
    /// Blocks while the pipe is empty; result = its first word
    Read { result: Target, pipe: u16 },
    /// Prints a word.
    Print { value: Expr },
    /// So many ticks of CPU; one step when exploring.
    Work { ticks: Expr },
    /// Blocked for so many ticks; one step when exploring.
    Io { ticks: Expr },
}

/// What a routine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoutineKind {
    /// The statements of a process.
    Main,
    /// A `thread`.
    Thread,
    /// A function as it is called: it ends with [`Op::Return`].
    Called,
    /// A function as a new thread runs it: its end is the thread's, and costs nothing.
    Spawned,
}

/// A text that is executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routine {
    /// Its name in the text: of the process, thread or function.
    pub name: Box<str>,
    /// What it is.
    pub kind: RoutineKind,
    /// Its first instruction.
    pub entry: Pc,
    /// The place after its last instruction.
    pub end: Pc,
    /// How many of its first locals are parameters.
    pub parameters: u16,
    /// Its locals, by slot: the size of its frame in words.
    pub locals: Vec<Local>,
    /// How many `repeat` counters it has.
    pub counters: u16,
    /// How many registers it uses.
    pub registers: u8,
    /// How many calls can be open at once in a task that runs it, itself not counted; `None` if it
    /// may call itself.
    pub call_depth: Option<u32>,
    /// The words of its stack that can be in use at once: its own locals, and for each open call
    /// a return address and the callee's; `None` if unbounded.
    pub stack_words: Option<u32>,
    /// Its name in the text.
    pub span: Span,
}

/// A local: a parameter or a `let`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// Its name.
    pub name: Box<str>,
    /// Whether its address is taken: then it is read by loads and written by stores.
    pub addressed: bool,
    /// Where it is declared.
    pub span: Span,
}

/// A process that is there at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its name: `main`, `shop`, `editor2`.
    pub name: Box<str>,
    /// The first value of each word of its data segment.
    pub data: Vec<i32>,
    /// The names of its data segment, in order.
    pub variables: Vec<Variable>,
    /// Its own locks.
    pub objects: Objects,
    /// Its main thread in [`Program::tasks`], if it has one; else it ends with its last thread.
    pub main: Option<usize>,
    /// Which processes are alike: the same number for those that run the same text.
    pub group: u16,
}

/// A named part of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: Box<str>,
    /// Its first word.
    pub offset: u32,
    /// How many words it has.
    pub len: u32,
    /// Whether it is an array.
    pub array: bool,
    /// Where it is declared.
    pub span: Span,
}

/// The locks of a process, or those that all processes share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Objects {
    /// The names of its mutexes; `offset` counts mutexes.
    pub mutexes: Vec<Variable>,
    /// The names of its semaphores.
    pub semaphores: Vec<Variable>,
    /// The names of its conditions.
    pub conditions: Vec<Variable>,
    /// The first value of each semaphore.
    pub semaphore_values: Vec<i32>,
    /// How many mutexes there are.
    pub mutex_count: u16,
    /// How many conditions there are.
    pub condition_count: u16,
}

/// A pipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipe {
    /// Its name.
    pub name: Box<str>,
    /// How many words it holds.
    pub capacity: u32,
    /// Where it is declared.
    pub span: Span,
}

/// A task that is there at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its name: `A`, `P2`, `shop`, `shop.A`.
    pub name: Box<str>,
    /// Its process.
    pub process: usize,
    /// What it runs.
    pub routine: u16,
    /// When it arrives in a timed run.
    pub arrival: u32,
    /// How urgent it is in a timed run; higher is more.
    pub priority: i32,
    /// Which tasks are alike: the same number for those of one process that run the same text.
    pub group: u16,
}
