//! `doctor`, `backup`, `restore`: the care of the record.
//!
//! Invariant: nothing is repaired or replaced without being told, and never without a backup.

use std::path::Path;

use crate::{
    message::storage,
    record::Moment,
    store::{Difference, Health},
    view::{Line, Role, listing},
};

use super::super::{
    app::App,
    failure::{End, Failure, Outcome},
};

pub(super) fn doctor(app: &mut App, repair: bool) -> Outcome {
    let lang = app.lang();
    let now = app.now();
    let store = app.store()?;
    let mut health = store.borrow().doctor(now)?;
    if repair && !health.differences.is_empty() {
        let events = store.borrow_mut().rebuild(now)?;
        app.show(&[Line::of(Role::Right, storage::rebuilt(lang, events))])?;
        health = store.borrow().doctor(now)?;
    }
    let mut lines: Vec<Line> = Vec::new();
    let paper = app.paper();
    let mut tell = |role, ill: storage::Ill| {
        let line = Line::of(role, "- ").with(Role::Plain, storage::ill(lang, &ill));
        lines.extend(line.wrap_in(paper.measure(), paper.width, 2));
    };
    faults(&health, &mut |ill| tell(Role::Error, ill));
    facts(&health, &mut |ill| tell(Role::Muted, ill));
    if !health.differences.is_empty() {
        lines.extend(paper.paragraphs(Role::Plain, storage::repair(lang), 0));
    }
    let well = health.is_well();
    if well {
        lines.insert(
            0,
            Line::of(Role::Right, storage::well(lang, health.events, health.backups.len())),
        );
    }
    app.show(&lines)?;
    Ok(if well { End::Well } else { End::Findings })
}

fn faults(health: &Health, tell: &mut dyn FnMut(storage::Ill)) {
    use storage::Ill;
    for detail in &health.damage {
        tell(Ill::Damage(detail));
    }
    for gap in &health.gaps {
        tell(Ill::Gap { device: &gap.device, after: gap.after, next: gap.next });
    }
    for difference in &health.differences {
        match difference {
            Difference::Card { card, .. } => tell(Ill::Card(card)),
            Difference::Setting { name, .. } => tell(Ill::Setting(name)),
            Difference::Undone { id, .. } => tell(Ill::Undone(&id.to_string())),
        }
    }
    for checked in &health.backups {
        if let Some(fault) = &checked.fault {
            tell(Ill::Backup { name: &checked.backup.name, fault });
        }
    }
}

fn facts(health: &Health, tell: &mut dyn FnMut(storage::Ill)) {
    use storage::Ill;
    if health.future > 0 {
        tell(Ill::Future(health.future));
    }
    if health.unknown > 0 {
        tell(Ill::Unknown(health.unknown));
    }
    for path in &health.kept_aside {
        tell(Ill::KeptAside(&path.display().to_string()));
    }
}

pub(super) fn backup(app: &mut App, list: bool) -> Outcome {
    let lang = app.lang();
    let store = app.store()?;
    if !list {
        let made = store.borrow_mut().backup(app.now())?;
        let sentence = storage::backed_up(lang, &made.name, made.events.unwrap_or_default());
        app.say(&sentence)?;
        return Ok(End::Well);
    }
    let backups = store.borrow().backups()?;
    let now = app.now();
    let rows: Vec<listing::Backup> = backups
        .iter()
        .map(|backup| listing::Backup {
            name: &backup.name,
            at: Moment { utc_ms: backup.utc_ms, ..now },
            events: backup.events,
            bytes: backup.bytes,
        })
        .collect();
    app.show(&listing::backups(lang, &app.paper(), &rows))?;
    Ok(End::Well)
}

pub(super) fn restore(app: &mut App, name: &str) -> Outcome {
    let lang = app.lang();
    let now = app.now();
    let restored =
        app.store()?.borrow_mut().restore(Path::new(name), now).map_err(Failure::Store)?;
    app.resolve_settings();
    let saved = restored.saved_as.as_deref();
    let sentence = storage::restored(lang, restored.events, restored.left_behind, saved);
    app.say(&sentence)?;
    Ok(End::Well)
}
