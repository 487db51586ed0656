//! `undo`, `suspend`, `resume`, `lang`, `config`: changes, each an event in the log.
//!
//! Invariant: nothing is deleted; a change is undone by another event.

use crate::{
    message::{failure::Trouble, listing},
    record::{Body, CardKey, Setting},
    text::Lang,
    view,
};

use super::super::{
    agenda::States,
    app::App,
    cli::ConfigAction,
    config,
    failure::{End, Failure, Outcome},
};
use super::cards::short_name;

fn append(app: &mut App, card: Option<&CardKey>, body: Body) -> Result<(), Failure> {
    let now = app.now();
    app.store()?.borrow_mut().append(now, card, body)?;
    Ok(())
}

pub(super) fn undo(app: &mut App) -> Outcome {
    let lang = app.lang();
    let last = app.store()?.borrow().last_undoable()?.ok_or(Trouble::NothingToUndo)?;
    append(app, last.card.as_ref(), Body::Undo(last.id.clone()))?;
    if matches!(last.body, Body::Setting(_)) {
        app.resolve_settings();
    }
    let day = app.day(last.at);
    let ago = crate::message::time::days_ago(lang, day.until(app.today()));
    let point = |id: &str| app.point_text(last.card.as_ref()?, id);
    let what = listing::event(lang, &last.body, &point);
    let card = last.card.as_ref().map_or_else(String::new, |card| short_name(app.library(), card));
    app.say(&listing::undone(lang, &card, &what, &ago))?;
    Ok(End::Well)
}

pub(super) fn suspend(app: &mut App, name: &str, on: bool) -> Outcome {
    let lang = app.lang();
    let key = app.card(name)?;
    if States::read(app)?.is_suspended(&key) == on {
        let card = short_name(app.library(), &key);
        return Err(Trouble::AlreadySo { card, suspended: on }.into());
    }
    // A card that was suspended under a former name is resumed under each.
    let keys = if on { vec![key.clone()] } else { app.library().keys_of(&key) };
    for (at, key) in keys.iter().enumerate() {
        let needed = at == 0 || app.store()?.borrow().suspended()?.contains(key);
        if needed {
            append(app, Some(key), if on { Body::Suspend } else { Body::Resume })?;
        }
    }
    app.say(&listing::suspended(lang, &short_name(app.library(), &key), on))?;
    Ok(End::Well)
}

pub(super) fn lang(app: &mut App, to: Option<Lang>) -> Outcome {
    if let Some(to) = to {
        app.global.lang = None;
        set(app, "lang", Some(to.code().to_owned()))?;
    }
    // The answer is in the new language, whatever else decides.
    app.say(listing::language(to.unwrap_or_else(|| app.lang())))?;
    Ok(End::Well)
}

pub(super) fn config(app: &mut App, action: Option<ConfigAction>) -> Outcome {
    match action.unwrap_or(ConfigAction::Show { origin: false }) {
        ConfigAction::Show { origin } => show(app, origin),
        ConfigAction::Set { name, value } => {
            config::accept(&name, &value)?;
            set(app, &name, Some(value.clone()))?;
            app.say(&format!("{name} = {value}"))?;
            Ok(End::Well)
        }
        ConfigAction::Unset { name } => {
            if !config::names().any(|known| known == name) {
                config::accept(&name, "")?;
            }
            set(app, &name, None)?;
            let value = app.settings.iter().find(|(known, ..)| *known == name);
            let value = value.map_or_else(String::new, |(_, value, _)| value.to_owned());
            app.say(&format!("{name} = {value}"))?;
            Ok(End::Well)
        }
    }
}

fn set(app: &mut App, name: &str, value: Option<String>) -> Result<(), Failure> {
    append(app, None, Body::Setting(Setting { name: name.to_owned(), value }))?;
    app.resolve_settings();
    Ok(())
}

fn show(app: &mut App, origin: bool) -> Outcome {
    let lang = app.lang();
    let mut rows: Vec<(String, String, listing::Origin)> = app
        .settings
        .iter()
        .map(|(name, value, origin)| (name.to_owned(), value.to_owned(), origin.clone()))
        .collect();
    for (path, origin) in &app.settings.decks {
        rows.push(("decks".to_owned(), path.display().to_string(), origin.clone()));
    }
    app.show(&view::listing::settings(lang, &app.paper(), &rows, origin))?;
    Ok(End::Well)
}
