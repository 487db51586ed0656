//! The report on an answer in sentences: what was found of each point, misconceptions, what the
//! model answer says where points were missed, the proposed grade.
//!
//! Invariant: words in quotation marks are the person's own, or those of the model answer under its
//! head. It must not know how the answer came in, or what follows from the grade.

use crate::{
    answer::{Proposal, Report, Status},
    deck::Explain,
    message::{grading as words, quiz},
    session::letter,
    text::{Lang, Shown, Span},
    view::{
        Line, Paper, Role,
        card::{self, Point},
    },
};

/// What stands between two pieces of a quote.
const GAP: &str = " .. ";

/// The most columns of the words between two pieces that are quoted, too.
const SHORT: usize = 8;

/// The rows of points: verdict, text and quote of each.
pub fn coverage(
    paper: &Paper,
    lang: Lang,
    card: &Explain,
    report: &Report,
    answer: &str,
) -> Vec<Line> {
    let points = card.points.iter().zip(&report.points).enumerate();
    let rows: Vec<Point> = points
        .map(|(at, (point, verdict))| Point {
            letter: letter(at).unwrap_or('?'),
            core: point.core,
            mark: (role(verdict.status), words::verdict(lang, verdict.status).into()),
            text: point.text.get(lang).into(),
            quote: quote(paper, answer, &verdict.spans),
        })
        .collect();
    card::points(paper, &rows, quiz::core(lang))
}

/// The misconceptions of an answer: each with its quote and what is true instead. In the quiz,
/// letters stand before them, after those of the points, that take them back.
pub fn misconceptions(
    paper: &Paper,
    lang: Lang,
    card: &Explain,
    report: &Report,
    answer: &str,
    lettered: bool,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, fallen) in report.traps.iter().enumerate() {
        let Some(trap) = card.traps.get(fallen.trap) else { continue };
        let mut line = Line::of(Role::Wrong, words::misconception(lang));
        if let Some(letter) = letter(card.points.len() + at).filter(|_| lettered) {
            // Where the verdicts stand.
            let gap = if paper.accessible { ", " } else { "    " };
            line = Line::of(Role::Key, letter.to_string()).with(Role::Plain, gap).then(line);
        }
        if let Some(quote) = quote(paper, answer, &fallen.spans) {
            line = line.space(1).then(card::quoted(paper, &quote, usize::MAX));
        }
        lines.extend(line.indented(indent(paper)).wrap_in(
            paper.measure(),
            paper.width,
            indent(paper) + 5,
        ));
        let correction = match &trap.correction {
            Some(correction) => correction.get(lang).to_owned(),
            None => words::not_so(lang, trap.text.get(lang)),
        };
        lines.extend(paper.paragraphs(Role::Plain, correction, indent(paper)));
    }
    lines
}

/// For the points that an answer does not cover: the sentence of the model answer that makes them,
/// as `model`, the report on the model answer, found it.
pub fn missed(
    paper: &Paper,
    lang: Lang,
    report: &Report,
    answer: &str,
    model: &Report,
) -> Vec<Line> {
    let mut sentences: Vec<(String, &str)> = Vec::new();
    for (at, (own, best)) in report.points.iter().zip(&model.points).enumerate() {
        let (Some(first), Some(last)) = (best.spans.first(), best.spans.last()) else { continue };
        if own.status == Status::Covered || best.status != Status::Covered {
            continue;
        }
        let Some(letter) = letter(at) else { continue };
        let sentence = sentence(answer, first.start, last.end);
        match sentences.iter_mut().find(|it| it.1 == sentence) {
            Some((letters, _)) => {
                letters.push(' ');
                letters.push(letter);
            }
            None => sentences.push((letter.to_string(), sentence)),
        }
    }
    if sentences.is_empty() {
        return Vec::new();
    }
    let measure = paper.measure();
    let mut lines = vec![Line::of(Role::Strong, words::in_model(lang)).indented(indent(paper))];
    for (letters, sentence) in sentences {
        let text = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        let (gap, hanging) = match paper.accessible {
            true => (": ", 2),
            false => ("  ", indent(paper) + measure.width(&letters) + 2),
        };
        let line = Line::of(Role::Key, letters).with(Role::Plain, gap).with(Role::Plain, text);
        lines.extend(line.indented(indent(paper)).wrap_in(measure, paper.width, hanging));
    }
    lines
}

/// The whole report outside the quiz. `model` is the model answer with the report on it.
pub fn whole(
    paper: &Paper,
    lang: Lang,
    card: &Explain,
    report: &Report,
    answer: &str,
    model: (&str, &Report),
) -> Vec<Line> {
    let Some(proposal) = card.proposal(report).filter(|_| card.judges()) else {
        return paper.paragraphs(Role::Muted, words::no_patterns(lang), 0);
    };
    let mut lines = Line::of(Role::Strong, words::counts(lang, &proposal, None)).wrap_in(
        paper.measure(),
        paper.width,
        2,
    );
    lines.extend(coverage(paper, lang, card, report, answer));
    if report.lists {
        lines.extend(paper.paragraphs(Role::Warning, words::lists(lang), indent(paper)));
    }
    lines.extend(misconceptions(paper, lang, card, report, answer, false));
    lines.extend(missed(paper, lang, report, model.0, model.1));
    lines.extend(proposed(paper, lang, &proposal));
    if report.points.iter().any(|it| it.status == Status::NotFound) {
        lines.extend(paper.paragraphs(Role::Muted, words::not_found_means(lang), indent(paper)));
    }
    lines
}

/// The proposed grade with its arithmetic.
pub fn proposed(paper: &Paper, lang: Lang, proposal: &Proposal) -> Vec<Line> {
    paper.paragraphs(Role::Strong, words::proposed(lang, proposal), indent(paper))
}

/// A page of help: its head, paragraphs, and lists whose items begin with a stroke or a digit.
pub fn page(paper: &Paper, page: &str) -> Vec<Line> {
    let lines = page.lines().enumerate().flat_map(|(at, text)| {
        let role = if at == 0 { Role::Heading } else { Role::Plain };
        let item = text.starts_with("- ") || text.starts_with(|c: char| c.is_ascii_digit());
        let hanging = if item { 2 } else { 0 };
        Line::of(role, text).wrap_in(paper.measure(), paper.width, hanging)
    });
    lines.collect()
}

fn indent(paper: &Paper) -> usize {
    if paper.accessible || card::is_compact(paper) { 0 } else { 2 }
}

fn role(status: Status) -> Role {
    match status {
        Status::Covered => Role::Right,
        Status::Mentioned => Role::Partial,
        Status::Contradicted => Role::Wrong,
        Status::NotFound => Role::Muted,
    }
}

/// The words of these places, in order. None without any.
pub(super) fn quote(paper: &Paper, answer: &str, spans: &[Span]) -> Option<Shown> {
    let mut quote = String::new();
    let mut before: Option<usize> = None;
    for span in spans {
        let Some(words) = answer.get(span.start..span.end) else { continue };
        let between = before.and_then(|end| answer.get(end..span.start));
        match between {
            None => {}
            Some(short) if paper.measure().width(short) <= SHORT => quote.push_str(short),
            Some(_) => quote.push_str(GAP),
        }
        quote.push_str(words);
        before = Some(span.end);
    }
    (!quote.trim().is_empty()).then(|| Shown::new(&quote))
}

/// The sentence of `text` that holds these bytes, or the sentences.
fn sentence(text: &str, from: usize, to: usize) -> &str {
    let next = text.chars().skip(1).map(char::is_whitespace).chain([true]);
    let mut ends = text.char_indices().zip(next).filter_map(|((at, c), before_space)| {
        (before_space && matches!(c, '.' | '?' | '!')).then_some(at + c.len_utf8())
    });
    let (mut start, mut end) = (0, text.len());
    for at in ends.by_ref() {
        if at <= from {
            start = at;
        } else if at >= to {
            end = at;
            break;
        }
    }
    text.get(start..end).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_short_gaps() {
        let check = |answer: &str, pieces: &[&str], expect: Option<&str>| {
            let mut from = 0;
            let spans: Vec<Span> = pieces
                .iter()
                .map(|piece| {
                    let start = from + answer[from..].find(piece).unwrap();
                    from = start + piece.len();
                    Span { start, end: from }
                })
                .collect();
            let quote = quote(&Paper::default(), answer, &spans);
            assert_eq!(quote.as_ref().map(Shown::as_str), expect, "{answer}");
        };
        check("각자 독립된 메모리를", &["독립된", "메모리"], Some("독립된 메모리"));
        check(
            "코드랑 힙, 스택까지 같이 씁니다",
            &["코드", "같이 씁니다"],
            Some("코드 .. 같이 씁니다"),
        );
        check("아무것도", &[], None);
        check("\u{1b}[31m스택", &["\u{1b}[31m스택"], Some("␛[31m스택"));
    }

    #[test]
    fn sentences_end_with_a_stop_before_a_space() {
        let check = |text: &str, word: &str, expect: &str| {
            let from = text.find(word).unwrap();
            assert_eq!(sentence(text, from, from + word.len()), expect);
        };
        let text = "Version 2.0 is out. It shares\nthe heap! Really? Yes";
        check(text, "out", "Version 2.0 is out.");
        check(text, "shares", "It shares\nthe heap!");
        check(text, "Yes", "Yes");
        check("스택은 따로. 힙은 같이.", "힙", "힙은 같이.");
        check(text, "out. It", "Version 2.0 is out. It shares\nthe heap!");
        check("", "", "");
    }
}
