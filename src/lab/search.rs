//! Every schedule of a machine, searched once, so that many questions share one graph.
//!
//! Invariant: whatever is read off a search that is not whole is true of the whole one too, or is
//! None. It must not know what is asked.

use std::{cell::OnceCell, ops::ControlFlow};

use crate::{
    lab::{
        Budget, Chances, Counts, End, Explored, Graph, Reduced, Reductions, Space, Stopped,
        chances, count, explore,
    },
    machine::{Limit, Machine, Move, Phase, State},
    text::Span,
};

/// What can still happen from one state of a machine.
struct From<'a, 'p> {
    machine: &'a Machine<'p>,
    state: &'a State,
}

impl Space for From<'_, '_> {
    type Move = Move;
    type Limit = Limit;
    const HEADER: usize = <Machine as Space>::HEADER;

    fn first(&self) -> Result<Vec<u32>, Limit> {
        Ok(self.state.words().to_vec())
    }

    fn moves(&self, state: &[u32], into: &mut Vec<Move>) {
        Space::moves(self.machine, state, into);
    }

    fn step(&self, state: &mut Vec<u32>, way: Move) -> Result<(), Limit> {
        Space::step(self.machine, state, way)
    }
}

/// The states of a machine, and what is found out about them when it is first wanted.
#[derive(Debug)]
pub struct Search<'m, 'p> {
    machine: &'m Machine<'p>,
    /// What was searched instead of the whole machine.
    reduced: Option<Reduced<'m, 'p>>,
    graph: Graph,
    stopped: Option<Stopped<Limit>>,
    ends: OnceCell<Vec<(usize, End)>>,
    counts: OnceCell<Option<Counts>>,
    chances: OnceCell<Option<Chances>>,
}

impl<'m, 'p> Search<'m, 'p> {
    /// Searches every schedule. `progress` is told the number of states now and then, and can stop
    /// it.
    ///
    /// # Errors
    /// When the machine has no first state within its limits.
    pub fn new(
        machine: &'m Machine<'p>,
        budget: Budget,
        progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Search<'m, 'p>, Limit> {
        Ok(Search::of(machine, explore(machine, budget, progress)?))
    }

    /// The same of what can still happen from one state on.
    ///
    /// # Errors
    /// None of the first state's; the same type as [`Search::new`].
    pub fn from(
        machine: &'m Machine<'p>,
        state: &State,
        budget: Budget,
        progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Search<'m, 'p>, Limit> {
        Ok(Search::of(machine, explore(&From { machine, state }, budget, progress)?))
    }

    /// The same with less: for questions that allow these [reductions](Reductions).
    ///
    /// # Errors
    /// When the machine has no first state within its limits.
    pub fn reduced(
        machine: &'m Machine<'p>,
        wanted: Reductions,
        budget: Budget,
        progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Search<'m, 'p>, Limit> {
        let reduced = Reduced::new(machine, wanted);
        let explored = explore(&reduced, budget, progress)?;
        Ok(Search { reduced: Some(reduced), ..Search::of(machine, explored) })
    }

    fn of(machine: &'m Machine<'p>, explored: Explored<Limit>) -> Search<'m, 'p> {
        Search {
            machine,
            reduced: None,
            graph: explored.graph,
            stopped: explored.stopped,
            ends: OnceCell::new(),
            counts: OnceCell::new(),
            chances: OnceCell::new(),
        }
    }

    /// The machine.
    pub fn machine(&self) -> &'m Machine<'p> {
        self.machine
    }

    /// Its states.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Whether only a part was searched that is enough for what may be asked of it.
    pub fn is_reduced(&self) -> bool {
        self.reduced.is_some()
    }

    /// A schedule to a state: a shortest one, unless the search is reduced.
    pub fn schedule(&self, at: usize) -> Vec<Move> {
        match &self.reduced {
            Some(reduced) => self.graph.schedule(reduced, at),
            None => self.graph.schedule(self.machine, at),
        }
    }

    /// Why it is not everything, if it is not.
    pub fn stopped(&self) -> Option<&Stopped<Limit>> {
        self.stopped.as_ref()
    }

    /// The limit of the machine that the search met, and the statement that led beyond it.
    pub fn outgrown(&self) -> Option<(Limit, Option<Span>)> {
        let Some(Stopped::Limit(limit, at)) = &self.stopped else { return None };
        let mut state = State::default();
        self.graph.read(*at, state.words_mut());
        let grows = |way: &Move| self.machine.step(&mut state.clone(), *way, &mut ()).is_err();
        let way = self.machine.enabled(&state).into_iter().find(grows);
        let pc = way.and_then(|it| self.machine.place(&state, it.task));
        let code = &self.machine.program().code;
        Some((*limit, pc.map(|it| code[it as usize].statement)))
    }

    /// Whether every state was found.
    pub fn is_whole(&self) -> bool {
        self.stopped.is_none()
    }

    /// The states in which nobody can move, the soonest first, with how they end.
    pub fn ends(&self) -> &[(usize, End)] {
        self.ends.get_or_init(|| {
            let mut state = State::default();
            let graph = &self.graph;
            let ends =
                (0..graph.len()).filter(|at| graph.targets(*at).is_some_and(<[u32]>::is_empty));
            ends.map(|at| {
                graph.read(at, state.words_mut());
                (at, end(self.machine, &state))
            })
            .collect()
        })
    }

    /// The schedules to each state; None if they are unbounded or were not all searched.
    pub fn counts(&self) -> Option<&Counts> {
        let count = || if self.is_reduced() { None } else { count(&self.graph) };
        self.counts.get_or_init(count).as_ref()
    }

    /// How likely each end is; None in the same cases.
    pub fn chances(&self) -> Option<&Chances> {
        let chances = || if self.is_reduced() { None } else { chances(self.machine, &self.graph) };
        self.chances.get_or_init(chances).as_ref()
    }
}

/// How a state in which nobody can move ends.
pub fn end(machine: &Machine, state: &State) -> End {
    let died = |task: &_| machine.phase(state, *task) == Phase::Died;
    if !machine.finished(state) {
        End::Deadlock
    } else if machine.tasks(state).iter().any(died) {
        End::Fault
    } else {
        End::Finished
    }
}
