//! Whom a Korean clause is about, read from the particles after each mention.
//!
//! Invariant: what is only compared with, excluded or somebody's place is never the topic while
//! there is another.

use std::ops::Range;

use crate::answer::{
    reading::{Mention, Reading, Subjects, Topics, Turn},
    token::Token,
};

/// What a mention is in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Compared with or excluded: 보다, 와 달리, 가 아니라.
    Excluded,
    /// A place, an owner or an object: 의, 에서, 안, 을.
    Weak,
    /// The owner of the clause's subject, or its first object.
    Owner,
    /// The subject: 이, 가, 끼리, 마다, 간.
    Subject,
    /// The topic: 은, 는, 도, or a heading.
    Topic,
}

/// The role of a mention. `end` is where its sentence ends.
pub(super) fn role(tokens: &[Token], mention: &Mention, end: usize) -> Role {
    let token = &tokens[mention.hit.last];
    let (rest, next) = if token.is_hangul() {
        (token.after_syllable(mention.hit.after), mention.hit.last + 1)
    } else {
        match tokens.get(mention.hit.last + 1) {
            Some(particle) if particle.is_hangul() && particle.glued => {
                (particle.word.as_str(), mention.hit.last + 2)
            }
            _ => ("", mention.hit.last + 1),
        }
    };
    let word = |at: usize| {
        tokens
            .get(at)
            .filter(|_| at < end)
            .filter(|it| it.is_word())
            .map_or("", |it| it.word.as_str())
    };
    let rest = rest.trim_start_matches('들');
    let after = word(next);
    let second = word(next + 1);
    match rest {
        "은" | "는" | "도" | "란" | "이란" | "만" | "은요" | "는요" | "만이" | "에서는"
        | "에는" | "끼리는" | "끼린" | "간엔" | "에선" | "간에는" | "마다" | "쪽은" | "의경우"
        | "라는" | "이라는" | "에게는" | "으로는" | "로는" | "쪽이" | "쪽에서는" => {
            Role::Topic
        }
        "보다" | "보다는" | "보단" | "보다도" | "처럼" | "대신" | "말고" | "외에" => {
            Role::Excluded
        }
        "이" | "가"
            if after.starts_with("아니")
                || after.starts_with("아닌")
                || after.starts_with("아닙") =>
        {
            Role::Excluded
        }
        "이" | "가" | "끼리" | "끼리만" | "끼리도" | "간" | "간에" | "별로" | "별" | "사이"
        | "사이에" | "마다의" | "라면" | "이라면" | "일때" => Role::Subject,
        "와" | "과" | "랑" | "이랑" | "하고" | "와는" | "과는" | "이랑은" | "랑은" => {
            if ["달리", "다르게", "반대로", "비교", "비해", "마찬가지"]
                .iter()
                .any(|it| after.starts_with(it))
                || (rest.ends_with('는') || rest.ends_with('은'))
            {
                Role::Excluded
            } else {
                Role::Subject
            }
        }
        "에" | "에게" | "로" | "으로"
            if after.starts_with("비해")
                || after.starts_with("비하")
                || after.starts_with("반해") =>
        {
            Role::Excluded
        }
        "의" if after == "경우" || after == "경우는" || after == "경우에는" => {
            Role::Topic
        }
        "의" => owner(tokens, next, end),
        "입니다" | "이다" | "이에요" | "예요" | "다" | "임" | "이죠" | "죠" | "인" | "일"
        | "고" | "이고" | "이며" | "인데" | "지만" | "이지만" => Role::Owner,
        "을" | "를" => {
            // 프로세스를 여러 개 띄우면: what follows is about them.
            let condition = tokens[next.min(end)..end].iter().take(5).take_while(|it| it.is_word());
            if condition.clone().any(|it| it.word.ends_with('면') && it.syllables() > 1) {
                Role::Subject
            } else {
                Role::Weak
            }
        }
        "" => bare(tokens, next, end, after, second),
        rest if rest.starts_with("내") || rest.starts_with("안") => Role::Weak,
        rest if rest.starts_with("간") || rest.starts_with("끼리") => Role::Subject,
        _ => Role::Weak,
    }
}

/// A genitive: the subject's owner if what is owned is the subject.
fn owner(tokens: &[Token], at: usize, end: usize) -> Role {
    for token in tokens[at.min(end)..end].iter().take(4) {
        let word = token.word.as_str();
        if ["은", "는", "이", "가", "도"].iter().any(|it| word.ends_with(it)) {
            return Role::Owner;
        }
        if ["을", "를", "에", "로", "에서"].iter().any(|it| word.ends_with(it)) {
            return Role::Weak;
        }
    }
    Role::Weak
}

/// A mention without a particle: the noun after it may have one.
fn bare(tokens: &[Token], next: usize, end: usize, after: &str, second: &str) -> Role {
    let mark = tokens.get(next).filter(|_| next < end);
    if mark.is_some_and(|it| it.is(':') || it.is('=') || it.is('\u{2192}'))
        || mark.is_some_and(|it| it.is('-') && tokens.get(next + 1).is_some_and(|it| it.is('>')))
    {
        return Role::Topic;
    }
    match after {
        "안" | "안의" | "안에" | "안에서" | "안에서는" | "내" | "내에서" | "내의" | "내부"
        | "내부에서" | "내부의" | "내에" | "속" | "속에서" | "당" => {
            return Role::Weak;
        }
        "간" | "간에" | "간의" | "간에는" | "사이" | "사이에" | "사이에서" | "사이에는"
        | "사이의" | "끼리" | "끼리는" | "마다" | "별로" | "둘" | "하나가" | "하나" | "모두"
        | "각각" | "쪽" | "쪽이" => {
            let inside = ["안", "내", "속"].iter().any(|it| second.starts_with(it));
            return if inside && after.starts_with("하나") {
                Role::Weak
            } else if second_excludes(tokens, next + 1, end) {
                Role::Excluded
            } else {
                Role::Subject
            };
        }
        "쪽은" | "쪽도" | "경우" | "경우는" => return Role::Topic,
        "대신" | "말고" | "달리" | "보다" | "처럼" => return Role::Excluded,
        _ => {}
    }
    for token in tokens[next.min(end)..end].iter().take(4) {
        if !token.is_word() {
            if token.is(',') || token.is('/') {
                return Role::Subject;
            }
            continue;
        }
        let word = token.word.as_str();
        if word.ends_with("보다")
            || word.ends_with("보다는")
            || word.starts_with("비해")
            || word.starts_with("달리")
        {
            return Role::Excluded;
        }
        if ["은", "는", "도"].iter().any(|it| word.ends_with(it)) {
            return Role::Topic;
        }
        if ["이", "가"].iter().any(|it| word.ends_with(it)) {
            return Role::Subject;
        }
        if ["을", "를", "에", "로", "에서"].iter().any(|it| word.ends_with(it)) {
            return Role::Owner;
        }
    }
    Role::Owner
}

/// Whether the noun phrase that follows is one that the clause compares with.
fn second_excludes(tokens: &[Token], at: usize, end: usize) -> bool {
    tokens[at.min(end)..end].iter().take(3).take_while(|it| it.is_word()).any(|it| {
        it.word.ends_with("보다") || it.word.ends_with("보다는") || it.word.starts_with("비해")
    })
}

/// What follows a noun that is what the sentence is about: `흐름이 스레드라서`.
const COPULAS: [&str; 27] = [
    "입니다",
    "이다",
    "이에요",
    "예요",
    "다",
    "임",
    "이죠",
    "죠",
    "뿐입니다",
    "뿐이다",
    "고",
    "이고",
    "이며",
    "고요",
    "이고요",
    "라서",
    "이라서",
    "니까",
    "이니까",
    "인데",
    "인데요",
    "거든요",
    "이거든요",
    "라",
    "이라",
    "구요",
    "란",
];

/// Whom the clause is about.
pub(in crate::answer) fn topics(
    reading: &Reading,
    clause: usize,
    mentions: &[Mention],
    inherited: Subjects,
    pair: &[Subjects],
) -> Topics {
    let tokens = &reading.tokens;
    let range = reading.clauses[clause].tokens.clone();
    let end = reading.sentences[reading.clauses[clause].sentence].tokens.end;
    let roles: Vec<Role> = mentions.iter().map(|it| role(tokens, it, end)).collect();
    let mut found =
        Topics { regions: regions(tokens, &range, mentions, &roles), ..Topics::default() };
    // `공유하는 것은 스레드이다`: what the sentence says at its end.
    let cleft = mentions.last().filter(|last| {
        let copula = tokens[last.hit.last].after_syllable(last.hit.after);
        let glued =
            tokens.get(last.hit.last + 1).filter(|it| it.glued).map_or("", |it| it.word.as_str());
        let copula = if tokens[last.hit.last].is_hangul() { copula } else { glued };
        let named = |token: &Token| {
            let word = token.word.as_str();
            matches!(word, "것은" | "건" | "쪽은" | "게" | "것이" | "쪽이" | "것" | "쪽")
                || ["이", "가", "은", "는", "게", "건"].iter().any(|it| word.ends_with(it))
                    && token.is_hangul()
                    && token.syllables() > 1
        };
        COPULAS.contains(&copula)
            && !roles.contains(&Role::Topic)
            && tokens[range.start..last.hit.first].last().is_some_and(named)
    });
    if let Some(cleft) = cleft {
        found.topics = cleft.subject;
        return found;
    }
    // 전자는, 후자는
    let ordinal = tokens[range.clone()].iter().find_map(|it| match it.word.strip_prefix("전자") {
        Some(rest) if super::hangul::is_particle(rest) => pair.first(),
        _ => it
            .word
            .strip_prefix("후자")
            .filter(|rest| super::hangul::is_particle(rest))
            .and(pair.get(1)),
    });
    if let Some(ordinal) = ordinal {
        found.topics = *ordinal;
        return found;
    }
    let best = roles.iter().copied().max();
    let of = |role: Role| {
        mentions.iter().zip(&roles).filter(move |(_, it)| **it == role).map(|(it, _)| it.subject)
    };
    found.topics = match best {
        Some(Role::Topic) => {
            // The first topic; with it others that share its place: `A와 B는`, `A도 B도`.
            let first = of(Role::Topic).next().unwrap_or(0);
            let at = roles.iter().position(|it| *it == Role::Topic).unwrap_or(0);
            first | coordinated(tokens, mentions, &roles, at)
        }
        Some(Role::Subject) => {
            let at = roles.iter().position(|it| *it == Role::Subject).unwrap_or(0);
            mentions[at].subject | coordinated_after(tokens, mentions, at)
        }
        Some(Role::Owner) => of(Role::Owner).next().unwrap_or(0),
        Some(Role::Weak) if inherited == 0 => of(Role::Weak).next().unwrap_or(0),
        _ => inherited,
    };
    if mentions.is_empty()
        && tokens[range.clone()]
            .iter()
            .any(|it| matches!(it.word.as_str(), "둘" | "둘다" | "양쪽" | "모두"))
        && tokens[range.clone()]
            .iter()
            .take(2)
            .any(|it| it.word.starts_with("둘") || it.word.starts_with("양쪽"))
    {
        found.topics = Subjects::MAX;
    }
    found.echo = echo(reading, clause, mentions, &roles);
    found
}

/// The subjects joined to the mention at `at` from before: `A와 B는`, `A, B 모두`.
fn coordinated(tokens: &[Token], mentions: &[Mention], roles: &[Role], at: usize) -> Subjects {
    let mut subjects = 0;
    let mut start = mentions[at].hit.first;
    for n in (0..at).rev() {
        let near = mentions[n].hit.distance_to(start) <= 2;
        if near && roles[n] != Role::Excluded && joined(tokens, &mentions[n]) {
            subjects |= mentions[n].subject;
            start = mentions[n].hit.first;
        }
    }
    subjects
}

/// The subjects joined to the mention at `at` from behind: `A와 B 모두`.
fn coordinated_after(tokens: &[Token], mentions: &[Mention], at: usize) -> Subjects {
    let mut subjects = 0;
    let mut last = at;
    for n in at + 1..mentions.len() {
        if mentions[last].hit.distance_to(mentions[n].hit.first) <= 2
            && joined(tokens, &mentions[last])
        {
            subjects |= mentions[n].subject;
            last = n;
        }
    }
    subjects
}

/// Whether a mention is joined to the next noun.
fn joined(tokens: &[Token], mention: &Mention) -> bool {
    let token = &tokens[mention.hit.last];
    let next = tokens.get(mention.hit.last + 1);
    let rest = if token.is_hangul() {
        token.after_syllable(mention.hit.after)
    } else {
        next.filter(|it| it.glued && it.is_hangul()).map_or("", |it| it.word.as_str())
    };
    matches!(rest, "와" | "과" | "랑" | "이랑" | "하고" | "나" | "이나" | "도" | "든")
        || (rest.is_empty() && next.is_some_and(|it| it.is(',') || it.is('/')))
}

/// Words that describe a mention from before it are about that mention: `독립된 메모리를 가진 프로세스 안에서`.
fn regions(
    tokens: &[Token],
    range: &Range<usize>,
    mentions: &[Mention],
    roles: &[Role],
) -> Vec<(Range<usize>, Subjects)> {
    let mut regions = Vec::new();
    let mut start = range.start;
    for (mention, role) in mentions.iter().zip(roles) {
        let first = mention.hit.first;
        let described = first > start && adnominal(&tokens[first - 1]);
        if described && *role < Role::Subject {
            regions.push((start..first, mention.subject));
        }
        start = (mention.hit.last + 1).max(start);
        if start < range.end && tokens[start].glued && tokens[start].is_hangul() {
            start += 1;
        }
    }
    regions
}

/// Whether a verb describes the noun after it: 가진, 공유하는, 실행 중인.
fn adnominal(token: &Token) -> bool {
    let mut chars = token.word.chars().rev();
    let Some(last) = chars.next() else { return false };
    if !token.is_hangul() || token.syllables() < 2 {
        return matches!(token.word.as_str(), "쓴" | "쓸" | "산" | "된" | "한");
    }
    if last == '는' {
        let before = chars.next();
        return before.is_some_and(|c| {
            matches!(
                c,
                '하' | '되'
                    | '있'
                    | '없'
                    | '쓰'
                    | '지'
                    | '갖'
                    | '리'
                    | '르'
                    | '뉘'
                    | '오'
                    | '받'
                    | '않'
                    | '못'
                    | '누'
                    | '가'
            )
        });
    }
    matches!(
        last,
        '된' | '한'
            | '인'
            | '던'
            | '진'
            | '난'
            | '온'
            | '운'
            | '할'
            | '될'
            | '린'
            | '른'
            | '긴'
            | '친'
            | '는'
    )
}

/// Whether the clause only repeats the one before of somebody else.
fn echo(reading: &Reading, clause: usize, mentions: &[Mention], roles: &[Role]) -> Option<Turn> {
    let strong = roles.iter().any(|it| *it >= Role::Subject);
    if mentions.is_empty() || !strong {
        return None;
    }
    let range = reading.clauses[clause].tokens.clone();
    let last = mentions.last()?.hit.last;
    let words: Vec<&str> = reading.tokens[last + 1..range.end]
        .iter()
        .filter(|it| it.is_word() && !it.glued)
        .map(|it| it.word.as_str())
        .collect();
    let starts = |at: usize, heads: &[&str]| {
        words.get(at).is_some_and(|word| heads.iter().any(|head| word.starts_with(head)))
    };
    match words.len() {
        1 if starts(0, &["아니", "아닙", "아닌", "안그", "못하", "못합", "불가능"]) => {
            Some(Turn::Denied)
        }
        1 if starts(0, &["반대", "정반대", "다르", "다릅", "달라"]) => {
            Some(Turn::Opposite)
        }
        1 if starts(0, &["마찬가지", "그렇습", "그렇다", "그래", "같습", "그럼", "가능"]) => {
            Some(Turn::Same)
        }
        2 if starts(0, &["그렇지", "그러지", "그럴"]) && starts(1, &["않", "못", "수"]) => {
            Some(Turn::Opposite)
        }
        2 if starts(0, &["안"]) && starts(1, &["그렇", "그래", "그럽", "그런"]) => {
            Some(Turn::Opposite)
        }
        3 if starts(0, &["그럴"]) && starts(1, &["수"]) && starts(2, &["없"]) => {
            Some(Turn::Opposite)
        }
        _ => None,
    }
}
