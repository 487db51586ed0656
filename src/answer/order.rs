//! Words in an order that no sentence has: `the is of`, a denial that denies nothing.
//!
//! Invariant: looks at neighbours within one sentence alone, by closed tables; a sentence that a
//! person wrote, misspelt or not, has no such neighbours. It must not know points.

use super::{
    korean::{self, hangul::letters},
    token::{Script, Token},
};

/// How many words of a sentence cannot stand where they do.
pub(super) fn breaks(tokens: &[Token], korean: bool) -> usize {
    if korean {
        let hangul = |at: &usize| tokens[*at].is_hangul();
        let here = (0..tokens.len()).filter(hangul).filter(|at| korean_breaks(tokens, *at));
        return here.count() + usize::from(stops_open(tokens));
    }
    let asks = tokens.last().is_some_and(|it| it.is('?'));
    let first = tokens.iter().find(|it| it.is_word()).and_then(|it| Class::of(&it.word));
    let opens = first.is_some_and(|it| {
        matches!(it, Class::Of | Class::Than | Class::Object | Class::Been)
            || !asks && matches!(it, Class::Be | Class::Have)
    });
    // Have a nice day
    let wish = tokens.first().is_some_and(|it| it.word == "have")
        && tokens.get(1).is_some_and(|it| matches!(it.word.as_str(), "a" | "an"));
    let opens = opens && !wish;
    let broken = |at: &usize| english_breaks(&tokens[*at..]);
    (0..tokens.len()).filter(broken).count() + usize::from(opens)
}

/// Whether a full stop stands behind a Korean word that cannot be the last.
fn stops_open(tokens: &[Token]) -> bool {
    let Some(last) = tokens.iter().rposition(Token::is_word) else { return false };
    let stopped = tokens.get(last + 1).is_some_and(|it| it.glued && (it.is('.') || it.is('!')));
    let word = tokens[last].word.as_str();
    let open = [
        "는",
        "을",
        "를",
        "의",
        "에",
        "에서",
        "에게",
        "와",
        "과",
        "으로",
        "이나",
        "하며",
        "이며",
        "되며",
        "하면",
        "되면",
        "면서",
        "해서",
        "어서",
        "아서",
        "므로",
        "도록",
        "거나",
        "려고",
        "위해",
        "때문에",
        "대한",
        "통해",
        "하는",
        "있는",
        "되는",
        "없는",
        "않는",
        "가진",
        "같은",
        "다른",
    ];
    let alone = [
        "그래서",
        "하지만",
        "그리고",
        "따라서",
        "또한",
        "즉",
        "그런데",
        "더",
        "수",
        "못",
        "안",
        "한",
        "두",
        "그",
        "모든",
        "여러",
        "어떤",
        "각",
        "매우",
        "서로",
        "바로",
        "또",
        "이",
        "다시",
        "반면",
        "그러나",
        "왜냐하면",
        "예를",
        "보통",
        "만약",
        "각각의",
        "가장",
        "훨씬",
        "직접",
        "하나의",
    ];
    stopped
        && tokens[last].is_hangul()
        && (is(word, &alone) && !tokens[last].glued
            || (tokens[last].syllables() > 1 || tokens[last].glued)
                && open.iter().any(|it| word.ends_with(it))
                && !korean::is_noun(word))
}

/// The small words of English, by what may stand around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Article,
    Possessive,
    Demonstrative,
    That,
    Quantity,
    Very,
    Modal,
    Be,
    Been,
    Have,
    Do,
    Not,
    Subject,
    It,
    Object,
    Of,
    In,
    On,
    To,
    Than,
    As,
    And,
    Because,
    Which,
    Whose,
    There,
}

impl Class {
    fn of(word: &str) -> Option<Class> {
        Some(match word {
            "the" | "an" | "every" => Class::Article,
            "their" | "our" | "my" | "your" => Class::Possessive,
            "this" | "these" | "those" => Class::Demonstrative,
            "that" => Class::That,
            "each" | "all" | "some" | "any" | "both" | "no" | "many" | "most" | "more" | "few"
            | "several" | "another" | "other" => Class::Quantity,
            "very" => Class::Very,
            "can" | "could" | "will" | "would" | "may" | "might" | "must" | "should" | "cannot"
            | "can't" | "won't" | "wouldn't" => Class::Modal,
            "is" | "are" | "was" | "were" => Class::Be,
            "be" | "been" | "being" => Class::Been,
            "has" | "have" | "had" => Class::Have,
            "do" | "does" | "did" | "don't" | "doesn't" | "didn't" => Class::Do,
            "not" => Class::Not,
            "they" | "we" | "he" | "she" => Class::Subject,
            "it" | "you" => Class::It,
            "them" | "us" | "him" => Class::Object,
            "of" => Class::Of,
            "at" | "by" | "for" | "from" | "with" | "without" | "into" | "onto" | "between"
            | "during" | "among" => Class::In,
            "in" | "on" => Class::On,
            "to" => Class::To,
            "than" => Class::Than,
            "as" => Class::As,
            "and" | "or" | "but" => Class::And,
            "because" | "while" | "whereas" | "if" | "when" | "although" | "unless" => {
                Class::Because
            }
            "which" | "who" | "where" => Class::Which,
            "whose" => Class::Whose,
            "there" => Class::There,
            _ => return None,
        })
    }

    /// Whether a sentence can end with it. Many cannot, though people say `what it is for`.
    fn ends(self) -> bool {
        use Class::{And, Article, As, Because, Have, Possessive, Subject, Than, Which, Whose};
        !matches!(
            self,
            And | Article | Because | Possessive | Subject | Than | Whose | Which | Have | As
        )
    }

    /// Whether another may stand right behind it.
    fn goes_before(self, next: Class) -> bool {
        use Class::{
            And, Article, As, Be, Because, Been, Demonstrative, Do, Have, In, It, Modal, Not,
            Object, Of, On, Possessive, Quantity, Subject, Than, That, There, To, Very, Which,
            Whose,
        };
        match self {
            Article | Possessive | Whose => matches!(next, Quantity | Not | Very),
            Very => !matches!(next, Article | Possessive | Of | In | Than | Object | Demonstrative),
            Demonstrative => {
                !matches!(next, Article | Possessive | Object | Subject | Been | Whose)
            }
            That => !matches!(next, Than | And | Object | Been | As),
            Quantity => !matches!(next, Been | Not),
            Modal => matches!(next, Not | Been | Have | Do | Subject | It | There | Quantity | And),
            Be => !matches!(next, Be | Modal | Have | Do | Of | Than | Object | And | Subject),
            Been => {
                !matches!(next, Be | Modal | Have | Do | Of | Than | Object | Subject | And | There)
            }
            Have => !matches!(next, Be | Modal | Do | Of | Than | And | Which | Subject | Because),
            Do => !matches!(next, Be | Modal | Of | Than | Been | Do | Because),
            Not => !matches!(next, Be | Modal | Of | Than | And | Which | Not | Subject),
            Subject => matches!(next, Be | Have | Do | Modal | Quantity | Not | On),
            It => !matches!(next, Of | Subject | Demonstrative | Been | Object | Possessive),
            Object => !matches!(next, Of | Object | Been | Subject | Possessive),
            Of => matches!(
                next,
                Article
                    | Possessive
                    | Demonstrative
                    | Quantity
                    | Object
                    | It
                    | That
                    | Which
                    | Whose
                    | Not
            ),
            In => !matches!(
                next,
                Be | Been
                    | Modal
                    | Have
                    | Do
                    | Subject
                    | Of
                    | Than
                    | In
                    | On
                    | Because
                    | There
                    | To
            ),
            On => !matches!(next, Of | Than | On | Subject | Been),
            To => {
                !matches!(next, Be | Modal | Of | To | Than | And | Because | Subject | There | In)
            }
            Than => !matches!(next, Be | Modal | Have | Of | Than | And | Been | As),
            As => !matches!(next, Be | Been | Modal | Have | Do | Of | Than | As | And),
            And => !matches!(next, And | Than | Of | Object),
            Because => !matches!(next, Be | Modal | Have | And | Than | Object | Been | Do | Whose),
            Which => !matches!(next, Of | Than | And | Object | Been | Which | Because),
            There => !matches!(next, Article | Possessive | Of | Subject | Than | Object),
        }
    }
}

/// Whether the first of these English words cannot be followed by the second.
fn english_breaks(words: &[Token]) -> bool {
    let Some((token, rest)) = words.split_first() else { return false };
    let next = rest.first();
    let Some(class) = Class::of(&token.word).filter(|_| token.is_latin()) else { return false };
    let Some(next) = next else { return !class.ends() };
    if let Script::Mark(mark) = next.script {
        // `the.`, but `a/an` and `the "heap"`.
        return next.glued
            && (matches!(mark, '.' | ';' | '!' | '?') && !class.ends()
                || mark == ',' && matches!(class, Class::Article | Class::Than | Class::Whose));
    }
    let after = Class::of(&next.word).filter(|_| next.is_latin() && next.lines == 0);
    // the in-memory copy, it can in fact; because of, and of course
    let third = rest.get(1);
    let joined = third.is_some_and(|it| it.is('-') && it.glued);
    let phrase = third.is_some_and(|it| {
        matches!(&*it.word, "fact" | "turn" | "theory" | "practice" | "principle" | "general")
    });
    let fixed = after == Some(Class::On) && (joined || phrase)
        || matches!(
            (&*token.word, &*next.word),
            ("because" | "and", "of")
                | ("for", "when" | "if")
                | ("do", "be")
                | ("on", "in")
                | ("from", "in" | "on")
        );
    !fixed && after.is_some_and(|next| !class.goes_before(next))
}

fn is(word: &str, list: &[&str]) -> bool {
    list.contains(&word)
}

/// Whether a Korean word cannot stand between its neighbours.
fn korean_breaks(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let word = token.word.as_str();
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let next = tokens.get(at + 1).filter(|it| it.is_hangul() && !it.glued && it.lines == 0);
    let long = token.syllables() > 1 || token.glued;
    let last = tokens[at + 1..].iter().all(|it| !it.is_word());
    let words = tokens.iter().filter(|it| it.is_word() && !it.glued).count();
    // 않다 denies the verb before it.
    if !token.glued && ["않", "못하", "못한", "못합"].iter().any(|it| word.starts_with(it)) {
        let verb = before.is_some_and(|it| {
            [
                "지",
                "지는",
                "지도",
                "진",
                "질",
                "지를",
                "지가",
                "지만은",
                "치",
                "도",
                "을",
                "를",
                "은",
            ]
            .iter()
            .any(|ending| it.word.ends_with(ending))
                || !it.is_hangul()
        });
        return !verb;
    }
    // 할 수 있다
    if word == "수" && !token.glued {
        let able = next.is_some_and(|it| it.word.starts_with(['있', '없']));
        let will = before.is_some_and(|it| tail(it) == Some(8));
        if before.is_none() && next.is_some() {
            return true;
        }
        return able != will && before.is_none_or(Token::is_hangul) && (able || next.is_some());
    }
    if is(word, &["겁니다", "거예요", "거죠", "거고요", "거라서"]) && !token.glued {
        return before.is_none_or(|it| it.is_hangul() && !matches!(tail(it), Some(4 | 8)));
    }
    // 여러 개
    if word == "개" && !token.glued {
        let few = [
            "한", "두", "세", "네", "몇", "여러", "열", "하나", "다섯", "여섯", "둘", "백", "천",
            "만", "개",
        ];
        return before.is_none_or(|it| it.is_hangul() && !few.iter().any(|n| it.word.ends_with(n)));
    }
    if is(word, &["것", "것을", "것은", "것이", "것도", "게", "때", "뿐이고"]) && !token.glued
    {
        let stem = ["를", "가", "에", "에서", "고", "며", "면", "와", "과", "서", "습니다"];
        return before.is_some_and(|it| {
            it.is_hangul()
                && !is(&it.word, CALLS)
                && stem.iter().any(|ending| it.word.ends_with(ending))
        });
    }
    let object = |it: &Token| {
        (it.syllables() > 1 || it.glued) && it.word.ends_with(['을', '를']) && it.word != "마을"
    };
    // 막을 is a verb, 상태를 is not.
    if object(token)
        && next.is_some_and(|it| object(it) && it.word.ends_with('를') && !is(&it.word, CALLS))
    {
        return true;
    }
    let of = long && word.ends_with('의') && !is(word, &["정의", "주의", "회의", "합의", "동의"]);
    let noun = is(word, &["한", "두", "그", "모든", "여러", "어떤", "각", "남의", "같은", "다른"]);
    let modifies = ["하는", "되는", "있는", "없는", "쓰는", "않는", "라는", "다는"]
        .iter()
        .any(|ending| word.ends_with(ending))
        && long;
    if (of || noun || modifies)
        && let Some(next) = next
    {
        let verb = ["습니다", "합니다", "됩니다", "어요", "해요", "지만", "므로", "면서", "니까"]
            .iter()
            .any(|ending| next.word.ends_with(ending));
        return verb
            && !["이지만", "이므로", "이니까", "가지만", "까지만"]
                .iter()
                .any(|it| next.word.ends_with(it))
            && !next
                .word
                .starts_with(['거', '건', '것', '게', '겁', '데', '편', '일', '법', '셈']);
    }
    if last && words > 4 {
        let open = of
            || noun
            || modifies
            || object(token)
            || is(
                word,
                &["그래서", "하지만", "그리고", "따라서", "또한", "즉", "그런데", "더", "수", "못"],
            );
        return open && tokens[at + 1..].iter().all(|it| !it.is('?'));
    }
    if word == "못" && tokens.get(at + 1).is_none_or(|it| !it.is_word()) {
        return before.is_some();
    }
    word == "못"
        && next.is_some_and(|it| {
            object(it) || ["에서", "으로", "의"].iter().any(|ending| it.word.ends_with(ending))
        })
}

/// Verbs that end like a noun with its particle.
const CALLS: &[&str] = &["부를", "고를", "누를", "다를", "모를", "오를", "따를", "흐를", "치를"];

/// The final of the last syllable.
fn tail(token: &Token) -> Option<u32> {
    token.word.chars().next_back().and_then(letters).map(|(_, _, tail)| tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{english::Stems, token};

    #[test]
    fn what_nobody_says_in_this_order() {
        let check = |text: &str, expect: usize| {
            let tokens = token::tokens(text, &Stems::default());
            assert_eq!(breaks(&tokens, tokens.iter().any(Token::is_hangul)), expect, "{text}");
        };
        check("Threads share the heap of the process, and each has a stack of its own.", 0);
        check("It's what they depend on, because of the cache.", 0);
        check("heap of the is process the share. Threads the and its have stack", 2);
        check("of threads the heap the.", 2);
        check("스레드는 같은 프로세스의 힙을 공유할 수 있습니다.", 0);
        check("스택은 각자 갖지 않습니다.", 0);
        check("수 힙을 스레드는 공유할 같은.", 3);
        check("각자 스택에 않습니다 갖지.", 1);
    }
}
