//! The words of the lab's answers.
//!
//! Invariant: a number of schedules is counted, never timed; the words say so. A report that is not
//! complete says that first.

use crate::{lab::End, machine::Limit, text::Lang};

/// States and schedules in a line.
pub fn size(lang: Lang, states: usize, schedules: Option<&str>) -> String {
    match (lang, schedules) {
        (Lang::Ko, Some(schedules)) => {
            format!("상태 {states}개, 실행 순서 {schedules}가지를 모두 보았습니다.")
        }
        (Lang::Ko, None) => format!(
            "상태 {states}개를 모두 보았습니다. 되풀이되는 곳이 있어 실행 순서는 끝이 없습니다."
        ),
        (Lang::En, Some(schedules)) => {
            let plural = if schedules == "1" { "" } else { "s" };
            format!("{}, {schedules} schedule{plural}", all_states(states))
        }
        (Lang::En, None) => {
            let all = all_states(states);
            format!("{all}; the program can go round, so its schedules are unbounded")
        }
    }
}

fn all_states(states: usize) -> String {
    if states == 1 { "the only state".into() } else { format!("all {states} states") }
}

/// The search ended before everything was found.
pub fn incomplete(lang: Lang, states: usize) -> String {
    lang.pick(
        format!(
            "상태 {states}개까지 보고 멈췄습니다. 아래는 그때까지 찾은 것이고, 증명이 아닙니다."
        ),
        format!("stopped after {states} states: what follows was found so far and proves nothing"),
    )
}

/// The states found so far, while it goes on.
pub fn so_far(lang: Lang, states: usize) -> String {
    lang.pick(
        format!("상태 {states}개째. Ctrl-C로 멈춤"),
        format!("{states} states so far; Ctrl-C stops"),
    )
}

/// A limit of the machine was met.
pub fn limit(lang: Lang, what: &str, most: usize) -> String {
    lang.pick(
        format!("프로그램이 한도를 넘습니다: {what} {most}개까지"),
        format!("the program grows beyond a limit: at most {most} {what}"),
    )
}

/// What a limit bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounded {
    /// Processes.
    Processes,
    /// Threads.
    Threads,
    /// Page frames.
    Frames,
    /// Children and threads of one task.
    Births,
    /// Creators of creators.
    Generations,
    /// Printed words.
    Outputs,
    /// Words of a page, a stack or a heap.
    Words,
}

/// What a limit of the machine bounds, and the most of it.
pub fn bound(limit: Limit) -> (Bounded, usize) {
    match limit {
        Limit::Processes(most) => (Bounded::Processes, most),
        Limit::Threads(most) => (Bounded::Threads, most),
        Limit::Frames(most) => (Bounded::Frames, most),
        Limit::Births(most) => (Bounded::Births, most),
        Limit::Generations(most) => (Bounded::Generations, most),
        Limit::Outputs(most) => (Bounded::Outputs, most),
        Limit::Option(most) => (Bounded::Words, most),
    }
}

/// The name of what a limit bounds.
pub fn bounded(lang: Lang, bounded: Bounded) -> &'static str {
    match bounded {
        Bounded::Processes => lang.pick("프로세스", "processes"),
        Bounded::Threads => lang.pick("스레드", "threads"),
        Bounded::Frames => lang.pick("프레임", "frames"),
        Bounded::Births => lang.pick("한 작업이 만드는 작업", "tasks made by one task"),
        Bounded::Generations => lang.pick("대를 이은 생성", "generations of tasks"),
        Bounded::Outputs => lang.pick("출력한 값", "printed values"),
        Bounded::Words => lang.pick("워드", "words"),
    }
}

/// How a run ends, in a word.
pub fn end(lang: Lang, end: End) -> &'static str {
    match (lang, end) {
        (Lang::Ko, End::Finished) => "끝남",
        (Lang::Ko, End::Deadlock) => "교착 상태",
        (Lang::Ko, End::Fault) => "오류로 죽음",
        (Lang::En, End::Finished) => "finished",
        (Lang::En, End::Deadlock) => "deadlock",
        (Lang::En, End::Fault) => "fault",
    }
}

/// The heading of the claims.
pub fn claims(lang: Lang) -> &'static str {
    lang.pick("주장", "claims")
}

/// Whether a claim holds, in a word.
pub fn holds(lang: Lang, holds: Option<bool>) -> &'static str {
    match (lang, holds) {
        (Lang::Ko, Some(true)) => "참",
        (Lang::Ko, Some(false)) => "거짓",
        (Lang::Ko, None) => "증명 못 함",
        (Lang::En, Some(true)) => "holds",
        (Lang::En, Some(false)) => "fails",
        (Lang::En, None) => "not proved",
    }
}

/// The headings of the outcomes: how it ends, schedules, share, shortest schedule.
pub fn heads(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Ko => ["끝", "실행 순서", "비율", "가장 짧은 순서"],
        Lang::En => ["end", "schedules", "share", "shortest schedule"],
    }
}

/// A fault that can happen.
pub fn fault(lang: Lang, fault: &str, task: &str, schedule: &str) -> String {
    lang.pick(format!("{task}에서 {fault}   {schedule}"), format!("{fault} in {task}   {schedule}"))
}

/// What a share of schedules is not.
pub fn not_timed(lang: Lang) -> &'static str {
    lang.pick(
        "비율은 실행 순서의 수이고, 실제로 얼마나 자주 일어나는지는 아닙니다.",
        "shares count schedules; they do not say how often one happens",
    )
}

/// A copy of an experiment's program was written, or was there already, and nobody can edit it now.
pub fn copied(lang: Lang, path: &str, there: bool) -> String {
    match (lang, there) {
        (Lang::Ko, false) => format!("{path}에 복사했습니다. 돌려 보기: viva lab explore {path}"),
        (Lang::Ko, true) => {
            format!("{path} 파일이 이미 있어 그대로 두었습니다. 돌려 보기: viva lab explore {path}")
        }
        (Lang::En, false) => format!("copied to {path}; try it with: viva lab explore {path}"),
        (Lang::En, true) => {
            format!(
                "{path} is there already and stays as it is; try it with: viva lab explore {path}"
            )
        }
    }
}

/// The copy was edited and is a program.
pub fn opened(lang: Lang, path: &str) -> String {
    lang.pick(
        format!("{path}에 있습니다. 돌려 보기: lab explore {path}, 한 걸음씩: lab step {path}"),
        format!(
            "it is in {path}; all schedules: lab explore {path}, step by step: lab step {path}"
        ),
    )
}

/// No deck has an experiment.
pub fn no_experiments(lang: Lang) -> &'static str {
    lang.pick("실험이 있는 덱이 없습니다.", "no deck has an experiment.")
}

/// The experiment's computer differs from the one that plain files run on.
pub fn plain_machine(lang: Lang) -> &'static str {
    lang.pick(
        "덱에서는 페이지나 스택 크기를 따로 정한 컴퓨터에서 돕니다. 이 파일은 기본 크기로 돕니다.",
        "in its deck it runs on a computer with its own page, stack or heap; this file runs on the default one",
    )
}
