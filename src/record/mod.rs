//! What happened: the events of the log, from which all other state is folded.
//!
//! Invariant: an event, once written, never changes; what it means is found by folding the log in
//! the order (time, device, sequence). Nothing here depends on how events are stored.

mod event;
mod grade;
pub mod interview;
mod key;
mod moment;
mod wire;

pub use event::{
    Body, Correctness, DeviceId, Draft, Event, EventId, How, Interval, Override, Practice,
    Prediction, Probe, Review, Setting, Wanted,
};
pub use grade::Grade;
pub use key::CardKey;
pub use moment::Moment;
pub use wire::{EVENT_VERSION, decode, encode};
