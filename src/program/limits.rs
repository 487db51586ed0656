//! How much of everything a program may have.
//!
//! Invariant: each limit is reported with its place and its number before anything is built beyond
//! it, so a hostile text is refused in time and memory that its length bounds.

/// Bytes of a text.
pub const BYTES: usize = 64 * 1024;
/// Blocks, brackets and operators inside one another.
pub const NESTING: usize = 64;
/// Findings in one text; after so many the rest is not read.
pub const FINDINGS: usize = 50;
/// Tasks that are there at the start.
pub const TASKS: usize = 64;
/// Words of a data segment, or of the shared one.
pub const WORDS: usize = 4096;
/// Mutexes, semaphores or conditions of one process, or shared.
pub const OBJECTS: usize = 256;
/// Pipes.
pub const PIPES: usize = 64;
/// Words that a pipe holds.
pub const PIPE_WORDS: usize = 1024;
/// Registers of one routine.
pub const REGISTERS: usize = 32;
/// Locals of one routine.
pub const LOCALS: usize = 256;
/// Instructions of a program.
pub const INSTRUCTIONS: usize = 32 * 1024;
/// Names of `critical` regions.
pub const REGIONS: usize = 32;
