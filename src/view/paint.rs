//! From lines to the bytes of a terminal.
//!
//! Invariant: the only control sequences painted are colours and attributes (SGR), each taken back
//! before the line ends; without colour there are none at all. It must not decide whether there is
//! colour.

use std::fmt::Write;

use crate::view::{Line, Role};

/// Whether roles are painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    #[default]
    None,
    /// With the 16 colours of the terminal.
    Ansi,
}

/// `lines`, each with a newline after it.
pub fn paint(lines: &[Line], colour: Colour) -> String {
    let mut painted = String::new();
    for line in lines {
        for (role, text) in line.spans() {
            let style = role.style();
            // Writing to a string cannot fail.
            let _ = match colour {
                Colour::Ansi if role != Role::Plain => {
                    write!(painted, "{style}{text}{style:#}")
                }
                _ => painted.write_str(text),
            };
        }
        painted.push('\n');
    }
    painted
}
