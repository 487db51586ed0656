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
    indent: usize,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Table {
        Table { columns: columns.into_iter().collect(), rows: Vec::new(), indent: 0 }
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
        if self.columns.iter().any(|column| !column.heading.as_str().is_empty()) {
            lines.extend(self.cells(paper, indent, &widths, &self.headings()));
        }
        for row in &self.rows {
            lines.extend(self.cells(paper, indent, &widths, row));
        }
        lines
    }

    fn headings(&self) -> Vec<Line> {
        let headings = self.columns.iter().map(|column| column.heading.clone());
        headings.map(|heading| Line::of(Role::Muted, heading)).collect()
    }

    /// One "heading: value" line for each cell that holds something, an empty line between rows.
    fn records(&self, paper: &Paper) -> Vec<Line> {
        let mut lines = Vec::new();
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
