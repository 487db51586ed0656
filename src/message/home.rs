//! The greeting and the lines around the prompt.
//!
//! Invariant: calm, short, no scolding; a figure only where it helps to decide.

use crate::text::Lang;

/// The heads of the greeting's lines, short enough to line up.
pub struct Heads {
    /// What today holds.
    pub today: &'static str,
    /// What Enter does.
    pub start: &'static str,
    /// An unfinished answer.
    pub draft: &'static str,
    /// Something that went wrong or was put right.
    pub notice: &'static str,
}

/// The heads of the greeting's lines.
pub fn heads(lang: Lang) -> Heads {
    match lang {
        Lang::Ko => {
            Heads { today: "오늘", start: "시작", draft: "쓰던 답", notice: "알림" }
        }
        Lang::En => Heads { today: "Today", start: "Start", draft: "Draft", notice: "Note" },
    }
}

/// `새 카드 5장   복습 0장   약 14분`; `wanted` are the cards that an interview put there.
pub fn today(lang: Lang, new: u32, reviews: u32, wanted: u32, minutes: u64) -> String {
    let wanted = match (lang, wanted) {
        (_, 0) => String::new(),
        (Lang::Ko, _) => format!("   면접에서 {wanted}장"),
        (Lang::En, _) => format!("   {wanted} from the interview"),
    };
    match lang {
        Lang::Ko => format!("새 카드 {new}장   복습 {reviews}장{wanted}   약 {minutes}분"),
        Lang::En => {
            let reviews = count(reviews, "review", "reviews");
            format!("{reviews}   {new} new{wanted}   about {minutes} min")
        }
    }
}

/// Cards beyond the day's budget.
pub fn left_over(lang: Lang, cards: u32) -> String {
    match lang {
        Lang::Ko => format!(
            "오늘 몫을 넘는 복습이 {cards}장 더 있습니다. quiz --minutes 30 처럼 늘릴 수 있습니다."
        ),
        Lang::En => format!(
            "{} more due beyond today's time; quiz --minutes 30 makes room",
            count(cards, "card is", "cards are")
        ),
    }
}

/// What Enter does when something is due.
pub fn enter_starts(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "Enter로 시작합니다. 답은 적어도 되고, 말해도 됩니다.   ? 도움말",
        Lang::En => "Enter starts. Type your answers, or say them aloud.   ? help",
    }
}

/// Nothing is due now.
pub fn nothing_due(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "오늘 볼 카드를 모두 봤습니다. 더 하려면 quiz --cram, 도움말은 ?",
        Lang::En => "Nothing is due today. For more: quiz --cram.   ? help",
    }
}

/// The next learning step comes in some minutes.
pub fn next_step(lang: Lang, minutes: i64) -> String {
    match lang {
        Lang::Ko => format!("다음 카드는 {minutes}분 뒤에 돌아옵니다."),
        Lang::En => format!("The next card comes back in {minutes} min."),
    }
}

/// An answer was begun and not graded.
pub fn draft(lang: Lang, card: &str) -> String {
    match lang {
        Lang::Ko => format!("{card} 답을 이어서 쓸 수 있습니다."),
        Lang::En => format!("your answer to {card} is waiting where you left it"),
    }
}

/// The library holds no cards at all.
pub fn no_cards(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "불러온 카드가 없습니다. --decks DIR 로 덱이 있는 폴더를 알려 주세요.",
        Lang::En => "There are no cards. Name a directory with decks: --decks DIR",
    }
}

/// Ctrl-C at the empty prompt.
pub fn how_to_leave(lang: Lang) -> &'static str {
    lang.pick("나가려면 quit 또는 Ctrl-D", "Ctrl-D or quit leaves")
}

/// Files of the library have errors.
pub fn deck_errors(lang: Lang, path: &str, errors: usize) -> String {
    match lang {
        Lang::Ko => format!(
            "{path}: 오류 {errors}개. 나머지 카드는 쓸 수 있습니다. 보려면 viva deck check {path}"
        ),
        Lang::En => format!(
            "{path}: {}; the other cards work. To see them: viva deck check {path}",
            count(u32::try_from(errors).unwrap_or(u32::MAX), "error", "errors")
        ),
    }
}

/// A deck hides another of the same id.
pub fn shadowed(lang: Lang, deck: &str, path: &str) -> String {
    match lang {
        Lang::Ko => format!("덱 {deck}: 나중에 읽은 {path} 쪽을 씁니다."),
        Lang::En => format!("deck {deck}: the later one is used, {path}"),
    }
}

/// The clock shows an earlier time than the newest event.
pub fn clock_behind(lang: Lang, last: &str) -> String {
    match lang {
        Lang::Ko => format!(
            "지금 시각이 마지막 기록({last})보다 이릅니다. 시계를 확인해 주세요. 기록은 그대로 남아 있습니다."
        ),
        Lang::En => {
            format!("the clock is behind the last record ({last}); check it. Nothing is lost")
        }
    }
}

/// `1 card`, `2 cards`.
pub fn count(n: u32, one: &str, many: &str) -> String {
    if n == 1 { format!("{n} {one}") } else { format!("{n} {many}") }
}
