//! The page about mock interviews: how questions are chosen, how the score adds up, what it cannot tell.
//!
//! Invariant: what a part is worth and what is taken off are the session's own numbers.

use crate::{
    session::interview::{HINT, OPENING, REPLY_SECONDS, TIME, TRAP, WITH_FOLLOW_UPS, WITHOUT},
    text::Lang,
};

/// The page.
pub fn about(lang: Lang) -> String {
    let ((core, rest, tails), (core_alone, rest_alone, _)) = (WITH_FOLLOW_UPS, WITHOUT);
    let (left, mended) = TRAP;
    match lang {
        Lang::Ko => format!(
            "\
모의 면접에 대하여

질문
본 질문은 덜 익힌 카드, 아직 나오지 않은 주제, 오래 묻지 않은 카드부터 고릅니다. 답을 듣고 나면 꼬리질문은 이 순서로 정해집니다.
1 답에 나온 오개념, 그다음 반대로 말한 요점
2 말만 나오고 이어지지 않은 핵심, 그다음 나오지 않은 핵심
3 핵심을 다 말했고 오개념이 없으면 한 걸음 더 들어간 카드
4 그 밖의 요점
같은 것을 두 번 묻지 않습니다. 한 번 모르겠다고 하면 빠진 것 가운데 핵심만 묻고, 두 번이면 더 묻지 않습니다. 왜 그 질문인지는 why (왜) 로 볼 수 있습니다. 꼬리질문의 제한 시간은 {REPLY_SECONDS}초입니다.

점수
100점 = 핵심 {core} + 그 밖 {rest} + 꼬리 {tails} + 첫 문장 {OPENING} + 시간 {TIME}
꼬리질문이 없는 면접은 핵심 {core_alone} + 그 밖 {rest_alone} + 첫 문장 {OPENING} + 시간 {TIME} 입니다. 잴 수 없는 항목의 배점은 핵심에 더합니다.
- 핵심, 그 밖: 본 질문의 요점 가운데 찾은 것. 꼬리질문에서 채운 요점은 반으로 셉니다.
- 꼬리: 꼬리질문 가운데 답한 것. 한 걸음 더 들어간 카드를 일부만 답하면 반입니다.
- 첫 문장: 글로 쓴 첫 답이 핵심으로 시작했는지.
- 시간: 제한 시간 안에 답했는지. 모르겠다고 한 답은 제시간에 한 답으로 치지 않습니다.
- 오개념 하나에 {left}점, 꼬리질문에서 바로잡으면 {mended}점, 힌트 하나에 {HINT}점을 뺍니다.
찾은 요점이 하나도 없으면 0점입니다. 답의 길이와 지난 면접은 점수에 들어가지 않습니다.

고칠 것
잃은 점수가 크고 확실한 것부터 셋까지 보여 줍니다. 묻지 않은 요점은 그 값이 1점을 넘을 때만 넣습니다. 모르겠다고 한 요점이 가장 확실하고, 말이 나오기는 했던 요점은 표현을 못 알아본 것일 수 있어 뒤로 갑니다.

잴 수 없는 것
말의 유창함, 태도, 경험, 코드 실력은 재지 못하고, 합격 여부도 말하지 않습니다. 글로 쓴 답에서 요점을 찾는 방법과 그 한계는 help grading 에 있습니다. 말로 한 답은 사람이 표시한 대로 셉니다.
면접은 복습 일정을 바꾸지 않습니다. 보고서에서 a 를 누르면 빠진 카드가 내일 퀴즈에 나옵니다."
        ),
        Lang::En => format!(
            "\
About mock interviews

Questions
Root questions come from what you know least, topics that have not come up, and cards not asked for long. After an answer, the follow-up question is chosen in this order.
1 a misconception in the answer, then a point that it has backwards
2 a core point that was touched and not made, then one that was left out
3 if every core point is there and nothing is wrong, a card one step deeper
4 the other points
Nothing is asked twice. After one \"I don't know\" only core points that were left out are asked for, after two none. `why` tells the reason of a question. A follow-up gives you {REPLY_SECONDS} seconds.

Score
100 points = core {core} + other {rest} + follow-ups {tails} + first sentence {OPENING} + time {TIME}
Without follow-ups it is core {core_alone} + other {rest_alone} + first sentence {OPENING} + time {TIME}. What cannot be measured goes to core.
- core, other: the points of the root questions that were found. A point made only in a follow-up counts half.
- follow-ups: those that were answered. A deeper card answered in part is half.
- first sentence: whether a typed first answer begins with a core point.
- time: answers within their limit. \"I don't know\" does not count as one.
- Taken off: {left} for a misconception, {mended} if a follow-up put it right, {HINT} for a hint.
Where no point was found the score is 0. Neither the length of an answer nor earlier interviews count.

What to mend
Up to three things, first what cost most and is most certain; a point that was not asked for is left out unless that makes more than a point of the score. A point that you passed on is most certain; one whose words were there may only have been worded in a way that was not understood, so it comes later.

What it cannot tell
Fluency, manner, experience and coding are not measured, and it never says whether you would be hired. How points are found in typed answers, and where that fails: help grading. In spoken answers a person ticks them.
An interview does not move your schedule. `a` at the report puts the missed cards into tomorrow's quiz."
        ),
    }
}
