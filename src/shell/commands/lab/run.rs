//! `lab run`: one execution of a program, told, drawn and measured.
//!
//! Invariant: what is told, drawn, measured and written as JSON is one trace; a run that was stopped
//! says so and ends with 1.

use num_rational::Ratio;
use serde::Serialize;

use crate::{
    deck::Run,
    lab::{
        Story,
        timed::{self, Ending, Leave, MOST_STEPS, Metric, Setup, Trace, Wait, What},
    },
    machine::{Event, Keep, Machine, Phase, State, TaskId},
    message::{failure::Trouble, run as words},
    program::Program,
    view::{self, Line, Role},
};

use super::{
    super::{
        super::{
            app::App,
            cli,
            failure::{End, Failure, Outcome},
        },
        JSON_VERSION, json,
    },
    limit, picture,
    target::{self, Target},
};

pub(super) fn run(app: &App, arguments: &cli::Run) -> Outcome {
    let target = target::one(app, &arguments.target)?;
    let mut printer =
        Printer { app, arguments, target: &target, lines: Vec::new(), runs: Vec::new() };
    if arguments.schedule.is_some() || arguments.seed.is_some() {
        scheduled(&mut printer)?;
    } else {
        let named = &target.experiment.runs;
        let runs: Vec<Option<&Run>> = match &arguments.run {
            Some(name) => vec![Some(named_run(&target, name)?)],
            None if named.is_empty() => vec![None],
            None => named.iter().map(Some).collect(),
        };
        for run in runs {
            timed_run(&mut printer, run)?;
        }
    }
    printer.finish()
}

fn named_run<'t>(target: &'t Target, name: &str) -> Result<&'t Run, Failure> {
    let runs = &target.experiment.runs;
    target.experiment.run(name).ok_or_else(|| {
        let names = runs.iter().map(|it| it.name.to_string()).collect();
        Trouble::UnknownRun { name: name.to_owned(), names }.into()
    })
}

/// A run under a scheduler.
fn timed_run(printer: &mut Printer, run: Option<&Run>) -> Result<(), Failure> {
    let Printer { app, arguments, target, .. } = *printer;
    let program = target.compile_run(app, run)?;
    let machine = machine(target, &program)?;
    let mut setup = target.experiment.setup(run);
    change(&mut setup, &arguments.scheduler);
    let trace = timed::run(&machine, &setup).map_err(limit)?;
    let story = trace.story(&machine).map_err(limit)?;
    let name = run.map(|it| &*it.name);
    let head = words::setup(app.lang(), name, &trace.setup);
    printer.print(name, head, &trace, &story)
}

/// A run along a schedule, or along one that a seed draws.
fn scheduled(printer: &mut Printer) -> Result<(), Failure> {
    let Printer { app, arguments, target, .. } = *printer;
    let program = target.compile(app)?;
    let machine = machine(target, &program)?;
    let mut story = Story::new(&machine).map_err(limit)?;
    if let Some(schedule) = &arguments.schedule {
        story.follow(schedule).map_err(limit)?.map_err(|found| Trouble::Derailed {
            at: found.at + 1,
            written: found.written,
            possible: found.possible,
        })?;
    } else if let Some(seed) = arguments.seed {
        timed::draw(&mut story, seed, MOST_STEPS / 10).map_err(limit)?;
    }
    let trace = timed::replay(&story);
    let head = words::scheduled(app.lang(), arguments.seed);
    printer.print(None, head, &trace, &story)
}

fn machine<'p>(target: &Target, program: &'p Program) -> Result<Machine<'p>, Failure> {
    let keep = Keep { globals: true, copied: true, ..Keep::default() };
    Machine::new(program, target.experiment.options(keep)).map_err(limit)
}

fn change(setup: &mut Setup, by: &cli::Scheduler) {
    if by.no_costs {
        setup.costs = timed::Costs::NONE;
    }
    setup.cores = by.cores.map_or(setup.cores, usize::from);
    let policy = by.policy.as_ref().and_then(|it| timed::Policy::named(it));
    setup.policy = policy.unwrap_or(setup.policy);
    setup.quantum = by.quantum.unwrap_or(setup.quantum);
    setup.boost = by.boost.or(setup.boost);
    setup.tagged |= by.tagged;
}

/// Prints runs, one after the other, and then what they come to.
struct Printer<'a> {
    app: &'a App,
    arguments: &'a cli::Run,
    target: &'a Target,
    /// What was printed as text.
    lines: Vec<Line>,
    runs: Vec<(String, timed::Metrics, Ending)>,
}

impl Printer<'_> {
    fn print(
        &mut self,
        name: Option<&str>,
        head: String,
        trace: &Trace,
        story: &Story,
    ) -> Result<(), Failure> {
        let app = self.app;
        let metrics = trace.metrics();
        if self.arguments.json {
            json(app, &run_json(&self.target.experiment.id, name, trace, &metrics, story))?;
        } else {
            self.draw(head, trace, story, &metrics);
        }
        self.runs.push((name.unwrap_or_default().to_owned(), metrics, trace.ending));
        Ok(())
    }

    fn draw(&mut self, head: String, trace: &Trace, story: &Story, metrics: &timed::Metrics) {
        let (lang, paper) = (self.app.lang(), self.app.paper());
        let (machine, lines) = (story.machine(), &mut self.lines);
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.extend(paper.paragraphs(Role::Heading, head, 0));
        lines.extend(view::lab::story(lang, &paper, trace, story));
        lines.push(Line::new());
        lines.extend(view::lab::timeline(lang, &paper, trace));
        if let Some(at) = fullest(machine, story) {
            lines.push(Line::new());
            lines.extend(paper.paragraphs(
                Role::Strong,
                words::memory_at(lang, moment(trace, at)),
                0,
            ));
            lines.extend(view::lab::memory(lang, &paper, machine, story.state(at)));
        }
        if trace.ending == Ending::Deadlock {
            lines.push(Line::new());
            lines.extend(view::lab::waits(lang, &paper, machine, story.last()));
        }
        lines.push(Line::new());
        lines.extend(view::lab::task_metrics(lang, &paper, metrics));
    }

    fn finish(mut self) -> Outcome {
        let (lang, paper) = (self.app.lang(), self.app.paper());
        if !self.arguments.json {
            let runs: Vec<(&str, &timed::Metrics)> =
                self.runs.iter().map(|it| (&*it.0, &it.1)).collect();
            self.lines.push(Line::new());
            self.lines.extend(view::lab::metrics(lang, &paper, &runs));
            self.app.show(&self.lines)?;
            picture(self.arguments.svg.as_deref(), &self.target.address, &self.lines)?;
        }
        let stopped = self.runs.iter().any(|it| matches!(it.2, Ending::Stopped(_)));
        Ok(if stopped { End::Findings } else { End::Well })
    }
}

/// The place in a story whose memory says most: the last of those with the most processes alive,
/// and then the most frames. None if no program has memory.
fn fullest(machine: &Machine, story: &Story) -> Option<usize> {
    let measure = |state: &State| {
        let alive = |it: &usize| machine.process_phase(state, *it).0 == Phase::Alive;
        let processes = (0..machine.processes(state)).filter(alive).count();
        (processes, machine.frames(state))
    };
    let fullest = (0..=story.len()).max_by_key(|it| measure(story.state(*it)))?;
    (0 < machine.frames(story.state(fullest))).then_some(fullest)
}

/// When a place of a story was reached.
fn moment(trace: &Trace, at: usize) -> u64 {
    let steps =
        trace.events.iter().filter(|it| matches!(it.what, What::Machine(Event::Step { .. })));
    at.checked_sub(1).and_then(|at| steps.clone().nth(at)).map_or(0, |it| it.at)
}

#[derive(Serialize)]
struct RunJson<'a> {
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

fn run_json<'a>(
    experiment: &'a str,
    run: Option<&'a str>,
    trace: &'a Trace,
    metrics: &timed::Metrics,
    story: &Story,
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
    let name = |it: TaskId| story.machine().name(it).into_owned();
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
        schedule: story.schedule(),
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
