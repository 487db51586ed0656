//! Schedules that show something: a shortest one, and the one with the fewest preemptions.
//!
//! A preemption is a step of another task while the last one that moved could have gone on; after
//! `yield` it is none.
//!
//! Invariant: no schedule to the same states has fewer steps than the shortest, or fewer preemptions
//! than the simplest; of several the same one is always given. It must not know what is shown.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, hash_map::Entry},
};

use crate::{
    lab::{Graph, Search, Witness},
    machine::{Machine, Move, State, TaskId},
    program::code::Op,
};

/// The witness that some moves from the first state are.
pub(super) fn witness(machine: &Machine, moves: Vec<Move>, round: Option<usize>) -> Witness {
    let mut preemptions = 0;
    if let Ok(mut state) = machine.first() {
        let mut last = None;
        for way in &moves {
            preemptions += usize::from(preempts(machine, &state, last, *way));
            last = goes_on(machine, &state, *way);
            if machine.step(&mut state, *way, &mut ()).is_err() {
                break;
            }
        }
    }
    Witness { moves, preemptions, round }
}

/// Whether a move takes the turn of the task that moved last.
pub(super) fn preempts(machine: &Machine, state: &State, last: Option<TaskId>, way: Move) -> bool {
    last.is_some_and(|it| it != way.task && machine.can_move(state, it))
}

/// The task of a move, unless with it the task gives up its turn.
pub(super) fn goes_on(machine: &Machine, state: &State, way: Move) -> Option<TaskId> {
    let yields = machine.instr(state, way.task).is_some_and(|it| it.op == Op::Yield);
    (!yields).then_some(way.task)
}

/// A place of the search by preemptions: a state, and the task that moved last if it can go on.
type Place = (u32, Option<TaskId>);

/// Preemptions, steps, and the sum of the places of the preemptions: of two schedules that are
/// alike so far, the one that switches sooner is easier to follow.
type Cost = (usize, usize, usize);

/// How each place is reached.
type Reached = HashMap<Place, (Cost, Option<(Place, Move)>)>;

/// The most places that are looked at: each takes some hundred bytes.
const MOST_PLACES: usize = 4_000_000;

/// The search by preemptions would be too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany;

/// The schedule with the fewest preemptions, and then the fewest steps, to a state that is wanted;
/// None if there is none. Each state is looked at once for each task that can have moved last.
///
/// # Errors
/// When there are more places than are looked at.
pub(super) fn simplest(
    search: &Search,
    wanted: &dyn Fn(usize) -> bool,
) -> Result<Option<Witness>, TooMany> {
    let (machine, graph) = (search.machine(), search.graph());
    let mut reached: Reached = HashMap::from([((0, None), ((0, 0, 0), None))]);
    // The order in which places were found makes the result the same in each run.
    let mut order = 0_usize;
    let mut open = BinaryHeap::from([Reverse(((0, 0, 0), order, (0_u32, None)))]);
    let (mut state, mut moves) = (State::default(), Vec::new());
    while let Some(Reverse((cost, _, place))) = open.pop() {
        if reached.get(&place).is_some_and(|it| it.0 < cost) {
            continue;
        }
        let (at, last) = place;
        let (preemptions, steps, late) = cost;
        if wanted(at as usize) {
            let moves = path(&reached, place);
            return Ok(Some(Witness { moves, preemptions, round: None }));
        }
        let Some(targets) = graph.targets(at as usize) else { continue };
        graph.read(at as usize, state.words_mut());
        machine.enabled_into(&state, &mut moves);
        for (way, target) in moves.iter().zip(targets) {
            let more = usize::from(last.is_some_and(|it| it != way.task));
            let next = goes_on(machine, &state, *way);
            let next = next.filter(|it| can_go_on(machine, graph, *target, *it));
            let cost = (preemptions + more, steps + 1, late + more * steps);
            let found = (cost, Some((place, *way)));
            match reached.entry((*target, next)) {
                Entry::Occupied(mut known) if cost < known.get().0 => {
                    known.insert(found);
                }
                Entry::Occupied(_) => continue,
                Entry::Vacant(_) if MOST_PLACES <= order => return Err(TooMany),
                Entry::Vacant(new) => {
                    new.insert(found);
                }
            }
            order += 1;
            open.push(Reverse((cost, order, (*target, next))));
        }
    }
    Ok(None)
}

fn can_go_on(machine: &Machine, graph: &Graph, at: u32, task: TaskId) -> bool {
    let mut state = State::default();
    graph.read(at as usize, state.words_mut());
    machine.can_move(&state, task)
}

fn path(reached: &Reached, mut place: Place) -> Vec<Move> {
    let mut moves = Vec::new();
    while let Some((_, Some((before, way)))) = reached.get(&place) {
        moves.push(*way);
        place = *before;
    }
    moves.reverse();
    moves
}
