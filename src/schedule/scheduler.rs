//! The policy of a schedule, and what each grade would give.
//!
//! Invariant: again ≤ hard < good < easy, a step being shorter than a day; days are at least 1 and
//! at most the policy's maximum; a long card gets whole days only. It must not know what today
//! holds.

use crate::record::{CardKey, Grade, Interval, Moment};

use super::{
    BadParameters, CardState, Day, Due, Memory, Phase, Style,
    fsrs::Model,
    fuzz,
    steps::{self, Answers},
};

/// What a person decides about their schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The probability of recall at which a card is asked again; see [`valid_retention`].
    pub retention: f32,
    /// The local hour at which the study day begins, 0 to 23.
    pub rollover_hour: u8,
    /// The longest interval, in days; at least 3, or no room is left between three grades.
    pub maximum_days: u32,
    /// The steps of a new short card, in minutes, each 1 to 1,439; none is allowed.
    pub learning: Vec<u32>,
    /// The steps of a short card that was forgotten, likewise.
    pub relearning: Vec<u32>,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            retention: 0.9,
            rollover_hour: 4,
            maximum_days: 36_500,
            learning: vec![1, 10],
            relearning: vec![10],
        }
    }
}

/// Whether a desired retention is one that can be scheduled for: 0.70 to 0.97. Below, intervals
/// grow without use; above, they shrink to nothing (scheduling notes 1.2).
pub fn valid_retention(retention: f32) -> bool {
    (0.70..=0.97).contains(&retention)
}

/// The scheduler: a policy and a memory model.
#[derive(Clone, Debug)]
pub struct Scheduler {
    pub(super) policy: Policy,
    pub(super) model: Model,
}

impl Scheduler {
    /// A scheduler with the default parameters of FSRS-6. Whatever the policy holds out of range
    /// is brought into it: a retention to the nearest bound (no number to 0.9), the hour to 23,
    /// the maximum to 3 to 36,500 days; steps of no minutes or of a day and more are left out.
    pub fn new(policy: Policy) -> Scheduler {
        Scheduler { policy: in_range(policy), model: Model::default() }
    }

    /// A scheduler with fitted parameters: 21, or 19 or 17 of the versions before.
    ///
    /// # Errors
    /// When they are no set of finite numbers of one of these lengths.
    pub fn with_parameters(policy: Policy, parameters: &[f32]) -> Result<Scheduler, BadParameters> {
        Ok(Scheduler { policy: in_range(policy), model: Model::new(parameters)? })
    }

    /// The policy, every value in range.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The version of the memory model and its parameters, as a review records it.
    pub fn parameters_version(&self) -> &str {
        self.model.version()
    }

    /// What each grade gives, in the order of [`Grade::ALL`], fuzz included: the interval of the
    /// chosen grade is the one that a review records. O(1).
    pub fn outlook(
        &self,
        key: &CardKey,
        style: Style,
        state: Option<&CardState>,
        now: Moment,
    ) -> [Interval; 4] {
        let reps = state.map_or(0, |state| state.reps);
        self.intervals(style, state, now, Some(fuzz::fraction(key, reps)))
    }

    /// [`Scheduler::outlook`] at a place in the fuzz bounds, or without fuzz.
    pub(super) fn intervals(
        &self,
        style: Style,
        state: Option<&CardState>,
        now: Moment,
        fraction: Option<u32>,
    ) -> [Interval; 4] {
        let days = state.map_or(0, |state| self.elapsed(state, now));
        let memory = state.map(|state| state.memory);
        let raw = |grade| {
            let stability = self.model.after(memory, days, grade).stability;
            self.model.interval(stability, self.policy.retention)
        };
        let previous = match state.map(|state| state.interval) {
            Some(Interval::Days(days)) => days,
            Some(Interval::Minutes(_)) | None => 0,
        };
        // `room`: how many longer intervals must still fit below the maximum.
        let passing = |grade, least: u32, room: u32| {
            let maximum = self.policy.maximum_days - room;
            let raw = raw(grade);
            let minimum = least.max(fuzz::minimum_after(previous, raw, maximum));
            fuzz::spread(raw, minimum, maximum, fraction)
        };

        let answers = match style {
            Style::Short => self.answers(state.map(|state| state.phase)),
            Style::Long => None,
        };
        match answers {
            Some(Answers { again, hard: Some(hard), good: Some(good) }) => [
                Interval::Minutes(again),
                Interval::Minutes(hard),
                Interval::Minutes(good),
                Interval::Days(passing(Grade::Easy, 1, 0)),
            ],
            Some(Answers { again, hard: Some(hard), good: None }) => {
                let good = passing(Grade::Good, 1, 1);
                let easy = passing(Grade::Easy, good + 1, 0);
                [
                    Interval::Minutes(again),
                    Interval::Minutes(hard),
                    Interval::Days(good),
                    Interval::Days(easy),
                ]
            }
            other => {
                let hard = passing(Grade::Hard, 1, 2);
                let good = passing(Grade::Good, hard + 1, 1);
                let easy = passing(Grade::Easy, good + 1, 0);
                let again = match (other, style) {
                    (Some(answers), _) => Interval::Minutes(answers.again),
                    (None, Style::Long) => Interval::Days(1),
                    (None, Style::Short) => {
                        Interval::Days(fuzz::spread(raw(Grade::Again), 1, hard, None))
                    }
                };
                [again, Interval::Days(hard), Interval::Days(good), Interval::Days(easy)]
            }
        }
    }

    /// The steps' part of the answers to a short card in a phase (None: new); None when the policy
    /// has no steps for it.
    fn answers(&self, phase: Option<Phase>) -> Option<Answers> {
        match phase {
            None => steps::answers(&self.policy.learning, 0),
            Some(Phase::Learning { step }) => steps::answers(&self.policy.learning, step),
            Some(Phase::Relearning { step }) => steps::answers(&self.policy.relearning, step),
            Some(Phase::Review) => steps::lapse(&self.policy.relearning),
        }
    }

    /// Whole study days since the last review; 0 when the clock was set back.
    pub(super) fn elapsed(&self, state: &CardState, now: Moment) -> u32 {
        let days = self.day(state.last).until(self.day(now));
        u32::try_from(days.max(0)).unwrap_or(u32::MAX)
    }

    /// The study day of a moment under the policy.
    pub(super) fn day(&self, at: Moment) -> Day {
        Day::of(at, self.policy.rollover_hour)
    }

    /// The probability that the card is recalled now, 0 to 1. It falls by study days, as the model
    /// counts them, and so is 1 on the day of a review.
    pub fn retrievability(&self, state: &CardState, now: Moment) -> f32 {
        self.model.retrievability(state.memory, self.elapsed(state, now) as f32)
    }

    /// Whether the card is to be asked now.
    pub fn is_due(&self, state: &CardState, now: Moment) -> bool {
        match state.due {
            Due::At(utc_ms) => utc_ms <= now.utc_ms,
            Due::On(day) => day <= self.day(now),
        }
    }

    /// A memory that stands for the state of an SM-2 scheduler, for cards that come from one: its
    /// ease factor (1.3 and up), its interval in days, and the share of cards that it let a person
    /// recall (0 to 1). None when they make no memory. Formula: fsrs-rs 6.6.2.
    pub fn memory_from_sm2(&self, ease: f32, interval_days: f32, recalled: f32) -> Option<Memory> {
        self.model.memory_of_sm2(ease, interval_days, recalled)
    }
}

fn in_range(mut policy: Policy) -> Policy {
    policy.retention =
        if policy.retention.is_nan() { 0.9 } else { policy.retention.clamp(0.70, 0.97) };
    policy.rollover_hour = policy.rollover_hour.min(23);
    policy.maximum_days = policy.maximum_days.clamp(3, 36_500);
    for steps in [&mut policy.learning, &mut policy.relearning] {
        steps.retain(|minutes| (1..=steps::LONGEST).contains(minutes));
        // The phase counts its steps in a byte.
        steps.truncate(usize::from(u8::MAX));
    }
    policy
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::{How, Review};
    use Interval::{Days, Minutes};

    pub(in crate::schedule) const NOON: Moment =
        Moment { utc_ms: 1_795_435_200_000, offset_minutes: 540 };

    fn key() -> CardKey {
        CardKey::new("os", "fork")
    }

    fn review(scheduler: &Scheduler, grade: Grade, next: Interval, steps: bool) -> Review {
        Review {
            grade,
            how: How::Spoken,
            answer: None,
            covered: None,
            missed: vec![],
            overrides: Vec::new(),
            traps: Vec::new(),
            milliseconds: 30_000,
            next,
            steps,
            parameters: scheduler.parameters_version().into(),
        }
    }

    /// A moment at which a card is due: the instant of its step, or its day's last minute before
    /// midnight, which is in the study day whatever the rollover.
    fn when_due(state: &CardState) -> Moment {
        match state.due {
            Due::At(utc_ms) => Moment { utc_ms, ..state.last },
            Due::On(day) => {
                let local = day.date().and_hms_opt(23, 59, 0).unwrap().and_utc().timestamp_millis();
                let offset = i64::from(state.last.offset_minutes) * 60_000;
                Moment { utc_ms: local - offset, ..state.last }
            }
        }
    }

    #[test]
    fn a_new_card_and_its_first_steps() {
        let scheduler = Scheduler::new(Policy::default());
        let check = |style, phase: Option<Phase>, expect: [Interval; 4]| {
            let state = phase.map(|phase| {
                let first = review(&scheduler, Grade::Good, Minutes(10), true);
                CardState { phase, ..scheduler.fold(None, NOON, &first) }
            });
            let outlook = scheduler.intervals(style, state.as_ref(), NOON, None);
            assert_eq!(outlook, expect, "{style:?} {phase:?}");
        };
        check(Style::Short, None, [Minutes(1), Minutes(6), Minutes(10), Days(8)]);
        check(Style::Long, None, [Days(1), Days(1), Days(2), Days(8)]);
        let learning = |step| Some(Phase::Learning { step });
        check(Style::Short, learning(0), [Minutes(1), Minutes(6), Minutes(10), Days(4)]);
        check(Style::Short, learning(1), [Minutes(1), Minutes(10), Days(2), Days(4)]);
        check(Style::Short, learning(9), [Minutes(1), Minutes(10), Days(2), Days(4)]);
        let relearning = Some(Phase::Relearning { step: 0 });
        check(Style::Short, relearning, [Minutes(10), Minutes(15), Days(2), Days(4)]);
        check(Style::Short, Some(Phase::Review), [Minutes(10), Days(2), Days(3), Days(4)]);
        check(Style::Long, learning(0), [Days(1), Days(2), Days(3), Days(4)]);
    }

    #[test]
    fn intervals_of_a_life() {
        // scheduling.md 1.3; py-fsrs test_review_card, without fuzz. 0: a step of minutes.
        let scheduler = Scheduler::new(Policy::default());
        let check = |style, grades: &str, expect: &[u32]| {
            let mut state = None;
            let mut at = NOON;
            let mut days = Vec::new();
            for digit in grades.bytes() {
                let grade = Grade::of_digit(digit - b'0').unwrap();
                let next = scheduler.intervals(style, state.as_ref(), at, None)[grade.index()];
                days.push(if let Days(days) = next { days } else { 0 });
                let after = scheduler.fold(
                    state,
                    at,
                    &review(&scheduler, grade, next, style == Style::Short),
                );
                at = when_due(&after);
                state = Some(after);
            }
            assert_eq!(days, expect, "{style:?} {grades}");
        };
        check(Style::Short, "3333331133333", &[0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]);
        check(Style::Short, "1113", &[0, 0, 0, 0]);
        check(Style::Short, "44", &[8, 66]);
        check(Style::Long, "3331", &[2, 11, 46, 1]);
        check(Style::Long, "1111", &[1, 1, 1, 1]);
        check(Style::Long, "222", &[1, 3, 7]);
    }

    #[test]
    fn a_policy_comes_into_range() {
        let check = |retention: f32, expect: f32| {
            let policy = Policy { retention, ..Policy::default() };
            assert_eq!(Scheduler::new(policy).policy().retention, expect);
            assert_eq!(valid_retention(retention), retention == expect, "{retention}");
        };
        check(0.9, 0.9);
        check(0.7, 0.7);
        check(0.97, 0.97);
        check(0.5, 0.7);
        check(1.0, 0.97);
        check(f32::NAN, 0.9);
        let steps = vec![0, 5, 1440, u32::MAX, 20];
        let policy = Policy {
            maximum_days: 0,
            rollover_hour: 99,
            learning: steps,
            relearning: vec![],
            retention: 0.9,
        };
        let policy = Scheduler::new(policy).policy().clone();
        assert_eq!((policy.maximum_days, policy.rollover_hour), (3, 23));
        assert_eq!(policy.learning, [5, 20]);
    }

    #[test]
    fn a_clock_set_back_counts_no_days() {
        let scheduler = Scheduler::new(Policy::default());
        let good = review(&scheduler, Grade::Good, Days(2), false);
        let state = scheduler.fold(None, NOON, &good);
        let earlier = NOON.plus_ms(-9 * 86_400_000);
        assert_eq!(scheduler.elapsed(&state, earlier), 0);
        assert_eq!(scheduler.retrievability(&state, earlier), 1.0);
        assert!(!scheduler.is_due(&state, earlier));
        assert_eq!(scheduler.fold(Some(state), earlier, &good).memory.stability, 2.3065);
    }

    #[test]
    fn due_from_the_rollover_hour_on() {
        let scheduler = Scheduler::new(Policy::default());
        let at = |text: &str| Moment::from(chrono::DateTime::parse_from_rfc3339(text).unwrap());
        let late = at("2026-11-23T23:50:00+09:00");
        let days = scheduler.fold(None, late, &review(&scheduler, Grade::Good, Days(1), false));
        let steps = scheduler.fold(None, late, &review(&scheduler, Grade::Good, Minutes(10), true));
        let check = |state: &CardState, text: &str, expect| {
            assert_eq!(scheduler.is_due(state, at(text)), expect, "{text}");
        };
        check(&days, "2026-11-24T03:59:59+09:00", false);
        check(&days, "2026-11-24T04:00:00+09:00", true);
        check(&days, "2027-01-01T00:00:00+09:00", true);
        check(&steps, "2026-11-23T23:59:59+09:00", false);
        check(&steps, "2026-11-24T00:00:00+09:00", true);
    }

    fn policies() -> impl Strategy<Value = Policy> {
        let steps = || prop::collection::vec(1u32..2000, 0..4);
        let maximum = prop_oneof![1u32..40, Just(36_500)];
        (0.7f32..=0.97, 0u8..24, maximum, steps(), steps()).prop_map(
            |(retention, rollover_hour, maximum_days, learning, relearning)| Policy {
                retention,
                rollover_hour,
                maximum_days,
                learning,
                relearning,
            },
        )
    }

    fn answers() -> impl Strategy<Value = Vec<(usize, i64, bool)>> {
        let minutes = prop_oneof![0i64..30, 0i64..5_000, 0i64..2_000_000];
        prop::collection::vec((0usize..4, minutes, any::<bool>()), 1..20)
    }

    fn ordered([again, hard, good, easy]: [Interval; 4]) -> bool {
        again <= hard && hard < good && good < easy
    }

    proptest! {
        #[test]
        fn laws_of_outlook_and_fold(policy in policies(), answers in answers()) {
            let scheduler = Scheduler::new(policy);
            let maximum = scheduler.policy().maximum_days;
            let (mut state, mut at) = (None::<CardState>, NOON);
            for (grade, minutes, long) in answers {
                let style = if long { Style::Long } else { Style::Short };
                let outlook = scheduler.outlook(&key(), style, state.as_ref(), at);
                prop_assert_eq!(outlook, scheduler.outlook(&key(), style, state.as_ref(), at));
                prop_assert!(ordered(outlook), "{:?} after {:?}", outlook, state);
                prop_assert!(ordered(scheduler.intervals(style, state.as_ref(), at, None)));
                for interval in outlook {
                    match interval {
                        Minutes(minutes) => prop_assert!(!long && (1..1440).contains(&minutes)),
                        Days(days) => prop_assert!((1..=maximum).contains(&days)),
                    }
                }
                if long {
                    prop_assert_eq!(outlook[0], Days(1));
                }

                let review = review(&scheduler, Grade::ALL[grade], outlook[grade], !long);
                let after = scheduler.fold(state.clone(), at, &review);
                prop_assert_eq!(&after, &scheduler.fold(state.clone(), at, &review));
                prop_assert_eq!(after.interval, outlook[grade]);
                match outlook[grade] {
                    Minutes(minutes) => {
                        prop_assert_eq!(after.due, Due::At(at.utc_ms + i64::from(minutes) * 60_000));
                        prop_assert_ne!(after.phase, Phase::Review);
                    }
                    Days(days) => {
                        prop_assert_eq!(after.due, Due::On(scheduler.day(at).plus(days.into())));
                        prop_assert_eq!(after.phase, Phase::Review);
                    }
                }
                prop_assert!(!scheduler.is_due(&after, at));
                prop_assert!(scheduler.is_due(&after, when_due(&after)));
                prop_assert_eq!(after.reps, state.map_or(0, |state| state.reps) + 1);

                let mut last = 1.0;
                for days in [0, 1, 2, 10, 100, 10_000] {
                    let recall = scheduler.retrievability(&after, at.plus_ms(days * 86_400_000));
                    prop_assert!((0.0..=last).contains(&recall), "{} then {}", last, recall);
                    last = recall;
                }
                state = Some(after);
                at = at.plus_ms(minutes * 60_000);
            }
        }

        #[test]
        fn intervals_grow_with_stability(a in 0.001f32..36_500.0, b in 0.001f32..36_500.0, retention in 0.7f32..=0.97) {
            let model = Model::default();
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(model.interval(low, retention) <= model.interval(high, retention));
        }

        #[test]
        fn fuzz_stays_near_and_never_goes_back(previous in 1u32..400, stability in 0.1f32..2_000.0, reps in 1u32..50) {
            let scheduler = Scheduler::new(Policy::default());
            let good = review(&scheduler, Grade::Good, Days(previous), false);
            let memory = Memory { stability, difficulty: 5.0 };
            let state = CardState { memory, reps, ..scheduler.fold(None, NOON, &good) };
            let now = when_due(&state);
            let plain = scheduler.intervals(Style::Long, Some(&state), now, None);
            let fuzzed = scheduler.outlook(&key(), Style::Long, Some(&state), now);
            // The fuzz of one grade may push the next two before it, so it can add up.
            for (plain, fuzzed) in plain.into_iter().zip(fuzzed).skip(1) {
                let (Days(plain), Days(fuzzed)) = (plain, fuzzed) else { unreachable!() };
                if plain > previous {
                    prop_assert!(fuzzed > previous, "{} {} after {}", plain, fuzzed, previous);
                }
                prop_assert!(plain.abs_diff(fuzzed) <= 6 + plain / 5, "{} {}", plain, fuzzed);
            }
        }
    }
}
