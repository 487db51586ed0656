//! The words of the lab's drawings: memory, steps, who waits for whom.
//!
//! Invariant: the words of an operating-systems class, in both languages. They are short, because
//! they stand in columns.

use crate::{
    lab::Note,
    machine::Region,
    program::Fault,
    text::{Lang, Particle},
};

/// A region of an address space.
pub fn region(lang: Lang, region: Region) -> &'static str {
    match region {
        Region::Code => lang.pick("코드", "code"),
        Region::Data => lang.pick("데이터", "data"),
        Region::Shared => lang.pick("공유", "shared"),
        Region::Heap => lang.pick("힙", "heap"),
        Region::Stack => lang.pick("스택", "stack"),
    }
}

/// The headings of a memory map.
#[derive(Clone, Copy, Debug)]
pub struct MemoryHeads {
    /// Code, data, heap.
    pub region: &'static str,
    /// The virtual address.
    pub address: &'static str,
    /// The frame of the page.
    pub frame: &'static str,
    /// What is in it.
    pub values: &'static str,
}

/// The headings of a memory map.
pub fn memory_heads(lang: Lang) -> MemoryHeads {
    match lang {
        Lang::Ko => {
            MemoryHeads { region: "영역", address: "주소", frame: "프레임", values: "값" }
        }
        Lang::En => {
            MemoryHeads { region: "region", address: "address", frame: "frame", values: "values" }
        }
    }
}

/// Whether pages at one address are the same frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// The same, which nobody writes.
    Same,
    /// The same, and whoever writes gets a copy.
    CopyOnWrite,
    /// The same, and all see what one writes.
    Shared,
    /// Frames of their own.
    Different,
}

/// Whether the frames beside it are the same.
pub fn sameness(lang: Lang, it: Sameness) -> &'static str {
    match it {
        Sameness::Same => lang.pick("같음", "same"),
        Sameness::CopyOnWrite => lang.pick("같음 (CoW)", "same (CoW)"),
        Sameness::Shared => lang.pick("같음 (공유)", "same (shared)"),
        Sameness::Different => lang.pick("다름", "different"),
    }
}

/// Whether the frame is that of other processes.
pub fn sameness_with(lang: Lang, it: Sameness, others: &str) -> String {
    let and = Particle::And.after(others);
    let word = sameness(lang, it);
    match (lang, it) {
        (Lang::Ko, _) => format!("{others}{and} {word}"),
        (Lang::En, Sameness::Same) => format!("same as {others}"),
        (Lang::En, Sameness::CopyOnWrite) => format!("same as {others} (CoW)"),
        (Lang::En, Sameness::Shared) => format!("shared with {others}"),
        (Lang::En, Sameness::Different) => format!("different from {others}"),
    }
}

/// What CoW means.
pub fn copy_on_write(lang: Lang) -> &'static str {
    lang.pick(
        "CoW: 읽기는 함께, 쓰는 쪽은 그때 제 복사본을 받습니다.",
        "CoW, copy on write: shared for reading; whoever writes gets a copy first.",
    )
}

/// Frames in use, and pages copied if that was counted.
pub fn frames(lang: Lang, frames: usize, copied: Option<u32>) -> String {
    let frames = match (lang, frames) {
        (Lang::Ko, _) => format!("프레임 {frames}개 (코드 빼고)"),
        (Lang::En, 1) => "1 frame besides code".to_owned(),
        (Lang::En, _) => format!("{frames} frames besides code"),
    };
    match copied {
        None => frames,
        Some(copied) => {
            lang.pick(format!("{frames}, 복사 {copied}번"), format!("{frames}, {copied} copied"))
        }
    }
}

/// Pages that are not drawn.
pub fn more_pages(lang: Lang, pages: usize) -> String {
    let word = if pages == 1 { "page" } else { "pages" };
    lang.pick(format!("사이에 {pages}쪽 더"), format!("{pages} more {word} between"))
}

/// Words that are not drawn.
pub fn more_words(lang: Lang, words: usize) -> String {
    lang.pick(format!("외 {words}개"), format!("and {words} more"))
}

/// A block of the heap that nothing points to any more.
pub fn lost(lang: Lang) -> &'static str {
    lang.pick("가리키는 곳 없음", "nothing points here")
}

/// A process in the head of its column, with the number that `fork` gave its parent.
pub fn process(lang: Lang, name: &str, pid: Option<u32>) -> String {
    match (pid, lang) {
        (Some(pid), _) => format!("{name} (pid {pid})"),
        (None, _) => name.to_owned(),
    }
}

/// There is no address space.
pub fn no_processes(lang: Lang) -> &'static str {
    lang.pick(
        "모든 프로세스가 끝나 메모리가 없습니다.",
        "every process has ended; no memory is left",
    )
}

/// The headings of a table of steps: number of the step, task, what it did.
pub fn step_heads(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Ko => ["단계", "작업", "한 일"],
        Lang::En => ["step", "task", "what it does"],
    }
}

/// Something worth noting about a step of `task`.
pub fn note(lang: Lang, note: &Note, name: impl Fn(crate::machine::TaskId) -> String) -> String {
    match note {
        Note::Preempted(task) => {
            let task = name(*task);
            lang.pick(format!("{task} 선점됨"), format!("{task} preempted"))
        }
        Note::Overwrites(task) => {
            let task = name(*task);
            lang.pick(format!("{task}의 저장을 덮어씀"), format!("overwrites {task}'s store"))
        }
        Note::Copied { region: it, .. } => {
            let it = region(lang, *it);
            lang.pick(format!("{it} 쪽 복사 (CoW)"), format!("{it} page copied (CoW)"))
        }
        Note::Woke(task) => {
            let task = name(*task);
            let object = Particle::Object.after(&task);
            lang.pick(format!("{task}{object} 깨움"), format!("wakes {task}"))
        }
        Note::Faulted(fault) => faulted(lang, *fault),
        Note::Ended(task) => {
            let task = name(*task);
            lang.pick(format!("{task} 끝남"), format!("{task} ends"))
        }
    }
}

/// A process dies of a fault.
pub fn faulted(lang: Lang, fault: Fault) -> String {
    let fault = fault.name();
    lang.pick(format!("{fault}: 프로세스가 죽음"), format!("{fault}: the process dies"))
}

/// What a task holds and waits for, in a sentence.
pub fn waiting(lang: Lang, task: &str, holds: &[String], waits: &str) -> String {
    let held = holds.join(", ");
    match (lang, holds.is_empty()) {
        (Lang::Ko, true) => format!("{task}: {waits}"),
        (Lang::Ko, false) => {
            format!("{task}: {held}{} 잡고, {waits}", Particle::Object.after(&held))
        }
        (Lang::En, true) => format!("{task} {waits}"),
        (Lang::En, false) => format!("{task} holds {held}, {waits}"),
    }
}

/// What a task that waits for nothing holds.
pub fn holding(lang: Lang, task: &str, holds: &[String]) -> String {
    let held = holds.join(", ");
    let object = Particle::Object.after(&held);
    lang.pick(format!("{task}: {held}{object} 잡고 있음"), format!("{task} holds {held}"))
}

/// What a task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are names")]
pub enum Waited<'a> {
    /// A lock that a task holds.
    Held { lock: &'a str, owner: &'a str },
    /// A lock that a task held when it ended.
    Left { lock: &'a str, owner: &'a str },
    /// A semaphore that is 0.
    Semaphore(&'a str),
    /// A signal.
    Condition(&'a str),
    /// The end of a child.
    Child(&'a str),
    /// The end of a thread.
    Thread(&'a str),
    /// Room in a pipe.
    Full(&'a str),
    /// A word in a pipe.
    Empty(&'a str),
}

/// What a task waits for, after its name.
pub fn waits_for(lang: Lang, it: Waited) -> String {
    let object = |it: &str| Particle::Object.after(it);
    let subject = |it: &str| Particle::Subject.after(it);
    match (lang, it) {
        (Lang::Ko, Waited::Held { lock, owner }) => {
            format!("{owner}{} 잡은 {lock}{} 기다림", subject(owner), object(lock))
        }
        (Lang::Ko, Waited::Left { lock, owner }) => {
            format!("{owner}{} 잡은 채 끝난 {lock}{} 기다림", subject(owner), object(lock))
        }
        (Lang::Ko, Waited::Semaphore(name)) => {
            format!("0인 세마포어 {name}{} 기다림", object(name))
        }
        (Lang::Ko, Waited::Condition(name)) => format!("조건 {name}의 신호를 기다림"),
        (Lang::Ko, Waited::Child(name) | Waited::Thread(name)) => {
            format!("{name}{} 끝나기를 기다림", subject(name))
        }
        (Lang::Ko, Waited::Full(name)) => format!("가득 찬 파이프 {name}에 자리를 기다림"),
        (Lang::Ko, Waited::Empty(name)) => format!("빈 파이프 {name}에 값을 기다림"),
        (Lang::En, Waited::Held { lock, owner }) => format!("waits for {lock}, held by {owner}"),
        (Lang::En, Waited::Left { lock, owner }) => {
            format!("waits for {lock}, which {owner} held when it ended")
        }
        (Lang::En, Waited::Semaphore(name)) => format!("waits for semaphore {name}, which is 0"),
        (Lang::En, Waited::Condition(name)) => format!("sleeps on condition {name}"),
        (Lang::En, Waited::Child(name) | Waited::Thread(name)) => {
            format!("waits for {name} to end")
        }
        (Lang::En, Waited::Full(name)) => format!("waits for room in pipe {name}"),
        (Lang::En, Waited::Empty(name)) => format!("waits for a value in pipe {name}"),
    }
}

/// Tasks that wait for each other in a circle, written `A -> B -> A`.
pub fn cycle(lang: Lang, circle: &str) -> String {
    lang.pick(
        format!("교착 상태, 꼬리를 물고 기다림: {circle}"),
        format!("deadlock, a circle of waiting: {circle}"),
    )
}

/// Nobody can move, and there is no circle.
pub fn stuck(lang: Lang) -> &'static str {
    lang.pick("움직일 수 있는 작업이 없습니다: 교착 상태", "no task can move: deadlock")
}

/// Nobody waits.
pub fn nobody_waits(lang: Lang) -> &'static str {
    lang.pick("기다리는 작업이 없습니다.", "no task waits")
}

/// The steps of the line before.
pub fn steps_of(lang: Lang, steps: &str) -> String {
    lang.pick(format!("단계: {steps}"), format!("steps: {steps}"))
}

/// What stands over a program, its claims, its timed runs, its memory at the start.
#[derive(Clone, Copy, Debug)]
pub struct ShowHeads {
    /// The program.
    pub program: &'static str,
    /// What is proved of it.
    pub claims: &'static str,
    /// The named runs.
    pub runs: &'static str,
    /// The memory at the start.
    pub memory: &'static str,
}

/// The heads of what an experiment is.
pub fn show_heads(lang: Lang) -> ShowHeads {
    match lang {
        Lang::Ko => ShowHeads {
            program: "프로그램",
            claims: "증명하는 것",
            runs: "시간을 재는 실행",
            memory: "처음의 메모리",
        },
        Lang::En => ShowHeads {
            program: "Program",
            claims: "What is proved",
            runs: "Timed runs",
            memory: "Memory at the start",
        },
    }
}
