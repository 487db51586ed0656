//! What happens in a step, for whoever watches.
//!
//! Invariant: an observer never changes what happens; observing nothing costs nothing. It must not
//! know how events are told.

use crate::{
    machine::{Region, TaskId},
    program::{Fault, code::Pc},
};

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the fields of an event are what it is about")]
pub enum Event {
    /// A costed instruction begins.
    Step { task: TaskId, pc: Pc },
    /// A word was read.
    Load { task: TaskId, address: i32, value: i32 },
    /// A word was written.
    Store { task: TaskId, address: i32, value: i32 },
    /// A frame was copied on write; `address` is the first of the page.
    Copied { task: TaskId, region: Region, address: i32 },
    /// A routine was called.
    Called { task: TaskId, routine: u16 },
    /// A routine gave a value back.
    Returned { task: TaskId, value: i32 },
    /// A process was forked.
    Forked { task: TaskId, child: TaskId },
    /// A thread was made.
    Spawned { task: TaskId, thread: TaskId },
    /// A mutex was taken; `index` among those of the process or the shared ones.
    Locked { task: TaskId, shared: bool, index: usize },
    /// A mutex was released.
    Unlocked { task: TaskId, shared: bool, index: usize },
    /// A semaphore was counted to `value`.
    Counted { task: TaskId, shared: bool, index: usize, value: i32 },
    /// A task sleeps on a condition.
    Slept { task: TaskId, shared: bool, index: usize },
    /// A sleeper was woken.
    Woken { task: TaskId, by: TaskId },
    /// A word went into a pipe.
    Sent { task: TaskId, pipe: u16, value: i32 },
    /// A word came out of a pipe.
    Received { task: TaskId, pipe: u16, value: i32 },
    /// A block of the heap was given out; address 0 if the heap was full.
    Allocated { task: TaskId, address: i32, words: usize },
    /// A block was given back.
    Freed { task: TaskId, address: i32 },
    /// A word was printed.
    Printed { task: TaskId, value: i32 },
    /// The parent has taken the status of an ended child.
    Reaped { task: TaskId, status: i32 },
    /// A fault kills the process of the task.
    Faulted { task: TaskId, fault: Fault },
    /// A thread has ended.
    Ended { task: TaskId },
    /// A process has ended, by its index.
    ProcessEnded { process: usize },
}

/// Watches steps.
pub trait Observe {
    /// Is told of each event, in order.
    fn event(&mut self, event: Event);
}

impl Observe for () {
    #[inline(always)]
    fn event(&mut self, _: Event) {}
}

impl Observe for Vec<Event> {
    fn event(&mut self, event: Event) {
        self.push(event);
    }
}
