//! `help`: a command, a topic, or everything in a screen.
//!
//! Invariant: the pages are made from the command line's definition, so they are never out of date.

use crate::{
    message::{command as words, failure::Trouble, grading, scoring},
    text::Shown,
    view,
};

use super::super::{
    app::App,
    failure::{End, Outcome},
    wording,
};

pub(super) fn help(app: &App, about: &[String]) -> Outcome {
    let lang = app.lang();
    match about.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["grading"] | ["about", "grading"] => {
            app.show(&view::report::page(&app.paper(), &grading::about(lang)))?;
            return Ok(End::Well);
        }
        ["scoring"] => {
            app.show(&view::report::page(&app.paper(), &scoring::about(lang)))?;
            return Ok(End::Well);
        }
        [topic] => {
            if let Some(page) = words::topic(lang, topic) {
                app.write(&format!("{page}\n"))?;
                return Ok(End::Well);
            }
        }
        _ => {}
    }
    let mut command = wording::command(lang).term_width(app.paper().width);
    command.build();
    let mut of = &mut command;
    for word in about {
        if of.find_subcommand(word).is_none() {
            return Err(Trouble::UnknownHelp(Shown::new(word).to_string()).into());
        }
        of = of.find_subcommand_mut(word).ok_or(Trouble::UnknownHelp(word.clone()))?;
    }
    let page = of.clone().term_width(app.paper().width).render_help();
    app.write(&wording::page(lang, &page.to_string()))?;
    Ok(End::Well)
}
