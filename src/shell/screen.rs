//! The full screen of the terminal: the one file that knows ratatui and crossterm.
//!
//! Invariant: however viva leaves a screen (by a key, a failure, a panic), the terminal is as it
//! was before. What is drawn are `view`'s lines. No key has a meaning here.

use std::{
    io::{self, Stdout},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use ratatui::{
    Terminal,
    backend::CrosstermBackend,
    crossterm::{
        cursor::Show,
        event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
        execute,
        terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
    },
    style::{Color, Modifier, Style},
};

use crate::{
    session::keystrokes,
    view::{Colour, Line, Role},
};

/// A key, or that the window has another size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A character; Hangul is the Latin key that was pressed.
    Char(char),
    /// Arrows.
    Left,
    Right,
    Up,
    Down,
    /// A window of lines.
    PageUp,
    PageDown,
    Home,
    End,
    Enter,
    Escape,
    Backspace,
    /// Ctrl-C or Ctrl-D.
    Leave,
    /// There is a new size.
    Resized,
}

/// Whether a screen is open.
static OPEN: AtomicBool = AtomicBool::new(false);

/// Gives the terminal back, if a screen is open. Called on the way out of a panic, too.
pub(super) fn restore() {
    if OPEN.swap(false, Ordering::SeqCst) {
        // A terminal that is gone needs nothing back.
        let _ = execute!(io::stdout(), LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

/// The full screen, until it is dropped.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    colour: Colour,
}

impl Screen {
    /// Takes the whole terminal.
    pub(super) fn open(colour: Colour) -> io::Result<Screen> {
        enable_raw_mode()?;
        OPEN.store(true, Ordering::SeqCst);
        let opened = execute!(io::stdout(), EnterAlternateScreen)
            .and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout())));
        if opened.is_err() {
            restore();
        }
        Ok(Screen { terminal: opened?, colour })
    }

    /// Draws the lines that are made for the present columns and rows.
    pub(super) fn draw(&mut self, lines: impl FnOnce(usize, usize) -> Vec<Line>) -> io::Result<()> {
        let colour = self.colour;
        self.terminal.draw(|frame| {
            let area = frame.area();
            let lines = lines(area.width.into(), area.height.into());
            for (y, line) in (0..area.height).zip(&lines) {
                let mut x = 0;
                for (role, text) in line.spans() {
                    let room = usize::from(area.width - x);
                    let style = if colour == Colour::Ansi { style(role) } else { Style::new() };
                    (x, _) = frame.buffer_mut().set_stringn(x, y, text, room, style);
                }
            }
        })?;
        Ok(())
    }

    /// Waits for a key.
    pub(super) fn key(&mut self) -> io::Result<Key> {
        loop {
            if let Some(key) = meaning(&event::read()?) {
                return Ok(key);
            }
        }
    }

    /// Whether Escape or Ctrl-C was pressed meanwhile; other keys are dropped.
    pub(super) fn stopped(&mut self) -> bool {
        while event::poll(Duration::ZERO).unwrap_or(false) {
            match event::read().map(|it| meaning(&it)) {
                Ok(Some(Key::Leave | Key::Escape)) | Err(_) => return true,
                Ok(_) => {}
            }
        }
        false
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn meaning(event: &Event) -> Option<Key> {
    let key = match event {
        Event::Resize(..) => return Some(Key::Resized),
        Event::Key(key) if key.kind != KeyEventKind::Release => key,
        _ => return None,
    };
    let KeyEvent { code, modifiers, .. } = *key;
    Some(match code {
        KeyCode::Char('c' | 'd') if modifiers.contains(KeyModifiers::CONTROL) => Key::Leave,
        KeyCode::Char(_) if modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
            return None;
        }
        KeyCode::Char(c) => Key::Char(keystrokes(&c.to_string()).chars().next()?),
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Backspace => Key::Backspace,
        _ => return None,
    })
}

/// A role's style, which `view` alone decides, in ratatui's terms.
fn style(role: Role) -> Style {
    use anstyle::{AnsiColor, Effects};
    let style = role.style();
    let mut drawn = Style::new();
    if let Some(anstyle::Color::Ansi(colour)) = style.get_fg_color() {
        drawn = drawn.fg(match colour {
            AnsiColor::Red => Color::Red,
            AnsiColor::Green => Color::Green,
            AnsiColor::Yellow => Color::Yellow,
            AnsiColor::Blue => Color::Blue,
            AnsiColor::Magenta => Color::Magenta,
            AnsiColor::Cyan => Color::Cyan,
            _ => Color::Reset,
        });
    }
    let effects = [
        (Effects::BOLD, Modifier::BOLD),
        (Effects::DIMMED, Modifier::DIM),
        (Effects::UNDERLINE, Modifier::UNDERLINED),
    ];
    for (effect, modifier) in effects {
        if style.get_effects().contains(effect) {
            drawn = drawn.add_modifier(modifier);
        }
    }
    drawn
}
