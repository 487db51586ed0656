//! Korean particles, whose form depends on the sound the word before them ends with.
//!
//! Invariant: any noun gets a form, whether it ends in Hangul, a Latin letter, a digit or a mark.
//! Latin words in lower case are read as words (`stack`: 스택), capitals letter by letter (`PC`).

/// A particle with two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Particle {
    /// 은/는.
    Topic,
    /// 이/가.
    Subject,
    /// 을/를.
    Object,
    /// 과/와.
    And,
    /// 으로/로.
    By,
}

/// How the last sound of a word ends.
#[derive(Clone, Copy, PartialEq)]
enum Ending {
    Vowel,
    Rieul,
    Consonant,
}

impl Particle {
    /// The form that follows `noun`. Quotes and brackets after the noun are passed over.
    ///
    /// ```
    /// use viva::text::Particle;
    /// assert_eq!(Particle::Object.after("스택"), "을");
    /// assert_eq!(Particle::By.after("큐 3개"), "로");
    /// ```
    pub fn after(self, noun: &str) -> &'static str {
        match (self, ending(noun)) {
            (Particle::Topic, Ending::Vowel) => "는",
            (Particle::Topic, _) => "은",
            (Particle::Subject, Ending::Vowel) => "가",
            (Particle::Subject, _) => "이",
            (Particle::Object, Ending::Vowel) => "를",
            (Particle::Object, _) => "을",
            (Particle::And, Ending::Vowel) => "와",
            (Particle::And, _) => "과",
            (Particle::By, Ending::Consonant) => "으로",
            (Particle::By, _) => "로",
        }
    }
}

fn ending(noun: &str) -> Ending {
    let noun = crate::text::nfc(noun);
    let mut letters = noun.chars().rev().filter(|c| c.is_alphanumeric());
    let Some(last) = letters.next() else { return Ending::Vowel };
    if let Some((_, _, tail)) = super::hangul::letters(last) {
        return match tail {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        };
    }
    match last {
        // 영 일 이 삼 사 오 육 칠 팔 구
        '0' | '3' | '6' => Ending::Consonant,
        '1' | '7' | '8' => Ending::Rieul,
        'a'..='z' | 'A'..='Z' => {
            let word: Vec<char> = noun.chars().rev().skip_while(|c| *c != last).collect();
            let word = word.split(|c| !c.is_ascii_lowercase()).next().unwrap_or_default();
            // Lower-case letters with a vowel among them are read as a word, others one by one.
            match word.iter().any(|c| "aeiou".contains(*c)) && word.len() > 1 {
                true => word_ending(word),
                false => letter_ending(last),
            }
        }
        _ => Ending::Vowel,
    }
}

/// How the name of a Latin letter ends: 엘, 엠, 엔, 알, else a vowel.
fn letter_ending(letter: char) -> Ending {
    match letter.to_ascii_lowercase() {
        'l' | 'r' => Ending::Rieul,
        'm' | 'n' => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

/// How an English word ends as Korean writes it (스택, 파일, 서버), from its last letter backwards.
/// A rule of thumb: spelling does not always tell.
fn word_ending(backwards: &[char]) -> Ending {
    let vowel = |at: usize| backwards.get(at).is_some_and(|c| "aeiou".contains(*c));
    match backwards {
        ['l', ..] | ['e', 'l', ..] => Ending::Rieul,
        ['m' | 'n', ..] | ['g', 'n', ..] => Ending::Consonant,
        ['e', 'm' | 'n', ..] if vowel(2) => Ending::Consonant,
        ['k', 'c', ..] => Ending::Consonant,
        ['k' | 'p' | 'b', ..] if vowel(1) => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_any_noun() {
        let check = |noun: &str, expect: [&str; 5]| {
            use Particle::*;
            assert_eq!([Topic, Subject, Object, And, By].map(|p| p.after(noun)), expect, "{noun}");
        };
        let vowel = ["는", "가", "를", "와", "로"];
        let rieul = ["은", "이", "을", "과", "로"];
        let consonant = ["은", "이", "을", "과", "으로"];
        check("스레드", vowel);
        check("메일", rieul);
        check("스택", consonant);
        check("\u{1109}\u{1173}\u{1110}\u{1162}\u{11a8}", consonant);
        check("quiz", vowel);
        check("shell", rieul);
        check("stack", consonant);
        check("PC", vowel);
        check("RAM", consonant);
        check("string", consonant);
        check("answer", vowel);
        check("jp", vowel);
        check("IPC", vowel);
        check("URL", rieul);
        check("file", rieul);
        check("schedule", rieul);
        check("heap", consonant);
        check("fork", vowel);
        check("name", consonant);
        check("process", vowel);
        check("deck check", consonant);
        check("7", rieul);
        check("10", consonant);
        check("2", vowel);
        check("\"deck.toml\"", rieul);
        check("", vowel);
    }
}
