//! Answers changed: typed in another form, broken into lines, with their subjects exchanged; and what
//! stands behind an answer without saying anything about it.
//!
//! Invariant: but for the exchange, what the answer says stays. It must not know rubrics or verdicts.

use unicode_normalization::UnicodeNormalization as _;
use viva::text::Particle;

/// How a text is typed otherwise without saying anything else.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Decomposed,
    Upper,
    Lower,
    Wide,
}

impl Form {
    pub(super) fn letter(self, c: char) -> String {
        match self {
            Form::Decomposed => c.nfd().collect(),
            Form::Upper => c.to_uppercase().collect(),
            Form::Lower => c.to_lowercase().collect(),
            Form::Wide if c.is_ascii_alphanumeric() => {
                char::from_u32(u32::from(c) + 0xfee0).map(String::from).unwrap_or_default()
            }
            Form::Wide => c.to_string(),
        }
    }
}

/// The text in other forms, and where each of its bytes went.
pub(super) fn typed(text: &str, forms: &[Form]) -> (String, Vec<usize>) {
    let (mut other, mut places) = (String::new(), vec![0; text.len() + 1]);
    for (at, c) in text.char_indices() {
        places[at] = other.len();
        let letters = forms
            .iter()
            .fold(c.to_string(), |letters, form| letters.chars().map(|c| form.letter(c)).collect());
        other.push_str(&letters);
    }
    places[text.len()] = other.len();
    (other, places)
}

/// The text with some of its spaces as line breaks.
pub(super) fn broken(text: &str, breaks: &[u8]) -> String {
    let mut spaces = breaks.iter().cycle();
    let put = |c| if c == ' ' && *spaces.next().unwrap_or(&1) == 0 { '\n' } else { c };
    text.chars().map(put).collect()
}

/// The text with the spellings of each subject in place of the other's.
pub(super) fn swapped(text: &str, pair: &[Vec<String>; 2]) -> String {
    let hangul = |word: &str| !word.is_ascii();
    let counterpart = |side: usize, spelling: &str| -> String {
        let same = |it: &&String| hangul(it) == hangul(spelling);
        let rank = pair[side].iter().filter(same).position(|it| it == spelling).unwrap_or(0);
        let mut others = pair[1 - side].iter().filter(same);
        others.clone().nth(rank).or(others.next()).cloned().unwrap_or_default()
    };
    let mut spellings: Vec<(usize, &str)> = Vec::new();
    for (side, own) in pair.iter().enumerate() {
        spellings.extend(own.iter().map(|it| (side, &**it)));
    }
    spellings.sort_by_key(|it| std::cmp::Reverse(it.1.len()));
    let (mut other, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let begins = !other.ends_with(|it: char| it.is_ascii_alphanumeric());
        let found = spellings.iter().find(|(_, spelling)| {
            let Some((head, tail)) = rest.split_at_checked(spelling.len()) else { return false };
            let tail = ["es", "s"].into_iter().find_map(|it| tail.strip_prefix(it)).unwrap_or(tail);
            let ends = !tail.starts_with(|it: char| it.is_ascii_alphanumeric());
            head.eq_ignore_ascii_case(spelling) && (hangul(spelling) || begins && ends)
        });
        let Some((side, spelling)) = found else {
            other.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let mut noun = counterpart(*side, spelling);
        rest = &rest[spelling.len()..];
        if !hangul(spelling) {
            let plural = ["es", "s"].into_iter().find_map(|it| rest.strip_prefix(it));
            if let Some(after) = plural {
                noun.push_str(if noun.ends_with('s') { "es" } else { "s" });
                rest = after;
            }
        }
        let mut particles = rest.chars();
        let particle = match particles.next() {
            Some('은' | '는') => Some(Particle::Topic),
            Some('이' | '가') => Some(Particle::Subject),
            Some('을' | '를') => Some(Particle::Object),
            Some('과' | '와') => Some(Particle::And),
            _ => None,
        };
        other.push_str(&noun);
        let alone = !particles.clone().next().is_some_and(|it| ('가'..='힣').contains(&it));
        if let Some(particle) = particle.filter(|_| alone) {
            other.push_str(particle.after(&noun));
            rest = particles.as_str();
        }
    }
    other
}

/// Sentences that say nothing about computers. Some words are a letter away from one of the trade.
pub(super) const ASIDES: [&str; 48] = [
    "오늘은 날씨가 참 맑네요.",
    "점심으로 김치찌개를 먹었습니다.",
    "이번 여름은 유난히 덥습니다.",
    "면접을 보게 되어 반갑습니다.",
    "긴장해서 목이 조금 마르네요.",
    "물 한 모금 마셔도 괜찮을까요?",
    "질문해 주셔서 감사합니다.",
    "어제는 비가 많이 왔어요.",
    "회사 앞 카페의 커피가 맛있었습니다.",
    "지하철이 늦어서 걱정했습니다.",
    "제 고향은 부산입니다.",
    "주말에는 등산을 자주 갑니다.",
    "우리 집 고양이는 낮잠을 좋아합니다.",
    "이 건물은 창문이 많아 밝네요.",
    "준비한 답변은 여기까지입니다.",
    "들어 주셔서 고맙습니다.",
    "저는 봄을 제일 좋아합니다.",
    "떡볶이가 맵지 않았습니다.",
    "동생은 아직 학교에 안 갔어요.",
    "아침을 못 먹어서 배가 고프네요.",
    "책상 위에 공책이 없었습니다.",
    "낙엽이 예쁘게 물들었습니다.",
    "형이 낚시를 가자고 했습니다.",
    "힘이 넘치는 하루였습니다.",
    "스웨터를 입고 왔습니다.",
    "It rained a lot yesterday.",
    "We had lunch at noon.",
    "Lunch was great.",
    "Lunch tasted great.",
    "Spring is my favourite season.",
    "My bus got stuck in the snow.",
    "The tires have a deep tread.",
    "Thank you very much for your time.",
    "I am a little nervous today.",
    "Sorry, my throat is dry.",
    "The coffee here is excellent.",
    "She didn't like the soup.",
    "Nobody wore a hat.",
    "I couldn't sleep last night.",
    "My sister sings in a choir.",
    "Could you open the window, please?",
    "The weather isn't bad at all.",
    "That is all that I prepared.",
    "Hope that makes sense.",
    "Have a nice weekend!",
    "The cashier smiled at us.",
    "He bought a sack of potatoes and a heavy coat.",
    "Our hotel had a lovely reception and no noise.",
];
