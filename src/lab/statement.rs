//! What can be said about a program under every schedule, and how it came out.
//!
//! Invariant: a statement's names are places of one program; it is read once and judged without its
//! text. It must not know decks, or the wording of a verdict.

use num_bigint::BigUint;

use crate::{
    lab::{End, Reductions},
    machine::{Keep, Move},
    program::{self, Arithmetic, Claim, ClaimKind, Fault, Finding, Program, TaskName},
};

/// Something that is true or false of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// Exactly these values are possible at the ends that are no deadlocks: a row for each, in the
    /// order of the expressions.
    FinalIs {
        /// What is looked at.
        of: Vec<Claim>,
        /// The rows.
        is: Vec<Vec<i64>>,
    },
    /// These values too are possible there.
    FinalCan {
        /// What is looked at.
        of: Vec<Claim>,
        /// One row.
        can: Vec<i64>,
    },
    /// True in every reachable state.
    Always(Claim),
    /// True in no reachable state.
    Never(Claim),
    /// True in some reachable state.
    Possible(Claim),
    /// Some schedule, or none, ends in a deadlock.
    Deadlock(bool),
    /// No two tasks are inside this region at once.
    Exclusive(usize),
    /// Some schedule ends so; None: no schedule has any fault.
    Fault(Option<(Fault, Option<TaskName>)>),
    /// Exactly these printed rows are possible at the ends that are no deadlocks.
    Outputs(Vec<Vec<i64>>),
    /// So many schedules end so.
    Schedules {
        /// What is asked of each end.
        ending: Ending,
        /// In how many it is true.
        count: BigUint,
        /// Of how many.
        of: Option<BigUint>,
    },
    /// The probability, when each move is drawn evenly.
    Chance {
        /// What is asked of the end.
        ending: Ending,
        /// How likely it is.
        likely: Likely,
    },
    /// Whether every fair run ends.
    Ends(bool),
    /// In every fair infinite run each task whose code can still reach the region enters it again
    /// and again.
    Progress(usize),
}

/// What `schedules` and `chance` ask of an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// An expression is true there.
    Where(Claim),
    /// It is a deadlock, or a fault.
    Kind(End),
}

impl Ending {
    /// Reads `deadlock`, `fault` or an expression about a program.
    ///
    /// # Errors
    /// What is wrong with the expression, with places in its text.
    pub fn read(program: &Program, text: &str) -> Result<Ending, Vec<Finding>> {
        match text.trim() {
            "deadlock" => Ok(Ending::Kind(End::Deadlock)),
            "fault" => Ok(Ending::Kind(End::Fault)),
            _ => program::claim(program, text).map(Ending::Where),
        }
    }

    fn claim(&self) -> Option<&Claim> {
        match self {
            Ending::Where(claim) => Some(claim),
            Ending::Kind(_) => None,
        }
    }
}

/// A probability as it is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likely {
    /// Exactly this fraction, numerator and denominator.
    Odds(BigUint, BigUint),
    /// A percentage as digits with an optional point, which the exact value rounds to.
    Percent(Box<str>),
}

/// A statement, and how its witness must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is said.
    pub statement: Statement,
    /// The shortest witness has so many steps.
    pub steps: Option<usize>,
    /// The witness with the fewest preemptions has so many.
    pub preemptions: Option<usize>,
}

/// A statement without its value: what a `predict` card asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The rows of values that are possible at the ends that are no deadlocks.
    Final(Vec<Claim>),
    /// Whether some schedule ends in a deadlock.
    Deadlock,
    /// The printed rows that are possible there.
    Outputs,
    /// The faults that are possible.
    Fault,
    /// Whether every fair run ends.
    Ends,
    /// Whether this is true in some reachable state.
    Possible(Claim),
    /// In how many of all schedules.
    Schedules(Ending),
    /// How likely it is.
    Chance(Ending),
}

/// A schedule that shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Its moves.
    pub moves: Vec<Move>,
    /// How many of them are preemptions.
    pub preemptions: usize,
    /// In an infinite run: the place from which on its moves repeat for ever.
    pub round: Option<usize>,
}

/// How a question came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds; None when the search did not see everything that it depends on.
    pub holds: Option<bool>,
    /// A schedule that refutes it, or that shows what was said to be possible: a shortest one.
    pub witness: Option<Witness>,
    /// The same with the fewest preemptions, and then the fewest steps: for what does not hold, and
    /// where the question names a number of preemptions.
    pub simplest: Option<Witness>,
    /// What is true instead, where the statement does not hold.
    pub found: Option<Answer>,
}

/// What a statement without its value comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The rows of values, or of printed words, that are possible, in order.
    Rows(Vec<Vec<i64>>),
    /// Yes or no.
    Truth(bool),
    /// The faults that are possible, each with the task that makes it, the soonest first.
    Faults(Vec<(Fault, String)>),
    /// So many of all schedules.
    Schedules(BigUint, BigUint),
    /// A fraction, reduced.
    Chance(BigUint, BigUint),
    /// The steps of the shortest witness.
    Steps(usize),
    /// The preemptions of the witness with the fewest.
    Preemptions(usize),
    /// Schedules cannot be counted, because the program can go round.
    Unbounded,
    /// The task that does not enter a region again.
    Starved(String),
    /// An expression has no value in some state.
    NoValue(Arithmetic),
}

impl Statement {
    /// The expressions in it.
    pub fn claims(&self) -> Vec<&Claim> {
        match self {
            Statement::FinalIs { of, .. } | Statement::FinalCan { of, .. } => of.iter().collect(),
            Statement::Always(claim) | Statement::Never(claim) | Statement::Possible(claim) => {
                vec![claim]
            }
            Statement::Schedules { ending, .. } | Statement::Chance { ending, .. } => {
                ending.claim().into_iter().collect()
            }
            Statement::Deadlock(_)
            | Statement::Exclusive(_)
            | Statement::Fault(_)
            | Statement::Outputs(_)
            | Statement::Ends(_)
            | Statement::Progress(_) => Vec::new(),
        }
    }

    /// What must be kept in the states to judge it.
    pub fn needs(&self) -> Needs {
        let outputs = matches!(self, Statement::Outputs(_));
        Needs::of(&self.claims(), outputs)
    }

    /// What may be left out of a search that judges it.
    fn reductions(&self) -> Reductions {
        let is = |wanted: &dyn Fn(&ClaimKind) -> bool| {
            let mut all = true;
            for claim in self.claims() {
                claim.visit(&mut |it| all &= wanted(&it.kind));
            }
            all
        };
        // Of identical tasks one stands for another.
        let symmetry = is(&|it| {
            !matches!(
                it,
                ClaimKind::Local { .. }
                    | ClaimKind::Done(_)
                    | ClaimKind::Died(_)
                    | ClaimKind::Alive(_)
                    | ClaimKind::Blocked(_)
                    | ClaimKind::In(..)
                    | ClaimKind::Holds(..)
            )
        });
        let glue = match self {
            // The ends are the same states.
            Statement::FinalIs { .. }
            | Statement::FinalCan { .. }
            | Statement::Outputs(_)
            | Statement::Deadlock(_) => true,
            // The answer names the tasks that fault.
            Statement::Fault(_) => return Reductions { glue: true, symmetry: false },
            // Between the ends, the values of variables are.
            Statement::Always(_) | Statement::Never(_) | Statement::Possible(_) => is(&|it| {
                matches!(
                    it,
                    ClaimKind::Number(_)
                        | ClaimKind::Word(_)
                        | ClaimKind::Negate(_)
                        | ClaimKind::Not(_)
                        | ClaimKind::Binary(..)
                        | ClaimKind::And(..)
                        | ClaimKind::Or(..)
                )
            }),
            Statement::Exclusive(_)
            | Statement::Schedules { .. }
            | Statement::Chance { .. }
            | Statement::Ends(_)
            | Statement::Progress(_) => return Reductions::default(),
        };
        Reductions { glue, symmetry }
    }
}

impl Question {
    /// What may be left out of a search that judges it; nothing where the length or the preemptions
    /// of its witness are said.
    pub fn reductions(&self) -> Reductions {
        match (self.steps, self.preemptions) {
            (None, None) => self.statement.reductions(),
            _ => Reductions::default(),
        }
    }
}

impl Ask {
    /// The expressions in it.
    pub fn claims(&self) -> Vec<&Claim> {
        match self {
            Ask::Final(of) => of.iter().collect(),
            Ask::Possible(claim) => vec![claim],
            Ask::Schedules(ending) | Ask::Chance(ending) => ending.claim().into_iter().collect(),
            Ask::Deadlock | Ask::Outputs | Ask::Fault | Ask::Ends => Vec::new(),
        }
    }

    /// What must be kept in the states to answer it.
    pub fn needs(&self) -> Needs {
        Needs::of(&self.claims(), matches!(self, Ask::Outputs))
    }
}

/// What must be kept in the states of a search for it to answer something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Needs {
    /// The history.
    pub keep: Keep,
    /// Locals that are never read again: they cannot be cleared.
    pub locals: bool,
}

impl Needs {
    pub(super) fn of(claims: &[&Claim], outputs: bool) -> Needs {
        let mut needs = Needs { keep: Keep { outputs, ..Keep::default() }, locals: false };
        for claim in claims {
            claim.visit(&mut |it| match it.kind {
                ClaimKind::Word(ref word) => needs.keep.globals |= !word.shared,
                ClaimKind::Local { .. } => {
                    needs.keep.locals = true;
                    needs.locals = true;
                }
                ClaimKind::Copied(_) => needs.keep.copied = true,
                _ => {}
            });
        }
        needs
    }

    /// What both need.
    #[must_use]
    pub fn and(self, other: Needs) -> Needs {
        let (a, b) = (self.keep, other.keep);
        Needs {
            keep: Keep {
                copied: a.copied || b.copied,
                outputs: a.outputs || b.outputs,
                globals: a.globals || b.globals,
                locals: a.locals || b.locals,
            },
            locals: self.locals || other.locals,
        }
    }
}
