//! The part of the quiz from the question to the grades: typed and spoken answers, ticked points,
//! options and blanks.
//!
//! Invariant: an answer is logged as a draft in the step that ends it, so it is on disk before the
//! next prompt. It must not know the grades' meaning for the schedule.

use crate::{
    answer::{Judge, Status},
    deck::Kind,
    record::{CardKey, Grade, How},
    schedule::shuffle,
};

use super::{
    super::{fits, positions},
    Context, Effect, Invalid, Keep, Quiz, Scene, Stage, Timing,
};

/// What is drawn for a card at one of its reviews, the `at`-th of up to 256 draws: a hash, so it
/// never changes with a library version.
pub(super) fn draw(seed: u64, key: &CardKey, reps: u32, at: usize) -> u64 {
    shuffle((seed ^ (u64::from(reps) << 8)).wrapping_add(at as u64), key)
}

/// The order in which options are shown.
pub(super) fn shuffled(seed: u64, key: &CardKey, reps: u32, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&option| draw(seed, key, reps, option));
    order
}

impl Quiz {
    pub(super) fn answered(
        &mut self,
        context: Context,
        text: &str,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        let Some(current) = &mut self.current else { return };
        let text = text.trim_end();
        if text.trim().is_empty() {
            self.stage = Stage::Speak;
            effects.push(Effect::Show(Scene::Speaking));
            return;
        }
        current.how = How::Typed;
        current.answer = Some(text.to_owned());
        current.milliseconds = timing.milliseconds;
        self.log_text(text, timing, effects);
        if self.judge_answer(context) {
            self.grades_after(Scene::Report, context, effects);
        } else {
            self.compare(context, effects);
        }
    }

    /// Judges the typed answer by the card's rubric; false if it has none.
    fn judge_answer(&mut self, context: Context) -> bool {
        let Some((deck, card)) = self.card(context) else { return false };
        let Kind::Explain(explain) = &card.kind else { return false };
        let Some(current) = &mut self.current else { return false };
        let Some(answer) = current.answer.as_deref().filter(|_| explain.judges()) else {
            return false;
        };
        let report = Judge::new(&explain.rubric(deck, card)).report(answer);
        current.covered = report.points.iter().map(|it| it.status == Status::Covered).collect();
        current.traps = vec![true; report.traps.len()];
        current.ticked = true;
        current.report = Some(report);
        true
    }

    /// The end of a spoken answer, or of a look at the question (`--reveal`).
    pub(super) fn spoken(&mut self, context: Context, timing: Timing, effects: &mut Vec<Effect>) {
        let reveal = self.stage == Stage::Reveal;
        let Some(current) = &mut self.current else { return };
        current.how = if reveal { How::Revealed } else { How::Spoken };
        current.milliseconds = timing.milliseconds;
        if let (true, Some(guess)) = (reveal, &current.guess) {
            effects.push(Effect::Run(guess.trial.clone()));
            self.stage = Stage::Proving;
        } else if reveal {
            effects.push(Effect::Show(Scene::Model));
            self.reach_grades(context, effects);
        } else {
            self.compare(context, effects);
        }
    }

    /// Shows what the answer is to be compared with: the points, or the model answer of a card
    /// without points.
    fn compare(&mut self, context: Context, effects: &mut Vec<Effect>) {
        let points = self.current.as_ref().map_or(0, |current| current.covered.len());
        if points == 0 {
            effects.push(Effect::Show(Scene::Model));
            self.reach_grades(context, effects);
        } else {
            self.stage = Stage::Tick;
            effects.push(Effect::Show(Scene::Points));
        }
    }

    pub(super) fn tick(&mut self, context: Context, line: &str, effects: &mut Vec<Effect>) {
        let Some(current) = &mut self.current else { return };
        let line = line.trim();
        if line.eq_ignore_ascii_case("m") {
            effects.push(Effect::Show(Scene::Model));
            return;
        }
        if !line.is_empty() {
            let Some(ticked) = positions(line, current.covered.len()) else {
                effects.push(Effect::Show(Scene::Invalid(Invalid::Letters)));
                return;
            };
            for point in ticked {
                current.covered[point] = true;
            }
        }
        current.ticked = true;
        self.reach_grades(context, effects);
    }

    pub(super) fn choose(
        &mut self,
        context: Context,
        line: &str,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, card)) = self.card(context) else { return };
        let Kind::Choice(options) = &card.kind else { return };
        let Some(current) = &mut self.current else { return };
        let unknown = line.trim() == "-";
        let letters = if unknown { Some(Vec::new()) } else { positions(line, options.len()) };
        let Some(letters) = letters else {
            effects.push(Effect::Show(Scene::Invalid(Invalid::Options)));
            return;
        };
        for letter in letters {
            current.chosen[current.order[letter]] = true;
        }
        let right =
            options.iter().zip(&current.chosen).all(|(option, chosen)| option.right == *chosen);
        let numbers = (1..).zip(&current.chosen).filter(|(_, chosen)| **chosen);
        let answer = numbers.map(|(number, _)| number.to_string()).collect::<Vec<_>>().join(",");
        self.resolve(context, How::Choice, answer, right, timing, effects);
    }

    pub(super) fn fill(
        &mut self,
        context: Context,
        at: usize,
        line: &str,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, card)) = self.card(context) else { return };
        let Kind::Cloze(cloze) = &card.kind else { return };
        let Some(current) = &mut self.current else { return };
        let word = line.trim();
        if word.is_empty() {
            effects.push(Effect::Show(Scene::Invalid(Invalid::Blank)));
            return;
        }
        // A blank may be filled in either language, whichever the text was shown in.
        current.blanks.push((word.to_owned(), fits(word, &cloze.right(at))));
        if at + 1 < current.blank_count {
            self.stage = Stage::Blank(at + 1);
            return;
        }
        let right = current.blanks.iter().all(|(_, right)| *right);
        let words: Vec<&str> = current.blanks.iter().map(|(word, _)| word.as_str()).collect();
        let answer = words.join("\n");
        self.resolve(context, How::Cloze, answer, right, timing, effects);
    }

    fn resolve(
        &mut self,
        context: Context,
        how: How,
        answer: String,
        right: bool,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        let Some(current) = &mut self.current else { return };
        current.how = how;
        current.milliseconds = timing.milliseconds;
        current.proposed = Some(if right { Grade::Good } else { Grade::Again });
        if !answer.is_empty() {
            current.answer = Some(answer.clone());
            let (card, body) = Keep::Draft(current.key.clone()).entry(&answer, timing.milliseconds);
            effects.push(Effect::Log(card, body));
        }
        effects.push(Effect::Show(Scene::Result));
        self.reach_grades(context, effects);
    }

    pub(super) fn reach_grades(&mut self, context: Context, effects: &mut Vec<Effect>) {
        self.grades_after(Scene::Coverage, context, effects);
    }

    /// Shows what a proposed grade rests on, if points propose one, and the grades.
    fn grades_after(&mut self, grounds: Scene, context: Context, effects: &mut Vec<Effect>) {
        self.stage = Stage::Grade;
        self.propose(context);
        if self.current.as_ref().is_some_and(|current| current.proposal.is_some()) {
            effects.push(Effect::Show(grounds));
        }
        effects.push(Effect::Show(Scene::Grades));
    }

    /// Recomputes the proposal of a card with points, once the person has said which were covered.
    pub(super) fn propose(&mut self, context: Context) {
        let Some((_, card)) = self.card(context) else { return };
        let Kind::Explain(explain) = &card.kind else { return };
        let Some(current) = &mut self.current else { return };
        if current.ticked {
            current.proposal = match current.agreed() {
                Some(report) => explain.proposal(&report),
                None => {
                    let said = |covered: &bool| match covered {
                        true => Status::Covered,
                        false => Status::NotFound,
                    };
                    explain.propose(current.covered.iter().map(said), 0)
                }
            };
            current.proposed = current.proposal.map(|proposal| proposal.grade);
        }
    }
}
