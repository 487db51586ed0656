//! Where rows are, by their hash.
//!
//! Invariant: a slot is 0 or has 32 bits of a row's hash above the row's number and 1. A hash only
//! finds the place to look. It must not know the rows.

/// Open addressing with linear probing.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    slots: Vec<u64>,
    used: usize,
}

impl Table {
    /// Makes room for so many rows more.
    pub fn reserve(&mut self, more: usize) {
        while self.slots.len() * 7 / 10 <= self.used + more {
            self.grow();
        }
    }

    /// What the first slot for a hash holds: the row and 1, or 0 if it has another hash. There must
    /// be room. Without a branch, so that the next can be asked for before memory has answered.
    #[inline]
    pub fn first(&self, hash: u32) -> u32 {
        let held = self.slots[hash as usize & (self.slots.len() - 1)];
        let agrees = u32::from(held >> 32 == u64::from(hash));
        held as u32 & agrees.wrapping_neg()
    }

    /// The first row with this hash and 1, or 0 if there is none. There must be room.
    #[inline]
    pub fn near(&self, hash: u32) -> u32 {
        self.find(hash, |_| true).map_or(0, |at| at + 1)
    }

    /// The row with this hash for which `same` holds, or the slot where it would go. There must be
    /// room.
    #[inline]
    pub fn find(&self, hash: u32, same: impl Fn(u32) -> bool) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let held = self.slots[slot];
            if held == 0 {
                return Err(slot);
            }
            let at = held as u32 - 1;
            if held >> 32 == u64::from(hash) && same(at) {
                return Ok(at);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Fills a slot that [`Table::find`] gave.
    #[inline]
    pub fn put(&mut self, slot: usize, hash: u32, at: u32) {
        self.slots[slot] = u64::from(hash) << 32 | u64::from(at + 1);
        self.used += 1;
    }

    /// Bytes of the slots.
    pub fn bytes(&self) -> usize {
        self.slots.len() * size_of::<u64>()
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1 << 10);
        let old = std::mem::replace(&mut self.slots, vec![0; size]);
        for held in old.into_iter().filter(|held| *held != 0) {
            let mut slot = (held >> 32) as usize & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = held;
        }
    }
}
