//! The timed runs of an experiment, and what its `measure` and `compare` claims come to.
//!
//! Invariant: each run is made once, and what is measured is exact; a run that was stopped measures
//! nothing. It must not know the wording of an answer.

use num_rational::BigRational;

use crate::{
    deck::{Costs, Experiment, Run},
    lab::timed::{self, Ending, Fraction, Measured, Metrics, Setup, Trace},
    machine::{Keep, Limit, Machine},
    program::{self, Meaning, Program, nearest},
};

/// Constants with a value each, by name.
type Constants = [(Box<str>, i64)];

/// Why a measure has no value.
#[derive(Clone, Debug, PartialEq)]
pub enum Unmeasured {
    /// The expression cannot be read, or names a run that the experiment does not have.
    Expression(Box<program::Finding>),
    /// The program of a run does not compile with these constants.
    Program(Vec<program::Finding>),
    /// The program of a run grows beyond a limit of the machine.
    Limit(Limit),
    /// A run was stopped after so many ticks.
    Stopped(u64),
    /// The runs do not have it: a task did not end or was never there, or something is divided by 0.
    NoValue,
}

impl From<program::Finding> for Unmeasured {
    fn from(finding: program::Finding) -> Unmeasured {
        Unmeasured::Expression(Box::new(finding))
    }
}

impl Experiment {
    /// Its run of that name.
    pub fn run(&self, name: &str) -> Option<&Run> {
        self.runs.iter().find(|it| *it.name == *name)
    }

    /// Under what a run goes; without one, under the lab's defaults. What is not said is the
    /// experiment's, and then the lab's.
    pub fn setup(&self, run: Option<&Run>) -> Setup {
        let mut setup = Setup::default();
        if let Some(tlb) = self.machine.tlb {
            setup.tlb = usize::try_from(tlb).unwrap_or(usize::MAX);
        }
        let own = run.and_then(|it| it.costs.as_ref());
        for costs in self.machine.costs.iter().chain(own) {
            match costs {
                Costs::None => setup.costs = timed::Costs::NONE,
                Costs::Some(some) => {
                    for (name, ticks) in some {
                        if let Some(cost) = setup.costs.named(name) {
                            *cost = *ticks;
                        }
                    }
                }
            }
        }
        let Some(run) = run else { return setup };
        let cores = run.cores.map(|it| usize::try_from(it).unwrap_or(usize::MAX));
        let policy = run.policy.as_ref().and_then(|it| timed::Policy::named(it));
        setup.cores = cores.unwrap_or(setup.cores);
        setup.policy = policy.unwrap_or(setup.policy);
        setup.quantum = run.quantum.unwrap_or(setup.quantum);
        setup.boost = run.boost;
        setup.tagged = run.tagged.unwrap_or(setup.tagged);
        setup
    }

    /// The program of a run, or its own, with these constants, which go before those of the run.
    ///
    /// # Errors
    /// What is wrong with the program, with places in its text.
    pub fn compile_run(
        &self,
        run: Option<&Run>,
        with: &Constants,
    ) -> Result<Program, Vec<program::Finding>> {
        let set = constants(run.map_or(&[], |it| &it.set), with);
        match run.and_then(|it| it.program.as_ref()) {
            None => self.compile(&set),
            Some(text) => {
                let own = Experiment { program: text.clone(), ..Experiment::plain(&self.id, "") };
                own.compile(&set)
            }
        }
    }

    /// Makes a run, or one under the lab's defaults.
    ///
    /// # Errors
    /// When its program does not compile, or grows beyond a limit of the machine.
    pub fn trace(&self, run: Option<&Run>, with: &Constants) -> Result<Trace, Unmeasured> {
        let program = self.compile_run(run, with).map_err(Unmeasured::Program)?;
        let machine = Machine::new(&program, self.options(Keep::default()));
        let trace = machine.and_then(|machine| timed::run(&machine, &self.setup(run)));
        trace.map_err(Unmeasured::Limit)
    }
}

/// The constants of a run, and those that go before them.
pub(super) fn constants(set: &Constants, with: &Constants) -> Vec<(Box<str>, i64)> {
    let others = set.iter().filter(|it| with.iter().all(|other| other.0 != it.0));
    others.chain(with).cloned().collect()
}

/// The run that a measure is about, by its place among these names; None for the lab's defaults, if
/// an experiment has no runs.
pub(super) fn meant<'n>(
    runs: impl Iterator<Item = &'n str> + Clone,
    measured: &Measured,
) -> Result<Option<usize>, program::Finding> {
    let mut all = runs.clone();
    match (&measured.run, all.next(), all.next()) {
        (Some((name, span)), _, _) => match runs.clone().position(|it| *it == **name) {
            Some(run) => Ok(Some(run)),
            None => {
                let suggestion = nearest(name, runs);
                let what = Meaning::Run;
                let name = name.clone();
                Err(program::Problem::UnknownName { name, what, suggestion }.at(*span))
            }
        },
        (None, Some(run), Some(_)) => {
            Err(program::Problem::WhichRun { run: run.into() }.at(measured.span))
        }
        (None, first, None) => Ok(first.map(|_| 0)),
        (None, None, Some(_)) => Ok(None),
    }
}

/// A run, with constants, and what it came to.
type Known = ((Option<usize>, Vec<(Box<str>, i64)>), Result<Metrics, Unmeasured>);

impl Experiment {
    /// The run that a measure is about first; None if it is one under the lab's defaults, or cannot
    /// be told.
    pub fn run_of(&self, what: &str, run: Option<&str>) -> Option<&Run> {
        let mut measure = timed::measure(what).ok()?;
        if let Some(run) = run {
            measure.of_run(run);
        }
        let first = measure.measured().next()?;
        let at = meant(self.runs.iter().map(|it| &*it.name), first).ok()??;
        self.runs.get(at)
    }
}

/// The timed runs of an experiment, made when they are asked for.
#[derive(Clone, Debug)]
pub struct Runs<'e> {
    experiment: &'e Experiment,
    known: Vec<Known>,
}

impl<'e> Runs<'e> {
    /// Those of an experiment; none is made yet.
    pub fn new(experiment: &'e Experiment) -> Runs<'e> {
        Runs { experiment, known: Vec::new() }
    }

    /// What a `measure` comes to: `q10.overhead`, or `overhead` of a named run or of the only one.
    ///
    /// # Errors
    /// Why it has no value.
    pub fn measure(
        &mut self,
        text: &str,
        run: Option<&str>,
        with: &Constants,
    ) -> Result<BigRational, Unmeasured> {
        let mut measure = timed::measure(text)?;
        if let Some(run) = run {
            measure.of_run(run);
        }
        self.value(&measure, with)
    }

    /// Whether a `compare` holds, and what its two sides come to.
    ///
    /// # Errors
    /// Why a side has no value.
    pub fn compare(
        &mut self,
        text: &str,
        with: &Constants,
    ) -> Result<(bool, [BigRational; 2]), Unmeasured> {
        let comparison = timed::comparison(text)?;
        let sides = [self.value(&comparison.left, with)?, self.value(&comparison.right, with)?];
        Ok((comparison.holds(&sides[0], &sides[1]), sides))
    }

    fn value(
        &mut self,
        measure: &timed::Measure,
        with: &Constants,
    ) -> Result<BigRational, Unmeasured> {
        let mut values: Vec<Option<Fraction>> = Vec::new();
        for measured in measure.measured() {
            let runs = &self.experiment.runs;
            let run = meant(runs.iter().map(|it| &*it.name), measured)?;
            let metrics = self.metrics(run, with)?;
            values.push(metrics.get(measured.metric, measured.task.as_ref().map(|it| &*it.0)));
        }
        let mut values = values.into_iter();
        measure.value(&mut |_| values.next()?).ok_or(Unmeasured::NoValue)
    }

    fn metrics(&mut self, run: Option<usize>, with: &Constants) -> Result<Metrics, Unmeasured> {
        let known = self.known.iter().find(|it| it.0.0 == run && *it.0.1 == *with);
        if let Some((_, metrics)) = known {
            return metrics.clone();
        }
        let trace = self.experiment.trace(run.and_then(|it| self.experiment.runs.get(it)), with);
        let metrics = trace.and_then(|trace| match trace.ending {
            Ending::Stopped(after) => Err(Unmeasured::Stopped(after)),
            _ => Ok(trace.metrics()),
        });
        self.known.push(((run, with.to_vec()), metrics.clone()));
        metrics
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECK: &str = r#"
format = 1
id = "d"
languages = ["en"]
title = "D"
[[experiment]]
id = "quantum"
title = "Q"
program = '''
const n = 100
thread A { compute(n) }
thread B { compute(n) }
'''
[experiment.machine]
costs = { switch = 5 }
[[experiment.run]]
name = "q10"
quantum = 10
[[experiment.run]]
name = "two"
cores = 2
costs = "none"
set = { n = 60 }
[[experiment.run]]
name = "never"
program = "thread A { loop { compute(1000) } }"
"#;

    fn runs(check: impl FnOnce(Runs<'_>)) {
        let (deck, findings) = crate::deck::read(DECK);
        assert_eq!(findings, []);
        check(Runs::new(&deck.unwrap().experiments[0]));
    }

    #[test]
    fn setups_come_from_the_run_the_experiment_and_the_lab() {
        runs(|runs| {
            let setup = |name| runs.experiment.setup(runs.experiment.run(name));
            let defaults = Setup::default();
            let costs = timed::Costs { switch: 5, ..timed::Costs::default() };
            assert_eq!(setup("q10"), Setup { quantum: 10, costs, ..defaults });
            let two = Setup { cores: 2, costs: timed::Costs::NONE, ..defaults };
            assert_eq!(setup("two"), two);
        });
    }

    #[test]
    fn measures() {
        #[track_caller]
        fn check(text: &str, run: Option<&str>, with: &Constants, expect: Option<&str>) {
            runs(|mut runs| {
                let value = runs.measure(text, run, with);
                let expect = expect.map(|it| timed::number(it).unwrap());
                assert_eq!(value.clone().ok(), expect, "{text}: {value:?}");
            });
        }
        let n = |n| [("n".into(), n)];
        check("q10.overhead", None, &[], Some("1/3"));
        check("overhead", Some("q10"), &[], Some("1/3"));
        check("q10.turnaround(B)", None, &[], Some("300"));
        check("two.time", None, &[], Some("60"));
        check("two.time", None, &n(7), Some("7"));
        check("overhead", None, &[], None);
        check("ten.overhead", None, &[], None);
        check("never.overhead", None, &[], None);
        check("two.turnaround(C)", None, &[], None);
        check("two.time", None, &[("m".into(), 1)], None);
    }

    #[test]
    fn comparisons() {
        runs(|mut runs| {
            let sides = ["5", "5"].map(|it| timed::number(it).unwrap());
            assert_eq!(runs.compare("q10.time / two.time == 5", &[]), Ok((true, sides)));
            assert!(!runs.compare("q10.time < two.time", &[]).unwrap().0);
            assert_eq!(runs.compare("never.time > 1", &[]), Err(Unmeasured::Stopped(1_000_000)));
            let name = runs.compare("q1.time > 1", &[]).unwrap_err();
            let Unmeasured::Expression(finding) = name else { panic!("{name:?}") };
            let problem = program::Problem::UnknownName {
                name: "q1".into(),
                what: Meaning::Run,
                suggestion: Some("q10".into()),
            };
            assert_eq!(*finding, problem.at(0..2));
            assert_eq!(runs.known.len(), 3);
        });
    }
}
