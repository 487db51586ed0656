//! What text means, and how each meaning looks: the only table of colours.
//!
//! Invariant: each role has a style of its own, so a captured screen can be mapped back to roles.
//! Only the 16 colours of the terminal's own palette are used, without black, white and grey, which
//! vanish in one theme or another; so the user's theme decides what they look like. Colour never
//! carries meaning alone: a word or a mark says the same. It must not know any call site.

use anstyle::{AnsiColor, Effects, Style};

/// What a run of text means to the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Plain,
    /// Beside the point: dashes, units, explanations of keys.
    Muted,
    /// What the eye should find first.
    Strong,
    /// Above other lines: the rule over a card, a title.
    Heading,
    /// A key to press or a command to type.
    Key,
    /// Right, found, passed.
    Right,
    /// Right in part.
    Partial,
    /// Wrong or missing in an answer; no failure of the program.
    Wrong,
    /// Due now.
    Due,
    /// Not seen before.
    New,
    /// Something failed.
    Error,
    /// Something may fail, or was set right.
    Warning,
    /// The user's own words.
    Quote,
    /// A value, a name or code in running text.
    Literal,
    /// An address.
    Link,
    /// A path or a place in a file.
    Path,
    /// The filled part of a bar or a curve.
    Bar,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 17] = [
        Role::Plain,
        Role::Muted,
        Role::Strong,
        Role::Heading,
        Role::Key,
        Role::Right,
        Role::Partial,
        Role::Wrong,
        Role::Due,
        Role::New,
        Role::Error,
        Role::Warning,
        Role::Quote,
        Role::Literal,
        Role::Link,
        Role::Path,
        Role::Bar,
    ];

    /// How the role looks.
    pub const fn style(self) -> Style {
        let plain = Style::new();
        match self {
            Role::Plain => plain,
            Role::Muted => plain.effects(Effects::DIMMED),
            Role::Strong => plain.effects(Effects::BOLD),
            Role::Heading => colour(AnsiColor::Cyan).effects(Effects::BOLD),
            Role::Key => colour(AnsiColor::Cyan),
            Role::Right => colour(AnsiColor::Green),
            Role::Partial => colour(AnsiColor::Yellow),
            Role::Wrong => colour(AnsiColor::Red),
            Role::Due => colour(AnsiColor::Blue).effects(Effects::BOLD),
            Role::New => colour(AnsiColor::Green).effects(Effects::BOLD),
            Role::Error => colour(AnsiColor::Red).effects(Effects::BOLD),
            Role::Warning => colour(AnsiColor::Yellow).effects(Effects::BOLD),
            Role::Quote => colour(AnsiColor::Magenta),
            Role::Literal => colour(AnsiColor::Magenta).effects(Effects::BOLD),
            Role::Link => plain.effects(Effects::UNDERLINE),
            Role::Path => colour(AnsiColor::Cyan).effects(Effects::UNDERLINE),
            Role::Bar => colour(AnsiColor::Blue),
        }
    }

    /// The role that looks like `style`, if one does.
    pub fn of_style(style: Style) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.style() == style)
    }

    /// The name of the role in lower case, as in the classes of a picture.
    pub fn name(self) -> &'static str {
        match self {
            Role::Plain => "plain",
            Role::Muted => "muted",
            Role::Strong => "strong",
            Role::Heading => "heading",
            Role::Key => "key",
            Role::Right => "right",
            Role::Partial => "partial",
            Role::Wrong => "wrong",
            Role::Due => "due",
            Role::New => "new",
            Role::Error => "error",
            Role::Warning => "warning",
            Role::Quote => "quote",
            Role::Literal => "literal",
            Role::Link => "link",
            Role::Path => "path",
            Role::Bar => "bar",
        }
    }
}

const fn colour(colour: AnsiColor) -> Style {
    colour.on_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_can_be_told_by_its_style() {
        for role in Role::ALL {
            assert_eq!(Role::of_style(role.style()), Some(role));
        }
        assert_eq!(Role::of_style(AnsiColor::Black.on_default()), None);
    }
}
