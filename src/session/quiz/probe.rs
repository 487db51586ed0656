//! The part of the quiz that asks missed points again, one short question each.
//!
//! Invariant: a probe never moves the schedule. It must not know how the reply is matched: the
//! person judges it against the point.

use crate::{
    deck::{Kind, Point},
    record::{Body, Probe},
};

use super::{super::keystrokes, Context, Effect, Invalid, Missed, Quiz, Scene, Stage, Timing};

impl Missed {
    /// The point itself.
    pub fn point<'a>(&self, context: Context<'a>) -> Option<&'a Point> {
        match &context.library.card(&self.key)?.1.kind {
            Kind::Explain(explain) => explain.points.iter().find(|point| *point.id == *self.id),
            _ => None,
        }
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
    pub(super) fn probe_answered(&mut self, text: &str, timing: Timing, effects: &mut Vec<Effect>) {
        if text.trim().is_empty() && self.stage == Stage::Probe {
            self.stage = Stage::ProbeSpeak;
            effects.push(Effect::Show(Scene::Speaking));
            return;
        }
        self.log_text(text, timing, effects);
        self.tally.milliseconds += u64::from(timing.milliseconds);
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
