//! What timed runs come to: a row for each measure, a column for each run.
//!
//! Invariant: a measure stands in one row for all runs, rounded only here; what is zero in every run
//! is left out, unless it is what a run is about. Where the runs do not fit beside each other, the
//! others follow below.

use crate::{
    lab::timed::{Fraction, Metric, Metrics, TaskMetrics},
    message::timing as words,
    text::Lang,
    view::{Column, Line, Paper, Role, Table},
};

/// The measures, in the order of their rows.
const ROWS: [Metric; 17] = [
    Metric::Time,
    Metric::Utilisation,
    Metric::Turnaround,
    Metric::Response,
    Metric::Waiting,
    Metric::Switches,
    Metric::ThreadSwitches,
    Metric::ProcessSwitches,
    Metric::Voluntary,
    Metric::Involuntary,
    Metric::Lost,
    Metric::Overhead,
    Metric::TlbMisses,
    Metric::PageCopies,
    Metric::Frames,
    Metric::IpcBytes,
    Metric::Survivors,
];

/// A fraction with a greater denominator is not written as one.
const DENOMINATOR: u64 = 1000;

/// Timed runs side by side, each with its name; a run alone needs none.
pub fn metrics(lang: Lang, paper: &Paper, runs: &[(&str, &Metrics)]) -> Vec<Line> {
    if paper.accessible {
        return sentences(lang, paper, runs);
    }
    let shown = shown(runs);
    let fits = |it: &Table| it.natural_width(paper) <= paper.width;
    // Room for one more run is worth more than a fraction beside its percentage.
    let whole = table(lang, runs, &shown, true);
    if fits(&whole) {
        return whole.draw(paper);
    }
    let mut lines = Vec::new();
    let mut rest = runs;
    while !rest.is_empty() {
        let tables = (1..=rest.len()).rev().map(|it| (it, table(lang, &rest[..it], &shown, false)));
        let widest = tables.into_iter().find(|(count, table)| *count == 1 || fits(table));
        let Some((count, table)) = widest else { break };
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.extend(table.draw(paper));
        rest = &rest[count..];
    }
    lines
}

/// What each task of a run came to.
pub fn task_metrics(lang: Lang, paper: &Paper, metrics: &Metrics) -> Vec<Line> {
    let [task, arrived, turnaround, response, waiting, work, blocked] = words::task_heads(lang);
    let mut table = Table::new([
        Column::new(task).truncating(6),
        Column::new(arrived).right().droppable(1),
        Column::new(turnaround).right(),
        Column::new(response).right(),
        Column::new(waiting).right(),
        Column::new(work).right().droppable(2),
        Column::new(blocked).right().droppable(0),
    ]);
    let number = |it: Option<u64>| match it {
        Some(ticks) => Line::plain(ticks.to_string()),
        None => Line::of(Role::Muted, words::none(lang)),
    };
    let cells = |it: &TaskMetrics| {
        let numbers = [it.arrived, it.turnaround, it.response, it.waiting];
        numbers.into_iter().chain([Some(it.work), Some(it.blocked)]).map(number)
    };
    if paper.accessible {
        let heads = [arrived, turnaround, response, waiting, work, blocked];
        let sentence = |it: &TaskMetrics| {
            let mut line = Line::of(Role::Strong, &*it.name);
            for (at, (head, cell)) in heads.iter().zip(cells(it)).enumerate() {
                line.push(Role::Plain, if at == 0 { ": " } else { ", " });
                line.push(Role::Plain, format!("{head} "));
                line.append(cell);
            }
            line.wrap_in(paper.measure(), paper.width, 2)
        };
        return metrics.tasks.iter().flat_map(sentence).collect();
    }
    for it in &metrics.tasks {
        table.row(std::iter::once(Line::of(Role::Strong, &*it.name)).chain(cells(it)));
    }
    table.draw(paper)
}

/// The measures that are worth a row: not zero in all runs.
fn shown(runs: &[(&str, &Metrics)]) -> Vec<Metric> {
    let always = [Metric::Time, Metric::Utilisation, Metric::Switches, Metric::Lost];
    let there = |metric: Metric| {
        runs.iter().any(|run| run.1.get(metric, None).is_some_and(|it| it != Fraction::default()))
    };
    ROWS.into_iter().filter(|it| always.contains(it) || there(*it)).collect()
}

fn table(lang: Lang, runs: &[(&str, &Metrics)], shown: &[Metric], fractions: bool) -> Table {
    let named = runs.iter().map(|run| Column::new(run.0).right());
    let mut table = Table::new(std::iter::once(Column::new("").wrapping(10)).chain(named));
    for metric in shown {
        let mut row = vec![Line::plain(words::metric(lang, *metric))];
        row.extend(runs.iter().map(|run| Line::plain(value(lang, *metric, run.1, fractions))));
        table.row(row);
    }
    table
}

fn sentences(lang: Lang, paper: &Paper, runs: &[(&str, &Metrics)]) -> Vec<Line> {
    let sentence = |metric| {
        let mut line = Line::plain(format!("{}: ", words::metric(lang, metric)));
        for (at, (name, metrics)) in runs.iter().enumerate() {
            let gap = if at > 0 { ", " } else { "" };
            let name = if name.is_empty() { String::new() } else { format!("{name} ") };
            let value = value(lang, metric, metrics, true);
            line.push(Role::Plain, format!("{gap}{name}{value}"));
        }
        line.wrap_in(paper.measure(), paper.width, 2)
    };
    shown(runs).into_iter().flat_map(sentence).collect()
}

/// A measure as it is written: a share in percent, with the fraction that it is where that is short
/// and asked for.
fn value(lang: Lang, metric: Metric, metrics: &Metrics, fractions: bool) -> String {
    let Some(value) = metrics.get(metric, None) else { return words::none(lang).to_owned() };
    match metric {
        Metric::Utilisation | Metric::Overhead => {
            let percent = format!("{}%", decimal(value * 100, 1));
            let short = (2..=DENOMINATOR).contains(value.denom());
            match fractions && short && metric == Metric::Overhead {
                true => format!("{value} = {percent}"),
                false => percent,
            }
        }
        Metric::Survivors => format!("{value} / {}", metrics.tasks.len()),
        _ => decimal(value, 2),
    }
}

/// A fraction, rounded half up to so many digits; without them if it is whole.
fn decimal(value: Fraction, digits: u32) -> String {
    if value.is_integer() {
        return value.to_integer().to_string();
    }
    let scale = 10_u128.pow(digits);
    let (part, whole) = (u128::from(*value.numer()), u128::from(*value.denom()));
    let scaled = (2 * part * scale + whole) / (2 * whole);
    format!("{}.{:0digits$}", scaled / scale, scaled % scale, digits = digits as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_rounded_half_up() {
        let check = |part, whole, digits, expect: &str| {
            assert_eq!(decimal(Fraction::new(part, whole), digits), expect);
        };
        check(310, 3, 2, "103.33");
        check(2, 3, 2, "0.67");
        check(1, 8, 2, "0.13");
        check(14, 1, 2, "14");
        check(1, 201, 1, "0.0");
    }
}
