//! The part of the quiz that has to do with experiments: what is predicted of them, and that they
//! are run, stepped through and driven.
//!
//! Invariant: a prediction is logged with how it compared, before anything of the run is shown. The
//! quiz runs nothing itself: what is true of an experiment comes in as [`super::Input::Ran`].

use crate::{
    deck::{Kind, Predict},
    lab::Answer,
    record::{Body, CardKey, Correctness, Grade, How, Prediction},
    session::{Form, Judged, Reply, drive::Score, judge, read},
};

use super::{
    Context, Driven, Effect, Invalid, Keep, Quiz, Scene, Stage, Timing, Trial, Unproved,
    answer::draw,
};

/// What a person says of an experiment, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// What is run and asked.
    pub trial: Trial,
    /// What was typed and how it was read; None if nothing was said.
    pub said: Option<(String, Reply)>,
    /// Milliseconds from the question to the reply.
    pub milliseconds: u32,
    /// What was proved, once it ran; of nothing that was asked, nothing.
    pub outcome: Option<Result<Option<Answer>, Unproved>>,
    /// How they compare, if there is something to compare.
    pub judged: Option<Judged>,
}

impl Guess {
    /// Nothing has been said yet.
    pub fn new(trial: Trial) -> Guess {
        Guess { trial, said: None, milliseconds: 0, outcome: None, judged: None }
    }

    /// How the answer is written; None if nothing is asked.
    pub fn form(&self) -> Option<Form> {
        self.trial.ask.as_ref().map(Form::of)
    }

    /// The event of what was said; None if nothing was.
    fn event(&self) -> Option<Body> {
        let (answer, _) = self.said.as_ref()?;
        Some(Body::Prediction(Prediction {
            experiment: format!("{}/{}", self.trial.deck, self.trial.experiment),
            asked: self.trial.ask.as_ref()?.to_string(),
            with: self.trial.set.iter().map(|it| (it.0.to_string(), it.1)).collect(),
            answer: answer.clone(),
            correctness: self.correctness(),
            milliseconds: self.milliseconds,
        }))
    }

    fn correctness(&self) -> Correctness {
        self.judged.as_ref().map_or(Correctness::Unproved, |judged| judged.correctness)
    }
}

impl Trial {
    /// The experiment of a card with its own constants; None if it is not there.
    fn of(context: Context, key: &CardKey) -> Option<Trial> {
        let (deck, card) = context.library.card(key)?;
        let (deck, experiment) = context.library.experiment(deck, card.experiment.as_ref()?)?;
        let (deck, experiment) = (deck.id.clone(), experiment.id.clone());
        Some(Trial { deck, experiment, set: Vec::new(), ask: None })
    }
}

impl Quiz {
    /// What a card asks, its constants drawn; None if its experiment is not there.
    pub(super) fn guess_of(
        &self,
        context: Context,
        predict: &Predict,
        key: &CardKey,
    ) -> Option<Guess> {
        let reps = self.items.get(key)?.state.as_ref().map_or(0, |state| state.reps);
        let set = predict.vary.iter().enumerate().filter_map(|(at, (name, values))| {
            let drawn = draw(self.mode.seed, key, reps, at).checked_rem(values.len() as u64)?;
            Some((name.clone(), values[usize::try_from(drawn).ok()?]))
        });
        let trial = Trial::of(context, key)?;
        Some(Guess::new(Trial { set: set.collect(), ask: Some(predict.ask.clone()), ..trial }))
    }

    /// A line at the prompt of a prediction.
    pub(super) fn predicted(&mut self, line: &str, timing: Timing, effects: &mut Vec<Effect>) {
        let Some(current) = &mut self.current else { return };
        let Some(guess) = &mut current.guess else { return };
        let Some(form) = guess.form() else { return };
        let line = line.trim();
        let asked = self.stage == Stage::Predict;
        if asked || !line.is_empty() {
            let Some(reply) = read(form, line) else {
                effects.push(Effect::Show(Scene::Invalid(Invalid::Prediction(form))));
                return;
            };
            guess.said = Some((line.to_owned(), reply));
            guess.milliseconds = timing.milliseconds;
        }
        if asked {
            current.how = How::Predict;
            current.answer = Some(line.to_owned());
            current.milliseconds = timing.milliseconds;
            let (card, body) = Keep::Draft(current.key.clone()).entry(line, timing.milliseconds);
            effects.push(Effect::Log(card, body));
        }
        effects.push(Effect::Run(guess.trial.clone()));
        self.stage = if asked { Stage::Proving } else { Stage::Running };
    }

    /// `r`: the experiment of the card is run, after a prediction the first time.
    pub(super) fn run(&mut self, context: Context, effects: &mut Vec<Effect>) {
        let Some((trial, asked_before)) = self.trial(context) else {
            effects.push(Effect::Show(Scene::Invalid(Invalid::NoExperiment)));
            return;
        };
        let Some(current) = &mut self.current else { return };
        if asked_before || trial.ask.is_none() {
            effects.push(Effect::Run(trial.clone()));
            self.stage = Stage::Running;
        } else {
            self.stage = Stage::Guess;
            effects.push(Effect::Show(Scene::Experiment));
        }
        if !asked_before {
            current.guess = Some(Guess::new(trial));
        }
    }

    /// `s`: the person steps through the experiment of the card.
    pub(super) fn step_through(&mut self, context: Context, effects: &mut Vec<Effect>) {
        match self.trial(context) {
            Some((trial, _)) => effects.push(Effect::Step(trial)),
            None => effects.push(Effect::Show(Scene::Invalid(Invalid::NoExperiment))),
        }
    }

    /// The experiment of the card as it is run, and whether what it asks was asked already.
    fn trial(&self, context: Context) -> Option<(Trial, bool)> {
        let current = self.current.as_ref()?;
        if let Some(guess) = &current.guess {
            return Some((guess.trial.clone(), true));
        }
        let trial = Trial::of(context, &current.key)?;
        let Some((ask, with)) = trial.experiment(context.library)?.question() else {
            return Some((trial, false));
        };
        Some((Trial { set: with.to_vec(), ask: Some(ask), ..trial }, false))
    }

    /// A line at the prompt of a drive.
    pub(super) fn drive(
        &mut self,
        context: Context,
        line: &str,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, card)) = self.card(context) else { return };
        let (Kind::Drive(drive), Some(current)) = (&card.kind, &self.current) else { return };
        match line.trim() {
            "" => {
                let Some(trial) = Trial::of(context, &current.key) else { return };
                effects.push(Effect::Drive { trial, goal: drive.goal.clone() });
                self.stage = Stage::Driving;
            }
            "-" => {
                self.stage = Stage::Driving;
                let driven = Driven { score: Score::default(), schedule: String::new() };
                self.driven(context, Ok(driven), timing, effects);
            }
            _ => effects.push(Effect::Show(Scene::Invalid(Invalid::Drive))),
        }
    }

    /// How the drive came out. The goal reached at once, or rightly called impossible, is good; with
    /// hints or after having called it impossible it is hard; else it is again.
    pub(super) fn driven(
        &mut self,
        context: Context,
        driven: Result<Driven, Unproved>,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        if self.stage != Stage::Driving {
            return;
        }
        let Some(current) = &mut self.current else { return };
        current.how = How::Drive;
        current.milliseconds = timing.milliseconds;
        if let Ok(Driven { score, schedule }) = &driven {
            current.proposed = Some(match (score.solved, score.hints + score.wrong) {
                (true, 0) => Grade::Good,
                (true, _) => Grade::Hard,
                (false, _) => Grade::Again,
            });
            if !schedule.is_empty() {
                let keep = Keep::Draft(current.key.clone());
                let (card, body) = keep.entry(schedule, timing.milliseconds);
                effects.push(Effect::Log(card, body));
                current.answer = Some(schedule.clone());
            }
        }
        current.driven = Some(driven);
        effects.push(Effect::Show(Scene::Result));
        self.reach_grades(context, effects);
    }

    /// What is true of the experiment that ran.
    pub(super) fn ran(
        &mut self,
        context: Context,
        outcome: Result<Option<Answer>, Unproved>,
        effects: &mut Vec<Effect>,
    ) {
        let asked = match self.stage {
            Stage::Proving => true,
            Stage::Running => false,
            _ => return,
        };
        let Some(current) = &mut self.current else { return };
        let Some(guess) = &mut current.guess else { return };
        let first = guess.outcome.is_none();
        if let (Some((_, reply)), Ok(Some(answer))) = (&guess.said, &outcome) {
            guess.judged = Some(judge(reply, answer));
        }
        guess.outcome = Some(outcome);
        if let Some(event) = guess.event().filter(|_| first) {
            effects.push(Effect::Log(current.key.clone(), event));
        }
        if asked {
            current.proposed = guess.judged.as_ref().map(Judged::proposed);
            effects.push(Effect::Show(Scene::Result));
            self.reach_grades(context, effects);
        } else {
            self.stage = Stage::Lab;
            effects.push(Effect::Show(Scene::Run));
        }
    }

    /// A line after a run.
    pub(super) fn after_run(&mut self, line: &str, effects: &mut Vec<Effect>) {
        let Some(guess) = self.current.as_ref().and_then(|current| current.guess.as_ref()) else {
            return;
        };
        match line.trim().to_ascii_lowercase().as_str() {
            "" => {
                self.stage = Stage::Grade;
                effects.push(Effect::Show(Scene::Grades));
            }
            "s" => effects.push(Effect::Step(guess.trial.clone())),
            _ => effects.push(Effect::Show(Scene::Invalid(Invalid::Lab))),
        }
    }
}
