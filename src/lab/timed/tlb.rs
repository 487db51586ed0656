//! The translation lookaside buffer of a core: the pages that it can translate without a walk.
//!
//! Invariant: it holds at most its number of pages; the one not used for longest goes first. It must
//! not know what a miss costs.

/// A page of a process, by their numbers.
pub(super) type Entry = (u32, u32);

#[derive(Clone, Debug)]
pub(super) struct Tlb {
    /// The last used at the end.
    entries: Vec<Entry>,
    most: usize,
}

impl Tlb {
    pub fn new(most: usize) -> Tlb {
        Tlb { entries: Vec::new(), most }
    }

    pub fn holds(&self, entry: Entry) -> bool {
        self.entries.contains(&entry)
    }

    /// Looks a page up; false if it was not there.
    pub fn look_up(&mut self, entry: Entry) -> bool {
        let found = self.entries.iter().position(|it| *it == entry);
        match found {
            Some(at) => drop(self.entries.remove(at)),
            None if self.most == 0 => return false,
            None if self.most <= self.entries.len() => drop(self.entries.remove(0)),
            None => {}
        }
        self.entries.push(entry);
        found.is_some()
    }

    pub fn flush(&mut self) {
        self.entries.clear();
    }
}
