//! Lists: decks, cards, what is due, the log, settings, backups.
//!
//! Invariant: rows come in as data and leave as a table that fits the paper; nothing is counted or
//! sorted here.

use crate::{
    message::listing::{self as words, Column as Head},
    text::Lang,
    view::{Column, Line, Paper, Role, Table},
};

/// A column with its heading.
pub fn column(lang: Lang, head: Head) -> Column {
    Column::new(words::column(lang, head))
}

/// The settings: name, value and, if asked for, where the value comes from.
pub fn settings(
    lang: Lang,
    paper: &Paper,
    rows: &[(String, String, words::Origin)],
    origin: bool,
) -> Vec<Line> {
    let mut columns = vec![column(lang, Head::Setting), column(lang, Head::Value).wrapping(8)];
    if origin {
        columns.push(column(lang, Head::Origin).wrapping(8));
    }
    let mut table = Table::new(columns);
    for (name, value, from) in rows {
        table.row([
            Line::of(Role::Literal, name),
            Line::plain(value),
            Line::of(Role::Muted, words::origin(lang, from)),
        ]);
    }
    table.draw(paper)
}
