//! Measures the judge of answers on labelled answers: precision, recall and F1 for each point, false
//! alarms, agreement of grades.
//!
//! `cargo run --release --example coverage` prints the figures that the help shows;
//! `-- [--misses] [--deck DECK.toml] FILE.jsonl...` everything about these files, and each answer
//! that was judged otherwise than by its reader.

#![expect(clippy::print_stdout, reason = "an example prints what it measures")]

#[path = "../tests/it/coverage/sets.rs"]
mod sets;

use std::{error::Error, path::Path};

use viva::stats::labelled::{Bench, Count, Difference, Differs, Tally};

fn main() -> Result<(), Box<dyn Error>> {
    let mut misses = false;
    let mut files = Vec::new();
    let mut deck_path = "decks/process-thread.toml".to_owned();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--misses" => misses = true,
            "--deck" => deck_path = arguments.next().unwrap_or_default(),
            _ => files.push(argument),
        }
    }
    if files.is_empty() {
        print!("{}", sets::figures(Path::new(env!("CARGO_MANIFEST_DIR")))?);
        return Ok(());
    }
    let deck = sets::deck(Path::new(&deck_path))?;
    let bench = Bench::new(&deck);
    let mut tally = Tally::default();
    for file in &files {
        for gold in sets::answers(Path::new(file))? {
            let differences = bench.measure(&gold, &mut tally);
            if misses && !differences.is_empty() {
                println!("{} {} [{}] {}", gold.id, gold.card, gold.kind, gold.answer);
                differences.iter().for_each(|it| println!("{}", note(&gold.answer, it)));
            }
        }
    }
    for (name, count) in tally.points.iter().chain(&tally.traps) {
        println!("{name:50} {}", line(count));
    }
    println!("{:50} {}", "the wrong way round", line(&tally.reversed));
    println!(
        "points for keyword lists {}, for off-topic answers {}; alarms on denied {}",
        tally.list_points, tally.off_topic_points, tally.denied_alarms
    );
    let (all, same, near) = tally.grades;
    println!("grades: {same} of {all} the same, {near} within one");
    Ok(())
}

fn line(count: &Count) -> String {
    format!(
        "P {:.3}  R {:.3}  F1 {:.3}   found {} of {}, false {}",
        count.precision(),
        count.recall(),
        count.f1(),
        count.hit,
        count.hit + count.missed,
        count.false_hit
    )
}

fn note(answer: &str, difference: &Difference) -> String {
    let Difference { how, id, spans } = difference;
    let words: Vec<&str> = spans.iter().map(|it| &answer[it.start..it.end]).collect();
    let words = words.join(" .. ");
    match how {
        Differs::FalseHit => format!("  FALSE {id} (covered): {words}"),
        Differs::Missed(status) => format!("  missed {id} ({}): {words}", status.name()),
        Differs::Reversed => format!("  reversed {id}: {words}"),
        Differs::Alarm => format!("  ALARM {id}: {words}"),
        Differs::Untrapped => format!("  untrapped {id}"),
    }
}
