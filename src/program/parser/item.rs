//! What stands outside blocks: declarations, functions, threads, processes.
//!
//! Invariant: an item is in the tree whole or not at all. See the parent for errors.

use crate::program::{
    lexer::Token,
    parser::{Failed, Parser, Result},
    problem::{Problem, Wanted},
    syntax::{Constant, Copies, Declaration, Expr, Function, Item, Kind, Name, Process, Thread},
};

/// The words that begin a declaration.
const KINDS: [(&str, Kind); 6] = [
    ("global", Kind::Variable),
    ("shared", Kind::Variable),
    ("mutex", Kind::Mutex),
    ("semaphore", Kind::Semaphore),
    ("condition", Kind::Condition),
    ("pipe", Kind::Pipe),
];

/// What follows the name of a thread or process.
struct Header {
    name: Name,
    copies: Copies,
    arrival: Option<Expr>,
    priority: Option<Expr>,
}

impl Parser<'_> {
    /// Items up to the end of the text, or up to the brace that closes `process`.
    pub(super) fn items(&mut self, process: Option<usize>) -> Vec<Item> {
        let mut items = Vec::new();
        loop {
            self.skip_newlines();
            match self.peek() {
                Token::End => break,
                Token::Mark("}") if process.is_some() => break,
                Token::Mark("}") => {
                    let _ = self.expected(Wanted::Token("thread"));
                    self.advance();
                }
                _ => {
                    let (start, depth) = (self.at, self.depth);
                    match self.item(process.is_some()) {
                        Ok(item) => items.push(item),
                        Err(Failed) => {
                            self.depth = depth;
                            self.recover(start);
                        }
                    }
                    // Whatever happened, something was taken.
                    if self.at == start {
                        self.advance();
                    }
                }
            }
        }
        items
    }

    fn item(&mut self, in_process: bool) -> Result<Item> {
        let Token::Name(word) = self.peek() else {
            return Ok(Item::Statement(self.statement()?));
        };
        match word {
            "const" | "process" | "pipe" | "shared" if in_process => {
                let word = word.into();
                let span = self.span();
                Err(self.report(span, Problem::Misplaced { word, in_process: false }))
            }
            "const" => self.constant(),
            "global" | "shared" | "mutex" | "semaphore" | "condition" | "pipe" => {
                self.declaration().map(Item::Declaration)
            }
            "fn" => self.function(),
            "thread" => {
                self.advance();
                let Header { name, copies, arrival, priority } = self.header()?;
                let body = self.block()?;
                Ok(Item::Thread(Thread { name, copies, arrival, priority, body }))
            }
            "process" => self.process(),
            _ => Ok(Item::Statement(self.statement()?)),
        }
    }

    fn constant(&mut self) -> Result<Item> {
        self.advance();
        let name = self.need_name()?;
        self.need_mark("=")?;
        let value = self.expression()?;
        self.end_of_statement()?;
        Ok(Item::Constant(Constant { name, value }))
    }

    fn declaration(&mut self) -> Result<Declaration> {
        let start = self.span().start;
        let mut shared = self.eat_word("shared");
        let mut kind = if shared { Kind::Variable } else { self.kind() };
        let next_is_lock = matches!(
            (self.peek(), self.second()),
            (Token::Name("mutex" | "semaphore" | "condition"), Token::Name(_))
        );
        if shared && matches!(self.peek(), Token::Name("global" | "pipe")) {
            let span = self.span();
            return Err(self.report(span, Problem::NotShareable));
        }
        if shared && next_is_lock {
            kind = self.kind();
        }
        shared |= kind == Kind::Pipe;
        let name = self.need_name()?;
        let mut size = None;
        if self.eat_mark("[") {
            size = Some(self.expression()?);
            self.need_mark("]")?;
        }
        let value = if self.eat_mark("=") { Some(self.expression()?) } else { None };
        let span = self.from(start);
        self.end_of_statement()?;
        Ok(Declaration { kind, shared, name, size, value, span })
    }

    fn kind(&mut self) -> Kind {
        let word = self.peek();
        self.advance();
        let kind = KINDS.into_iter().find(|it| word == Token::Name(it.0));
        kind.map_or(Kind::Variable, |it| it.1)
    }

    fn function(&mut self) -> Result<Item> {
        self.advance();
        let name = self.need_name()?;
        self.need_mark("(")?;
        let mut parameters = Vec::new();
        while !self.at_mark(")") {
            parameters.push(self.need_name()?);
            if !self.eat_mark(",") {
                break;
            }
        }
        self.need_mark(")")?;
        let body = self.block()?;
        Ok(Item::Function(Function { name, parameters, body }))
    }

    /// `P(i) * n at 10 priority 2`
    fn header(&mut self) -> Result<Header> {
        let name = self.need_name()?;
        let mut copies = Copies::default();
        if self.eat_mark("(") {
            copies.index = Some(self.need_name()?);
            self.need_mark(")")?;
        }
        if self.eat_mark("*") {
            copies.count = Some(self.expression()?);
        } else if copies.index.is_some() {
            let problem = Problem::IndexWithoutCount { name: name.text.clone() };
            self.report(name.span, problem);
        }
        let arrival = if self.eat_word("at") { Some(self.expression()?) } else { None };
        let priority = if self.eat_word("priority") { Some(self.expression()?) } else { None };
        Ok(Header { name, copies, arrival, priority })
    }

    fn process(&mut self) -> Result<Item> {
        self.advance();
        let Header { name, copies, arrival, priority } = self.header()?;
        let open = self.span();
        self.need_mark("{")?;
        self.deeper()?;
        let items = self.items(Some(open.start));
        self.depth -= 1;
        if !self.eat_mark("}") {
            self.report(open, Problem::Unclosed { brace: '{' });
        }
        Ok(Item::Process(Process { name, copies, arrival, priority, items }))
    }
}
