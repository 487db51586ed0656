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
    let ran = program.run(["lab", "explore", "wrong.lab"]).code(1);
    assert!(ran.out.contains("there is no value `y`"), "{ran:?}");
    assert!(ran.out.contains("wrong.lab:2:12"), "{ran:?}");
    program.run(["lab", "explore", "none.lab"]).code(1).tells("none.lab");
    program.write("deck.toml", "format = 1\n");
    program.run(["lab", "explore", "deck.toml"]).code(2).tells("this is a deck");
    program.write("lost-update.lab", LOST_UPDATE);
    let wrong = ["lab", "explore", "lost-update.lab", "--set", "n"];
    program.run(wrong).code(2).tells("NAME=VALUE");
    // A program that grows without bound meets a limit, which is named.
    program.write("forks.lab", "process p { loop { let child = fork() } }\n");
    program.run(["lab", "explore", "forks.lab"]).code(1).tells("the program grows beyond a limit");
}
