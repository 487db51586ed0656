//! What can go wrong, and what to do about it.
//!
//! Invariant: a failure names the thing and the next step; it shows no type name and blames nobody.

use crate::text::{Lang, Particle};

pub use super::trouble::Trouble;

/// The sentence, and the next step if there is one.
pub fn trouble(lang: Lang, trouble: &Trouble) -> (String, Option<String>) {
    let near =
        |names: &[String]| (!names.is_empty()).then(|| super::command::did_you_mean(lang, names));
    match trouble {
        Trouble::NoHome => (
            lang.pick("홈 폴더를 찾을 수 없습니다", "there is no home directory").into(),
            Some(lang.pick("VIVA_HOME=폴더 로 정해 주세요", "name one with VIVA_HOME=DIR").into()),
        ),
        Trouble::BadNow(text) => (
            lang.pick(
                format!("VIVA_NOW의 `{text}`는 시각이 아닙니다"),
                format!("VIVA_NOW is `{text}`, which is no time"),
            ),
            Some(
                lang.pick(
                    "예: 2026-11-23T21:40:00+09:00",
                    "write it like 2026-11-23T21:40:00+09:00",
                )
                .into(),
            ),
        ),
        Trouble::Unreadable { path, why } => {
            let path = path.display();
            (
                lang.pick(
                    format!("{path}: 읽을 수 없습니다 ({why})"),
                    format!("{path}: cannot be read ({why})"),
                ),
                None,
            )
        }
        Trouble::NoDecks(path) => {
            let path = path.display();
            (
                lang.pick(
                    format!("{path}: 덱이 없습니다"),
                    format!("{path}: there is no deck in it"),
                ),
                Some(lang.pick("덱은 .toml 파일입니다", "a deck is a .toml file").into()),
            )
        }
        Trouble::UnknownCard { name, near: names } => (
            lang.pick(format!("`{name}` 카드가 없습니다"), format!("there is no card `{name}`")),
            near(names).or_else(|| {
                Some(lang.pick("cards 로 이름을 볼 수 있습니다", "cards lists the names").into())
            }),
        ),
        Trouble::AmbiguousCard { name, keys } => (
            lang.pick(
                format!("`{name}` 카드가 여러 개입니다"),
                format!("several cards are called `{name}`"),
            ),
            Some(lang.pick(
                format!("하나를 골라 주세요: {}", keys.join(", ")),
                format!("choose one: {}", keys.join(", ")),
            )),
        ),
        Trouble::UnknownName { option, name, near: names } => (
            lang.pick(
                format!("{option} `{name}`에 맞는 것이 없습니다"),
                format!("nothing is called `{name}` for {option}"),
            ),
            near(names),
        ),
        Trouble::NothingMatches => (
            lang.pick("조건에 맞는 카드가 없습니다", "no card matches").into(),
            Some(
                lang.pick(
                    "--deck, --topic, --tag 를 줄여 보세요",
                    "try fewer of --deck, --topic, --tag",
                )
                .into(),
            ),
        ),
        Trouble::NeedsTerminal => (
            lang.pick(
                "퀴즈와 면접은 터미널에서만 할 수 있습니다",
                "quiz and interview need a terminal",
            )
            .into(),
            Some(
                lang.pick(
                    "무엇이 있는지는 viva due 또는 viva due --json",
                    "see what is due with: viva due, or viva due --json",
                )
                .into(),
            ),
        ),
        Trouble::NeedsScreen => (
            lang.pick(
                "출력이 터미널이 아니어서 물어볼 수 없습니다",
                "the output is no terminal, so there is nobody to ask",
            )
            .into(),
            Some(
                lang.pick(
                    "한 번에 하나씩 실행해 주세요. 예: viva due | less",
                    "run one command, such as: viva due | less",
                )
                .into(),
            ),
        ),
        Trouble::UnknownSetting { name, near: names, path } => (
            {
                let place =
                    path.as_ref().map_or_else(String::new, |path| format!("{}: ", path.display()));
                lang.pick(
                    format!("{place}`{name}` 설정이 없습니다"),
                    format!("{place}there is no setting `{name}`"),
                )
            },
            near(names).or_else(|| {
                Some(lang.pick("config 로 모두 볼 수 있습니다", "config lists them").into())
            }),
        ),
        Trouble::BadSetting { name, value, path } => {
            let place =
                path.as_ref().map_or_else(String::new, |path| format!("{}: ", path.display()));
            (
                lang.pick(
                    format!("{place}`{name}` 설정에 `{value}` 값은 쓸 수 없습니다"),
                    format!("{place}setting `{name}` cannot be `{value}`"),
                ),
                super::listing::setting_values(lang, name).map(str::to_owned),
            )
        }
        Trouble::BadConfig { path, why } => {
            let path = path.display();
            (
                lang.pick(
                    format!("{path}: 설정 파일을 읽을 수 없습니다: {why}"),
                    format!("{path}: the settings file cannot be read: {why}"),
                ),
                None,
            )
        }
        Trouble::NothingToUndo => {
            (lang.pick("되돌릴 것이 없습니다", "there is nothing to undo").into(), None)
        }
        Trouble::AlreadySo { card, suspended } => {
            let topic = Particle::Topic.after(card);
            let sentence = match (lang, suspended) {
                (Lang::Ko, true) => format!("{card}{topic} 이미 멈춰 있습니다"),
                (Lang::Ko, false) => format!("{card}{topic} 멈춘 카드가 아닙니다"),
                (Lang::En, true) => format!("{card} is already suspended"),
                (Lang::En, false) => format!("{card} is not suspended"),
            };
            (sentence, None)
        }
        Trouble::UnknownRule(name) => (
            lang.pick(format!("`{name}` 규칙이 없습니다"), format!("there is no rule `{name}`")),
            Some(
                lang.pick("deck explain 으로 모두 볼 수 있습니다", "deck explain lists them")
                    .into(),
            ),
        ),
        Trouble::UnknownHelp(name) => (
            lang.pick(
                format!("`{name}` 도움말이 없습니다"),
                format!("there is no help on `{name}`"),
            ),
            Some(lang.pick("help 로 모두 볼 수 있습니다", "help lists all").into()),
        ),
        Trouble::Editor { command, why } => (
            match lang {
                Lang::Ko => {
                    let object = Particle::Object.after(command);
                    format!(
                        "편집기 `{command}`{object} 실행하지 못했습니다 ({why}). 쓰던 글은 그대로입니다"
                    )
                }
                Lang::En => {
                    format!(
                        "the editor `{command}` did not run ({why}); what you wrote is as it was"
                    )
                }
            },
            Some(lang.pick("EDITOR 환경 변수를 확인해 주세요", "check the variable EDITOR").into()),
        ),
        Trouble::UnknownRun { name, names } => {
            let names = names.join(", ");
            (
                lang.pick(
                    format!("이 실험에 `{name}` 실행이 없습니다"),
                    format!("the experiment has no run `{name}`"),
                ),
                (!names.is_empty()).then(|| {
                    lang.pick(format!("실행의 이름: {names}"), format!("its runs are {names}"))
                }),
            )
        }
        Trouble::UnknownExperiment { name, near: names } => (
            lang.pick(
                format!("`{name}` 실험이 없습니다"),
                format!("there is no experiment `{name}`"),
            ),
            near(names).or_else(|| {
                let help = lang.pick(
                    "lab list 로 이름을 볼 수 있습니다. 프로그램 파일이면 my.lab 처럼 적어 주세요",
                    "lab list shows the names; a program file is written like my.lab",
                );
                Some(help.into())
            }),
        ),
        Trouble::AmbiguousExperiment { name, names } => (
            lang.pick(
                format!("`{name}`에 맞는 실험이 여러 개입니다"),
                format!("`{name}` means several experiments"),
            ),
            Some(lang.pick(
                format!("하나를 골라 주세요: {}", names.join(", ")),
                format!("choose one: {}", names.join(", ")),
            )),
        ),
        Trouble::Unwritable { path, why } => {
            let path = path.display();
            (
                lang.pick(
                    format!("{path}: 쓸 수 없습니다 ({why})"),
                    format!("{path}: cannot be written ({why})"),
                ),
                None,
            )
        }
        Trouble::MachineLimit(bounded, most) => {
            (super::lab::limit(lang, super::lab::bounded(lang, *bounded), *most), None)
        }
        Trouble::Derailed { at, written, possible } => {
            (super::step::derailed(lang, *at, written, &possible.join(", ")), None)
        }
        Trouble::NoGoal(target) => (
            lang.pick(
                format!("`{target}`에는 정해진 목표가 없습니다"),
                format!("`{target}` has no goal of its own"),
            ),
            Some(lang.pick(
                "목표를 적어 주세요: --goal \"x == 1\", --goal deadlock, --goal violated".into(),
                "name one: --goal \"x == 1\", --goal deadlock, --goal violated".into(),
            )),
        ),
        Trouble::BadGoal { goal, why } => (
            lang.pick(
                format!(
                    "`{goal}`{} 이 프로그램의 목표가 될 수 없습니다",
                    Particle::Topic.after(goal)
                ),
                format!("`{goal}` cannot be a goal of this program"),
            ),
            why.clone(),
        ),
        Trouble::TooManyStates(states) => (
            lang.pick(
                format!("상태가 {states}개를 넘어 모두 찾아볼 수 없습니다"),
                format!("there are more than {states} states, too many to search them all"),
            ),
            Some(lang.pick(
                "--set 으로 상수를 줄여 보세요".into(),
                "make a constant smaller with --set".into(),
            )),
        ),
        Trouble::NothingToInterview => (
            lang.pick(
                "모의 면접에서 물을 카드가 없습니다".into(),
                "there is no card to ask in an interview".into(),
            ),
            Some(
                lang.pick(
                    "--level 3 으로 넓히거나 --deck, --topic, --tag 를 빼 주세요",
                    "widen it with --level 3, or leave out --deck, --topic and --tag",
                )
                .into(),
            ),
        ),
        Trouble::UnknownInterview { name, near: names } => (
            if name.is_empty() {
                lang.pick("아직 모의 면접이 없습니다".into(), "there is no interview yet".into())
            } else {
                lang.pick(
                    format!("`{name}` 면접이 없습니다"),
                    format!("there is no interview `{name}`"),
                )
            },
            near(names).or_else(|| {
                Some(
                    lang.pick(
                        "interview list 로 이름을 볼 수 있습니다",
                        "interview list shows the names",
                    )
                    .into(),
                )
            }),
        ),
        Trouble::OnlyInterview => (
            lang.pick(
                "비교할 다른 모의 면접이 없습니다",
                "there is no other interview to compare with",
            )
            .into(),
            Some(
                lang.pick(
                    "interview 로 한 번 더 보면 비교할 수 있습니다",
                    "hold another one with interview",
                )
                .into(),
            ),
        ),
        Trouble::NotExplain { card, kind } => (
            lang.pick(
                format!(
                    "`{card}`{} {kind} 카드라 글로 답하지 않습니다",
                    Particle::Topic.after(card)
                ),
                format!("`{card}` is a {kind} card, which is not answered in sentences"),
            ),
            Some(
                lang.pick(
                    "explain 카드를 골라 주세요. cards --json 에 종류가 나옵니다",
                    "choose an explain card; cards --json tells the kinds",
                )
                .into(),
            ),
        ),
        Trouble::InputTaken => (
            lang.pick(
                "표준 입력으로 명령을 받고 있어 답을 받을 수 없습니다",
                "standard input holds the commands, so no answer can come from it",
            )
            .into(),
            Some(
                lang.pick(
                    "따로 실행해 주세요: viva cover 카드 < 답.txt",
                    "run it by itself: viva cover CARD < answer.txt",
                )
                .into(),
            ),
        ),
        Trouble::BadInput => {
            (lang.pick("입력이 UTF-8 글자가 아닙니다", "the input is not UTF-8 text").into(), None)
        }
    }
}

/// The word before a failure.
pub fn error_head(lang: Lang) -> &'static str {
    lang.pick("오류", "error")
}

/// The word before the next step.
pub fn help_head(lang: Lang) -> &'static str {
    lang.pick("도움", "help")
}

/// A bug: what to tell whom.
pub fn bug(lang: Lang, version: &str, place: &str) -> String {
    lang.pick(
        format!("viva의 오류입니다. 채점한 답은 모두 저장되어 있습니다.\nviva {version}, {place} 라고 알려 주시면 고치겠습니다."),
        format!("this is a bug in viva; every graded answer is saved.\nplease report it: viva {version}, {place}"),
    )
}
