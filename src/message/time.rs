//! Spans of time in words: intervals, elapsed time, dates.
//!
//! Invariant: English counts one and many apart; Korean puts no space before its units.

use crate::{record::Interval, text::Lang};

/// An interval as it stands beside a grade: `10분`, `3일`, `10 min`, `3 d`.
pub fn interval(lang: Lang, interval: Interval) -> String {
    match interval {
        Interval::Minutes(minutes) => lang.pick(format!("{minutes}분"), format!("{minutes} min")),
        Interval::Days(days) if days >= 365 * 2 => {
            let years = f64::from(days) / 365.25;
            lang.pick(format!("{years:.1}년"), format!("{years:.1} y"))
        }
        Interval::Days(days) => lang.pick(format!("{days}일"), format!("{days} d")),
    }
}

/// Whole minutes, at least one.
pub fn minutes(lang: Lang, seconds: u64) -> String {
    let minutes = seconds.div_ceil(60).max(1);
    lang.pick(format!("{minutes}분"), format!("{minutes} min"))
}

/// How long ago something was, in study days.
pub fn days_ago(lang: Lang, days: i64) -> String {
    match days {
        ..=0 => lang.pick("오늘".into(), "today".into()),
        1 => lang.pick("어제".into(), "yesterday".into()),
        _ => lang.pick(format!("{days}일 전"), format!("{days} days ago")),
    }
}

/// When something is due, in study days from today; negative is overdue.
pub fn due_in(lang: Lang, days: i64) -> String {
    match days {
        ..0 => {
            let late = -days;
            lang.pick(format!("{late}일 지남"), format!("{late} d late"))
        }
        0 => lang.pick("오늘".into(), "today".into()),
        1 => lang.pick("내일".into(), "tomorrow".into()),
        _ => lang.pick(format!("{days}일 뒤"), format!("in {days} d")),
    }
}
