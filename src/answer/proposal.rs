//! The grade that an answer proposes, by stated arithmetic.
//!
//! Invariant: the proposal depends on nothing but the points and the number of misconceptions. An
//! answer without a core point, with one the wrong way round, or with a misconception is never
//! proposed as good. Thresholds: again below 3/10 of the weight; hard below 4/10 (6/10 where the card
//! has no core points), with a core point missing or with an error; good below 85/100; else easy.

use crate::record::Grade;

/// A point as it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Whether an answer without it is not good.
    pub core: bool,
    /// How much it counts.
    pub weight: u8,
    /// Whether the answer covers it.
    pub covered: bool,
    /// Whether the answer states the opposite.
    pub reversed: bool,
}

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
    /// Points stated the wrong way round.
    pub reversed: usize,
    /// Misconceptions.
    pub traps: usize,
    /// The weight of the covered points, and of all.
    pub weight: (u32, u32),
}

impl Proposal {
    /// The share of the weight that is covered, from 0 to 1.
    pub fn score(&self) -> f64 {
        f64::from(self.weight.0) / f64::from(self.weight.1.max(1))
    }
}

/// Proposes a grade. None without points.
pub fn propose(points: impl IntoIterator<Item = Tick>, traps: usize) -> Option<Proposal> {
    let mut proposal = Proposal {
        grade: Grade::Again,
        covered: 0,
        total: 0,
        core_covered: 0,
        core_total: 0,
        reversed: 0,
        traps,
        weight: (0, 0),
    };
    for point in points {
        let weight = u32::from(point.weight);
        proposal.weight.1 += weight;
        proposal.total += 1;
        proposal.core_total += usize::from(point.core);
        proposal.reversed += usize::from(point.reversed);
        if point.covered {
            proposal.weight.0 += weight;
            proposal.covered += 1;
            proposal.core_covered += usize::from(point.core);
        }
    }
    let (covered, weight) = proposal.weight;
    if weight == 0 {
        return None;
    }
    let at_least = |percent: u32| covered * 100 >= weight * percent;
    let error = proposal.traps + proposal.reversed > 0;
    let core_missing = proposal.core_covered < proposal.core_total;
    let good = if proposal.core_total > 0 { 40 } else { 60 };
    proposal.grade = if !at_least(30) {
        Grade::Again
    } else if !at_least(good) || core_missing || error {
        Grade::Hard
    } else if !at_least(85) {
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
        // c covered, x missed, r the wrong way round; capitals are core points, t a misconception.
        let check = |answer: &str, expect: Option<Grade>| {
            let points = answer.chars().filter(|c| *c != 't').map(|c| {
                let kind = c.to_ascii_lowercase();
                let (covered, reversed) = (kind == 'c', kind == 'r');
                Tick { core: c.is_uppercase(), weight: 1, covered, reversed }
            });
            let traps = answer.matches('t').count();
            assert_eq!(propose(points, traps).map(|it| it.grade), expect, "{answer}");
        };
        check("", None);
        check("CCxxxxxx", Some(Grade::Again));
        check("CCcxxxxx", Some(Grade::Hard));
        check("CCcxxxxxt", Some(Grade::Hard));
        check("CCccxxxx", Some(Grade::Good));
        check("ccccxxxx", Some(Grade::Hard));
        check("cccccxxx", Some(Grade::Good));
        check("CXcccccc", Some(Grade::Hard));
        check("CRcccccc", Some(Grade::Hard));
        check("CCccccccrt", Some(Grade::Hard));
        check("CCcccccct", Some(Grade::Hard));
        check("CCcccxxx", Some(Grade::Good));
        check("CCccccxx", Some(Grade::Good));
        check("CCcccccx", Some(Grade::Easy));
        check("CCcccccc", Some(Grade::Easy));
    }
}
