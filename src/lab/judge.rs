//! Whether a statement holds, with the schedule that shows or refutes it.
//!
//! Invariant: a verdict is a proof: on a search that is not whole a statement is only refuted, or
//! shown to be possible, by what was found. It must not know how a verdict is told.

use std::collections::BTreeSet;

use num_bigint::BigUint;

use crate::{
    lab::{
        Answer, End, Ending, Likely, Question, Search, Statement, Verdict, Witness,
        answer::{ANY, answer_rows},
        fair::{Allowed, Fair, Round},
        formula::Formula,
        reach::{Reach, leaves},
        witness::{simplest, witness},
    },
    machine::{Move, TaskId},
    program::{Claim, Fault, TaskName},
};

/// What is found out of a statement, before its witnesses.
struct Found<'a> {
    holds: Option<bool>,
    /// The states that show or refute it, and the first of them.
    shown: Option<(usize, Shows<'a>)>,
    /// An infinite run that refutes it.
    round: Option<Witness>,
    answer: Option<Answer>,
}

/// Whether a state shows or refutes a statement.
type Shows<'a> = Box<dyn Fn(usize) -> bool + 'a>;

impl<'a> Found<'a> {
    fn plain(holds: Option<bool>, answer: Option<Answer>) -> Found<'a> {
        Found { holds, shown: None, round: None, answer }
    }

    fn at(holds: bool, at: usize, shows: impl Fn(usize) -> bool + 'a, answer: Answer) -> Found<'a> {
        let shown = Some((at, Box::new(shows) as Shows));
        Found { holds: Some(holds), shown, round: None, answer: Some(answer) }
    }
}

impl Search<'_, '_> {
    /// Judges a question.
    pub fn judge(&self, question: &Question) -> Verdict {
        let Found { mut holds, shown, round, mut answer } = self.find(&question.statement);
        let at = shown.as_ref().map(|it| it.0);
        let shortest = at.map(|at| witness(self.machine(), self.schedule(at), None));
        let wanted = holds == Some(false) || question.preemptions.is_some();
        let wanted = wanted && !self.is_reduced();
        let simplest = match &shown {
            Some((_, shows)) if wanted => simplest(self, shows),
            _ => Ok(None),
        };
        if holds == Some(true) {
            if let (Some(said), Some(found)) = (question.steps, &shortest)
                && found.moves.len() != said
            {
                (holds, answer) = (Some(false), Some(Answer::Steps(found.moves.len())));
            } else if let Some(said) = question.preemptions
                && shown.is_some()
            {
                match &simplest {
                    Ok(Some(found)) if self.is_whole() => {
                        let found = found.preemptions;
                        if found != said {
                            (holds, answer) = (Some(false), Some(Answer::Preemptions(found)));
                        }
                    }
                    _ => holds = None,
                }
            }
        }
        Verdict {
            holds,
            simplest: simplest.ok().flatten(),
            witness: shortest.or(round),
            found: answer.filter(|_| holds == Some(false)),
        }
    }

    /// What is so if everything was seen; nothing is known if not.
    fn if_whole(&self, holds: bool) -> Option<bool> {
        self.is_whole().then_some(holds)
    }

    fn find<'a>(&'a self, statement: &'a Statement) -> Found<'a> {
        match statement {
            Statement::FinalIs { of, is } => self.find_final(of, is),
            Statement::FinalCan { of, can } => {
                let formulas = self.formulas(of);
                let shows = move |at| self.row(&formulas, at).is_ok_and(|it| it == *can);
                match self.good_ends().find(|at| shows(*at)) {
                    Some(at) => {
                        let shows = move |at| self.is_good_end(at) && shows(at);
                        Found::at(true, at, shows, Answer::Rows(vec![can.clone()]))
                    }
                    None => Found::plain(self.if_whole(false), Some(self.rows(of))),
                }
            }
            Statement::Always(claim) => self.find_everywhere(claim, true),
            Statement::Never(claim) => self.find_everywhere(claim, false),
            Statement::Possible(claim) => {
                let formula = self.formula(claim);
                match self.first_where(&formula, true) {
                    Ok(Some(at)) => {
                        let shows = move |at| self.holds_at(&formula, at, true);
                        Found::at(true, at, shows, Answer::Truth(true))
                    }
                    Ok(None) => Found::plain(self.if_whole(false), Some(Answer::Truth(false))),
                    Err((at, why)) => {
                        Found::at(false, at, move |it| it == at, Answer::NoValue(why))
                    }
                }
            }
            Statement::Deadlock(said) => match self.first_end(End::Deadlock) {
                Some(at) => {
                    let shows = |at| self.ends().contains(&(at, End::Deadlock));
                    Found::at(*said, at, shows, Answer::Truth(true))
                }
                None => Found::plain(self.if_whole(!*said), Some(Answer::Truth(false))),
            },
            Statement::Exclusive(region) => {
                let shared = |at| self.is_shared(*region, at);
                match (0..self.graph().len()).find(|at| shared(*at)) {
                    Some(at) => Found::at(false, at, shared, Answer::Truth(false)),
                    None => Found::plain(self.if_whole(true), Some(Answer::Truth(true))),
                }
            }
            Statement::Fault(said) => self.find_fault(said.as_ref()),
            Statement::Outputs(said) => {
                let unexpected = |at| !said.contains(&self.printed(at));
                match self.good_ends().find(|at| unexpected(*at)) {
                    Some(at) => {
                        let shows = move |at| self.is_good_end(at) && unexpected(at);
                        Found::at(false, at, shows, answer_rows(self.printed_rows()))
                    }
                    None => {
                        let rows = self.printed_rows();
                        let holds = said.iter().all(|it| rows.contains(it));
                        Found::plain(self.if_whole(holds), Some(answer_rows(rows)))
                    }
                }
            }
            Statement::Schedules { ending, count, of } => self.find_schedules(ending, count, of),
            Statement::Chance { ending, likely } => {
                let answer = self.chance(ending);
                let holds = match &answer {
                    Answer::Chance(part, whole) => agrees(likely, part, whole),
                    _ => false,
                };
                Found::plain(self.if_whole(holds), Some(answer))
            }
            Statement::Ends(said) => {
                let fair = Fair::new(self.machine(), self.graph());
                match fair.round(ANY, &|_| true) {
                    Some(round) => {
                        let round = self.lasso(&fair, &round, ANY);
                        let answer = Some(Answer::Truth(false));
                        Found { holds: Some(!*said), shown: None, round: Some(round), answer }
                    }
                    None => Found::plain(self.if_whole(*said), Some(Answer::Truth(true))),
                }
            }
            Statement::Progress(region) => self.find_progress(*region),
        }
    }

    fn formulas(&self, of: &[Claim]) -> Vec<Formula> {
        of.iter().map(|it| self.formula(it)).collect()
    }

    fn is_good_end(&self, at: usize) -> bool {
        let ends = self.ends();
        ends.binary_search_by_key(&at, |it| it.0).is_ok_and(|it| ends[it].1 != End::Deadlock)
    }

    fn rows(&self, of: &[Claim]) -> Answer {
        match self.final_rows(of) {
            Ok(rows) => answer_rows(rows),
            Err((_, why)) => Answer::NoValue(why),
        }
    }

    fn holds_at(&self, formula: &Formula, at: usize, is: bool) -> bool {
        formula.holds(self.machine(), &self.state(at)) == Ok(is)
    }

    fn find_final<'a>(&'a self, of: &'a [Claim], is: &'a [Vec<i64>]) -> Found<'a> {
        let formulas = self.formulas(of);
        let unexpected = move |at| !self.row(&formulas, at).is_ok_and(|it| is.contains(&it));
        if let Some(at) = self.good_ends().find(|at| unexpected(*at)) {
            let shows = move |at| self.is_good_end(at) && unexpected(at);
            return Found::at(false, at, shows, self.rows(of));
        }
        let answer = self.rows(of);
        let holds = match &answer {
            Answer::Rows(rows) => is.iter().all(|it| rows.contains(it)),
            _ => false,
        };
        Found::plain(self.if_whole(holds), Some(answer))
    }

    /// An expression that is true, or is not, in every state.
    fn find_everywhere(&self, claim: &Claim, is: bool) -> Found<'_> {
        let formula = self.formula(claim);
        match self.first_where(&formula, !is) {
            Ok(None) => Found::plain(self.if_whole(true), Some(Answer::Truth(true))),
            Ok(Some(at)) => {
                let shows = move |at| self.holds_at(&formula, at, !is);
                Found::at(false, at, shows, Answer::Truth(false))
            }
            Err((at, why)) => Found::at(false, at, move |it| it == at, Answer::NoValue(why)),
        }
    }

    /// Whether two tasks are inside a region at once.
    fn is_shared(&self, region: usize, at: usize) -> bool {
        let (machine, state) = (self.machine(), self.state(at));
        let inside = |it: &&TaskId| machine.inside(&state, **it, region);
        machine.tasks(&state).iter().filter(inside).nth(1).is_some()
    }

    fn find_fault<'a>(&'a self, said: Option<&'a (Fault, Option<TaskName>)>) -> Found<'a> {
        let faults = self.faults();
        let is_said = move |fault: Fault, task: &str| {
            said.is_none_or(|(said, by)| {
                fault == *said && by.as_ref().is_none_or(|it| *it.name == *task)
            })
        };
        let first = faults.iter().find(|it| is_said(it.fault, &it.task)).map(|it| it.at);
        let answer = Answer::Faults(faults.into_iter().map(|it| (it.fault, it.task)).collect());
        match first {
            Some(at) => {
                let shows = move |at| {
                    let faults = self.faults_in(&self.state(at));
                    faults.iter().any(|it| is_said(it.0, &it.1))
                };
                Found::at(said.is_some(), at, shows, answer)
            }
            None => Found::plain(self.if_whole(said.is_none()), Some(answer)),
        }
    }

    fn find_schedules(&self, ending: &Ending, count: &BigUint, of: &Option<BigUint>) -> Found<'_> {
        let answer = self.schedules(ending);
        let holds = match &answer {
            Answer::Schedules(found, all) => {
                found == count && of.as_ref().is_none_or(|of| all == of)
            }
            _ => false,
        };
        Found::plain(self.if_whole(holds), Some(answer))
    }

    /// A fair run in which some task whose code can still reach the region does not enter it again.
    fn find_progress(&self, region: usize) -> Found<'_> {
        let (machine, graph) = (self.machine(), self.graph());
        let fair = Fair::new(machine, graph);
        let reach = Reach::new(machine.program());
        let tasks: BTreeSet<TaskId> =
            (0..graph.len()).flat_map(|at| machine.tasks(&self.state(at))).collect();
        for task in tasks {
            let allowed =
                |from, way: Move, to| way.task != task || !self.enters(task, region, from, to);
            let starves = |states: &[u32]| {
                let state = self.state(states[0] as usize);
                reach.can_reach(machine, &state, task, region)
            };
            if let Some(round) = fair.round(&allowed, &starves) {
                let round = self.lasso(&fair, &round, &allowed);
                let answer = Some(Answer::Starved(machine.name(task).into_owned()));
                return Found { holds: Some(false), shown: None, round: Some(round), answer };
            }
        }
        Found::plain(self.if_whole(true), Some(Answer::Truth(true)))
    }

    /// Whether a move of a task takes it into a region, also out of it and in again.
    fn enters(&self, task: TaskId, region: usize, from: usize, to: usize) -> bool {
        let (machine, from, to) = (self.machine(), self.state(from), self.state(to));
        let places = || machine.place(&from, task).zip(machine.place(&to, task));
        machine.inside(&to, task, region)
            && (!machine.inside(&from, task, region)
                || places().is_some_and(|(from, to)| leaves(machine.program(), from, to, region)))
    }

    /// The way to a round, then once around it.
    fn lasso(&self, fair: &Fair, round: &Round, allowed: &Allowed) -> Witness {
        let (start, tour) = fair.tour(round, allowed);
        let mut moves = self.schedule(start);
        let begins = moves.len();
        moves.extend(tour);
        witness(self.machine(), moves, Some(begins))
    }
}

/// Whether a fraction is what is claimed of it.
fn agrees(likely: &Likely, part: &BigUint, whole: &BigUint) -> bool {
    match likely {
        Likely::Odds(claimed, of) => *of != BigUint::ZERO && claimed * whole == part * of,
        Likely::Percent(digits) => {
            let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
            let Ok(claimed) = format!("{before}{after}").parse::<BigUint>() else { return false };
            let decimals = u32::try_from(after.len()).unwrap_or(u32::MAX);
            // |100 part / whole - claimed / 10^decimals| is at most half of the last digit.
            let exact = part * 100_u32 * BigUint::from(10_u32).pow(decimals);
            let claimed = claimed * whole;
            let off = if exact < claimed { claimed - exact } else { exact - claimed };
            off * 2_u32 <= *whole
        }
    }
}
