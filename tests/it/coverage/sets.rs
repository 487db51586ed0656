//! The sets of labelled answers, and the table of figures over them that the help shows.
//!
//! Invariant: the test of generated files and the example that a reader runs share this, so what the
//! help says is what the command prints.

use std::{error::Error, fmt::Write as _, fs, path::Path};

use viva::{
    deck::{self, Deck},
    stats::labelled::{Bench, Labelled, Tally},
};

/// A set: what the help calls it, the deck with its rubrics, its files.
pub type Set = (&'static str, &'static str, &'static [&'static str]);

/// Rubrics and matcher were made with the first. The others are by a reader who saw neither; of them
/// `open` was looked at while the matcher was made.
pub const SETS: [Set; 2] = [
    ("tuned", "tests/it/coverage/labelled.toml", &["tests/it/coverage/labelled.jsonl"]),
    ("open", "decks/process-thread.toml", &["tests/it/coverage/fresh-open.jsonl"]),
];

/// Reads a deck.
pub fn deck(path: &Path) -> Result<Deck, Box<dyn Error>> {
    Ok(deck::read(&fs::read_to_string(path)?).0.ok_or("the deck cannot be read")?)
}

/// Reads labelled answers, one a line.
pub fn answers(path: &Path) -> Result<Vec<Labelled>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// The figures that the help shows, a line for each set and language.
pub fn figures(root: &Path) -> Result<String, Box<dyn Error>> {
    let mut table = String::from(
        "# Written by a test: VIVA_UPDATE=1 cargo test --test it generated\n\
         # Points of each set of answers in tests/it/coverage/sets.rs.\n",
    );
    for (set, deck_path, files) in SETS {
        let deck = deck(&root.join(deck_path))?;
        let bench = Bench::new(&deck);
        let mut tally = Tally::default();
        for file in files {
            for gold in answers(&root.join(file))? {
                let before = tally.answers.get("all").copied();
                bench.measure(&gold, &mut tally);
                // A card that cannot be read must not make the figures better.
                if tally.answers.get("all").copied() == before {
                    return Err(format!("{deck_path} has no card `{}`", gold.card).into());
                }
            }
        }
        for (of, key) in [("ko", "lang ko"), ("en", "lang en"), ("all", "all")] {
            let (Some(answers), Some(count)) = (tally.answers.get(of), tally.points.get(key))
            else {
                continue;
            };
            let (precision, recall, f1) = (count.precision(), count.recall(), count.f1());
            writeln!(
                table,
                "{set} {of} answers={answers} precision={precision:.2} recall={recall:.2} f1={f1:.2}"
            )?;
        }
    }
    Ok(table)
}
