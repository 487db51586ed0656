//! The words of the stepper, on the full screen and line by line.
//!
//! Invariant: whatever cannot be done is told with what can be done instead.

use crate::{
    lab::End,
    text::{Lang, Particle},
};

/// The heads over the parts of the screen.
pub struct Heads {
    /// Over variables and locks.
    pub memory: &'static str,
    /// Over what is still possible.
    pub reach: &'static str,
    /// Over who waits for whom.
    pub waits: &'static str,
    /// Over the keys.
    pub keys: &'static str,
    /// Before the moves made so far.
    pub schedule: &'static str,
}

/// The heads.
pub fn heads(lang: Lang) -> Heads {
    match lang {
        Lang::Ko => Heads {
            memory: "메모리",
            reach: "여기서 나올 수 있는 결과",
            waits: "누가 무엇을 기다리나",
            keys: "키",
            schedule: "순서",
        },
        Lang::En => Heads {
            memory: "memory",
            reach: "what can still come from here",
            waits: "who waits for what",
            keys: "keys",
            schedule: "moves",
        },
    }
}

/// How far the run is: moves made, of moves recorded.
pub fn place(lang: Lang, at: usize, of: usize) -> String {
    match (lang, at == of) {
        (Lang::Ko, true) => format!("{at}걸음"),
        (Lang::Ko, false) => format!("{of}걸음 중 {at}"),
        (Lang::En, true) => format!("move {at}"),
        (Lang::En, false) => format!("move {at} of {of}"),
    }
}

/// Nobody has moved yet.
pub fn nothing_yet(lang: Lang) -> &'static str {
    lang.pick("아직 아무도 움직이지 않았습니다", "nobody has moved yet")
}

/// The keys below the screen, the most needed first; `last` is the key of the last task.
pub fn keys(lang: Lang, last: char, game: bool) -> Vec<(String, &'static str)> {
    let tasks = match last {
        '1' => "1".to_owned(),
        '2'..='9' => format!("1-{last}"),
        _ => format!("1-9 A-{last}"),
    };
    let mut keys: Vec<(String, &str)> = match lang {
        Lang::Ko => [
            (tasks, "움직일 작업"),
            ("< >".into(), "뒤로 앞으로"),
            ("x".into(), "걸음 펼치기"),
            ("e".into(), "남은 결과"),
            ("w".into(), "누가 기다리나"),
            ("?".into(), "도움말"),
            ("q".into(), "나가기"),
        ]
        .into(),
        Lang::En => [
            (tasks, "who moves"),
            ("< >".into(), "back, on"),
            ("x".into(), "expand"),
            ("e".into(), "what can come"),
            ("w".into(), "waits"),
            ("?".into(), "help"),
            ("q".into(), "leave"),
        ]
        .into(),
    };
    if game {
        let own = game_keys(lang).map(|it| (it.0.to_owned(), it.1));
        keys.splice(2..2, own);
    }
    keys
}

/// The keys that only a game has.
pub fn game_keys(lang: Lang) -> [(&'static str, &'static str); 2] {
    match lang {
        Lang::Ko => [("h", "힌트"), ("i", "불가능")],
        Lang::En => [("h", "hint"), ("i", "impossible")],
    }
}

/// What they do.
pub fn game_help(lang: Lang) -> [(&'static str, &'static str); 2] {
    match lang {
        Lang::Ko => [
            ("h", "힌트: 목표로 가는 가장 짧은 길의 다음 걸음"),
            ("i", "이 목표는 불가능하다고 답합니다"),
        ],
        Lang::En => [
            ("h", "a hint: the next move of a shortest way to the goal"),
            ("i", "say that the goal cannot be reached"),
        ],
    }
}

/// What is to be reached.
pub fn goal(lang: Lang, goal: &str) -> String {
    match (lang, goal) {
        (Lang::Ko, "deadlock") => "목표: 교착 상태 만들기".into(),
        (Lang::Ko, "violated") => "목표: 오류 또는 상호 배제 위반".into(),
        (Lang::Ko, _) => format!("목표: 모두 끝났을 때 {goal}"),
        (Lang::En, "deadlock") => "goal: a deadlock".into(),
        (Lang::En, "violated") => "goal: a fault, or two inside at once".into(),
        (Lang::En, _) => format!("goal: {goal} when all have ended"),
    }
}

/// How often a hint was asked for.
pub fn hints(lang: Lang, hints: usize) -> String {
    match (lang, hints) {
        (Lang::Ko, _) => format!("힌트 {hints}번"),
        (Lang::En, 1) => "1 hint".into(),
        (Lang::En, _) => format!("{hints} hints"),
    }
}

/// The next move of a shortest way, and the moves that are left with it.
pub fn hint(lang: Lang, way: &str, left: usize) -> String {
    match (lang, left) {
        (Lang::Ko, 1) => format!("힌트: {way}. 이 한 걸음이면 됩니다."),
        (Lang::Ko, _) => format!("힌트: {way}. 여기서 {left}걸음이면 됩니다."),
        (Lang::En, 1) => format!("hint: {way}, and you are there"),
        (Lang::En, _) => format!("hint: {way}; {left} moves are enough from here"),
    }
}

/// A hint where there is no way.
pub fn no_hint(lang: Lang) -> &'static str {
    lang.pick(
        "힌트가 없습니다. 가능한 목표인지부터 따져 보세요.",
        "There is no hint: ask first whether it can be done at all.",
    )
}

/// The goal cannot be reached any more.
pub fn lost(lang: Lang, back: usize) -> String {
    match (lang, back) {
        (Lang::Ko, 1) => "여기서는 목표에 이를 수 없습니다. 한 걸음 전에는 가능했습니다.".into(),
        (Lang::Ko, _) => {
            format!("여기서는 목표에 이를 수 없습니다. {back}걸음 전에는 가능했습니다.")
        }
        (Lang::En, 1) => "The goal is out of reach here; one move back it was not.".into(),
        (Lang::En, _) => format!("The goal is out of reach here; {back} moves back it was not."),
    }
}

/// It was wrongly said to be impossible.
pub fn can_be_done(lang: Lang) -> &'static str {
    lang.pick("가능합니다. 막히면 h로 힌트를 보세요.", "It can be done; h gives a hint.")
}

/// The goal was reached.
pub fn won(lang: Lang, steps: usize, par: usize) -> String {
    match (lang, steps == par) {
        (Lang::Ko, true) => format!("해냈습니다. {steps}걸음, 가장 짧은 길입니다."),
        (Lang::Ko, false) => format!("해냈습니다. {steps}걸음. {par}걸음으로도 됩니다."),
        (Lang::En, true) => format!("Done in {steps} moves, the fewest there are."),
        (Lang::En, false) => format!("Done in {steps} moves; {par} are enough."),
    }
}

/// It was rightly said to be impossible.
pub fn impossible(lang: Lang, states: usize) -> String {
    lang.pick(
        format!("맞습니다. 상태 {states}개를 모두 찾아보았고, 목표에 이르는 순서는 없습니다."),
        format!("Right: it cannot be done. All {states} states were searched."),
    )
}

/// The game was left before the goal was reached.
pub fn not_reached(lang: Lang) -> &'static str {
    lang.pick("목표에 이르지 못했습니다.", "The goal was not reached.")
}

/// What every key of the full screen does.
pub fn help(lang: Lang) -> Vec<(&'static str, &'static str)> {
    match lang {
        Lang::Ko => vec![
            ("1-9 A-Z", "이 작업이 한 걸음 움직입니다"),
            ("오른쪽 >", "앞으로: 기록된 걸음, 없으면 하나뿐인 걸음"),
            ("왼쪽 <", "뒤로. 끝까지 되돌아갈 수 있습니다"),
            ("Home End", "처음으로, 기록의 끝으로"),
            ("x Enter", "문장을 걸음으로 펼치거나 접습니다"),
            ("e", "여기서 아직 나올 수 있는 결과를 모두 찾습니다"),
            ("w", "누가 누구를 기다리는지 봅니다"),
            ("m", "메모리를 페이지별로 봅니다"),
            ("위 아래", "넘치는 부분을 넘겨 봅니다"),
            ("q Esc", "닫기, 나가기"),
        ],
        Lang::En => vec![
            ("1-9 A-Z", "this task makes a step"),
            ("right >", "on: the recorded move, or the only one there is"),
            ("left <", "back, as far as the start"),
            ("Home End", "to the start, to the end of what is recorded"),
            ("x Enter", "statements in their steps, or not"),
            ("e", "everything that can still come from here"),
            ("w", "who waits for whom"),
            ("m", "memory by pages"),
            ("up down", "scroll what does not fit"),
            ("q Esc", "close, leave"),
        ],
    }
}

/// Going back and choosing again is allowed.
pub fn help_note(lang: Lang) -> &'static str {
    lang.pick(
        "뒤로 가서 다른 작업을 고르면 거기서부터 새 순서가 됩니다.",
        "Go back and choose another task, and the run goes on from there.",
    )
}

/// A task that has ended.
pub fn ended(lang: Lang) -> &'static str {
    lang.pick("끝남", "done")
}

/// A task that a fault has ended.
pub fn died(lang: Lang) -> &'static str {
    lang.pick("오류로 죽음", "died")
}

fn with(noun: &str, particle: Particle) -> String {
    format!("{noun}{}", particle.after(noun))
}

/// A mutex.
pub fn mutex(lang: Lang, owner: Option<&str>) -> String {
    match (lang, owner) {
        (Lang::Ko, Some(owner)) => format!("{} 가짐", with(owner, Particle::Subject)),
        (Lang::Ko, None) => "열림".into(),
        (Lang::En, Some(owner)) => format!("taken by {owner}"),
        (Lang::En, None) => "free".into(),
    }
}

/// The sentence at an end.
pub fn end(lang: Lang, end: End) -> &'static str {
    match (lang, end) {
        (Lang::Ko, End::Finished) => "모든 작업이 끝났습니다.",
        (Lang::Ko, End::Fault) => "오류로 죽은 작업이 있고, 나머지는 끝났습니다.",
        (Lang::Ko, End::Deadlock) => "교착 상태: 아무도 움직일 수 없습니다.",
        (Lang::En, End::Finished) => "All tasks have ended.",
        (Lang::En, End::Fault) => "A task died of a fault; all others have ended.",
        (Lang::En, End::Deadlock) => "Deadlock: nobody can move any more.",
    }
}

/// Several tasks can move.
pub fn choose_task(lang: Lang, tasks: &str) -> String {
    lang.pick(format!("움직일 작업을 고르세요: {tasks}"), format!("choose who moves: {tasks}"))
}

/// A waker has a choice.
pub fn choose_sleeper(lang: Lang, waker: &str, tasks: &str) -> String {
    lang.pick(
        format!("{} 누구를 깨울까요? {tasks}", with(waker, Particle::Subject)),
        format!("whom does {waker} wake? {tasks}"),
    )
}

/// No task has this number.
pub fn no_task(lang: Lang) -> &'static str {
    lang.pick("그런 작업은 없습니다.", "There is no such task.")
}

/// A task that cannot move.
pub fn cannot_move(lang: Lang, task: &str, why: &str) -> String {
    let topic = with(task, Particle::Topic);
    lang.pick(format!("{topic} 움직일 수 없습니다: {why}"), format!("{task} cannot move: {why}"))
}

/// A task that the waker cannot wake.
pub fn not_a_sleeper(lang: Lang, task: &str) -> String {
    let topic = with(task, Particle::Topic);
    lang.pick(
        format!("{topic} 거기서 자고 있지 않습니다."),
        format!("{task} does not sleep there."),
    )
}

/// Nothing comes before.
pub fn at_start(lang: Lang) -> &'static str {
    lang.pick("여기가 처음입니다.", "This is the start.")
}

/// A written schedule that cannot be followed, at its move from 1.
pub fn derailed(lang: Lang, at: usize, written: &str, possible: &str) -> String {
    match (lang, possible.is_empty()) {
        (Lang::Ko, true) => {
            format!("{at}번째 `{written}`: 여기서는 아무도 움직일 수 없습니다.")
        }
        (Lang::Ko, false) => {
            format!("{at}번째 `{written}`: 여기서 움직일 수 있는 것은 {possible}입니다.")
        }
        (Lang::En, true) => format!("move {at}, `{written}`: nobody can move here"),
        (Lang::En, false) => format!("move {at}, `{written}`: what can move here is {possible}"),
    }
}

/// The prompt of the plain form.
pub fn prompt(lang: Lang) -> &'static str {
    lang.pick("다음 (? 도움말)> ", "next (? help)> ")
}

/// What can be typed at the prompt of the plain form.
pub fn typed_help(lang: Lang) -> Vec<(&'static str, &'static str)> {
    match lang {
        Lang::Ko => vec![
            ("1", "작업 번호나 이름: 그 작업이 한 걸음 움직입니다"),
            ("A,B,A", "여러 걸음을 한 번에"),
            ("Enter", "앞으로: 기록된 걸음, 없으면 하나뿐인 걸음"),
            ("b", "뒤로"),
            ("0", "처음으로"),
            ("x", "문장을 걸음으로 펼치거나 접습니다"),
            ("e", "여기서 아직 나올 수 있는 결과"),
            ("w", "누가 누구를 기다리는지"),
            ("m", "메모리를 페이지별로"),
            ("q", "나가기"),
        ],
        Lang::En => vec![
            ("1", "a task's number or name: it makes a step"),
            ("A,B,A", "several moves at once"),
            ("Enter", "on: the recorded move, or the only one there is"),
            ("b", "back"),
            ("0", "to the start"),
            ("x", "statements in their steps, or not"),
            ("e", "what can still come from here"),
            ("w", "who waits for whom"),
            ("m", "memory by pages"),
            ("q", "leave"),
        ],
    }
}

/// A word that means nothing at the prompt.
pub fn not_understood(lang: Lang, typed: &str) -> String {
    lang.pick(
        format!("`{typed}`: 작업의 번호나 이름, 또는 ? 로 도움말"),
        format!("`{typed}`: type a task's number or name, or ? for help"),
    )
}

/// The window is too small.
pub fn too_small(lang: Lang) -> &'static str {
    lang.pick("창이 작습니다 (40x12부터)", "the window is too small (40x12 at least)")
}
