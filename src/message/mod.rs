//! message

pub mod deck;
