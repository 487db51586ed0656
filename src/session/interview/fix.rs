//! What to mend first: what was wrong or missing, by what it costs and how sure that is.
//!
//! Invariant: every fix names the words that were said or the point that was missing. It must not know
//! how a fix is told.

use crate::{
    answer::Judge,
    deck::Library,
    record::{
        CardKey, How,
        interview::{Found, Target},
    },
    text::Lang,
};

use super::{
    Interview, cards, explain,
    follow::Known,
    points,
    score::{self, Score},
};

/// The most fixes that are told.
const FIXES: usize = 3;
/// A point that nobody asked for is no fix if its value is less than this.
const LEAST: f64 = 1.0;

/// Something to mend.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// The card that was asked.
    pub card: CardKey,
    /// What is wrong or missing.
    pub of: FixOf,
    /// What it costs, in points of the score, times how sure it is.
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

/// The most valuable fixes of an interview, with sentences to say in this language.
pub(super) fn fixes(
    interview: &Interview,
    library: &Library,
    score: &Score,
    lang: Lang,
) -> Vec<Fix> {
    let roots = 0..interview.plan.roots.len();
    let all = roots.flat_map(|root| of_chain(interview, library, root, score, lang));
    let mut fixes: Vec<Fix> = all.collect();
    fixes.sort_by(|a, b| b.value.total_cmp(&a.value));
    fixes.truncate(FIXES);
    // Judging a model answer takes milliseconds, so only for the fixes that are told.
    for fix in &mut fixes {
        if let FixOf::Point { id, .. } | FixOf::Reversed { id, .. } = &fix.of {
            fix.say = model_sentence(library, &fix.card, id, lang);
        }
    }
    fixes
}

/// How sure it is that somebody lacks a point that was not found, from 0 to 1. Who passes at its
/// question says so. What was touched, or read as said backwards, may have been said in words that
/// nobody foresaw; what was not asked for may only not have come to mind.
fn sure(passed: bool, touched: bool, probed: bool) -> f64 {
    match (passed, touched, probed) {
        (true, ..) => 1.0,
        (false, true, true) => 0.6,
        (false, true, false) => 0.5,
        (false, false, true) => 0.85,
        (false, false, false) => 0.7,
    }
}

/// What could be mended in a chain, with what each costs.
fn of_chain<'a>(
    interview: &'a Interview,
    library: &'a Library,
    root: usize,
    score: &Score,
    lang: Lang,
) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for (depth, key) in cards(interview.chain(root)).into_iter().enumerate() {
        let Some((deck, card, explained)) = explain(library, key) else { continue };
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
        // Who ticked their own points, or had them noted, left the others out.
        let read = known.turns().any(|it| it.how == How::Typed && !it.pass);
        let words = |id: &str, status: &str| -> String {
            let mut found = known.turns().flat_map(|it| it.found.iter().chain(&it.traps));
            let hit = |it: &&Found| it.id == id && it.status == status;
            found.find(hit).map(|it| it.quote.clone()).unwrap_or_default()
        };
        // One point of the root costs its share of the part; one of a deeper card, of its question.
        let cost = |core: bool| {
            let part = if core { score.core } else { score.rest };
            if depth == 0 {
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
                let id = point.id.to_string();
                let target = Some(Target::Point(id.clone()));
                let probe = known.turns().find(|it| it.asked.probe == target);
                let pass = probe.is_some_and(|it| it.pass);
                let (reversed, touched) =
                    (known.has(&id, "contradicted"), known.has(&id, "mentioned"));
                let sure =
                    if read { sure(pass, reversed || touched, probe.is_some()) } else { 1.0 };
                let of = if reversed {
                    FixOf::Reversed { quote: words(&id, "contradicted"), id }
                } else {
                    FixOf::Point { pass, quote: words(&id, "mentioned"), id }
                };
                let value = cost(core) * sure;
                if probe.is_some() || value >= LEAST {
                    fixes.push(fix(of, value, None));
                }
            }
        }
        for id in known.traps() {
            let mended = score::put_right(library, interview.chain(root), key, id);
            let said = known.turns().filter(|it| it.traps.iter().any(|trap| trap.id == *id));
            // Said twice it was meant; said once the words may have been read wrongly.
            let sure = if read && said.count() < 2 { 0.6 } else { 1.0 };
            let value = sure * f64::from(if mended { score::TRAP.1 } else { score::TRAP.0 });
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
