//! Experiments in the quiz as lines: the program, what is to be predicted, how it came out.
//!
//! Invariant: what was typed stands beside what was proved, in the same form. It must not run
//! anything.

use std::slice::from_ref;

use num_bigint::BigUint;

use crate::{
    deck::{Ask, Experiment},
    lab::Answer,
    message::{prediction as words, run},
    program,
    record::Correctness,
    session::{
        Evidence, Form, Judged, Possibility, Reply,
        quiz::{Context, Current, Guess, Prompt},
    },
    text::Lang,
    view::{self, Bar, Line, Paper, Role, card, home::headed, lab, rule_line},
};

/// The program of an experiment with the constants that it has this time; that of a timed run with
/// what it runs under.
pub(super) fn program(
    lang: Lang,
    paper: &Paper,
    experiment: &Experiment,
    set: &[(Box<str>, i64)],
    ask: Option<&Ask>,
) -> Vec<Line> {
    let (text, set) = match ask {
        Some(Ask::Measure { what, run }) => match experiment.run_of(what, run.as_deref()) {
            Some(run) => {
                let mut all = set.to_vec();
                let own = run.set.iter().filter(|it| set.iter().all(|other| other.0 != it.0));
                all.extend(own.cloned());
                (run.program.as_deref().unwrap_or(&experiment.program), all)
            }
            None => (&*experiment.program, set.to_vec()),
        },
        _ => (&*experiment.program, set.to_vec()),
    };
    let checked = if set.is_empty() { None } else { program::check(text).0 };
    let restated = checked.map(|checked| checked.restated(text, &set));
    let text = restated.as_deref().unwrap_or(text).trim_matches('\n').trim_end();
    let lines = text.lines().map(|line| Line::of(Role::Literal, line.trim_end()).indented(2));
    let mut lines: Vec<Line> =
        lines.flat_map(|line| line.wrap_in(paper.measure(), paper.width, 4)).collect();
    if let Some(Ask::Measure { what, run }) = ask {
        let setup = experiment.setup(experiment.run_of(what, run.as_deref()));
        lines.extend(paper.paragraphs(Role::Muted, run::setup(lang, None, &setup), 2));
    }
    lines
}

/// The keys at a prediction.
pub(super) fn keys(lang: Lang, paper: &Paper, guess: &Guess) -> Vec<Line> {
    guess.form().map_or_else(Vec::new, |form| card::hints(paper, 0, &words::keys(lang, form)))
}

/// An experiment before it runs: its title, its program, what is to be predicted.
pub fn experiment(lang: Lang, paper: &Paper, experiment: &Experiment, guess: &Guess) -> Vec<Line> {
    let head = [words::experiment(lang), &*experiment.id, experiment.title.get(lang)].join("  ");
    let mut lines = vec![rule_line(paper, &head)];
    lines.extend(program(lang, paper, experiment, &guess.trial.set, guess.trial.ask.as_ref()));
    if let Some(ask) = &guess.trial.ask {
        lines.extend(paper.paragraphs(Role::Strong, words::asked(lang, ask), 0));
    }
    lines.extend(keys(lang, paper, guess));
    lines
}

/// What was predicted beside what was proved, and what was missing or too much.
pub fn comparison(lang: Lang, paper: &Paper, guess: &Guess) -> Vec<Line> {
    let [predicted, proved] = words::heads(lang);
    let mut lines = Vec::new();
    let Some(form) = guess.form() else { return lines };
    if let Some((typed, reply)) = &guess.said {
        let typed = match reply {
            Reply::Unknown => words::unknown(lang),
            _ => typed,
        };
        let role = guess.judged.as_ref().map_or(Role::Quote, |it| match it.correctness {
            Correctness::Right => Role::Right,
            Correctness::Partly => Role::Partial,
            Correctness::Wrong => Role::Wrong,
            Correctness::Unproved => Role::Quote,
        });
        let verdict = guess.judged.as_ref().map(|it| words::correctness(lang, it.correctness));
        let text = [Some(typed), verdict].into_iter().flatten().collect::<Vec<_>>().join("   ");
        lines.extend(headed(paper, predicted, role, &text));
    }
    match &guess.outcome {
        Some(Ok(Some(answer))) => {
            let text = proved_text(lang, form, answer);
            // A timed run is one run.
            let (head, text) = match form {
                Form::Measure => (words::measured(lang), text),
                _ => (proved, format!("{text}   {}", words::over_all_schedules(lang))),
            };
            lines.extend(headed(paper, head, Role::Strong, &text));
        }
        Some(Err(why)) => {
            lines.extend(paper.paragraphs(Role::Warning, words::unproved(lang, *why), 0));
        }
        Some(Ok(None)) | None => {}
    }
    if let Some(judged) = &guess.judged {
        let [missing, extra] = words::gaps(lang);
        for (head, possibilities) in [(missing, &judged.missed), (extra, &judged.extra)] {
            // Where nothing is right, the lines above say it all.
            if !possibilities.is_empty() && judged.hits > 0 {
                let text = possibilities_text(lang, form, possibilities);
                lines.extend(headed(paper, head, Role::Wrong, &text));
            }
        }
    }
    lines
}

/// How one possibility comes about and the schedules of each, in so many lines: a table of the steps
/// where there is room, else only the schedule. For what was measured, the timeline.
fn beside(lang: Lang, paper: &Paper, guess: &Guess, evidence: &Evidence, most: usize) -> Vec<Line> {
    if let Some(trace) = &evidence.trace {
        let timeline = lab::timeline(lang, paper, trace);
        return if timeline.len() <= most { timeline } else { Vec::new() };
    }
    let Some(form) = guess.form() else { return Vec::new() };
    let shares = shares(lang, paper, form, evidence);
    let (mut schedule, mut table) = (Vec::new(), Vec::new());
    if let Some(shown) = &evidence.shown {
        let what = shown.what.as_ref().map(|it| possibilities_text(lang, form, from_ref(it)));
        let text = words::comes_about(lang, what.as_deref(), shown.preemptions);
        table = paper.paragraphs(Role::Strong, text.as_str(), 0);
        table.extend(lab::steps(lang, paper, &shown.story, 0..shown.story.len()));
        let text = format!("{text}   {}", shown.story.schedule().join(","));
        schedule = paper.paragraphs(Role::Plain, text, 0);
    }
    let fits = |parts: &[&Vec<Line>]| parts.iter().map(|it| it.len()).sum::<usize>() <= most;
    if fits(&[&shares, &table]) {
        [shares, table].concat()
    } else if fits(&[&shares, &schedule]) {
        [shares, schedule].concat()
    } else if fits(&[&schedule]) {
        schedule
    } else {
        Vec::new()
    }
}

/// A bar for each possibility.
fn shares(lang: Lang, paper: &Paper, form: Form, evidence: &Evidence) -> Vec<Line> {
    let Some(all) = evidence.schedules.as_ref().filter(|_| !evidence.shares.is_empty()) else {
        return Vec::new();
    };
    let bar = |(row, count): &(Vec<i64>, BigUint)| {
        let label = possibilities_text(lang, form, &[Possibility::Row(row.clone())]);
        // The digits of a great number say less than its share.
        let figure = match count.to_string() {
            digits if digits.len() <= 7 => format!("{digits} ({})", percent(count, all)),
            _ => percent(count, all),
        };
        Bar::new(Line::plain(label), Line::plain(figure), lab::ratio(count, all))
    };
    let mut lines = vec![Line::of(Role::Muted, words::schedules_of(lang, &all.to_string()))];
    let bars: Vec<Bar> = evidence.shares.iter().map(bar).collect();
    lines.extend(view::bars(paper, 2, Some(1.0), &bars));
    lines
}

/// What the proposal of a prediction follows from; None where it is right or wrong as a whole.
pub(super) fn counted(lang: Lang, judged: &Judged) -> Option<String> {
    let several = 1 < judged.hits + judged.missed.len() + judged.extra.len();
    several.then(|| words::counted(lang, judged))
}

/// The answer in the form in which it could have been typed.
fn proved_text(lang: Lang, form: Form, answer: &Answer) -> String {
    match answer {
        Answer::Rows(rows) => {
            let rows: Vec<_> = rows.iter().map(|row| Possibility::Row(row.clone())).collect();
            possibilities_text(lang, form, &rows)
        }
        Answer::Faults(faults) => {
            let fault = |it: &(_, String)| Possibility::Fault(it.0, Some(it.1.clone()));
            let faults: Vec<_> = faults.iter().map(fault).collect();
            possibilities_text(lang, form, &faults)
        }
        Answer::Truth(truth) => words::truth(lang, *truth).to_owned(),
        Answer::Schedules(count, of) => {
            words::schedules(lang, &count.to_string(), &of.to_string(), &percent(count, of))
        }
        Answer::Chance(part, of) if *of == BigUint::from(1_u32) => part.to_string(),
        Answer::Chance(part, of) => format!("{part}/{of} ({})", percent(part, of)),
        Answer::Unbounded => words::unbounded(lang).to_owned(),
        Answer::Steps(count) | Answer::Preemptions(count) => count.to_string(),
        Answer::Starved(task) => task.clone(),
        Answer::NoValue(_) => words::none(lang).to_owned(),
    }
}

fn possibilities_text(lang: Lang, form: Form, possibilities: &[Possibility]) -> String {
    if possibilities.is_empty() {
        return words::none(lang).to_owned();
    }
    let text = |possibility: &Possibility| match possibility {
        Possibility::Row(row) => row.iter().map(i64::to_string).collect::<Vec<_>>().join(" "),
        Possibility::Fault(fault, task) => words::fault(lang, *fault, task.as_deref()),
    };
    let gap = if matches!(form, Form::Rows(1) | Form::Faults) { ", " } else { "; " };
    possibilities.iter().map(text).collect::<Vec<_>>().join(gap)
}

/// A share in percent, to hundredths.
fn percent(part: &BigUint, of: &BigUint) -> String {
    let doubled = of * 2_u32;
    if doubled == BigUint::ZERO {
        return String::new();
    }
    let hundredths = (part * 20_000_u32 + of) / doubled;
    if hundredths == BigUint::ZERO && *part > BigUint::ZERO {
        return "<0.01%".to_owned();
    }
    let hundred = BigUint::from(100_u32);
    let (whole, decimals) = (&hundredths / &hundred, &hundredths % &hundred);
    let decimals = match decimals.to_string() {
        digits if digits == "0" => String::new(),
        digits if digits.len() == 1 => format!(".0{digits}"),
        digits => format!(".{}", digits.trim_end_matches('0')),
    };
    format!("{whole}{decimals}%")
}

/// What `draw` makes of the experiment that is predicted.
pub(super) fn drawn(
    context: Context,
    current: &Current,
    draw: impl Fn(&Guess, &Experiment) -> Vec<Line>,
) -> Vec<Line> {
    let guess = current.guess.as_ref();
    let both = guess.and_then(|it| Some((it, it.trial.experiment(context.library)?)));
    both.map_or_else(Vec::new, |(guess, experiment)| draw(guess, experiment))
}

/// A prediction beside what was proved, and why that is believed, in about so many lines.
pub(super) fn proof(
    lang: Lang,
    paper: &Paper,
    current: &Current,
    evidence: Option<&Evidence>,
    room: usize,
) -> Vec<Line> {
    let Some(guess) = &current.guess else { return Vec::new() };
    let mut lines = comparison(lang, paper, guess);
    if let Some(evidence) = evidence {
        let room = room.saturating_sub(lines.len());
        lines.extend(beside(lang, paper, guess, evidence, room));
    }
    lines
}

/// What the experiment of a card did, beside what was predicted.
pub(super) fn run(
    lang: Lang,
    paper: &Paper,
    current: &Current,
    context: Context,
    evidence: Option<&Evidence>,
) -> Vec<Line> {
    let mut lines = proof(lang, paper, current, evidence, usize::MAX);
    let experiment = current.guess.as_ref().and_then(|it| it.trial.experiment(context.library));
    if let Some(shown) = evidence.and_then(|it| it.shown.as_ref())
        && experiment.is_some_and(Experiment::is_about_memory)
    {
        lines.extend(lab::memory(lang, paper, shown.story.machine(), shown.story.last()));
    }
    lines.extend(card::hints(paper, 0, &words::run_keys(lang)));
    lines
}

/// The words of the prompts around experiments; None for other prompts.
pub(super) fn prompt(lang: Lang, prompt: &Prompt) -> Option<&'static str> {
    match prompt {
        Prompt::Predict { optional, .. } => Some(words::prompt(lang, *optional)),
        Prompt::Drive => Some(words::drive_prompt(lang)),
        Prompt::Lab => Some(words::run_prompt(lang)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_in_percent() {
        let check = |part: u32, of: u32, expect: &str| {
            assert_eq!(percent(&part.into(), &of.into()), expect);
        };
        check(18, 20, "90%");
        check(1, 1, "100%");
        check(1, 3, "33.33%");
        check(5947, 10_000, "59.47%");
        check(0, 7, "0%");
        check(1, 184_756, "<0.01%");
        check(1, 2_000, "0.05%");
    }
}
