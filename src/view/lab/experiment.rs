//! What an experiment is: its title, what it shows, its program, its claims and runs, its memory.
//!
//! Invariant: a claim is said as it stands in the deck; whether it holds is for others to say.

use crate::{
    deck::Experiment,
    machine::{Machine, State},
    message::{claim, drawing as words, timing},
    text::Lang,
    view::{
        Column, Line, Paper, Role, Table,
        lab::{memory, program},
    },
};

/// An experiment before anything is run, with the state in which it begins.
pub fn experiment(
    lang: Lang,
    paper: &Paper,
    experiment: &Experiment,
    (machine, first): (&Machine, &State),
    with_steps: bool,
) -> Vec<Line> {
    let heads = words::show_heads(lang);
    let mut lines = paper.paragraphs(Role::Heading, experiment.title.get(lang), 0);
    if let Some(shows) = &experiment.shows {
        lines.extend(paper.paragraphs(Role::Plain, shows.get(lang), 0));
    }
    let lowered = with_steps.then(|| machine.program());
    section(&mut lines, paper, heads.program, program(lang, paper, &experiment.program, lowered));
    let claims = experiment.claims.iter().flat_map(|it| {
        let sentence = Line::plain(format!("- {}", claim::sentence(lang, it)));
        sentence.wrap_in(paper.measure(), paper.width, 2)
    });
    section(&mut lines, paper, heads.claims, claims.collect());
    let mut runs = Table::new([Column::new(""), Column::new("").wrapping(12)]);
    for run in &experiment.runs {
        runs.row([Line::of(Role::Literal, &*run.name), Line::plain(timing::run(lang, run))]);
    }
    section(&mut lines, paper, heads.runs, runs.draw(paper));
    section(&mut lines, paper, heads.memory, memory(lang, paper, machine, first));
    lines
}

/// Lines under a head, after an empty line; nothing if there are none.
fn section(lines: &mut Vec<Line>, paper: &Paper, head: &str, section: Vec<Line>) {
    if section.is_empty() {
        return;
    }
    lines.push(Line::new());
    lines.extend(paper.paragraphs(Role::Strong, head, 0));
    lines.extend(section);
}
