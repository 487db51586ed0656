//! All states that can be reached, breadth first.
//!
//! Invariant: states are numbered in the order in which they are found, so the path over parents is
//! a shortest one, and two runs give the same numbers. Every state is stored whole and compared
//! whole: a hash only finds the place to look. It must not know what a state means.

use std::ops::ControlFlow;

/// Something that moves from state to state. A state is a row of words; equal states are equal
/// rows.
pub trait Space {
    /// One way to go on from a state.
    type Move: Copy + PartialEq;
    /// Why a step could not be taken at all.
    type Limit;

    /// The state at the start.
    ///
    /// # Errors
    /// When there is none within the space's limits.
    fn first(&self) -> Result<Vec<u32>, Self::Limit>;

    /// The ways to go on from a state, always in the same order.
    fn moves(&self, state: &[u32], into: &mut Vec<Self::Move>);

    /// The state after a move.
    ///
    /// # Errors
    /// When that state is outside the space's limits.
    fn step(&self, state: &[u32], way: Self::Move, next: &mut Vec<u32>) -> Result<(), Self::Limit>;
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
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// All states' words, one after the other: the arena, which is also the queue.
    words: Vec<u32>,
    /// Where each state begins in `words`, and at last where the next would.
    starts: Vec<u32>,
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
    let mut graph = Graph { starts: vec![0], target_starts: vec![0], ..Graph::default() };
    graph.add(&space.first()?, 0);
    let mut moves = Vec::new();
    let mut state = Vec::new();
    let mut next = Vec::new();
    let mut at = 0;
    while at < graph.len() {
        if at % PROGRESS == 0 && progress(graph.len()).is_break() {
            return Ok(Explored { graph, stopped: Some(Stopped::Asked) });
        }
        if budget.states < graph.len() || budget.bytes < graph.bytes() {
            return Ok(Explored { graph, stopped: Some(Stopped::Budget) });
        }
        graph.read(at, &mut state);
        moves.clear();
        space.moves(&state, &mut moves);
        for &way in &moves {
            next.clear();
            if let Err(limit) = space.step(&state, way, &mut next) {
                return Ok(Explored { graph, stopped: Some(Stopped::Limit(limit, at)) });
            }
            let target = graph.add(&next, at);
            graph.targets.push(target);
        }
        graph.target_starts.push(number(graph.targets.len()));
        at += 1;
    }
    Ok(Explored { graph, stopped: None })
}

/// States between two calls of the progress callback.
const PROGRESS: usize = 1 << 14;

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
        into.clear();
        into.extend_from_slice(&self.words[self.starts[at] as usize..self.starts[at + 1] as usize]);
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

    /// The moves of a shortest path from the first state to this one.
    pub fn schedule<S: Space>(&self, space: &S, at: usize) -> Vec<S::Move> {
        let (mut moves, mut state) = (Vec::new(), Vec::new());
        let path = self.path(at);
        let steps = path.windows(2).filter_map(|step| {
            moves.clear();
            self.read(step[0], &mut state);
            space.moves(&state, &mut moves);
            let target = self.targets(step[0])?.iter().position(|to| *to as usize == step[1])?;
            moves.get(target).copied()
        });
        steps.collect()
    }

    /// The bytes that are stored.
    pub fn bytes(&self) -> usize {
        let words = self.words.len()
            + self.starts.len()
            + self.parents.len()
            + self.targets.len()
            + self.target_starts.len();
        words * size_of::<u32>() + self.table.slots.len() * size_of::<u64>()
    }

    /// The number of a state, which is added if it is new.
    fn add(&mut self, state: &[u32], parent: usize) -> u32 {
        let hash = hash(state);
        let Graph { words, starts, table, .. } = self;
        let same = |at: u32| {
            words[starts[at as usize] as usize..starts[at as usize + 1] as usize] == *state
        };
        match table.find(hash, same) {
            Ok(at) => at,
            Err(slot) => {
                let at = number(self.parents.len());
                self.table.put(slot, hash, at);
                self.words.extend_from_slice(state);
                self.starts.push(number(self.words.len()));
                self.parents.push(number(parent));
                at
            }
        }
    }
}

/// A count as it is stored. Budgets keep all of them far below the greatest.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Where states are, by their hash: open addressing, each slot 32 bits of the hash above the state's
/// number and 1. Free slots are 0.
#[derive(Clone, Debug, Default)]
struct Table {
    slots: Vec<u64>,
    used: usize,
}

impl Table {
    /// The state with this hash for which `same` holds, or the slot where it would go.
    fn find(&mut self, hash: u64, same: impl Fn(u32) -> bool) -> Result<u32, usize> {
        if self.slots.len() * 7 / 10 <= self.used {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let held = self.slots[slot];
            if held == 0 {
                return Err(slot);
            }
            let at = held as u32 - 1;
            if held >> 32 == hash >> 32 && same(at) {
                return Ok(at);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn put(&mut self, slot: usize, hash: u64, at: u32) {
        // The low half of the hash chose the slot, and is found again from it only in part: when
        // the table grows, slots are placed by what is kept, the high half.
        self.slots[slot] = (hash >> 32) << 32 | u64::from(at + 1);
        self.used += 1;
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1 << 10);
        let old = std::mem::replace(&mut self.slots, vec![0; size]);
        for held in old.into_iter().filter(|held| *held != 0) {
            let mut slot = (held >> 32) as usize & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = held;
        }
    }
}

/// One folded multiplication for two words, with a fixed seed, so that runs repeat. Both halves of
/// the result are its high half: the table keeps 32 bits.
fn hash(state: &[u32]) -> u64 {
    let mut hash: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut words = state.chunks_exact(2);
    let mut fold = |word: u64| {
        let product = u128::from(hash ^ word) * 0xd6e8_feb8_6659_fd93_u128;
        hash = (product as u64) ^ (product >> 64) as u64;
    };
    for pair in &mut words {
        fold(u64::from(pair[0]) | u64::from(pair[1]) << 32);
    }
    for word in words.remainder() {
        fold(u64::from(*word) | 1 << 32);
    }
    fold(state.len() as u64);
    let high = hash >> 32;
    high << 32 | high
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

        fn step(&self, state: &[u32], thread: usize, next: &mut Vec<u32>) -> Result<(), ()> {
            next.extend_from_slice(state);
            let [place, register, round] = [1, 2, 3].map(|it| it + 3 * thread);
            match state[place] {
                0 => next[register] = state[0],
                1 => next[register] += 1,
                _ => {
                    next[0] = state[register];
                    next[round] += 1;
                }
            }
            next[place] = (state[place] + 1) % 3;
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
                let mut next = Vec::new();
                space.step(&state, way, &mut next).unwrap();
                state = next;
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
