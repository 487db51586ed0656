//! "Did you mean": names near to one that does not exist.
//!
//! Invariant: at most three names, the nearest first; none further than a third of its length.

/// The names near to `word`.
pub(super) fn near<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let length = word.chars().count();
    let mut found: Vec<(usize, &str)> = names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|(distance, name)| {
            *distance <= (length / 3).clamp(1, 3) || (length >= 3 && name.contains(word))
        })
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names() {
        let check = |word: &str, expect: &[&str]| {
            assert_eq!(near(word, ["quiz", "quit", "due", "stats", "suspend"]), expect, "{word}");
        };
        check("quis", &["quit", "quiz"]);
        check("stat", &["stats"]);
        check("supsend", &["suspend"]);
        check("x", &[]);
        check("banana", &[]);
    }
}
