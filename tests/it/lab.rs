//! `viva lab`: programs from files, explored.
//!
//! Invariant: the numbers are those of the lab's specification, whoever prints them.

use viva::text::Lang;

use crate::program::Program;

const LOST_UPDATE: &str = "const n = 1\nglobal x = 0\nthread A { repeat n { x = x + 1 } }\n\
                           thread B { repeat n { x = x + 1 } }\n";

#[test]
fn every_schedule_of_a_lost_update() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        program.write("lost-update.lab", LOST_UPDATE);
        let ran = program.run(["lab", "explore", "lost-update.lab"]).well();
        insta::assert_snapshot!(format!("a_lost_update_{lang}"), ran.out);
    }
    let narrow = Program::new(Lang::En).with("COLUMNS", "40");
    narrow.write("lost-update.lab", LOST_UPDATE);
    let ran = narrow.run(["lab", "explore", "lost-update.lab", "--ascii"]).well();
    insta::assert_snapshot!("a_lost_update_at_40_columns", ran.out);
}

#[test]
fn a_report_as_json() {
    let program = Program::new(Lang::En);
    program.write("lost-update.lab", LOST_UPDATE);
    let ran = program.run(["lab", "explore", "lost-update.lab", "--json"]).well();
    let report = &ran.json_lines()[0];
    assert_eq!(report["v"], 1);
    assert_eq!(report["experiment"], "lost-update");
    assert_eq!((&report["states"], &report["schedules"]), (&22.into(), &"20".into()));
    assert_eq!(report["outcomes"][0]["values"]["x"], 1);
    assert_eq!(report["outcomes"][0]["schedules"], "18");
    assert_eq!(report["outcomes"][1]["schedules"], "2");
    assert!(report["deadlock"].is_null());
    assert_eq!(report["complete"], true);

    let set = ["lab", "explore", "lost-update.lab", "--json", "--set", "n=2"];
    let report = &program.run(set).well().json_lines()[0];
    assert_eq!((&report["states"], &report["transitions"]), (&138.into(), &202.into()));
    assert_eq!(report["schedules"], "924");
}

#[test]
fn deadlocks_and_faults_have_a_shortest_schedule() {
    let program = Program::new(Lang::En);
    let crossed = "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
                   thread B { lock(b); lock(a); unlock(a); unlock(b) }\n";
    program.write("crossed.lab", crossed);
    let report = &program.run(["lab", "explore", "crossed.lab", "--json"]).well().json_lines()[0];
    assert_eq!(report["deadlock"]["schedule"], serde_json::json!(["A", "B"]));
    program.write("null.lab", "global p = 0\nglobal x = 0\nthread A { x = *p }\n");
    let report = &program.run(["lab", "explore", "null.lab", "--json"]).well().json_lines()[0];
    assert_eq!(report["faults"][0]["fault"], "null pointer");
    assert_eq!(report["faults"][0]["task"], "A");
    assert_eq!(report["outcomes"][0]["end"], "fault");
}

#[test]
fn what_cannot_be_explored_is_told() {
    let program = Program::new(Lang::En);
    program.write("wrong.lab", "global x = 0\nthread A { y = x + 1 }\n");
    let wrong = ["lab", "explore", "wrong.lab"];
    program.run(wrong).code(1).tells("there is no value `y`");
    program.run(wrong).code(1).tells("wrong.lab:2:12");
    program.run(["lab", "explore", "none.lab"]).code(1).tells("none.lab");
    program.write("deck.toml", "format = 1\n");
    program.run(["lab", "explore", "deck.toml"]).code(1).tells("`id`");
    program.write("lost-update.lab", LOST_UPDATE);
    let wrong = ["lab", "explore", "lost-update.lab", "--set", "n"];
    program.run(wrong).code(2).tells("NAME=VALUE");
    // A program that grows without bound meets a limit, which is named.
    program.write("forks.lab", "process p { loop { let child = fork() } }\n");
    program.run(["lab", "explore", "forks.lab"]).code(1).tells("the program grows beyond a limit");
}

const DECK: &str = r#"
format = 1
id = "races"
languages = ["en"]
title = "Races"
topics.race = "Race conditions"

[[explain]]
id = "why-lost"
topic = "race"
question = "Why can an update be lost?"
answer = "Both read the same old value."
experiment = "lost"

[[experiment]]
id = "lost"
title = "A counter without a lock"
shows = "One of two updates is lost."
program = '''
const n = 1
global x = 0
thread T * 2 { repeat n { x = x + 1 } }
'''

[[experiment]]
id = "kept"
title = "The same with a lock"
program = '''
global x = 0
mutex m
thread T * 2 { lock(m); x = x + 1; unlock(m) }
'''
"#;

#[test]
fn experiments_are_named_by_id_by_file_and_by_their_card() {
    let program = Program::new(Lang::En);
    program.write("decks/races.toml", DECK);
    let check = |target: &str, names: &[&str]| {
        let arguments = ["--decks", "decks", "lab", "explore", target, "--json"];
        let reports = program.run(arguments).well().json_lines();
        let found: Vec<_> = reports.iter().map(|it| it["experiment"].as_str().unwrap()).collect();
        assert_eq!(found, names, "{target}");
    };
    check("lost", &["lost"]);
    check("races/kept", &["kept"]);
    check("why-lost", &["lost"]);
    check("decks/races.toml#kept", &["kept"]);
    check("decks/races.toml", &["lost", "kept"]);
    let wrong = |target: &str, tells: &str| {
        program.run(["--decks", "decks", "lab", "explore", target]).tells(tells);
    };
    wrong("lots", "did you mean lost");
    wrong("decks/races.toml#kepd", "did you mean kept");
    wrong("missing", "lab list shows the names");
}

#[test]
fn experiments_are_listed() {
    let program = Program::new(Lang::En);
    program.write("decks/races.toml", DECK);
    let listed = program.run(["--decks", "decks", "lab", "list", "--json"]).well();
    let listed = listed.json_lines()[0]["experiments"].as_array().unwrap().clone();
    let lost = listed.iter().find(|it| it["experiment"] == "races/lost").unwrap();
    assert_eq!(lost["title"], "A counter without a lock");
    assert_eq!(lost["cards"], serde_json::json!(["races/why-lost"]));
    let listed = program.run(["--decks", "decks", "lab", "list"]).well();
    // How wide a column is depends on the decks that viva brings along.
    let shown =
        |line: &str| line.split_whitespace().eq("lost A counter without a lock".split_whitespace());
    assert!(listed.out.lines().any(shown), "{}", listed.out);
}

#[test]
fn an_experiment_is_copied_to_be_changed() {
    let program = Program::new(Lang::En);
    program.write("races.toml", DECK);
    let ran = program.run(["lab", "open", "races.toml#lost"]).well();
    assert!(ran.out.contains("copied to lost.lab"), "{}", ran.out);
    let report = &program.run(["lab", "explore", "lost.lab", "--json"]).well().json_lines()[0];
    assert_eq!(report["schedules"], "20");
    // What a person has changed is never written over.
    program.write("lost.lab", "global x = 0\nthread A { x = 1 }\n");
    let ran = program.run(["lab", "open", "races.toml#lost"]).well();
    assert!(ran.out.contains("stays as it is"), "{}", ran.out);
    let report = &program.run(["lab", "explore", "lost.lab", "--json"]).well().json_lines()[0];
    assert_eq!(report["schedules"], "1");
}

/// A deck with a claim that fails, one about other constants, and a deadlock.
const CLAIMS: &str = r#"format = 1
id = "claims"
languages = ["ko", "en"]
title = { ko = "주장", en = "Claims" }
topics.t = { ko = "주제", en = "Topic" }

[[predict]]
id = "first"
topic = "t"
question = { ko = "x의 마지막 값은?", en = "What can x end with?" }
experiment = "counter"
final = "x"

[[predict]]
id = "second"
topic = "t"
question = { ko = "멈추나요?", en = "Can it get stuck?" }
experiment = "crossed"
deadlock = true

[[experiment]]
id = "counter"
title = { ko = "카운터", en = "Counter" }
program = '''
const n = 1
global other = 7
global x = 0
thread A { repeat n { x = x + 1 } }
thread B { repeat n { x = x + 1 } }
'''
claim = [
  { final = "x", is = [2] },
  { final = "x", can = 1, steps = 6, preemptions = 1 },
  { final = "x", is = [2, 3, 4], with = { n = 2 }, text = { ko = "두 번씩 더하면", en = "Twice each" } },
]

[[experiment]]
id = "crossed"
title = { ko = "엇갈린 락", en = "Locks taken crosswise" }
program = '''
mutex a
mutex b
thread A { lock(a); lock(b); unlock(b); unlock(a) }
thread B { lock(b); lock(a); unlock(a); unlock(b) }
'''
claim = [
  { deadlock = true, steps = 2, preemptions = 1 },
]
"#;

#[test]
fn the_claims_of_a_deck_are_judged() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        program.write("claims.toml", CLAIMS);
        let ran = program.run(["lab", "explore", "claims.toml"]).code(1);
        insta::assert_snapshot!(format!("claims_judged_{lang}"), ran.out);
        let narrow = program.with("COLUMNS", "40");
        let ran = narrow.run(["lab", "explore", "claims.toml#counter", "--ascii"]).code(1);
        insta::assert_snapshot!(format!("claims_judged_at_40_columns_{lang}"), ran.out);
    }
}

#[test]
fn the_claims_of_a_deck_as_json() {
    let program = Program::new(Lang::En);
    program.write("claims.toml", CLAIMS);
    let ran = program.run(["lab", "explore", "claims.toml", "--json"]).code(1);
    let [counter, crossed] = &ran.json_lines()[..] else {
        panic!("one line an experiment: {ran:?}")
    };
    assert_eq!(
        (&counter["experiment"], &crossed["experiment"]),
        (&"counter".into(), &"crossed".into())
    );
    // Only the words that `final` names.
    assert_eq!(counter["outcomes"][0]["values"], serde_json::json!({"x": 1}));
    let claims = counter["claims"].as_array().unwrap();
    let holds: Vec<_> = claims.iter().map(|it| it["holds"].as_bool().unwrap()).collect();
    assert_eq!(holds, [false, true, true]);
    assert_eq!(claims[0]["schedule"], serde_json::json!(["A", "A", "B", "A", "B", "B"]));
    assert_eq!(claims[2]["text"], "Twice each");
    assert!(claims[2]["schedule"].is_null());
    assert_eq!(crossed["claims"][0]["schedule"], serde_json::json!(["A", "B"]));
    assert!(counter.get("seconds").is_none());

    let crossed = ["lab", "explore", "claims.toml#crossed", "--json", "--timing"];
    let report = &program.run(crossed).well().json_lines()[0];
    assert!(report["seconds"].as_f64().unwrap() >= 0.0);

    // With other constants only the claims about these are judged.
    let set = ["lab", "explore", "claims.toml#counter", "--json", "--set", "n=2"];
    let report = &program.run(set).well().json_lines()[0];
    assert_eq!((&report["states"], report["claims"].as_array().unwrap().len()), (&138.into(), 1));
}

#[test]
fn deck_check_proves_claims() {
    let program = Program::new(Lang::En);
    program.write("claims.toml", CLAIMS);
    let ran = program.run(["deck", "check", "claims.toml"]).code(1);
    assert!(
        ran.out.contains("[claim-fails]: x can end with 1, the claim allows only 2"),
        "{ran:?}"
    );
    assert!(ran.out.contains("2 experiments, 3 of 4 claims proved: 1 error"), "{ran:?}");
    let ran = program.run(["deck", "check", "claims.toml", "--format", "json"]).code(1);
    let finding: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(finding["label"], "the possible values are 1, 2");
    let replay = "replay: viva lab step claims.toml#counter --schedule A,B,B,B,A,A";
    assert_eq!(finding["notes"][1], replay);
    program.write("right.toml", &CLAIMS.replace("is = [2] }", "is = [1, 2] }"));
    let ran = program.run(["deck", "check", "right.toml"]).well();
    assert!(ran.out.contains("2 experiments, 4 claims proved: 0 errors"), "{ran:?}");
}
