//! The pieces that the screens of a quiz share: the rule over a card, elapsed time, the line of
//! grades, key hints and the rows of points.
//!
//! Invariant: every piece has a linear accessible form that says the same, and no piece is wider
//! than the paper. Words arrive as arguments; it must not know the language or the card.

use crate::{
    text::Shown,
    view::{Align, Glyphs, Line, Paper, Role},
};

/// Below this many columns, gaps are narrower and quotes stand under their text.
const COMPACT: usize = 72;

/// The rule over a card: `-- 1/5  context-switch  ..  aim 1:30 -----` to the width of the paper.
///
/// `left` holds fields with two spaces between them, the first ones the most important: where room
/// is short, fields go from the right, and the last that could stay in part is cut off. The
/// accessible form is a sentence of all fields with commas, and no dashes; wrap it if it is to fit.
pub fn rule_line(paper: &Paper, left: &str) -> Line {
    let left = Shown::new(&left.replace('\n', "  "));
    let mut fields: Vec<&str> =
        left.as_str().split("  ").map(str::trim).filter(|field| !field.is_empty()).collect();
    if paper.accessible {
        return Line::of(Role::Heading, fields.join(", "));
    }
    let measure = paper.measure();
    // "-- " before the fields, " --" after them.
    let room = paper.width.saturating_sub(6);
    while fields.len() > 2 && measure.width(&fields.join("  ")) > room {
        fields.pop();
    }
    if let [first, _] = fields[..]
        && measure.width(first) + 10 > room
    {
        // Less than eight columns of the second field say nothing.
        fields.pop();
    }
    let text = measure.truncate(&fields.join("  "), room, paper.glyphs.ellipsis());
    let mut line = Line::of(Role::Muted, "--");
    if !text.is_empty() {
        line = line.space(1).with(Role::Heading, text).space(1);
    }
    let dashes = paper.width.saturating_sub(line.width_in(measure));
    line.with(Role::Muted, "-".repeat(dashes))
}

/// A time as `m:ss`, or `h:mm:ss` from one hour on; fractions of a second are dropped.
pub fn elapsed(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    match minutes / 60 {
        0 => format!("{minutes}:{seconds:02}"),
        hours => format!("{hours}:{:02}:{seconds:02}", minutes % 60),
    }
}

/// What can be chosen, as (key, label): `  1 again today   2 hard 6 d   3 good 9 d`. Three spaces
/// stand between items, lines break between items only. Accessible: an item a line.
pub fn choices(paper: &Paper, indent: usize, items: &[(&str, &str)]) -> Vec<Line> {
    flow(paper, indent, Role::Plain, items)
}

/// The keys that do something, as (key, label), laid out like [`choices`] but quieter. An item
/// without a key is all label.
pub fn hints(paper: &Paper, indent: usize, items: &[(&str, &str)]) -> Vec<Line> {
    flow(paper, indent, Role::Muted, items)
}

fn flow(paper: &Paper, indent: usize, role: Role, items: &[(&str, &str)]) -> Vec<Line> {
    let measure = paper.measure();
    let indent = if paper.accessible { 0 } else { indent.min(paper.width / 4) };
    let mut lines: Vec<Line> = Vec::new();
    for (key, label) in items {
        let space = if key.is_empty() || label.is_empty() { "" } else { " " };
        let item = Line::of(Role::Key, *key).with(role, [space, label].concat());
        let wide = item.width_in(measure);
        match lines.last_mut() {
            Some(line) if !paper.accessible && line.width_in(measure) + 3 + wide <= paper.width => {
                line.append(item.indented(3));
            }
            _ => lines.extend(item.indented(indent).wrap_in(measure, paper.width, indent + 2)),
        }
    }
    lines
}

/// Whether lines begin at the margin, for want of room.
pub(super) fn is_compact(paper: &Paper) -> bool {
    paper.width < COMPACT
}

/// One point of an answer and what was found of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The letter that flips or ticks it.
    pub letter: char,
    /// Whether it is a core point.
    pub core: bool,
    /// The verdict in a word, with its role: "found" in [`Role::Right`]. Empty before there is one.
    pub mark: (Role, Shown),
    /// The point.
    pub text: Shown,
    /// The words of the answer that were found, without quotation marks.
    pub quote: Option<Shown>,
}

/// The rows of points: letter, `*` for core, mark, text, quote, in columns.
///
/// Text wraps, a quote is cut off. On paper of less than 72 columns the quote stands under the
/// text. `core` is the word for a core point in the accessible form, which has no columns.
pub fn points(paper: &Paper, points: &[Point], core: &str) -> Vec<Line> {
    if paper.accessible {
        return points.iter().flat_map(|point| point_sentence(paper, point, core)).collect();
    }
    let measure = paper.measure();
    let compact = is_compact(paper);
    let (indent, gap) = if compact { (0, 2) } else { (2, 3) };
    let widest = |part: fn(&Point) -> Option<&Shown>| {
        let parts = points.iter().filter_map(part);
        parts.map(|part| measure.width(part.as_str())).max().unwrap_or(0)
    };
    let (mark, text) = (widest(|point| Some(&point.mark.1)), widest(|point| Some(&point.text)));
    // With its quotation marks.
    let quote = widest(|point| point.quote.as_ref()) + 2;
    let mark_end = if mark == 0 { 0 } else { mark + gap };
    let start = (indent + 5 + mark_end).min(paper.width / 2);
    let room = paper.width - start;
    let beside = !compact && points.iter().any(|point| point.quote.is_some());
    // A quote takes what the text leaves it, but not less than a third of the room.
    let quote = if beside { quote.min((room / 3).max(room.saturating_sub(text + gap))) } else { 0 };
    let text = if beside { room.saturating_sub(quote + gap).min(text) } else { room };
    let mut lines = Vec::new();
    for point in points {
        let star = if point.core { paper.glyphs.core() } else { " " };
        let (role, word) = point.mark.clone();
        let head = Line::of(Role::Key, point.letter.to_string())
            .space(1)
            .with(Role::Strong, star)
            .space(2)
            .then(Line::of(role, word).pad(measure, mark_end, Align::Left))
            .indented(indent)
            .truncate(measure, start, paper.glyphs)
            .pad(measure, start, Align::Left);
        let texts = Line::plain(point.text.clone()).wrap_in(measure, text, 0);
        for (n, line) in texts.into_iter().enumerate() {
            let mut line = if n == 0 { head.clone().then(line) } else { line.indented(start) };
            if n == 0
                && beside
                && let Some(quote_text) = &point.quote
            {
                let quoted = quoted(paper, quote_text, quote);
                line = line.pad(measure, start + text + gap, Align::Left).then(quoted);
            }
            lines.push(line.trimmed());
        }
        if !beside && let Some(quote) = &point.quote {
            lines.push(quoted(paper, quote, room).indented(start));
        }
    }
    lines
}

fn point_sentence(paper: &Paper, point: &Point, core: &str) -> Vec<Line> {
    let mut line = Line::of(Role::Key, point.letter.to_string());
    if point.core && !core.is_empty() {
        line = line.with(Role::Plain, ", ").with(Role::Strong, core);
    }
    if !point.mark.1.as_str().is_empty() {
        line = line.with(Role::Plain, ", ").with(point.mark.0, point.mark.1.clone());
    }
    line = line.with(Role::Plain, ": ").with(Role::Plain, point.text.clone());
    if let Some(quote) = &point.quote {
        line = line.space(1).then(quoted(paper, quote, usize::MAX));
    }
    line.wrap_in(paper.measure(), paper.width, 2)
}

/// Words of the user in quotation marks, cut off inside them to fit `width` columns.
pub fn quoted(paper: &Paper, text: &Shown, width: usize) -> Line {
    let words = text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = |glyphs: Glyphs| {
        paper.measure().truncate(&words, width.saturating_sub(2), glyphs.ellipsis())
    };
    Line::of(Role::Quote, format!("\"{}\"", cut(paper.glyphs)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Colour, paint, paper::tests::drawn};

    #[test]
    fn rules() {
        let lefts = [
            "1/5  process-vs-thread  프로세스와 스레드  새 카드  기준 1:30",
            "2/5  context-switch  컨텍스트 스위칭  새 카드  기준 1:30",
            "다시, 빠진 것만  process-vs-thread",
            "3/15  thread-sync  synchronisation  last: hard, 4 days ago  aim 1:30",
            "12/15  multiprocessing-vs-multithreading-on-many-cores  processes",
            "",
        ];
        insta::assert_snapshot!(drawn(|paper| lefts.iter().map(|left| rule_line(paper, left)).collect()), @r"
        [80]
        -- 1/5  process-vs-thread  프로세스와 스레드  새 카드  기준 1:30 ---------------
        -- 2/5  context-switch  컨텍스트 스위칭  새 카드  기준 1:30 --------------------
        -- 다시, 빠진 것만  process-vs-thread ------------------------------------------
        -- 3/15  thread-sync  synchronisation  last: hard, 4 days ago  aim 1:30 --------
        -- 12/15  multiprocessing-vs-multithreading-on-many-cores  processes -----------
        --------------------------------------------------------------------------------
        [60]
        -- 1/5  process-vs-thread  프로세스와 스레드  새 카드 ------
        -- 2/5  context-switch  컨텍스트 스위칭  새 카드 -----------
        -- 다시, 빠진 것만  process-vs-thread ----------------------
        -- 3/15  thread-sync  synchronisation ----------------------
        -- 12/15  multiprocessing-vs-multithreading-on-many-cores --
        ------------------------------------------------------------
        [40]
        -- 1/5  process-vs-thread --------------
        -- 2/5  context-switch -----------------
        -- 다시, 빠진 것만  process-vs-thread --
        -- 3/15  thread-sync  synchronisation --
        -- 12/15  multiprocessing-vs-multit.. --
        ----------------------------------------
        [accessible]
        1/5, process-vs-thread, 프로세스와 스레드, 새 카드, 기준 1:30
        2/5, context-switch, 컨텍스트 스위칭, 새 카드, 기준 1:30
        다시, 빠진 것만, process-vs-thread
        3/15, thread-sync, synchronisation, last: hard, 4 days ago, aim 1:30
        12/15, multiprocessing-vs-multithreading-on-many-cores, processes
        ");
        for width in 0..120 {
            for left in lefts {
                let line = rule_line(&Paper::of_width(width), left);
                assert_eq!(line.width(), width.max(2));
            }
        }
    }

    #[test]
    fn times() {
        for (milliseconds, expect) in [
            (0, "0:00"),
            (999, "0:00"),
            (52_000, "0:52"),
            (92_500, "1:32"),
            (1_100_000, "18:20"),
            (3_725_000, "1:02:05"),
        ] {
            assert_eq!(elapsed(milliseconds), expect);
        }
    }

    #[test]
    fn grades_and_keys() {
        let grades =
            [("1", "다시 오늘"), ("2", "어려움 1일"), ("3", "알맞음 2일"), ("4", "쉬움 8일")];
        let keys = [
            ("a-h", "판정 바꾸기"),
            ("m", "모범 답안"),
            ("t", "다시 말하기"),
            ("r", "실험"),
            ("k", "내 답으로 보관"),
        ];
        let english = [
            ("", "An empty line ends it"),
            ("Enter", "at once to speak"),
            ("Ctrl-X Ctrl-E", "editor"),
            ("?", "help"),
        ];
        insta::assert_snapshot!(drawn(|paper| {
            [choices(paper, 2, &grades), hints(paper, 2, &keys), hints(paper, 0, &english)].concat()
        }), @r"
        [80]
          1 다시 오늘   2 어려움 1일   3 알맞음 2일   4 쉬움 8일
          a-h 판정 바꾸기   m 모범 답안   t 다시 말하기   r 실험   k 내 답으로 보관
        An empty line ends it   Enter at once to speak   Ctrl-X Ctrl-E editor   ? help
        [60]
          1 다시 오늘   2 어려움 1일   3 알맞음 2일   4 쉬움 8일
          a-h 판정 바꾸기   m 모범 답안   t 다시 말하기   r 실험
          k 내 답으로 보관
        An empty line ends it   Enter at once to speak
        Ctrl-X Ctrl-E editor   ? help
        [40]
          1 다시 오늘   2 어려움 1일
          3 알맞음 2일   4 쉬움 8일
          a-h 판정 바꾸기   m 모범 답안
          t 다시 말하기   r 실험
          k 내 답으로 보관
        An empty line ends it
        Enter at once to speak
        Ctrl-X Ctrl-E editor   ? help
        [accessible]
        1 다시 오늘
        2 어려움 1일
        3 알맞음 2일
        4 쉬움 8일
        a-h 판정 바꾸기
        m 모범 답안
        t 다시 말하기
        r 실험
        k 내 답으로 보관
        An empty line ends it
        Enter at once to speak
        Ctrl-X Ctrl-E editor
        ? help
        ");
    }

    fn point(letter: char, core: bool, mark: (Role, &str), text: &str, quote: &str) -> Point {
        let quote = (!quote.is_empty()).then(|| Shown::new(quote));
        Point { letter, core, mark: (mark.0, mark.1.into()), text: text.into(), quote }
    }

    fn korean() -> Vec<Point> {
        let found = (Role::Right, "찾음");
        vec![
            point('a', false, found, "프로세스는 실행 중인 프로그램", "실행중인 프로그램"),
            point('c', true, found, "프로세스는 주소 공간이 따로", "각자 독립된 메모리"),
            point(
                'e',
                true,
                (Role::Wrong, "반대로"),
                "스택, PC, 레지스터는 스레드마다",
                "스택까지 같이 씁니다",
            ),
            point('h', false, (Role::Muted, "못 찾음"), "한 스레드의 오류가 전체를 끝낸다", ""),
        ]
    }

    fn english() -> Vec<Point> {
        let found = (Role::Right, "found");
        vec![
            point(
                'a',
                false,
                found,
                "orders access to shared state",
                "access to shared state has to be ordered",
            ),
            point(
                'c',
                true,
                found,
                "a critical section is entered by one thread at a time",
                "critical section: one thread at a time",
            ),
            point(
                'e',
                false,
                (Role::Partial, "thin"),
                "semaphore counts and signals",
                "Semaphores\n too",
            ),
            point(
                'f',
                false,
                (Role::Muted, "not found"),
                "condition variable: wait until a condition holds, and check it again after waking",
                "",
            ),
        ]
    }

    #[test]
    fn points_in_korean() {
        insta::assert_snapshot!(drawn(|paper| points(paper, &korean(), "핵심")), @r#"
        [80]
          a    찾음      프로세스는 실행 중인 프로그램      "실행중인 프로그램"
          c *  찾음      프로세스는 주소 공간이 따로        "각자 독립된 메모리"
          e *  반대로    스택, PC, 레지스터는 스레드마다    "스택까지 같이 씁니다"
          h    못 찾음   한 스레드의 오류가 전체를 끝낸다
        [60]
        a    찾음     프로세스는 실행 중인 프로그램
                      "실행중인 프로그램"
        c *  찾음     프로세스는 주소 공간이 따로
                      "각자 독립된 메모리"
        e *  반대로   스택, PC, 레지스터는 스레드마다
                      "스택까지 같이 씁니다"
        h    못 찾음  한 스레드의 오류가 전체를 끝낸다
        [40]
        a    찾음     프로세스는 실행 중인
                      프로그램
                      "실행중인 프로그램"
        c *  찾음     프로세스는 주소 공간이
                      따로
                      "각자 독립된 메모리"
        e *  반대로   스택, PC, 레지스터는
                      스레드마다
                      "스택까지 같이 씁니다"
        h    못 찾음  한 스레드의 오류가 전체를
                      끝낸다
        [accessible]
        a, 찾음: 프로세스는 실행 중인 프로그램 "실행중인 프로그램"
        c, 핵심, 찾음: 프로세스는 주소 공간이 따로 "각자 독립된 메모리"
        e, 핵심, 반대로: 스택, PC, 레지스터는 스레드마다 "스택까지 같이 씁니다"
        h, 못 찾음: 한 스레드의 오류가 전체를 끝낸다
        "#);
    }

    #[test]
    fn points_in_english() {
        insta::assert_snapshot!(drawn(|paper| points(paper, &english(), "core")), @r#"
        [80]
          a    found       orders access to shared state            "access to shared.."
          c *  found       a critical section is entered by one     "critical section.."
                           thread at a time
          e    thin        semaphore counts and signals             "Semaphores too"
          f    not found   condition variable: wait until a
                           condition holds, and check it again
                           after waking
        [60]
        a    found      orders access to shared state
                        "access to shared state has to be ordered"
        c *  found      a critical section is entered by one thread
                        at a time
                        "critical section: one thread at a time"
        e    thin       semaphore counts and signals
                        "Semaphores too"
        f    not found  condition variable: wait until a condition
                        holds, and check it again after waking
        [40]
        a    found      orders access to shared
                        state
                        "access to shared sta.."
        c *  found      a critical section is
                        entered by one thread at
                        a time
                        "critical section: on.."
        e    thin       semaphore counts and
                        signals
                        "Semaphores too"
        f    not found  condition variable: wait
                        until a condition holds,
                        and check it again after
                        waking
        [accessible]
        a, found: orders access to shared state "access to shared state has to be
          ordered"
        c, core, found: a critical section is entered by one thread at a time "critical
          section: one thread at a time"
        e, thin: semaphore counts and signals "Semaphores too"
        f, not found: condition variable: wait until a condition holds, and check it
          again after waking
        "#);
    }

    #[test]
    fn points_before_a_verdict() {
        let mut bare = korean();
        for point in &mut bare {
            (point.mark.1, point.quote) = (Shown::default(), None);
        }
        insta::assert_snapshot!(paint(&points(&Paper::default(), &bare, ""), Colour::None), @r"
        a    프로세스는 실행 중인 프로그램
        c *  프로세스는 주소 공간이 따로
        e *  스택, PC, 레지스터는 스레드마다
        h    한 스레드의 오류가 전체를 끝낸다
        ");
    }

    #[test]
    fn narrow_paper_and_wide_characters_still_fit() {
        for width in 4..100 {
            for ambiguous_wide in [false, true] {
                let paper = Paper { ambiguous_wide, ..Paper::of_width(width) };
                for list in [korean(), english()] {
                    for line in points(&paper, &list, "") {
                        assert!(
                            line.width_in(paper.measure()) <= width,
                            "{:?} at {width}",
                            line.text()
                        );
                    }
                }
            }
        }
    }
}
