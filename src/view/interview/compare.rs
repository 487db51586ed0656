//! Two interviews beside each other: each part of the score, each topic, and the points of the cards
//! that both asked.
//!
//! Invariant: a share is told as it was counted, so a difference in it can be checked; nothing is said
//! of why it changed. It must not know which interviews were chosen.

use crate::{
    deck::Library,
    message::{comparison as words, grading, interview as names},
    record::CardKey,
    session::interview::{self, Change, Part},
    text::Lang,
    view::{Column, Line, Paper, Role, Table},
};

use super::{Sheet, indent, told};

/// What two interviews differ in, the earlier one first.
pub fn compare(paper: &Paper, before: &Sheet, after: &Sheet) -> Vec<Line> {
    let Sheet { lang, library, .. } = *after;
    let mut lines = vec![Line::of(Role::Heading, words::comparison(lang))];
    lines.extend(figures(paper, before, after));
    let changes = interview::compare(before.interview, after.interview, library);
    if changes.is_empty() {
        lines.extend(paper.paragraphs(Role::Muted, words::nothing_in_common(lang), indent(paper)));
        return lines;
    }
    lines.push(Line::of(Role::Heading, words::asked_in_both(lang)));
    for change in &changes {
        lines.extend(card(lang, paper, library, change));
    }
    lines
}

/// The parts of the score and the topics, a row each.
fn figures(paper: &Paper, before: &Sheet, after: &Sheet) -> Vec<Line> {
    let lang = after.lang;
    let mut table = table(paper, "", before, after);
    let scores = [before, after].map(|it| it.report.score);
    let total = scores.map(|it| f64::from(it.total));
    let points = scores.map(|it| names::points(lang, it.total));
    table.row(row(Line::of(Role::Strong, names::page(lang).score), points, total[1] - total[0]));
    let [then, now] = scores.map(|score| names::parts(lang, &score));
    for name in names::part_names(lang) {
        let part = |all: &[(&str, Part)]| all.iter().find(|it| it.0 == name).map(|it| it.1);
        let pair = [part(&then), part(&now)];
        let pair = pair.map(|it| it.map(|part| (names::share(part.got, part.of), part.share())));
        if pair.iter().any(Option::is_some) {
            table.row(shares(lang, name, pair));
        }
    }
    let traps = scores.map(|score| score.traps.0 + score.traps.1);
    let hints = scores.map(|score| score.hints);
    for (name, pair) in [(grading::misconception(lang), traps), (names::hints(lang), hints)] {
        if pair != [0, 0] {
            let difference = f64::from(pair[1]) - f64::from(pair[0]);
            let mut cells = row(Line::plain(name), pair.map(|it| it.to_string()), difference);
            // More of these is no gain.
            cells[3] = Line::of(role(-difference), signed(difference));
            table.row(cells);
        }
    }
    let mut lines = table.draw(paper);
    let topics = topics(before, after);
    if topics.is_empty() {
        return lines;
    }
    let mut table = self::table(paper, names::page(lang).topic, before, after);
    topics.into_iter().for_each(|(title, pair)| table.row(shares(lang, &title, pair)));
    lines.push(Line::of(Role::Heading, names::topics(lang)));
    lines.extend(table.draw(paper));
    lines
}

/// A table with a column for each interview and one for the change.
fn table(paper: &Paper, head: &str, before: &Sheet, after: &Sheet) -> Table {
    let when = [before.when, after.when].map(|when| Column::new(when).right().wrapping(10));
    let change = Column::new(words::difference(after.lang)).right();
    let columns = [Column::new(head).wrapping(8)].into_iter().chain(when).chain([change]);
    Table::new(columns).indent(indent(paper))
}

/// What was found in a topic in each interview: in words, and as a share from 0 to 1.
type Pair = [Option<(String, f64)>; 2];

/// The topics of either interview.
fn topics(before: &Sheet, after: &Sheet) -> Vec<(String, Pair)> {
    let [then, now] = [before, after].map(|it| &it.report.topics);
    let mut all: Vec<_> = now.iter().collect();
    all.extend(then.iter().filter(|it| now.iter().all(|now| now.id != it.id)));
    let told = all.into_iter().map(|topic| {
        let pair = [then, now].map(|of| {
            let points = of.iter().find(|it| it.id == topic.id)?.points;
            Some((told::found(points), told::fraction(points)))
        });
        (told::topic(after.lang, after.library, topic), pair)
    });
    told.collect()
}

/// A share in each interview, and their difference in percentage points; none where one has no such share.
fn shares(lang: Lang, name: &str, pair: Pair) -> [Line; 4] {
    let difference = match &pair {
        [Some((_, then)), Some((_, now))] => Some(100.0 * (now - then)),
        _ => None,
    };
    let texts = pair.map(|it| it.map_or_else(|| "-".to_owned(), |(text, _)| text));
    match difference {
        Some(difference) => {
            let mut cells = row(Line::plain(name), texts, difference);
            cells[3].push(Role::Muted, words::percentage_points(lang));
            cells
        }
        None => {
            let [then, now] = texts.map(Line::plain);
            [Line::plain(name), then, now, Line::of(Role::Muted, "-")]
        }
    }
}

fn row(name: Line, [then, now]: [String; 2], difference: f64) -> [Line; 4] {
    let difference = Line::of(role(difference), signed(difference));
    [name, Line::plain(then), Line::plain(now), difference]
}

fn signed(difference: f64) -> String {
    let difference = difference.round();
    if difference == 0.0 { "0".to_owned() } else { format!("{difference:+.0}") }
}

fn role(difference: f64) -> Role {
    match difference.round() {
        more if more > 0.0 => Role::Right,
        less if less < 0.0 => Role::Wrong,
        _ => Role::Muted,
    }
}

/// A card and what became of its points and misconceptions.
fn card(lang: Lang, paper: &Paper, library: &Library, change: &Change) -> Vec<Line> {
    let told = words::changes(lang);
    let question = Line::plain(told::question(lang, library, &change.card));
    let start = indent(paper);
    let mut lines = question.indented(start).wrap_in(paper.measure(), paper.width, start);
    let mut table = Table::new([Column::new(""), Column::new("").wrapping(16)]).indent(start + 2);
    type Text = fn(Lang, &Library, &CardKey, &str) -> String;
    let kinds: [(Role, &str, &[Box<str>], Text); 5] = [
        (Role::Right, told.gained, &change.gained, told::point),
        (Role::Wrong, told.lost, &change.lost, told::point),
        (Role::Muted, told.missing, &change.missing, told::point),
        (Role::Right, told.mended, &change.mended, told::trap),
        (Role::Wrong, told.wrong, &change.wrong, told::trap),
    ];
    for (role, name, ids, text) in kinds {
        for id in ids {
            let text = text(lang, library, &change.card, id);
            table.row([Line::of(role, name), Line::plain(text)]);
        }
    }
    if let Some(kept) = words::kept(lang, change.kept.len()) {
        table.row([Line::plain(told.kept), Line::of(Role::Muted, kept)]);
    }
    lines.extend(table.draw(paper));
    lines
}
