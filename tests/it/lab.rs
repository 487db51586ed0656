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
