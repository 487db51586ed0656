//! Laws over random logs.

use proptest::prelude::*;

use super::{
    super::derived::{replay, stored},
    *,
};
use crate::schedule::Day;

/// One random act: who, when, which card, what. Numbers are taken modulo what there is.
#[derive(Clone, Debug)]
struct Act {
    other_device: bool,
    step_ms: i64,
    card: u8,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Add(Box<Body>),
    Undo(usize),
    Setting(u8, Option<u8>),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let interval =
        prop_oneof![(1..20u32).prop_map(Interval::Minutes), (1..400u32).prop_map(Interval::Days)];
    let answer = (1..5u8, interval).prop_map(|(grade, next)| answered(grade, next));
    let body = prop_oneof![
        6 => answer.clone().prop_map(Body::Review),
        1 => answer.prop_map(Body::Cram),
        1 => Just(Body::Suspend),
        1 => Just(Body::Resume),
        1 => (0..4i64).prop_map(|days| Body::Wanted(Wanted { on: Day::of(at(EVENING), 4).plus(days).date() })),
        2 => "[가-힣]{0,3}".prop_map(|text| Body::Draft(Draft { text })),
        1 => "[a-z]{0,3}".prop_map(|text| Body::Keep(Draft { text })),
        1 => Just(Body::Practice(Practice { point: None, answer: None, milliseconds: 3 })),
        1 => Just(Body::Unknown { kind: "later".into(), json: "{\"v\":1}".into() }),
    ];
    let what = prop_oneof![
        12 => body.prop_map(|body| What::Add(Box::new(body))),
        3 => any::<usize>().prop_map(What::Undo),
        1 => (0..3u8, proptest::option::of(0..3u8)).prop_map(|(n, value)| What::Setting(n, value)),
    ];
    // Mostly forwards by up to three days; sometimes the clock is set back; sometimes it stands.
    let step = prop_oneof![6 => 0..3 * DAY, 1 => -5 * DAY..0, 1 => Just(0)];
    let act = (any::<bool>(), step, 0..4u8, what)
        .prop_map(|(other_device, step_ms, card, what)| Act { other_device, step_ms, card, what });
    proptest::collection::vec(act, 1..40)
}

/// Does the acts in a store, switching its device, and gives the events in the order written.
fn perform(store: &mut Store, acts: &[Act]) -> Vec<Event> {
    let mut now = EVENING;
    let mut events: Vec<Event> = Vec::new();
    for act in acts {
        store.device = if act.other_device { "lap" } else { "desk" }.into();
        now += act.step_ms;
        let card = key(&format!("c{}", act.card));
        let (card, body) = match &act.what {
            What::Add(body) => (Some(card), (**body).clone()),
            What::Undo(_) if events.is_empty() => continue,
            What::Undo(n) => (None, Body::Undo(events[n % events.len()].id.clone())),
            What::Setting(name, value) => {
                let value = value.map(|value| value.to_string());
                (None, setting(&format!("s{name}"), value.as_deref()))
            }
        };
        match store.append(at(now), card.as_ref(), body) {
            Ok(event) => events.push(event),
            Err(StoreError::NotUndoable { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    events
}

fn in_memory() -> (TempDir, Store) {
    let dir = TempDir::new().unwrap();
    let mut store =
        open_with(dir.path(), Options { daily_backup: false, page_limit: None }).unwrap().0;
    store.claim(at(EVENING)).unwrap();
    // The laws are not about durability, and a sync costs more than all the rest.
    store.db.pragma_update(None, "synchronous", "OFF").unwrap();
    (dir, store)
}

fn assert_same(one: &Derived, two: &Derived) {
    assert_eq!(one.settings, two.settings);
    assert_eq!(one.undone, two.undone);
    assert_eq!(one.cards.len(), two.cards.len());
    for (card, standing) in &one.cards {
        let other = &two.cards[card];
        assert!(standing.same(other), "{card}: {standing:?} is not {other:?}");
    }
}

use super::super::derived::Derived;

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_was_appended_equals_a_replay_to_the_bit(acts in acts()) {
        let (_dir, mut store) = in_memory();
        let events = perform(&mut store, &acts);
        let appended = stored(&store.db).unwrap();
        assert_same(&appended, &replay(&store.db, &store.scheduler).unwrap());
        prop_assert_eq!(store.rebuild(at(EVENING)).unwrap(), events.len() as u64);
        assert_same(&appended, &stored(&store.db).unwrap());
        prop_assert_eq!(store.doctor(at(EVENING)).unwrap().gaps, []);
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(acts in acts(), seed in any::<u64>(), cut in 0..40usize) {
        let (_dir, mut store) = in_memory();
        let mut events = perform(&mut store, &acts);
        let appended = stored(&store.db).unwrap();
        // A shuffle that depends on the seed alone.
        events.sort_by_key(|event| {
            (event.id.sequence ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ event.at.utc_ms as u64
        });
        let (_other, mut merged) = in_memory();
        let (first, second) = events.split_at(cut.min(events.len()));
        merged.import(at(EVENING), first.to_vec()).unwrap();
        merged.import(at(EVENING), second.to_vec()).unwrap();
        let again = merged.import(at(EVENING), events.clone()).unwrap();
        prop_assert_eq!(again, Imported { added: 0, known: events.len() as u64 });
        assert_same(&appended, &stored(&merged.db).unwrap());
        prop_assert_eq!(log(&store), log(&merged));
    }
}

#[test]
fn an_import_is_all_or_nothing() {
    let (_dir, mut store) = in_memory();
    let event = store.append(at(EVENING), Some(&key("a")), Body::Suspend).unwrap();
    let new = Event {
        id: EventId { device: "lap".into(), sequence: 1 },
        card: Some(key("b")),
        ..event.clone()
    };
    let other = Event { body: Body::Resume, ..event.clone() };
    let refused = store.import(at(EVENING), [new, other]);
    assert!(matches!(refused, Err(StoreError::Conflict { id }) if id == event.id));
    assert_eq!(log(&store), [(event, false)]);
}

#[test]
fn many_cards_at_once_are_replayed() {
    let (_dir, mut store) = in_memory();
    let events = (1..=2_000u64).map(|sequence| Event {
        id: EventId { device: "lap".into(), sequence },
        at: at(EVENING + sequence as i64),
        card: Some(key(&format!("c{}", sequence % 700))),
        body: review(3, Interval::Days(2)),
    });
    let imported = store.import(at(EVENING), events).unwrap();
    assert_eq!(imported, Imported { added: 2_000, known: 0 });
    assert_eq!(store.states().unwrap().len(), 700);
    assert!(store.doctor(at(EVENING + DAY)).unwrap().is_well());
}
