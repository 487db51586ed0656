//! A mock interview on the screen: its questions, the report, the transcript.
//!
//! Invariant: words in quotation marks are the person's own, or a sentence to say next time under its
//! head; no line is wider than the paper. It must not know the time of day, or how a score is made.

mod chart;
mod compare;
mod host;
mod html;
mod markdown;
#[cfg(test)]
mod tests;
mod told;

pub use compare::compare;
pub use host::{listen, prompt as heard_prompt};
pub use html::html;
pub use markdown::markdown;

use crate::{
    deck::Library,
    message::{grading, interview as words, interviewer as keys, quiz},
    record::interview::is_late,
    session::interview::{Interview, Report},
    text::Lang,
    view::{
        self, Align, Column, Glyphs, Line, Paper, Role, Table,
        card::{is_compact, quoted},
    },
};

/// A report with what its forms tell beside it.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The language of the words.
    pub lang: Lang,
    /// The day and time, in words.
    pub when: &'a str,
    /// The report.
    pub report: &'a Report,
    /// The interview that it is about.
    pub interview: &'a Interview,
    /// The decks of its cards.
    pub library: &'a Library,
    /// The (score, rating) of the interviews before, the oldest first.
    pub history: &'a [(u32, Option<u8>)],
}

/// What the interviewer asks: `[2/3]  면접관   스레드 동기화가 무엇이고 ...`; a follow-up question has
/// no number.
pub fn question(
    lang: Lang,
    paper: &Paper,
    number: usize,
    of: usize,
    question: &str,
    follow_up: bool,
) -> Vec<Line> {
    let measure = paper.measure();
    let question: Vec<&str> = question.split_whitespace().collect();
    let question = question.join(" ");
    let who = words::interviewer(lang);
    if paper.accessible {
        let what = match follow_up {
            true => words::follow_up(lang).to_owned(),
            false => words::question_of(lang, number, of),
        };
        let line = Line::of(Role::Muted, format!("{what}, {who}: ")).with(Role::Strong, question);
        return line.wrap_in(measure, paper.width, 2);
    }
    let place = format!("[{number}/{of}]");
    let place_width = measure.width(&place) + 2;
    let place = if follow_up { String::new() } else { place };
    let head = Line::of(Role::Muted, place).pad(measure, place_width, Align::Left);
    let line = if is_compact(paper) {
        if follow_up { head.with(Role::Muted, words::follow_up(lang)).space(2) } else { head }
    } else {
        head.with(Role::Muted, who).space(3)
    };
    let hanging = if is_compact(paper) { place_width } else { line.width_in(measure) };
    line.with(Role::Strong, question).wrap_in(measure, paper.width, hanging)
}

/// How long an answer has taken of its limit, at the right of the paper, with a warning past it.
pub fn elapsed(lang: Lang, paper: &Paper, milliseconds: u32, limit: u32) -> Line {
    let time = told::time(milliseconds, limit);
    let line = match told::late(lang, milliseconds, limit) {
        Some(late) => Line::of(Role::Warning, late).space(3).with(Role::Warning, time),
        None => Line::of(Role::Muted, time),
    };
    let width = if paper.accessible { 0 } else { paper.width.min(80) };
    line.pad(paper.measure(), width, Align::Right)
}

/// The report on the screen.
pub fn report(paper: &Paper, sheet: &Sheet) -> Vec<Line> {
    let Sheet { lang, when, report, library, history, .. } = *sheet;
    let head = [
        Line::of(Role::Heading, words::title(lang)),
        Line::of(Role::Muted, when),
        Line::plain(words::counts(lang, report.rows.len(), report.follow_ups)),
        Line::plain(words::spent(lang, report.milliseconds)),
    ];
    let mut lines = flow(paper, 0, 2, head, 3);
    if let Some(early) = words::ended_early(lang, report.ended) {
        lines.extend(paper.paragraphs(Role::Muted, early, indent(paper)));
    }
    if report.rows.is_empty() {
        lines.extend(paper.paragraphs(Role::Plain, words::nothing(lang), indent(paper)));
        return lines;
    }
    lines.extend(rows(lang, paper, report, library));
    let ascii = paper.glyphs == Glyphs::Ascii;
    let terms = words::arithmetic(lang, &report.score, ascii);
    let terms = terms.into_iter().map(|term| Line::of(Role::Strong, term));
    lines.extend(flow(paper, indent(paper), 4, terms, 1));
    for note in told::half_means(lang, report).into_iter().chain([words::limits(lang)]) {
        lines.extend(paper.paragraphs(Role::Muted, note, indent(paper)));
    }
    lines.extend(topics(lang, paper, report, library));
    lines.extend(strengths(lang, paper, report));
    lines.extend(fixes(lang, paper, report, library));
    if let Some(told) = told::calibration(lang, report, history) {
        lines.extend(paper.paragraphs(Role::Plain, told, 0));
    }
    lines
}

/// A row for each root; where they do not fit, a paragraph for each.
fn rows(lang: Lang, paper: &Paper, report: &Report, library: &Library) -> Vec<Line> {
    let heads = words::heads(lang);
    let figures = [heads.core, heads.rest, heads.tails, heads.traps, heads.first];
    let columns = [Column::new(""), Column::new(heads.question).wrapping(26)];
    let figure_columns = figures.map(|head| Column::new(head).right());
    let mut table = Table::new(columns.into_iter().chain(figure_columns)).indent(indent(paper));
    let mut narrow = Vec::new();
    for (at, row) in report.rows.iter().enumerate() {
        let number = Line::of(Role::Key, (at + 1).to_string());
        let mut question = Line::plain(told::question(lang, library, &row.card));
        for note in told::notes(lang, row) {
            question = question.space(1).with(Role::Muted, format!("({note})"));
        }
        let late = is_late(row.milliseconds, row.limit);
        let traps = row.traps.0 + row.traps.1 > 0;
        let roles = [
            Role::Plain,
            Role::Plain,
            Role::Plain,
            if traps { Role::Wrong } else { Role::Plain },
            if late { Role::Warning } else { Role::Plain },
        ];
        let cells = roles.into_iter().zip(told::cells(row)).map(|(role, it)| Line::of(role, it));
        let cells: Vec<Line> = cells.collect();
        let line = number.clone().space(2).then(question.clone());
        narrow.extend(line.wrap_in(paper.measure(), paper.width, 3));
        let named = figures.iter().zip(&cells);
        let named = named.map(|(head, it)| Line::of(Role::Muted, *head).space(1).then(it.clone()));
        narrow.extend(flow(paper, 3, 0, named, 3));
        let number = match paper.accessible {
            true => Line::of(Role::Key, words::numbered(lang, at + 1)),
            false => number,
        };
        table.row([number, question].into_iter().chain(cells));
    }
    if paper.accessible || table.fits(paper) { table.draw(paper) } else { narrow }
}

/// A bar for each topic.
fn topics(lang: Lang, paper: &Paper, report: &Report, library: &Library) -> Vec<Line> {
    let bars = report.topics.iter().map(|topic| {
        let (title, found) = (told::topic(lang, library, topic), told::found(topic.points));
        view::Bar::new(title, found, told::fraction(topic.points))
    });
    let mut lines = vec![Line::of(Role::Heading, words::topics(lang))];
    lines.extend(view::bars(paper, indent(paper), Some(1.0), &bars.collect::<Vec<_>>()));
    lines
}

fn strengths(lang: Lang, paper: &Paper, report: &Report) -> Vec<Line> {
    let told = told::strengths(lang, report);
    if told.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::of(Role::Heading, words::strengths(lang))];
    for good in told {
        let quote = good.quote.map(|quote| quoted(paper, &quote.into(), usize::MAX));
        let text = match good.question {
            Some(question) => format!("{question}: {}", good.text),
            None => good.text,
        };
        let items = quote.into_iter().chain([Line::plain(text)]);
        lines.extend(flow(paper, indent(paper), 2, items, 2));
    }
    lines
}

fn fixes(lang: Lang, paper: &Paper, report: &Report, library: &Library) -> Vec<Line> {
    let told = told::fixes(lang, report, library);
    if told.is_empty() {
        return paper.paragraphs(Role::Plain, told::no_fixes(lang, report), 0);
    }
    let measure = paper.measure();
    let mut lines = vec![Line::of(Role::Heading, words::fixes(lang))];
    let start = if paper.accessible { 2 } else { indent(paper) + 3 };
    let heads = [words::next_time(lang), words::try_it(lang)];
    let head_width = heads.map(|head| measure.width(head)).into_iter().max().unwrap_or(0) + 2;
    for (at, bad) in told.into_iter().enumerate() {
        let gap = if paper.accessible { ". " } else { "  " };
        let number = Line::of(Role::Key, (at + 1).to_string()).with(Role::Plain, gap);
        let point = bad.point.map(|point| Line::of(Role::Strong, point));
        let quote = bad.quote.map(|quote| quoted(paper, &quote.into(), usize::MAX));
        let mut items = point.into_iter().chain(quote).chain([Line::plain(bad.text)]);
        let first = number.then(items.next().unwrap_or_default());
        let hanging = start - indent(paper);
        lines.extend(flow(paper, indent(paper), hanging, [first].into_iter().chain(items), 2));
        let say = bad.say.map(|say| quoted(paper, &say.into(), usize::MAX));
        let run = bad.run.map(|run| Line::of(Role::Literal, format!("lab run {run}")));
        for (head, value) in heads.into_iter().zip([say, run]) {
            let Some(value) = value else { continue };
            let head = match paper.accessible {
                true => Line::of(Role::Muted, format!("{head}: ")),
                false => Line::of(Role::Muted, head).pad(measure, head_width, Align::Left),
            };
            let line = head.then(value).indented(start);
            let beside = !is_compact(paper) && !paper.accessible;
            let hanging = start + if beside { head_width } else { 2 };
            lines.extend(line.wrap_in(measure, paper.width, hanging));
        }
    }
    lines
}

/// The keys after the report, where `missed` cards can be put into tomorrow's quiz: what stands above
/// the prompt because it does not fit beside the other keys, and the prompt.
pub fn after_keys(lang: Lang, paper: &Paper, missed: usize) -> (Vec<Line>, String) {
    let keys = keys::after_keys(lang);
    if missed == 0 {
        return (Vec::new(), keys.to_owned());
    }
    let missed = keys::missed_key(lang, missed);
    let both = format!("{missed}   {keys}");
    // Something is typed after it.
    match paper.measure().width(&both) < paper.width {
        true => (Vec::new(), both),
        false => (paper.paragraphs(Role::Plain, missed, 0), keys.to_owned()),
    }
}

/// Each question, why it was asked, the answer as typed, and what was found in it.
pub fn transcript(
    lang: Lang,
    paper: &Paper,
    interview: &Interview,
    library: &Library,
) -> Vec<Line> {
    let mut lines = vec![Line::of(Role::Heading, words::transcript(lang))];
    let mut place = (0, 0);
    let exchanges = told::exchanges(lang, interview, library);
    let not_found = told::not_found(&exchanges);
    for exchange in exchanges {
        place = exchange.number.unwrap_or(place);
        let follow_up = exchange.number.is_none();
        lines.push(Line::new());
        lines.extend(question(lang, paper, place.0, place.1, &exchange.question, follow_up));
        lines.extend(paper.paragraphs(Role::Muted, exchange.why, indent(paper)));
        for text in exchange.answer.unwrap_or_default().trim_end().lines() {
            let line = Line::of(Role::Muted, "> ").with(Role::Quote, text);
            lines.extend(line.wrap_in(paper.measure(), paper.width, 2));
        }
        let marks = exchange.marks.into_iter().map(|(role, mark)| Line::of(role, mark));
        let time = std::iter::once(Line::of(Role::Muted, exchange.time));
        lines.extend(flow(paper, indent(paper), 2, time.chain(marks), 3));
        lines.extend(verdicts(lang, paper, &exchange.verdicts));
    }
    if not_found {
        lines.push(Line::new());
        lines.extend(paper.paragraphs(Role::Muted, grading::not_found_means(lang), 0));
    }
    lines
}

fn verdicts(lang: Lang, paper: &Paper, verdicts: &[told::Verdict]) -> Vec<Line> {
    let [mark, core, text, quote] = [(); 4].map(|()| Column::new(""));
    let mut table =
        Table::new([mark, core, text.wrapping(16), quote.truncating(16).at_most(28).droppable(0)])
            .indent(indent(paper));
    for verdict in verdicts {
        let glyph = match verdict.role {
            Role::Right => paper.glyphs.right(),
            Role::Partial => paper.glyphs.partly(),
            Role::Wrong => paper.glyphs.wrong(),
            _ => " ",
        };
        let (word, core) = match paper.accessible {
            true => (verdict.word.to_owned(), quiz::core(lang)),
            false => (format!("{glyph} {}", verdict.word), paper.glyphs.core()),
        };
        let quote = verdict.quote.as_ref();
        table.row([
            Line::of(verdict.role, word),
            if verdict.core { Line::of(Role::Strong, core) } else { Line::new() },
            Line::plain(&verdict.text),
            quote.map(|it| quoted(paper, &it.into(), usize::MAX)).unwrap_or_default(),
        ]);
    }
    table.draw(paper)
}

/// An interview in a list: when, score, questions, own rating.
pub fn entry(lang: Lang, paper: &Paper, when: &str, report: &Report) -> Line {
    let mut line = Line::of(Role::Muted, when)
        .space(3)
        .with(Role::Strong, words::points(lang, report.score.total))
        .space(3)
        .with(Role::Plain, words::counts(lang, report.rows.len(), report.follow_ups));
    if let Some(rating) = report.rating {
        line = line.space(3).with(Role::Plain, words::rated(lang, rating));
    }
    line.truncate(paper.measure(), paper.width, paper.glyphs)
}

/// Items beside each other, lines breaking between them; an item too wide wraps.
fn flow(
    paper: &Paper,
    indent: usize,
    hanging: usize,
    items: impl IntoIterator<Item = Line>,
    gap: usize,
) -> Vec<Line> {
    let measure = paper.measure();
    let mut lines: Vec<Line> = Vec::new();
    for item in items {
        let wide = item.width_in(measure);
        match lines.last_mut() {
            Some(line) if line.width_in(measure) + gap + wide <= paper.width => {
                line.append(item.indented(gap));
            }
            last => {
                let start = if last.is_none() { indent } else { indent + hanging };
                let more = item.indented(start).wrap_in(measure, paper.width, indent + hanging);
                lines.extend(more);
            }
        }
    }
    lines
}

fn indent(paper: &Paper) -> usize {
    if paper.accessible || is_compact(paper) { 0 } else { 2 }
}
