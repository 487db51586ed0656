//! The stepper as lines: for a screen of a given height, and line by line.
//!
//! Invariant: a screen has at most its height in lines, and what stands in them is a function of
//! the stepper, the program's rows and the paper. The plain form says everything that the screen
//! says. It must not know keys beyond their names.

mod code;
mod side;

use crate::{
    lab::End,
    message::{lab as lab_words, step as words},
    program::Row,
    session::step::{Notice, Panel, Stepper},
    text::Lang,
    view::{Line, Measure, Paper, Role, hints},
};

use side::{task_lines, tasks_of, waiting};

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

/// Lines for a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The lines, at most as many as the screen is high.
    pub lines: Vec<Line>,
    /// The most lines that can be above the window of what scrolls.
    pub most: usize,
}

/// The screen, `height` lines high. `extra` stands below the title.
pub fn screen(
    lang: Lang,
    paper: &Paper,
    height: usize,
    subject: &Subject,
    stepper: &Stepper,
    extra: &[Line],
    keys: &[(String, &str)],
) -> Screen {
    if paper.width < 20 || height < 6 {
        return Screen { lines: vec![cut(paper, words::too_small(lang).into())], most: 0 };
    }
    let mut top = vec![header(lang, paper, subject, stepper)];
    top.extend(extra.iter().map(|it| cut(paper, it.clone())));
    let keys: Vec<(&str, &str)> = keys.iter().map(|it| (&*it.0, it.1)).collect();
    let mut bottom = hints(paper, 0, &keys);
    bottom.truncate(if height < LOW { 1 } else { 2 });
    let below = if *stepper.panel() == Panel::Run {
        let mut status = status(lang, paper, stepper);
        status.resize(if height < LOW { 1 } else { 2 }, Line::new());
        status.push(scrub(lang, paper, stepper));
        status.extend(bottom);
        status
    } else {
        bottom
    };
    let gaps = if height < LOW { 0 } else { 2 };
    let room = height.saturating_sub(top.len() + below.len() + gaps).max(1);
    let (body, most) = body(lang, paper, room, subject, stepper);
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

/// What stands between the title and the bottom.
fn body(
    lang: Lang,
    paper: &Paper,
    room: usize,
    subject: &Subject,
    stepper: &Stepper,
) -> (Vec<Line>, usize) {
    if *stepper.panel() != Panel::Run {
        return window(panel(lang, paper, stepper), stepper.scroll(), room);
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
                let code = code.pad(paper.measure(), width + GAP, crate::view::Align::Left);
                code.then(side.clone())
            }
            None => code,
        }
    });
    (both.collect(), most)
}

/// What is open instead of the run.
pub fn panel(lang: Lang, paper: &Paper, stepper: &Stepper) -> Vec<Line> {
    let heads = words::heads(lang);
    let (head, lines) = match stepper.panel() {
        Panel::Run => return Vec::new(),
        Panel::Help => {
            let mut lines =
                crate::view::choices(&Paper { accessible: true, ..*paper }, 0, &words::help(lang));
            lines.extend(paper.paragraphs(Role::Muted, words::help_note(lang), 0));
            (heads.keys, lines)
        }
        Panel::Waits => (heads.waits, waits(lang, paper, stepper)),
        Panel::Memory => (heads.memory, side::pages(lang, paper, stepper)),
        Panel::Reach(Ok(report)) => (heads.reach, crate::view::lab::report(lang, paper, report)),
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

fn waits(lang: Lang, paper: &Paper, stepper: &Stepper) -> Vec<Line> {
    let (machine, state) = (stepper.machine(), stepper.state());
    let waits = stepper.tasks().into_iter().filter_map(|task| {
        let blocker = machine.blocked_on(state, task)?;
        let why = words::waits(lang, &waiting(machine, state, task, blocker));
        Some(cut(
            paper,
            Line::of(Role::Strong, machine.name(task).as_ref()).space(2).with(Role::Plain, why),
        ))
    });
    let waits: Vec<Line> = waits.collect();
    if waits.is_empty() { vec![words::nobody_waits(lang).into()] } else { waits }
}

/// As many lines as fit, from the scroll on; and how far can be scrolled.
fn window(lines: Vec<Line>, scroll: usize, room: usize) -> (Vec<Line>, usize) {
    let most = lines.len().saturating_sub(room);
    (lines.into_iter().skip(scroll.min(most)).take(room).collect(), most)
}

fn header(lang: Lang, paper: &Paper, subject: &Subject, stepper: &Stepper) -> Line {
    let place = Line::plain(words::place(lang, stepper.at(), stepper.story().len()));
    let mut title = Line::of(Role::Heading, subject.name);
    if !subject.title.is_empty() {
        title = title.space(2).with(Role::Plain, subject.title);
    }
    let measure = paper.measure();
    let room = paper.width.saturating_sub(place.width_in(measure) + 2);
    let title = title.truncate(measure, room, paper.glyphs);
    title.pad(measure, room + 2, crate::view::Align::Left).then(place)
}

/// What happened last, or why nothing did, or what is asked; and how the run has ended.
fn status(lang: Lang, paper: &Paper, stepper: &Stepper) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(line) = asked(lang, stepper) {
        lines.push(cut(paper, line));
    }
    if let Some(end) = stepper.end() {
        lines.push(cut(paper, end_line(lang, end)));
    }
    lines.push(cut(paper, happened(lang, stepper)));
    lines.truncate(2);
    lines
}

/// How a run has ended.
fn end_line(lang: Lang, end: End) -> Line {
    let role = if end == End::Finished { Role::Right } else { Role::Wrong };
    Line::of(role, words::end(lang, end))
}

/// A choice that is to be made, or why nothing moved.
fn asked(lang: Lang, stepper: &Stepper) -> Option<Line> {
    let (machine, state) = (stepper.machine(), stepper.state());
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
        Some(Notice::Ended(task)) => words::cannot_move(lang, &name(task), words::ended(lang)),
        Some(Notice::Blocked(task, blocker)) => {
            let why = words::waits(lang, &waiting(machine, state, *task, *blocker));
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
    let machine = stepper.machine();
    let before = stepper.story().state(stepper.at() - 1);
    let done =
        machine.place(before, way.task).map(|pc| code::step_at(machine, before, way.task, pc));
    Line::of(Role::Strong, stepper.written(way))
        .space(2)
        .with(Role::Plain, done.unwrap_or_default())
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
    let mut title = Line::of(Role::Heading, subject.name);
    if !subject.title.is_empty() {
        title = title.space(2).with(Role::Plain, subject.title);
    }
    let mut lines = title.wrap_in(paper.measure(), paper.width, 2);
    lines.extend(listing(paper, subject, stepper));
    lines
}

fn listing(paper: &Paper, subject: &Subject, stepper: &Stepper) -> Vec<Line> {
    let rows = code::rows(subject.rows, stepper).into_iter();
    rows.flat_map(|it| it.line.wrap_in(paper.measure(), paper.width, 4)).collect()
}

/// The state line by line, for the plain form.
pub fn plain(lang: Lang, paper: &Paper, subject: &Subject, stepper: &Stepper) -> Vec<Line> {
    let mut lines = Vec::new();
    match stepper.panel() {
        Panel::Help => {
            let keys = words::typed_help(lang);
            lines.extend(crate::view::choices(&Paper { accessible: true, ..*paper }, 0, &keys));
            lines.extend(paper.paragraphs(Role::Muted, words::help_note(lang), 0));
            return lines;
        }
        Panel::Run => {}
        _ => return panel(lang, paper, stepper),
    }
    if let Some(line) = asked(lang, stepper) {
        return line.wrap_in(paper.measure(), paper.width, 2);
    }
    let place = words::place(lang, stepper.at(), stepper.story().len());
    let done = Line::of(Role::Heading, place).space(2).then(happened(lang, stepper));
    lines.extend(done.wrap_in(paper.measure(), paper.width, 2));
    if stepper.expanded() {
        lines.extend(listing(paper, subject, stepper));
    }
    lines.extend(task_lines(lang, paper, stepper));
    lines.extend(side::memory(lang, paper, stepper));
    lines.extend(stepper.end().map(|end| end_line(lang, end)));
    lines
}

fn cut(paper: &Paper, line: Line) -> Line {
    line.truncate(paper.measure(), paper.width, paper.glyphs)
}

/// How wide text is on this paper.
fn wide(measure: Measure, text: &str) -> usize {
    measure.width(text)
}
