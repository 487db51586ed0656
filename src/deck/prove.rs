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
    deck::{Claim, Deck, Experiment, Finding, Library, Problem, Refuted, Unproved, check},
    lab::{self, Budget, Needs, Question, Search, Stopped, Verdict},
    machine::{Limit, Machine},
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
            jobs.extend(jobs_of(at, deck, experiment));
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
    let done = |job: &Job| {
        let done = if watch(0).is_break() { Vec::new() } else { job.run(budget, &watch) };
        judged.fetch_add(job.claims.len(), Ordering::Relaxed);
        done
    };
    let done: Vec<Vec<Judged>> = jobs.par_iter().map(done).collect();
    for (job, judged) in jobs.iter().zip(done) {
        for judged in judged {
            proofs.proved += usize::from(judged.proved);
            let found = judged.problem.map(|it| (job.deck, it.0.at(it.1)));
            proofs.findings.extend(found);
        }
    }
    proofs.stopped = stopped.into_inner();
    proofs
}

/// Claims about one program with the same constants.
struct Job<'a> {
    deck: usize,
    experiment: &'a Experiment,
    claims: Vec<&'a Claim>,
}

struct Judged {
    proved: bool,
    problem: Option<(Problem, Span)>,
}

/// The claims of an experiment, those with the same constants together.
fn jobs_of<'a>(deck: usize, _: &Deck, experiment: &'a Experiment) -> Vec<Job<'a>> {
    let mut jobs: Vec<(Vec<(Box<str>, i64)>, Job)> = Vec::new();
    for claim in &experiment.claims {
        let mut with = claim.with.clone();
        with.sort();
        match jobs.iter_mut().find(|it| it.0 == with) {
            Some((_, job)) => job.claims.push(claim),
            None => jobs.push((with, Job { deck, experiment, claims: vec![claim] })),
        }
    }
    jobs.into_iter().map(|it| it.1).collect()
}

/// Questions that one search answers: those that need the same history.
#[derive(Default)]
struct Shared {
    needs: Needs,
    /// The place of each among the claims of its job.
    questions: Vec<(usize, Question)>,
}

impl Job<'_> {
    fn run(&self, budget: Budget, watch: &dyn Fn(usize) -> ControlFlow<()>) -> Vec<Judged> {
        let with = self.claims.first().map_or(&[][..], |it| &it.with);
        // What is wrong with a program was reported when the deck was read.
        let Ok(program) = self.experiment.compile(with) else { return Vec::new() };
        let mut judged: Vec<(usize, Judged)> = Vec::new();
        for shared in self.share(&program) {
            judged.extend(self.search(&program, shared, budget, watch));
        }
        // In the order of the claims, however they were grouped.
        judged.sort_by_key(|it| it.0);
        judged.into_iter().map(|it| it.1).collect()
    }

    /// What was printed or copied splits states without end where a program goes round, so only
    /// those claims have it that ask for it; last values do no harm.
    fn share(&self, program: &Program) -> Vec<Shared> {
        let mut shared: Vec<Shared> = Vec::new();
        for (at, claim) in self.claims.iter().enumerate() {
            let Ok(Some(question)) = claim.question(program) else { continue };
            let needs = question.statement.needs();
            let same = |it: &&mut Shared| {
                let (a, b) = (it.needs.keep, needs.keep);
                (a.outputs, a.copied) == (b.outputs, b.copied)
            };
            match shared.iter_mut().find(same) {
                Some(it) => {
                    it.needs = it.needs.and(needs);
                    it.questions.push((at, question));
                }
                None => shared.push(Shared { needs, questions: vec![(at, question)] }),
            }
        }
        shared
    }

    fn search(
        &self,
        program: &Program,
        shared: Shared,
        budget: Budget,
        watch: &dyn Fn(usize) -> ControlFlow<()>,
    ) -> Vec<(usize, Judged)> {
        let unproved = |limit: Limit| {
            let first = shared.questions.first().map(|it| self.unproved(it.0, limit.into()));
            first.into_iter().collect()
        };
        let machine = match Machine::new(program, self.experiment.search_options(shared.needs)) {
            Ok(machine) => machine,
            Err(limit) => return unproved(limit),
        };
        let search = match Search::new(&machine, budget, &mut |states| watch(states)) {
            Ok(search) => search,
            Err(limit) => return unproved(limit),
        };
        if search.stopped() == Some(&Stopped::Asked) {
            return Vec::new();
        }
        let mut told = false;
        let judge = |(at, question): &(usize, Question)| {
            let verdict = search.judge(question);
            let judged = match (verdict.holds, search.stopped()) {
                (None, Some(_)) if std::mem::replace(&mut told, true) => {
                    Judged { proved: false, problem: None }
                }
                (None, Some(Stopped::Limit(limit, _))) => {
                    return self.unproved(*at, (*limit).into());
                }
                (None, _) => return self.unproved(*at, Unproved::Budget(search.graph().len())),
                _ => self.judged(self.claims[*at], question, &search, verdict),
            };
            (*at, judged)
        };
        shared.questions.iter().map(judge).collect()
    }

    /// One finding for all claims of a search that was too large.
    fn unproved(&self, at: usize, why: Unproved) -> (usize, Judged) {
        let experiment = self.experiment.id.clone();
        let problem = Problem::OverBudget { experiment, why };
        (at, Judged { proved: false, problem: Some((problem, self.claims[at].span)) })
    }

    fn judged(
        &self,
        claim: &Claim,
        question: &Question,
        search: &Search,
        verdict: Verdict,
    ) -> Judged {
        if verdict.holds == Some(true) {
            let problem = check::claim_cannot_fail::check(claim, &question.statement);
            return Judged { proved: true, problem: problem.map(|it| (it, claim.places.value)) };
        }
        let places = claim.places;
        let Some(found) = verdict.found else { return Judged { proved: false, problem: None } };
        let span = match found {
            lab::Answer::Steps(_) => places.steps,
            lab::Answer::Preemptions(_) => places.preemptions,
            _ => places.value,
        };
        let witness = verdict.simplest.or(verdict.witness);
        let refuted = Refuted {
            experiment: self.experiment.id.clone(),
            claim: claim.clone(),
            found,
            tale: witness.map(|it| lab::tell(search.machine(), &it)),
        };
        Judged { proved: false, problem: Some((Problem::ClaimFails(Box::new(refuted)), span)) }
    }
}
