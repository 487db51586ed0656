//! Pipes: words in order, between any tasks.
//!
//! Invariant: a pipe's words begin at its first place, and what lies behind its length is 0. See the
//! parent.

use crate::machine::{Event, Observe, state::TaskId, step::Run};

impl<O: Observe> Run<'_, '_, '_, O> {
    /// Puts a word into a pipe that is not full.
    pub(super) fn send(&mut self, thread: usize, pipe: u16, value: i32) {
        let at = self.machine.layout.pipes[usize::from(pipe)];
        let len = self.state.words[at];
        if len < self.machine.program.pipes[usize::from(pipe)].capacity {
            self.state.words[at + 1 + len as usize] = value.cast_unsigned();
            self.state.words[at] = len + 1;
            let task = TaskId(self.id(thread));
            self.observe.event(Event::Sent { task, pipe, value });
        }
    }

    /// Takes the first word out of a pipe that is not empty.
    pub(super) fn receive(&mut self, thread: usize, pipe: u16) -> i32 {
        let at = self.machine.layout.pipes[usize::from(pipe)];
        let len = self.state.words[at] as usize;
        if len == 0 {
            return 0;
        }
        let words = &mut self.state.words;
        let value = words[at + 1].cast_signed();
        words.copy_within(at + 2..=at + len, at + 1);
        words[at + len] = 0;
        words[at] -= 1;
        let task = TaskId(self.id(thread));
        self.observe.event(Event::Received { task, pipe, value });
        value
    }
}
