//! Whether a typed word fills a blank.
//!
//! Invariant: case, width of spaces, hyphens and normal form do not matter; letters do. There is no
//! edit distance: `프로세서` is not `프로세스`.

/// Whether `typed` is one of the blank's `alternatives`.
pub fn fits(typed: &str, alternatives: &[&str]) -> bool {
    let typed = folded(typed);
    !typed.is_empty() && alternatives.iter().any(|alternative| folded(alternative) == typed)
}

fn folded(word: &str) -> String {
    crate::text::nfc(word)
        .chars()
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '.' | '(' | ')')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_free_and_letters_are_not() {
        let check = |typed: &str, expect: bool| {
            assert_eq!(fits(typed, &["프로세스", "copy-on-write", "주소 공간"]), expect, "{typed}");
        };
        check(" 프로세스 ", true);
        check("\u{1111}\u{1173}\u{1105}\u{1169}\u{1109}\u{1166}\u{1109}\u{1173}", true);
        check("Copy on Write", true);
        check("주소공간", true);
        check("프로세서", false);
        check("", false);
        check("-", false);
    }
}
