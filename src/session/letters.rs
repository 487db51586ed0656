//! The letters that name points and options.
//!
//! Invariant: no letter that acts at a prompt (`k`, `m`, `r`, `s`, `t`) names a point, so no prompt
//! has a key with two meanings.

const LETTERS: &[u8] = b"abcdefghijlnopquvwxyz";

/// The letter of the point or option at `position`; None past the twenty-first.
pub fn letter(position: usize) -> Option<char> {
    LETTERS.get(position).map(|&letter| letter.into())
}

/// What was typed, as the Latin keys that were pressed: a line of Hangul typed on the standard
/// Korean layout (KS X 5002) by someone who did not switch back (`뮤` is `a`, `b`). Other text stays.
pub fn keystrokes(line: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    const LEADS: [&str; 19] = [
        "r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v",
        "g",
    ];
    const VOWELS: [&str; 21] = [
        "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl",
        "b", "m", "ml", "l",
    ];
    const TAILS: [&str; 27] = [
        "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a",
        "q", "qt", "t", "T", "d", "w", "c", "z", "x", "v", "g",
    ];
    // The letters of the compatibility block, U+3131 to U+314E, by their keys.
    const CONSONANTS: [&str; 30] = [
        "r", "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg",
        "a", "q", "Q", "qt", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g",
    ];
    let mut keys = String::with_capacity(line.len());
    for c in line.nfd() {
        let at = |first: char| (c as usize).wrapping_sub(first as usize);
        let key = LEADS
            .get(at('\u{1100}'))
            .or_else(|| VOWELS.get(at('\u{1161}')))
            .or_else(|| TAILS.get(at('\u{11a8}')))
            .or_else(|| CONSONANTS.get(at('\u{3131}')))
            .or_else(|| VOWELS.get(at('\u{314f}')));
        match key {
            Some(key) => keys.push_str(key),
            None => keys.push(c),
        }
    }
    keys
}

/// The positions that a line of letters names (`"a b e"`, `"abe"`, `"a,b"`), each once and in the
/// order typed. None if anything in it names none of the first `count`, or if it names nothing.
pub fn positions(line: &str, count: usize) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for typed in line.chars().filter(|c| !c.is_whitespace() && *c != ',') {
        let position = (0..count).find(|&at| letter(at) == Some(typed.to_ascii_lowercase()))?;
        if !found.contains(&position) {
            found.push(position);
        }
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_is_read_as_the_keys_pressed() {
        let check = |typed: &str, keys: &str| assert_eq!(keystrokes(typed), keys, "{typed}");
        check("뮤", "ab");
        check("ㅁ ㅠ ㄷ", "a b e");
        check("ㅡ", "m");
        check("ㅅ", "t");
        check("ㅛ", "y");
        check("3", "3");
        check("abe", "abe");
        check("돋", "ehe");
    }

    #[test]
    fn lines_of_letters() {
        let check = |line: &str, expect: Option<&[usize]>| {
            assert_eq!(positions(line, 8).as_deref(), expect, "{line}");
        };
        check("a b e f", Some(&[0, 1, 4, 5]));
        check("abA", Some(&[0, 1]));
        check("h,a", Some(&[7, 0]));
        check("i", None);
        check("m", None);
        check("a3", None);
        check(" ", None);
    }
}
