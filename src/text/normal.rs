//! The one normal form of stored and compared text: NFC.
//!
//! NFKC is wrong here: it turns a lone Hangul letter (U+3131) into a conjoining one (U+1100).
//! Invariant: `nfc` changes no text that `is_nfc` accepts.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Whether `text` is in NFC. Linear.
pub fn is_nfc(text: &str) -> bool {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => true,
        IsNormalized::No => false,
        IsNormalized::Maybe => unicode_normalization::is_nfc(text),
    }
}

/// `text` in NFC, borrowed when it already is.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposed_hangul_is_composed_and_a_lone_letter_stays() {
        assert_eq!(nfc("\u{1100}\u{116d}\u{110e}\u{1161}\u{11a8}"), "교착");
        assert_eq!(nfc("ㄱ"), "ㄱ");
        assert!(matches!(nfc("스택 stack"), Cow::Borrowed(_)));
    }
}
