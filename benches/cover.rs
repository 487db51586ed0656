//! How long the report on a long answer takes, and how long a card's rubric takes to prepare:
//! `cargo bench --bench cover`.
//!
//! Answers of 2,000 characters are made of labelled answers to the same card, one after the other,
//! in Korean, in English and in turn. Each is judged [`ROUNDS`] times; the times of all rounds count.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::unwrap_used, reason = "the shipped deck and the labelled answers are sound")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use serde_json::Value;
use viva::{
    answer::Judge,
    deck::{self, Kind},
};

const ROUNDS: usize = 100;
const CHARACTERS: usize = 2_000;

fn main() {
    let answers: Vec<Value> = include_str!("../tests/it/coverage/fresh-open.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let deck = deck::read(include_str!("../decks/process-thread.toml")).0.unwrap();
    let mut prepared = Vec::new();
    let mut reported: [(&str, Vec<Duration>); 3] =
        [("ko", Vec::new()), ("en", Vec::new()), ("mixed", Vec::new())];
    println!("{:44} {:>9} {:>9} {:>9}", "", "p50 ms", "p99 ms", "max ms");
    for card in &deck.cards {
        let Kind::Explain(explain) = &card.kind else { continue };
        let rubric = explain.rubric(&deck, card);
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| timed(|| drop(black_box(Judge::new(black_box(&rubric))))))
            .collect();
        tell(&format!("prepare {}", card.id), &mut times);
        prepared.extend(times);
        let judge = Judge::new(&rubric);
        let of_card: Vec<&Value> = answers.iter().filter(|it| it["card"] == *card.id).collect();
        for (lang, all) in &mut reported {
            let of_lang = of_card.iter().filter(|it| *lang == "mixed" || it["lang"] == **lang);
            let Some(answer) = long(of_lang.map(|it| it["answer"].as_str().unwrap())) else {
                continue;
            };
            let mut times: Vec<Duration> = (0..ROUNDS)
                .map(|_| timed(|| drop(black_box(judge.report(black_box(&answer))))))
                .collect();
            tell(&format!("report {lang} {}", card.id), &mut times);
            all.extend(times);
        }
    }
    tell("prepare, all cards", &mut prepared);
    for (lang, times) in &mut reported {
        tell(&format!("report {lang}, all cards"), times);
    }
}

/// The answers one after the other, again and again, up to [`CHARACTERS`]. None without answers.
fn long<'a>(answers: impl Iterator<Item = &'a str>) -> Option<String> {
    let answers: Vec<&str> = answers.collect();
    let all = answers.join(" ");
    let all = all.chars().chain([' ']).cycle().take(CHARACTERS);
    (!answers.is_empty()).then(|| all.collect())
}

fn timed(work: impl FnOnce()) -> Duration {
    let before = Instant::now();
    work();
    before.elapsed()
}

fn tell(name: &str, times: &mut [Duration]) {
    if times.is_empty() {
        return;
    }
    times.sort();
    let at = |share: f64| {
        let place = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len());
        times[place - 1].as_secs_f64() * 1000.0
    };
    println!("{name:44} {:>9.3} {:>9.3} {:>9.3}", at(0.5), at(0.99), at(1.0));
}
