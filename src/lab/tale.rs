//! A schedule told step by step, in the words of the lab's steps.
//!
//! Invariant: what is told is what the machine does. It must not know languages.

use crate::{
    lab::{Note, Story, Witness, account, move_name},
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
    /// How many of all moves are preemptions.
    pub preemptions: usize,
    /// The place from which on they repeat for ever.
    pub round: Option<usize>,
}

/// Tells a witness of a machine.
pub fn tell(machine: &Machine, witness: &Witness) -> Tale {
    let schedule = witness.moves.iter().map(|it| move_name(machine, *it)).collect();
    let Witness { ref moves, preemptions, round } = *witness;
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
    Tale { schedule, steps, preemptions, round }
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
