//! What happens in a run, in sentences: a row for each thing that happens.
//!
//! Invariant: rows stand in the order of the events; of a long run rows in the middle are left out,
//! and that is said. Each row is a sentence that stands alone.

use crate::{
    lab::{
        self, Story,
        timed::{Switch, Trace, Wait, What},
    },
    machine::{Event, Machine, State, TaskId},
    message::{drawing, run as words},
    text::Lang,
    view::{Column, Line, Paper, Role, Table},
};

use super::waits::sentence;

/// Of a run with more steps, steps have no rows: its story need not be there.
pub const STEPS: usize = 24;

/// Rows at the beginning and at the end of a long story.
const FIRST: usize = 20;
const LAST: usize = 4;

/// What happens in a run, which ended in this state. With its states each step has a row too.
pub fn story(
    lang: Lang,
    paper: &Paper,
    trace: &Trace,
    (machine, last): (&Machine, &State),
    story: Option<&Story>,
) -> Vec<Line> {
    let telling = Telling { lang, trace, machine, last, story };
    let rows = telling.rows();
    let left_out = rows.len().saturating_sub(FIRST + LAST);
    let [tick, core, what] = words::heads(lang);
    let cores = 1 < trace.setup.cores;
    let mut columns = vec![Column::new(tick).right()];
    columns.extend(cores.then(|| Column::new(core).right()));
    columns.push(Column::new(what).wrapping(16));
    let mut table = Table::new(columns);
    for (at, row) in rows.into_iter().enumerate() {
        if 0 < left_out && at == FIRST {
            table.note(Line::of(Role::Muted, words::left_out(lang, left_out)));
        }
        if (FIRST..FIRST + left_out).contains(&at) {
            continue;
        }
        let mut cells = vec![Line::of(Role::Muted, row.at.to_string())];
        cells.extend(cores.then(|| {
            let core = row.core.map(|it| it.to_string()).unwrap_or_default();
            Line::of(Role::Muted, core)
        }));
        cells.push(row.line);
        table.row(cells);
    }
    let mut lines = table.draw(paper);
    let role = match trace.ending {
        lab::timed::Ending::Finished => Role::Strong,
        _ => Role::Error,
    };
    lines.extend(paper.paragraphs(role, words::ending(lang, trace.ending, trace.time), 0));
    lines
}

struct Row {
    at: u64,
    core: Option<usize>,
    line: Line,
}

struct Telling<'a, 'm, 'p> {
    lang: Lang,
    trace: &'a Trace,
    machine: &'a Machine<'p>,
    last: &'a State,
    story: Option<&'a Story<'m, 'p>>,
}

impl Telling<'_, '_, '_> {
    fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut steps = 0;
        let mut events = self.trace.events.iter().peekable();
        while let Some(it) = events.next() {
            let line = match it.what {
                // Who comes at one moment comes in one row.
                What::Arrived(task) => {
                    let mut names = vec![self.name(task)];
                    while let Some(next) = events.peek().filter(|next| next.at == it.at)
                        && let What::Arrived(other) = next.what
                    {
                        names.push(self.name(other));
                        events.next();
                    }
                    let all = names.join(", ");
                    Some(Line::plain(words::arrived(self.lang, &all, names.len() == 1)))
                }
                What::Machine(Event::Step { .. }) => {
                    steps += 1;
                    self.story.map(|story| self.step(story, steps - 1))
                }
                what => self.sentence(what),
            };
            rows.extend(line.map(|line| Row { at: it.at, core: it.core, line }));
        }
        rows
    }

    fn name(&self, task: TaskId) -> String {
        self.machine.name(task).into_owned()
    }

    /// A step, and what it overwrites.
    fn step(&self, story: &Story, at: usize) -> Line {
        let done = lab::account(story, at);
        let mut line = Line::of(Role::Strong, self.name(done.task));
        line.push(Role::Plain, format!(": {}", done.text));
        for note in &done.notes {
            if matches!(note, lab::Note::Overwrites(_)) {
                line.push(Role::Plain, ", ");
                line.push(Role::Wrong, drawing::note(self.lang, note, |it| self.name(it)));
            }
        }
        line
    }

    fn sentence(&self, what: What) -> Option<Line> {
        let lang = self.lang;
        let plain = |text: String| Some(Line::plain(text));
        match what {
            What::Woken(task) => plain(words::ready(lang, &self.name(task))),
            What::Loading(switch) => Some(self.switch(switch)),
            What::Blocked(task, Wait::Io(until)) => plain(words::io(lang, &self.name(task), until)),
            What::Blocked(task, Wait::For(blocker)) => {
                let waiting = lab::waiting_for(self.machine, self.last, task, Some(blocker));
                // Its owner has not ended yet, whatever it did later.
                let waiting = lab::Waiting { on: waiting.on.or(Some(task)), ..waiting };
                sentence(lang, self.machine, &waiting).and_then(plain)
            }
            What::Level(task, level) => plain(words::level(lang, &self.name(task), level + 1)),
            What::Boosted => plain(words::boosted(lang).to_owned()),
            What::TlbMiss { task, page } if self.story.is_some() => {
                let words_of = self.machine.options().page_words;
                let first = page.wrapping_mul(u32::try_from(words_of).unwrap_or(1));
                let address = lab::memory::hexadecimal(first.cast_signed());
                let text = words::tlb_miss(lang, &self.name(task), &address);
                Some(Line::of(Role::Muted, text))
            }
            What::Machine(event) => self.event(event),
            What::Arrived(_) | What::Began(_) | What::Left(..) | What::TlbMiss { .. } => None,
        }
    }

    fn switch(&self, switch: Switch) -> Line {
        let to = self.name(switch.to);
        let text = match switch.from {
            None => words::loaded(self.lang, &to, switch.ticks),
            Some((from, why)) => {
                let from = (&*self.name(from), why);
                words::switched(self.lang, from, &to, switch.ticks, switch.process)
            }
        };
        Line::of(Role::Muted, text)
    }

    /// What happens beside what the row of a step says.
    fn event(&self, event: Event) -> Option<Line> {
        let lang = self.lang;
        let pipe = |it: u16| &*self.machine.program().pipes[usize::from(it)].name;
        let plain = |text: String| Some(Line::plain(text));
        match event {
            Event::Copied { task, region, address } => {
                let copied = lab::Note::Copied { region, address };
                let text = drawing::note(lang, &copied, |it| self.name(it));
                Some(Line::of(Role::Partial, format!("{}: {text}", self.name(task))))
            }
            Event::Faulted { task, fault } => {
                let text = format!("{}: {}", self.name(task), drawing::faulted(lang, fault));
                Some(Line::of(Role::Error, text))
            }
            Event::Ended { task } => {
                let ended = lab::Note::Ended(task);
                plain(drawing::note(lang, &ended, |it| self.name(it)))
            }
            _ if self.story.is_some() => None,
            Event::Forked { task, child } => {
                plain(words::forked(lang, &self.name(task), &self.name(child)))
            }
            Event::Spawned { task, thread } => {
                plain(words::spawned(lang, &self.name(task), &self.name(thread)))
            }
            Event::Printed { task, value } => plain(words::printed(lang, &self.name(task), value)),
            Event::Sent { task, pipe: to, value } => {
                plain(words::sent(lang, &self.name(task), value, pipe(to)))
            }
            Event::Received { task, pipe: from, value } => {
                plain(words::received(lang, &self.name(task), value, pipe(from)))
            }
            _ => None,
        }
    }
}
