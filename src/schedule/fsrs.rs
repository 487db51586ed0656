//! The memory model FSRS-6. The one module that knows the `fsrs` crate.
//!
//! Invariant: every result is finite and in range, whatever memory comes in: stability 0.001 to
//! 36,500 days, difficulty 1 to 10, retrievability 0 to 1. Formulas: scheduling notes 1.1, after
//! fsrs-rs 6.6.2 `src/model.rs`. It must not know dates, steps or fuzz.
//!
//! The crate reads the environment variable `FSRS_NO_OUTLIER`, but only when it fits parameters,
//! which nothing here does.

use ::fsrs::{FSRS, FSRSItem, FSRSReview, MemoryState};

use crate::record::Grade;

use super::Memory;

/// The crate's own bounds of a stability, in days.
const STABILITY: std::ops::RangeInclusive<f32> = 0.001..=36_500.0;

/// The crate's own bounds of the last parameter, the decay of the forgetting curve.
const DECAY: std::ops::RangeInclusive<f32> = 0.1..=0.8;

/// Parameters that are no set of the model: not 17, 19 or 21 finite numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a set of FSRS parameters is 17, 19 or 21 finite numbers")]
pub struct BadParameters;

/// The model with a set of parameters.
#[derive(Clone, Debug)]
pub(super) struct Model {
    fsrs: FSRS,
    decay: f32,
    version: Box<str>,
}

impl Model {
    /// The model with 21 parameters, or with 17 (FSRS-4.5) or 19 (FSRS-5), which are converted as
    /// in [`parameters_of_21`].
    pub fn new(parameters: &[f32]) -> Result<Model, BadParameters> {
        let parameters = parameters_of_21(parameters)?;
        let fsrs = FSRS::new(&parameters).map_err(|_| BadParameters)?;
        let decay = parameters[20].clamp(*DECAY.start(), *DECAY.end());
        Ok(Model { fsrs, decay, version: version(&parameters).into() })
    }

    /// The version of the model and its parameters: `fsrs-6-` and a hash of the parameters.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The memory after an answer, `days` whole study days after the one before. A card without a
    /// memory, or with one that is no number, is taken as new, and `days` does not matter.
    pub fn after(&self, memory: Option<Memory>, days: u32, grade: Grade) -> Memory {
        let start = memory.and_then(state_of);
        let delta_t = if start.is_some() { days } else { 0 };
        // `next_states` would compute all four grades and their intervals; this computes one. The
        // list of one review is what the crate's public interface asks for.
        let reviews = vec![FSRSReview { rating: grade.digit().into(), delta_t }];
        match self.fsrs.memory_state(FSRSItem { reviews }, start) {
            Ok(state) => Memory { stability: state.stability, difficulty: state.difficulty },
            // Only a result that is no number fails, and the bounds above leave no way to one.
            Err(_) => match start {
                Some(state) => Memory { stability: state.stability, difficulty: state.difficulty },
                None => Memory { stability: *STABILITY.start(), difficulty: 10.0 },
            },
        }
    }

    /// Days until the retrievability falls to `retention` (above 0, at most 1), not rounded.
    pub fn interval(&self, stability: f32, retention: f32) -> f32 {
        // The grade counts only without a stability.
        self.fsrs.next_interval(Some(stability), retention, 3)
    }

    /// The probability of recall `days` after the last answer. A memory that is no number gives 0.
    pub fn retrievability(&self, memory: Memory, days: f32) -> f32 {
        match state_of(memory) {
            Some(state) => {
                ::fsrs::current_retrievability(state, days.max(0.0), self.decay).clamp(0.0, 1.0)
            }
            None => 0.0,
        }
    }

    /// A memory that stands for the state of an SM-2 scheduler: its ease factor (1.3 and up), its
    /// interval in days, and the share of cards that it let a person recall.
    pub fn memory_of_sm2(&self, ease: f32, interval: f32, retention: f32) -> Option<Memory> {
        let state = self.fsrs.memory_state_from_sm2(ease, interval, retention).ok()?;
        Some(Memory { stability: state.stability, difficulty: state.difficulty })
    }
}

impl Default for Model {
    /// The model with the default parameters of FSRS-6.
    fn default() -> Model {
        Model::new(&::fsrs::DEFAULT_PARAMETERS).expect("the crate's own parameters are a set")
    }
}

/// A set of 17 or 19 parameters as one of 21; one of 21 as it is.
pub(super) fn parameters_of_21(parameters: &[f32]) -> Result<[f32; 21], BadParameters> {
    if parameters.is_empty() {
        return Err(BadParameters);
    }
    let filled = ::fsrs::check_and_fill_parameters(parameters).map_err(|_| BadParameters)?;
    filled.try_into().map_err(|_| BadParameters)
}

fn version(parameters: &[f32; 21]) -> String {
    let bytes = parameters.iter().flat_map(|parameter| parameter.to_bits().to_le_bytes());
    let hash = super::fuzz::fnv_1a(bytes);
    format!("fsrs-6-{:08x}", hash as u32 ^ (hash >> 32) as u32)
}

fn state_of(memory: Memory) -> Option<MemoryState> {
    let Memory { stability, difficulty } = memory;
    (stability.is_finite() && difficulty.is_finite()).then(|| MemoryState {
        stability: stability.clamp(*STABILITY.start(), *STABILITY.end()),
        difficulty: difficulty.clamp(1.0, 10.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(memory: Memory) -> (u32, u32) {
        (memory.stability.to_bits(), memory.difficulty.to_bits())
    }

    #[test]
    fn one_grade_equals_the_four_of_next_states_to_the_bit() {
        let model = Model::default();
        let memories = [None, Some((0.001, 10.0)), Some((2.3065, 2.1)), Some((36_500.0, 1.0))];
        for memory in
            memories.map(|m| m.map(|(stability, difficulty)| Memory { stability, difficulty }))
        {
            for days in [0, 1, 7, 400, 100_000] {
                let next = model.fsrs.next_states(memory.and_then(state_of), 0.9, days).unwrap();
                let four = [next.again, next.hard, next.good, next.easy];
                for (grade, expect) in Grade::ALL.into_iter().zip(four) {
                    let after = model.after(memory, days, grade);
                    let MemoryState { stability, difficulty } = expect.memory;
                    assert_eq!(
                        bits(after),
                        bits(Memory { stability, difficulty }),
                        "{memory:?} {days}"
                    );
                    assert_eq!(model.interval(after.stability, 0.9), expect.interval);
                }
            }
        }
    }

    #[test]
    fn a_bad_memory_does_no_harm() {
        let model = Model::default();
        let numbers =
            [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1.0, 0.0, 1e-30, 1e30, f32::MAX];
        for stability in numbers {
            for difficulty in numbers {
                let memory = Memory { stability, difficulty };
                for days in [0, 1, u32::MAX] {
                    for grade in Grade::ALL {
                        let after = model.after(Some(memory), days, grade);
                        assert!(STABILITY.contains(&after.stability), "{memory:?} {after:?}");
                        assert!((1.0..=10.0).contains(&after.difficulty), "{memory:?} {after:?}");
                        assert!(model.interval(after.stability, 0.9).is_finite());
                    }
                    let recall = model.retrievability(memory, days as f32);
                    assert!((0.0..=1.0).contains(&recall), "{memory:?}: {recall}");
                }
            }
        }
    }

    #[test]
    fn parameters() {
        // The version of the defaults is in people's logs: it must not change by accident.
        assert_eq!(Model::default().version(), "fsrs-6-bccad7c0");
        let with = |value| {
            let mut parameters = ::fsrs::DEFAULT_PARAMETERS;
            parameters[3] = value;
            parameters
        };
        let sets: [&[f32]; 5] =
            [&::fsrs::DEFAULT_PARAMETERS, &with(8.2957), &[1.0; 21], &[1.0; 19], &[1.0; 17]];
        let versions = sets.map(|set| Model::new(set).unwrap().version().to_owned());
        assert_eq!(versions.iter().collect::<std::collections::BTreeSet<_>>().len(), 5);
        for set in [&with(f32::NAN)[..], &with(f32::INFINITY), &[], &[1.0; 20], &[1.0; 22]] {
            assert_eq!(Model::new(set).err(), Some(BadParameters), "{set:?}");
        }
    }
}
