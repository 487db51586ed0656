//! Address spaces: regions of addresses, page tables onto frames, copy on write, heaps.
//!
//! Invariant: a frame's count is the number of page table entries that lead to it, and one more for
//! the shared segment; frames are numbered by first use, so no history of freeing shows. A page that
//! is not mapped is a fault. See the parent.

use crate::{
    machine::{
        Event, Limit, Machine, Observe, Options,
        layout::{List, process, thread},
        state::{TaskId, word},
        step::Run,
        stop::Stop,
    },
    program::Fault,
};

/// A part of an address space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// The program.
    Code,
    /// Globals.
    Data,
    /// The segment that all processes share.
    Shared,
    /// What `malloc` gives.
    Heap,
    /// The stacks.
    Stack,
}

/// Where the regions are. They are far apart, and each begins with a page.
#[derive(Clone, Debug)]
pub(super) struct Addresses {
    pub page: u32,
    pub code: u32,
    pub data: u32,
    pub shared: u32,
    pub heap: u32,
    pub stack: u32,
    /// From one thread's part of the heap to the next.
    pub heap_stride: u32,
    /// From one stack to the next.
    pub stack_stride: u32,
    end: u32,
}

impl Addresses {
    pub fn new(options: &Options) -> Addresses {
        let page = word(options.page_words);
        let up = |it: u32| it.next_multiple_of(page);
        Addresses {
            page,
            code: up(0x1000),
            data: up(0x4000),
            shared: up(0x8000),
            heap: up(0x1000_0000),
            stack: up(0x4000_0000),
            heap_stride: up(word(options.heap_words.max(1))),
            stack_stride: up(word(options.stack_words.max(1))),
            end: 0x7fff_0000,
        }
    }

    /// How many stacks, and parts of the heap, have addresses.
    pub fn stacks(&self) -> u32 {
        ((self.stack - self.heap) / self.heap_stride)
            .min((self.end - self.stack) / self.stack_stride)
    }

    /// The region that an address is in, whether or not there is a page.
    pub fn region(&self, address: u32) -> Option<Region> {
        match address {
            _ if self.end <= address => None,
            _ if self.stack <= address => Some(Region::Stack),
            _ if self.heap <= address => Some(Region::Heap),
            _ if self.shared <= address => Some(Region::Shared),
            _ if self.data <= address => Some(Region::Data),
            _ if self.code <= address => Some(Region::Code),
            _ => None,
        }
    }
}

impl Machine<'_> {
    /// The index of a process by its key.
    pub(super) fn process_index(&self, words: &[u32], key: u32) -> Option<usize> {
        // Those of the start stand first, each at its key.
        if (key as usize) < self.program.processes.len() {
            return Some(key as usize);
        }
        self.layout.search(words, List::Processes, &[key]).ok()
    }

    /// The frame of a page and the word in it.
    pub(super) fn translate(
        &self,
        words: &[u32],
        process: usize,
        address: i32,
    ) -> Result<(u32, usize), Fault> {
        let addresses = &self.addresses;
        let address = u32::try_from(address).map_err(|_| Fault::Segmentation)?;
        if address < addresses.page {
            return Err(Fault::NullPointer);
        }
        let offset = (address % addresses.page) as usize;
        let page = |start: u32| ((address - start) / addresses.page) as usize;
        let frame = match addresses.region(address) {
            Some(Region::Data) => {
                let page = page(addresses.data);
                if self.layout.data_pages <= page {
                    return Err(Fault::Segmentation);
                }
                let at = self.layout.at(words, List::Processes, process);
                words[at + self.layout.table + page].checked_sub(1)
            }
            Some(Region::Shared) => {
                Some(page(addresses.shared)).filter(|it| *it < self.layout.shared_pages).map(word)
            }
            Some(Region::Heap | Region::Stack) => {
                let at = self.layout.at(words, List::Processes, process);
                let key = [words[at + process::KEY], address / addresses.page];
                let found = self.layout.search(words, List::Pages, &key).ok();
                found.map(|it| words[self.layout.at(words, List::Pages, it) + 2])
            }
            Some(Region::Code) | None => None,
        };
        frame.map(|it| (it, offset)).ok_or(Fault::Segmentation)
    }

    /// The word at an address of a process.
    pub(super) fn load(&self, words: &[u32], process: usize, address: i32) -> Result<i32, Fault> {
        let (frame, offset) = self.translate(words, process, address)?;
        let at = self.layout.at(words, List::Frames, frame as usize);
        Ok(words[at + 1 + offset].cast_signed())
    }

    /// Where the frame of a page is written down, for a page that is not of the shared segment.
    fn entry(&self, words: &[u32], process: usize, page: u32) -> Option<(usize, u32)> {
        let at = self.layout.at(words, List::Processes, process);
        if self.addresses.region(page * self.addresses.page) == Some(Region::Data) {
            let page = (page - self.addresses.data / self.addresses.page) as usize;
            return Some((at + self.layout.table + page, 1));
        }
        let key = [words[at + process::KEY], page];
        let found = self.layout.search(words, List::Pages, &key).ok()?;
        Some((self.layout.at(words, List::Pages, found) + 2, 0))
    }
}

impl<O: Observe> Run<'_, '_, '_, O> {
    /// Writes a word, in a frame of one's own: a frame that others have too is copied first.
    pub(super) fn write(
        &mut self,
        task: u32,
        process: usize,
        address: i32,
        value: i32,
    ) -> Result<(), Stop> {
        let machine = self.machine;
        let (mut frame, offset) = machine.translate(&self.state.words, process, address)?;
        let words = &mut self.state.words;
        let mut at = machine.layout.at(words, List::Frames, frame as usize);
        let shared = (frame as usize) < machine.layout.shared_pages;
        if !shared && 1 < words[at] {
            let page = address.cast_unsigned() / machine.addresses.page;
            let copy = self.new_frame()?;
            let words = &mut self.state.words;
            at = machine.layout.at(words, List::Frames, frame as usize);
            words[at] -= 1;
            let to = machine.layout.at(words, List::Frames, copy as usize);
            let width = machine.layout.width(List::Frames);
            words.copy_within(at + 1..at + width, to + 1);
            if let Some((entry, plus)) = machine.entry(words, process, page) {
                words[entry] = copy + plus;
            }
            (frame, at) = (copy, to);
            let first = page * machine.addresses.page;
            if let Some(region) = machine.addresses.region(first) {
                self.count_copy(region);
                let address = first.cast_signed();
                self.observe.event(Event::Copied { task: TaskId(task), region, address });
            }
        }
        debug_assert!((frame as usize) < machine.layout.len(&self.state.words, List::Frames));
        self.state.words[at + 1 + offset] = value.cast_unsigned();
        Ok(())
    }

    fn count_copy(&mut self, region: Region) {
        if self.machine.options.keep.copied {
            let which = match region {
                Region::Data => 0,
                Region::Heap => 1,
                _ => 2,
            };
            let count = &mut self.state.words[self.machine.layout.copied + which];
            *count = count.saturating_add(1);
        }
    }

    /// A frame of zeros with the count 1.
    fn new_frame(&mut self) -> Result<u32, Stop> {
        let layout = &self.machine.layout;
        let number = layout.len(&self.state.words, List::Frames);
        let bound = self.machine.options.bounds.frames;
        if bound <= number {
            return Err(Stop::Limit(Limit::Frames(bound)));
        }
        let at = layout.insert(&mut self.state.words, List::Frames, number, 1);
        self.state.words[at] = 1;
        self.moved = true;
        Ok(word(number))
    }

    /// Maps a page of a heap or a stack onto a new frame, unless it is mapped.
    fn map(&mut self, key: u32, page: u32) -> Result<(), Stop> {
        let layout = &self.machine.layout;
        if let Err(place) = layout.search(&self.state.words, List::Pages, &[key, page]) {
            let frame = self.new_frame()?;
            let at = layout.insert(&mut self.state.words, List::Pages, place, 1);
            self.state.words[at..at + 3].copy_from_slice(&[key, page, frame]);
        }
        Ok(())
    }

    /// Maps the pages from an address on.
    pub(super) fn map_words(&mut self, key: u32, start: u32, count: u32) -> Result<(), Stop> {
        let page = self.machine.addresses.page;
        for page in start / page..(start + count).div_ceil(page) {
            self.map(key, page)?;
        }
        Ok(())
    }

    /// Unmaps the pages of a range of pages, of a process.
    pub(super) fn unmap(&mut self, key: u32, pages: std::ops::Range<u32>) {
        let layout = &self.machine.layout;
        let find = |words: &[u32], page| {
            layout.search(words, List::Pages, &[key, page]).unwrap_or_else(|it| it)
        };
        let words = &mut self.state.words;
        let (first, last) = (find(words, pages.start), find(words, pages.end));
        for place in first..last {
            let frame = words[layout.at(words, List::Pages, place) + 2];
            let at = layout.at(words, List::Frames, frame as usize);
            words[at] -= 1;
        }
        layout.remove(words, List::Pages, first, last - first);
        self.moved |= first < last;
    }

    /// Lets a forked process have all memory of its parent: data, heap, and the stacks, also those of
    /// threads that it does not have, for a pointer into them still leads there.
    pub(super) fn share_memory(&mut self, parent: usize, child: usize) {
        let layout = &self.machine.layout;
        let words = &mut self.state.words;
        let from = layout.at(words, List::Processes, parent);
        let to = layout.at(words, List::Processes, child);
        let (parent, child) = (words[from + process::KEY], words[to + process::KEY]);
        for page in 0..layout.data_pages {
            let entry = words[from + layout.table + page];
            words[to + layout.table + page] = entry;
            if let Some(frame) = entry.checked_sub(1) {
                let at = layout.at(words, List::Frames, frame as usize);
                words[at] += 1;
            }
        }
        // The child's key is the greater one, so the parent's records stay where they are.
        for place in layout.group(words, List::Pages, parent) {
            let at = layout.at(words, List::Pages, place);
            let (page, frame) = (words[at + 1], words[at + 2]);
            if let Err(place) = layout.search(words, List::Pages, &[child, page]) {
                let at = layout.insert(words, List::Pages, place, 1);
                words[at..at + 3].copy_from_slice(&[child, page, frame]);
                let at = layout.at(words, List::Frames, frame as usize);
                words[at] += 1;
            }
        }
        for place in layout.group(words, List::Blocks, parent) {
            let at = layout.at(words, List::Blocks, place);
            let (address, size) = (words[at + 1], words[at + 2]);
            if let Err(place) = layout.search(words, List::Blocks, &[child, address]) {
                let at = layout.insert(words, List::Blocks, place, 1);
                words[at..at + 3].copy_from_slice(&[child, address, size]);
            }
        }
        self.moved = true;
    }

    /// Gives back all memory of a process.
    pub(super) fn release_memory(&mut self, process: usize) {
        let layout = &self.machine.layout;
        let at = layout.at(&self.state.words, List::Processes, process);
        let key = self.state.words[at + process::KEY];
        if self.machine.options.keep.globals {
            self.keep_globals(process);
        }
        let words = &mut self.state.words;
        for page in 0..layout.data_pages {
            let entry = std::mem::take(&mut words[at + layout.table + page]);
            if let Some(frame) = entry.checked_sub(1) {
                let at = layout.at(words, List::Frames, frame as usize);
                words[at] -= 1;
            }
        }
        let blocks = layout.group(words, List::Blocks, key);
        layout.remove(words, List::Blocks, blocks.start, blocks.len());
        self.unmap(key, 0..u32::MAX);
        self.moved = true;
    }

    fn keep_globals(&mut self, process: usize) {
        let layout = &self.machine.layout;
        let at = layout.at(&self.state.words, List::Processes, process);
        let count = layout.width(List::Processes) - layout.last_data;
        for offset in 0..count {
            let address = (self.machine.addresses.data + word(offset)).cast_signed();
            let value = self.machine.load(&self.state.words, process, address).unwrap_or(0);
            self.state.words[at + layout.last_data + offset] = value.cast_unsigned();
        }
    }

    /// The first gap in the creator's part of the heap that is long enough. Only what it has itself
    /// been given decides, so no schedule changes an address.
    pub(super) fn allocate(&mut self, thread: usize, size: i32) -> Result<i32, Stop> {
        let Some(size) = u32::try_from(size).ok().filter(|it| 0 < *it) else { return Ok(0) };
        let (layout, addresses) = (&self.machine.layout, &self.machine.addresses);
        let words = &self.state.words;
        let at = layout.at(words, List::Threads, thread);
        let (key, stack) = (words[at + thread::PROCESS], words[at + thread::STACK]);
        let heap = word(self.machine.options.heap_words);
        let first = addresses.heap + stack * addresses.heap_stride;
        let (mut address, mut used, mut found) = (first, 0, None);
        for place in layout.group(words, List::Blocks, key) {
            let at = layout.at(words, List::Blocks, place);
            let (start, len) = (words[at + 1], words[at + 2]);
            used += len;
            if !(first..first + addresses.heap_stride).contains(&start) {
                continue;
            }
            if size <= start - address {
                found = found.or(Some(address));
            }
            address = start + len;
        }
        if found.is_none() && size <= (first + heap).saturating_sub(address) {
            found = Some(address);
        }
        let Some(address) = found.filter(|_| size <= heap.saturating_sub(used)) else {
            return Ok(0);
        };
        self.map_words(key, address, size)?;
        let (owner, process) = (self.id(thread), self.process(thread));
        let words = &mut self.state.words;
        if let Err(place) = layout.search(words, List::Blocks, &[key, address]) {
            let at = layout.insert(words, List::Blocks, place, 1);
            words[at..at + 3].copy_from_slice(&[key, address, size]);
        }
        for address in address..address + size {
            // What lay there before is cleared, which touches only what is not zero.
            let address = address.cast_signed();
            if self.machine.load(&self.state.words, process, address)? != 0 {
                self.write(owner, process, address, 0)?;
            }
        }
        Ok(address.cast_signed())
    }

    /// Gives a block back. A page without blocks is no longer there.
    pub(super) fn release(&mut self, thread: usize, address: i32) -> Result<(), Stop> {
        if address == 0 {
            return Ok(());
        }
        let (layout, addresses) = (&self.machine.layout, &self.machine.addresses);
        let address = u32::try_from(address).map_err(|_| Fault::Segmentation)?;
        if addresses.region(address) != Some(Region::Heap) {
            return Err(Stop::Fault(Fault::Segmentation));
        }
        let words = &mut self.state.words;
        let key = words[layout.at(words, List::Threads, thread) + thread::PROCESS];
        let Ok(place) = layout.search(words, List::Blocks, &[key, address]) else {
            return Err(Stop::Fault(Fault::DoubleFree));
        };
        let size = words[layout.at(words, List::Blocks, place) + 2];
        layout.remove(words, List::Blocks, place, 1);
        let page = addresses.page;
        // The pages at both ends stay if a neighbour has words in them.
        let ends = |place: Option<usize>| {
            let at = layout.at(words, List::Blocks, place?);
            (words[at] == key).then(|| (words[at + 1], words[at + 1] + words[at + 2]))
        };
        let mut pages = address / page..(address + size).div_ceil(page);
        if let Some((_, end)) = ends(place.checked_sub(1)) {
            pages.start = pages.start.max(end.div_ceil(page));
        }
        let next = Some(place).filter(|it| *it < layout.len(words, List::Blocks));
        if let Some((start, _)) = ends(next) {
            pages.end = pages.end.min(start / page);
        }
        if pages.start < pages.end {
            self.unmap(key, pages);
        }
        let process = self.process(thread);
        for address in address..address + size {
            self.clear_word(process, address.cast_signed());
        }
        Ok(())
    }

    /// Clears a dead word, unless that would copy its page.
    pub(super) fn clear_word(&mut self, process: usize, address: i32) {
        let (layout, words) = (&self.machine.layout, &mut self.state.words);
        if let Ok((frame, offset)) = self.machine.translate(words, process, address) {
            let at = layout.at(words, List::Frames, frame as usize);
            if words[at] == 1 {
                words[at + 1 + offset] = 0;
            }
        }
    }

    /// Numbers the frames by first use and forgets those that nobody has.
    pub(super) fn renumber(&mut self) {
        let layout = &self.machine.layout;
        let words = &mut self.state.words;
        let count = layout.len(words, List::Frames);
        let mut order: Vec<u32> = (0..word(layout.shared_pages)).collect();
        let mut numbers = vec![u32::MAX; count];
        for (number, it) in numbers.iter_mut().take(layout.shared_pages).enumerate() {
            *it = word(number);
        }
        let mut visit = |frame: u32| {
            let number = &mut numbers[frame as usize];
            if *number == u32::MAX {
                *number = word(order.len());
                order.push(frame);
            }
            *number
        };
        for process in 0..layout.len(words, List::Processes) {
            let at = layout.at(words, List::Processes, process) + layout.table;
            for entry in &mut words[at..at + layout.data_pages] {
                if let Some(frame) = entry.checked_sub(1) {
                    *entry = visit(frame) + 1;
                }
            }
        }
        for page in 0..layout.len(words, List::Pages) {
            let at = layout.at(words, List::Pages, page) + 2;
            words[at] = visit(words[at]);
        }
        if order.len() == count && order.is_sorted() {
            return;
        }
        let start = layout.at(words, List::Frames, 0);
        let width = layout.width(List::Frames);
        let mut frames = Vec::with_capacity(order.len() * width);
        for frame in &order {
            let at = start + *frame as usize * width;
            frames.extend_from_slice(&words[at..at + width]);
        }
        words.truncate(start);
        words.append(&mut frames);
        words[List::Frames as usize] = word(order.len());
    }
}

impl Machine<'_> {
    /// The pages of a stack.
    pub(super) fn stack_pages(&self, stack: u32) -> std::ops::Range<u32> {
        let addresses = &self.addresses;
        let first = addresses.stack + stack * addresses.stack_stride;
        first / addresses.page..(first + addresses.stack_stride) / addresses.page
    }

    /// The first address of a thread's stack.
    pub(super) fn stack_start(&self, stack: u32) -> i32 {
        (self.addresses.stack + stack * self.addresses.stack_stride).cast_signed()
    }
}
