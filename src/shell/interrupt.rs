//! Ctrl-C during a long computation.
//!
//! Invariant: from the first watch on, Ctrl-C outside a prompt only raises a flag, which the
//! computation reads; prompts read the key themselves.

use std::sync::{
    Once,
    atomic::{AtomicBool, Ordering},
};

static PRESSED: AtomicBool = AtomicBool::new(false);
static WATCHED: Once = Once::new();

/// Begins to watch for Ctrl-C.
pub(super) fn watch() {
    WATCHED.call_once(|| {
        // Where no handler can be set, Ctrl-C ends the program as it does anywhere.
        let _ = ctrlc::set_handler(|| PRESSED.store(true, Ordering::Relaxed));
    });
    PRESSED.store(false, Ordering::Relaxed);
}

/// Whether it was pressed since.
pub(super) fn pressed() -> bool {
    PRESSED.load(Ordering::Relaxed)
}
