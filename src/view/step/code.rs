//! The program with the key of each task before the row at which it stands.
//!
//! Invariant: every task that has not ended stands at exactly one row, and a folded program keeps
//! those rows. See the parent.

use crate::{
    machine::{Machine, State, TaskId},
    program::{Row, code::Pc},
    session::step::Stepper,
    view::{Line, Paper, Role},
};

use super::side::tasks_of;

/// The most columns of keys before a row.
const KEYS: usize = 6;

/// A row of the code as it is drawn.
pub(super) struct Drawn {
    pub line: Line,
    /// How much it matters where there is little room.
    rank: Rank,
    /// How many blocks it is in.
    depth: usize,
}

/// How much a row matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A task stands exactly here.
    Here,
    /// It is part of the statement at which one stands.
    Statement,
    /// Any other.
    Around,
}

/// Where a task stands.
struct Stand {
    key: String,
    pc: Pc,
    moves: bool,
    last: bool,
}

/// The number of the routine of an instruction, and the process by whose names it is read.
fn routine(machine: &Machine, state: &State, task: TaskId, pc: Pc) -> Option<(u16, usize)> {
    let routines = &machine.program().routines;
    let number = routines.iter().position(|it| (it.entry..it.end).contains(&pc))?;
    let process = machine.process_of(state, task)?;
    Some((u16::try_from(number).ok()?, machine.process_origin(state, process)))
}

/// The steps of the statement at which a task stands.
pub(super) fn statement(
    machine: &Machine,
    state: &State,
    task: TaskId,
    pc: Pc,
) -> Vec<(Pc, String)> {
    let listing = routine(machine, state, task, pc)
        .and_then(|(number, process)| machine.program().routine_listing(number, process));
    listing.map_or_else(Vec::new, |it| it.statement(pc))
}

/// The row in which a place of the text is.
fn row_at(rows: &[Row], place: usize) -> Option<usize> {
    rows.partition_point(|it| it.span.start <= place).checked_sub(1)
}

/// All rows, those of the steps of statements where these are expanded.
pub(super) fn rows(rows: &[Row], stepper: &Stepper) -> Vec<Drawn> {
    let (machine, state) = (stepper.machine(), stepper.state());
    let last = stepper.last_move().map(|it| it.task);
    let mut standing: Vec<Vec<(TaskId, Stand)>> = Vec::new();
    standing.resize_with(rows.len(), Vec::new);
    let tasks = tasks_of(stepper);
    for (task, key) in &tasks {
        let Some(pc) = machine.place(state, *task) else { continue };
        let place = machine.program().code[pc as usize].statement.start;
        let Some(row) = row_at(rows, place) else { continue };
        let stand = Stand {
            key: key.map_or_else(|| "+".to_owned(), String::from),
            pc,
            moves: machine.can_move(state, *task),
            last: last == Some(*task),
        };
        standing[row].push((*task, stand));
    }
    let gutter = standing.iter().map(Vec::len).max().unwrap_or(0).clamp(1, KEYS) + 1;
    let mut drawn = Vec::new();
    for (row, here) in rows.iter().zip(&standing) {
        let stands: Vec<&Stand> = here.iter().map(|it| &it.1).collect();
        let role = if stands.iter().any(|it| it.last) { Role::Strong } else { Role::Plain };
        let line = keys(&stands, gutter).space(2 * row.depth).with(role, row.text.as_str());
        let steps = match stepper.expanded() {
            true => expanded(machine, state, here, gutter, row.depth),
            false => Vec::new(),
        };
        let rank = match (here.is_empty(), steps.is_empty()) {
            (true, _) => Rank::Around,
            (false, true) => Rank::Here,
            (false, false) => Rank::Statement,
        };
        drawn.push(Drawn { line, rank, depth: row.depth });
        drawn.extend(steps);
    }
    drawn
}

/// The steps of the statements at which tasks stand in one row: those of alike tasks once.
fn expanded(
    machine: &Machine,
    state: &State,
    here: &[(TaskId, Stand)],
    gutter: usize,
    depth: usize,
) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    let mut told: Vec<Pc> = Vec::new();
    for (task, stand) in here {
        if told.contains(&stand.pc) {
            continue;
        }
        let steps = statement(machine, state, *task, stand.pc);
        // A statement of one step is its step, unless alike tasks name it differently.
        if steps.len() == 1 && here.iter().all(|it| it.1.pc == stand.pc) {
            continue;
        }
        for (pc, text) in steps {
            told.push(pc);
            let stands: Vec<&Stand> =
                here.iter().map(|it| &it.1).filter(|it| it.pc == pc).collect();
            let role = if stands.is_empty() { Role::Muted } else { Role::Literal };
            let line = keys(&stands, gutter).space(2 * depth + 4).with(role, text);
            let rank = if stands.is_empty() { Rank::Statement } else { Rank::Here };
            drawn.push(Drawn { line, rank, depth: depth + 1 });
        }
    }
    drawn
}

/// The keys of the tasks that stand at a row, in a column of this width.
fn keys(stands: &[&Stand], gutter: usize) -> Line {
    let mut line = Line::new();
    for (at, stand) in stands.iter().enumerate().take(gutter - 1) {
        let more = at + 2 == gutter && gutter <= stands.len();
        let role = if stand.moves { Role::Key } else { Role::Muted };
        line.push(role, if more { "+" } else { &stand.key });
    }
    let used = stands.len().min(gutter - 1);
    line.space(gutter - used)
}

/// As many rows as fit: where tasks stand and the rows around, with marks where rows are left out.
pub(super) fn folded(paper: &Paper, rows: &[Drawn], room: usize) -> Vec<Line> {
    let cut = |it: &Drawn| it.line.truncate(paper.measure(), paper.width, paper.glyphs);
    if rows.len() <= room {
        return rows.iter().map(cut).collect();
    }
    let of = |rank: Rank| (0..rows.len()).filter(move |it| rows[*it].rank == rank);
    // The heads of the blocks in which tasks stand come after their statements, then what is around.
    let mut wanted: Vec<usize> = of(Rank::Here).chain(of(Rank::Statement)).collect();
    for at in of(Rank::Here) {
        let mut depth = rows[at].depth;
        for above in (0..at).rev() {
            if rows[above].depth < depth {
                depth = rows[above].depth;
                wanted.push(above);
            }
        }
    }
    for distance in 1..=room {
        let around = of(Rank::Here).flat_map(|it| [it.checked_sub(distance), Some(it + distance)]);
        wanted.extend(around.flatten().filter(|it| *it < rows.len()));
    }
    wanted.extend(0..rows.len().min(room));
    let mut kept = vec![false; rows.len()];
    // A mark for what is left out takes a line, too.
    let height = |kept: &[bool]| {
        let gaps = kept.split(|it| *it).filter(|it| !it.is_empty()).count();
        kept.iter().filter(|it| **it).count() + gaps
    };
    for at in wanted {
        if !kept[at] {
            kept[at] = true;
            if room < height(&kept) {
                kept[at] = false;
            }
        }
    }
    let mut lines = Vec::new();
    let mut in_gap = false;
    for (row, kept) in rows.iter().zip(&kept) {
        if *kept {
            lines.push(cut(row));
        } else if !in_gap {
            lines.push(Line::of(Role::Muted, paper.glyphs.ellipsis()));
        }
        in_gap = !kept;
    }
    lines.truncate(room);
    lines
}
