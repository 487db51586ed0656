//! Several processes, schema versions, backups.

use super::{
    super::{backup::superfluous, files::Files, schema},
    *,
};

#[test]
fn a_second_writer_is_refused_while_it_can_read() {
    let dir = filled(3);
    let mut writer = open(dir.path());
    writer.claim(at(EVENING)).unwrap();
    let mut other = open(dir.path());
    let refused = other.append(at(EVENING), Some(&key("a")), Body::Suspend);
    let pid = Some(std::process::id());
    assert!(matches!(refused, Err(StoreError::Busy { pid: named }) if named == pid));
    writer.append(at(EVENING), Some(&key("new")), review(3, Interval::Days(1))).unwrap();
    assert_eq!(other.states().unwrap().len(), 4);
    drop(writer);
    let event = other.append(at(EVENING + 1), Some(&key("a")), Body::Suspend).unwrap();
    assert_eq!(event.id.sequence, 5);
    assert!(other.is_writer());
}

#[test]
fn a_writer_that_opened_before_a_change_of_file_writes_into_the_new_one() {
    let dir = TempDir::new().unwrap();
    let mut early = open(dir.path());
    {
        let mut store = open(dir.path());
        store.append(at(EVENING), Some(&key("a")), review(3, Interval::Days(1))).unwrap();
        let backup = store.backup(at(EVENING)).unwrap();
        store.append(at(EVENING), Some(&key("b")), review(3, Interval::Days(1))).unwrap();
        store.restore(Path::new(&backup.name), at(EVENING)).unwrap();
    }
    early.append(at(EVENING + 1), Some(&key("c")), Body::Suspend).unwrap();
    assert_eq!(log(&open(dir.path())).len(), 2);
}

#[test]
fn threads_that_write_in_turn_leave_no_gap() {
    let dir = TempDir::new().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let dir = dir.path();
            scope.spawn(move || {
                let mut written = 0;
                while written < 5 {
                    let mut store = open(dir);
                    let card = key(&format!("t{thread}"));
                    match store.append(at(EVENING), Some(&card), review(3, Interval::Days(1))) {
                        Ok(_) => written += 1,
                        Err(StoreError::Busy { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    let health = open(dir.path()).doctor(at(EVENING)).unwrap();
    assert!(health.is_well(), "{health:?}");
    assert_eq!(health.events, 20);
}

#[test]
fn a_newer_schema_is_refused_and_not_touched() {
    for in_wal in [false, true] {
        let dir = filled(3);
        let path = dir.path().join("viva.db");
        let db = rusqlite::Connection::open(&path).unwrap();
        if in_wal {
            let config = rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
            db.set_db_config(config, true).unwrap();
        }
        db.pragma_update(None, "user_version", schema::known() + 1).unwrap();
        drop(db);
        let wal = dir.path().join("viva.db-wal");
        assert_eq!(wal.exists(), in_wal);
        let bytes = || (std::fs::read(&path).unwrap(), std::fs::read(&wal).ok());
        let before = (bytes(), files(dir.path()));
        let refused = open_with(dir.path(), Options::default());
        assert!(matches!(refused, Err(StoreError::Newer { found: 3, known: 2, .. })));
        if in_wal {
            assert_eq!(bytes(), before.0);
        } else {
            assert_eq!((bytes(), files(dir.path())), before);
        }
    }
}

#[test]
fn another_programs_database_is_refused_and_not_touched() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("viva.db");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(db);
    let before = std::fs::read(&path).unwrap();
    let refused = open_with(dir.path(), Options::default());
    assert!(matches!(refused, Err(StoreError::Foreign { .. })));
    assert_eq!(
        (std::fs::read(&path).unwrap(), files(dir.path())),
        (before, vec!["viva.db".into()])
    );
}

#[test]
fn a_schema_step_is_taken_whole_or_not_at_all() {
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    schema::migrate(&mut db, &["CREATE TABLE a (x)"]).unwrap();
    let steps = ["CREATE TABLE a (x)", "CREATE TABLE b (x)", "CREATE TABLE c (x); nonsense"];
    schema::migrate(&mut db, &steps).unwrap_err();
    assert_eq!(schema::version(&db).unwrap(), 1);
    schema::migrate(&mut db, &steps[..2]).unwrap();
    assert_eq!(schema::version(&db).unwrap(), 2);
    db.prepare("SELECT * FROM b").unwrap();
}

#[test]
fn an_older_schema_is_backed_up_and_brought_up_to_date() {
    let dir = filled(3);
    let db = rusqlite::Connection::open(dir.path().join("viva.db")).unwrap();
    // What a version 0 would be: no tables yet.
    db.execute_batch(
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema; PRAGMA user_version = 0;
         PRAGMA writable_schema = RESET; VACUUM;",
    )
    .unwrap();
    drop(db);
    let (store, notices) = open_with(dir.path(), Options::default()).unwrap();
    let migrated = matches!(&notices[0], Notice::Migrated { from: 0, to: 2, backup: Some(_) });
    assert!(migrated, "{notices:?}");
    assert_eq!(store.count().unwrap(), 0);
    assert_eq!(files(&dir.path().join("backups")).len(), 1);
}

#[test]
fn a_log_of_the_first_schema_gets_what_is_derived_today() {
    let dir = filled(3);
    let before = open(dir.path()).states().unwrap();
    let db = rusqlite::Connection::open(dir.path().join("viva.db")).unwrap();
    // As the first version left it, with an event that it carried unread from a later one.
    db.execute_batch(
        r#"DROP TABLE wanted; PRAGMA user_version = 1;
           UPDATE meta SET value = replace(value, 'fold 2', 'fold 1') WHERE name = 'rules';
           INSERT INTO event VALUES
               ('lap', 1, 0, 0, 'want', 'os/c9', '{"v":1,"on":"2026-11-24"}');"#,
    )
    .unwrap();
    drop(db);
    let (store, notices) = open_with(dir.path(), Options::default()).unwrap();
    assert!(matches!(notices[0], Notice::Migrated { from: 1, to: 2, .. }), "{notices:?}");
    assert_eq!(notices[1..], [Notice::Rebuilt { events: 4 }]);
    assert_eq!(store.states().unwrap(), before);
    let on = crate::schedule::Day::of(at(EVENING + DAY), 4);
    assert_eq!(store.wanted().unwrap(), [(key("c9"), on)].into());
    assert_eq!(store.doctor(at(EVENING)).unwrap().differences, []);
}

#[test]
fn a_backup_is_made_once_a_study_day_at_the_first_write() {
    let dir = filled(3);
    assert_eq!(open(dir.path()).backups().unwrap(), []);
    for (when, expected) in [(0, 1), (60 * MINUTE, 1), (3 * 60 * MINUTE, 1), (DAY, 2)] {
        let mut store = open_with(dir.path(), Options::default()).unwrap().0;
        store.append(at(EVENING + when), Some(&key("a")), Body::Suspend).unwrap();
        assert_eq!(store.backups().unwrap().len(), expected, "{when}");
        assert_eq!(store.take_notices(), []);
    }
    let backups = open_with(dir.path(), Options::default()).unwrap().0.backups().unwrap();
    assert_eq!(backups[1].name, "viva-20261123-120000Z.db");
    assert_eq!((backups[1].events, backups[0].events), (Some(3), Some(6)));
    assert_eq!(files(&dir.path().join("backups")).len(), 2);
}

#[test]
fn restoring_says_what_it_leaves_behind() {
    let dir = filled(3);
    let mut store = open(dir.path());
    let backup = store.backup(at(EVENING)).unwrap();
    let before = store.states().unwrap();
    for card in ["x", "y"] {
        store.append(at(EVENING), Some(&key(card)), review(3, Interval::Days(1))).unwrap();
    }
    let restored = store.restore(Path::new(&backup.name), at(EVENING)).unwrap();
    assert_eq!((restored.events, restored.left_behind), (3, 2));
    assert_eq!(store.states().unwrap(), before);
    // The names desk-4 and desk-5 are taken.
    let event = store.append(at(EVENING), Some(&key("z")), Body::Suspend).unwrap();
    assert_eq!(event.id, EventId { device: "desk.2".into(), sequence: 1 });
    assert!(store.doctor(at(EVENING)).unwrap().is_well());
    // And back again, from the backup that was made before.
    let saved = restored.saved_as.unwrap();
    drop(store);
    let mut store = open(dir.path());
    assert_eq!(store.device(), "desk.2");
    let restored = store.restore(Path::new(&saved), at(EVENING)).unwrap();
    assert_eq!((restored.events, restored.left_behind, store.device()), (5, 1, "desk.3"));

    let copy = dir.path().join("copy.db");
    store.backup_to(&copy).unwrap();
    assert!(matches!(store.backup_to(&copy), Err(StoreError::Exists { .. })));
    let fresh = TempDir::new().unwrap();
    let restored = open(fresh.path()).restore(&copy, at(EVENING)).unwrap();
    assert_eq!(restored, Restored { events: 5, left_behind: 0, saved_as: None });
    assert_eq!(open(fresh.path()).states().unwrap().len(), 5);
}

#[test]
fn bad_backups_are_refused_before_anything_changes() {
    let dir = filled(3);
    let mut store = open(dir.path());
    let good = store.backup(at(EVENING)).unwrap().name;
    let backups = dir.path().join("backups");
    let bytes = std::fs::read(backups.join(&good)).unwrap();
    let mut damaged = bytes.clone();
    damaged[4096..].fill(7);
    let mut newer = bytes.clone();
    newer[60..64].copy_from_slice(&9u32.to_be_bytes());
    for (name, bytes) in [("damaged", damaged), ("newer", newer), ("text", b"hello".to_vec())] {
        std::fs::write(backups.join(name), bytes).unwrap();
    }
    for (name, expected) in [
        ("absent", "NoBackup"),
        ("damaged", "BadBackup"),
        ("newer", "Newer"),
        ("text", "BadBackup"),
    ] {
        let refused = store.restore(Path::new(name), at(EVENING)).unwrap_err();
        assert!(format!("{refused:?}").starts_with(expected), "{name}: {refused:?}");
    }
    assert_eq!(log(&store).len(), 3);
}

#[test]
fn a_swap_that_was_cut_short_is_completed() {
    let dir = filled(3);
    let other = filled(7);
    let place = Files::new(dir.path());
    std::fs::copy(other.path().join("viva.db"), &place.ready).unwrap();
    std::fs::write(&place.wal, "of the old one").unwrap();
    assert_eq!(open(dir.path()).count().unwrap(), 7);
    assert!(!place.ready.exists());
}

#[test]
fn backups_are_thinned_with_age() {
    let day = |ago: i64, hour: i64| EVENING - ago * DAY - hour * 60 * MINUTE;
    let mut times = Vec::new();
    for ago in 0..400 {
        for hour in [0, 1, 2] {
            times.push(day(ago, hour));
        }
    }
    let backups: Vec<(i64, String)> = times.into_iter().map(|t| (t, t.to_string())).collect();
    let gone = superfluous(&backups, EVENING);
    let kept: Vec<i64> = backups
        .iter()
        .filter(|(_, name)| !gone.contains(&name.as_str()))
        .map(|(t, _)| (EVENING - t) / DAY)
        .collect();
    let between = |from: i64, to: i64| kept.iter().filter(|ago| (from..to).contains(*ago)).count();
    assert_eq!(between(0, 2), 6);
    assert_eq!(between(2, 16), 14);
    assert!((8..=9).contains(&between(16, 72)), "{kept:?}");
    assert!((11..=12).contains(&between(72, 400)), "{kept:?}");
    // Thinning what is thin removes nothing.
    let thin: Vec<(i64, String)> =
        backups.iter().filter(|(_, name)| !gone.contains(&name.as_str())).cloned().collect();
    assert_eq!(superfluous(&thin, EVENING), Vec::<&str>::new());
}
