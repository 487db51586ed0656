//! Tasks that are alike: which state stands for all that differ only in who of them is who.
//!
//! Invariant: sorting renames tasks and nothing else, so what can happen next is the same up to
//! names; two states that a renaming makes equal are sorted into one. It must not know searches.

use std::cmp::Ordering;

use crate::{
    machine::{
        Machine, State,
        layout::{List, call, process, thread},
        state::word,
        step::Run,
    },
    program::{Program, code::Op},
};

/// The tasks of a program that are alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Twins {
    /// Their numbers, in order; at least two in each group.
    groups: Vec<Vec<u32>>,
}

impl Twins {
    /// The tasks that run the same text in the same process. There are none in a program that could
    /// tell them apart: one that has numbers of tasks or addresses that follow from them in its
    /// words.
    pub fn new(program: &Program) -> Twins {
        let tells = |op: &Op| {
            matches!(
                op,
                Op::Fork { .. }
                    | Op::Wait { .. }
                    | Op::Spawn { .. }
                    | Op::Join { .. }
                    | Op::Malloc { .. }
                    | Op::Free { .. }
            )
        };
        if program.takes_local_address || program.code.iter().any(|it| tells(&it.op)) {
            return Twins::default();
        }
        let alike = |it: usize| (program.tasks[it].process, program.tasks[it].group);
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for task in 0..program.tasks.len() {
            let group = groups.iter_mut().find(|it| alike(it[0] as usize) == alike(task));
            match group {
                Some(group) => group.push(word(task)),
                None => groups.push(vec![word(task)]),
            }
        }
        groups.retain(|it| 1 < it.len());
        Twins { groups }
    }

    /// Whether no two tasks are alike.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

impl Machine<'_> {
    /// Sorts the twins of a state by what they do and have.
    pub fn sort_twins(&self, twins: &Twins, state: &mut State) {
        for group in &twins.groups {
            let compare = |one: &u32, other: &u32| self.compare(&state.words, *one, *other);
            if !group.is_sorted_by(|one, other| compare(one, other).is_le()) {
                let mut order = group.clone();
                order.sort_by(compare);
                self.rename(state, group, &order);
            }
        }
    }

    /// Two tasks of the start, by everything about them but their numbers.
    fn compare(&self, words: &[u32], one: u32, other: u32) -> Ordering {
        let at = |task: u32| self.layout.at(words, List::Threads, task as usize);
        let width = self.layout.width(List::Threads);
        let (first, second) = (at(one), at(other));
        let part = |from: usize, to: usize| {
            words[first + from..first + to].cmp(&words[second + from..second + to])
        };
        part(thread::AT, thread::STACK)
            .then_with(|| part(thread::TOP, width))
            .then_with(|| self.held(words, one).cmp(self.held(words, other)))
            .then_with(|| self.blamed(words, one).cmp(&self.blamed(words, other)))
            .then_with(|| self.calls(words, one).cmp(self.calls(words, other)))
            .then_with(|| self.stack(words, one).cmp(self.stack(words, other)))
    }

    /// Where the mutexes of a state are.
    fn mutexes(&self, words: &[u32]) -> impl Iterator<Item = usize> {
        let shared = self.program.shared_objects.mutex_count;
        let own = self.layout.semaphores - process::LOCKS;
        let shared = (0..usize::from(shared)).map(|it| self.layout.shared_mutexes + it);
        let first = self.layout.at(words, List::Processes, 0) + process::LOCKS;
        let width = self.layout.width(List::Processes);
        let processes = self.layout.len(words, List::Processes);
        shared.chain(
            (0..processes).flat_map(move |it| (0..own).map(move |at| first + it * width + at)),
        )
    }

    /// The mutexes that a task has.
    fn held(&self, words: &[u32], task: u32) -> impl Iterator<Item = usize> {
        self.mutexes(words).filter(move |at| words[*at] == task + 1)
    }

    /// Whether its process has died of its fault.
    fn blamed(&self, words: &[u32], task: u32) -> bool {
        let key = words[self.layout.at(words, List::Threads, task as usize) + thread::PROCESS];
        let at = self.layout.at(words, List::Processes, key as usize);
        words[at + process::STATUS] >> 8 != 0 && words[at + process::VALUE] == task + 1
    }

    /// The words of its open calls.
    fn calls<'w>(&self, words: &'w [u32], task: u32) -> impl Iterator<Item = &'w [u32]> {
        let width = self.layout.width(List::Calls);
        self.layout.group(words, List::Calls, task).map(move |it| {
            let at = self.layout.at(words, List::Calls, it);
            &words[at + call::RETURN..at + width]
        })
    }

    /// The words of its stack.
    fn stack<'w>(&self, words: &'w [u32], task: u32) -> impl Iterator<Item = &'w [u32]> {
        let key = words[self.layout.at(words, List::Threads, task as usize) + thread::PROCESS];
        let pages = self.stack_pages(task);
        let width = self.layout.width(List::Frames);
        self.layout.group(words, List::Pages, key).filter_map(move |it| {
            let at = self.layout.at(words, List::Pages, it);
            let frame = self.layout.at(words, List::Frames, words[at + 2] as usize);
            pages.contains(&words[at + 1]).then(|| &words[frame + 1..frame + width])
        })
    }

    /// Gives each task of a group the number at whose place it stands in `order`.
    fn rename(&self, state: &mut State, group: &[u32], order: &[u32]) {
        let layout = &self.layout;
        let old = state.words.clone();
        let new_name = |id: u32| order.iter().position(|it| *it == id).map(|it| group[it]);
        let words = &mut state.words;
        for (to, from) in group.iter().zip(order) {
            let to = layout.at(&old, List::Threads, *to as usize);
            let from = layout.at(&old, List::Threads, *from as usize);
            let width = layout.width(List::Threads);
            for part in [thread::AT..thread::STACK, thread::TOP..width] {
                words[to + part.start..to + part.end]
                    .copy_from_slice(&old[from + part.start..from + part.end]);
            }
        }
        let rename = |holder: &mut u32| {
            if let Some(new) = holder.checked_sub(1).and_then(new_name) {
                *holder = new + 1;
            }
        };
        for at in self.mutexes(&old) {
            rename(&mut words[at]);
        }
        for it in 0..layout.len(&old, List::Processes) {
            let at = layout.at(&old, List::Processes, it);
            // The task that made the fault.
            if old[at + process::STATUS] >> 8 != 0 {
                rename(&mut words[at + process::VALUE]);
            }
        }
        for it in 0..layout.len(&old, List::Calls) {
            let holder = &mut words[layout.at(&old, List::Calls, it) + call::THREAD];
            *holder = new_name(*holder).unwrap_or(*holder);
        }
        let key = old[layout.at(&old, List::Threads, group[0] as usize) + thread::PROCESS];
        for it in layout.group(&old, List::Pages, key) {
            let page = &mut words[layout.at(&old, List::Pages, it) + 1];
            let stacks = group.iter().map(|it| (*it, self.stack_pages(*it)));
            if let Some((task, pages)) = stacks.into_iter().find(|it| it.1.contains(page)) {
                let new = new_name(task).unwrap_or(task);
                *page = *page - pages.start + self.stack_pages(new).start;
            }
        }
        layout.sort(words, List::Calls, 1);
        layout.sort(words, List::Pages, 2);
        Run { machine: self, state, observe: &mut (), moved: true }.finish();
    }
}
