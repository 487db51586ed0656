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

/// `text` in the style of a role, without a newline: for a line editor, which lays out by itself.
pub fn painted(role: Role, text: &str) -> String {
    paint(&[Line::of(role, text)], Colour::Ansi).trim_end_matches('\n').to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_role_in_colour() {
        let lines: Vec<Line> = Role::ALL.map(|role| Line::of(role, role.name())).into();
        insta::assert_snapshot!(paint(&lines, Colour::Ansi).replace('\u{1b}', "␛"), @r"
        plain
        ␛[2mmuted␛[0m
        ␛[1mstrong␛[0m
        ␛[1m␛[36mheading␛[0m
        ␛[36mkey␛[0m
        ␛[32mright␛[0m
        ␛[33mpartial␛[0m
        ␛[31mwrong␛[0m
        ␛[1m␛[34mdue␛[0m
        ␛[1m␛[32mnew␛[0m
        ␛[1m␛[31merror␛[0m
        ␛[1m␛[33mwarning␛[0m
        ␛[35mquote␛[0m
        ␛[1m␛[35mliteral␛[0m
        ␛[4mlink␛[0m
        ␛[4m␛[36mpath␛[0m
        ␛[34mbar␛[0m
        ");
    }

    proptest! {
        #[test]
        fn nothing_but_colours(runs in prop::collection::vec((0..Role::ALL.len(), any::<String>()), 0..6)) {
            let line: Line = runs.into_iter().map(|(role, text)| (Role::ALL[role], text)).collect();
            let plain = paint(std::slice::from_ref(&line), Colour::None);
            prop_assert_eq!(&plain, &(line.text() + "\n"));
            prop_assert_eq!(plain.find('\u{1b}'), None);
            let ansi = paint(&[line], Colour::Ansi);
            let mut stripped = String::new();
            for (n, piece) in ansi.split('\u{1b}').enumerate() {
                let text = if n == 0 { piece } else {
                    let (sequence, text) = piece.split_once('m').unwrap();
                    prop_assert!(sequence.starts_with('['));
                    prop_assert!(sequence[1..].chars().all(|c| c.is_ascii_digit() || c == ';'));
                    text
                };
                stripped.push_str(text);
            }
            prop_assert_eq!(stripped, plain);
        }
    }
}
