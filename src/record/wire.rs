//! Event bodies as JSON objects with a version.
//!
//! Invariant: `decode(encode(b)) == b`, and a body of a later version or an unknown kind survives
//! unread. It must not know where the text is kept.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{Body, EventId};

/// The version written into every body as `"v"`.
pub const EVENT_VERSION: u64 = 1;

/// The kind and the JSON text of a body.
pub fn encode(body: &Body) -> (&str, String) {
    match body {
        Body::Review(review) => ("review", json(review)),
        Body::Cram(review) => ("cram", json(review)),
        Body::Probe(probe) => ("probe", json(probe)),
        Body::Practice(practice) => ("practice", json(practice)),
        Body::Prediction(prediction) => ("prediction", json(prediction)),
        Body::Interview(interview) => ("interview", json(interview)),
        Body::Keep(draft) => ("keep", json(draft)),
        Body::Draft(draft) => ("draft", json(draft)),
        Body::Undo(id) => ("undo", json(id)),
        Body::Suspend => ("suspend", json(&Map::new())),
        Body::Resume => ("resume", json(&Map::new())),
        Body::Wanted(wanted) => ("want", json(wanted)),
        Body::Setting(setting) => ("setting", json(setting)),
        Body::Unknown { kind, json } => (kind, json.to_string()),
    }
}

/// The body of a kind and its JSON text. What cannot be read becomes [`Body::Unknown`].
pub fn decode(kind: &str, text: &str) -> Body {
    let body = match kind {
        "review" => read(text).map(Body::Review),
        "cram" => read(text).map(Body::Cram),
        "probe" => read(text).map(Body::Probe),
        "practice" => read(text).map(Body::Practice),
        "prediction" => read(text).map(Body::Prediction),
        "interview" => read(text).map(Body::Interview),
        "keep" => read(text).map(Body::Keep),
        "draft" => read(text).map(Body::Draft),
        "undo" => read::<EventId>(text).map(Body::Undo),
        "suspend" => read::<Map<String, Value>>(text).map(|_| Body::Suspend),
        "resume" => read::<Map<String, Value>>(text).map(|_| Body::Resume),
        "want" => read(text).map(Body::Wanted),
        "setting" => read(text).map(Body::Setting),
        _ => None,
    };
    body.unwrap_or_else(|| Body::Unknown { kind: kind.into(), json: text.into() })
}

#[derive(Serialize, serde::Deserialize)]
struct Versioned<T> {
    v: u64,
    #[serde(flatten)]
    body: T,
}

fn json(body: &impl Serialize) -> String {
    serde_json::to_string(&Versioned { v: EVENT_VERSION, body })
        .expect("event bodies hold only strings, numbers, lists and objects")
}

fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    // Read twice instead of flattened: `flatten` buffers every value, which doubles the time of
    // replaying a long log.
    #[derive(serde::Deserialize)]
    struct Version {
        v: u64,
    }
    (serde_json::from_str::<Version>(text).ok()?.v == EVENT_VERSION)
        .then(|| serde_json::from_str(text).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::*;

    #[test]
    fn bodies_survive() {
        let review = Review {
            grade: Grade::Hard,
            how: How::Typed,
            answer: Some("스택은 \"따로\"\n".into()),
            covered: Some(vec!["t-private".into()]),
            missed: vec![],
            overrides: Vec::new(),
            traps: Vec::new(),
            milliseconds: 52_000,
            next: Interval::Days(3),
            steps: false,
            parameters: "fsrs-6".into(),
        };
        let undo = Body::Undo(EventId { device: "desk".into(), sequence: 7 });
        let bodies = [
            Body::Review(review.clone()),
            Body::Cram(review),
            Body::Draft(Draft { text: "가".into() }),
            Body::Prediction(Prediction {
                experiment: "sync/lost-update".into(),
                asked: "final x".into(),
                with: [("n".to_owned(), 2)].into(),
                answer: "2, 3".into(),
                correctness: Correctness::Partly,
                milliseconds: 9_000,
            }),
            undo,
            Body::Suspend,
            Body::Resume,
            Body::Wanted(Wanted { on: date(2026, 11, 24) }),
            Body::Setting(Setting { name: "lang".into(), value: None }),
        ];
        for body in bodies {
            let (kind, text) = encode(&body);
            assert!(text.starts_with(r#"{"v":1"#), "{text}");
            assert_eq!(decode(kind, &text), body);
        }
    }

    fn date(year: i32, month: u32, day: u32) -> chrono::NaiveDate {
        chrono::NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn a_wanted_card_is_written_with_its_date() {
        let body = Body::Wanted(Wanted { on: date(2026, 1, 2) });
        assert_eq!(encode(&body), ("want", r#"{"v":1,"on":"2026-01-02"}"#.to_owned()));
    }

    #[test]
    fn what_is_unknown_is_kept() {
        for (kind, text) in [
            ("interview", r#"{"v":1,"turn":2}"#),
            ("review", r#"{"v":2,"grade":9}"#),
            ("review", r#"{"v":1,"grade":5}"#),
            ("undo", "not json"),
            ("want", r#"{"v":1,"on":"2026-02-30"}"#),
        ] {
            let body = decode(kind, text);
            assert_eq!(encode(&body), (kind, text.to_owned()));
        }
    }
}
