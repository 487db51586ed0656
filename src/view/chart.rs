//! Small charts in text: bars and sparklines.
//!
//! Invariant: bars stand at the end of their line, after the figures that they show, and the
//! accessible form gives the figures without them. Values that are no numbers, or negative, are
//! drawn as nothing. It must not know what is counted.

use crate::{
    text::Shown,
    view::{Align, Glyphs, Line, Paper, Role},
};

/// The columns of the longest bar. Longer ones are no easier to compare.
const LONGEST: usize = 40;

/// One bar: what it is about, how long it is, and the figure that says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is about.
    pub label: Line,
    /// The figure in words: `12`, `82%`, `3 cards`.
    pub figure: Line,
    /// How long it is, 0 and up.
    pub value: f64,
}

impl Bar {
    /// A bar.
    pub fn new(label: impl Into<Line>, figure: impl Into<Line>, value: f64) -> Bar {
        Bar { label: label.into(), figure: figure.into(), value }
    }

    /// A bar of a count, which is its own figure: cards due on a day, schedules with an outcome.
    pub fn count(label: impl Into<Line>, count: u32) -> Bar {
        Bar::new(label, count.to_string(), f64::from(count))
    }
}

/// The filled part of a bar that is `fraction` (0 to 1) of `width` columns. What is above 0 shows
/// at least a trace, and only what is 1 fills all.
pub fn bar(fraction: f64, width: usize, glyphs: Glyphs) -> String {
    let fraction = amount(fraction).min(1.0);
    let halves = match (fraction * (width * 2) as f64).round() as usize {
        0 if fraction > 0.0 && width > 0 => 1,
        all if all == width * 2 && fraction < 1.0 && width > 0 => all - 1,
        halves => halves,
    };
    let half = if halves % 2 == 1 { glyphs.half_bar() } else { "" };
    [&glyphs.bar().repeat(halves / 2), half].concat()
}

/// Bars under each other, in the columns label, figure, bar. `full` is the value of a bar of full
/// length; without one, it is the greatest value. Accessible: `label: figure`.
pub fn bars(paper: &Paper, indent: usize, full: Option<f64>, bars: &[Bar]) -> Vec<Line> {
    let measure = paper.measure();
    if paper.accessible {
        let sentences = bars.iter().flat_map(|bar| {
            let line = bar.label.clone().with(Role::Plain, ": ").then(bar.figure.clone());
            line.wrap_in(measure, paper.width, 2)
        });
        return sentences.collect();
    }
    let widest = |part: fn(&Bar) -> &Line| {
        bars.iter().map(|bar| part(bar).width_in(measure)).max().unwrap_or(0)
    };
    let indent = indent.min(paper.width / 4);
    let room = paper.width.saturating_sub(indent);
    let figure = widest(|bar| &bar.figure).min(room / 4);
    // A label leaves the bars a quarter of the room.
    let label = widest(|bar| &bar.label).min(room.saturating_sub(figure + 4 + room / 4));
    let longest = room.saturating_sub(label + figure + 4).min(LONGEST);
    let greatest = bars.iter().map(|bar| amount(bar.value)).fold(0.0, f64::max);
    let full = full.map(amount).unwrap_or(greatest);
    let draw = |one: &Bar| {
        let fraction = if full > 0.0 { amount(one.value) / full } else { 0.0 };
        let label_cell = one.label.truncate(measure, label, paper.glyphs);
        let figure_cell = one.figure.truncate(measure, figure, paper.glyphs);
        let line = label_cell.pad(measure, label, Align::Left).space(2);
        let line = line.then(figure_cell.pad(measure, figure, Align::Right)).space(2);
        let line = line.with(Role::Bar, bar(fraction, longest, paper.glyphs));
        line.indented(indent).trimmed()
    };
    bars.iter().map(draw).collect()
}

/// Values over time, a column each: the greatest is highest, zero is lowest, and what is no number
/// is a gap.
pub fn sparkline(values: &[f64], glyphs: Glyphs) -> String {
    let heights = glyphs.heights();
    let greatest = values.iter().copied().map(amount).fold(0.0, f64::max);
    let height = |value: &f64| {
        if value.is_nan() {
            return glyphs.gap();
        }
        let fraction = if greatest > 0.0 { amount(*value) / greatest } else { 0.0 };
        // Only zero is as low as zero.
        let steps = (heights.len() - 1) as f64;
        heights[(fraction * steps).ceil() as usize]
    };
    values.iter().map(height).collect()
}

/// A sparkline after the sentence that says what it shows; accessible: the sentence alone. Only as
/// many of the last values are drawn as fit the paper.
pub fn spark(paper: &Paper, sentence: impl Into<Shown>, values: &[f64]) -> Vec<Line> {
    let measure = paper.measure();
    let mut lines = Line::plain(sentence).wrap_in(measure, paper.width, 2);
    if paper.accessible || values.is_empty() {
        return lines;
    }
    let curve = |room: usize| {
        let last = &values[values.len().saturating_sub(room)..];
        Line::of(Role::Bar, sparkline(last, paper.glyphs))
    };
    match lines.last_mut() {
        Some(line) if line.width_in(measure) + 3 + values.len() <= paper.width => {
            line.append(curve(values.len()).indented(3));
        }
        _ => lines.push(curve(paper.width.saturating_sub(2)).indented(2)),
    }
    lines
}

/// A value that can be drawn: finite, 0 and up.
fn amount(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Colour, paint, paper::tests::drawn};
    use proptest::prelude::*;

    #[test]
    fn lengths() {
        let check = |fraction: f64, unicode: &str, ascii: &str| {
            assert_eq!(bar(fraction, 4, Glyphs::Unicode), unicode, "{fraction}");
            assert_eq!(bar(fraction, 4, Glyphs::Ascii), ascii, "{fraction}");
        };
        check(0.0, "", "");
        check(0.001, "⡇", "#");
        check(0.5, "⣿⣿", "##");
        check(0.6, "⣿⣿⡇", "###");
        check(0.999, "⣿⣿⣿⡇", "####");
        check(1.0, "⣿⣿⣿⣿", "####");
        check(7.0, "⣿⣿⣿⣿", "####");
        check(-1.0, "", "");
        check(f64::NAN, "", "");
        check(f64::INFINITY, "", "");
        assert_eq!(bar(0.5, 0, Glyphs::Unicode), "");
    }

    #[test]
    fn a_forecast() {
        let days = [("오늘", 12), ("내일", 9), ("11월 27일", 0), ("11월 28일", 1), ("토요일", 40)];
        let days = days.map(|(day, count)| Bar::count(day, count));
        insta::assert_snapshot!(drawn(|paper| bars(paper, 2, None, &days)), @r"
        [80]
          오늘       12  ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
          내일        9  ⣿⣿⣿⣿⣿⣿⣿⣿⣿
          11월 27일   0
          11월 28일   1  ⣿
          토요일     40  ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        [60]
          오늘       12  ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
          내일        9  ⣿⣿⣿⣿⣿⣿⣿⣿⣿
          11월 27일   0
          11월 28일   1  ⣿
          토요일     40  ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        [40]
          오늘       12  ⣿⣿⣿⣿⣿⣿⣿
          내일        9  ⣿⣿⣿⣿⣿
          11월 27일   0
          11월 28일   1  ⡇
          토요일     40  ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        [accessible]
        오늘: 12
        내일: 9
        11월 27일: 0
        11월 28일: 1
        토요일: 40
        ");
    }

    #[test]
    fn shares_in_ascii() {
        let paper = Paper { glyphs: Glyphs::Ascii, ..Paper::of_width(40) };
        let topics = [("scheduling", 61), ("virtual memory and paging", 74), ("IPC", 100)];
        let topics =
            topics.map(|(topic, share)| Bar::new(topic, format!("{share}%"), f64::from(share)));
        insta::assert_snapshot!(paint(&bars(&paper, 0, Some(100.0), &topics), Colour::None), @r"
        scheduling               61%  ######
        virtual memory and p..   74%  ########
        IPC                     100%  ##########
        ");
    }

    #[test]
    fn curves() {
        let values = [0.0, 1.0, 2.0, f64::NAN, 3.0, 4.0];
        assert_eq!(sparkline(&values, Glyphs::Unicode), "⣀⣤⣶ ⣿⣿");
        assert_eq!(sparkline(&values, Glyphs::Ascii), "_-= *#");
        assert_eq!(sparkline(&[0.0, 0.0], Glyphs::Ascii), "__");
        let month: Vec<f64> = (0..30).map(f64::from).collect();
        insta::assert_snapshot!(drawn(|paper| {
            spark(paper, "지난 30일 동안 하루 평균 14분, 가장 긴 날은 29분", &month)
        }), @r"
        [80]
        지난 30일 동안 하루 평균 14분, 가장 긴 날은 29분
          ⣀⣤⣤⣤⣤⣤⣤⣤⣤⣤⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        [60]
        지난 30일 동안 하루 평균 14분, 가장 긴 날은 29분
          ⣀⣤⣤⣤⣤⣤⣤⣤⣤⣤⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        [40]
        지난 30일 동안 하루 평균 14분, 가장 긴
          날은 29분
          ⣀⣤⣤⣤⣤⣤⣤⣤⣤⣤⣶⣶⣶⣶⣶⣶⣶⣶⣶⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        [accessible]
        지난 30일 동안 하루 평균 14분, 가장 긴 날은 29분
        ");
    }

    proptest! {
        #[test]
        fn bars_fit(labels in prop::collection::vec("[ a스택→]{0,30}", 0..6), width in 12usize..90, value: f64) {
            let list: Vec<Bar> = labels.iter().map(|label| Bar::new(label.as_str(), "12%", value)).collect();
            for line in bars(&Paper::of_width(width), 2, None, &list) {
                prop_assert!(line.width() <= width);
            }
            prop_assert!(sparkline(&[value, 1.0], Glyphs::Unicode).chars().count() == 2);
        }
    }
}
