//! view

pub mod excerpt;
