//! The syllables of Hangul and the letters they are made of, by their numbers in Unicode (chapter 3.12).
//!
//! Invariant: `syllable` puts together what `letters` takes apart. It must not know words or grammar.

/// The first syllable, and how many there are.
const FIRST: u32 = 0xac00;
const COUNT: u32 = 11_172;

/// The numbers of a syllable's initial, vowel and final; the final is 0 where there is none. None if
/// it is no whole syllable.
pub fn letters(c: char) -> Option<(u32, u32, u32)> {
    let index = (c as u32).checked_sub(FIRST).filter(|index| *index < COUNT)?;
    Some((index / 588, index / 28 % 21, index % 28))
}

/// The syllable of these letters.
pub fn syllable(initial: u32, vowel: u32, tail: u32) -> Option<char> {
    let index = initial * 588 + vowel * 28 + tail;
    char::from_u32(FIRST + index).filter(|_| index < COUNT)
}

/// Whether it is a whole syllable.
pub fn is_syllable(c: char) -> bool {
    letters(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syllable_is_put_together_again() {
        for c in '가'..='힣' {
            let (initial, vowel, tail) = letters(c).expect("a syllable");
            assert_eq!(syllable(initial, vowel, tail), Some(c));
        }
        assert!(!is_syllable('ㄱ') && !is_syllable('a') && !is_syllable('\u{d7a4}'));
        assert_eq!(letters('김'), Some((0, 20, 16)));
    }
}
