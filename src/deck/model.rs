//! What a deck is, once it has been read: the types that every other room codes against.
//!
//! Invariant: these types hold no place in a file except the span of a card's or an experiment's
//! header, and those of a claim and of a rubric, which are judged after reading; every text in them
//! is NFC, trimmed, with `\n` line ends and without control characters. They must not know TOML.

use crate::{
    record::{CardKey, Grade},
    text::{Lang, Span, Text},
};

/// One deck: one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    /// Its id, kebab-case.
    pub id: Box<str>,
    /// The ids it had before.
    pub aliases: Vec<Box<str>>,
    /// The languages that every text of the deck exists in.
    pub languages: Vec<Lang>,
    /// Its title.
    pub title: Text,
    /// The licence of its texts, as an SPDX expression.
    pub license: Option<Box<str>>,
    /// What its cards are about: the names that reports show. Those of a `library.toml` follow.
    pub topics: Vec<(Box<str>, Text)>,
    /// Who a clause of an answer can be about, with all spellings.
    pub subjects: Vec<(Box<str>, Vec<Box<str>>)>,
    /// Concepts with all their spellings.
    pub glossary: Vec<(Box<str>, Vec<Box<str>>)>,
    /// Its cards, in the order of the file.
    pub cards: Vec<Card>,
    /// Its experiments, in the order of the file.
    pub experiments: Vec<Experiment>,
}

impl Deck {
    /// The title of a topic, or its id where it has none.
    pub fn topic<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        let title = self.topics.iter().find(|(topic, _)| **topic == *id);
        title.map_or(id, |(_, title)| title.get(lang))
    }

    /// The card with this id.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| *card.id == *id)
    }

    /// The experiment with this id.
    pub fn experiment(&self, id: &str) -> Option<&Experiment> {
        self.experiments.iter().find(|experiment| *experiment.id == *id)
    }

    /// The key of one of its cards.
    pub fn key(&self, card: &Card) -> CardKey {
        CardKey::new(self.id.clone(), card.id.clone())
    }
}

/// One card: the fields that all kinds have, and what its kind adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its id within the deck, kebab-case.
    pub id: Box<str>,
    /// The topic it belongs to: an id in [`Deck::topics`].
    pub topic: Box<str>,
    /// Free labels.
    pub tags: Vec<Box<str>>,
    /// 1 opens a topic, 2 is expected, 3 separates candidates.
    pub level: u8,
    /// The time to say the answer in an interview.
    pub seconds: u32,
    /// The question. A cloze without one has its text with the blanks drawn as lines.
    pub question: Text,
    /// The model answer. Where a kind gives the answer itself and the deck has none: a choice's
    /// right options, a cloze's text with its blanks filled, nothing for `predict` and `drive`.
    pub answer: Text,
    /// A hint.
    pub hint: Option<Text>,
    /// The experiment that demonstrates the answer: `id` or `deck/id`.
    pub experiment: Option<Box<str>>,
    /// The cards an interviewer goes to next: `id` or `deck/id`.
    pub leads_to: Vec<Box<str>>,
    /// The cards it is mixed up with: `id` or `deck/id`.
    pub confused_with: Vec<Box<str>>,
    /// Where its facts come from.
    pub sources: Vec<Box<str>>,
    /// The names it had before: `old-id` or `old-deck/old-id`.
    pub aliases: Vec<Box<str>>,
    /// What a clause of an answer can be about, where the deck says so itself.
    pub subjects: Vec<Box<str>>,
    /// What its kind adds.
    pub kind: Kind,
    /// The header of its table in the file.
    pub span: Span,
}

/// The kind of a card, with what belongs to it alone.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// An open question, answered in sentences.
    Explain(Explain),
    /// A question with options; several may be right.
    Choice(Vec<Choice>),
    /// A text with blanks.
    Cloze(Cloze),
    /// A question whose answer an experiment gives.
    Predict(Predict),
    /// A task: bring an experiment to a state by choosing who runs.
    Drive(Drive),
}

impl Kind {
    /// The name of the kind, which is the name of its tables in a deck.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Explain(_) => "explain",
            Kind::Choice(_) => "choice",
            Kind::Cloze(_) => "cloze",
            Kind::Predict(_) => "predict",
            Kind::Drive(_) => "drive",
        }
    }
}

/// What judges an answer in sentences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explain {
    /// What a good answer says.
    pub points: Vec<Point>,
    /// Misconceptions that answers really contain.
    pub traps: Vec<Trap>,
    /// Answers that test the points and traps.
    pub samples: Vec<Sample>,
}

/// One thing that a good answer says.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its id within the card.
    pub id: Box<str>,
    /// Whether an answer without it is not good.
    pub core: bool,
    /// The point, as a sentence.
    pub text: Text,
    /// The patterns that find it (TOML key `match`).
    pub patterns: Vec<Box<str>>,
    /// The subject that its patterns are about.
    pub about: Option<Box<str>>,
    /// How many of its patterns must match.
    pub need: u8,
    /// How much it counts, beside the others.
    pub weight: u8,
    /// Whether naming it suffices.
    pub name: bool,
    /// The question that is asked when it was missed.
    pub probe: Option<Text>,
    /// Its places in the file.
    pub places: PartPlaces,
}

/// Where in the file a point or a trap is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartPlaces {
    /// Its id.
    pub id: Span,
    /// Its text in Korean.
    pub ko: Span,
    /// Its text in English.
    pub en: Span,
}

/// A misconception.
#[derive(Clone, Debug, PartialEq)]
pub struct Trap {
    /// Its id within the card.
    pub id: Box<str>,
    /// The misconception, as a sentence.
    pub text: Text,
    /// The patterns that find it (TOML key `match`).
    pub patterns: Vec<Box<str>>,
    /// The subject that its patterns are about.
    pub about: Option<Box<str>>,
    /// What is true instead.
    pub correction: Option<Text>,
    /// The question that is asked when an answer contains it.
    pub probe: Option<Text>,
    /// Its places in the file.
    pub places: PartPlaces,
}

/// An answer with its expected outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The language it is written in.
    pub lang: Lang,
    /// The answer.
    pub answer: Box<str>,
    /// The ids of exactly those points that it covers.
    pub covers: Vec<Box<str>>,
    /// The ids of exactly those traps that it falls into.
    pub traps: Vec<Box<str>>,
    /// The grade that viva should propose for it.
    pub grade: Option<Grade>,
    /// The place of what it says that it covers, or of its header.
    pub span: Span,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The option.
    pub text: Text,
    /// Whether it is right.
    pub right: bool,
    /// Why it is right or wrong: shown after answering.
    pub why: Option<Text>,
}

/// A text with blanks, written `{{blank|alternative}}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cloze {
    /// The text as the deck has it.
    pub text: Text,
}

/// A piece of a cloze text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that is shown.
    Text(&'a str),
    /// A blank, with everything that is right in it; the first is the one to show.
    Blank(Vec<&'a str>),
}

impl Cloze {
    /// The text in `lang` as pieces. What is no complete blank is text.
    pub fn pieces(&self, lang: Lang) -> Vec<Piece<'_>> {
        pieces(self.text.get(lang))
    }

    /// How many blanks the text has; the same in each language.
    pub fn blanks(&self) -> usize {
        let text = Lang::ALL.iter().find_map(|&lang| self.text.exact(lang));
        blanks(text.unwrap_or_default()).count()
    }

    /// Everything that is right in the blank at `at`, in whichever language.
    pub fn right(&self, at: usize) -> Vec<&str> {
        let texts = Lang::ALL.iter().filter_map(|&lang| self.text.exact(lang));
        texts.filter_map(|text| blanks(text).nth(at)).flatten().collect()
    }
}

/// The alternatives of each blank of a text.
fn blanks(text: &str) -> impl Iterator<Item = Vec<&str>> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Blank(alternatives) => Some(alternatives),
        Piece::Text(_) => None,
    })
}

/// The pieces of a text with blanks.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, blank, after)) = next_blank(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Blank(blank.split('|').map(str::trim).collect()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// The text before the next blank, the blank, and the text after it.
fn next_blank(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (blank, after) = rest.split_once("}}")?;
    Some((before, blank, after))
}

/// A question whose answer the experiment gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Predict {
    /// What is asked.
    pub ask: Ask,
    /// Constants of the program that are drawn anew at each review.
    pub vary: Vec<(Box<str>, Vec<i64>)>,
}

/// What a `predict` card asks: a claim's key without its value.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// The values of these variables at the end.
    Final(Vec<Box<str>>),
    /// Whether a schedule ends in a deadlock.
    Deadlock,
    /// What can be printed.
    Outputs,
    /// Whether and how a task faults.
    Fault,
    /// Whether every fair run ends.
    Ends,
    /// Whether this can be true in some state.
    Possible(Box<str>),
    /// In how many schedules this is true at the end.
    Schedules(Box<str>),
    /// How likely this is at the end.
    Chance(Box<str>),
    /// A measurement, of a named run if the deck names one.
    Measure {
        /// What is measured.
        what: Box<str>,
        /// The run's name.
        run: Option<Box<str>>,
    },
}

/// A task for the learner as the scheduler.
#[derive(Clone, Debug, PartialEq)]
pub struct Drive {
    /// What must be true at the end, or `deadlock`, or `violated`.
    pub goal: Box<str>,
}

/// A program for the lab, with what it must show.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Its id within the deck.
    pub id: Box<str>,
    /// Its title.
    pub title: Text,
    /// What it shows, in a sentence or two.
    pub shows: Option<Text>,
    /// The program.
    pub program: Box<str>,
    /// What must be true of it.
    pub claims: Vec<Claim>,
    /// What every use of the program shares.
    pub machine: Machine,
    /// Its named timed runs.
    pub runs: Vec<Run>,
    /// The header of its table in the file.
    pub span: Span,
}

/// Something that must be true of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What is claimed.
    pub what: Assertion,
    /// The constants it is about, where they are not the program's own.
    pub with: Vec<(Box<str>, i64)>,
    /// The steps of its shortest witness.
    pub steps: Option<u32>,
    /// The preemptions of its witness with the fewest.
    pub preemptions: Option<u32>,
    /// The author's sentence for it.
    pub text: Option<Text>,
    /// Its place in the file.
    pub span: Span,
    /// The places of what it says.
    pub places: ClaimPlaces,
}

/// Where in the file a claim says what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimPlaces {
    /// What is claimed: the value beside the form, or the form's own.
    pub value: Span,
    /// The number of steps.
    pub steps: Span,
    /// The number of preemptions.
    pub preemptions: Span,
}

/// The forms of a claim. Numbers that may be big or fractions are kept as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assertion {
    /// Exactly these values are possible at the end.
    FinalIs {
        /// The variables.
        of: Vec<Box<str>>,
        /// The values, one for each variable.
        is: Vec<Vec<i64>>,
    },
    /// This value too is possible at the end.
    FinalCan {
        /// The variables.
        of: Vec<Box<str>>,
        /// One value for each variable.
        can: Vec<i64>,
    },
    /// True in every reachable state.
    Always(Box<str>),
    /// True in no reachable state.
    Never(Box<str>),
    /// True in some reachable state.
    Possible(Box<str>),
    /// Some schedule, or none, ends in a deadlock.
    Deadlock(bool),
    /// No two tasks are inside this region at once.
    Exclusive(Box<str>),
    /// Some schedule ends with this fault; none with any.
    Fault(Option<Box<str>>),
    /// Exactly these printed sequences are possible.
    Outputs(Vec<Vec<i64>>),
    /// So many of all schedules end so.
    Schedules {
        /// What is true at the end.
        expression: Box<str>,
        /// In how many schedules.
        count: Box<str>,
        /// Of how many.
        of: Option<Box<str>>,
    },
    /// The exact probability.
    Chance {
        /// What is true at the end.
        expression: Box<str>,
        /// How likely it is.
        likely: Likely,
    },
    /// Whether every fair run ends.
    Ends(bool),
    /// Who can reach this region enters it again and again.
    Progress(Box<str>),
    /// A timed run gives exactly this.
    Measure {
        /// What is measured.
        what: Box<str>,
        /// The value: a number or a fraction.
        is: Box<str>,
    },
    /// A comparison between named runs.
    Compare(Box<str>),
}

/// A probability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likely {
    /// A fraction, `1/4`.
    Odds(Box<str>),
    /// A percentage, right to the digits written.
    Percent(Box<str>),
}

/// The computer that an experiment runs on; what is not said is the lab's default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Machine {
    /// Words in a page.
    pub page: Option<u32>,
    /// Words in a stack.
    pub stack: Option<u32>,
    /// Words in a heap.
    pub heap: Option<u32>,
    /// Pages that the TLB holds.
    pub tlb: Option<u32>,
    /// Whether a sleeper may wake without a signal.
    pub spurious: Option<bool>,
    /// What things cost.
    pub costs: Option<Costs>,
}

/// What things cost, in ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Costs {
    /// Nothing costs anything but a step, which is one tick.
    None,
    /// What these cost; the others are the lab's defaults.
    Some(Vec<(Box<str>, u32)>),
}

/// A named timed run of an experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its name.
    pub name: Box<str>,
    /// The number of cores.
    pub cores: Option<u32>,
    /// The scheduling policy.
    pub policy: Option<Box<str>>,
    /// Ticks in a quantum.
    pub quantum: Option<u32>,
    /// Ticks between two boosts of `mlfq`.
    pub boost: Option<u32>,
    /// Whether the TLB tells address spaces apart.
    pub tagged: Option<bool>,
    /// What things cost.
    pub costs: Option<Costs>,
    /// Constants of the program for this run.
    pub set: Vec<(Box<str>, i64)>,
    /// A program of its own.
    pub program: Option<Box<str>>,
}
