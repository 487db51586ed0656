//! What a timed run comes to, in exact numbers.
//!
//! Invariant: everything is read from the trace; for each core, work, ticks lost and idle ticks are
//! its time. A share is a fraction, never rounded. It must not know how a number is worded.

use num_rational::Ratio;

use crate::{
    lab::timed::{Trace, What},
    machine::{Event, TaskId},
};

/// An exact number.
pub type Fraction = Ratio<u64>;

/// The bytes of a word.
const WORD: u64 = 4;

/// What a run comes to. Times are in ticks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    /// From the first tick to the last.
    pub time: u64,
    /// Cores.
    pub cores: u64,
    /// Ticks in which cores worked.
    pub work: u64,
    /// Ticks in which cores loaded tasks.
    pub lost: u64,
    /// Switches between threads of one process.
    pub thread_switches: u64,
    /// Switches between processes.
    pub process_switches: u64,
    /// Switches away from a task that has ended, waits, or let others go first.
    pub voluntary: u64,
    /// Switches away from a task that would have gone on.
    pub involuntary: u64,
    /// Accesses to pages that the TLB did not hold.
    pub tlb_misses: u64,
    /// Pages copied on write.
    pub page_copies: u64,
    /// The most frames in use at once.
    pub frames: u64,
    /// Bytes sent through pipes.
    pub ipc_bytes: u64,
    /// Tasks that no fault has ended.
    pub survivors: u64,
    /// Each task, in the order of the numbers.
    pub tasks: Vec<TaskMetrics>,
}

/// What a run comes to for a task. Times are in ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskMetrics {
    /// Its number.
    pub id: TaskId,
    /// Its name.
    pub name: Box<str>,
    /// When it came.
    pub arrived: Option<u64>,
    /// From its coming to its end; None if it did not end.
    pub turnaround: Option<u64>,
    /// From its coming to the begin of its first tick of work; None if it never worked.
    pub response: Option<u64>,
    /// Ticks of its turnaround in which it neither worked nor was blocked.
    pub waiting: Option<u64>,
    /// Ticks in which it worked.
    pub work: u64,
    /// Ticks in which it waited for something else than a core.
    pub blocked: u64,
}

impl Metrics {
    /// Reads a trace.
    pub fn of(trace: &Trace) -> Metrics {
        let mut metrics = Metrics {
            time: trace.time,
            cores: trace.setup.cores as u64,
            frames: trace.frames as u64,
            survivors: trace.tasks.iter().filter(|it| !it.died).count() as u64,
            ..Metrics::default()
        };
        metrics.tasks = trace.tasks.iter().map(|it| TaskMetrics::new(it.id, &it.name)).collect();
        for slice in trace.slices() {
            metrics.work += slice.to - slice.from;
            if let Some(task) = metrics.task_mut(slice.task) {
                task.work += slice.to - slice.from;
                // Slices stand by their end, and those of one task do not overlap.
                task.response.get_or_insert(slice.from);
            }
        }
        let mut blocked_at: Vec<Option<u64>> = vec![None; trace.tasks.len()];
        let place = |id| trace.tasks.iter().position(|it| it.id == id);
        for it in &trace.events {
            match it.what {
                What::Loading(switch) => {
                    // A switch under way when the run ends is cut off there.
                    metrics.lost += u64::from(switch.ticks).min(trace.time - it.at);
                    if let Some((_, why)) = switch.from {
                        let kind = match switch.process {
                            true => &mut metrics.process_switches,
                            false => &mut metrics.thread_switches,
                        };
                        *kind += 1;
                        let kind = match why.voluntary() {
                            true => &mut metrics.voluntary,
                            false => &mut metrics.involuntary,
                        };
                        *kind += 1;
                    }
                }
                What::TlbMiss { .. } => metrics.tlb_misses += 1,
                What::Machine(Event::Copied { .. }) => metrics.page_copies += 1,
                What::Machine(Event::Sent { .. }) => metrics.ipc_bytes += WORD,
                What::Blocked(id, _) => {
                    if let Some(place) = place(id) {
                        blocked_at[place] = Some(it.at);
                    }
                }
                What::Woken(id) | What::Machine(Event::Ended { task: id }) => {
                    if let Some(place) = place(id)
                        && let Some(since) = blocked_at[place].take()
                    {
                        metrics.tasks[place].blocked += it.at - since;
                    }
                }
                _ => {}
            }
        }
        for ((task, measured), blocked_at) in
            trace.tasks.iter().zip(&mut metrics.tasks).zip(blocked_at)
        {
            measured.blocked += blocked_at.map_or(0, |since| trace.time - since);
            measured.arrived = task.arrived;
            let Some(arrived) = task.arrived else { continue };
            measured.response = measured.response.map(|it| it - arrived);
            measured.turnaround = task.ended.map(|it| it - arrived);
            let spent = measured.work + measured.blocked;
            measured.waiting = measured.turnaround.map(|it| it - spent);
        }
        metrics
    }

    fn task_mut(&mut self, id: TaskId) -> Option<&mut TaskMetrics> {
        self.tasks.iter_mut().find(|it| it.id == id)
    }

    /// The task of that name.
    pub fn task(&self, name: &str) -> Option<&TaskMetrics> {
        let name = name.strip_prefix("main.").unwrap_or(name);
        self.tasks.iter().find(|it| *it.name == *name)
    }

    /// All switches; the first load of each core is none.
    pub fn switches(&self) -> u64 {
        self.thread_switches + self.process_switches
    }

    /// Ticks in which cores did nothing.
    pub fn idle(&self) -> u64 {
        self.cores * self.time - self.work - self.lost
    }

    /// Work over cores and time; 0 if the run took no time.
    pub fn utilisation(&self) -> Fraction {
        share(self.work, self.cores * self.time)
    }

    /// The ticks lost to switching over these and the work; 0 if there were none.
    pub fn overhead(&self) -> Fraction {
        share(self.lost, self.lost + self.work)
    }

    /// The average of something over all tasks; None if a task does not have it, or there is none.
    pub fn average(&self, of: impl Fn(&TaskMetrics) -> Option<u64>) -> Option<Fraction> {
        let sum: Option<u64> = self.tasks.iter().map(of).sum();
        Some(Ratio::new(sum?, self.tasks.len() as u64)).filter(|_| !self.tasks.is_empty())
    }
}

fn share(part: u64, whole: u64) -> Fraction {
    if whole == 0 { Ratio::default() } else { Ratio::new(part, whole) }
}

impl TaskMetrics {
    fn new(id: TaskId, name: &str) -> TaskMetrics {
        TaskMetrics {
            id,
            name: name.into(),
            arrived: None,
            turnaround: None,
            response: None,
            waiting: None,
            work: 0,
            blocked: 0,
        }
    }
}
