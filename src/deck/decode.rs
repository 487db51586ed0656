//! Bytes → text.
//!
//! Invariant: the text is the bytes without a byte-order mark, and offsets in findings are offsets
//! in that text. It must not know TOML.

use crate::deck::{Finding, MAX_BYTES, Problem};

/// The text of a file, or the one finding that says why it has none.
pub fn decode(bytes: &[u8]) -> (Option<String>, Vec<Finding>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if MAX_BYTES < bytes.len() {
        return (None, vec![too_large(bytes.len())]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Some(text.to_owned()), Vec::new()),
        Err(error) => {
            let place = error.valid_up_to();
            (None, vec![Problem::NotUtf8.at(place..place)])
        }
    }
}

/// The finding for a file of so many bytes.
pub(super) fn too_large(bytes: usize) -> Finding {
    Problem::TooLarge { bytes, limit: MAX_BYTES }.at(0..0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes() {
        let check = |bytes: &[u8], text: Option<&str>, place: Option<usize>| {
            let (found, findings) = decode(bytes);
            assert_eq!(found.as_deref(), text);
            assert_eq!(findings.first().map(|it| it.span.start), place);
        };
        check(b"", Some(""), None);
        check(b"\xef\xbb\xbfa = 1", Some("a = 1"), None);
        check("키 = 1".as_bytes(), Some("키 = 1"), None);
        check(b"\xed\x82\xa4 = \xff", None, Some(6));
        check(&vec![b'#'; MAX_BYTES + 1], None, Some(0));
    }
}
