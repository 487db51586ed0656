//! The characters for marks, bars and curves, in two sets.
//!
//! Invariant: each glyph takes exactly one column in every terminal, so aligned text may follow it.
//! That rules out box drawing, block elements and arrows, whose width depends on the font; Braille
//! patterns, check marks and ballot crosses are safe. A mark never stands without a word beside it.

/// Which characters a drawing may use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// Check marks and Braille patterns.
    #[default]
    Unicode,
    /// ASCII only.
    Ascii,
}

impl Glyphs {
    /// Beside a word for right: `✓` or `+`.
    pub fn right(self) -> &'static str {
        self.pick("✓", "+")
    }

    /// Beside a word for wrong: `✗` or `x`.
    pub fn wrong(self) -> &'static str {
        self.pick("✗", "x")
    }

    /// Beside a word for in part: `~`.
    pub fn partly(self) -> &'static str {
        "~"
    }

    /// For what is core: `*`.
    pub fn core(self) -> &'static str {
        "*"
    }

    /// What stands for text that was cut off: two columns. Not `…`, whose width is ambiguous.
    pub fn ellipsis(self) -> &'static str {
        ".."
    }

    /// One column of a bar, filled.
    pub fn bar(self) -> &'static str {
        self.pick("⣿", "#")
    }

    /// One column of a bar, its left half filled; in ASCII, where there are no halves, filled.
    pub fn half_bar(self) -> &'static str {
        self.pick("⡇", "#")
    }

    /// The heights of a sparkline, lowest first.
    pub fn heights(self) -> &'static [&'static str] {
        match self {
            Glyphs::Unicode => &["⣀", "⣤", "⣶", "⣿"],
            Glyphs::Ascii => &["_", ".", "-", "=", "*", "#"],
        }
    }

    /// In a sparkline, a place without a value.
    pub fn gap(self) -> &'static str {
        " "
    }

    fn pick(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Measure;

    #[test]
    fn each_glyph_has_a_certain_width() {
        for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
            let mut all = vec![glyphs.right(), glyphs.wrong(), glyphs.partly(), glyphs.core()];
            all.extend([glyphs.bar(), glyphs.half_bar(), glyphs.gap()]);
            all.extend(glyphs.heights());
            for glyph in all {
                assert_eq!(Measure::Narrow.width(glyph), 1, "{glyph}");
                assert_eq!(Measure::Wide.width(glyph), 1, "{glyph}");
                assert!(glyphs == Glyphs::Unicode || glyph.is_ascii(), "{glyph}");
            }
            assert!(glyphs.ellipsis().is_ascii());
        }
    }
}
