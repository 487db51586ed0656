//! `lab show`: what an experiment is, before anything is run.
//!
//! Invariant: nothing is run or proved; claims are said, not judged.

use serde::Serialize;

use crate::{
    machine::{Keep, Machine},
    message::claim,
    view,
};

use super::{
    super::{
        super::{
            app::App,
            cli,
            failure::{End, Outcome},
        },
        JSON_VERSION, json,
    },
    limit, picture, target,
};

#[derive(Serialize)]
struct ShowJson<'a> {
    v: u32,
    experiment: &'a str,
    title: &'a str,
    shows: Option<&'a str>,
    program: &'a str,
    lines: Vec<LineJson>,
    claims: Vec<String>,
    runs: Vec<&'a str>,
}

#[derive(Serialize)]
struct LineJson {
    line: usize,
    steps: Vec<String>,
}

pub(super) fn show(app: &App, arguments: &cli::ShowExperiment) -> Outcome {
    let target = target::one(app, &arguments.target)?;
    let program = target.compile(app)?;
    let (lang, experiment) = (app.lang(), &target.experiment);
    if arguments.json {
        let lines = program.steps_by_line(&experiment.program).into_iter();
        json(
            app,
            &ShowJson {
                v: JSON_VERSION,
                experiment: &experiment.id,
                title: experiment.title.get(lang),
                shows: experiment.shows.as_ref().map(|it| it.get(lang)),
                program: &experiment.program,
                lines: lines.map(|(line, steps)| LineJson { line: line + 1, steps }).collect(),
                claims: experiment.claims.iter().map(|it| claim::sentence(lang, it)).collect(),
                runs: experiment.runs.iter().map(|it| &*it.name).collect(),
            },
        )?;
        return Ok(End::Well);
    }
    let machine = Machine::new(&program, experiment.options(Keep::default())).map_err(limit)?;
    let first = machine.first().map_err(limit)?;
    let lines =
        view::lab::experiment(lang, &app.paper(), experiment, (&machine, &first), arguments.steps);
    app.show(&lines)?;
    picture(arguments.svg.as_deref(), &target.address, &lines)?;
    Ok(End::Well)
}
