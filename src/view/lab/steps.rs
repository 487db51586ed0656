//! A run as a table: a column for each task, a row for each step, then the variables.
//!
//! Invariant: each step stands in the row of its number, whatever the width; where there is no room
//! for a column for each task, each row names its task. What a step did stands in words.

use std::ops::Range;

use crate::{
    lab::{Account, Note, Story, Word, account, words_used},
    machine::{Machine, TaskId},
    message::drawing::{note, step_heads as heads},
    text::Lang,
    view::{Column, Line, Paper, Role, Table},
};

/// Variables that have a column each; where there are more, none has.
const VARIABLES: usize = 6;

/// The columns of the values of a variable that stays longest.
const NARROW: usize = 6;

/// Tasks that have a column each.
const TASKS: usize = 8;

/// The steps of a range of moves of a story.
pub fn steps(lang: Lang, paper: &Paper, story: &Story, range: Range<usize>) -> Vec<Line> {
    let end = range.end.min(story.len());
    let start = range.start.min(end);
    let words = words_used(story);
    let steps = Steps {
        lang,
        paper,
        story,
        rows: (start..end).map(|at| (at, account(story, at))).collect(),
        words: if words.len() <= VARIABLES { words } else { Vec::new() },
    };
    if paper.accessible {
        return steps.sentences();
    }
    let narrow = steps.narrow();
    let none: &[Word] = &[];
    for words in [&steps.words[..], &narrow, none] {
        for notes_beside in [true, false] {
            let table = steps.by_task(notes_beside, words);
            if let Some(table) = table.filter(|it| it.natural_width(paper) <= paper.width) {
                return table.draw(paper);
            }
        }
    }
    steps.in_one_column().draw(paper)
}

struct Steps<'a, 'm, 'p> {
    lang: Lang,
    paper: &'a Paper,
    story: &'a Story<'m, 'p>,
    rows: Vec<(usize, Account)>,
    /// The variables.
    words: Vec<Word>,
}

impl Steps<'_, '_, '_> {
    fn machine(&self) -> &Machine<'_> {
        self.story.machine()
    }

    fn name(&self, task: TaskId) -> String {
        self.machine().name(task).into_owned()
    }

    /// The tasks that move, in their order.
    fn tasks(&self) -> Vec<TaskId> {
        let mut tasks: Vec<TaskId> = self.rows.iter().map(|(_, it)| it.task).collect();
        tasks.sort_unstable();
        tasks.dedup();
        tasks
    }

    /// A column for each task. Notes stand in a column, or each under its step.
    fn by_task(&self, notes_beside: bool, words: &[Word]) -> Option<Table> {
        let tasks = self.tasks();
        if TASKS < tasks.len() {
            return None;
        }
        let [step, ..] = heads(self.lang);
        let mut columns = vec![Column::new(step).right()];
        columns.extend(tasks.iter().map(|it| Column::new(self.name(*it))));
        columns.extend(words.iter().map(|it| Column::new(self.word_name(it)).right()));
        if notes_beside {
            columns.push(Column::new(""));
        }
        let mut table = Table::new(columns);
        for (at, done) in &self.rows {
            let mut row = vec![Line::of(Role::Muted, (at + 1).to_string())];
            row.extend(tasks.iter().map(|it| match *it == done.task {
                true => Line::plain(done.text.as_str()),
                false => Line::new(),
            }));
            row.extend(words.iter().map(|it| self.value(it, *at)));
            let notes = self.notes(done);
            if notes_beside {
                row.push(joined(notes));
                table.row(row);
            } else {
                table.row(row);
                notes.into_iter().for_each(|it| table.note(it));
            }
        }
        Some(table)
    }

    /// One column for what all tasks do.
    fn in_one_column(&self) -> Table {
        let [step, task, what] = heads(self.lang);
        let mut table = Table::new([
            Column::new(step).right(),
            Column::new(task).truncating(6),
            Column::new(what).wrapping(12),
        ]);
        for (at, done) in &self.rows {
            table.row([
                Line::of(Role::Muted, (at + 1).to_string()),
                Line::of(Role::Strong, self.name(done.task)),
                Line::plain(done.text.as_str()),
            ]);
            self.notes(done).into_iter().for_each(|it| table.note(it));
        }
        table
    }

    fn sentences(&self) -> Vec<Line> {
        let sentence = |(at, done): &(usize, Account)| {
            let mut line = Line::plain(format!("{}. ", at + 1));
            line.push(Role::Strong, self.name(done.task));
            line.push(Role::Plain, format!(": {}", done.text));
            for note in self.notes(done) {
                line.push(Role::Plain, ". ");
                line.append(note);
            }
            line.wrap_in(self.paper.measure(), self.paper.width, 2)
        };
        self.rows.iter().flat_map(sentence).collect()
    }

    /// A variable by name, with its process where there are several.
    fn word_name(&self, word: &Word) -> String {
        let several = self.words.iter().any(|it| it.process != self.words[0].process);
        match several {
            true => format!("{}.{}", word.process, word.name(self.story)),
            false => word.name(self.story),
        }
    }

    /// A variable after a move; strong if the move changed it.
    fn value(&self, word: &Word, at: usize) -> Line {
        let after = word.value(self.story, at + 1);
        let changed = word.value(self.story, at) != after;
        let role = if changed { Role::Strong } else { Role::Plain };
        Line::of(role, after.unwrap_or_default())
    }

    /// The variables whose values are short: no pointers.
    fn narrow(&self) -> Vec<Word> {
        let short =
            |word: &&Word| self.rows.iter().all(|(at, _)| self.value(word, *at).width() <= NARROW);
        self.words.iter().filter(short).cloned().collect()
    }

    fn notes(&self, done: &Account) -> Vec<Line> {
        notes(self.lang, self.machine(), done)
    }
}

/// The move at a place of a story in a line, after the name of its task.
pub fn step(lang: Lang, story: &Story, at: usize) -> Line {
    let done = account(story, at);
    let line = Line::plain(done.text.as_str());
    let notes = joined(notes(lang, story.machine(), &done));
    if notes.is_empty() { line } else { line.space(2).then(notes) }
}

fn notes(lang: Lang, machine: &Machine, done: &Account) -> Vec<Line> {
    let own_end = |it: &Note| *it == Note::Ended(done.task);
    let notes = done.notes.iter().filter(|it| !own_end(it));
    notes
        .map(|it| {
            let role = match it {
                Note::Faulted(_) => Role::Error,
                Note::Overwrites(_) => Role::Wrong,
                Note::Preempted(_) | Note::Copied { .. } => Role::Partial,
                Note::Woke(_) | Note::Ended(_) => Role::Muted,
            };
            Line::of(role, note(lang, it, |task| machine.name(task).into_owned()))
        })
        .collect()
}

/// Notes in a line.
fn joined(notes: Vec<Line>) -> Line {
    let mut line = Line::new();
    for note in notes {
        if !line.is_empty() {
            line.push(Role::Plain, ", ");
        }
        line.append(note);
    }
    line
}
