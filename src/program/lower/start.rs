//! The processes and tasks that are there at the start.
//!
//! Invariant: they stand in the order of the text, and no two tasks have one name. See the parent.

use std::collections::{HashMap, HashSet};

use crate::program::{
    code::{Process, RoutineKind, Task},
    limits,
    lower::{Lower, Result, Text, What},
    names::ProcessText,
    problem::{Counted, Problem, Quantity},
    syntax::{Copies, Expr, Thread},
};

/// A timed run is never longer, so nothing arrives later.
const LATEST: usize = 1_000_000_000;

/// What tells alike tasks from others.
#[derive(Default)]
struct Groups(HashMap<(usize, u16), u16>);

impl Groups {
    fn of(&mut self, process: usize, routine: u16) -> u16 {
        let next = u16::try_from(self.0.len()).unwrap_or(u16::MAX);
        *self.0.entry((process, routine)).or_insert(next)
    }
}

impl Lower<'_> {
    /// Makes processes and tasks and lowers what they run.
    pub(super) fn start(&mut self) -> Result<()> {
        let checked = self.checked;
        let mut groups = Groups::default();
        let mut names = HashSet::new();
        let mut process_group = 0;
        for (text, process) in checked.parts.processes.iter().enumerate() {
            // What stands outside is a process only if something runs there.
            if text == 0 && process.main.is_empty() && process.threads.is_empty() {
                continue;
            }
            let copies = self.copies(&process.copies);
            for copy in 0..copies {
                if process.copies.index.is_some() || copy == 0 {
                    process_group += 1;
                }
                self.process(text, process, copy, process_group, &mut groups, &mut names)?;
            }
        }
        self.drain()
    }

    /// How many there are.
    fn copies(&mut self, copies: &Copies) -> i32 {
        let Some(count) = &copies.count else { return 1 };
        i32::try_from(self.bounded(count, Quantity::Copies, 0, limits::TASKS)).unwrap_or(0)
    }

    fn process(
        &mut self,
        text: usize,
        process: &ProcessText,
        copy: i32,
        group: u16,
        groups: &mut Groups,
        names: &mut HashSet<Box<str>>,
    ) -> Result<()> {
        let segment = self.segments[text].clone();
        let number = self.program.processes.len();
        let name = numbered(&process.name.text, &process.copies, copy);
        self.program.processes.push(Process {
            name: name.clone(),
            data: segment.words,
            variables: segment.variables,
            objects: segment.objects,
            main: None,
            group,
        });
        let process_index = process.copies.index.as_ref().map(|_| copy);
        let arrival = self.arrival(process.arrival.as_ref());
        let priority = process.priority.as_ref().map_or(0, |it| self.known(it));
        if !process.main.is_empty() {
            let (kind, what) = (RoutineKind::Main, What::Main(text));
            let routine = self.routine(Text { what, kind, process_index, thread_index: None })?;
            self.program.processes[number].main = Some(self.program.tasks.len());
            let group = groups.of(number, routine);
            let task = Task { name, process: number, routine, arrival, priority, group };
            return self.task(task, process.name.span, names);
        }
        for (at, thread) in process.threads.iter().enumerate() {
            let copies = self.copies(&thread.copies);
            for copy in 0..copies {
                let what = What::Thread(text, at);
                let thread_index = thread.copies.index.as_ref().map(|_| copy);
                let kind = RoutineKind::Thread;
                let routine = self.routine(Text { what, kind, process_index, thread_index })?;
                let own = numbered(&thread.name.text, &thread.copies, copy);
                let name = if text == 0 || *name == *"main" {
                    own
                } else {
                    format!("{name}.{own}").into()
                };
                let group = groups.of(number, routine);
                let (arrival, priority) = self.timing(thread, arrival, priority);
                let task = Task { name, process: number, routine, arrival, priority, group };
                self.task(task, thread.name.span, names)?;
            }
        }
        Ok(())
    }

    fn arrival(&mut self, arrival: Option<&Expr>) -> u32 {
        let ticks = arrival.map_or(0, |it| self.bounded(it, Quantity::Arrival, 0, LATEST));
        u32::try_from(ticks).unwrap_or(0)
    }

    /// A thread has the arrival and priority of its process unless it has its own.
    fn timing(&mut self, thread: &Thread, arrival: u32, priority: i32) -> (u32, i32) {
        let arrival = match &thread.arrival {
            Some(own) => self.arrival(Some(own)),
            None => arrival,
        };
        (arrival, thread.priority.as_ref().map_or(priority, |it| self.known(it)))
    }

    fn task(
        &mut self,
        task: Task,
        span: crate::text::Span,
        names: &mut HashSet<Box<str>>,
    ) -> Result<()> {
        if limits::TASKS <= self.program.tasks.len() {
            return Err(self.too_many(span, Counted::Tasks, limits::TASKS));
        }
        if !names.insert(task.name.clone()) {
            self.report(span, Problem::TaskNameTaken { name: task.name.clone() });
        }
        self.program.tasks.push(task);
        Ok(())
    }
}

/// `P2` of `P * n`; `P` without a number.
fn numbered(name: &str, copies: &Copies, copy: i32) -> Box<str> {
    match copies.count {
        Some(_) => format!("{name}{}", copy + 1).into(),
        None => name.into(),
    }
}
