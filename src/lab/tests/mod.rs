//! The numbers that every explorer of these models gives, and laws over random programs.
//!
//! A random program is drawn, written as text, and compiled; then the compact explorer over the
//! packed machine is held against a plain one over a plain machine, and against itself.

use std::collections::BTreeMap;

use num_bigint::BigUint;
use num_rational::BigRational;

use crate::{
    lab::{Graph, count},
    machine::State,
    program::{Program, compile},
};

mod laws;
mod oracles;
mod programs;
mod reference;

fn compiled(source: &str) -> Program {
    compile(source).unwrap_or_else(|findings| panic!("{source}\n{findings:#?}"))
}

fn states(graph: &Graph) -> Vec<State> {
    (0..graph.len()).map(|at| State::from_words(graph.state(at))).collect()
}

/// Whether some state leads back to itself.
fn cyclic(graph: &Graph) -> bool {
    count(graph).is_none()
}

/// What can be asked of each end: how many schedules come to it, and how likely it is when each move
/// is drawn evenly. Only of a graph without a cycle.
fn weighed<T: Ord>(
    graph: &Graph,
    asked: impl Fn(&State) -> T,
) -> BTreeMap<T, (BigUint, BigRational)> {
    let counts = count(graph).unwrap();
    let mut coming = vec![0; graph.len()];
    for at in 0..graph.len() {
        graph.targets(at).unwrap().iter().for_each(|it| coming[*it as usize] += 1);
    }
    let zero = BigRational::from_integer(0.into());
    let mut weight = vec![zero.clone(); graph.len()];
    weight[0] = BigRational::from_integer(1.into());
    let mut open = vec![0];
    let mut found = BTreeMap::new();
    while let Some(at) = open.pop() {
        let targets = graph.targets(at).unwrap();
        if targets.is_empty() {
            let end = asked(&State::from_words(graph.state(at)));
            let (number, chance) = found.entry(end).or_insert((BigUint::ZERO, zero.clone()));
            *number += counts.to(at);
            *chance += &weight[at];
            continue;
        }
        let share = &weight[at] / BigRational::from_integer(targets.len().into());
        for to in targets.iter().map(|it| *it as usize) {
            weight[to] += &share;
            coming[to] -= 1;
            if coming[to] == 0 {
                open.push(to);
            }
        }
    }
    found
}
