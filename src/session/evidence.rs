//! What stands beside an answer so that it can be believed: how many schedules lead to each
//! possibility, and the simplest schedule to one of them.
//!
//! Invariant: everything is read off the search or the run that gave the answer. It must not know how it is
//! drawn.

use num_bigint::BigUint;

use super::{Judged, Possibility};
use crate::{
    deck::Ask,
    lab::{self, Answer, End, Ending, Question, Search, Statement, Story, Witness, timed::Trace},
    program::{self, Program},
};

/// Possibilities whose schedules are counted, or whose ways are compared.
const MOST: usize = 12;
/// The states up to which ways are compared; with more, the first is shown.
const COMPARED: usize = 20_000;

/// What stands beside an answer.
#[derive(Debug, Default)]
pub struct Evidence<'m, 'p> {
    /// How many schedules lead to each possibility; empty where they are not counted.
    pub shares: Vec<(Vec<i64>, BigUint)>,
    /// All schedules; None if they are unbounded.
    pub schedules: Option<BigUint>,
    /// A run that shows a possibility: a missed one, else the one that takes most preemptions.
    pub shown: Option<Shown<'m, 'p>>,
    /// The timed run that was measured.
    pub trace: Option<Trace>,
}

/// A run that shows something.
#[derive(Debug)]
pub struct Shown<'m, 'p> {
    /// What it shows; None for a deadlock, or for what was asked to be possible.
    pub what: Option<Possibility>,
    /// The run with the fewest preemptions, and then the fewest steps.
    pub story: Story<'m, 'p>,
    /// Its preemptions.
    pub preemptions: usize,
}

impl<'m, 'p> Evidence<'m, 'p> {
    /// The evidence for the answer that a search gives to a question. `judged` is how a prediction
    /// compared, if there was one.
    pub fn of(
        search: &Search<'m, 'p>,
        ask: &Ask,
        answer: &Answer,
        judged: Option<&Judged>,
    ) -> Evidence<'m, 'p> {
        let all = match search.answer(&lab::Ask::Schedules(Ending::Kind(End::Deadlock))) {
            Some(Answer::Schedules(_, all)) => Some(all),
            _ => None,
        };
        let missed = judged.and_then(|judged| judged.missed.first());
        Evidence {
            shares: if all.is_some() { shares(search, ask, answer) } else { Vec::new() },
            schedules: all,
            shown: shown(search, ask, answer, missed),
            trace: None,
        }
    }
}

/// The schedules that end with each row of values.
fn shares(search: &Search, ask: &Ask, answer: &Answer) -> Vec<(Vec<i64>, BigUint)> {
    let (Ask::Final(of), Answer::Rows(rows)) = (ask, answer) else { return Vec::new() };
    if !(2..=MOST).contains(&rows.len()) {
        return Vec::new();
    }
    let share = |row: &Vec<i64>| {
        let equal = of.iter().zip(row).map(|(name, value)| format!("({name}) == ({value})"));
        let text = equal.collect::<Vec<_>>().join(" && ");
        let ending = Ending::read(search.machine().program(), &text).ok()?;
        match search.answer(&lab::Ask::Schedules(ending))? {
            Answer::Schedules(count, _) => Some((row.clone(), count)),
            _ => None,
        }
    };
    rows.iter().map(share).collect::<Option<_>>().unwrap_or_default()
}

fn shown<'m, 'p>(
    search: &Search<'m, 'p>,
    ask: &Ask,
    answer: &Answer,
    missed: Option<&Possibility>,
) -> Option<Shown<'m, 'p>> {
    let program = search.machine().program();
    let most = if search.graph().len() <= COMPARED { MOST } else { 1 };
    let possibilities: Vec<Option<Possibility>> = match (missed, answer) {
        (Some(missed), _) => vec![Some(missed.clone())],
        (None, Answer::Rows(rows)) => {
            rows.iter().take(most).map(|row| Some(Possibility::Row(row.clone()))).collect()
        }
        (None, Answer::Faults(faults)) => faults
            .iter()
            .take(most)
            .map(|it| Some(Possibility::Fault(it.0, Some(it.1.clone()))))
            .collect(),
        _ => vec![None],
    };
    let ways = possibilities.into_iter().filter_map(|what| {
        let statement = statement(program, ask, answer, what.as_ref())?;
        Some((simplest(search, statement)?, what))
    });
    // Of several the first, which has the least values.
    let (way, what) =
        ways.reduce(|most, it| if most.0.preemptions < it.0.preemptions { it } else { most })?;
    let mut story = Story::new(search.machine()).ok()?;
    for step in way.moves {
        story.push(step).ok()?;
    }
    Some(Shown { what, story, preemptions: way.preemptions })
}

/// A statement whose witness shows a possibility.
fn statement(
    program: &Program,
    ask: &Ask,
    answer: &Answer,
    what: Option<&Possibility>,
) -> Option<Statement> {
    Some(match (ask, what, answer) {
        (Ask::Final(of), Some(Possibility::Row(row)), _) => {
            let of = of.iter().map(|it| program::claim(program, it).ok());
            Statement::FinalCan { of: of.collect::<Option<_>>()?, can: row.clone() }
        }
        // What refutes that all but this is everything.
        (Ask::Outputs, Some(Possibility::Row(row)), Answer::Rows(rows)) => {
            Statement::Outputs(rows.iter().filter(|it| *it != row).cloned().collect())
        }
        (Ask::Fault, Some(Possibility::Fault(fault, task)), _) => {
            let task = task.as_ref().map(|it| format!(" in {it}")).unwrap_or_default();
            let fault = program::fault(program, &format!("{}{task}", fault.name())).ok()?;
            Statement::Fault(Some(fault))
        }
        (Ask::Deadlock, None, Answer::Truth(true)) => Statement::Deadlock(true),
        (Ask::Possible(text), None, Answer::Truth(true)) => {
            Statement::Possible(program::claim(program, text).ok()?)
        }
        // A claim that it does not go on for ever is refuted by a run that does.
        _ => return None,
    })
}

/// The simplest run that shows a statement or refutes it.
fn simplest(search: &Search, statement: Statement) -> Option<Witness> {
    // A number of preemptions asks for the run with the fewest; which number does not matter.
    let verdict = search.judge(&Question { statement, steps: None, preemptions: Some(0) });
    verdict.simplest.or(verdict.witness)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::{
        lab::Budget,
        machine::{Keep, Machine, Options},
        session::{Form, judge, read},
    };

    /// `shares | what is shown, in so many moves, with so many preemptions`.
    #[track_caller]
    fn check(text: &str, ask: &Ask, said: Option<&str>, expect: &str) {
        let program = program::compile(text).unwrap();
        let keep = Keep { globals: true, outputs: true, ..Keep::default() };
        let machine = Machine::new(&program, Options { keep, ..Options::default() }).unwrap();
        let go = &mut |_| ControlFlow::Continue(());
        let search = Search::new(&machine, Budget::default(), go).unwrap();
        let asked = ask.lower(&program).unwrap().unwrap();
        let answer = search.answer(&asked).unwrap();
        let judged = said.map(|it| judge(&read(Form::of(ask), it).unwrap(), &answer));
        let evidence = Evidence::of(&search, ask, &answer, judged.as_ref());
        let shares: Vec<String> =
            evidence.shares.iter().map(|it| format!("{:?} {}", it.0, it.1)).collect();
        let all = evidence.schedules.map_or("-".to_owned(), |it| it.to_string());
        let shown = evidence.shown.map_or("-".to_owned(), |it| {
            let schedule = it.story.schedule().join(",");
            let what = match it.what {
                Some(Possibility::Row(row)) => format!("{row:?}"),
                Some(Possibility::Fault(fault, task)) => format!("{} {task:?}", fault.name()),
                None => "it".into(),
            };
            format!("{what} by {schedule} with {}", it.preemptions)
        });
        assert_eq!(format!("{} of {all} | {shown}", shares.join(", ")), expect, "{text}");
    }

    #[test]
    fn a_missed_possibility_is_shown_else_the_hardest() {
        let counter = "global x = 0\nthread A { x = x + 1 }\nthread B { x = x + 1 }";
        let finals = Ask::Final(vec!["x".into()]);
        let one = "[1] 18, [2] 2 of 20 | [1] by A,B,B,B,A,A with 1";
        check(counter, &finals, Some("2"), one);
        check(counter, &finals, None, one);
        let two = "[1] 18, [2] 2 of 20 | [2] by A,A,A,B,B,B with 0";
        check(counter, &finals, Some("1"), two);
        let expression = Ask::Final(vec!["x * 2".into()]);
        check(counter, &expression, Some("4"), "[2] 18, [4] 2 of 20 | [2] by A,B,B,B,A,A with 1");
        let alone = "global x = 0\nthread A { x = 1 }";
        check(alone, &finals, None, " of 1 | [1] by A with 0");
    }

    #[test]
    fn deadlocks_faults_and_outputs_are_shown_too() {
        let crossed = "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
                       thread B { lock(b); lock(a); unlock(a); unlock(b) }";
        check(crossed, &Ask::Deadlock, None, " of 6 | it by A,B with 1");
        let null = "global p = 0\nthread A { print(*p) }\nthread B { print(2) }";
        check(null, &Ask::Fault, None, " of 3 | null pointer Some(\"A\") by A,A with 0");
        let prints = "thread A { print(1) }\nthread B { print(2) }";
        check(prints, &Ask::Outputs, Some("1 2"), " of 2 | [2, 1] by B,A with 0");
        let spins = "global x = 0\nthread A { while x == 0 { } }\nthread B { x = 1 }";
        check(spins, &Ask::Possible("x == 1".into()), None, " of - | it by B with 0");
        check(spins, &Ask::Deadlock, None, " of - | -");
    }
}
