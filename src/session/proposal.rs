//! The grade that the points of an answer propose, by stated arithmetic.
//!
//! Invariant: the proposal depends on nothing but the points; an answer without a core point is
//! never proposed as good. Thresholds: again below 3/10 of the weight, hard below 6/10 or with a
//! core point missing, good below 9/10, else easy.

use crate::record::Grade;

/// A proposed grade and the counts it follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The grade.
    pub grade: Grade,
    /// Points covered.
    pub covered: usize,
    /// Points of the card.
    pub total: usize,
    /// Core points covered.
    pub core_covered: usize,
    /// Core points of the card.
    pub core_total: usize,
}

/// Proposes a grade from each point's (core, weight, covered). None without points.
pub fn propose(points: impl IntoIterator<Item = (bool, u8, bool)>) -> Option<Proposal> {
    let (mut weight, mut covered_weight) = (0, 0);
    let mut proposal =
        Proposal { grade: Grade::Again, covered: 0, total: 0, core_covered: 0, core_total: 0 };
    for (core, point_weight, covered) in points {
        let point_weight = u32::from(point_weight);
        weight += point_weight;
        proposal.total += 1;
        proposal.core_total += usize::from(core);
        if covered {
            covered_weight += point_weight;
            proposal.covered += 1;
            proposal.core_covered += usize::from(core);
        }
    }
    if weight == 0 {
        return None;
    }
    let at_least = |tenths: u32| covered_weight * 10 >= weight * tenths;
    proposal.grade = if !at_least(3) {
        Grade::Again
    } else if !at_least(6) || proposal.core_covered < proposal.core_total {
        Grade::Hard
    } else if !at_least(9) {
        Grade::Good
    } else {
        Grade::Easy
    };
    Some(proposal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stated_arithmetic() {
        let check = |points: &str, expect: Option<Grade>| {
            let points = points.chars().map(|c| (c.is_uppercase(), 1, "cC".contains(c)));
            assert_eq!(propose(points).map(|proposal| proposal.grade), expect);
        };
        // c covered, x missed; capitals are core points.
        check("", None);
        check("CCxxxxxx", Some(Grade::Again));
        check("CCcxxxxx", Some(Grade::Hard));
        check("CXcccccc", Some(Grade::Hard));
        check("CCcccxxx", Some(Grade::Good));
        check("CCcccccx", Some(Grade::Good));
        check("CCcccccc", Some(Grade::Easy));
    }
}
