//! `history` and `log`: what happened, to one card or to all.
//!
//! Invariant: every event is shown as it is in the log, undone ones with the word for it.

use std::ops::ControlFlow;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    message::listing as words,
    record::{Body, Event, encode, interview},
    store::Filter,
    view::listing,
};

use super::{
    super::{
        app::App,
        cli,
        failure::{End, Failure, Outcome},
    },
    JSON_VERSION, json,
};

/// Events listed as text when nobody says how many.
const LISTED: u32 = 20;

#[derive(Serialize)]
struct EventJson {
    v: u32,
    device: String,
    sequence: u64,
    time: String,
    utc_ms: i64,
    offset_minutes: i32,
    kind: String,
    card: Option<String>,
    undone: bool,
    body: Box<RawValue>,
}

impl EventJson {
    fn new(event: &Event, undone: bool) -> Result<EventJson, Failure> {
        let (kind, body) = encode(&event.body);
        let body = RawValue::from_string(body)
            .map_err(|error| Failure::Output(std::io::Error::other(error)))?;
        Ok(EventJson {
            v: JSON_VERSION,
            device: event.id.device.to_string(),
            sequence: event.id.sequence,
            time: event.at.rfc3339(),
            utc_ms: event.at.utc_ms,
            offset_minutes: event.at.offset_minutes,
            kind: kind.to_owned(),
            card: event.card.as_ref().map(ToString::to_string),
            undone,
            body,
        })
    }
}

#[derive(Serialize)]
struct HistoryJson {
    v: u32,
    card: String,
    due: Option<String>,
    stability: Option<f32>,
    difficulty: Option<f32>,
    reps: u32,
    lapses: u32,
    events: Vec<EventJson>,
}

pub(super) fn history(app: &mut App, arguments: &cli::History) -> Outcome {
    let key = app.card(&arguments.card)?;
    let keys = app.library().keys_of(&key);
    let events = read(app, &Filter { cards: keys.clone(), ..Filter::default() })?;
    let state = app.store()?.borrow().state_of(&keys)?;
    if arguments.json {
        let events = events.iter().map(|(event, undone)| EventJson::new(event, *undone));
        let history = HistoryJson {
            v: JSON_VERSION,
            card: key.to_string(),
            due: state.as_ref().map(|state| super::cards::due_text(state.due)),
            stability: state.as_ref().map(|state| state.memory.stability),
            difficulty: state.as_ref().map(|state| state.memory.difficulty),
            reps: state.as_ref().map_or(0, |state| state.reps),
            lapses: state.as_ref().map_or(0, |state| state.lapses),
            events: events.collect::<Result<_, _>>()?,
        };
        json(app, &history)?;
        return Ok(End::Well);
    }
    table(app, &events, false)
}

pub(super) fn log(app: &mut App, arguments: &cli::Log) -> Outcome {
    if arguments.json {
        // The whole log, oldest first, one event at a time: it may be long.
        let store = app.store()?;
        let mut failure = None;
        let mut text = String::new();
        let filter = Filter { limit: arguments.limit, ..Filter::default() };
        store.borrow().events(&filter, &mut |event, undone| {
            let line = EventJson::new(&event, undone).and_then(|event| {
                serde_json::to_string(&event)
                    .map_err(|error| Failure::Output(std::io::Error::other(error)))
            });
            let written = line.and_then(|line| {
                text.push_str(&line);
                text.push('\n');
                if text.len() < 1 << 16 {
                    return Ok(());
                }
                Ok(app.write(&std::mem::take(&mut text))?)
            });
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failure = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        return match failure {
            Some(failure) => Err(failure),
            None => {
                app.write(&text)?;
                Ok(End::Well)
            }
        };
    }
    let limit = Some(arguments.limit.unwrap_or(LISTED));
    let filter = Filter { limit, newest_first: true, ..Filter::default() };
    let events = read(app, &filter)?;
    table(app, &events, true)
}

fn read(app: &mut App, filter: &Filter) -> Result<Vec<(Event, bool)>, Failure> {
    let mut events = Vec::new();
    app.store()?.borrow().events(filter, &mut |event, undone| {
        events.push((event, undone));
        ControlFlow::Continue(())
    })?;
    Ok(events)
}

fn table(app: &App, events: &[(Event, bool)], with_card: bool) -> Outcome {
    let lang = app.lang();
    let rows: Vec<listing::Event> = events
        .iter()
        .map(|(event, undone)| {
            let point = |id: &str| app.point_text(event.card.as_ref()?, id);
            let (next, milliseconds, answer) = details(&event.body);
            listing::Event {
                at: event.at,
                card: event.card.as_ref().map(|card| card.card.to_string()),
                what: words::event(lang, &event.body, &point),
                undone: *undone,
                next,
                milliseconds,
                answer: answer.unwrap_or_default().to_owned(),
            }
        })
        .collect();
    app.show(&listing::events(lang, &app.paper(), &rows, with_card))?;
    Ok(End::Well)
}

/// The next interval, the milliseconds and the text of an event, where it has them.
fn details(body: &Body) -> (Option<crate::record::Interval>, Option<u32>, Option<&str>) {
    match body {
        Body::Review(review) => {
            (Some(review.next), Some(review.milliseconds), review.answer.as_deref())
        }
        Body::Cram(review) => (None, Some(review.milliseconds), review.answer.as_deref()),
        Body::Probe(probe) => (None, Some(probe.milliseconds), probe.answer.as_deref()),
        Body::Practice(practice) => (None, Some(practice.milliseconds), practice.answer.as_deref()),
        Body::Prediction(prediction) => {
            (None, Some(prediction.milliseconds), Some(&prediction.answer))
        }
        Body::Interview(interview) => match &interview.step {
            interview::Step::Turn(turn) => (None, Some(turn.milliseconds), turn.answer.as_deref()),
            interview::Step::Draft(draft) => (None, None, Some(&draft.text)),
            _ => (None, None, None),
        },
        Body::Keep(draft) | Body::Draft(draft) => (None, None, Some(&draft.text)),
        _ => (None, None, None),
    }
}
