//! An expression of a claim, made ready to be looked up in many states.
//!
//! Invariant: what is not there has the value 0, and so has a pointer that leads nowhere and an index
//! outside its array; arithmetic is that of a run, and where it has no result the expression has no
//! value. It must not know what is claimed.

use crate::{
    machine::{Machine, Phase, State, TaskId},
    program::{
        self, Arithmetic, Claim, ClaimKind, PageRegion, ProcessName, TaskName,
        code::{Binary, Object},
    },
};

/// An expression with its names looked up.
#[derive(Clone, Debug)]
pub(super) struct Formula(Node);

#[derive(Clone, Debug)]
enum Node {
    Number(i32),
    Word(Word),
    Deref(Owner, Box<Node>),
    Local(Option<TaskId>, u16),
    Phase(Option<TaskId>, Phase),
    Blocked(Option<TaskId>),
    In(Option<TaskId>, usize),
    Holds(Option<TaskId>, Owner, Object),
    Length(usize),
    Frames,
    Copied(Option<PageRegion>),
    Address(Word),
    Frame(Word),
    Negate(Box<Node>),
    Not(Box<Node>),
    Binary(Binary, Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
}

#[derive(Clone, Debug)]
struct Word {
    owner: Owner,
    shared: bool,
    offset: u32,
    len: u32,
    index: Option<Box<Node>>,
}

/// A process: there at the start, or looked up by its name when it may have been forked.
#[derive(Clone, Debug)]
enum Owner {
    Start(usize),
    Forked(Box<str>),
}

impl Formula {
    pub fn new(machine: &Machine, claim: &Claim) -> Formula {
        Formula(node(machine, claim))
    }

    /// Its value in a state.
    ///
    /// # Errors
    /// When its arithmetic has no result there.
    pub fn value(&self, machine: &Machine, state: &State) -> Result<i32, Arithmetic> {
        Looker { machine, state }.value(&self.0)
    }

    /// Whether it is true, which is not 0.
    ///
    /// # Errors
    /// The same.
    pub fn holds(&self, machine: &Machine, state: &State) -> Result<bool, Arithmetic> {
        Ok(self.value(machine, state)? != 0)
    }
}

fn node(machine: &Machine, claim: &Claim) -> Node {
    let task = |name: &TaskName| machine.task(&name.name);
    let inner = |claim: &Claim| Box::new(node(machine, claim));
    match &claim.kind {
        ClaimKind::Number(value) => Node::Number(*value),
        ClaimKind::Word(it) => Node::Word(word(machine, it)),
        ClaimKind::Deref { process, pointer } => Node::Deref(owner(process), inner(pointer)),
        ClaimKind::Local { task: it, slot } => Node::Local(task(it), *slot),
        ClaimKind::Done(it) => Node::Phase(task(it), Phase::Done),
        ClaimKind::Died(it) => Node::Phase(task(it), Phase::Died),
        ClaimKind::Alive(it) => Node::Phase(task(it), Phase::Alive),
        ClaimKind::Blocked(it) => Node::Blocked(task(it)),
        ClaimKind::In(it, region) => Node::In(task(it), *region),
        ClaimKind::Holds(it, mutex) => Node::Holds(task(it), owner(&mutex.process), mutex.object),
        ClaimKind::Length(pipe) => Node::Length(*pipe),
        ClaimKind::Frames => Node::Frames,
        ClaimKind::Copied(region) => Node::Copied(*region),
        ClaimKind::Address(it) => Node::Address(word(machine, it)),
        ClaimKind::Frame(it) => Node::Frame(word(machine, it)),
        ClaimKind::Negate(it) => Node::Negate(inner(it)),
        ClaimKind::Not(it) => Node::Not(inner(it)),
        ClaimKind::Binary(operator, left, right) => {
            Node::Binary(*operator, inner(left), inner(right))
        }
        ClaimKind::And(left, right) => Node::And(inner(left), inner(right)),
        ClaimKind::Or(left, right) => Node::Or(inner(left), inner(right)),
    }
}

fn word(machine: &Machine, word: &program::Word) -> Word {
    Word {
        owner: owner(&word.process),
        shared: word.shared,
        offset: word.offset,
        len: word.len,
        index: word.index.as_ref().map(|it| Box::new(node(machine, it))),
    }
}

fn owner(process: &ProcessName) -> Owner {
    match process.born {
        true => Owner::Forked(process.name.clone()),
        false => Owner::Start(process.origin),
    }
}

struct Looker<'a, 'm, 'p> {
    machine: &'m Machine<'p>,
    state: &'a State,
}

impl Looker<'_, '_, '_> {
    fn value(&self, node: &Node) -> Result<i32, Arithmetic> {
        let Looker { machine, state } = self;
        let truth = |it: bool| Ok(i32::from(it));
        match node {
            Node::Number(value) => Ok(*value),
            Node::Word(word) => Ok(match (self.process(&word.owner), self.offset(word)?) {
                (Some(process), Some(offset)) => machine.word(state, process, word.shared, offset),
                _ => 0,
            }),
            Node::Deref(owner, pointer) => {
                let address = self.value(pointer)?;
                let process = self.process(owner);
                Ok(process.and_then(|it| machine.at_address(state, it, address)).unwrap_or(0))
            }
            Node::Local(task, slot) => Ok(task.map_or(0, |it| machine.local(state, it, *slot))),
            Node::Phase(task, phase) => {
                truth(task.is_some_and(|it| machine.phase(state, it) == *phase))
            }
            Node::Blocked(task) => truth(task.is_some_and(|it| {
                machine.phase(state, it) == Phase::Alive && !machine.can_move(state, it)
            })),
            Node::In(task, region) => {
                truth(task.is_some_and(|it| machine.inside(state, it, *region)))
            }
            Node::Holds(task, owner, mutex) => {
                let process = self.process(owner);
                let owner = process.and_then(|it| machine.owner(state, it, *mutex));
                truth(owner.is_some() && owner == *task)
            }
            Node::Length(pipe) => Ok(count(machine.pipe(state, *pipe).len())),
            Node::Frames => Ok(count(machine.frames(state))),
            Node::Copied(region) => Ok(count(machine.copied(state, *region) as usize)),
            Node::Address(word) => {
                Ok(self.offset(word)?.map_or(0, |it| machine.address(word.shared, it)))
            }
            Node::Frame(word) => Ok(match (self.process(&word.owner), self.offset(word)?) {
                (Some(process), Some(offset)) => {
                    let frame = machine.frame(state, process, machine.address(word.shared, offset));
                    count(frame as usize)
                }
                _ => 0,
            }),
            Node::Negate(inner) => program::negate(self.value(inner)?),
            Node::Not(inner) => truth(self.value(inner)? == 0),
            Node::Binary(operator, left, right) => {
                program::binary(*operator, self.value(left)?, self.value(right)?)
            }
            Node::And(left, right) => truth(self.value(left)? != 0 && self.value(right)? != 0),
            Node::Or(left, right) => truth(self.value(left)? != 0 || self.value(right)? != 0),
        }
    }

    fn process(&self, owner: &Owner) -> Option<usize> {
        match owner {
            Owner::Start(at) => Some(*at),
            Owner::Forked(name) => self.machine.process_named(self.state, name),
        }
    }

    /// Which word of its segment it is.
    fn offset(&self, word: &Word) -> Result<Option<u32>, Arithmetic> {
        let Some(index) = &word.index else { return Ok(Some(word.offset)) };
        let index = u32::try_from(self.value(index)?).ok().filter(|it| *it < word.len);
        Ok(index.map(|it| word.offset + it))
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Whether an expression has the same value in every state: nothing that a run does can change it.
pub fn is_constant(claim: &Claim) -> bool {
    match &claim.kind {
        ClaimKind::Number(_) => true,
        ClaimKind::Address(word) => word.index.as_ref().is_none_or(|it| is_constant(it)),
        ClaimKind::Negate(inner) | ClaimKind::Not(inner) => is_constant(inner),
        ClaimKind::Binary(_, left, right) => is_constant(left) && is_constant(right),
        ClaimKind::And(left, right) => {
            decides(left, false) || is_constant(left) && is_constant(right)
        }
        ClaimKind::Or(left, right) => {
            decides(left, true) || is_constant(left) && is_constant(right)
        }
        _ => false,
    }
}

/// Whether the left side of `&&` or `||` decides it before the run.
fn decides(left: &Claim, when: bool) -> bool {
    matches!(left.kind, ClaimKind::Number(value) if (value != 0) == when)
}
