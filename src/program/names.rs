//! What a program declares: the tree, sorted by what things are.
//!
//! Invariant: every declaration of the tree is in exactly one list here, in the order of the text.
//! It must not know values.

use std::collections::HashMap;

use crate::{
    program::{
        problem::{Finding, Meaning, Problem, nearest},
        syntax::{
            Constant, Copies, Declaration, Expr, Function, Item, Kind, Name, Statement, Thread,
            Tree,
        },
    },
    text::Span,
};

/// What a name stands for: a place in one of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Symbol {
    /// In [`Parts::constants`].
    Constant(u32),
    /// The `i` of a thread or process.
    Index(IndexOf),
    /// In [`Parts::declarations`].
    Declared(u32),
    /// In [`Parts::functions`].
    Function(u32),
    /// In [`super::Checked::locals`].
    Local(u32),
}

/// Whose `i` it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum IndexOf {
    /// The thread's.
    Thread,
    /// The process's.
    Process,
}

/// A process as it is written; the first may be what stands outside any.
#[derive(Clone, Debug)]
pub(super) struct ProcessText {
    pub name: Name,
    pub copies: Copies,
    pub arrival: Option<Expr>,
    pub priority: Option<Expr>,
    pub main: Vec<Statement>,
    pub threads: Vec<Thread>,
}

/// A declaration and the process that it stands in.
#[derive(Clone, Debug)]
pub(super) struct Owned<T> {
    pub what: T,
    pub process: Option<usize>,
}

/// The parts of a program.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub constants: Vec<Constant>,
    pub declarations: Vec<Owned<Declaration>>,
    pub functions: Vec<Owned<Function>>,
    pub processes: Vec<ProcessText>,
}

/// The names that are visible outside blocks: those outside any process, and those in each.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    outside: HashMap<Box<str>, (Symbol, Span)>,
    inside: HashMap<(usize, Box<str>), (Symbol, Span)>,
}

impl Parts {
    /// Sorts a tree.
    pub fn new(tree: Tree, findings: &mut Vec<Finding>) -> Parts {
        let mut parts = Parts::default();
        let main = ProcessText {
            name: Name { text: "main".into(), span: Span::default() },
            copies: Copies::default(),
            arrival: None,
            priority: None,
            main: Vec::new(),
            threads: Vec::new(),
        };
        // What stands outside comes first, if there is any; its place is given up again if not.
        parts.processes.push(main);
        for item in tree.items {
            match item {
                Item::Process(process) => {
                    let index = parts.processes.len();
                    parts.processes.push(ProcessText {
                        name: process.name,
                        copies: process.copies,
                        arrival: process.arrival,
                        priority: process.priority,
                        main: Vec::new(),
                        threads: Vec::new(),
                    });
                    for item in process.items {
                        parts.add(item, Some(index), findings);
                    }
                }
                item => parts.add(item, None, findings),
            }
        }
        parts
    }

    fn add(&mut self, item: Item, process: Option<usize>, findings: &mut Vec<Finding>) {
        match item {
            Item::Constant(constant) => self.constants.push(constant),
            Item::Declaration(what) => self.declarations.push(Owned { what, process }),
            Item::Function(what) => self.functions.push(Owned { what, process }),
            Item::Thread(thread) => {
                let owner = &mut self.processes[process.unwrap_or(0)];
                if owner.threads.is_empty() && !owner.main.is_empty() {
                    findings.push(Problem::StatementsAndThreads.at(thread.name.span));
                }
                owner.threads.push(thread);
            }
            Item::Statement(statement) => {
                let owner = &mut self.processes[process.unwrap_or(0)];
                if owner.main.is_empty() {
                    if !owner.threads.is_empty() {
                        findings.push(Problem::StatementsAndThreads.at(statement.span));
                    }
                    if process.is_none() {
                        owner.name.span = statement.span;
                    }
                }
                owner.main.push(statement);
            }
            // The parser has refused a process in a process.
            Item::Process(_) => {}
        }
    }

    /// What a symbol means to a person.
    pub fn meaning(&self, symbol: Symbol) -> Meaning {
        match symbol {
            Symbol::Constant(_) | Symbol::Index(_) => Meaning::Constant,
            Symbol::Local(_) => Meaning::Local,
            Symbol::Function(_) => Meaning::Function,
            Symbol::Declared(at) => {
                let declaration = &self.declarations[at as usize].what;
                match declaration.kind {
                    Kind::Variable if declaration.size.is_some() => Meaning::Array,
                    Kind::Variable => Meaning::Variable,
                    Kind::Mutex => Meaning::Mutex,
                    Kind::Semaphore => Meaning::Semaphore,
                    Kind::Condition => Meaning::Condition,
                    Kind::Pipe => Meaning::Pipe,
                }
            }
        }
    }
}

impl Scope {
    /// Adds a name, or gives the place of the one that has it. A name in a process may be in
    /// several processes, but not outside as well.
    pub fn add(&mut self, name: &Name, process: Option<usize>, symbol: Symbol) -> Option<Span> {
        if let Some((_, first)) = self.outside.get(&name.text) {
            return Some(*first);
        }
        match process {
            None => {
                self.outside.insert(name.text.clone(), (symbol, name.span));
            }
            Some(process) => {
                let key = (process, name.text.clone());
                if let Some((_, first)) = self.inside.get(&key) {
                    return Some(*first);
                }
                self.inside.insert(key, (symbol, name.span));
            }
        }
        None
    }

    /// What a name means in a process, or outside any.
    pub fn get(&self, name: &str, process: Option<usize>) -> Option<(Symbol, Span)> {
        let inside = process.and_then(|it| self.inside.get(&(it, Box::from(name))));
        inside.or_else(|| self.outside.get(name)).copied()
    }

    /// Whether any process has this name.
    pub fn nearest<'n>(
        &'n self,
        name: &str,
        process: Option<usize>,
        more: impl Iterator<Item = &'n str>,
    ) -> Option<Box<str>> {
        let inside = self.inside.keys().filter(|it| Some(it.0) == process).map(|it| &*it.1);
        nearest(name, self.outside.keys().map(|it| &**it).chain(inside).chain(more))
    }
}
