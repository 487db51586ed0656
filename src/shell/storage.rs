//! Words for the store's errors and notices.
//!
//! Invariant: every variant has its sentence in `message`; the store's own terse words never reach
//! a person but as a detail in brackets.

use crate::{
    message::{home, storage as words},
    record::Moment,
    store::{Notice, StoreError},
    text::Lang,
};

use super::files::reason;

/// The sentence and the next step for an error.
pub(super) fn error(lang: Lang, error: &StoreError) -> words::Told {
    match error {
        StoreError::Busy { pid } => words::busy(lang, *pid),
        StoreError::Newer { path, found, known } => {
            words::newer(lang, &path.display().to_string(), *found, *known)
        }
        StoreError::Foreign { path } => words::foreign(lang, &path.display().to_string()),
        StoreError::Directory { path, source } => {
            words::directory(lang, &path.display().to_string(), &reason(source))
        }
        StoreError::File { path, source } => {
            words::file(lang, &path.display().to_string(), &reason(source))
        }
        StoreError::Full => words::full(lang),
        StoreError::ReadOnly => words::read_only(lang),
        StoreError::Corrupt { detail } => words::corrupt(lang, detail),
        StoreError::NotDurable { pragma, value } => words::not_durable(lang, pragma, value),
        StoreError::NotUndoable { id } => words::not_undoable(lang, &id.to_string()),
        StoreError::Conflict { id } => words::conflict(lang, &id.to_string()),
        StoreError::NoBackup { path } => words::no_backup(lang, &path.display().to_string()),
        StoreError::BadBackup { path, detail } => {
            words::bad_backup(lang, &path.display().to_string(), detail)
        }
        StoreError::Exists { path } => words::exists(lang, &path.display().to_string()),
        StoreError::Database { detail } => words::database(lang, detail),
    }
}

/// The sentence for a notice. `now` gives the clock that times are shown on.
pub(super) fn notice(lang: Lang, notice: &Notice, now: Moment) -> String {
    match notice {
        Notice::Recovered { kept_aside, backup, from_backup, salvaged, missing, .. } => {
            let aside = kept_aside.display().to_string();
            words::recovered(lang, &aside, backup.as_deref(), from_backup + salvaged, *missing)
        }
        Notice::Missing { backup } => words::missing(lang, backup),
        Notice::Migrated { backup, .. } => words::migrated(lang, backup.as_deref()),
        Notice::Rebuilt { events } => words::rebuilt(lang, *events),
        Notice::Outdated => words::outdated(lang).to_owned(),
        Notice::BackupFailed { detail } => words::backup_failed(lang, detail),
        Notice::ReadOnly => words::read_only(lang).0,
        Notice::ClockBehind { newest_utc_ms } => {
            let last = Moment { utc_ms: *newest_utc_ms, ..now };
            home::clock_behind(lang, &last.local().format("%Y-%m-%d %H:%M").to_string())
        }
    }
}
