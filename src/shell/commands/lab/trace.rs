//! A run as JSON.
//!
//! Invariant: everything that is told, drawn or measured of a run can be read from its object; the
//! names in it never change.

use num_rational::Ratio;
use serde::Serialize;

use crate::{
    lab::{
        move_name,
        timed::{self, Ending, Leave, Metric, Trace, Wait, What},
    },
    machine::{Event, Machine, TaskId},
};

use super::super::JSON_VERSION;

#[derive(Serialize)]
pub(super) struct RunJson<'a> {
    v: u32,
    experiment: &'a str,
    run: Option<&'a str>,
    setup: SetupJson,
    ending: &'static str,
    schedule: Vec<String>,
    metrics: MetricsJson,
    tasks: Vec<TaskJson<'a>>,
    events: Vec<EventJson>,
}

#[derive(Serialize)]
struct SetupJson {
    cores: usize,
    policy: &'static str,
    quantum: Option<u32>,
    boost: Option<u32>,
    tagged: bool,
    tlb: usize,
    costs: std::collections::BTreeMap<&'static str, u32>,
}

/// Whole numbers as they are, fractions as text: `"1/3"`.
type MetricsJson = std::collections::BTreeMap<&'static str, serde_json::Value>;

#[derive(Serialize)]
struct TaskJson<'a> {
    name: &'a str,
    process: &'a str,
    arrived: Option<u64>,
    ended: Option<u64>,
    died: bool,
    turnaround: Option<u64>,
    response: Option<u64>,
    waiting: Option<u64>,
    work: u64,
    blocked: u64,
}

#[derive(Default, Serialize)]
struct EventJson {
    at: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    core: Option<usize>,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<String>,
    /// The other task, or what else it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticks: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

/// A run of an experiment.
pub(super) fn run_json<'a>(
    experiment: &'a str,
    run: Option<&'a str>,
    trace: &'a Trace,
    metrics: &timed::Metrics,
    machine: &Machine,
) -> RunJson<'a> {
    let setup = &trace.setup;
    let costs = timed::Costs::NAMES.into_iter();
    let mut all = setup.costs;
    let costs = costs.map(|it| (it, all.named(it).map_or(0, |it| *it))).collect();
    let measures = Metric::ALL.into_iter().map(|(name, metric)| {
        let value = metrics.get(metric, None).map(|it| fraction(&it));
        (name, value.unwrap_or(serde_json::Value::Null))
    });
    let tasks = trace.tasks.iter().zip(&metrics.tasks).map(|(task, it)| TaskJson {
        name: &task.name,
        process: &task.process,
        arrived: task.arrived,
        ended: task.ended,
        died: task.died,
        turnaround: it.turnaround,
        response: it.response,
        waiting: it.waiting,
        work: it.work,
        blocked: it.blocked,
    });
    let name = |it: TaskId| machine.name(it).into_owned();
    RunJson {
        v: JSON_VERSION,
        experiment,
        run,
        setup: SetupJson {
            cores: setup.cores,
            policy: setup.policy.name(),
            quantum: setup.policy.has_quantum().then_some(setup.quantum),
            boost: setup.boost,
            tagged: setup.tagged,
            tlb: setup.tlb,
            costs,
        },
        ending: match trace.ending {
            Ending::Finished => "finished",
            Ending::Deadlock => "deadlock",
            Ending::Stopped(_) => "stopped",
        },
        schedule: trace.moves.iter().map(|it| move_name(machine, *it)).collect(),
        metrics: measures.collect(),
        tasks: tasks.collect(),
        events: trace.events.iter().map(|it| event(it, &name)).collect(),
    }
}

fn fraction(it: &Ratio<u64>) -> serde_json::Value {
    if it.is_integer() { it.to_integer().into() } else { it.to_string().into() }
}

fn event(it: &timed::Happening, name: &impl Fn(TaskId) -> String) -> EventJson {
    let base = EventJson { at: it.at, core: it.core, ..EventJson::default() };
    let of = |what, task| EventJson { what, task: Some(name(task)), ..EventJson::default() };
    let told = match it.what {
        What::Arrived(task) => of("arrived", task),
        What::Woken(task) => of("ready", task),
        What::Began(task) => of("began", task),
        What::Left(task, why) => EventJson { why: Some(leave(why)), ..of("left", task) },
        What::Blocked(task, Wait::Io(until)) => {
            EventJson { value: i64::try_from(until).ok(), why: Some("io"), ..of("blocked", task) }
        }
        What::Blocked(task, Wait::For(_)) => of("blocked", task),
        What::Loading(switch) => EventJson {
            other: switch.from.map(|it| name(it.0)),
            ticks: Some(switch.ticks),
            why: switch.from.map(|it| leave(it.1)),
            value: Some(i64::from(switch.process)),
            ..of("loading", switch.to)
        },
        What::TlbMiss { task, page } => {
            EventJson { value: Some(page.into()), ..of("tlb_miss", task) }
        }
        What::Level(task, level) => {
            EventJson { value: i64::try_from(level).ok(), ..of("level", task) }
        }
        What::Boosted => EventJson { what: "boosted", ..EventJson::default() },
        What::Machine(event) => machine_event(event, name),
    };
    EventJson { at: base.at, core: base.core, ..told }
}

fn leave(why: Leave) -> &'static str {
    match why {
        Leave::Ended => "ended",
        Leave::Blocked => "blocked",
        Leave::Yielded => "yielded",
        Leave::Expired => "expired",
        Leave::Preempted => "preempted",
    }
}

fn machine_event(event: Event, name: &impl Fn(TaskId) -> String) -> EventJson {
    let of = |what, task| EventJson { what, task: Some(name(task)), ..EventJson::default() };
    let number = |it: usize| i64::try_from(it).ok();
    match event {
        Event::Step { task, pc } => EventJson { value: Some(pc.into()), ..of("step", task) },
        Event::Load { task, address, value } => {
            EventJson { address: Some(address), value: Some(value.into()), ..of("load", task) }
        }
        Event::Store { task, address, value } => {
            EventJson { address: Some(address), value: Some(value.into()), ..of("store", task) }
        }
        Event::Copied { task, address, .. } => {
            EventJson { address: Some(address), ..of("copied", task) }
        }
        Event::Called { task, routine } => {
            EventJson { value: Some(routine.into()), ..of("called", task) }
        }
        Event::Returned { task, value } => {
            EventJson { value: Some(value.into()), ..of("returned", task) }
        }
        Event::Forked { task, child } => {
            EventJson { other: Some(name(child)), ..of("forked", task) }
        }
        Event::Spawned { task, thread } => {
            EventJson { other: Some(name(thread)), ..of("spawned", task) }
        }
        Event::Locked { task, index, .. } => {
            EventJson { value: number(index), ..of("locked", task) }
        }
        Event::Unlocked { task, index, .. } => {
            EventJson { value: number(index), ..of("unlocked", task) }
        }
        Event::Counted { task, value, .. } => {
            EventJson { value: Some(value.into()), ..of("counted", task) }
        }
        Event::Slept { task, index, .. } => EventJson { value: number(index), ..of("slept", task) },
        Event::Woken { task, by } => EventJson { other: Some(name(by)), ..of("woken", task) },
        Event::Sent { task, value, .. } => {
            EventJson { value: Some(value.into()), ..of("sent", task) }
        }
        Event::Received { task, value, .. } => {
            EventJson { value: Some(value.into()), ..of("received", task) }
        }
        Event::Allocated { task, address, words } => {
            EventJson { address: Some(address), value: number(words), ..of("allocated", task) }
        }
        Event::Freed { task, address } => EventJson { address: Some(address), ..of("freed", task) },
        Event::Printed { task, value } => {
            EventJson { value: Some(value.into()), ..of("printed", task) }
        }
        Event::Reaped { task, status } => {
            EventJson { value: Some(status.into()), ..of("reaped", task) }
        }
        Event::Faulted { task, fault } => {
            EventJson { other: Some(fault.name().to_owned()), ..of("faulted", task) }
        }
        Event::Ended { task } => of("ended", task),
        Event::ProcessEnded { process } => {
            EventJson { what: "process_ended", value: number(process), ..EventJson::default() }
        }
    }
}
