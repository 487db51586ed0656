//! Which steps may be taken before all others without hiding an end.
//!
//! Invariant: such a step is seen by no other task, ends nothing, and can fault at most by its own
//! expressions; and no task takes such steps for ever. It must not know states or searches.

use crate::program::{
    Program,
    code::{Op, Pc},
    flow::can_fault,
};

impl Program {
    /// For each instruction, whether a step there commutes with every step of another task as long
    /// as its own expressions do not fault. In a program that takes the address of a local there is
    /// none: others may see the local.
    pub fn alone(&self) -> Vec<bool> {
        let mut alone: Vec<bool> =
            (0..self.code.len()).map(|at| !self.takes_local_address && self.commutes(at)).collect();
        self.cut_cycles(&mut alone);
        alone
    }

    fn commutes(&self, at: usize) -> bool {
        let instr = &self.code[at];
        let plain = matches!(
            instr.op,
            Op::Compute { .. }
                | Op::SetLocal { .. }
                | Op::Branch { .. }
                | Op::Assert { .. }
                | Op::Pass
                | Op::Yield
                | Op::Work { .. }
                | Op::Io { .. }
        );
        plain && instr.local && !instr.free && self.tail_is_safe(at)
    }

    /// Whether no free instruction behind one can fault.
    fn tail_is_safe(&self, at: usize) -> bool {
        let mut seen: Vec<Pc> = Vec::new();
        let mut open = Vec::new();
        let pc = |at: usize| Pc::try_from(at).unwrap_or(Pc::MAX);
        self.code[at].op.successors(pc(at), &mut |next| open.push(next));
        while let Some(at) = open.pop() {
            let Some(instr) = self.code.get(at as usize).filter(|it| it.free) else { continue };
            if seen.contains(&at) {
                continue;
            }
            let mut faults = matches!(instr.op, Op::Assert { .. });
            instr.op.expressions(&mut |expr| faults |= can_fault(self, expr));
            if faults || MOST_FREE <= seen.len() {
                return false;
            }
            seen.push(at);
            instr.op.successors(at, &mut |next| open.push(next));
        }
        true
    }

    /// A round of nothing but such steps would put the others off for ever: what lies on one, or
    /// between two, is taken out. What is left is what peeling off starts and ends leaves nothing
    /// of. Linear.
    fn cut_cycles(&self, alone: &mut [bool]) {
        let passes: Vec<bool> =
            self.code.iter().zip(&*alone).map(|(instr, alone)| instr.free || *alone).collect();
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); self.code.len()];
        let mut last = next.clone();
        for (at, instr) in self.code.iter().enumerate().filter(|(at, _)| passes[*at]) {
            instr.op.successors(Pc::try_from(at).unwrap_or(Pc::MAX), &mut |to| {
                let to = to as usize;
                if passes.get(to) == Some(&true) {
                    next[at].push(to);
                    last[to].push(at);
                }
            });
        }
        let (ahead, behind) = (peel(&next, &last), peel(&last, &next));
        for (at, alone) in alone.iter_mut().enumerate() {
            *alone &= ahead[at] || behind[at];
        }
    }
}

/// Free instructions behind one that are looked at.
const MOST_FREE: usize = 64;

/// Which nodes of a graph are on no path that comes from a cycle.
fn peel(next: &[Vec<usize>], last: &[Vec<usize>]) -> Vec<bool> {
    let mut coming: Vec<usize> = last.iter().map(Vec::len).collect();
    let mut open: Vec<usize> = (0..next.len()).filter(|it| coming[*it] == 0).collect();
    let mut peeled = vec![false; next.len()];
    while let Some(at) = open.pop() {
        peeled[at] = true;
        for to in &next[at] {
            coming[*to] -= 1;
            if coming[*to] == 0 {
                open.push(*to);
            }
        }
    }
    peeled
}

#[cfg(test)]
mod tests {
    use crate::program::compile;

    /// The steps of the first thread that may be taken before all others.
    #[track_caller]
    fn check(body: &str, expect: &[&str]) {
        let program = compile(&format!("global x = 0\nthread A {{ {body} }}")).unwrap();
        let alone = program.alone();
        let steps = program.listing(0).unwrap().steps().into_iter();
        let found: Vec<String> = steps.filter(|it| alone[it.0 as usize]).map(|it| it.1).collect();
        assert_eq!(found, expect, "{body}");
    }

    #[test]
    fn what_nobody_sees() {
        check("x = x + 1", &["add r, 1"]);
        check("let y = 1; y = y + 1; x = y", &["y = 1", "y = y + 1"]);
        // Somebody may see it, it may never end, or the task ends with it.
        check("let y = 1; let p = &y; *p = 2; y = 3", &[]);
        check("loop { }", &[]);
        check("let y = 1; while y == 1 { y = 1 }; x = 1", &["y = 1"]);
        check("let y = 3; while y > 0 { x = 1; y = y - 1 }", &["y = 3", "y = y - 1"]);
    }
}
