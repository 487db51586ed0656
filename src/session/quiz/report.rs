//! What the matcher found in the typed answer, and where the person knows better.
//!
//! Invariant: a flipped verdict is recorded with the clause that it rested on. It must not know how
//! words are found.

use crate::{
    answer::{Report, Status, Verdict},
    deck::{Card, Explain, Kind},
    record::Override,
    text::Span,
};

use super::Current;

impl Current {
    /// What was found, as the person left it: flipped verdicts are flipped, misconceptions that
    /// they disagree with are gone.
    pub fn agreed(&self) -> Option<Report> {
        let mut report = self.report.clone()?;
        for (verdict, says) in report.points.iter_mut().zip(&self.covered) {
            match (verdict.status == Status::Covered, *says) {
                (false, true) => verdict.status = Status::Covered,
                (true, false) => *verdict = Verdict { status: Status::NotFound, spans: Vec::new() },
                _ => {}
            }
        }
        let mut agreed = self.traps.iter();
        report.traps.retain(|_| agreed.next().is_some_and(|agreed| *agreed));
        Some(report)
    }

    /// The misconceptions that the person agrees the answer contains, by id.
    pub(super) fn agreed_traps(&self, card: &Card) -> Vec<String> {
        let (Kind::Explain(explain), Some(report)) = (&card.kind, &self.report) else {
            return Vec::new();
        };
        let agreed = report.traps.iter().zip(&self.traps).filter(|(_, agreed)| **agreed);
        agreed.filter_map(|(fallen, _)| trap(explain, fallen.trap)).collect()
    }

    /// The verdicts that the person flipped.
    pub(super) fn overrides(&self, card: &Card) -> Vec<Override> {
        let (Kind::Explain(explain), Some(report)) = (&card.kind, &self.report) else {
            return Vec::new();
        };
        let answer = self.answer.as_deref().unwrap_or_default();
        let clause = |spans: &[Span]| {
            let span = report.clause(spans)?;
            answer.get(span.start..span.end).map(str::to_owned)
        };
        let points = explain.points.iter().zip(&report.points).zip(&self.covered);
        let points = points.filter_map(|((point, verdict), says)| {
            let flipped = (verdict.status == Status::Covered) != *says;
            flipped.then(|| Override {
                id: point.id.to_string(),
                found: verdict.status.name().to_owned(),
                says: *says,
                clause: clause(&verdict.spans),
            })
        });
        let traps = report.traps.iter().zip(&self.traps).filter(|(_, agreed)| !**agreed);
        let traps = traps.filter_map(|(fallen, _)| {
            let found = "trap".to_owned();
            let clause = clause(&fallen.spans);
            Some(Override { id: trap(explain, fallen.trap)?, found, says: false, clause })
        });
        points.chain(traps).collect()
    }
}

fn trap(explain: &Explain, at: usize) -> Option<String> {
    explain.traps.get(at).map(|trap| trap.id.to_string())
}
