//! Which regions the code of a task can still reach.
//!
//! Invariant: what is not reachable here is never entered; conditions are taken to go both ways. It
//! must not know schedules.

use crate::{
    machine::{Machine, State, TaskId},
    program::{
        Program,
        code::{Op, Pc},
    },
};

/// For each place of a program, the regions that lie on some way on from it within its routine and
/// what that calls.
pub(super) struct Reach {
    regions: Vec<u32>,
}

impl Reach {
    pub fn new(program: &Program) -> Reach {
        let mut regions: Vec<u32> = program.code.iter().map(|it| it.regions).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for (at, instr) in program.code.iter().enumerate().rev() {
                let mut on = regions[at];
                let at_pc = Pc::try_from(at).unwrap_or(Pc::MAX);
                instr.op.successors(at_pc, &mut |next| {
                    on |= regions.get(next as usize).copied().unwrap_or(0);
                });
                if let Op::Call { routine, .. } = instr.op {
                    on |= regions[program.routines[usize::from(routine)].entry as usize];
                }
                changed |= regions[at] != on;
                regions[at] = on;
            }
        }
        Reach { regions }
    }

    /// Whether a task can still come to a region, by where it stands and will return to.
    pub fn can_reach(&self, machine: &Machine, state: &State, task: TaskId, region: usize) -> bool {
        let places = machine.places(state, task);
        // The others are calls, behind which the task goes on when it returns.
        let places = places.iter().enumerate().map(|(depth, at)| *at as usize + depth.min(1));
        places.filter_map(|it| self.regions.get(it)).any(|it| it & 1 << region != 0)
    }
}

/// Whether a step at `from` that ends at `to`, both in a region, leaves the region on its way: the
/// free instructions between them are not all in it. Never for calls and returns.
pub(super) fn leaves(program: &Program, from: Pc, to: Pc, region: usize) -> bool {
    let is_in =
        |at: Pc| program.code.get(at as usize).is_some_and(|it| it.regions & 1 << region != 0);
    let op = &program.code[from as usize].op;
    if !is_in(from) || !is_in(to) || matches!(op, Op::Call { .. } | Op::Return { .. }) {
        return false;
    }
    let (mut open, mut seen) = (Vec::new(), Vec::new());
    op.successors(from, &mut |next| open.push(next));
    while let Some(at) = open.pop() {
        if !is_in(at) || seen.contains(&at) {
            continue;
        }
        if at == to {
            return false;
        }
        seen.push(at);
        let instr = &program.code[at as usize];
        if instr.free {
            instr.op.successors(at, &mut |next| open.push(next));
        }
    }
    true
}
