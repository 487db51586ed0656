//! `viva lab`: programs from files, explored.
//!
//! Invariant: the numbers are those of the lab's specification, whoever prints them.

use viva::{message::prediction, record::Correctness, text::Lang};

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
    program.write("right.toml", CLAIMS.replace("is = [2] }", "is = [1, 2] }"));
    let ran = program.run(["deck", "check", "right.toml"]).well();
    assert!(ran.out.contains("2 experiments, 4 claims proved: 0 errors"), "{ran:?}");
}

/// A deck with one experiment that has two named runs.
const QUANTA: &str = r#"
format = 1
id = "quanta"
languages = ["ko", "en"]
title = { ko = "퀀텀", en = "Quanta" }

[[experiment]]
id = "quantum"
title = { ko = "퀀텀", en = "The quantum" }
program = '''
thread A { compute(40) }
thread B { compute(20); io(5); compute(10) }
'''
[experiment.machine]
costs = { switch = 5 }
[[experiment.run]]
name = "q10"
quantum = 10
[[experiment.run]]
name = "two"
cores = 2
costs = "none"
"#;

const FORK: &str = "process p {\n    global x = 1\n    let c = fork()\n    \
                    if c == 0 { x = 2; print(x); exit(0) }\n    wait(c)\n    print(x)\n}\n";

const CROSSED: &str = "mutex a\nmutex b\nthread A { lock(a); compute(3); lock(b) }\n\
                       thread B { lock(b); compute(3); lock(a) }\n";

#[test]
fn timed_runs_are_told_drawn_and_measured() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        program.write("quanta.toml", QUANTA);
        program.write("fork.lab", FORK);
        program.write("crossed.lab", CROSSED);
        let runs = program.run(["lab", "run", "quanta.toml#quantum"]).well().out;
        insta::assert_snapshot!(format!("two_timed_runs_{lang}"), runs);
        let fork = program.run(["lab", "run", "fork.lab", "--cores", "2"]).well().out;
        insta::assert_snapshot!(format!("a_fork_in_time_{lang}"), fork);
        let crossed = ["lab", "run", "crossed.lab", "--quantum", "2", "--no-costs"];
        let crossed = program.run(crossed).well().out;
        insta::assert_snapshot!(format!("a_deadlock_in_time_{lang}"), crossed);
    }
    let narrow = Program::new(Lang::En).with("COLUMNS", "40");
    narrow.write("fork.lab", FORK);
    let ran = narrow.run(["lab", "run", "fork.lab", "--ascii"]).well();
    insta::assert_snapshot!("a_fork_in_time_at_40_columns", ran.out);
    let ran = narrow.run(["lab", "run", "fork.lab", "--accessible"]).well();
    insta::assert_snapshot!("a_fork_in_time_for_a_screen_reader", ran.out);
}

#[test]
fn a_run_along_a_schedule_or_a_seed() {
    let program = Program::new(Lang::En);
    program.write("lost-update.lab", LOST_UPDATE);
    let ran = program.run(["lab", "run", "lost-update.lab", "--schedule", "A,B,B,B,A,A"]).well();
    insta::assert_snapshot!("a_schedule_as_a_run", ran.out);
    let seeded = ["lab", "run", "lost-update.lab", "--seed", "7", "--set", "n=2"];
    let (first, second) = (program.run(seeded).well().out, program.run(seeded).well().out);
    assert_eq!(first, second);
    assert!(first.contains("seed 7"), "{first}");
    let wrong = ["lab", "run", "lost-update.lab", "--schedule", "A,C"];
    program.run(wrong).code(2).tells("`C`");
}

#[test]
fn a_run_as_json() {
    let program = Program::new(Lang::En);
    program.write("quanta.toml", QUANTA);
    let runs = program.run(["lab", "run", "quanta.toml#quantum", "--json"]).well().json_lines();
    assert_eq!(runs.len(), 2);
    let one = &runs[0];
    assert_eq!((&one["v"], &one["experiment"]), (&1.into(), &"quantum".into()));
    assert_eq!((&one["run"], &one["ending"]), (&"q10".into(), &"finished".into()));
    assert_eq!(one["setup"]["costs"]["switch"], 5);
    // Loads of 5 ticks: A and B by turns at 0, 15, 30, 45, then A again and B after its I/O.
    assert_eq!(one["metrics"]["work"], 70);
    assert_eq!(one["metrics"]["lost"], 35);
    assert_eq!(one["metrics"]["overhead"], "1/3");
    let two = &runs[1];
    assert_eq!((&two["metrics"]["time"], &two["metrics"]["switches"]), (&40.into(), &0.into()));
    assert_eq!(two["tasks"][1]["blocked"], 5);
    assert_eq!(two["events"][0]["what"], "arrived");
    let moved: Vec<_> = two["schedule"].as_array().unwrap().iter().collect();
    assert_eq!(moved.len(), 4);
}

#[test]
fn what_a_run_can_be_given() {
    let program = Program::new(Lang::En);
    program.write("quanta.toml", QUANTA);
    let metrics = |arguments: &[&str]| {
        let all = [&["lab", "run", "quanta.toml#quantum", "--json", "--run", "q10"], arguments];
        program.run(all.concat()).well().json_lines()[0]["metrics"].clone()
    };
    assert_eq!(metrics(&["--quantum", "100"])["switches"], 1);
    assert_eq!(metrics(&["--cores", "2"])["time"], 45);
    assert_eq!(metrics(&["--policy", "fifo", "--no-costs"])["time"], 75);
    assert_eq!(metrics(&["--policy", "srtf", "--no-costs"])["turnaround"], "105/2");
    let wrong = ["lab", "run", "quanta.toml#quantum", "--run", "q11"];
    program.run(wrong).code(2).tells("q10, two");
    program.run(["lab", "run", "quanta.toml#quantum", "--cores", "9"]).code(2);
    program.write("endless.lab", "thread A { loop { compute(100) } }\n");
    let ran = program.run(["lab", "run", "endless.lab"]).code(1);
    assert!(ran.out.contains("stopped after 1000000 ticks"), "{}", ran.out);
    let picture = ["lab", "run", "quanta.toml#quantum", "--run", "two", "--svg", "run.svg"];
    let told = program.run(picture).well().out;
    assert!(told.contains("done after 40 ticks"), "{told}");
    let picture = std::fs::read_to_string(program.path("run.svg")).unwrap();
    assert!(picture.starts_with("<svg") && picture.contains("task"), "{picture}");
}

#[test]
fn an_experiment_before_it_is_run() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        let shown = program.run(["lab", "show", "lost-update", "--steps"]).well();
        insta::assert_snapshot!(format!("lost_update_shown_{lang}"), shown.out);
    }
    let program = Program::new(Lang::En);
    program.write("lost-update.lab", LOST_UPDATE);
    let shown = &program.run(["lab", "show", "lost-update.lab", "--json"]).well().json_lines()[0];
    assert_eq!((&shown["v"], &shown["experiment"]), (&1.into(), &"lost-update".into()));
    assert_eq!(shown["program"], LOST_UPDATE);
    let steps = serde_json::json!({ "line": 3, "steps": ["load r, x", "add r, 1", "store x, r"] });
    assert_eq!(shown["lines"][0], steps);
}

#[test]
fn what_is_shown_can_be_had_as_a_picture() {
    let program = Program::new(Lang::Ko);
    for command in ["show", "explore", "run"] {
        let ran = program.run(["lab", command, "lost-update", "--svg", "picture.svg"]).well();
        let picture = std::fs::read_to_string(program.path("picture.svg")).unwrap();
        assert!(picture.starts_with("<svg") && picture.ends_with("</svg>\n"), "{command}");
        // Its first word is that of the screen.
        let first = ran.out.split_whitespace().next().unwrap();
        assert!(picture.contains(first), "{command}: {first}");
    }
    let ran = program.run(["lab", "show", "lost-update", "--svg", "none/picture.svg"]).code(1);
    ran.tells("none/picture.svg");
}

#[test]
fn a_person_is_asked_for_a_prediction_before_a_run() {
    for lang in Lang::ALL {
        let program = Program::new(lang);
        program.write("claims.toml", CLAIMS);
        let prompt = prediction::prompt(lang, true);
        let mut person = program.person((40, 80), ["lab", "explore", "claims.toml#counter"]);
        person.waits_for(prompt);
        person.says("x");
        person.waits_for(prompt);
        person.says("2");
        person.waits_to_see(lang.pick("두 번씩 더하면", "Twice each"));
        insta::assert_snapshot!(format!("a_prediction_before_a_run_{lang}"), person.screen());
        assert_eq!(person.leaves(), 1);

        let mut person = program.person((60, 80), ["lab", "run", "claims.toml#crossed"]);
        person.waits_for(prompt);
        person.says(lang.pick("네", "yes"));
        person.waits_to_see(prediction::correctness(lang, Correctness::Right));
        assert_eq!(person.leaves(), 0);

        let mut person = program.person((40, 80), ["lab", "explore", "claims.toml#crossed"]);
        person.waits_for(prompt);
        person.enters_nothing();
        assert_eq!(person.leaves(), 0);
    }
}

#[test]
fn values_that_are_too_many_for_columns_stand_below() {
    let many = "process shop { global stock = 7\nglobal orders = 100000\nglobal table[4]\n\
                stock = stock - 1\ntable[3] = orders }\nprocess cafe { global stock = 2\n\
                stock = 1 }\n";
    let shown = Lang::ALL.map(|lang| {
        let program = Program::new(lang).with("COLUMNS", "40");
        program.write("many.lab", many);
        program.run(["lab", "explore", "many.lab"]).well().out
    });
    insta::assert_snapshot!(shown.concat());
}
