//! A card for reading, outside the quiz.
//!
//! Invariant: it shows all that the quiz would, and what it hides until the answer.

use crate::{
    deck::{Card, Deck, Experiment, Kind},
    message::{prediction as lab_words, quiz as words},
    text::Lang,
    view::{
        Line, Paper, Role, card,
        home::headed,
        prediction,
        quiz::{model, option_line},
        rule_line,
        ticking::point_rows,
    },
};

/// A whole card: question, points or program, model answer, what leads on.
pub fn whole_card(
    lang: Lang,
    paper: &Paper,
    deck: &Deck,
    card: &Card,
    due: &str,
    experiment: Option<&Experiment>,
    own: Option<&str>,
) -> Vec<Line> {
    let head = [&*card.id, deck.topic(&card.topic, lang), due].join("  ");
    let mut lines = vec![rule_line(paper, &head)];
    lines.extend(paper.paragraphs(Role::Strong, card.question.get(lang), 0));
    match &card.kind {
        Kind::Explain(explain) if !explain.points.is_empty() => {
            lines.extend(card::points(paper, &point_rows(lang, explain), words::core(lang)));
        }
        Kind::Choice(options) => {
            for (shown, option) in options.iter().enumerate() {
                lines.extend(option_line(lang, paper, shown, &option.text));
                let role = if option.right { Role::Right } else { Role::Wrong };
                let verdict = words::right_or_wrong(lang, option.right);
                let why = option.why.as_ref().map_or("", |why| why.get(lang));
                let line =
                    Line::of(role, verdict).with(Role::Plain, format!("  {why}")).indented(5);
                lines.extend(line.wrap_in(paper.measure(), paper.width, 5));
            }
        }
        Kind::Predict(predict) => {
            let program = |it| prediction::program(lang, paper, it, &[], Some(&predict.ask));
            lines.extend(experiment.map_or_else(Vec::new, program));
            for (name, values) in &predict.vary {
                let values: Vec<String> = values.iter().map(i64::to_string).collect();
                let text = format!("{name} = {}", values.join(", "));
                lines.extend(headed(paper, lab_words::varies(lang), Role::Literal, &text));
            }
        }
        Kind::Drive(drive) => {
            let program = |it| prediction::program(lang, paper, it, &[], None);
            lines.extend(experiment.map_or_else(Vec::new, program));
            let (head, goal) = lab_words::goal(lang, &drive.goal);
            lines.extend(headed(paper, head, Role::Plain, &goal));
        }
        Kind::Explain(_) | Kind::Cloze(_) => {}
    }
    lines.extend(model(lang, paper, card, own));
    if let Kind::Explain(explain) = &card.kind {
        for trap in &explain.traps {
            let correction = trap.correction.as_ref().map_or("", |correction| correction.get(lang));
            let text = format!("{}: {correction}", trap.text.get(lang));
            lines.extend(headed(paper, words::trap_head(lang), Role::Plain, &text));
        }
    }
    let next: Vec<&str> = card.leads_to.iter().map(|card| &**card).collect();
    if !next.is_empty() {
        lines.extend(headed(paper, words::leads_to(lang), Role::Literal, &next.join(", ")));
    }
    lines
}
