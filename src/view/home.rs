//! The greeting, and what is said when there is nothing to ask.
//!
//! Invariant: at most five lines, each of which helps to decide what to do next.

use crate::{
    message::home as words,
    record::CardKey,
    text::Lang,
    view::{Line, Paper, Role},
};

/// What today holds.
#[derive(Clone, Debug, Default)]
pub struct Greeting {
    /// New cards.
    pub new: u32,
    /// Reviews and learning steps.
    pub reviews: u32,
    /// Cards that an interview put there, new or not.
    pub wanted: u32,
    /// The seconds that they are expected to take.
    pub seconds: u64,
    /// Due cards beyond today's time.
    pub left: u32,
    /// Minutes until the next learning step, if that is all that is left.
    pub next_step: Option<i64>,
    /// A card with an unfinished answer.
    pub draft: Option<CardKey>,
    /// The library is empty.
    pub no_cards: bool,
}

/// The greeting before the prompt.
pub fn greeting(lang: Lang, paper: &Paper, greeting: &Greeting) -> Vec<Line> {
    let heads = words::heads(lang);
    let mut lines = Vec::new();
    if greeting.no_cards {
        return paper.paragraphs(Role::Warning, words::no_cards(lang), 0);
    }
    if greeting.new + greeting.reviews + greeting.wanted == 0 {
        lines.extend(nothing(lang, paper, greeting));
    } else {
        let minutes = greeting.seconds.div_ceil(60);
        let Greeting { new, reviews, wanted, .. } = *greeting;
        let today = words::today(lang, new, reviews, wanted, minutes);
        lines.extend(headed(paper, heads.today, Role::Due, &today));
        if greeting.left > 0 {
            lines.extend(headed(paper, "", Role::Muted, &words::left_over(lang, greeting.left)));
        }
        lines.extend(headed(paper, heads.start, Role::Plain, words::enter_starts(lang)));
    }
    if let Some(card) = &greeting.draft {
        let draft = words::draft(lang, &card.card);
        lines.extend(headed(paper, heads.draft, Role::Plain, &draft));
    }
    lines
}

/// Nothing is due now.
pub fn nothing(lang: Lang, paper: &Paper, greeting: &Greeting) -> Vec<Line> {
    let head = words::heads(lang).today;
    let mut lines = Vec::new();
    match greeting.next_step {
        Some(minutes) => {
            lines.extend(headed(paper, head, Role::Plain, &words::next_step(lang, minutes)));
        }
        None if greeting.left > 0 => {
            lines.extend(headed(paper, head, Role::Plain, &words::left_over(lang, greeting.left)));
        }
        None => lines.extend(headed(paper, head, Role::Plain, words::nothing_due(lang))),
    }
    lines
}

/// A line with a head in a column of its own; the text wraps beside it.
pub(super) fn headed(paper: &Paper, head: &str, role: Role, text: &str) -> Vec<Line> {
    const HEAD: usize = 10;
    if paper.accessible {
        let head = if head.is_empty() { String::new() } else { format!("{head}: ") };
        return paper.paragraphs(role, format!("{head}{text}"), 0);
    }
    let head = crate::view::pad(head, HEAD, crate::view::Align::Left);
    let line = Line::of(Role::Strong, head).with(role, text);
    line.wrap_in(paper.measure(), paper.width, HEAD)
}
