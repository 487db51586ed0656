//! The claims of an experiment, and how they came out.
//!
//! Invariant: every claim has a line that begins with how it came out; what fails says what is true
//! instead, with the schedule that shows it. It must not judge.

use crate::{
    deck::{Experiment, Judgement, Problem},
    message::{claim, deck::problem, lab as words, refuted},
    text::Lang,
    view::{Column, Line, Paper, Role, Table},
};

/// The claims that were judged, in their order; nothing if there are none.
pub fn claims(
    lang: Lang,
    paper: &Paper,
    experiment: &Experiment,
    judgements: &[Judgement],
) -> Vec<Line> {
    if judgements.is_empty() {
        return Vec::new();
    }
    let columns = [Column::new(""), Column::new(words::claims(lang)).wrapping(20)];
    let mut table = Table::new(columns);
    for judgement in judgements {
        let role = match judgement.holds {
            Some(true) => Role::Right,
            Some(false) => Role::Wrong,
            None => Role::Warning,
        };
        let word = Line::of(role, words::holds(lang, judgement.holds));
        let sentence = claim::sentence(lang, &experiment.claims[judgement.claim]);
        table.row([word, Line::plain(sentence)]);
        let mut more = |role, text: String| table.row([Line::new(), Line::of(role, text)]);
        match &judgement.problem {
            Some((Problem::ClaimFails(it), _)) => {
                more(Role::Plain, refuted::fails(lang, it));
                if let Some(instead) = refuted::instead(lang, it) {
                    more(Role::Plain, instead);
                }
                if let Some(schedule) = refuted::schedule(lang, it) {
                    more(Role::Muted, schedule);
                }
            }
            Some((other @ Problem::OverBudget { .. }, _)) => {
                more(Role::Plain, problem(lang, other))
            }
            _ => {}
        }
    }
    let mut lines = vec![Line::new()];
    lines.extend(table.draw(paper));
    lines
}
