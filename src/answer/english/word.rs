//! English words: one stem for the forms of a word, and the closed classes of words that carry a
//! sentence.
//!
//! Invariant: stems are compared with stems only. It must not know Korean or the card.

use rust_stemmers::{Algorithm, Stemmer};

/// Turns words into stems.
pub(in crate::answer) struct Stems(Stemmer);

impl Default for Stems {
    fn default() -> Stems {
        Stems(Stemmer::create(Algorithm::English))
    }
}

impl Stems {
    /// The stem of a folded word: irregular forms and comparatives by table, British spelling as
    /// American, then Porter2.
    pub(in crate::answer) fn stem(&self, word: &str) -> String {
        let word = word.strip_suffix("'s").or(word.strip_suffix('\'')).unwrap_or(word);
        if matches!(word, "useful" | "costly") {
            return word.to_owned();
        }
        // TLBs, PCBs: Porter2 wants a vowel before the plural.
        let acronym = word.len() > 2 && !word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        let word = word.strip_suffix('s').filter(|_| acronym).unwrap_or(word);
        if let Ok(at) = IRREGULAR.binary_search_by_key(&word, |(form, _)| form) {
            return self.0.stem(IRREGULAR[at].1).into_owned();
        }
        self.0.stem(&american(word)).into_owned()
    }
}

/// A negative verb whose apostrophe was left out, with it.
pub(in crate::answer) fn apostrophised(word: String) -> String {
    const NEGATIVE: [&str; 14] = [
        "aren", "can", "couldn", "didn", "doesn", "don", "hasn", "haven", "isn", "shouldn", "wasn",
        "weren", "won", "wouldn",
    ];
    match word.strip_suffix('t') {
        Some(verb) if NEGATIVE.contains(&verb) => format!("{verb}'t"),
        _ => word,
    }
}

/// `-ise` and its forms as `-ize`, `-our` as `-or`.
fn american(word: &str) -> String {
    const ENDINGS: [(&str, &str); 10] = [
        ("isations", "izations"),
        ("isation", "ization"),
        ("isers", "izers"),
        ("iser", "izer"),
        ("ising", "izing"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("ise", "ize"),
        ("iour", "ior"),
        ("iours", "iors"),
    ];
    for (british, american) in ENDINGS {
        if let Some(stem) = word.strip_suffix(british)
            && stem.len() > 3
        {
            return format!("{stem}{american}");
        }
    }
    word.to_owned()
}

/// Forms that Porter2 does not join with their word, sorted.
const IRREGULAR: &[(&str, &str)] = &[
    ("began", "begin"),
    ("begun", "begin"),
    ("bigger", "big"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("came", "come"),
    ("cheaper", "cheap"),
    ("cheapest", "cheap"),
    ("children", "child"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("colder", "cold"),
    ("costlier", "costly"),
    ("did", "do"),
    ("died", "die"),
    ("dies", "die"),
    ("does", "do"),
    ("done", "do"),
    ("dying", "die"),
    ("easier", "easy"),
    ("faster", "fast"),
    ("fastest", "fast"),
    ("fell", "fall"),
    ("fewer", "few"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("frozen", "freeze"),
    ("gave", "give"),
    ("given", "give"),
    ("goes", "go"),
    ("gone", "go"),
    ("got", "get"),
    ("gotten", "get"),
    ("had", "have"),
    ("has", "have"),
    ("heavier", "heavy"),
    ("held", "hold"),
    ("higher", "high"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("larger", "large"),
    ("led", "lead"),
    ("left", "leave"),
    ("lent", "lend"),
    ("lighter", "light"),
    ("lives", "live"),
    ("lost", "lose"),
    ("lower", "low"),
    ("made", "make"),
    ("meant", "mean"),
    ("met", "meet"),
    ("ones", "one"),
    ("overwritten", "overwrite"),
    ("overwrote", "overwrite"),
    ("paid", "pay"),
    ("pricier", "pricey"),
    ("quicker", "quick"),
    ("ran", "run"),
    ("safer", "safe"),
    ("said", "say"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("simpler", "simple"),
    ("slept", "sleep"),
    ("slower", "slow"),
    ("smaller", "small"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("stood", "stand"),
    ("taken", "take"),
    ("thought", "think"),
    ("told", "tell"),
    ("took", "take"),
    ("torn", "tear"),
    ("went", "go"),
    ("woke", "wake"),
    ("woken", "wake"),
    ("written", "write"),
    ("wrote", "write"),
];

/// Words that carry no content of their own, sorted.
pub(in crate::answer) const FUNCTION: &[&str] = &[
    "a", "after", "all", "also", "although", "an", "and", "any", "are", "aren't", "as", "at", "be",
    "because", "been", "before", "being", "both", "but", "by", "can", "can't", "cannot", "could",
    "couldn't", "did", "didn't", "do", "does", "doesn't", "don't", "each", "either", "every",
    "for", "from", "had", "has", "hasn't", "have", "haven't", "having", "he", "hence", "her",
    "his", "how", "however", "i", "i'd", "i'm", "i've", "if", "in", "instead", "into", "is",
    "isn't", "it", "it's", "its", "just", "like", "may", "might", "must", "my", "neither", "no",
    "nor", "not", "of", "on", "once", "one", "only", "or", "other", "our", "out", "over", "own",
    "rather", "same", "she", "should", "since", "so", "some", "such", "than", "that", "that's",
    "the", "their", "them", "then", "there", "these", "they", "they're", "this", "those", "though",
    "through", "thus", "to", "too", "under", "until", "up", "using", "very", "via", "was",
    "wasn't", "we", "were", "weren't", "what", "when", "where", "whereas", "which", "while", "who",
    "whose", "why", "will", "with", "within", "without", "won't", "would", "wouldn't", "yet",
    "you", "you're", "your",
];

/// Auxiliary verbs and the forms of *be*, *have* and *do*, sorted: where one stands, something is stated.
pub(in crate::answer) const AUXILIARY: &[&str] = &[
    "are", "aren't", "be", "been", "being", "can", "can't", "cannot", "could", "couldn't", "did",
    "didn't", "do", "does", "doesn't", "don't", "had", "has", "hasn't", "have", "haven't",
    "having", "is", "isn't", "it's", "may", "might", "must", "should", "that's", "they're", "was",
    "wasn't", "were", "weren't", "will", "won't", "would", "wouldn't", "you're",
];

/// Prepositions: what follows one is not what its clause is about, unless nothing else is. Sorted.
pub(in crate::answer) const PREPOSITION: &[&str] = &[
    "about", "across", "among", "amongst", "around", "at", "between", "by", "for", "from", "in",
    "inside", "into", "of", "on", "onto", "outside", "over", "per", "through", "to", "toward",
    "towards", "under", "via", "with", "within",
];

/// Pronouns that stand for what the clause before was about, sorted.
pub(in crate::answer) const PRONOUN: &[&str] = &[
    "all", "both", "each", "it", "it's", "its", "one", "that", "their", "them", "these", "they",
    "they're", "this", "those",
];

/// Determiners and small modifiers that may stand before a noun, sorted.
pub(in crate::answer) const DETERMINER: &[&str] = &[
    "a",
    "all",
    "an",
    "another",
    "any",
    "both",
    "child",
    "different",
    "each",
    "every",
    "individual",
    "many",
    "more",
    "most",
    "multiple",
    "new",
    "no",
    "one",
    "only",
    "other",
    "parent",
    "several",
    "single",
    "some",
    "separate",
    "such",
    "that",
    "the",
    "these",
    "this",
    "those",
    "three",
    "two",
    "whole",
    "your",
];

/// Whether a sorted table has the word.
pub(in crate::answer) fn among(table: &[&str], word: &str) -> bool {
    table.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(IRREGULAR.is_sorted());
        for table in [FUNCTION, AUXILIARY, PREPOSITION, PRONOUN] {
            assert!(table.is_sorted(), "{:?}", table.first());
        }
    }

    #[test]
    fn one_stem_for_the_forms_of_a_word() {
        let stems = Stems::default();
        let check = |one: &str, other: &str| assert_eq!(stems.stem(one), stems.stem(other));
        check("sharing", "shared");
        check("synchronisation", "synchronization");
        check("synchronised", "synchronize");
        check("cheaper", "cheap");
        check("process's", "process");
        check("wrote", "writes");
        check("behaviour", "behavior");
        assert_ne!(stems.stem("process"), stems.stem("processor"));
    }
}
