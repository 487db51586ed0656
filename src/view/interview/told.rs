//! What a report and a transcript tell, as plain words: the same for the screen, for Markdown and for
//! the page.
//!
//! Invariant: nothing is escaped or laid out here. It must not know which form shows it.

use crate::{
    answer::Status,
    deck::Library,
    message::{grading, interview as words},
    record::{
        CardKey, How,
        interview::{Found, Target, Turn, is_late},
    },
    session::interview::{self, Fix, FixOf, Interview, Report, Row, Strength, Topic},
    text::Lang,
    view::{Role, elapsed},
};

/// Something good: whose words show it, and what is said of it.
pub(super) struct Good {
    /// The person's words.
    pub quote: Option<String>,
    /// The root question, where the whole answer shows it.
    pub question: Option<String>,
    /// What was good.
    pub text: String,
}

/// What was good.
pub(super) fn strengths(lang: Lang, report: &Report) -> Vec<Good> {
    let number = |key: &CardKey| {
        let at = report.rows.iter().position(|row| row.card == *key)?;
        Some(words::numbered(lang, at + 1))
    };
    let told = report.strengths.iter().map(|strength| match strength {
        Strength::Recovered { quote, .. } => {
            Good { quote: some(quote), question: None, text: words::recovered(lang).into() }
        }
        Strength::Complete { card } => {
            Good { quote: None, question: number(card), text: words::complete(lang).into() }
        }
        Strength::Opened { card, quote } => {
            Good { quote: some(quote), question: number(card), text: words::opened(lang).into() }
        }
        Strength::Deep { card, depth } => {
            Good { quote: None, question: number(card), text: words::deep(lang, *depth) }
        }
    });
    told.collect()
}

/// Something to mend.
pub(super) struct Bad {
    /// The point.
    pub point: Option<String>,
    /// The person's words.
    pub quote: Option<String>,
    /// What is wrong.
    pub text: &'static str,
    /// What to say next time.
    pub say: Option<String>,
    /// The experiment to run, as `lab run` takes it.
    pub run: Option<String>,
}

/// What to mend.
pub(super) fn fixes(lang: Lang, report: &Report, library: &Library) -> Vec<Bad> {
    let mut told: Vec<Bad> = Vec::new();
    for fix in &report.fixes {
        let mut bad = bad(lang, library, fix);
        // An experiment to run is named once.
        bad.run = bad.run.filter(|run| told.iter().all(|it| it.run.as_ref() != Some(run)));
        told.push(bad);
    }
    told
}

/// What is said where there is nothing to mend.
pub(super) fn no_fixes(lang: Lang, report: &Report) -> &'static str {
    let all = |(first, later, all): (u32, u32, u32)| first + later == all;
    words::no_fixes(lang, report.topics.iter().all(|topic| all(topic.points)))
}

/// The text of a card's point; its id where that is gone.
pub(super) fn point(lang: Lang, library: &Library, card: &CardKey, id: &str) -> String {
    let card = interview::explain(library, card);
    let point = card.and_then(|it| it.2.points.iter().find(|it| *it.id == *id));
    point.map_or(id, |it| it.text.get(lang)).to_owned()
}

/// The text of a card's misconception; its id where that is gone.
pub(super) fn trap(lang: Lang, library: &Library, card: &CardKey, id: &str) -> String {
    let card = interview::explain(library, card);
    let trap = card.and_then(|it| it.2.traps.iter().find(|it| *it.id == *id));
    trap.map_or(id, |it| it.text.get(lang)).to_owned()
}

fn bad(lang: Lang, library: &Library, fix: &Fix) -> Bad {
    let point = |id: &str| Some(point(lang, library, &fix.card, id));
    let run = fix.experiment.as_deref().map(|name| short(library, name));
    let say = fix.say.clone();
    match &fix.of {
        FixOf::Point { id, pass, quote } => Bad {
            point: point(id),
            quote: some(quote),
            text: words::point_missing(lang, *pass, !quote.is_empty()),
            say,
            run,
        },
        FixOf::Reversed { id, quote } => Bad {
            point: point(id),
            quote: some(quote),
            text: words::point_reversed(lang),
            say,
            run,
        },
        FixOf::Trap { id, quote, mended } => {
            let text = trap(lang, library, &fix.card, id);
            Bad {
                // Without the words that show it, the misconception itself.
                point: quote.is_empty().then(|| text.clone()),
                quote: some(quote),
                text: words::trap_found(lang, *mended),
                say: say.or_else(|| Some(grading::not_so(lang, &text))),
                run,
            }
        }
    }
}

/// `deck/id` without its deck, if no other deck has an experiment of that name.
fn short(library: &Library, name: &str) -> String {
    let Some((_, id)) = name.split_once('/') else { return name.to_owned() };
    let owners = library.decks.iter().filter(|deck| deck.experiment(id).is_some()).count();
    if owners == 1 { id.to_owned() } else { name.to_owned() }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The cells of a row: core, other, follow-ups, misconceptions, first answer.
pub(super) fn cells(row: &Row) -> [String; 5] {
    [
        found(row.core),
        if row.rest.2 > 0 { found(row.rest) } else { "-".to_owned() },
        if row.tails.1 > 0 { words::share(row.tails.0, row.tails.1) } else { "-".to_owned() },
        (row.traps.0 + row.traps.1).to_string(),
        time(row.milliseconds, row.limit),
    ]
}

/// Points that were found, of all: what came later counts half.
pub(super) fn found((first, later, all): (u32, u32, u32)) -> String {
    words::share(2 * first + later, 2 * all)
}

/// The share of points that were found, from 0 to 1.
pub(super) fn fraction((first, later, all): (u32, u32, u32)) -> f64 {
    f64::from(2 * first + later) / f64::from((2 * all).max(1))
}

/// The title of a topic; its id where its card is gone.
pub(super) fn topic(lang: Lang, library: &Library, topic: &Topic) -> String {
    let deck = library.card(&topic.card).map(|it| it.0);
    deck.map_or(&*topic.id, |deck| deck.topic(&topic.id, lang)).to_owned()
}

/// `1:10 / 1:30`.
pub(super) fn time(milliseconds: u32, limit: u32) -> String {
    format!("{} / {}", elapsed(milliseconds.into()), elapsed(u64::from(limit) * 1000))
}

/// By how much a time is past its limit.
pub(super) fn late(lang: Lang, milliseconds: u32, limit: u32) -> Option<String> {
    let over = (milliseconds / 1000).saturating_sub(limit).max(1);
    is_late(milliseconds, limit).then(|| words::past_limit(lang, over))
}

/// The words of a root question.
pub(super) fn question(lang: Lang, library: &Library, card: &CardKey) -> String {
    let card = library.card(card).map(|it| it.1.question.get(lang));
    card.unwrap_or_else(|| words::gone(lang)).trim().to_owned()
}

/// Notes under the figures of a row.
pub(super) fn notes(lang: Lang, row: &Row) -> Vec<String> {
    words::row_notes(lang, row.traps.1, row.depth, row.pass)
}

/// What the halves in the arithmetic are.
pub(super) fn half_means(lang: Lang, report: &Report) -> Option<&'static str> {
    let recovered = report.rows.iter().any(|row| row.core.1 + row.rest.1 > 0);
    words::half_means(lang, recovered, report.score.tails.got % 2 == 1)
}

/// The rating against the score. `history` is (score, rating) of the interviews before.
pub(super) fn calibration(
    lang: Lang,
    report: &Report,
    history: &[(u32, Option<u8>)],
) -> Option<String> {
    let rated: Vec<(u32, u8)> =
        history.iter().filter_map(|(score, rating)| Some((*score, (*rating)?))).collect();
    Some(words::calibration(lang, report.rating?, report.score.total, &rated))
}

/// A question with its answer.
pub(super) struct Exchange<'a> {
    /// The number of the root question, from 1, and of how many; None at a follow-up.
    pub number: Option<(usize, usize)>,
    /// The question.
    pub question: String,
    /// Why it was asked.
    pub why: &'static str,
    /// The answer as typed.
    pub answer: Option<&'a str>,
    /// What stands beside the time: passed, aloud, hint, too late, what came of a reply.
    pub marks: Vec<(Role, String)>,
    /// The time and its limit.
    pub time: String,
    /// What was found.
    pub verdicts: Vec<Verdict>,
}

/// What was found of a point, or a misconception.
pub(super) struct Verdict {
    /// How good it is.
    pub role: Role,
    /// The verdict in a word.
    pub word: &'static str,
    /// Whether the point is a core one.
    pub core: bool,
    /// The point or the misconception.
    pub text: String,
    /// The words that show it.
    pub quote: Option<String>,
}

/// All questions with their answers.
pub(super) fn exchanges<'a>(
    lang: Lang,
    interview: &'a Interview,
    library: &Library,
) -> Vec<Exchange<'a>> {
    let mut roots: Vec<usize> = interview.turns.iter().map(|turn| turn.root).collect();
    roots.dedup();
    let mut last = None;
    let exchanges = interview.turns.iter().map(|turn| {
        let number = roots.iter().position(|root| *root == turn.root).map_or(0, |at| at + 1);
        let is_root = last != Some(turn.root);
        last = Some(turn.root);
        let text = interview::words(library, &turn.asked).map(|it| it.get(lang).trim());
        Exchange {
            number: is_root.then_some((number, roots.len())),
            question: text.unwrap_or_else(|| words::gone(lang)).to_owned(),
            why: words::why(lang, turn.why),
            answer: turn.answer.as_deref(),
            marks: marks(lang, library, turn, is_root),
            time: time(turn.milliseconds, turn.limit),
            verdicts: verdicts(lang, library, turn),
        }
    });
    exchanges.collect()
}

/// Whether anything was not found in a typed answer; of a spoken one a person said what was there.
pub(super) fn not_found(exchanges: &[Exchange]) -> bool {
    let mut typed = exchanges.iter().filter(|it| it.answer.is_some());
    typed.any(|it| it.verdicts.iter().any(|verdict| verdict.role == Role::Muted))
}

fn marks(lang: Lang, library: &Library, turn: &Turn, is_root: bool) -> Vec<(Role, String)> {
    let mut marks = Vec::new();
    if turn.pass {
        marks.push((Role::Muted, words::passed(lang).to_owned()));
    } else if !is_root {
        let halves = interview::tail(library, turn);
        let role = [Role::Muted, Role::Partial, Role::Right][halves.min(2) as usize];
        marks.push((role, words::reply(lang, halves).to_owned()));
    }
    if turn.how == How::Spoken && !turn.pass {
        marks.push((Role::Muted, words::spoken(lang).to_owned()));
    }
    if turn.hint {
        marks.push((Role::Muted, words::hinted(lang).to_owned()));
    }
    if let Some(late) = late(lang, turn.milliseconds, turn.limit) {
        marks.push((Role::Warning, late));
    }
    if turn.lists {
        marks.push((Role::Warning, grading::lists(lang).to_owned()));
    }
    marks
}

/// Of a card's own question each point, of a reply to a probe its point and what else it made.
fn verdicts(lang: Lang, library: &Library, turn: &Turn) -> Vec<Verdict> {
    let Some((.., card)) = interview::explain(library, &turn.asked.card) else {
        return Vec::new();
    };
    if turn.pass {
        return Vec::new();
    }
    let mut told = Vec::new();
    for point in &card.points {
        let found = turn.found.iter().find(|it| *it.id == *point.id);
        let probed = match &turn.asked.probe {
            None => true,
            Some(Target::Point(id)) => *id == *point.id,
            Some(Target::Trap(_)) => false,
        };
        if found.is_none() && !probed {
            continue;
        }
        let (role, status) = status(found);
        told.push(Verdict {
            role,
            word: grading::verdict(lang, status),
            core: point.core,
            text: point.text.get(lang).to_owned(),
            quote: found.and_then(|it| some(&it.quote)),
        });
    }
    for found in &turn.traps {
        let trap = card.traps.iter().find(|it| *it.id == *found.id);
        told.push(Verdict {
            role: Role::Wrong,
            word: grading::misconception(lang),
            core: false,
            text: trap.map_or(&*found.id, |it| it.text.get(lang)).to_owned(),
            quote: some(&found.quote),
        });
    }
    told
}

fn status(found: Option<&Found>) -> (Role, Status) {
    let all = [
        (Role::Right, Status::Covered),
        (Role::Partial, Status::Mentioned),
        (Role::Wrong, Status::Contradicted),
    ];
    let found = found.and_then(|it| all.into_iter().find(|all| all.1.name() == it.status));
    found.unwrap_or((Role::Muted, Status::NotFound))
}
