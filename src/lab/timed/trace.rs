//! What happened in a timed run.
//!
//! Invariant: events stand in the order in which they happened. A *moment* `m` is the beginning of
//! tick `m` and the end of tick `m - 1`; a tick is the time between two moments. It must not know how
//! a run is drawn.

use crate::{
    lab::{
        Story,
        timed::{Setup, metrics::Metrics},
    },
    machine::{Blocker, Event, Limit, Machine, Move, TaskId},
};

/// A run from its first tick to its last.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Under what it went.
    pub setup: Setup,
    /// Every task that was ever there, in the order of the numbers.
    pub tasks: Vec<Task>,
    /// What happened, in order.
    pub events: Vec<Happening>,
    /// The moves of the machine, in order: those of the [`Event::Step`]s among the events. With them
    /// a [`Story`] has every state of the run.
    pub moves: Vec<Move>,
    /// The moment of the end: the ticks that the run took.
    pub time: u64,
    /// How it ended.
    pub ending: Ending,
    /// The most frames that were in use at once.
    pub frames: usize,
}

/// A task of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its number.
    pub id: TaskId,
    /// Its name.
    pub name: Box<str>,
    /// The name of its process.
    pub process: Box<str>,
    /// When it came: into the queue for the first time. None if the run ended before.
    pub arrived: Option<u64>,
    /// When it ended.
    pub ended: Option<u64>,
    /// Whether a fault ended it.
    pub died: bool,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The moment.
    pub at: u64,
    /// The core on which it happened; None for what happens without one: arrivals, ends of I/O.
    pub core: Option<usize>,
    /// What.
    pub what: What,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Something in the machine.
    Machine(Event),
    /// A task joins the queue for the first time.
    Arrived(TaskId),
    /// A task joins the queue again: its I/O has ended, or it was woken.
    Woken(TaskId),
    /// A core begins to load a task; with cost 0 it has loaded it at once.
    Loading(Switch),
    /// A task begins to work on a core.
    Began(TaskId),
    /// A task leaves its core.
    Left(TaskId, Leave),
    /// A task has to wait for something else than a core.
    Blocked(TaskId, Wait),
    /// A page was not in the TLB; `page` is the address divided by the words of a page.
    TlbMiss {
        /// Who looked for it.
        task: TaskId,
        /// Which.
        page: u32,
    },
    /// `mlfq` has moved a task to a level, from 0, the highest.
    Level(TaskId, usize),
    /// `mlfq` has put all tasks back to the highest level.
    Boosted,
}

/// Why a task leaves its core.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Leave {
    /// It has ended.
    Ended,
    /// It waits for something.
    Blocked,
    /// It lets others go first.
    Yielded,
    /// Its quantum has expired.
    Expired,
    /// A better one has come.
    Preempted,
}

impl Leave {
    /// Whether the task itself gave the core up.
    pub fn voluntary(self) -> bool {
        matches!(self, Leave::Ended | Leave::Blocked | Leave::Yielded)
    }
}

/// What a task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The end of its I/O, at this moment.
    Io(u64),
    /// Another task.
    For(Blocker),
}

/// A core loads a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The task that it ran before, and why that left; None for the first load of a core, which is
    /// paid but not counted.
    pub from: Option<(TaskId, Leave)>,
    /// The task that it loads.
    pub to: TaskId,
    /// What it takes, in ticks.
    pub ticks: u32,
    /// Whether the address space changes.
    pub process: bool,
}

/// A stretch of ticks in which a core works for one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The core.
    pub core: usize,
    /// The task.
    pub task: TaskId,
    /// The moment at which it begins.
    pub from: u64,
    /// The moment at which it ends, after `from`.
    pub to: u64,
    /// Why the task left; None if the run was stopped.
    pub left: Option<Leave>,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// All tasks have ended.
    Finished,
    /// Some task has not ended, and none can go on.
    Deadlock,
    /// It was stopped after so many ticks, or as many steps: it may have no end.
    Stopped(u64),
}

impl Trace {
    /// The stretches of work, by their end.
    pub fn slices(&self) -> Vec<Slice> {
        let mut begun: Vec<Option<(TaskId, u64)>> = vec![None; self.setup.cores];
        let mut slices = Vec::new();
        let slice = |core, (task, from), to, left| Slice { core, task, from, to, left };
        for it in &self.events {
            let Some(core) = it.core else { continue };
            match it.what {
                What::Began(task) => begun[core] = Some((task, it.at)),
                What::Left(_, why) => {
                    let begun = begun[core].take();
                    slices.extend(begun.map(|begun| slice(core, begun, it.at, Some(why))));
                }
                _ => {}
            }
        }
        for (core, begun) in begun.into_iter().enumerate() {
            slices.extend(begun.map(|begun| slice(core, begun, self.time, None)));
        }
        // What blocks at once has begun, but not worked.
        slices.retain(|it| it.from < it.to);
        slices
    }

    /// The loads of tasks, each with its moment and its core.
    pub fn switches(&self) -> impl Iterator<Item = (u64, usize, Switch)> + '_ {
        self.events.iter().filter_map(|it| match it.what {
            What::Loading(switch) => Some((it.at, it.core?, switch)),
            _ => None,
        })
    }

    /// The task of a number.
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.iter().find(|it| it.id == id)
    }

    /// What the run comes to.
    pub fn metrics(&self) -> Metrics {
        Metrics::of(self)
    }

    /// Every state of the run, one for each of [`Trace::moves`]: much, if these are many.
    ///
    /// # Errors
    /// When the machine is another one than that of the run, and meets a limit.
    pub fn story<'m, 'p>(&self, machine: &'m Machine<'p>) -> Result<Story<'m, 'p>, Limit> {
        let mut story = Story::new(machine)?;
        for way in &self.moves {
            story.push(*way)?;
        }
        Ok(story)
    }
}
