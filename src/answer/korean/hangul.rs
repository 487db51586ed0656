//! Hangul as strings of letters: spellings that sound alike are one, and a stem is a prefix of its
//! inflected forms.
//!
//! Invariant: no dictionary, only closed tables: particles, endings, contractions. Initial, vowel
//! and final letters have different symbols, so a prefix never ends between two readings.

pub(in crate::answer) use crate::text::hangul::letters;

use crate::text::hangul;

/// A symbol: an initial letter (1..), a vowel (32..) or a final letter (64..).
pub(in crate::answer) type Symbol = u8;

/// The symbols of a syllable, phonetically folded. None if it is no Hangul syllable.
pub(in crate::answer) fn symbols(c: char) -> Option<(Symbol, Symbol, Option<Symbol>)> {
    let (lead, vowel, tail) = letters(c)?;
    // Tense and plain initials: kk g, tt d, pp b, ss s, jj j.
    let lead = match lead {
        1 => 0,
        4 => 3,
        8 => 7,
        10 => 9,
        13 => 12,
        lead => lead,
    };
    // ae = e, yae = ye, wae = oe = we.
    let vowel = match vowel {
        1 => 5,
        3 => 7,
        10 | 11 => 15,
        vowel => vowel,
    };
    // kk = g, ss = s.
    let tail = match tail {
        2 => 1,
        20 => 19,
        tail => tail,
    };
    let symbol = |base: u32, letter: u32| u8::try_from(base + letter).unwrap_or(0);
    Some((symbol(1, lead), symbol(32, vowel), (tail > 0).then(|| symbol(64, tail))))
}

/// A stem as it also appears before vowels: 기다리 기다려, 나누 나눠, 하 해, 되 돼, 다르 달라, 가볍 가벼우.
pub(in crate::answer) fn contracted(stem: &str) -> Vec<String> {
    let mut chars: Vec<char> = stem.chars().collect();
    let Some(last) = chars.pop() else { return Vec::new() };
    let Some((lead, vowel, tail)) = letters(last) else { return Vec::new() };
    let rest: String = chars.iter().collect();
    let with = |c: char| format!("{rest}{c}");
    let syllable = |initial: u32, vowel: u32, tail: u32| {
        hangul::syllable(initial, vowel, tail).unwrap_or(last)
    };
    let mut forms = Vec::new();
    match (vowel, tail) {
        // ㅣ -> ㅕ, ㅜ -> ㅝ, ㅗ -> ㅘ, ㅚ -> ㅙ, ㅏ of 하 -> ㅐ.
        (20, 0) => forms.push(with(syllable(lead, 6, 0))),
        (13, 0) => forms.push(with(syllable(lead, 14, 0))),
        (8, 0) => forms.push(with(syllable(lead, 9, 0))),
        (11, 0) => forms.push(with(syllable(lead, 10, 0))),
        (0, 0) if lead == 18 => forms.push(with(syllable(18, 1, 0))),
        // 르: the syllable before takes ㄹ, then 라 or 러. 쓰, 크: the vowel goes.
        (18, 0) if lead == 5 => {
            let before = chars.last().and_then(|c| letters(*c));
            if let Some((lead, vowel, 0)) = before {
                let kept: String = chars[..chars.len() - 1].iter().collect();
                for after in ['라', '러'] {
                    forms.push(format!("{kept}{}{after}", syllable(lead, vowel, 8)));
                }
            }
        }
        (18, 0) if matches!(lead, 1 | 4 | 8 | 10 | 15 | 17) => {
            forms.push(with(syllable(lead, 4, 0)));
            forms.push(with(syllable(lead, 0, 0)));
        }
        // ㅂ: 가볍 -> 가벼우, 가벼워.
        (_, 17) => {
            let open = syllable(lead, vowel, 0);
            forms.extend(['우', '워', '운', '울'].map(|after| format!("{rest}{open}{after}")));
        }
        _ => {}
    }
    forms
}

/// Whether `rest`, what follows a noun in its token, is a particle or a copula, or nothing.
pub(in crate::answer) fn is_particle(rest: &str) -> bool {
    PARTICLES.binary_search(&rest).is_ok() || rest.is_empty()
}

/// Particles and copulas after a noun, sorted.
const PARTICLES: &[&str] = &[
    "가",
    "가요",
    "간",
    "간에",
    "간에는",
    "간엔",
    "과",
    "과는",
    "과의",
    "까지",
    "까지는",
    "까지도",
    "까지만",
    "끼리",
    "끼리는",
    "끼리만",
    "끼린",
    "나",
    "내",
    "내에서",
    "내의",
    "는",
    "는요",
    "당",
    "도",
    "도요",
    "되",
    "되어",
    "된",
    "된다",
    "될",
    "됨",
    "됩니다",
    "들",
    "들과",
    "들끼리",
    "들끼리는",
    "들끼린",
    "들도",
    "들로",
    "들에",
    "들에게",
    "들은",
    "들을",
    "들의",
    "들이",
    "라",
    "라고",
    "라는",
    "라서",
    "란",
    "랑",
    "로",
    "로는",
    "로도",
    "로만",
    "로서",
    "로써",
    "를",
    "마다",
    "마다의",
    "만",
    "만은",
    "만을",
    "만의",
    "만이",
    "만큼",
    "별",
    "별로",
    "보다",
    "보다는",
    "부터",
    "뿐",
    "뿐만",
    "뿐이",
    "뿐이다",
    "사이",
    "사이에",
    "서",
    "에",
    "에게",
    "에는",
    "에도",
    "에만",
    "에서",
    "에서는",
    "에서도",
    "에서만",
    "에선",
    "에요",
    "엔",
    "예요",
    "와",
    "와는",
    "와의",
    "요",
    "으로",
    "으로는",
    "으로도",
    "으로만",
    "은",
    "은요",
    "을",
    "의",
    "이",
    "이고",
    "이나",
    "이다",
    "이든",
    "이라",
    "이라고",
    "이라는",
    "이라서",
    "이란",
    "이랑",
    "이며",
    "이므로",
    "이에요",
    "이지만",
    "인",
    "인데",
    "인지",
    "일",
    "임",
    "입니다",
    "조차",
    "쪽",
    "쪽은",
    "쪽이",
    "처럼",
    "하고",
    "하는",
    "한",
    "한다",
    "한테",
    "한테는",
    "할",
    "함",
    "합니다",
    "해",
    "해서",
    "했",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_are_sorted() {
        assert!(PARTICLES.is_sorted());
        assert!(is_particle("까지는") && is_particle("") && !is_particle("션"));
    }

    #[test]
    fn spellings_that_sound_alike_are_one() {
        let sound = |word: &str| word.chars().map(symbols).collect::<Vec<_>>();
        for (one, other) in [("쓰레드", "스레드"), ("뮤택스", "뮤텍스"), ("프로쎄스", "프로세스")]
        {
            assert_eq!(sound(one), sound(other));
        }
        assert_ne!(sound("프로세서"), sound("프로세스"));
    }

    #[test]
    fn stems_before_vowels() {
        let check = |stem: &str, expect: &[&str]| assert_eq!(contracted(stem), expect, "{stem}");
        check("기다리", &["기다려"]);
        check("나누", &["나눠"]);
        check("하", &["해"]);
        check("다르", &["달라", "달러"]);
        check("가볍", &["가벼우", "가벼워", "가벼운", "가벼울"]);
        check("깨우", &["깨워"]);
        check("스택", &[]);
    }
}
