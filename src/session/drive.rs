//! A person as the scheduler: a goal, a stepper, hints, and "it cannot be done".
//!
//! Invariant: going back costs nothing; a win is judged by the search of every state, never by what
//! the person says. It must not know keys, words or drawing.

use crate::{
    lab::Course,
    machine::Move,
    session::step::{Effect, Input, Stepper},
};

/// What the game has to say to the last input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The next move of a shortest way, and how many are left with it.
    Hint(Move, usize),
    /// There is no way to lead to.
    NoHint,
    /// The goal cannot be reached from here; it could so many moves earlier.
    Lost {
        /// How many moves to go back.
        back: usize,
    },
    /// It can be done.
    CanBeDone,
    /// It cannot be done: every state was searched.
    Proved,
}

/// What a game came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Whether the goal was reached, or rightly said to be impossible.
    pub solved: bool,
    /// The moves of the shortest run that reached it.
    pub steps: Option<usize>,
    /// The fewest that are possible; None if it is impossible.
    pub par: Option<usize>,
    /// How many hints were asked for.
    pub hints: usize,
    /// How often it was wrongly said to be impossible.
    pub wrong: usize,
}

/// A game.
#[derive(Clone, Debug)]
pub struct Driver<'c, 'm, 'p> {
    course: &'c Course<'m, 'p>,
    goal: &'c str,
    stepper: Stepper<'m, 'p>,
    score: Score,
    said: Option<Said>,
}

impl<'c, 'm, 'p> Driver<'c, 'm, 'p> {
    /// A game from where the stepper stands. `goal` is the goal of the course as it is written.
    pub fn new(
        course: &'c Course<'m, 'p>,
        goal: &'c str,
        stepper: Stepper<'m, 'p>,
    ) -> Driver<'c, 'm, 'p> {
        let score = Score { par: course.par(), ..Score::default() };
        Driver { course, goal, stepper, score, said: None }.judged()
    }

    /// The goal as it is written.
    pub fn goal(&self) -> &'c str {
        self.goal
    }

    /// The run.
    pub fn stepper(&self) -> &Stepper<'m, 'p> {
        &self.stepper
    }

    /// The states and distances.
    pub fn course(&self) -> &'c Course<'m, 'p> {
        self.course
    }

    /// What the game came to so far.
    pub fn score(&self) -> Score {
        self.score
    }

    /// What is said to the last input.
    pub fn said(&self) -> Option<Said> {
        self.said
    }

    /// The fewest moves to the goal from here.
    pub fn left(&self) -> Option<usize> {
        self.course.left(*self.places().last()?)
    }

    /// What a typed line asks for; nothing if it means nothing.
    pub fn typed(&self, line: &str) -> Option<Input> {
        match line.trim() {
            "h" => Some(Input::Hint),
            "i" => Some(Input::Impossible),
            _ => self.stepper.typed(line),
        }
    }

    /// One step of the game.
    #[must_use]
    pub fn step(mut self, input: Input) -> (Driver<'c, 'm, 'p>, Vec<Effect>) {
        self.said = None;
        match input {
            Input::Hint => {
                self.said = self.hint();
                let told = matches!(self.said, Some(Said::Hint(..) | Said::NoHint));
                self.score.hints += usize::from(told);
                (self, Vec::new())
            }
            Input::Impossible => {
                match self.course.par() {
                    None => {
                        self.score.solved = true;
                        self.said = Some(Said::Proved);
                    }
                    Some(_) => {
                        self.score.wrong += 1;
                        self.said = Some(Said::CanBeDone);
                    }
                }
                (self, Vec::new())
            }
            _ => {
                let before = self.stepper.at();
                let (stepper, effects) = self.stepper.step(input);
                self.stepper = stepper;
                let moved = before < self.stepper.at();
                let mut next = self.judged();
                if moved {
                    next.said = next.lost();
                }
                (next, effects)
            }
        }
    }

    fn places(&self) -> Vec<usize> {
        self.course.along(self.stepper.story(), self.stepper.at())
    }

    /// Counts a win where the run stands at the goal.
    fn judged(mut self) -> Driver<'c, 'm, 'p> {
        if self.left() == Some(0) {
            let steps = self.stepper.at();
            self.score.solved = true;
            self.score.steps = Some(self.score.steps.map_or(steps, |best| best.min(steps)));
        }
        self
    }

    fn hint(&self) -> Option<Said> {
        let at = *self.places().last()?;
        match (self.course.hint(at), self.course.left(at)) {
            (Some(way), Some(left)) => Some(Said::Hint(way, left)),
            // The goal is reached.
            (None, Some(_)) => None,
            _ => self.lost().or(Some(Said::NoHint)),
        }
    }

    /// How far back the goal could still be reached, where it cannot here but could once.
    fn lost(&self) -> Option<Said> {
        let places = self.places();
        let possible = |it: &usize| self.course.left(*it).is_some();
        let last = places.iter().rposition(possible)?;
        let back = places.len() - 1 - last;
        (0 < back).then_some(Said::Lost { back })
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::{
        lab::{Budget, Goal, Search, Story},
        machine::{Machine, Options},
        program,
    };

    #[track_caller]
    fn check(text: &str, goal: &str, lines: &[&str], expect: &str) {
        let program = program::compile(text).unwrap();
        let goal = Goal::read(&program, goal, &[]).unwrap();
        let options = Options { keep: goal.needs().keep, ..Options::default() };
        let machine = Machine::new(&program, options).unwrap();
        let go_on = &mut |_| ControlFlow::Continue(());
        let search = Search::new(&machine, Budget::default(), go_on).unwrap();
        let course = Course::new(search, &goal).unwrap();
        let mut driver = Driver::new(&course, "", Stepper::new(Story::new(&machine).unwrap()));
        for line in lines {
            let input = driver.typed(line).unwrap();
            driver = driver.step(input).0;
        }
        let Score { solved, steps, par, hints, wrong } = driver.score();
        let mut shown = format!("{solved} {steps:?} of {par:?} hints {hints} wrong {wrong}");
        if let Some(said) = driver.said() {
            shown += &format!(" {said:?}");
        }
        assert_eq!(shown, expect, "{lines:?}");
    }

    const LOST: &str = "global x = 0\nthread A { x = x + 1 }\nthread B { x = x + 1 }";
    const GUARDED: &str = "mutex m\nglobal x = 0\nthread A { lock(m); x = x + 1; unlock(m) }\n\
                           thread B { lock(m); x = x + 1; unlock(m) }";

    #[test]
    fn a_lost_update_is_driven_to_the_win() {
        check(LOST, "x == 1", &["A,B"], "false None of Some(6) hints 0 wrong 0");
        check(LOST, "x == 1", &["A,B,A,A,B,B"], "true Some(6) of Some(6) hints 0 wrong 0");
        // Going back after a win loses nothing.
        check(LOST, "x == 1", &["A,B,A,A,B,B", "0"], "true Some(6) of Some(6) hints 0 wrong 0");
    }

    #[test]
    fn a_dead_end_is_told_with_the_way_back() {
        let lost = "false None of Some(6) hints 0 wrong 0 Lost { back: 1 }";
        check(LOST, "x == 1", &["A,A,A"], lost);
        check(LOST, "x == 1", &["A,A,A", "b"], "false None of Some(6) hints 0 wrong 0");
        let lost = "false None of Some(6) hints 0 wrong 0 Lost { back: 2 }";
        check(LOST, "x == 1", &["A,A,A", "B", "h"], lost);
    }

    #[test]
    fn hints_are_counted_and_lead_on() {
        let hint = "false None of Some(6) hints 1 wrong 0 \
                    Hint(Move { task: TaskId(0), woken: None }, 6)";
        check(LOST, "x == 1", &["h"], hint);
    }

    #[test]
    fn what_cannot_be_done_is_won_by_saying_so() {
        check(GUARDED, "x == 1", &["i"], "true None of None hints 0 wrong 0 Proved");
        check(LOST, "x == 1", &["i"], "false None of Some(6) hints 0 wrong 1 CanBeDone");
        check(GUARDED, "x == 1", &["A", "h"], "false None of None hints 1 wrong 0 NoHint");
    }
}
