//! The stepper: one run of a program, gone through forward and back, each move chosen by a person.
//!
//! Invariant: the screen is a function of this state; the full screen and the line by line form give
//! it the same inputs. Going forward after going back keeps the future unless another move is
//! chosen. It must not know keys, words or drawing, and it explores nothing by itself.

use crate::{
    lab::{Derailed, End, Report, Story, end, move_name},
    machine::{Event, Limit, Machine, Move, State, TaskId},
};

/// What a person wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// To the next move: the recorded one, or the only one that is possible.
    Forward,
    /// To the move before.
    Back,
    /// To the start.
    First,
    /// To the last recorded move.
    Last,
    /// The task of this number moves; where a waker has a choice, it is the sleeper. See
    /// [`Stepper::tasks`].
    Choose(usize),
    /// These moves, as they are written: `A`, `A,B,S>W2`.
    Follow(String),
    /// Statements in their steps, or not.
    Expand,
    /// What is still reachable from here.
    Reach,
    /// The answer to [`Effect::Explore`].
    Reached(Result<Box<Report>, Limit>),
    /// Who waits for whom.
    Waits,
    /// Memory by pages.
    Memory,
    /// What the keys do.
    Help,
    /// The next move towards the goal; only a game has one.
    Hint,
    /// The goal cannot be reached; only a game has one.
    Impossible,
    /// Looks so many lines further down (or up), where at most `most` are above the window.
    Scroll {
        /// Lines; negative is up.
        by: isize,
        /// The most lines that can be above.
        most: usize,
    },
    /// Out of what is open on top, else out of the stepper.
    Close,
}

/// What is to be done for the stepper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Explore everything from [`Stepper::state`] and answer with [`Input::Reached`].
    Explore,
    /// Leave.
    Leave,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Panel {
    /// Code, tasks and memory.
    Run,
    /// What can still come, or the limit that the search met.
    Reach(Result<Box<Report>, Limit>),
    /// Who waits for whom.
    Waits,
    /// Memory by pages.
    Memory,
    /// What the keys do.
    Help,
}

/// Why nothing moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Several tasks can move.
    ChooseTask,
    /// No task has this number.
    NoTask,
    /// This task has ended.
    Ended(TaskId),
    /// This task waits.
    Blocked(TaskId),
    /// This task does not sleep where the waker could wake it.
    NotASleeper(TaskId),
    /// Nothing comes before.
    AtStart,
    /// No task can move any more.
    AtEnd,
    /// A written schedule cannot be followed.
    Derailed(Derailed),
    /// The move would lead beyond a limit of the machine.
    Limit(Limit),
}

/// The state of the stepper.
#[derive(Clone, Debug)]
pub struct Stepper<'m, 'p> {
    story: Story<'m, 'p>,
    at: usize,
    /// The tasks in the order in which they are born, each with the move after which it is there.
    born: Vec<(usize, TaskId)>,
    sleepers: Vec<Move>,
    panel: Panel,
    notice: Option<Notice>,
    expanded: bool,
    scroll: usize,
}

impl<'m, 'p> Stepper<'m, 'p> {
    /// At the start of a run, with all its moves still to come.
    pub fn new(story: Story<'m, 'p>) -> Stepper<'m, 'p> {
        let first = story.machine().tasks(story.state(0));
        let mut stepper = Stepper {
            at: 0,
            born: first.into_iter().map(|it| (0, it)).collect(),
            story,
            sleepers: Vec::new(),
            panel: Panel::Run,
            notice: None,
            expanded: false,
            scroll: 0,
        };
        for place in 0..stepper.story.len() {
            stepper.note_births(place);
        }
        stepper
    }

    /// The machine that runs.
    pub fn machine(&self) -> &'m Machine<'p> {
        self.story.machine()
    }

    /// The whole run, its future after [`Stepper::at`] included.
    pub fn story(&self) -> &Story<'m, 'p> {
        &self.story
    }

    /// How many moves were made before what is shown.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The state that is shown.
    pub fn state(&self) -> &State {
        self.story.state(self.at)
    }

    /// The move that led here.
    pub fn last_move(&self) -> Option<Move> {
        self.story.moves().get(self.at.checked_sub(1)?).copied()
    }

    /// The moves that are possible here.
    pub fn possible(&self) -> Vec<Move> {
        self.machine().enabled(self.state())
    }

    /// The tasks that are there, in the order of their birth in this run, so that going on changes
    /// no number. The first has number 0.
    pub fn tasks(&self) -> Vec<TaskId> {
        self.born.iter().filter(|it| it.0 <= self.at).map(|it| it.1).collect()
    }

    /// The key of each of [`Stepper::tasks`]: a digit, then a capital letter that is not a task's
    /// own name; none when letters run out.
    pub fn keys(&self) -> Vec<Option<char>> {
        let tasks = self.tasks();
        let names: Vec<_> = tasks.iter().map(|it| self.machine().name(*it)).collect();
        let free = ('A'..='Z').filter(|it| names.iter().all(|name| **name != *it.to_string()));
        let mut keys = ('1'..='9').chain(free);
        tasks.iter().map(|_| keys.next()).collect()
    }

    /// The number of the task that a key chooses: by [`Stepper::keys`], or as its name.
    pub fn chosen(&self, key: char) -> Option<usize> {
        let by_key = self.keys().iter().position(|it| *it == Some(key));
        let named = |it: &TaskId| *self.machine().name(*it) == *key.to_string();
        by_key.or_else(|| self.tasks().iter().position(named))
    }

    /// The moves from which a sleeper is to be chosen; empty unless that is asked.
    pub fn sleepers(&self) -> &[Move] {
        &self.sleepers
    }

    /// What is shown.
    pub fn panel(&self) -> &Panel {
        &self.panel
    }

    /// Why the last input moved nothing.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Whether statements are shown in their steps.
    pub fn expanded(&self) -> bool {
        self.expanded
    }

    /// How many lines are above the window.
    pub fn scroll(&self) -> usize {
        self.scroll
    }

    /// One step of the stepper.
    #[must_use]
    pub fn step(mut self, input: Input) -> (Stepper<'m, 'p>, Vec<Effect>) {
        self.notice = None;
        if let Input::Scroll { by, most } = input {
            self.scroll = self.scroll.min(most).saturating_add_signed(by).min(most);
            return (self, Vec::new());
        }
        self.scroll = 0;
        let sleepers = std::mem::take(&mut self.sleepers);
        let open = std::mem::replace(&mut self.panel, Panel::Run);
        let mut effects = Vec::new();
        match input {
            Input::Forward => self.forward(),
            Input::Back if !sleepers.is_empty() => {}
            Input::Back => self.to(self.at.checked_sub(1), Notice::AtStart),
            Input::First => self.at = 0,
            Input::Last => self.at = self.story.len(),
            Input::Choose(number) => self.choose(number, sleepers),
            Input::Follow(written) => self.follow(&written),
            Input::Expand => self.expanded = !self.expanded,
            Input::Reach if matches!(open, Panel::Reach(_)) => {}
            Input::Reach => effects.push(Effect::Explore),
            Input::Reached(report) => self.panel = Panel::Reach(report),
            Input::Waits => self.toggle(&open, Panel::Waits),
            Input::Memory => self.toggle(&open, Panel::Memory),
            Input::Help => self.toggle(&open, Panel::Help),
            Input::Close if open != Panel::Run || !sleepers.is_empty() => {}
            Input::Close => effects.push(Effect::Leave),
            Input::Scroll { .. } | Input::Hint | Input::Impossible => {}
        }
        (self, effects)
    }

    fn toggle(&mut self, open: &Panel, panel: Panel) {
        if *open != panel {
            self.panel = panel;
        }
    }

    fn to(&mut self, at: Option<usize>, otherwise: Notice) {
        match at {
            Some(at) => self.at = at,
            None => self.notice = Some(otherwise),
        }
    }

    fn forward(&mut self) {
        if self.at < self.story.len() {
            self.at += 1;
            return;
        }
        match *self.possible() {
            [] => self.notice = Some(Notice::AtEnd),
            [only] => self.go(only),
            _ => self.notice = Some(Notice::ChooseTask),
        }
    }

    fn choose(&mut self, number: usize, sleepers: Vec<Move>) {
        let Some(&task) = self.tasks().get(number) else {
            self.notice = Some(Notice::NoTask);
            self.sleepers = sleepers;
            return;
        };
        if !sleepers.is_empty() {
            match sleepers.iter().find(|it| it.woken == Some(task)) {
                Some(way) => self.go(*way),
                None => {
                    self.notice = Some(Notice::NotASleeper(task));
                    self.sleepers = sleepers;
                }
            }
            return;
        }
        let mut ways = self.possible();
        ways.retain(|it| it.task == task);
        match *ways {
            [] => {
                let waits = self.machine().blocked_on(self.state(), task).is_some();
                self.notice = Some(if waits { Notice::Blocked(task) } else { Notice::Ended(task) });
            }
            [way] => self.go(way),
            _ => self.sleepers = ways,
        }
    }

    fn follow(&mut self, written: &str) {
        let recorded = self.story.schedule()[self.at..].join(",");
        // The future stays if it begins with what is written.
        let same: Vec<&str> = written.split(',').map(str::trim).collect();
        if recorded.split(',').zip(&same).filter(|it| it.0 == *it.1).count() == same.len() {
            self.at += same.len();
            return;
        }
        let before = self.at;
        self.truncate(before);
        let followed = self.story.follow(written);
        for place in before..self.story.len() {
            self.note_births(place);
        }
        self.at = self.story.len();
        match followed {
            Ok(Ok(())) => {}
            Ok(Err(derailed)) => self.notice = Some(Notice::Derailed(derailed)),
            Err(limit) => self.notice = Some(Notice::Limit(limit)),
        }
    }

    /// Makes a move that is possible here.
    fn go(&mut self, way: Move) {
        if self.story.moves().get(self.at) == Some(&way) {
            self.at += 1;
            return;
        }
        self.truncate(self.at);
        match self.story.push(way) {
            Ok(_) => {
                self.note_births(self.at);
                self.at = self.story.len();
            }
            Err(limit) => self.notice = Some(Notice::Limit(limit)),
        }
    }

    fn truncate(&mut self, len: usize) {
        self.story.truncate(len);
        self.born.retain(|it| it.0 <= len);
    }

    /// Notes who is born in the move at a place.
    fn note_births(&mut self, place: usize) {
        let births = self.story.events(place).iter().filter_map(|it| match it {
            Event::Forked { child, .. } => Some(*child),
            Event::Spawned { thread, .. } => Some(*thread),
            _ => None,
        });
        self.born.extend(births.map(|it| (place + 1, it)));
    }

    /// How the run has ended here; nothing if somebody can move.
    pub fn end(&self) -> Option<End> {
        self.possible().is_empty().then(|| end(self.machine(), self.state()))
    }

    /// A move as it is written.
    pub fn written(&self, way: Move) -> String {
        move_name(self.machine(), way)
    }

    /// What a typed line asks for; nothing if it means nothing. A command is known before a task's
    /// name; digits choose tasks whatever they are called.
    pub fn typed(&self, line: &str) -> Option<Input> {
        let line = line.trim();
        let one = {
            let mut letters = line.chars();
            letters.next().filter(|_| letters.next().is_none())
        };
        let command = match line {
            "" | "f" | ">" => Some(Input::Forward),
            "b" | "<" => Some(Input::Back),
            "0" => Some(Input::First),
            "x" => Some(Input::Expand),
            "e" => Some(Input::Reach),
            "w" => Some(Input::Waits),
            "m" => Some(Input::Memory),
            "?" => Some(Input::Help),
            "q" => Some(Input::Close),
            _ => None,
        };
        let number = || line.parse::<usize>().ok()?.checked_sub(1);
        let key = || self.chosen(one?);
        let named = || self.tasks().iter().position(|it| *self.machine().name(*it) == *line);
        let moves = || {
            let machine = self.machine();
            let name = |it: &str| machine.task(it).is_some();
            let known = |it: &str| it.split('>').all(|it| name(it.trim()));
            line.split(',').all(known).then(|| Input::Follow(line.to_owned()))
        };
        let task = || number().or_else(key).or_else(named).map(Input::Choose);
        command.or_else(task).or_else(moves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{machine::Options, program};

    const COUNTER: &str = "global x = 0\nthread A { x = x + 1 }\nthread B { x = x + 1 }";
    const SLEEPERS: &str = "mutex m\ncondition c\n\
                            thread W * 2 { lock(m); cond_wait(c, m); unlock(m) }\n\
                            thread S { cond_signal(c); cond_signal(c) }";

    /// Types these lines and looks at the place, the schedule, and what was said.
    #[track_caller]
    fn check(text: &str, lines: &[&str], expect: &str) {
        let program = program::compile(text).unwrap();
        let machine = Machine::new(&program, Options::default()).unwrap();
        let mut stepper = Stepper::new(Story::new(&machine).unwrap());
        let mut asked = Vec::new();
        for line in lines {
            let input = stepper.typed(line).unwrap_or_else(|| panic!("{line} means nothing"));
            let (next, effects) = stepper.step(input);
            stepper = next;
            asked.extend(effects);
        }
        let schedule = stepper.story().schedule().join(",");
        let mut shown = format!("{} of {schedule}", stepper.at());
        if let Some(notice) = stepper.notice() {
            shown += &format!(" {notice:?}");
        }
        if !stepper.sleepers().is_empty() {
            let ways = stepper.sleepers().iter().map(|it| stepper.written(*it));
            shown += &format!(" ({})", ways.collect::<Vec<_>>().join(" "));
        }
        for effect in asked {
            shown += &format!(" {effect:?}");
        }
        assert_eq!(shown, expect, "{lines:?}");
    }

    #[test]
    fn time_goes_both_ways() {
        check(COUNTER, &["1", "2", "1"], "3 of A,B,A");
        check(COUNTER, &["A", "B", "b"], "1 of A,B");
        check(COUNTER, &["A", "B", "b", ""], "2 of A,B");
        check(COUNTER, &["A,B,A,A", "0", ">", ">"], "2 of A,B,A,A");
        check(COUNTER, &["b"], "0 of  AtStart");
        // The same move again keeps the future, another replaces it.
        check(COUNTER, &["A,B,A,A", "0", "1"], "1 of A,B,A,A");
        check(COUNTER, &["A,B,A,A", "0", "2"], "1 of B");
        check(COUNTER, &["A,B,A,A", "0", "A,B"], "2 of A,B,A,A");
        check(COUNTER, &["A,B,A,A", "0", "A,A"], "2 of A,A");
    }

    #[test]
    fn going_on_by_itself_only_where_there_is_no_choice() {
        check(COUNTER, &[">"], "0 of  ChooseTask");
        check(COUNTER, &["A,A,A", ">"], "4 of A,A,A,B");
        check(COUNTER, &["A,A,A,B,B,B", ">"], "6 of A,A,A,B,B,B AtEnd");
    }

    #[test]
    fn who_cannot_move_is_told_why() {
        check(COUNTER, &["3"], "0 of  NoTask");
        check(COUNTER, &["A,A,A", "1"], "3 of A,A,A Ended(TaskId(0))");
        check(
            "mutex m\nthread A { lock(m); unlock(m) }\nthread B { lock(m); unlock(m) }",
            &["A", "B"],
            "1 of A Blocked(TaskId(1))",
        );
        check(
            "mutex m\nthread A { lock(m); unlock(m) }\nthread B { lock(m); unlock(m) }",
            &["A", "2"],
            "1 of A Blocked(TaskId(1))",
        );
        check(
            COUNTER,
            &["A,A,A,A,B"],
            "3 of A,A,A Derailed(Derailed { at: 3, written: \"A\", possible: [\"B\"] })",
        );
    }

    #[test]
    fn a_waker_with_a_choice_asks_for_the_sleeper() {
        let asleep = "W1,W1,W2,W2";
        check(SLEEPERS, &[asleep, "3"], "4 of W1,W1,W2,W2 (S>W1 S>W2)");
        check(SLEEPERS, &[asleep, "3", "2"], "5 of W1,W1,W2,W2,S>W2");
        check(SLEEPERS, &[asleep, "3", "3"], "4 of W1,W1,W2,W2 NotASleeper(TaskId(2)) (S>W1 S>W2)");
        check(SLEEPERS, &[asleep, "3", "b"], "4 of W1,W1,W2,W2");
        check(SLEEPERS, &[asleep, "3", "q"], "4 of W1,W1,W2,W2");
        check(SLEEPERS, &[asleep, "S>W2"], "5 of W1,W1,W2,W2,S>W2");
        // One sleeper is no choice.
        check(SLEEPERS, &[asleep, "S>W2", "3"], "6 of W1,W1,W2,W2,S>W2,S");
    }

    #[test]
    fn tasks_keep_their_numbers_as_others_are_born() {
        let forks = "process p { let a = fork(); let b = fork() }";
        // The child's child is born before the parent's second.
        check(forks, &["1", "2", "1"], "3 of p,p.child1,p");
        let program = program::compile(forks).unwrap();
        let machine = Machine::new(&program, Options::default()).unwrap();
        let stepper = Stepper::new(Story::new(&machine).unwrap());
        let names = |stepper: &Stepper| -> Vec<String> {
            let name = |it: TaskId| stepper.machine().name(it).into_owned();
            stepper.tasks().into_iter().map(name).collect()
        };
        let (stepper, _) = stepper.step(Input::Follow("p,p.child1".to_owned()));
        let (stepper, _) = stepper.step(Input::Last);
        assert_eq!(names(&stepper), ["p", "p.child1", "p.child1.child1"]);
        let (stepper, _) = stepper.step(Input::Choose(0));
        assert_eq!(names(&stepper), ["p", "p.child1", "p.child1.child1", "p.child2"]);
        let (stepper, _) = stepper.step(Input::First);
        assert_eq!(names(&stepper), ["p"]);
    }

    #[test]
    fn what_is_open_closes_first() {
        check(COUNTER, &["q"], "0 of  Leave");
        check(COUNTER, &["?", "q"], "0 of ");
        check(COUNTER, &["?", "?", "q"], "0 of  Leave");
        check(COUNTER, &["e"], "0 of  Explore");
        check(COUNTER, &["w", "1"], "1 of A");
    }

    #[test]
    fn more_than_nine_tasks_have_letters() {
        let many = "global x = 0\nthread A { x = 1 }\nthread T * 11 { x = 1 }";
        let program = program::compile(many).unwrap();
        let machine = Machine::new(&program, Options::default()).unwrap();
        let stepper = Stepper::new(Story::new(&machine).unwrap());
        let keys: String = stepper.keys().into_iter().flatten().collect();
        assert_eq!(keys, "123456789BCD");
        assert_eq!(stepper.chosen('C'), Some(10));
        // The only letter that is a task's own name means that task.
        assert_eq!(stepper.chosen('A'), Some(0));
        assert_eq!(stepper.chosen('Z'), None);
    }

    #[test]
    fn scrolling_stays_within_what_there_is() {
        let program = program::compile(COUNTER).unwrap();
        let machine = Machine::new(&program, Options::default()).unwrap();
        let mut stepper = Stepper::new(Story::new(&machine).unwrap());
        for (by, most, expect) in [(1, 0, 0), (1, 3, 1), (9, 3, 3), (-1, 3, 2), (-9, 3, 0)] {
            stepper = stepper.step(Input::Scroll { by, most }).0;
            assert_eq!(stepper.scroll(), expect);
        }
    }
}
