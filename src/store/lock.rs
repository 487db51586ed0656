//! The lock of the one process that writes.
//!
//! Invariant: at most one [`WriterLock`] exists for a directory. The system drops it with the
//! process, however that ends, so a stale file locks nobody out.

use std::{
    fs::{File, TryLockError},
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
    thread,
    time::Duration,
};

use super::StoreError;

/// Held as long as its process may write.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock at `path`, or says who has it.
    pub fn take(path: &Path) -> Result<WriterLock, StoreError> {
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|error| StoreError::file(path, error))?;
        match file.try_lock() {
            Ok(()) => {
                // The number only words the refusal that others get; the lock holds without it.
                let _ = write_pid(&mut file);
                Ok(WriterLock { _file: file })
            }
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy { pid: read_pid(&mut file) }),
            Err(TryLockError::Error(error)) => Err(StoreError::file(path, error)),
        }
    }

    /// [`take`](WriterLock::take), waiting up to 200 ms for a process that only looks after the
    /// files for a moment.
    pub fn wait(path: &Path) -> Result<WriterLock, StoreError> {
        for _ in 0..10 {
            match WriterLock::take(path) {
                Err(StoreError::Busy { .. }) => thread::sleep(Duration::from_millis(20)),
                done => return done,
            }
        }
        WriterLock::take(path)
    }
}

fn write_pid(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    writeln!(file, "{}", std::process::id())
}

fn read_pid(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
