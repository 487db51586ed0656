//! A schedule told step by step, in the names of the lab's language.
//!
//! Invariant: what is told is what the machine does. It must not know any sentence: the names are
//! the same in every language.

use crate::{
    lab::{Witness, move_name},
    machine::{Event, Machine, Move, State},
    program::code::{Binary, Op, Operator},
};

/// A schedule with what each of its steps does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tale {
    /// The moves, as they are written in a schedule.
    pub schedule: Vec<String>,
    /// The task of each and what it does: `A load`, `B store 1`.
    pub steps: Vec<String>,
    /// How many of them are preemptions.
    pub preemptions: usize,
    /// The place from which on they repeat for ever.
    pub round: Option<usize>,
}

/// Tells a witness of a machine.
pub fn tell(machine: &Machine, witness: &Witness) -> Tale {
    let schedule = witness.moves.iter().map(|it| move_name(machine, *it)).collect();
    let mut steps = Vec::new();
    if let Ok(mut state) = machine.first() {
        for way in &witness.moves {
            let Some(does) = step(machine, &mut state, *way) else { break };
            steps.push(format!("{} {does}", machine.name(way.task)));
        }
    }
    Tale { schedule, steps, preemptions: witness.preemptions, round: witness.round }
}

/// Makes a move and says what it does; None if it cannot be made.
fn step(machine: &Machine, state: &mut State, way: Move) -> Option<String> {
    let op = machine.instr(state, way.task)?.op;
    let mut events: Vec<Event> = Vec::new();
    machine.step(state, way, &mut events).ok()?;
    let name = name(machine, op);
    let value = events.iter().find_map(|it| match (op, it) {
        (Op::Store { .. }, Event::Store { value, .. })
        | (Op::Write { .. }, Event::Sent { value, .. })
        | (Op::Read { .. }, Event::Received { value, .. })
        | (Op::Print { .. }, Event::Printed { value, .. }) => Some(*value),
        _ => None,
    });
    let fault = events.iter().find_map(|it| match it {
        Event::Faulted { fault, .. } => Some(*fault),
        _ => None,
    });
    Some(match (value, fault) {
        (_, Some(fault)) => format!("{name}: {}", fault.name()),
        (Some(value), None) => format!("{name} {value}"),
        (None, None) => name.to_owned(),
    })
}

fn name(machine: &Machine, op: Op) -> &'static str {
    match op {
        Op::Load { .. } => "load",
        Op::Store { .. } => "store",
        Op::Compute { value, .. } => match machine.program().operators_of(value) {
            [_, _, Operator::Binary(operator)] => operator_name(*operator),
            _ => "compute",
        },
        Op::SetLocal { .. } => "set",
        Op::Branch { .. } => "test",
        Op::Assert { .. } => "assert",
        Op::Call { .. } => "call",
        Op::Return { .. } => "return",
        Op::Lock { .. } => "lock",
        Op::Unlock { .. } => "unlock",
        Op::SemWait { .. } => "sem_wait",
        Op::SemPost { .. } => "sem_post",
        Op::CondSleep { .. } => "cond_wait",
        Op::CondRetake { .. } => "retake",
        Op::CondSignal { .. } => "cond_signal",
        Op::CondBroadcast { .. } => "cond_broadcast",
        Op::AtomicAdd { .. } => "atomic_add",
        Op::CompareAndSwap { .. } => "compare_and_swap",
        Op::TestAndSet { .. } => "test_and_set",
        Op::Malloc { .. } => "malloc",
        Op::Free { .. } => "free",
        Op::Fork { .. } => "fork",
        Op::Wait { .. } => "wait",
        Op::Exit { .. } => "exit",
        Op::Spawn { .. } => "spawn",
        Op::Join { .. } => "join",
        Op::Yield => "yield",
        Op::Write { .. } => "write",
        Op::Read { .. } => "read",
        Op::Print { .. } => "print",
        Op::Work { .. } => "compute",
        Op::Io { .. } => "io",
        Op::Pass => "pass",
        Op::Jump { .. } | Op::Repeat { .. } | Op::Again { .. } | Op::Forget { .. } | Op::End => {
            "end"
        }
    }
}

fn operator_name(operator: Binary) -> &'static str {
    match operator {
        Binary::Add => "add",
        Binary::Subtract => "subtract",
        Binary::Multiply => "multiply",
        Binary::Divide => "divide",
        Binary::Remainder => "remainder",
        _ => "compare",
    }
}
