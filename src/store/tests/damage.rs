//! Damaged files, full disks, directories that cannot be written.

use super::*;

/// Opens a damaged database and gives what the notice says: backup, from_backup, salvaged, missing.
fn recovered(dir: &Path) -> (Store, Option<String>, u64, u64, u64) {
    let (store, notices) = open_with(dir, Options::default()).unwrap();
    let [Notice::Recovered { kept_aside, backup, from_backup, salvaged, missing, .. }] =
        &notices[..]
    else {
        panic!("{notices:?}");
    };
    assert!(kept_aside.exists());
    assert!(kept_aside.to_string_lossy().contains("viva.db.corrupt-20261123-120000Z"));
    let health = store.doctor(at(EVENING)).unwrap();
    assert!(health.damage.is_empty() && health.differences.is_empty(), "{health:?}");
    assert_eq!(&health.kept_aside[..], std::slice::from_ref(kept_aside));
    let found = (backup.clone(), *from_backup, *salvaged, *missing);
    assert_eq!(open_with(dir, Options::default()).unwrap().1, []);
    (store, found.0, found.1, found.2, found.3)
}

fn spoil(dir: &Path, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let path = dir.join("viva.db");
    let mut bytes = std::fs::read(&path).unwrap();
    change(&mut bytes);
    std::fs::write(&path, &bytes).unwrap();
    bytes
}

fn mark_suspect(dir: &Path) {
    std::fs::write(dir.join("viva.db.suspect"), "").unwrap();
}

#[test]
fn a_file_that_is_no_database_is_kept_and_the_backup_restored() {
    let dir = filled(30);
    open(dir.path()).backup(at(EVENING)).unwrap();
    let bytes = spoil(dir.path(), |bytes| *bytes = b"not a database, but somebody's text".to_vec());
    let (store, backup, from_backup, salvaged, _) = recovered(dir.path());
    assert_eq!(backup.as_deref(), Some("viva-20261123-120000Z.db"));
    assert_eq!((from_backup, salvaged, store.count().unwrap()), (30, 0, 30));
    let kept = store.doctor(at(EVENING)).unwrap().kept_aside;
    assert_eq!(std::fs::read(&kept[0]).unwrap(), bytes);
    // Events may be lost that were copied elsewhere: their names are not given again.
    assert_eq!(store.device(), "desk.2");
}

#[test]
fn without_a_backup_a_new_database_begins() {
    let dir = filled(3);
    spoil(dir.path(), |bytes| bytes.fill(0xaa));
    let (mut store, backup, from_backup, salvaged, _) = recovered(dir.path());
    assert_eq!((backup, from_backup, salvaged), (None, 0, 0));
    store.append(at(EVENING), Some(&key("a")), Body::Suspend).unwrap();
}

#[test]
fn a_spoilt_first_page_costs_no_event() {
    let dir = filled(30);
    open(dir.path()).backup(at(EVENING)).unwrap();
    let mut store = open(dir.path());
    for n in 0..25 {
        let card = key(&format!("later{n}"));
        store.append(at(EVENING + n), Some(&card), review(3, Interval::Days(1))).unwrap();
    }
    let states = store.states().unwrap();
    drop(store);
    spoil(dir.path(), |bytes| bytes[..4096].fill(0));
    let (store, _, from_backup, salvaged, missing) = recovered(dir.path());
    assert_eq!((from_backup, salvaged, missing), (30, 25, 0));
    assert_eq!(store.states().unwrap(), states);
}

#[test]
fn a_spoilt_page_costs_at_most_what_was_on_it() {
    let dir = filled(400);
    let states = open(dir.path()).states().unwrap();
    let pages = std::fs::read(dir.path().join("viva.db")).unwrap().len() / 4096;
    let good = std::fs::read(dir.path().join("viva.db")).unwrap();
    let mut spoilt = 0;
    for page in 1..pages {
        for backup in [false, true] {
            for name in files(dir.path()) {
                let path = dir.path().join(name);
                if path.is_dir() {
                    std::fs::remove_dir_all(path).unwrap();
                } else {
                    std::fs::remove_file(path).unwrap();
                }
            }
            std::fs::write(dir.path().join("viva.db"), &good).unwrap();
            if backup {
                open(dir.path()).backup(at(EVENING)).unwrap();
            }
            spoil(dir.path(), |bytes| bytes[page * 4096..(page + 1) * 4096].fill(0x5a));
            mark_suspect(dir.path());
            let (store, _, _, salvaged, missing) = recovered(dir.path());
            let count = store.count().unwrap();
            if backup {
                assert_eq!(count, 400, "page {page}");
                assert_eq!(store.states().unwrap(), states);
            } else {
                // A leaf holds some 16 events; the last ones cannot be known to be missing. Page 1
                // is the root of the log, without which no other page of it is found.
                assert_eq!(count, salvaged);
                assert!(count >= 300 || page == 1, "page {page}: {count}");
                assert!(count + missing <= 400);
            }
            spoilt += 1;
        }
    }
    assert!(spoilt > 40);
}

#[test]
fn damage_that_shows_later_is_found_at_the_next_open() {
    let dir = filled(400);
    open(dir.path()).backup(at(EVENING)).unwrap();
    let good = std::fs::read(dir.path().join("viva.db")).unwrap();
    let root: usize = {
        let db = rusqlite::Connection::open(dir.path().join("viva.db")).unwrap();
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'card_state'";
        db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() as usize
    };
    assert!(good.len() > root * 4096);
    spoil(dir.path(), |bytes| bytes[(root - 1) * 4096..root * 4096].fill(0x5a));
    let store = open_with(dir.path(), Options::default()).unwrap().0;
    assert!(matches!(store.states(), Err(StoreError::Corrupt { .. })));
    drop(store);
    let (store, _, from_backup, ..) = recovered(dir.path());
    assert_eq!((from_backup, store.states().unwrap().len()), (400, 10));
    // The log itself was whole, so no name can have been lost.
    assert_eq!(store.device(), "desk");
}

#[test]
fn the_newest_good_backup_is_taken() {
    let dir = filled(30);
    let mut store = open(dir.path());
    store.backup(at(EVENING - DAY)).unwrap();
    let newest = store.backup(at(EVENING)).unwrap().name;
    drop(store);
    std::fs::write(dir.path().join("backups").join(newest), "rubbish").unwrap();
    let bytes = std::fs::read(dir.path().join("viva.db")).unwrap();
    std::fs::write(dir.path().join("viva.db"), &bytes[..bytes.len() / 3]).unwrap();
    mark_suspect(dir.path());
    let (store, backup, ..) = recovered(dir.path());
    assert_eq!(backup.as_deref(), Some("viva-20261122-120000Z.db"));
    assert_eq!(store.count().unwrap(), 30);
}

#[test]
fn a_deleted_database_is_told() {
    let dir = filled(3);
    let backup = open(dir.path()).backup(at(EVENING)).unwrap().name;
    std::fs::remove_file(dir.path().join("viva.db")).unwrap();
    let (mut store, notices) = open_with(dir.path(), Options::default()).unwrap();
    assert_eq!(notices, [Notice::Missing { backup: backup.clone() }]);
    store.restore(Path::new(&backup), at(EVENING)).unwrap();
    assert_eq!(store.count().unwrap(), 3);
}

#[test]
fn an_empty_file_is_a_database_to_be() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("viva.db"), "").unwrap();
    let mut store = open(dir.path());
    store.append(at(EVENING), Some(&key("a")), Body::Suspend).unwrap();
    assert_eq!(open(dir.path()).count().unwrap(), 1);
}

#[test]
fn an_unclean_end_is_checked_and_loses_nothing() {
    let dir = filled(3);
    let copy = TempDir::new().unwrap();
    let mut store = open(dir.path());
    store.append(at(EVENING), Some(&key("a")), review(3, Interval::Days(1))).unwrap();
    // What a kill leaves behind: the file and its write-ahead log, as they are now.
    for name in ["viva.db", "viva.db-wal"] {
        std::fs::copy(dir.path().join(name), copy.path().join(name)).unwrap();
    }
    let after = open(copy.path());
    assert_eq!(log(&after), log(&store));
    assert_eq!(after.states().unwrap(), store.states().unwrap());
}

#[test]
fn a_full_disk_changes_nothing_and_a_retry_works() {
    let dir = filled(3);
    let limit = Options { page_limit: Some(30), ..Options::default() };
    let mut store = open_with(dir.path(), limit).unwrap().0;
    let long = |n: i64| {
        let answer = Some("가".repeat(700));
        let review = Review { answer, ..answered(3, Interval::Days(1)) };
        (at(EVENING + n), Body::Review(review))
    };
    let mut written = 3;
    let refused = loop {
        let (when, body) = long(written);
        match store.append(when, Some(&key("a")), body) {
            Ok(event) => {
                written += 1;
                assert_eq!(event.id.sequence, written as u64);
            }
            Err(error) => break error,
        }
        assert!(written < 100);
    };
    assert!(matches!(refused, StoreError::Full), "{refused:?}");
    let state = store.state_of(&[key("a")]).unwrap();
    assert_eq!(state.as_ref().map(|state| i64::from(state.reps)), Some(written - 3));
    assert_eq!(log(&store).len() as i64, written);
    store.db.pragma_update_and_check(None, "max_page_count", 10_000, |_| Ok(())).unwrap();
    let (when, body) = long(written);
    let event = store.append(when, Some(&key("a")), body).unwrap();
    assert_eq!(event.id.sequence as i64, written + 1);
    assert!(store.doctor(at(EVENING + DAY)).unwrap().is_well());
}

#[test]
fn a_backup_that_cannot_be_made_does_not_stop_an_answer() {
    let dir = filled(3);
    std::fs::write(dir.path().join("backups"), "in the way").unwrap();
    let mut store = open(dir.path());
    store.append(at(EVENING), Some(&key("a")), Body::Suspend).unwrap();
    assert!(matches!(&store.take_notices()[..], [Notice::BackupFailed { .. }]));
}

#[test]
fn a_directory_that_cannot_be_made_is_told_at_the_claim() {
    let parent = TempDir::new().unwrap();
    std::fs::write(parent.path().join("file"), "").unwrap();
    let dir = parent.path().join("file/viva");
    let mut store = open(&dir);
    assert!(
        matches!(store.claim(at(EVENING)), Err(StoreError::Directory { path, .. }) if path == dir)
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;

    let dir = filled(3);
    let allow = |mode| {
        for path in [dir.path().join("viva.db"), dir.path().to_owned()] {
            let mode = if path.is_dir() { mode | 0o111 } else { mode };
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    allow(0o444);
    // The superuser may write everywhere; then there is nothing to see.
    if std::fs::write(dir.path().join("probe"), "").is_err() {
        let (mut store, notices) = open_with(dir.path(), Options::default()).unwrap();
        assert_eq!(notices, [Notice::ReadOnly]);
        assert_eq!(store.states().unwrap().len(), 3);
        assert!(matches!(store.claim(at(EVENING)), Err(StoreError::ReadOnly)));
    }
    allow(0o755);
}
