//! `lab explore`: every schedule of a program.
//!
//! Invariant: what is printed as found in every schedule was found in every schedule; a search that
//! was stopped says so and ends with 1.

use std::{
    collections::BTreeMap,
    io::{IsTerminal as _, Write as _},
    ops::ControlFlow,
    time::Duration,
};

use serde::Serialize;

use crate::{
    lab::{self, Budget, End, Report},
    machine::{Keep, Machine},
    message::lab as words,
    text::Lang,
    view,
};

use super::{
    super::{
        super::{
            app::App,
            cli,
            clock::Watch,
            failure::{End as Ended, Outcome},
            interrupt,
        },
        JSON_VERSION, json,
    },
    limit,
    target::{self, Target},
};

/// How long nothing is said of progress.
const PATIENCE: Duration = Duration::from_millis(500);

#[derive(Serialize)]
struct ReportJson<'a> {
    v: u32,
    experiment: &'a str,
    states: usize,
    transitions: usize,
    schedules: Option<String>,
    outcomes: Vec<OutcomeJson<'a>>,
    deadlock: Option<ScheduleJson<'a>>,
    faults: Vec<FaultJson<'a>>,
    claims: [(); 0],
    complete: bool,
    bytes: usize,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    end: &'static str,
    values: BTreeMap<&'a str, i32>,
    schedules: Option<String>,
}

#[derive(Serialize)]
struct ScheduleJson<'a> {
    schedule: &'a [String],
}

#[derive(Serialize)]
struct FaultJson<'a> {
    fault: &'static str,
    task: &'a str,
    schedule: &'a [String],
}

pub(super) fn run(app: &App, arguments: &cli::Explore) -> Outcome {
    let mut end = Ended::Well;
    for target in target::all(app, &arguments.target)? {
        end = match explore(app, &target, arguments.json)? {
            Ended::Well => end,
            Ended::Interrupted => return Ok(Ended::Interrupted),
            other => other,
        };
    }
    Ok(end)
}

fn explore(app: &App, target: &Target, as_json: bool) -> Outcome {
    let program = target.compile(app)?;
    let keep = Keep { globals: true, ..Keep::default() };
    let machine = Machine::new(&program, target.experiment.options(keep)).map_err(limit)?;
    interrupt::watch();
    let mut progress = Progress::new(app);
    let report = lab::report(&machine, Budget::default(), &mut |states| progress.tell(states));
    progress.clear();
    let report = report.map_err(limit)?;
    if as_json {
        json(app, &report_json(&target.experiment.id, &report))?;
    } else {
        app.show(&view::lab::report(app.lang(), &app.paper(), &report))?;
    }
    Ok(match report.complete {
        true => Ended::Well,
        false if interrupt::pressed() => Ended::Interrupted,
        false => Ended::Findings,
    })
}

/// The number of states so far, on a line of standard error that is written over: only where a
/// person sees it, and only when it takes long.
pub(super) struct Progress {
    lang: Lang,
    watch: Watch,
    seen: bool,
    width: usize,
}

impl Progress {
    pub(super) fn new(app: &App) -> Progress {
        let seen = std::io::stderr().is_terminal() && !app.paper().accessible;
        Progress { lang: app.lang(), watch: app.clock.watch(), seen, width: 0 }
    }

    pub(super) fn tell(&mut self, states: usize) -> ControlFlow<()> {
        if interrupt::pressed() {
            return ControlFlow::Break(());
        }
        if self.seen && !self.watch.younger_than(PATIENCE) {
            let line = words::so_far(self.lang, states);
            self.width = view::width(&line);
            // Nobody is told if the terminal is gone.
            let _ = write!(std::io::stderr(), "\r{line}");
        }
        ControlFlow::Continue(())
    }

    pub(super) fn clear(&mut self) {
        if self.width > 0 {
            let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(self.width));
        }
    }
}

fn report_json<'a>(name: &'a str, report: &'a Report) -> ReportJson<'a> {
    let outcomes = report.outcomes.iter().map(|outcome| OutcomeJson {
        end: match outcome.end {
            End::Finished => "finished",
            End::Deadlock => "deadlock",
            End::Fault => "fault",
        },
        values: report
            .names
            .iter()
            .map(String::as_str)
            .zip(outcome.values.iter().copied())
            .collect(),
        schedules: outcome.schedules.as_ref().map(ToString::to_string),
    });
    let faults = report.faults.iter().map(|found| FaultJson {
        fault: found.fault.name(),
        task: &found.task,
        schedule: &found.schedule,
    });
    ReportJson {
        v: JSON_VERSION,
        experiment: name,
        states: report.states,
        transitions: report.transitions,
        schedules: report.schedules.as_ref().map(ToString::to_string),
        outcomes: outcomes.collect(),
        deadlock: report.deadlock().map(|schedule| ScheduleJson { schedule }),
        faults: faults.collect(),
        claims: [],
        complete: report.complete,
        bytes: report.bytes,
    }
}
