//! The memory map: regions, pages, frames, and what is in them by name.
//!
//! Invariant: pages of one virtual address stand in one row, and whether their frames are the same
//! is said in words. Where the processes do not fit beside each other they stand under each other.

use crate::{
    lab::memory::{self, AddressSpace, Mapped, Named},
    machine::{Machine, Region, State, TaskId},
    message::drawing::{self as words, Sameness},
    text::Lang,
    view::{Align, Column, Line, Paper, Role, Table},
};

/// Processes that can stand beside each other.
const BESIDE: usize = 4;

/// Pages of one region that are drawn; of more, some in the middle are not.
const PAGES: usize = 5;

/// Values of one name, and names of one page, that are written out.
const VALUES: usize = 8;

/// The columns from which on what is in a page is wrapped.
const CONTENT: usize = 24;

/// The memory of all processes that have not ended.
pub fn memory(lang: Lang, paper: &Paper, machine: &Machine, state: &State) -> Vec<Line> {
    let spaces = memory::spaces(machine, state);
    if spaces.is_empty() {
        return paper.paragraphs(Role::Muted, words::no_processes(lang), 0);
    }
    let map = Map { lang, paper, machine, spaces };
    let beside = (map.spaces.len() <= BESIDE && !paper.accessible).then(|| map.beside());
    let fits = |it: &Table| it.natural_width(paper) <= paper.width;
    let mut lines = match beside {
        Some(table) if map.spaces.len() == 1 || fits(&table) => table.draw(paper),
        _ => map.under(),
    };
    if map.rows().iter().any(|row| map.sameness(row) == Some(Sameness::CopyOnWrite)) {
        lines.extend(paper.paragraphs(Role::Muted, words::copy_on_write(lang), 0));
    }
    let copied = machine.options().keep.copied.then(|| machine.copied(state, None));
    let frames = words::frames(lang, machine.frames(state), copied);
    lines.extend(paper.paragraphs(Role::Muted, frames, 0));
    lines
}

struct Map<'a, 'p> {
    lang: Lang,
    paper: &'a Paper,
    machine: &'a Machine<'p>,
    spaces: Vec<AddressSpace>,
}

/// The pages of one virtual address, one for each process that has it.
struct Row<'a> {
    region: Region,
    address: i32,
    pages: Vec<Option<&'a Mapped>>,
    /// Pages before it that are not drawn.
    skipped: usize,
}

impl<'a> Map<'a, '_> {
    /// Rows by address, those in the middle of a long run of pages left out.
    fn rows(&'a self) -> Vec<Row<'a>> {
        let mut rows: Vec<Row<'a>> = Vec::new();
        let all = self.spaces.iter().flat_map(|it| &it.pages).map(|it| &it.page);
        let mut keys: Vec<(Region, Option<TaskId>, i32)> =
            all.map(|it| (it.region, it.stack_of, it.address)).collect();
        keys.sort_unstable_by_key(|(region, _, address)| (*region, *address));
        keys.dedup_by_key(|(_, _, address)| *address);
        let mut skipped = 0;
        for (at, (region, of, address)) in keys.iter().copied().enumerate() {
            let same = |key: &&(Region, Option<TaskId>, i32)| (key.0, key.1) == (region, of);
            let before = keys[..at].iter().rev().take_while(same).count();
            let after = keys[at + 1..].iter().take_while(same).count();
            if PAGES <= before + after && PAGES - 2 <= before && after != 0 {
                skipped += 1;
                continue;
            }
            let find = |it: &'a AddressSpace| it.pages.iter().find(|it| it.page.address == address);
            let pages = self.spaces.iter().map(find).collect();
            rows.push(Row { region, address, pages, skipped });
            skipped = 0;
        }
        rows
    }

    /// Whether the frames of a row are the same; nothing if only one process has the page.
    fn sameness(&self, row: &Row) -> Option<Sameness> {
        let mut frames = row.pages.iter().flatten().map(|it| it.page.frame);
        let first = frames.next()?;
        let others: Vec<u32> = frames.collect();
        if others.is_empty() {
            return None;
        }
        Some(match others.iter().all(|it| *it == first) {
            true => same(row.region),
            false => Sameness::Different,
        })
    }

    /// All processes beside each other.
    fn beside(&self) -> Table {
        let heads = words::memory_heads(self.lang);
        let one = self.spaces.len() == 1;
        let mut columns = vec![Column::new(heads.region), Column::new(heads.address)];
        if one {
            columns.push(Column::new(heads.frame));
            columns.push(Column::new(heads.values).wrapping(8));
        } else {
            let named = self.spaces.iter().map(|it| Column::new(self.head(it)).wrapping(8));
            columns.extend(named.map(|it| it.at_most(CONTENT)));
            columns.push(Column::new(""));
        }
        let mut table = Table::new(columns);
        let rows = self.rows();
        let frames = rows.iter().flat_map(|row| row.pages.iter().flatten());
        let widest = frames.map(|it| frame(it).width()).max().unwrap_or(0);
        for row in &rows {
            if row.skipped > 0 {
                let more = words::more_pages(self.lang, row.skipped);
                table.note(Line::of(Role::Muted, more));
            }
            let mut cells = vec![self.label(row), Line::plain(memory::hexadecimal(row.address))];
            for page in &row.pages {
                match page {
                    Some(page) if one => cells.extend([frame(page), self.content(page)]),
                    Some(page) => {
                        let frame = frame(page).pad(self.paper.measure(), widest, Align::Left);
                        cells.push(frame.space(2).then(self.content(page)).trimmed());
                    }
                    None => cells.push(Line::new()),
                }
            }
            if let Some(same) = self.sameness(row).filter(|_| !one) {
                cells.push(Line::of(role(same), words::sameness(self.lang, same)));
            }
            table.row(cells);
        }
        table
    }

    /// The processes under each other, each page with the processes that have the same frame.
    fn under(&self) -> Vec<Line> {
        let heads = words::memory_heads(self.lang);
        let rows = self.rows();
        let mut lines = Vec::new();
        for (at, space) in self.spaces.iter().enumerate() {
            if self.spaces.len() > 1 {
                if at > 0 && !self.paper.accessible {
                    lines.push(Line::new());
                }
                let head = Line::of(Role::Strong, self.head(space));
                lines.extend(head.wrap_in(self.paper.measure(), self.paper.width, 2));
            }
            // The headings once are enough.
            let heads = [heads.region, heads.address, heads.frame, heads.values];
            let heads = heads.map(|it| Column::new(if at == 0 { it } else { "" }));
            let [region, address, frames, values] = heads;
            let mut table = Table::new([region, address, frames, values.wrapping(6)]);
            for row in &rows {
                if row.skipped > 0 && row.pages[at].is_some() {
                    table.note(Line::of(Role::Muted, words::more_pages(self.lang, row.skipped)));
                }
                let Some(page) = row.pages[at] else { continue };
                let label = self.label(row);
                let address = memory::hexadecimal(row.address);
                let notes = self.beside_others(row, at);
                if self.paper.accessible {
                    let mut line = label.with(Role::Plain, format!(" {address}: "));
                    line.append(frame(page));
                    for part in std::iter::once(self.content(page)).chain(notes) {
                        if !part.is_empty() {
                            line.push(Role::Plain, ", ");
                            line.append(part);
                        }
                    }
                    lines.extend(line.wrap_in(self.paper.measure(), self.paper.width, 2));
                    continue;
                }
                table.row([label, Line::plain(address), frame(page), self.content(page)]);
                for note in notes {
                    table.note(note);
                }
            }
            lines.extend(table.draw(self.paper));
        }
        lines
    }

    /// Which other processes have the same frame at this address, and which of those that run the
    /// same text have another one: what has nothing in common is not worth a word.
    fn beside_others(&self, row: &Row, at: usize) -> Vec<Line> {
        let Some(own) = row.pages[at].map(|it| it.page.frame) else { return Vec::new() };
        let names = |with_same: bool| {
            let others = self.spaces.iter().zip(&row.pages).enumerate();
            let others = others.filter(|(n, (_, page))| {
                let same = page.map(|it| it.page.frame == own);
                *n != at && same == Some(with_same) && (with_same || self.same_text(*n, at))
            });
            others.map(|(_, (space, _))| space.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let kinds = [(true, same(row.region)), (false, Sameness::Different)];
        let named = kinds.map(|(with_same, it)| (names(with_same), it));
        let named = named.into_iter().filter(|(names, _)| !names.is_empty());
        named
            .map(|(names, it)| Line::of(role(it), words::sameness_with(self.lang, it, &names)))
            .collect()
    }

    fn same_text(&self, one: usize, other: usize) -> bool {
        let code = |it: usize| self.spaces[it].pages.first().map(|it| it.page.frame);
        code(one) == code(other)
    }

    fn head(&self, space: &AddressSpace) -> String {
        let forked = self.machine.program().processes.len() <= space.process;
        let pid = space.threads.iter().map(|it| it.0 + 1).min().filter(|_| forked);
        words::process(self.lang, &space.name, pid)
    }

    /// The region, with the thread whose stack it is where a process has more than one.
    fn label(&self, row: &Row) -> Line {
        let word = words::region(self.lang, row.region);
        let mut spaces = self.spaces.iter().zip(&row.pages);
        let owner = spaces.find_map(|(space, page)| Some((space, page.as_ref()?.page.stack_of?)));
        match owner {
            Some((space, task)) if space.threads.len() > 1 || self.spaces.len() == 1 => {
                Line::plain(format!("{word} {}", self.machine.name(task)))
            }
            _ => Line::plain(word),
        }
    }

    /// The words of a page, by name.
    fn content(&self, page: &Mapped) -> Line {
        let mut line = Line::new();
        for (n, named) in page.words.iter().take(VALUES).enumerate() {
            line = line.space(2 * n.min(1)).then(self.named(named));
        }
        match page.words.len().checked_sub(VALUES) {
            Some(more @ 1..) => line.space(2).with(Role::Muted, words::more_words(self.lang, more)),
            _ => line,
        }
    }

    fn named(&self, named: &Named) -> Line {
        let values = named.values.iter().take(VALUES).map(String::as_str);
        let values = values.collect::<Vec<_>>().join(",");
        let mut line = match named.name.as_str() {
            "" => Line::of(Role::Literal, format!("[{values}]")),
            name => Line::of(Role::Literal, format!("{name}={values}")),
        };
        if VALUES < named.values.len() {
            let more = words::more_words(self.lang, named.values.len() - VALUES);
            line = line.with(Role::Muted, format!(" {more}"));
        }
        if named.lost {
            line = line.with(Role::Wrong, format!(" ({})", words::lost(self.lang)));
        }
        line
    }
}

/// `f3`; the program's own page is `c1`, since no frame of it can be read or written.
fn frame(page: &Mapped) -> Line {
    let letter = if page.page.region == Region::Code { 'c' } else { 'f' };
    Line::plain(format!("{letter}{}", page.page.frame))
}

/// What the same frame means in a region.
fn same(region: Region) -> Sameness {
    match region {
        Region::Code => Sameness::Same,
        Region::Shared => Sameness::Shared,
        Region::Data | Region::Heap | Region::Stack => Sameness::CopyOnWrite,
    }
}

fn role(it: Sameness) -> Role {
    match it {
        Sameness::Same => Role::Muted,
        Sameness::CopyOnWrite | Sameness::Shared => Role::Right,
        Sameness::Different => Role::Partial,
    }
}
