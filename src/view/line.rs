//! A line of a screen: runs of text, each with a role.
//!
//! Invariant: a [`Line`] holds no newline, and its text is [`Shown`], so it is inert. Neighbouring
//! runs have different roles and no run is empty; so lines that look alike are equal. It must not
//! know what its roles look like.

use std::ops::Range;

use crate::{
    text::Shown,
    view::{Align, Glyphs, Measure, Role, width::split_space},
};

/// One line of text with roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    spans: Vec<(Role, Shown)>,
}

impl Line {
    /// An empty line.
    pub fn new() -> Line {
        Line::default()
    }

    /// A line of running text.
    pub fn plain(text: impl Into<Shown>) -> Line {
        Line::of(Role::Plain, text)
    }

    /// A line in one role.
    pub fn of(role: Role, text: impl Into<Shown>) -> Line {
        Line::new().with(role, text)
    }

    /// This line with `text` after it. Newlines in `text` become spaces.
    #[must_use]
    pub fn with(mut self, role: Role, text: impl Into<Shown>) -> Line {
        self.push(role, text);
        self
    }

    /// This line with `columns` spaces after it.
    #[must_use]
    pub fn space(self, columns: usize) -> Line {
        self.with(Role::Plain, " ".repeat(columns))
    }

    /// This line with another after it.
    #[must_use]
    pub fn then(mut self, line: Line) -> Line {
        self.append(line);
        self
    }

    /// Adds `text`. Newlines in it become spaces.
    pub fn push(&mut self, role: Role, text: impl Into<Shown>) {
        let text = text.into();
        let text = if text.as_str().contains('\n') {
            Shown::new(&text.as_str().replace('\n', " "))
        } else {
            text
        };
        match self.spans.last_mut() {
            _ if text.as_str().is_empty() => {}
            Some((last, before)) if *last == role => {
                *before = Shown::new(&[before.as_str(), text.as_str()].concat());
            }
            _ => self.spans.push((role, text)),
        }
    }

    /// Adds the runs of another line.
    pub fn append(&mut self, line: Line) {
        for (role, text) in line.spans {
            self.push(role, text);
        }
    }

    /// The runs, in order.
    pub fn spans(&self) -> impl Iterator<Item = (Role, &str)> {
        self.spans.iter().map(|(role, text)| (*role, text.as_str()))
    }

    /// The text without roles.
    pub fn text(&self) -> String {
        self.spans().map(|(_, text)| text).collect()
    }

    /// Whether there is no text, not even a space.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The columns of the line, with characters of ambiguous width counted 1.
    pub fn width(&self) -> usize {
        self.width_in(Measure::Narrow)
    }

    /// The columns of the line in a terminal that measures so.
    pub fn width_in(&self, measure: Measure) -> usize {
        measure.width(&self.text())
    }

    /// The line in lines of at most `width` columns, of which all but the first start with
    /// `hanging` spaces. Breaks like [`super::wrap`]; at least one line. `hanging` is cut to half
    /// of `width`.
    pub fn wrap(&self, width: usize, hanging: usize) -> Vec<Line> {
        self.wrap_in(Measure::Narrow, width, hanging)
    }

    /// [`Line::wrap`] for a terminal that measures so.
    pub fn wrap_in(&self, measure: Measure, width: usize, hanging: usize) -> Vec<Line> {
        // What stays must hold a Hangul syllable, too.
        let hanging = if width < 4 { 0 } else { hanging.min(width / 2) };
        let ranges = measure.breaks(&self.text(), width, width - hanging);
        let mut lines = ranges.into_iter().map(|range| self.part(range));
        let first = lines.next();
        first.into_iter().chain(lines.map(|line| line.indented(hanging))).collect()
    }

    /// The line with `columns` spaces before it.
    #[must_use]
    pub fn indented(self, columns: usize) -> Line {
        Line::new().space(columns).then(self)
    }

    /// The line if it fits `width` columns, or as much as fits with the ellipsis of `glyphs`, which
    /// has the role of what it stands for.
    #[must_use]
    pub fn truncate(&self, measure: Measure, width: usize, glyphs: Glyphs) -> Line {
        let text = self.text();
        if measure.width(&text) <= width {
            return self.clone();
        }
        let ellipsis = measure.truncate(glyphs.ellipsis(), width, "");
        let kept = measure.fitting(&text, width - measure.width(&ellipsis));
        let mut line = self.part(0..kept);
        line.push(self.role_at(kept), ellipsis);
        line
    }

    /// The line with spaces up to `width` columns; unchanged if it is as wide or wider.
    #[must_use]
    pub fn pad(self, measure: Measure, width: usize, align: Align) -> Line {
        let (left, right) = split_space(width.saturating_sub(self.width_in(measure)), align);
        self.indented(left).space(right)
    }

    /// The line without white space at its end.
    #[must_use]
    pub fn trimmed(self) -> Line {
        let end = self.text().trim_end().len();
        self.part(0..end)
    }

    /// The role of the byte at `at`.
    fn role_at(&self, at: usize) -> Role {
        let mut end = 0;
        let run = self.spans().find(|(_, text)| {
            end += text.len();
            at < end
        });
        run.map_or(Role::Plain, |(role, _)| role)
    }

    /// The runs in a range of bytes of the text.
    fn part(&self, range: Range<usize>) -> Line {
        let mut line = Line::new();
        let mut at = 0;
        for (role, text) in self.spans() {
            let start = range.start.saturating_sub(at).min(text.len());
            let end = range.end.saturating_sub(at).min(text.len());
            at += text.len();
            if start < end {
                line.push(role, &text[start..end]);
            }
        }
        line
    }
}

impl<T: Into<Shown>> FromIterator<(Role, T)> for Line {
    /// A line of runs, such as those of a captured screen.
    fn from_iter<I: IntoIterator<Item = (Role, T)>>(runs: I) -> Line {
        let mut line = Line::new();
        for (role, text) in runs {
            line.push(role, text);
        }
        line
    }
}

impl From<Shown> for Line {
    fn from(text: Shown) -> Line {
        Line::plain(text)
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Line {
        Line::plain(text)
    }
}

impl From<String> for Line {
    fn from(text: String) -> Line {
        Line::plain(text)
    }
}

/// `text` as lines of at most `width` columns: split at its newlines, wrapped at spaces, each line
/// indented by `indent`. A line of the text keeps its own indentation, wrapped or not.
pub fn paragraphs(role: Role, text: impl Into<Shown>, width: usize, indent: usize) -> Vec<Line> {
    paragraphs_in(Measure::Narrow, role, &text.into(), width, indent)
}

/// [`paragraphs`] for a terminal that measures so.
pub(super) fn paragraphs_in(
    measure: Measure,
    role: Role,
    text: &Shown,
    width: usize,
    indent: usize,
) -> Vec<Line> {
    let indent = indent.min(width / 2);
    // The newline that ends a text in three quotes is no paragraph.
    let text = text.as_str().trim_end();
    let lines = measure.wrap(text, width - indent).into_iter();
    lines
        .map(|line| {
            let line = line.trim_end();
            if line.is_empty() { Line::new() } else { Line::of(role, line).indented(indent) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(line: &Line) -> String {
        line.spans().map(|(role, text)| format!("<{}>{text}", role.name())).collect()
    }

    #[test]
    fn runs_of_one_role_are_one() {
        let line =
            Line::plain("a").with(Role::Plain, "b\nc").with(Role::Key, "").with(Role::Key, "k");
        assert_eq!(show(&line), "<plain>ab c<key>k");
        assert_eq!(
            line,
            [(Role::Plain, "ab"), (Role::Plain, " c"), (Role::Key, "k")].into_iter().collect()
        );
    }

    #[test]
    fn wrapping_keeps_roles_and_hangs() {
        let line = Line::of(Role::Strong, "스택은")
            .with(Role::Plain, " 스레드마다 ")
            .with(Role::Quote, "\"각자 따로\"")
            .with(Role::Plain, " 둡니다");
        let lines: Vec<String> = line.wrap(16, 2).iter().map(show).collect();
        assert_eq!(
            lines,
            [
                "<strong>스택은",
                "<plain>  스레드마다",
                "<plain>  <quote>\"각자 따로\"",
                "<plain>  둡니다",
            ]
        );
    }

    #[test]
    fn truncation_takes_the_role_of_what_is_cut() {
        let line = Line::plain("stack ").with(Role::Right, "found");
        let cut = |columns| show(&line.truncate(Measure::Narrow, columns, Glyphs::Ascii));
        assert_eq!(cut(11), "<plain>stack <right>found");
        assert_eq!(cut(10), "<plain>stack <right>fo..");
        assert_eq!(cut(8), "<plain>stack <right>..");
        assert_eq!(cut(5), "<plain>sta..");
    }

    #[test]
    fn paragraphs_stand_apart_and_keep_their_indentation() {
        let text = "count++는 세 단계입니다.\n\n  1. 읽기, 더하기, 쓰기가 따로 있습니다\n끝\n";
        let lines = paragraphs(Role::Plain, text, 26, 2);
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(
            texts,
            [
                "  count++는 세 단계입니다.",
                "",
                "    1. 읽기, 더하기,",
                "    쓰기가 따로 있습니다",
                "  끝",
            ]
        );
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_hold_the_text(
            runs in prop::collection::vec((0..Role::ALL.len(), "[ a스택→，\u{301}]{0,12}"), 0..8),
            columns in 2usize..40,
            hanging in 0usize..20,
        ) {
            let line: Line = runs.into_iter().map(|(role, text)| (Role::ALL[role], text)).collect();
            let lines = line.wrap(columns, hanging);
            let content = |text: String| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert!(lines.iter().all(|line| line.width() <= columns));
            prop_assert_eq!(content(lines.iter().map(Line::text).collect()), content(line.text()));
        }
    }
}
