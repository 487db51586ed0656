//! Where data, locks and pipes are.
//!
//! Invariant: what stands outside any process has the same place in each, before what the process
//! declares itself; all in the order of the text. See the parent.

use crate::{
    program::{
        code::{Base, Objects, Pipe, Variable},
        limits,
        lower::{Lower, Result},
        problem::{Counted, Problem, Quantity},
        syntax::{Declaration, Kind},
    },
    text::Span,
};

/// Where a declaration is.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// Words.
    Words { base: Base, len: u32 },
    /// A lock, or an array of locks.
    Object { shared: bool, first: u16, len: u16 },
    /// A pipe.
    Pipe(u16),
}

/// What each process has, or all together have.
#[derive(Clone, Default)]
pub(super) struct Segment {
    pub words: Vec<i32>,
    pub variables: Vec<Variable>,
    pub objects: Objects,
}

impl Lower<'_> {
    /// Places everything, and gives the data segment of each process of the text.
    pub(super) fn layout(&mut self) -> Result<()> {
        let checked = self.checked;
        let (mut outside, mut shared) = (Segment::default(), Segment::default());
        self.places = vec![Place::Pipe(0); checked.parts.declarations.len()];
        for (at, it) in checked.parts.declarations.iter().enumerate() {
            if it.process.is_none() {
                let segment = if it.what.shared { &mut shared } else { &mut outside };
                self.places[at] = self.place(&it.what, segment)?;
            }
        }
        let mut segments = vec![outside; checked.parts.processes.len()];
        for (at, it) in checked.parts.declarations.iter().enumerate() {
            if let Some(process) = it.process {
                self.places[at] = self.place(&it.what, &mut segments[process])?;
            }
        }
        self.program.shared_words = shared.words;
        self.program.shared_variables = shared.variables;
        self.program.shared_objects = shared.objects;
        self.segments = segments;
        Ok(())
    }

    /// A constant within a range; the nearest end of the range if it is not.
    pub(super) fn bounded(
        &mut self,
        expr: &crate::program::syntax::Expr,
        what: Quantity,
        least: i64,
        most: usize,
    ) -> i64 {
        let before = self.findings.len();
        let value = i64::from(self.known(expr));
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        if before == self.findings.len() && !(least..=most).contains(&value) {
            self.report(expr.span, Problem::OutOfRange { what, value, least, most });
        }
        value.clamp(least, most)
    }

    fn place(&mut self, declaration: &Declaration, segment: &mut Segment) -> Result<Place> {
        let span = declaration.name.span;
        let kind = declaration.kind;
        let array = declaration.size.is_some();
        let (quantity, most) = match kind {
            Kind::Variable => (Quantity::Size, limits::WORDS),
            Kind::Pipe => (Quantity::Capacity, limits::PIPE_WORDS),
            _ => (Quantity::Size, limits::OBJECTS),
        };
        let len = match &declaration.size {
            Some(size) => self.bounded(size, quantity, 1, most),
            None => 1,
        };
        let len = u32::try_from(len).unwrap_or(1);
        let variable = |offset: usize| Variable {
            name: declaration.name.text.clone(),
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
            len,
            array,
            span,
        };
        let value = match &declaration.value {
            Some(value) if kind == Kind::Semaphore => {
                let most = usize::try_from(i32::MAX).unwrap_or(usize::MAX);
                let value = self.bounded(value, Quantity::Semaphore, 0, most);
                i32::try_from(value).unwrap_or(0)
            }
            Some(value) => self.known(value),
            None => 0,
        };
        let objects = &mut segment.objects;
        let (first, list) = match kind {
            Kind::Variable => {
                let offset = segment.words.len();
                if limits::WORDS < offset + len as usize {
                    return Err(self.too_many(span, Counted::Words, limits::WORDS));
                }
                segment.words.extend(std::iter::repeat_n(value, len as usize));
                segment.variables.push(variable(offset));
                let offset = u32::try_from(offset).unwrap_or(u32::MAX);
                let base =
                    if declaration.shared { Base::Shared(offset) } else { Base::Data(offset) };
                return Ok(Place::Words { base, len });
            }
            Kind::Pipe => return self.pipe(declaration, len),
            Kind::Mutex => (usize::from(objects.mutex_count), &mut objects.mutexes),
            Kind::Semaphore => (objects.semaphore_values.len(), &mut objects.semaphores),
            Kind::Condition => (usize::from(objects.condition_count), &mut objects.conditions),
        };
        list.push(variable(first));
        let end = first + len as usize;
        if limits::OBJECTS < end {
            return Err(self.too_many(span, Counted::Objects, limits::OBJECTS));
        }
        let count = |it: usize| u16::try_from(it).unwrap_or(u16::MAX);
        match kind {
            Kind::Mutex => objects.mutex_count = count(end),
            Kind::Condition => objects.condition_count = count(end),
            _ => objects.semaphore_values.resize(end, value),
        }
        let len = u16::try_from(len).unwrap_or(u16::MAX);
        Ok(Place::Object { shared: declaration.shared, first: count(first), len })
    }

    fn pipe(&mut self, declaration: &Declaration, capacity: u32) -> Result<Place> {
        let span: Span = declaration.name.span;
        if limits::PIPES <= self.program.pipes.len() {
            return Err(self.too_many(span, Counted::Pipes, limits::PIPES));
        }
        let at = u16::try_from(self.program.pipes.len()).unwrap_or(u16::MAX);
        let name = declaration.name.text.clone();
        self.program.pipes.push(Pipe { name, capacity, span });
        Ok(Place::Pipe(at))
    }
}
