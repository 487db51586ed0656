//! Writes a large library and a long log, to measure with: `cargo run --release --example large -- DIR`
//! makes `DIR/decks` (5,000 cards in 10 decks) and `DIR/home` (1,000,000 reviews), then
//! `VIVA_HOME=DIR/home viva --decks DIR/decks due --json` is what a heavy user waits for.

use std::{error::Error, fmt::Write as _, fs, path::Path};

use viva::{
    record::{Body, CardKey, Event, EventId, Grade, How, Interval, Moment, Review},
    schedule::{Policy, Scheduler},
    store::{Device, Options, Store},
};

const DECKS: u32 = 10;
const CARDS: u32 = 500;
const REVIEWS: u64 = 1_000_000;
const DAY_MS: i64 = 86_400_000;

fn main() -> Result<(), Box<dyn Error>> {
    let dir = std::env::args_os().nth(1).ok_or("name a directory")?;
    let dir = Path::new(&dir);
    write_decks(&dir.join("decks"))?;
    write_log(&dir.join("home").join("data"))
}

fn write_decks(dir: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(dir)?;
    for deck in 0..DECKS {
        let mut text = format!(
            "format = 1\nid = \"deck-{deck}\"\nlanguages = [\"ko\", \"en\"]\n\
             title = {{ ko = \"큰 덱 {deck}\", en = \"Large deck {deck}\" }}\n\
             topics.t = {{ ko = \"주제\", en = \"Topic\" }}\n"
        );
        for card in 0..CARDS {
            write!(
                text,
                "\n[[explain]]\nid = \"card-{card}\"\ntopic = \"t\"\n\
                 question = {{ ko = \"{card}번 질문을 설명해 주세요.\", en = \"Explain question {card}.\" }}\n\
                 answer = {{ ko = \"{card}번의 답은 두 문장입니다. 이것이 둘째 문장입니다.\", en = \"The answer to {card} has two sentences. This is the second.\" }}\n\
                 [[explain.point]]\nid = \"first\"\ncore = true\n\
                 text = {{ ko = \"첫째 요점\", en = \"the first point\" }}\nmatch = [\"첫째|first + 요점|point\"]\n\
                 probe = {{ ko = \"첫째는 무엇인가요?\", en = \"What is the first?\" }}\n\
                 [[explain.point]]\nid = \"second\"\n\
                 text = {{ ko = \"둘째 요점\", en = \"the second point\" }}\nmatch = [\"둘째|second + 요점|point\"]\n"
            )?;
        }
        fs::write(dir.join(format!("deck-{deck}.toml")), text)?;
    }
    Ok(())
}

fn write_log(dir: &Path) -> Result<(), Box<dyn Error>> {
    let start = Moment::new(1_600_000_000_000, 540);
    let scheduler = Scheduler::new(Policy::default());
    let (mut store, _) =
        Store::open(dir, Device::Fixed("large"), start, &scheduler, Options::default())?;
    let events = (0..REVIEWS).map(|at| {
        let card = u32::try_from(at % u64::from(DECKS * CARDS)).unwrap_or_default();
        let round = at / u64::from(DECKS * CARDS);
        let days = i64::try_from(round).unwrap_or_default();
        Event {
            id: EventId { device: "large".into(), sequence: at + 1 },
            at: start.plus_ms(days * 11 * DAY_MS + i64::from(card) * 10_000),
            card: Some(CardKey::new(
                format!("deck-{}", card / CARDS),
                format!("card-{}", card % CARDS),
            )),
            body: Body::Review(Review {
                grade: if (at / 7) % 8 == 0 { Grade::Again } else { Grade::Good },
                how: How::Typed,
                answer: Some("첫째 요점은 이렇고 둘째 요점은 저렇습니다.".to_owned()),
                covered: Some(vec!["first".to_owned(), "second".to_owned()]),
                missed: Vec::new(),
                overrides: Vec::new(),
                traps: Vec::new(),
                milliseconds: 40_000,
                next: Interval::Days(11),
                steps: false,
                parameters: scheduler.parameters_version().to_owned(),
            }),
        }
    });
    let imported = store.import(start, events)?;
    drop(store);
    fs::write(dir.join("IMPORTED"), format!("{}\n", imported.added))?;
    Ok(())
}
