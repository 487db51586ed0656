//! How many schedules lead where: paths over the graph of states, counted exactly.
//!
//! Invariant: the counts of all ends add up to the number of all schedules. A graph with a cycle has
//! no such number, and none is given. It must not know what an end means.

use num_bigint::BigUint;

use crate::lab::Graph;

/// The number of schedules that lead to each state.
#[derive(Clone, Debug)]
pub struct Counts {
    to: Vec<BigUint>,
}

impl Counts {
    /// The schedules that lead to a state.
    pub fn to(&self, state: usize) -> &BigUint {
        &self.to[state]
    }
}

/// The states of a whole graph so that each stands behind all that lead to it; None if some state
/// leads back to itself, or was not expanded. Linear.
pub(super) fn order(graph: &Graph) -> Option<Vec<u32>> {
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
    (done == graph.len()).then_some(order)
}

/// Counts the schedules to each state of a whole graph; None if they are unbounded, because some
/// state leads back to itself, or if a state was not expanded. One addition of big numbers for each
/// transition.
pub fn count(graph: &Graph) -> Option<Counts> {
    let mut to = vec![BigUint::ZERO; graph.len()];
    to[0] = BigUint::from(1_u32);
    for state in order(graph)? {
        let paths = to[state as usize].clone();
        for target in graph.targets(state as usize)? {
            to[*target as usize] += &paths;
        }
    }
    Some(Counts { to })
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
