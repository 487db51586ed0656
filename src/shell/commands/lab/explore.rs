//! `lab explore`: every schedule of a program, and the claims of an experiment.
//!
//! Invariant: what is printed as found in every schedule was found in every schedule; a search that
//! was stopped, or a claim that does not hold, ends with 1.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    deck,
    lab::{Budget, End, Report},
    message::{self, lab as words},
    view::{self, Line, Role},
};

use super::{
    super::{
        super::{
            app::App,
            cli,
            failure::{End as Ended, Outcome},
            interrupt,
            progress::Progress,
        },
        JSON_VERSION, json,
    },
    outgrown, picture,
    predict::{Asked, predict},
    target::{self, Target},
};

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
    claims: Vec<ClaimJson<'a>>,
    complete: bool,
    bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
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

#[derive(Serialize)]
struct ClaimJson<'a> {
    text: String,
    holds: Option<bool>,
    schedule: Option<&'a [String]>,
}

pub(super) fn run(app: &App, arguments: &cli::Explore) -> Outcome {
    let mut end = Ended::Well;
    let targets = target::all(app, &arguments.target)?;
    let several = targets.len() > 1;
    if let ([target], false, None) = (&targets[..], arguments.json, &arguments.svg)
        && let Asked::Interrupted = predict(app, target)?
    {
        return Ok(Ended::Interrupted);
    }
    for (at, target) in targets.iter().enumerate() {
        if several && !arguments.json {
            let gap = if at > 0 { vec![Line::new()] } else { Vec::new() };
            let head = Line::of(Role::Heading, target.experiment.id.to_string());
            app.show(&[gap, vec![head]].concat())?;
        }
        end = match explore(app, target, arguments)? {
            Ended::Well => end,
            Ended::Interrupted => return Ok(Ended::Interrupted),
            other => other,
        };
    }
    Ok(end)
}

fn explore(app: &App, target: &Target, arguments: &cli::Explore) -> Outcome {
    let program = target.compile(app)?;
    let experiment = &target.experiment;
    interrupt::watch();
    let watch = app.clock.watch();
    let mut progress = Progress::new(app);
    let all = target.set.is_empty();
    let examined = deck::examine(experiment, &program, all, Budget::default(), &mut |states| {
        progress.tell(&|| words::so_far(app.lang(), states))
    });
    progress.clear();
    let (report, judgements) =
        examined.map_err(|(met, place)| outgrown(app, target, met, place))?;
    if arguments.json {
        let claims = judgements.iter().map(|it| {
            let claim = &experiment.claims[it.claim];
            ClaimJson {
                text: message::claim::sentence(app.lang(), claim),
                holds: it.holds,
                schedule: it.schedule.as_deref(),
            }
        });
        let seconds = arguments.timing.then(|| watch.seconds());
        json(app, &report_json(&experiment.id, &report, claims.collect(), seconds))?;
    } else {
        let (lang, paper) = (app.lang(), app.paper());
        let mut lines = view::lab::report(lang, &paper, &report);
        lines.extend(view::lab::claims(lang, &paper, experiment, &judgements));
        app.show(&lines)?;
        picture(arguments.svg.as_deref(), &target.address, &lines)?;
    }
    Ok(match report.complete && judgements.iter().all(|it| it.holds == Some(true)) {
        true => Ended::Well,
        false if interrupt::pressed() => Ended::Interrupted,
        false => Ended::Findings,
    })
}

fn report_json<'a>(
    name: &'a str,
    report: &'a Report,
    claims: Vec<ClaimJson<'a>>,
    seconds: Option<f64>,
) -> ReportJson<'a> {
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
        claims,
        complete: report.complete,
        bytes: report.bytes,
        seconds,
    }
}
