//! The words of a run: what happens when, and under what.
//!
//! Invariant: a learner who knows the terms of an operating-systems class understands each sentence
//! alone. What a step did is not worded here, but in the words of the language.

use crate::{
    lab::timed::{Costs, Ending, Leave, Policy, Setup},
    text::{Lang, Particle},
};

/// The headings: when, what.
pub fn heads(lang: Lang) -> [&'static str; 3] {
    lang.pick(["틱", "코어", "일어난 일"], ["tick", "core", "what happens"])
}

/// Under what a timed run goes, after its name if it has one.
pub fn setup(lang: Lang, name: Option<&str>, setup: &Setup) -> String {
    let mut parts: Vec<String> = Vec::new();
    let policy = setup.policy.name();
    let cores = setup.cores;
    parts.push(lang.pick(
        format!("코어 {cores}개"),
        match cores {
            1 => "1 core".to_owned(),
            _ => format!("{cores} cores"),
        },
    ));
    parts.push(policy.to_owned());
    let quantum = setup.quantum;
    if setup.policy.has_quantum() {
        parts.push(lang.pick(format!("퀀텀 {quantum}틱"), format!("quantum {quantum}")));
    }
    if let Some(boost) = setup.boost.filter(|_| setup.policy == Policy::Mlfq) {
        parts.push(lang.pick(format!("{boost}틱마다 부스트"), format!("boost every {boost}")));
    }
    if setup.tagged {
        parts.push(lang.pick("태그 있는 TLB", "tagged TLB").to_owned());
    }
    parts.push(costs(lang, &setup.costs));
    let parts = parts.join(", ");
    match name {
        Some(name) => format!("{name}: {parts}"),
        None => parts,
    }
}

fn costs(lang: Lang, costs: &Costs) -> String {
    if *costs == Costs::NONE {
        return lang.pick("비용 없음", "no costs").to_owned();
    }
    let mut costs = *costs;
    let named = Costs::NAMES.into_iter().filter_map(|name| {
        let cost = *costs.named(name)?;
        let usual = u32::from(name == "step");
        (cost != usual).then(|| format!("{name} {cost}"))
    });
    named.collect::<Vec<_>>().join(", ")
}

/// A schedule that was followed, move by move.
pub fn scheduled(lang: Lang, seed: Option<u64>) -> String {
    match seed {
        Some(seed) => lang.pick(
            format!("시드 {seed}로 고른 실행 순서. 한 걸음이 1틱"),
            format!("the schedule that seed {seed} draws; a step is a tick"),
        ),
        None => lang
            .pick("주어진 실행 순서. 한 걸음이 1틱", "the given schedule; a step is a tick")
            .to_owned(),
    }
}

/// Tasks come.
pub fn arrived(lang: Lang, tasks: &str, one: bool) -> String {
    lang.pick(
        format!("{tasks} 도착"),
        format!("{tasks} {}", if one { "arrives" } else { "arrive" }),
    )
}

/// A task joins the queue again.
pub fn ready(lang: Lang, task: &str) -> String {
    lang.pick(format!("{task} 다시 준비됨"), format!("{task} is ready again"))
}

/// A core loads its first task.
pub fn loaded(lang: Lang, task: &str, ticks: u32) -> String {
    let object = Particle::Object.after(task);
    let mut text = lang.pick(format!("{task}{object} 올림"), format!("{task} is loaded"));
    text.push_str(&takes(lang, ticks));
    text
}

/// A core switches between tasks.
pub fn switched(lang: Lang, from: (&str, Leave), to: &str, ticks: u32, process: bool) -> String {
    let (from, why) = from;
    let (subject, object) = (Particle::Subject.after(from), Particle::Object.after(from));
    let by = Particle::By.after(to);
    let mut text = match (lang, why) {
        (Lang::Ko, Leave::Ended | Leave::Blocked) => format!("{from}에서 {to}{by} 전환"),
        (Lang::Ko, Leave::Expired) => format!("{from}의 퀀텀이 끝나 {to}{by} 전환"),
        (Lang::Ko, Leave::Preempted) => format!("{from}{object} 멈추고 {to}{by} 전환 (선점)"),
        (Lang::Ko, Leave::Yielded) => format!("{from}{subject} 양보해 {to}{by} 전환"),
        (Lang::En, Leave::Ended | Leave::Blocked) => format!("switch from {from} to {to}"),
        (Lang::En, Leave::Expired) => format!("{from}'s quantum is over: switch to {to}"),
        (Lang::En, Leave::Preempted) => format!("{from} is preempted: switch to {to}"),
        (Lang::En, Leave::Yielded) => format!("{from} yields: switch to {to}"),
    };
    if process {
        text.push_str(lang.pick(", 주소 공간도 바뀜", ", another address space"));
    }
    text.push_str(&takes(lang, ticks));
    text
}

fn takes(lang: Lang, ticks: u32) -> String {
    match ticks {
        0 => String::new(),
        1 => lang.pick(", 1틱", ", 1 tick").to_owned(),
        _ => lang.pick(format!(", {ticks}틱"), format!(", {ticks} ticks")),
    }
}

/// A task waits for its I/O.
pub fn io(lang: Lang, task: &str, until: u64) -> String {
    let topic = Particle::Topic.after(task);
    lang.pick(
        format!("{task}{topic} I/O를 기다림, 틱 {until}까지"),
        format!("{task} waits for I/O until tick {until}"),
    )
}

/// `mlfq` has moved a task down, to a level from 1.
pub fn level(lang: Lang, task: &str, level: usize) -> String {
    let topic = Particle::Topic.after(task);
    lang.pick(
        format!("{task}{topic} 몫을 다 써 {level}단계로 내려감"),
        format!("{task} has used its allotment and goes down to level {level}"),
    )
}

/// `mlfq` has put all tasks back up.
pub fn boosted(lang: Lang) -> &'static str {
    lang.pick("모두 맨 위 단계로 올림", "all tasks go back to the top level")
}

/// A page that was not in the TLB.
pub fn tlb_miss(lang: Lang, task: &str, address: &str) -> String {
    lang.pick(format!("{task}: TLB 미스, {address}"), format!("{task}: TLB miss at {address}"))
}

/// A process was forked.
pub fn forked(lang: Lang, task: &str, child: &str) -> String {
    let (subject, object) = (Particle::Subject.after(task), Particle::Object.after(child));
    lang.pick(
        format!("{task}{subject} 자식 프로세스 {child}{object} 만듦 (fork)"),
        format!("{task} forks {child}"),
    )
}

/// A thread was made.
pub fn spawned(lang: Lang, task: &str, thread: &str) -> String {
    let (subject, object) = (Particle::Subject.after(task), Particle::Object.after(thread));
    lang.pick(
        format!("{task}{subject} 스레드 {thread}{object} 만듦"),
        format!("{task} makes the thread {thread}"),
    )
}

/// A word was printed.
pub fn printed(lang: Lang, task: &str, value: i32) -> String {
    let subject = Particle::Subject.after(task);
    lang.pick(format!("{task}{subject} {value} 출력"), format!("{task} prints {value}"))
}

/// A word went into a pipe.
pub fn sent(lang: Lang, task: &str, value: i32, pipe: &str) -> String {
    let subject = Particle::Subject.after(task);
    lang.pick(
        format!("{task}{subject} 파이프 {pipe}에 {value} 씀"),
        format!("{task} writes {value} into pipe {pipe}"),
    )
}

/// A word came out of a pipe.
pub fn received(lang: Lang, task: &str, value: i32, pipe: &str) -> String {
    let subject = Particle::Subject.after(task);
    lang.pick(
        format!("{task}{subject} 파이프 {pipe}에서 {value} 읽음"),
        format!("{task} reads {value} from pipe {pipe}"),
    )
}

/// How a run ends.
pub fn ending(lang: Lang, ending: Ending, time: u64) -> String {
    match ending {
        Ending::Finished => {
            lang.pick(format!("{time}틱에 끝남"), format!("done after {time} ticks"))
        }
        Ending::Deadlock => lang.pick(
            format!("{time}틱에 교착 상태: 아무도 움직일 수 없음"),
            format!("deadlock after {time} ticks: nobody can go on"),
        ),
        Ending::Stopped(after) => lang.pick(
            format!("{after}틱에서 멈춤: 끝나지 않는 실행일 수 있음"),
            format!("stopped after {after} ticks: the run may have no end"),
        ),
    }
}

/// Rows that are left out.
pub fn left_out(lang: Lang, rows: usize) -> String {
    lang.pick(
        format!("… 사이에 {rows}줄 더, 모두 보려면 --json"),
        format!("… {rows} more rows; --json has them all"),
    )
}

/// Over the memory map: when it is.
pub fn memory_at(lang: Lang, at: u64) -> String {
    lang.pick(format!("메모리, {at}틱"), format!("memory at {at} ticks"))
}
