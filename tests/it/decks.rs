//! Bad decks and their exact reports: one deck for each rule, and one with ten mistakes.

use std::{fmt::Write, fs, ops::ControlFlow, path::Path};

use viva::{
    deck::{self, RULES, Source},
    lab::{Budget, Search},
    machine::{Keep, Machine},
    text::Lang,
    view::excerpt::{File, Style, excerpt, json, short},
};

fn directory() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it")
}

/// The findings of one file as a person sees them.
fn report(path: &str, text: &str, lang: Lang) -> String {
    let source = Source { path: path.into(), text: text.into() };
    let (library, mut findings) = deck::library(&[source]);
    let go_on = &|_| ControlFlow::Continue(());
    findings.extend(deck::prove(&library, deck::BUDGET, go_on).findings);
    findings.extend(deck::assess(&library, &|| true).expect("nothing stops it"));
    findings.sort_by_key(|it| it.1.span);
    let style = Style { lang, width: 80, colour: false };
    let drawn = findings.iter().map(|it| excerpt(File { path, text }, &it.1, style));
    drawn.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn every_rule_has_a_bad_deck_with_its_report() {
    // These need bytes, sizes or several files; their tests are with their code.
    let elsewhere =
        ["too-large", "not-utf8", "too-many-findings", "deck-shadowed", "alias-conflict"];
    for rule in RULES.iter().filter(|it| !elsewhere.contains(&it.name)) {
        let path = format!("bad/{}.toml", rule.name);
        let text = fs::read_to_string(directory().join(&path)).unwrap_or_default();
        assert!(!text.is_empty(), "{path} is missing");
        let [ko, en] = Lang::ALL.map(|lang| report(&path, &text, lang));
        assert!(en.contains(&format!("[{}]", rule.name)), "{path} does not break its rule:\n{en}");
        insta::assert_snapshot!(rule.name, format!("{en}\n\n{ko}"));
    }
}

#[test]
fn every_shipped_experiment_is_small_enough_to_be_explored_at_once() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let files = fs::read_dir(directory).unwrap().map(|it| it.unwrap().path());
    for path in files.filter(|it| it.extension().is_some_and(|it| it == "toml")) {
        let (deck, _) = deck::read(&fs::read_to_string(&path).unwrap());
        for experiment in deck.unwrap().experiments {
            let program = experiment.compile(&[]).unwrap();
            let options = experiment.options(Keep { globals: true, ..Keep::default() });
            let machine = Machine::new(&program, options).unwrap();
            let budget = Budget { states: 20_000, ..Budget::default() };
            let go_on = &mut |_| ControlFlow::Continue(());
            let search = Search::new(&machine, budget, go_on).unwrap();
            assert!(search.is_whole(), "{} has more than 20,000 states", experiment.id);
        }
    }
}

#[test]
fn ten_mistakes_give_ten_findings_at_the_right_places() {
    let path = "ten.toml";
    let text = fs::read_to_string(directory().join(path)).unwrap();
    let (deck, findings) = deck::read(&text);
    assert_eq!(findings.len(), 10);
    let deck = deck.unwrap();
    let loaded: Vec<_> = deck.cards.iter().map(|it| &*it.id).collect();
    assert_eq!(loaded, ["good-card"]);

    let file = File { path, text: &text };
    let style = Style { lang: Lang::En, width: 80, colour: false };
    let mut shown = String::new();
    for finding in &findings {
        writeln!(shown, "{}\n", excerpt(file, finding, style)).unwrap();
    }
    for lang in Lang::ALL {
        for finding in &findings {
            writeln!(shown, "{}", short(file, finding, lang)).unwrap();
        }
    }
    for finding in &findings {
        let json = json(file, finding, Lang::En);
        writeln!(shown, "{}", serde_json::to_string(&json).unwrap()).unwrap();
    }
    insta::assert_snapshot!(shown);
}
