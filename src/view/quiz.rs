//! The screens of a quiz: a scene of the session as lines.
//!
//! Invariant: a card with its report fits on 80 × 24; every mark has a word beside it. It must not
//! decide anything: what is shown follows from the session.

use crate::{
    answer::Status,
    deck::{Card, Cloze, Deck, Kind, Piece},
    message::{
        grading,
        help::{self, Help},
        prediction as lab_words, quiz as words, time,
    },
    record::Grade,
    schedule::{Plan, Why},
    session::{
        Evidence, letter,
        quiz::{Context, Current, Guess, Missed, Prompt, Quiz, Scene},
    },
    text::{Lang, Text},
    view::{
        Line, Paper, Role, card,
        home::headed,
        judged::{coverage, flipped, missed, report as judged},
        prediction, report, rule_line, ticking,
    },
};

/// The lines of the screen that a card with its report fits.
const SCREEN: usize = 24;

/// The lines of a scene. `own` is the person's own wording of the model answer, if they kept one;
/// `evidence` stands beside the answer of an experiment that has just run.
pub fn scene(
    lang: Lang,
    paper: &Paper,
    quiz: &Quiz,
    context: Context,
    scene: &Scene,
    own: Option<&str>,
    evidence: Option<&Evidence>,
) -> Vec<Line> {
    let current =
        quiz.current().and_then(|current| Some((current, context.library.card(&current.key)?)));
    match (scene, current) {
        (Scene::Question, Some((current, (deck, card)))) => {
            question(lang, paper, quiz, deck, card, current, context)
        }
        (Scene::Speaking, _) => vec![Line::of(Role::Strong, words::speaking(lang))],
        (Scene::Points, Some((current, (_, card)))) => match &card.kind {
            Kind::Explain(explain) => {
                ticking::points(lang, paper, explain, current.milliseconds, &words::tick_keys(lang))
            }
            _ => Vec::new(),
        },
        (Scene::Result, Some((current, (deck, card)))) => {
            // With the prompts of the answer and the grade.
            let question = question(lang, paper, quiz, deck, card, current, context);
            let taken = question.len() + grades(lang, paper, quiz, card, current).len() + 2;
            let room = SCREEN.saturating_sub(taken);
            result(lang, paper, card, current, evidence, room)
        }
        (Scene::Report, Some((current, (_, card)))) => judged(lang, paper, quiz, card, current),
        (Scene::Flipped(places), Some((current, (_, card)))) => {
            flipped(lang, paper, card, current, places)
        }
        (Scene::Coverage, Some((current, (_, card)))) => coverage(lang, paper, quiz, card, current),
        (Scene::Grades, Some((current, (_, card)))) => grades(lang, paper, quiz, card, current),
        (Scene::Model, Some((current, (deck, card)))) => {
            let mut lines = missed(lang, paper, deck, card, current);
            lines.extend(model(lang, paper, card, own));
            lines
        }
        (Scene::Experiment, Some((current, _))) => {
            prediction::drawn(context, current, |guess, it| {
                prediction::experiment(lang, paper, it, guess)
            })
        }
        (Scene::Run, Some((current, _))) => {
            prediction::run(lang, paper, current, context, evidence)
        }
        (Scene::Kept, _) => paper.paragraphs(Role::Right, words::kept(lang), 0),
        (Scene::Graded(grade, interval), _) => {
            let interval = interval.map(|interval| time::interval(lang, interval));
            let graded = words::graded(lang, *grade, interval.as_deref());
            vec![Line::of(Role::Muted, graded), Line::new()]
        }
        (Scene::ProbeQuestion, _) => probe_question(lang, paper, quiz, context),
        (Scene::ProbePoint, _) => probe_point(lang, paper, quiz, context),
        (Scene::ProbeOutcome(recovered), _) => {
            let role = if *recovered { Role::Right } else { Role::Muted };
            vec![Line::of(role, words::probe_outcome(lang, *recovered)), Line::new()]
        }
        (Scene::Help, _) => help(lang, paper, quiz, current.map(|(_, (_, card))| card)),
        (Scene::Invalid(invalid), _) => {
            paper.paragraphs(Role::Warning, words::invalid(lang, *invalid), 0)
        }
        (Scene::Ungraded { draft }, _) => {
            paper.paragraphs(Role::Muted, words::ungraded(lang, *draft), 0)
        }
        (Scene::Summary, _) => summary(lang, paper, quiz, context),
        // A card that left the library while it was asked.
        _ => Vec::new(),
    }
}

/// The words of a prompt.
pub fn prompt(lang: Lang, quiz: &Quiz, prompt: &Prompt) -> String {
    let count = quiz.current().map_or(0, |current| current.covered.len());
    match prompt {
        Prompt::Answer { .. } | Prompt::Stop => "> ".to_owned(),
        Prompt::Reveal => words::reveal_prompt(lang).to_owned(),
        Prompt::Letters => ticking::prompt(lang, count),
        Prompt::Options => words::options_prompt(lang).to_owned(),
        Prompt::Blank(at, of) => words::blank_prompt(lang, at + 1, *of),
        Prompt::Grade(proposed) => words::grade_prompt(lang, *proposed),
        Prompt::Predict { .. } | Prompt::Drive | Prompt::Lab => {
            prediction::prompt(lang, prompt).unwrap_or_default().to_owned()
        }
        Prompt::Judge { found } => words::judge_prompt(lang, *found).to_owned(),
    }
}

fn question(
    lang: Lang,
    paper: &Paper,
    quiz: &Quiz,
    deck: &Deck,
    card: &Card,
    current: &Current,
    context: Context,
) -> Vec<Line> {
    let (at, of) = quiz.progress();
    let mut head =
        vec![format!("{at}/{of}"), card.id.to_string(), deck.topic(&card.topic, lang).to_owned()];
    let item = quiz.item(&current.key);
    let state = item.and_then(|item| item.state.as_ref());
    head.push(match (state, item.map(|item| item.why)) {
        (None, _) => words::new_card(lang).to_owned(),
        (Some(_), Some(Why::New | Why::Learning)) => words::comes_back(lang).to_owned(),
        (Some(state), _) => {
            let hour = context.scheduler.policy().rollover_hour;
            let last = crate::schedule::Day::of(state.last, hour);
            let days = item.map_or(0, |item| last.until(item.today));
            words::last_time(lang, &time::days_ago(lang, days))
        }
    });
    if item.is_some_and(|item| item.why == Why::Wanted) {
        head.push(words::from_interview(lang).to_owned());
    }
    if matches!(card.kind, Kind::Explain(_)) {
        head.push(words::aim(lang, &card::elapsed(u64::from(card.seconds) * 1000)));
    }
    let mut lines = vec![rule_line(paper, &head.join("  "))];
    lines.extend(paper.paragraphs(Role::Strong, card.question.get(lang), 0));
    let mut keys: Vec<(&str, &str)> = match &card.kind {
        Kind::Choice(options) => {
            for (shown, &option) in current.order.iter().enumerate() {
                lines.extend(option_line(lang, paper, shown, &options[option].text));
            }
            let several = options.iter().filter(|option| option.right).count() > 1;
            words::option_keys(lang, several)
        }
        Kind::Cloze(cloze) => {
            let line =
                with_blanks(lang, cloze, |blank, _| (Role::Key, format!("[{}:____]", blank + 1)));
            lines.extend(line.wrap_in(paper.measure(), paper.width, 0));
            words::blank_keys(lang).to_vec()
        }
        Kind::Predict(_) => {
            lines.extend(prediction::drawn(context, current, |guess, it| {
                prediction::program(lang, paper, it, &guess.trial.set, guess.trial.ask.as_ref())
            }));
            match current.guess.as_ref().and_then(Guess::form) {
                Some(form) => lab_words::keys(lang, form).to_vec(),
                None => Vec::new(),
            }
        }
        Kind::Drive(drive) => {
            let reference = card.experiment.as_deref().unwrap_or_default();
            if let Some((_, experiment)) = context.library.experiment(deck, reference) {
                lines.extend(prediction::program(lang, paper, experiment, &[], None));
            }
            let (head, goal) = lab_words::goal(lang, &drive.goal);
            lines.extend(headed(paper, head, Role::Plain, &goal));
            lab_words::drive_keys(lang).to_vec()
        }
        Kind::Explain(_) => words::answer_keys(lang).to_vec(),
    };
    if quiz.mode().reveal {
        keys.clear();
    }
    lines.extend(card::hints(paper, 0, &keys));
    lines
}

pub(super) fn option_line(lang: Lang, paper: &Paper, shown: usize, text: &Text) -> Vec<Line> {
    lettered(paper, shown, Line::plain(text.get(lang)))
}

/// A line behind the letter of an option; linear in the accessible form.
fn lettered(paper: &Paper, shown: usize, line: Line) -> Vec<Line> {
    let letter = letter(shown).unwrap_or('?');
    if paper.accessible {
        let line = Line::of(Role::Key, format!("{letter}: ")).then(line);
        return line.wrap_in(paper.measure(), paper.width, 0);
    }
    let line = Line::of(Role::Key, format!("  {letter}  ")).then(line);
    line.wrap_in(paper.measure(), paper.width, 5)
}

fn result(
    lang: Lang,
    paper: &Paper,
    card: &Card,
    current: &Current,
    evidence: Option<&Evidence>,
    room: usize,
) -> Vec<Line> {
    let answer = match card.answer.get(lang) {
        "" => Vec::new(),
        answer => paper.paragraphs(Role::Plain, answer, 0),
    };
    let room = room.saturating_sub(answer.len());
    let mut lines = Vec::new();
    match &card.kind {
        Kind::Choice(options) => {
            for (shown, &at) in current.order.iter().enumerate() {
                let (option, chosen) = (&options[at], current.chosen[at]);
                let outcome = words::option_outcome(lang, option.right, chosen);
                let role = match (option.right, chosen) {
                    (true, true) => Role::Right,
                    (false, false) => Role::Muted,
                    _ => Role::Wrong,
                };
                // What was missed is said again; what was chosen is still in mind.
                if option.right && !chosen {
                    let text = Line::of(Role::Strong, option.text.get(lang));
                    lines.extend(lettered(paper, shown, text));
                }
                let why = option.why.as_ref().unwrap_or(&option.text).get(lang);
                let line = Line::of(role, outcome).with(Role::Plain, format!("  {why}"));
                lines.extend(lettered(paper, shown, line));
            }
        }
        Kind::Cloze(cloze) => {
            let line = with_blanks(lang, cloze, |blank, right| {
                let filled = current.blanks.get(blank).is_some_and(|(_, right)| *right);
                let role = if filled { Role::Right } else { Role::Wrong };
                (role, right.first().copied().unwrap_or_default().to_owned())
            });
            lines.extend(line.wrap_in(paper.measure(), paper.width, 0));
            for (at, (typed, right)) in current.blanks.iter().enumerate() {
                let role = if *right { Role::Right } else { Role::Wrong };
                let mut line = Line::of(Role::Key, format!("  {}  ", at + 1))
                    .with(role, words::right_or_wrong(lang, *right));
                if !right {
                    line.push(Role::Muted, format!("   {}", words::blank_was(lang, typed)));
                }
                lines.extend(line.wrap_in(paper.measure(), paper.width, 5));
            }
        }
        Kind::Predict(_) => {
            lines.extend(prediction::proof(lang, paper, current, evidence, room));
        }
        // The drive itself has told how it went.
        Kind::Drive(_) => {
            if let Some(Err(why)) = &current.driven {
                lines.extend(paper.paragraphs(Role::Warning, lab_words::unproved(lang, *why), 0));
            }
        }
        Kind::Explain(_) => {}
    }
    lines.extend(answer);
    lines
}

/// The text of a cloze, each blank (by its place and what is right in it) drawn by `blank`.
fn with_blanks(
    lang: Lang,
    cloze: &Cloze,
    blank: impl Fn(usize, &[&str]) -> (Role, String),
) -> Line {
    let mut line = Line::new();
    let mut blanks = 0;
    for piece in cloze.pieces(lang) {
        match piece {
            Piece::Text(text) => line.push(Role::Plain, text),
            Piece::Blank(right) => {
                let (role, text) = blank(blanks, &right);
                line.push(role, text);
                blanks += 1;
            }
        }
    }
    line
}

fn grades(lang: Lang, paper: &Paper, quiz: &Quiz, card: &Card, current: &Current) -> Vec<Line> {
    let mut lines = Vec::new();
    if let (Some(proposed), None) = (current.proposed, &current.proposal) {
        let judged = current.guess.as_ref().and_then(|guess| guess.judged.as_ref());
        let counted = judged.and_then(|judged| prediction::counted(lang, judged));
        let line = match counted.filter(|_| matches!(card.kind, Kind::Predict(_))) {
            Some(counted) => lab_words::proposed(lang, proposed, &counted),
            None => words::proposed_plain(lang, proposed),
        };
        lines.push(Line::plain(line));
    }
    let labels: Vec<(String, String)> = Grade::ALL
        .into_iter()
        .zip(current.outlook)
        .map(|(grade, interval)| {
            let word = words::grade(lang, grade);
            let label = if quiz.mode().cram {
                word.to_owned()
            } else {
                format!("{word} {}", time::interval(lang, interval))
            };
            (grade.digit().to_string(), label)
        })
        .collect();
    let mut items: Vec<(&str, &str)> =
        labels.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
    let sentences = matches!(card.kind, Kind::Explain(_));
    let range = ticking::letters(current.covered.len() + current.traps.len());
    let flip = Some(range.as_str()).filter(|range| !range.is_empty());
    let can_keep = sentences && (current.answer.is_some() || current.second.is_some());
    let keys = words::grade_keys(lang, flip, sentences, can_keep, card.experiment.is_some());
    let keys: Vec<(&str, &str)> = keys.iter().map(|(key, label)| (key.as_str(), *label)).collect();
    if sentences {
        lines.extend(card::choices(paper, 2, &items));
        lines.extend(card::hints(paper, 2, &keys));
    } else {
        // The few keys of a short card stand behind the grades.
        items.extend(keys);
        lines.extend(card::choices(paper, 2, &items));
    }
    lines
}

pub(super) fn model(lang: Lang, paper: &Paper, card: &Card, own: Option<&str>) -> Vec<Line> {
    let mut lines = Vec::new();
    if !card.answer.get(lang).is_empty() {
        lines.push(Line::of(Role::Heading, words::model_head(lang)));
        lines.extend(paper.paragraphs(Role::Plain, card.answer.get(lang), 0));
    }
    if let Some(own) = own {
        lines.push(Line::of(Role::Heading, words::own_head(lang)));
        lines.extend(paper.paragraphs(Role::Quote, own, 0));
    }
    if !card.sources.is_empty() {
        lines.extend(headed(
            paper,
            words::sources_head(lang),
            Role::Muted,
            &card.sources.join(", "),
        ));
    }
    lines
}

fn probe_question(lang: Lang, paper: &Paper, quiz: &Quiz, context: Context) -> Vec<Line> {
    let Some(missed) = quiz.probe() else { return Vec::new() };
    let Some((deck, card)) = context.library.card(&missed.key) else { return Vec::new() };
    let head = [words::probe_head(lang), &card.id, deck.topic(&card.topic, lang)].join("  ");
    let mut lines = vec![rule_line(paper, &head)];
    let keys = words::probe_keys(lang);
    match missed.point(context).and_then(|point| point.probe.as_ref()) {
        Some(probe) => lines.extend(paper.paragraphs(Role::Strong, probe.get(lang), 0)),
        None => {
            lines.extend(paper.paragraphs(Role::Strong, card.question.get(lang), 0));
            lines.extend(paper.paragraphs(Role::Plain, words::probe_question(lang), 0));
        }
    }
    lines.extend(card::hints(paper, 0, &keys));
    lines
}

fn probe_point(lang: Lang, paper: &Paper, quiz: &Quiz, context: Context) -> Vec<Line> {
    let Some(point) = quiz.probe().and_then(|missed| missed.point(context)) else {
        return Vec::new();
    };
    let found = quiz.reply().and_then(|reply| report::quote(paper, &reply.text, &reply.spans));
    let verdict = found.as_ref().map(|_| grading::verdict(lang, Status::Covered));
    let mut line = if paper.accessible {
        let core = point.core.then(|| words::core(lang));
        let marks: Vec<&str> = core.into_iter().chain(verdict).collect();
        let colon = if marks.is_empty() { "" } else { ": " };
        Line::of(Role::Strong, marks.join(", ") + colon)
    } else {
        let star = if point.core { paper.glyphs.core() } else { " " };
        let verdict = verdict.map(|it| Line::of(Role::Right, it).space(2)).unwrap_or_default();
        Line::of(Role::Strong, format!("  {star}  ")).then(verdict)
    };
    line.push(Role::Plain, point.text.get(lang));
    let (gap, hanging) = if paper.accessible { (1, 2) } else { (2, 5) };
    if let Some(quote) = found {
        line = line.space(gap).then(card::quoted(paper, &quote, usize::MAX));
    }
    line.wrap_in(paper.measure(), paper.width, hanging)
}

fn help(lang: Lang, paper: &Paper, quiz: &Quiz, card: Option<&Card>) -> Vec<Line> {
    let topic = match quiz.prompt() {
        None => return Vec::new(),
        Some(Prompt::Predict { form, .. }) => Help::Predict(form),
        Some(Prompt::Answer { .. }) => Help::Answer,
        Some(Prompt::Stop | Prompt::Reveal) => Help::Stop,
        Some(Prompt::Letters) => Help::Letters,
        Some(Prompt::Options) => Help::Options,
        Some(Prompt::Blank(..)) => Help::Blank,
        Some(Prompt::Grade(_)) => Help::Grade,
        Some(Prompt::Judge { .. }) => Help::Judge,
        Some(Prompt::Drive) => Help::Drive,
        Some(Prompt::Lab) => Help::Lab,
    };
    let mut lines = paper.paragraphs(Role::Muted, help::help(lang, topic), 0);
    if let Some(hint) = card.and_then(|card| card.hint.as_ref()) {
        lines.extend(headed(paper, words::hint_head(lang), Role::Plain, hint.get(lang)));
    }
    lines
}

fn summary(lang: Lang, paper: &Paper, quiz: &Quiz, context: Context) -> Vec<Line> {
    let tally = quiz.tally();
    let cards: u32 = tally.grades.iter().sum();
    if cards == 0 && tally.probes.0 == 0 {
        return vec![Line::of(Role::Muted, words::summary_empty(lang))];
    }
    let minutes = tally.milliseconds.div_ceil(60_000).max(1);
    let mut lines =
        paper.paragraphs(Role::Strong, words::summary(lang, cards, minutes, tally.grades), 0);
    let (asked, recovered) = tally.probes;
    if asked > 0 {
        lines.extend(paper.paragraphs(
            Role::Plain,
            words::summary_probes(lang, asked, recovered),
            0,
        ));
    }
    let twice: Vec<&str> = tally
        .missed_twice
        .iter()
        .filter_map(|missed: &Missed| Some(missed.point(context)?.text.get(lang)))
        .collect();
    if !twice.is_empty() {
        lines.extend(headed(
            paper,
            words::missed_twice(lang),
            Role::Wrong,
            &twice.join(words::list_gap(lang)),
        ));
    }
    lines
}

/// What tomorrow holds: the last line of an evening.
pub fn tomorrow(lang: Lang, plan: &Plan) -> Line {
    let minutes = u64::from(plan.seconds).div_ceil(60);
    let reviews = plan.reviews + plan.learning;
    let (head, text) = words::tomorrow(lang, plan.new, reviews, plan.wanted, minutes);
    Line::of(Role::Strong, format!("{head}   ")).with(Role::Plain, text)
}
