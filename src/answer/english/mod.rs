//! English sentences: where clauses end, who they are about, what they deny.
//!
//! Invariant: closed classes of words and their order, no parser. It must not know the card beyond
//! where its subjects are mentioned.

mod clause;
mod denial;
mod quotation;
mod remark;
mod topic;
mod word;

use super::token::Token;

pub(super) use clause::{clause_starts, opens_with_noun};
pub(super) use denial::{cues, denials};
pub(super) use topic::topics;
pub(super) use word::{AUXILIARY, FUNCTION, Stems, among, apostrophised};

/// Whether the word at `at` is a verb that cannot be a noun: where one stands, something is stated.
fn states(tokens: &[Token], at: usize) -> bool {
    among(VERB, &tokens[at].stem)
}

/// Whether the word at `at` is a verb: an auxiliary, or one that cannot be a noun.
fn verb(tokens: &[Token], at: usize) -> bool {
    among(AUXILIARY, &tokens[at].word) || states(tokens, at)
}

/// Whether the word at `at` is the verb of an entry: no participle before its noun (`shared memory`),
/// and not behind a hyphen (`copy-on-write`).
pub(super) fn predicates(entry: &[Token], at: usize) -> bool {
    let first = entry.iter().position(Token::is_word) == Some(at);
    let joined = at > 0 && entry[at - 1].is('-') && entry[at].glued;
    let participle = first && (entry[at].word.ends_with("ed") || entry[at].word.ends_with("ing"));
    // if the whole thing fits: a clause needs a verb, though no table has it.
    let clause = matches!(&*entry[at].word, "if" | "when" | "because" | "unless" | "although");
    !joined && (among(AUXILIARY, &entry[at].word) || clause || (!participle && states(entry, at)))
}

/// Stems of verbs that are no nouns, sorted.
const VERB: &[&str] = &[
    "acquir",
    "affect",
    "allow",
    "avoid",
    "becom",
    "belong",
    "bring",
    "can",
    "caus",
    "choos",
    "communic",
    "consist",
    "contain",
    "continu",
    "coordin",
    "corrupt",
    "creat",
    "decid",
    "decrement",
    "depend",
    "die",
    "enforc",
    "ensur",
    "enter",
    "exchang",
    "execut",
    "exist",
    "get",
    "give",
    "go",
    "guarante",
    "happen",
    "have",
    "hold",
    "improv",
    "increment",
    "interfer",
    "interleav",
    "isol",
    "keep",
    "kill",
    "know",
    "lead",
    "leav",
    "let",
    "live",
    "lose",
    "make",
    "mean",
    "need",
    "occur",
    "overwrit",
    "own",
    "pass",
    "pick",
    "prevent",
    "protect",
    "reach",
    "reload",
    "requir",
    "restor",
    "resum",
    "run",
    "save",
    "see",
    "send",
    "share",
    "speak",
    "stay",
    "surviv",
    "suspend",
    "take",
    "talk",
    "tell",
    "touch",
    "transfer",
    "translat",
    "us",
    "use",
    "wait",
    "wake",
    "want",
    "write",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_sorted_stems() {
        assert!(VERB.is_sorted());
        let stems = Stems::default();
        for word in ["acquires", "communicate", "overwritten", "requires", "used", "survives"] {
            assert!(among(VERB, &stems.stem(word)), "{word}: {}", stems.stem(word));
        }
    }
}
