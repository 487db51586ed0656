//! The words that the language keeps for itself: keywords and built-in operations.
//!
//! Invariant: every built-in is in [`BUILTINS`] once, with what it takes and whether it gives a
//! value. It must not know how they are lowered.

/// A built-in operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is named as in the language")]
pub enum Builtin {
    Fork,
    Wait,
    Exit,
    Join,
    Yield,
    Lock,
    Unlock,
    SemWait,
    SemPost,
    CondWait,
    CondSignal,
    CondBroadcast,
    AtomicAdd,
    CompareAndSwap,
    TestAndSet,
    Malloc,
    Free,
    Write,
    Read,
    Print,
    Compute,
    Io,
}

/// What a built-in takes in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parameter {
    /// A value.
    Value,
    /// The address of a word: `&x`, or a pointer.
    Address,
    /// A mutex.
    Mutex,
    /// A semaphore.
    Semaphore,
    /// A condition.
    Condition,
    /// A pipe.
    Pipe,
}

use Parameter::{Address, Condition, Mutex, Pipe, Semaphore, Value};

/// Every built-in: its name, what it takes, whether it gives a value.
pub const BUILTINS: [(&str, Builtin, &[Parameter], bool); 22] = [
    ("fork", Builtin::Fork, &[], true),
    ("wait", Builtin::Wait, &[Value], true),
    ("exit", Builtin::Exit, &[Value], false),
    ("join", Builtin::Join, &[Value], false),
    ("yield", Builtin::Yield, &[], false),
    ("lock", Builtin::Lock, &[Mutex], false),
    ("unlock", Builtin::Unlock, &[Mutex], false),
    ("sem_wait", Builtin::SemWait, &[Semaphore], false),
    ("sem_post", Builtin::SemPost, &[Semaphore], false),
    ("cond_wait", Builtin::CondWait, &[Condition, Mutex], false),
    ("cond_signal", Builtin::CondSignal, &[Condition], false),
    ("cond_broadcast", Builtin::CondBroadcast, &[Condition], false),
    ("atomic_add", Builtin::AtomicAdd, &[Address, Value], true),
    ("compare_and_swap", Builtin::CompareAndSwap, &[Address, Value, Value], true),
    ("test_and_set", Builtin::TestAndSet, &[Address], true),
    ("malloc", Builtin::Malloc, &[Value], true),
    ("free", Builtin::Free, &[Value], false),
    ("write", Builtin::Write, &[Pipe, Value], false),
    ("read", Builtin::Read, &[Pipe], true),
    ("print", Builtin::Print, &[Value], false),
    ("compute", Builtin::Compute, &[Value], false),
    ("io", Builtin::Io, &[Value], false),
];

/// Words that can be no name.
pub const KEYWORDS: [&str; 21] = [
    "const",
    "global",
    "shared",
    "mutex",
    "semaphore",
    "condition",
    "pipe",
    "fn",
    "thread",
    "process",
    "let",
    "if",
    "else",
    "while",
    "repeat",
    "loop",
    "break",
    "return",
    "critical",
    "assert",
    "spawn",
];

/// The built-in of a name, with what it takes and whether it gives a value.
pub fn builtin(name: &str) -> Option<(Builtin, &'static [Parameter], bool)> {
    BUILTINS.iter().find(|it| it.0 == name).map(|it| (it.1, it.2, it.3))
}

/// Whether a word is a keyword.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}
