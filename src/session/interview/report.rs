//! What an interview showed: a row for each root, what was good, what to mend first.
//!
//! Invariant: a function of the recorded steps and the cards. Every strength and every fix names the
//! words that were said or the point that was missing. It must not judge whether somebody is hired.

use crate::{
    answer::Judge,
    deck::Library,
    record::{
        CardKey, How,
        interview::{Ending, Found, Target, Turn},
    },
    text::Lang,
};

use super::{
    Interview, explain,
    follow::Known,
    points,
    score::{self, Score},
};

/// The most fixes that are told.
const FIXES: usize = 3;

/// What an interview showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The score and its parts.
    pub score: Score,
    /// A row for each root that was asked.
    pub rows: Vec<Row>,
    /// What was good, at most three.
    pub strengths: Vec<Strength>,
    /// What to mend, the most valuable first, at most three.
    pub fixes: Vec<Fix>,
    /// What the person expected, from 0 to 100.
    pub rating: Option<u8>,
    /// Why it ended; None if it did not yet.
    pub ended: Option<Ending>,
    /// The time of all answers, in milliseconds.
    pub milliseconds: u64,
    /// Follow-up questions asked.
    pub follow_ups: usize,
}

/// A root question and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The card.
    pub card: CardKey,
    /// Core points: at first, recovered later, of all.
    pub core: (u32, u32, u32),
    /// Other points: at first, recovered later, of all.
    pub rest: (u32, u32, u32),
    /// Follow-up questions: answered, asked.
    pub tails: (u32, u32),
    /// How many cards deep the chain went with good answers, from 0.
    pub depth: u32,
    /// Misconceptions: left, put right.
    pub traps: (u32, u32),
    /// Whether the first answer begins with a core point; None where it was spoken, since nobody saw
    /// its sentences.
    pub opens: Option<bool>,
    /// Whether the person said that they do not know.
    pub pass: bool,
    /// The time of the first answer, in milliseconds.
    pub milliseconds: u32,
    /// Its limit, in seconds.
    pub limit: u32,
}

/// Something that was good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strength {
    /// A reply recovered what the first answer lacked.
    Recovered {
        /// The card.
        card: CardKey,
        /// The words.
        quote: String,
    },
    /// Every core point in the first answer.
    Complete {
        /// The card.
        card: CardKey,
    },
    /// A core point in the first sentence.
    Opened {
        /// The card.
        card: CardKey,
        /// The words.
        quote: String,
    },
    /// The chain went deep.
    Deep {
        /// The root's card.
        card: CardKey,
        /// How many cards beyond the root.
        depth: u32,
    },
}

/// Something to mend.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// The card that was asked.
    pub card: CardKey,
    /// What is wrong or missing.
    pub of: FixOf,
    /// What it costs, in points of the score.
    pub value: f64,
    /// A sentence to say next time.
    pub say: Option<String>,
    /// The experiment to run: `deck/id`.
    pub experiment: Option<String>,
}

/// What is wrong or missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FixOf {
    /// A point that no answer states; with the words that touch it.
    Point {
        /// Its id.
        id: String,
        /// Whether the person was asked for it and did not know.
        pass: bool,
        /// The words that touch it, if any.
        quote: String,
    },
    /// A point stated the wrong way round.
    Reversed {
        /// Its id.
        id: String,
        /// The words.
        quote: String,
    },
    /// A misconception.
    Trap {
        /// Its id.
        id: String,
        /// The words.
        quote: String,
        /// Whether a reply put it right.
        mended: bool,
    },
}

/// The score of an interview, without the rest of its report.
pub fn score(interview: &Interview, library: &Library) -> Score {
    score::score(interview, library, &rows(interview, library))
}

fn rows(interview: &Interview, library: &Library) -> Vec<Row> {
    let roots = 0..interview.plan.roots.len();
    roots.filter_map(|root| row(interview, library, root)).collect()
}

/// The report of an interview, with sentences to say in this language.
pub fn report(interview: &Interview, library: &Library, lang: Lang) -> Report {
    let roots = 0..interview.plan.roots.len();
    let rows = rows(interview, library);
    let score = score::score(interview, library, &rows);
    let mut fixes: Vec<Fix> =
        roots.clone().flat_map(|root| fixes(interview, library, root, &score, lang)).collect();
    fixes.sort_by(|a, b| b.value.total_cmp(&a.value));
    fixes.truncate(FIXES);
    // Judging a model answer takes milliseconds, so only for the fixes that are told.
    for fix in &mut fixes {
        if let FixOf::Point { id, .. } | FixOf::Reversed { id, .. } = &fix.of {
            fix.say = model_sentence(library, &fix.card, id, lang);
        }
    }
    let mut strengths = Vec::new();
    for root in roots {
        strengths.extend(self::strengths(interview, library, root, &rows));
    }
    strengths.sort_by_key(|it| match it {
        Strength::Complete { .. } => 0,
        Strength::Deep { .. } => 1,
        Strength::Recovered { .. } => 2,
        Strength::Opened { .. } => 3,
    });
    strengths.truncate(3);
    Report {
        score,
        strengths,
        fixes,
        rating: interview.rating,
        ended: interview.ended,
        milliseconds: interview.turns.iter().map(|turn| u64::from(turn.milliseconds)).sum(),
        follow_ups: interview.turns.iter().filter(|it| !is_root(interview, it)).count(),
        rows,
    }
}

fn is_root(interview: &Interview, turn: &Turn) -> bool {
    interview.chain(turn.root).next().is_some_and(|first| std::ptr::eq(first, turn))
}

fn row(interview: &Interview, library: &Library, root: usize) -> Option<Row> {
    let first = interview.chain(root).next()?;
    let key = &first.asked.card;
    let (.., card) = explain(library, key)?;
    let count = |core: bool| {
        let points = points(card, core).map(|point| &*point.id);
        let at_first = Known::of(std::iter::once(first), key);
        let ever = Known::of(interview.chain(root), key);
        points.fold((0, 0, 0), |(first, later, all), id| {
            let now = at_first.covered(id);
            (first + u32::from(now), later + u32::from(!now && ever.covered(id)), all + 1)
        })
    };
    let tails = interview.chain(root).skip(1);
    let good = tails.clone().filter(|turn| score::tail(library, turn) > 0).count();
    let asked = tails.clone().count();
    let deep = tails.filter(|turn| turn.asked.probe.is_none() && score::tail(library, turn) > 1);
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut cards: Vec<&CardKey> = Vec::new();
    let mut traps = (0, 0);
    for turn in interview.chain(root) {
        if !cards.contains(&&turn.asked.card) {
            cards.push(&turn.asked.card);
            let (left, right) = score::traps(library, interview.chain(root), &turn.asked.card);
            traps = (traps.0 + left, traps.1 + right);
        }
    }
    Some(Row {
        card: key.clone(),
        core: count(true),
        rest: count(false),
        tails: (small(good), small(asked)),
        depth: small(deep.count()),
        traps,
        opens: (first.how != How::Spoken).then_some(first.opens),
        pass: first.pass,
        milliseconds: first.milliseconds,
        limit: first.limit,
    })
}

/// What could be mended in a chain, with what each costs.
fn fixes<'a>(
    interview: &'a Interview,
    library: &'a Library,
    root: usize,
    score: &Score,
    lang: Lang,
) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let mut done: Vec<&CardKey> = Vec::new();
    let root_card = interview.chain(root).next().map(|turn| &turn.asked.card);
    for turn in interview.chain(root) {
        let key = &turn.asked.card;
        let Some((deck, card, explained)) = explain(library, key).filter(|_| !done.contains(&key))
        else {
            continue;
        };
        done.push(key);
        let known = Known::of(interview.chain(root), key);
        let experiment = card.experiment.as_ref().and_then(|name| {
            let (deck, experiment) = library.experiment(deck, name)?;
            Some(format!("{}/{}", deck.id, experiment.id))
        });
        let fix = |of, value, say| Fix {
            card: key.clone(),
            of,
            value,
            say,
            experiment: experiment.clone(),
        };
        let asked = |target: &Target| {
            interview.chain(root).any(|it| {
                it.asked.card == *key && it.asked.probe.as_ref() == Some(target) && it.pass
            })
        };
        let words = |id: &str, status: &str| -> String {
            let all = interview.chain(root).filter(|it| it.asked.card == *key);
            let mut found = all.flat_map(|it| it.found.iter().chain(&it.traps));
            let hit = |it: &&Found| it.id == id && it.status == status;
            found.find(hit).map(|it| it.quote.clone()).unwrap_or_default()
        };
        // One point of the root costs its share of the part; one of a deeper card, of its question.
        let cost = |core: bool| {
            let part = if core { score.core } else { score.rest };
            if Some(key) == root_card {
                2.0 * f64::from(part.worth) / f64::from(part.of.max(1))
            } else {
                let own = points(explained, core).count().max(1);
                let own = f64::from(u32::try_from(own).unwrap_or(u32::MAX));
                let tail = 2.0 * f64::from(score.tails.worth) / f64::from(score.tails.of.max(1));
                tail / own * if core { 1.0 } else { 0.3 }
            }
        };
        for core in [true, false] {
            for point in points(explained, core).filter(|it| !known.covered(&it.id)) {
                let id = &*point.id;
                let reversed = known.has(id, "contradicted");
                let touched = known.has(id, "mentioned");
                // What was touched may have been said in words that nobody foresaw.
                let sure = if touched && !reversed { 0.6 } else { 1.0 };
                let id = id.to_owned();
                let of = if reversed {
                    FixOf::Reversed { quote: words(&id, "contradicted"), id }
                } else {
                    let pass = asked(&Target::Point(id.clone()));
                    FixOf::Point { pass, quote: words(&id, "mentioned"), id }
                };
                fixes.push(fix(of, cost(core) * sure, None));
            }
        }
        for id in known.traps() {
            let mended = score::put_right(library, interview.chain(root), key, id);
            let value = f64::from(if mended { score::TRAP.1 } else { score::TRAP.0 });
            let trap = explained.traps.iter().find(|it| *it.id == *id);
            let say = trap.and_then(|it| it.correction.as_ref()).map(|it| it.get(lang).to_owned());
            let quote = words(id, "trap");
            fixes.push(fix(FixOf::Trap { id: id.to_owned(), quote, mended }, value, say));
        }
    }
    fixes
}

/// The sentence of the model answer that states a point.
fn model_sentence(library: &Library, key: &CardKey, point: &str, lang: Lang) -> Option<String> {
    let (deck, card, points) = explain(library, key)?;
    let at = points.points.iter().position(|it| *it.id == *point)?;
    let answer = card.answer.get(lang);
    let report = Judge::new(&points.rubric(deck, card)).report(answer);
    let span = report.points.get(at)?.spans.first()?;
    let start = answer[..span.start].rfind(['.', '?', '!', '\n']).map_or(0, |at| at + 1);
    let end = answer[span.start..].find(['.', '?', '!', '\n']).map(|at| span.start + at + 1);
    let sentence = answer[start..end.unwrap_or(answer.len())].trim();
    (!sentence.is_empty()).then(|| sentence.to_owned())
}

fn strengths(interview: &Interview, library: &Library, root: usize, rows: &[Row]) -> Vec<Strength> {
    let mut found = Vec::new();
    let Some(first) = interview.chain(root).next() else { return found };
    let card = first.asked.card.clone();
    if let Some(row) = rows.iter().find(|row| row.card == card) {
        if row.core.0 == row.core.2 && row.core.2 > 0 && row.traps.0 == 0 {
            found.push(Strength::Complete { card: card.clone() });
        }
        if row.depth > 0 {
            found.push(Strength::Deep { card: card.clone(), depth: row.depth });
        }
    }
    let covered = |turn: &Turn| {
        let said = turn.found.iter().find(|it| it.status == "covered" && !it.quote.is_empty());
        said.map(|it| it.quote.clone())
    };
    for turn in interview.chain(root).skip(1) {
        let probed = turn.asked.probe.is_some() && score::tail(library, turn) > 0;
        let quote = match &turn.asked.probe {
            Some(Target::Point(id)) => {
                turn.found.iter().find(|it| it.id == *id).map(|it| it.quote.clone())
            }
            _ => covered(turn),
        };
        if let Some(quote) = quote.filter(|quote| probed && !quote.is_empty()) {
            found.push(Strength::Recovered { card: turn.asked.card.clone(), quote });
        }
    }
    if let Some(quote) = covered(first).filter(|_| first.opens) {
        found.push(Strength::Opened { card, quote });
    }
    found
}
