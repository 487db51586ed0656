//! How likely each end is when every move is drawn evenly: among the tasks that can move, then among
//! the sleepers where one is woken.
//!
//! Invariant: the probabilities of all ends add up to exactly 1; nothing is rounded. A graph with a
//! cycle has none here. It must not know what an end means.

use num_bigint::BigUint;
use num_rational::Ratio;

use crate::{
    lab::{Graph, count::order},
    machine::{Machine, Move, State},
};

/// The probability of each state in which nobody can move.
#[derive(Clone, Debug)]
pub struct Chances {
    of: Vec<(usize, BigUint)>,
    whole: BigUint,
}

impl Chances {
    /// The probability that a run ends in one of the ends for which `counts` holds: a reduced
    /// fraction, numerator and denominator.
    pub fn of(&self, mut counts: impl FnMut(usize) -> bool) -> (BigUint, BigUint) {
        let part: BigUint = self.of.iter().filter(|it| counts(it.0)).map(|it| &it.1).sum();
        Ratio::new(part, self.whole.clone()).into()
    }
}

/// The probabilities of all ends of a whole graph; None if some state leads back to itself, or was
/// not expanded. Some operations on numbers of as many digits as the longest schedule has moves, for
/// each transition.
pub fn chances(machine: &Machine, graph: &Graph) -> Option<Chances> {
    let order = order(graph)?;
    let mut draws =
        Draws { machine, state: State::default(), moves: Vec::new(), parts: Vec::new() };
    // Every draw is one of so many parts, whatever the state.
    let mut parts = 1_u64;
    // A state's level is the length of the longest schedule to it; at level n all numbers are in
    // units of 1 / parts ^ n, so that they stay whole.
    let mut level = vec![0_u32; graph.len()];
    for at in order.iter() {
        draws.read(graph, at);
        for part in &draws.parts {
            // The least common multiple.
            parts = Ratio::new(parts, *part).numer() * part;
        }
        let next = level[at] + 1;
        for target in graph.targets(at)? {
            let target = &mut level[*target as usize];
            *target = (*target).max(next);
        }
    }
    let deepest = level.iter().copied().max().unwrap_or(0);
    let mut weights = vec![BigUint::ZERO; graph.len()];
    weights[0] = BigUint::from(1_u32);
    let mut of = Vec::new();
    for at in order.iter() {
        let weight = std::mem::take(&mut weights[at]);
        let targets = graph.targets(at)?;
        if targets.is_empty() {
            of.push((at, weight * power(parts, deepest - level[at])));
            continue;
        }
        draws.read(graph, at);
        for (target, part) in targets.iter().zip(&draws.parts) {
            let target = *target as usize;
            let more = &weight * (parts / part);
            let further = level[target] - level[at] - 1;
            weights[target] += if further == 0 { more } else { more * power(parts, further) };
        }
    }
    of.sort_unstable_by_key(|it| it.0);
    Some(Chances { of, whole: power(parts, deepest) })
}

fn power(base: u64, exponent: u32) -> BigUint {
    BigUint::from(base).pow(exponent)
}

/// How the moves of a state are drawn.
struct Draws<'m, 'p> {
    machine: &'m Machine<'p>,
    state: State,
    moves: Vec<Move>,
    /// For each move, of how many equal parts it is one.
    parts: Vec<u64>,
}

impl Draws<'_, '_> {
    fn read(&mut self, graph: &Graph, at: usize) {
        graph.read(at, self.state.words_mut());
        self.machine.enabled_into(&self.state, &mut self.moves);
        self.parts.clear();
        let same = |a: &Move, b: &Move| a.task == b.task;
        let tasks = self.moves.chunk_by(same).count() as u64;
        for moves in self.moves.chunk_by(same) {
            self.parts.extend(moves.iter().map(|_| tasks * moves.len() as u64));
        }
    }
}
