//! The claims of experiments, proved: every schedule of every program that they are about.
//!
//! Invariant: what is found depends on the decks and the budget alone; claims about one program with
//! the same constants and the same history share one search. It must not know who waits for it.

use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use rayon::prelude::*;

use crate::{
    deck::{
        Assertion, Claim, Experiment, Finding, Instead, Library, Problem, Refuted, Runs,
        Unmeasured, Unproved, check,
    },
    lab::{
        self, Answer, Budget, Column, Needs, Question, Reduced, Reductions, Report, Search,
        Stopped, Tale, move_name, timed,
    },
    machine::{Keep, Limit, Machine, Options},
    program::Program,
    text::Span,
};

/// What proving the claims of a library came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    /// What is wrong, with the place of the deck in [`Library::decks`].
    pub findings: Vec<(usize, Finding)>,
    /// How many claims there are, those about timed runs included.
    pub claims: usize,
    /// How many of them were proved.
    pub proved: usize,
    /// Whether whoever watched wanted no more, so that some were not looked at.
    pub stopped: bool,
}

/// How far a proof is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Claims that have been judged.
    pub claims: usize,
    /// Of so many.
    pub of: usize,
    /// The states found in the search that is told of.
    pub states: usize,
}

/// The most that one search of `deck check` may store.
pub const BUDGET: Budget = Budget { states: 5_000_000, bytes: 1 << 30 };

/// How a claim came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Its place among the claims of its experiment.
    pub claim: usize,
    /// Whether it holds; None if it was not proved.
    pub holds: Option<bool>,
    /// A shortest schedule that refutes it, or that shows what it says is possible.
    pub schedule: Option<Vec<String>>,
    /// What is wrong with it, and where. Of claims that one search was too large for, the first has
    /// the problem.
    pub problem: Option<(Problem, Span)>,
}

/// Proves the claims of all experiments, on all cores. `progress` is told of it now and then, from
/// several threads, and can stop it.
pub fn prove(
    library: &Library,
    budget: Budget,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Proofs {
    let mut proofs = Proofs::default();
    let mut jobs = Vec::new();
    for (at, deck) in library.decks.iter().enumerate() {
        for experiment in &deck.experiments {
            proofs.claims += experiment.claims.len();
            jobs.extend(jobs_of(experiment).into_iter().map(|it| (at, it)));
        }
    }
    let (judged, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let of = proofs.claims;
    let watch = |states| {
        let claims = judged.load(Ordering::Relaxed);
        if stopped.load(Ordering::Relaxed) || progress(Progress { claims, of, states }).is_break() {
            stopped.store(true, Ordering::Relaxed);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let run = |(_, job): &(usize, Job)| {
        let done =
            if watch(0).is_break() { Vec::new() } else { job.run(budget, &mut |it| watch(it)) };
        judged.fetch_add(job.claims.len(), Ordering::Relaxed);
        done
    };
    let done: Vec<Vec<Judgement>> = jobs.par_iter().map(run).collect();
    for ((deck, _), judgements) in jobs.iter().zip(done) {
        for judgement in judgements {
            proofs.proved += usize::from(judgement.holds == Some(true));
            let found = judgement.problem.map(|(problem, span)| (*deck, problem.at(span)));
            proofs.findings.extend(found);
        }
    }
    proofs.stopped = stopped.into_inner();
    proofs
}

/// Explores an experiment with these constants in place of its own, and judges its claims: all of
/// them, or where there are constants those about the same program. `progress` is told the number
/// of states now and then, and can stop it.
///
/// # Errors
/// When the program grows beyond a limit of the machine: which, and the statement that does.
pub fn examine(
    experiment: &Experiment,
    program: &Program,
    all: bool,
    budget: Budget,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<(Report, Vec<Judgement>), (Limit, Option<Span>)> {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for job in jobs_of(experiment) {
        match job.compile().filter(|_| !job.timed) {
            None if job.timed && all => others.push(job),
            Some(it) if it.constants == program.constants => own.push(job),
            Some(_) if all => others.push(job),
            _ => {}
        }
    }
    let shared: Vec<Shared> = own.iter().flat_map(|it| it.share(program)).collect();
    // Outcomes are told with all their values, and states counted with all their registers.
    let plain = |it: &&Shared| !it.needs.keep.outputs && !it.needs.keep.copied;
    let needs = shared.iter().filter(plain).fold(Needs::default(), |all, it| all.and(it.needs));
    let keep = Keep { globals: true, ..needs.keep };
    let at_once = |limit: Limit| (limit, None);
    let machine = Machine::new(program, experiment.options(keep)).map_err(at_once)?;
    let search = Search::new(&machine, budget, progress).map_err(at_once)?;
    if let Some(outgrown) = search.outgrown() {
        return Err(outgrown);
    }
    let statements = shared.iter().flat_map(|it| &it.questions).map(|it| &it.1.statement);
    let columns: Vec<Column> = lab::columns(program, statements);
    let report = search.report(&columns);
    let mut judgements = Vec::new();
    for shared in &shared {
        judgements.extend(match plain(&shared) {
            true => shared.judge(experiment, &search, budget, progress),
            false => shared.search(experiment, program, budget, progress),
        });
    }
    for job in others {
        judgements.extend(job.run(budget, progress));
    }
    judgements.sort_by_key(|it| it.claim);
    Ok((report, judgements))
}

/// Claims about one program with the same constants, or about timed runs.
struct Job<'a> {
    experiment: &'a Experiment,
    timed: bool,
    with: Vec<(Box<str>, i64)>,
    /// With the place of each.
    claims: Vec<(usize, &'a Claim)>,
}

/// The claims of an experiment: those with the same constants together, and those about timed runs.
fn jobs_of(experiment: &Experiment) -> Vec<Job<'_>> {
    let mut jobs: Vec<Job> = Vec::new();
    for (at, claim) in experiment.claims.iter().enumerate() {
        let timed = matches!(claim.what, Assertion::Measure { .. } | Assertion::Compare(_));
        let mut with = if timed { Vec::new() } else { claim.with.clone() };
        with.sort();
        match jobs.iter_mut().find(|it| it.timed == timed && it.with == with) {
            Some(job) => job.claims.push((at, claim)),
            None => jobs.push(Job { experiment, timed, with, claims: vec![(at, claim)] }),
        }
    }
    jobs
}

const NOTHING: Reductions = Reductions { glue: false, symmetry: false };
const GLUE: Reductions = Reductions { glue: true, symmetry: false };
const SYMMETRY: Reductions = Reductions { glue: false, symmetry: true };
const BOTH: Reductions = Reductions { glue: true, symmetry: true };

/// Questions that one search answers: those that need the same history.
#[derive(Default)]
struct Shared {
    needs: Needs,
    /// The place of each among the claims of its experiment.
    questions: Vec<(usize, Question)>,
}

impl Job<'_> {
    /// The program; what is wrong with it was reported when the deck was read.
    fn compile(&self) -> Option<Program> {
        self.experiment.compile(&self.with).ok()
    }

    fn run(
        &self,
        budget: Budget,
        watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Vec<Judgement> {
        if self.timed {
            return self.measure();
        }
        let Some(program) = self.compile() else { return Vec::new() };
        let mut judged: Vec<Judgement> = Vec::new();
        for shared in self.share(&program) {
            judged.extend(shared.search(self.experiment, &program, budget, watch));
        }
        // In the order of the claims, however they were grouped.
        judged.sort_by_key(|it| it.claim);
        judged
    }

    /// Judges claims about timed runs.
    fn measure(&self) -> Vec<Judgement> {
        let mut runs = Runs::new(self.experiment);
        let judge = |(at, claim): &(usize, &Claim)| {
            let found = match &claim.what {
                Assertion::Measure { what, is } => {
                    runs.measure(what, None, &claim.with).map(|it| {
                        let holds = timed::number(is).as_ref() == Some(&it);
                        (holds, Instead::Measured(it))
                    })
                }
                Assertion::Compare(text) => runs
                    .compare(text, &claim.with)
                    .map(|(holds, sides)| (holds, Instead::Compared(sides))),
                _ => return None,
            };
            let (holds, found) = match found {
                Ok(found) => found,
                Err(Unmeasured::NoValue) => (false, Instead::NoValue),
                Err(Unmeasured::Stopped(ticks)) => {
                    return Some(unproved(self.experiment, *at, Some(Unproved::Ticks(ticks))));
                }
                Err(Unmeasured::Limit(limit)) => {
                    return Some(unproved(self.experiment, *at, Some(limit.into())));
                }
                // What is wrong with an expression or a program was reported when the deck was read.
                Err(Unmeasured::Expression(_) | Unmeasured::Program(_)) => return None,
            };
            let problem =
                (!holds).then(|| refuted(self.experiment, *at, found, claim.places.value, None));
            Some(Judgement { claim: *at, holds: Some(holds), schedule: None, problem })
        };
        self.claims.iter().filter_map(judge).collect()
    }

    /// What was printed or copied splits states without end where a program goes round, so only
    /// those claims have it that ask for it; last values do no harm.
    fn share(&self, program: &Program) -> Vec<Shared> {
        let mut shared: Vec<Shared> = Vec::new();
        for (at, claim) in &self.claims {
            let Ok(Some(question)) = claim.question(program) else { continue };
            let needs = question.statement.needs();
            let same = |it: &&mut Shared| {
                let (a, b) = (it.needs.keep, needs.keep);
                (a.outputs, a.copied) == (b.outputs, b.copied)
            };
            match shared.iter_mut().find(same) {
                Some(it) => {
                    it.needs = it.needs.and(needs);
                    it.questions.push((*at, question));
                }
                None => shared.push(Shared { needs, questions: vec![(*at, question)] }),
            }
        }
        shared
    }
}

impl Shared {
    fn search(
        &self,
        experiment: &Experiment,
        program: &Program,
        budget: Budget,
        watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Vec<Judgement> {
        let options: Options = experiment.search_options(self.needs);
        let machine = match Machine::new(program, options) {
            Ok(machine) => machine,
            Err(limit) => return self.unproved(experiment, limit.into()),
        };
        match Search::new(&machine, budget, watch) {
            Ok(search) => self.judge(experiment, &search, budget, watch),
            Err(limit) => self.unproved(experiment, limit.into()),
        }
    }

    /// Judges the questions on a search. Where that was too large, a reduced one follows for those
    /// that allow it. None is judged if whoever watches wants no more.
    fn judge(
        &self,
        experiment: &Experiment,
        search: &Search,
        budget: Budget,
        watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Vec<Judgement> {
        let mut why = match search.stopped() {
            Some(Stopped::Asked) => return Vec::new(),
            Some(Stopped::Limit(limit, _)) => Some(Unproved::Limit(*limit)),
            // The search for the fewest preemptions can be too large where the other is not.
            Some(Stopped::Budget) | None => Some(Unproved::Budget(search.graph().len())),
        };
        let judge = |search: &Search, at: usize, question: &Question| {
            judge(experiment, at, question, search)
        };
        let mut judgements: Vec<Judgement> =
            self.questions.iter().map(|it| judge(search, it.0, &it.1)).collect();
        if matches!(search.stopped(), Some(Stopped::Budget)) {
            for reductions in [BOTH, GLUE, SYMMETRY] {
                let open = |it: &(&mut Judgement, &(usize, Question))| {
                    it.0.holds.is_none() && it.1.1.reductions() == reductions
                };
                let all = judgements.iter_mut().zip(&self.questions);
                let mut open = all.filter(open).peekable();
                let nothing = || Reduced::new(search.machine(), reductions).made() == NOTHING;
                if open.peek().is_none() || nothing() {
                    continue;
                }
                let again = Search::reduced(search.machine(), reductions, budget, watch);
                let Ok(again) = again else { continue };
                for (judgement, (at, question)) in open {
                    *judgement = judge(&again, *at, question);
                }
            }
        }
        for judgement in judgements.iter_mut().filter(|it| it.holds.is_none()) {
            *judgement = unproved(experiment, judgement.claim, why.take());
        }
        judgements
    }

    /// None was proved.
    fn unproved(&self, experiment: &Experiment, why: Unproved) -> Vec<Judgement> {
        let mut why = Some(why);
        self.questions.iter().map(|it| unproved(experiment, it.0, why.take())).collect()
    }
}

fn unproved(experiment: &Experiment, claim: usize, why: Option<Unproved>) -> Judgement {
    let problem = why.map(|why| {
        let problem = Problem::OverBudget { experiment: experiment.id.clone(), why };
        (problem, experiment.claims[claim].span)
    });
    Judgement { claim, holds: None, schedule: None, problem }
}

fn refuted(
    experiment: &Experiment,
    claim: usize,
    found: Instead,
    span: Span,
    tale: Option<Tale>,
) -> (Problem, Span) {
    let (experiment, claim) = (experiment.id.clone(), experiment.claims[claim].clone());
    (Problem::ClaimFails(Box::new(Refuted { experiment, claim, found, tale })), span)
}

/// Judges a question on a search.
fn judge(experiment: &Experiment, at: usize, question: &Question, search: &Search) -> Judgement {
    let verdict = search.judge(question);
    let Some(holds) = verdict.holds else { return unproved(experiment, at, None) };
    let claim = &experiment.claims[at];
    let schedule = verdict
        .witness
        .as_ref()
        .map(|it| it.moves.iter().map(|way| move_name(search.machine(), *way)).collect());
    let problem = match verdict.found.clone() {
        Some(found) => {
            let tale = lab::tell(search.machine(), &verdict);
            let span = match found {
                Answer::Steps(_) => claim.places.steps,
                Answer::Preemptions(_) => claim.places.preemptions,
                _ => claim.places.value,
            };
            Some(refuted(experiment, at, Instead::Explored(found), span, tale))
        }
        None => check::claim_cannot_fail::check(claim, &question.statement)
            .map(|it| (it, claim.places.value)),
    };
    Judgement { claim: at, holds: Some(holds), schedule, problem }
}
