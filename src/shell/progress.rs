//! How far a long computation is, on a line that is written over.
//!
//! Invariant: nothing is written but where a person sees it, and only when it takes long; the line
//! is gone before anything else is printed there.

use std::{
    io::{IsTerminal as _, Write as _},
    ops::ControlFlow,
    time::Duration,
};

use crate::view;

use super::{app::App, clock::Watch, interrupt};

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_millis(500);

/// A line of standard error.
pub(super) struct Progress {
    watch: Watch,
    seen: bool,
    width: usize,
}

impl Progress {
    pub(super) fn new(app: &App) -> Progress {
        let seen = std::io::stderr().is_terminal() && !app.paper().accessible;
        Progress { watch: app.clock.watch(), seen, width: 0 }
    }

    /// Writes how far it is; breaks if Ctrl-C was pressed.
    pub(super) fn tell(&mut self, line: &dyn Fn() -> String) -> ControlFlow<()> {
        if interrupt::pressed() {
            return ControlFlow::Break(());
        }
        if self.seen && !self.watch.younger_than(PATIENCE) {
            let line = line();
            let width = view::width(&line);
            let rest = " ".repeat(self.width.saturating_sub(width));
            self.width = width;
            // Nobody is told if the terminal is gone.
            let _ = write!(std::io::stderr(), "\r{line}{rest}");
        }
        ControlFlow::Continue(())
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.width > 0 {
            let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(self.width));
            self.width = 0;
        }
    }
}
