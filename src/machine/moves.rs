//! Who can move, and who waits for what.
//!
//! Invariant: moves come in the order of the tasks, then of the sleepers; a task without a move has
//! ended or waits for one [`Blocker`]. See the parent.

use crate::{
    machine::{
        Machine, State,
        layout::{List, process, thread},
        state::TaskId,
        stop::Stop,
    },
    program::code::{Instr, Op, Pc},
};

/// A step of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Move {
    /// Who moves.
    pub task: TaskId,
    /// The sleeper that it wakes, where it has a choice.
    pub woken: Option<TaskId>,
}

/// What a task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the fields say which")]
pub enum Blocker {
    /// A mutex that a task has; it may have ended.
    Mutex { shared: bool, index: usize, owner: TaskId },
    /// A semaphore that is 0.
    Semaphore { shared: bool, index: usize },
    /// To be woken.
    Condition { shared: bool, index: usize },
    /// The end of the process that a task began.
    Child(TaskId),
    /// The end of a thread.
    Thread(TaskId),
    /// Room in a pipe.
    Full(u16),
    /// A word in a pipe.
    Empty(u16),
}

impl Machine<'_> {
    /// The moves of a state.
    pub fn enabled(&self, state: &State) -> Vec<Move> {
        let mut moves = Vec::new();
        self.enabled_into(state, &mut moves);
        moves
    }

    /// The same, into a list that is emptied first.
    pub fn enabled_into(&self, state: &State, moves: &mut Vec<Move>) {
        moves.clear();
        self.moves_into(&state.words, moves);
    }

    /// The moves of the state of some words, added to a list.
    pub fn moves_into(&self, words: &[u32], moves: &mut Vec<Move>) {
        for thread in 0..self.layout.len(words, List::Threads) {
            let at = self.layout.at(words, List::Threads, thread);
            if thread::DONE <= words[at + thread::AT] >> thread::PHASE
                || self.blocker(words, thread).is_some()
            {
                continue;
            }
            let task = TaskId(words[at + thread::ID]);
            if let Op::CondSignal { condition } = &self.instr_at(words, thread).op {
                let before = moves.len();
                self.sleepers(words, thread, *condition, |sleeper| {
                    let at = self.layout.at(words, List::Threads, sleeper);
                    moves.push(Move { task, woken: Some(TaskId(words[at + thread::ID])) });
                });
                if before + 1 < moves.len() {
                    continue;
                }
                // Nobody sleeps, or there is no choice.
                moves.truncate(before);
            }
            moves.push(Move { task, woken: None });
        }
    }

    /// The move of the first task that stands at one of these instructions and does not fault there
    /// by its own expressions; see [`Program::alone`](crate::program::Program::alone).
    pub fn alone(&self, words: &[u32], alone: &[bool]) -> Option<Move> {
        let threads = 0..self.layout.len(words, List::Threads);
        threads.into_iter().find_map(|thread| {
            let at = self.layout.at(words, List::Threads, thread);
            let stands = words[at + thread::AT] >> thread::PHASE == 0
                && alone[self.pc(words, thread) as usize]
                && self.is_defined(words, thread);
            stands.then(|| Move { task: TaskId(words[at + thread::ID]), woken: None })
        })
    }

    /// Whether the expressions of what a thread does next have values, and an assertion holds.
    fn is_defined(&self, words: &[u32], thread: usize) -> bool {
        let op = &self.instr_at(words, thread).op;
        let mut defined = true;
        op.expressions(&mut |expr| {
            let value = self.value(words, thread, expr);
            defined &= match op {
                Op::Assert { .. } => value.is_ok_and(|it| it != 0),
                _ => value.is_ok(),
            };
        });
        defined
    }

    /// Whether a task can move.
    pub fn can_move(&self, state: &State, task: TaskId) -> bool {
        match self.standing(state, task) {
            Some(thread) => self.blocker(&state.words, thread).is_none(),
            None => false,
        }
    }

    /// What a task waits for; nothing if it can move or has ended.
    pub fn blocked_on(&self, state: &State, task: TaskId) -> Option<Blocker> {
        self.blocker(&state.words, self.standing(state, task)?)
    }

    /// The instruction that a task does next; nothing if it has ended.
    pub fn instr(&self, state: &State, task: TaskId) -> Option<&Instr> {
        Some(self.instr_at(&state.words, self.standing(state, task)?))
    }

    /// Where a task stands; nothing if it has ended.
    pub fn place(&self, state: &State, task: TaskId) -> Option<Pc> {
        let thread = self.standing(state, task)?;
        Some(self.pc(&state.words, thread))
    }

    /// The index of a task that has not ended.
    pub(super) fn standing(&self, state: &State, task: TaskId) -> Option<usize> {
        let thread = self.thread_index(&state.words, task.0)?;
        let at = self.layout.at(&state.words, List::Threads, thread);
        (state.words[at + thread::AT] >> thread::PHASE < thread::DONE).then_some(thread)
    }

    fn pc(&self, words: &[u32], thread: usize) -> Pc {
        let at = self.layout.at(words, List::Threads, thread);
        words[at + thread::AT] & ((1 << thread::PHASE) - 1)
    }

    fn instr_at(&self, words: &[u32], thread: usize) -> &Instr {
        &self.program.code[self.pc(words, thread) as usize]
    }

    /// What a thread that has not ended waits for. What will fault does not wait.
    fn blocker(&self, words: &[u32], thread: usize) -> Option<Blocker> {
        match self.instr_at(words, thread).op {
            Op::CondRetake { condition, .. }
                if !self.options.spurious
                    && words[self.layout.at(words, List::Threads, thread) + thread::AT]
                        >> thread::PHASE
                        == thread::ASLEEP =>
            {
                let index = self.object(words, thread, condition).unwrap_or(0);
                Some(Blocker::Condition { shared: condition.shared, index })
            }
            Op::Lock { mutex } | Op::CondRetake { mutex, .. } => {
                let at = self.mutex_at(words, thread, mutex).ok()?;
                let owner = TaskId(words[at].checked_sub(1)?);
                let index = self.object(words, thread, mutex).ok()?;
                Some(Blocker::Mutex { shared: mutex.shared, index, owner })
            }
            Op::SemWait { semaphore } => {
                let at = self.semaphore_at(words, thread, semaphore).ok()?;
                let index = self.object(words, thread, semaphore).ok()?;
                (words[at] == 0).then_some(Blocker::Semaphore { shared: semaphore.shared, index })
            }
            Op::Wait { child, .. } => {
                let pid = self.value(words, thread, child).map_err(Stop::from).ok()?;
                let child = self.child_of(words, thread, pid)?;
                let at = self.layout.at(words, List::Processes, child);
                let task = TaskId(pid.cast_unsigned() - 1);
                (words[at + process::STATUS] & 0xff == 0).then_some(Blocker::Child(task))
            }
            Op::Join { thread: other } => {
                let pid = self.value(words, thread, other).map_err(Stop::from).ok()?;
                let other = self.thread_of(words, thread, pid)?;
                let at = self.layout.at(words, List::Threads, other);
                let runs = words[at + thread::AT] >> thread::PHASE < thread::DONE;
                runs.then(|| Blocker::Thread(TaskId(words[at + thread::ID])))
            }
            Op::Write { pipe, .. } => {
                let at = self.layout.pipes[usize::from(pipe)];
                let full = self.program.pipes[usize::from(pipe)].capacity <= words[at];
                full.then_some(Blocker::Full(pipe))
            }
            Op::Read { pipe, .. } => {
                let at = self.layout.pipes[usize::from(pipe)];
                (words[at] == 0).then_some(Blocker::Empty(pipe))
            }
            _ => None,
        }
    }
}
