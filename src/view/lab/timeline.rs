//! A timed run over its ticks: a row for each core, then one for each task.
//!
//! Invariant: time goes from left to right on the same scale in every row; a column shows what took
//! most of its ticks, and the scale says how many these are. Marks are letters and signs, and the
//! legend has a word for each.

use crate::{
    lab::timed::{Task, Trace, What},
    machine::{Event, TaskId},
    message::timing::{self as words, Marks},
    text::Lang,
    view::{Align, Line, Paper, Role},
};

/// Tasks that have rows of their own.
const TASKS: usize = 10;

/// Rows that a timeline may take before its columns stand for more ticks.
const ROWS: usize = 24;

/// Columns from one number over the timeline to the next.
const NUMBERED: usize = 10;

/// Sentences of the accessible form.
const SENTENCES: usize = 100;

/// A core loads a task; a task could work; a core is idle or a task waits; a task is not there.
const LOADING: char = '|';
const READY: char = '-';
const RESTS: char = '.';
const ABSENT: char = ' ';

/// A timed run from its first tick to its last.
pub fn timeline(lang: Lang, paper: &Paper, trace: &Trace) -> Vec<Line> {
    if paper.accessible {
        return sentences(lang, paper, trace);
    }
    let drawing = Drawing::new(paper, trace);
    let scale = words::scale(lang, trace.time, drawing.ticks);
    let mut lines = paper.paragraphs(Role::Muted, scale, 0);
    lines.extend(drawing.lines());
    let works = (trace.setup.cores == 1).then(|| paper.glyphs.bar());
    let [loading, ready, rests] = [LOADING, READY, RESTS].map(String::from);
    let marks = Marks { works, loading: &loading, ready: &ready, rests: &rests };
    let mut legend = words::legend(lang, marks, drawing.with_tasks());
    if !drawing.with_tasks() {
        let named = trace.tasks.iter().zip(&drawing.letters);
        let named = named.filter(|(task, letter)| *task.name != *letter.to_string());
        legend.extend(named.map(|(task, letter)| format!("{letter} {}", task.name)));
    }
    lines.extend(flow(paper, legend));
    lines
}

/// Words and their marks beside each other, as many in a line as fit.
fn flow(paper: &Paper, items: Vec<String>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for item in items {
        let item = Line::of(Role::Muted, item);
        let columns = item.width_in(paper.measure());
        match lines.last_mut() {
            Some(line) if line.width_in(paper.measure()) + 3 + columns <= paper.width => {
                line.push(Role::Muted, "   ");
                line.append(item);
            }
            _ => lines.push(item.truncate(paper.measure(), paper.width, paper.glyphs)),
        }
    }
    lines
}

/// What fills the columns of a row.
struct Row {
    head: String,
    /// What stands where nothing was put.
    rest: char,
    /// For each column, marks and the ticks that they take.
    columns: Vec<Vec<(char, u64)>>,
}

struct Drawing<'a> {
    paper: &'a Paper,
    trace: &'a Trace,
    letters: Vec<char>,
    /// Ticks of a column.
    ticks: u64,
    /// Columns under each other before the next ones begin below.
    room: usize,
    /// Columns of the heads.
    head: usize,
}

impl<'a> Drawing<'a> {
    fn new(paper: &'a Paper, trace: &'a Trace) -> Drawing<'a> {
        let letters = letters(&trace.tasks);
        let mut drawing = Drawing { paper, trace, letters, ticks: 1, room: 1, head: 0 };
        let heads = drawing.heads();
        let widest = heads.iter().map(|it| paper.measure().width(it)).max().unwrap_or(0);
        drawing.head = widest.min(paper.width / 3);
        let room = paper.width.saturating_sub(drawing.head + 2).max(1);
        // Blocks begin at a number.
        drawing.room = if room < NUMBERED { room } else { room / NUMBERED * NUMBERED };
        let blocks = (ROWS / (heads.len() + 2)).max(1);
        let most = (drawing.room * blocks) as u64;
        let steps = (0..).flat_map(|power| [1, 2, 5].map(|it| it * 10_u64.saturating_pow(power)));
        drawing.ticks = steps.into_iter().find(|it| trace.time.div_ceil(*it) <= most).unwrap_or(1);
        drawing
    }

    fn with_tasks(&self) -> bool {
        self.trace.tasks.len() <= TASKS
    }

    fn heads(&self) -> Vec<String> {
        let cores = (0..self.trace.setup.cores).map(words::core);
        let tasks = self.trace.tasks.iter().zip(&self.letters).map(|(task, letter)| {
            let letter = letter.to_string();
            if *task.name == *letter { letter } else { format!("{letter} {}", task.name) }
        });
        cores.chain(tasks.filter(|_| self.with_tasks())).collect()
    }

    fn rows(&self) -> Vec<Row> {
        let trace = self.trace;
        let columns = usize::try_from(trace.time.div_ceil(self.ticks)).unwrap_or(0);
        let cores = trace.setup.cores;
        let rest = |at: usize| if at < cores { RESTS } else { READY };
        let heads = self.heads().into_iter().enumerate();
        let mut rows: Vec<Row> = heads
            .map(|(at, head)| Row { head, rest: rest(at), columns: vec![Vec::new(); columns] })
            .collect();
        let mut put = |row: usize, from: u64, to: u64, mark: char| {
            if let Some(row) = rows.get_mut(row) {
                row.put(self.ticks, from, to.min(trace.time), mark);
            }
        };
        let place = |task: TaskId| trace.tasks.iter().position(|it| it.id == task);
        for slice in trace.slices() {
            let Some(task) = place(slice.task) else { continue };
            put(slice.core, slice.from, slice.to, self.letters[task]);
            let one = self.paper.glyphs.bar().chars().next().filter(|_| cores == 1);
            let digit = char::from_digit(slice.core as u32, 10);
            put(cores + task, slice.from, slice.to, one.or(digit).unwrap_or('#'));
        }
        for (at, core, switch) in trace.switches() {
            let end = at + u64::from(switch.ticks);
            put(core, at, end, LOADING);
            if let Some(task) = place(switch.to) {
                put(cores + task, at, end, LOADING);
            }
        }
        for (task, from, to) in blocked(trace) {
            if let Some(task) = place(task) {
                put(cores + task, from, to, RESTS);
            }
        }
        for (at, task) in trace.tasks.iter().enumerate() {
            put(cores + at, 0, task.arrived.unwrap_or(trace.time), ABSENT);
            put(cores + at, task.ended.unwrap_or(trace.time), trace.time, ABSENT);
        }
        rows
    }

    fn lines(&self) -> Vec<Line> {
        let rows = self.rows();
        let columns = rows.first().map_or(0, |it| it.columns.len());
        let measure = self.paper.measure();
        let mut lines = Vec::new();
        for start in (0..columns).step_by(self.room) {
            let end = (start + self.room).min(columns);
            if start > 0 {
                lines.push(Line::new());
            }
            lines.push(self.numbers(start, end));
            for row in &rows {
                let head = Line::plain(row.head.as_str());
                let head = head.truncate(measure, self.head, self.paper.glyphs);
                let mut line = head.pad(measure, self.head, Align::Left).space(2);
                for column in start..end {
                    let mark = row
                        .mark(column, self.ticks.min(self.trace.time - column as u64 * self.ticks));
                    line.push(role(mark), mark.to_string());
                }
                lines.push(line.trimmed());
            }
        }
        lines
    }

    /// The ticks over a block.
    fn numbers(&self, start: usize, end: usize) -> Line {
        let mut line = Line::new().space(self.head + 2);
        for column in (start..end).step_by(NUMBERED) {
            let number = (column as u64 * self.ticks).to_string();
            let room = NUMBERED.min(end - column);
            if number.len() <= room {
                line.push(Role::Muted, self.paper.measure().pad(&number, room, Align::Left));
            }
        }
        line.trimmed()
    }
}

impl Row {
    /// Lets a mark have the ticks from a moment to another.
    fn put(&mut self, ticks: u64, from: u64, to: u64, mark: char) {
        if to <= from {
            return;
        }
        let first = usize::try_from(from / ticks).unwrap_or(usize::MAX);
        for (column, marks) in self.columns.iter_mut().enumerate().skip(first) {
            let start = column as u64 * ticks;
            if to <= start {
                break;
            }
            let part = to.min(start + ticks) - from.max(start);
            match marks.iter_mut().find(|it| it.0 == mark) {
                Some(known) => known.1 += part,
                None => marks.push((mark, part)),
            }
        }
    }

    /// What took most of the ticks of a column; of equals, what came first.
    fn mark(&self, column: usize, ticks: u64) -> char {
        let marks = &self.columns[column];
        let rest = ticks.saturating_sub(marks.iter().map(|it| it.1).sum());
        let all = marks.iter().copied().chain([(self.rest, rest)]);
        let most = all.rev().max_by_key(|it| it.1);
        most.map_or(self.rest, |it| it.0)
    }
}

fn role(mark: char) -> Role {
    match mark {
        LOADING => Role::Partial,
        READY | RESTS | ABSENT => Role::Muted,
        letter if letter.is_ascii_alphabetic() => Role::Strong,
        _ => Role::Bar,
    }
}

/// A letter for each task: its name if all names are letters.
fn letters(tasks: &[Task]) -> Vec<char> {
    let own = |it: &Task| {
        let mut letters = it.name.chars();
        letters.next().filter(|it| it.is_ascii_alphabetic() && letters.next().is_none())
    };
    let names: Option<Vec<char>> = tasks.iter().map(own).collect();
    let alphabet = ('A'..='Z').chain('a'..='z').chain(std::iter::repeat('*'));
    names.unwrap_or_else(|| alphabet.take(tasks.len()).collect())
}

/// When which task waited for something else than a core.
fn blocked(trace: &Trace) -> Vec<(TaskId, u64, u64)> {
    let mut since: Vec<(TaskId, u64)> = Vec::new();
    let mut all = Vec::new();
    for it in &trace.events {
        match it.what {
            What::Blocked(task, _) => since.push((task, it.at)),
            What::Woken(task) | What::Machine(Event::Ended { task }) => {
                if let Some(at) = since.iter().position(|it| it.0 == task) {
                    all.push((task, since.remove(at).1, it.at));
                }
            }
            _ => {}
        }
    }
    all.extend(since.into_iter().map(|(task, from)| (task, from, trace.time)));
    all
}

/// Each stretch of work and each switch that takes time, in order.
fn sentences(lang: Lang, paper: &Paper, trace: &Trace) -> Vec<Line> {
    let name = |task: TaskId| trace.task(task).map_or("?", |it| &it.name);
    let mut told: Vec<(u64, usize, String)> = Vec::new();
    for it in trace.slices() {
        let sentence = words::worked(lang, it.core, name(it.task), (it.from, it.to), it.left);
        told.push((it.from, it.core, sentence));
    }
    for (at, core, switch) in trace.switches().filter(|it| it.2.ticks > 0) {
        let end = (at + u64::from(switch.ticks)).min(trace.time);
        told.push((at, core, words::loaded(lang, core, name(switch.to), (at, end))));
    }
    told.sort();
    let more = told.len().saturating_sub(SENTENCES);
    let told = told.into_iter().take(SENTENCES).map(|it| it.2);
    let more = (more > 0).then(|| words::more(lang, more));
    told.chain(more).flat_map(|it| paper.paragraphs(Role::Plain, it, 0)).collect()
}
