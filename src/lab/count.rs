//! How many schedules lead where: paths over the graph of states, counted exactly.
//!
//! Invariant: the counts of all ends add up to the number of all schedules. A graph with a cycle has
//! no such number, and none is given. It must not know what an end means.

use num_bigint::BigUint;

use crate::lab::Graph;

/// The number of schedules that lead to each state in which nobody can move.
#[derive(Clone, Debug)]
pub struct Counts {
    /// By state.
    to: Vec<(usize, BigUint)>,
}

impl Counts {
    /// The schedules that end in a state; none for a state that is no end.
    pub fn to(&self, state: usize) -> BigUint {
        let found = self.to.binary_search_by_key(&state, |it| it.0);
        found.map(|it| self.to[it].1.clone()).unwrap_or_default()
    }
}

/// States so that each stands behind all that lead to it.
pub(super) enum Order {
    /// As they are numbered, so many: the search went from step to step, and no way to a state is
    /// longer than another.
    Numbered(usize),
    /// Any other way.
    Sorted(Vec<u32>),
}

impl Order {
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let (count, sorted) = match self {
            Order::Numbered(count) => (*count, None),
            Order::Sorted(sorted) => (sorted.len(), Some(sorted)),
        };
        (0..count).map(move |at| sorted.map_or(at, |it| it[at] as usize))
    }
}

/// The order of the states of a whole graph; None if some state leads back to itself, or was not
/// expanded. Linear.
pub(super) fn order(graph: &Graph) -> Option<Order> {
    let mut numbered = true;
    for state in 0..graph.len() {
        numbered &= graph.targets(state)?.iter().all(|it| state < *it as usize);
    }
    if numbered {
        return Some(Order::Numbered(graph.len()));
    }
    let mut coming = vec![0_u32; graph.len()];
    for state in 0..graph.len() {
        for target in graph.targets(state)? {
            coming[*target as usize] += 1;
        }
    }
    let mut order = Vec::with_capacity(graph.len());
    // The first has none coming, or is on a cycle.
    order.extend((coming[0] == 0).then_some(0));
    let mut done = 0;
    while let Some(state) = order.get(done).copied() {
        for target in graph.targets(state as usize)? {
            coming[*target as usize] -= 1;
            if coming[*target as usize] == 0 {
                order.push(*target);
            }
        }
        done += 1;
    }
    (done == graph.len()).then_some(Order::Sorted(order))
}

/// Counts the schedules to each end of a whole graph; None if they are unbounded, because some state
/// leads back to itself, or if a state was not expanded. One addition for each transition, of big
/// numbers only where a count does not fit 128 bits.
pub fn count(graph: &Graph) -> Option<Counts> {
    let order = order(graph)?;
    let small = |sum: &mut u128, more: &u128| match sum.checked_add(*more) {
        Some(more) => {
            *sum = more;
            true
        }
        None => false,
    };
    let big = |sum: &mut BigUint, more: &BigUint| {
        *sum += more;
        true
    };
    let to = match paths(graph, &order, 1_u128, small) {
        Some(to) => to.into_iter().map(|(at, count)| (at, count.into())).collect(),
        None => paths(graph, &order, BigUint::from(1_u32), big)?,
    };
    Some(Counts { to })
}

/// The number of ways to each end, in order; None if `add` could not add two numbers.
fn paths<N: Clone + Default>(
    graph: &Graph,
    order: &Order,
    one: N,
    add: impl Fn(&mut N, &N) -> bool,
) -> Option<Vec<(usize, N)>> {
    let mut to = vec![N::default(); graph.len()];
    to[0] = one;
    let mut ends = Vec::new();
    for state in order.iter() {
        let targets = graph.targets(state)?;
        let paths = std::mem::take(&mut to[state]);
        for target in targets {
            if !add(&mut to[*target as usize], &paths) {
                return None;
            }
        }
        if targets.is_empty() {
            ends.push((state, paths));
        }
    }
    ends.sort_unstable_by_key(|it| it.0);
    Some(ends)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::lab::graph::tests::all;

    #[test]
    fn schedules_of_counters() {
        let check = |threads, rounds, expect: &[(u32, u64)]| {
            let (_, graph) = all(threads, rounds);
            let counts = count(&graph).unwrap();
            let mut found: BTreeMap<u32, BigUint> = BTreeMap::new();
            for state in (0..graph.len()).filter(|it| graph.targets(*it) == Some(&[])) {
                *found.entry(graph.state(state)[0]).or_default() += counts.to(state);
            }
            let expect = expect.iter().map(|(x, count)| (*x, BigUint::from(*count))).collect();
            assert_eq!(found, expect);
        };
        check(2, 1, &[(1, 18), (2, 2)]);
        check(2, 2, &[(2, 702), (3, 216), (4, 6)]);
        check(3, 1, &[(1, 1_404), (2, 270), (3, 6)]);
    }

    #[test]
    fn counts_beyond_128_bits() {
        // Two threads of 3 n steps: (6 n)! / (3 n)!², here of 25 rounds.
        let (_, graph) = all(2, 25);
        let counts = count(&graph).unwrap();
        let ends = (0..graph.len()).filter(|it| graph.targets(*it) == Some(&[]));
        let sum: BigUint = ends.map(|it| counts.to(it)).sum();
        let factorial = |n: u32| (1..=n).map(BigUint::from).product::<BigUint>();
        assert!(sum.bits() > 128);
        assert_eq!(sum, factorial(150) / factorial(75).pow(2));
    }

    #[test]
    fn a_cycle_has_no_number() {
        struct Wheel;
        impl crate::lab::Space for Wheel {
            type Move = ();
            type Limit = ();
            fn first(&self) -> Result<Vec<u32>, ()> {
                Ok(vec![0])
            }
            fn moves(&self, _: &[u32], into: &mut Vec<()>) {
                into.push(());
            }
            fn step(&self, state: &mut Vec<u32>, (): ()) -> Result<(), ()> {
                state[0] = (state[0] + 1) % 3;
                Ok(())
            }
        }
        let budget = crate::lab::Budget::default();
        let go_on = &mut |_| std::ops::ControlFlow::Continue(());
        let explored = crate::lab::explore(&Wheel, budget, go_on).unwrap();
        assert_eq!(explored.graph.len(), 3);
        assert!(count(&explored.graph).is_none());
    }
}
