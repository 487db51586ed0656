//! A schedule told step by step, in the words of the lab's steps.
//!
//! Invariant: what is told is what the machine does. It must not know languages.

use crate::{
    lab::{Note, Story, Verdict, Witness, account, move_name},
    machine::Machine,
};

/// The last so many steps of a schedule are told.
const TOLD: usize = 24;

/// A schedule with what its steps do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tale {
    /// The moves, as they are written in a schedule.
    pub schedule: Vec<String>,
    /// The task of each of the last moves and what it does: `A load x = 0`, `B store x = 1`.
    pub steps: Vec<String>,
    /// Whether no schedule to the same has fewer preemptions; else it is a shortest one.
    pub simplest: bool,
    /// The place from which on they repeat for ever.
    pub round: Option<usize>,
}

/// Tells the witness of a verdict: the one with the fewest preemptions if that was looked for.
pub fn tell(machine: &Machine, verdict: &Verdict) -> Option<Tale> {
    let simplest = verdict.simplest.is_some();
    let Witness { moves, round, .. } = verdict.simplest.as_ref().or(verdict.witness.as_ref())?;
    let schedule = moves.iter().map(|it| move_name(machine, *it)).collect();
    let mut steps = Vec::new();
    if let Ok(mut story) = Story::new(machine) {
        for way in moves {
            if story.push(*way) != Ok(true) {
                break;
            }
        }
        let told = story.len().saturating_sub(TOLD)..story.len();
        steps.extend(told.map(|at| step(&story, at)));
    }
    Some(Tale { schedule, steps, simplest, round: *round })
}

fn step(story: &Story, at: usize) -> String {
    let account = account(story, at);
    let fault = account.notes.iter().find_map(|it| match it {
        Note::Faulted(fault) => Some(format!(": {}", fault.name())),
        _ => None,
    });
    let task = story.machine().name(account.task);
    format!("{task} {}{}", account.text, fault.unwrap_or_default())
}
