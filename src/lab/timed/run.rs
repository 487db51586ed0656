//! A run, tick by tick.
//!
//! Invariant: in each tick a core works for one task, loads one, or does nothing; all cores see the
//! state of the beginning of the tick, and what they do takes effect at its end, in the order of the
//! cores. A run ends, at the latest after [`MOST_TICKS`] or [`MOST_STEPS`]. See the parent.

use crate::{
    lab::timed::{
        Ending, Happening, Leave, Policy, Setup, Switch, Trace, What,
        thread::{Stage, Thread},
        tlb::Tlb,
    },
    machine::{Limit, Machine, Move, Phase, State},
};

/// A run is stopped after so many ticks.
pub const MOST_TICKS: u64 = 1_000_000;

/// A run is stopped after so many steps: a step may take no time.
pub const MOST_STEPS: usize = 100_000;

/// Runs a machine until every task has ended or none can go on. One that does not end is stopped,
/// and the trace says so. Time and memory grow with ticks and steps, which are bounded.
///
/// # Errors
/// When the program grows beyond a limit of the machine.
pub fn run(machine: &Machine, setup: &Setup) -> Result<Trace, Limit> {
    let mut run = Run::new(machine, *setup)?;
    let ending = run.go()?;
    let mut tasks: Vec<_> = run.threads.into_iter().map(|it| it.task).collect();
    tasks.sort_by_key(|it| it.id);
    let (events, moves, frames) = (run.events, run.moves, run.frames);
    Ok(Trace { setup: run.setup, tasks, events, moves, time: run.now, ending, frames })
}

/// A core.
#[derive(Clone, Debug)]
pub(super) struct Core {
    /// The task on it, by its place in [`Run::threads`].
    pub thread: Option<usize>,
    /// Ticks until that is loaded.
    pub loading: u32,
    /// Whether that has begun.
    pub begun: bool,
    /// Whether that has yielded, and lets others go first with the next tick.
    pub yielded: bool,
    /// The task that it loaded last.
    pub last: Option<usize>,
    /// Why that left.
    pub left: Leave,
    pub tlb: Tlb,
}

impl Core {
    /// Whether it can take a task.
    pub fn is_free(&self) -> bool {
        self.thread.is_none() && self.loading == 0
    }
}

/// A run under way.
pub(super) struct Run<'m, 'p> {
    pub machine: &'m Machine<'p>,
    pub setup: Setup,
    pub state: State,
    /// The moment.
    pub now: u64,
    pub threads: Vec<Thread>,
    pub cores: Vec<Core>,
    /// Who waits for a core, who queued first first.
    pub queue: Vec<usize>,
    /// Who was made or woken in this tick, in order.
    pub joining: Vec<usize>,
    /// How many places in lines were given.
    pub lines: u64,
    pub events: Vec<Happening>,
    pub moves: Vec<Move>,
    pub frames: usize,
}

impl<'m, 'p> Run<'m, 'p> {
    fn new(machine: &'m Machine<'p>, setup: Setup) -> Result<Run<'m, 'p>, Limit> {
        let state = machine.first()?;
        let cores = setup.cores.clamp(1, Setup::MOST_CORES);
        let core = Core {
            thread: None,
            loading: 0,
            begun: false,
            yielded: false,
            last: None,
            left: Leave::Ended,
            tlb: Tlb::new(setup.tlb),
        };
        let starts = machine.program().tasks.iter();
        let threads = machine.tasks(&state).into_iter().zip(starts).map(|(id, start)| {
            let mut thread = Thread::new(machine, &state, id);
            thread.priority = start.priority;
            thread.stage = Stage::Coming(start.arrival.into());
            if machine.phase(&state, id) != Phase::Alive {
                // It has nothing to do.
                thread.stage = Stage::Ended;
                (thread.task.arrived, thread.task.ended) = (Some(0), Some(0));
            }
            thread
        });
        Ok(Run {
            setup: Setup { cores, quantum: setup.quantum.max(1), ..setup },
            threads: threads.collect(),
            cores: vec![core; cores],
            frames: machine.frames(&state),
            machine,
            state,
            now: 0,
            queue: Vec::new(),
            joining: Vec::new(),
            lines: 0,
            events: Vec::new(),
            moves: Vec::new(),
        })
    }

    fn go(&mut self) -> Result<Ending, Limit> {
        loop {
            self.join()?;
            if self.threads.iter().all(|it| it.stage == Stage::Ended) {
                return Ok(Ending::Finished);
            }
            // Nothing comes of itself any more.
            let stands = |it: &Thread| matches!(it.stage, Stage::Waiting(_) | Stage::Ended);
            if self.threads.iter().all(stands) {
                return Ok(Ending::Deadlock);
            }
            if MOST_TICKS <= self.now || MOST_STEPS <= self.moves.len() {
                return Ok(Ending::Stopped(self.now));
            }
            self.boost();
            self.expire();
            self.preempt();
            self.choose();
            for core in 0..self.cores.len() {
                self.begin(core)?;
            }
            self.now += 1;
            for core in 0..self.cores.len() {
                self.work(core)?;
            }
        }
    }

    /// What was made or woken in the last tick, what arrives, and what has ended its I/O joins the
    /// queue.
    fn join(&mut self) -> Result<(), Limit> {
        let mut due: Vec<usize> = (0..self.threads.len())
            .filter(|it| match self.threads[*it].stage {
                Stage::Coming(at) | Stage::Io(at) => at <= self.now,
                _ => false,
            })
            .collect();
        due.sort_by_key(|it| self.threads[*it].task.id);
        for thread in &due {
            if matches!(self.threads[*thread].stage, Stage::Io(_)) {
                self.commit(*thread, None)?;
            }
        }
        let joining = std::mem::take(&mut self.joining);
        for thread in joining.into_iter().chain(due) {
            if self.threads[thread].stage != Stage::Ended {
                self.enqueue(thread);
            }
        }
        Ok(())
    }

    fn enqueue(&mut self, thread: usize) {
        let least = self.least_served();
        let (now, it) = (self.now, &mut self.threads[thread]);
        it.stage = Stage::Queued;
        let id = it.task.id;
        let what = match it.task.arrived {
            Some(_) => What::Woken(id),
            None => {
                it.task.arrived = Some(now);
                it.served = least;
                What::Arrived(id)
            }
        };
        self.queue.push(thread);
        self.emit(None, what);
    }

    /// Free cores choose: who goes first takes the core it was last on if that is free, else the
    /// lowest free one.
    fn choose(&mut self) {
        while let Some(lowest) = self.cores.iter().position(Core::is_free)
            && let Some(thread) = self.take_first()
        {
            let last = self.threads[thread].last_core.filter(|it| self.cores[*it].is_free());
            self.load(last.unwrap_or(lowest), thread);
        }
    }

    fn load(&mut self, core: usize, thread: usize) {
        let it = &mut self.cores[core];
        let process = it.last.map(|it| self.threads[it].process);
        let last = it.last.replace(thread);
        (it.thread, it.begun, it.yielded) = (Some(thread), false, false);
        self.threads[thread].stage = Stage::OnCore(core);
        self.threads[thread].last_core = Some(core);
        if last == Some(thread) {
            return;
        }
        // The first load of a core finds no address space to change.
        let process = process.is_some_and(|it| it != self.threads[thread].process);
        if process && !self.setup.tagged {
            it.tlb.flush();
        }
        let costs = &self.setup.costs;
        let ticks = costs.switch + if process { costs.address_space } else { 0 };
        it.loading = ticks;
        let from = last.map(|last| (self.threads[last].task.id, it.left));
        let to = self.threads[thread].task.id;
        self.emit(Some(core), What::Loading(Switch { from, to, ticks, process }));
    }

    /// Takes a task from its core. Where it goes is for the caller to say.
    pub(super) fn leave(&mut self, core: usize, why: Leave) {
        let it = &mut self.cores[core];
        let Some(thread) = it.thread.take() else { return };
        it.left = why;
        let begun = it.begun;
        if why == Leave::Blocked {
            self.spend(core, thread);
        }
        let left = &mut self.threads[thread];
        left.pending = None;
        if self.setup.policy != Policy::Mlfq && why != Leave::Preempted {
            left.used = 0;
        }
        let id = left.task.id;
        if begun {
            self.emit(Some(core), What::Left(id, why));
        }
    }

    /// The beginning of a tick on a core: it goes on loading or working, or finds somebody to work
    /// for. What takes no time happens now.
    fn begin(&mut self, core: usize) -> Result<(), Limit> {
        loop {
            if 0 < self.cores[core].loading {
                return Ok(());
            }
            let Some(thread) = self.cores[core].thread else {
                match self.take_first() {
                    Some(thread) => self.load(core, thread),
                    None => return Ok(()),
                }
                continue;
            };
            if !std::mem::replace(&mut self.cores[core].begun, true) {
                let id = self.threads[thread].task.id;
                self.emit(Some(core), What::Began(id));
            }
            self.settle(core)?;
            if std::mem::take(&mut self.cores[core].yielded) {
                self.give_way(core, thread, Leave::Yielded);
                if MOST_STEPS <= self.moves.len() {
                    return Ok(());
                }
                continue;
            }
            if self.cores[core].thread.is_some() {
                return Ok(());
            }
        }
    }

    /// The end of a tick on a core.
    fn work(&mut self, core: usize) -> Result<(), Limit> {
        let it = &mut self.cores[core];
        if 0 < it.loading {
            it.loading -= 1;
            return Ok(());
        }
        let Some(thread) = it.thread else { return Ok(()) };
        let it = &mut self.threads[thread];
        it.used += 1;
        it.served += 1;
        match &mut it.rest {
            Some(rest) => *rest = rest.saturating_sub(1),
            None => it.paid += 1,
        }
        self.settle(core)
    }

    pub(super) fn emit(&mut self, core: Option<usize>, what: What) {
        self.events.push(Happening { at: self.now, core, what });
    }
}
