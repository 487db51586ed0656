//! Fuzz: intervals spread a little, so that cards learned together do not stay together for ever.
//!
//! Invariant: the spread comes from a hash that is written down here, over the card's key and the
//! number of its reviews: a preview equals the result, on every machine and in every version.
//! Bounds: Anki's, scheduling notes 1.3. It must not know grades.

use crate::record::CardKey;

/// The share of each part of an interval (from, to, in days) that the fuzz may add or take away.
const PARTS: [(f32, f32, f32); 3] =
    [(2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, f32::INFINITY, 0.05)];

/// An interval of `days` as a whole number between `minimum` and `maximum`: the place `fraction` of
/// 2³² within its fuzz bounds, or simply rounded.
pub(super) fn spread(days: f32, minimum: u32, maximum: u32, fraction: Option<u32>) -> u32 {
    let minimum = minimum.min(maximum);
    let Some(fraction) = fraction else {
        return (days.round() as u32).clamp(minimum, maximum);
    };
    let (lower, upper) = bounds(days, minimum, maximum);
    let count = u64::from(upper - lower) + 1;
    lower + ((u64::from(fraction) * count) >> 32) as u32
}

/// The least and the greatest whole number of days that an interval may become. An interval that
/// its minimum has left no room gets one day more, above 2 days.
pub(super) fn bounds(days: f32, minimum: u32, maximum: u32) -> (u32, u32) {
    let minimum = minimum.min(maximum);
    let (lower, upper) = around(days.clamp(minimum as f32, maximum as f32));
    let (lower, upper) = (lower.clamp(minimum, maximum), upper.clamp(minimum, maximum));
    if lower == upper && upper > 2 && upper < maximum { (lower, upper + 1) } else { (lower, upper) }
}

/// The least number of days that an interval may become after one of `previous` days: more, if it
/// grows before the fuzz; as much, if the fuzz could bring it there; else 0, for no bound.
pub(super) fn minimum_after(previous: u32, days: f32, maximum: u32) -> u32 {
    if days.round() as u32 > previous {
        (previous + 1).min(maximum)
    } else if around(days.clamp(0.0, maximum as f32)).1 >= previous {
        previous.min(maximum)
    } else {
        0
    }
}

/// The place of a card's next interval in its fuzz bounds, as a fraction of 2³²: the same until it
/// is reviewed again.
pub(super) fn fraction(key: &CardKey, reps: u32) -> u32 {
    (mix(key_hash(key) ^ mix(reps.into())) >> 32) as u32
}

/// An order of cards that looks random, but is the same for the same seed.
pub(super) fn shuffle(seed: u64, key: &CardKey) -> u64 {
    mix(key_hash(key) ^ mix(seed))
}

/// FNV-1a, 64 bits.
pub(super) fn fnv_1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn key_hash(key: &CardKey) -> u64 {
    fnv_1a(key.deck.bytes().chain([b'/']).chain(key.card.bytes()))
}

/// The finaliser of SplitMix64: FNV-1a alone leaves the high bits of short keys alike.
fn mix(hash: u64) -> u64 {
    let hash = hash.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

fn around(days: f32) -> (u32, u32) {
    let delta = if days < 2.5 {
        0.0
    } else {
        PARTS
            .iter()
            .fold(1.0, |delta, &(from, to, share)| delta + share * (days.min(to) - from).max(0.0))
    };
    ((days - delta).round() as u32, (days + delta).round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_intervals() {
        let check = |days: f32, minimum, maximum, expect: (u32, u32)| {
            assert_eq!(bounds(days, minimum, maximum), expect, "{days} {minimum} {maximum}");
            for fraction in [0, 1 << 31, u32::MAX] {
                let days = spread(days, minimum, maximum, Some(fraction));
                assert!((expect.0..=expect.1).contains(&days));
            }
            assert_eq!(spread(days, minimum, maximum, Some(0)), expect.0);
            assert_eq!(spread(days, minimum, maximum, Some(u32::MAX)), expect.1);
        };
        check(2.49, 1, 1000, (2, 2));
        check(2.5, 1, 1000, (2, 4));
        check(37.0, 1, 1000, (33, 41));
        check(2.0, 3, 1000, (3, 4));
        check(2.0, 3, 3, (3, 3));
        check(100.0, 1, 99, (92, 99));
        check(9.0, 5, 3, (3, 3));
        check(f32::INFINITY, 1, 36_500, (34_673, 36_500));
    }

    #[test]
    fn without_fuzz_an_interval_is_rounded() {
        for (days, expect) in [(0.2, 1), (2.4999, 2), (2.5, 3), (1e9, 36_500), (f32::NAN, 1)] {
            assert_eq!(spread(days, 1, 36_500, None), expect, "{days}");
        }
    }

    #[test]
    fn the_hash_is_written_down() {
        // FNV-1a of "" and of "a" from its authors' test vectors; SplitMix64's first output for 0.
        assert_eq!(fnv_1a([]), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv_1a(*b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
        assert_ne!(fraction(&CardKey::new("os", "a"), 1), fraction(&CardKey::new("os", "a"), 2));
    }

    #[test]
    fn fractions_are_even() {
        let mut counts = [0; 8];
        for card in 0..1000 {
            for reps in 0..8 {
                let fraction = fraction(&CardKey::new("os", format!("card-{card}")), reps);
                counts[(fraction >> 29) as usize] += 1;
            }
        }
        assert!(counts.iter().all(|count| (880..1120).contains(count)), "{counts:?}");
    }
}
