//! The promises of the store, each as a test.

mod damage;
mod laws;
mod life;
mod sharing;

use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::{
    record::*,
    schedule::{Policy, Scheduler},
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// 2026-11-23T21:00:00+09:00.
const EVENING: i64 = 1_795_435_200_000;

fn at(utc_ms: i64) -> Moment {
    Moment::new(utc_ms, 540)
}

fn scheduler() -> Scheduler {
    Scheduler::new(Policy::default())
}

fn key(card: &str) -> CardKey {
    CardKey::new("os", card)
}

fn review(digit: u8, next: Interval) -> Body {
    Body::Review(answered(digit, next))
}

fn answered(digit: u8, next: Interval) -> Review {
    Review {
        grade: Grade::of_digit(digit).unwrap(),
        how: How::Typed,
        answer: Some("스택은 따로".into()),
        covered: None,
        missed: vec![],
        overrides: Vec::new(),
        traps: Vec::new(),
        milliseconds: 42_000,
        next,
        steps: matches!(next, Interval::Minutes(_)),
        parameters: "fsrs-6".into(),
    }
}

fn draft(text: &str) -> Body {
    Body::Draft(Draft { text: text.into() })
}

fn setting(name: &str, value: Option<&str>) -> Body {
    Body::Setting(Setting { name: name.into(), value: value.map(Into::into) })
}

fn open_with(dir: &Path, options: Options) -> Result<(Store, Vec<Notice>), StoreError> {
    Store::open(dir, Device::Fresh("desk"), at(EVENING), &scheduler(), options)
}

fn open(dir: &Path) -> Store {
    let (store, notices) = open_with(dir, Options::default()).unwrap();
    assert_eq!(notices, []);
    store
}

/// A database with `reviews` reviews of 10 cards, a minute apart, closed.
fn filled(reviews: i64) -> TempDir {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    for n in 0..reviews {
        let card = key(&format!("c{}", n % 10));
        store
            .append(at(EVENING - DAY + n * MINUTE), Some(&card), review(3, Interval::Days(2)))
            .unwrap();
    }
    dir
}

/// The names of the files in a directory, sorted.
fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Every event, in the order of the fold.
fn log(store: &Store) -> Vec<(Event, bool)> {
    let mut log = Vec::new();
    store
        .events(&Filter::default(), &mut |event, undone| {
            log.push((event, undone));
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    log
}
