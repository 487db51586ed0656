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
