//! The part of the quiz at the grades: flip a point, look at the model, try again, keep, grade.
//!
//! Invariant: the review that is logged carries the interval that was shown. The first grade
//! stands: a second answer changes nothing but what can be kept.

use crate::{
    deck::Kind,
    record::{Body, Draft, Grade, Interval, Practice, Review},
    schedule::{Due, Style},
};

use super::{super::positions, Context, Effect, Invalid, Missed, Quiz, Scene, Stage, Timing};

/// Missed points of one card that are asked again in the same evening, at most.
pub const PROBES_PER_CARD: usize = 3;

impl Quiz {
    pub(super) fn grade_prompt(
        &mut self,
        context: Context,
        line: &str,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, card)) = self.card(context) else { return };
        let Some(current) = &mut self.current else { return };
        let sentences = matches!(card.kind, Kind::Explain(_));
        let line = line.trim().to_ascii_lowercase();
        let digit = line.parse().ok().and_then(Grade::of_digit);
        match line.as_str() {
            "" => match current.proposed {
                Some(grade) => self.grade(context, grade, timing, effects),
                None => effects.push(Effect::Show(Scene::Invalid(Invalid::Grade))),
            },
            _ if digit.is_some() => {
                self.grade(context, digit.unwrap_or(Grade::Again), timing, effects);
            }
            "m" => effects.push(Effect::Show(Scene::Model)),
            "r" => self.run(context, effects),
            "s" => self.step_through(context, effects),
            "t" if sentences => {
                self.stage = Stage::Retry;
                self.kept = None;
                effects.push(Effect::Show(Scene::Question));
            }
            "k" if sentences => {
                let wording = current.second.as_ref().or(current.answer.as_ref());
                match wording {
                    Some(text) => {
                        let keep = Body::Keep(Draft { text: text.clone() });
                        effects.push(Effect::Log(current.key.clone(), keep));
                        effects.push(Effect::Show(Scene::Kept));
                    }
                    None => effects.push(Effect::Show(Scene::Invalid(Invalid::NothingToKeep))),
                }
            }
            letters => match positions(letters, current.covered.len() + current.traps.len()) {
                Some(flipped) => {
                    let points = current.covered.len();
                    for at in flipped.iter().copied() {
                        match current.covered.get_mut(at) {
                            Some(point) => *point ^= true,
                            None => current.traps[at - points] ^= true,
                        }
                    }
                    current.ticked = true;
                    let judged = current.report.is_some();
                    self.propose(context);
                    if judged {
                        effects.push(Effect::Show(Scene::Flipped(flipped)));
                    }
                    effects.push(Effect::Show(Scene::Coverage));
                }
                None => effects.push(Effect::Show(Scene::Invalid(Invalid::Grade))),
            },
        }
    }

    fn grade(&mut self, context: Context, grade: Grade, timing: Timing, effects: &mut Vec<Effect>) {
        let Some((_, card)) = self.card(context) else { return };
        let Some(current) = self.current.take() else { return };
        let Some(item) = self.items.get_mut(&current.key) else { return };
        let next = current.outlook[grade.index()];
        let ids = |covered: bool| {
            let Kind::Explain(explain) = &card.kind else { return Vec::new() };
            let points = explain.points.iter().zip(&current.covered);
            let of = points.filter(|(_, is_covered)| **is_covered == covered);
            of.map(|(point, _)| point.id.to_string()).collect::<Vec<_>>()
        };
        // Nothing ticked and a passing grade: the person skipped the ticking, and said nothing
        // about any point.
        let said = current.ticked && (grade < Grade::Good || current.covered.contains(&true));
        let review = Review {
            grade,
            how: current.how,
            answer: current.answer.clone(),
            covered: said.then(|| ids(true)),
            missed: if said { ids(false) } else { Vec::new() },
            overrides: current.overrides(card),
            traps: current.agreed_traps(card),
            milliseconds: current.milliseconds,
            next,
            steps: item.style == Style::Short,
            parameters: context.scheduler.parameters_version().to_owned(),
        };
        self.tally.grades[grade.index()] += 1;
        self.tally.milliseconds += u64::from(current.milliseconds);
        if self.mode.cram {
            effects.push(Effect::Log(current.key, Body::Cram(review)));
            effects.push(Effect::Show(Scene::Graded(grade, None)));
        } else {
            let last_covered = item.last_covered.take();
            item.last_covered = review.covered.clone();
            item.draft = None;
            let state = context.scheduler.fold(item.state.take(), timing.now, &review);
            if let (Interval::Minutes(_), Due::At(due)) = (next, state.due) {
                self.waiting.push((due, current.key.clone()));
            }
            item.state = Some(state);
            if let Kind::Explain(explain) = &card.kind
                && said
            {
                let missed = |point: usize| {
                    let id = explain.points[point].id.to_string();
                    let twice = last_covered.as_ref().is_some_and(|last| !last.contains(&id));
                    Missed { key: current.key.clone(), id, twice }
                };
                let mut points: Vec<usize> =
                    (0..current.covered.len()).filter(|&point| !current.covered[point]).collect();
                points.sort_by_key(|&point| !explain.points[point].core);
                let twice = points.iter().map(|&point| missed(point)).filter(|missed| missed.twice);
                self.tally.missed_twice.extend(twice);
                self.probes.extend(points.into_iter().take(PROBES_PER_CARD).map(missed));
            }
            effects.push(Effect::Log(current.key, Body::Review(review)));
            effects.push(Effect::Show(Scene::Graded(grade, Some(next))));
        }
        self.ask_next(context, timing.now, effects);
    }

    /// A second answer: typed, or spoken between two empty lines.
    pub(super) fn retried(
        &mut self,
        context: Context,
        text: &str,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        let Some(current) = &mut self.current else { return };
        let text = text.trim_end();
        let typed = !text.trim().is_empty();
        if !typed && self.stage == Stage::Retry {
            self.stage = Stage::RetrySpeak;
            effects.push(Effect::Show(Scene::Speaking));
            return;
        }
        if typed {
            current.second = Some(text.to_owned());
        }
        if typed {
            self.log_text(text, timing, effects);
        } else {
            let practice =
                Practice { point: None, answer: None, milliseconds: timing.milliseconds };
            effects.push(Effect::Log(current.key.clone(), Body::Practice(practice)));
        }
        effects.push(Effect::Show(Scene::Model));
        self.reach_grades(context, effects);
    }
}
