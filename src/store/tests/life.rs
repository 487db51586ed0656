//! What each kind of event does, and the queries.

use std::ops::ControlFlow;

use super::*;
use crate::schedule::{Day, Due};

#[test]
fn nothing_is_made_before_the_first_write() {
    let parent = TempDir::new().unwrap();
    let dir = parent.path().join("deep/viva");
    let mut store = open(&dir);
    assert!(store.states().unwrap().is_empty());
    assert_eq!(store.count().unwrap(), 0);
    assert!(store.last_undoable().unwrap().is_none());
    assert!(!dir.exists());
    store.append(at(EVENING), Some(&key("a")), Body::Suspend).unwrap();
    assert!(dir.join("viva.db").exists());
    assert_eq!(open(&dir).suspended().unwrap(), [key("a")].into());
}

#[test]
fn a_review_is_there_after_reopening() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    let event =
        store.append(at(EVENING), Some(&key("a")), review(1, Interval::Minutes(1))).unwrap();
    assert_eq!(event.id, EventId { device: "desk".into(), sequence: 1 });
    let body = review(3, Interval::Days(3));
    let second = store.append(at(EVENING + MINUTE), Some(&key("a")), body).unwrap();
    drop(store);

    let (store, _) = Store::open(
        dir.path(),
        Device::Fresh("another"),
        at(EVENING),
        &scheduler(),
        Options::default(),
    )
    .unwrap();
    assert_eq!(store.device(), "desk");
    let state = store.states().unwrap().remove(&key("a")).unwrap();
    assert_eq!((state.reps, state.interval), (2, Interval::Days(3)));
    assert_eq!(state.first, at(EVENING));
    assert_eq!(state.last, at(EVENING + MINUTE));
    assert!(matches!(state.due, Due::On(day) if day.to_string() == "2026-11-26"));
    assert_eq!(log(&store), [(event, false), (second, false)]);
}

#[test]
fn a_draft_lives_until_an_answer() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    let a = key("a");
    let mut now = EVENING;
    let mut add = |store: &mut Store, body| {
        now += MINUTE;
        store.append(at(now), Some(&a), body).unwrap().id
    };
    add(&mut store, draft("한 줄"));
    add(&mut store, draft("한 줄\n두 줄"));
    assert_eq!(open(dir.path()).draft(&a).unwrap().as_deref(), Some("한 줄\n두 줄"));
    let graded = add(&mut store, review(3, Interval::Days(1)));
    assert_eq!(store.draft(&a).unwrap(), None);
    add(&mut store, Body::Undo(graded));
    assert_eq!(store.draft(&a).unwrap().as_deref(), Some("한 줄\n두 줄"));
    assert_eq!(store.state_of(std::slice::from_ref(&a)).unwrap(), None);
    add(&mut store, draft(""));
    assert_eq!(store.draft(&a).unwrap(), None);
    let third = add(&mut store, draft("three"));
    add(&mut store, Body::Undo(third));
    assert_eq!(store.draft(&a).unwrap(), None);
    add(&mut store, draft("four"));
    add(
        &mut store,
        Body::Probe(Probe { point: "p".into(), recovered: true, answer: None, milliseconds: 5 }),
    );
    assert_eq!(store.draft(&a).unwrap().as_deref(), Some("four"));
    add(&mut store, Body::Cram(answered(4, Interval::Days(9))));
    assert_eq!(store.draft(&a).unwrap(), None);
    assert_eq!(store.states().unwrap().len(), 0);
}

#[test]
fn settings_suspension_and_own_wording_follow_the_last_word() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    let settings = |store: &Store| format!("{:?}", store.settings().unwrap());
    store.append(at(EVENING), None, setting("lang", Some("ko"))).unwrap();
    let english = store.append(at(EVENING + 1), None, setting("lang", Some("en"))).unwrap();
    // The clock was set back: this is before both.
    store.append(at(EVENING - DAY), None, setting("lang", Some("fr"))).unwrap();
    store.append(at(EVENING - DAY), None, setting("minutes", Some("30"))).unwrap();
    assert_eq!(settings(&store), r#"{"lang": "en", "minutes": "30"}"#);
    store.append(at(EVENING + 2), None, Body::Undo(english.id)).unwrap();
    assert_eq!(settings(&store), r#"{"lang": "ko", "minutes": "30"}"#);
    store.append(at(EVENING + 3), None, setting("lang", None)).unwrap();
    assert_eq!(settings(&store), r#"{"minutes": "30"}"#);

    assert_eq!(Store::settings_in(dir.path()), store.settings().unwrap());
    assert!(Store::settings_in(&dir.path().join("none")).is_empty());

    let a = key("a");
    store.append(at(EVENING), Some(&a), Body::Suspend).unwrap();
    let resumed = store.append(at(EVENING + 1), Some(&a), Body::Resume).unwrap();
    assert!(store.suspended().unwrap().is_empty());
    store.append(at(EVENING + 2), None, Body::Undo(resumed.id)).unwrap();
    assert_eq!(store.suspended().unwrap(), [a.clone()].into());
    store.append(at(EVENING), Some(&a), Body::Keep(Draft { text: "mine".into() })).unwrap();
    assert_eq!(store.kept(&a).unwrap().as_deref(), Some("mine"));
    assert!(store.doctor(at(EVENING + DAY)).unwrap().is_well());
}

#[test]
fn a_card_is_wanted_until_its_next_review() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    let a = key("a");
    let day = |n: i64| Day::of(at(EVENING), 4).plus(n);
    let want = |n| Body::Wanted(Wanted { on: day(n).date() });
    let wanted = |store: &Store| store.wanted().unwrap().get(&a).map(|on| day(0).until(*on));
    let mut now = EVENING - 60 * MINUTE;
    let mut add = |store: &mut Store, body| {
        now += MINUTE;
        store.append(at(now), Some(&a), body).unwrap().id
    };
    add(&mut store, review(3, Interval::Days(5)));
    let state = store.states().unwrap();
    let first = add(&mut store, want(2));
    assert_eq!(wanted(&store), Some(2));
    // The earlier day holds, and neither a draft nor a rehearsal ends it.
    add(&mut store, want(1));
    add(&mut store, want(3));
    add(&mut store, draft("x"));
    add(&mut store, Body::Cram(answered(3, Interval::Days(9))));
    assert_eq!(wanted(&store), Some(1));
    // The schedule knows nothing of it.
    assert_eq!(store.states().unwrap(), state);
    let graded = add(&mut store, review(2, Interval::Days(4)));
    assert_eq!(wanted(&store), None);
    add(&mut store, Body::Undo(graded));
    assert_eq!(wanted(&store), Some(1));
    // Delete all that is derived, and the same comes out of the log.
    for table in schema::DERIVED {
        store.db.execute(&format!("DELETE FROM {table}"), []).unwrap();
    }
    assert_eq!(wanted(&store), None);
    store.rebuild(at(EVENING)).unwrap();
    assert_eq!((wanted(&store), store.states().unwrap()), (Some(1), state));
    // `undo` takes one back after the other.
    for expect in [Some(1), Some(2), None] {
        let last = loop {
            let last = store.last_undoable().unwrap().expect("something to take back");
            add(&mut store, Body::Undo(last.id.clone()));
            if matches!(last.body, Body::Wanted(_)) {
                break last;
            }
        };
        assert_eq!(wanted(&store), expect, "{last:?}");
    }
    assert!(store.append(at(EVENING + DAY), None, Body::Undo(first)).is_err());
    assert_eq!(open(dir.path()).wanted().unwrap(), store.wanted().unwrap());
    assert!(store.doctor(at(EVENING + DAY)).unwrap().is_well());
}

#[test]
fn undo_goes_back_step_by_step_across_restarts() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    let a = key("a");
    store.append(at(EVENING), Some(&a), review(3, Interval::Days(3))).unwrap();
    let before = store.states().unwrap();
    // A minute by the clock, which is then set back by a day.
    store.append(at(EVENING + MINUTE), Some(&a), review(1, Interval::Days(1))).unwrap();
    store.append(at(EVENING - DAY), Some(&a), Body::Suspend).unwrap();
    store.append(at(EVENING - DAY), Some(&a), draft("passed over")).unwrap();
    let mut kinds = Vec::new();
    let mut last = None;
    for _ in 0..3 {
        drop(store);
        store = open_with(dir.path(), Options::default()).unwrap().0;
        let target = store.last_undoable().unwrap().unwrap();
        kinds.push(encode(&target.body).0.to_owned());
        let undo = store.append(at(EVENING + DAY), None, Body::Undo(target.id.clone())).unwrap();
        assert_eq!(undo.card, Some(a.clone()));
        if kinds.len() == 2 {
            assert_eq!(store.states().unwrap(), before);
        }
        last = Some((target.id, undo.id));
    }
    assert_eq!(kinds, ["suspend", "review", "review"]);
    assert!(store.states().unwrap().is_empty());
    assert!(store.last_undoable().unwrap().is_none());
    let (target, undo) = last.unwrap();
    let absent = EventId { device: "desk".into(), sequence: 99 };
    for id in [target, undo, absent] {
        let refused = store.append(at(EVENING + DAY), None, Body::Undo(id.clone()));
        assert!(matches!(refused, Err(StoreError::NotUndoable { id: named }) if named == id));
    }
}

#[test]
fn filters() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    for (minute, card, body) in [
        (0, Some("a"), review(3, Interval::Days(1))),
        (1, Some("b"), draft("x")),
        (2, None, setting("lang", Some("ko"))),
        (3, Some("b"), review(3, Interval::Days(1))),
        (4, Some("a"), Body::Cram(answered(2, Interval::Days(1)))),
    ] {
        store.append(at(EVENING + minute * MINUTE), card.map(key).as_ref(), body).unwrap();
    }
    let since = Some(EVENING + MINUTE);
    let all = Filter::default();
    for (filter, expected) in [
        (all.clone(), vec![1, 2, 3, 4, 5]),
        (Filter { newest_first: true, limit: Some(2), ..all.clone() }, vec![5, 4]),
        (Filter { cards: vec![key("a")], ..all.clone() }, vec![1, 5]),
        (
            Filter { cards: vec![key("b"), key("a")], since_utc_ms: since, ..all.clone() },
            vec![2, 4, 5],
        ),
        (Filter { kinds: vec!["review", "cram"], ..all.clone() }, vec![1, 4, 5]),
        (Filter { until_utc_ms: since, ..all.clone() }, vec![1]),
        (Filter { cards: vec![key("none")], ..all }, vec![]),
    ] {
        let mut found = Vec::new();
        store
            .events(&filter, &mut |event, _| {
                found.push(event.id.sequence);
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(found, expected, "{filter:?}");
    }
    let mut seen = 0;
    let stop = &mut |_, _| {
        seen += 1;
        ControlFlow::Break(())
    };
    store.events(&Filter::default(), stop).unwrap();
    assert_eq!(seen, 1);
}

#[test]
fn a_card_and_its_former_names_are_one() {
    let dir = TempDir::new().unwrap();
    let (mut apart, other) = (open(dir.path()), TempDir::new().unwrap());
    let mut together = open(other.path());
    let names = [key("new"), key("old"), key("older"), key("new")];
    for (n, grade) in [3, 1, 3, 4].into_iter().enumerate() {
        let when = at(EVENING + n as i64 * 2 * DAY);
        let body = review(grade, Interval::Days(2));
        apart.append(when, Some(&names[3 - n]), body.clone()).unwrap();
        together.append(when, Some(&names[0]), body).unwrap();
    }
    assert_eq!(apart.state_of(&names).unwrap(), together.state_of(&names[..1]).unwrap());
    assert_eq!(together.state_of(&names).unwrap(), together.state_of(&names[..1]).unwrap());
    assert_eq!(apart.state_of(&[key("none")]).unwrap(), None);
}

#[test]
fn what_was_done_today() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    let add = |store: &mut Store, when: i64, card: &str, body: Body| {
        store.append(at(when), Some(&key(card)), body).unwrap().id
    };
    let long = || review(3, Interval::Days(2));
    let short = || review(1, Interval::Minutes(1));
    add(&mut store, EVENING - 2 * DAY, "known", long());
    // 02:00 is still the evening before, 05:00 is not.
    add(&mut store, EVENING - 19 * 60 * MINUTE, "yesterday", long());
    add(&mut store, EVENING - 16 * 60 * MINUTE, "new-long", long());
    add(&mut store, EVENING, "known", long());
    add(&mut store, EVENING + MINUTE, "new-short", short());
    add(&mut store, EVENING + 2 * MINUTE, "new-short", short());
    let taken_back = add(&mut store, EVENING + 3 * MINUTE, "mistake", long());
    store.append(at(EVENING + 3 * MINUTE), None, Body::Undo(taken_back)).unwrap();
    let practice = Practice { point: None, answer: None, milliseconds: 1_000 };
    add(&mut store, EVENING + 4 * MINUTE, "known", Body::Practice(practice));
    add(&mut store, EVENING + 5 * MINUTE, "known", Body::Cram(answered(3, Interval::Days(1))));
    let done = store.done_today(at(EVENING + 6 * MINUTE)).unwrap();
    assert_eq!((done.new, done.new_long, done.reviews), (2, 1, 1));
    assert_eq!(done.milliseconds, 4 * 42_000 + 1_000);
    assert_eq!(done.long_today, [key("known"), key("new-long")].into());
    assert_eq!(store.done_today(at(EVENING + DAY)).unwrap(), Default::default());
}

#[test]
fn an_event_of_a_later_version_is_kept_and_ignored() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    let bodies = [("interview", r#"{"v":1, "turn":2}"#), ("suspend", r#"{"v":2}"#)]
        .map(|(kind, json)| Body::Unknown { kind: kind.into(), json: json.into() });
    for body in &bodies {
        store.append(at(EVENING), Some(&key("a")), body.clone()).unwrap();
    }
    assert!(store.suspended().unwrap().is_empty());
    assert_eq!(log(&store).into_iter().map(|(event, _)| event.body).collect::<Vec<_>>(), bodies);
    let health = store.doctor(at(EVENING)).unwrap();
    assert!(health.is_well());
    assert_eq!((health.events, health.unknown), (2, 2));
}

#[test]
fn the_log_cannot_be_changed() {
    let dir = filled(2);
    let mut store = open(dir.path());
    store.claim(at(EVENING)).unwrap();
    for sql in [
        "UPDATE event SET utc_ms = 0",
        "DELETE FROM event",
        "REPLACE INTO event SELECT device, sequence, 0, 0, 'undo', NULL, '{}' FROM event",
        "INSERT INTO event VALUES ('x', 0, 0, 0, 'undo', NULL, '{}')",
        "INSERT INTO event VALUES ('x', 1, 0, 0, 'undo', NULL, 'no json')",
        "INSERT INTO event VALUES ('x', 1, 0, 0, 'undo', 'no-slash', '{}')",
    ] {
        assert!(store.db.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(log(&store).len(), 2);
}

#[test]
fn other_rules_rebuild_and_other_retention_does_not() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path());
    // 05:00 local time.
    let early = at(EVENING - 16 * 60 * MINUTE);
    store.append(early, Some(&key("a")), review(3, Interval::Days(1))).unwrap();
    let due = |store: &Store| match store.states().unwrap()[&key("a")].due {
        Due::On(day) => day.to_string(),
        Due::At(_) => String::new(),
    };
    assert_eq!(due(&store), "2026-11-24");
    let policy = Policy { retention: 0.8, ..Policy::default() };
    store.set_scheduler(early, &Scheduler::new(policy)).unwrap();
    let late = Scheduler::new(Policy { rollover_hour: 6, ..Policy::default() });
    store.set_scheduler(early, &late).unwrap();
    assert_eq!(due(&store), "2026-11-23");
    let (reader, notices) = open_with(dir.path(), Options::default()).unwrap();
    assert_eq!((notices, due(&reader)), (vec![Notice::Outdated], "2026-11-23".to_owned()));
    drop((store, reader));
    let (store, notices) = open_with(dir.path(), Options::default()).unwrap();
    assert_eq!((notices, due(&store)), (vec![Notice::Rebuilt { events: 1 }], "2026-11-24".into()));
}

#[test]
fn a_clock_behind_the_log_is_told() {
    let dir = filled(3);
    let (_, notices) = Store::open(
        dir.path(),
        Device::Fresh("desk"),
        at(EVENING - 9 * DAY),
        &scheduler(),
        Options::default(),
    )
    .unwrap();
    let newest_utc_ms = EVENING - DAY + 2 * MINUTE;
    assert_eq!(notices, [Notice::ClockBehind { newest_utc_ms }]);
}

#[test]
fn the_doctor_finds_what_is_wrong_and_a_rebuild_repairs_it() {
    let dir = filled(20);
    let mut store = open(dir.path());
    store.append(at(EVENING + DAY), None, setting("lang", Some("ko"))).unwrap();
    assert!(store.doctor(at(EVENING + DAY)).unwrap().is_well());
    for sql in [
        "UPDATE card_state SET stability = stability * 1.000001 WHERE card = 'os/c1'",
        "DELETE FROM card_state WHERE card = 'os/c2'",
        "INSERT INTO draft VALUES ('os/ghost', 'boo')",
        "INSERT INTO wanted VALUES ('os/c4', 739578)",
        "UPDATE setting SET value = 'en'",
        "INSERT INTO undone VALUES ('desk', 3)",
        "INSERT INTO event VALUES ('lap', 3, 0, 0, 'suspend', 'os/c3', '{\"v\":1}')",
    ] {
        assert!(store.db.execute(sql, []).unwrap() > 0, "{sql}");
    }
    let health = store.doctor(at(EVENING)).unwrap();
    let named: Vec<String> = health
        .differences
        .iter()
        .map(|difference| match difference {
            Difference::Card { card, .. } => card.clone(),
            Difference::Setting { name, .. } => name.clone(),
            Difference::Undone { id, stored } => format!("{id} {stored}"),
        })
        .collect();
    assert_eq!(named, ["desk-3 true", "lang", "os/c1", "os/c2", "os/c3", "os/c4", "os/ghost"]);
    assert_eq!(health.gaps, [Gap { device: "lap".into(), after: 0, next: 3 }]);
    assert_eq!(health.future, 1);
    assert_eq!(store.rebuild(at(EVENING)).unwrap(), 22);
    assert_eq!(store.doctor(at(EVENING)).unwrap().differences, []);
}
