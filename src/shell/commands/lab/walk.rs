//! A run gone through by a person, on the full screen or line by line.
//!
//! Invariant: both forms give the session the same inputs; nothing is decided here but which form,
//! and when a search is stopped.

use std::{ops::ControlFlow, time::Duration};

use crate::{
    lab::{Budget, outlook},
    message::{lab as lab_words, step as words},
    session::{
        drive::Driver,
        step::{Effect, Input, Stepper},
    },
    view::{
        Line, Paper, Role,
        step::{self as drawing, Subject},
    },
};

use super::super::super::{
    app::App,
    editor::{AnswerEditor, Read},
    failure::Failure,
    interrupt,
    progress::Progress,
    screen::{Key, Screen},
};
use crate::message::failure::Trouble;

/// How long nothing is said of a search.
const PATIENCE: Duration = Duration::from_millis(300);
/// The lines of a page up or down.
const PAGE: isize = 10;

/// What is gone through: a run, or a run with a goal.
pub(super) trait Walk<'m, 'p>: Sized {
    /// The run.
    fn stepper(&self) -> &Stepper<'m, 'p>;
    /// The game, if there is a goal.
    fn game(&self) -> Option<&Driver<'_, 'm, 'p>>;
    /// One step.
    fn take(self, input: Input) -> (Self, Vec<Effect>);
    /// What a typed line asks for.
    fn typed(&self, line: &str) -> Option<Input>;
}

impl<'m, 'p> Walk<'m, 'p> for Stepper<'m, 'p> {
    fn stepper(&self) -> &Stepper<'m, 'p> {
        self
    }

    fn game(&self) -> Option<&Driver<'_, 'm, 'p>> {
        None
    }

    fn take(self, input: Input) -> (Self, Vec<Effect>) {
        self.step(input)
    }

    fn typed(&self, line: &str) -> Option<Input> {
        Stepper::typed(self, line)
    }
}

impl<'c, 'm, 'p> Walk<'m, 'p> for Driver<'c, 'm, 'p> {
    fn stepper(&self) -> &Stepper<'m, 'p> {
        Driver::stepper(self)
    }

    fn game(&self) -> Option<&Driver<'_, 'm, 'p>> {
        Some(self)
    }

    fn take(self, input: Input) -> (Self, Vec<Effect>) {
        self.step(input)
    }

    fn typed(&self, line: &str) -> Option<Input> {
        Driver::typed(self, line)
    }
}

/// Goes through a run until the person leaves; gives it back as it then is.
pub(super) fn walk<'m, 'p: 'm, W: Walk<'m, 'p>>(
    app: &App,
    subject: &Subject,
    walk: W,
    plain: bool,
) -> Result<W, Failure> {
    if line_by_line(app, plain) { lines(app, subject, walk) } else { full(app, subject, walk) }
}

/// Whether the full screen is not wanted, or cannot be.
pub(super) fn line_by_line(app: &App, plain: bool) -> bool {
    plain || !app.terminal.interactive || app.environment.dumb || app.paper().accessible
}

fn full<'m, 'p: 'm, W: Walk<'m, 'p>>(
    app: &App,
    subject: &Subject,
    mut walk: W,
) -> Result<W, Failure> {
    let lang = app.lang();
    let paper = |width| Paper { width, ..app.paper() };
    let mut screen = Screen::open(app.terminal.colour)?;
    loop {
        let mut most = 0;
        screen.draw(|columns, rows| {
            let drawn =
                drawing::screen(lang, &paper(columns), rows, subject, walk.stepper(), walk.game());
            most = drawn.most;
            drawn.lines
        })?;
        let key = screen.key()?;
        if key == Key::Leave {
            return Ok(walk);
        }
        let Some(input) = meant(walk.stepper(), key, most, walk.game().is_some()) else { continue };
        let (next, effects) = walk.take(input);
        walk = next;
        for effect in effects {
            match effect {
                Effect::Leave => return Ok(walk),
                Effect::Explore => {
                    let watch = app.clock.watch();
                    let found = reach(walk.stepper(), &mut |states| {
                        if screen.stopped() {
                            return ControlFlow::Break(());
                        }
                        if !watch.younger_than(PATIENCE) {
                            let line = Line::plain(lab_words::so_far(lang, states));
                            // The terminal may be gone; the next key will say so.
                            let _ = screen.draw(|_, _| vec![line]);
                        }
                        ControlFlow::Continue(())
                    });
                    walk = walk.take(found).0;
                }
            }
        }
    }
}

/// What a key asks for on the full screen.
fn meant(stepper: &Stepper, key: Key, most: usize, game: bool) -> Option<Input> {
    let scroll = |by| Some(Input::Scroll { by, most });
    match key {
        Key::Left | Key::Backspace | Key::Char('<' | ',') => Some(Input::Back),
        Key::Right | Key::Char('>' | '.' | ' ') => Some(Input::Forward),
        Key::Home => Some(Input::First),
        Key::End => Some(Input::Last),
        Key::Up => scroll(-1),
        Key::Down => scroll(1),
        Key::PageUp => scroll(-PAGE),
        Key::PageDown => scroll(PAGE),
        Key::Enter | Key::Char('x') => Some(Input::Expand),
        Key::Char('e') => Some(Input::Reach),
        Key::Char('w') => Some(Input::Waits),
        Key::Char('m') => Some(Input::Memory),
        Key::Char('?') => Some(Input::Help),
        Key::Char('h') if game => Some(Input::Hint),
        Key::Char('i') if game => Some(Input::Impossible),
        Key::Escape | Key::Char('q') => Some(Input::Close),
        Key::Char(c) => {
            let none = c.is_ascii_digit().then_some(usize::MAX);
            stepper.chosen(c).or(none).map(Input::Choose)
        }
        Key::Leave | Key::Resized => None,
    }
}

fn lines<'m, 'p: 'm, W: Walk<'m, 'p>>(
    app: &App,
    subject: &Subject,
    mut walk: W,
) -> Result<W, Failure> {
    let (lang, mut lines) = (app.lang(), Lines::new(app)?);
    app.show(&drawing::opening(&app.paper(), subject, walk.stepper()))?;
    loop {
        app.show(&drawing::plain(lang, &app.paper(), subject, walk.stepper(), walk.game()))?;
        let input = loop {
            let Some(line) = lines.next(words::prompt(lang))? else { return Ok(walk) };
            match walk.typed(&line) {
                Some(input) => break input,
                None => {
                    let sentence = words::not_understood(lang, line.trim());
                    app.show(&app.paper().paragraphs(Role::Warning, sentence, 0))?;
                }
            }
        };
        let (next, effects) = walk.take(input);
        walk = next;
        for effect in effects {
            match effect {
                Effect::Leave => return Ok(walk),
                Effect::Explore => {
                    let mut progress = Progress::new(app);
                    interrupt::watch();
                    let found = reach(walk.stepper(), &mut |states| {
                        progress.tell(&|| lab_words::so_far(lang, states))
                    });
                    progress.clear();
                    walk = walk.take(found).0;
                }
            }
        }
    }
}

/// What can still come from where the stepper stands.
fn reach(stepper: &Stepper, progress: &mut dyn FnMut(usize) -> ControlFlow<()>) -> Input {
    let found = outlook(stepper.machine(), stepper.state(), Budget::default(), progress);
    Input::Reached(found.map(Box::new))
}

/// Lines from a person at a prompt, or from a pipe.
struct Lines {
    editor: Option<AnswerEditor>,
}

impl Lines {
    fn new(app: &App) -> Result<Lines, Failure> {
        let editor = app.terminal.interactive.then(AnswerEditor::new);
        Ok(Lines { editor: editor.transpose()? })
    }

    /// The next line; none when there are no more, or the person leaves.
    fn next(&mut self, prompt: &str) -> Result<Option<String>, Failure> {
        match &mut self.editor {
            Some(editor) => match editor.line(prompt, "") {
                Read::Text(line) => Ok(Some(line)),
                Read::Unreadable => Err(Trouble::BadInput.into()),
                Read::Interrupt(_) | Read::Leave(_) | Read::Edit(_) => Ok(None),
            },
            None => {
                let mut line = String::new();
                match std::io::stdin().read_line(&mut line) {
                    Ok(0) => Ok(None),
                    Ok(_) => Ok(Some(line)),
                    Err(_) => Err(Trouble::BadInput.into()),
                }
            }
        }
    }
}
