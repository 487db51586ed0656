//! Findings for people and for programs: an excerpt with a caret, one line, or JSON.
//!
//! Only this file knows annotate-snippets. Invariant: whatever the file holds, what is returned
//! moves no cursor, and the caret stands under the characters it is about, also after Hangul. It
//! must not know where findings come from.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{
    deck::Finding,
    message,
    text::{Lang, Severity, Shown},
};

/// A file that findings are about.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its path, for messages.
    pub path: &'a str,
    /// Its text, to which the spans belong.
    pub text: &'a str,
}

/// How excerpts are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The language of the messages.
    pub lang: Lang,
    /// The columns of the screen.
    pub width: usize,
    /// Whether there is colour.
    pub colour: bool,
}

/// The finding with its message, the line it is in, and what to do. Ends without a line break.
pub fn excerpt(file: File<'_>, finding: &Finding, style: Style) -> String {
    let Style { lang, width, colour } = style;
    let level = match finding.severity {
        Severity::Error => Level::ERROR.with_name(lang.pick("오류", "error")),
        Severity::Warning => Level::WARNING.with_name(lang.pick("경고", "warning")),
    };
    let message = one_line(&message::deck::problem(lang, &finding.problem));
    let place = place(file.text, finding.span.start);
    let digits = place.line.to_string().len();
    let line = Line::new(file.text, finding, width.saturating_sub(digits + 3).max(20));
    let path = format!("{}:{}:{}", one_line(file.path), place.line, place.column);
    let label = message::deck::label(lang, &finding.problem).map(|it| one_line(&it));
    let annotation = AnnotationKind::Primary.span(line.start..line.end).label(label);
    // The origin is written here, as the excerpt may begin in the middle of a line.
    let snippet =
        Snippet::source(line.text).line_start(place.line).path(path).annotation(annotation);
    let title = level.primary_title(message).id(finding.problem.rule());
    let mut group = title.element(snippet);
    for note in message::deck::notes(lang, &finding.problem, file.path) {
        let room = width.saturating_sub(digits + 5 + note.heading.width()).max(20);
        let text = match note.command {
            true => one_line(&note.text),
            false => wrapped(&note.text, room),
        };
        group = group.element(Level::NOTE.with_name(note.heading).message(text));
    }
    if let Some(help) = message::deck::help(lang, &finding.problem) {
        let level = Level::HELP.with_name(lang.pick("도움말", "help"));
        group = group.element(level.message(one_line(&help)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let drawn = renderer.term_width(width.max(40)).render(&[group]);
    let drawn = without_second_place(&drawn, &place);
    drawn.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// annotate-snippets adds the place in the excerpt to the path, which has the place in the file.
fn without_second_place(drawn: &str, place: &Place) -> String {
    let ours = format!(":{}:{}:", place.line, place.column);
    let origin = drawn.find("--> ").unwrap_or(0);
    let Some(start) = drawn[origin..].find(&ours).map(|it| origin + it + ours.len() - 1) else {
        return drawn.to_owned();
    };
    let rest = &drawn[start..];
    let more = rest.find(|c: char| c != ':' && !c.is_ascii_digit()).unwrap_or(rest.len());
    format!("{}{}", &drawn[..start], &rest[more..])
}

/// `path:line:column: error[rule]: message`, which editors make clickable. Columns are characters
/// from 1.
pub fn short(file: File<'_>, finding: &Finding, lang: Lang) -> String {
    let Place { line, column } = place(file.text, finding.span.start);
    let path = one_line(file.path);
    let (severity, rule) = (severity(finding), finding.problem.rule());
    let message = one_line(&message::deck::problem(lang, &finding.problem));
    format!("{path}:{line}:{column}: {severity}[{rule}]: {message}")
}

/// A finding for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Json<'a> {
    /// The rule's name.
    pub rule: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The message.
    pub message: String,
    /// The file.
    pub path: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
    /// What stands under the marked place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What else there is to know: schedules, commands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

/// The finding as a value for JSON.
pub fn json<'a>(file: File<'a>, finding: &Finding, lang: Lang) -> Json<'a> {
    let Place { line, column } = place(file.text, finding.span.start);
    let notes = message::deck::notes(lang, &finding.problem, file.path);
    Json {
        rule: finding.problem.rule(),
        severity: severity(finding),
        message: message::deck::problem(lang, &finding.problem),
        path: file.path,
        line,
        column,
        start: finding.span.start,
        end: finding.span.end,
        label: message::deck::label(lang, &finding.problem),
        notes: notes.into_iter().map(|it| format!("{}: {}", it.heading, it.text)).collect(),
        help: message::deck::help(lang, &finding.problem),
    }
}

fn severity(finding: &Finding) -> &'static str {
    match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Inert, on lines of so many columns.
fn wrapped(text: &str, width: usize) -> String {
    let lines = super::Line::plain(one_line(text)).wrap(width, 0);
    lines.iter().map(super::Line::text).collect::<Vec<_>>().join("\n")
}

/// Inert, and on one line.
fn one_line(text: &str) -> String {
    Shown::new(text).as_str().replace('\n', " ")
}

/// A place as people and editors count it.
struct Place {
    line: usize,
    column: usize,
}

fn place(text: &str, offset: usize) -> Place {
    let before = &text[..boundary(text, offset)];
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    Place {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// The last character boundary up to a place.
fn boundary(text: &str, place: usize) -> usize {
    (0..=place.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0)
}

/// The most characters around a span that are looked at; a line may have millions.
const MOST: usize = 1_000;

/// One line of a file, inert, short enough for the screen, with the place of the span in it.
struct Line {
    text: String,
    start: usize,
    end: usize,
}

impl Line {
    /// The first line of the finding's span. What belongs to later lines is left out: the message
    /// says what is wrong, the caret where it begins.
    fn new(text: &str, finding: &Finding, width: usize) -> Line {
        let start = boundary(text, finding.span.start);
        let end = boundary(text, finding.span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |it| it + 1);
        let rest = &text[start..];
        let line_end = start + rest.find('\n').unwrap_or(rest.len());
        let before = &text[line_start..start];
        let inside = &text[start..end.min(line_end)];
        let after = &text[end.min(line_end)..line_end];

        let before_cut = last_chars(before, MOST);
        let inside_cut = first_chars(inside, MOST);
        let after_cut = first_chars(after, MOST);
        let mut before_cut_off = before_cut.len() < before.len();
        let mut after_cut_off = inside_cut.len() < inside.len() || after_cut.len() < after.len();
        let [before, inside, after] =
            [before_cut, inside_cut, after_cut].map(|it| Shown::new(it.trim_end_matches('\r')));
        let (before, inside, after) = (before.as_str(), inside.as_str(), after.as_str());

        let whole = before.width() + inside.width() + after.width();
        let (before, inside, after) = if whole <= width && !before_cut_off && !after_cut_off {
            (before, inside, after)
        } else {
            // Two thirds for what comes before and in the span, so that its context is seen.
            let room = width.saturating_sub(2 * ELLIPSIS.len());
            let inside_room = inside.width().min(room * 2 / 3);
            let after_room = after.width().min(room / 3);
            let before =
                last_columns(before, room - inside_room - after_room.min(room - inside_room));
            let inside_fits = first_columns(inside, room - before.0.width());
            let left = room - before.0.width() - inside_fits.0.width();
            let after = if inside_fits.1 { ("", true) } else { first_columns(after, left) };
            before_cut_off |= before.1;
            after_cut_off |= inside_fits.1 || after.1;
            (before.0, inside_fits.0, after.0)
        };
        let lead = if before_cut_off { ELLIPSIS } else { "" };
        let tail = if after_cut_off { ELLIPSIS } else { "" };
        let start = lead.len() + before.len();
        Line {
            text: format!("{lead}{before}{inside}{after}{tail}"),
            start,
            end: start + inside.len(),
        }
    }
}

/// Three dots: one character of ambiguous width would move the caret.
const ELLIPSIS: &str = "...";

fn first_chars(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

fn last_chars(text: &str, most: usize) -> &str {
    text.char_indices().rev().nth(most - 1).map_or(text, |(start, _)| &text[start..])
}

/// The first columns of a text, and whether something was cut off.
fn first_columns(text: &str, most: usize) -> (&str, bool) {
    let mut used = 0;
    for (place, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if most < used {
            return (&text[..place], true);
        }
    }
    (text, false)
}

/// The last columns of a text, and whether something was cut off.
fn last_columns(text: &str, most: usize) -> (&str, bool) {
    let mut used = 0;
    for (place, c) in text.char_indices().rev() {
        used += c.width().unwrap_or(0);
        if most < used {
            return (&text[place + c.len_utf8()..], true);
        }
    }
    (text, false)
}

#[cfg(test)]
mod tests;
