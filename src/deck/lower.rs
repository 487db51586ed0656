//! From a deck's claims and questions to the lab's.
//!
//! Invariant: names are looked up in the program with the claim's own constants. It must not know
//! whether anything is true.

use num_bigint::BigUint;

use crate::{
    deck::{Ask, Assertion, Claim, Likely},
    lab::{self, Ending, Question, Statement},
    program::{self, Finding, Program},
};

impl Claim {
    /// The question that it asks about a program; None if it is about timed runs.
    ///
    /// # Errors
    /// What is wrong with its expressions, with places in their texts. `deck check` reports them
    /// when it reads the deck.
    pub fn question(&self, program: &Program) -> Result<Option<Question>, Vec<Finding>> {
        let expressions = |of: &[Box<str>]| -> Result<Vec<_>, _> {
            of.iter().map(|it| program::claim(program, it)).collect()
        };
        let statement = match &self.what {
            Assertion::FinalIs { of, is } => {
                Statement::FinalIs { of: expressions(of)?, is: is.clone() }
            }
            Assertion::FinalCan { of, can } => {
                Statement::FinalCan { of: expressions(of)?, can: can.clone() }
            }
            Assertion::Always(text) => Statement::Always(program::claim(program, text)?),
            Assertion::Never(text) => Statement::Never(program::claim(program, text)?),
            Assertion::Possible(text) => Statement::Possible(program::claim(program, text)?),
            Assertion::Deadlock(is) => Statement::Deadlock(*is),
            Assertion::Exclusive(text) => {
                Statement::Exclusive(program::region(program, text.trim())?)
            }
            Assertion::Fault(None) => Statement::Fault(None),
            Assertion::Fault(Some(text)) => Statement::Fault(Some(program::fault(program, text)?)),
            Assertion::Outputs(rows) => Statement::Outputs(rows.clone()),
            Assertion::Schedules { expression, count, of } => Statement::Schedules {
                ending: Ending::read(program, expression)?,
                count: whole(count).ok_or_else(Vec::new)?,
                of: match of {
                    Some(of) => Some(whole(of).ok_or_else(Vec::new)?),
                    None => None,
                },
            },
            Assertion::Chance { expression, likely } => Statement::Chance {
                ending: Ending::read(program, expression)?,
                likely: match likely {
                    Likely::Odds(text) => {
                        // Less than nothing is no probability, and nothing is that likely.
                        let (part, whole) = fraction(text).unwrap_or_default();
                        lab::Likely::Odds(part, whole)
                    }
                    Likely::Percent(digits) => lab::Likely::Percent(digits.clone()),
                },
            },
            Assertion::Ends(is) => Statement::Ends(*is),
            Assertion::Progress(text) => {
                Statement::Progress(program::region(program, text.trim())?)
            }
            Assertion::Measure { .. } | Assertion::Compare(_) => return Ok(None),
        };
        let number = |it: Option<u32>| it.and_then(|it| usize::try_from(it).ok());
        let (steps, preemptions) = (number(self.steps), number(self.preemptions));
        Ok(Some(Question { statement, steps, preemptions }))
    }
}

impl Ask {
    /// What it asks about a program; None if it is about a timed run.
    ///
    /// # Errors
    /// What is wrong with its expressions, with places in their texts.
    pub fn lower(&self, program: &Program) -> Result<Option<lab::Ask>, Vec<Finding>> {
        Ok(Some(match self {
            Ask::Final(of) => lab::Ask::Final(
                of.iter().map(|it| program::claim(program, it)).collect::<Result<_, _>>()?,
            ),
            Ask::Deadlock => lab::Ask::Deadlock,
            Ask::Outputs => lab::Ask::Outputs,
            Ask::Fault => lab::Ask::Fault,
            Ask::Ends => lab::Ask::Ends,
            Ask::Possible(text) => lab::Ask::Possible(program::claim(program, text)?),
            Ask::Schedules(text) => lab::Ask::Schedules(Ending::read(program, text)?),
            Ask::Chance(text) => lab::Ask::Chance(Ending::read(program, text)?),
            Ask::Measure { .. } => return Ok(None),
        }))
    }
}

/// A whole number as it is written.
pub(super) fn whole(text: &str) -> Option<BigUint> {
    // Reading digits takes the square of their number.
    (text.len() <= MOST_DIGITS).then(|| text.trim().parse().ok())?
}

/// A fraction as it is written: `1/4`, `1`, `0.25`. Not reduced.
pub(super) fn fraction(text: &str) -> Option<(BigUint, BigUint)> {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    let (above, above_unit) = decimal(above)?;
    let (below, below_unit) = decimal(below)?;
    (below != BigUint::ZERO).then(|| (above * below_unit, below * above_unit))
}

/// A number with an optional point: its digits, and the power of ten below them.
pub(super) fn decimal(text: &str) -> Option<(BigUint, BigUint)> {
    let text = text.trim();
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let unit = BigUint::from(10_u32).pow(u32::try_from(after.len()).ok()?);
    Some((whole(&format!("{before}{after}"))?, unit))
}

/// The most digits of a number in a claim.
const MOST_DIGITS: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_written() {
        #[track_caller]
        fn check(text: &str, expect: Option<(u32, u32)>) {
            let expect = expect.map(|(above, below)| (above.into(), below.into()));
            assert_eq!(fraction(text), expect, "{text}");
        }
        check("1/4", Some((1, 4)));
        check(" 5 / 8 ", Some((5, 8)));
        check("1", Some((1, 1)));
        check("0.25", Some((25, 100)));
        check("1/0", None);
        check("-1/4", None);
        check("1/2/3", None);
        check("", None);
        assert_eq!(whole("12"), Some(12_u32.into()));
        assert_eq!(whole("1.5"), None);
        assert_eq!(whole(&"9".repeat(MOST_DIGITS + 1)), None);
    }
}
