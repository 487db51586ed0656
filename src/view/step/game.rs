//! What a game has to say: its goal, hints, dead ends, how it was won.
//!
//! Invariant: the fewest moves are not told before the goal is reached, since they would say that it
//! can be. See the parent.

use crate::{
    message::step as words,
    session::drive::{Driver, Said},
    text::Lang,
    view::{Line, Paper, Role},
};

/// The goal, and the hints so far.
pub(super) fn goal(lang: Lang, game: &Driver) -> Line {
    let mut line = Line::of(Role::Heading, words::goal(lang, game.goal()));
    let hints = game.score().hints;
    if 0 < hints {
        line = line.space(3).with(Role::Muted, words::hints(lang, hints));
    }
    line
}

/// What the game has to say.
pub(super) fn said(lang: Lang, game: &Driver) -> Option<Line> {
    let score = game.score();
    match game.said() {
        Some(Said::Hint(way, left)) => {
            let way = game.stepper().written(way);
            Some(Line::of(Role::Key, words::hint(lang, &way, left)))
        }
        Some(Said::NoHint) => Some(Line::of(Role::Key, words::no_hint(lang))),
        Some(Said::Lost { back }) => Some(Line::of(Role::Partial, words::lost(lang, back))),
        Some(Said::CanBeDone) => Some(Line::of(Role::Partial, words::can_be_done(lang))),
        Some(Said::Proved) => verdict(lang, game),
        None if game.left() == Some(0) || score.par.is_none() => verdict(lang, game),
        None => None,
    }
}

/// That the game is won, and how.
fn verdict(lang: Lang, game: &Driver) -> Option<Line> {
    let score = game.score();
    let sentence = match (score.steps, score.par) {
        _ if !score.solved => return None,
        (Some(steps), Some(par)) => words::won(lang, steps, par),
        _ => words::impossible(lang, game.course().states()),
    };
    Some(Line::of(Role::Right, sentence))
}

/// What a game came to, when it is left.
pub fn score(lang: Lang, paper: &Paper, game: &Driver) -> Vec<Line> {
    let missed = || Line::of(Role::Partial, words::not_reached(lang));
    let mut line = verdict(lang, game).unwrap_or_else(missed);
    let hints = game.score().hints;
    if 0 < hints {
        line = line.space(2).with(Role::Muted, words::hints(lang, hints));
    }
    line.wrap_in(paper.measure(), paper.width, 2)
}
