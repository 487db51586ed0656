//! What goes into a quiz and what comes out of it: inputs, prompts, effects, scenes.
//!
//! Invariant: all of it is plain data. It must not know how anything is worded, drawn or stored.

use crate::{
    deck::{Ask, Experiment, Library},
    lab::Answer,
    record::{Body, CardKey, Draft, Grade, Interval, Moment, Practice},
    session::{Form, drive::Score},
};

/// What a person did at a prompt, or what an effect brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The quiz begins.
    Begin,
    /// A line, or at an answer prompt the lines of an answer.
    Text(String),
    /// Ctrl-C, with what stood at the prompt: the card stays ungraded.
    Interrupt(String),
    /// Ctrl-D, with what stood at the prompt: save and leave.
    Leave(String),
    /// An experiment ran, because of [`Effect::Run`]: the answer to what was asked, if anything was.
    Ran(Result<Option<Answer>, Unproved>),
    /// A drive ended, because of [`Effect::Drive`]; nothing if it did not begin.
    Driven(Result<Driven, Unproved>),
}

/// An experiment to run, and what is asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The id of the deck that the experiment is in.
    pub deck: Box<str>,
    /// Its id there.
    pub experiment: Box<str>,
    /// Constants of its program, where they are not its own.
    pub set: Vec<(Box<str>, i64)>,
    /// What is asked; None if it is only looked at.
    pub ask: Option<Ask>,
}

impl Trial {
    /// The experiment itself.
    pub fn experiment<'a>(&self, library: &'a Library) -> Option<&'a Experiment> {
        library.deck(&self.deck)?.experiment(&self.experiment)
    }
}

/// What came of a drive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driven {
    /// How well it went.
    pub score: Score,
    /// Who moved in the end, as a schedule is written.
    pub schedule: String,
}

/// Why nothing is proved of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproved {
    /// It has more states than this.
    Budget(usize),
    /// The person stopped it.
    Stopped,
    /// It cannot be run: its program goes beyond a limit, or does not have these constants, or its
    /// question cannot be answered.
    Impossible,
}

/// When an input came, and how long after its prompt was first shown.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// The instant.
    pub now: Moment,
    /// Milliseconds since the question or the stage before was shown.
    pub milliseconds: u32,
}

/// What the shell is to do, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Write to the log. The step counts only if this succeeds.
    Log(CardKey, Body),
    /// Show something.
    Show(Scene),
    /// Run an experiment within the budget of a quiz, and go on with [`Input::Ran`].
    Run(Trial),
    /// Let the person step through an experiment.
    Step(Trial),
    /// Let the person choose who moves until the goal is reached, and go on with
    /// [`Input::Driven`].
    Drive {
        /// What is driven.
        trial: Trial,
        /// What must be true at the end, or `deadlock`, or `violated`.
        goal: Box<str>,
    },
}

/// Something to show. Scenes without fields are drawn from the quiz itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Scene {
    /// The question of the current card with its header.
    Question,
    /// The clock runs while the person speaks.
    Speaking,
    /// The points of the card, to compare with the answer.
    Points,
    /// How the options, blanks, prediction or drive came out.
    Result,
    /// The experiment of the card, and what is to be predicted of it if anything is.
    Experiment,
    /// What the experiment of the card did, beside what was predicted.
    Run,
    /// What was found in the typed answer, and what grade that proposes.
    Report,
    /// Verdicts of the report that the person flipped, by their letters' places.
    Flipped(Vec<usize>),
    /// How many points were covered, and what grade that proposes.
    Coverage,
    /// The grades with their intervals, and the keys.
    Grades,
    /// The model answer.
    Model,
    /// The last answer is now the person's own wording.
    Kept,
    /// A grade was given; the card comes back after the interval (None when cramming).
    Graded(Grade, Option<Interval>),
    /// The question for a missed point.
    ProbeQuestion,
    /// The missed point itself, to judge the reply by.
    ProbePoint,
    /// Whether the point was there this time.
    ProbeOutcome(bool),
    /// What can be typed here.
    Help,
    /// What was typed means nothing here.
    Invalid(Invalid),
    /// The card was left ungraded; its draft, if any, is kept.
    Ungraded {
        /// Whether an unfinished answer was kept.
        draft: bool,
    },
    /// The quiz is over.
    Summary,
}

/// Why a line means nothing at its prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// A grade is a digit from 1 to 4.
    Grade,
    /// Points are named by their letters.
    Letters,
    /// Options are named by their letters; a dash is "I do not know".
    Options,
    /// A blank needs a word; a dash is "I do not know".
    Blank,
    /// Yes or no is needed.
    Judge,
    /// There is no typed answer to keep.
    NothingToKeep,
    /// A prediction has another form.
    Prediction(Form),
    /// After a run there is a step or the way back.
    Lab,
    /// The card has no experiment.
    NoExperiment,
    /// A drive begins with Enter; a dash is "I do not know".
    Drive,
}

/// What the quiz waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// An answer of several lines, possibly begun earlier.
    Answer {
        /// What stands in the prompt at first.
        initial: String,
        /// What each finished line is written into the log as.
        keep: Keep,
    },
    /// Enter ends speaking.
    Stop,
    /// Enter shows the answer.
    Reveal,
    /// Letters of the points heard.
    Letters,
    /// Letters of the options.
    Options,
    /// The blank at this place, of this many.
    Blank(usize, usize),
    /// What the experiment will show.
    Predict {
        /// How the answer is written.
        form: Form,
        /// Whether Enter skips it.
        optional: bool,
    },
    /// Enter begins the drive.
    Drive,
    /// After a run: a step, or back to the card.
    Lab,
    /// A grade, with the one that Enter takes.
    Grade(Option<Grade>),
    /// Whether the point was there: yes or no.
    Judge {
        /// Whether the point was found in the reply, so that Enter says yes.
        found: bool,
    },
}

/// What an unfinished answer is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The draft of a card's answer.
    Draft(CardKey),
    /// A second try, or the reply to a missed point (by its id).
    Practice(CardKey, Option<String>),
}

impl Keep {
    /// The log entry for the text so far.
    pub fn entry(&self, text: &str, milliseconds: u32) -> (CardKey, Body) {
        match self {
            Keep::Draft(card) => (card.clone(), Body::Draft(Draft { text: text.to_owned() })),
            Keep::Practice(card, point) => {
                let answer = Some(text.to_owned());
                let practice = Practice { point: point.clone(), answer, milliseconds };
                (card.clone(), Body::Practice(practice))
            }
        }
    }
}
