//! The picture of a screen, from the same lines as the screen.
//!
//! Invariant: each run of text is placed at its own column and stretched to its own columns, so
//! Hangul, Latin letters and Braille line up in every viewer, whatever fonts it has. The same lines
//! give the same bytes. All text is escaped; the picture loads nothing and runs nothing. It must not
//! know where its lines come from.

use std::fmt::Write;

use anstyle::{AnsiColor, Color, Effects};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    text::Shown,
    view::{Line, Measure, Role},
};

/// The size of a cell, the space around the text, and the height of the title bar, in pixels.
const CELL: usize = 9;
const LEADING: usize = 20;
const MARGIN: usize = 18;
const BAR: usize = 34;

/// What a picture is drawn on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Appearance {
    /// Light or dark as the viewer prefers; light where it does not say.
    #[default]
    Auto,
    /// Dark text on light.
    Light,
    /// Light text on dark.
    Dark,
}

/// How a picture is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvgOptions {
    /// What the picture shows, for those who do not see it; also in the title bar.
    pub title: String,
    /// The columns of the screen. Wider lines make the picture wider.
    pub columns: usize,
    /// The lines of the screen. More lines make the picture higher.
    pub rows: usize,
    /// The colours.
    pub appearance: Appearance,
    /// Whether the window has a bar with its title.
    pub bar: bool,
}

impl Default for SvgOptions {
    fn default() -> SvgOptions {
        SvgOptions {
            title: "viva".to_owned(),
            columns: 80,
            rows: 0,
            appearance: Appearance::Auto,
            bar: true,
        }
    }
}

/// The picture of a terminal that shows `lines`: a complete SVG document.
pub fn svg(lines: &[Line], options: &SvgOptions) -> String {
    let widest = lines.iter().map(Line::width).max().unwrap_or(0);
    let width = 2 * MARGIN + CELL * options.columns.max(widest);
    let top = MARGIN + if options.bar { BAR - MARGIN / 2 } else { 0 };
    let height = top + MARGIN + LEADING * options.rows.max(lines.len());
    let title = escape(Shown::new(&options.title.replace('\n', " ")).as_str());
    let mut out = String::new();
    let mut put = |line: String| {
        out.push_str(&line);
        out.push('\n');
    };
    put(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">"
    ));
    put(format!("<title>{title}</title>"));
    put(format!("<style>\n{}</style>", sheet(lines, options.appearance)));
    let (w, h) = (width - 1, height - 1);
    put(format!(
        "<rect class=\"window\" x=\"0.5\" y=\"0.5\" width=\"{w}\" height=\"{h}\" rx=\"9\"/>"
    ));
    if options.bar {
        for (x, class) in [(20, "dot"), (38, "dot"), (56, "dot")] {
            put(format!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{}\" r=\"5.5\"/>", BAR / 2 + 1));
        }
        let (x, y) = (width / 2, BAR / 2 + 6);
        put(format!("<text class=\"title\" x=\"{x}\" y=\"{y}\">{title}</text>"));
    }
    for (row, line) in lines.iter().enumerate() {
        // The baseline of a font lies about a quarter of a line above its end.
        let y = top + LEADING * row + LEADING * 3 / 4;
        for run in runs(line) {
            let role = Some(run.role.name()).filter(|_| run.role != Role::Plain);
            let wide = run.is_wide().then_some("wide");
            let classes: Vec<&str> = role.into_iter().chain(wide).collect();
            let class = match classes[..] {
                [] => String::new(),
                _ => format!(" class=\"{}\"", classes.join(" ")),
            };
            let stretch = match run.columns * CELL {
                0 => String::new(),
                length => format!(" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\""),
            };
            let (x, text) = (MARGIN + CELL * run.column, escape(&run.text));
            put(format!("<text{class} x=\"{x}\" y=\"{y}\"{stretch}>{text}</text>"));
        }
    }
    put("</svg>".to_owned());
    out
}

/// Text that is stretched as one: in one role, of graphemes of one width, without a space at its
/// ends or two in a row, which a viewer would take for one.
struct Run {
    role: Role,
    column: usize,
    columns: usize,
    text: String,
}

fn runs(line: &Line) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    for (role, text) in line.spans() {
        // Spaces since the last run; a run of another role never takes them up.
        let mut start = true;
        for grapheme in text.graphemes(true) {
            let columns = Measure::Narrow.grapheme(grapheme);
            if grapheme == " " {
                column += 1;
                continue;
            }
            match runs.last_mut() {
                Some(run) if !start && run.takes(column, columns, grapheme) => {
                    if run.column + run.columns < column {
                        run.text.push(' ');
                        run.columns += 1;
                    }
                    run.text.push_str(grapheme);
                    run.columns += columns;
                }
                _ => runs.push(Run { role, column, columns, text: grapheme.to_owned() }),
            }
            column += columns;
            start = false;
        }
    }
    runs
}

impl Run {
    /// Whether its characters take two columns each.
    fn is_wide(&self) -> bool {
        self.text.graphemes(true).next().is_some_and(|first| Measure::Narrow.grapheme(first) == 2)
    }

    /// Whether a grapheme of `columns` columns at `column` can go on the run.
    fn takes(&self, column: usize, columns: usize, grapheme: &str) -> bool {
        let end = self.column + self.columns;
        let cells =
            self.text.graphemes(true).next_back().map(|last| Measure::Narrow.grapheme(last));
        let alike = columns == 0 || cells == Some(columns);
        // Fonts draw Braille and letters at different widths, so these are stretched apart.
        let scripts =
            self.text.chars().next().map(is_braille) == grapheme.chars().next().map(is_braille);
        alike && scripts && (column == end || column == end + 1 && columns == 1)
    }
}

fn is_braille(c: char) -> bool {
    ('\u{2800}'..='\u{28ff}').contains(&c)
}

/// The colours of one appearance: paper, frame, text, muted text, then red, green, yellow, blue,
/// magenta and cyan, all at a contrast of at least 4.5 to 1 on the paper.
const LIGHT: [&str; 10] = [
    "#ffffff", "#d0d7de", "#1f2328", "#59636e", "#b3202a", "#116329", "#7d4e00", "#0550ae",
    "#7b2f9e", "#0b6470",
];
const DARK: [&str; 10] = [
    "#0d1117", "#30363d", "#e6edf3", "#9198a1", "#ff7b72", "#56d364", "#e3b341", "#79c0ff",
    "#d2a8ff", "#56d4dd",
];

fn sheet(lines: &[Line], appearance: Appearance) -> String {
    let mut sheet = String::from(
        "text{font:15px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',D2Coding,\
         'Noto Sans Mono CJK KR','Nanum Gothic Coding','Apple SD Gothic Neo','Malgun Gothic',\
         monospace}\n.title{font-size:13px;text-anchor:middle}\n",
    );
    // Most fonts draw Hangul as wide as its size, which makes two cells: viewers that do not stretch
    // text come close, and the others hardly have to.
    sheet.push_str(".wide{font-size:17px;letter-spacing:1px}\n");
    let used: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| lines.iter().any(|line| line.spans().any(|(used, _)| used == *role)))
        .collect();
    for role in &used {
        let effects = role.style().get_effects();
        let mut rules = Vec::new();
        rules.extend(effects.contains(Effects::BOLD).then_some("font-weight:bold"));
        rules.extend(effects.contains(Effects::UNDERLINE).then_some("text-decoration:underline"));
        if !rules.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(sheet, ".{}{{{}}}", role.name(), rules.join(";"));
        }
    }
    match appearance {
        Appearance::Light => colours(&mut sheet, &used, &LIGHT),
        Appearance::Dark => colours(&mut sheet, &used, &DARK),
        Appearance::Auto => {
            colours(&mut sheet, &used, &LIGHT);
            sheet.push_str("@media (prefers-color-scheme:dark){\n");
            colours(&mut sheet, &used, &DARK);
            sheet.push_str("}\n");
        }
    }
    sheet
}

fn colours(sheet: &mut String, used: &[Role], palette: &[&str; 10]) {
    let [paper, frame, text, muted, ..] = palette;
    let _ = writeln!(
        sheet,
        ".window{{fill:{paper};stroke:{frame}}}\n.dot{{fill:{frame}}}\ntext{{fill:{text}}}\n\
         .title{{fill:{muted}}}"
    );
    for role in used {
        let style = role.style();
        let fill = match style.get_fg_color() {
            Some(Color::Ansi(AnsiColor::Red)) => palette[4],
            Some(Color::Ansi(AnsiColor::Green)) => palette[5],
            Some(Color::Ansi(AnsiColor::Yellow)) => palette[6],
            Some(Color::Ansi(AnsiColor::Blue)) => palette[7],
            Some(Color::Ansi(AnsiColor::Magenta)) => palette[8],
            Some(Color::Ansi(AnsiColor::Cyan)) => palette[9],
            _ if style.get_effects().contains(Effects::DIMMED) => muted,
            _ => continue,
        };
        let _ = writeln!(sheet, ".{}{{fill:{fill}}}", role.name());
    }
}

/// `text` for the content of an element or an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Bar, Glyphs, Paper, Point, bars, choices, hints, points, rule_line};
    use proptest::prelude::*;

    /// Whether `xml` is well formed, as far as this writer could get it wrong.
    fn check_xml(xml: &str) -> Result<(), String> {
        let mut open = Vec::new();
        let mut rest = xml;
        while let Some(at) = rest.find('<') {
            let (text, after) = rest.split_at(at);
            check_text(text)?;
            let (tag, after) = after[1..].split_once('>').ok_or("a tag without an end")?;
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                if open.pop() != Some(name) {
                    return Err(format!("</{name}> closes nothing"));
                }
                continue;
            }
            let (name, mut attributes) =
                tag.trim_end_matches('/').split_once(' ').unwrap_or((tag, ""));
            while !attributes.trim().is_empty() {
                let (key, after) =
                    attributes.split_once("=\"").ok_or("an attribute without a value")?;
                let (value, after) = after.split_once('"').ok_or("a value without an end")?;
                if !key.trim().chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                    return Err(format!("the attribute {key}"));
                }
                check_text(value)?;
                attributes = after;
            }
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
        if open.is_empty() { check_text(rest) } else { Err(format!("{open:?} stay open")) }
    }

    fn check_text(text: &str) -> Result<(), String> {
        for piece in text.split('&').skip(1) {
            if !["amp;", "lt;", "gt;", "quot;", "#39;"]
                .iter()
                .any(|entity| piece.starts_with(entity))
            {
                return Err(format!("&{piece}"));
            }
        }
        let bad = text
            .chars()
            .find(|c| c.is_control() && *c != '\n' || "<>\u{fffe}\u{ffff}".contains(*c));
        bad.map_or(Ok(()), |c| Err(format!("{c:?}")))
    }

    fn screen() -> Vec<Line> {
        let paper = Paper::default();
        let found = (Role::Right, Shown::new("찾음"));
        let point = |letter, core, mark: &(Role, Shown), text: &str, quote: Option<&str>| Point {
            letter,
            core,
            mark: mark.clone(),
            text: text.into(),
            quote: quote.map(Shown::new),
        };
        let turned = (Role::Wrong, "반대로".into());
        let rows = [
            point('a', false, &found, "프로세스는 실행 중인 프로그램", Some("실행중인 프로그램")),
            point(
                'd',
                true,
                &found,
                "스레드는 코드, 데이터, 힙을 공유",
                Some("코드랑 힙 .. 같이 씁니다"),
            ),
            point(
                'e',
                true,
                &turned,
                "스택, PC, 레지스터는 스레드마다",
                Some("스택까지 같이 씁니다"),
            ),
            point(
                'h',
                false,
                &(Role::Muted, "못 찾음".into()),
                "한 스레드의 오류가 전체를 끝낸다",
                None,
            ),
        ];
        let forecast = [Bar::count("오늘", 12), Bar::count("내일", 9), Bar::count("Sat", 4)];
        let mut lines = vec![
            rule_line(&paper, "1/5  process-vs-thread  프로세스와 스레드  새 카드  기준 1:30"),
            Line::of(Role::Strong, "프로세스와 스레드의 차이를 설명해 주세요."),
            Line::of(Role::Muted, "> ")
                .with(Role::Plain, "쓰레드는 코드랑 힙, 스택까지 같이 씁니다. if (a < b && c > d)"),
            Line::of(Role::Due, "0:52").with(Role::Plain, "   요점 6/8   핵심 2/3   오개념 1"),
        ];
        lines.extend(points(&paper, &rows, "핵심"));
        lines.push(
            Line::of(Role::Warning, "  오개념").with(Role::Quote, " \"스택까지 같이 씁니다\""),
        );
        lines.extend(choices(
            &paper,
            2,
            &[("1", "다시 오늘"), ("2", "어려움 1일"), ("3", "알맞음 2일"), ("4", "쉬움 8일")],
        ));
        lines.extend(hints(
            &paper,
            2,
            &[("a-h", "판정 바꾸기"), ("m", "모범 답안"), ("t", "다시 말하기")],
        ));
        lines.extend(bars(&paper, 2, None, &forecast));
        lines
    }

    #[test]
    fn a_screen_is_well_formed() {
        for appearance in [Appearance::Auto, Appearance::Light, Appearance::Dark] {
            let options = SvgOptions {
                appearance,
                title: "viva: <퀴즈> & \"답\"".into(),
                ..SvgOptions::default()
            };
            let picture = svg(&screen(), &options);
            assert_eq!(check_xml(&picture), Ok(()));
            assert_eq!(picture, svg(&screen(), &options));
        }
        assert!(check_xml("<a><b></a>").is_err() && check_xml("<a>&x</a>").is_err());
    }

    #[test]
    fn a_picture_of_a_few_runs() {
        let lines = [
            Line::of(Role::Right, "찾음  ").with(Role::Plain, "PC a<b  힙을 공유"),
            Line::of(Role::Bar, Glyphs::Unicode.bar().repeat(3)).with(Role::Plain, " 3"),
        ];
        let options = SvgOptions { columns: 20, bar: false, ..SvgOptions::default() };
        insta::assert_snapshot!(svg(&lines, &options), @r#"
        <svg xmlns="http://www.w3.org/2000/svg" width="243" height="76" viewBox="0 0 243 76" role="img">
        <title>viva</title>
        <style>
        text{font:15px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',D2Coding,'Noto Sans Mono CJK KR','Nanum Gothic Coding','Apple SD Gothic Neo','Malgun Gothic',monospace}
        .title{font-size:13px;text-anchor:middle}
        .wide{font-size:17px;letter-spacing:1px}
        .window{fill:#ffffff;stroke:#d0d7de}
        .dot{fill:#d0d7de}
        text{fill:#1f2328}
        .title{fill:#59636e}
        .right{fill:#116329}
        .bar{fill:#0550ae}
        @media (prefers-color-scheme:dark){
        .window{fill:#0d1117;stroke:#30363d}
        .dot{fill:#30363d}
        text{fill:#e6edf3}
        .title{fill:#9198a1}
        .right{fill:#56d364}
        .bar{fill:#79c0ff}
        }
        </style>
        <rect class="window" x="0.5" y="0.5" width="242" height="75" rx="9"/>
        <text class="right wide" x="18" y="33" textLength="36" lengthAdjust="spacingAndGlyphs">찾음</text>
        <text x="72" y="33" textLength="54" lengthAdjust="spacingAndGlyphs">PC a&lt;b</text>
        <text class="wide" x="144" y="33" textLength="36" lengthAdjust="spacingAndGlyphs">힙을</text>
        <text class="wide" x="189" y="33" textLength="36" lengthAdjust="spacingAndGlyphs">공유</text>
        <text class="bar" x="18" y="53" textLength="27" lengthAdjust="spacingAndGlyphs">⣿⣿⣿</text>
        <text x="54" y="53" textLength="9" lengthAdjust="spacingAndGlyphs">3</text>
        </svg>
        "#);
    }

    proptest! {
        #[test]
        fn any_text_is_well_formed_and_in_place(texts in prop::collection::vec((0..Role::ALL.len(), any::<String>()), 0..6)) {
            let line: Line = texts.into_iter().map(|(role, text)| (Role::ALL[role], text)).collect();
            let runs = runs(&line);
            for pair in runs.windows(2) {
                prop_assert!(pair[0].column + pair[0].columns <= pair[1].column);
            }
            prop_assert!(runs.last().is_none_or(|run| run.column + run.columns <= line.width()));
            let content = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(runs.iter().map(|run| content(&run.text)).collect::<String>(), content(&line.text()));
            prop_assert_eq!(check_xml(&svg(&[line], &SvgOptions::default())), Ok(()));
        }

        #[test]
        fn any_title_is_well_formed(title: String) {
            prop_assert_eq!(check_xml(&svg(&[], &SvgOptions { title, ..SvgOptions::default() })), Ok(()));
        }
    }
}
