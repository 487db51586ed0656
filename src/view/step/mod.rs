//! The stepper as lines: for a screen of a given height, and line by line.
//!
//! Invariant: a screen has at most its height in lines, and what stands in them is a function of
//! the stepper, the program's rows and the paper. The plain form says everything that the screen
//! says. It must not know keys beyond their names.

mod code;
mod game;
mod side;

use crate::{
    lab::End,
    machine::Phase,
    message::{lab as lab_words, step as words},
    program::Row,
    session::{
        drive::{Driver, Said},
        step::{Notice, Panel, Stepper},
    },
    text::Lang,
    view::{Align, Column, Line, Paper, Role, Table, hints, lab},
};

pub use game::score;
use game::{goal, said};
use side::{task_lines, tasks_of};

/// The width from which memory stands beside the code.
const BESIDE: usize = 64;
/// The space between code and memory.
const GAP: usize = 3;
/// The height below which the parts stand closer.
const LOW: usize = 16;

/// What is stepped through.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its name: an id, or a file's.
    pub name: &'a str,
    /// Its title; empty for a file.
    pub title: &'a str,
    /// Its program, to be read.
    pub rows: &'a [Row],
}

impl Subject<'_> {
    fn line(&self) -> Line {
        let name = Line::of(Role::Heading, self.name);
        if self.title.is_empty() { name } else { name.space(2).with(Role::Plain, self.title) }
    }
}

/// Lines for a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The lines, at most as many as the screen is high.
    pub lines: Vec<Line>,
    /// The most lines that can be above the window of what scrolls.
    pub most: usize,
}

/// The screen, `height` lines high.
pub fn screen(
    lang: Lang,
    paper: &Paper,
    height: usize,
    subject: &Subject,
    stepper: &Stepper,
    game: Option<&Driver>,
) -> Screen {
    if paper.width < 20 || height < 6 {
        return Screen { lines: vec![cut(paper, words::too_small(lang).into())], most: 0 };
    }
    let low = height < LOW;
    let mut top = vec![header(lang, paper, subject, stepper)];
    top.extend(game.map(|it| cut(paper, goal(lang, it))));
    let last = stepper.keys().into_iter().flatten().last().unwrap_or('1');
    let bottom = keys(paper, words::keys(lang, last, game.is_some()), if low { 1 } else { 2 });
    let below = if *stepper.panel() == Panel::Run {
        let mut status = status(lang, paper, stepper, game);
        status.resize(if low { 1 } else { 2 }, Line::new());
        status.push(scrub(lang, paper, stepper));
        status.extend(bottom);
        status
    } else {
        bottom
    };
    let gaps = if low { 0 } else { 2 };
    let room = height.saturating_sub(top.len() + below.len() + gaps).max(1);
    let (body, most) = body(lang, paper, room, subject, stepper, game);
    let gap = (gaps > 0).then(Line::new);
    let mut lines = top;
    lines.extend(gap.clone());
    lines.extend(body);
    lines.resize(height.saturating_sub(below.len() + usize::from(gap.is_some())), Line::new());
    lines.extend(gap);
    lines.extend(below);
    lines.truncate(height);
    Screen { lines, most }
}

/// The keys in so many lines: where they do not fit, those before the last two go, the last first.
fn keys(paper: &Paper, mut keys: Vec<(String, &str)>, room: usize) -> Vec<Line> {
    loop {
        let all: Vec<(&str, &str)> = keys.iter().map(|it| (&*it.0, it.1)).collect();
        let lines = hints(paper, 0, &all);
        if lines.len() <= room || keys.len() < 3 {
            return lines.into_iter().take(room).collect();
        }
        keys.remove(keys.len() - 3);
    }
}

/// What stands between the title and the bottom.
fn body(
    lang: Lang,
    paper: &Paper,
    room: usize,
    subject: &Subject,
    stepper: &Stepper,
    game: Option<&Driver>,
) -> (Vec<Line>, usize) {
    if *stepper.panel() != Panel::Run {
        return window(panel(lang, paper, stepper, game), stepper.scroll(), room);
    }
    let code = code::rows(subject.rows, stepper);
    if paper.width < BESIDE {
        let side = side::lines(lang, paper, stepper);
        let height = side.len().min((room / 2).max(room.saturating_sub(code.len())));
        let (side, most) = window(side, stepper.scroll(), height);
        let mut lines = code::folded(paper, &code, room - height);
        lines.extend(side);
        return (lines, most);
    }
    let widest = code.iter().map(|it| it.line.width_in(paper.measure())).max().unwrap_or(0);
    let width = widest.clamp(24, paper.width * 11 / 20);
    let left = Paper { width, ..*paper };
    let right = Paper { width: paper.width - width - GAP, ..*paper };
    let (side, most) = window(side::lines(lang, &right, stepper), stepper.scroll(), room);
    let code = code::folded(&left, &code, room);
    let both = (0..code.len().max(side.len())).map(|at| {
        let code = code.get(at).cloned().unwrap_or_default();
        match side.get(at).filter(|it| !it.is_empty()) {
            Some(side) => {
                let code = code.pad(paper.measure(), width + GAP, Align::Left);
                code.then(side.clone())
            }
            None => code,
        }
    });
    (both.collect(), most)
}

/// What is open instead of the run.
fn panel(lang: Lang, paper: &Paper, stepper: &Stepper, game: Option<&Driver>) -> Vec<Line> {
    let heads = words::heads(lang);
    let (machine, state) = (stepper.machine(), stepper.state());
    let (head, lines) = match stepper.panel() {
        Panel::Run => return Vec::new(),
        Panel::Help => (heads.keys, help(lang, paper, words::help(lang), game)),
        Panel::Waits => (heads.waits, lab::waits(lang, paper, machine, state)),
        Panel::Memory => (heads.memory, lab::memory(lang, paper, machine, state)),
        Panel::Reach(Ok(report)) => (heads.reach, lab::report(lang, paper, report)),
        Panel::Reach(Err(limit)) => {
            let (bounded, most) = lab_words::bound(*limit);
            let limit = lab_words::limit(lang, lab_words::bounded(lang, bounded), most);
            (heads.reach, paper.paragraphs(Role::Warning, limit, 0))
        }
    };
    let mut all = vec![Line::of(Role::Heading, head)];
    all.extend(lines);
    all
}

/// What keys do, and that going back is free.
fn help(
    lang: Lang,
    paper: &Paper,
    mut keys: Vec<(&str, &str)>,
    game: Option<&Driver>,
) -> Vec<Line> {
    if game.is_some() {
        keys.extend(words::game_help(lang));
    }
    let mut table = Table::new([Column::new(""), Column::new("").wrapping(12)]);
    for (key, does) in keys {
        table.row([Line::of(Role::Key, key), Line::plain(does)]);
    }
    let mut lines = table.draw(paper);
    lines.extend(paper.paragraphs(Role::Muted, words::help_note(lang), 0));
    lines
}

/// As many lines as fit, from the scroll on; and how far can be scrolled.
fn window(lines: Vec<Line>, scroll: usize, room: usize) -> (Vec<Line>, usize) {
    let most = lines.len().saturating_sub(room);
    (lines.into_iter().skip(scroll.min(most)).take(room).collect(), most)
}

fn header(lang: Lang, paper: &Paper, subject: &Subject, stepper: &Stepper) -> Line {
    let place = Line::plain(words::place(lang, stepper.at(), stepper.story().len()));
    let measure = paper.measure();
    let room = paper.width.saturating_sub(place.width_in(measure) + 2);
    let title = subject.line().truncate(measure, room, paper.glyphs);
    title.pad(measure, room + 2, Align::Left).then(place)
}

/// What happened last, or why nothing did, or what is asked; and how the run has ended.
fn status(lang: Lang, paper: &Paper, stepper: &Stepper, game: Option<&Driver>) -> Vec<Line> {
    let told = asked(lang, stepper).or_else(|| said(lang, game?));
    let end = stepper.end().map(|end| end_line(lang, end));
    let lines = told.into_iter().chain(end).chain([happened(lang, stepper)]);
    lines.map(|it| cut(paper, it)).take(2).collect()
}

/// How a run has ended.
fn end_line(lang: Lang, end: End) -> Line {
    let role = if end == End::Finished { Role::Right } else { Role::Wrong };
    Line::of(role, words::end(lang, end))
}

/// A choice that is to be made, or why nothing moved.
fn asked(lang: Lang, stepper: &Stepper) -> Option<Line> {
    let machine = stepper.machine();
    let keyed = |tasks: &mut dyn Iterator<Item = crate::machine::TaskId>| {
        let all = tasks_of(stepper);
        let one = |task| {
            let key = all.iter().find(|it| it.0 == task).and_then(|it| it.1);
            format!("{} {}", key.map(String::from).unwrap_or_default(), machine.name(task))
        };
        tasks.map(one).collect::<Vec<_>>().join("   ")
    };
    let ready = || {
        let mut tasks: Vec<_> = stepper.possible().into_iter().map(|it| it.task).collect();
        tasks.dedup();
        keyed(&mut tasks.into_iter())
    };
    let name = |task: &_| machine.name(*task).into_owned();
    let sentence = match stepper.notice() {
        None => {
            let waker = stepper.sleepers().first()?.task;
            let sleepers = keyed(&mut stepper.sleepers().iter().filter_map(|it| it.woken));
            return Some(Line::of(
                Role::Key,
                words::choose_sleeper(lang, &name(&waker), &sleepers),
            ));
        }
        Some(Notice::ChooseTask) => words::choose_task(lang, &ready()),
        Some(Notice::NoTask) => words::no_task(lang).into(),
        Some(Notice::Ended(task)) => {
            let died = machine.phase(stepper.state(), *task) == Phase::Died;
            let why = if died { words::died(lang) } else { words::ended(lang) };
            words::cannot_move(lang, &name(task), why)
        }
        Some(Notice::Blocked(task)) => {
            let why = side::waits(lang, stepper, *task).unwrap_or_default();
            words::cannot_move(lang, &name(task), &why)
        }
        Some(Notice::NotASleeper(task)) => words::not_a_sleeper(lang, &name(task)),
        Some(Notice::AtStart) => words::at_start(lang).into(),
        Some(Notice::AtEnd) => return None,
        Some(Notice::Derailed(derailed)) => {
            let possible = derailed.possible.join(", ");
            words::derailed(lang, derailed.at + 1, &derailed.written, &possible)
        }
        Some(Notice::Limit(limit)) => {
            let (bounded, most) = lab_words::bound(*limit);
            lab_words::limit(lang, lab_words::bounded(lang, bounded), most)
        }
    };
    Some(Line::of(Role::Warning, sentence))
}

/// What the last move did.
fn happened(lang: Lang, stepper: &Stepper) -> Line {
    let Some(way) = stepper.last_move() else {
        return Line::of(Role::Muted, words::nothing_yet(lang));
    };
    let done = lab::step(lang, stepper.story(), stepper.at() - 1);
    Line::of(Role::Strong, stepper.written(way)).space(2).then(done)
}

/// The moves around the present place: done, a mark, and those recorded after it.
fn scrub(lang: Lang, paper: &Paper, stepper: &Stepper) -> Line {
    let measure = paper.measure();
    let names = stepper.story().schedule();
    let head = words::heads(lang).schedule;
    let mut room = paper.width.saturating_sub(measure.width(head) + 5);
    // The place is in the middle, or where there is less on one side, as far out as fits.
    let (mut from, mut to) = (stepper.at(), stepper.at());
    let cost = |it: &String| measure.width(it) + 1;
    loop {
        let before = from.checked_sub(1).map(|it| cost(&names[it])).filter(|it| *it <= room);
        if let Some(cost) = before {
            from -= 1;
            room -= cost;
        }
        let after = names.get(to).map(cost).filter(|it| *it <= room);
        if let Some(cost) = after {
            to += 1;
            room -= cost;
        }
        if before.is_none() && after.is_none() {
            break;
        }
    }
    let mut line = Line::of(Role::Muted, head).space(1);
    if 0 < from {
        line.push(Role::Muted, paper.glyphs.ellipsis());
    }
    for (at, name) in names.iter().enumerate().take(stepper.at()).skip(from) {
        let role = if at + 1 == stepper.at() { Role::Strong } else { Role::Plain };
        line = line.space(1).with(role, name.as_str());
    }
    line = line.space(1).with(Role::Key, "|");
    for name in &names[stepper.at()..to] {
        line = line.space(1).with(Role::Muted, name.as_str());
    }
    if to < names.len() {
        line.push(Role::Muted, paper.glyphs.ellipsis());
    }
    cut(paper, line)
}

/// What the plain form begins with: what is stepped through, and its program.
pub fn opening(paper: &Paper, subject: &Subject, stepper: &Stepper) -> Vec<Line> {
    let mut lines = subject.line().wrap_in(paper.measure(), paper.width, 2);
    if !stepper.expanded() {
        lines.extend(listing(paper, subject, stepper));
    }
    lines
}

fn listing(paper: &Paper, subject: &Subject, stepper: &Stepper) -> Vec<Line> {
    let rows = code::rows(subject.rows, stepper).into_iter();
    rows.flat_map(|it| it.line.wrap_in(paper.measure(), paper.width, 4)).collect()
}

/// The state line by line, for the plain form.
pub fn plain(
    lang: Lang,
    paper: &Paper,
    subject: &Subject,
    stepper: &Stepper,
    game: Option<&Driver>,
) -> Vec<Line> {
    match stepper.panel() {
        Panel::Help => return help(lang, paper, words::typed_help(lang), game),
        Panel::Run => {}
        _ => return panel(lang, paper, stepper, game),
    }
    let wrapped = |line: Line| line.wrap_in(paper.measure(), paper.width, 2);
    if let Some(line) = asked(lang, stepper) {
        return wrapped(line);
    }
    let told = game.and_then(|it| said(lang, it));
    if matches!(
        game.and_then(Driver::said),
        Some(Said::Hint(..) | Said::NoHint | Said::CanBeDone | Said::Proved)
    ) {
        return told.map(wrapped).unwrap_or_default();
    }
    let mut lines = vec![Line::new()];
    if let Some(game) = game.filter(|_| stepper.at() == 0) {
        lines.extend(wrapped(goal(lang, game)));
    }
    let place = words::place(lang, stepper.at(), stepper.story().len());
    lines.extend(wrapped(Line::of(Role::Heading, place).space(2).then(happened(lang, stepper))));
    if stepper.expanded() {
        lines.extend(listing(paper, subject, stepper));
    }
    lines.extend(task_lines(lang, paper, stepper));
    lines.extend(side::memory(lang, paper, stepper));
    lines.extend(stepper.end().map(|end| end_line(lang, end)));
    lines.extend(told.into_iter().flat_map(wrapped));
    lines
}

fn cut(paper: &Paper, line: Line) -> Line {
    line.truncate(paper.measure(), paper.width, paper.glyphs)
}

#[cfg(test)]
mod tests;
