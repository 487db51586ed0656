//! One run of a program, move by move: a schedule as a person reads it, and every state on the way.
//!
//! Invariant: the state at each place is what the moves before it lead to, so going back is only
//! looking at an earlier place. It must not know who chooses the moves, or how a run is drawn.

use crate::{
    lab::witness::{goes_on, preempts},
    machine::{Event, Limit, Machine, Move, State, TaskId},
};

/// A move as it is written in a schedule: the task, a woken sleeper behind its waker (`A>B`).
pub fn move_name(machine: &Machine, way: Move) -> String {
    match way.woken {
        Some(woken) => format!("{}>{}", machine.name(way.task), machine.name(woken)),
        None => machine.name(way.task).into_owned(),
    }
}

/// Why a schedule cannot be followed: the place of the move in it, from 0, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derailed {
    /// How many moves were taken before it.
    pub at: usize,
    /// The move as it was written.
    pub written: String,
    /// The moves that were possible, as they are written; none at an end.
    pub possible: Vec<String>,
}

/// A run from its first state, with everything that happened.
#[derive(Clone, Debug)]
pub struct Story<'m, 'p> {
    machine: &'m Machine<'p>,
    /// One more than moves.
    states: Vec<State>,
    moves: Vec<Move>,
    events: Vec<Vec<Event>>,
}

impl<'m, 'p> Story<'m, 'p> {
    /// A run in which nothing has happened yet.
    ///
    /// # Errors
    /// When the machine has no first state within its limits.
    pub fn new(machine: &'m Machine<'p>) -> Result<Story<'m, 'p>, Limit> {
        let states = vec![machine.first()?];
        Ok(Story { machine, states, moves: Vec::new(), events: Vec::new() })
    }

    /// The machine that runs.
    pub fn machine(&self) -> &'m Machine<'p> {
        self.machine
    }

    /// How many moves were made.
    pub fn len(&self) -> usize {
        self.moves.len()
    }

    /// Whether none was made.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    /// The state after so many moves, at most [`Story::len`].
    pub fn state(&self, at: usize) -> &State {
        &self.states[at]
    }

    /// The state after the last move.
    pub fn last(&self) -> &State {
        &self.states[self.moves.len()]
    }

    /// The moves made.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// What happened in the move at a place, from 0.
    pub fn events(&self, at: usize) -> &[Event] {
        &self.events[at]
    }

    /// The task that was preempted by the move at a place: the one that moved before it and could
    /// have gone on, unless it had yielded.
    pub fn preempted(&self, at: usize) -> Option<TaskId> {
        let before = *self.moves[..at].last()?;
        let last = goes_on(self.machine, &self.states[at - 1], before);
        last.filter(|_| preempts(self.machine, &self.states[at], last, self.moves[at]))
    }

    /// The moves that are possible now.
    pub fn possible(&self) -> Vec<Move> {
        self.machine.enabled(self.last())
    }

    /// Makes a move that is possible; false, and nothing happens, if it is not.
    ///
    /// # Errors
    /// When the machine would grow beyond a limit; the story stays as it was.
    pub fn push(&mut self, way: Move) -> Result<bool, Limit> {
        if !self.possible().contains(&way) {
            return Ok(false);
        }
        let mut state = self.last().clone();
        let mut events: Vec<Event> = Vec::new();
        self.machine.step(&mut state, way, &mut events)?;
        self.states.push(state);
        self.moves.push(way);
        self.events.push(events);
        Ok(true)
    }

    /// Forgets all moves after the first `len`.
    pub fn truncate(&mut self, len: usize) {
        self.moves.truncate(len);
        self.events.truncate(len);
        self.states.truncate(self.moves.len() + 1);
    }

    /// Its schedule as it is written.
    pub fn schedule(&self) -> Vec<String> {
        self.moves.iter().map(|it| move_name(self.machine, *it)).collect()
    }

    /// Follows a written schedule from where the story is: tasks parted by commas, `A,B,A>B`.
    /// Where a task wakes one of several sleepers and none is named, the first is meant.
    ///
    /// # Errors
    /// When a move is not possible where it stands; the moves before it are made.
    pub fn follow(&mut self, schedule: &str) -> Result<Result<(), Derailed>, Limit> {
        let written = schedule.split(',').map(str::trim).filter(|it| !it.is_empty());
        for (at, written) in written.enumerate() {
            let possible = self.possible();
            let name = |it: &Move| move_name(self.machine, *it);
            let task = |it: &Move| self.machine.name(it.task) == written;
            let meant = possible.iter().find(|it| name(it) == written);
            let Some(way) = meant.or_else(|| possible.iter().find(|it| task(it))).copied() else {
                let possible = possible.iter().map(name).collect();
                return Ok(Err(Derailed { at, written: written.to_owned(), possible }));
            };
            self.push(way)?;
        }
        Ok(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{machine::Options, program};

    #[track_caller]
    fn check(text: &str, schedule: &str, expect: Result<&str, (usize, &[&str])>) {
        let program = program::compile(text).unwrap();
        let machine = Machine::new(&program, Options::default()).unwrap();
        let mut story = Story::new(&machine).unwrap();
        match (story.follow(schedule).unwrap(), expect) {
            (Ok(()), Ok(expect)) => assert_eq!(story.schedule().join(","), expect),
            (Err(derailed), Err((at, possible))) => {
                assert_eq!((derailed.at, story.len()), (at, at));
                assert_eq!(derailed.possible, possible);
            }
            (found, _) => panic!("{found:?}"),
        }
    }

    #[test]
    fn schedules_are_followed_as_written() {
        let counter = "global x = 0\nthread A { x = x + 1 }\nthread B { x = x + 1 }";
        check(counter, "A,B,B,B,A,A", Ok("A,B,B,B,A,A"));
        check(counter, " A , A,A", Ok("A,A,A"));
        check(counter, "A,A,A,A", Err((3, &["B"])));
        check(counter, "C", Err((0, &["A", "B"])));
        let sleepers = "mutex m\ncondition c\nthread W * 2 { lock(m); cond_wait(c, m); unlock(m) }\n\
                        thread S { cond_signal(c) }";
        check(sleepers, "W1,W1,W2,W2,S>W2,W2", Ok("W1,W1,W2,W2,S>W2,W2"));
        check(sleepers, "W1,W1,W2,W2,S", Ok("W1,W1,W2,W2,S>W1"));
    }

    #[test]
    fn going_back_forgets() {
        let program = program::compile("global x = 0\nthread A { x = x + 1 }").unwrap();
        let machine = Machine::new(&program, Options::default()).unwrap();
        let mut story = Story::new(&machine).unwrap();
        story.follow("A,A,A").unwrap().unwrap();
        let after_two = story.state(2).clone();
        story.truncate(2);
        assert_eq!(story.last(), &after_two);
        assert_eq!(story.schedule(), ["A", "A"]);
        assert!(!story.events(1).is_empty());
    }
}
