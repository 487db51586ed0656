//! What the interviewer has before them while the candidate speaks: what to listen for.
//!
//! Invariant: every point and misconception of the card stands there with the key that notes it, and a
//! card of usual length leaves room for its question on 80 × 24. It must not know what was heard.

use crate::{
    deck::Explain,
    message::{interviewer as words, quiz},
    session::letter,
    text::{Lang, Text},
    view::{Line, Paper, Role, ticking::letters},
};

use super::indent;

/// The lines that the question, why it comes and the prompt leave of a screen.
const ROOM: usize = 18;

/// The points with their letters, core ones marked, and the misconceptions with their digits; under
/// each point, where there is room for all, the follow-up question about it. Without room they are left
/// out, since the question that an answer calls for comes by itself.
pub fn listen(lang: Lang, paper: &Paper, card: &Explain) -> Vec<Line> {
    let whole = listed(lang, paper, card, true);
    if whole.len() <= ROOM { whole } else { listed(lang, paper, card, false) }
}

fn listed(lang: Lang, paper: &Paper, card: &Explain, probes: bool) -> Vec<Line> {
    let heads = words::listening(lang);
    let mut lines = Vec::new();
    if !card.points.is_empty() {
        let mut head = Line::of(Role::Heading, heads.points);
        if card.points.iter().any(|point| point.core) && !paper.accessible {
            head = head.space(3).with(Role::Muted, quiz::star(lang));
        }
        lines.push(head);
    }
    for (at, point) in card.points.iter().enumerate() {
        let key = letter(at).unwrap_or('?');
        let probe = point.probe.as_ref().filter(|_| probes);
        lines.extend(row(lang, paper, key, point.core, &point.text, probe));
    }
    if !card.traps.is_empty() {
        lines.push(Line::of(Role::Heading, heads.traps));
    }
    for (key, trap) in ('1'..='9').zip(&card.traps) {
        lines.extend(row(lang, paper, key, false, &trap.text, None));
    }
    lines
}

fn row(
    lang: Lang,
    paper: &Paper,
    key: char,
    core: bool,
    text: &Text,
    probe: Option<&Text>,
) -> Vec<Line> {
    let (measure, indent) = (paper.measure(), indent(paper));
    let start = if paper.accessible { 0 } else { indent + 5 };
    let head = Line::of(Role::Key, key.to_string());
    let head = match (paper.accessible, core) {
        (true, true) => head.with(Role::Plain, format!(": {}. ", quiz::core(lang))),
        (true, false) => head.with(Role::Plain, ": "),
        (false, _) => {
            let star = if core { paper.glyphs.core() } else { " " };
            head.space(1).with(Role::Strong, star).space(2).indented(indent)
        }
    };
    let line = head.with(Role::Plain, text.get(lang).trim());
    let mut lines = line.wrap_in(measure, paper.width, start);
    if let Some(probe) = probe {
        let word = words::listening(lang).probe;
        let line = Line::of(Role::Muted, format!("{word}: {}", probe.get(lang).trim()));
        lines.extend(line.indented(start).wrap_in(measure, paper.width, start));
    }
    lines
}

/// The prompt for what was heard in an answer to this card: `heard (a-f 1-2)> `.
pub fn prompt(lang: Lang, card: Option<&Explain>) -> String {
    let (points, traps) = card.map_or((0, 0), |it| (it.points.len(), it.traps.len()));
    let digits = match traps.min(9) {
        0 => String::new(),
        1 => " 1".to_owned(),
        last => format!(" 1-{last}"),
    };
    words::heard_prompt(lang, format!("{}{digits}", letters(points)).trim())
}
