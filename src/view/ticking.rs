//! The points of a spoken answer, to be ticked by whoever heard it.
//!
//! Invariant: every point of the card has its letter, and the letters of the prompt are those. It must
//! not know which points were made.

use crate::{
    deck::Explain,
    message::quiz as words,
    session::letter,
    text::Lang,
    view::{
        Line, Paper, Role,
        card::{self, Point},
    },
};

/// The prompt where the points of a spoken answer are ticked, of so many.
pub fn prompt(lang: Lang, count: usize) -> String {
    words::tick_prompt(lang, &letters(count))
}

/// `a-h` for eight points.
pub(super) fn letters(count: usize) -> String {
    match (letter(0), count.checked_sub(1).and_then(letter)) {
        (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
        (Some(first), Some(_)) => first.to_string(),
        _ => String::new(),
    }
}

/// The points to tick after a spoken answer that took so long, and the keys there.
pub fn points(
    lang: Lang,
    paper: &Paper,
    explain: &Explain,
    milliseconds: u32,
    keys: &[(&str, &str)],
) -> Vec<Line> {
    let rows = point_rows(lang, explain);
    let core = explain.points.iter().any(|point| point.core);
    let time = card::elapsed(milliseconds.into());
    let mut head = Line::of(Role::Strong, time);
    if core && !paper.accessible {
        head = head.with(Role::Muted, format!("   {}", words::star(lang)));
    }
    let mut lines = vec![head];
    lines.extend(card::points(paper, &rows, words::core(lang)));
    lines.extend(card::hints(paper, 0, keys));
    lines
}

/// The points without any verdict yet.
pub(super) fn point_rows(lang: Lang, explain: &Explain) -> Vec<Point> {
    let points = explain.points.iter().enumerate();
    points
        .map(|(at, point)| Point {
            letter: letter(at).unwrap_or('?'),
            core: point.core,
            mark: (Role::Plain, "".into()),
            text: point.text.get(lang).into(),
            quote: None,
        })
        .collect()
}
