//! One interview over the built-in deck, in every form.

use super::*;
use crate::{
    deck::{self, Source},
    message::comparison,
    record::{
        CardKey,
        interview::{Ending, Form, Mode, Plan, Root, Step, Why},
    },
    session::interview::{self, Next, Reply},
    view::{Colour, paint},
};

fn library() -> Library {
    let text = include_str!("../../../decks/process-thread.toml").to_owned();
    deck::library(&[Source { path: "process-thread.toml".into(), text }]).0
}

/// An interview in which these answers were given, each in so many seconds; `-` passes, and so
/// does whoever has no answer left.
fn held(library: &Library, answers: &[(&str, u32)]) -> Interview {
    let root = |card: &str, why| Root { card: CardKey::new("process-thread", card), why };
    let plan = Plan {
        roots: vec![
            root("process-vs-thread", Why::Topic),
            root("thread-sync", Why::Weak),
            root("context-switch", Why::Fresh),
        ],
        depth: 2,
        minutes: 30,
        mode: Mode::Usual,
        form: Form::Typed,
        seed: 1,
    };
    let mut interview = Interview::new(plan);
    let mut answers = answers.iter();
    while let Next::Ask(question) = interview.next(library) {
        let (answer, seconds) = answers.next().unwrap_or(&("-", 3));
        let reply = match *answer {
            "-" => Reply::Pass,
            answer => Reply::Typed(answer.to_owned()),
        };
        let turn = interview::turn(library, &question, reply, false, seconds * 1000 + 400);
        interview.apply(&Step::Turn(turn));
    }
    interview.apply(&Step::Rating { percent: 60 });
    interview.apply(&Step::End { by: Ending::Asked });
    interview
}

/// A misconception that is put right, a pass, a core point that is missed, a quick last answer.
const KO: [(&str, u32); 8] = [
    (
        "프로세스는 실행 중인 프로그램이고 각자 독립된 주소 공간을 가집니다. 스레드는 \
         프로세스 안의 실행 흐름이고 코드와 힙, 스택까지 같이 씁니다.\n그래서 전환 비용이 \
         적습니다.",
        92,
    ),
    ("아, 스택은 스레드마다 따로 있습니다. 함수 호출이 섞이면 안 되니까요.", 24),
    ("-", 9),
    ("공유 자원에 접근하는 순서를 맞추는 것입니다. 변수를 동시에 고치면 값이 사라집니다.", 70),
    ("잘 기억나지 않지만 락을 씁니다.", 31),
    ("-", 12),
    ("실행 중인 작업을 바꾸는 것입니다.", 40),
    ("레지스터와 PC를 저장했다가 나중에 복원해요.", 20),
];

const EN: [(&str, u32); 8] = [
    (
        "A process is a running program with its own address space. Threads share the heap and \
         the globals, and <b>even</b> the stack is shared by all threads.",
        92,
    ),
    ("No, each thread has its own stack and registers.", 24),
    ("-", 9),
    ("It orders access to shared state. Otherwise two threads write at once.", 70),
    ("Only one thread may enter a critical section at a time.", 31),
    ("-", 12),
    ("The CPU stops one task and runs another.", 40),
    ("It saves the registers and the program counter and restores them later.", 20),
];

const HISTORY: [(u32, Option<u8>); 4] =
    [(48, Some(40)), (61, None), (55, Some(50)), (70, Some(55))];

fn answers(lang: Lang) -> &'static [(&'static str, u32)] {
    match lang {
        Lang::Ko => &KO,
        Lang::En => &EN,
    }
}

fn when(lang: Lang) -> &'static str {
    lang.pick("11월 25일 21:40", "25 Nov 21:40")
}

/// A report with what is told beside it.
fn sheet<'a>(
    lang: Lang,
    report: &'a Report,
    interview: &'a Interview,
    library: &'a Library,
    history: &'a [(u32, Option<u8>)],
) -> Sheet<'a> {
    Sheet { lang, when: when(lang), report, interview, library, history }
}

/// What `draw` gives on paper of these columns and in the accessible form.
fn drawn(lang: Lang, draw: impl Fn(&Paper, &Interview, &Library) -> Vec<Line>) -> String {
    let library = library();
    let interview = held(&library, answers(lang));
    let accessible = Paper { accessible: true, ..Paper::default() };
    let papers = [Paper::of_width(80), Paper::of_width(40), accessible].map(|paper| {
        let lines = draw(&paper, &interview, &library);
        for line in &lines {
            assert!(line.width() <= paper.width, "{:?} at {}", line.text(), paper.width);
            assert_eq!(line.text().trim_end(), line.text());
        }
        let name = if paper.accessible { "accessible".to_owned() } else { paper.width.to_string() };
        format!("[{name}]\n{}", paint(&lines, Colour::None))
    });
    papers.concat()
}

#[test]
fn what_an_interviewer_listens_for() {
    for lang in Lang::ALL {
        let screens = drawn(lang, |paper, _, library| {
            let mut lines = Vec::new();
            // A card with little to listen for, and one with much.
            for card in ["program-vs-process", "process-vs-thread"] {
                let card = CardKey::new("process-thread", card);
                let card = interview::explain(library, &card).expect("a card of the deck").2;
                let listening = listen(lang, paper, card);
                assert!(paper.width < 80 || listening.len() <= 19, "{}", listening.len());
                lines.extend(listening);
                lines.push(Line::plain(heard_prompt(lang, Some(card)).trim_end()));
            }
            lines
        });
        insta::assert_snapshot!(format!("listening_{}", lang.code()), screens);
    }
}

fn report_drawn(lang: Lang) -> String {
    drawn(lang, |paper, interview, library| {
        let told = interview::report(interview, library, lang);
        let mut lines = report(paper, &sheet(lang, &told, interview, library, &HISTORY));
        lines.push(Line::new());
        lines.push(entry(lang, paper, when(lang), &told));
        lines
    })
}

#[test]
fn report_in_korean() {
    insta::assert_snapshot!(report_drawn(Lang::Ko));
}

#[test]
fn report_in_english() {
    insta::assert_snapshot!(report_drawn(Lang::En));
}

/// Two interviews: the one above, and one before in which less was known.
fn compared(lang: Lang) -> String {
    let earlier = lang.pick(
        [("프로세스는 실행 중인 프로그램입니다. 스레드는 힙과 스택을 공유합니다.", 40), ("-", 3)],
        [("A process is a running program. Threads share the heap and the stack.", 40), ("-", 3)],
    );
    drawn(lang, |paper, interview, library| {
        let before = held(library, &earlier);
        let told = [&before, interview].map(|it| interview::report(it, library, lang));
        let sheets = [
            Sheet { when: "2026-11-23 21:40", ..sheet(lang, &told[0], &before, library, &[]) },
            Sheet { when: "2026-11-25 21:40", ..sheet(lang, &told[1], interview, library, &[]) },
        ];
        compare(paper, &sheets[0], &sheets[1])
    })
}

#[test]
fn compared_in_korean() {
    insta::assert_snapshot!(compared(Lang::Ko));
}

#[test]
fn compared_in_english() {
    insta::assert_snapshot!(compared(Lang::En));
}

#[test]
fn nothing_in_common() {
    let library = library();
    let interview = held(&library, &KO);
    let nothing = Interview::new(interview.plan.clone());
    for lang in Lang::ALL {
        let told = [&nothing, &interview].map(|it| interview::report(it, &library, lang));
        let before = sheet(lang, &told[0], &nothing, &library, &[]);
        let after = sheet(lang, &told[1], &interview, &library, &[]);
        let lines = compare(&Paper::default(), &before, &after);
        let last = lines.last().map(Line::text).unwrap_or_default();
        assert!(last.contains(comparison::nothing_in_common(lang)), "{last}");
    }
}

#[test]
fn transcript_in_korean() {
    let draw = |paper: &Paper, interview: &Interview, library: &Library| {
        transcript(Lang::Ko, paper, interview, library)
    };
    insta::assert_snapshot!(drawn(Lang::Ko, draw));
}

#[test]
fn markdown_in_korean() {
    let library = library();
    let interview = held(&library, &KO);
    let told = interview::report(&interview, &library, Lang::Ko);
    let text = markdown(&sheet(Lang::Ko, &told, &interview, &library, &HISTORY));
    insta::assert_snapshot!(text);
}

#[test]
fn page_in_english() {
    let library = library();
    let interview = held(&library, &EN);
    let told = interview::report(&interview, &library, Lang::En);
    let page = html(&sheet(Lang::En, &told, &interview, &library, &HISTORY));
    assert!(!page.contains("<b>even"), "an answer is no part of the page");
    assert!(!page.contains("://"), "the page loads nothing");
    insta::assert_snapshot!(page);
}

#[test]
fn nothing_was_answered() {
    let library = library();
    let interview = Interview::new(held(&library, &KO).plan);
    for lang in Lang::ALL {
        let told = interview::report(&interview, &library, lang);
        let sheet = sheet(lang, &told, &interview, &library, &[]);
        let lines = report(&Paper::default(), &sheet);
        assert!(lines.iter().any(|it| it.text().contains(words::nothing(lang))));
        let page = html(&sheet);
        assert!(page.ends_with("</html>\n"));
        assert!(markdown(&sheet).ends_with(".\n"));
    }
}

#[test]
fn a_question_and_its_time() {
    let draw = |paper: &Paper, _: &Interview, library: &Library| {
        let key = CardKey::new("process-thread", "thread-sync");
        let text = told::question(Lang::Ko, library, &key);
        let mut lines = question(Lang::Ko, paper, 2, 3, &text, false);
        lines.push(elapsed(Lang::Ko, paper, 70_900, 90));
        lines.extend(question(Lang::Ko, paper, 2, 3, "count++가 안전한가요?", true));
        lines.push(elapsed(Lang::Ko, paper, 46_100, 45));
        lines
    };
    insta::assert_snapshot!(drawn(Lang::Ko, draw));
}
