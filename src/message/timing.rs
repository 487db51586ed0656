//! The words of timed runs: what a timeline shows, and what a run comes to.
//!
//! Invariant: a tick is a tick of the simulated clock, never a second. The words are short, because
//! they stand in columns.

use crate::{
    deck::{Costs, Run},
    lab::timed::{Leave, Metric, Setup},
    text::Lang,
};

/// A core in the head of its row.
pub fn core(core: usize) -> String {
    format!("CPU {core}")
}

/// How long a run is, and how it is drawn.
pub fn scale(lang: Lang, time: u64, ticks: u64) -> String {
    match (lang, ticks) {
        (Lang::Ko, 1) => format!("{time}틱, 한 칸이 1틱"),
        (Lang::Ko, _) => format!("{time}틱, 한 칸이 {ticks}틱 (그 안에서 가장 오래 있던 것)"),
        (Lang::En, 1) => format!("{time} ticks, one a column"),
        (Lang::En, _) => format!("{time} ticks, {ticks} a column (what took most of them)"),
    }
}

/// The marks of a timeline in words.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'a> {
    /// A task works; None where a digit names its core.
    pub works: Option<&'a str>,
    /// A core loads a task.
    pub loading: &'a str,
    /// A task could work.
    pub ready: &'a str,
    /// A core is idle, or a task waits.
    pub rests: &'a str,
}

/// What the marks of a timeline mean, one by one.
pub fn legend(lang: Lang, marks: Marks, with_tasks: bool) -> Vec<String> {
    let Marks { works, loading, ready, rests } = marks;
    let working = match (works, with_tasks) {
        (_, false) => lang.pick("글자", "a letter").to_owned(),
        (Some(works), true) => lang.pick(format!("글자와 {works}"), format!("a letter, {works}")),
        (None, true) => lang.pick("글자와 숫자(CPU)", "a letter, a digit (its CPU)").to_owned(),
    };
    let mut all = vec![
        format!("{working} {}", lang.pick("실행 중", "works")),
        format!("{loading} {}", lang.pick("전환 중", "switching")),
    ];
    if with_tasks {
        all.push(format!("{ready} {}", lang.pick("준비", "ready")));
    }
    all.push(match with_tasks {
        true => format!("{rests} {}", lang.pick("쉬거나 기다림", "idle or blocked")),
        false => format!("{rests} {}", lang.pick("쉼", "idle")),
    });
    all
}

/// A stretch of work in a sentence.
pub fn worked(
    lang: Lang,
    core: usize,
    task: &str,
    (from, to): (u64, u64),
    left: Option<Leave>,
) -> String {
    let why = left.map(|it| format!(", {}", leave(lang, it))).unwrap_or_default();
    lang.pick(
        format!("{from}~{to}틱 CPU {core}: {task}{why}"),
        format!("tick {from} to {to}, CPU {core}: {task}{why}"),
    )
}

/// A load of a task in a sentence.
pub fn loaded(lang: Lang, core: usize, task: &str, (from, to): (u64, u64)) -> String {
    lang.pick(
        format!("{from}~{to}틱 CPU {core}: {task} 불러오는 중 (전환)"),
        format!("tick {from} to {to}, CPU {core}: switching to {task}"),
    )
}

/// What a long list leaves out.
pub fn more(lang: Lang, count: usize) -> String {
    lang.pick(format!("이 뒤로 {count}줄 더"), format!("and {count} lines more"))
}

/// Why a task left its core.
pub fn leave(lang: Lang, leave: Leave) -> &'static str {
    match leave {
        Leave::Ended => lang.pick("끝남", "ended"),
        Leave::Blocked => lang.pick("기다리기 시작", "blocked"),
        Leave::Yielded => lang.pick("양보", "yielded"),
        Leave::Expired => lang.pick("타임 퀀텀을 다 씀", "quantum expired"),
        Leave::Preempted => lang.pick("선점됨", "preempted"),
    }
}

/// A measure of a run, as its row is headed.
pub fn metric(lang: Lang, metric: Metric) -> &'static str {
    match metric {
        Metric::Time => lang.pick("걸린 틱", "ticks"),
        Metric::Work => lang.pick("실행한 틱", "ticks of work"),
        Metric::Lost => lang.pick("전환에 쓴 틱", "ticks lost to switching"),
        Metric::Idle => lang.pick("쉰 틱", "idle ticks"),
        Metric::Switches => lang.pick("전환", "switches"),
        Metric::ThreadSwitches => lang.pick("스레드 사이 전환", "between threads"),
        Metric::ProcessSwitches => lang.pick("프로세스 사이 전환", "between processes"),
        Metric::Voluntary => lang.pick("스스로 비켜 준 전환", "voluntary"),
        Metric::Involuntary => lang.pick("밀려난 전환", "involuntary"),
        Metric::TlbMisses => lang.pick("TLB 미스", "TLB misses"),
        Metric::PageCopies => lang.pick("복사한 쪽 (CoW)", "pages copied (CoW)"),
        Metric::Frames => lang.pick("가장 많이 쓴 프레임", "most frames in use"),
        Metric::IpcBytes => lang.pick("파이프로 보낸 바이트", "bytes through pipes"),
        Metric::Survivors => lang.pick("오류 없이 남은 작업", "tasks without a fault"),
        Metric::Utilisation => lang.pick("CPU 사용률", "CPU utilisation"),
        Metric::Overhead => lang.pick("전환 비용의 비율", "share of switching"),
        Metric::Turnaround => lang.pick("평균 반환 시간", "average turnaround"),
        Metric::Response => lang.pick("평균 응답 시간", "average response"),
        Metric::Waiting => lang.pick("평균 대기 시간", "average waiting"),
        Metric::Blocked => lang.pick("평균 막힌 시간", "average blocked"),
    }
}

/// The headings of what each task came to: task, arrival, turnaround, response, waiting, work,
/// blocked.
pub fn task_heads(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Ko => ["작업", "도착", "반환", "응답", "대기", "실행", "막힘"],
        Lang::En => ["task", "arrives", "turnaround", "response", "waiting", "work", "blocked"],
    }
}

/// What stands where a task has no such number.
pub fn none(lang: Lang) -> &'static str {
    lang.pick("없음", "none")
}

/// A named run of an experiment, in a line.
pub fn run(lang: Lang, run: &Run) -> String {
    let setup = Setup::default();
    let policy = run.policy.as_deref().unwrap_or(setup.policy.name());
    let mut parts = vec![policy.to_owned()];
    if let Some(quantum) = run.quantum {
        parts.push(lang.pick(format!("퀀텀 {quantum}"), format!("quantum {quantum}")));
    }
    if let Some(boost) = run.boost {
        parts.push(lang.pick(format!("부스트 {boost}"), format!("boost {boost}")));
    }
    if let Some(cores) = run.cores {
        parts.push(lang.pick(
            format!("코어 {cores}개"),
            match cores {
                1 => "1 core".to_owned(),
                _ => format!("{cores} cores"),
            },
        ));
    }
    if let Some(tagged) = run.tagged {
        parts.push(match tagged {
            true => lang.pick("TLB에 ASID 있음", "TLB tagged").to_owned(),
            false => lang.pick("TLB에 ASID 없음", "TLB not tagged").to_owned(),
        });
    }
    match &run.costs {
        Some(Costs::None) => parts.push(lang.pick("비용 없음", "no costs").to_owned()),
        Some(Costs::Some(costs)) => {
            parts.extend(costs.iter().map(|(name, ticks)| format!("{name} = {ticks}")));
        }
        None => {}
    }
    parts.extend(run.set.iter().map(|(name, value)| format!("{name} = {value}")));
    if run.program.is_some() {
        parts.push(lang.pick("다른 프로그램", "a program of its own").to_owned());
    }
    parts.join(", ")
}
