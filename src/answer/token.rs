//! A folded text as words and marks.
//!
//! Invariant: tokens stand in the order of the text and do not overlap; each knows its bytes in the
//! typed text. A run of Hangul and a run of Latin letters and digits are separate tokens (`heap이랑`).

use crate::text::Span;

use super::{
    english::{self, Stems},
    fold::{Folded, fold},
    korean::hangul::{self, Symbol},
};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Hangul syllables.
    Hangul,
    /// Latin letters and digits.
    Latin,
    /// One character that is neither.
    Mark(char),
}

/// A word or a mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) script: Script,
    /// The folded characters.
    pub(super) word: String,
    /// The stem of a Latin word.
    pub(super) stem: String,
    /// The letters of Hangul.
    pub(super) symbols: Vec<Symbol>,
    /// Where each syllable starts in `symbols`, and at last their number.
    pub(super) starts: Vec<usize>,
    /// Its bytes in the typed text.
    pub(super) span: Span,
    /// Whether nothing stands between it and the token before.
    pub(super) glued: bool,
    /// Line ends between it and the token before.
    pub(super) lines: usize,
}

impl Token {
    /// Whether it is this mark.
    pub(super) fn is(&self, mark: char) -> bool {
        self.script == Script::Mark(mark)
    }

    /// Whether it is a word of Hangul.
    pub(super) fn is_hangul(&self) -> bool {
        self.script == Script::Hangul
    }

    /// Whether it is a Latin word.
    pub(super) fn is_latin(&self) -> bool {
        self.script == Script::Latin
    }

    /// Whether it is a word.
    pub(super) fn is_word(&self) -> bool {
        !matches!(self.script, Script::Mark(_))
    }

    /// The number of its syllables.
    pub(super) fn syllables(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Its text from a syllable on.
    pub(super) fn after_syllable(&self, syllable: usize) -> &str {
        self.word.char_indices().nth(syllable).map_or("", |(at, _)| &self.word[at..])
    }
}

/// The tokens of a text. Linear.
pub(super) fn tokens(text: &str, stems: &Stems) -> Vec<Token> {
    let folded = fold(text);
    let mut tokens: Vec<Token> = Vec::new();
    let (mut at, mut lines, mut end) = (0, 0, None);
    while at < folded.len() {
        let Folded { c, .. } = folded[at];
        if c.is_whitespace() || c.is_control() {
            lines += usize::from(c == '\n');
            at += 1;
            continue;
        }
        let script = script(c);
        let mut next = at + 1;
        if script != Script::Mark(c) {
            while next < folded.len() && goes_on(script, &folded, next) {
                next += 1;
            }
        }
        let word: String = folded[at..next].iter().map(|it| it.c).collect();
        let word = if script == Script::Latin { english::apostrophised(word) } else { word };
        let span = Span { start: folded[at].start, end: folded[next - 1].end };
        let glued = end == Some(at) && lines == 0;
        tokens.push(token(script, word, span, glued, lines, stems));
        (at, lines, end) = (next, 0, Some(next));
    }
    tokens
}

fn token(
    script: Script,
    word: String,
    span: Span,
    glued: bool,
    lines: usize,
    stems: &Stems,
) -> Token {
    let mut token = Token {
        script,
        stem: if script == Script::Latin { stems.stem(&word) } else { String::new() },
        symbols: Vec::new(),
        starts: Vec::new(),
        word,
        span,
        glued,
        lines,
    };
    if script == Script::Hangul {
        for (lead, vowel, tail) in token.word.chars().filter_map(hangul::symbols) {
            token.starts.push(token.symbols.len());
            token.symbols.extend([lead, vowel]);
            token.symbols.extend(tail);
        }
        token.starts.push(token.symbols.len());
    }
    token
}

fn script(c: char) -> Script {
    if hangul::symbols(c).is_some() {
        Script::Hangul
    } else if c.is_alphanumeric() || c == '_' {
        Script::Latin
    } else {
        Script::Mark(c)
    }
}

/// Whether the character at `at` belongs to the run before it; an apostrophe does between letters.
fn goes_on(run: Script, folded: &[Folded], at: usize) -> bool {
    let c = folded[at].c;
    if script(c) == run {
        return true;
    }
    let after = folded.get(at + 1).map(|it| script(it.c));
    run == Script::Latin && c == '\'' && after == Some(Script::Latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_with_their_bytes() {
        let check = |text: &str, expect: &[&str]| {
            let tokens = tokens(text, &Stems::default());
            let typed: Vec<&str> =
                tokens.iter().map(|it| &text[it.span.start..it.span.end]).collect();
            assert_eq!(typed, expect);
        };
        check("heap이랑 Code/Data", &["heap", "이랑", "Code", "/", "Data"]);
        check("don't count++", &["don't", "count", "+", "+"]);
        check("스택은, 'own'", &["스택은", ",", "'", "own", "'"]);
        check(" \n", &[]);
    }
}
