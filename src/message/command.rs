//! The words of the command line: what each command and argument is, headings, usage errors.
//!
//! Invariant: every command and argument of the command line has its words here; a test walks the
//! whole definition in both languages. It must not know clap.

use crate::text::{Lang, Particle};

/// What viva is, in one line.
pub fn about(lang: Lang) -> &'static str {
    lang.pick("기술 면접 답변을 연습합니다. 카드를 묻고, 채점하고, 잊을 때쯤 다시 묻습니다.",
        "Practise technical interview answers: asks cards, grades them, and asks again before you forget.")
}

/// What follows the list of commands.
pub fn after_help(lang: Lang) -> &'static str {
    lang.pick("명령 없이 viva만 실행하면 오늘 볼 카드부터 시작합니다.\n종료 코드: 0 정상, 1 문제를 찾음, 2 잘못 쓴 명령, 70 프로그램 오류, 130 Ctrl-C",
        "viva alone starts with today's cards.\nExit codes: 0 well, 1 findings, 2 wrong use, 70 a bug, 130 interrupted")
}

/// The headings of a help page: usage, commands, arguments, options, options of every command.
pub fn headings(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Ko => ["사용법", "명령", "인자", "옵션", "어느 명령에나 쓰는 옵션"],
        Lang::En => ["Usage", "Commands", "Arguments", "Options", "Options of every command"],
    }
}

/// What stands for options and for a command in a usage line.
pub fn placeholders(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::Ko => ["[옵션]", "[명령]"],
        Lang::En => ["[OPTIONS]", "[COMMAND]"],
    }
}

/// What a command does, by its path (`quiz`, `deck check`). None for a command without words.
pub fn command(lang: Lang, path: &str) -> Option<&'static str> {
    let (ko, en) = match path {
        "quiz" => ("오늘 볼 카드를 묻습니다", "Ask today's cards"),
        "interview" => (
            "모의 면접을 봅니다: 질문, 꼬리질문, 보고서",
            "Hold a mock interview: questions, follow-up questions, a report",
        ),
        "interview list" => ("지금까지의 모의 면접을 보여 줍니다", "List the interviews so far"),
        "interview show" => {
            ("모의 면접 하나의 보고서를 보여 줍니다", "Show the report of an interview")
        }
        "interview compare" => (
            "모의 면접 두 개를 나란히 놓고 무엇이 달라졌는지 보여 줍니다",
            "Put two interviews side by side and show what changed",
        ),
        "decks" => ("덱을 보여 줍니다", "List the decks"),
        "cards" => ("카드를 보여 줍니다", "List the cards"),
        "show" => ("카드 하나를 모두 보여 줍니다", "Show one card in full"),
        "find" => ("카드에서 글자를 찾습니다", "Find text in the cards"),
        "cover" => (
            "답에 어떤 요점이 있는지 보여 줍니다 (답은 표준 입력으로)",
            "Show which points an answer covers; the answer comes on standard input",
        ),
        "due" => ("언제 무엇을 볼지 보여 줍니다", "Show what is due and when"),
        "stats" => ("지금까지의 기록을 요약합니다", "Summarise the record"),
        "history" => ("카드 하나의 기록을 보여 줍니다", "Show the history of one card"),
        "log" => ("기록을 최근 것부터 보여 줍니다", "Show the logged events, newest first"),
        "undo" => ("마지막 채점이나 변경을 되돌립니다", "Undo the last grade or change"),
        "suspend" => ("카드를 당분간 묻지 않습니다", "Stop asking a card"),
        "resume" => ("멈춘 카드를 다시 묻습니다", "Ask a suspended card again"),
        "lang" => ("언어를 보거나 바꿉니다", "Show or change the language"),
        "config" => ("설정을 보거나 바꿉니다", "Show or change settings"),
        "config show" => ("설정을 보여 줍니다", "Show the settings"),
        "config set" => ("설정 하나를 바꿉니다", "Change a setting"),
        "config unset" => {
            ("설정 하나를 기본값으로 되돌립니다", "Put a setting back to its default")
        }
        "deck" => ("덱을 쓰는 사람을 위한 명령", "For authors of decks"),
        "deck check" => ("덱 파일을 검사합니다", "Check deck files"),
        "deck explain" => ("검사 규칙 하나를 설명합니다", "Explain a rule of the check"),
        "lab" => ("실험실: 프로그램을 실행해 봅니다", "The lab: try out a program"),
        "lab list" => ("실험을 보여 줍니다", "List the experiments"),
        "lab open" => (
            "실험을 파일로 복사해 편집기에서 엽니다",
            "Copy an experiment and open it in your editor",
        ),
        "lab show" => (
            "실험의 프로그램과 증명하는 것을 보여 줍니다",
            "Show an experiment: its program and what is proved of it",
        ),
        "lab run" => (
            "CPU 스케줄러로 프로그램을 한 번 실행하고 일어난 일을 보여 줍니다",
            "Run a program under a scheduler and tell what happens",
        ),
        "lab step" => (
            "프로그램을 한 걸음씩 앞뒤로 따라갑니다",
            "Go through a program step by step, forward and back",
        ),
        "lab drive" => {
            ("스케줄러가 되어 목표에 이르러 봅니다", "Be the scheduler and try to reach a goal")
        }
        "lab explore" => {
            ("프로그램의 모든 실행 순서를 봅니다", "Look at every schedule of a program")
        }
        "doctor" => ("기록과 일정을 점검합니다", "Check the log against the schedule"),
        "backup" => ("지금 백업합니다", "Make a backup now"),
        "restore" => ("백업에서 되살립니다", "Restore a backup"),
        "help" => ("명령이나 주제의 도움말", "Help on a command or topic"),
        "quit" => ("나갑니다", "Leave"),
        _ => return None,
    };
    Some(lang.pick(ko, en))
}

/// What an argument is, by the path of its command (empty for those of every command) and its id.
pub fn argument(lang: Lang, path: &str, id: &str) -> Option<&'static str> {
    let (ko, en) = match (path, id) {
        (_, "lang") => ("화면 언어: ko 또는 en", "Language of the screen: ko or en"),
        (_, "decks") => (
            "이 폴더의 덱도 읽습니다 (여러 번 쓸 수 있음)",
            "Read the decks of this directory too (can be repeated)",
        ),
        (_, "color") => ("색: auto, always, never", "Colours: auto, always or never"),
        (_, "ascii") => ("그림에 ASCII 글자만 씁니다", "Draw with ASCII characters only"),
        (_, "accessible") => {
            ("화면 낭독기에 맞게 한 줄씩 씁니다", "Write line by line, for screen readers")
        }
        (_, "help") => ("도움말을 보여 줍니다", "Show this help"),
        (_, "version") => ("버전을 보여 줍니다", "Show the version"),
        ("cover", "deck") => (
            "모든 덱 대신 이 덱 파일이나 폴더에서 찾습니다",
            "Look in this deck file or directory instead of all decks",
        ),
        ("cover", "batch") => (
            "한 줄에 하나씩 {\"id\",\"card\",\"answer\"} (- 는 표준 입력)",
            "Answers, one {\"id\",\"card\",\"answer\"} a line (- is standard input)",
        ),
        (_, "deck") => ("이 덱의 카드만", "Only cards of this deck"),
        (_, "topic") => ("이 주제의 카드만", "Only cards of this topic"),
        (_, "tag") => ("이 태그가 붙은 카드만", "Only cards with this tag"),
        (_, "json") => ("JSON으로 씁니다", "Write JSON"),
        ("quiz", "limit") => ("카드를 최대 이만큼", "At most this many cards"),
        ("quiz", "minutes") => (
            "이만큼의 시간 동안 (기본: 설정 minutes에서 오늘 한 시간을 뺌)",
            "For about this many minutes (default: the setting minutes, less what was done today)",
        ),
        ("interview", "level") => {
            ("이 수준까지의 질문 (1 기본, 2 보통, 3 어려움)", "Questions up to this level, 1 to 3")
        }
        ("interview", "roots") => ("본 질문의 수", "How many root questions"),
        ("interview", "depth") => {
            ("본 질문마다 꼬리질문을 최대 이만큼", "At most this many follow-up questions to each")
        }
        ("interview", "minutes") => {
            ("답한 시간이 이만큼 되면 끝냅니다", "End after this many minutes of answering")
        }
        ("interview", "strict") => (
            "실전처럼: 힌트가 없고, 제한 시간 안에 끝낸 줄만 받습니다",
            "As in earnest: no hints, and only lines finished in time count",
        ),
        ("interview", "practice") => (
            "답할 때마다 모범 답안과 찾은 요점을 보여 줍니다",
            "Show the model answer and what was found after each answer",
        ),
        ("interview", "spoken") => (
            "소리 내어 답하고, 말한 요점을 고릅니다",
            "Answer aloud, then tick the points you made",
        ),
        ("interview", "host") => (
            "둘이서: 화면은 면접관이 보고, 답에서 들은 것을 적습니다",
            "For two: the screen is the interviewer's, who notes what is heard",
        ),
        ("interview compare", "before") => (
            "먼저 본 면접 (없으면 마지막 두 면접)",
            "The one to compare with; the last two without",
        ),
        ("interview compare", "after") => {
            ("나중에 본 면접 (없으면 마지막 면접)", "The one compared; the last one without")
        }
        ("interview show", "name") => {
            ("면접의 이름 (없으면 마지막 면접)", "The interview's name; the last one without")
        }
        ("interview show", "format") => {
            ("text, markdown, html, json", "text, markdown, html, json")
        }
        ("quiz", "cram") => (
            "일정과 상관없이 묻고, 일정을 바꾸지 않습니다",
            "Ask regardless of the schedule, and leave it alone",
        ),
        ("quiz", "reveal") => (
            "답을 적지 않고 바로 모범 답안을 봅니다",
            "Show the model answer without asking for yours",
        ),
        ("log", "limit") => (
            "최대 이만큼 (글로는 기본 20, JSON은 모두)",
            "At most this many events (default 20, with --json all)",
        ),
        ("show" | "cover" | "history" | "suspend" | "resume", "card") => {
            ("카드 이름: CARD 또는 DECK/CARD", "A card's name: CARD or DECK/CARD")
        }
        ("find", "text") => ("찾을 글자", "The text to find"),
        ("lang", "to") => ("바꿀 언어: ko 또는 en", "The language to change to: ko or en"),
        ("config show", "origin") => {
            ("값이 어디서 왔는지도 보여 줍니다", "Show where each value comes from")
        }
        ("config set" | "config unset", "name") => ("설정 이름", "The setting's name"),
        ("config set", "value") => ("새 값", "The new value"),
        ("deck check", "paths") => ("덱 파일이나 폴더", "Deck files or directories"),
        ("deck check", "format") => {
            ("보고 형식: text, json, short", "Form of the report: text, json or short")
        }
        ("deck explain", "rule") => {
            ("규칙 이름. 없으면 모든 규칙", "The rule's name; all rules without it")
        }
        (_, "target") => (
            "실험 이름, 덱 파일의 실험 (deck.toml#id), 또는 프로그램 파일 (my.lab)",
            "An experiment's name, one of a deck file (deck.toml#id), or a program file (my.lab)",
        ),
        (_, "timing") => ("JSON에 걸린 시간도 씁니다", "Write the seconds it took into the JSON"),
        (_, "set") => (
            "상수를 바꿉니다, 예: n=3 (여러 번 쓸 수 있음)",
            "Change a constant, such as n=3 (can be repeated)",
        ),
        (_, "schedule") => (
            "실행 순서: 움직일 작업을 차례로, 예: A,B,B",
            "The order of moves, task by task, such as A,B,B",
        ),
        (_, "goal") => (
            "목표: deadlock, violated, 또는 끝에서 참일 식. 없으면 카드의 목표",
            "The goal: deadlock, violated, or what is to be true at the end (default: the card's)",
        ),
        (_, "plain") => {
            ("전체 화면 대신 한 줄씩 묻고 답합니다", "Line by line instead of the full screen")
        }
        ("lab run", "run") => (
            "실험이 정해 둔 실행 하나 (없으면 모두)",
            "One of the experiment's named runs (default: all)",
        ),
        ("lab run", "cores") => ("코어 수, 1에서 8까지", "The number of cores, 1 to 8"),
        ("lab run", "policy") => (
            "스케줄링 방식: fifo, sjf, srtf, round-robin, priority, mlfq, fair",
            "How to schedule: fifo, sjf, srtf, round-robin, priority, mlfq or fair",
        ),
        ("lab run", "quantum") => ("퀀텀, 틱으로", "The quantum, in ticks"),
        ("lab run", "boost") => (
            "mlfq에서 모두 맨 위로 올리는 간격, 틱으로",
            "With mlfq, the ticks until all tasks go back to the top",
        ),
        ("lab run", "tagged") => {
            ("TLB 항목에 주소 공간 태그를 붙입니다", "Let the TLB tell address spaces apart")
        }
        ("lab run", "no_costs") => {
            ("걸음마다 1틱, 다른 비용 없음", "A tick for each step and no other costs")
        }
        ("lab run", "seed") => (
            "스케줄러 대신 이 시드로 순서를 고릅니다",
            "Draw the order of moves from this seed instead of a scheduler",
        ),
        ("lab show", "steps") => {
            ("문장마다 그 단계도 보여 줍니다", "Show the steps of each statement too")
        }
        (_, "svg") => ("그림을 이 파일에 SVG로 씁니다", "Write the picture to this file as SVG"),
        ("doctor", "repair") => {
            ("일정을 기록에서 다시 만듭니다", "Rebuild the schedule from the log")
        }
        ("backup", "list") => ("있는 백업을 보여 줍니다", "List the backups there are"),
        ("restore", "backup") => ("backup --list 에 나온 이름", "A name from backup --list"),
        ("help", "about") => (
            "명령 이름, 또는 keys, grading, scoring, exit-codes, files",
            "A command, or keys, grading, scoring, exit-codes, files",
        ),
        _ => return None,
    };
    Some(lang.pick(ko, en))
}

/// What was wrong with the words of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Usage {
    /// There is no such command.
    UnknownCommand(String),
    /// There is no such option or argument here.
    UnknownArgument(String),
    /// An option has a value that it cannot take.
    InvalidValue {
        /// The option.
        argument: String,
        /// The value.
        value: String,
        /// The values that it can take, if they can be listed.
        possible: Vec<String>,
    },
    /// An option stands without its value.
    MissingValue(String),
    /// Something that must be there is not.
    Missing(Vec<String>),
    /// A command needs a word after it.
    MissingSubcommand(Vec<String>),
    /// An option was given twice.
    Twice(String),
    /// Two things that exclude each other.
    NotBoth(String, String),
    /// Quotes that do not close.
    OpenQuote,
    /// Anything else.
    Other,
}

/// The sentence for a usage error.
pub fn usage(lang: Lang, usage: &Usage) -> String {
    match (lang, usage) {
        (Lang::Ko, Usage::UnknownCommand(word)) => {
            format!("`{word}`{} 없는 명령입니다", Particle::Topic.after(word))
        }
        (Lang::En, Usage::UnknownCommand(word)) => format!("there is no command `{word}`"),
        (Lang::Ko, Usage::UnknownArgument(word)) => {
            format!("여기에는 `{word}`{} 쓸 수 없습니다", Particle::Object.after(word))
        }
        (Lang::En, Usage::UnknownArgument(word)) => format!("`{word}` has no meaning here"),
        (Lang::Ko, Usage::InvalidValue { argument, value, .. }) if value.is_empty() => {
            format!("`{argument}`에 값이 없습니다")
        }
        (Lang::En, Usage::InvalidValue { argument, value, .. }) if value.is_empty() => {
            format!("`{argument}` needs a value")
        }
        (Lang::Ko, Usage::InvalidValue { argument, value, .. }) => {
            format!("`{argument}`에 `{value}`{} 쓸 수 없습니다", Particle::Object.after(value))
        }
        (Lang::En, Usage::InvalidValue { argument, value, .. }) => {
            format!("`{argument}` cannot be `{value}`")
        }
        (Lang::Ko, Usage::MissingValue(argument)) => format!("`{argument}`에 값이 없습니다"),
        (Lang::En, Usage::MissingValue(argument)) => format!("`{argument}` needs a value"),
        (Lang::Ko, Usage::Missing(what)) => format!("빠진 것: {}", what.join(", ")),
        (Lang::En, Usage::Missing(what)) => format!("missing: {}", what.join(", ")),
        (Lang::Ko, Usage::MissingSubcommand(of)) => {
            format!("뒤에 한 낱말이 더 필요합니다: {}", of.join(", "))
        }
        (Lang::En, Usage::MissingSubcommand(of)) => {
            format!("one more word is needed: {}", of.join(", "))
        }
        (Lang::Ko, Usage::Twice(argument)) => {
            format!("`{argument}`{} 두 번 나왔습니다", Particle::Subject.after(argument))
        }
        (Lang::En, Usage::Twice(argument)) => format!("`{argument}` is given twice"),
        (Lang::Ko, Usage::NotBoth(one, other)) => {
            let with = Particle::And.after(one);
            format!("`{one}`{with} `{other}`{} 함께 쓸 수 없습니다", Particle::Topic.after(other))
        }
        (Lang::En, Usage::NotBoth(one, other)) => {
            format!("`{one}` and `{other}` cannot be used together")
        }
        (Lang::Ko, Usage::OpenQuote) => "따옴표가 닫히지 않았습니다".into(),
        (Lang::En, Usage::OpenQuote) => "a quote is not closed".into(),
        (Lang::Ko, Usage::Other) => "명령을 알아듣지 못했습니다".into(),
        (Lang::En, Usage::Other) => "that was not understood".into(),
    }
}

/// What else could have been meant.
pub fn did_you_mean(lang: Lang, words: &[String]) -> String {
    let words = words.join(", ");
    lang.pick(format!("혹시 {words}?"), format!("did you mean {words}?"))
}

/// The values that can be used.
pub fn possible(lang: Lang, values: &[String]) -> String {
    let values = values.join(", ");
    lang.pick(format!("쓸 수 있는 값: {values}"), format!("it can be {values}"))
}

/// Where the help is.
pub fn see_help(lang: Lang, path: &str) -> String {
    let path = if path.is_empty() { String::new() } else { format!(" {path}") };
    lang.pick(
        format!("help{path} 를 입력하면 사용법이 나옵니다"),
        format!("type help{path} to see how it is used"),
    )
}

/// A topic of `help` that is no command; the pages about grading and scoring are
/// [`super::grading::about`] and [`super::scoring::about`].
pub fn topic(lang: Lang, topic: &str) -> Option<&'static str> {
    let (ko, en) = match topic {
        "keys" => (
            "퀴즈에서 쓰는 키\n\
             답        여러 줄로 적고 빈 줄에서 Enter. 바로 Enter면 말하기, 다시 Enter면 끝.\n\
             \u{20}         위 화살표 앞줄 고치기, Ctrl-X Ctrl-E 편집기로 쓰기\n\
             요점      a-h 로 표시. 한글 상태에서 눌러도 알아듣습니다.\n\
             등급      1 다시, 2 어려움, 3 알맞음, 4 쉬움. Enter는 제안된 등급.\n\
             \u{20}         a-h 요점 바꾸기, m 모범 답안, t 다시 말하기, k 내 답으로 보관\n\
             \u{20}         r 예측하고 실험 돌리기, s 실험을 한 걸음씩\n\
             예측      7, 8 처럼 가능한 것을 모두 적기, - 모르겠어요\n\
             어디서나  ? 도움말, Ctrl-C 채점 없이 멈춤, Ctrl-D 저장하고 나감",
            "Keys in the quiz\n\
             answer    as many lines as you like, an empty line ends; Enter at once to speak, Enter again to stop\n\
             \u{20}         up arrow edits earlier lines, Ctrl-X Ctrl-E opens your editor\n\
             points    a-h tick them; keys pressed in Hangul mode count too\n\
             grade     1 again, 2 hard, 3 good, 4 easy; Enter takes the proposed one\n\
             \u{20}         a-h flip points, m model answer, t try again, k keep as my answer\n\
             \u{20}         r predict and run the experiment, s step through it\n\
             predict   all that is possible, such as 7, 8; - if you don't know\n\
             anywhere  ? help, Ctrl-C stops without a grade, Ctrl-D saves and leaves",
        ),
        "exit-codes" => (
            "종료 코드\n0    정상\n1    문제를 찾음 (deck check, doctor), 또는 자료를 쓸 수 없음\n2    명령을 잘못 씀\n70   viva의 오류\n130  Ctrl-C로 멈춤",
            "Exit codes\n0    well\n1    something was found wrong (deck check, doctor), or data cannot be used\n2    wrong use\n70   a bug in viva\n130  interrupted by Ctrl-C",
        ),
        "files" => (
            "파일\n설정   $XDG_CONFIG_HOME/viva/config.toml (보통 ~/.config)\n기록   $XDG_DATA_HOME/viva/viva.db 와 backups/ (보통 ~/.local/share)\n명령   $XDG_STATE_HOME/viva/history (보통 ~/.local/state)\nVIVA_HOME 을 정하면 모두 그 폴더에 둡니다.\n설정 파일에 쓸 수 있는 것: lang, decks, retention, minutes, new, reviews, glyphs, accessible",
            "Files\nsettings   $XDG_CONFIG_HOME/viva/config.toml (usually ~/.config)\nrecord     $XDG_DATA_HOME/viva/viva.db and backups/ (usually ~/.local/share)\ncommands   $XDG_STATE_HOME/viva/history (usually ~/.local/state)\nVIVA_HOME moves them all into one directory.\nThe settings file may hold: lang, decks, retention, minutes, new, reviews, glyphs, accessible",
        ),
        _ => return None,
    };
    Some(lang.pick(ko, en))
}

/// The topics of `help` that are no commands.
pub const TOPICS: [&str; 5] = ["keys", "grading", "scoring", "exit-codes", "files"];
