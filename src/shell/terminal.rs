//! What the terminal can show, decided once at the start.
//!
//! Invariant: everything after this works from the values found here and asks no terminal again,
//! but for its width.

use std::io::IsTerminal;

use crate::view::{Colour, Glyphs, Paper};

use super::{cli::ColorChoice, environment::Environment};

/// The widest that text is laid out: longer lines are hard to read.
const WIDEST: usize = 100;
/// The narrowest width that is laid out for; narrower terminals wrap by themselves.
const NARROWEST: usize = 40;

/// What was decided.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    /// A person sits at standard input and sees standard output.
    pub(super) interactive: bool,
    /// Colours on standard output.
    pub(super) colour: Colour,
    /// Colours on standard error.
    pub(super) error_colour: Colour,
    glyphs: Glyphs,
    accessible: bool,
    columns: Option<usize>,
}

impl Terminal {
    /// Decides from flags, then the environment, then what the streams are.
    pub(super) fn new(
        environment: &Environment,
        choice: Option<ColorChoice>,
        ascii: bool,
        accessible: bool,
    ) -> Terminal {
        let output = std::io::stdout().is_terminal();
        let error = std::io::stderr().is_terminal();
        let colour = |is_terminal: bool| {
            let on = match choice.unwrap_or(ColorChoice::Auto) {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto if environment.no_color => false,
                ColorChoice::Auto if environment.color_forced => true,
                ColorChoice::Auto => is_terminal && !environment.dumb,
            };
            if on { Colour::Ansi } else { Colour::None }
        };
        Terminal {
            interactive: std::io::stdin().is_terminal() && output,
            colour: colour(output),
            error_colour: colour(error),
            glyphs: if ascii || !environment.utf8() { Glyphs::Ascii } else { Glyphs::Unicode },
            accessible: accessible || environment.accessible,
            columns: if output { None } else { environment.columns },
        }
    }

    /// How to lay out now: the terminal's present width, or `COLUMNS`, or 80.
    pub(super) fn paper(&self) -> Paper {
        let columns = self.columns.or_else(window_columns).unwrap_or(80);
        Paper {
            width: columns.clamp(NARROWEST, WIDEST),
            glyphs: self.glyphs,
            accessible: self.accessible,
            ambiguous_wide: false,
        }
    }
}

#[cfg(unix)]
fn window_columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}

#[cfg(not(unix))]
fn window_columns() -> Option<usize> {
    None
}

/// Throws away what was typed before the prompt: a key too many must not answer the next card.
pub(super) fn discard_typeahead() {
    #[cfg(unix)]
    {
        use rustix::termios::{QueueSelector, tcflush};
        // A stream that is no terminal has nothing typed ahead.
        let _ = tcflush(std::io::stdin(), QueueSelector::IFlush);
    }
}
