//! What becomes of a damaged database.
//!
//! Invariant: the damaged bytes stay, under another name; the new database holds every event of the
//! newest good backup and every event that can still be read from the damaged file.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Connection;

use super::{
    Notice, StoreError, backup,
    connect::{close, companions, create, open_new},
    derived::{meta, rebuild, set_meta},
    doctor::gaps,
    files::{Files, remove, suffixed},
    restore::rename_device,
    row::{COLUMNS, EventRow},
    schema,
};
use crate::{record::Moment, schedule::Scheduler};

/// SQLite's page size of our databases.
const PAGE: usize = 4096;

/// A quick check of one table, or of all. Damage is [`StoreError::Corrupt`].
pub(super) fn quick_check(db: &Connection, table: Option<&str>) -> Result<(), StoreError> {
    let sql = match table {
        Some(table) => format!("PRAGMA quick_check('{table}')"),
        None => "PRAGMA quick_check(1)".to_owned(),
    };
    let found: String = db.query_row(&sql, [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StoreError::Corrupt { detail: found }) }
}

/// Puts a good database in the place of the damaged one, which is kept aside. The caller holds the
/// writer lock.
pub(super) fn recover(
    files: &Files,
    now: Moment,
    scheduler: &Scheduler,
    detail: String,
) -> Result<Notice, StoreError> {
    let kept_aside = files.keep_aside(now.utc_ms)?;
    let mut good = None;
    for (_, name) in backup::list(files) {
        let path = files.backups.join(&name);
        if let Ok(events) = backup::verify(&path, false) {
            good = Some((path, name, events));
            break;
        }
    }
    match &good {
        Some((path, ..)) => {
            files.clear_new()?;
            fs::copy(path, &files.new).map_err(|error| StoreError::file(&files.new, error))?;
        }
        None => create(files, scheduler)?,
    }
    let mut new = open_new(&files.new)?;
    schema::migrate(&mut new, schema::STEPS)?;
    let found = Salvage::new(&kept_aside, good.as_ref().map(|(path, ..)| path.as_path()))
        .map(Salvage::run)
        .unwrap_or_default();
    let change = new.transaction()?;
    if let Some(device) = &found.device {
        set_meta(&change, "device", device)?;
    }
    // Where the damaged file and the backup differ about an event, the backup is believed.
    let mut salvaged = 0;
    for row in found.rows {
        // A row that breaks the table's rules is damage, too.
        salvaged += u64::from(row.insert(&change).unwrap_or(false));
    }
    rebuild(&change, scheduler)?;
    let missing = gaps(&change)?.iter().map(|gap| gap.next - gap.after - 1).sum();
    if !found.whole {
        // The last events may be lost while copies of them are elsewhere: their names are taken.
        rename_device(&change)?;
    }
    change.commit()?;
    let from_backup = good.as_ref().map_or(0, |(.., events)| *events);
    let backup = good.map(|(_, name, _)| name);
    close(new)?;
    files.install()?;
    remove(&files.suspect)?;
    Ok(Notice::Recovered { kept_aside, detail, backup, from_backup, salvaged, missing })
}

/// What was read from a damaged file.
#[derive(Default)]
struct Found {
    rows: Vec<EventRow>,
    device: Option<String>,
    /// Whether the log itself was read without an error.
    whole: bool,
}

/// Reads what can be read from a copy of a damaged file.
struct Salvage {
    db: Connection,
    path: PathBuf,
    found: Found,
    known: BTreeSet<(String, i64)>,
}

impl Salvage {
    /// Opens a copy of the damaged file, since opening replays its write-ahead log. If not even the
    /// tables can be found, the first page (which lists them) is taken from a backup.
    fn new(damaged: &Path, backup: Option<&Path>) -> Option<Salvage> {
        let path = suffixed(damaged, ".salvage");
        for first_page in [None, backup] {
            if let Some(db) = Salvage::open(damaged, &path, first_page) {
                let (found, known) = (Found::default(), BTreeSet::new());
                return Some(Salvage { db, path, found, known });
            }
        }
        clear(&path);
        None
    }

    fn open(damaged: &Path, path: &Path, first_page: Option<&Path>) -> Option<Connection> {
        clear(path);
        fs::copy(damaged, path).ok()?;
        // A file without a write-ahead log is the usual case.
        let _ = fs::copy(suffixed(damaged, "-wal"), suffixed(path, "-wal"));
        if let Some(backup) = first_page {
            let mut bytes = fs::read(path).ok()?;
            let good = fs::read(backup).ok()?;
            bytes.get_mut(..PAGE)?.copy_from_slice(good.get(..PAGE)?);
            // Unequal to the change counter before it: the size in the header is not to be trusted.
            bytes.get_mut(92..96)?.fill(0xff);
            fs::write(path, bytes).ok()?;
        }
        let db = Connection::open(path).ok()?;
        db.prepare("SELECT body FROM event").ok()?;
        Some(db)
    }

    fn run(mut self) -> Found {
        let scan = format!("SELECT {COLUMNS} FROM event NOT INDEXED ORDER BY device, sequence");
        self.found.whole = self.scan(&scan);
        if !self.found.whole {
            // From the other end up to the damage, then what the indexes name, then the holes.
            self.scan(&format!(
                "SELECT {COLUMNS} FROM event NOT INDEXED ORDER BY device DESC, sequence DESC"
            ));
            for direction in ["", "DESC"] {
                self.follow(&format!(
                    "SELECT device, sequence FROM event INDEXED BY event_time
                     ORDER BY utc_ms {direction}"
                ));
                self.follow(&format!(
                    "SELECT device, sequence FROM event INDEXED BY event_card
                     WHERE card IS NOT NULL ORDER BY card {direction}"
                ));
            }
            self.probe_holes();
        }
        self.found.device = meta(&self.db, "device").ok().flatten();
        let Salvage { db, path, found, .. } = self;
        drop(db);
        clear(&path);
        found
    }

    /// Takes rows until the first error. Says whether there was none.
    fn scan(&mut self, sql: &str) -> bool {
        let Ok(mut statement) = self.db.prepare(sql) else { return false };
        let Ok(mut rows) = statement.query([]) else { return false };
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    if let Ok(row) = EventRow::read(row)
                        && self.known.insert((row.device.clone(), row.sequence))
                    {
                        self.found.rows.push(row);
                    }
                }
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
    }

    /// Looks up each event that an index names, until the index ends or errs.
    fn follow(&mut self, sql: &str) {
        let mut ids: Vec<(String, i64)> = Vec::new();
        if let Ok(mut statement) = self.db.prepare(sql)
            && let Ok(rows) = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        {
            ids.extend(rows.map_while(Result::ok));
        }
        for (device, sequence) in ids {
            self.look_up(&device, sequence);
        }
    }

    /// Looks up each sequence between those that are known.
    fn probe_holes(&mut self) {
        let mut last: std::collections::BTreeMap<String, i64> = Default::default();
        for (device, sequence) in &self.known {
            let last = last.entry(device.clone()).or_default();
            *last = (*last).max(*sequence);
        }
        for (device, last) in last {
            for sequence in 1..last {
                self.look_up(&device, sequence);
            }
        }
    }

    fn look_up(&mut self, device: &str, sequence: i64) {
        let id = (device.to_owned(), sequence);
        if !self.known.contains(&id)
            && let Ok(Some(row)) = EventRow::find(&self.db, device, sequence)
        {
            self.known.insert(id);
            self.found.rows.push(row);
        }
    }
}

/// Removes the copy. What cannot be removed does no harm.
fn clear(path: &Path) {
    let _ = remove(path);
    for path in companions(path) {
        let _ = remove(&path);
    }
}
