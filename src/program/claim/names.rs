//! The names that a claim can use: `x`, `shop.x`, `A.y`, `shop.child1`.
//!
//! Invariant: what stands before the last dot is a process or a task; a name without a dot belongs to
//! the process `main`, to the shared segment, or is a constant. See the parent.

use crate::{
    program::{
        check::is_birth,
        claim::{ClaimKind, MutexName, PageRegion, ProcessName, Reader, TaskName, Word},
        code::{Expr as Code, Local, Object, Variable},
        problem::{Meaning, Problem, nearest},
        syntax::{Expr, ExprKind},
    },
    text::Span,
};

/// A name can be born so many times over.
const GENERATIONS: usize = 16;

impl<'p> Reader<'p> {
    /// A name whose value is wanted.
    pub(super) fn name(&mut self, name: &str, span: Span) -> Option<ClaimKind> {
        match name {
            "frames" => return Some(ClaimKind::Frames),
            "copied" => return Some(ClaimKind::Copied(None)),
            "copied.data" => return Some(ClaimKind::Copied(Some(PageRegion::Data))),
            "copied.heap" => return Some(ClaimKind::Copied(Some(PageRegion::Heap))),
            "copied.stack" => return Some(ClaimKind::Copied(Some(PageRegion::Stack))),
            _ => {}
        }
        let constant = self.program.constants.iter().find(|it| *it.0 == *name);
        if let Some((_, value)) = constant {
            return Some(ClaimKind::Number(*value));
        }
        // A local of a task's own text, unless the process has a variable of this name.
        if let Some((owner, last)) = name.rsplit_once('.')
            && !self.has_variable(owner, last)
            && let Some(task) = self.find_task(owner)
            && (self.find_process(owner).is_none() || self.has_local(&task, last))
        {
            return self.local(task, last, span);
        }
        let (word, array) = self.variable(name, span)?;
        if array {
            self.report(span, Problem::IndexMissing { name: name.into() });
            return None;
        }
        Some(ClaimKind::Word(word))
    }

    /// A variable, or an element of an array.
    pub(super) fn word(&mut self, expr: &Expr) -> Option<Word> {
        match &expr.kind {
            ExprKind::Name(name) => {
                let (word, array) = self.variable(name, expr.span)?;
                if array {
                    self.report(expr.span, Problem::IndexMissing { name: name.clone() });
                    return None;
                }
                Some(word)
            }
            ExprKind::Index { array, index } => {
                let ExprKind::Name(name) = &array.kind else { return None };
                let index = self.value(index);
                let (mut word, is_array) = self.variable(name, array.span)?;
                if !is_array {
                    self.report(array.span, Problem::NotAnArray { name: name.clone() });
                    return None;
                }
                let index = index?;
                match index.kind {
                    ClaimKind::Number(at) => {
                        word.offset += self.in_range(name, at, word.len, index.span)?;
                    }
                    _ => word.index = Some(Box::new(index)),
                }
                Some(word)
            }
            _ => {
                self.report(expr.span, Problem::NotAName { wanted: Meaning::Variable });
                None
            }
        }
    }

    fn has_variable(&self, owner: &str, name: &str) -> bool {
        let process = self.find_process(owner);
        let process = process.and_then(|it| self.program.processes.get(it.origin));
        process.is_some_and(|it| it.variables.iter().any(|it| *it.name == *name))
    }

    /// A variable by its name, and whether it is an array.
    fn variable(&mut self, name: &str, span: Span) -> Option<(Word, bool)> {
        let program = self.program;
        let find = |list: &[Variable], name: &str| {
            list.iter().find(|it| *it.name == *name).map(|it| (it.offset, it.len, it.array))
        };
        let (owner, last) = match name.rsplit_once('.') {
            Some((owner, last)) => (Some(owner), last),
            None => (None, name),
        };
        let process = match owner {
            Some(owner) => match self.find_process(owner) {
                Some(process) => Some(process),
                None => {
                    let before = Span { start: span.start, end: span.start + owner.len() };
                    self.unknown_task(owner, before);
                    return None;
                }
            },
            None => self.find_process("main"),
        };
        let shared = find(&program.shared_variables, last);
        let own = process
            .as_ref()
            .and_then(|it| find(&program.processes.get(it.origin)?.variables, last));
        let (found, is_shared) = match (own, shared) {
            (Some(own), _) => (own, false),
            (None, Some(shared)) => (shared, true),
            (None, None) => {
                self.unknown_variable(name, last, process.as_ref(), span);
                return None;
            }
        };
        let (offset, len, array) = found;
        // A shared word can be named without any process.
        let process = process.unwrap_or(ProcessName { name: "".into(), origin: 0, born: false });
        Some((Word { process, shared: is_shared, offset, len, index: None }, array))
    }

    fn unknown_variable(
        &mut self,
        name: &str,
        last: &str,
        process: Option<&ProcessName>,
        span: Span,
    ) {
        let program = self.program;
        let has = |variables: &[Variable]| variables.iter().any(|it| *it.name == *last);
        if process.is_none_or(|it| &*it.name == "main")
            && let Some(other) = program.processes.iter().find(|it| has(&it.variables))
        {
            let process = other.name.clone();
            self.report(span, Problem::WhichProcess { name: name.into(), process });
            return;
        }
        let own = process.and_then(|it| program.processes.get(it.origin));
        let own = own.into_iter().flat_map(|it| &it.variables);
        let words = own.chain(&program.shared_variables).map(|it| &*it.name);
        let others = program.constants.iter().map(|it| &*it.0).chain(["frames", "copied"]);
        let suggestion = nearest(last, words.chain(others));
        let what = Meaning::Variable;
        let problem = Problem::UnknownName { name: last.into(), what, suggestion };
        let start = span.end - last.len();
        self.report(Span { start: start.max(span.start), end: span.end }, problem);
    }

    fn has_local(&self, task: &TaskName, name: &str) -> bool {
        self.locals_of(task).iter().any(|it| *it.name == *name)
    }

    /// The locals of a task's own text. A forked child runs its parent's text; what a born thread
    /// runs is known only in the run.
    fn locals_of(&self, task: &TaskName) -> &'p [Local] {
        let last = task.name.rsplit('.').next().unwrap_or_default();
        if task.born && !last.starts_with("child") {
            return &[];
        }
        let routine = self.program.tasks.get(task.origin).map(|it| usize::from(it.routine));
        let routine = routine.and_then(|it| self.program.routines.get(it));
        routine.map_or(&[][..], |it| &it.locals)
    }

    fn local(&mut self, task: TaskName, name: &str, span: Span) -> Option<ClaimKind> {
        let locals = self.locals_of(&task);
        let mut slots = (0..).zip(locals).filter(|it| *it.1.name == *name).map(|it| it.0);
        let place = Span { start: span.end - name.len(), end: span.end };
        match (slots.next(), slots.next()) {
            (Some(slot), None) => Some(ClaimKind::Local { task, slot }),
            (Some(_), Some(_)) => {
                self.report(place, Problem::AmbiguousLocal { name: name.into() });
                None
            }
            (None, _) => {
                let suggestion = nearest(name, locals.iter().map(|it| &*it.name));
                let what = Meaning::Local;
                self.report(place, Problem::UnknownName { name: name.into(), what, suggestion });
                None
            }
        }
    }

    /// The task of a name; a finding if there is none.
    pub(super) fn task(&mut self, name: &str, span: Span) -> Option<TaskName> {
        let found = self.find_task(name);
        if found.is_none() {
            self.unknown_task(name, span);
        }
        found
    }

    fn unknown_task(&mut self, name: &str, span: Span) {
        if GENERATIONS < name.matches('.').count() {
            return self.too_many_parts(span);
        }
        let program = self.program;
        let names = program.tasks.iter().map(|it| &*it.name);
        let names = names.chain(program.processes.iter().map(|it| &*it.name));
        let suggestion = nearest(name, names);
        let what = Meaning::Task;
        self.report(span, Problem::UnknownName { name: name.into(), what, suggestion });
    }

    fn find_task(&self, name: &str) -> Option<TaskName> {
        let name = name.strip_prefix("main.").unwrap_or(name);
        let mut creator = name;
        let mut generations = 0;
        loop {
            let origin = self.program.tasks.iter().position(|it| *it.name == *creator);
            if let Some(origin) = origin {
                return Some(TaskName { name: name.into(), origin, born: generations != 0 });
            }
            generations += 1;
            if GENERATIONS < generations {
                return None;
            }
            creator = match creator.rsplit_once('.') {
                Some((creator, birth)) if is_birth(birth) => creator,
                // What `main` itself makes has no name before it.
                None if is_birth(creator) => "main",
                _ => return None,
            };
        }
    }

    fn find_process(&self, name: &str) -> Option<ProcessName> {
        let program = self.program;
        if let Some(origin) = program.processes.iter().position(|it| *it.name == *name) {
            return Some(ProcessName { name: name.into(), origin, born: false });
        }
        // A forked process is called like its one thread.
        let last = name.rsplit('.').next().unwrap_or_default();
        let task = self.find_task(name).filter(|it| it.born && last.starts_with("child"))?;
        let origin = program.tasks.get(task.origin)?.process;
        Some(ProcessName { name: task.name, origin, born: true })
    }

    /// The process `main`, in which a pointer without a name is followed.
    pub(super) fn main_process(&mut self, span: Span) -> Option<ProcessName> {
        let found = self.find_process("main");
        if found.is_none() {
            let process = self.program.processes.first().map(|it| it.name.clone());
            let process = process.unwrap_or_default();
            self.report(span, Problem::WhichProcess { name: "*".into(), process });
        }
        found
    }

    /// The mutex that a task may hold: of its process, of a named one, or shared.
    pub(super) fn mutex(&mut self, task: Option<&TaskName>, expr: &Expr) -> Option<MutexName> {
        let program = self.program;
        let (name, place, index) = match &expr.kind {
            ExprKind::Name(name) => (name, expr.span, None),
            ExprKind::Index { array, index } => match &array.kind {
                ExprKind::Name(name) => (name, array.span, Some(index)),
                _ => return None,
            },
            _ => {
                self.report(expr.span, Problem::NotAName { wanted: Meaning::Mutex });
                return None;
            }
        };
        let process = match (name.rsplit_once('.'), task) {
            (Some((owner, _)), _) => self.find_process(owner),
            (None, Some(task)) => self.process_of(task),
            (None, None) => self.find_process("main"),
        };
        let last = name.rsplit('.').next().unwrap_or_default();
        let own = process.as_ref().and_then(|it| program.processes.get(it.origin));
        let own = own.map_or(&[][..], |it| &it.objects.mutexes);
        let all = own.iter().map(|it| (it, false));
        let all = all.chain(program.shared_objects.mutexes.iter().map(|it| (it, true)));
        let Some((found, shared)) = all.clone().find(|it| *it.0.name == *last) else {
            let suggestion = nearest(last, all.map(|it| &*it.0.name));
            let what = Meaning::Mutex;
            self.report(place, Problem::UnknownName { name: name.clone(), what, suggestion });
            return None;
        };
        let at = match index.map(|it| self.value(it)) {
            Some(index) => {
                let index = index?;
                let ClaimKind::Number(at) = index.kind else {
                    self.report(index.span, Problem::NotConstant);
                    return None;
                };
                if !found.array {
                    self.report(place, Problem::NotAnArray { name: name.clone() });
                    return None;
                }
                self.in_range(name, at, found.len, index.span)?
            }
            None if found.array => {
                self.report(place, Problem::IndexMissing { name: name.clone() });
                return None;
            }
            None => 0,
        };
        let first = u16::try_from(found.offset + at).unwrap_or(u16::MAX);
        let object = Object { shared, first, len: 1, index: Code::default() };
        let process = process.unwrap_or(ProcessName { name: "".into(), origin: 0, born: false });
        Some(MutexName { process, object })
    }

    /// The process in which a task runs.
    fn process_of(&self, task: &TaskName) -> Option<ProcessName> {
        // The last birth of a process in its name is the process it runs in.
        let mut name = &*task.name;
        while !name.rsplit('.').next().is_some_and(|it| it.starts_with("child") && is_birth(it)) {
            match name.rsplit_once('.') {
                Some((creator, birth)) if is_birth(birth) => name = creator,
                _ => {
                    let origin = self.program.tasks.get(task.origin)?.process;
                    let name = self.program.processes.get(origin)?.name.clone();
                    return Some(ProcessName { name, origin, born: false });
                }
            }
        }
        self.find_process(name)
    }
}
