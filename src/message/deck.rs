//! What `deck check` says: every problem of a deck in Korean and English, side by side.
//!
//! Invariant: a message is one line in lower case, names things in backticks, and never names a
//! type of the program; the help says what to do next. It must not know places or layout.

use crate::{
    deck::{Expected, Found, Named, Newer, Owner, Problem, Unproved},
    message::{claim, refuted, rubric},
    text::{Lang, Particle},
};

/// What is wrong, in one line without a full stop.
pub fn problem(lang: Lang, problem: &Problem) -> String {
    match problem {
        Problem::TooLarge { bytes, limit } => {
            let [bytes, limit] = [bytes, limit].map(|it| it.div_ceil(1024));
            lang.pick(
                format!(
                    "파일이 너무 큽니다: {bytes} KiB, 읽을 수 있는 크기는 {limit} KiB까지입니다"
                ),
                format!("the file is too large: {bytes} KiB, and at most {limit} KiB are read"),
            )
        }
        Problem::RestUnread => lang.pick(
            "큰 파일에 문법 오류가 있어 여기부터는 읽지 않았습니다".into(),
            "the file is large and has syntax errors, so the rest was not read".into(),
        ),
        Problem::NotUtf8 => lang
            .pick("여기부터 UTF-8이 아닙니다".into(), "the file is not UTF-8 from here on".into()),
        Problem::TooManyFindings { more } => lang.pick(
            format!("지적이 {more}개 더 있습니다"),
            format!("{more} more {}", plural(*more, "finding", "findings")),
        ),
        Problem::Syntax { message } => syntax(lang, message),
        Problem::Newer(newer) => lang.pick(
            format!("TOML 1.0에 없는 문법입니다: {}", newer_name(lang, *newer)),
            format!("this is not TOML 1.0: {}", newer_name(lang, *newer)),
        ),
        Problem::UnsupportedFormat { found } => lang.pick(
            format!("형식 `{found}`{} 이 viva가 읽지 못합니다", Particle::Topic.after(found)),
            format!("this viva does not read format `{found}`"),
        ),
        Problem::Program(problem) => super::program::problem(lang, problem),
        Problem::UnknownKind { name, .. } => lang.pick(
            format!("`{name}`{} 카드의 종류가 아닙니다", Particle::Topic.after(name)),
            format!("`{name}` is no kind of card"),
        ),
        Problem::UnknownField { field, owner, .. } => {
            let owner = owner_name(lang, owner);
            lang.pick(
                format!("{owner}에는 `{field}`{} 없습니다", item(field)),
                format!("{owner} has no field `{field}`"),
            )
        }
        Problem::MissingField { field, owner } => {
            let owner = owner_name(lang, owner);
            lang.pick(
                format!("{owner}에 `{field}`{} 빠졌습니다", Particle::Subject.after(field)),
                format!("{owner} has no `{field}`, which it needs"),
            )
        }
        Problem::WrongType { field, expected, found } => {
            let (expected, found) = (expected_name(lang, *expected), found_name(lang, *found));
            lang.pick(
                format!(
                    "`{field}`에는 {expected}{} 와야 하는데 {found}{} 왔습니다",
                    Particle::Subject.after(expected),
                    Particle::Subject.after(found)
                ),
                format!("`{field}` takes {expected}, but this is {found}"),
            )
        }
        Problem::UnknownValue { field, value, .. } => lang.pick(
            format!("`{field}`의 값으로 `{value}`{} 쓸 수 없습니다", Particle::Topic.after(value)),
            format!("`{value}` is no possible value of `{field}`"),
        ),
        Problem::OutOfRange { field, value, least, most } => lang.pick(
            format!(
                "`{field}`{} {least}부터 {most}까지인데 {value}입니다",
                Particle::Topic.after(field)
            ),
            format!("`{field}` is {value}, but must be {least} to {most}"),
        ),
        Problem::ClaimWithoutForm => lang.pick(
            "무엇을 주장하는지 없습니다".into(),
            "the claim does not say what is claimed".into(),
        ),
        Problem::ClaimWithTwoForms { first, second } => lang.pick(
            format!(
                "한 주장에 `{first}`{} `{second}`{} 함께 쓸 수 없습니다",
                Particle::And.after(first),
                Particle::Object.after(second)
            ),
            format!("one claim cannot have both `{first}` and `{second}`"),
        ),
        Problem::ClaimFieldMisplaced { field, form } => lang.pick(
            format!(
                "`{field}`{} `{form}`{} 함께 쓰지 않습니다",
                Particle::Topic.after(field),
                Particle::And.after(form)
            ),
            format!("`{field}` does not go with `{form}`"),
        ),
        Problem::PredictAsks { asked: 0 } => lang.pick(
            "무엇을 예측하는지 없습니다".into(),
            "the card does not say what to predict".into(),
        ),
        Problem::PredictAsks { asked } => lang.pick(
            format!("예측할 것은 하나여야 하는데 {asked}개입니다"),
            format!("the card asks for {asked} predictions, but can ask for one"),
        ),
        Problem::IdForm { id, .. } => lang.pick(
            format!("`{id}`{} id로 쓸 수 없습니다", Particle::Topic.after(id)),
            format!("`{id}` cannot be an id"),
        ),
        Problem::DuplicateId { what: Named::Option, line, .. } => lang.pick(
            format!("{line}번째 줄의 보기와 같습니다"),
            format!("this option is the same as the one in line {line}"),
        ),
        Problem::DuplicateId { what, id, line } => {
            let what = named(lang, *what);
            lang.pick(
                format!("{what} `{id}`{} {line}번째 줄에 이미 있습니다", Particle::Topic.after(id)),
                format!("the {what} `{id}` is already in line {line}"),
            )
        }
        Problem::UnknownReference { what, name, .. } => {
            let what = named(lang, *what);
            lang.pick(
                format!(
                    "`{name}`{} {what}{} 없습니다",
                    called(name),
                    Particle::Subject.after(what)
                ),
                format!("there is no {what} `{name}`"),
            )
        }
        Problem::OutsideReference { name } => lang.pick(
            format!("`{name}`의 덱이 검사한 파일 가운데 없습니다"),
            format!("the deck of `{name}` is not among the checked files"),
        ),
        Problem::LeadsToCycle { path } => {
            let path = cycle(path);
            lang.pick(
                format!("꼬리질문이 처음으로 돌아옵니다: {path}"),
                format!("the tail questions go in a circle: {path}"),
            )
        }
        Problem::LanguageMissing { lang: missing } => {
            let name = language(lang, *missing);
            lang.pick(format!("{name} 글이 없습니다"), format!("the {name} text is missing"))
        }
        Problem::LanguageUnsaid => lang.pick(
            "어느 언어의 글인지 알 수 없습니다".into(),
            "it is not said which language this text is in".into(),
        ),
        Problem::EmptyText { field } => lang.pick(
            format!("`{field}`{} 비어 있습니다", Particle::Subject.after(field)),
            format!("`{field}` is empty"),
        ),
        Problem::NotNfc => lang.pick(
            "글자가 나뉘어 저장되어 있습니다 (NFC가 아닙니다)".into(),
            "letters are stored in pieces (not in normal form C)".into(),
        ),
        Problem::ControlCharacter { code } => lang.pick(
            format!("보이지 않는 제어 문자 U+{code:04X}이 있습니다"),
            format!("the text holds the invisible control character U+{code:04X}"),
        ),
        Problem::AnswerTooLong { lang: of, takes, has } => {
            let of = language(lang, *of);
            lang.pick(
                format!("{of} 답을 말하는 데 {takes}초쯤 걸리는데 {has}초가 주어졌습니다"),
                format!("the {of} answer takes about {takes} seconds to say, but has {has}"),
            )
        }
        Problem::ChoiceOneOption => {
            lang.pick("보기가 둘보다 적습니다".into(), "there are fewer than two options".into())
        }
        Problem::ChoiceWithoutRight => {
            lang.pick("맞는 보기가 없습니다".into(), "no option is right".into())
        }
        Problem::ChoiceAllRight => {
            lang.pick("모든 보기가 맞습니다".into(), "every option is right".into())
        }
        Problem::ClozeWithoutBlanks => {
            lang.pick("빈칸이 없습니다".into(), "the text has no blank".into())
        }
        Problem::ClozeBrokenBlank => lang.pick(
            "빈칸이 닫히지 않았거나 비어 있습니다".into(),
            "a blank is not closed, or is empty".into(),
        ),
        Problem::ClozeBlanksDiffer { ko, en } => lang.pick(
            format!("빈칸이 한국어에는 {ko}개, 영어에는 {en}개입니다"),
            format!("there are {ko} blanks in Korean, but {en} in English"),
        ),
        Problem::EmptyPattern => {
            lang.pick("패턴에 빈 낱말이 있습니다".into(), "the pattern has an empty term".into())
        }
        Problem::PatternSignInside => lang.pick(
            "`~`와 `!`는 묶음의 맨 앞에만 쓸 수 있습니다".into(),
            "a `~` or `!` can only stand before a group".into(),
        ),
        Problem::PatternOnlyAbsent => lang.pick(
            "없어야 하는 낱말만 있어 찾을 것이 없습니다".into(),
            "the pattern says only what must not occur, so there is nothing to find".into(),
        ),
        Problem::PatternTooLong { most } => lang.pick(
            format!("패턴에 낱말이 {most}개보다 많습니다"),
            format!("the pattern has more than {most} terms"),
        ),
        Problem::TermTooGeneral { term } => lang.pick(
            format!("`{term}` 하나만으로 찾아지는데, 너무 짧거나 흔한 말입니다"),
            format!("`{term}` alone is enough here, and it is too short or too common"),
        ),
        Problem::Rubric(it) => rubric::flaw(lang, it),
        Problem::SampleDiffers(it) => rubric::sample(lang, it),
        Problem::UnusedTopic { topic } => lang.pick(
            format!("주제 `{topic}`에 카드가 없습니다"),
            format!("no card has the topic `{topic}`"),
        ),
        Problem::ClaimFails(it) => refuted::fails(lang, it),
        Problem::ClaimCannotFail { claim } => {
            let said = claim::sentence(lang, claim);
            lang.pick(
                format!("프로그램이 무엇을 하든 참입니다: {said}"),
                format!("this is true whatever the program does: {said}"),
            )
        }
        Problem::UnusedExperiment { experiment } => lang.pick(
            format!(
                "실험 `{experiment}`{} 쓰는 카드가 없습니다",
                Particle::Object.after(experiment)
            ),
            format!("no card uses the experiment `{experiment}`"),
        ),
        Problem::OverBudget { experiment, why: Unproved::Budget(states) } => lang.pick(
            format!(
                "증명하지 못했습니다: `{experiment}`{} 너무 큽니다 (상태 {states}개까지 봄)",
                Particle::Subject.after(experiment)
            ),
            format!("not proved: `{experiment}` is too large (stopped after {states} states)"),
        ),
        Problem::OverBudget { experiment, why: Unproved::Ticks(ticks) } => lang.pick(
            format!("재지 못했습니다: `{experiment}`의 실행이 {ticks}틱 안에 끝나지 않습니다"),
            format!("not measured: a run of `{experiment}` does not end within {ticks} ticks"),
        ),
        Problem::OverBudget { why: Unproved::Limit(limit), .. } => {
            let (bounded, most) = super::lab::bound(*limit);
            let limit = super::lab::limit(lang, super::lab::bounded(lang, bounded), most);
            lang.pick(format!("증명하지 못했습니다: {limit}"), format!("not proved: {limit}"))
        }
        Problem::AllowUnknownRule { rule, .. } => lang.pick(
            format!("`{rule}`{} 규칙이 없습니다", called(rule)),
            format!("there is no rule `{rule}`"),
        ),
        Problem::AllowWithoutReason => {
            lang.pick("이유가 비어 있습니다".into(), "the reason is empty".into())
        }
        Problem::AllowUnused { rule, card } => lang.pick(
            format!("카드 `{card}`에서 `{rule}` 규칙에 걸리는 것이 없습니다"),
            format!("`{rule}` finds nothing to allow in the card `{card}`"),
        ),
        Problem::DeckShadowed { deck, by } => lang.pick(
            format!("덱 `{deck}`{} `{by}`의 덱을 대신합니다", Particle::Subject.after(deck)),
            format!("the deck `{deck}` takes the place of the one in `{by}`"),
        ),
        Problem::AliasConflict { alias, other } => lang.pick(
            format!(
                "별명 `{alias}`{} `{other}`의 이름이기도 합니다",
                Particle::Subject.after(alias)
            ),
            format!("the alias `{alias}` is also a name of `{other}`"),
        ),
    }
}

/// What to do about it, where the message does not already say it.
pub fn help(lang: Lang, problem: &Problem) -> Option<String> {
    let text = match problem {
        Problem::Program(problem) => return super::program::help(lang, problem),
        Problem::UnknownKind { suggestion: Some(name), .. }
        | Problem::UnknownField { suggestion: Some(name), .. }
        | Problem::UnknownReference { suggestion: Some(name), .. }
        | Problem::AllowUnknownRule { suggestion: Some(name), .. } => lang.pick(
            format!("`{name}`{} 쓰려던 것인가요?", Particle::Object.after(name)),
            format!("did you mean `{name}`?"),
        ),
        Problem::UnknownKind { .. } => lang.pick(
            "종류는 `explain`, `choice`, `cloze`, `predict`, `drive`입니다".into(),
            "the kinds are `explain`, `choice`, `cloze`, `predict` and `drive`".into(),
        ),
        Problem::UnknownField { .. } => lang.pick(
            "이름을 고치거나 지우세요".into(),
            "correct the name, or remove the field".into(),
        ),
        Problem::MissingField { field, .. } => lang.pick(
            format!("이 표에 `{field} = …`{} 더하세요", Particle::Object.after(field)),
            format!("add `{field} = …` to this table"),
        ),
        Problem::UnknownValue { allowed, .. } => lang.pick(
            format!("쓸 수 있는 값: {allowed}"),
            format!("the possible values are {allowed}"),
        ),
        Problem::WrongType { expected, .. } => return expected_help(lang, *expected),
        Problem::TooLarge { .. } => {
            lang.pick("덱을 여러 파일로 나누세요".into(), "split it into several decks".into())
        }
        Problem::RestUnread => lang.pick(
            "위의 문법 오류를 고치고 다시 검사하세요".into(),
            "correct the syntax errors above and check again".into(),
        ),
        Problem::TooManyFindings { .. } => lang.pick(
            "위의 것부터 고치고 다시 검사하세요".into(),
            "correct those above and check again".into(),
        ),
        Problem::NotUtf8 => lang.pick(
            "편집기에서 인코딩을 UTF-8로 바꾸어 저장하세요".into(),
            "save the file as UTF-8 in your editor".into(),
        ),
        Problem::Syntax { message } => return syntax_help(lang, message),
        Problem::Newer(Newer::Escape) => lang.pick(
            "`\\u001B`처럼 쓰거나 지우세요".into(),
            "write it like `\\u001B`, or remove it".into(),
        ),
        Problem::Newer(Newer::LineBreak) => lang.pick(
            "`{ }` 안은 한 줄로 쓰거나, `[표]`로 나누세요".into(),
            "write what is in `{ }` on one line, or use a `[table]`".into(),
        ),
        Problem::Newer(Newer::TrailingComma) => {
            lang.pick("마지막 쉼표를 지우세요".into(), "remove the last comma".into())
        }
        Problem::Newer(Newer::Seconds) => {
            lang.pick("초까지 쓰세요".into(), "add the seconds".into())
        }
        Problem::UnsupportedFormat { .. } => lang.pick(
            "`format = 1`로 쓰거나 viva를 새 판으로 바꾸세요".into(),
            "write `format = 1`, or install a newer viva".into(),
        ),
        Problem::IdForm { suggestion: Some(id), .. } => {
            lang.pick(format!("`{id}`처럼 쓰세요"), format!("write it like `{id}`"))
        }
        Problem::IdForm { .. } => lang.pick(
            "영어 소문자와 숫자를 하이픈으로 이어 64자까지 쓰세요".into(),
            "use up to 64 lower-case letters and digits, with single hyphens between words".into(),
        ),
        Problem::ClaimWithoutForm => lang.pick(
            "`final`, `always`, `never`, `possible`, `deadlock` 같은 것을 하나 쓰세요".into(),
            "add one of `final`, `always`, `never`, `possible`, `deadlock`, …".into(),
        ),
        Problem::ClaimWithTwoForms { .. } => {
            lang.pick("주장을 둘로 나누세요".into(), "write two claims".into())
        }
        Problem::ClaimFieldMisplaced { .. } => lang.pick("지우세요".into(), "remove it".into()),
        Problem::PredictAsks { .. } => lang.pick(
            "`final = \"x\"`나 `deadlock = true` 같은 것을 하나만 쓰세요".into(),
            "write exactly one, like `final = \"x\"` or `deadlock = true`".into(),
        ),
        Problem::DuplicateId { what: Named::Option, .. } => lang.pick(
            "둘 가운데 하나를 바꾸거나 지우세요".into(),
            "change or remove one of the two".into(),
        ),
        Problem::DuplicateId { .. } => {
            lang.pick("둘 가운데 하나의 이름을 바꾸세요".into(), "rename one of the two".into())
        }
        Problem::UnknownReference { what: Named::Topic, name, .. } => lang.pick(
            format!("`topics.{name} = {{ ko = \"…\", en = \"…\" }}`로 주제를 만드세요"),
            format!("declare it: `topics.{name} = {{ ko = \"…\", en = \"…\" }}`"),
        ),
        Problem::UnknownReference { what: Named::Subject, .. } => lang.pick(
            "`[subjects]`에 더하거나 이름을 고치세요".into(),
            "add it to `[subjects]`, or correct the name".into(),
        ),
        Problem::UnknownReference { .. } => {
            lang.pick("이름을 고치거나 지우세요".into(), "correct the name, or remove it".into())
        }
        Problem::OutsideReference { .. } => lang.pick(
            "그 덱도 함께 검사하거나 이름을 고치세요".into(),
            "check that deck together with this one, or correct the name".into(),
        ),
        Problem::LeadsToCycle { .. } => {
            lang.pick("이 가운데 한 곳을 끊으세요".into(), "remove one of these links".into())
        }
        Problem::LanguageMissing { lang: missing } => {
            let code = missing.code();
            lang.pick(
                format!("`{code} = \"…\"`{} 더하세요", Particle::Object.after(code)),
                format!("add `{code} = \"…\"`"),
            )
        }
        Problem::LanguageUnsaid => lang.pick(
            "`{ ko = \"…\", en = \"…\" }`처럼 쓰세요".into(),
            "write `{ ko = \"…\", en = \"…\" }`".into(),
        ),
        Problem::EmptyText { .. } => lang
            .pick("내용을 쓰거나 항목을 지우세요".into(), "write it, or remove the field".into()),
        Problem::NotNfc => lang.pick(
            "이 낱말을 다시 치거나 파일을 NFC로 바꾸세요".into(),
            "type the word again, or convert the file to normal form C".into(),
        ),
        Problem::ControlCharacter { .. } => {
            lang.pick("그 문자를 지우세요".into(), "remove the character".into())
        }
        Problem::AnswerTooLong { .. } => lang.pick(
            "답을 줄이거나 `seconds`를 늘리세요".into(),
            "shorten the answer, or raise `seconds`".into(),
        ),
        Problem::ChoiceOneOption => {
            lang.pick("`[[choice.option]]`을 더하세요".into(), "add a `[[choice.option]]`".into())
        }
        Problem::ChoiceWithoutRight => lang.pick(
            "맞는 보기에 `right = true`를 쓰세요".into(),
            "write `right = true` in each option that is right".into(),
        ),
        Problem::ChoiceAllRight => {
            lang.pick("틀린 보기를 더하세요".into(), "add an option that is wrong".into())
        }
        Problem::ClozeWithoutBlanks | Problem::ClozeBrokenBlank => lang.pick(
            "가릴 낱말을 `{{낱말|다른 낱말}}`처럼 쓰세요".into(),
            "write the word to hide as `{{word|another word}}`".into(),
        ),
        Problem::ClozeBlanksDiffer { .. } => lang.pick(
            "두 언어에서 같은 것을 가리세요".into(),
            "hide the same things in both languages".into(),
        ),
        Problem::EmptyPattern => lang.pick(
            "`+`와 `|` 양쪽에 낱말을 쓰세요".into(),
            "write a term on both sides of each `+` and `|`".into(),
        ),
        Problem::PatternSignInside => lang.pick(
            "묶음의 모든 낱말에 걸립니다: `~공유|share`".into(),
            "it applies to all words of the group: `~공유|share`".into(),
        ),
        Problem::PatternOnlyAbsent => lang.pick(
            "있어야 하는 낱말을 `+`로 더하세요".into(),
            "add a group that must occur, with `+`".into(),
        ),
        Problem::PatternTooLong { .. } => {
            lang.pick("패턴을 둘로 나누세요".into(), "write two patterns".into())
        }
        Problem::TermTooGeneral { .. } => lang.pick(
            "`+`로 묶음을 더하거나 더 정확한 낱말을 쓰세요".into(),
            "add a group with `+`, or use a more exact word".into(),
        ),
        Problem::Rubric(it) => rubric::flaw_help(lang, it),
        Problem::SampleDiffers(_) => rubric::sample_help(lang),
        Problem::UnusedTopic { .. } => lang.pick(
            "이 주제의 카드를 쓰거나 주제를 지우세요".into(),
            "write a card for it, or remove it".into(),
        ),
        Problem::ClaimFails(it) => return refuted::help(lang, it),
        Problem::ClaimCannotFail { .. } => lang.pick(
            "실행에 따라 달라지는 것을 주장하세요".into(),
            "claim something that a run can change".into(),
        ),
        Problem::UnusedExperiment { experiment } => lang.pick(
            format!(
                "카드에 `experiment = \"{experiment}\"`{} 쓰거나 실험을 지우세요",
                Particle::By.after(experiment)
            ),
            format!("write `experiment = \"{experiment}\"` in a card, or remove it"),
        ),
        Problem::OverBudget { .. } => lang.pick(
            "상수나 스레드를 줄이세요".into(),
            "use smaller constants or fewer threads".into(),
        ),
        Problem::AllowUnknownRule { .. } => lang.pick(
            "규칙의 이름은 지적의 `[ ]` 안에 있습니다".into(),
            "a rule's name stands in the `[ ]` of its findings".into(),
        ),
        Problem::AllowWithoutReason => lang.pick(
            "이 카드에는 왜 괜찮은지 한 문장으로 쓰세요".into(),
            "say in a sentence why it is right for this card".into(),
        ),
        Problem::AllowUnused { .. } => {
            lang.pick("이 `[[allow]]`를 지우세요".into(), "remove this `[[allow]]`".into())
        }
        Problem::DeckShadowed { .. } => lang.pick(
            "뜻한 것이 아니면 id를 바꾸세요".into(),
            "if that is not meant, change the id".into(),
        ),
        Problem::AliasConflict { .. } => {
            lang.pick("이 별명을 지우세요".into(), "remove the alias".into())
        }
        Problem::OutOfRange { .. } => return None,
    };
    Some(text)
}

/// What stands under the marked place, where there is more to say than the message.
pub fn label(lang: Lang, problem: &Problem) -> Option<String> {
    match problem {
        Problem::ClaimFails(it) => refuted::instead(lang, it),
        _ => None,
    }
}

/// What else there is to know. `path` is that of the file.
pub fn notes(lang: Lang, problem: &Problem, path: &str) -> Vec<refuted::Note> {
    match problem {
        Problem::ClaimFails(it) => refuted::shown(lang, it, path),
        Problem::Rubric(it) => rubric::flaw_notes(lang, it),
        Problem::SampleDiffers(it) => rubric::sample_notes(lang, it),
        _ => Vec::new(),
    }
}

fn item(field: &str) -> &'static str {
    match Particle::Subject.after(field) {
        "이" => "이라는 항목이",
        _ => "라는 항목이",
    }
}

/// `이라는` or `라는`.
fn called(name: &str) -> &'static str {
    match Particle::Subject.after(name) {
        "이" => "이라는",
        _ => "라는",
    }
}

fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// A long circle is shown by its ends.
fn cycle(path: &[Box<str>]) -> String {
    let parts: Vec<&str> = path.iter().map(|it| &**it).collect();
    match &parts[..] {
        [first, second, .., before, last] if 8 < parts.len() => {
            format!("{first} → {second} → … → {before} → {last}")
        }
        _ => parts.join(" → "),
    }
}

fn owner_name(lang: Lang, owner: &Owner) -> String {
    let (ko, en) = match &*owner.table {
        "" => return lang.pick("덱".into(), "the deck".into()),
        "library" => return lang.pick("`library.toml`".into(), "`library.toml`".into()),
        "text" => return lang.pick("글".into(), "a text".into()),
        "allow" => return lang.pick("`allow`".into(), "this `allow`".into()),
        "costs" => return lang.pick("`costs`".into(), "`costs`".into()),
        "experiment.machine" => return lang.pick("`machine`".into(), "`machine`".into()),
        "explain.point" => ("요점", "point"),
        "explain.trap" => ("함정", "trap"),
        "explain.sample" => ("예시 답", "sample"),
        "choice.option" => ("보기", "option"),
        "experiment" => ("실험", "experiment"),
        "experiment.claim" => ("주장", "claim"),
        "experiment.run" => ("실행", "run"),
        _ => ("카드", "card"),
    };
    let kind = match &*owner.table {
        it @ ("explain" | "choice" | "cloze" | "predict" | "drive") => format!("`{it}` "),
        _ => String::new(),
    };
    let own = match &owner.id {
        Some(id) => lang.pick(format!("{kind}{ko} `{id}`"), format!("the {kind}{en} `{id}`")),
        None => lang.pick(format!("이 {kind}{ko}"), format!("this {kind}{en}")),
    };
    match &owner.card {
        Some(card) => lang.pick(format!("`{card}`의 {own}"), format!("{own} of `{card}`")),
        None => own,
    }
}

fn named(lang: Lang, what: Named) -> &'static str {
    match what {
        Named::Card => lang.pick("카드", "card"),
        Named::Experiment => lang.pick("실험", "experiment"),
        Named::Topic => lang.pick("주제", "topic"),
        Named::Subject => lang.pick("주어", "subject"),
        Named::Point => lang.pick("요점", "point"),
        Named::Trap => lang.pick("함정", "trap"),
        Named::Option => lang.pick("보기", "option"),
        Named::Run => lang.pick("실행", "run"),
    }
}

fn language(lang: Lang, which: Lang) -> &'static str {
    match which {
        Lang::Ko => lang.pick("한국어", "Korean"),
        Lang::En => lang.pick("영어", "English"),
    }
}

fn newer_name(lang: Lang, newer: Newer) -> &'static str {
    match newer {
        Newer::Escape => lang.pick("`\\e`와 `\\x`", "the escapes `\\e` and `\\x`"),
        Newer::LineBreak => lang.pick("`{ }` 안의 줄바꿈", "a line break inside `{ }`"),
        Newer::TrailingComma => lang.pick("`}` 앞의 쉼표", "a comma before `}`"),
        Newer::Seconds => lang.pick("초가 없는 시각", "a time without seconds"),
    }
}

fn expected_name(lang: Lang, expected: Expected) -> &'static str {
    match expected {
        Expected::String => lang.pick("문자열", "a string"),
        Expected::Integer => lang.pick("정수", "a whole number"),
        Expected::Boolean => lang.pick("`true`나 `false`", "`true` or `false`"),
        Expected::Table => lang.pick("표", "a table"),
        Expected::Strings => lang.pick("문자열의 목록", "a list of strings"),
        Expected::Integers => lang.pick("정수의 목록", "a list of whole numbers"),
        Expected::Text => lang.pick("언어별 글", "a text in each language"),
        Expected::Tables => lang.pick("표의 목록", "a list of tables"),
        Expected::List => lang.pick("목록의 목록", "a list of lists"),
        Expected::Number => lang.pick("숫자나 분수", "a number or a fraction"),
        Expected::Decimal => lang.pick("숫자", "a number"),
        Expected::Count => lang.pick("0 이상의 정수", "a whole number, 0 or more"),
        Expected::Values => lang.pick("정수나 그 목록", "a whole number or a list of them"),
        Expected::Names => lang.pick("문자열이나 그 목록", "a string or a list of them"),
        Expected::StringOrFalse => lang.pick("문자열이나 `false`", "a string or `false`"),
        Expected::True => lang.pick("`true`", "`true`"),
        Expected::Costs => lang.pick("`\"none\"`이나 표", "`\"none\"` or a table"),
    }
}

fn expected_help(lang: Lang, expected: Expected) -> Option<String> {
    let (ko, en) = match expected {
        Expected::String => ("따옴표로 감싸세요: `\"…\"`", "put it in quotes: `\"…\"`"),
        Expected::Integer => ("따옴표 없이 `2`처럼 쓰세요", "write it without quotes, like `2`"),
        Expected::Boolean | Expected::True => {
            ("따옴표 없이 `true`처럼 쓰세요", "write it without quotes, like `true`")
        }
        Expected::Strings => ("`[\"…\", \"…\"]`처럼 쓰세요", "write it like `[\"…\", \"…\"]`"),
        Expected::Integers => ("`[1, 2]`처럼 쓰세요", "write it like `[1, 2]`"),
        Expected::Text => (
            "`{ ko = \"…\", en = \"…\" }`처럼 쓰세요",
            "write it like `{ ko = \"…\", en = \"…\" }`",
        ),
        Expected::Tables => {
            ("`[[이름]]`처럼 대괄호 둘로 쓰세요", "write `[[name]]`, with two brackets")
        }
        Expected::List => ("`[[1, 2]]`처럼 쓰세요", "write it like `[[1, 2]]`"),
        Expected::Number => {
            ("`1`, `0.5`, `\"1/3\"`처럼 쓰세요", "write it like `1`, `0.5` or `\"1/3\"`")
        }
        Expected::Decimal => ("`25`나 `59.47`처럼 쓰세요", "write it like `25` or `59.47`"),
        Expected::Count => (
            "`18`처럼, 큰 수는 따옴표로 감싸 쓰세요",
            "write it like `18`, and a big one in quotes",
        ),
        Expected::Values => ("`5`나 `[1, 2]`처럼 쓰세요", "write it like `5` or `[1, 2]`"),
        Expected::Names => {
            ("`\"x\"`나 `[\"x\", \"y\"]`처럼 쓰세요", "write it like `\"x\"` or `[\"x\", \"y\"]`")
        }
        Expected::Table | Expected::StringOrFalse | Expected::Costs => return None,
    };
    Some(lang.pick(ko, en).to_owned())
}

fn found_name(lang: Lang, found: Found) -> &'static str {
    match found {
        Found::String => lang.pick("문자열", "a string"),
        Found::Integer => lang.pick("정수", "a whole number"),
        Found::Float => lang.pick("소수", "a number with a point"),
        Found::Boolean => lang.pick("참거짓 값", "`true` or `false`"),
        Found::Datetime => lang.pick("날짜나 시각", "a date or a time"),
        Found::List => lang.pick("목록", "a list"),
        Found::Table => lang.pick("표", "a table"),
    }
}

/// What the TOML parser says, as a person would; its own words where they are not known.
fn syntax(lang: Lang, message: &str) -> String {
    let what = message.split(", expected").next().unwrap_or(message);
    let known = match what {
        "duplicate key" => ("같은 이름이 두 번 쓰였습니다", "the name is used twice in one table"),
        "string values must be quoted" => {
            ("문자열은 따옴표로 감싸야 합니다", "a string must stand in quotes")
        }
        "invalid unquoted key" | "unquoted keys cannot be empty" => (
            "이름에는 영어 글자, 숫자, `-`, `_`만 쓸 수 있습니다",
            "a name can have only letters, digits, `-` and `_`",
        ),
        "invalid basic string"
        | "invalid literal string"
        | "invalid multi-line basic string"
        | "invalid multi-line literal string" => {
            ("문자열이 닫히지 않았습니다", "the string is not closed")
        }
        "unclosed array" => ("`[`가 닫히지 않았습니다", "the `[` is not closed"),
        "unclosed inline table" => ("`{`가 닫히지 않았습니다", "the `{` is not closed"),
        "unclosed table" | "unclosed array table" => {
            ("표의 머리말이 닫히지 않았습니다", "the header is not closed")
        }
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            ("쉼표가 빠졌습니다", "a comma is missing")
        }
        "extra comma in array" | "extra comma in inline table" => {
            ("쉼표가 하나 더 있습니다", "there is a comma too many")
        }
        "missing value" | "missing value for key" | "invalid value" => {
            ("값이 없거나 잘못되었습니다", "the value is missing or wrong")
        }
        "key with no value" | "missing assignment between key-value pairs" => {
            ("이름 뒤에 `= 값`이 없습니다", "there is no `= value` after the name")
        }
        "extra `=`" | "extra assignment between key-value pairs" => {
            ("`=`가 하나 더 있습니다", "there is a `=` too many")
        }
        "missing opening quote" => ("여는 따옴표가 없습니다", "the opening quote is missing"),
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            ("괄호가 너무 깊이 겹쳐 있습니다", "brackets are nested too deeply")
        }
        "missing escaped value" | "too few unicode value digits" => {
            ("`\\` 뒤의 글자가 잘못되었습니다", "the escape after `\\` is wrong")
        }
        _ => {
            return lang.pick(
                format!("TOML 문법에 맞지 않습니다: {message}"),
                format!("this is not TOML: {message}"),
            );
        }
    };
    lang.pick(known.0, known.1).to_owned()
}

fn syntax_help(lang: Lang, message: &str) -> Option<String> {
    let what = message.split(", expected").next().unwrap_or(message);
    let (ko, en) = match what {
        "duplicate key" => ("하나를 지우거나 이름을 바꾸세요", "remove or rename one of the two"),
        "string values must be quoted" => {
            ("곧은 따옴표로 `\"…\"`처럼 쓰세요", "write it like `\"…\"`, with straight quotes")
        }
        "invalid unquoted key" => ("한글 이름은 따옴표로 감싸세요", "put other names in quotes"),
        _ => return None,
    };
    Some(lang.pick(ko, en).to_owned())
}
