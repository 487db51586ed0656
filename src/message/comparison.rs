//! The words of two interviews beside each other.
//!
//! Invariant: they say what changed, never why, nor which interview was better.

use crate::text::Lang;

use super::home::count;

/// The head of two interviews beside each other.
pub fn comparison(lang: Lang) -> &'static str {
    lang.pick("모의 면접 비교", "Two mock interviews")
}

/// The head of what changed.
pub fn difference(lang: Lang) -> &'static str {
    lang.pick("차이", "change")
}

/// The unit of a difference between two shares.
pub fn percentage_points(lang: Lang) -> &'static str {
    lang.pick("%p", "pp")
}

/// The head of the questions that both interviews asked.
pub fn asked_in_both(lang: Lang) -> &'static str {
    lang.pick("두 번 다 나온 질문", "Asked in both")
}

/// No question came up in both interviews and is still there.
pub fn nothing_in_common(lang: Lang) -> &'static str {
    lang.pick("나란히 놓을 질문이 없습니다.", "No question to put side by side.")
}

/// What became of a point or of a misconception between two interviews.
pub struct Changes {
    /// Made in the second alone.
    pub gained: &'static str,
    /// Made in the first alone.
    pub lost: &'static str,
    /// Made in both.
    pub kept: &'static str,
    /// Made in neither.
    pub missing: &'static str,
    /// A misconception of the first alone.
    pub mended: &'static str,
    /// A misconception of the second.
    pub wrong: &'static str,
}

/// What became of a point or of a misconception between two interviews.
pub fn changes(lang: Lang) -> Changes {
    match lang {
        Lang::Ko => Changes {
            gained: "새로 말함",
            lost: "이번엔 못 찾음",
            kept: "두 번 다 말함",
            missing: "두 번 다 못 찾음",
            mended: "사라진 오개념",
            wrong: "이번의 오개념",
        },
        Lang::En => Changes {
            gained: "new",
            lost: "not found now",
            kept: "both times",
            missing: "neither time",
            mended: "misconception gone",
            wrong: "misconception now",
        },
    }
}

/// How many points were made in both. None if none was.
pub fn kept(lang: Lang, points: usize) -> Option<String> {
    let points = u32::try_from(points).unwrap_or(u32::MAX);
    let told = lang.pick(format!("요점 {points}개"), count(points, "point", "points"));
    (points > 0).then_some(told)
}
