//! The text of a program with numbered lines, and under each line the steps that it lowers to.
//!
//! Invariant: the text stands as it was written; a step stands under the line of its statement, in
//! the order of the code. What threads that run the same text do is told once.

use std::collections::BTreeMap;

use crate::{
    message::drawing as words,
    program::{
        Program,
        code::{Pc, Routine, RoutineKind},
    },
    text::Lang,
    view::{Align, Line, Paper, Role},
};

/// The text of a program; with its steps if its lowered form is given.
pub fn program(lang: Lang, paper: &Paper, text: &str, lowered: Option<&Program>) -> Vec<Line> {
    let steps = lowered.map(|it| steps(it, text)).unwrap_or_default();
    let measure = paper.measure();
    let blank = text.lines().take_while(|it| it.trim().is_empty()).count();
    let count = text.trim_end().lines().count();
    let digits = count.saturating_sub(blank).to_string().len();
    let head = digits + 2;
    let mut lines = Vec::new();
    for (at, line) in text.trim_end().lines().enumerate().skip(blank) {
        let number = (at + 1 - blank).to_string();
        let code = line.replace('\t', "    ");
        let indent = code.len() - code.trim_start().len();
        let number = Line::of(Role::Muted, number).pad(measure, digits, Align::Right).space(2);
        let hanging = head + indent + 4;
        lines.extend(number.with(Role::Plain, code).trimmed().wrap_in(
            measure,
            paper.width,
            hanging,
        ));
        let Some(steps) = steps.get(&at) else { continue };
        if paper.accessible {
            let told = words::steps_of(lang, &steps.join(". "));
            lines.extend(Line::of(Role::Muted, told).wrap_in(measure, paper.width, 2));
            continue;
        }
        for step in steps {
            let step = Line::of(Role::Muted, step.as_str()).indented(hanging);
            lines.extend(step.wrap_in(measure, paper.width, hanging + 2));
        }
    }
    lines
}

/// The steps of each line of a text, by its number from 0.
fn steps(program: &Program, text: &str) -> BTreeMap<usize, Vec<String>> {
    let mut lines: BTreeMap<usize, Vec<(Pc, String)>> = BTreeMap::new();
    let mut told: Vec<&Routine> = Vec::new();
    for (number, routine) in program.routines.iter().enumerate() {
        let again = told.iter().any(|it| it.span == routine.span);
        let spawned = routine.kind == RoutineKind::Spawned;
        let called = |it: &Routine| it.span == routine.span && it.kind == RoutineKind::Called;
        if again || spawned && program.routines.iter().any(called) {
            continue;
        }
        told.push(routine);
        for (pc, step) in listing(program, number) {
            let start = program.code[pc as usize].statement.start.min(text.len());
            let line = text.as_bytes()[..start].iter().filter(|it| **it == b'\n').count();
            lines.entry(line).or_default().push((pc, step));
        }
    }
    let ordered = lines.into_iter().map(|(line, mut steps)| {
        steps.sort_by_key(|it| it.0);
        (line, steps.into_iter().map(|it| it.1).collect())
    });
    ordered.collect()
}

/// The steps of a routine, as a process sees them in which all its names are known.
fn listing(program: &Program, routine: usize) -> Vec<(Pc, String)> {
    let Ok(number) = u16::try_from(routine) else { return Vec::new() };
    let runs = |it: &&crate::program::code::Task| usize::from(it.routine) == routine;
    let own = program.tasks.iter().find(runs).map(|it| it.process);
    let processes = own.into_iter().chain(0..program.processes.len());
    let mut listings =
        processes.filter_map(|it| Some(program.routine_listing(number, it)?.steps()));
    let first = listings.next();
    let known = |steps: &Vec<(Pc, String)>| !steps.iter().any(|it| it.1.contains('?'));
    match first {
        Some(steps) if known(&steps) => steps,
        first => listings.find(known).or(first).unwrap_or_default(),
    }
}
