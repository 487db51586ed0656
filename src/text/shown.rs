//! Foreign text made inert.
//!
//! Invariant: a [`Shown`] holds no character that moves a cursor, changes a colour, reorders text
//! or hides itself. It is the only text that `view` lays out, so a deck or an answer cannot write
//! to the terminal's control channel. It must not know widths or colours.

use std::fmt;

/// Text that is safe to print. Newlines stay; everything else that is not plain text is replaced by
/// a visible stand-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Shown(String);

impl Shown {
    /// Makes `text` inert. Linear.
    pub fn new(text: &str) -> Shown {
        let mut shown = String::with_capacity(text.len());
        let mut before = '\0';
        let text = crate::text::nfc(text);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\n' => shown.push('\n'),
                '\r' if chars.peek() == Some(&'\n') => {}
                '\t' => shown.push_str("    "),
                // The control pictures: U+2400 + code point.
                '\0'..='\x1f' => shown.extend(char::from_u32(0x2400 + c as u32)),
                '\x7f' => shown.push('␡'),
                // A joiner between two pictures makes one picture; anywhere else it hides.
                '\u{200d}'
                    if is_picture(before) && chars.peek().is_some_and(|c| is_picture(*c)) =>
                {
                    shown.push(c);
                }
                '\u{80}'..='\u{9f}' => shown.push('\u{fffd}'),
                c if is_hidden(c) => shown.push('\u{fffd}'),
                c => shown.push(c),
            }
            before = c;
        }
        Shown(shown)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character is plain text: it moves no cursor, reorders nothing and is not hidden.
pub fn is_plain(c: char) -> bool {
    !c.is_control() && !is_hidden(c)
}

/// Bidi controls, zero-width characters, invisible fillers, line and paragraph separators, tags,
/// and code points that are no characters.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
        || c as u32 & 0xfffe == 0xfffe
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Shown {
    fn from(text: &str) -> Shown {
        Shown::new(text)
    }
}

impl From<&String> for Shown {
    fn from(text: &String) -> Shown {
        Shown::new(text)
    }
}

impl From<String> for Shown {
    fn from(text: String) -> Shown {
        Shown::new(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn inert() {
        let check = |text: &str, expect: &str| assert_eq!(Shown::new(text).as_str(), expect);
        check("스택\nstack", "스택\nstack");
        check("a\u{1b}[31mb", "a␛[31mb");
        check("a\u{9b}31m\u{7f}\0", "a\u{fffd}31m␡␀");
        check("a\u{202e}b\u{200b}c\u{feff}", "a\u{fffd}b\u{fffd}c\u{fffd}");
        check("a\r\nb\rc\td", "a\nb␍c    d");
        check("👩\u{200d}💻 a\u{200d}b", "👩\u{200d}💻 a\u{fffd}b");
    }

    proptest! {
        #[test]
        fn nothing_active_survives_and_twice_is_once(text in any::<String>()) {
            let once = Shown::new(&text);
            prop_assert!(!once.as_str().chars().any(|c| c != '\n' && c.is_control()));
            prop_assert_eq!(&Shown::new(once.as_str()), &once);
        }
    }
}
