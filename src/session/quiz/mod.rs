//! The quiz: cards asked, answered, compared with their points, graded; missed points asked again.
//!
//! Invariant: a card changes the schedule exactly once for each grade given, and only by the
//! [`Effect::Log`] of that step. A long card is asked once; what comes back are its missed points.
//! It must not know how anything is worded or drawn.

mod answer;
mod grade;
mod lab;
mod probe;
mod protocol;
mod report;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};

use crate::{
    answer::{Proposal, Report},
    deck::{Card, Deck, Kind, Library},
    record::{CardKey, Grade, How, Interval, Moment},
    schedule::{CardState, Day, Scheduler, Style, Why},
    text::Span,
};

use super::keystrokes;

pub use grade::PROBES_PER_CARD;
pub use lab::Guess;
pub use protocol::{Driven, Effect, Input, Invalid, Keep, Prompt, Scene, Timing, Trial, Unproved};

/// Minutes that a waiting card may be asked ahead of its learning step when nothing else is left.
const LEARN_AHEAD_MINUTES: i64 = 20;

/// What the quiz reads and never changes.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The cards.
    pub library: &'a Library,
    /// The memory model and its policy.
    pub scheduler: &'a Scheduler,
}

/// A card to be asked and what is known of it.
#[derive(Clone, Debug)]
pub struct Item {
    /// The card.
    pub key: CardKey,
    /// Why it is asked.
    pub why: Why,
    /// Whether it is learned in steps or in days.
    pub style: Style,
    /// Its state before the answer; None for a new card.
    pub state: Option<CardState>,
    /// An answer begun earlier.
    pub draft: Option<String>,
    /// The points that the last graded answer covered, by id.
    pub last_covered: Option<Vec<String>>,
    /// The study day on which it is asked.
    pub today: Day,
}

/// How a quiz runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mode {
    /// Outside the schedule: grades are kept and move nothing.
    pub cram: bool,
    /// The answer is shown at once instead of being asked for.
    pub reveal: bool,
    /// Orders options.
    pub seed: u64,
}

/// Where the quiz stands in a card.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Idle,
    Answer,
    Speak,
    Reveal,
    Tick,
    Options,
    Blank(usize),
    Predict,
    Proving,
    Drive,
    Driving,
    Grade,
    Guess,
    Running,
    Lab,
    Retry,
    RetrySpeak,
    Probe,
    ProbeSpeak,
    Judge,
    Over,
}

/// The card being asked.
#[derive(Clone, Debug)]
pub struct Current {
    /// Its place in the plan.
    pub key: CardKey,
    /// How the answer came.
    pub how: How,
    /// The answer as it goes into the log.
    pub answer: Option<String>,
    /// A second answer, if one was given.
    pub second: Option<String>,
    /// Milliseconds from the question to the end of the answer.
    pub milliseconds: u32,
    /// For each point, whether it was covered; empty for cards without points.
    pub covered: Vec<bool>,
    /// Whether it is known which points were covered: the matcher found out or the person said.
    pub ticked: bool,
    /// What the matcher found in a typed answer.
    pub report: Option<Report>,
    /// For each misconception of the report, whether the answer contains it: the person may disagree.
    pub traps: Vec<bool>,
    /// The options as shown: their numbers in the deck.
    pub order: Vec<usize>,
    /// For each option in the deck, whether it was chosen; empty for cards without options.
    pub chosen: Vec<bool>,
    /// The words typed into the blanks so far, each with whether it is right.
    pub blanks: Vec<(String, bool)>,
    /// How many blanks the card has.
    pub blank_count: usize,
    /// The interval that each grade gives, fixed when the question was shown.
    pub outlook: [Interval; 4],
    /// The proposed grade.
    pub proposed: Option<Grade>,
    /// The counts behind the proposed grade of a card with points.
    pub proposal: Option<Proposal>,
    /// What is predicted of an experiment, by a card that asks for it or before a run.
    pub guess: Option<Guess>,
    /// How the drive that the card asks for came out.
    pub driven: Option<Result<Driven, Unproved>>,
}

/// A missed point being asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The card.
    pub key: CardKey,
    /// The point's id.
    pub id: String,
    /// Whether the last graded answer before today missed it too.
    pub twice: bool,
}

/// A typed reply to the question for a missed point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// As typed.
    pub text: String,
    /// Where the point was found in it; empty if it was not.
    pub spans: Vec<Span>,
}

/// What a quiz came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Grades given, by [`Grade::index`].
    pub grades: [u32; 4],
    /// Missed points asked again, and how many of them were there.
    pub probes: (u32, u32),
    /// Milliseconds from questions to ends of answers.
    pub milliseconds: u64,
    /// Points missed today and the last time too.
    pub missed_twice: Vec<Missed>,
}

/// The state of a quiz.
#[derive(Clone, Debug)]
pub struct Quiz {
    items: HashMap<CardKey, Item>,
    queue: VecDeque<CardKey>,
    waiting: Vec<(i64, CardKey)>,
    probes: VecDeque<Missed>,
    stage: Stage,
    current: Option<Current>,
    probe: Option<Missed>,
    reply: Option<Reply>,
    /// The text of the present answer that is in the log already.
    kept: Option<String>,
    mode: Mode,
    asked: usize,
    planned: usize,
    tally: Tally,
}

impl Quiz {
    /// A quiz over `items`, asked in this order, and at the end over points that were missed earlier
    /// in the evening.
    pub fn new(items: Vec<Item>, missed: Vec<Missed>, mode: Mode) -> Quiz {
        let queue: VecDeque<CardKey> = items.iter().map(|item| item.key.clone()).collect();
        Quiz {
            planned: queue.len(),
            items: items.into_iter().map(|item| (item.key.clone(), item)).collect(),
            queue,
            waiting: Vec::new(),
            probes: missed.into(),
            stage: Stage::Idle,
            current: None,
            probe: None,
            reply: None,
            kept: None,
            mode,
            asked: 0,
            tally: Tally::default(),
        }
    }

    /// The card being asked.
    pub fn current(&self) -> Option<&Current> {
        self.current.as_ref()
    }

    /// What is known of a card of this quiz.
    pub fn item(&self, key: &CardKey) -> Option<&Item> {
        self.items.get(key)
    }

    /// The typed reply to the missed point being asked.
    pub fn reply(&self) -> Option<&Reply> {
        self.reply.as_ref()
    }

    /// Whether the missed point was found in the reply.
    fn is_found(&self) -> bool {
        self.reply.as_ref().is_some_and(|reply| !reply.spans.is_empty())
    }

    /// The missed point being asked.
    pub fn probe(&self) -> Option<&Missed> {
        self.probe.as_ref()
    }

    /// The place of the current card and how many are planned, from 1; a card that comes back after
    /// a learning step counts on past the plan.
    pub fn progress(&self) -> (usize, usize) {
        (self.asked, self.planned.max(self.asked))
    }

    /// What the quiz came to so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// How it runs.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// What it waits for; None when it is over or has not begun, and while an experiment runs.
    pub fn prompt(&self) -> Option<Prompt> {
        match self.stage {
            Stage::Idle | Stage::Over | Stage::Proving | Stage::Running | Stage::Driving => None,
            Stage::Predict | Stage::Guess => {
                let form = self.current.as_ref()?.guess.as_ref()?.form()?;
                Some(Prompt::Predict { form, optional: self.stage == Stage::Guess })
            }
            Stage::Drive => Some(Prompt::Drive),
            Stage::Lab => Some(Prompt::Lab),
            Stage::Answer | Stage::Retry | Stage::Probe => {
                let keep = self.keep()?;
                let initial = match &keep {
                    Keep::Draft(card) => self.items.get(card)?.draft.clone(),
                    Keep::Practice(..) => None,
                };
                Some(Prompt::Answer { initial: initial.unwrap_or_default(), keep })
            }
            Stage::Speak | Stage::RetrySpeak | Stage::ProbeSpeak => Some(Prompt::Stop),
            Stage::Reveal => Some(Prompt::Reveal),
            Stage::Tick => Some(Prompt::Letters),
            Stage::Options => Some(Prompt::Options),
            Stage::Blank(at) => Some(Prompt::Blank(
                at,
                self.current.as_ref().map_or(0, |current| current.blank_count),
            )),
            Stage::Grade => {
                Some(Prompt::Grade(self.current.as_ref().and_then(|current| current.proposed)))
            }
            Stage::Judge => Some(Prompt::Judge { found: self.is_found() }),
        }
    }

    /// What the answer being typed is in the log; None where no answer is typed.
    fn keep(&self) -> Option<Keep> {
        let card = || Some(self.current.as_ref()?.key.clone());
        match self.stage {
            Stage::Answer => Some(Keep::Draft(card()?)),
            Stage::Retry => Some(Keep::Practice(card()?, None)),
            Stage::Probe => {
                let missed = self.probe.as_ref()?;
                Some(Keep::Practice(missed.key.clone(), Some(missed.id.clone())))
            }
            _ => None,
        }
    }

    /// Takes note that this text of the present answer is in the log.
    pub fn note_kept(&mut self, text: String) {
        self.kept = Some(text);
    }

    /// Writes the text of the present answer into the log, unless it is there.
    fn log_text(&mut self, text: &str, timing: Timing, effects: &mut Vec<Effect>) {
        let text = text.trim_end();
        let Some(keep) = self.keep().filter(|_| !text.trim().is_empty()) else { return };
        let stored = match &keep {
            Keep::Draft(card) => self.items.get(card).and_then(|item| item.draft.as_deref()),
            Keep::Practice(..) => None,
        };
        if self.kept.as_deref().or(stored) != Some(text) {
            let (card, body) = keep.entry(text, timing.milliseconds);
            effects.push(Effect::Log(card, body));
            self.kept = Some(text.to_owned());
        }
    }

    /// One step. The effects belong to the state returned; if an [`Effect::Log`] cannot be carried
    /// out, keep the old state and ask again.
    pub fn step(mut self, context: Context, input: Input, timing: Timing) -> (Quiz, Vec<Effect>) {
        let mut effects = Vec::new();
        match input {
            Input::Begin => self.ask_next(context, timing.now, &mut effects),
            Input::Interrupt(text) | Input::Leave(text) => self.leave(&text, timing, &mut effects),
            Input::Text(text) => self.text(context, &text, timing, &mut effects),
            Input::Ran(outcome) => self.ran(context, outcome, &mut effects),
            Input::Driven(driven) => self.driven(context, driven, timing, &mut effects),
        }
        (self, effects)
    }

    fn text(&mut self, context: Context, text: &str, timing: Timing, effects: &mut Vec<Effect>) {
        if text.trim() == "?" {
            effects.push(Effect::Show(Scene::Help));
            return;
        }
        match self.stage {
            Stage::Idle | Stage::Over | Stage::Proving | Stage::Running | Stage::Driving => {}
            Stage::Answer => self.answered(context, text, timing, effects),
            Stage::Speak | Stage::Reveal => self.spoken(context, timing, effects),
            Stage::Tick => self.tick(context, &keystrokes(text), effects),
            Stage::Options => self.choose(context, &keystrokes(text), timing, effects),
            Stage::Blank(at) => self.fill(context, at, text, timing, effects),
            Stage::Predict | Stage::Guess => self.predicted(text, timing, effects),
            Stage::Drive => self.drive(context, text, timing, effects),
            Stage::Lab => self.after_run(&keystrokes(text), effects),
            Stage::Grade => self.grade_prompt(context, &keystrokes(text), timing, effects),
            Stage::Retry => self.retried(context, text, timing, effects),
            Stage::RetrySpeak => self.retried(context, "", timing, effects),
            Stage::Probe => self.probe_answered(context, text, timing, effects),
            Stage::ProbeSpeak => self.probe_answered(context, "", timing, effects),
            Stage::Judge => self.judge(context, text, timing, effects),
        }
    }

    /// Asks the next card or missed point: waiting cards whose step has come, the plan, missed
    /// points, and at last cards that wait for a step that is near.
    fn ask_next(&mut self, context: Context, now: Moment, effects: &mut Vec<Effect>) {
        self.current = None;
        self.probe = None;
        self.reply = None;
        self.kept = None;
        self.stage = Stage::Over;
        let ahead = now.utc_ms.saturating_add(LEARN_AHEAD_MINUTES * 60_000);
        while let Some(key) = self.next_waiting(now.utc_ms).or_else(|| self.queue.pop_front()) {
            if self.ask(context, key, now, effects) {
                return;
            }
        }
        while let Some(missed) = self.probes.pop_front() {
            if self.ask_probe(context, missed, effects) {
                return;
            }
        }
        while let Some(key) = self.next_waiting(ahead) {
            if self.ask(context, key, now, effects) {
                return;
            }
        }
        effects.push(Effect::Show(Scene::Summary));
    }

    fn next_waiting(&mut self, until_utc_ms: i64) -> Option<CardKey> {
        let (at, _) = self
            .waiting
            .iter()
            .enumerate()
            .filter(|(_, (due, _))| *due <= until_utc_ms)
            .min_by_key(|(_, (due, _))| *due)?;
        Some(self.waiting.remove(at).1)
    }

    /// Asks a card; false when the library no longer holds it or it cannot be asked.
    fn ask(
        &mut self,
        context: Context,
        key: CardKey,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let Some((_, card)) = context.library.card(&key) else { return false };
        let Some(item) = self.items.get(&key) else { return false };
        let outlook = context.scheduler.outlook(&key, item.style, item.state.as_ref(), now);
        let mut current = Current {
            how: How::Typed,
            answer: None,
            second: None,
            milliseconds: 0,
            covered: Vec::new(),
            ticked: false,
            report: None,
            traps: Vec::new(),
            order: Vec::new(),
            chosen: Vec::new(),
            blanks: Vec::new(),
            blank_count: 0,
            outlook,
            proposed: None,
            proposal: None,
            guess: None,
            driven: None,
            key,
        };
        self.stage = match &card.kind {
            Kind::Explain(explain) => {
                // An answer that was only looked at covers nothing that could be ticked.
                if !self.mode.reveal {
                    current.covered = vec![false; explain.points.len()];
                }
                Stage::Answer
            }
            Kind::Choice(options) => {
                let reps = item.state.as_ref().map_or(0, |state| state.reps);
                current.order = answer::shuffled(self.mode.seed, &current.key, reps, options.len());
                current.chosen = vec![false; options.len()];
                Stage::Options
            }
            Kind::Cloze(cloze) => {
                current.blank_count = cloze.blanks();
                Stage::Blank(0)
            }
            Kind::Predict(predict) => {
                let Some(guess) = self.guess_of(context, predict, &current.key) else {
                    return false;
                };
                current.guess = Some(guess);
                Stage::Predict
            }
            Kind::Drive(_) if card.experiment.is_some() => Stage::Drive,
            Kind::Drive(_) => return false,
        };
        if self.mode.reveal {
            self.stage = Stage::Reveal;
        }
        self.current = Some(current);
        self.asked += 1;
        effects.push(Effect::Show(Scene::Question));
        true
    }

    /// Ends the quiz where it stands; what was typed and not graded is in the log.
    fn leave(&mut self, text: &str, timing: Timing, effects: &mut Vec<Effect>) {
        self.log_text(text, timing, effects);
        if let Some(current) = &self.current {
            let draft = match self.stage {
                Stage::Answer => !text.trim().is_empty(),
                _ => current.answer.is_some(),
            };
            effects.push(Effect::Show(Scene::Ungraded { draft }));
        }
        self.stage = Stage::Over;
        self.current = None;
        self.probe = None;
        effects.push(Effect::Show(Scene::Summary));
    }

    fn card<'a>(&self, context: Context<'a>) -> Option<(&'a Deck, &'a Card)> {
        context.library.card(&self.current.as_ref()?.key)
    }
}
