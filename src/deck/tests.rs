//! Whole decks, hostile text, and the laws that hold for any text.

use proptest::prelude::*;

use super::*;
use crate::{record::CardKey, text::Lang};

const GOOD: &str = r#"
format = 1
id = "good"
aliases = ["old-good"]
languages = ["ko", "en"]
title = { ko = "좋은 덱", en = "A good deck" }
license = "CC0-1.0"
topics.t = { ko = "주제", en = "Topic" }

[subjects]
thread = ["스레드", "thread"]
[glossary]
address-space = ["주소 공간", "address space"]

[[explain]]
id = "first"
topic = "t"
question.ko = "스레드란?"
question.en = "What is a thread?"
answer.ko = """
실행의 흐름입니다.
"""
answer.en = "A flow of execution."
leads_to = ["blank", "other/card"]
experiment = "e"
aliases = ["früher"]

[[explain.point]]
id = "own"
core = true
text = { ko = "스택은 따로다", en = "each has its own stack" }
match = ["thread: 따로|own + 스택|stack", "~공유|share + 스택"]
need = 2
about = "thread"

[[explain.trap]]
id = "shared"
text = { ko = "스택도 공유한다", en = "stacks are shared" }
match = ["공유|share + 스택|stack"]

[[explain.sample]]
lang = "ko"
answer = "스택은 따로입니다"
covers = ["own"]
grade = "good"

[[cloze]]
id = "blank"
topic = "t"
text = { ko = "{{스택|stack}}은 따로", en = "a {{stack}} of its own" }

[[choice]]
id = "pick"
topic = "t"
question = { ko = "무엇?", en = "What?" }
[[choice.option]]
text = { ko = "하나", en = "one" }
right = true
[[choice.option]]
text = { ko = "둘", en = "two" }

[[predict]]
id = "guess"
topic = "t"
question = { ko = "끝나면?", en = "At the end?" }
experiment = "e"
final = "x"
vary = { n = [1, 2] }

[[drive]]
id = "steer"
topic = "t"
question = { ko = "1로 끝내 보세요", en = "End with 1" }
experiment = "e"
goal = "x == 1"

[[experiment]]
id = "e"
title = { ko = "실험", en = "Experiment" }
program = '''
const n = 1
const processes = 1
global x = 0
global y = 0
thread A { critical cs { x = x + n } }
'''
claim = [
  { final = "x", is = [1, 2] },
  { final = ["x", "y"], is = [[0, 1], [1, 0]] },
  { final = "x", can = 1, preemptions = 1, with = { n = 2 } },
  { always = "x < 3" }, { never = "x > 2" }, { possible = "x == 1", steps = 3 },
  { deadlock = false }, { exclusive = "cs" }, { fault = false }, { fault = "overflow in A" },
  { outputs = [[1, 10]] }, { schedules = "x == 1", count = 18, of = "20" },
  { chance = "x == 2", odds = "1/4" }, { chance = "x == 2", percent = 59.47 },
  { ends = true }, { progress = "cs" }, { measure = "q10.overhead", is = "1/3" },
  { compare = "q10.time / q10.switches >= 1.9", text = { ko = "빠르다", en = "faster" } },
]
[experiment.machine]
page = 4
costs = "none"
[[experiment.run]]
name = "q10"
policy = "round-robin"
quantum = 10
costs = { switch = 1 }
set = { processes = 2 }
"#;

/// The rules that a text breaks, in order.
fn rules(text: &str) -> Vec<&'static str> {
    read(text).1.iter().map(|it| it.problem.rule()).collect()
}

#[test]
fn a_deck_of_every_kind() {
    let (deck, findings) = read(&GOOD.replace("früher", "was-first"));
    assert_eq!(findings, []);
    let deck = deck.unwrap();
    let kinds: Vec<_> = deck.cards.iter().map(|it| it.kind.name()).collect();
    assert_eq!(kinds, ["explain", "cloze", "choice", "predict", "drive"]);
    assert_eq!(deck.cards[0].answer.get(Lang::Ko), "실행의 흐름입니다.");
    assert_eq!(deck.cards[1].question.get(Lang::En), "a ____ of its own");
    assert_eq!(deck.cards[1].answer.get(Lang::Ko), "스택은 따로");
    assert_eq!(deck.cards[2].answer.get(Lang::En), "one");
    assert_eq!(deck.experiments[0].claims.len(), 18);
    let Kind::Cloze(cloze) = &deck.cards[1].kind else { panic!() };
    assert_eq!(
        cloze.pieces(Lang::Ko),
        [Piece::Blank(vec!["스택", "stack"]), Piece::Text("은 따로")]
    );
}

#[test]
fn what_is_loaded_beside_an_error() {
    #[track_caller]
    fn check(from: &str, to: &str, expect_rules: &[&str], expect_cards: usize) {
        let text = GOOD.replace("früher", "was-first").replacen(from, to, 1);
        assert_eq!(rules(&text), expect_rules, "{to}");
        assert_eq!(read(&text).0.map_or(0, |it| it.cards.len()), expect_cards, "{to}");
    }
    check("level", "level", &[], 5);
    check("core = true", "core = 1", &["wrong-type"], 4);
    check("covers = [\"own\"]", "covers = [\"owm\"]", &["unknown-reference"], 5);
    check("core = true", "id = \"x\"", &["toml-syntax"], 4);
    check("id = \"blank\"", "id = 5", &["unknown-reference", "wrong-type"], 4);
    check("id = \"good\"", "", &["missing-field"], 0);
    check("title = ", "titel = ", &["unknown-field"], 5);
    check("format = 1", "format = 2", &["unsupported-format"], 0);
    check("languages = [\"ko\", \"en\"]", "languages = [\"ko\", \"jp\"]", &["unknown-value"], 5);
    check("[[cloze]]", "[cloze]", &["wrong-type"], 4);
    check("policy = \"round-robin\"", "policy = \"rr\"", &["unknown-value"], 5);
    check("topics.t", "topics.u = \"x\"\ntopics.t", &["unused-topic", "language-missing"], 5);
    check("\"주제\"", "\"주\\u200B제\"", &["control-character"], 5);
}

#[test]
fn texts_are_normal_and_trimmed() {
    let text = GOOD
        .replace("früher", "was-first")
        .replace("실행의", "실\u{1112}\u{1162}\u{11bc}의")
        .replace('\n', "\r\n");
    let (deck, findings) = read(&text);
    assert_eq!(findings.iter().map(|it| it.problem.rule()).collect::<Vec<_>>(), ["not-nfc"]);
    let deck = deck.unwrap();
    assert_eq!(deck.cards[0].answer.get(Lang::Ko), "실행의 흐름입니다.");
    assert!(!deck.experiments[0].program.contains('\r'));
}

#[test]
fn a_deck_of_one_language_writes_plain_strings() {
    let text = "format = 1\nid = \"d\"\nlanguages = [\"ko\"]\ntitle = \"덱\"\ntopics.t = \"주제\"\n\
                [[explain]]\nid = \"a\"\ntopic = \"t\"\nquestion = \"왜?\"\nanswer = \"그래서\"\n";
    let (deck, findings) = read(text);
    assert_eq!(findings, []);
    let deck = deck.unwrap();
    assert_eq!(deck.cards[0].question.exact(Lang::Ko), Some("왜?"));
    assert_eq!(deck.cards[0].question.exact(Lang::En), None);
}

#[test]
fn hostile_files() {
    let nested = vec!["a"; 79].join(".");
    let tables = format!("{}=1{}", vec![nested; 79].join("={"), "}".repeat(78));
    for text in [
        String::new(),
        "\0".repeat(100),
        "\u{feff}".into(),
        tables,
        format!("a = {}", "[".repeat(10_000)),
        format!("a = {}{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("a = {}1{}", "{ a = ".repeat(10_000), " }".repeat(10_000)),
        format!("{} = 1", vec!["a"; 10_000].join(".")),
        format!("[{}]", vec!["a"; 10_000].join(".")),
        "x\n".repeat(100_000),
        "x = 1\n".repeat(100_000),
        format!("{} = 1", "한".repeat(100_000)),
        GOOD.replace("en", "en\u{202e}"),
    ] {
        let (_, findings) = read(&text);
        let sample: String = text.chars().take(20).collect();
        assert!(!findings.is_empty(), "{sample}");
        assert!(findings.len() <= MAX_FINDINGS + 1, "{sample}");
    }
    assert_eq!(rules(&"#".repeat(MAX_BYTES + 1)), ["too-large"]);
    let many = rules(&"x\n".repeat(100_000));
    assert_eq!((many.len(), many.last()), (MAX_FINDINGS + 1, Some(&"too-many-findings")));
    let large = format!("{}{}", "# x\n".repeat(400_000), "x\n");
    assert!(rules(&large).contains(&"too-large"));
}

fn source(path: &str, id: &str, more: &str) -> Source {
    let text = format!(
        "format = 1\nid = \"{id}\"\nlanguages = [\"ko\"]\ntitle = \"덱\"\n{more}\n[[explain]]\n\
         id = \"card\"\ntopic = \"t\"\nquestion = \"왜?\"\nanswer = \"그래서\"\n"
    );
    Source { path: path.into(), text }
}

fn library_rules(sources: &[Source]) -> Vec<(usize, &'static str)> {
    library(sources).1.iter().map(|(place, it)| (*place, it.problem.rule())).collect()
}

#[test]
fn one_library_of_many_files() {
    let mut a = source("x/a.toml", "a", "aliases = [\"old-a\"]");
    a.text += "aliases = [\"former\", \"gone/card\"]\nleads_to = [\"b/card\", \"old-b/card\", \"b/none\", \"c/card\"]\n";
    let b = source("x/b.toml", "b", "aliases = [\"old-b\"]");
    let shared = Source {
        path: "x/library.toml".into(),
        text: "languages = [\"ko\"]\ntopics.t = \"주제\"\n".into(),
    };
    let sources = [a, shared, b];
    assert_eq!(library_rules(&sources), [(0, "unknown-reference"), (0, "outside-reference")]);

    let (library, _) = library(&sources);
    let key = CardKey::new("a", "card");
    let former = ["a/former", "old-a/card", "old-a/former", "gone/card"];
    let keys: Vec<_> = library.keys_of(&key).iter().map(ToString::to_string).collect();
    assert_eq!(keys[0], "a/card");
    assert_eq!(keys[1..], former);
    for former in former {
        assert_eq!(library.find(former), std::slice::from_ref(&key), "{former}");
        assert_eq!(library.card(&former.parse().unwrap()).map(|it| &*it.0.id), Some("a"));
    }
    assert_eq!(library.find("card").len(), 2);
    assert_eq!(library.find("former"), [key]);
    assert_eq!(library.find("none"), []);
    assert_eq!(library.deck("a").unwrap().topic("t", Lang::Ko), "주제");
    let nobody = CardKey::new("no", "body");
    assert_eq!(library.keys_of(&nobody), [nobody]);
}

#[test]
fn shadows_and_conflicts() {
    let topic = "topics.t = \"주제\"";
    let sources = [source("a.toml", "a", topic), source("b/a.toml", "a", topic)];
    assert_eq!(library_rules(&sources), [(1, "deck-shadowed")]);
    assert_eq!(library(&sources).0.decks.len(), 1);

    let mut b = source("b.toml", "b", &format!("aliases = [\"a\"]\n{topic}"));
    b.text += "aliases = [\"a/card\"]\n";
    let sources = [source("a.toml", "a", topic), b];
    assert_eq!(library_rules(&sources), [(1, "alias-conflict"), (1, "alias-conflict")]);
    let key = CardKey::new("a", "card");
    assert_eq!(library(&sources).0.keys_of(&key), [key]);
}

/// The ids of decks, of which each leads to a card of those behind its colon.
fn course(decks: &[&str]) -> String {
    let sources: Vec<Source> = decks
        .iter()
        .map(|deck| {
            let (id, to) = deck.split_once(':').unwrap_or((deck, ""));
            let mut source =
                source(&format!("{id}.toml"), id, &format!("aliases = [\"old-{id}\"]"));
            let to: Vec<String> = to.split_whitespace().map(|to| format!("{to}/card")).collect();
            source.text += &format!("leads_to = {to:?}\n");
            source
        })
        .collect();
    let (library, _) = library(&sources);
    for (place, deck) in library.decks.iter().enumerate() {
        let source = &sources[library.source(place).unwrap()];
        assert_eq!(source.path, format!("{}.toml", deck.id));
    }
    library.decks.iter().map(|deck| &*deck.id).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_deck_comes_after_those_that_lead_into_it() {
    assert_eq!(course(&["b", "a", "c"]), "b a c");
    assert_eq!(course(&["a", "b: a c", "c", "d"]), "b a c d");
    assert_eq!(course(&["a", "b", "c: old-b", "d: c a"]), "d a c b");
    // Into itself, into nothing, and in a circle.
    assert_eq!(course(&["a: a none", "b: c", "c: b", "d: b"]), "a d b c");
}

#[test]
fn an_allowance_takes_out_a_warning() {
    let topic = "topics.t = \"주제\"";
    let mut deck = source("a.toml", "a", topic);
    deck.text += "leads_to = [\"b/card\", \"nothing\"]\n";
    let text = deck.text.clone();
    for rule in ["outside-reference", "unknown-reference"] {
        let allow = format!("[[allow]]\nrule = \"{rule}\"\ncard = \"card\"\nreason = \"나중에\"\n");
        let source = Source { text: format!("{text}{allow}"), ..deck.clone() };
        let left = library_rules(&[source]);
        assert!(!left.iter().any(|it| it.1 == rule), "{rule}: {left:?}");
        assert_eq!(left.len(), 1, "{left:?}");
    }
}

/// Every span lies inside the text, on character boundaries.
fn sound(text: &str) -> Result<(), TestCaseError> {
    let sources = [Source { path: "a.toml".into(), text: text.into() }];
    let (_, findings) = library(&sources);
    prop_assert!(findings.len() <= MAX_FINDINGS + 1);
    for (_, finding) in findings {
        let span = finding.span;
        prop_assert!(text.get(span.start..span.end).is_some(), "{finding:?}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_gives_findings(text in any::<String>()) {
        sound(&text)?;
        prop_assert!(!read(&text).1.is_empty());
    }

    #[test]
    fn any_mutation_keeps_spans_sound(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..3u8, "[\\[\\]{}\"'=.#\\\\,\n 가é1a]"), 1..4)
    ) {
        let mut letters: Vec<char> = GOOD.chars().collect();
        for (place, kind, new) in edits {
            let place = place.index(letters.len());
            let new = new.chars().next().unwrap_or(' ');
            match kind {
                0 => drop(letters.remove(place)),
                1 => letters.insert(place, new),
                _ => letters[place] = new,
            }
        }
        sound(&letters.into_iter().collect::<String>())?;
    }
}
