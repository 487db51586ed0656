//! The study day: a calendar date that begins at the rollover hour on the person's own clock.
//!
//! Invariant: a day is a function of what the local clock showed at the moment, and it never goes
//! back unless that clock does. Days are counted as dates, never as blocks of 24 hours, so that a
//! day of 23 or 25 hours is one day. It must not know time zones: the moment brings its offset.

use std::fmt;

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::record::Moment;

/// A study day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The study day of a moment: the date of its local time less `rollover_hour` hours (an hour
    /// after 23 counts as 23).
    pub fn of(at: Moment, rollover_hour: u8) -> Day {
        let local = at.local();
        let shift = TimeDelta::hours(rollover_hour.min(23).into());
        Day(local.checked_sub_signed(shift).unwrap_or(local).date())
    }

    /// The study day `days` later (earlier if negative), at most chrono's first or last date.
    pub fn plus(self, days: i64) -> Day {
        let limit = if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
        let date = TimeDelta::try_days(days).and_then(|delta| self.0.checked_add_signed(delta));
        Day(date.unwrap_or(limit))
    }

    /// How many days `later` comes after this one; negative if it comes before.
    pub fn until(self, later: Day) -> i64 {
        (later.0 - self.0).num_days()
    }

    /// Its calendar date.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// The study day of a calendar date.
    pub fn from_date(date: NaiveDate) -> Day {
        Day(date)
    }

    /// Days since 31 December of the year 0, as stored.
    pub fn number(self) -> i32 {
        self.0.num_days_from_ce()
    }

    /// The day of a [`Day::number`], if chrono can hold it.
    pub fn from_number(number: i32) -> Option<Day> {
        NaiveDate::from_num_days_from_ce_opt(number).map(Day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDateTime, Offset, TimeZone, Utc};
    use chrono_tz::Tz;
    use proptest::prelude::*;

    use super::*;

    const ZONES: [Tz; 4] = [
        chrono_tz::America::New_York,
        chrono_tz::Europe::Berlin,
        chrono_tz::Australia::Lord_Howe,
        chrono_tz::Asia::Seoul,
    ];

    fn moment(zone: Tz, utc_ms: i64) -> Moment {
        let utc: DateTime<Utc> = DateTime::from_timestamp_millis(utc_ms).unwrap();
        let offset = zone.offset_from_utc_datetime(&utc.naive_utc()).fix();
        Moment::new(utc_ms, offset.local_minus_utc() / 60)
    }

    /// What the clock of a zone shows; the earlier of two instants.
    fn clock(zone: Tz, text: &str) -> Moment {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        moment(zone, zone.from_local_datetime(&local).earliest().unwrap().timestamp_millis())
    }

    #[test]
    fn around_four_on_days_when_the_clock_changes() {
        let check = |zone: Tz, text: &str, expect: &str| {
            assert_eq!(Day::of(clock(zone, text), 4).to_string(), expect, "{zone} {text}");
        };
        // The clock goes forward at 2:00 (New York, Berlin, Lord Howe by half an hour), and back.
        let changes = [
            (ZONES[0], "2026-03-07", "2026-03-08", "2026-03-09"),
            (ZONES[0], "2026-10-31", "2026-11-01", "2026-11-02"),
            (ZONES[1], "2026-03-28", "2026-03-29", "2026-03-30"),
            (ZONES[1], "2026-10-24", "2026-10-25", "2026-10-26"),
            (ZONES[2], "2026-10-03", "2026-10-04", "2026-10-05"),
            (ZONES[2], "2026-04-04", "2026-04-05", "2026-04-06"),
            (ZONES[3], "2026-03-07", "2026-03-08", "2026-03-09"),
        ];
        for (zone, before, day, after) in changes {
            check(zone, &format!("{before} 23:50"), before);
            check(zone, &format!("{day} 00:20"), before);
            check(zone, &format!("{day} 01:59"), before);
            check(zone, &format!("{day} 03:30"), before);
            check(zone, &format!("{day} 03:59"), before);
            check(zone, &format!("{day} 04:00"), day);
            check(zone, &format!("{day} 05:00"), day);
            check(zone, &format!("{after} 03:59"), day);
            check(zone, &format!("{after} 04:00"), after);
        }
    }

    #[test]
    fn a_day_has_23_to_25_hours() {
        let check = |zone: Tz, day: &str, minutes: usize| {
            let start = clock(zone, &format!("{day} 00:00")).utc_ms;
            let count = (0..3 * 24 * 60)
                .filter(|minute| {
                    Day::of(moment(zone, start + minute * 60_000), 4).to_string() == day
                })
                .count();
            assert_eq!(count, minutes, "{zone} {day}");
        };
        // The hour changes before 4 am, so it belongs to the study day before.
        check(ZONES[0], "2026-03-07", 23 * 60);
        check(ZONES[0], "2026-03-08", 24 * 60);
        check(ZONES[0], "2026-10-31", 25 * 60);
        check(ZONES[1], "2026-03-28", 23 * 60);
        check(ZONES[1], "2026-10-24", 25 * 60);
        check(ZONES[2], "2026-10-03", 23 * 60 + 30);
        check(ZONES[2], "2026-04-04", 24 * 60 + 30);
        check(ZONES[3], "2026-03-07", 24 * 60);
    }

    #[test]
    fn an_hour_that_comes_twice_is_one_day() {
        // In New York the hour from 1:00 to 2:00 comes twice on 1 November. It lies between two
        // whole hours, so no rollover hour is crossed back.
        let first = clock(ZONES[0], "2026-11-01 01:59");
        let second = moment(ZONES[0], first.plus_ms(60_000).utc_ms);
        assert_eq!(second.local().to_string(), "2026-11-01 01:00:00");
        for hour in 0..24 {
            assert_eq!(Day::of(first, hour), Day::of(second, hour), "{hour}");
        }
    }

    #[test]
    fn over_the_date_line_a_day_comes_again() {
        let (seoul, los_angeles) = (Moment::new(0, 540), Moment::new(3_600_000, -480));
        assert_eq!(Day::of(seoul, 4).until(Day::of(los_angeles, 4)), -1);
    }

    #[test]
    fn counting() {
        let day = Day::from_date(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
        assert_eq!(day.to_string(), "2026-11-23");
        assert_eq!(day.plus(8).to_string(), "2026-12-01");
        assert_eq!((day.until(day.plus(400)), day.until(day.plus(-3))), (400, -3));
        assert_eq!(Day::from_number(day.number()), Some(day));
        assert_eq!(day.plus(i64::MAX).date(), NaiveDate::MAX);
        assert_eq!(day.plus(i64::MIN).date(), NaiveDate::MIN);
        assert_eq!(Day::from_number(i32::MAX), None);
        Day::of(Moment::new(i64::MAX, i32::MAX), 255);
    }

    proptest! {
        /// Along the instants of these zones no day goes back, whatever the rollover hour, and none
        /// is left out: their clocks go back by an hour at most, from a whole hour.
        #[test]
        fn days_follow_each_other(
            zone in 0usize..4,
            start in 946_684_800_000i64..2_145_916_800_000,
            step in 0i64..82_800_000,
            hour in 0u8..24,
        ) {
            let day = |ms| Day::of(moment(ZONES[zone], ms), hour);
            let days = day(start).until(day(start + step));
            prop_assert!((0..=1).contains(&days), "{} {}", start, days);
        }

        /// Wherever a person goes: a later or equal local clock gives no earlier day.
        #[test]
        fn a_day_follows_the_local_clock(a in 0i64..4_000_000_000_000, b in 0i64..4_000_000_000_000, x in -840i32..=840, y in -840i32..=840, hour in 0u8..24) {
            let (a, b) = (Moment::new(a, x), Moment::new(b, y));
            let (early, late) = if a.local() <= b.local() { (a, b) } else { (b, a) };
            prop_assert!(Day::of(early, hour) <= Day::of(late, hour));
        }
    }
}
