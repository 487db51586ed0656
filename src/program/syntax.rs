//! The syntax of a program: a tree with places.
//!
//! Invariant: every span lies in the text on character boundaries, and the tree is nowhere deeper
//! than [`super::limits::NESTING`] allows, so a walk may be recursive. It must not know meanings.

use crate::{program::code::Binary, text::Span};

/// A name and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: Box<str>,
    /// Its place.
    pub span: Span,
}

/// A program as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// What stands outside any process, and the processes.
    pub items: Vec<Item>,
}

/// What can stand outside a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `const n = 2`
    Constant(Constant),
    /// `global x`, `shared x`, `mutex m`, `semaphore s`, `condition c`, `pipe p`.
    Declaration(Declaration),
    /// `fn f(a, b) { … }`
    Function(Function),
    /// `thread A { … }`
    Thread(Thread),
    /// `process shop { … }`
    Process(Process),
    /// A statement of the main thread.
    Statement(Statement),
}

/// `const n = 2`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: Expr,
}

/// What is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A word or an array of words.
    Variable,
    /// A mutex.
    Mutex,
    /// A semaphore.
    Semaphore,
    /// A condition.
    Condition,
    /// A pipe.
    Pipe,
}

/// A declaration of data, a lock or a pipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// What it declares.
    pub kind: Kind,
    /// Whether all processes share it.
    pub shared: bool,
    /// Its name.
    pub name: Name,
    /// How many, or the capacity of a pipe.
    pub size: Option<Expr>,
    /// The first value.
    pub value: Option<Expr>,
    /// The whole of it.
    pub span: Span,
}

/// `fn f(a, b) { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Name>,
    /// Its body.
    pub body: Block,
}

/// How many there are of a thread or process, and what tells them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// The `i` of `P(i) * n`.
    pub index: Option<Name>,
    /// The `n` of `* n`.
    pub count: Option<Expr>,
}

/// `thread P(i) * n at 10 priority 2 { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Its name.
    pub name: Name,
    /// How many.
    pub copies: Copies,
    /// When it arrives.
    pub arrival: Option<Expr>,
    /// How urgent it is.
    pub priority: Option<Expr>,
    /// What it does.
    pub body: Block,
}

/// `process shop { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its name.
    pub name: Name,
    /// How many.
    pub copies: Copies,
    /// When its main thread arrives.
    pub arrival: Option<Expr>,
    /// How urgent its main thread is.
    pub priority: Option<Expr>,
    /// What it has: everything but constants and processes.
    pub items: Vec<Item>,
}

/// Statements in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The statements.
    pub statements: Vec<Statement>,
    /// From brace to brace.
    pub span: Span,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it is.
    pub kind: StatementKind,
    /// The whole of it; of one with a block, only what stands before the brace.
    pub span: Span,
}

/// What a statement is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// `let y = e`
    Let {
        /// The local.
        name: Name,
        /// Its value.
        value: Expr,
    },
    /// `x = e`, `x += e`, `x++`: the operator where there is one.
    Assign {
        /// What is written: a name, an element or `*p`.
        place: Expr,
        /// `+` or `-`.
        operator: Option<Binary>,
        /// The value; none for `++` and `--`.
        value: Option<Expr>,
    },
    /// A call.
    Call(Expr),
    /// `if c { } else if d { } else { }`
    If {
        /// The conditions with their blocks.
        arms: Vec<(Expr, Block)>,
        /// What is done when none holds.
        otherwise: Option<Block>,
    },
    /// `while c { }`
    While {
        /// The condition.
        condition: Expr,
        /// The body.
        body: Block,
    },
    /// `repeat n { }`
    Repeat {
        /// How often.
        count: Expr,
        /// The body.
        body: Block,
    },
    /// `loop { }`
    Loop(Block),
    /// `break`
    Break,
    /// `return`, `return e`
    Return(Option<Expr>),
    /// `critical cs { }`
    Critical {
        /// The region.
        name: Name,
        /// What lies in it.
        body: Block,
    },
    /// `assert e`
    Assert(Expr),
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its place, brackets around it not included.
    pub span: Span,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// A number that fits a word.
    Number(i32),
    /// A name; in a claim also `shop.x`.
    Name(Box<str>),
    /// `a[i]`
    Index {
        /// The array.
        array: Box<Expr>,
        /// The index.
        index: Box<Expr>,
    },
    /// `*p`
    Deref(Box<Expr>),
    /// `&x`
    AddressOf(Box<Expr>),
    /// `-e`
    Negate(Box<Expr>),
    /// `!e`
    Not(Box<Expr>),
    /// `a + b`
    Binary {
        /// The operator.
        operator: Binary,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `a && b`
    And(Box<Expr>, Box<Expr>),
    /// `a || b`
    Or(Box<Expr>, Box<Expr>),
    /// `f(a, b)`, `lock(m)`
    Call {
        /// What is called.
        name: Name,
        /// With what.
        arguments: Vec<Expr>,
    },
    /// `spawn f(a, b)`
    Spawn {
        /// The function.
        name: Name,
        /// With what.
        arguments: Vec<Expr>,
    },
}
