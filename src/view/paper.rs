//! What a drawing is drawn on.
//!
//! Invariant: a `Paper` is a value decided once, at the start of the program; nothing in `view`
//! finds out about the terminal by itself.

use crate::{
    text::Shown,
    view::{Glyphs, Line, Measure, Role},
};

/// How a drawing is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The columns of a line: 40 and up. Less is drawn as well as it goes.
    pub width: usize,
    /// The characters for marks and bars.
    pub glyphs: Glyphs,
    /// Linear text for a screen reader: no columns, no rules, no bars.
    pub accessible: bool,
    /// Whether the terminal draws characters of ambiguous width in two columns.
    pub ambiguous_wide: bool,
}

impl Default for Paper {
    fn default() -> Paper {
        Paper { width: 80, glyphs: Glyphs::Unicode, accessible: false, ambiguous_wide: false }
    }
}

impl Paper {
    /// Paper for a terminal of `width` columns, with all else as usual.
    pub fn of_width(width: usize) -> Paper {
        Paper { width, ..Paper::default() }
    }

    /// How this paper measures text.
    pub fn measure(&self) -> Measure {
        if self.ambiguous_wide { Measure::Wide } else { Measure::Narrow }
    }

    /// Paragraphs to the width of this paper; see [`super::paragraphs`].
    pub fn paragraphs(&self, role: Role, text: impl Into<Shown>, indent: usize) -> Vec<Line> {
        super::line::paragraphs_in(self.measure(), role, &text.into(), self.width, indent)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::view::{Colour, paint};

    /// What `draw` gives at 80, 60 and 40 columns and in the accessible form, as text; panics if a
    /// line does not fit.
    pub(in crate::view) fn drawn(draw: impl Fn(&Paper) -> Vec<Line>) -> String {
        let accessible = Paper { accessible: true, ..Paper::default() };
        let papers = [Paper::of_width(80), Paper::of_width(60), Paper::of_width(40), accessible];
        let drawn = papers.map(|paper| {
            let lines = draw(&paper);
            for line in &lines {
                assert!(line.width() <= paper.width, "{:?} at {}", line.text(), paper.width);
                assert_eq!(line.text().trim_end(), line.text());
            }
            let name =
                if paper.accessible { "accessible".to_owned() } else { paper.width.to_string() };
            format!("[{name}]\n{}", paint(&lines, Colour::None))
        });
        drawn.concat()
    }
}
