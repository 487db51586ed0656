//! The words of a card, and where they stand in an answer.
//!
//! Invariant: a word is found in every spelling, inflection and spacing that means the same, and
//! never inside a word that a negative prefix turns round (`비선점`). Linear in the answer for a card.

use std::{collections::HashMap, sync::Arc};

use crate::text::Span;

use super::{
    english::Stems,
    korean::hangul::{self, Symbol},
    token::{Script, Token, tokens},
};

/// A word of the card, by its number.
pub(super) type TermId = usize;

/// A part of a form: one word.
#[derive(Clone, Debug)]
enum Piece {
    Hangul {
        symbols: Arc<[Symbol]>,
        syllables: usize,
        word: Arc<str>,
    },
    Latin {
        stem: Arc<str>,
        word: Arc<str>,
    },
    /// An ending: `-만`.
    Ending(String),
}

impl Piece {
    /// What two pieces that find the same words have in common.
    fn key(&self) -> (&[Symbol], &str) {
        match self {
            Piece::Hangul { symbols, .. } => (symbols, ""),
            Piece::Latin { stem, .. } => (&[], stem),
            Piece::Ending(ending) => (&[0], ending),
        }
    }
}

impl PartialEq for Piece {
    fn eq(&self, other: &Piece) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Piece {}

impl std::hash::Hash for Piece {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// A place of a word: its first and last token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The syllable after the word in the last token.
    pub(super) after: usize,
}

impl Hit {
    /// How many tokens on another one is; 0 if it is not behind this word.
    pub(super) fn distance_to(&self, token: usize) -> usize {
        token.saturating_sub(self.last)
    }

    /// Its bytes in the typed text.
    pub(super) fn span(&self, tokens: &[Token]) -> Span {
        Span { start: tokens[self.first].span.start, end: tokens[self.last].span.end }
    }
}

/// A word and its stem.
type Known = (Arc<str>, Arc<str>);

/// All words of a card, ready to be found.
#[derive(Debug, Default)]
pub(super) struct Terms {
    forms: Vec<(TermId, Vec<Piece>)>,
    by_syllable: HashMap<(Symbol, Symbol), Vec<usize>>,
    by_stem: HashMap<Arc<str>, Vec<usize>>,
    endings: Vec<usize>,
    /// Words of at least six letters with their stems, by their first letter: where a misspelt word
    /// may belong.
    long: HashMap<char, Vec<Known>>,
    count: usize,
}

/// Gives each word a number once, with its forms.
pub(super) struct TermsBuilder<'a> {
    terms: Terms,
    ids: HashMap<Box<str>, TermId>,
    concepts: Vec<Vec<Vec<Piece>>>,
    /// The spellings that begin with a piece: (concept, spelling).
    begins: HashMap<Piece, Vec<(usize, usize)>>,
    names: HashMap<&'a str, usize>,
    stems: &'a Stems,
}

impl<'a> TermsBuilder<'a> {
    /// A builder that knows the spellings of each concept.
    pub(super) fn new(
        concepts: impl Iterator<Item = (&'a str, &'a [Box<str>])>,
        stems: &'a Stems,
    ) -> TermsBuilder<'a> {
        let mut builder = TermsBuilder {
            terms: Terms::default(),
            ids: HashMap::new(),
            concepts: Vec::new(),
            begins: HashMap::new(),
            names: HashMap::new(),
            stems,
        };
        for (name, spellings) in concepts {
            builder.names.insert(name, builder.concepts.len());
            let forms = spellings.iter().map(|it| pieces(it, stems));
            let forms: Vec<Vec<Piece>> = forms.filter(|it| !it.is_empty()).collect();
            for (n, form) in forms.iter().enumerate() {
                let place = (builder.concepts.len(), n);
                builder.begins.entry(form[0].clone()).or_default().push(place);
            }
            builder.concepts.push(forms);
        }
        builder
    }

    /// The number of a word, which is given its forms when it is met for the first time.
    pub(super) fn term(&mut self, text: &str) -> TermId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = self.terms.count;
        self.terms.count += 1;
        self.ids.insert(text.into(), id);
        let mut forms: Vec<Vec<Piece>> = Vec::new();
        for form in self.spellings(text) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        for form in forms {
            self.add(id, form);
        }
        id
    }

    /// The words, ready to be found.
    pub(super) fn build(self) -> Terms {
        self.terms
    }

    /// The word's own form, and those of a concept that it names or contains.
    fn spellings(&self, text: &str) -> Vec<Vec<Piece>> {
        if let Some(concept) = self.names.get(text) {
            return self.concepts[*concept].clone();
        }
        let own = pieces(text, self.stems);
        if own.is_empty() {
            return Vec::new();
        }
        let mut forms = vec![own.clone()];
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for (at, piece) in own.iter().enumerate() {
            let places = self.begins.get(piece).into_iter().flatten();
            let here =
                places.filter(|(concept, n)| own[at..].starts_with(&self.concepts[*concept][*n]));
            found.extend(here.map(|(concept, n)| (*concept, *n, at)));
        }
        // Of each concept the spelling that its deck has first.
        found.sort_unstable();
        found.dedup_by_key(|(concept, ..)| *concept);
        for (concept, n, at) in found {
            let concept = &self.concepts[concept];
            let (before, after) = (&own[..at], &own[at + concept[n].len()..]);
            forms.extend(concept.iter().map(|other| [before, other, after].concat()));
        }
        if let [.., Piece::Hangul { .. }] = own[..] {
            // The stem as it stands before a vowel.
            for contracted in hangul::contracted(text) {
                forms.push(pieces(&contracted, self.stems));
            }
        }
        forms
    }

    fn add(&mut self, id: TermId, form: Vec<Piece>) {
        let at = self.terms.forms.len();
        match &form[0] {
            Piece::Hangul { symbols, .. } => {
                let key = (symbols[0], symbols[1]);
                self.terms.by_syllable.entry(key).or_default().push(at);
            }
            Piece::Latin { stem, .. } => {
                self.terms.by_stem.entry(stem.clone()).or_default().push(at);
            }
            Piece::Ending(_) => self.terms.endings.push(at),
        }
        for piece in &form {
            if let Piece::Latin { stem, word } = piece
                && word.chars().count() >= 6
                && let Some(first) = word.chars().next()
            {
                let known = self.terms.long.entry(first).or_default();
                if !known.iter().any(|(right, _)| right == word) {
                    known.push((word.clone(), stem.clone()));
                }
            }
        }
        self.terms.forms.push((id, form));
    }
}

/// The words of a term.
fn pieces(text: &str, stems: &Stems) -> Vec<Piece> {
    if let Some(ending) = text.strip_prefix('-')
        && ending.chars().all(|c| hangul::symbols(c).is_some())
    {
        return vec![Piece::Ending(ending.to_owned())];
    }
    let piece = |token: Token| match token.script {
        Script::Hangul => Some(Piece::Hangul {
            syllables: token.syllables(),
            symbols: token.symbols.into(),
            word: token.word.into(),
        }),
        Script::Latin => Some(Piece::Latin { stem: token.stem.into(), word: token.word.into() }),
        Script::Mark(_) => None,
    };
    let tokens = tokens(text, stems);
    let several = tokens.len() > 1;
    // Articles are skipped in an answer, so a phrase is written without them.
    let plain =
        tokens.into_iter().filter(|it| !several || !matches!(it.word.as_str(), "the" | "a" | "an"));
    plain.filter_map(piece).collect()
}

impl Terms {
    /// Corrects misspelt long words to a word of the card where one letter differs, in very long
    /// ones two.
    pub(super) fn correct(&self, tokens: &mut [Token]) {
        for token in tokens.iter_mut().filter(|token| token.is_latin()) {
            let word = token.word.as_str();
            let length = word.chars().count();
            if length < 5 || self.by_stem.contains_key(&*token.stem) {
                continue;
            }
            let Some(known) = word.chars().next().and_then(|first| self.long.get(&first)) else {
                continue;
            };
            if known.iter().any(|(_, stem)| **stem == *token.stem) {
                continue;
            }
            let singular = word.strip_suffix('s').unwrap_or(word);
            let near = known.iter().find(|(right, stem)| {
                let edits = if right.chars().count() > 10 { 2 } else { 1 };
                [word, singular].iter().any(|typed| {
                    right.chars().count().abs_diff(typed.chars().count()) <= edits
                        && !inflected(right, typed)
                        && !inflected(stem, typed)
                        && strsim::osa_distance(right, typed) <= edits
                })
            });
            if let Some((_, stem)) = near {
                token.stem = stem.to_string();
            }
        }
    }

    /// Where each word stands: by its number, its places in order.
    pub(super) fn find(&self, tokens: &[Token]) -> Vec<Vec<Hit>> {
        let mut hits = vec![Vec::new(); self.count];
        for (at, token) in tokens.iter().enumerate() {
            match token.script {
                Script::Latin => {
                    for form in self.by_stem.get(&*token.stem).into_iter().flatten() {
                        self.try_form(*form, tokens, at, 0, &mut hits);
                    }
                }
                Script::Hangul => {
                    for syllable in 0..token.syllables() {
                        let start = token.starts[syllable];
                        let key = (token.symbols[start], token.symbols[start + 1]);
                        for form in self.by_syllable.get(&key).into_iter().flatten() {
                            self.try_form(*form, tokens, at, syllable, &mut hits);
                        }
                    }
                    for form in &self.endings {
                        self.try_form(*form, tokens, at, 0, &mut hits);
                    }
                }
                Script::Mark(_) => {}
            }
        }
        hits
    }

    fn try_form(
        &self,
        form: usize,
        tokens: &[Token],
        at: usize,
        syllable: usize,
        hits: &mut [Vec<Hit>],
    ) {
        let (id, pieces) = &self.forms[form];
        if let Some((last, after)) = matches(pieces, tokens, at, syllable) {
            let hit = Hit { first: at, last, after };
            if hits[*id].last() != Some(&hit) {
                hits[*id].push(hit);
            }
        }
    }
}

/// Whether two stems differ only by an ending, so that neither is a misspelling of the other.
fn inflected(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Whether the pieces stand at a syllable of a token: the last token and the syllable after.
fn matches(
    pieces: &[Piece],
    tokens: &[Token],
    at: usize,
    syllable: usize,
) -> Option<(usize, usize)> {
    let (mut at, mut after) = piece_at(&pieces[0], tokens, at, syllable, false)?;
    for piece in &pieces[1..] {
        let token = &tokens[at];
        let within = token.is_hangul() && after < token.syllables();
        if within
            && matches!(piece, Piece::Hangul { .. })
            && let Some(end) = piece_at(piece, tokens, at, after, true)
        {
            (at, after) = end;
            continue;
        }
        // A particle may follow, but not half a sentence.
        if within && token.syllables() - after > 3 {
            return None;
        }
        let mut next = at + 1;
        // A particle glued to a Latin word: `TLB의 미스`.
        if token.is_latin()
            && let Some(particle) = tokens.get(next)
            && particle.is_hangul()
            && particle.glued
            && hangul::is_particle(&particle.word)
        {
            next += 1;
        }
        if let Some(mark) = tokens.get(next)
            && matches!(mark.script, Script::Mark('-' | '/' | '&' | '\''))
        {
            next += 1;
        }
        while matches!(piece, Piece::Latin { .. })
            && tokens
                .get(next)
                .is_some_and(|it| matches!(it.word.as_str(), "the" | "a" | "an" | "its" | "their"))
        {
            next += 1;
        }
        (at, after) = piece_at(piece, tokens, next, 0, true)?;
    }
    Some((at, after))
}

/// Whether one piece stands there: the token in which it ends and the syllable after. A word of one
/// syllable stands alone, with a particle at most, unless it comes `later` in a phrase.
fn piece_at(
    piece: &Piece,
    tokens: &[Token],
    at: usize,
    syllable: usize,
    later: bool,
) -> Option<(usize, usize)> {
    let token = tokens.get(at)?;
    match piece {
        Piece::Latin { stem, .. } => (token.is_latin() && *token.stem == **stem).then_some((at, 0)),
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
                let same = token.symbols[token.starts[syllable]..].starts_with(symbols);
                if !same {
                    return None;
                }
                let free = syllable == 0 && hangul::is_particle(token.after_syllable(1));
                return (whole && (free || later)).then_some((at, syllable + 1));
            }
            if syllable == 1 && token.word.starts_with(NEGATIVE) {
                return None;
            }
            if syllable > 0 && !may_stand_within(word, token, syllable) {
                return None;
            }
            run_at(symbols, tokens, at, syllable)
        }
    }
}

/// Whether a word may begin inside another: a noun of a compound (주소`공간`), not the end of a verb
/// (있`습니다` is no 씁니다) or of an adverb (독립`적으`로).
fn may_stand_within(word: &str, token: &Token, syllable: usize) -> bool {
    let lead = |c: Option<char>| c.and_then(hangul::letters).map(|(lead, _, _)| lead);
    let same = lead(word.chars().next()) == lead(token.word.chars().nth(syllable));
    same && !word.ends_with(['으', '어', '아', '여'])
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the term is found in the text, with the concept of its own if given.
    fn finds(term: &str, text: &str) -> bool {
        let stems = Stems::default();
        let spellings: Vec<Box<str>> =
            ["주소 공간", "메모리 영역", "address space"].map(Box::from).into();
        let mut builder =
            TermsBuilder::new([("address-space", &spellings[..])].into_iter(), &stems);
        let id = builder.term(term);
        let terms = builder.build();
        let mut tokens = tokens(text, &stems);
        terms.correct(&mut tokens);
        !terms.find(&tokens)[id].is_empty()
    }

    #[test]
    fn words_in_all_their_forms() {
        for (term, text) in [
            ("기다리", "기다립니다"),
            ("기다리", "기다려서"),
            ("기다리", "기다린 뒤"),
            ("주소 공간", "주소공간을"),
            ("주소 공간", "주소의 공간"),
            ("임계영역", "임계 영역은"),
            ("주소 공간", "own address spaces"),
            ("address-space", "메모리영역이"),
            ("독립된 주소 공간", "독립된 메모리 영역"),
            ("힙", "힙은"),
            ("힙", "힙"),
            ("락", "락을"),
            ("스레드", "쓰래드"),
            ("컨텍스트 스위칭", "컨택스트스위칭이"),
            ("-만", "스택만"),
            ("-만", "stack만을"),
            ("share", "sharing"),
            ("takes down", "take the whole down"),
            ("copy-on-write", "Copy on write"),
            ("separate", "seperate"),
            ("I/O", "i/o"),
            ("나누", "나눠"),
            ("공유하지 않", "공유하지 않습니다"),
        ] {
            let expect = term != "takes down";
            assert_eq!(finds(term, text), expect, "{term} in {text}");
        }
    }

    #[test]
    fn not_in_other_words() {
        for (term, text) in [
            ("선점", "비선점"),
            ("가능", "불가능"),
            ("힙", "힙합"),
            ("락", "락커"),
            ("프로세스", "프로세서"),
            ("process", "processor"),
            ("-만", "만약"),
            ("lock", "block"),
            ("경합", "변경하다"),
        ] {
            assert!(!finds(term, text), "{term} in {text}");
        }
    }
}
