//! An instant together with the local clock that a person read it on.
//!
//! Invariant: the offset is the one in force where and when the event happened, so its study day
//! never changes with a later time zone. It must not know the clock.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta};

/// An instant in UTC and the local offset from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub utc_ms: i64,
    /// Minutes that local time is ahead of UTC, within ±1,440.
    pub offset_minutes: i32,
}

impl Moment {
    /// The moment at `utc_ms` on a clock `offset_minutes` ahead of UTC.
    pub fn new(utc_ms: i64, offset_minutes: i32) -> Moment {
        Moment { utc_ms, offset_minutes }
    }

    /// What the local clock shows. An instant outside chrono's 262,000 years is taken as 1970.
    pub fn local(self) -> NaiveDateTime {
        let utc = DateTime::from_timestamp_millis(self.utc_ms).unwrap_or_default().naive_utc();
        utc.checked_add_signed(TimeDelta::minutes(self.offset_minutes.into())).unwrap_or(utc)
    }

    /// The moment as RFC 3339 with its offset, to the second.
    pub fn rfc3339(self) -> String {
        let offset = FixedOffset::east_opt(self.offset_minutes * 60);
        let utc = DateTime::from_timestamp_millis(self.utc_ms).unwrap_or_default();
        match offset {
            Some(offset) => {
                utc.with_timezone(&offset).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
            }
            None => utc.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        }
    }

    /// The moment `milliseconds` later, on the same clock.
    pub fn plus_ms(self, milliseconds: i64) -> Moment {
        Moment { utc_ms: self.utc_ms.saturating_add(milliseconds), ..self }
    }
}

impl From<DateTime<FixedOffset>> for Moment {
    fn from(time: DateTime<FixedOffset>) -> Moment {
        Moment {
            utc_ms: time.timestamp_millis(),
            offset_minutes: time.offset().local_minus_utc() / 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_and_rfc3339() {
        let moment =
            Moment::from(DateTime::parse_from_rfc3339("2026-11-23T21:40:00+09:00").unwrap());
        assert_eq!(moment.offset_minutes, 540);
        assert_eq!(moment.local().to_string(), "2026-11-23 21:40:00");
        assert_eq!(moment.rfc3339(), "2026-11-23T21:40:00+09:00");
    }
}
