//! Reading lines from a person: the one file that knows rustyline.
//!
//! Invariant: commands are remembered, answers are not. Whatever ends a read, the text that stood
//! at the prompt is given back, so nothing typed is lost.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    io,
    path::Path,
    rc::Rc,
    sync::{Arc, Mutex, PoisonError},
};

use rustyline::{
    Cmd, ColorMode, CompletionType, ConditionalEventHandler, Config, Context, Editor as Lines,
    Event, EventContext, EventHandler, Helper, KeyCode, KeyEvent, Modifiers, RepeatCount,
    completion::{Completer, Pair},
    error::ReadlineError,
    highlight::{CmdKind, Highlighter},
    hint::Hinter,
    history::{FileHistory, MemHistory},
    validate::{ValidationContext, ValidationResult, Validator},
};

use crate::{
    text::{Shown, is_plain},
    view::Colour,
};

use super::complete::Vocabulary;

/// Commands remembered.
const HISTORY: usize = 1000;

/// How a read ended, with the text that stood at the prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// Enter.
    Text(String),
    /// Ctrl-C.
    Interrupt(String),
    /// Ctrl-D.
    Leave(String),
    /// Ctrl-X Ctrl-E: carry on in an editor.
    Edit(String),
    /// The input was no UTF-8.
    Unreadable,
}

impl Read {
    /// The same with `begun` before what was typed.
    pub(super) fn after(self, begun: &str) -> Read {
        let join = |typed: String| match (begun.is_empty(), typed.trim().is_empty()) {
            (true, _) => typed,
            (false, true) => begun.to_owned(),
            (false, false) => format!("{begun}\n{typed}"),
        };
        match self {
            Read::Text(typed) => Read::Text(join(typed)),
            Read::Interrupt(typed) => Read::Interrupt(join(typed)),
            Read::Leave(typed) => Read::Leave(join(typed)),
            Read::Edit(typed) => Read::Edit(join(typed)),
            Read::Unreadable => Read::Unreadable,
        }
    }
}

/// What an answer's lines are given to as each is finished. An error is shown beside the line,
/// which then stays.
pub(super) type Keep = Rc<dyn Fn(&str) -> Result<(), String>>;

/// The prompt of the REPL.
pub(super) struct CommandEditor {
    colour: Colour,
    lines: Lines<CommandHelper, FileHistory>,
}

impl CommandEditor {
    /// A prompt with the history of this file; a file that cannot be read gives none.
    pub(super) fn new(history: Option<&Path>, colour: Colour) -> io::Result<CommandEditor> {
        let config = config().max_history_size(HISTORY).map_err(io::Error::other)?;
        let config = config.auto_add_history(false).build();
        let mut lines = Lines::with_config(config).map_err(io::Error::other)?;
        if let Some(path) = history {
            // No history yet, or none that can be read: the prompt works without.
            let _ = lines.load_history(path);
        }
        Ok(CommandEditor { colour, lines })
    }

    /// Completes and hints from these words from now on.
    pub(super) fn know(&mut self, vocabulary: Vocabulary) {
        self.lines.set_helper(Some(CommandHelper { vocabulary, colour: self.colour }));
    }

    /// Reads a command.
    pub(super) fn read(&mut self, prompt: &str) -> Read {
        match self.lines.readline(prompt) {
            Ok(line) => Read::Text(line),
            Err(ReadlineError::Interrupted) => Read::Interrupt(String::new()),
            Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                Read::Unreadable
            }
            Err(_) => Read::Leave(String::new()),
        }
    }

    /// Remembers a command, here and in the file.
    pub(super) fn remember(&mut self, line: &str, history: Option<&Path>) {
        // A history that cannot be written costs nothing but the history.
        let _ = self.lines.add_history_entry(line);
        if let Some(path) = history {
            if let Some(dir) = path.parent() {
                let _ = std::fs::create_dir_all(dir);
            }
            let _ = self.lines.append_history(path);
        }
    }
}

/// The prompts of a quiz: answers of several lines, and single lines.
pub(super) struct AnswerEditor {
    lines: Lines<AnswerHelper, MemHistory>,
    caught: Arc<Mutex<Option<Caught>>>,
    several: Rc<Cell<bool>>,
    keep: Rc<RefCell<Option<Keep>>>,
}

impl AnswerEditor {
    /// The prompts.
    pub(super) fn new() -> io::Result<AnswerEditor> {
        let config = config().max_history_size(0).map_err(io::Error::other)?.build();
        let history = MemHistory::with_config(&config);
        let mut lines = Lines::with_history(config, history).map_err(io::Error::other)?;
        let caught = Arc::new(Mutex::new(None));
        let mut bind = |keys: &[KeyEvent], way: Way| {
            let catch = Catch { way, caught: Arc::clone(&caught) };
            let event = Event::KeySeq(keys.to_vec());
            lines.bind_sequence(event, EventHandler::Conditional(Box::new(catch)));
        };
        let ctrl = |letter: char| KeyEvent(KeyCode::Char(letter), Modifiers::CTRL);
        bind(&[ctrl('C')], Way::Interrupt);
        bind(&[ctrl('D')], Way::Leave);
        bind(&[ctrl('X'), ctrl('E')], Way::Edit);
        let several = Rc::new(Cell::new(false));
        let keep = Rc::new(RefCell::new(None));
        lines.set_helper(Some(AnswerHelper {
            several: Rc::clone(&several),
            keep: Rc::clone(&keep),
        }));
        Ok(AnswerEditor { lines, caught, several, keep })
    }

    /// Reads one line, begun with `initial`.
    pub(super) fn line(&mut self, prompt: &str, initial: &str) -> Read {
        self.several.set(false);
        self.read(prompt, initial)
    }

    /// Reads an answer of several lines, begun with `initial`. Each finished line is given to
    /// `keep`, with all before it.
    pub(super) fn answer(&mut self, prompt: &str, initial: &str, keep: Option<Keep>) -> Read {
        self.several.set(true);
        *self.keep.borrow_mut() = keep;
        let read = self.read(prompt, initial);
        *self.keep.borrow_mut() = None;
        read
    }

    fn read(&mut self, prompt: &str, initial: &str) -> Read {
        *lock(&self.caught) = None;
        // A draft, or what an editor left: it stands at the prompt as plain text.
        let initial = Shown::new(initial);
        let initial = initial.as_str();
        let result = self.lines.readline_with_initial(prompt, (initial, ""));
        let caught = lock(&self.caught).take();
        match (result, caught) {
            (Ok(text), _) => Read::Text(text),
            (Err(ReadlineError::Interrupted), Some(caught)) => match caught.way {
                Way::Interrupt => Read::Interrupt(caught.text),
                Way::Leave => Read::Leave(caught.text),
                Way::Edit => Read::Edit(caught.text),
            },
            (Err(ReadlineError::Interrupted), None) => Read::Interrupt(String::new()),
            (Err(ReadlineError::Io(error)), _) if error.kind() == io::ErrorKind::InvalidData => {
                Read::Unreadable
            }
            (Err(_), _) => Read::Leave(String::new()),
        }
    }
}

fn config() -> rustyline::config::Builder {
    Config::builder()
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        // The line is always drawn through the helpers, which keep it inert; they know the colour.
        .color_mode(ColorMode::Forced)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The keys that end an answer without Enter.
#[derive(Clone, Copy)]
enum Way {
    Interrupt,
    Leave,
    Edit,
}

struct Caught {
    way: Way,
    text: String,
}

/// Takes the text that stands at the prompt before it is dropped.
struct Catch {
    way: Way,
    caught: Arc<Mutex<Option<Caught>>>,
}

impl ConditionalEventHandler for Catch {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        *lock(&self.caught) = Some(Caught { way: self.way, text: context.line().to_owned() });
        Some(Cmd::Interrupt)
    }
}

struct AnswerHelper {
    several: Rc<Cell<bool>>,
    keep: Rc<RefCell<Option<Keep>>>,
}

impl Validator for AnswerHelper {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let input = context.input();
        if !self.several.get() || input.trim().is_empty() || input.trim() == "?" {
            return Ok(ValidationResult::Valid(None));
        }
        if let Some(keep) = self.keep.borrow().as_ref()
            && let Err(why) = keep(input.trim_end())
        {
            return Ok(ValidationResult::Invalid(Some(format!("   {why}"))));
        }
        let ended = input.rsplit('\n').next().is_some_and(|last| last.trim().is_empty());
        Ok(if ended { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

/// The line without what would act on the terminal, as a paste can bring. It stays in the line.
fn inert(line: &str) -> Cow<'_, str> {
    let shows = |c: char| matches!(c, '\n' | '\t' | '\u{200d}') || is_plain(c);
    if line.chars().all(shows) {
        line.into()
    } else {
        line.chars().filter(|c| shows(*c)).collect::<String>().into()
    }
}

/// Whether the line has to be drawn anew instead of printing what was typed as it is.
fn draws_anew(line: &str) -> bool {
    matches!(inert(line), Cow::Owned(_))
}

impl Helper for AnswerHelper {}
impl Highlighter for AnswerHelper {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        inert(line)
    }

    fn highlight_char(&self, line: &str, _: usize, _: CmdKind) -> bool {
        draws_anew(line)
    }
}
impl Hinter for AnswerHelper {
    type Hint = String;
}
impl Completer for AnswerHelper {
    type Candidate = Pair;
}

struct CommandHelper {
    vocabulary: Vocabulary,
    colour: Colour,
}

impl Helper for CommandHelper {}
impl Highlighter for CommandHelper {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        inert(line)
    }

    fn highlight_char(&self, line: &str, _: usize, _: CmdKind) -> bool {
        draws_anew(line)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        match self.colour {
            Colour::None => hint.into(),
            Colour::Ansi => crate::view::painted(crate::view::Role::Muted, hint).into(),
        }
    }
}
impl Validator for CommandHelper {}

impl Hinter for CommandHelper {
    type Hint = String;

    fn hint(&self, line: &str, position: usize, context: &Context) -> Option<String> {
        if position < line.len() || line.trim().is_empty() {
            return None;
        }
        if let Some(hint) = self.vocabulary.hint(line) {
            return Some(hint);
        }
        let history = context.history();
        (0..history.len()).rev().find_map(|at| {
            let entry = history.get(at, rustyline::history::SearchDirection::Reverse).ok()??;
            entry.entry.strip_prefix(line).filter(|rest| !rest.is_empty()).map(str::to_owned)
        })
    }
}

impl Completer for CommandHelper {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, words) = self.vocabulary.complete(&line[..position]);
        let pairs = words.into_iter().map(|word| Pair { display: word.clone(), replacement: word });
        Ok((start, pairs.collect()))
    }
}
