//! What a statement without its value comes to, read off a search.
//!
//! Invariant: rows are in order and differ; an answer that depends on states that were not found is
//! None. It must not know what anybody claims or predicts.

use std::collections::BTreeSet;

use num_bigint::BigUint;

use crate::{
    lab::{
        Answer, Ask, End, Ending, Search,
        fair::{Allowed, Fair},
        formula::Formula,
    },
    machine::State,
    program::{Arithmetic, Claim, Fault},
};

/// Every move.
pub(super) const ANY: &Allowed<'static> = &|_, _, _| true;

impl Search<'_, '_> {
    /// The answer; None when the search did not see everything that it depends on.
    pub fn answer(&self, ask: &Ask) -> Option<Answer> {
        if !self.is_whole() {
            return None;
        }
        Some(match ask {
            Ask::Final(of) => match self.final_rows(of) {
                Ok(rows) => answer_rows(rows),
                Err((_, why)) => Answer::NoValue(why),
            },
            Ask::Outputs => answer_rows(self.printed_rows()),
            Ask::Deadlock => Answer::Truth(self.first_end(End::Deadlock).is_some()),
            Ask::Fault => {
                Answer::Faults(self.faults().into_iter().map(|it| (it.fault, it.task)).collect())
            }
            Ask::Ends => {
                let fair = Fair::new(self.machine(), self.graph());
                Answer::Truth(fair.round(ANY, &|_| true).is_none())
            }
            Ask::Possible(claim) => match self.first_where(&self.formula(claim), true) {
                Ok(found) => Answer::Truth(found.is_some()),
                Err((_, why)) => Answer::NoValue(why),
            },
            Ask::Schedules(ending) => self.schedules(ending),
            Ask::Chance(ending) => self.chance(ending),
        })
    }

    pub(super) fn formula(&self, claim: &Claim) -> Formula {
        Formula::new(self.machine(), claim)
    }

    /// The state of a number.
    pub(super) fn state(&self, at: usize) -> State {
        let mut state = State::default();
        self.graph().read(at, state.words_mut());
        state
    }

    /// The first state in which an expression is true, or is not; or the first in which it has no
    /// value, if that comes sooner.
    pub(super) fn first_where(
        &self,
        formula: &Formula,
        is: bool,
    ) -> Result<Option<usize>, (usize, Arithmetic)> {
        let mut state = State::default();
        for at in 0..self.graph().len() {
            self.graph().read(at, state.words_mut());
            match formula.holds(self.machine(), &state) {
                Ok(holds) if holds == is => return Ok(Some(at)),
                Ok(_) => {}
                Err(why) => return Err((at, why)),
            }
        }
        Ok(None)
    }

    /// The first end of a kind.
    pub(super) fn first_end(&self, kind: End) -> Option<usize> {
        self.ends().iter().find(|it| it.1 == kind).map(|it| it.0)
    }

    /// The ends that are no deadlocks.
    pub(super) fn good_ends(&self) -> impl Iterator<Item = usize> {
        self.ends().iter().filter(|it| it.1 != End::Deadlock).map(|it| it.0)
    }

    /// The values of some expressions at an end.
    pub(super) fn row(&self, of: &[Formula], at: usize) -> Result<Vec<i64>, Arithmetic> {
        let state = self.state(at);
        of.iter().map(|it| it.value(self.machine(), &state).map(i64::from)).collect()
    }

    /// What is printed on the way to an end.
    pub(super) fn printed(&self, at: usize) -> Vec<i64> {
        self.machine().outputs(&self.state(at)).into_iter().map(i64::from).collect()
    }

    /// The rows of values at the ends that are no deadlocks.
    pub(super) fn final_rows(
        &self,
        of: &[Claim],
    ) -> Result<BTreeSet<Vec<i64>>, (usize, Arithmetic)> {
        let of: Vec<Formula> = of.iter().map(|it| self.formula(it)).collect();
        self.good_ends().map(|at| self.row(&of, at).map_err(|why| (at, why))).collect()
    }

    /// The printed rows at the ends that are no deadlocks.
    pub(super) fn printed_rows(&self) -> BTreeSet<Vec<i64>> {
        self.good_ends().map(|at| self.printed(at)).collect()
    }

    /// Each fault of each task, at the first state that has it.
    pub(super) fn faults(&self) -> Vec<FaultAt> {
        let mut found: Vec<FaultAt> = Vec::new();
        let mut state = State::default();
        for at in 0..self.graph().len() {
            self.graph().read(at, state.words_mut());
            for (fault, task) in self.faults_in(&state) {
                if !found.iter().any(|it| it.fault == fault && it.task == task) {
                    found.push(FaultAt { fault, task, at });
                }
            }
        }
        found
    }

    /// The faults that processes have died of.
    pub(super) fn faults_in(&self, state: &State) -> Vec<(Fault, String)> {
        let machine = self.machine();
        let faults = (0..machine.processes(state)).filter_map(|it| machine.fault(state, it));
        faults.map(|(fault, task)| (fault, machine.name(task).into_owned())).collect()
    }

    /// The ends that an ending speaks of; or why it says nothing of one.
    fn meant(&self, ending: &Ending) -> Result<Vec<usize>, Arithmetic> {
        let formula = match ending {
            Ending::Kind(kind) => {
                let ends = self.ends().iter().filter(|it| it.1 == *kind);
                return Ok(ends.map(|it| it.0).collect());
            }
            Ending::Where(claim) => self.formula(claim),
        };
        let mut meant = Vec::new();
        for (at, _) in self.ends() {
            if formula.holds(self.machine(), &self.state(*at))? {
                meant.push(*at);
            }
        }
        Ok(meant)
    }

    /// In how many of all schedules an ending comes.
    pub(super) fn schedules(&self, ending: &Ending) -> Answer {
        let Some(counts) = self.counts() else { return Answer::Unbounded };
        match self.meant(ending) {
            Ok(meant) => {
                let sum = |ends: &mut dyn Iterator<Item = usize>| -> BigUint {
                    ends.map(|at| counts.to(at)).sum()
                };
                let all = sum(&mut self.ends().iter().map(|it| it.0));
                Answer::Schedules(sum(&mut meant.into_iter()), all)
            }
            Err(why) => Answer::NoValue(why),
        }
    }

    /// How likely an ending is.
    pub(super) fn chance(&self, ending: &Ending) -> Answer {
        let Some(chances) = self.chances() else { return Answer::Unbounded };
        match self.meant(ending) {
            Ok(meant) => {
                let (part, whole) = chances.of(|at| meant.binary_search(&at).is_ok());
                Answer::Chance(part, whole)
            }
            Err(why) => Answer::NoValue(why),
        }
    }
}

/// A fault of a task, with the first state that has it.
pub(super) struct FaultAt {
    pub fault: Fault,
    pub task: String,
    pub at: usize,
}

pub(super) fn answer_rows(rows: BTreeSet<Vec<i64>>) -> Answer {
    Answer::Rows(rows.into_iter().collect())
}
