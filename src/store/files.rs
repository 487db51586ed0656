//! The names of the store's files, and moving them safely.
//!
//! Invariant: at every instant `viva.db` is a whole database or absent, and no other file's `-wal`
//! ever stands beside it. It must not know SQL.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDateTime};

use super::StoreError;

const STAMP: &str = "%Y%m%d-%H%M%SZ";

/// The places in one data directory.
#[derive(Clone, Debug)]
pub(super) struct Files {
    pub dir: PathBuf,
    pub db: PathBuf,
    pub wal: PathBuf,
    pub shm: PathBuf,
    pub lock: PathBuf,
    pub backups: PathBuf,
    /// A database being built.
    pub new: PathBuf,
    /// A database that is whole and about to take the place of `viva.db`.
    pub ready: PathBuf,
    /// Its presence asks the next open to check the whole database.
    pub suspect: PathBuf,
}

impl Files {
    pub fn new(dir: &Path) -> Files {
        let file = |name: &str| dir.join(name);
        Files {
            dir: dir.to_owned(),
            db: file("viva.db"),
            wal: file("viva.db-wal"),
            shm: file("viva.db-shm"),
            lock: file("viva.lock"),
            backups: file("backups"),
            new: file("viva.db.new"),
            ready: file("viva.db.ready"),
            suspect: file("viva.db.suspect"),
        }
    }

    /// Makes the directory.
    pub fn create(&self) -> Result<(), StoreError> {
        fs::create_dir_all(&self.dir)
            .map_err(|source| StoreError::Directory { path: self.dir.clone(), source })
    }

    /// Whether there is a write-ahead log with something in it.
    pub fn has_wal(&self) -> bool {
        fs::metadata(&self.wal).is_ok_and(|wal| wal.len() > 0)
    }

    /// Removes what is left of a database that was being built.
    pub fn clear_new(&self) -> Result<(), StoreError> {
        for path in [suffixed(&self.new, "-wal"), suffixed(&self.new, "-shm"), self.new.clone()] {
            remove(&path)?;
        }
        Ok(())
    }

    /// Keeps `viva.db` and its `-wal` under a second name and gives that name. The originals stay:
    /// [`Files::install`] replaces them.
    pub fn keep_aside(&self, utc_ms: i64) -> Result<PathBuf, StoreError> {
        let aside = unused(|n| self.dir.join(format!("viva.db.corrupt-{}{n}", stamp(utc_ms))));
        if self.db.exists() {
            // Not every file system has links.
            fs::hard_link(&self.db, &aside)
                .or_else(|_| fs::copy(&self.db, &aside).map(drop))
                .map_err(|error| StoreError::file(&aside, error))?;
        }
        if self.has_wal() {
            let wal = suffixed(&aside, "-wal");
            fs::copy(&self.wal, &wal).map_err(|error| StoreError::file(&wal, error))?;
            sync(&wal)?;
        }
        sync_dir(&self.dir)?;
        Ok(aside)
    }

    /// Puts the database at `new`, which is closed and whole, in the place of `viva.db`. If it is
    /// cut short, [`Files::finish`] completes it.
    pub fn install(&self) -> Result<(), StoreError> {
        sync(&self.new)?;
        rename(&self.new, &self.ready)?;
        self.finish()
    }

    /// Completes an [`install`](Files::install) that was cut short.
    pub fn finish(&self) -> Result<(), StoreError> {
        if !self.ready.exists() {
            return Ok(());
        }
        // SQLite would replay a `-wal` of the old database into the new one.
        remove(&self.wal)?;
        remove(&self.shm)?;
        rename(&self.ready, &self.db)?;
        sync_dir(&self.dir)
    }
}

/// `path` with `end` after its name.
pub(super) fn suffixed(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// The first path of `name("")`, `name("-2")`, … that does not exist.
pub(super) fn unused(name: impl Fn(&str) -> PathBuf) -> PathBuf {
    let mut path = name("");
    let mut n = 2;
    while path.exists() {
        path = name(&format!("-{n}"));
        n += 1;
    }
    path
}

/// A UTC time for a file name, to the second.
pub(super) fn stamp(utc_ms: i64) -> String {
    DateTime::from_timestamp_millis(utc_ms).unwrap_or_default().format(STAMP).to_string()
}

/// The UTC milliseconds of a [`stamp`] at the start of `text`.
pub(super) fn read_stamp(text: &str) -> Option<i64> {
    let (time, _) = NaiveDateTime::parse_and_remainder(text, STAMP).ok()?;
    Some(time.and_utc().timestamp_millis())
}

/// Removes a file that may be absent.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::file(path, error)),
        _ => Ok(()),
    }
}

/// Renames, over what is at `to`.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|error| StoreError::file(to, error))
}

/// Waits until the file's bytes are on disk.
pub(super) fn sync(path: &Path) -> Result<(), StoreError> {
    File::options()
        .read(true)
        .write(true)
        .open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| StoreError::file(path, error))
}

/// Waits until the directory's names are on disk.
pub(super) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    // Only Unix lets a directory be opened; elsewhere the file system orders renames itself.
    if cfg!(unix) {
        File::open(dir)
            .and_then(|dir| dir.sync_all())
            .map_err(|error| StoreError::file(dir, error))?;
    }
    Ok(())
}
