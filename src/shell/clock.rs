//! The clock: the system's, or one that stands still for tests and scripts.
//!
//! Invariant: no other file of viva reads the time or draws a random number.

use std::time::{Duration, Instant};

use chrono::{DateTime, Local};

use crate::record::Moment;

/// Where the time comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Clock {
    /// The system's clock.
    System,
    /// `VIVA_NOW`: this moment, for ever.
    Fixed(Moment),
}

impl Clock {
    /// The clock that `VIVA_NOW` asks for, or the system's.
    pub(super) fn new(fixed: Option<&str>) -> Result<Clock, String> {
        match fixed {
            None => Ok(Clock::System),
            Some(text) => DateTime::parse_from_rfc3339(text)
                .map(|time| Clock::Fixed(time.into()))
                .map_err(|_| text.to_owned()),
        }
    }

    /// The present moment.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub(super) fn now(self) -> Moment {
        match self {
            Clock::System => Local::now().fixed_offset().into(),
            Clock::Fixed(moment) => moment,
        }
    }

    /// A watch that starts now. On a fixed clock it shows no time passing.
    pub(super) fn watch(self) -> Watch {
        Watch { since: instant(), still: matches!(self, Clock::Fixed(_)) }
    }
}

/// Measures how long an answer takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watch {
    since: Instant,
    still: bool,
}

impl Watch {
    /// Milliseconds since the watch was started; 0 on a fixed clock.
    pub(super) fn milliseconds(self) -> u32 {
        if self.still {
            return 0;
        }
        u32::try_from(self.since.elapsed().as_millis()).unwrap_or(u32::MAX)
    }

    /// Seconds that have really passed, on any clock.
    pub(super) fn seconds(self) -> f64 {
        self.since.elapsed().as_secs_f64()
    }

    /// Whether less than `time` has really passed, on any clock.
    pub(super) fn younger_than(self, time: Duration) -> bool {
        self.since.elapsed() < time
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn instant() -> Instant {
    Instant::now()
}

/// A seed: `VIVA_SEED` if it is a number, else one drawn from the system.
#[expect(clippy::disallowed_methods, reason = "the one place that draws a seed")]
pub(super) fn seed(fixed: Option<&str>) -> u64 {
    fixed.and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random)
}
