//! `interview`: holds a mock interview at the prompt, and shows the reports of those before.
//!
//! Invariant: what the next question follows from is on disk before it is shown; an interview that
//! stopped anywhere goes on there. Nothing here moves the schedule; what was missed may be
//! asked tomorrow besides.

mod aloud;
mod asking;
mod compare;
mod host;
mod past;

use std::{cell::RefCell, rc::Rc};

use crate::{
    answer::Judge,
    deck::Kind,
    message::{self, failure::Trouble, interviewer as words},
    record::{
        Body, How, Wanted,
        interview::{Ending, Form, Interview as Entry, Mode, Plan, Step, Turn, is_late},
    },
    session::{
        interview::{self as session, Interview, Next, Question, Reply},
        keystrokes,
    },
    text::Lang,
    view::{self, Role},
};

use self::{asking::Asking, past::Past};

use super::super::{
    agenda,
    app::App,
    cli,
    editor::{AnswerEditor, Read},
    failure::{End, Failure, Outcome},
    report, spawn,
    terminal::discard_typeahead,
};
use super::quiz::{TOO_SOON, keeper};

/// Holds an interview or shows one.
pub(super) fn run(app: &mut App, arguments: &cli::Interview) -> Outcome {
    match &arguments.action {
        Some(cli::InterviewAction::List(json)) => past::list(app, json.json),
        Some(cli::InterviewAction::Show(show)) => past::show(app, show),
        Some(cli::InterviewAction::Compare(pair)) => compare::compare(app, pair),
        None if !app.terminal.interactive => Err(Trouble::NeedsTerminal.into()),
        None => hold(app, arguments),
    }
}

/// An interview that is being held.
struct Held {
    name: String,
    interview: Interview,
}

fn hold(app: &mut App, arguments: &cli::Interview) -> Outcome {
    app.store()?.borrow_mut().claim(app.now())?;
    app.tell_notices()?;
    let lang = app.lang();
    let mut past = past::all(app)?;
    let mut held = match past.iter().rposition(|it| it.interview.ended.is_none()) {
        Some(open) => {
            let Past { name, interview, .. } = past.swap_remove(open);
            app.say(&words::resumed(lang, interview.turns.len()))?;
            Held { name, interview }
        }
        None => begin(app, arguments, &past)?,
    };
    let mut editor = AnswerEditor::new()?;
    loop {
        match held.interview.next(app.library()) {
            Next::Over(by) => {
                finish(app, &mut editor, &mut held, by)?;
                return Ok(End::Well);
            }
            Next::Ask(question) => match next(app, &mut editor, &mut held, &question)? {
                Asked::Turn(turn) => {
                    log(app, &mut held, Step::Turn(turn))?;
                    told(app, &held)?;
                }
                Asked::End => log(app, &mut held, Step::End { by: Ending::Person })?,
                Asked::Left => {
                    app.say(words::paused(lang))?;
                    return Ok(End::Interrupted);
                }
            },
        }
    }
}

/// Plans an interview and writes the plan down.
fn begin(app: &mut App, arguments: &cli::Interview, past: &[Past]) -> Result<Held, Failure> {
    let states = agenda::States::read(app)?;
    let (now, library) = (app.now(), app.library());
    let tails = session::led_to(library);
    let ago = |key: &crate::record::CardKey| {
        let last = past
            .iter()
            .rev()
            .position(|it| it.interview.turns.iter().any(|turn| turn.asked.card == *key));
        last.and_then(|at| u32::try_from(at + 1).ok())
    };
    let cards = agenda::filtered(app, &arguments.filter)?.into_iter().filter(|(key, _, card)| {
        let judged = matches!(&card.kind, Kind::Explain(explain) if explain.judges());
        judged && card.level <= arguments.level && !states.is_suspended(key)
    });
    let candidates: Vec<session::Candidate> = cards
        .map(|(key, _, card)| session::Candidate {
            topic: card.topic.clone(),
            recall: states.of(&key).map_or(0.0, |it| app.scheduler.retrievability(it, now).into()),
            asked: ago(&key),
            tail: tails.contains(&key),
            card: key,
        })
        .collect();
    let roots = session::choose(&candidates, arguments.roots.into(), app.seed);
    if roots.is_empty() {
        return Err(Trouble::NothingToInterview.into());
    }
    let mode = match (arguments.strict, arguments.practice) {
        (true, _) => Mode::Strict,
        (_, true) => Mode::Practice,
        _ => Mode::Usual,
    };
    let form = match (arguments.host, arguments.spoken) {
        (true, _) => Form::Hosted,
        (_, true) => Form::Spoken,
        _ => Form::Typed,
    };
    let (depth, minutes, seed) = (arguments.depth, arguments.minutes, app.seed);
    let plan = Plan { roots, depth, minutes, mode, form, seed };
    let lang = app.lang();
    let opening = words::opening(lang, &plan);
    let keys = words::keys(lang, plan.mode, plan.form);
    let second = now.local().format("%Y-%m-%d-%H%M%S").to_string();
    let of_second = past.iter().filter(|it| it.name.starts_with(&second)).count();
    let name = if of_second > 0 { format!("{second}-{}", of_second + 1) } else { second };
    let mut held = Held { name, interview: Interview::new(plan.clone()) };
    log(app, &mut held, Step::Begin(plan))?;
    app.show(&app.paper().paragraphs(Role::Heading, opening, 0))?;
    app.show(&app.paper().paragraphs(Role::Muted, keys, 0))?;
    Ok(held)
}

/// Writes a step down, then takes it.
fn log(app: &mut App, held: &mut Held, step: Step) -> Result<(), Failure> {
    let now = app.now();
    let card = match &step {
        Step::Turn(turn) => Some(turn.asked.card.clone()),
        _ => None,
    };
    app.store()?.borrow_mut().append(now, card.as_ref(), body(&held.name, step.clone()))?;
    held.interview.apply(&step);
    Ok(())
}

/// A step of an interview, for the log.
fn body(name: &str, step: Step) -> Body {
    Body::Interview(Entry { interview: name.to_owned(), step })
}

/// What came of a question.
enum Asked {
    Turn(Turn),
    /// The person ends the interview.
    End,
    /// The person leaves for now.
    Left,
}

/// Asks one question in the form of the interview.
fn next(
    app: &mut App,
    editor: &mut AnswerEditor,
    held: &mut Held,
    question: &Question,
) -> Result<Asked, Failure> {
    match held.interview.plan.form {
        Form::Hosted => host::ask(app, editor, held, question),
        Form::Typed | Form::Spoken => ask(app, editor, held, question),
    }
}

/// Asks one question until it is answered.
fn ask(
    app: &mut App,
    editor: &mut AnswerEditor,
    held: &mut Held,
    question: &Question,
) -> Result<Asked, Failure> {
    let (lang, mode, form) = (app.lang(), held.interview.plan.mode, held.interview.plan.form);
    // Whether the person is answering aloud, so that Enter alone ends the answer.
    let mut speaks = form == Form::Spoken;
    show(app, held, question)?;
    if speaks {
        app.say(message::quiz::speaking(lang))?;
    }
    let mut asking = Asking::new(app, &held.interview.draft());
    let mut initial = held.interview.draft().text;
    let limit = question.limit;
    let late = move |milliseconds| is_late(milliseconds, limit);
    // The lines that were finished within the limit.
    let mut kept_in_time = held.interview.drafts.iter().filter(|it| !late(it.milliseconds));
    let in_time = kept_in_time.next_back().map(|it| it.text.clone()).unwrap_or_default();
    let in_time = Rc::new(RefCell::new(in_time));
    loop {
        discard_typeahead();
        let shown = app.clock.watch();
        let (name, heard) = (held.name.clone(), Rc::clone(&in_time));
        let draft = move |text: &str| {
            let draft = asking.draft(text.to_owned(), asking.spent());
            if !late(draft.milliseconds) {
                text.clone_into(&mut heard.borrow_mut());
            }
            (None, body(&name, Step::Draft(draft)))
        };
        let keep = keeper(app, Rc::default(), draft)?;
        let read = editor.answer("> ", &initial, Some(keep));
        let spent = asking.spent();
        let text = match read {
            Read::Text(text) => text,
            Read::Interrupt(text) | Read::Leave(text) => {
                return asking.left(app, held, text, spent);
            }
            Read::Edit(text) => {
                initial = match spawn::edit(&app.environment, &text) {
                    Ok(edited) => edited,
                    Err(trouble) => {
                        report::failure(app, &trouble.into());
                        text
                    }
                };
                continue;
            }
            Read::Unreadable => {
                report::failure(app, &Trouble::BadInput.into());
                continue;
            }
        };
        initial = String::new();
        match words::command(&text) {
            _ if text.trim().is_empty() => match shown.younger_than(TOO_SOON) {
                true => {}
                false if speaks => {
                    let Some(heard) = aloud::ticked(app, editor, question, spent)? else {
                        return asking.left(app, held, String::new(), spent);
                    };
                    return Ok(asking.answered(app, question, Reply::Spoken(heard), spent));
                }
                false => app.say(&words::keys(lang, mode, form))?,
            },
            Some(command) => {
                speaks |= command == words::Command::Speak && mode != Mode::Strict;
                in_time.borrow_mut().clear();
                let done = asking.obeys(app, editor, held, question, (command, spent))?;
                if let Some(asked) = done {
                    return Ok(asked);
                }
            }
            None => {
                // In earnest the interviewer stops listening: what was finished in time counts.
                let cut = mode == Mode::Strict && late(spent);
                let heard = if cut { in_time.take() } else { text };
                let reply = Reply::Typed(heard.trim_end().to_owned());
                return Ok(asking.answered(app, question, reply, spent));
            }
        }
    }
}

fn show(app: &App, held: &Held, question: &Question) -> Result<(), Failure> {
    let (lang, library) = (app.lang(), app.library());
    let words = session::words(library, &question.asked).map_or("", |text| text.get(lang));
    let of = held.interview.plan.roots.len();
    let follow_up = held.interview.chain(question.root).next().is_some();
    let lines =
        view::interview::question(lang, &app.paper(), question.root + 1, of, words, follow_up);
    Ok(app.show(&lines)?)
}

/// The time of the last answer, what counts of it in earnest and, when practising, what was found in
/// it.
fn told(app: &mut App, held: &Held) -> Result<(), Failure> {
    let Some(turn) = held.interview.turns.last() else { return Ok(()) };
    let (lang, paper) = (app.lang(), app.paper());
    let mut lines = vec![view::interview::elapsed(lang, &paper, turn.milliseconds, turn.limit)];
    let late = is_late(turn.milliseconds, turn.limit);
    if let Some(heard) = turn.answer.as_ref().filter(|_| late)
        && held.interview.plan.mode == Mode::Strict
    {
        let cut = words::cut_off(lang, heard.is_empty());
        lines.extend(paper.paragraphs(Role::Warning, cut, 0));
    }
    if held.interview.plan.mode == Mode::Practice
        && let Some((deck, card, explain)) = session::explain(app.library(), &turn.asked.card)
    {
        let model = card.answer.get(lang);
        // The points of a spoken answer were ticked a moment ago.
        if turn.how == How::Typed {
            let judge = Judge::new(&explain.rubric(deck, card));
            let answer = turn.answer.as_deref().unwrap_or_default();
            let model = (model, &judge.report(model));
            let found = session::judged(&judge, explain, &turn.asked, answer);
            lines.extend(view::report::whole(&paper, lang, explain, &found, answer, model));
        }
        lines.extend(paper.paragraphs(Role::Quote, model, 0));
    }
    Ok(app.show(&lines)?)
}

/// The end: what the person expects, then the report.
fn finish(
    app: &mut App,
    editor: &mut AnswerEditor,
    held: &mut Held,
    by: Ending,
) -> Result<(), Failure> {
    let lang = app.lang();
    if held.interview.rating.is_none() && !held.interview.turns.is_empty() {
        app.say(words::over(lang, by))?;
        let rate = match held.interview.plan.form {
            Form::Hosted => words::rate_hosted(lang),
            Form::Typed | Form::Spoken => words::rate(lang),
        };
        loop {
            discard_typeahead();
            let Read::Text(typed) = editor.line(rate, "") else { break };
            let typed = typed.trim().trim_end_matches(['점', '%']);
            match typed.parse::<u8>() {
                Ok(percent) if percent <= 100 => {
                    log(app, held, Step::Rating { percent })?;
                    break;
                }
                _ if typed.is_empty() => break,
                _ => app.say(words::rate_form(lang))?,
            }
        }
    }
    if held.interview.ended.is_none() {
        log(app, held, Step::End { by })?;
    }
    past::tell(app, &held.name)?;
    after(app, editor, held)
}

/// The keys after the report.
fn after(app: &mut App, editor: &mut AnswerEditor, held: &Held) -> Result<(), Failure> {
    let lang: Lang = app.lang();
    loop {
        let missed = past::missed(app, &held.name)?;
        let (above, keys) = view::interview::after_keys(lang, &app.paper(), missed.len());
        app.show(&above)?;
        discard_typeahead();
        let Read::Text(typed) = editor.line(&keys, "") else { return Ok(()) };
        match &*keystrokes(typed.trim()) {
            "" => return Ok(()),
            "a" if !missed.is_empty() => {
                let on = app.today().plus(1).date();
                let now = app.now();
                for card in &missed {
                    let wanted = Body::Wanted(Wanted { on });
                    app.store()?.borrow_mut().append(now, Some(card), wanted)?;
                }
                app.say(&words::put_into_quiz(lang, missed.len()))?;
            }
            "t" | "w" => {
                let lines =
                    view::interview::transcript(lang, &app.paper(), &held.interview, app.library());
                app.show(&lines)?;
            }
            "s" => past::save(app, &held.name)?,
            _ => app.show(&app.paper().paragraphs(Role::Muted, keys, 0))?,
        }
    }
}
