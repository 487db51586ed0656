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
        // What stays must hold a Hangul syllable, too.
        if columns * 2 > width || width - columns < 2 {
            Indentation::default()
        } else {
            Indentation { end, columns }
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths() {
        let check = |text: &str, narrow: usize, wide: usize| {
            assert_eq!(Measure::Narrow.width(text), narrow, "{text}");
            assert_eq!(Measure::Wide.width(text), wide, "{text}");
        };
        check("", 0, 0);
        check("stack", 5, 5);
        check("스택 stack", 10, 10);
        check("ㄱ", 2, 2);
        check("\u{1109}\u{1173}\u{1110}\u{1162}\u{11a8}", 4, 4);
        check("e\u{301}", 1, 1);
        check("，。", 4, 4);
        check("→ · …", 5, 8);
        check("👩\u{200d}💻", 2, 2);
    }

    #[test]
    fn padding() {
        let check = |text: &str, columns: usize, expect: [&str; 3]| {
            let padded = [Align::Left, Align::Right, Align::Centre].map(|a| pad(text, columns, a));
            assert_eq!(padded, expect);
        };
        check("힙", 5, ["힙   ", "   힙", " 힙  "]);
        check("heap", 4, ["heap", "heap", "heap"]);
        check("프로세스", 4, ["프로세스", "프로세스", "프로세스"]);
    }

    #[test]
    fn truncation() {
        let check = |text: &str, columns: usize, expect: &str| {
            assert_eq!(truncate(text, columns, ".."), expect);
        };
        check("critical section", 16, "critical section");
        check("critical section", 12, "critical s..");
        check("스레드마다 따로", 14, "스레드마다 ..");
        // Half a syllable is none.
        check("스레드마다", 9, "스레드..");
        check("스레드", 3, "..");
        check("스레드", 1, ".");
        check("스레드", 0, "");
    }

    #[test]
    fn wrapping() {
        let check = |text: &str, columns: usize, expect: &[&str]| {
            assert_eq!(wrap(text, columns), expect, "{text:?} at {columns}");
        };
        check("", 10, &[""]);
        check("one two three", 7, &["one two", "three"]);
        check("one two three", 8, &["one two", "three"]);
        check("스레드는 프로세스 안의 실행 흐름", 17, &["스레드는 프로세스", "안의 실행 흐름"]);
        check("스레드는 프로세스 안의 실행 흐름", 16, &["스레드는", "프로세스 안의", "실행 흐름"]);
        check("컨텍스트스위칭", 5, &["컨텍", "스트", "스위", "칭"]);
        check("a 컨텍스트스위칭", 6, &["a", "컨텍스", "트스위", "칭"]);
        check("a\n\nb\n", 5, &["a", "", "b", ""]);
        check("  - one two three", 11, &["  - one two", "  three"]);
        check("        deep", 8, &["deep"]);
        check("a     b", 3, &["a", "b"]);
        check("a  b  ", 5, &["a  b"]);
        check("1\u{a0}GB of memory", 6, &["1\u{a0}GB", "of", "memory"]);
        check("，，，。", 4, &["，，", "，。"]);
        check("한글", 1, &["한", "글"]);
        check("one", 0, &["o", "n", "e"]);
        check("   ", 2, &[""]);
    }

    /// Text like that of cards: words of several scripts, marks, spaces and newlines.
    pub fn text() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            " ",
            " ",
            " ",
            "  ",
            "\n",
            "a",
            "stack",
            "스",
            "레드",
            "，",
            "e\u{301}",
            "\u{301}",
            "→",
            "👩\u{200d}💻",
            "🇰🇷",
            "1\u{fe0f}\u{20e3}",
            "\u{3000}",
            "\u{a0}",
            "ㄱ",
            "ﷺ",
        ]);
        prop_oneof![prop::collection::vec(pieces, 0..40).prop_map(|all| all.concat()), ".{0,60}"]
    }

    fn content(text: &str) -> String {
        text.chars().filter(|c| !is_space(*c)).collect()
    }

    proptest! {
        #[test]
        fn wrapped_text_fits_and_is_whole(text in text(), columns in 0usize..60, wide: bool) {
            let measure = if wide { Measure::Wide } else { Measure::Narrow };
            let lines = measure.wrap(&text, columns);
            for line in &lines {
                let fits = measure.width(line) <= columns;
                prop_assert!(fits || line.graphemes(true).filter(|g| measure.grapheme(g) > 0).count() == 1, "{:?}", line);
            }
            prop_assert_eq!(content(&lines.concat()), content(&text));
            prop_assert!(lines.len() >= text.split('\n').count());
        }

        #[test]
        fn padded_text_has_the_width(text in text(), columns in 0usize..60, wide: bool) {
            let text = text.replace('\n', " ");
            let measure = if wide { Measure::Wide } else { Measure::Narrow };
            let expect = measure.width(&text).max(columns);
            for align in [Align::Left, Align::Right, Align::Centre] {
                prop_assert_eq!(measure.width(&measure.pad(&text, columns, align)), expect);
            }
        }

        #[test]
        fn truncated_text_fits(text in text(), columns in 0usize..60, wide: bool) {
            let measure = if wide { Measure::Wide } else { Measure::Narrow };
            let cut = measure.truncate(&text, columns, "..");
            prop_assert!(measure.width(&cut) <= columns);
            prop_assert!(cut == text || cut.ends_with('.') || columns == 0);
        }
    }
}
