//! The text of a program with numbered lines, and under each line the steps that it lowers to.
//!
//! Invariant: the text stands as it was written; a step stands under the line of its statement, in
//! the order of the code. What threads that run the same text do is told once.

use crate::{
    message::drawing as words,
    program::Program,
    text::Lang,
    view::{Align, Line, Paper, Role},
};

/// The text of a program; with its steps if its lowered form is given.
pub fn program(lang: Lang, paper: &Paper, text: &str, lowered: Option<&Program>) -> Vec<Line> {
    let steps = lowered.map(|it| it.steps_by_line(text)).unwrap_or_default();
    let measure = paper.measure();
    let blank = text.lines().take_while(|it| it.trim().is_empty()).count();
    let count = text.trim_end().lines().count();
    let digits = count.saturating_sub(blank).to_string().len();
    let head = digits + 2;
    let mut lines = Vec::new();
    for (at, line) in text.trim_end().lines().enumerate().skip(blank) {
        let number = (at + 1 - blank).to_string();
        let code = line.replace('\t', "    ");
        let indent = code.len() - code.trim_start().len();
        let number = Line::of(Role::Muted, number).pad(measure, digits, Align::Right).space(2);
        let hanging = head + indent + 4;
        lines.extend(number.with(Role::Plain, code).trimmed().wrap_in(
            measure,
            paper.width,
            hanging,
        ));
        let Some(steps) = steps.get(&at) else { continue };
        if paper.accessible {
            let told = words::steps_of(lang, &steps.join(". "));
            lines.extend(Line::of(Role::Muted, told).wrap_in(measure, paper.width, 2));
            continue;
        }
        for step in steps {
            let step = Line::of(Role::Muted, step.as_str()).indented(hanging);
            lines.extend(step.wrap_in(measure, paper.width, hanging + 2));
        }
    }
    lines
}
