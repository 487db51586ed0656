//! The report of a mock interview with its transcript, as one page for a browser and for paper.
//!
//! Invariant: the page loads nothing and runs nothing, and everything in it that a person or a deck
//! wrote is escaped. Light or dark as the reader prefers. It must not know where the page is kept.

use std::fmt::Write;

use crate::{
    deck::Library,
    message::{grading, interview as words},
    record::interview::is_late,
    session::interview::Report,
    text::{Lang, Shown},
    view::{Role, svg},
};

use super::{Sheet, chart, told};

/// The look of the page.
const STYLE: &str = include_str!("page.css");

/// The page.
pub fn html(sheet: &Sheet) -> String {
    let Sheet { lang, when, report, interview, library, .. } = *sheet;
    let title = words::title(lang);
    let mut page = Page::default();
    page.put("<!doctype html>");
    page.put(format!("<html lang=\"{}\">", lang.code()));
    page.put("<head>\n<meta charset=\"utf-8\">");
    page.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.put("<meta name=\"color-scheme\" content=\"light dark\">");
    // A browser that reads this loads nothing, whatever the page says.
    page.put(
        "<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">",
    );
    page.put(format!("<title>{title}, {}</title>", text(when)));
    page.put(format!("<style>\n{STYLE}</style>\n</head>\n<body>\n<main>"));
    page.put(format!("<header>\n<h1>{title}</h1>"));
    let facts = [
        text(when),
        words::counts(lang, report.rows.len(), report.follow_ups),
        words::spent(lang, report.milliseconds),
    ];
    page.put(format!("<p class=\"facts\">{}</p>", facts.map(|it| tag("span", &it)).join(" ")));
    page.put(format!("<p class=\"score\">{}</p>", words::points(lang, report.score.total)));
    page.put("</header>");
    if let Some(early) = words::ended_early(lang, report.ended) {
        page.put(tag("p", early));
    }
    if report.rows.is_empty() {
        page.put(tag("p", words::nothing(lang)));
    } else {
        shown(&mut page, sheet);
        page.put(format!("<section>\n<h2>{}</h2>", words::transcript(lang)));
        let exchanges = told::exchanges(lang, interview, library);
        exchanges.iter().for_each(|exchange| exchanged(lang, &mut page, exchange));
        if told::not_found(&exchanges) {
            page.put(format!("<p class=\"quiet\">{}</p>", grading::not_found_means(lang)));
        }
        page.put("</section>");
    }
    page.put("</main>\n</body>\n</html>");
    page.0
}

/// The lines of the page.
#[derive(Default)]
struct Page(String);

impl Page {
    fn put(&mut self, line: impl AsRef<str>) {
        self.0.push_str(line.as_ref());
        self.0.push('\n');
    }
}

fn shown(page: &mut Page, sheet: &Sheet) {
    let Sheet { lang, report, library, history, .. } = *sheet;
    let names = words::page(lang);
    rows(lang, page, report, library);
    page.put(format!("<section>\n<h2>{}</h2>", names.arithmetic));
    arithmetic(lang, page, report);
    for note in told::half_means(lang, report).into_iter().chain([words::limits(lang)]) {
        page.put(format!("<p class=\"quiet\">{note}</p>"));
    }
    page.put("</section>");
    page.put(format!("<section>\n<h2>{}</h2>", names.coverage));
    page.put(chart::coverage(lang, &report.rows));
    page.put("</section>");
    page.put(format!("<section>\n<h2>{}</h2>", words::topics(lang)));
    let title = |topic| text(&told::topic(lang, library, topic));
    page.put(chart::topics(lang, report.topics.iter().map(|it| (title(it), it.points))));
    page.put("</section>");
    let strengths = told::strengths(lang, report);
    if !strengths.is_empty() {
        page.put(format!("<section>\n<h2>{}</h2>\n<ul>", words::strengths(lang)));
        for good in strengths {
            let question = good.question.map(|it| format!("{it}: ")).unwrap_or_default();
            page.put(format!("<li>{}{question}{}</li>", quote(good.quote.as_deref()), good.text));
        }
        page.put("</ul>\n</section>");
    }
    fixes(lang, page, report, library);
    let calibration = told::calibration(lang, report, history);
    if calibration.is_some() || !history.is_empty() {
        page.put(format!("<section>\n<h2>{}</h2>", names.ratings));
        page.put(calibration.map(|it| tag("p", &it)).unwrap_or_default());
        if !history.is_empty() {
            let all = history.iter().copied().chain([(report.score.total, report.rating)]);
            page.put(chart::ratings(lang, &all.collect::<Vec<_>>()));
        }
        page.put("</section>");
    }
}

fn rows(lang: Lang, page: &mut Page, report: &Report, library: &Library) {
    let heads = words::heads(lang);
    let figures = [heads.core, heads.rest, heads.tails, heads.traps, heads.first];
    let heads = ["", heads.question].into_iter().chain(figures);
    let heads: String = heads.map(|it| format!("<th scope=\"col\">{it}</th>")).collect();
    page.put("<section>\n<table class=\"rows\">");
    page.put(format!("<thead><tr>{heads}</tr></thead>\n<tbody>"));
    for (at, row) in report.rows.iter().enumerate() {
        let mut question = text(&told::question(lang, library, &row.card));
        for note in told::notes(lang, row) {
            let _ = write!(question, " <small>{note}</small>");
        }
        let late = is_late(row.milliseconds, row.limit);
        let classes = ["", "", "", if row.traps.0 > 0 { "wrong" } else { "" }];
        let classes = classes.into_iter().chain([if late { "partial" } else { "" }]);
        let cells = told::cells(row).into_iter().zip(classes);
        let cells: String = cells.map(|(it, class)| cell(class, &it)).collect();
        page.put(format!("<tr><td>{}</td><th scope=\"row\">{question}</th>{cells}</tr>", at + 1));
    }
    page.put("</tbody>\n</table>\n</section>");
}

fn cell(class: &str, value: &str) -> String {
    match class {
        "" => tag("td", value),
        class => format!("<td class=\"{class}\">{value}</td>"),
    }
}

/// The sentence, and a row for each of its terms.
fn arithmetic(lang: Lang, page: &mut Page, report: &Report) {
    let names = words::page(lang);
    let terms = words::arithmetic(lang, &report.score, false);
    let sentence: Vec<String> = terms.iter().map(|it| tag("span", it)).collect();
    page.put(format!("<p class=\"sum\">{}</p>", sentence.join(" ")));
    if terms.len() < 2 {
        return;
    }
    let heads = [names.part, names.reached, names.worth, names.gives];
    let heads: String = heads.map(|it| format!("<th scope=\"col\">{it}</th>")).concat();
    page.put(format!("<table class=\"parts\">\n<thead><tr>{heads}</tr></thead>\n<tbody>"));
    for (name, part) in words::parts(lang, &report.score) {
        let gives = part.share() * f64::from(part.worth);
        let reached = words::share(part.got, part.of);
        page.put(format!(
            "<tr><th scope=\"row\">{name}</th><td>{reached}</td><td>{}</td><td>{gives:.1}</td></tr>",
            part.worth
        ));
    }
    for (name, many, each) in words::costs(lang, &report.score) {
        page.put(format!(
            "<tr><th scope=\"row\">{name}</th><td>{many}</td><td>−{each}</td><td>−{}.0</td></tr>",
            many * each
        ));
    }
    page.put(format!(
        "</tbody>\n<tfoot><tr><th scope=\"row\">{}</th><td></td><td></td><td>{}</td></tr></tfoot>",
        names.score, report.score.total
    ));
    page.put("</table>");
}

fn fixes(lang: Lang, page: &mut Page, report: &Report, library: &Library) {
    let told = told::fixes(lang, report, library);
    if told.is_empty() {
        page.put(tag("p", told::no_fixes(lang, report)));
        return;
    }
    page.put(format!("<section>\n<h2>{}</h2>\n<ol>", words::fixes(lang)));
    for bad in told {
        let point = bad.point.map(|it| format!("<b>{}</b> ", text(&it))).unwrap_or_default();
        page.put(format!("<li>{point}{}{}", quote(bad.quote.as_deref()), bad.text));
        if bad.say.is_some() || bad.run.is_some() {
            page.put("<dl>");
            if let Some(say) = bad.say {
                page.put(format!("<dt>{}</dt><dd>{}</dd>", words::next_time(lang), text(&say)));
            }
            if let Some(run) = bad.run {
                let run = format!("<code>viva lab run {}</code>", text(&run));
                page.put(format!("<dt>{}</dt><dd>{run}</dd>", words::try_it(lang)));
            }
            page.put("</dl>");
        }
        page.put("</li>");
    }
    page.put("</ol>\n</section>");
}

fn exchanged(lang: Lang, page: &mut Page, exchange: &told::Exchange) {
    let question = text(&exchange.question);
    match exchange.number {
        Some((number, of)) => {
            page.put(format!("<article>\n<h3><small>{number}/{of}</small> {question}</h3>"));
        }
        None => page.put(format!(
            "<article class=\"follow\">\n<h4><small>{}</small> {question}</h4>",
            words::follow_up(lang)
        )),
    }
    page.put(format!("<p class=\"quiet\">{}</p>", exchange.why));
    if let Some(answer) = exchange.answer.filter(|it| !it.trim().is_empty()) {
        let lines = svg::escape(Shown::new(answer.trim()).as_str());
        page.put(format!("<blockquote>{lines}</blockquote>"));
    }
    let marks = exchange.marks.iter().map(|(role, it)| span(*role, it));
    let time = span(Role::Muted, &exchange.time);
    page.put(format!(
        "<p class=\"facts\">{}</p>",
        [time].into_iter().chain(marks).collect::<Vec<_>>().join(" ")
    ));
    if exchange.verdicts.is_empty() {
        page.put("</article>");
        return;
    }
    page.put("<ul class=\"verdicts\">");
    for verdict in &exchange.verdicts {
        let mark = match verdict.role {
            Role::Right => "✓",
            Role::Partial => "~",
            Role::Wrong => "✗",
            _ => "·",
        };
        let core = match verdict.core {
            true => format!("<small class=\"core\">{}</small> ", words::heads(lang).core),
            false => String::new(),
        };
        let words = span(verdict.role, &format!("{mark} {}", verdict.word));
        let said = quote(verdict.quote.as_deref());
        page.put(format!("<li>{words} <span>{core}{} {said}</span></li>", text(&verdict.text)));
    }
    page.put("</ul>\n</article>");
}

fn span(role: Role, words: &str) -> String {
    format!("<span class=\"{}\">{}</span>", role.name(), text(words))
}

fn tag(name: &str, content: &str) -> String {
    format!("<{name}>{content}</{name}>")
}

fn quote(words: Option<&str>) -> String {
    words.map(|it| format!("<q>{}</q> ", text(it))).unwrap_or_default()
}

/// Text of a person or a deck, on one line, escaped.
fn text(text: &str) -> String {
    let shown = Shown::new(text);
    svg::escape(&shown.as_str().split_whitespace().collect::<Vec<_>>().join(" "))
}
