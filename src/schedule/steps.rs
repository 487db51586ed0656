//! Learning steps: the minutes after which a short card is asked again before it gets days.
//!
//! Invariant: a step is shorter than a day, and again ≤ hard < good among the minutes of one
//! answer. Rules: Anki's, scheduling notes 1.3. It must not know the memory model.

/// The longest step, in minutes: a step counts as shorter than a day.
pub(super) const LONGEST: u32 = 24 * 60 - 1;

/// What the grades below easy give in a step; easy always leaves the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answers {
    /// Minutes after again.
    pub again: u32,
    /// Minutes after hard; None when it gives days.
    pub hard: Option<u32>,
    /// Minutes after good; None when it gives days.
    pub good: Option<u32>,
}

/// The answers in `step` of `steps` (minutes); None when there are no steps. A step beyond the last
/// is taken as the last: the steps may have been shortened since.
///
/// Hard in the first of several steps is the mean of the first two, rounded up; in an only step
/// half as much again, rounded up; later it repeats the step.
pub(super) fn answers(steps: &[u32], step: u8) -> Option<Answers> {
    let last = steps.len().checked_sub(1)?;
    let step = usize::from(step).min(last);
    let again = steps[0].min(LONGEST);
    let hard = match (step, steps.get(1)) {
        (0, Some(second)) => (u64::from(steps[0]) + u64::from(*second)).div_ceil(2),
        (0, None) => (u64::from(steps[0]) * 3).div_ceil(2),
        _ => steps[step].into(),
    };
    let hard = (hard.min(LONGEST.into()) as u32).max(again);
    // Steps that do not grow leave no room between hard and good.
    let good = steps.get(step + 1).map(|next| (*next).max(hard + 1));
    Some(Answers { again, hard: Some(hard), good: good.filter(|minutes| *minutes <= LONGEST) })
}

/// The answers to a card with an interval of days: again leads into the first of `steps`; None when
/// there are no steps.
pub(super) fn lapse(steps: &[u32]) -> Option<Answers> {
    let again = (*steps.first()?).min(LONGEST);
    Some(Answers { again, hard: None, good: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ankis_rules() {
        let check = |steps: &[u32], step, expect: Option<(u32, u32, Option<u32>)>| {
            let answers = answers(steps, step)
                .map(|Answers { again, hard, good }| (again, hard.unwrap(), good));
            assert_eq!(answers, expect, "{steps:?} {step}");
        };
        check(&[], 0, None);
        check(&[1, 10], 0, Some((1, 6, Some(10))));
        check(&[1, 10], 1, Some((1, 10, None)));
        check(&[1, 10], 7, Some((1, 10, None)));
        check(&[10], 0, Some((10, 15, None)));
        check(&[1], 0, Some((1, 2, None)));
        check(&[1, 10, 60], 1, Some((1, 10, Some(60))));
        // Steps that shrink or stand still.
        check(&[10, 1], 0, Some((10, 10, Some(11))));
        check(&[5, 5], 0, Some((5, 5, Some(6))));
        // Nothing reaches a day.
        check(&[1439], 0, Some((1439, 1439, None)));
        check(&[1439, 1439], 0, Some((1439, 1439, None)));
    }

    #[test]
    fn a_lapse_begins_the_steps() {
        assert_eq!(lapse(&[]), None);
        assert_eq!(lapse(&[10, 30]), Some(Answers { again: 10, hard: None, good: None }));
    }
}
