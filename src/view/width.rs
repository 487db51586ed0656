//! How many columns text takes, and fitting it into a number of them.
//!
//! Invariant: text is measured and cut at graphemes, never inside one, and its width is the sum of
//! theirs; so what is padded, truncated or wrapped here has exactly the width that was asked for or
//! less. It must not know roles or colours. Widths are in terminal columns.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Where text stands in its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// At the right edge.
    Right,
    /// In the middle; an odd column of space goes to the right.
    Centre,
}

/// How wide a terminal draws the characters whose width Unicode leaves open (`→`, `·`, `①`, `…`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// One column, as nearly every terminal does today.
    #[default]
    Narrow,
    /// Two columns, as terminals with an East Asian setting or font do.
    Wide,
}

/// The columns of `text`, which has no newline: Hangul takes 2, a combining mark 0.
pub fn width(text: &str) -> usize {
    Measure::Narrow.width(text)
}

/// `text` with spaces up to `width` columns; unchanged if it is as wide or wider.
pub fn pad(text: &str, width: usize, align: Align) -> String {
    Measure::Narrow.pad(text, width, align)
}

/// `text` if it fits `width` columns, or as much of it as fits together with `ellipsis`.
pub fn truncate(text: &str, width: usize, ellipsis: &str) -> String {
    Measure::Narrow.truncate(text, width, ellipsis)
}

/// `text` in lines of at most `width` columns, at least one line.
///
/// Lines break at spaces, and inside a word only if the word is wider than a line. Newlines stay,
/// and so does the indentation of a line, which its continuation lines share. Only a grapheme that
/// alone is wider than `width` makes a line too wide.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    Measure::Narrow.wrap(text, width)
}

impl Measure {
    /// The columns of `text`; see [`width`].
    pub fn width(self, text: &str) -> usize {
        if text.is_ascii() {
            return text.len();
        }
        text.graphemes(true).map(|grapheme| self.grapheme(grapheme)).sum()
    }

    /// The columns of one grapheme: 0, 1 or 2, seldom more.
    pub(super) fn grapheme(self, grapheme: &str) -> usize {
        match self {
            Measure::Narrow => grapheme.width(),
            Measure::Wide => grapheme.width_cjk(),
        }
    }

    /// `text` with spaces up to `width` columns; see [`pad`].
    pub fn pad(self, text: &str, width: usize, align: Align) -> String {
        let (left, right) = split_space(width.saturating_sub(self.width(text)), align);
        [&" ".repeat(left), text, &" ".repeat(right)].concat()
    }

    /// `text` cut to `width` columns; see [`truncate`].
    pub fn truncate(self, text: &str, width: usize, ellipsis: &str) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let ellipsis = &ellipsis[..self.fitting(ellipsis, width)];
        let kept = &text[..self.fitting(text, width - self.width(ellipsis))];
        [kept, ellipsis].concat()
    }

    /// `text` in lines of at most `width` columns; see [`wrap`].
    pub fn wrap(self, text: &str, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for line in text.split('\n') {
            let indent = self.indentation(line, width);
            let margin = &line[..indent.end];
            let ranges = self.breaks(line, width, width - indent.columns);
            lines.extend(ranges.into_iter().enumerate().map(|(n, range)| {
                if n == 0 { line[range].to_owned() } else { [margin, &line[range]].concat() }
            }));
        }
        lines
    }

    /// The length in bytes of the longest start of `text` that fits `width` columns.
    pub(super) fn fitting(self, text: &str, width: usize) -> usize {
        let mut used = 0;
        for (at, grapheme) in text.grapheme_indices(true) {
            used += self.grapheme(grapheme);
            if used > width {
                return at;
            }
        }
        text.len()
    }

    /// The white space that starts `line`; none if it would leave less than half of `width`.
    pub(super) fn indentation(self, line: &str, width: usize) -> Indentation {
        let end = line.len() - line.trim_start_matches(is_space).len();
        let columns = self.width(&line[..end]);
        if columns * 2 > width { Indentation::default() } else { Indentation { end, columns } }
    }

    /// Where one line of text breaks: byte ranges, at least one, the first of at most `first`
    /// columns, the others of at most `rest`. What lies between two ranges is white space only.
    pub(super) fn breaks(self, text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
        if self.width(text) <= first {
            return std::iter::once(0..text.len()).collect();
        }
        let mut lines = Vec::new();
        let mut room = first;
        // The line so far: its bytes, and the columns that they take. A line is open while it holds
        // a word; before that, it may hold the indentation of the text.
        let (mut line, mut used, mut open) = (0..0, 0, false);
        for word in words(text) {
            let gap = self.width(&text[line.end..word.start]);
            let wide = self.width(&text[word.clone()]);
            if used + gap + wide <= room {
                (line.end, used, open) = (word.end, used + gap + wide, true);
                continue;
            }
            if open {
                lines.push(line.clone());
                (line, used, room) = (word.start..word.start, 0, rest);
            } else {
                (line.end, used) = (word.start, used + gap);
            }
            for (at, grapheme) in text[word.clone()].grapheme_indices(true) {
                let (at, columns) = (word.start + at, self.grapheme(grapheme));
                if used + columns > room && line.end > line.start {
                    // Indentation without a word is no line of its own.
                    if line.end > word.start {
                        lines.push(line.clone());
                        room = rest;
                    }
                    (line, used) = (at..at, 0);
                }
                (line.end, used) = (at + grapheme.len(), used + columns);
            }
            open = true;
        }
        lines.push(line);
        lines
    }
}

/// White space at the start of a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Indentation {
    /// Its length in bytes.
    pub(super) end: usize,
    /// Its columns.
    pub(super) columns: usize,
}

/// The columns of space to the left and to the right of text that leaves `space` columns.
pub(super) fn split_space(space: usize, align: Align) -> (usize, usize) {
    match align {
        Align::Left => (0, space),
        Align::Right => (space, 0),
        Align::Centre => (space / 2, space - space / 2),
    }
}

/// White space at which a line may break: not the no-break spaces.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// The byte ranges of the words of `text`, at grapheme boundaries: a space that carries a combining
/// mark is part of a word.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, grapheme) in text.grapheme_indices(true) {
        if grapheme.chars().all(is_space) {
            continue;
        }
        match words.last_mut() {
            Some(word) if word.end == at => word.end += grapheme.len(),
            _ => words.push(at..at + grapheme.len()),
        }
    }
    words
}
