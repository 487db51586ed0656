//! What the expressions of a thread read: its registers, its locals, and where segments are.
//!
//! Invariant: reading changes nothing and never fails. See the parent.

use crate::{
    machine::{Machine, layout::thread},
    program::{
        Cells,
        code::{Base, Register, Slot},
    },
};

/// What the expressions of a thread read.
pub(super) struct Frame<'m, 'p> {
    pub machine: &'m Machine<'p>,
    pub words: &'m [u32],
    /// Where the thread's record begins.
    pub thread: usize,
}

impl Frame<'_, '_> {
    /// The address of a local: its stack, where the open call begins there, and its slot.
    pub fn local_address(&self, slot: Slot) -> i32 {
        let stack = self.words[self.thread + thread::STACK];
        let base = self.words[self.thread + thread::TOP] >> 16;
        self.machine.stack_start(stack) + (base + u32::from(slot)).cast_signed()
    }
}

impl Cells for Frame<'_, '_> {
    #[inline]
    fn register(&self, register: Register) -> i32 {
        self.words[self.thread + thread::REGISTERS + usize::from(register)].cast_signed()
    }

    fn local(&self, slot: Slot) -> i32 {
        let key = self.words[self.thread + thread::PROCESS];
        let process = self.machine.process_index(self.words, key).unwrap_or(0);
        // Its page is mapped as long as the call is open.
        self.machine.load(self.words, process, self.local_address(slot)).unwrap_or(0)
    }

    fn address(&self, base: Base) -> i32 {
        match base {
            Base::Data(first) => (self.machine.addresses.data + first).cast_signed(),
            Base::Shared(first) => (self.machine.addresses.shared + first).cast_signed(),
            Base::Local(slot) => self.local_address(slot),
            Base::Zero => 0,
        }
    }
}
