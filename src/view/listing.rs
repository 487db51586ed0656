//! Lists: decks, cards, what is due, the log, figures, settings, backups.
//!
//! Invariant: rows come in as data and leave as lines that fit the paper; nothing is counted or
//! sorted here. It must not know where rows come from.

use crate::{
    message::{
        listing::{self as words, Column as Head},
        quiz, storage, time,
    },
    record::{Grade, Interval, Moment},
    stats::{Interviews, Summary},
    text::Lang,
    view::{self, Bar, Column, Line, Paper, Role, Table},
};

fn column(lang: Lang, head: Head) -> Column {
    Column::new(words::column(lang, head))
}

/// A deck in a list.
pub struct Deck<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// How many cards it has.
    pub cards: usize,
    /// How many of them were never asked.
    pub new: usize,
    /// How many are due.
    pub due: usize,
}

/// The decks.
pub fn decks(lang: Lang, paper: &Paper, decks: &[Deck]) -> Vec<Line> {
    let mut table = Table::new([
        column(lang, Head::Deck),
        column(lang, Head::Title).truncating(10),
        column(lang, Head::Cards).right(),
        column(lang, Head::New).right(),
        column(lang, Head::Due).right(),
    ]);
    for deck in decks {
        table.row([
            Line::of(Role::Literal, deck.id),
            Line::plain(deck.title),
            Line::plain(deck.cards.to_string()),
            Line::plain(deck.new.to_string()),
            Line::of(Role::Due, deck.due.to_string()),
        ]);
    }
    table.draw(paper)
}

/// The experiments: the name and the title of each.
pub fn experiments(lang: Lang, paper: &Paper, experiments: &[(String, &str)]) -> Vec<Line> {
    let heads = [column(lang, Head::Experiment), column(lang, Head::Title).truncating(10)];
    let mut table = Table::new(heads);
    for (name, title) in experiments {
        table.row([Line::of(Role::Literal, name.as_str()), Line::plain(*title)]);
    }
    table.draw(paper)
}

/// When a card is asked again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// Not until it is resumed.
    Suspended,
    /// It was never asked.
    New,
    /// In so many study days; negative when it is late.
    In(i64),
    /// In so many study days, because an interview put it there; negative when it waits since then.
    Wanted(i64),
}

/// When a card is asked again, in words.
pub fn when(lang: Lang, when: When) -> Line {
    match when {
        When::Suspended => Line::of(Role::Muted, words::suspended_card(lang)),
        When::New => Line::of(Role::New, words::new_card(lang)),
        When::In(days @ ..=0) => Line::of(Role::Due, time::due_in(lang, days)),
        When::In(days) => Line::plain(time::due_in(lang, days)),
        When::Wanted(days @ ..=0) => Line::of(Role::Due, words::wanted_in(lang, days)),
        When::Wanted(days) => Line::plain(words::wanted_in(lang, days)),
    }
}

/// A card in a list.
pub struct Card<'a> {
    /// The shortest name that means it.
    pub name: String,
    /// Its kind, by its name in a deck.
    pub kind: &'static str,
    /// When it is asked again.
    pub when: When,
    /// Its question.
    pub question: &'a str,
}

/// The cards.
pub fn cards(lang: Lang, paper: &Paper, cards: &[Card]) -> Vec<Line> {
    let mut table = Table::new([
        column(lang, Head::Card).truncating(16),
        column(lang, Head::Kind).droppable(2),
        column(lang, Head::NextDue),
        column(lang, Head::Question).truncating(16).droppable(1),
    ]);
    for card in cards {
        table.row([
            Line::of(Role::Literal, &card.name),
            Line::of(Role::Muted, words::kind(lang, card.kind)),
            when(lang, card.when),
            Line::plain(card.question.lines().next().unwrap_or_default()),
        ]);
    }
    table.draw(paper)
}

/// A card that was asked before or is wanted, in the list of what is due.
pub struct Due {
    /// The shortest name that means it.
    pub name: String,
    /// When it is asked.
    pub when: When,
    /// The probability that it is recalled now, 0 to 1; None for a new card.
    pub recall: Option<f32>,
}

/// What is due and when, and how many new cards wait.
pub fn due(lang: Lang, paper: &Paper, cards: &[Due], new: usize) -> Vec<Line> {
    let mut table = Table::new([
        column(lang, Head::NextDue),
        column(lang, Head::Card).truncating(16),
        column(lang, Head::Recall).right(),
    ]);
    for card in cards {
        table.row([
            when(lang, card.when),
            Line::of(Role::Literal, &card.name),
            Line::plain(card.recall.map_or("-".to_owned(), |it| format!("{:.0}%", it * 100.0))),
        ]);
    }
    let mut lines = table.draw(paper);
    if lines.is_empty() {
        lines.push(Line::plain(words::nothing_due(lang)));
    }
    if new > 0 {
        lines.push(Line::of(Role::New, words::and_new(lang, new)));
    }
    lines
}

/// An event in a list.
pub struct Event {
    /// When it happened.
    pub at: Moment,
    /// The card that it is about; None where the list is about one card.
    pub card: Option<String>,
    /// What happened.
    pub what: String,
    /// Whether it was undone.
    pub undone: bool,
    /// The interval that it gave.
    pub next: Option<Interval>,
    /// How long the answer took.
    pub milliseconds: Option<u32>,
    /// The answer as typed.
    pub answer: String,
}

/// Events, with a column for their cards if `with_card`.
pub fn events(lang: Lang, paper: &Paper, events: &[Event], with_card: bool) -> Vec<Line> {
    if events.is_empty() {
        return vec![Line::plain(words::empty_log(lang))];
    }
    let mut columns = vec![column(lang, Head::When).droppable(3)];
    if with_card {
        columns.push(column(lang, Head::Card).truncating(12));
    }
    columns.push(column(lang, Head::What).wrapping(14));
    columns.push(column(lang, Head::Next).droppable(2));
    columns.push(column(lang, Head::Time).right().droppable(1));
    columns.push(column(lang, Head::Answer).truncating(12).droppable(0));
    let mut table = Table::new(columns);
    for event in events {
        let mut what = Line::plain(&*event.what);
        if event.undone {
            what.push(Role::Muted, format!(" ({})", words::undone_mark(lang)));
        }
        let mut row =
            vec![Line::of(Role::Muted, event.at.local().format("%m-%d %H:%M").to_string())];
        if with_card {
            row.push(Line::of(Role::Literal, event.card.as_deref().unwrap_or_default()));
        }
        let spent = event.milliseconds.map(|spent| view::elapsed(spent.into()));
        let next = event.next.map(|next| time::interval(lang, next));
        row.push(what);
        row.push(Line::plain(next.unwrap_or_default()));
        row.push(Line::plain(spent.unwrap_or_default()));
        let words: Vec<&str> = event.answer.split_whitespace().collect();
        row.push(Line::of(Role::Quote, words.join(" ")));
        table.row(row);
    }
    table.draw(paper)
}

/// The figures of the record.
pub struct Figures<'a> {
    /// What the log amounts to.
    pub summary: &'a Summary,
    /// What the interviews amount to.
    pub interviews: &'a Interviews,
    /// Cards asked at least once.
    pub seen: usize,
    /// Cards of the library.
    pub cards: usize,
    /// The desired retention.
    pub aim: f32,
    /// Cards due on each of the coming days.
    pub forecast: &'a [u32],
}

/// The figures.
pub fn figures(lang: Lang, paper: &Paper, figures: &Figures) -> Vec<Line> {
    let heads = words::stats(lang);
    let summary = figures.summary;
    let mut table = Table::new([Column::new(""), Column::new("").wrapping(12)]);
    let mut row = |head: &str, value: String| {
        table.row([Line::of(Role::Strong, head), Line::plain(value)]);
    };
    row(heads.seen, format!("{} / {}", figures.seen, figures.cards));
    row(heads.reviews, summary.reviews.to_string());
    if summary.reviews > 0 {
        let grades = Grade::ALL.into_iter().zip(summary.grades);
        let grades: Vec<String> =
            grades.map(|(grade, count)| format!("{} {count}", quiz::grade(lang, grade))).collect();
        row(heads.grades, grades.join("   "));
        row(heads.days, summary.days.to_string());
        row(heads.time, time::minutes(lang, summary.milliseconds / 1000));
    }
    if let (asked @ 1.., recalled) = summary.recall {
        let share = recalled as f64 / asked as f64 * 100.0;
        let aim = format!("{} {:.0}%", heads.target, figures.aim * 100.0);
        row(heads.retention, format!("{share:.0}% ({recalled} / {asked})   {aim}"));
    }
    if let (made @ 1.., right) = summary.predictions {
        row(heads.predictions, words::predictions(lang, made, right));
    }
    let Interviews { held, known, new, .. } = figures.interviews;
    if *held > 0 {
        row(heads.interviews, words::interviews_held(lang, *held));
    }
    for (head, roots) in [(heads.known, known), (heads.new, new)] {
        if let Some(share) = roots.share() {
            let found = (roots.found, roots.core, share);
            row(head, words::first_answers(lang, roots.asked, roots.predicted(), found));
        }
    }
    let mut lines = table.draw(paper);
    if figures.forecast.iter().any(|due| *due > 0) {
        lines.push(Line::new());
        lines.push(Line::of(Role::Strong, heads.forecast));
        let days = figures.forecast.iter().zip(0..);
        let bars: Vec<Bar> =
            days.map(|(due, at)| Bar::count(Line::plain(time::due_in(lang, at)), *due)).collect();
        lines.extend(view::bars(paper, 2, None, &bars));
    }
    lines
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

/// A backup in a list.
pub struct Backup<'a> {
    /// Its name.
    pub name: &'a str,
    /// When it was made.
    pub at: Moment,
    /// The events in it; None if it cannot be read.
    pub events: Option<u64>,
    /// Its size.
    pub bytes: u64,
}

/// The backups.
pub fn backups(lang: Lang, paper: &Paper, backups: &[Backup]) -> Vec<Line> {
    if backups.is_empty() {
        return paper.paragraphs(Role::Plain, storage::no_backups(lang), 0);
    }
    let mut table = Table::new([
        column(lang, Head::Backup),
        column(lang, Head::When).droppable(1),
        column(lang, Head::Events).right(),
        column(lang, Head::Size).right().droppable(0),
    ]);
    for backup in backups {
        table.row([
            Line::of(Role::Literal, backup.name),
            Line::of(Role::Muted, backup.at.local().format("%Y-%m-%d %H:%M").to_string()),
            Line::plain(backup.events.map_or_else(|| "?".to_owned(), |events| events.to_string())),
            Line::of(Role::Muted, format!("{} KiB", backup.bytes.div_ceil(1024))),
        ]);
    }
    table.draw(paper)
}
