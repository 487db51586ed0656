//! All states that can be reached, breadth first.
//!
//! Invariant: states are numbered in the order in which they are found, so the path over parents is
//! a shortest one, and two runs give the same numbers. Every state is stored whole and compared
//! whole: a hash only finds the place to look. It must not know what a state means.

use std::ops::ControlFlow;

use crate::lab::{
    pack::{Packing, widen},
    table::Table,
};

/// Something that moves from state to state. A state is a row of words; equal states are equal
/// rows.
pub trait Space {
    /// One way to go on from a state.
    type Move: Copy + PartialEq;
    /// Why a step could not be taken at all.
    type Limit;
    /// How many first words of a row say of what kind the others are. Rows are stored small where
    /// those with the same length and the same such words differ in few bits.
    const HEADER: usize = 0;

    /// The state at the start.
    ///
    /// # Errors
    /// When there is none within the space's limits.
    fn first(&self) -> Result<Vec<u32>, Self::Limit>;

    /// The ways to go on from a state, always in the same order; they are added to the list.
    fn moves(&self, state: &[u32], into: &mut Vec<Self::Move>);

    /// Makes a state the one after a move. After an error it is not to be used.
    ///
    /// # Errors
    /// When that state is outside the space's limits.
    fn step(&self, state: &mut Vec<u32>, way: Self::Move) -> Result<(), Self::Limit>;

    /// Those of the moves that are enough to look at; all of them, unless a space knows better.
    fn few(&self, state: &[u32], into: &mut Vec<Self::Move>) {
        self.moves(state, into);
    }

    /// Makes a state the one that stands for it and all that are like it; itself, unless a space
    /// knows better. The state at the start stands for itself.
    fn stand_in(&self, _state: &mut Vec<u32>) {}
}

/// How much may be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// States.
    pub states: usize,
    /// Bytes of everything stored, as counted by [`Graph::bytes`].
    pub bytes: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { states: 20_000_000, bytes: 2 << 30 }
    }
}

/// States, and which leads to which.
#[derive(Clone, Debug)]
pub struct Graph {
    /// How rows are packed.
    packing: Packing,
    /// Words of a packed row in `rows`.
    width: usize,
    /// All states' packed rows, one after the other: the arena, which is also the queue.
    rows: Vec<u64>,
    /// The state from which each was first reached; the first has itself.
    parents: Vec<u32>,
    /// The states that each leads to, in the order of its moves.
    targets: Vec<u32>,
    /// Where each state's targets begin, and at last where the next would.
    target_starts: Vec<u32>,
    table: Table,
}

/// A finished or stopped exploration.
#[derive(Clone, Debug)]
pub struct Explored<L> {
    /// What was found.
    pub graph: Graph,
    /// Why it is not everything, if it is not.
    pub stopped: Option<Stopped<L>>,
}

/// Why an exploration ended before everything was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped<L> {
    /// The budget in states or bytes was used up.
    Budget,
    /// A step led outside the space's limits, from this state.
    Limit(L, usize),
    /// Whoever watched wanted no more.
    Asked,
}

/// Finds every state that can be reached. `progress` is told the number of states now and then, and
/// can stop it. Linear in the transitions.
///
/// # Errors
/// When there is no first state.
pub fn explore<S: Space>(
    space: &S,
    budget: Budget,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Explored<S::Limit>, S::Limit> {
    let mut graph = Graph {
        packing: Packing::new(S::HEADER),
        width: 1,
        rows: Vec::new(),
        parents: Vec::new(),
        targets: Vec::new(),
        target_starts: vec![0],
        table: Table::default(),
    };
    let mut found = Batch::default();
    let mut packed = Vec::new();
    graph.packing.pack(&space.first()?, &mut packed);
    graph.collect(&mut found, &packed, 0);
    graph.add(&mut found);
    // The first state is nobody's target.
    graph.targets.clear();

    let (mut moves, mut state, mut next) = (Vec::new(), Vec::new(), Vec::new());
    let (mut origin, mut pending, mut at) = (Vec::new(), 0, 0);
    let stopped = loop {
        if at == graph.len() || BATCH <= found.len() || budget.states < graph.len() + found.len() {
            graph.add(&mut found);
            if at == graph.len() {
                break None;
            }
            if budget.states < graph.len() || budget.bytes < graph.bytes() {
                break Some(Stopped::Budget);
            }
        }
        if at % PROGRESS == 0 && progress(graph.len()).is_break() {
            graph.add(&mut found);
            break Some(Stopped::Asked);
        }
        let shape = graph.packing.unpack(graph.row(at), &mut state);
        origin.clear();
        origin.extend_from_slice(graph.row(at));
        moves.clear();
        space.few(&state, &mut moves);
        next.clear();
        next.extend_from_slice(&state);
        let mut limit = None;
        for &way in &moves {
            if let Err(met) = space.step(&mut next, way) {
                limit = Some(met);
                break;
            }
            space.stand_in(&mut next);
            packed.clear();
            packed.extend_from_slice(&origin);
            graph.packing.follow(shape, &state, &mut packed, &mut next);
            graph.collect(&mut found, &packed, at);
        }
        if let Some(limit) = limit {
            graph.add(&mut found);
            break Some(Stopped::Limit(limit, at));
        }
        pending += moves.len();
        graph.target_starts.push(number(pending));
        at += 1;
    };
    Ok(Explored { graph, stopped })
}

/// States between two calls of the progress callback.
const PROGRESS: usize = 1 << 14;

/// So many successors are looked up together: memory answers many questions in the time of
/// one.
const BATCH: usize = 64;

/// Packed rows that have been reached and not yet looked up.
#[derive(Debug, Default)]
struct Batch {
    rows: Vec<u64>,
    hashes: Vec<u32>,
    /// From where each was reached.
    parents: Vec<u32>,
    /// For each, the state that may be the same, and 1.
    near: Vec<u32>,
}

impl Batch {
    fn len(&self) -> usize {
        self.hashes.len()
    }
}

impl Graph {
    /// How many states there are.
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.parents.is_empty()
    }

    /// How many transitions there are: moves from different states.
    pub fn transitions(&self) -> usize {
        self.targets.len()
    }

    /// The words of a state, into a row that is emptied first.
    pub fn read(&self, at: usize, into: &mut Vec<u32>) {
        self.packing.unpack(self.row(at), into);
    }

    /// The words of a state.
    pub fn state(&self, at: usize) -> Vec<u32> {
        let mut state = Vec::new();
        self.read(at, &mut state);
        state
    }

    /// The states that one leads to, in the order of its moves; None for a state that was found and
    /// not expanded.
    pub fn targets(&self, at: usize) -> Option<&[u32]> {
        let end = *self.target_starts.get(at + 1)?;
        Some(&self.targets[self.target_starts[at] as usize..end as usize])
    }

    /// The states on a shortest path from the first to this one, both included.
    pub fn path(&self, at: usize) -> Vec<usize> {
        let mut path = vec![at];
        let mut at = at;
        while at != 0 {
            at = self.parents[at] as usize;
            path.push(at);
        }
        path.reverse();
        path
    }

    /// The moves of a run from the first state to this one, or to one that it stands for: a
    /// shortest, unless the space left moves out.
    pub fn schedule<S: Space>(&self, space: &S, at: usize) -> Vec<S::Move> {
        let (mut moves, mut made) = (Vec::new(), Vec::new());
        let (mut next, mut likeness, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        let mut state = self.state(0);
        for to in self.path(at).into_iter().skip(1) {
            self.read(to, &mut wanted);
            moves.clear();
            space.moves(&state, &mut moves);
            let found = moves.iter().find(|way| {
                next.clone_from(&state);
                let stepped = space.step(&mut next, **way).is_ok();
                likeness.clone_from(&next);
                space.stand_in(&mut likeness);
                stepped && likeness == wanted
            });
            let Some(way) = found else { break };
            made.push(*way);
            std::mem::swap(&mut state, &mut next);
        }
        made
    }

    /// The bytes that are stored.
    pub fn bytes(&self) -> usize {
        let numbers = self.parents.len() + self.targets.len() + self.target_starts.len();
        numbers * size_of::<u32>()
            + self.rows.len() * size_of::<u64>()
            + self.table.bytes()
            + self.packing.bytes()
    }

    #[inline]
    fn row(&self, at: usize) -> &[u64] {
        &self.rows[at * self.width..][..self.width]
    }

    /// Puts a packed row to those to be looked up.
    #[inline]
    fn collect(&mut self, found: &mut Batch, packed: &[u64], parent: usize) {
        if self.width < packed.len() {
            widen(&mut self.rows, self.width, packed.len());
            widen(&mut found.rows, self.width, packed.len());
            self.width = packed.len();
        }
        found.rows.extend_from_slice(packed);
        found.hashes.push(hash(packed));
        found.parents.push(number(parent));
    }

    /// Looks all of them up, adds what is new, and notes the numbers as targets.
    fn add(&mut self, found: &mut Batch) {
        let Batch { rows, hashes, parents, near } = found;
        self.table.reserve(hashes.len());
        // The first loop does not wait for one slot before it asks for the next, and the last not
        // for a row.
        near.clear();
        near.extend(hashes.iter().map(|hash| self.table.first(*hash)));
        for (near, hash) in near.iter_mut().zip(&*hashes) {
            if *near == 0 {
                *near = self.table.near(*hash);
            }
        }
        for (near, row) in near.iter_mut().zip(rows.chunks_exact(self.width)) {
            let at = near.saturating_sub(1) as usize;
            let same = self.rows.get(at * self.width).is_some_and(|it| *it == row[0]);
            *near &= u32::from(same).wrapping_neg();
        }
        for (found, row) in rows.chunks_exact(self.width).enumerate() {
            let near = near[found].checked_sub(1);
            let target = match near.filter(|it| same(self.row(*it as usize), row)) {
                Some(near) => near,
                None => self.find_or_add(row, hashes[found], parents[found]),
            };
            self.targets.push(target);
        }
        rows.clear();
        hashes.clear();
        parents.clear();
    }

    fn find_or_add(&mut self, row: &[u64], hash: u32, parent: u32) -> u32 {
        let known = self.table.find(hash, |it| same(self.row(it as usize), row));
        known.unwrap_or_else(|slot| {
            let at = number(self.parents.len());
            self.table.put(slot, hash, at);
            self.rows.extend_from_slice(row);
            self.parents.push(parent);
            at
        })
    }
}

/// Whether two packed rows are equal. They are short.
#[inline]
fn same(one: &[u64], other: &[u64]) -> bool {
    one.iter().zip(other).all(|(one, other)| one == other)
}

/// A count as it is stored. Budgets keep all of them far below the greatest.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// One folded multiplication for each word, and one for all, with fixed factors, so that runs
/// repeat. Zeros at the end change nothing: a row may have been filled up with them.
#[inline]
fn hash(packed: &[u64]) -> u32 {
    let fold = |word: u64, factor: u64| {
        let product = u128::from(word) * u128::from(factor);
        (product as u64) ^ (product >> 64) as u64
    };
    let mut factor = 0x9e37_79b9_7f4a_7c15_u64;
    let mut sum = 0;
    for word in packed {
        sum ^= fold(*word, factor);
        factor = factor.wrapping_add(0xd1b5_4a32_d192_ed04);
    }
    fold(sum, 0xd6e8_feb8_6659_fd93) as u32
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Threads that each run `x = x + 1` so many times: load, add, store. The words are `x`, then
    /// for each thread its place, its register and its rounds.
    pub(in crate::lab) struct Counter {
        pub threads: usize,
        pub rounds: u32,
    }

    impl Space for Counter {
        type Move = usize;
        type Limit = ();

        fn first(&self) -> Result<Vec<u32>, ()> {
            Ok(vec![0; 1 + 3 * self.threads])
        }

        fn moves(&self, state: &[u32], into: &mut Vec<usize>) {
            into.extend((0..self.threads).filter(|it| state[3 + 3 * it] < self.rounds));
        }

        fn step(&self, state: &mut Vec<u32>, thread: usize) -> Result<(), ()> {
            let [place, register, round] = [1, 2, 3].map(|it| it + 3 * thread);
            match state[place] {
                0 => state[register] = state[0],
                1 => state[register] += 1,
                _ => {
                    state[0] = state[register];
                    state[round] += 1;
                }
            }
            state[place] = (state[place] + 1) % 3;
            Ok(())
        }
    }

    pub(in crate::lab) fn all(threads: usize, rounds: u32) -> (Counter, Graph) {
        let space = Counter { threads, rounds };
        let explored =
            explore(&space, Budget::default(), &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(explored.stopped, None);
        (space, explored.graph)
    }

    #[test]
    fn states_and_transitions_of_counters() {
        // The facts that every explorer of this model gives: 2 × 1 to 3 × 3.
        let check = |threads, rounds, states, transitions| {
            let (_, graph) = all(threads, rounds);
            assert_eq!((graph.len(), graph.transitions()), (states, transitions));
        };
        check(2, 2, 138, 202);
        check(2, 3, 585, 920);
        check(3, 2, 5_641, 11_508);
        check(3, 3, 68_749, 157_749);
    }

    #[test]
    fn paths_are_shortest_and_their_moves_lead_there() {
        let (space, graph) = all(2, 2);
        for at in 0..graph.len() {
            let mut state = space.first().unwrap();
            for way in graph.schedule(&space, at) {
                space.step(&mut state, way).unwrap();
            }
            assert_eq!(state, graph.state(at));
            let places: u32 = (0..2).map(|it| state[1 + 3 * it] + 3 * state[3 + 3 * it]).sum();
            assert_eq!(graph.path(at).len() - 1, places as usize);
        }
    }

    #[test]
    fn a_budget_stops_and_says_so() {
        let space = Counter { threads: 3, rounds: 3 };
        let budget = Budget { states: 1_000, ..Budget::default() };
        let explored = explore(&space, budget, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(explored.stopped, Some(Stopped::Budget));
        assert!(explored.graph.len() < 1_010);
        let explored = explore(&space, Budget::default(), &mut |_| ControlFlow::Break(())).unwrap();
        assert_eq!(explored.stopped, Some(Stopped::Asked));
    }
}
