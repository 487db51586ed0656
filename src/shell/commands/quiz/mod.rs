//! `quiz`: drives the session with a person at the prompt.
//!
//! Invariant: every log entry of a step is on disk before anything of the step is shown, and so
//! before the next prompt. If writing fails, the step did not happen and the prompt comes again.

mod trial;

pub(super) use trial::fraction;

use std::{cell::RefCell, rc::Rc, time::Duration};

use crate::{
    message,
    record::{Body, CardKey},
    schedule::Why,
    session::{
        Evidence,
        quiz::{Context, Effect, Input, Mode, Prompt, Quiz, Scene, Timing},
    },
    view::{self, Line},
};

use super::super::{
    agenda,
    app::App,
    cli,
    clock::Watch,
    editor::{AnswerEditor, Keep, Read},
    failure::{End, Failure, Outcome},
    report, spawn, storage,
    terminal::discard_typeahead,
};
use crate::message::failure::Trouble;

/// An empty line that comes sooner than this after its prompt was a key too many.
pub(in crate::shell) const TOO_SOON: Duration = Duration::from_millis(350);

/// Asks today's cards, or all that match when cramming.
pub(in crate::shell) fn run(app: &mut App, arguments: &cli::Quiz) -> Outcome {
    if !app.terminal.interactive {
        return Err(Trouble::NeedsTerminal.into());
    }
    app.store()?.borrow_mut().claim(app.now())?;
    app.tell_notices()?;
    let missed =
        if arguments.cram { Vec::new() } else { agenda::missed_today(app, &arguments.filter)? };
    let Some(keys) = planned(app, arguments, missed.is_empty())? else { return Ok(End::Well) };
    let items = agenda::items(app, keys)?;
    let mode = Mode { cram: arguments.cram, reveal: arguments.reveal, seed: app.seed };
    ask(app, Quiz::new(items, missed, mode))
}

/// The cards to ask, in order; None when there is nothing at all to ask, which is then said.
fn planned(
    app: &mut App,
    arguments: &cli::Quiz,
    nothing_missed: bool,
) -> Result<Option<Vec<(CardKey, Why)>>, Failure> {
    let lang = app.lang();
    let mut keys: Vec<(CardKey, Why)> = if arguments.cram {
        let states = agenda::States::read(app)?;
        let mut candidates = agenda::candidates(app, &arguments.filter, &states)?;
        // What is known least comes first.
        let (now, scheduler) = (app.now(), &app.scheduler);
        let recall = |state: &crate::schedule::CardState| scheduler.retrievability(state, now);
        candidates.sort_by(|a, b| {
            let of = |state: &Option<_>| state.as_ref().map_or(0.0, recall);
            of(&a.state).total_cmp(&of(&b.state))
        });
        candidates.into_iter().map(|candidate| (candidate.key, Why::Review)).collect()
    } else {
        let today = agenda::today(app, &arguments.filter, arguments.minutes)?;
        if today.plan.items.is_empty() && nothing_missed {
            let lines = view::home::nothing(lang, &app.paper(), &today.greeting());
            app.show(&lines)?;
            return Ok(None);
        }
        today.plan.items.into_iter().map(|item| (item.key, item.why)).collect()
    };
    if let Some(limit) = arguments.limit {
        keys.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(Some(keys))
}

fn ask(app: &mut App, quiz: Quiz) -> Outcome {
    app.has_asked = true;
    let mut editor = AnswerEditor::new()?;
    let mut watch = app.clock.watch();
    let mut end = End::Well;
    let mut quiz = match step(app, &quiz, Input::Begin, watch)? {
        Some((next, _)) => next,
        None => return Ok(End::Findings),
    };
    watch = app.clock.watch();
    let mut text = None;
    let mut could_not_leave = false;
    while let Some(prompt) = quiz.prompt() {
        let (asked, kept) = read(app, &mut editor, &quiz, &prompt, text.take(), watch)?;
        if let Some(kept) = kept {
            quiz.note_kept(kept);
        }
        let input = match asked {
            Asked::Input(input) => input,
            Asked::Again(initial) => {
                text = Some(initial);
                continue;
            }
        };
        let leaving = !matches!(input, Input::Text(_) | Input::Begin);
        if matches!(input, Input::Interrupt(_)) {
            end = End::Interrupted;
        }
        let (Input::Text(typed) | Input::Interrupt(typed) | Input::Leave(typed)) = &input else {
            continue;
        };
        let typed = typed.clone();
        match step(app, &quiz, input, watch)? {
            Some((next, restarts)) => {
                quiz = next;
                if restarts {
                    watch = app.clock.watch();
                }
            }
            // Nothing could be written, and the person insists on leaving.
            None if leaving && could_not_leave => return Ok(End::Findings),
            // Nothing was written: the same prompt again, with what was typed.
            None => {
                text = Some(typed);
                could_not_leave = leaving;
            }
        }
    }
    if quiz.tally().grades.iter().any(|count| *count > 0) {
        let tomorrow = agenda::tomorrow(app)?;
        let line = view::quiz::tomorrow(app.lang(), &tomorrow);
        app.show(&[line])?;
    }
    Ok(end)
}

/// Carries out one step: first what goes into the log, then what is shown. None when the log could
/// not be written, which is then told. The flag says whether a new question was shown.
fn step(
    app: &mut App,
    quiz: &Quiz,
    input: Input,
    watch: Watch,
) -> Result<Option<(Quiz, bool)>, Failure> {
    let now = app.now();
    let timing = Timing { now, milliseconds: watch.milliseconds() };
    let context = Context { library: app.library(), scheduler: &app.scheduler };
    let (next, effects) = quiz.clone().step(context, input, timing);
    carry_out(app, next, effects, watch, None)
}

/// Carries out the effects that led to this state. What an experiment brings goes into the next
/// step at once.
fn carry_out(
    app: &mut App,
    next: Quiz,
    effects: Vec<Effect>,
    watch: Watch,
    evidence: Option<&Evidence>,
) -> Result<Option<(Quiz, bool)>, Failure> {
    let now = app.now();
    let store = app.store()?;
    let context = Context { library: app.library(), scheduler: &app.scheduler };
    for effect in &effects {
        if let Effect::Log(card, body) = effect
            && let Err(error) = store.borrow_mut().append(now, Some(card), body.clone())
        {
            report::failure(app, &Failure::Store(error));
            return Ok(None);
        }
    }
    let paper = app.paper();
    let mut restarts = false;
    for effect in &effects {
        if let Effect::Show(scene) = effect {
            let kept = match scene {
                Scene::Model => own_wording(app, &next)?,
                _ => None,
            };
            let own = kept.as_deref();
            let lines = view::quiz::scene(app.lang(), &paper, &next, context, scene, own, evidence);
            app.show(&lines)?;
            restarts |= matches!(
                scene,
                Scene::Question | Scene::Speaking | Scene::ProbeQuestion | Scene::Experiment
            );
        }
    }
    for effect in effects {
        match effect {
            Effect::Log(..) | Effect::Show(_) => {}
            Effect::Run(trial) => return trial::run(app, &next, &trial, watch),
            Effect::Step(trial) => trial::step(app, &trial),
            Effect::Drive { trial, goal } => {
                let driven = trial::drive(app, &trial, &goal);
                return step(app, &next, Input::Driven(driven), watch);
            }
        }
    }
    Ok(Some((next, restarts)))
}

fn own_wording(app: &App, quiz: &Quiz) -> Result<Option<String>, Failure> {
    let Some(current) = quiz.current() else { return Ok(None) };
    app.kept(&current.key)
}

/// What came from the prompt.
enum Asked {
    Input(Input),
    /// Ask again, with this text standing there.
    Again(String),
}

/// Asks; the second value is the text of an answer that was written into the log line by line.
fn read(
    app: &mut App,
    editor: &mut AnswerEditor,
    quiz: &Quiz,
    prompt: &Prompt,
    text: Option<String>,
    watch: Watch,
) -> Result<(Asked, Option<String>), Failure> {
    let lang = app.lang();
    discard_typeahead();
    let shown = app.clock.watch();
    let words = view::quiz::prompt(lang, quiz, prompt);
    let again = text.is_some();
    let kept = Rc::new(RefCell::new(None));
    let keep = match prompt {
        Prompt::Answer { keep, .. } => {
            let keep = keep.clone();
            let entry = move |text: &str| {
                let (card, body) = keep.entry(text, watch.milliseconds());
                (Some(card), body)
            };
            Some(keeper(app, Rc::clone(&kept), entry)?)
        }
        _ => None,
    };
    let read = match prompt {
        Prompt::Answer { initial, .. } => {
            let initial = text.unwrap_or_else(|| initial.clone());
            if !initial.is_empty() && !again {
                app.show(&[Line::of(view::Role::Muted, message::quiz::draft_restored(lang))])?;
            }
            if app.environment.dumb && !initial.is_empty() {
                // A dumb terminal cannot put text into the prompt: it stands above, and what is
                // typed goes on from it.
                app.show(&app.paper().paragraphs(view::Role::Quote, initial.as_str(), 0))?;
            }
            let begun = if app.environment.dumb { initial.clone() } else { String::new() };
            editor.answer(&words, &initial, keep.clone()).after(&begun)
        }
        _ => editor.line(&words, text.as_deref().unwrap_or_default()),
    };
    let empty = |text: &String| text.trim().is_empty();
    let asked = match read {
        Read::Text(text) if empty(&text) && shown.younger_than(TOO_SOON) => {
            Asked::Again(String::new())
        }
        Read::Text(text) => Asked::Input(Input::Text(text)),
        Read::Interrupt(text) => Asked::Input(Input::Interrupt(text)),
        Read::Leave(text) => Asked::Input(Input::Leave(text)),
        Read::Edit(text) if matches!(prompt, Prompt::Answer { .. }) => {
            match spawn::edit(&app.environment, &text) {
                Ok(edited) => {
                    if let Some(keep) = keep.filter(|_| !edited.trim().is_empty())
                        && let Err(why) = keep(&edited)
                    {
                        app.tell(&[Line::of(view::Role::Warning, why)])?;
                    }
                    Asked::Again(edited)
                }
                Err(trouble) => {
                    report::failure(app, &trouble.into());
                    Asked::Again(text)
                }
            }
        }
        Read::Edit(_) => Asked::Again(String::new()),
        Read::Unreadable => {
            report::failure(app, &Trouble::BadInput.into());
            Asked::Again(String::new())
        }
    };
    let kept = kept.borrow_mut().take();
    Ok((asked, kept))
}

/// Writes each finished line of an answer into the log, as the entry that the text makes, and notes
/// what it wrote in `kept`.
pub(super) fn keeper(
    app: &mut App,
    kept: Rc<RefCell<Option<String>>>,
    entry: impl Fn(&str) -> (Option<CardKey>, Body) + 'static,
) -> Result<Keep, Failure> {
    let store = app.store()?;
    let (clock, lang) = (app.clock, app.lang());
    Ok(Rc::new(move |text: &str| {
        if kept.borrow().as_deref() == Some(text) {
            return Ok(());
        }
        let (card, body) = entry(text);
        match store.borrow_mut().append(clock.now(), card.as_ref(), body) {
            Ok(_) => {
                *kept.borrow_mut() = Some(text.to_owned());
                Ok(())
            }
            Err(error) => Err(storage::error(lang, &error).0),
        }
    }))
}
