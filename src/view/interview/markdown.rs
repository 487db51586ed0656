//! The report of a mock interview with its transcript, as Markdown.
//!
//! Invariant: text of a person or of a deck is escaped, so it is shown as typed and opens no link, no
//! table and no tag. It must not know where the document is kept.

use crate::{
    deck::Library,
    message::{grading, interview as words},
    session::interview::Report,
    text::{Lang, Shown},
    view::{Glyphs, Role, bar},
};

use super::{Sheet, told};

/// The report with its transcript.
pub fn markdown(sheet: &Sheet) -> String {
    let Sheet { lang, when, report, interview, library, history } = *sheet;
    let mut blocks = vec![
        format!("# {}: {}", words::title(lang), words::points(lang, report.score.total)),
        [
            escaped(when),
            words::counts(lang, report.rows.len(), report.follow_ups),
            words::spent(lang, report.milliseconds),
        ]
        .join(", "),
    ];
    blocks.extend(words::ended_early(lang, report.ended).map(str::to_owned));
    if report.rows.is_empty() {
        blocks.push(words::nothing(lang).to_owned());
        return blocks.join("\n\n") + "\n";
    }
    blocks.push(table(lang, report, library));
    blocks.push(format!("**{}**", words::arithmetic(lang, &report.score, false).join(" ")));
    let notes = told::half_means(lang, report).into_iter().chain([words::limits(lang)]);
    blocks.push(notes.collect::<Vec<_>>().join(" "));
    blocks.extend([format!("## {}", words::topics(lang)), topics(lang, report, library)]);
    blocks.extend(strengths(lang, report));
    blocks.extend(fixes(lang, report, library));
    blocks.extend(told::calibration(lang, report, history));
    blocks.push(format!("## {}", words::transcript(lang)));
    let exchanges = told::exchanges(lang, interview, library);
    blocks.extend(exchanges.iter().flat_map(|exchange| exchanged(lang, exchange)));
    if told::not_found(&exchanges) {
        blocks.push(format!("*{}*", grading::not_found_means(lang)));
    }
    blocks.join("\n\n") + "\n"
}

fn table(lang: Lang, report: &Report, library: &Library) -> String {
    let heads = words::heads(lang);
    let mut lines = vec![
        format!(
            "| | {} | {} | {} | {} | {} | {} |",
            heads.question, heads.core, heads.rest, heads.tails, heads.traps, heads.first
        ),
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |".to_owned(),
    ];
    for (at, row) in report.rows.iter().enumerate() {
        let mut question = escaped(&told::question(lang, library, &row.card));
        for note in told::notes(lang, row) {
            question += &format!(" ({note})");
        }
        let cells = told::cells(row).join(" | ");
        lines.push(format!("| {} | {question} | {cells} |", at + 1));
    }
    lines.join("\n")
}

/// A row for each topic, with a bar of ten squares.
fn topics(lang: Lang, report: &Report, library: &Library) -> String {
    let names = words::page(lang);
    let mut lines = vec![
        format!("| {} | {} | |", names.topic, names.reached),
        "| --- | ---: | --- |".to_owned(),
    ];
    for topic in &report.topics {
        let title = escaped(&told::topic(lang, library, topic));
        let (found, fraction) = (told::found(topic.points), told::fraction(topic.points));
        let bar = bar(fraction, 10, Glyphs::Unicode);
        lines.push(format!("| {title} | {found} | {bar} |"));
    }
    lines.join("\n")
}

fn strengths(lang: Lang, report: &Report) -> Vec<String> {
    let told = told::strengths(lang, report).into_iter().map(|good| {
        let question = good.question.map(|it| format!("{it}: ")).unwrap_or_default();
        let quote = good.quote.map(|it| format!("\"{}\" ", escaped(&it))).unwrap_or_default();
        format!("- {quote}{question}{}", good.text)
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return Vec::new();
    }
    vec![format!("## {}", words::strengths(lang)), told.join("\n")]
}

fn fixes(lang: Lang, report: &Report, library: &Library) -> Vec<String> {
    let told = told::fixes(lang, report, library);
    if told.is_empty() {
        return vec![told::no_fixes(lang, report).to_owned()];
    }
    let told = told.into_iter().enumerate().map(|(at, bad)| {
        let point = bad.point.map(|it| format!("**{}** ", escaped(&it))).unwrap_or_default();
        let quote = bad.quote.map(|it| format!("\"{}\" ", escaped(&it))).unwrap_or_default();
        let mut item = format!("{}. {point}{quote}{}", at + 1, bad.text);
        if let Some(say) = bad.say {
            item += &format!("\n   - {}: \"{}\"", words::next_time(lang), escaped(&say));
        }
        if let Some(run) = bad.run {
            item += &format!("\n   - {}: {}", words::try_it(lang), code(&run));
        }
        item
    });
    vec![format!("## {}", words::fixes(lang)), told.collect::<Vec<_>>().join("\n")]
}

fn exchanged(lang: Lang, exchange: &told::Exchange) -> Vec<String> {
    let question = escaped(&exchange.question);
    let mut blocks = vec![match exchange.number {
        Some((number, of)) => format!("### {number}/{of} {question}"),
        None => format!("**{}: {question}**", words::follow_up(lang)),
    }];
    blocks.push(format!("*{}*", exchange.why));
    if let Some(answer) = exchange.answer.filter(|it| !it.trim().is_empty()) {
        blocks.push(quoted(answer));
    }
    let marks = exchange.marks.iter().map(|(_, mark)| mark.as_str());
    blocks.push([exchange.time.as_str()].into_iter().chain(marks).collect::<Vec<_>>().join(", "));
    let verdicts: Vec<String> = exchange.verdicts.iter().map(|it| verdict(lang, it)).collect();
    if !verdicts.is_empty() {
        blocks.push(verdicts.join("\n"));
    }
    blocks
}

fn verdict(lang: Lang, verdict: &told::Verdict) -> String {
    let word = match verdict.role {
        Role::Right => format!("✓ {}", verdict.word),
        Role::Partial => format!("\\~ {}", verdict.word),
        Role::Wrong => format!("✗ {}", verdict.word),
        _ => verdict.word.to_owned(),
    };
    let core = if verdict.core { format!(" ({})", words::heads(lang).core) } else { String::new() };
    let quote = verdict.quote.as_ref().map(|it| format!(" \"{}\"", escaped(it)));
    format!("- {word}{core}: {}{}", escaped(&verdict.text), quote.unwrap_or_default())
}

/// An answer as a quotation, each of its lines on a line of its own.
fn quoted(answer: &str) -> String {
    let lines: Vec<String> = Shown::new(answer.trim()).as_str().lines().map(escaped).collect();
    let mut quote = String::new();
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).is_some_and(|it| !it.is_empty());
        let breaks = if next && !line.is_empty() { "\\" } else { "" };
        let space = if line.is_empty() { "" } else { " " };
        quote += &format!("{}>{space}{line}{breaks}", if at == 0 { "" } else { "\n" });
    }
    quote
}

/// A command as code. Names of experiments are plain; a deck that has others gets no code.
fn code(run: &str) -> String {
    let plain = run.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
    if plain { format!("`viva lab run {run}`") } else { format!("viva lab run {}", escaped(run)) }
}

/// Text that Markdown shows as it is, on one line.
fn escaped(text: &str) -> String {
    let shown = Shown::new(text);
    let words: Vec<&str> = shown.as_str().split_whitespace().collect();
    let text = words.join(" ");
    let mut escaped = String::with_capacity(text.len());
    // A list, a heading or a rule begins with these.
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let begins = match c {
            '-' | '+' | '=' => at == 0,
            '.' | ')' => at > 0 && at == digits,
            _ => false,
        };
        if begins || "\\`*_[]<>#|~&$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
        // An address is no link without its two strokes side by side.
        if c == ':' && text.get(at + 1..).is_some_and(|rest| rest.starts_with("//")) {
            escaped.push('\\');
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_types_is_shown_as_typed() {
        let check = |text: &str, expect: &str| assert_eq!(escaped(text), expect);
        check("count++는 *안전*", "count++는 \\*안전\\*");
        check("- 목록", "\\- 목록");
        check("1. 하나", "1\\. 하나");
        check("a|b <script> [x](y) `z`", "a\\|b \\<script\\> \\[x\\](y) \\`z\\`");
        check("# 제목\n둘째 줄", "\\# 제목 둘째 줄");
        check("https://a.b", "https:\\//a.b");
        check("\u{1b}[31m\u{202e}", "␛\\[31m\u{fffd}");
        check("", "");
    }

    #[test]
    fn answers_keep_their_lines() {
        assert_eq!(quoted("한 줄\n> 둘\n\n    셋\n"), "> 한 줄\\\n> \\> 둘\n>\n> 셋");
        assert_eq!(quoted(""), "");
    }
}
