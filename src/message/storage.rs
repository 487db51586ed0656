//! The words for what the storage could not do, and for what it did on the way.
//!
//! Invariant: each says what became of the person's answers. A sentence comes with its next step.

use crate::text::{Lang, Particle};

/// A sentence and its next step.
pub type Told = (String, Option<String>);

fn told(sentence: String, help: String) -> Told {
    (sentence, Some(help))
}

/// Another process writes.
pub fn busy(lang: Lang, pid: Option<u32>) -> Told {
    let of = pid.map_or_else(String::new, |pid| {
        lang.pick(format!(" (프로세스 {pid})"), format!(" (process {pid})"))
    });
    told(
        lang.pick(
            format!("다른 viva가 기록하고 있습니다{of}"),
            format!("another viva is writing{of}"),
        ),
        lang.pick(
            "그쪽을 끝내고 다시 해 주세요. 보기만 하는 명령(due, cards, stats)은 지금도 됩니다"
                .into(),
            "finish there and try again; commands that only read (due, cards, stats) work now"
                .into(),
        ),
    )
}

/// The database is of a later version.
pub fn newer(lang: Lang, path: &str, found: u32, known: u32) -> Told {
    told(
        lang.pick(
            format!("{path}: 더 새로운 viva의 기록입니다 (형식 {found}, 이 viva는 {known}까지). 건드리지 않았습니다"),
            format!("{path}: written by a later viva (format {found}, this one knows {known}); it was not touched"),
        ),
        lang.pick("viva를 새 버전으로 올려 주세요".into(), "update viva".into()),
    )
}

/// The file is some other program's database.
pub fn foreign(lang: Lang, path: &str) -> Told {
    told(
        lang.pick(
            format!("{path}: viva의 기록이 아닙니다. 건드리지 않았습니다"),
            format!("{path}: not a database of viva; it was not touched"),
        ),
        lang.pick(
            "파일을 옮기거나 VIVA_HOME 을 다른 폴더로 정해 주세요".into(),
            "move the file away, or set VIVA_HOME to another directory".into(),
        ),
    )
}

/// The directory cannot be made or written.
pub fn directory(lang: Lang, path: &str, why: &str) -> Told {
    told(
        lang.pick(
            format!("{path}: 기록할 폴더를 쓸 수 없습니다 ({why})"),
            format!("{path}: the data directory cannot be written ({why})"),
        ),
        lang.pick(
            "권한을 고치거나 VIVA_HOME 을 다른 폴더로 정해 주세요".into(),
            "mend its permissions, or set VIVA_HOME to another directory".into(),
        ),
    )
}

/// A file cannot be read or written.
pub fn file(lang: Lang, path: &str, why: &str) -> Told {
    (
        lang.pick(
            format!("{path}: 읽거나 쓸 수 없습니다 ({why})"),
            format!("{path}: cannot be read or written ({why})"),
        ),
        None,
    )
}

/// The disk is full.
pub fn full(lang: Lang) -> Told {
    told(
        lang.pick(
            "디스크가 가득 차서 저장하지 못했습니다. 지금까지의 답은 그대로 있습니다".into(),
            "the disk is full: this was not saved; everything before is".into(),
        ),
        lang.pick(
            "자리를 비우고 다시 Enter를 눌러 주세요".into(),
            "free some space and try again".into(),
        ),
    )
}

/// The database can only be read.
pub fn read_only(lang: Lang) -> Told {
    told(
        lang.pick(
            "기록을 읽을 수만 있고 쓸 수 없습니다".into(),
            "the record can be read but not written".into(),
        ),
        lang.pick(
            "파일 권한을 확인하거나 VIVA_HOME 을 다른 폴더로 정해 주세요".into(),
            "check the file's permissions, or set VIVA_HOME to another directory".into(),
        ),
    )
}

/// The database is damaged.
pub fn corrupt(lang: Lang, detail: &str) -> Told {
    told(
        lang.pick(
            format!("기록 파일이 깨졌습니다 ({detail})"),
            format!("the database is damaged ({detail})"),
        ),
        lang.pick(
            "viva를 다시 시작하면 백업에서 되살립니다".into(),
            "start viva again: it restores the newest backup".into(),
        ),
    )
}

/// A commit would not be sure to be on disk.
pub fn not_durable(lang: Lang, pragma: &str, value: &str) -> Told {
    (
        lang.pick(
            format!("저장이 확실하지 않아 시작하지 않았습니다 (SQLite {pragma} = {value})"),
            format!(
                "answers could be lost here, so nothing was begun (SQLite {pragma} is {value})"
            ),
        ),
        Some(lang.pick(
            "네트워크 드라이브라면 VIVA_HOME 을 로컬 폴더로 정해 주세요".into(),
            "on a network drive, set VIVA_HOME to a local directory".into(),
        )),
    )
}

/// An event cannot be undone.
pub fn not_undoable(lang: Lang, id: &str) -> Told {
    (
        lang.pick(
            format!("{id}{} 되돌릴 수 없습니다", Particle::Topic.after(id)),
            format!("{id} cannot be undone"),
        ),
        None,
    )
}

/// Two different events have one name.
pub fn conflict(lang: Lang, id: &str) -> Told {
    told(
        lang.pick(
            format!("{id} 기록이 이미 다른 내용으로 있습니다"),
            format!("{id} is in the log already, with another content"),
        ),
        lang.pick(
            "기기마다 VIVA_DEVICE 이름을 다르게 정해 주세요".into(),
            "give each device a VIVA_DEVICE of its own".into(),
        ),
    )
}

/// There is no such backup.
pub fn no_backup(lang: Lang, path: &str) -> Told {
    told(
        lang.pick(
            format!("{path}: 그런 백업이 없습니다"),
            format!("{path}: there is no such backup"),
        ),
        lang.pick("backup --list 로 볼 수 있습니다".into(), "backup --list names them".into()),
    )
}

/// The backup is damaged.
pub fn bad_backup(lang: Lang, path: &str, detail: &str) -> Told {
    told(
        lang.pick(
            format!("{path}: 쓸 수 없는 백업입니다 ({detail})"),
            format!("{path}: this backup cannot be used ({detail})"),
        ),
        lang.pick(
            "다른 백업을 골라 주세요: backup --list".into(),
            "choose another: backup --list".into(),
        ),
    )
}

/// A file is in the way.
pub fn exists(lang: Lang, path: &str) -> Told {
    (
        lang.pick(
            format!("{path}: 이미 있는 파일입니다"),
            format!("{path}: this file exists already"),
        ),
        None,
    )
}

/// Any other trouble of the database.
pub fn database(lang: Lang, detail: &str) -> Told {
    told(
        lang.pick(
            format!("기록 파일에서 문제가 생겼습니다 ({detail})"),
            format!("trouble with the database ({detail})"),
        ),
        lang.pick("doctor 로 점검해 주세요".into(), "doctor checks it".into()),
    )
}

/// Output could not be written.
pub fn output(lang: Lang, why: &str) -> String {
    lang.pick(
        format!("출력하지 못했습니다 ({why})"),
        format!("the output could not be written ({why})"),
    )
}

/// A damaged database was replaced.
pub fn recovered(
    lang: Lang,
    aside: &str,
    backup: Option<&str>,
    events: u64,
    missing: u64,
) -> String {
    match lang {
        Lang::Ko => {
            let from = backup.map_or_else(String::new, |name| {
                format!("백업 {name}{} ", Particle::And.after(name))
            });
            let missing = if missing > 0 {
                format!(" {missing}건은 찾지 못했습니다.")
            } else {
                String::new()
            };
            format!(
                "기록 파일이 깨져 있었습니다. {from}깨진 파일에서 {events}건을 되살렸습니다.{missing} 깨진 파일은 {aside} 에 두었습니다."
            )
        }
        Lang::En => {
            let from = backup.map_or_else(String::new, |name| format!("backup {name} and "));
            let missing =
                if missing > 0 { format!("; {missing} are missing") } else { String::new() };
            format!(
                "the database was damaged. {events} events were restored from {from}what could be read{missing}. The damaged file is kept as {aside}"
            )
        }
    }
}

/// The database is gone but its backups are there.
pub fn missing(lang: Lang, backup: &str) -> String {
    lang.pick(
        format!("기록 파일이 없고 백업만 있습니다. 되살리려면 restore {backup}"),
        format!("there is no database, but there are backups; to get it back: restore {backup}"),
    )
}

/// The format was brought up to date.
pub fn migrated(lang: Lang, backup: Option<&str>) -> String {
    let kept = backup.unwrap_or("-");
    lang.pick(
        format!("기록 형식을 새 버전으로 바꿨습니다. 이전 것은 백업 {kept}"),
        format!("the database was brought up to date; the one before is backup {kept}"),
    )
}

/// The schedule was rebuilt from the log.
pub fn rebuilt(lang: Lang, events: u64) -> String {
    lang.pick(
        format!("기록 {events}건에서 일정을 다시 만들었습니다."),
        format!("the schedule was rebuilt from {events} events"),
    )
}

/// The schedule will be rebuilt once the other process ends.
pub fn outdated(lang: Lang) -> &'static str {
    lang.pick(
        "다른 viva가 끝나면 일정을 새 규칙으로 다시 만듭니다.",
        "the schedule will be rebuilt when the other viva ends",
    )
}

/// A backup could not be made.
pub fn backup_failed(lang: Lang, detail: &str) -> String {
    lang.pick(
        format!("오늘의 백업을 만들지 못했습니다 ({detail}). 답은 저장됩니다."),
        format!("today's backup could not be made ({detail}); answers are saved"),
    )
}

/// A backup was made.
pub fn backed_up(lang: Lang, name: &str, events: u64) -> String {
    lang.pick(
        format!("백업 {name} (기록 {events}건)"),
        format!("backup {name}, {events} in the log"),
    )
}

/// There are no backups.
pub fn no_backups(lang: Lang) -> &'static str {
    lang.pick("아직 백업이 없습니다.", "There are no backups yet.")
}

/// A backup was restored.
pub fn restored(lang: Lang, events: u64, left_behind: u64, saved_as: Option<&str>) -> String {
    let saved = saved_as.unwrap_or("-");
    match lang {
        Lang::Ko => {
            let left = if left_behind > 0 {
                format!(" 백업에 없던 {left_behind}건은 {saved} 에 있습니다.")
            } else {
                String::new()
            };
            format!("되살렸습니다. 기록 {events}건.{left}")
        }
        Lang::En => {
            let left = if left_behind > 0 {
                format!("; {left_behind} that the backup did not have are in {saved}")
            } else {
                String::new()
            };
            format!("restored: {events} events{left}")
        }
    }
}

/// All is well.
pub fn well(lang: Lang, events: u64, backups: usize) -> String {
    lang.pick(format!("이상이 없습니다. 기록 {events}건, 백업 {backups}개."), {
        let count =
            |n: u64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
        format!("all is well: {}, {}", count(events, "event"), count(backups as u64, "backup"))
    })
}

/// What the doctor found.
pub enum Ill<'a> {
    /// Damage of the file, in SQLite's words.
    Damage(&'a str),
    /// Events are missing between two.
    Gap {
        /// The device.
        device: &'a str,
        /// The last before the hole.
        after: u64,
        /// The first after it.
        next: u64,
    },
    /// Events lie in the future.
    Future(u64),
    /// Events of a later version.
    Unknown(u64),
    /// The schedule of a card differs from its events.
    Card(&'a str),
    /// A setting differs from its events.
    Setting(&'a str),
    /// An undo was not taken.
    Undone(&'a str),
    /// A backup cannot be used.
    Backup {
        /// Its name.
        name: &'a str,
        /// Why.
        fault: &'a str,
    },
    /// A damaged database was kept.
    KeptAside(&'a str),
}

/// The sentence for a finding of the doctor.
pub fn ill(lang: Lang, ill: &Ill) -> String {
    match (lang, ill) {
        (Lang::Ko, Ill::Damage(detail)) => format!("파일이 깨졌습니다: {detail}"),
        (Lang::En, Ill::Damage(detail)) => format!("the file is damaged: {detail}"),
        (Lang::Ko, Ill::Gap { device, after, next }) => {
            format!("기기 {device}의 {after}번과 {next}번 사이 기록이 없습니다")
        }
        (Lang::En, Ill::Gap { device, after, next }) => {
            format!("device {device}: events between {after} and {next} are missing")
        }
        (Lang::Ko, Ill::Future(count)) => {
            format!("지금보다 나중 시각의 기록이 {count}건 있습니다. 시계를 확인해 주세요")
        }
        (Lang::En, Ill::Future(count)) => {
            format!("{count} events lie in the future; check the clock")
        }
        (Lang::Ko, Ill::Unknown(count)) => {
            format!("더 새로운 viva가 쓴 기록이 {count}건 있습니다. 그대로 둡니다")
        }
        (Lang::En, Ill::Unknown(count)) => {
            format!("{count} events are of a later viva; they are kept")
        }
        (Lang::Ko, Ill::Card(card)) => format!("{card}: 일정이 기록과 다릅니다"),
        (Lang::En, Ill::Card(card)) => format!("{card}: its schedule differs from its events"),
        (Lang::Ko, Ill::Setting(name)) => format!("설정 {name}: 값이 기록과 다릅니다"),
        (Lang::En, Ill::Setting(name)) => format!("setting {name} differs from its events"),
        (Lang::Ko, Ill::Undone(id)) => format!("{id}: 되돌림 표시가 기록과 다릅니다"),
        (Lang::En, Ill::Undone(id)) => format!("{id}: whether it is undone differs from the log"),
        (Lang::Ko, Ill::Backup { name, fault }) => {
            format!("백업 {name}{} 쓸 수 없습니다 ({fault})", Particle::Topic.after(name))
        }
        (Lang::En, Ill::Backup { name, fault }) => {
            format!("backup {name} cannot be used ({fault})")
        }
        (Lang::Ko, Ill::KeptAside(path)) => format!("깨졌던 파일이 {path} 에 있습니다"),
        (Lang::En, Ill::KeptAside(path)) => format!("a damaged database is kept as {path}"),
    }
}

/// What to do when the schedule differs from the log.
pub fn repair(lang: Lang) -> &'static str {
    lang.pick(
        "doctor --repair 로 기록에서 일정을 다시 만듭니다.",
        "doctor --repair rebuilds the schedule from the log",
    )
}
