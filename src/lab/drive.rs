//! A goal for a person who schedules: how far every state is from it.
//!
//! Invariant: a distance is that of a shortest way, so a hint never leads astray; "it cannot be
//! reached" is said only when every state was searched. It must not know who plays, or wording.

use crate::{
    lab::{End, Needs, Search, Story, formula::Formula},
    machine::{Machine, Move, State, TaskId},
    program::{self, Claim, Finding, Program},
};

/// What is to be brought about.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// A run ends, not in a deadlock, and this is true there.
    End(Claim),
    /// Nobody can move, and some task has not ended.
    Deadlock,
    /// A fault (a failed assertion is one), or two tasks at once inside one of these regions.
    Violated(Vec<usize>),
}

impl Goal {
    /// The goal of a card: `deadlock`, `violated`, or an expression that is to be true at the end.
    /// `exclusive` names the regions in which two tasks at once are a violation.
    ///
    /// # Errors
    /// When the expression or a region is not of this program.
    pub fn read(program: &Program, text: &str, exclusive: &[&str]) -> Result<Goal, Vec<Finding>> {
        match text.trim() {
            "deadlock" => Ok(Goal::Deadlock),
            "violated" => {
                let regions = exclusive.iter().map(|it| program::region(program, it));
                Ok(Goal::Violated(regions.collect::<Result<_, _>>()?))
            }
            _ => Ok(Goal::End(program::claim(program, text)?)),
        }
    }

    /// What must be kept in the states for it to be judged.
    pub fn needs(&self) -> Needs {
        match self {
            Goal::End(claim) => Needs::of(&[claim], false),
            Goal::Deadlock | Goal::Violated(_) => Needs::default(),
        }
    }
}

/// Every state of a machine with its distance from a goal.
#[derive(Debug)]
pub struct Course<'m, 'p> {
    search: Search<'m, 'p>,
    /// The moves to the nearest state that reaches the goal; [`NEVER`] if there is none.
    distances: Vec<u32>,
}

const NEVER: u32 = u32::MAX;

impl<'m, 'p> Course<'m, 'p> {
    /// Measures a whole search; None if it is not whole. Linear in its transitions.
    pub fn new(search: Search<'m, 'p>, goal: &Goal) -> Option<Course<'m, 'p>> {
        if !search.is_whole() {
            return None;
        }
        let graph = search.graph();
        let mut from = sources(&search);
        let mut distances = vec![NEVER; graph.len()];
        let mut near: Vec<usize> = reached(&search, goal);
        for at in &near {
            distances[*at] = 0;
        }
        let mut distance = 0;
        while !near.is_empty() {
            distance += 1;
            let mut next = Vec::new();
            for at in near {
                for source in std::mem::take(&mut from[at]) {
                    if distances[source] == NEVER {
                        distances[source] = distance;
                        next.push(source);
                    }
                }
            }
            near = next;
        }
        Some(Course { search, distances })
    }

    /// The machine.
    pub fn machine(&self) -> &'m Machine<'p> {
        self.search.machine()
    }

    /// How many states were searched.
    pub fn states(&self) -> usize {
        self.distances.len()
    }

    /// The fewest moves from the start to the goal; None if it cannot be reached.
    pub fn par(&self) -> Option<usize> {
        self.left(0)
    }

    /// The fewest moves from a state; None if the goal cannot be reached any more.
    pub fn left(&self, at: usize) -> Option<usize> {
        self.distances.get(at).filter(|it| **it != NEVER).map(|it| *it as usize)
    }

    /// The states of the first `len` moves of a run of the same machine, the first included.
    pub fn along(&self, story: &Story, len: usize) -> Vec<usize> {
        let mut places = vec![0];
        let mut at = 0;
        for (place, way) in story.moves().iter().enumerate().take(len) {
            let moves = self.machine().enabled(story.state(place));
            let to = moves.iter().position(|it| it == way);
            let Some(target) = to.and_then(|to| self.search.graph().targets(at)?.get(to)) else {
                break;
            };
            at = *target as usize;
            places.push(at);
        }
        places
    }

    /// The next move of a shortest way to the goal; None if there is none, or at the goal.
    pub fn hint(&self, at: usize) -> Option<Move> {
        let left = self.left(at).filter(|it| 0 < *it)?;
        let moves = self.machine().enabled(&self.state(at));
        let targets = self.search.graph().targets(at)?;
        let nearer = |to: &u32| self.left(*to as usize).is_some_and(|it| it < left);
        moves.into_iter().zip(targets).find(|it| nearer(it.1)).map(|it| it.0)
    }

    fn state(&self, at: usize) -> State {
        let mut state = State::default();
        self.search.graph().read(at, state.words_mut());
        state
    }
}

/// The states that lead to each.
fn sources(search: &Search) -> Vec<Vec<usize>> {
    let graph = search.graph();
    let mut from = vec![Vec::new(); graph.len()];
    for at in 0..graph.len() {
        for target in graph.targets(at).unwrap_or_default() {
            from[*target as usize].push(at);
        }
    }
    from
}

/// The states that reach a goal.
fn reached(search: &Search, goal: &Goal) -> Vec<usize> {
    let machine = search.machine();
    let mut state = State::default();
    match goal {
        Goal::Deadlock => {
            search.ends().iter().filter(|it| it.1 == End::Deadlock).map(|it| it.0).collect()
        }
        Goal::End(claim) => {
            let formula = Formula::new(machine, claim);
            let good = search.ends().iter().filter(|it| it.1 != End::Deadlock).map(|it| it.0);
            let mut holds = |at: &usize| {
                search.graph().read(*at, state.words_mut());
                formula.holds(machine, &state).unwrap_or(false)
            };
            good.filter(|it| holds(it)).collect()
        }
        Goal::Violated(regions) => {
            let mut is_violated = |at: &usize| {
                search.graph().read(*at, state.words_mut());
                violated(machine, &state, regions)
            };
            (0..search.graph().len()).filter(|it| is_violated(it)).collect()
        }
    }
}

fn violated(machine: &Machine, state: &State, regions: &[usize]) -> bool {
    let faulted = (0..machine.processes(state)).any(|it| machine.fault(state, it).is_some());
    let tasks = if regions.is_empty() { Vec::new() } else { machine.tasks(state) };
    let inside = |region: usize| {
        let inside = |it: &&TaskId| machine.inside(state, **it, region);
        tasks.iter().filter(inside).count()
    };
    faulted || regions.iter().any(|it| 1 < inside(*it))
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::{lab::Budget, machine::Options};

    const LOST: &str = "global x = 0\nthread A { x = x + 1 }\nthread B { x = x + 1 }";
    const GUARDED: &str = "mutex m\nglobal x = 0\nthread A { lock(m); x = x + 1; unlock(m) }\n\
                           thread B { lock(m); x = x + 1; unlock(m) }";
    const CROSSED: &str = "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
                           thread B { lock(b); lock(a); unlock(a); unlock(b) }";
    const REGION: &str = "global x = 0\nthread A { critical cs { x = 1 } }\n\
                          thread B { critical cs { x = 2 } }";

    /// The par, the states, and what remains after a schedule with the hint there.
    #[track_caller]
    fn check(text: &str, goal: &str, schedule: &str, expect: (Option<usize>, Option<usize>, &str)) {
        let program = program::compile(text).unwrap();
        let goal = Goal::read(&program, goal, &["cs"].map(|it| it)[..program.regions.len()]);
        let goal = goal.unwrap();
        let options = Options { keep: goal.needs().keep, ..Options::default() };
        let machine = Machine::new(&program, options).unwrap();
        let go_on = &mut |_| ControlFlow::Continue(());
        let search = Search::new(&machine, Budget::default(), go_on).unwrap();
        let course = Course::new(search, &goal).unwrap();
        let mut story = Story::new(&machine).unwrap();
        story.follow(schedule).unwrap().unwrap();
        let at = *course.along(&story, story.len()).last().unwrap();
        let hint = course.hint(at).map_or(String::new(), |it| machine.name(it.task).into_owned());
        assert_eq!((course.par(), course.left(at), &*hint), expect, "{schedule}");
    }

    #[test]
    fn the_distance_of_a_goal() {
        check(LOST, "x == 1", "", (Some(6), Some(6), "A"));
        check(LOST, "x == 1", "A,B", (Some(6), Some(4), "A"));
        check(LOST, "x == 1", "A,B,A,A,B,B", (Some(6), Some(0), ""));
        check(CROSSED, "deadlock", "", (Some(2), Some(2), "A"));
        check(CROSSED, "deadlock", "A", (Some(2), Some(1), "B"));
        check(REGION, "violated", "", (Some(0), Some(0), ""));
        check("thread A { assert 1 == 2 }", "violated", "", (Some(1), Some(1), "A"));
    }

    #[test]
    fn a_goal_that_is_lost_or_was_never_there() {
        check(LOST, "x == 1", "A,A,A", (Some(6), None, ""));
        check(LOST, "x == 0", "", (None, None, ""));
        check(GUARDED, "x == 1", "A", (None, None, ""));
        check(CROSSED, "deadlock", "A,A", (Some(2), None, ""));
    }

    #[test]
    fn hints_lead_to_the_goal_in_the_fewest_moves() {
        let program = program::compile(LOST).unwrap();
        let goal = Goal::read(&program, "x == 1", &[]).unwrap();
        let options = Options { keep: goal.needs().keep, ..Options::default() };
        let machine = Machine::new(&program, options).unwrap();
        let go_on = &mut |_| ControlFlow::Continue(());
        let search = Search::new(&machine, Budget::default(), go_on).unwrap();
        let course = Course::new(search, &goal).unwrap();
        let mut story = Story::new(&machine).unwrap();
        while let Some(way) = course.hint(*course.along(&story, story.len()).last().unwrap()) {
            story.push(way).unwrap();
        }
        assert_eq!(Some(story.len()), course.par());
        assert_eq!(machine.word(story.last(), 0, false, 0), 1);
    }
}
