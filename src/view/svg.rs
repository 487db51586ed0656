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
            let class = match run.role {
                Role::Plain => String::new(),
                role => format!(" class=\"{}\"", role.name()),
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
fn escape(text: &str) -> String {
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
