//! A finding about a text, at a place in it.
//!
//! Invariant: spans are byte ranges on character boundaries of the text they are about. The problem
//! is a value; its wording lives in `message`, so this file must not know any sentence.

use std::ops::Range;

/// A range of bytes in a text, `start <= end`, both on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span { start: range.start, end: range.end }
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Range<usize> {
        span.start..span.end
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The author should look; the text still works.
    Warning,
    /// Part of the text cannot be used.
    Error,
}

/// One finding: what, how bad, where. `P` is the kind of problem of the text's own room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<P> {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub problem: P,
}

impl<P> Diagnostic<P> {
    /// An error at `span`.
    pub fn error(span: impl Into<Span>, problem: P) -> Diagnostic<P> {
        Diagnostic { severity: Severity::Error, span: span.into(), problem }
    }

    /// A warning at `span`.
    pub fn warning(span: impl Into<Span>, problem: P) -> Diagnostic<P> {
        Diagnostic { severity: Severity::Warning, span: span.into(), problem }
    }
}
