//! `lab run`: one execution of a program, told, drawn and measured.
//!
//! Invariant: what is told, drawn, measured and written as JSON is one trace; a run that was stopped
//! says so and ends with 1.

use crate::{
    deck::Run,
    lab::{
        Story,
        timed::{self, Ending, Setup, Trace, What},
    },
    machine::{Event, Keep, Limit, Machine, Phase, State},
    message::{failure::Trouble, run as words},
    program::Program,
    view::{self, Line, Role},
};

use super::{
    super::{
        super::{
            app::App,
            cli,
            failure::{End, Failure, Outcome},
        },
        json,
    },
    limit, picture,
    predict::{Asked, predict},
    target::{self, Target},
    trace::run_json,
};

/// A seed draws so many moves at most: a run along a schedule keeps all its states.
const MOST_DRAWN: usize = 2_000;

pub(super) fn run(app: &App, arguments: &cli::Run) -> Outcome {
    let target = target::one(app, &arguments.target)?;
    let mut printer =
        Printer { app, arguments, target: &target, lines: Vec::new(), runs: Vec::new() };
    if arguments.schedule.is_some() || arguments.seed.is_some() {
        scheduled(&mut printer)?;
    } else {
        if let (false, None) = (arguments.json, &arguments.svg)
            && let Asked::Interrupted = predict(app, &target)?
        {
            return Ok(End::Interrupted);
        }
        let named = &target.experiment.runs;
        let runs: Vec<Option<&Run>> = match &arguments.run {
            Some(name) => vec![Some(named_run(&target, name)?)],
            None if named.is_empty() => vec![None],
            None => named.iter().map(Some).collect(),
        };
        for run in runs {
            timed_run(&mut printer, run)?;
        }
    }
    printer.finish()
}

fn named_run<'t>(target: &'t Target, name: &str) -> Result<&'t Run, Failure> {
    let runs = &target.experiment.runs;
    target.experiment.run(name).ok_or_else(|| {
        let names = runs.iter().map(|it| it.name.to_string()).collect();
        Trouble::UnknownRun { name: name.to_owned(), names }.into()
    })
}

/// A run under a scheduler.
fn timed_run(printer: &mut Printer, run: Option<&Run>) -> Result<(), Failure> {
    let Printer { app, arguments, target, .. } = *printer;
    let program = target.compile_run(app, run)?;
    let machine = machine(target, &program)?;
    let mut setup = target.experiment.setup(run);
    change(&mut setup, &arguments.scheduler);
    let trace = timed::run(&machine, &setup).map_err(limit)?;
    let name = run.map(|it| &*it.name);
    let head = words::setup(app.lang(), name, &trace.setup);
    printer.print(name, head, &trace, &machine)
}

/// A run along a schedule, or along one that a seed draws.
fn scheduled(printer: &mut Printer) -> Result<(), Failure> {
    let Printer { app, arguments, target, .. } = *printer;
    let program = target.compile(app)?;
    let machine = machine(target, &program)?;
    let mut story = Story::new(&machine).map_err(limit)?;
    if let Some(schedule) = &arguments.schedule {
        story.follow(schedule).map_err(limit)?.map_err(|found| Trouble::Derailed {
            at: found.at + 1,
            written: found.written,
            possible: found.possible,
        })?;
    } else if let Some(seed) = arguments.seed {
        timed::draw(&mut story, seed, MOST_DRAWN).map_err(limit)?;
    }
    let trace = timed::replay(&story);
    let head = words::scheduled(app.lang(), arguments.seed);
    printer.print(None, head, &trace, &machine)
}

fn machine<'p>(target: &Target, program: &'p Program) -> Result<Machine<'p>, Failure> {
    let keep = Keep { globals: true, copied: true, ..Keep::default() };
    Machine::new(program, target.experiment.options(keep)).map_err(limit)
}

fn change(setup: &mut Setup, by: &cli::Scheduler) {
    if by.no_costs {
        setup.costs = timed::Costs::NONE;
    }
    setup.cores = by.cores.map_or(setup.cores, usize::from);
    let policy = by.policy.as_ref().and_then(|it| timed::Policy::named(it));
    setup.policy = policy.unwrap_or(setup.policy);
    setup.quantum = by.quantum.unwrap_or(setup.quantum);
    setup.boost = by.boost.or(setup.boost);
    setup.tagged |= by.tagged;
}

/// Prints runs, one after the other, and then what they come to.
struct Printer<'a> {
    app: &'a App,
    arguments: &'a cli::Run,
    target: &'a Target,
    /// What was printed as text.
    lines: Vec<Line>,
    runs: Vec<(String, timed::Metrics, Ending)>,
}

impl Printer<'_> {
    fn print(
        &mut self,
        name: Option<&str>,
        head: String,
        trace: &Trace,
        machine: &Machine,
    ) -> Result<(), Failure> {
        let app = self.app;
        let metrics = trace.metrics();
        if self.arguments.json {
            json(app, &run_json(&self.target.experiment.id, name, trace, &metrics, machine))?;
        } else {
            self.draw(head, trace, &metrics, machine)?;
        }
        self.runs.push((name.unwrap_or_default().to_owned(), metrics, trace.ending));
        Ok(())
    }

    fn draw(
        &mut self,
        head: String,
        trace: &Trace,
        metrics: &timed::Metrics,
        machine: &Machine,
    ) -> Result<(), Failure> {
        let (lang, paper) = (self.app.lang(), self.app.paper());
        let story = (trace.moves.len() <= view::lab::STEPS).then(|| trace.story(machine));
        let story = story.transpose().map_err(limit)?;
        let seen = Seen::new(machine, trace).map_err(limit)?;
        let lines = &mut self.lines;
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.extend(paper.paragraphs(Role::Heading, head, 0));
        let end = (machine, &seen.last);
        lines.extend(view::lab::story(lang, &paper, trace, end, story.as_ref()));
        lines.push(Line::new());
        lines.extend(view::lab::timeline(lang, &paper, trace));
        if 0 < machine.frames(&seen.fullest) {
            lines.push(Line::new());
            let head = words::memory_at(lang, moment(trace, seen.at));
            lines.extend(paper.paragraphs(Role::Strong, head, 0));
            lines.extend(view::lab::memory(lang, &paper, machine, &seen.fullest));
        }
        if trace.ending == Ending::Deadlock {
            lines.push(Line::new());
            lines.extend(view::lab::waits(lang, &paper, machine, &seen.last));
        }
        lines.push(Line::new());
        lines.extend(view::lab::task_metrics(lang, &paper, metrics));
        Ok(())
    }

    fn finish(mut self) -> Outcome {
        let (lang, paper) = (self.app.lang(), self.app.paper());
        if !self.arguments.json {
            let runs: Vec<(&str, &timed::Metrics)> =
                self.runs.iter().map(|it| (&*it.0, &it.1)).collect();
            self.lines.push(Line::new());
            self.lines.extend(view::lab::metrics(lang, &paper, &runs));
            self.app.show(&self.lines)?;
            picture(self.arguments.svg.as_deref(), &self.target.address, &self.lines)?;
        }
        let stopped = self.runs.iter().any(|it| matches!(it.2, Ending::Stopped(_)));
        Ok(if stopped { End::Findings } else { End::Well })
    }
}

/// States of a run that are drawn. A long run is not kept whole.
struct Seen {
    /// The state whose memory says most: the last of those with the most processes alive, and then
    /// the most frames.
    fullest: State,
    /// After how many moves that is.
    at: usize,
    last: State,
}

impl Seen {
    fn new(machine: &Machine, trace: &Trace) -> Result<Seen, Limit> {
        let measure = |state: &State| {
            let alive = |it: &usize| machine.process_phase(state, *it).0 == Phase::Alive;
            let processes = (0..machine.processes(state)).filter(alive).count();
            (processes, machine.frames(state))
        };
        let mut last = machine.first()?;
        let mut most = measure(&last);
        let (mut fullest, mut at) = (last.clone(), 0);
        for (before, way) in trace.moves.iter().enumerate() {
            machine.step(&mut last, *way, &mut ())?;
            let found = measure(&last);
            if most <= found {
                (most, at) = (found, before + 1);
                fullest.set_words(last.words());
            }
        }
        Ok(Seen { fullest, at, last })
    }
}

/// When so many moves were made.
fn moment(trace: &Trace, at: usize) -> u64 {
    let steps =
        trace.events.iter().filter(|it| matches!(it.what, What::Machine(Event::Step { .. })));
    at.checked_sub(1).and_then(|at| steps.clone().nth(at)).map_or(0, |it| it.at)
}
