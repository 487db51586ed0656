//! The steps of a program under the lines of its text.
//!
//! Invariant: a step stands with the line of its statement, in the order of the code. What threads
//! that run the same text do is told once. It must not know states.

use std::collections::BTreeMap;

use crate::program::{
    Program,
    code::{Pc, Routine, RoutineKind, Task},
};

impl Program {
    /// The steps of each line of the text that this is the program of, by the number of the line
    /// from 0. Linear in the text for each step.
    pub fn steps_by_line(&self, text: &str) -> BTreeMap<usize, Vec<String>> {
        let mut lines: BTreeMap<usize, Vec<(Pc, String)>> = BTreeMap::new();
        let mut told: Vec<&Routine> = Vec::new();
        for (number, routine) in self.routines.iter().enumerate() {
            let again = told.iter().any(|it| it.span == routine.span);
            let spawned = routine.kind == RoutineKind::Spawned;
            let called = |it: &Routine| it.span == routine.span && it.kind == RoutineKind::Called;
            if again || spawned && self.routines.iter().any(called) {
                continue;
            }
            told.push(routine);
            for (pc, step) in self.steps_of(number) {
                let start = self.code[pc as usize].statement.start.min(text.len());
                let line = text.as_bytes()[..start].iter().filter(|it| **it == b'\n').count();
                lines.entry(line).or_default().push((pc, step));
            }
        }
        let ordered = lines.into_iter().map(|(line, mut steps)| {
            steps.sort_by_key(|it| it.0);
            (line, steps.into_iter().map(|it| it.1).collect())
        });
        ordered.collect()
    }

    /// The steps of a routine, as a process sees them in which all its names are known.
    fn steps_of(&self, routine: usize) -> Vec<(Pc, String)> {
        let Ok(number) = u16::try_from(routine) else { return Vec::new() };
        let runs = |it: &&Task| it.routine == number;
        let own = self.tasks.iter().find(runs).map(|it| it.process);
        let processes = own.into_iter().chain(0..self.processes.len());
        let mut listings =
            processes.filter_map(|it| Some(self.routine_listing(number, it)?.steps()));
        let known = |steps: &Vec<(Pc, String)>| !steps.iter().any(|it| it.1.contains('?'));
        match listings.next() {
            Some(steps) if known(&steps) => steps,
            first => listings.find(known).or(first).unwrap_or_default(),
        }
    }
}
