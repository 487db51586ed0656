//! A run that no scheduler chose: a story, move by move, as a trace.
//!
//! Invariant: each move takes a tick on one core, and nothing else costs anything, so the trace says
//! of the order of moves what a timed run says of time. See the parent.

use crate::{
    lab::{
        Story,
        timed::{
            Costs, Ending, Happening, Leave, Setup, Switch, Task, Trace, Wait, What, thread::Thread,
        },
    },
    machine::{Event, Limit, Machine, Move, Phase, TaskId},
    program::code::Op,
};

/// Makes moves until none is possible, each drawn evenly among those that are: the schedule of a
/// seed, always the same. At most so many moves are made; false if more would be possible.
///
/// # Errors
/// When the program grows beyond a limit of the machine; the moves before are made.
pub fn draw(story: &mut Story, seed: u64, most: usize) -> Result<bool, Limit> {
    let mut state = seed;
    for _ in 0..most {
        let possible = story.possible();
        if possible.is_empty() {
            return Ok(true);
        }
        let way = pick(&possible, &mut state);
        story.push(way)?;
    }
    Ok(story.possible().is_empty())
}

/// SplitMix64 (Steele, Lea and Flood, 2014), written down so that a seed means the same for ever.
/// First the task, then the sleeper it wakes.
fn pick(possible: &[Move], state: &mut u64) -> Move {
    let mut draw = |of: usize| {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let hash = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let drawn = (u128::from(hash ^ (hash >> 31)) * of as u128) >> 64;
        usize::try_from(drawn).unwrap_or(0)
    };
    let mut tasks: Vec<TaskId> = possible.iter().map(|it| it.task).collect();
    tasks.dedup();
    let task = tasks[draw(tasks.len())];
    let ways: Vec<Move> = possible.iter().copied().filter(|it| it.task == task).collect();
    ways[draw(ways.len())]
}

/// A story as a trace. Who is blocked, and since when, is read from its states.
pub fn replay(story: &Story) -> Trace {
    let machine = story.machine();
    let first = story.state(0);
    let mut replay = Replay {
        machine,
        tasks: machine
            .tasks(first)
            .into_iter()
            .map(|it| Thread::new(machine, first, it).task)
            .collect(),
        events: Vec::new(),
        blocked: Vec::new(),
        on: None,
        last: None,
        now: 0,
    };
    for at in 0..replay.tasks.len() {
        let ended = machine.phase(first, replay.tasks[at].id) != Phase::Alive;
        replay.arrive(at, ended.then_some(0));
    }
    replay.look(story, 0);
    for at in 0..story.len() {
        replay.step(story, at);
    }
    let ending = match () {
        () if machine.finished(story.last()) => Ending::Finished,
        () if machine.deadlocked(story.last()) => Ending::Deadlock,
        () => Ending::Stopped(replay.now),
    };
    replay.tasks.sort_by_key(|it| it.id);
    Trace {
        setup: Setup { cores: 1, costs: Costs::NONE, ..Setup::default() },
        tasks: replay.tasks,
        events: replay.events,
        moves: story.moves().to_vec(),
        time: replay.now,
        ending,
        frames: (0..=story.len()).map(|it| machine.frames(story.state(it))).max().unwrap_or(0),
    }
}

struct Replay<'m, 'p> {
    machine: &'m Machine<'p>,
    tasks: Vec<Task>,
    events: Vec<Happening>,
    /// Who waits for something.
    blocked: Vec<TaskId>,
    /// Who moved last, and has not left.
    on: Option<TaskId>,
    /// Who was there before, and why that left.
    last: Option<(TaskId, Leave)>,
    now: u64,
}

impl Replay<'_, '_> {
    fn emit(&mut self, core: Option<usize>, what: What) {
        self.events.push(Happening { at: self.now, core, what });
    }

    fn arrive(&mut self, at: usize, ended: Option<u64>) {
        let task = &mut self.tasks[at];
        (task.arrived, task.ended) = (Some(self.now), ended);
        let id = task.id;
        self.emit(None, What::Arrived(id));
    }

    fn leave(&mut self, why: Leave) {
        if let Some(task) = self.on.take() {
            self.last = Some((task, why));
            self.emit(Some(0), What::Left(task, why));
        }
    }

    fn step(&mut self, story: &Story, at: usize) {
        let machine = self.machine;
        let task = story.moves()[at].task;
        if self.on != Some(task) {
            self.leave(Leave::Preempted);
            if self.last.map(|it| it.0) != Some(task) {
                let of = |it| machine.process_key(story.state(at), it);
                let process = self.last.is_some_and(|it| of(it.0) != of(task));
                let switch = Switch { from: self.last, to: task, ticks: 0, process };
                self.emit(Some(0), What::Loading(switch));
            }
            self.emit(Some(0), What::Began(task));
            self.on = Some(task);
        }
        let yields = machine.instr(story.state(at), task).is_some_and(|it| it.op == Op::Yield);
        self.now += 1;
        let mut born = Vec::new();
        for event in story.events(at) {
            self.emit(Some(0), What::Machine(*event));
            match *event {
                Event::Spawned { thread: id, .. } | Event::Forked { child: id, .. } => {
                    born.push(self.tasks.len());
                    self.tasks.push(Thread::new(machine, story.state(at + 1), id).task);
                }
                Event::Ended { task: id } => {
                    let died = machine.phase(story.state(at + 1), id) == Phase::Died;
                    if let Some(ended) = self.tasks.iter_mut().find(|it| it.id == id) {
                        (ended.ended, ended.died) = (Some(self.now), died);
                    }
                    self.blocked.retain(|it| *it != id);
                    if self.on == Some(id) {
                        self.leave(Leave::Ended);
                    }
                }
                _ => {}
            }
        }
        for at in born {
            self.arrive(at, None);
        }
        if yields {
            self.leave(Leave::Yielded);
        }
        self.look(story, at + 1);
    }

    /// Who has begun to wait, and who need not wait any more.
    fn look(&mut self, story: &Story, at: usize) {
        for id in self.machine.tasks(story.state(at)) {
            let was = self.blocked.contains(&id);
            match self.machine.blocked_on(story.state(at), id) {
                Some(blocker) if !was => {
                    if self.on == Some(id) {
                        self.leave(Leave::Blocked);
                    }
                    self.blocked.push(id);
                    self.emit(None, What::Blocked(id, Wait::For(blocker)));
                }
                None if was => {
                    self.blocked.retain(|it| *it != id);
                    self.emit(None, What::Woken(id));
                }
                _ => {}
            }
        }
    }
}
