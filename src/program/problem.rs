//! Everything that can be wrong with a program or with an expression of a claim, as values.
//!
//! Invariant: names are as the text has them and may hold anything. Wording lives in
//! `message/program.rs`; this file must not know a sentence.

use crate::{
    program::syntax::Kind,
    text::{Diagnostic, Span},
};

/// One finding in a program.
pub type Finding = Diagnostic<Problem>;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The text is longer than is read.
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// The most that is read.
        limit: usize,
    },
    /// There are more findings than are listed; the rest was not read.
    TooManyFindings,
    /// More inside one another than is read.
    TooDeep {
        /// The most that is read.
        limit: usize,
    },
    /// More of something than a program may have.
    TooMany {
        /// Of what.
        what: Counted,
        /// The most.
        limit: usize,
    },
    /// A character that the language does not have.
    UnknownCharacter {
        /// The character.
        found: char,
    },
    /// Digits with letters in them.
    NumberForm,
    /// A number that does not fit a word.
    NumberTooLarge,
    /// Something else must stand here.
    Expected {
        /// What.
        wanted: Wanted,
        /// What stands here; nothing at the end of the text.
        found: Option<Box<str>>,
    },
    /// A brace that is never closed.
    Unclosed {
        /// The brace.
        brace: char,
    },
    /// `*p++`
    StepOfPointer {
        /// The statement with brackets.
        suggestion: Box<str>,
    },
    /// `++` or `--` inside an expression.
    StepInExpression,
    /// `a < b < c`
    ChainedComparison,
    /// `=` where a value is compared.
    AssignmentInExpression,
    /// `a & b`, `a | b`
    BitOperator {
        /// What was probably meant.
        suggestion: &'static str,
    },
    /// The left side of an assignment is no variable, element or `*p`.
    NotAssignable,
    /// `&` before something that has no address.
    NoAddress,
    /// An expression stands alone.
    NoEffect,
    /// Something that can stand only outside blocks, or only outside processes.
    Misplaced {
        /// Its first word.
        word: Box<str>,
        /// Whether it could stand in a process.
        in_process: bool,
    },
    /// `shared` before something that cannot be shared.
    NotShareable,
    /// A name that the language uses itself.
    Reserved {
        /// The name.
        name: Box<str>,
    },
    /// A name that something visible here already has.
    NameTaken {
        /// The name.
        name: Box<str>,
        /// Where the first is.
        first: Span,
    },
    /// Two tasks of one name.
    TaskNameTaken {
        /// The name.
        name: Box<str>,
    },
    /// Nothing has this name.
    UnknownName {
        /// The name.
        name: Box<str>,
        /// What is looked for.
        what: Meaning,
        /// What was probably meant.
        suggestion: Option<Box<str>>,
    },
    /// A name of something else.
    WrongMeaning {
        /// The name.
        name: Box<str>,
        /// What is needed.
        wanted: Meaning,
        /// What it is.
        found: Meaning,
    },
    /// Something other than a name where a lock or the like must be named.
    NotAName {
        /// What is needed.
        wanted: Meaning,
    },
    /// Too many or too few arguments.
    Arity {
        /// What is called.
        name: Box<str>,
        /// How many it takes.
        wanted: usize,
        /// How many there are.
        found: usize,
    },
    /// A value is taken from something that gives none.
    NoResult {
        /// What is called.
        name: Box<str>,
    },
    /// An array, or an array of locks, without an index.
    IndexMissing {
        /// Its name.
        name: Box<str>,
    },
    /// An index on something that is no array.
    NotAnArray {
        /// Its name.
        name: Box<str>,
    },
    /// A constant index outside the array.
    IndexOutOfRange {
        /// The array.
        name: Box<str>,
        /// The index.
        index: i32,
        /// How many elements it has.
        len: u32,
    },
    /// A constant is assigned to, or its address taken.
    ConstantChanged {
        /// Its name.
        name: Box<str>,
    },
    /// Not known before the run.
    NotConstant,
    /// A constant that cannot be calculated.
    ConstantFault(Arithmetic),
    /// A number outside its range.
    OutOfRange {
        /// What it is.
        what: Quantity,
        /// The number.
        value: i64,
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// A first value where there can be none.
    ValueMisplaced {
        /// What is declared.
        kind: Kind,
    },
    /// A pipe without its capacity.
    CapacityMissing,
    /// `break` outside a loop.
    BreakOutsideLoop,
    /// `return e` outside a function.
    ReturnOutsideFunction,
    /// Statements and threads in one process.
    StatementsAndThreads,
    /// A `critical` region without a step.
    EmptyRegion {
        /// Its name.
        name: Box<str>,
    },
    /// `P(i)` without `* n`.
    IndexWithoutCount {
        /// The thread or process.
        name: Box<str>,
    },
    /// The program has no thread and no statement.
    NothingRuns,
    /// A name that each process has, without the process.
    WhichProcess {
        /// The name.
        name: Box<str>,
        /// A process that has it.
        process: Box<str>,
    },
    /// A thread has several locals of this name.
    AmbiguousLocal {
        /// The name.
        name: Box<str>,
    },
    /// A measure of one of several runs, without the run.
    WhichRun {
        /// A run.
        run: Box<str>,
    },
    /// Something that a claim cannot do: a call, `spawn`.
    NotInClaims,
    /// No fault has this name.
    UnknownFault {
        /// The name.
        name: Box<str>,
        /// What was probably meant.
        suggestion: Option<Box<str>>,
    },
}

/// What must stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A value.
    Expression,
    /// A name.
    Name,
    /// The end of the statement.
    EndOfStatement,
    /// The end of the expression.
    EndOfExpression,
    /// `<`, `==` and the like.
    Comparison,
    /// This mark or word.
    Token(&'static str),
}

/// What a name can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A value: a constant, a variable, a local.
    Value,
    /// A variable of a process or of the shared segment.
    Variable,
    /// An array.
    Array,
    /// A constant.
    Constant,
    /// A local.
    Local,
    /// A mutex.
    Mutex,
    /// A semaphore.
    Semaphore,
    /// A condition.
    Condition,
    /// A pipe.
    Pipe,
    /// A function.
    Function,
    /// A task.
    Task,
    /// A `critical` region.
    Region,
    /// A measure of a timed run.
    Measure,
    /// A timed run of an experiment.
    Run,
}

/// What can be too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counted {
    /// Tasks at the start.
    Tasks,
    /// Words of a segment.
    Words,
    /// Locks of one kind.
    Objects,
    /// Pipes.
    Pipes,
    /// Registers of a routine.
    Registers,
    /// Locals of a routine.
    Locals,
    /// Instructions.
    Instructions,
    /// Names of regions.
    Regions,
}

/// What a constant number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// The size of an array.
    Size,
    /// The capacity of a pipe.
    Capacity,
    /// The first value of a semaphore.
    Semaphore,
    /// How many threads or processes.
    Copies,
    /// When a thread arrives.
    Arrival,
    /// The value that a constant is given from outside.
    Override,
}

/// Arithmetic that has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// The result does not fit a word.
    Overflow,
    /// `/ 0` or `% 0`.
    DivisionByZero,
}

impl Problem {
    /// The problem at a place: always an error.
    pub fn at(self, span: impl Into<Span>) -> Finding {
        Diagnostic::error(span, self)
    }
}

/// The name that was probably meant: at most two edits away, and not a wholly different word.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<Box<str>> {
    // A name of many thousand characters is no misspelling, and comparing it would take long.
    let length = name.chars().take(64).count();
    if length == 64 {
        return None;
    }
    let most = if length <= 3 { 1 } else { 2 };
    let near = names
        .into_iter()
        .filter(|it| it.len().abs_diff(name.len()) <= 8)
        .map(|it| (strsim::osa_distance(name, it), it))
        .filter(|(distance, _)| *distance <= most && *distance < length)
        // The names come in no order, and the same text must give the same report.
        .min();
    near.map(|it| it.1.into())
}
