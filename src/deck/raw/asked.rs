//! What `predict` and `drive` cards ask of their experiments: names and expressions, held against the
//! programs.
//!
//! Invariant: only experiments of the same file are looked at, and what is wrong with one of them is
//! not said again of its cards. It must not know what the answers are.

use std::collections::BTreeMap;

use toml::de::DeTable;

use crate::{
    deck::{
        Experiment, Problem,
        check::program_syntax,
        raw::{Reader, Root, fields::Place},
        timed::meant,
    },
    lab::Goal,
    program::{self, Meaning, Program},
};

/// Checks the cards, each with its place among the units of the file.
pub(super) fn asked<'a>(
    reader: &mut Reader<'a>,
    root: &Root<'a>,
    cards: &[(usize, &'a DeTable<'a>)],
) {
    let mut programs: BTreeMap<&str, Option<Program>> = BTreeMap::new();
    for (unit, card) in cards {
        let field = |name: &'static str| card.get(name).map(|it| Place::new(name, it));
        let named = field("experiment").and_then(|it| it.value.as_str());
        let found = root.experiments.iter().find(|it| Some(&*it.1.id) == named);
        let Some((_, experiment)) = found else { continue };
        let program = programs.entry(&experiment.id);
        let program = program.or_insert_with(|| experiment.compile(&[]).ok());
        let Some(program) = program else { continue };
        (reader.unit, reader.unit_id) = (Some(*unit), root.units[*unit].id);
        for form in ["final", "possible", "schedules", "chance"] {
            if let Some(place) = field(form) {
                program_syntax::claim(reader, program, form, place);
            }
        }
        if let Some(place) = field("goal") {
            let read = place.value.as_str().map(|goal| Goal::read(program, goal, &[]));
            program_syntax::expression(
                reader,
                place,
                read.and_then(Result::err).unwrap_or_default(),
            );
        }
        if let Some(place) = field("vary") {
            constants(reader, program, place);
        }
        if let Some(place) = field("measure") {
            measure(reader, experiment, program, place, field("run"));
        }
    }
    (reader.unit, reader.unit_id) = (None, None);
}

/// The constants that are drawn.
fn constants(reader: &mut Reader<'_>, program: &Program, place: Place<'_>) {
    let keys = place.value.as_table().into_iter().flat_map(DeTable::keys);
    for key in keys {
        let names = || program.constants.iter().map(|it| &*it.0);
        if !names().any(|it| *it == **key.get_ref()) {
            let problem = program::Problem::UnknownName {
                name: key.get_ref().as_ref().into(),
                what: Meaning::Constant,
                suggestion: program::nearest(key.get_ref(), names()),
            };
            reader.report(key.span(), Problem::Program(Box::new(problem)));
        }
    }
}

/// The measure, its run and its task.
fn measure(
    reader: &mut Reader<'_>,
    experiment: &Experiment,
    program: &Program,
    place: Place<'_>,
    run: Option<Place<'_>>,
) {
    for mut measured in program_syntax::measured(reader, "measure", place) {
        let mut told = place;
        if let (Some(at), Some(name)) = (run, run.and_then(|it| it.value.as_str())) {
            measured.run = Some((name.into(), (0..name.len()).into()));
            told = at;
        }
        if let Err(finding) = meant(experiment.runs.iter().map(|it| &*it.name), &measured) {
            program_syntax::expression(reader, told, vec![finding]);
        }
        // A run with a program of its own has its own tasks.
        let own = experiment.runs.iter().any(|it| it.program.is_some());
        if let (Some(task), false) = (&measured.task, own) {
            program_syntax::task(reader, program, place, task);
        }
    }
}
