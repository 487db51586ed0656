//! The part of the quiz that asks missed points again, one short question each.
//!
//! Invariant: a probe never moves the schedule. What is found in the reply is only proposed: the
//! person judges it against the point. It must not know how words are found.

use crate::{
    answer::{self, Judge, Status},
    deck::{Kind, Point},
    record::{Body, Probe},
    text::Span,
};

use super::{
    super::keystrokes, Context, Effect, Invalid, Missed, Quiz, Reply, Scene, Stage, Timing,
};

impl Missed {
    /// The point itself.
    pub fn point<'a>(&self, context: Context<'a>) -> Option<&'a Point> {
        match &context.library.card(&self.key)?.1.kind {
            Kind::Explain(explain) => explain.points.iter().find(|point| *point.id == *self.id),
            _ => None,
        }
    }

    /// Where a reply to the point's question makes the point; nowhere if it does not, as far as its
    /// patterns tell.
    fn found(&self, context: Context, reply: &str) -> Vec<Span> {
        let Some((deck, card)) = context.library.card(&self.key) else { return Vec::new() };
        let Kind::Explain(explain) = &card.kind else { return Vec::new() };
        let Some(at) = explain.points.iter().position(|point| *point.id == *self.id) else {
            return Vec::new();
        };
        let judge = Judge::new(&explain.rubric(deck, card));
        let report = judge.reply(reply, answer::Probe::Point(at));
        let verdict = report.points.into_iter().nth(at);
        let covered = verdict.filter(|it| it.status == Status::Covered);
        covered.map(|it| it.spans).unwrap_or_default()
    }
}

impl Quiz {
    pub(super) fn ask_probe(
        &mut self,
        context: Context,
        missed: Missed,
        effects: &mut Vec<Effect>,
    ) -> bool {
        if missed.point(context).is_none() {
            return false;
        }
        self.probe = Some(missed);
        self.stage = Stage::Probe;
        effects.push(Effect::Show(Scene::ProbeQuestion));
        true
    }

    /// The reply to a probe: typed, or spoken between two empty lines.
    pub(super) fn probe_answered(
        &mut self,
        context: Context,
        text: &str,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        if text.trim().is_empty() && self.stage == Stage::Probe {
            self.stage = Stage::ProbeSpeak;
            effects.push(Effect::Show(Scene::Speaking));
            return;
        }
        self.log_text(text, timing, effects);
        self.tally.milliseconds += u64::from(timing.milliseconds);
        let text = text.trim_end();
        self.reply = self
            .probe
            .as_ref()
            .filter(|_| !text.trim().is_empty())
            .map(|missed| Reply { text: text.to_owned(), spans: missed.found(context, text) });
        self.stage = Stage::Judge;
        effects.push(Effect::Show(Scene::ProbePoint));
    }

    pub(super) fn judge(
        &mut self,
        context: Context,
        line: &str,
        timing: Timing,
        effects: &mut Vec<Effect>,
    ) {
        let word = line.trim().to_lowercase();
        let recovered = match (word.as_str(), keystrokes(&word).as_str()) {
            ("", _) if self.is_found() => true,
            (_, "y" | "yes") | ("네" | "예" | "응", _) => true,
            (_, "n" | "no") | ("아니요" | "아니오" | "아니", _) => false,
            _ => {
                effects.push(Effect::Show(Scene::Invalid(Invalid::Judge)));
                return;
            }
        };
        let Some(missed) = self.probe.take() else { return };
        let probe =
            Probe { point: missed.id, recovered, answer: None, milliseconds: timing.milliseconds };
        self.tally.probes.0 += 1;
        self.tally.probes.1 += u32::from(recovered);
        effects.push(Effect::Log(missed.key.clone(), Body::Probe(probe)));
        effects.push(Effect::Show(Scene::ProbeOutcome(recovered)));
        self.ask_next(context, timing.now, effects);
    }
}
