//! Memory by name: which variable, local or heap block a word is.
//!
//! Invariant: a word has the name that the program's text gives it in that state, or its address;
//! the same state gives the same names. It must not know how memory is drawn.

use crate::machine::{Machine, Page, Phase, Region, State, TaskId};

/// The address space of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressSpace {
    /// The process.
    pub process: usize,
    /// Its name.
    pub name: String,
    /// Its threads that have not ended.
    pub threads: Vec<TaskId>,
    /// Its pages, by address. The first is that of the program, which has no words; its frame is the
    /// number of the text, the same for processes that run the same one.
    pub pages: Vec<Mapped>,
}

/// A page and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The page.
    pub page: Page,
    /// Its words that are in use.
    pub words: Vec<Named>,
}

/// Words that stand next to each other under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// `x`, `a`, `a[4]` for a part of an array from there on, `*p`, `f.k` for a local of a call;
    /// empty for a block of the heap to which no name leads.
    pub name: String,
    /// The values as [`value`] writes them.
    pub values: Vec<String>,
    /// Whether they are a block of the heap that no word in reach points to.
    pub lost: bool,
}

/// The address spaces of the processes that have not ended.
pub fn spaces(machine: &Machine, state: &State) -> Vec<AddressSpace> {
    let alive = |it: &usize| machine.process_phase(state, *it).0 == Phase::Alive;
    let space = |process| {
        let seen = Seen::new(machine, state, process);
        let pages = std::iter::once(code(machine, state, process));
        let pages = pages.chain(machine.pages(state, process));
        AddressSpace {
            process,
            name: machine.process_name(state, process).into_owned(),
            pages: pages.map(|page| Mapped { words: seen.words(&page), page }).collect(),
            threads: seen.tasks,
        }
    };
    let mut spaces: Vec<AddressSpace> =
        (0..machine.processes(state)).filter(alive).map(space).collect();
    // Texts are numbered as they come.
    let mut texts: Vec<u32> = Vec::new();
    for code in spaces.iter_mut().filter_map(|it| it.pages.first_mut()) {
        let text = code.page.frame;
        let at = texts.iter().position(|it| *it == text).unwrap_or_else(|| {
            texts.push(text);
            texts.len() - 1
        });
        code.page.frame = u32::try_from(at + 1).unwrap_or(u32::MAX);
    }
    spaces
}

fn code(machine: &Machine, state: &State, process: usize) -> Page {
    let origin = machine.process_origin(state, process);
    Page {
        region: Region::Code,
        address: machine.code_address(),
        frame: u32::from(machine.program().processes[origin].group),
        users: 1,
        words: Vec::new(),
        stack_of: None,
    }
}

/// A word of a process as `task` writes it: its name, or its address.
pub fn place(machine: &Machine, state: &State, task: TaskId, address: i32) -> String {
    let process = machine.process_of(state, task).unwrap_or(0);
    let seen = Seen { of: Some(task), ..Seen::new(machine, state, process) };
    seen.place(address).map_or_else(|| hexadecimal(address), |it| it.text())
}

/// A value as it is written in a process: `&x` for the address of a variable, a number in base 16
/// for one of the heap, else a number.
pub fn value(machine: &Machine, state: &State, process: usize, value: i32) -> String {
    match machine.region(value) {
        Some(region @ (Region::Data | Region::Shared | Region::Stack)) => {
            match Seen::new(machine, state, process).place(value) {
                Some(place) => format!("&{}", place.text()),
                // The local of a call that has returned, or of a thread that has ended.
                None if region == Region::Stack => hexadecimal(value),
                None => value.to_string(),
            }
        }
        Some(Region::Heap) => hexadecimal(value),
        Some(Region::Code) | None => value.to_string(),
    }
}

/// An address as it is written.
pub fn hexadecimal(address: i32) -> String {
    format!("{address:#x}")
}

/// A word with a name.
struct Place {
    name: String,
    /// Which word of what has the name.
    at: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Word,
    /// An array of so many words.
    Array(usize),
    /// A block of the heap, named by a pointer to its first word.
    Block,
    /// A block of the heap to which no name leads: in reach, or lost.
    Unnamed {
        lost: bool,
    },
}

impl Place {
    fn text(&self) -> String {
        let Place { name, at, kind } = self;
        match kind {
            Kind::Word | Kind::Unnamed { .. } => name.clone(),
            Kind::Array(_) => format!("{name}[{at}]"),
            Kind::Block if *at == 0 => format!("*{name}"),
            Kind::Block => format!("*({name} + {at})"),
        }
    }
}

/// A process as names are looked up in it.
struct Seen<'a, 'p> {
    machine: &'a Machine<'p>,
    state: &'a State,
    process: usize,
    /// Its threads that have not ended.
    tasks: Vec<TaskId>,
    /// Whose locals have bare names; those of others have their task's before them.
    of: Option<TaskId>,
}

impl<'a, 'p> Seen<'a, 'p> {
    fn new(machine: &'a Machine<'p>, state: &'a State, process: usize) -> Seen<'a, 'p> {
        let own = |it: &TaskId| {
            machine.process_of(state, *it) == Some(process)
                && machine.phase(state, *it) == Phase::Alive
        };
        let tasks: Vec<TaskId> = machine.tasks(state).into_iter().filter(own).collect();
        let of = tasks.first().copied().filter(|_| tasks.len() == 1);
        Seen { machine, state, process, tasks, of }
    }

    fn place(&self, address: i32) -> Option<Place> {
        match self.machine.region(address)? {
            Region::Data | Region::Shared => self.global(address),
            Region::Stack => {
                self.tasks.iter().find_map(|it| self.local(*it, address, self.of != Some(*it)))
            }
            Region::Heap => self.block(address),
            Region::Code => None,
        }
    }

    fn global(&self, address: i32) -> Option<Place> {
        let (variable, at) = self.machine.global_at(self.state, self.process, address)?;
        let kind = if variable.array { Kind::Array(variable.len as usize) } else { Kind::Word };
        Some(Place { name: variable.name.to_string(), at: at as usize, kind })
    }

    /// The local of a task at an address: `k`, in a call that it made `f.k`, with its task's name
    /// before it if asked for.
    fn local(&self, task: TaskId, address: i32, with_task: bool) -> Option<Place> {
        let calls = self.machine.open_calls(self.state, task);
        let own = calls.len().checked_sub(1)?;
        calls.iter().enumerate().find_map(|(depth, call)| {
            let slot = usize::try_from(address.checked_sub(call.frame)?).ok()?;
            let local = &call.routine.locals.get(slot)?.name;
            let call = if depth < own { format!("{}.", call.routine.name) } else { String::new() };
            let task =
                if with_task { format!("{}.", self.machine.name(task)) } else { String::new() };
            Some(Place { name: format!("{task}{call}{local}"), at: 0, kind: Kind::Word })
        })
    }

    fn block(&self, address: i32) -> Option<Place> {
        let blocks = self.machine.blocks(self.state, self.process);
        let (start, words) = blocks
            .into_iter()
            .find(|(start, words)| usize::try_from(address - start).is_ok_and(|at| at < *words))?;
        let at = usize::try_from(address - start).ok()?;
        let (name, kind) = match self.pointer(start) {
            Some(name) => (name, Kind::Block),
            None => {
                let lost = !self.reaches(start..start + i32::try_from(words).unwrap_or(0));
                (hexadecimal(start), Kind::Unnamed { lost })
            }
        };
        Some(Place { name, at, kind })
    }

    /// The variable, or else the local, that holds an address.
    fn pointer(&self, to: i32) -> Option<String> {
        let named = [Region::Data, Region::Shared, Region::Stack];
        let pages = self.machine.pages(self.state, self.process).into_iter();
        let words = pages.filter(|it| named.contains(&it.region)).flat_map(|it| {
            let first = it.address;
            it.words.into_iter().zip(first..).collect::<Vec<_>>()
        });
        words.filter(|(value, _)| *value == to).find_map(|(_, at)| Some(self.place(at)?.text()))
    }

    /// Whether a word of the process, or a register, points into a block.
    fn reaches(&self, block: std::ops::Range<i32>) -> bool {
        let pages = self.machine.pages(self.state, self.process);
        let words = pages.iter().flat_map(|page| (page.address..).zip(&page.words));
        // A block that only points to itself is not in reach.
        let words = words.filter(|(at, _)| !block.contains(at)).map(|(_, value)| *value);
        let registers = self.tasks.iter().flat_map(|it| self.machine.registers(self.state, *it));
        words.chain(registers).any(|it| block.contains(&it))
    }

    /// What a page holds, by name. What no name leads to is left out.
    fn words(&self, page: &Page) -> Vec<Named> {
        let mut named: Vec<Named> = Vec::new();
        let mut last: Option<Place> = None;
        for (address, word) in (page.address..).zip(&page.words) {
            let place = match (page.region, page.stack_of) {
                (Region::Stack, Some(task)) => self.local(task, address, false),
                _ => self.place(address),
            };
            let Some(place) = place else {
                last = None;
                continue;
            };
            let text = value(self.machine, self.state, self.process, *word);
            let goes_on = last.as_ref().is_some_and(|it| {
                place.kind != Kind::Word && it.name == place.name && it.at + 1 == place.at
            });
            match named.last_mut() {
                Some(before) if goes_on => {
                    before.values.push(text);
                    // An array that is all here has its bare name.
                    if place.kind == Kind::Array(before.values.len()) {
                        before.name.clone_from(&place.name);
                    }
                }
                _ => named.push(Named {
                    name: match place.kind {
                        Kind::Unnamed { .. } => String::new(),
                        _ => place.text(),
                    },
                    values: vec![text],
                    lost: place.kind == Kind::Unnamed { lost: true },
                }),
            }
            last = Some(place);
        }
        named
    }
}
