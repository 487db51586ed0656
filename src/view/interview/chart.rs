//! The charts of the page: what was found by question, and ratings beside results.
//!
//! Invariant: a chart says in words and figures what its bars and lines say, so colour never stands
//! alone. It must not know who reads it.

use std::fmt::Write;

use crate::{message::interview as words, session::interview::Row, text::Lang};

use super::told;

/// The width of a chart.
const WIDTH: u32 = 640;

/// Where the bars of a chart begin, and how long they are.
#[derive(Clone, Copy)]
struct Scale {
    start: u32,
    long: u32,
}

/// Beside names of columns, and beside titles of topics.
const COLUMNS: Scale = Scale { start: 170, long: 380 };
const TITLES: Scale = Scale { start: 250, long: 310 };

/// The most interviews in a chart.
const MOST: usize = 20;

/// Bars for each root: core points, other points, follow-up questions.
pub(super) fn coverage(lang: Lang, rows: &[Row]) -> String {
    let heads = words::heads(lang);
    let mut body = legend(lang, COLUMNS);
    let mut y = 34;
    for (at, row) in rows.iter().enumerate() {
        let _ = write!(body, "\n<text x=\"0\" y=\"{}\">{}</text>", y + 12, numbered(lang, at));
        let (reached, asked) = row.tails;
        let bars = [
            (heads.core, row.core, told::found(row.core)),
            (heads.rest, row.rest, told::found(row.rest)),
            (heads.tails, (0, reached, asked), words::share(reached, asked)),
        ];
        for (name, points, share) in bars.into_iter().filter(|it| it.1.2 > 0) {
            bar(&mut body, COLUMNS, y, name, points, &share);
            y += 20;
        }
        y += 12;
    }
    drawing(words::page(lang).coverage, y, &body)
}

/// A bar for each topic, by its escaped title.
pub(super) fn topics(
    lang: Lang,
    topics: impl Iterator<Item = (String, (u32, u32, u32))>,
) -> String {
    let mut body = legend(lang, TITLES);
    let mut y = 34;
    for (title, points) in topics {
        bar(&mut body, TITLES, y, &title, points, &told::found(points));
        y += 24;
    }
    drawing(words::topics(lang), y, &body)
}

/// What the two parts of a bar are.
fn legend(lang: Lang, Scale { start, .. }: Scale) -> String {
    format!(
        "<rect class=\"first\" x=\"{start}\" y=\"4\" width=\"12\" height=\"12\"/>\
         <text x=\"{}\" y=\"15\">{}</text>\
         <rect class=\"later\" x=\"{}\" y=\"4\" width=\"12\" height=\"12\"/>\
         <text x=\"{}\" y=\"15\">{}</text>",
        start + 18,
        words::heads(lang).first,
        start + 130,
        start + 148,
        words::follow_up(lang),
    )
}

/// A bar with its name before it and its figure after it.
fn bar(
    body: &mut String,
    Scale { start, long }: Scale,
    y: u32,
    name: &str,
    (first, later, all): (u32, u32, u32),
    share: &str,
) {
    let wide = |n: u32| long * n / all.max(1);
    let (one, two) = (wide(first), wide(first + later) - wide(first));
    let _ = write!(
        body,
        "\n<text class=\"name end\" x=\"{}\" y=\"{}\">{name}</text>\
         <rect class=\"track\" x=\"{start}\" y=\"{y}\" width=\"{long}\" height=\"14\"/>\
         <rect class=\"first\" x=\"{start}\" y=\"{y}\" width=\"{one}\" height=\"14\"/>\
         <rect class=\"later\" x=\"{}\" y=\"{y}\" width=\"{two}\" height=\"14\"/>\
         <text x=\"{}\" y=\"{}\">{share}</text>",
        start - 10,
        y + 12,
        start + one,
        start + long + 10,
        y + 12,
    );
}

fn numbered(lang: Lang, at: usize) -> String {
    words::numbered(lang, at + 1)
}

/// Lines of results and own ratings over interviews, the last of which is this one.
pub(super) fn ratings(lang: Lang, all: &[(u32, Option<u8>)]) -> String {
    let names = words::page(lang);
    let all = &all[all.len().saturating_sub(MOST)..];
    let mut body = String::new();
    let (left, right, top, high) = (40, WIDTH - 40, 34, 160);
    let y = |value: u32| top + high - high * value.min(100) / 100;
    let steps = u32::try_from(all.len().saturating_sub(1)).unwrap_or(1).max(1);
    let x = |at: u32| left + 20 + (right - left - 40) * at / steps;
    let _ = write!(
        body,
        "<circle class=\"dot\" cx=\"{}\" cy=\"11\" r=\"5\"/><text x=\"{}\" y=\"15\">{}</text>\
         <circle class=\"ring\" cx=\"{}\" cy=\"11\" r=\"5\"/><text x=\"{}\" y=\"15\">{}</text>",
        left + 6,
        left + 18,
        names.score,
        left + 126,
        left + 138,
        names.rating,
    );
    for value in [0, 50, 100] {
        let at = y(value);
        let _ = write!(
            body,
            "\n<path class=\"grid\" d=\"M{left} {at}H{right}\"/>\
             <text class=\"axis end\" x=\"{}\" y=\"{}\">{value}</text>",
            left - 8,
            at + 4,
        );
    }
    let scores = all.iter().zip(0..).map(|((score, _), at)| (at, *score));
    let rated = all.iter().zip(0..).filter_map(|((_, own), at)| Some((at, u32::from((*own)?))));
    let path = |points: &[(u32, u32)]| {
        let points = points.iter().map(|(at, value)| format!("{} {}", x(*at), y(*value)));
        points.collect::<Vec<_>>().join(" ")
    };
    let (scores, rated): (Vec<_>, Vec<_>) = (scores.collect(), rated.collect());
    let _ = write!(body, "\n<polyline class=\"own\" points=\"{}\"/>", path(&rated));
    let _ = write!(body, "\n<polyline class=\"line\" points=\"{}\"/>", path(&scores));
    for (at, own) in &rated {
        let (x, y) = (x(*at), y(*own));
        let _ = write!(
            body,
            "\n<circle class=\"ring\" cx=\"{x}\" cy=\"{y}\" r=\"5\"><title>{} {own}</title></circle>",
            names.rating
        );
    }
    for (at, score) in &scores {
        let (x, y) = (x(*at), y(*score));
        let _ = write!(
            body,
            "\n<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"5\"><title>{} {score}</title></circle>",
            names.score
        );
        // The figures stand where both lines leave room: the higher above, the lower below.
        let own = rated.iter().find(|it| it.0 == *at).map(|it| it.1);
        let above = own.is_none_or(|own| own <= *score);
        let label = if above { y - 10 } else { y + 20 };
        let _ = write!(body, "<text class=\"mid\" x=\"{x}\" y=\"{label}\">{score}</text>");
        if let Some(own) = own.filter(|own| own != score) {
            let y = top + high - high * own.min(100) / 100;
            let label = if above { y + 20 } else { y - 10 };
            let _ = write!(body, "<text class=\"mid name\" x=\"{x}\" y=\"{label}\">{own}</text>");
        }
    }
    let last = x(u32::try_from(all.len().saturating_sub(1)).unwrap_or(0));
    let bottom = top + high + 38;
    let _ = write!(
        body,
        "\n<text class=\"axis mid\" x=\"{last}\" y=\"{bottom}\">{}</text>",
        names.this
    );
    drawing(names.ratings, bottom + 10, &body)
}

fn drawing(title: &str, height: u32, body: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">\
         <title>{title}</title>\n{body}\n</svg>"
    )
}
