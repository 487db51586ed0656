//! `lab`: programs of the lab, from files.
//!
//! Invariant: what is printed as found in every schedule was found in every schedule; a search that
//! was stopped says so and ends with 1.

use std::{
    collections::BTreeMap,
    io::{IsTerminal as _, Write as _},
    ops::ControlFlow,
    path::Path,
    time::Duration,
};

use serde::Serialize;

use crate::{
    deck::{Problem, Source},
    lab::{self, Budget, End, Report},
    machine::{Keep, Limit, Machine, Options},
    message::{
        failure::Trouble,
        lab::{self as words, Bounded},
    },
    program,
    text::Lang,
    view::{self, Colour, excerpt},
};

use super::{
    super::{
        app::{App, decode},
        cli::LabAction,
        clock::Watch,
        failure::{End as Ended, Failure, Outcome},
        files, interrupt,
    },
    JSON_VERSION, json,
};

/// How long nothing is said of progress.
const PATIENCE: Duration = Duration::from_millis(500);

#[derive(Serialize)]
struct ReportJson<'a> {
    v: u32,
    experiment: String,
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

pub(super) fn run(app: &mut App, action: LabAction) -> Outcome {
    let LabAction::Explore { file, set, json } = action;
    explore(app, &file, &set, json)
}

fn explore(app: &App, path: &Path, set: &[(String, i64)], as_json: bool) -> Outcome {
    if path.extension().is_some_and(|extension| extension == "toml") {
        return Err(Trouble::DeckForProgram(path.to_owned()).into());
    }
    let (source, mut findings) = decode(files::read(path)?);
    let overrides: Vec<(&str, i64)> = set.iter().map(|(name, value)| (&**name, *value)).collect();
    let mut lowered = None;
    if findings.is_empty() {
        let (checked, found) = program::check(&source.text);
        let mut problems = found;
        if let Some(checked) = checked.filter(|_| problems.is_empty()) {
            match program::lower(&checked, &overrides) {
                Ok(program) => lowered = Some(program),
                Err(found) => problems = found,
            }
        }
        findings.extend(problems.into_iter().map(|found| crate::deck::Finding {
            severity: found.severity,
            span: found.span,
            problem: Problem::Program(Box::new(found.problem)),
        }));
    }
    let Some(program) = lowered else {
        tell(app, &source, &findings)?;
        return Ok(Ended::Findings);
    };
    let keep = Keep { globals: true, ..Keep::default() };
    let options = Options { keep, ..Options::default() };
    let machine = Machine::new(&program, options).map_err(limit)?;
    interrupt::watch();
    let mut progress = Progress::new(app);
    let report = lab::report(&machine, Budget::default(), &mut |states| progress.tell(states));
    progress.clear();
    let report = report.map_err(limit)?;
    if as_json {
        json(app, &report_json(path, &report))?;
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
struct Progress {
    lang: Lang,
    watch: Watch,
    seen: bool,
    width: usize,
}

impl Progress {
    fn new(app: &App) -> Progress {
        let seen = std::io::stderr().is_terminal() && !app.paper().accessible;
        Progress { lang: app.lang(), watch: app.clock.watch(), seen, width: 0 }
    }

    fn tell(&mut self, states: usize) -> ControlFlow<()> {
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

    fn clear(&mut self) {
        if self.width > 0 {
            let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(self.width));
        }
    }
}

fn tell(app: &App, source: &Source, findings: &[crate::deck::Finding]) -> Result<(), Failure> {
    let colour = app.terminal.colour == Colour::Ansi;
    let style = excerpt::Style { lang: app.lang(), width: app.paper().width, colour };
    let file = excerpt::File { path: &source.path, text: &source.text };
    for finding in findings {
        app.write(&format!("{}\n\n", excerpt::excerpt(file, finding, style)))?;
    }
    Ok(())
}

fn limit(limit: Limit) -> Failure {
    let (bounded, most) = match limit {
        Limit::Processes(most) => (Bounded::Processes, most),
        Limit::Threads(most) => (Bounded::Threads, most),
        Limit::Frames(most) => (Bounded::Frames, most),
        Limit::Births(most) => (Bounded::Births, most),
        Limit::Generations(most) => (Bounded::Generations, most),
        Limit::Outputs(most) => (Bounded::Outputs, most),
        Limit::Option(most) => (Bounded::Words, most),
    };
    Trouble::MachineLimit(bounded, most).into()
}

fn report_json<'a>(path: &Path, report: &'a Report) -> ReportJson<'a> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
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
