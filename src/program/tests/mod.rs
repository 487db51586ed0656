//! Tests of the whole way from text to steps.

mod counts;
mod listings;
mod findings;
mod guide;
mod laws;
mod print;
