//! A text turned into one that is wrong: its two subjects exchanged, or its verb negated.
//!
//! Invariant: closed tables and no guess: where it is not plain what to change, there is no changed
//! text. It must not know rubrics.

use crate::text::{
    Lang, Particle,
    hangul::{is_syllable, letters, syllable},
};

/// The text with each spelling of one subject in place of the other's, in the same language. None
/// if it names neither.
pub(in crate::deck) fn exchanged(text: &str, pair: [&[Box<str>]; 2]) -> Option<String> {
    let mut spellings: Vec<(&str, usize)> = Vec::new();
    for (side, own) in pair.iter().enumerate() {
        spellings.extend(own.iter().map(|it| (&**it, side)));
    }
    // The longest goes first where one begins with another.
    spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
    let mut changed = String::with_capacity(text.len() + text.len() / 4);
    let (mut at, mut before, mut count) = (0, ' ', 0);
    while let Some(c) = text[at..].chars().next() {
        let found = spellings.iter().filter(|_| !before.is_alphanumeric()).find_map(|it| {
            let len = begins(&text[at..], it.0)?;
            Some((*it, len))
        });
        let Some(((spelling, side), len)) = found else {
            changed.push(c);
            before = c;
            at += c.len_utf8();
            continue;
        };
        let other = counterpart(spelling, pair[side], pair[1 - side])?;
        let (written, rest) = text[at..].split_at(len);
        let plural = written.len() > spelling.len();
        let noun = if plural { plural_of(other) } else { other.to_owned() };
        if c.is_uppercase() {
            let mut letters = noun.chars();
            changed.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            changed.push_str(letters.as_str());
        } else {
            changed.push_str(&noun);
        }
        let len = len + particle(rest, &noun, &mut changed);
        count += 1;
        at += len;
        before = text[..at].chars().next_back().unwrap_or(' ');
    }
    (count > 0).then_some(changed)
}

/// How much of a text a spelling takes at its start, an English plural included.
fn begins(text: &str, spelling: &str) -> Option<usize> {
    let head = text.get(..spelling.len())?;
    if spelling.is_empty() || !head.eq_ignore_ascii_case(spelling) {
        return None;
    }
    if spelling.contains(is_syllable) {
        return Some(head.len());
    }
    let rest = &text[head.len()..];
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let suffixes = ["es", "s", ""].iter();
    let mut fitting = suffixes.filter(|it| rest.strip_prefix(**it).is_some_and(ends));
    fitting.next().map(|it| head.len() + it.len())
}

/// The other subject's spelling of the same rank in the same language.
fn counterpart<'a>(spelling: &str, own: &[Box<str>], other: &'a [Box<str>]) -> Option<&'a str> {
    let hangul = spelling.contains(is_syllable);
    let same = |it: &str| it.contains(is_syllable) == hangul;
    let rank = own.iter().filter(|it| same(it)).position(|it| **it == *spelling).unwrap_or(0);
    let other: Vec<&str> = other.iter().filter(|it| same(it)).map(|it| &**it).collect();
    other.get(rank).or(other.first()).copied()
}

fn plural_of(noun: &str) -> String {
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|it| noun.ends_with(it));
    format!("{noun}{}", if hissing { "es" } else { "s" })
}

/// Writes the particle at the start of a text in the form that follows `noun`; how long it was.
fn particle(rest: &str, noun: &str, to: &mut String) -> usize {
    let mut letters = rest.chars();
    let kind = match letters.next() {
        Some('은' | '는') => Particle::Topic,
        Some('이' | '가') => Particle::Subject,
        Some('을' | '를') => Particle::Object,
        Some('과' | '와') => Particle::And,
        _ => return 0,
    };
    if letters.next().is_some_and(is_syllable) {
        return 0;
    }
    to.push_str(kind.after(noun));
    '은'.len_utf8()
}

/// The text with its verb negated. None if it has a negation already, or no verb of the tables.
pub(in crate::deck) fn negated(text: &str, lang: Lang) -> Option<String> {
    match lang {
        Lang::Ko => negated_korean(text),
        Lang::En => negated_english(text),
    }
}

fn negated_korean(text: &str) -> Option<String> {
    if ["않", "못", "없", "아니", "아닙", "안 ", "말고"].iter().any(|it| text.contains(it))
    {
        return None;
    }
    let text = text.trim_end().trim_end_matches('.');
    let (before, verb) = text.rsplit_once(' ').map_or(("", text), |(before, verb)| (before, verb));
    let going_on = before.ends_with('고');
    let verb = korean_verb(verb, going_on)?;
    Some(if before.is_empty() { verb } else { format!("{before} {verb}") })
}

/// Adjectives that point texts end with; those with 하다 need no list.
const ADJECTIVES: [&str; 17] = [
    "다르", "빠르", "느리", "크", "작", "가볍", "무겁", "높", "낮", "많", "적", "쉽", "어렵", "싸",
    "같", "길", "짧",
];

/// Stems that lose their ㄹ before ㄴ: 만든다 is 만들다.
const LOSING: [(char, &str); 8] = [
    ('든', "들"),
    ('연', "열"),
    ('푼', "풀"),
    ('돈', "돌"),
    ('운', "울"),
    ('산', "살"),
    ('안', "알"),
    ('건', "걸"),
];

fn korean_verb(verb: &str, going_on: bool) -> Option<String> {
    for (ending, there, not) in [("습니다", "있", "습니다"), ("다", "있", "다")] {
        if let Some(before) = verb.strip_suffix(ending).and_then(|it| it.strip_suffix(there)) {
            return Some(match going_on {
                true => format!("{before}있지 않{not}"),
                false => format!("{before}없{not}"),
            });
        }
    }
    if let Some(noun) = verb.strip_suffix("입니다").filter(|it| !it.is_empty()) {
        return Some(format!("{noun}{} 아닙니다", Particle::Subject.after(noun)));
    }
    if let Some(stem) = verb.strip_suffix("니다") {
        return match tail(stem)? {
            (stem, TAIL_B) => Some(format!("{stem}지 않습니다")),
            _ => None,
        };
    }
    if let Some(stem) = verb.strip_suffix("는다") {
        return Some(format!("{stem}지 않는다"));
    }
    let stem = verb.strip_suffix('다')?;
    if stem.ends_with('하') || ADJECTIVES.iter().any(|it| stem.ends_with(it)) {
        return Some(format!("{stem}지 않다"));
    }
    if let Some(noun) = stem.strip_suffix('이').filter(|it| !it.is_empty()) {
        return Some(format!("{noun}{} 아니다", Particle::Subject.after(noun)));
    }
    let (open, end) = tail(stem)?;
    let losing = LOSING.iter().find(|it| stem.ends_with(it.0));
    match (losing, end) {
        (Some((_, whole)), _) => {
            let before = stem.strip_suffix(is_syllable).unwrap_or_default();
            Some(format!("{before}{whole}지 않는다"))
        }
        (None, TAIL_N) => Some(format!("{open}지 않는다")),
        _ => None,
    }
}

const TAIL_N: u32 = 4;
const TAIL_B: u32 = 17;

/// A word without the final consonant of its last syllable, and which that is.
fn tail(word: &str) -> Option<(String, u32)> {
    let last = word.chars().next_back()?;
    let (initial, vowel, end) = letters(last)?;
    let open = syllable(initial, vowel, 0)?;
    let before = &word[..word.len() - last.len_utf8()];
    Some((format!("{before}{open}"), end))
}

/// English verbs and what denies them.
const VERBS: [(&str, &str); 22] = [
    ("is", "is not"),
    ("are", "are not"),
    ("was", "was not"),
    ("were", "were not"),
    ("has", "does not have"),
    ("have", "do not have"),
    ("must", "must not"),
    ("can", "cannot"),
    ("share", "do not share"),
    ("shares", "does not share"),
    ("needs", "does not need"),
    ("keeps", "does not keep"),
    ("owns", "does not own"),
    ("belongs", "does not belong"),
    ("gives", "does not give"),
    ("takes", "does not take"),
    ("makes", "does not make"),
    ("runs", "does not run"),
    ("requires", "does not require"),
    ("contains", "does not contain"),
    ("allows", "does not allow"),
    ("holds", "does not hold"),
];

/// Words whose clause only says when, why or which, up to a comma.
const BELOW: [&str; 14] = [
    "if", "when", "while", "until", "unless", "because", "since", "that", "which", "who", "where",
    "whether", "before", "after",
];

/// Of a sentence with several verbs nobody knows which one the point is about.
fn negated_english(text: &str) -> Option<String> {
    let mut verb = None;
    let (mut before, mut end, mut below) = ("", 0, false);
    for (at, word) in words(text) {
        below &= !text[end..at].contains([',', ';', ':', '.']);
        end = at + word.len();
        let lower = word.to_ascii_lowercase();
        if matches!(&*lower, "not" | "no" | "never" | "without" | "cannot" | "nor" | "neither")
            || lower.ends_with("n't")
        {
            return None;
        }
        if let Some((_, not)) = VERBS.iter().find(|it| it.0 == lower).filter(|_| before != "to") {
            if verb.is_some() || below {
                return None;
            }
            verb = Some((at, word.len(), *not));
        }
        below |= BELOW.contains(&&*lower);
        before = word;
    }
    let (at, len, not) = verb?;
    Some(format!("{}{not}{}", &text[..at], &text[at + len..]))
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(part)?;
        let end = text[start..].find(|c| !part(c)).map_or(text.len(), |it| start + it);
        at = end;
        Some((start, &text[start..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_exchanged() {
        let spellings = |words: &[&str]| words.iter().map(|it| Box::from(*it)).collect::<Vec<_>>();
        let process = spellings(&["프로세스", "process"]);
        let thread = spellings(&["스레드", "쓰레드", "thread"]);
        let lock = spellings(&["락", "lock"]);
        let check = |text: &str, other: &[Box<str>], expect: Option<&str>| {
            let found = exchanged(text, [&process, other]);
            assert_eq!(found.as_deref(), expect, "{text}");
        };
        check(
            "프로세스는 따로, 쓰레드는 같이 씁니다.",
            &thread,
            Some("스레드는 따로, 프로세스는 같이 씁니다."),
        );
        check(
            "Processes are isolated; a thread's stack is its own.",
            &thread,
            Some("Threads are isolated; a process's stack is its own."),
        );
        check("락은 프로세스가 씁니다", &lock, Some("프로세스는 락이 씁니다"));
        check("멀티스레드 subprocess processor", &thread, None);
        check("PROCESS들의 thread", &thread, Some("Thread들의 process"));
        // Nothing of the language to put in its place.
        check("프로세스", &spellings(&["thread"]), None);
        check("", &thread, None);
    }

    #[test]
    fn verbs_are_negated() {
        let check = |lang: Lang, text: &str, expect: Option<&str>| {
            assert_eq!(negated(text, lang).as_deref(), expect, "{text}");
        };
        let ko = |text: &str, expect: &str| check(Lang::Ko, text, Some(expect));
        ko("스택을 따로 가진다", "스택을 따로 가지지 않는다");
        ko("힙을 공유한다.", "힙을 공유하지 않는다");
        ko("실행이 된다", "실행이 되지 않는다");
        ko("실행 중인 프로그램이다", "실행 중인 프로그램이 아니다");
        ko("자원의 단위이다", "자원의 단위가 아니다");
        ko("읽을 수 있다", "읽을 수 없다");
        ko("락을 쥐고 있다", "락을 쥐고 있지 않다");
        ko("전환이 더 빠르다", "전환이 더 빠르지 않다");
        ko("동기화가 필요하다", "동기화가 필요하지 않다");
        ko("교착 상태를 만든다", "교착 상태를 만들지 않는다");
        ko("나머지는 산다", "나머지는 살지 않는다");
        ko("값을 읽는다", "값을 읽지 않는다");
        ko("메모리를 공유합니다", "메모리를 공유하지 않습니다");
        ko("프로그램입니다", "프로그램이 아닙니다");
        ko("볼 수 있습니다", "볼 수 없습니다");
        check(Lang::Ko, "공유하지 않는다", None);
        check(Lang::Ko, "값을 잃었다", None);
        check(Lang::Ko, "독립된 주소 공간", None);
        let en = |text: &str, expect: &str| check(Lang::En, text, Some(expect));
        en("each thread has its own stack", "each thread does not have its own stack");
        en("Threads share the heap", "Threads do not share the heap");
        en("the unlock must come last", "the unlock must not come last");
        en("it can run", "it cannot run");
        en("a process is a running program", "a process is not a running program");
        check(Lang::En, "threads share the heap, but each has its own stack", None);
        en("if both read, one update is lost", "if both read, one update is not lost");
        en("a lock is a door that one thread opens", "a lock is not a door that one thread opens");
        check(Lang::En, "wait until it holds", None);
        check(Lang::En, "it is not shared", None);
        check(Lang::En, "it isn't shared, and that is cheap", None);
        check(Lang::En, "used to share memory", None);
        check(Lang::En, "wait in a loop", None);
    }
}
