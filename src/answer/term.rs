//! The words of a card, and where they stand in an answer.
//!
//! Invariant: a word is found in every spelling and spacing that means the same. Linear in the answer
//! for a card.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use crate::text::Span;

use super::{
    english::{self, Stems},
    korean::hangul::{self, Symbol},
    piece::{Piece, piece_at},
    token::{Script, Token, tokens},
};

/// A word of the card, by its number.
pub(super) type TermId = usize;

/// A piece, by its number. Pieces that find the same words have one number.
type PieceId = usize;

/// A way to write a term: piece after piece. Most have one or two.
type Form = SmallVec<[PieceId; 4]>;

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

/// All words of a card, ready to be found.
#[derive(Debug, Default)]
pub(super) struct Terms {
    pieces: Vec<Piece>,
    by_stem: FxHashMap<String, PieceId>,
    by_syllable: FxHashMap<(Symbol, Symbol), Vec<PieceId>>,
    endings: Vec<PieceId>,
    /// For each piece the forms that begin with it: the term and the pieces that follow.
    begun: Vec<Vec<(TermId, Form)>>,
    /// Words of at least six letters with their pieces, by their first letter: where a misspelt word
    /// may belong.
    long: FxHashMap<char, Vec<(String, PieceId)>>,
    count: usize,
}

/// Gives each word a number once, with its forms.
pub(super) struct TermsBuilder<'a> {
    terms: Terms,
    ids: FxHashMap<Box<str>, TermId>,
    concepts: Vec<Vec<Form>>,
    /// For each piece the spellings that begin with it: (concept, spelling).
    begins: Vec<Vec<(usize, usize)>>,
    names: FxHashMap<&'a str, usize>,
    /// What lies between spaces, with its pieces: most words of a card stand in many terms.
    chunks: FxHashMap<Box<str>, Form>,
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
            ids: FxHashMap::default(),
            concepts: Vec::new(),
            begins: Vec::new(),
            names: FxHashMap::default(),
            chunks: FxHashMap::default(),
            stems,
        };
        for (name, spellings) in concepts {
            builder.names.insert(name, builder.concepts.len());
            let forms = spellings.iter().map(|it| builder.form(it));
            let forms: Vec<Form> = forms.filter(|it| !it.is_empty()).collect();
            for (n, form) in forms.iter().enumerate() {
                let place = (builder.concepts.len(), n);
                if builder.begins.len() <= form[0] {
                    builder.begins.resize_with(form[0] + 1, Vec::new);
                }
                builder.begins[form[0]].push(place);
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
        for form in self.spellings(text) {
            let begun = &mut self.terms.begun[form[0]];
            // Of equal ones the first: those of one word stand together.
            let same = |(other, rest): &(TermId, Form)| *other == id && rest[..] == form[1..];
            if !begun.iter().rev().take_while(|it| it.0 == id).any(same) {
                begun.push((id, form[1..].into()));
            }
        }
        id
    }

    /// The words, ready to be found.
    pub(super) fn build(self) -> Terms {
        self.terms
    }

    /// The word's own form, and those of a concept that it names or contains.
    fn spellings(&mut self, text: &str) -> Vec<Form> {
        if let Some(concept) = self.names.get(text) {
            return self.concepts[*concept].clone();
        }
        let own = self.form(text);
        let Some(last) = own.last() else { return Vec::new() };
        let inflects = matches!(self.terms.pieces[*last], Piece::Hangul { .. });
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for (at, piece) in own.iter().enumerate() {
            let places = self.begins.get(*piece).into_iter().flatten();
            let here =
                places.filter(|(concept, n)| own[at..].starts_with(&self.concepts[*concept][*n]));
            found.extend(here.map(|(concept, n)| (*concept, *n, at)));
        }
        // Of each concept the spelling that its deck has first.
        found.sort_unstable();
        found.dedup_by_key(|(concept, ..)| *concept);
        let mut forms = vec![own.clone()];
        for (concept, n, at) in found {
            let concept = &self.concepts[concept];
            let (before, after) = (&own[..at], &own[at + concept[n].len()..]);
            forms.extend(
                concept.iter().map(|other| {
                    before.iter().chain(other).chain(after).copied().collect::<Form>()
                }),
            );
        }
        if inflects {
            // The stem as it stands before a vowel.
            forms.extend(hangul::contracted(text).iter().map(|it| self.form(it)));
        }
        forms
    }

    /// The pieces of a spelling.
    fn form(&mut self, text: &str) -> Form {
        if let Some(ending) = text.strip_prefix('-')
            && ending.chars().all(|c| hangul::symbols(c).is_some())
        {
            return smallvec![self.terms.ending(ending)];
        }
        let mut form = Form::new();
        let mut articles = Form::new();
        for chunk in text.split_whitespace() {
            // Articles are skipped in an answer, so a phrase is written without them.
            let all = if ARTICLES.contains(&chunk) { &mut articles } else { &mut form };
            if let Some(pieces) = self.chunks.get(chunk) {
                all.extend_from_slice(pieces);
                continue;
            }
            let pieces = self.terms.pieces_of(chunk, self.stems);
            all.extend_from_slice(&pieces);
            self.chunks.insert(chunk.into(), pieces);
        }
        if form.is_empty() { articles } else { form }
    }
}

/// Words that a phrase may have or not.
const ARTICLES: [&str; 3] = ["the", "a", "an"];

impl Terms {
    /// The numbers of the pieces that find what stands between two spaces. Most chunks are one word of
    /// one script, which needs no reading.
    fn pieces_of(&mut self, chunk: &str, stems: &Stems) -> Form {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if chunk.chars().all(|c| hangul::symbols(c).is_some()) {
            smallvec![self.hangul(chunk)]
        } else if chunk.chars().all(plain) {
            let word = english::apostrophised(chunk.to_owned());
            smallvec![self.latin(&stems.stem(&word), &word)]
        } else {
            let tokens = tokens(chunk, stems).into_iter();
            let piece = |token: Token| match token.script {
                Script::Hangul => Some(self.hangul(&token.word)),
                Script::Latin => Some(self.latin(&token.stem, &token.word)),
                Script::Mark(_) => None,
            };
            tokens.filter_map(piece).collect()
        }
    }

    /// The number of the piece that finds a word of Hangul, which is not empty.
    fn hangul(&mut self, word: &str) -> PieceId {
        let mut symbols: Vec<Symbol> = Vec::with_capacity(word.len());
        for (lead, vowel, tail) in word.chars().filter_map(hangul::symbols) {
            symbols.extend([lead, vowel]);
            symbols.extend(tail);
        }
        let like = self.by_syllable.entry((symbols[0], symbols[1])).or_default();
        let same = like.iter().find(|at| match &self.pieces[**at] {
            Piece::Hangul { symbols: other, .. } => *other == symbols,
            _ => false,
        });
        if let Some(same) = same {
            return *same;
        }
        let id = self.pieces.len();
        like.push(id);
        let syllables = word.chars().count();
        self.pieces.push(Piece::Hangul { symbols, syllables, word: word.to_owned() });
        self.begun.push(Vec::new());
        id
    }

    /// The number of the piece that finds a Latin word.
    fn latin(&mut self, stem: &str, word: &str) -> PieceId {
        let known = self.by_stem.get(stem).copied();
        let id = known.unwrap_or_else(|| {
            let id = self.pieces.len();
            self.by_stem.insert(stem.to_owned(), id);
            self.pieces.push(Piece::Latin { stem: stem.to_owned() });
            self.begun.push(Vec::new());
            id
        });
        if word.chars().count() >= 6
            && let Some(first) = word.chars().next()
        {
            let long = self.long.entry(first).or_default();
            if !long.iter().any(|(right, _)| right == word) {
                long.push((word.to_owned(), id));
            }
        }
        id
    }

    /// The number of the piece that finds an ending.
    fn ending(&mut self, ending: &str) -> PieceId {
        let same = |at: &&PieceId| matches!(&self.pieces[**at], Piece::Ending(it) if it == ending);
        if let Some(same) = self.endings.iter().find(same) {
            return *same;
        }
        let id = self.pieces.len();
        self.endings.push(id);
        self.pieces.push(Piece::Ending(ending.to_owned()));
        self.begun.push(Vec::new());
        id
    }

    /// The stem of a piece of Latin letters.
    fn stem(&self, piece: PieceId) -> &str {
        match &self.pieces[piece] {
            Piece::Latin { stem } => stem,
            _ => "",
        }
    }

    /// Corrects misspelt long words to a word of the card where one letter differs, in very long
    /// ones two. Short ones only in a sentence that has one of the `names` as it is spelt: elsewhere
    /// `lunch` is lunch, not launch.
    pub(super) fn correct(
        &self,
        tokens: &mut [Token],
        sentences: &[Range<usize>],
        names: &Range<TermId>,
    ) {
        for sentence in sentences {
            let misspelt = |at: &usize| tokens[*at].is_latin();
            let near = sentence.clone().filter(misspelt);
            let near: Vec<(usize, PieceId)> =
                near.filter_map(|at| Some((at, self.near(&tokens[at])?))).collect();
            let named = |at| self.begins_at(tokens, at).any(|(id, _)| names.contains(&id));
            let named = !near.is_empty() && sentence.clone().any(named);
            for (at, piece) in near {
                if named || tokens[at].word.chars().count() > 6 {
                    self.stem(piece).clone_into(&mut tokens[at].stem);
                }
            }
        }
    }

    /// The word that a misspelt one may be.
    fn near(&self, token: &Token) -> Option<PieceId> {
        let word = token.word.as_str();
        let length = word.chars().count();
        if length < 5 || self.by_stem.contains_key(&token.stem) {
            return None;
        }
        let known = self.long.get(&word.chars().next()?)?;
        let singular = word.strip_suffix('s').unwrap_or(word);
        let near = known.iter().find(|(right, piece)| {
            let edits = if right.chars().count() > 10 { 2 } else { 1 };
            [word, singular].iter().any(|typed| {
                right.chars().count().abs_diff(typed.chars().count()) <= edits
                    && !inflected(right, typed)
                    && !inflected(self.stem(*piece), typed)
                    && strsim::osa_distance(right, typed) <= edits
            })
        });
        near.map(|(_, piece)| *piece)
    }

    /// Where each word stands: by its number, its places in order.
    pub(super) fn find(&self, tokens: &[Token]) -> Vec<Vec<Hit>> {
        let mut hits = vec![Vec::new(); self.count];
        for at in 0..tokens.len() {
            for (id, hit) in self.begins_at(tokens, at) {
                if hits[id].last() != Some(&hit) {
                    hits[id].push(hit);
                }
            }
        }
        hits
    }

    /// The words that begin in a token.
    fn begins_at<'a>(
        &'a self,
        tokens: &'a [Token],
        at: usize,
    ) -> impl Iterator<Item = (TermId, Hit)> + 'a {
        let token = &tokens[at];
        let syllables = if token.is_hangul() { token.syllables() } else { 0 };
        let latin = self.by_stem.get(&token.stem).filter(|_| token.is_latin());
        let latin = latin.into_iter().map(|piece| (*piece, 0));
        let hangul = (0..syllables).flat_map(move |syllable| {
            let start = token.starts[syllable];
            let key = (token.symbols[start], token.symbols[start + 1]);
            self.by_syllable.get(&key).into_iter().flatten().map(move |piece| (*piece, syllable))
        });
        let endings = self.endings.iter().filter(move |_| syllables > 0).map(|piece| (*piece, 0));
        latin.chain(hangul).chain(endings).flat_map(move |(piece, syllable)| {
            let found = piece_at(&self.pieces[piece], tokens, at, syllable, false);
            let begun = found.map(|_| &self.begun[piece]).into_iter().flatten();
            begun.filter_map(move |(id, rest)| {
                let (last, after) = self.goes_on(rest, tokens, found?)?;
                Some((*id, Hit { first: at, last, after }))
            })
        })
    }

    /// Whether the pieces follow a place, the last token of a word and the syllable after: where they
    /// end.
    fn goes_on(
        &self,
        pieces: &[PieceId],
        tokens: &[Token],
        (mut at, mut after): (usize, usize),
    ) -> Option<(usize, usize)> {
        for piece in pieces.iter().map(|piece| &self.pieces[*piece]) {
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
                && tokens.get(next).is_some_and(|it| {
                    matches!(it.word.as_str(), "the" | "a" | "an" | "its" | "their")
                })
            {
                next += 1;
            }
            (at, after) = piece_at(piece, tokens, next, 0, true)?;
        }
        Some((at, after))
    }
}

/// Whether two stems differ only by an ending, so that neither is a misspelling of the other.
fn inflected(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
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
        builder.term("address-space");
        let id = builder.term(term);
        let terms = builder.build();
        let mut tokens = tokens(text, &stems);
        let sentence = 0..tokens.len();
        terms.correct(&mut tokens, std::slice::from_ref(&sentence), &(0..1));
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
            ("separate", "seperate address spaces"),
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
            ("launch", "lunch was good"),
            ("경합", "변경하다"),
        ] {
            assert!(!finds(term, text), "{term} in {text}");
        }
    }
}
