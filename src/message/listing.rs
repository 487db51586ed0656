//! The words of lists: headings, events, settings, the doctor's findings.
//!
//! Invariant: a heading is short enough to stand over its column; an event reads the same in `log`,
//! `history` and `undo`.

use std::path::PathBuf;

use crate::{
    record::{Body, How, Prediction},
    text::{Lang, Particle},
};

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A deck's name.
    Deck,
    /// A card's name.
    Card,
    /// A title.
    Title,
    /// An experiment's name.
    Experiment,
    /// A topic.
    Topic,
    /// A kind of card.
    Kind,
    /// How many cards.
    Cards,
    /// How many new cards.
    New,
    /// How many are due.
    Due,
    /// When a card is due.
    NextDue,
    /// The question.
    Question,
    /// The probability of recall now.
    Recall,
    /// When something happened.
    When,
    /// What happened.
    What,
    /// The answer as typed.
    Answer,
    /// The next interval.
    Next,
    /// How long it took.
    Time,
    /// A setting's name.
    Setting,
    /// A value.
    Value,
    /// Where a value comes from.
    Origin,
    /// A backup's name.
    Backup,
    /// How many events.
    Events,
    /// A size.
    Size,
    /// A count.
    Count,
}

/// The heading of a column.
pub fn column(lang: Lang, column: Column) -> &'static str {
    match lang {
        Lang::Ko => match column {
            Column::Deck => "덱",
            Column::Card => "카드",
            Column::Title => "제목",
            Column::Experiment => "실험",
            Column::Topic => "주제",
            Column::Kind => "종류",
            Column::Cards => "카드",
            Column::New => "새 카드",
            Column::Due => "볼 카드",
            Column::Question => "질문",
            Column::Recall => "기억",
            Column::When => "언제",
            Column::What => "무엇",
            Column::Answer => "답",
            Column::Next => "다음",
            Column::NextDue => "다음 복습",
            Column::Time => "시간",
            Column::Setting => "설정",
            Column::Value => "값",
            Column::Origin => "출처",
            Column::Backup => "백업",
            Column::Events => "기록",
            Column::Size => "크기",
            Column::Count => "수",
        },
        Lang::En => match column {
            Column::Deck => "deck",
            Column::Card => "card",
            Column::Title => "title",
            Column::Experiment => "experiment",
            Column::Topic => "topic",
            Column::Kind => "kind",
            Column::Cards => "cards",
            Column::New => "new",
            Column::Due => "due",
            Column::Question => "question",
            Column::Recall => "recall",
            Column::When => "when",
            Column::What => "what",
            Column::Answer => "answer",
            Column::Next => "next",
            Column::NextDue => "due",
            Column::Time => "time",
            Column::Setting => "setting",
            Column::Value => "value",
            Column::Origin => "from",
            Column::Backup => "backup",
            Column::Events => "events",
            Column::Size => "size",
            Column::Count => "count",
        },
    }
}

/// The kind of a card, by its name in a deck.
pub fn kind(lang: Lang, kind: &'static str) -> &'static str {
    match (lang, kind) {
        (Lang::Ko, "explain") => "설명",
        (Lang::Ko, "choice") => "고르기",
        (Lang::Ko, "cloze") => "빈칸",
        (Lang::Ko, "predict") => "예측",
        (Lang::Ko, "drive") => "조종",
        (_, kind) => kind,
    }
}

/// A card that was never asked.
pub fn new_card(lang: Lang) -> &'static str {
    lang.pick("새 카드", "new")
}

/// A card that is not asked.
pub fn suspended_card(lang: Lang) -> &'static str {
    lang.pick("멈춤", "suspended")
}

/// When a card is asked because an interview showed that it should be, in study days from today.
pub fn wanted_in(lang: Lang, days: i64) -> String {
    let when = super::time::due_in(lang, days.max(0));
    lang.pick(format!("{when} (면접)"), format!("{when} (interview)"))
}

/// What an event was.
///
/// `point` words a point by its id; one that the library no longer has keeps its id.
pub fn event(lang: Lang, body: &Body, point: &dyn Fn(&str) -> Option<String>) -> String {
    let point = |id: &str| point(id).unwrap_or_else(|| id.to_owned());
    let graded = |head: &str, grade| format!("{head} {}", super::quiz::grade(lang, grade));
    match body {
        Body::Review(review) => graded(how(lang, review.how), review.grade),
        Body::Cram(review) => graded(lang.pick("연습", "cram"), review.grade),
        Body::Probe(probe) => {
            let outcome = if probe.recovered {
                lang.pick("떠올림", "recovered")
            } else {
                lang.pick("못 떠올림", "missed again")
            };
            format!("{outcome}: {}", point(&probe.point))
        }
        Body::Practice(practice) => match &practice.point {
            Some(id) => {
                let text = point(id);
                lang.pick(format!("다시 답함: {text}"), format!("replied on: {text}"))
            }
            None => lang.pick("다시 말하기".into(), "second answer".into()),
        },
        Body::Prediction(prediction) => {
            let correctness = super::prediction::correctness(lang, prediction.correctness);
            let Prediction { experiment, asked, .. } = prediction;
            lang.pick(
                format!("예측 {correctness}: {experiment}, {asked}"),
                format!("prediction {correctness}: {experiment}, {asked}"),
            )
        }
        Body::Interview(interview) => super::interview::step(lang, &interview.step).into(),
        Body::Keep(_) => lang.pick("내 답 보관".into(), "own answer kept".into()),
        Body::Draft(_) => lang.pick("쓰던 답 저장".into(), "draft".into()),
        Body::Undo(id) => lang.pick(format!("{id} 되돌림"), format!("undo of {id}")),
        Body::Suspend => lang.pick("멈춤".into(), "suspended".into()),
        Body::Resume => lang.pick("다시 묻기".into(), "resumed".into()),
        Body::Wanted(wanted) => {
            let on = wanted.on.format("%m-%d");
            lang.pick(format!("{on} 퀴즈에 담음"), format!("put into the quiz of {on}"))
        }
        Body::Setting(setting) => match &setting.value {
            Some(value) => lang.pick(
                format!("설정 {} = {value}", setting.name),
                format!("setting {} = {value}", setting.name),
            ),
            None => lang.pick(
                format!("설정 {} 기본값", setting.name),
                format!("setting {} to its default", setting.name),
            ),
        },
        Body::Unknown { kind, .. } => {
            lang.pick(format!("{kind} (나중 버전의 기록)"), format!("{kind} (of a later version)"))
        }
    }
}

fn how(lang: Lang, how: How) -> &'static str {
    match (lang, how) {
        (Lang::Ko, How::Typed) => "적은 답",
        (Lang::Ko, How::Spoken) => "말한 답",
        (Lang::Ko, How::Choice) => "고른 답",
        (Lang::Ko, How::Cloze) => "빈칸",
        (Lang::Ko, How::Predict) => "예측한 답",
        (Lang::Ko, How::Drive) => "직접 고른 순서",
        (Lang::Ko, How::Revealed) => "보기만",
        (Lang::En, How::Typed) => "typed",
        (Lang::En, How::Spoken) => "spoken",
        (Lang::En, How::Choice) => "choice",
        (Lang::En, How::Cloze) => "cloze",
        (Lang::En, How::Predict) => "predicted",
        (Lang::En, How::Drive) => "driven",
        (Lang::En, How::Revealed) => "revealed",
    }
}

/// An event does not count any more.
pub fn undone_mark(lang: Lang) -> &'static str {
    lang.pick("되돌림", "undone")
}

/// The answer of `undo`.
pub fn undone(lang: Lang, card: &str, what: &str, ago: &str) -> String {
    let card = if card.is_empty() { String::new() } else { format!("{card}: ") };
    lang.pick(
        format!("되돌렸습니다. {card}{what} ({ago})"),
        format!("undone: {card}{what} ({ago})"),
    )
}

/// The answer of `suspend` and `resume`.
pub fn suspended(lang: Lang, card: &str, on: bool) -> String {
    match (lang, on) {
        (Lang::Ko, true) => format!(
            "이제 {card}{} 묻지 않습니다. 다시 보려면 resume {card}",
            Particle::Object.after(card)
        ),
        (Lang::Ko, false) => format!("{card}{} 다시 묻습니다.", Particle::Object.after(card)),
        (Lang::En, true) => format!("{card} is not asked until you resume it: resume {card}"),
        (Lang::En, false) => format!("{card} is asked again"),
    }
}

/// The answer of `lang`.
pub fn language(lang: Lang) -> &'static str {
    lang.pick(
        "화면은 한국어입니다. lang en 으로 바꿉니다.",
        "The screen is in English; lang ko changes it.",
    )
}

/// Where a setting's value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A flag.
    Flag,
    /// The environment.
    Environment,
    /// `config set`.
    Log,
    /// The configuration file.
    File(PathBuf),
    /// Nobody.
    Default,
}

/// Where a setting's value comes from, in words.
pub fn origin(lang: Lang, origin: &Origin) -> String {
    match origin {
        Origin::Flag => lang.pick("명령 옵션", "an option").into(),
        Origin::Environment => lang.pick("환경 변수", "the environment").into(),
        Origin::Log => lang.pick("config set", "config set").into(),
        Origin::File(path) => path.display().to_string(),
        Origin::Default => lang.pick("기본값", "the default").into(),
    }
}

/// What a setting can be.
pub fn setting_values(lang: Lang, name: &str) -> Option<&'static str> {
    let (ko, en) = match name {
        "lang" => ("ko 또는 en", "it can be ko or en"),
        "retention" => ("0.70에서 0.97 사이, 예: 0.9", "from 0.70 to 0.97, such as 0.9"),
        "minutes" => ("하루에 쓸 분, 1에서 1440", "minutes a day, 1 to 1440"),
        "new" => ("하루 새 카드 수, 0에서 9999", "new cards a day, 0 to 9999"),
        "reviews" => ("하루 복습 수, 0에서 9999", "reviews a day, 0 to 9999"),
        "glyphs" => ("unicode 또는 ascii", "it can be unicode or ascii"),
        "accessible" => ("true 또는 false", "it can be true or false"),
        "decks" => ("폴더 이름, 또는 폴더 이름의 목록", "a directory, or a list of directories"),
        _ => return None,
    };
    Some(lang.pick(ko, en))
}

/// No card holds the text.
pub fn not_found(lang: Lang, text: &str) -> String {
    lang.pick(
        format!("`{text}`{} 들어 있는 카드가 없습니다.", Particle::Subject.after(text)),
        format!("no card holds `{text}`"),
    )
}

/// Nothing has happened yet.
pub fn empty_log(lang: Lang) -> &'static str {
    lang.pick("아직 기록이 없습니다.", "Nothing has happened yet.")
}

/// Nothing is due.
pub fn nothing_due(lang: Lang) -> &'static str {
    lang.pick("볼 카드가 없습니다.", "Nothing is due.")
}

/// New cards are listed together.
pub fn and_new(lang: Lang, count: usize) -> String {
    lang.pick(format!("새 카드 {count}장이 기다립니다."), format!("{count} new cards are waiting"))
}

/// The names of the statistics, in the order in which they stand.
pub struct Stats {
    /// Graded answers.
    pub reviews: &'static str,
    /// Study days.
    pub days: &'static str,
    /// Time spent answering.
    pub time: &'static str,
    /// Share recalled among cards asked again after a day or more.
    pub retention: &'static str,
    /// Predictions of experiments.
    pub predictions: &'static str,
    /// Mock interviews.
    pub interviews: &'static str,
    /// Their questions about cards that had been reviewed before.
    pub known: &'static str,
    /// Their questions about new cards.
    pub new: &'static str,
    /// The share hoped for.
    pub target: &'static str,
    /// Cards seen.
    pub seen: &'static str,
    /// Grades.
    pub grades: &'static str,
    /// Due in the coming days.
    pub forecast: &'static str,
}

/// How many predictions were right.
pub fn predictions(lang: Lang, made: u64, right: u64) -> String {
    lang.pick(format!("{made}번 가운데 {right}번 맞음"), format!("{right} of {made} right"))
}

/// How many interviews were held, and that they are evidence only.
pub fn interviews_held(lang: Lang, held: u64) -> String {
    match lang {
        Lang::Ko => format!("{held}번 (참고 수치이고, 복습 일정에는 들어가지 않습니다)"),
        Lang::En => format!("{held} held (for comparison only; they do not enter the schedule)"),
    }
}

/// First answers in interviews: the recall that was predicted, from 0 to 1, if there was a memory to
/// predict from; core points found, of all, and their share.
pub fn first_answers(
    lang: Lang,
    asked: u64,
    predicted: Option<f64>,
    (found, core, share): (u64, u64, f64),
) -> String {
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    let predicted = predicted.map(|recall| match lang {
        Lang::Ko => format!("예측한 기억 {}, ", percent(recall)),
        Lang::En => format!("predicted recall {}, ", percent(recall)),
    });
    let (predicted, share) = (predicted.unwrap_or_default(), percent(share));
    match lang {
        Lang::Ko => {
            format!("질문 {asked}개: {predicted}첫 답에서 찾은 핵심 {found}/{core} ({share})")
        }
        Lang::En => {
            let questions = if asked == 1 { "question" } else { "questions" };
            format!(
                "{asked} {questions}: {predicted}core points found in first answers {found}/{core} ({share})"
            )
        }
    }
}

/// The names of the statistics.
pub fn stats(lang: Lang) -> Stats {
    match lang {
        Lang::Ko => Stats {
            reviews: "채점한 답",
            days: "공부한 날",
            time: "답한 시간",
            retention: "기억한 비율",
            predictions: "예측",
            interviews: "모의 면접",
            known: "면접, 본 카드",
            new: "면접, 새 카드",
            target: "목표",
            seen: "본 카드",
            grades: "등급",
            forecast: "앞으로 7일",
        },
        Lang::En => Stats {
            reviews: "answers graded",
            days: "study days",
            time: "time answering",
            retention: "recalled",
            predictions: "predictions",
            interviews: "interviews",
            known: "interview, seen",
            new: "interview, new",
            target: "aim",
            seen: "cards seen",
            grades: "grades",
            forecast: "next 7 days",
        },
    }
}
