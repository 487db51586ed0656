//! One word of a term, and whether it stands at a place in an answer.
//!
//! Invariant: a word is found in its inflections, and never inside a word that a negative prefix turns
//! round (`비선점`). It must not know terms.

use super::{
    korean::hangul::{self, Symbol},
    token::Token,
};

/// One word of a form.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Hangul {
        symbols: Vec<Symbol>,
        syllables: usize,
        word: String,
    },
    Latin {
        stem: String,
    },
    /// An ending: `-만`.
    Ending(String),
}

/// Whether one piece stands there: the token in which it ends and the syllable after. A word of one
/// syllable stands alone, with a particle at most, unless it comes `later` in a phrase.
pub(super) fn piece_at(
    piece: &Piece,
    tokens: &[Token],
    at: usize,
    syllable: usize,
    later: bool,
) -> Option<(usize, usize)> {
    let token = tokens.get(at)?;
    match piece {
        Piece::Latin { stem } => (token.is_latin() && token.stem == *stem).then_some((at, 0)),
        Piece::Ending(ending) => {
            let word = token.word.trim_end_matches(['은', '는', '이', '가', '을', '를', '의']);
            let found = token.is_hangul()
                && word.ends_with(ending.as_str())
                && (token.glued || word.chars().count() > ending.chars().count());
            found.then_some((at, token.syllables()))
        }
        Piece::Hangul { symbols, syllables, word } => {
            if !token.is_hangul() {
                return None;
            }
            if *syllables == 1 {
                let whole =
                    symbols.len() == token.starts.get(syllable + 1)? - token.starts[syllable];
                // 락 and 낙, 힙 and 힢: so short a word is not known by its sound.
                let same = token.word.chars().nth(syllable) == word.chars().next();
                if !same {
                    return None;
                }
                let free = syllable == 0 && hangul::is_particle(token.after_syllable(1));
                return (whole && (free || later)).then_some((at, syllable + 1));
            }
            if syllable == 1 && token.word.starts_with(NEGATIVE) {
                return None;
            }
            let end = run_at(symbols, tokens, at, syllable)?;
            // 감싸다 is not 감사하다: in two syllables a tense initial makes another word.
            if *syllables == 2 && !same_initials(word, token, syllable) {
                return None;
            }
            if syllable > 0 && !may_stand_within(word, token, syllable) {
                return None;
            }
            Some(end)
        }
    }
}

/// Whether the initials there are those of the word, as spelt. What goes on in the next token counts
/// as the same.
fn same_initials(word: &str, token: &Token, syllable: usize) -> bool {
    let lead = |c: char| hangul::letters(c).map(|(lead, _, _)| lead);
    let there = token.word.chars().skip(syllable);
    word.chars().zip(there).all(|(one, other)| lead(one) == lead(other))
}

/// Whether a word may begin inside another: a noun of a compound (주소`공간`), not the end of a verb
/// (있`습니다` is no 씁니다) or of an adverb (독립`적으`로).
fn may_stand_within(word: &str, token: &Token, syllable: usize) -> bool {
    let lead = |c: Option<char>| c.and_then(hangul::letters).map(|(lead, _, _)| lead);
    let same = lead(word.chars().next()) == lead(token.word.chars().nth(syllable));
    // 정하다 is not in 걱정하다.
    let mut last = word.chars().rev();
    let verb =
        last.next().is_some_and(|c| ['하', '해', '했', '한'].contains(&c)) && last.nth(1).is_none();
    same && !verb && !word.ends_with(['으', '어', '아', '여'])
}

/// Prefixes that turn the word after them round.
const NEGATIVE: [char; 8] = ['비', '불', '무', '미', '논', '넌', '부', '탈'];

/// Whether letters stand there, in one token or spread over several by spaces.
fn run_at(
    symbols: &[Symbol],
    tokens: &[Token],
    mut at: usize,
    syllable: usize,
) -> Option<(usize, usize)> {
    let mut from = tokens[at].starts[syllable];
    let mut rest = symbols;
    loop {
        let token = &tokens[at];
        let here = &token.symbols[from..];
        let common = here.len().min(rest.len());
        if here[..common] != rest[..common] {
            return None;
        }
        rest = &rest[common..];
        if rest.is_empty() {
            let end = from + common;
            // The syllable in which the word ends may have a final of its own: 기다리, 기다린다.
            let within = token.symbols.get(end).is_none_or(|next| *next < 32 || *next >= 64);
            let after = token.starts.iter().position(|start| *start >= end)?;
            return within.then_some((at, after));
        }
        // The rest must begin with an initial in the next word, and the first part be a whole word.
        if rest[0] >= 32 || syllable > 0 {
            return None;
        }
        at += 1;
        let next = tokens.get(at)?;
        if !next.is_hangul() || next.lines > 0 {
            return None;
        }
        from = 0;
    }
}
