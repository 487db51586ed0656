//! Who waits for whom, in sentences, and the circles among them.
//!
//! Invariant: a sentence for each task that holds or waits for something. It is the same in every
//! form, since it is words already.

use crate::{
    lab::{self, Waiting},
    machine::{Blocker, Machine, State, TaskId},
    message::drawing::{self as words, Waited},
    text::Lang,
    view::{Line, Paper, Role},
};

/// Who waits for whom.
pub fn waits(lang: Lang, paper: &Paper, machine: &Machine, state: &State) -> Vec<Line> {
    let waiting = lab::waiting(machine, state);
    let name = |it: TaskId| machine.name(it).into_owned();
    let sentences = waiting.iter().filter_map(|it| sentence(lang, machine, it));
    let mut lines: Vec<Line> =
        sentences.flat_map(|it| Line::plain(it).wrap_in(paper.measure(), paper.width, 2)).collect();
    let circles = lab::circles(&waiting);
    for circle in &circles {
        let around = circle.iter().chain(circle.first()).map(|it| name(*it));
        let around = around.collect::<Vec<_>>().join(" -> ");
        let line = Line::of(Role::Error, words::cycle(lang, &around));
        lines.extend(line.wrap_in(paper.measure(), paper.width, 2));
    }
    if circles.is_empty() && machine.deadlocked(state) {
        lines.extend(paper.paragraphs(Role::Error, words::stuck(lang), 0));
    }
    if lines.is_empty() {
        lines.extend(paper.paragraphs(Role::Muted, words::nobody_waits(lang), 0));
    }
    lines
}

/// What a task holds and waits for; nothing if neither.
pub(super) fn sentence(lang: Lang, machine: &Machine, waiting: &Waiting) -> Option<String> {
    let task = machine.name(waiting.task);
    match waits_for(lang, machine, waiting) {
        Some(waits) => Some(words::waiting(lang, &task, &waiting.holds, &waits)),
        None if waiting.holds.is_empty() => None,
        None => Some(words::holding(lang, &task, &waiting.holds)),
    }
}

/// What a task waits for, after its name; nothing if it can move.
pub fn waits_for(lang: Lang, machine: &Machine, waiting: &Waiting) -> Option<String> {
    let what = waiting.what.as_str();
    let waited = match waiting.blocker? {
        Blocker::Mutex { owner, .. } => {
            let owner = &*machine.name(owner);
            let lock = what;
            let waited = match waiting.on {
                Some(_) => Waited::Held { lock, owner },
                None => Waited::Left { lock, owner },
            };
            return Some(words::waits_for(lang, waited));
        }
        Blocker::Semaphore { .. } => Waited::Semaphore(what),
        Blocker::Condition { .. } => Waited::Condition(what),
        Blocker::Child(_) => Waited::Child(what),
        Blocker::Thread(_) => Waited::Thread(what),
        Blocker::Full(_) => Waited::Full(what),
        Blocker::Empty(_) => Waited::Empty(what),
    };
    Some(words::waits_for(lang, waited))
}
