//! What an exploration found: its outcomes, with their shares of all schedules.
//!
//! Invariant: the same report gives the same lines on the same paper; a share is a figure before it
//! is a bar. It must not explore.

use crate::{
    lab::{End, Report},
    message::lab as words,
    text::Lang,
    view::{Column, Line, Paper, Role, Table, bar},
};

/// The columns of a bar.
const BAR: usize = 18;

/// What an exploration found.
pub fn report(lang: Lang, paper: &Paper, report: &Report) -> Vec<Line> {
    let all = report.schedules.as_ref();
    let mut lines = match report.complete {
        true => {
            let schedules = all.map(ToString::to_string);
            let size = words::size(lang, report.states, schedules.as_deref());
            paper.paragraphs(Role::Strong, size, 0)
        }
        false => paper.paragraphs(Role::Warning, words::incomplete(lang, report.states), 0),
    };
    let beside = outcomes(lang, paper, report, true);
    // Where the values are too many for columns of their own, they stand below each outcome.
    let below = || outcomes(lang, paper, report, false);
    let table = if paper.accessible || beside.fits(paper) { beside } else { below() };
    lines.extend(table.draw(paper));
    for found in &report.faults {
        let sentence =
            words::fault(lang, found.fault.name(), &found.task, &found.schedule.join(","));
        lines.extend(paper.paragraphs(Role::Wrong, sentence, 0));
    }
    if all.is_some() && report.outcomes.len() > 1 {
        lines.extend(paper.paragraphs(Role::Muted, words::not_timed(lang), 0));
    }
    lines
}

/// The outcomes, their values in columns of their own or below each.
fn outcomes(lang: Lang, paper: &Paper, report: &Report, beside: bool) -> Table {
    let all = report.schedules.as_ref();
    let [end, schedules, share, shortest] = words::heads(lang);
    let names = if beside { &report.names[..] } else { &[] };
    let mut columns: Vec<Column> =
        names.iter().map(|name| Column::new(name.as_str()).right()).collect();
    columns.push(Column::new(end));
    if all.is_some() {
        columns.push(Column::new(schedules).right());
        columns.push(Column::new(share).right());
        columns.push(Column::new("").droppable(1));
    }
    columns.push(Column::new(shortest).truncating(8).droppable(2));
    let mut table = Table::new(columns);
    for outcome in &report.outcomes {
        let role = match outcome.end {
            End::Finished => Role::Plain,
            End::Deadlock | End::Fault => Role::Wrong,
        };
        let values = outcome.values.iter();
        let mut row: Vec<Line> =
            values.clone().take(names.len()).map(|it| Line::plain(it.to_string())).collect();
        row.push(Line::of(role, words::end(lang, outcome.end)));
        if let (Some(count), Some(all)) = (&outcome.schedules, all) {
            let fraction = ratio(count, all);
            row.push(Line::plain(count.to_string()));
            row.push(Line::plain(format!("{:.1}%", fraction * 100.0)));
            row.push(match paper.accessible {
                true => Line::new(),
                false => Line::of(Role::Bar, bar(fraction, BAR, paper.glyphs)),
            });
        }
        row.push(Line::of(Role::Muted, outcome.schedule.join(",")));
        table.row(row);
        if !beside {
            let values = report.names.iter().zip(values);
            let values: Vec<String> = values.map(|it| format!("{}={}", it.0, it.1)).collect();
            table.note(Line::plain(values.join("   ")));
        }
    }
    table
}

/// A share of big numbers, 0 to 1, exact to some fifteen digits.
pub(in crate::view) fn ratio(part: &num_bigint::BigUint, whole: &num_bigint::BigUint) -> f64 {
    // Shifted so that the whole fits a float; the part is at most as large.
    let shift = whole.bits().saturating_sub(1000);
    let float = |number: &num_bigint::BigUint| {
        (number >> shift).to_string().parse::<f64>().unwrap_or_default()
    };
    let whole = float(whole);
    if whole > 0.0 { float(part) / whole } else { 0.0 }
}
