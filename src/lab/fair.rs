//! Runs that never end although everybody gets a turn.
//!
//! Fair is strong: a task that can move again and again does move. A fair infinite run exists if and
//! only if some states lead to each other by moves among which, for each task that can move in one
//! of them, there is one of that task; they are found by taking the strongly connected components
//! and removing from those that are not fair the states in which a neglected task could move
//! (the emptiness check for Streett conditions of Emerson and Lei, 1987).
//!
//! Invariant: what is called a fair run is one, also where the search was stopped. It must not know
//! what the run is wanted for.

use std::collections::{BTreeSet, VecDeque};

use crate::{
    lab::{Graph, count::order},
    machine::{Machine, Move, State, TaskId},
};

/// The moves that count, by the state before, the move and the state after.
pub(super) type Allowed<'a> = dyn Fn(usize, Move, usize) -> bool + 'a;

/// States that lead to each other by a fair run.
pub(super) struct Round {
    states: Vec<u32>,
}

/// A search for fair runs on one graph.
pub(super) struct Fair<'g, 'm, 'p> {
    machine: &'m Machine<'p>,
    graph: &'g Graph,
    /// Whether no run is infinite.
    acyclic: bool,
}

impl<'g, 'm, 'p> Fair<'g, 'm, 'p> {
    pub fn new(machine: &'m Machine<'p>, graph: &'g Graph) -> Self {
        Fair { machine, graph, acyclic: order(graph).is_some() }
    }

    /// States of a fair infinite run all of whose moves, from some place on, are allowed; each such
    /// group is offered to `wanted`, and the first that it takes is given. Linear in the
    /// transitions for each time that neglected tasks are removed, at most once for each task.
    pub fn round(&self, allowed: &Allowed, wanted: &dyn Fn(&[u32]) -> bool) -> Option<Round> {
        if self.acyclic {
            return None;
        }
        let all: Vec<u32> = (0..self.graph.len()).filter_map(|it| u32::try_from(it).ok()).collect();
        let mut within = vec![0_u32; self.graph.len()];
        let mut marks = Marks::new(self.graph.len());
        let mut group = 0;
        let mut open = vec![all];
        while let Some(states) = open.pop() {
            group += 1;
            for state in &states {
                within[*state as usize] = group;
            }
            for component in self.components(&states, &within, group, allowed, &mut marks) {
                group += 1;
                for state in &component {
                    within[*state as usize] = group;
                }
                let Some(neglected) = self.neglected(&component, &within, group, allowed) else {
                    continue;
                };
                if neglected.is_empty() {
                    if wanted(&component) {
                        return Some(Round { states: component });
                    }
                    continue;
                }
                let mut rest = component;
                rest.retain(|it| !self.moves(*it).iter().any(|way| neglected.contains(&way.task)));
                open.push(rest);
            }
        }
        None
    }

    fn moves(&self, state: u32) -> Vec<Move> {
        let mut at = State::default();
        self.graph.read(state as usize, at.words_mut());
        self.machine.enabled(&at)
    }

    /// The allowed moves of a state that stay in a group, with the states that they lead to.
    fn inner(&self, state: u32, within: &[u32], group: u32, allowed: &Allowed) -> Vec<(Move, u32)> {
        let targets = self.graph.targets(state as usize).unwrap_or_default();
        if !targets.iter().any(|it| within[*it as usize] == group) {
            return Vec::new();
        }
        let moves = self.moves(state).into_iter().zip(targets.iter().copied());
        let stays = |it: &(Move, u32)| {
            within[it.1 as usize] == group && allowed(state as usize, it.0, it.1 as usize)
        };
        moves.filter(stays).collect()
    }

    /// The tasks that can move in some state of a component and never do within it; None if it has
    /// no move within it at all.
    fn neglected(
        &self,
        component: &[u32],
        within: &[u32],
        group: u32,
        allowed: &Allowed,
    ) -> Option<BTreeSet<TaskId>> {
        let (mut able, mut moved) = (BTreeSet::new(), BTreeSet::new());
        for state in component {
            able.extend(self.moves(*state).iter().map(|it| it.task));
            moved.extend(self.inner(*state, within, group, allowed).iter().map(|it| it.0.task));
        }
        (!moved.is_empty()).then(|| able.difference(&moved).copied().collect())
    }

    /// The strongly connected components of some states that have moves within them: Tarjan's algorithm, without recursion.
    fn components(
        &self,
        states: &[u32],
        within: &[u32],
        group: u32,
        allowed: &Allowed,
        marks: &mut Marks,
    ) -> Vec<Vec<u32>> {
        let Marks { number, low, on_path } = marks;
        for state in states {
            number[*state as usize] = UNSEEN;
        }
        let mut path = Vec::new();
        let mut seen = 0;
        let mut components = Vec::new();
        for root in states {
            if number[*root as usize] != UNSEEN {
                continue;
            }
            let mut calls: Vec<(u32, Vec<(Move, u32)>)> = Vec::new();
            let mut entered = Some(*root);
            loop {
                if let Some(state) = entered.take() {
                    let at = state as usize;
                    (number[at], low[at], on_path[at]) = (seen, seen, true);
                    seen += 1;
                    path.push(state);
                    calls.push((state, self.inner(state, within, group, allowed)));
                }
                let Some((state, open)) = calls.last_mut() else { break };
                let at = *state as usize;
                if let Some((_, target)) = open.pop() {
                    let target_at = target as usize;
                    if number[target_at] == UNSEEN {
                        entered = Some(target);
                    } else if on_path[target_at] {
                        low[at] = low[at].min(number[target_at]);
                    }
                    continue;
                }
                if low[at] == number[at] {
                    let start = path.iter().rposition(|it| *it as usize == at).unwrap_or(0);
                    let mut component = path.split_off(start);
                    for state in &component {
                        on_path[*state as usize] = false;
                    }
                    // One state alone, without a move to itself, is no round.
                    let targets = self.graph.targets(at).unwrap_or_default();
                    if component.len() > 1 || targets.iter().any(|it| *it as usize == at) {
                        component.sort_unstable();
                        components.push(component);
                    }
                }
                let reached = low[at];
                calls.pop();
                if let Some((above, _)) = calls.last() {
                    let above = *above as usize;
                    low[above] = low[above].min(reached);
                }
            }
        }
        // The soonest first, so that a witness is short.
        components.sort_unstable();
        components
    }

    /// The first state of a round, and moves from it back to it that have one of every task that can
    /// move in the round.
    pub fn tour(&self, round: &Round, allowed: &Allowed) -> (usize, Vec<Move>) {
        let mut within = vec![0_u32; self.graph.len()];
        for state in &round.states {
            within[*state as usize] = 1;
        }
        let start = round.states[0];
        let mut missing = BTreeSet::new();
        for state in &round.states {
            missing.extend(self.inner(*state, &within, 1, allowed).iter().map(|it| it.0.task));
        }
        let (mut at, mut moves) = (start, Vec::new());
        // To the nearest move of a task that has not moved, until all have; then back.
        while !missing.is_empty() || at != start || moves.is_empty() {
            let wanted = |way: Move, target: u32| match missing.is_empty() {
                true => target == start,
                false => missing.contains(&way.task),
            };
            let Some((part, end)) = self.nearest(at, &within, allowed, &wanted) else { break };
            for way in &part {
                missing.remove(&way.task);
            }
            moves.extend(part);
            at = end;
        }
        (start as usize, moves)
    }

    /// A shortest way from a state of a round to a wanted move, that move included.
    fn nearest(
        &self,
        from: u32,
        within: &[u32],
        allowed: &Allowed,
        wanted: &dyn Fn(Move, u32) -> bool,
    ) -> Option<(Vec<Move>, u32)> {
        let mut reached = std::collections::BTreeMap::from([(from, None)]);
        let mut queue = VecDeque::from([from]);
        while let Some(state) = queue.pop_front() {
            for (way, target) in self.inner(state, within, 1, allowed) {
                if wanted(way, target) {
                    let mut moves = vec![way];
                    let mut at = state;
                    while let Some(Some((before, way))) = reached.get(&at).copied() {
                        moves.push(way);
                        at = before;
                    }
                    moves.reverse();
                    return Some((moves, target));
                }
                reached.entry(target).or_insert_with(|| {
                    queue.push_back(target);
                    Some((state, way))
                });
            }
        }
        None
    }
}

const UNSEEN: u32 = u32::MAX;

/// What Tarjan's algorithm knows of each state.
struct Marks {
    number: Vec<u32>,
    low: Vec<u32>,
    on_path: Vec<bool>,
}

impl Marks {
    fn new(states: usize) -> Marks {
        Marks {
            number: vec![UNSEEN; states],
            low: vec![UNSEEN; states],
            on_path: vec![false; states],
        }
    }
}
