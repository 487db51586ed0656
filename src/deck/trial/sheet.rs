//! What was found so far, a flaw for each rule and part.
//!
//! Invariant: of one flaw only the first texts that show it are kept, so that the sheet of a card
//! is never much longer than the card.

use std::collections::{BTreeMap, btree_map::Entry};

use crate::{
    deck::{Explain, Finding, Problem},
    text::{Lang, Span},
};

use super::{Case, Flaw, Judged, Lack, Trial, Tried};

/// The most texts that are kept of one flaw.
const MOST_CASES: usize = 4;

/// The flaws of a card's points and traps.
pub(in crate::deck) struct Sheet<'a> {
    explain: &'a Explain,
    flaws: BTreeMap<(Lack, usize), Flaw>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet.
    pub fn new(explain: &'a Explain) -> Sheet<'a> {
        Sheet { explain, flaws: BTreeMap::new() }
    }

    /// Notes that a text shows a flaw of the point or trap at `at`. What was found in it is worked
    /// out only if it is kept.
    pub fn note(
        &mut self,
        lack: Lack,
        at: usize,
        trial: &Trial<'_>,
        judged: &Judged<'_>,
        of: &Tried,
    ) {
        let case = || Case {
            of: of.clone(),
            changed: lack.is_of_changed_text().then(|| judged.sentence(at).into()),
            found: match lack.is_of_trap() {
                true => trial.trap(judged, at),
                false => trial.point(judged, at),
            },
        };
        match self.flaws.entry((lack, at)) {
            Entry::Vacant(entry) => {
                let part = match lack.is_of_trap() {
                    true => self.explain.traps[at].id.clone(),
                    false => self.explain.points[at].id.clone(),
                };
                entry.insert(Flaw { lack, part, cases: vec![case()] });
            }
            Entry::Occupied(mut entry) => {
                let cases = &mut entry.get_mut().cases;
                if cases.len() < MOST_CASES {
                    cases.push(case());
                }
            }
        }
    }

    /// All findings: where the text does not agree with its patterns at the text, else at the id.
    pub fn findings(self) -> Vec<Finding> {
        let explain = self.explain;
        let place = |lack: Lack, at: usize, flaw: &Flaw| -> Span {
            let places = match lack.is_of_trap() {
                true => explain.traps[at].places,
                false => explain.points[at].places,
            };
            match (lack, flaw.cases.first().map(|it| &it.of)) {
                (Lack::PointNotInText | Lack::TrapNotInText, Some(Tried::Own(lang))) => {
                    match lang {
                        Lang::Ko => places.ko,
                        Lang::En => places.en,
                    }
                }
                _ => places.id,
            }
        };
        let flaws = self.flaws.into_iter();
        let found = flaws.map(|((lack, at), flaw)| {
            let place = place(lack, at, &flaw);
            Problem::Rubric(Box::new(flaw)).at(place)
        });
        found.collect()
    }
}
