//! From a search to what all its schedules come to.
//!
//! Invariant: see [`Report`]. The first state found of each outcome has the smallest number, so the
//! schedule told is a shortest one.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    ops::ControlFlow,
};

use num_bigint::BigUint;

use crate::{
    lab::{
        Budget, End, FaultFound, Outcome, Report, Search, Statement, Stopped, formula::Formula,
        move_name,
    },
    machine::{Limit, Machine, State},
    program::{Claim, ClaimKind, ProcessName, Program, Word, code::Variable},
};

/// Explores every schedule and tells what they come to: the values of all globals and shared words
/// at each end. `progress` is told the number of states now and then, and can stop the search.
///
/// # Errors
/// When the program grows beyond a limit of the machine.
pub fn report(
    machine: &Machine,
    budget: Budget,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Report, Limit> {
    told(&Search::new(machine, budget, progress)?)
}

/// The same from one state on: what is still possible there, with schedules that begin there.
///
/// # Errors
/// When the program grows beyond a limit of the machine.
pub fn outlook(
    machine: &Machine,
    state: &State,
    budget: Budget,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Report, Limit> {
    told(&Search::from(machine, state, budget, progress)?)
}

fn told(search: &Search) -> Result<Report, Limit> {
    match search.stopped() {
        Some(Stopped::Limit(limit, _)) => Err(*limit),
        _ => Ok(search.report(&globals(search.machine().program()))),
    }
}

impl Search<'_, '_> {
    /// What all schedules come to, with the values of some words at each end.
    pub fn report(&self, columns: &[Column]) -> Report {
        let machine = self.machine();
        let counts = self.counts();
        let words: Vec<Formula> =
            columns.iter().map(|it| Formula::new(machine, &it.claim)).collect();
        let mut outcomes: BTreeMap<(End, Vec<i32>), (usize, BigUint)> = BTreeMap::new();
        let mut all = BigUint::ZERO;
        for (at, end) in self.ends() {
            let state = self.state(*at);
            // A word has a value in every state.
            let values = words.iter().map(|it| it.value(machine, &state).unwrap_or(0));
            let paths = counts.map(|counts| counts.to(*at)).unwrap_or_default();
            all += &paths;
            match outcomes.entry((*end, values.collect())) {
                Entry::Vacant(outcome) => {
                    outcome.insert((*at, paths));
                }
                Entry::Occupied(mut outcome) => outcome.get_mut().1 += paths,
            }
        }
        let counted = counts.is_some();
        let faults = self.faults().into_iter().map(|it| FaultFound {
            fault: it.fault,
            task: it.task,
            schedule: self.schedule_to(it.at),
        });
        Report {
            names: columns.iter().map(|it| it.name.clone()).collect(),
            states: self.graph().len(),
            transitions: self.graph().transitions(),
            schedules: counted.then_some(all),
            outcomes: outcomes
                .into_iter()
                .map(|((end, values), (at, schedules))| Outcome {
                    end,
                    values,
                    schedules: counted.then_some(schedules),
                    schedule: self.schedule_to(at),
                })
                .collect(),
            faults: faults.collect(),
            complete: self.is_whole(),
            bytes: self.graph().bytes(),
        }
    }

    /// A shortest schedule to a state, as it is written.
    fn schedule_to(&self, at: usize) -> Vec<String> {
        let moves = self.schedule(at);
        moves.into_iter().map(|it| move_name(self.machine(), it)).collect()
    }
}

/// A word whose value is told at each end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name; that of a global of `main` is bare.
    pub name: String,
    /// The word.
    claim: Claim,
}

/// The globals of the processes that are there at the start, and the shared words.
pub fn globals(program: &Program) -> Vec<Column> {
    let mut columns = Vec::new();
    for (origin, process) in program.processes.iter().enumerate() {
        let owner = ProcessName { name: process.name.clone(), origin, born: false };
        columns.extend(process.variables.iter().flat_map(|it| elements(&owner, false, it)));
    }
    let any = ProcessName { name: "main".into(), origin: 0, born: false };
    columns.extend(program.shared_variables.iter().flat_map(|it| elements(&any, true, it)));
    columns
}

/// The globals and shared words that the `final` and `schedules` statements among these name, in
/// their order; all of them if these name none.
pub fn columns<'a>(
    program: &Program,
    statements: impl IntoIterator<Item = &'a Statement>,
) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let speaks = |it: &&Statement| {
        matches!(
            it,
            Statement::FinalIs { .. } | Statement::FinalCan { .. } | Statement::Schedules { .. }
        )
    };
    for claim in statements.into_iter().filter(speaks).flat_map(Statement::claims) {
        claim.visit(&mut |it| {
            let ClaimKind::Word(word) = &it.kind else { return };
            for column in named(program, word) {
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
        });
    }
    if columns.is_empty() { globals(program) } else { columns }
}

/// The columns of a word: one, or the whole array where the index is not known before the run.
fn named(program: &Program, word: &Word) -> Vec<Column> {
    let variables = match word.shared {
        true => Some(&program.shared_variables),
        false => program.processes.get(word.process.origin).map(|it| &it.variables),
    };
    let holds = |it: &&Variable| (it.offset..it.offset + it.len).contains(&word.offset);
    let Some(variable) = variables.and_then(|it| it.iter().find(holds)) else { return Vec::new() };
    let mut columns = elements(&word.process, word.shared, variable);
    if word.index.is_none() {
        let at = (word.offset - variable.offset) as usize;
        columns = columns.into_iter().skip(at).take(1).collect();
    }
    columns
}

/// Every word of a variable.
fn elements(owner: &ProcessName, shared: bool, variable: &Variable) -> Vec<Column> {
    let prefix = match &*owner.name {
        _ if shared => String::new(),
        "main" => String::new(),
        name => format!("{name}."),
    };
    let element = |at: u32| {
        let name = match variable.array {
            true => format!("{prefix}{}[{at}]", variable.name),
            false => format!("{prefix}{}", variable.name),
        };
        // One word has one column, whoever names a shared one.
        let process = match shared {
            true => ProcessName { name: "main".into(), origin: 0, born: false },
            false => owner.clone(),
        };
        let word =
            Word { process, shared, offset: variable.offset + at, len: variable.len, index: None };
        Column { name, claim: Claim { kind: ClaimKind::Word(word), span: Default::default() } }
    };
    (0..variable.len).map(element).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        machine::{Keep, Options},
        program,
    };

    fn explored(text: &str) -> Report {
        let program = program::compile(text).unwrap();
        let keep = Keep { globals: true, ..Keep::default() };
        let options = Options { keep, clear_dead: true, ..Options::default() };
        let machine = Machine::new(&program, options).unwrap();
        report(&machine, Budget::default(), &mut |_| ControlFlow::Continue(())).unwrap()
    }

    /// One line for an outcome: how it ends, the values, the schedules.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let report = explored(text);
        let lines: Vec<String> = report
            .outcomes
            .iter()
            .map(|it| {
                let schedules = it.schedules.as_ref().map_or("-".into(), ToString::to_string);
                format!("{:?} {:?} {schedules}", it.end, it.values)
            })
            .collect();
        assert_eq!(lines, expect);
    }

    #[test]
    fn the_classics() {
        let counter = "global x = 0\nthread T * 2 { x = x + 1 }";
        check(counter, &["Finished [1] 18", "Finished [2] 2"]);
        check(
            "global x = 0\nthread A { repeat 2 { x = x + 1 } }\nthread B { repeat 2 { x = x + 1 } }",
            &["Finished [2] 702", "Finished [3] 216", "Finished [4] 6"],
        );
        check(
            "global x = 0\nthread T * 3 { x = x + 1 }",
            &["Finished [1] 1404", "Finished [2] 270", "Finished [3] 6"],
        );
        let locked = "global x = 0\nmutex m\nthread T * 2 { lock(m); x = x + 1; unlock(m) }";
        check(locked, &["Finished [2] 2"]);
        check(
            "global x = 0\nmutex m\nthread A { lock(m); x = x + 1; unlock(m) }\nthread B { x = x + 1 }",
            &["Finished [1] 48", "Finished [2] 8"],
        );
        check(
            "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
             thread B { lock(b); lock(a); unlock(a); unlock(b) }",
            &["Finished [] 4", "Deadlock [] 2"],
        );
        check("global x = 0\nthread T * 2 { atomic_add(&x, 1) }", &["Finished [2] 2"]);
    }

    #[test]
    fn a_deadlock_comes_with_a_shortest_schedule() {
        let report = explored(
            "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
             thread B { lock(b); lock(a); unlock(a); unlock(b) }",
        );
        assert_eq!(report.deadlock().unwrap(), ["A", "B"]);
    }

    #[test]
    fn a_fault_kills_its_process_and_is_told() {
        let report =
            explored("global p = 0\nglobal x = 5\nthread A { x = *p }\nthread B { x = 7 }");
        assert!(report.outcomes.iter().all(|it| it.end == End::Fault));
        let found = &report.faults[0];
        assert_eq!((found.fault.name(), found.task.as_str()), ("null pointer", "A"));
        assert_eq!(found.schedule, ["A", "A"]);
    }

    #[test]
    fn shared_words_and_processes() {
        check(
            "shared n = 0\nprocess one { global x = 1\n n = n + 1 }\nprocess two { n = n + 1 }",
            &["Finished [1, 1] 18", "Finished [1, 2] 2"],
        );
    }

    #[test]
    fn going_round_has_no_number_of_schedules() {
        check(
            "global x = 0\nthread A { while x == 0 { } }\nthread B { x = 1 }",
            &["Finished [1] -"],
        );
    }
}
