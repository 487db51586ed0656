//! What is said about a program of the lab: every problem in Korean and English, side by side.
//!
//! Invariant: a message is one line in lower case, names things in backticks, and never names a
//! type of the program; the help says what to do next. It must not know places or layout.

use crate::{
    program::{Arithmetic, Counted, Meaning, Problem, Quantity, Wanted, syntax::Kind},
    text::{Lang, Particle},
};

/// What is wrong, in one line without a full stop.
pub fn problem(lang: Lang, problem: &Problem) -> String {
    let topic = |name: &str| format!("`{name}`{}", Particle::Topic.after(name));
    let subject = |name: &str| format!("`{name}`{}", Particle::Subject.after(name));
    match problem {
        Problem::TooLarge { bytes, limit } => lang.pick(
            format!("프로그램이 {bytes}바이트로 너무 깁니다: {limit}바이트까지 읽습니다"),
            format!("the program is too long: {bytes} bytes, and at most {limit} are read"),
        ),
        Problem::TooManyFindings => lang.pick(
            "오류가 너무 많아 나머지는 읽지 않았습니다".into(),
            "there are too many errors, so the rest was not read".into(),
        ),
        Problem::TooDeep { limit } => lang.pick(
            format!("너무 깊이 겹쳐 있습니다: {limit}겹까지입니다"),
            format!("this is nested too deeply: the limit is {limit} levels"),
        ),
        Problem::TooMany { what, limit } => {
            let what = counted(lang, *what);
            lang.pick(
                format!("{what}{} 너무 많습니다: {limit}까지입니다", Particle::Subject.after(what)),
                format!("there are too many {what}: the limit is {limit}"),
            )
        }
        Problem::UnknownCharacter { found } => lang.pick(
            format!(
                "`{found}`{} 이 언어에 없는 글자입니다",
                Particle::Topic.after(&found.to_string())
            ),
            format!("the language has no `{found}`"),
        ),
        Problem::NumberForm => {
            lang.pick("숫자에 글자가 섞여 있습니다".into(), "this number has letters in it".into())
        }
        Problem::NumberTooLarge => lang.pick(
            "숫자가 한 워드(32비트)에 들어가지 않습니다".into(),
            "this number does not fit a word of 32 bits".into(),
        ),
        Problem::Expected { wanted: want, found } => {
            let want = wanted(lang, *want);
            let found = match found.as_deref() {
                None => lang.pick("글이 끝났습니다", "the text ends").to_owned(),
                Some("\n") => lang.pick("줄이 끝났습니다", "the line ends").to_owned(),
                Some(found) => lang.pick(
                    format!("`{found}`{} 왔습니다", Particle::Subject.after(found)),
                    format!("this is `{found}`"),
                ),
            };
            lang.pick(
                format!("{want}{} 와야 하는데 {found}", Particle::Subject.after(&want)),
                format!("{want} is expected here, but {found}"),
            )
        }
        Problem::Unclosed { brace } => lang.pick(
            format!("괄호 `{brace}`가 닫히지 않았습니다"),
            format!("this `{brace}` is never closed"),
        ),
        Problem::StepOfPointer { .. } => lang.pick(
            "포인터를 바꾸는지 그것이 가리키는 값을 바꾸는지 알 수 없습니다".into(),
            "this could change the pointer or what it points to".into(),
        ),
        Problem::StepInExpression => lang.pick(
            "`++`와 `--`는 값이 아니라 문장입니다".into(),
            "`++` and `--` are statements, not values".into(),
        ),
        Problem::ChainedComparison => {
            lang.pick("비교를 이어 쓸 수 없습니다".into(), "comparisons cannot be chained".into())
        }
        Problem::AssignmentInExpression => lang.pick(
            "`=`는 대입이고, 비교는 `==`입니다".into(),
            "`=` assigns; to compare, write `==`".into(),
        ),
        Problem::BitOperator { suggestion } => lang.pick(
            "비트 연산은 없습니다".into(),
            format!("there are no bit operations; the operator is `{suggestion}`"),
        ),
        Problem::NotAssignable => {
            lang.pick("여기에는 대입할 수 없습니다".into(), "this cannot be assigned to".into())
        }
        Problem::NoAddress => lang.pick(
            "`&`는 변수나 배열 원소의 주소만 얻습니다".into(),
            "`&` takes the address of a variable or an element only".into(),
        ),
        Problem::NoEffect => lang
            .pick("이 문장은 아무 일도 하지 않습니다".into(), "this statement does nothing".into()),
        Problem::Misplaced { word, in_process: true } => lang.pick(
            format!("{} 블록 밖에 써야 합니다", topic(word)),
            format!("`{word}` belongs outside of blocks"),
        ),
        Problem::Misplaced { word, in_process: false } => lang.pick(
            format!("{} 모든 프로세스와 블록 밖에 써야 합니다", topic(word)),
            format!("`{word}` belongs outside of all processes and blocks"),
        ),
        Problem::NotShareable => lang.pick(
            "`shared`는 이것과 함께 쓰지 않습니다".into(),
            "`shared` does not go with this".into(),
        ),
        Problem::Reserved { name } => lang.pick(
            format!("{} 언어가 쓰는 이름입니다", topic(name)),
            format!("`{name}` is a name of the language itself"),
        ),
        Problem::NameTaken { name, .. } => lang.pick(
            format!("`{name}`{} 이름이 이미 있습니다", called(name)),
            format!("the name `{name}` is already taken here"),
        ),
        Problem::TaskNameTaken { name } => lang.pick(
            format!("`{name}`{} 스레드가 둘입니다", called(name)),
            format!("there are two tasks `{name}`"),
        ),
        Problem::UnknownName { name, what, .. } => {
            let what = meaning(lang, *what);
            lang.pick(
                format!(
                    "`{name}`{} {what}{} 없습니다",
                    called(name),
                    Particle::Subject.after(what)
                ),
                format!("there is no {what} `{name}`"),
            )
        }
        Problem::WrongMeaning { name, wanted, found } => {
            let (wanted, found) = (meaning(lang, *wanted), meaning(lang, *found));
            lang.pick(
                format!(
                    "{wanted}{} 와야 하는데 {} {found}입니다",
                    Particle::Subject.after(wanted),
                    topic(name)
                ),
                format!("{} is needed here, but `{name}` is {}", article(wanted), article(found)),
            )
        }
        Problem::NotAName { wanted } => {
            let wanted = meaning(lang, *wanted);
            lang.pick(
                format!("{wanted}의 이름이 와야 합니다"),
                format!("the name of {} is needed here", article(wanted)),
            )
        }
        Problem::Arity { name, wanted, found } => lang.pick(
            format!("{} 인수를 {wanted}개 받는데 {found}개입니다", topic(name)),
            format!(
                "`{name}` takes {wanted} {}, but this has {found}",
                if *wanted == 1 { "argument" } else { "arguments" }
            ),
        ),
        Problem::NoResult { name } => lang.pick(
            format!("{} 값을 주지 않습니다", topic(name)),
            format!("`{name}` gives no value"),
        ),
        Problem::IndexMissing { name } => lang.pick(
            format!("{} 배열이라 몇 번째인지 말해야 합니다", topic(name)),
            format!("`{name}` is an array, so an index is needed"),
        ),
        Problem::NotAnArray { name } => {
            lang.pick(format!("{} 배열이 아닙니다", topic(name)), format!("`{name}` is no array"))
        }
        Problem::IndexOutOfRange { name, index, len } => lang.pick(
            format!("`{name}[{index}]`는 배열 밖입니다: 0부터 {}까지입니다", i64::from(*len) - 1),
            format!(
                "`{name}[{index}]` is outside the array, which has 0 to {}",
                i64::from(*len) - 1
            ),
        ),
        Problem::ConstantChanged { name } => lang.pick(
            format!("상수 {} 바꿀 수 없습니다", topic(name)),
            format!("the constant `{name}` cannot be changed"),
        ),
        Problem::NotConstant => lang.pick(
            "실행하기 전에 알 수 있는 값이어야 합니다".into(),
            "this must be known before the run".into(),
        ),
        Problem::ConstantFault(Arithmetic::Overflow) => lang.pick(
            "계산한 값이 한 워드(32비트)에 들어가지 않습니다".into(),
            "the result does not fit a word of 32 bits".into(),
        ),
        Problem::ConstantFault(Arithmetic::DivisionByZero) => {
            lang.pick("0으로 나눕니다".into(), "this divides by zero".into())
        }
        Problem::OutOfRange { what, value, least, most } => {
            let what = quantity(lang, *what);
            lang.pick(
                format!(
                    "{what}{} {least}부터 {most}까지인데 {value}입니다",
                    Particle::Topic.after(what)
                ),
                format!("the {what} is {value}, but must be {least} to {most}"),
            )
        }
        Problem::ValueMisplaced { kind } => {
            let kind = meaning(lang, kind_meaning(*kind));
            lang.pick(
                format!("{kind}에는 처음 값을 줄 수 없습니다"),
                format!("{} has no first value", article(kind)),
            )
        }
        Problem::CapacityMissing => lang.pick(
            "파이프에 몇 워드가 들어가는지 없습니다".into(),
            "it is not said how many words the pipe holds".into(),
        ),
        Problem::BreakOutsideLoop => lang
            .pick("`break`가 반복문 밖에 있습니다".into(), "`break` stands outside a loop".into()),
        Problem::ReturnOutsideFunction => lang.pick(
            "돌려줄 곳이 없습니다: 함수 안이 아닙니다".into(),
            "there is nobody to return a value to: this is no function".into(),
        ),
        Problem::StatementsAndThreads => lang.pick(
            "한 프로세스에 문장과 `thread`를 함께 쓸 수 없습니다".into(),
            "a process has statements or threads, not both".into(),
        ),
        Problem::EmptyRegion { name } => lang.pick(
            format!("영역 `{name}` 안에 단계가 하나도 없습니다"),
            format!("there is no step in the region `{name}`"),
        ),
        Problem::IndexWithoutCount { name } => lang.pick(
            format!("{} 몇 개인지 없습니다", subject(name)),
            format!("it is not said how many `{name}` there are"),
        ),
        Problem::NothingRuns => lang.pick(
            "실행할 문장이나 스레드가 없습니다".into(),
            "there is no statement and no thread to run".into(),
        ),
        Problem::WhichProcess { name, .. } => lang.pick(
            format!("어느 프로세스의 `{name}`인지 알 수 없습니다"),
            format!("it is not said which process's `{name}` this is"),
        ),
        Problem::AmbiguousLocal { name } => lang.pick(
            format!("`{name}`{} 지역 변수가 여럿입니다", called(name)),
            format!("there are several locals `{name}` in this thread"),
        ),
        Problem::WhichRun { .. } => lang.pick(
            "어느 실행의 측정값인지 알 수 없습니다".into(),
            "it is not said which run is measured".into(),
        ),
        Problem::NotInClaims => lang
            .pick("주장에는 이것을 쓸 수 없습니다".into(), "this cannot be used in a claim".into()),
        Problem::UnknownFault { name, .. } => lang.pick(
            format!("`{name}`{} 오류가 없습니다", called(name)),
            format!("there is no fault `{name}`"),
        ),
    }
}

/// What to do about it, where the message does not already say it.
pub fn help(lang: Lang, problem: &Problem) -> Option<String> {
    let text = match problem {
        Problem::UnknownName { suggestion: Some(name), .. }
        | Problem::UnknownFault { suggestion: Some(name), .. } => lang.pick(
            format!("`{name}`{} 쓰려던 것인가요?", Particle::Object.after(name)),
            format!("did you mean `{name}`?"),
        ),
        Problem::UnknownFault { .. } => {
            let names: Vec<_> = crate::program::Fault::ALL.iter().map(|it| it.0).collect();
            let names = names.join("`, `");
            lang.pick(format!("오류의 이름: `{names}`"), format!("the faults are `{names}`"))
        }
        Problem::StepOfPointer { suggestion } => lang.pick(
            format!("가리키는 값을 바꾸려면 `{suggestion}`처럼 쓰세요"),
            format!("to change what it points to, write `{suggestion}`"),
        ),
        Problem::StepInExpression => lang.pick(
            "`x++`를 한 줄로 따로 쓰세요".into(),
            "write `x++` as a statement of its own".into(),
        ),
        Problem::ChainedComparison => lang.pick(
            "`a < b && b < c`처럼 나누어 쓰세요".into(),
            "write `a < b && b < c`".into(),
        ),
        Problem::BitOperator { suggestion } => lang.pick(
            format!("`{suggestion}`{} 쓰려던 것인가요?", Particle::Object.after(suggestion)),
            format!("did you mean `{suggestion}`?"),
        ),
        Problem::NotAssignable => lang.pick(
            "왼쪽에는 `x`, `a[i]`, `*p`를 쓸 수 있습니다".into(),
            "the left side can be `x`, `a[i]` or `*p`".into(),
        ),
        Problem::NotShareable => lang.pick(
            "`shared x`, `shared mutex m`처럼 쓰세요; 파이프는 언제나 함께 씁니다".into(),
            "write `shared x` or `shared mutex m`; a pipe is always shared".into(),
        ),
        Problem::NameTaken { .. } | Problem::TaskNameTaken { .. } | Problem::Reserved { .. } => {
            lang.pick("다른 이름을 쓰세요".into(), "use another name".into())
        }
        Problem::NoResult { .. } => lang.pick(
            "한 줄로 따로 쓰거나, 함수라면 `return 값`을 더하세요".into(),
            "write it as a statement of its own; in a function, add `return` with a value".into(),
        ),
        Problem::IndexMissing { name } => {
            lang.pick(format!("`{name}[0]`처럼 쓰세요"), format!("write it like `{name}[0]`"))
        }
        Problem::NotAnArray { .. } => lang.pick(
            "포인터가 가리키는 곳은 `*(p + i)`로 씁니다".into(),
            "for what a pointer leads to, write `*(p + i)`".into(),
        ),
        Problem::ValueMisplaced { kind: Kind::Variable } => lang.pick(
            "배열은 0으로 시작합니다; 값은 문장에서 넣으세요".into(),
            "an array starts with zeros; assign its values in statements".into(),
        ),
        Problem::CapacityMissing => {
            lang.pick("`pipe p[4]`처럼 쓰세요".into(), "write it like `pipe p[4]`".into())
        }
        Problem::IndexWithoutCount { name } => lang.pick(
            format!("`{name}(i) * 2`처럼 쓰세요"),
            format!("write it like `{name}(i) * 2`"),
        ),
        Problem::StatementsAndThreads => lang.pick(
            "문장을 스레드 하나에 넣거나, `process`로 나누세요".into(),
            "put the statements into a thread, or use a `process`".into(),
        ),
        Problem::NothingRuns => lang.pick(
            "`thread A { … }`를 더하세요".into(),
            "add a `thread A { … }`".into(),
        ),
        Problem::EmptyRegion { .. } => lang.pick(
            "영역에서 하는 일을 그 안에 쓰세요".into(),
            "put what is done in the region into it".into(),
        ),
        Problem::WhichProcess { name, process } => lang.pick(
            format!("`{process}.{name}`처럼 쓰세요"),
            format!("write it like `{process}.{name}`"),
        ),
        Problem::WhichRun { run } => {
            lang.pick(format!("`{run}.time`처럼 쓰세요"), format!("write it like `{run}.time`"))
        }
        Problem::UnknownName { what: Meaning::Measure, .. } => {
            let names: Vec<_> = crate::lab::timed::Metric::ALL.iter().map(|it| it.0).collect();
            let names = names.join("`, `");
            lang.pick(format!("측정값: `{names}`"), format!("the measures are `{names}`"))
        }
        Problem::AmbiguousLocal { .. } => lang.pick(
            "하나의 이름을 바꾸세요".into(),
            "rename one of them".into(),
        ),
        Problem::NotInClaims => lang.pick(
            "함수는 `done`, `died`, `alive`, `blocked`, `in`, `holds`, `len`, `address`, `frame`입니다".into(),
            "the functions are `done`, `died`, `alive`, `blocked`, `in`, `holds`, `len`, `address`, `frame`".into(),
        ),
        Problem::TooManyFindings => lang.pick(
            "위의 것부터 고치고 다시 검사하세요".into(),
            "correct those above and check again".into(),
        ),
        _ => return None,
    };
    Some(text)
}

fn wanted(lang: Lang, wanted: Wanted) -> String {
    match wanted {
        Wanted::Expression => lang.pick("값", "a value").into(),
        Wanted::Name => lang.pick("이름", "a name").into(),
        Wanted::EndOfStatement => lang.pick("문장의 끝", "the end of the statement").into(),
        Wanted::EndOfExpression => lang.pick("식의 끝", "the end of the expression").into(),
        Wanted::Comparison => lang.pick("비교 연산자", "a comparison such as `<`").into(),
        Wanted::Token(token) => format!("`{token}`"),
    }
}

fn meaning(lang: Lang, meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Value => lang.pick("값", "value"),
        Meaning::Variable => lang.pick("변수", "variable"),
        Meaning::Array => lang.pick("배열", "array"),
        Meaning::Constant => lang.pick("상수", "constant"),
        Meaning::Local => lang.pick("지역 변수", "local"),
        Meaning::Mutex => lang.pick("뮤텍스", "mutex"),
        Meaning::Semaphore => lang.pick("세마포어", "semaphore"),
        Meaning::Condition => lang.pick("조건 변수", "condition"),
        Meaning::Pipe => lang.pick("파이프", "pipe"),
        Meaning::Function => lang.pick("함수", "function"),
        Meaning::Task => lang.pick("스레드나 프로세스", "thread or process"),
        Meaning::Region => lang.pick("영역", "region"),
        Meaning::Measure => lang.pick("측정값", "measure"),
        Meaning::Run => lang.pick("실행", "run"),
    }
}

fn kind_meaning(kind: Kind) -> Meaning {
    match kind {
        Kind::Variable => Meaning::Array,
        Kind::Mutex => Meaning::Mutex,
        Kind::Semaphore => Meaning::Semaphore,
        Kind::Condition => Meaning::Condition,
        Kind::Pipe => Meaning::Pipe,
    }
}

fn counted(lang: Lang, what: Counted) -> &'static str {
    match what {
        Counted::Tasks => lang.pick("시작할 때의 스레드", "tasks at the start"),
        Counted::Words => lang.pick("영역의 워드", "words in a segment"),
        Counted::Objects => lang.pick("한 종류의 잠금", "locks of one kind"),
        Counted::Pipes => lang.pick("파이프", "pipes"),
        Counted::Registers => {
            lang.pick("한 문장이 읽는 공유 값", "shared values read by one statement")
        }
        Counted::Locals => lang.pick("지역 변수", "locals"),
        Counted::Instructions => lang.pick("명령", "instructions"),
        Counted::Regions => lang.pick("영역의 이름", "names of regions"),
    }
}

fn quantity(lang: Lang, what: Quantity) -> &'static str {
    match what {
        Quantity::Size => lang.pick("배열의 크기", "size of the array"),
        Quantity::Capacity => lang.pick("파이프의 크기", "capacity of the pipe"),
        Quantity::Semaphore => lang.pick("세마포어의 처음 값", "first value of the semaphore"),
        Quantity::Copies => lang.pick("스레드나 프로세스의 수", "number of threads or processes"),
        Quantity::Arrival => lang.pick("도착하는 때", "arrival"),
        Quantity::Override => lang.pick("상수의 값", "value of the constant"),
    }
}

/// A noun with `a` or `an`.
fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// 라는 or 이라는, after a name.
fn called(name: &str) -> &'static str {
    if Particle::Subject.after(name) == "가" { "라는" } else { "이라는" }
}
