//! Tables whose columns stand on spaces.
//!
//! Invariant: no line of a table is wider than the paper, and cells of a column start or end at the
//! same column of the screen whatever they hold. Where there is too little room, flexible columns
//! shrink first, then columns that may go are left out, then all columns shrink. The accessible form
//! leaves nothing out. It must not know what its cells mean.

use crate::{
    text::Shown,
    view::{Align, Line, Paper, Role},
};

/// The spaces between two columns.
const GAP: usize = 2;

/// What a column does when there is too little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// Nothing, while others can.
    Fixed,
    /// Its cells are cut off, with an ellipsis.
    Truncate,
    /// Its cells take more lines.
    Wrap,
}

/// One column: what stands over it, and how its cells stand.
#[derive(Clone, Debug)]
pub struct Column {
    heading: Shown,
    align: Align,
    fit: Fit,
    minimum: usize,
    maximum: usize,
    drop: Option<u8>,
}

impl Column {
    /// A column as wide as its widest cell, which stands at the left. A column without a heading
    /// has an empty one.
    pub fn new(heading: impl Into<Shown>) -> Column {
        let heading = heading.into();
        Column {
            heading,
            align: Align::Left,
            fit: Fit::Fixed,
            minimum: 1,
            maximum: usize::MAX,
            drop: None,
        }
    }

    /// Where cells and heading stand.
    #[must_use]
    pub fn align(self, align: Align) -> Column {
        Column { align, ..self }
    }

    /// Cells stand at the right, as figures do.
    #[must_use]
    pub fn right(self) -> Column {
        self.align(Align::Right)
    }

    /// Where room is short, the column shrinks to `minimum` columns and cuts off its cells.
    #[must_use]
    pub fn truncating(self, minimum: usize) -> Column {
        Column { fit: Fit::Truncate, minimum: minimum.max(1), ..self }
    }

    /// Where room is short, the column shrinks to `minimum` columns and wraps its cells.
    #[must_use]
    pub fn wrapping(self, minimum: usize) -> Column {
        Column { fit: Fit::Wrap, minimum: minimum.max(1), ..self }
    }

    /// The column is never wider than `maximum` columns.
    #[must_use]
    pub fn at_most(self, maximum: usize) -> Column {
        Column { maximum: maximum.max(1), ..self }
    }

    /// Where room is short even so, the column is left out: the one with the lowest `priority`
    /// first, of equals the rightmost. Columns without a priority stay.
    #[must_use]
    pub fn droppable(self, priority: u8) -> Column {
        Column { drop: Some(priority), ..self }
    }
}

/// Rows of cells under columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Line>>,
    /// What stands under rows, by their number.
    notes: Vec<(usize, Line)>,
    indent: usize,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Table {
        Table { columns: columns.into_iter().collect(), ..Table::default() }
    }

    /// The table with `columns` spaces before each line.
    #[must_use]
    pub fn indent(self, columns: usize) -> Table {
        Table { indent: columns, ..self }
    }

    /// Adds a row. Missing cells are empty, cells beyond the columns are left out.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Line>) {
        let mut cells: Vec<Line> = cells.into_iter().take(self.columns.len()).collect();
        cells.resize(self.columns.len(), Line::new());
        self.rows.push(cells);
    }

    /// Lets a line stand under the last row, from its second column on, as wide as the paper.
    pub fn note(&mut self, note: Line) {
        self.notes.push((self.rows.len().saturating_sub(1), note));
    }

    /// The columns of all cells with nothing cut, wrapped or left out, its own indentation included.
    pub fn natural_width(&self, paper: &Paper) -> usize {
        let widths = self.layout(paper, usize::MAX);
        let gaps = GAP * widths.len().saturating_sub(1);
        self.indent + gaps + widths.into_iter().flatten().sum::<usize>()
    }

    /// Whether what must not be cut fits the paper, when columns that can be left out or cut are.
    pub fn fits(&self, paper: &Paper) -> bool {
        let natural = self.layout(paper, usize::MAX).into_iter().flatten();
        let needed: Vec<usize> = natural
            .zip(&self.columns)
            .filter(|(_, column)| column.drop.is_none())
            .map(|(width, column)| match column.fit {
                Fit::Fixed => width,
                Fit::Truncate | Fit::Wrap => width.min(column.minimum),
            })
            .collect();
        let gaps = GAP * needed.len().saturating_sub(1);
        self.indent + gaps + needed.iter().sum::<usize>() <= paper.width
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table on `paper`: the headings, if any column has one, and the rows. Nothing if there
    /// are no rows.
    pub fn draw(&self, paper: &Paper) -> Vec<Line> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        if paper.accessible {
            return self.records(paper);
        }
        let indent = self.indent.min(paper.width / 4);
        let widths = self.layout(paper, paper.width.saturating_sub(indent));
        let mut lines = Vec::new();
        if self.has_headings() {
            lines.extend(self.cells(paper, indent, &widths, &self.headings()));
        }
        let second = indent + widths.first().copied().flatten().map_or(0, |first| first + GAP);
        for (at, row) in self.rows.iter().enumerate() {
            lines.extend(self.cells(paper, indent, &widths, row));
            for (_, note) in self.notes.iter().filter(|(under, _)| *under == at) {
                let note = note.clone().indented(second);
                lines.extend(note.wrap_in(paper.measure(), paper.width, second + GAP));
            }
        }
        lines
    }

    fn has_headings(&self) -> bool {
        self.columns.iter().any(|column| !column.heading.as_str().is_empty())
    }

    fn headings(&self) -> Vec<Line> {
        let headings = self.columns.iter().map(|column| column.heading.clone());
        headings.map(|heading| Line::of(Role::Muted, heading)).collect()
    }

    /// One "heading: value" line for each cell that holds something, an empty line between rows; in
    /// a table without headings, a line for each row, after whose first cell the others are listed.
    fn records(&self, paper: &Paper) -> Vec<Line> {
        let mut lines = Vec::new();
        if !self.has_headings() {
            for row in &self.rows {
                let mut line = Line::new();
                let cells = row.iter().filter(|cell| !cell.text().trim().is_empty());
                for (n, cell) in cells.enumerate() {
                    line.push(Role::Plain, ["", ": ", ", "][n.min(2)]);
                    line.append(cell.clone());
                }
                lines.extend(line.wrap_in(paper.measure(), paper.width, 2));
            }
            return lines;
        }
        for (n, row) in self.rows.iter().enumerate() {
            if n > 0 {
                lines.push(Line::new());
            }
            for (column, cell) in self.columns.iter().zip(row) {
                if cell.text().trim().is_empty() {
                    continue;
                }
                let mut line = Line::new();
                if !column.heading.as_str().is_empty() {
                    line = line.with(Role::Muted, column.heading.clone()).with(Role::Muted, ": ");
                }
                lines.extend(line.then(cell.clone()).wrap_in(paper.measure(), paper.width, 2));
            }
        }
        lines
    }

    /// The width of each column, none for those left out, so that all fit `room` columns.
    fn layout(&self, paper: &Paper, room: usize) -> Vec<Option<usize>> {
        let headings = self.headings();
        let natural = self.columns.iter().enumerate().map(|(n, column)| {
            let cells = self.rows.iter().chain([&headings]).map(|row| &row[n]);
            let widest = cells.map(|cell| cell.width_in(paper.measure())).max().unwrap_or(0);
            Some(widest.min(column.maximum).min(room))
        });
        let natural: Vec<Option<usize>> = natural.collect();
        let mut kept = natural.clone();
        loop {
            let mut widths = kept.clone();
            let flexible = |n: usize| match self.columns[n].fit {
                Fit::Fixed => usize::MAX,
                Fit::Truncate | Fit::Wrap => self.columns[n].minimum,
            };
            if shrink(&mut widths, room, flexible) {
                return widths;
            }
            let droppable = (0..kept.len()).filter(|&n| kept[n].is_some()).rev();
            let lowest = droppable
                .filter_map(|n| self.columns[n].drop.map(|priority| (priority, n)))
                .min_by_key(|&(priority, _)| priority);
            match lowest {
                Some((_, n)) => kept[n] = None,
                None => {
                    // Paper narrower than this table was made for.
                    shrink(&mut widths, room, |_| 1);
                    return widths;
                }
            }
        }
    }

    fn cells(
        &self,
        paper: &Paper,
        indent: usize,
        widths: &[Option<usize>],
        row: &[Line],
    ) -> Vec<Line> {
        let measure = paper.measure();
        let shown = self.columns.iter().zip(widths).zip(row);
        let cells: Vec<(Align, usize, Vec<Line>)> = shown
            .filter_map(|((column, width), cell)| {
                let width = (*width)?;
                let lines = match column.fit {
                    Fit::Wrap => cell.wrap_in(measure, width, 0),
                    Fit::Fixed | Fit::Truncate => vec![cell.clone()],
                };
                Some((column.align, width, lines))
            })
            .collect();
        let height = cells.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(1);
        (0..height)
            .map(|n| {
                let mut line = Line::new().space(indent);
                for (at, (align, width, lines)) in cells.iter().enumerate() {
                    let cell = lines.get(n).cloned().unwrap_or_default();
                    let cell = cell.truncate(measure, *width, paper.glyphs);
                    line.append(cell.pad(measure, *width, *align));
                    line = line.space(if at + 1 < cells.len() { GAP } else { 0 });
                }
                // On paper too narrow even for one column of each, the right ones are cut off.
                line.trimmed().truncate(measure, paper.width, paper.glyphs)
            })
            .collect()
    }
}

/// Takes columns from the widest that is above its minimum until all fit `room`; whether they do.
fn shrink(widths: &mut [Option<usize>], room: usize, minimum: impl Fn(usize) -> usize) -> bool {
    loop {
        let shown = widths.iter().flatten();
        let gaps = GAP * shown.clone().count().saturating_sub(1);
        if shown.sum::<usize>() + gaps <= room {
            return true;
        }
        let above = widths.iter_mut().enumerate();
        let above = above.filter_map(|(n, width)| width.as_mut().filter(|w| **w > minimum(n)));
        match above.max_by_key(|width| **width) {
            Some(width) => *width -= 1,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Colour, Glyphs, paint, paper::tests::drawn};
    use proptest::prelude::*;

    /// Id, topic, question, reviews, and when it is due.
    type Card = (&'static str, &'static str, &'static str, u32, (Role, &'static str));

    fn cards() -> [Card; 4] {
        [
            (
                "process-vs-thread",
                "프로세스",
                "프로세스와 스레드의 차이를 설명해 주세요.",
                12,
                (Role::Due, "오늘"),
            ),
            (
                "context-switch",
                "스케줄링",
                "컨텍스트 스위칭이 무엇인지, 왜 비용이 드는지 설명해 주세요.",
                3,
                (Role::Plain, "3일 뒤"),
            ),
            (
                "memory-sharing",
                "메모리",
                "Shared memory와 message passing의 차이는?",
                0,
                (Role::New, "새 카드"),
            ),
            ("tlb", "메모리", "TLB는 무엇인가요?", 104, (Role::Plain, "12월 14일")),
        ]
    }

    fn table(question: Column) -> Table {
        let columns = [
            Column::new("카드"),
            Column::new("주제").droppable(1),
            question,
            Column::new("횟수").right().droppable(2),
            Column::new("다음"),
        ];
        let mut table = Table::new(columns).indent(2);
        for (id, topic, question, count, (role, due)) in cards() {
            let count = Line::plain(count.to_string());
            table.row([
                Line::of(Role::Key, id),
                topic.into(),
                question.into(),
                count,
                Line::of(role, due),
            ]);
        }
        table
    }

    #[test]
    fn cells_are_cut_off() {
        let table = table(Column::new("질문").truncating(12));
        insta::assert_snapshot!(drawn(|paper| table.draw(paper)), @r"
        [80]
          카드               주제      질문                              횟수  다음
          process-vs-thread  프로세스  프로세스와 스레드의 차이를 설..     12  오늘
          context-switch     스케줄링  컨텍스트 스위칭이 무엇인지, 왜..     3  3일 뒤
          memory-sharing     메모리    Shared memory와 message passin..     0  새 카드
          tlb                메모리    TLB는 무엇인가요?                  104  12월 14일
        [60]
          카드               주제      질문          횟수  다음
          process-vs-thread  프로세스  프로세스와..    12  오늘
          context-switch     스케줄링  컨텍스트 ..      3  3일 뒤
          memory-sharing     메모리    Shared mem..     0  새 카드
          tlb                메모리    TLB는 무엇..   104  12월 14일
        [40]
          카드           질문          다음
          process-vs-..  프로세스와..  오늘
          context-swi..  컨텍스트 ..   3일 뒤
          memory-shar..  Shared mem..  새 카드
          tlb            TLB는 무엇..  12월 14일
        [accessible]
        카드: process-vs-thread
        주제: 프로세스
        질문: 프로세스와 스레드의 차이를 설명해 주세요.
        횟수: 12
        다음: 오늘

        카드: context-switch
        주제: 스케줄링
        질문: 컨텍스트 스위칭이 무엇인지, 왜 비용이 드는지 설명해 주세요.
        횟수: 3
        다음: 3일 뒤

        카드: memory-sharing
        주제: 메모리
        질문: Shared memory와 message passing의 차이는?
        횟수: 0
        다음: 새 카드

        카드: tlb
        주제: 메모리
        질문: TLB는 무엇인가요?
        횟수: 104
        다음: 12월 14일
        ");
    }

    #[test]
    fn cells_are_wrapped() {
        let table = table(Column::new("질문").wrapping(10));
        insta::assert_snapshot!(drawn(|paper| table.draw(paper)), @r"
        [80]
          카드               주제      질문                              횟수  다음
          process-vs-thread  프로세스  프로세스와 스레드의 차이를          12  오늘
                                       설명해 주세요.
          context-switch     스케줄링  컨텍스트 스위칭이 무엇인지, 왜       3  3일 뒤
                                       비용이 드는지 설명해 주세요.
          memory-sharing     메모리    Shared memory와 message              0  새 카드
                                       passing의 차이는?
          tlb                메모리    TLB는 무엇인가요?                  104  12월 14일
        [60]
          카드               주제      질문          횟수  다음
          process-vs-thread  프로세스  프로세스와      12  오늘
                                       스레드의
                                       차이를
                                       설명해
                                       주세요.
          context-switch     스케줄링  컨텍스트         3  3일 뒤
                                       스위칭이
                                       무엇인지, 왜
                                       비용이
                                       드는지
                                       설명해
                                       주세요.
          memory-sharing     메모리    Shared           0  새 카드
                                       memory와
                                       message
                                       passing의
                                       차이는?
          tlb                메모리    TLB는          104  12월 14일
                                       무엇인가요?
        [40]
          카드             질문        다음
          process-vs-th..  프로세스와  오늘
                           스레드의
                           차이를
                           설명해
                           주세요.
          context-switch   컨텍스트    3일 뒤
                           스위칭이
                           무엇인지,
                           왜 비용이
                           드는지
                           설명해
                           주세요.
          memory-sharing   Shared      새 카드
                           memory와
                           message
                           passing의
                           차이는?
          tlb              TLB는       12월 14일
                           무엇인가요
                           ?
        [accessible]
        카드: process-vs-thread
        주제: 프로세스
        질문: 프로세스와 스레드의 차이를 설명해 주세요.
        횟수: 12
        다음: 오늘

        카드: context-switch
        주제: 스케줄링
        질문: 컨텍스트 스위칭이 무엇인지, 왜 비용이 드는지 설명해 주세요.
        횟수: 3
        다음: 3일 뒤

        카드: memory-sharing
        주제: 메모리
        질문: Shared memory와 message passing의 차이는?
        횟수: 0
        다음: 새 카드

        카드: tlb
        주제: 메모리
        질문: TLB는 무엇인가요?
        횟수: 104
        다음: 12월 14일
        ");
    }

    #[test]
    fn english_with_figures() {
        let columns = [
            Column::new("Question").wrapping(16),
            Column::new("core").align(Align::Centre),
            Column::new("rest").right(),
            Column::new("first answer").right().droppable(0),
        ];
        let mut table = Table::new(columns).indent(2);
        table.row(["Process and thread", "3/3", "2/5", "1:32 of 1:30"].map(Line::from));
        table.row(
            ["What is thread synchronisation, and why is it needed?", "1/2", "3/6", "1:10"]
                .map(Line::from),
        );
        table.row(["Context switch", "2/2"].map(Line::from));
        insta::assert_snapshot!(drawn(|paper| table.draw(paper)), @r"
        [80]
          Question                                              core  rest  first answer
          Process and thread                                    3/3    2/5  1:32 of 1:30
          What is thread synchronisation, and why is it         1/2    3/6          1:10
          needed?
          Context switch                                        2/2
        [60]
          Question                          core  rest  first answer
          Process and thread                3/3    2/5  1:32 of 1:30
          What is thread synchronisation,   1/2    3/6          1:10
          and why is it needed?
          Context switch                    2/2
        [40]
          Question                    core  rest
          Process and thread          3/3    2/5
          What is thread              1/2    3/6
          synchronisation, and why
          is it needed?
          Context switch              2/2
        [accessible]
        Question: Process and thread
        core: 3/3
        rest: 2/5
        first answer: 1:32 of 1:30

        Question: What is thread synchronisation, and why is it needed?
        core: 1/2
        rest: 3/6
        first answer: 1:10

        Question: Context switch
        core: 2/2
        ");
    }

    #[test]
    fn without_headings_or_rows() {
        let mut table = Table::new([Column::new(""), Column::new("").truncating(4)]);
        assert_eq!(table.draw(&Paper::default()), []);
        table.row(["힙".into(), "malloc".into()]);
        table.row(["stack".into(), "함수 호출".into()]);
        assert_eq!(
            paint(&table.draw(&Paper::default()), Colour::None),
            "힙     malloc\nstack  함수 호출\n"
        );
        let linear = Paper { accessible: true, ..Paper::default() };
        let linear = paint(&table.draw(&linear), Colour::None);
        assert_eq!(linear, "힙: malloc\nstack: 함수 호출\n");
    }

    proptest! {
        #[test]
        fn any_table_fits_any_paper(
            columns in prop::collection::vec((0..4u8, 0..3usize, 1..12usize), 1..6),
            cells in prop::collection::vec("[ a스택→，]{0,30}", 0..24),
            width in 1usize..100,
            wide: bool,
        ) {
            let count = columns.len();
            let columns = columns.into_iter().map(|(kind, drop, minimum)| {
                let column = Column::new("제목 h");
                let column = if drop > 0 { column.droppable(drop as u8) } else { column };
                match kind { 0 => column, 1 => column.right(), 2 => column.truncating(minimum), _ => column.wrapping(minimum) }
            });
            let mut table = Table::new(columns).indent(2);
            for row in cells.chunks(count) {
                table.row(row.iter().map(|cell| Line::from(cell.as_str())));
            }
            let paper = Paper { width, glyphs: Glyphs::Ascii, accessible: false, ambiguous_wide: wide };
            for line in table.draw(&paper) {
                prop_assert!(line.width_in(paper.measure()) <= width, "{:?}", line.text());
            }
        }
    }
}
