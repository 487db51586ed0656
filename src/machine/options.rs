//! What can be set about the computer, and what bounds it.
//!
//! Invariant: whatever a program does, its state stays within [`Bounds`]; the step that would grow
//! beyond one is refused with the [`Limit`] that it met. It must not know how states are stored.

/// How the computer is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// Words of a page, at least 1 and at most [`Options::MOST_WORDS`].
    pub page_words: usize,
    /// Words of the stack of one thread, return addresses included.
    pub stack_words: usize,
    /// Words of the heap of one process.
    pub heap_words: usize,
    /// Whether a sleeper may go on without having been woken.
    pub spurious: bool,
    /// Whether registers and locals that are never read again are cleared. It only merges states.
    /// Locals are not cleared in a program that forks or takes a local's address.
    pub clear_dead: bool,
    /// What history the state keeps.
    pub keep: Keep,
    /// How far a state may grow.
    pub bounds: Bounds,
}

/// History is part of the state only where somebody asks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Keep {
    /// How many pages were copied, by region.
    pub copied: bool,
    /// What was printed.
    pub outputs: bool,
    /// The last values of the globals of ended processes.
    pub globals: bool,
    /// The last values of the locals of ended tasks.
    pub locals: bool,
}

/// How much of everything may ever be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// Processes, ended ones included.
    pub processes: usize,
    /// Threads, ended ones included.
    pub threads: usize,
    /// Frames in use at once.
    pub frames: usize,
    /// Children, and threads, of one task.
    pub births: usize,
    /// Printed words, if they are kept.
    pub outputs: usize,
}

/// A bound that a program would grow beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// [`Bounds::processes`]
    Processes(usize),
    /// [`Bounds::threads`]
    Threads(usize),
    /// [`Bounds::frames`]
    Frames(usize),
    /// [`Bounds::births`]
    Births(usize),
    /// Creators of creators: the numbers of tasks and the addresses of their stacks end. What is
    /// meant is how many births lie between the start and the task.
    Generations(usize),
    /// [`Bounds::outputs`]
    Outputs(usize),
    /// An option is out of range; the greatest value.
    Option(usize),
}

impl Options {
    /// The most words of a page, a stack or a heap.
    pub const MOST_WORDS: usize = 4096;
}

impl Default for Options {
    fn default() -> Options {
        Options {
            page_words: 4,
            stack_words: 64,
            heap_words: 64,
            spurious: false,
            clear_dead: false,
            keep: Keep::default(),
            bounds: Bounds::default(),
        }
    }
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { processes: 128, threads: 256, frames: 4096, births: 64, outputs: 256 }
    }
}
