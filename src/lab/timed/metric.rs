//! What can be measured, by name.
//!
//! Invariant: every measure has one name, which decks use and which never changes. See the parent.

use crate::lab::timed::{Fraction, Metrics, TaskMetrics};

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a field or a method of Metrics or TaskMetrics")]
pub enum Metric {
    Time,
    Work,
    Lost,
    Idle,
    Utilisation,
    Overhead,
    Switches,
    ThreadSwitches,
    ProcessSwitches,
    Voluntary,
    Involuntary,
    TlbMisses,
    PageCopies,
    Frames,
    IpcBytes,
    Survivors,
    Turnaround,
    Response,
    Waiting,
    Blocked,
}

impl Metric {
    /// Every measure, with its name.
    pub const ALL: [(&'static str, Metric); 20] = [
        ("time", Metric::Time),
        ("work", Metric::Work),
        ("lost", Metric::Lost),
        ("idle", Metric::Idle),
        ("utilisation", Metric::Utilisation),
        ("overhead", Metric::Overhead),
        ("switches", Metric::Switches),
        ("thread_switches", Metric::ThreadSwitches),
        ("process_switches", Metric::ProcessSwitches),
        ("voluntary", Metric::Voluntary),
        ("involuntary", Metric::Involuntary),
        ("tlb_misses", Metric::TlbMisses),
        ("page_copies", Metric::PageCopies),
        ("frames", Metric::Frames),
        ("ipc_bytes", Metric::IpcBytes),
        ("survivors", Metric::Survivors),
        ("turnaround", Metric::Turnaround),
        ("response", Metric::Response),
        ("waiting", Metric::Waiting),
        ("blocked", Metric::Blocked),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Metric::ALL.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// What it is for one task; None if it is not about tasks.
    pub(super) fn of_task(self) -> Option<fn(&TaskMetrics) -> Option<u64>> {
        Some(match self {
            Metric::Turnaround => |it| it.turnaround,
            Metric::Response => |it| it.response,
            Metric::Waiting => |it| it.waiting,
            Metric::Blocked => |it| Some(it.blocked),
            Metric::Work => |it| Some(it.work),
            _ => return None,
        })
    }
}

impl Metrics {
    /// A measure of the run, or of one of its tasks. `turnaround`, `response`, `waiting` and
    /// `blocked` of the run are averages over its tasks. None where there is none: the task, or one
    /// of them, did not end, did not begin, or was never there.
    pub fn get(&self, metric: Metric, task: Option<&str>) -> Option<Fraction> {
        if let Some(task) = task {
            return Some(Fraction::from(metric.of_task()?(self.task(task)?)?));
        }
        Some(Fraction::from(match metric {
            Metric::Time => self.time,
            Metric::Work => self.work,
            Metric::Lost => self.lost,
            Metric::Idle => self.idle(),
            Metric::Switches => self.switches(),
            Metric::ThreadSwitches => self.thread_switches,
            Metric::ProcessSwitches => self.process_switches,
            Metric::Voluntary => self.voluntary,
            Metric::Involuntary => self.involuntary,
            Metric::TlbMisses => self.tlb_misses,
            Metric::PageCopies => self.page_copies,
            Metric::Frames => self.frames,
            Metric::IpcBytes => self.ipc_bytes,
            Metric::Survivors => self.survivors,
            Metric::Utilisation => return Some(self.utilisation()),
            Metric::Overhead => return Some(self.overhead()),
            Metric::Turnaround | Metric::Response | Metric::Waiting | Metric::Blocked => {
                return self.average(metric.of_task()?);
            }
        }))
    }
}
