//! Every command outside the prompt: what it prints, its JSON, its exit code, and bad input.
//!
//! Invariant: a run either does what was asked or says in one sentence why not; nothing that a deck
//! or a person wrote reaches the output as a control character.

use std::{fs, process::Stdio};

use serde_json::Value;
use unicode_width::UnicodeWidthStr;
use viva::text::Lang;

use crate::program::{PRACTICE, Program, skipped};

/// Commands that only look.
const LOOKS: [&[&str]; 24] = [
    &["decks"],
    &["cards"],
    &["cards", "--tag", "talk"],
    &["due"],
    &["stats"],
    &["show", "tcp-vs-udp"],
    &["show", "practice/well-known-port"],
    &["find", "TCP"],
    &["history", "tcp-vs-udp"],
    &["log"],
    &["config"],
    &["config", "show", "--origin"],
    &["doctor"],
    &["backup", "--list"],
    &["lang"],
    &["lab", "list"],
    &["deck", "explain"],
    &["deck", "explain", "unknown-field"],
    &["help"],
    &["help", "quiz"],
    &["help", "keys"],
    &["help", "grading"],
    &["help", "scoring"],
    &["help", "interview"],
];

fn practised(lang: Lang) -> Program {
    let program = Program::new(lang).practice();
    program.run(["suspend", "tcp-vs-udp"]).well();
    program.run(["resume", "tcp-vs-udp"]).well();
    program
}

fn words(command: &[&'static str]) -> Vec<&'static str> {
    command.to_vec()
}

#[test]
fn every_command_prints_text_without_escapes() {
    for lang in Lang::ALL {
        let program = practised(lang);
        for command in LOOKS {
            let ran = program.run(words(command)).well();
            assert!(!ran.out.trim().is_empty(), "{ran}");
            assert!(!ran.out.contains('\x1b'), "{ran}");
        }
    }
}

#[test]
fn every_command_fits_in_40_columns() {
    let mut wide = String::new();
    for lang in Lang::ALL {
        let program = practised(lang).with("COLUMNS", "40");
        for command in LOOKS {
            // A table of settings holds paths, and pages of help are as wide as their longest line.
            if command[0] == "config" || command[0] == "help" {
                continue;
            }
            let ran = program.run(words(command)).well();
            for line in ran.out.lines().filter(|line| line.width() > 40) {
                wide.push_str(&format!("{} {command:?}: {line}\n", lang.code()));
            }
        }
    }
    assert!(wide.is_empty(), "wider than 40 columns:\n{wide}");
}

#[test]
fn what_is_shown_can_be_had_as_json() {
    for lang in Lang::ALL {
        let program = practised(lang);
        for command in ["decks", "cards", "due", "stats"] {
            let ran = program.run([command, "--json"]).well();
            assert_eq!(ran.json_lines().len(), 1, "one object\n{ran}");
        }
        let history = program.run(["history", "tcp-vs-udp", "--json"]).well().json_lines();
        assert_eq!(history[0]["events"].as_array().unwrap().len(), 2);
        let log = program.log();
        let kinds: Vec<_> = log.iter().map(|event| event["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["suspend", "resume"]);
        assert_eq!(log[0]["device"], "desk");
        assert_eq!(log[0]["body"]["v"], 1);
        let cards = program.run(["cards", "--tag", "talk", "--json"]).well().json_lines();
        assert_eq!(cards[0]["cards"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn changes_are_made_and_undone() {
    let program = Program::new(Lang::En).practice();
    program.run(["suspend", "tcp-vs-udp"]).well();
    program.run(["suspend", "tcp-vs-udp"]).code(1).tells("already suspended");
    program.run(["undo"]).well().says("tcp-vs-udp");
    program.run(["resume", "tcp-vs-udp"]).code(1);
    program.run(["undo"]).code(1).tells("there is nothing to undo");
    program.run(["config", "set", "minutes", "5"]).well();
    program.run(["config", "show", "--origin"]).well().says("minutes");
    program.run(["config", "set", "minutes", "0"]).code(2);
    program.run(["config", "unset", "minutes"]).well().says("20");
    program.run(["lang", "ko"]).well();
    program.run(["due"]).well().says("카드");
    program.run(["backup"]).well();
    let list = program.run(["backup", "--list"]).well();
    let name = list.out.lines().last().unwrap().split_whitespace().next().unwrap().to_owned();
    program.run(["suspend", "three-way"]).well();
    program.run(["restore", &name]).code(0);
    program.run(["doctor"]).well();
    program.run(["restore", "no-such-backup"]).code(1);
}

#[test]
fn commands_can_come_by_lines() {
    let program = Program::new(Lang::En).practice();
    let lines =
        "suspend tcp-vs-udp\n\n  viva resume tcp-vs-udp  \nlog --json\nquit\nsuspend three-way";
    let ran = program.run_with([], lines).code(0);
    assert_eq!(ran.out.lines().filter(|line| line.starts_with('{')).count(), 2, "{ran}");
    let ran = program.run_with([], "nonsense\nsuspend three-way").code(2);
    assert!(ran.out.is_empty(), "{ran}");
    assert_eq!(program.log().len(), 2, "the first that fails is the last");
    program.run_with([], "show \"tcp").code(2).tells("a quote is not closed");
    program.run_with([], b"\xff\xfe").code(2).tells("the input is not UTF-8 text");
    program.run([]).code(2).tells("quiz and interview need a terminal");
}

#[test]
fn a_quiz_needs_a_terminal() {
    let ran = Program::new(Lang::En).practice().run(["quiz"]).code(2);
    assert!(ran.out.is_empty(), "{ran}");
    ran.tells("error: quiz and interview need a terminal").tells("viva due");
    Program::new(Lang::Ko).practice().run_with(["quiz"], "\n\n3\n").code(2).tells("오류:");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let program = practised(Lang::En);
    for command in [["cards"].as_slice(), &["log", "--json"], &["help"]] {
        let mut child = program
            .command(command.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command:?}");
        assert_eq!(output.status.code(), Some(0), "{command:?}");
    }
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let program = Program::new(Lang::En).practice();
    let coloured = |program: &Program, arguments: &[&'static str]| {
        program.run(arguments.to_vec()).well().out.contains("\x1b[")
    };
    assert!(!coloured(&program, &["cards"]));
    assert!(!coloured(&program.clone().without("NO_COLOR"), &["cards"]));
    assert!(coloured(&program, &["cards", "--color", "always"]));
    let forced = program.without("NO_COLOR").with("CLICOLOR_FORCE", "1");
    assert!(coloured(&forced, &["cards"]));
    assert!(!coloured(&forced.with("NO_COLOR", "1"), &["cards"]));
}

#[test]
fn wrong_use_is_told_in_both_languages() {
    let wrong: [&[&str]; 14] = [
        &["quizz"],
        &["show"],
        &["show", "tcp-vs-udq"],
        &["cards", "--deck", "practise"],
        &["cards", "--frobnicate"],
        &["quiz", "--limit", "many"],
        &["quiz", "--minutes", "0"],
        &["--lang", "fr", "due"],
        &["--color", "blue", "due"],
        &["deck"],
        &["config", "set", "minutos", "5"],
        &["due", "--json", "--json"],
        &["help", "nonsense"],
        &["deck", "check", "--format", "xml", "x.toml"],
    ];
    let mut told = String::new();
    for command in wrong {
        for lang in Lang::ALL {
            let ran = Program::new(lang).practice().run(words(command)).code(2);
            assert_eq!(ran.out, "", "{ran}");
            let head = lang.pick("오류: ", "error: ");
            assert!(ran.err.starts_with(head) && ran.err.lines().count() <= 2, "{ran}");
            told.push_str(&format!("{} $ viva {}\n{}\n", lang.code(), command.join(" "), ran.err));
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn help_speaks_the_language_that_was_asked_for() {
    let program = Program::new(Lang::En);
    program.run(["--help"]).well();
    let ko = program.run(["--lang", "ko", "--help"]).well();
    assert!(ko.out.contains("명령") && !ko.out.contains("Usage"), "{ko}");
    program.run(["quiz", "--help"]).well().says("--minutes");
    program.run(["--version"]).well().says(env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_check_says_by_its_exit_code_whether_something_was_found() {
    let program = Program::new(Lang::En);
    let good = program.write("good.toml", PRACTICE);
    let good = good.to_str().unwrap();
    program.run(["deck", "check", good]).well();
    let bad = program.write("bad.toml", PRACTICE.replace("answer.ko", "antwort.ko"));
    let bad = bad.to_str().unwrap();
    program.run(["deck", "check", good, bad]).code(1).says("error[").says("bad.toml:");
    let short = program.run(["deck", "check", bad, "--format", "short"]).code(1);
    assert!(short.out.lines().all(|line| line.contains("bad.toml:")), "{short}");
    let json = program.run(["deck", "check", bad, "--format", "json"]).code(1);
    for line in json.out.lines() {
        let found: Value = serde_json::from_str(line).unwrap();
        for name in ["rule", "severity", "message", "path", "line", "column", "start", "end"] {
            assert!(!found[name].is_null(), "no {name} in {line}");
        }
    }
    let none = program.run(["deck", "check", good, "--format", "json"]).well();
    assert_eq!(none.out, "");
}

#[cfg(unix)]
#[test]
fn a_second_writer_says_so_and_can_still_read() {
    let program = Program::new(Lang::En).practice();
    let mut person = program.person((24, 80), ["quiz", "--topic", "tcp"]);
    person.waits_for("? help>");
    program.run(["suspend", "three-way"]).code(1).tells("another viva is writing");
    program.run(["due"]).well();
    assert_eq!(program.log().len(), 0);
    let mut second = program.person((24, 80), ["quiz"]);
    second.waits_for("another viva is writing");
    assert_eq!(second.leaves(), 1);
    // The first is not disturbed.
    person.says("still here");
    person.ctrl('d');
    assert_eq!(person.leaves(), 0);
    program.run(["suspend", "three-way"]).well();
}

#[test]
fn a_later_schema_is_refused_and_not_touched() {
    let program = practised(Lang::En);
    let database = program.database();
    let db = rusqlite::Connection::open(&database).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    db.close().unwrap();
    let before = fs::read(&database).unwrap();
    for command in [["due"].as_slice(), &["suspend", "three-way"], &["doctor"], &["backup"]] {
        program.run(words(command)).code(1).tells("written by a later viva");
    }
    assert!(fs::read(&database).unwrap() == before, "the database was touched");
}

#[test]
fn a_damaged_database_is_kept_aside_and_restored() {
    let program = practised(Lang::En);
    program.run(["backup"]).well();
    let database = program.database();
    let damage = b"not a database at all, but long enough to be looked at".repeat(100);
    fs::write(&database, &damage).unwrap();
    let ran = program.run(["due"]).code(0);
    let aside = fs::read_dir(database.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_str().unwrap().contains("corrupt"))
        .expect("the damaged file is kept");
    assert!(fs::read(&aside).unwrap() == damage);
    ran.tells(aside.file_name().unwrap().to_str().unwrap());
    assert_eq!(program.log().len(), 2, "everything is back");
    program.run(["doctor"]).code(0);
}

#[cfg(unix)]
#[test]
fn a_home_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::new(Lang::En).practice();
    let home = program.path("home");
    fs::create_dir(&home).unwrap();
    fs::set_permissions(&home, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(home.join("probe"), "").is_ok() {
        fs::remove_file(home.join("probe")).unwrap();
        // Root may write everywhere; a file in the way of the directory stops root, too.
        skipped("a_home_that_cannot_be_written", "permissions do not hold for this user");
    } else {
        program.run(["due"]).well();
        program.run(["suspend", "three-way"]).code(1).tells("cannot be written");
    }
    fs::set_permissions(&home, fs::Permissions::from_mode(0o755)).unwrap();
    let program = program.home("file");
    program.write("file", "in the way");
    program.run(["suspend", "three-way"]).code(1).tells("VIVA_HOME");
}

#[test]
fn bad_decks_are_told_and_the_others_work() {
    let program = Program::new(Lang::En).practice();
    fs::create_dir(program.path("empty")).unwrap();
    program.run(["deck", "check", "empty"]).code(1).tells("there is no deck in it");
    program.run(["deck", "check", "nowhere.toml"]).code(1).tells("nowhere.toml");

    let mut latin = PRACTICE.as_bytes().to_vec();
    latin.extend(b"\n# caf\xe9\n");
    program.write("bad/latin.toml", latin);
    program.run(["deck", "check", "bad/latin.toml"]).code(1).says("not-utf8");
    let deep = format!("x = {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
    program.write("bad/deep.toml", deep);
    program.run(["deck", "check", "bad/deep.toml"]).code(1).says("error[");
    let large = fs::File::create(program.path("bad/large.toml")).unwrap();
    large.set_len(50 << 20).unwrap();
    program.run(["deck", "check", "bad/large.toml"]).code(1).says("too-large");

    for directory in ["empty", "bad", "nowhere"] {
        let ran = program.clone().option("--decks").option(directory).run(["cards"]);
        ran.code(0).says("tcp-vs-udp").tells(directory);
    }
}

#[test]
fn text_is_found_however_its_hangul_is_composed() {
    let program = Program::new(Lang::Ko).practice();
    program.run(["find", "보장"]).well().says("tcp-vs-udp");
    // The same word as conjoining letters, as macOS file names have it.
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd("보장").collect();
    assert_ne!(decomposed, "보장");
    program.run(["find", &decomposed]).well().says("tcp-vs-udp");
}

#[test]
fn a_clock_set_back_loses_nothing() {
    let program = practised(Lang::En);
    let earlier = program.clone().now("2026-11-20T08:00:00+09:00");
    earlier.run(["suspend", "three-way"]).code(0).tells("the clock is behind the last record");
    assert_eq!(program.log().len(), 3);
    program.run(["doctor"]).code(0);
    program.run(["resume", "three-way"]).well();
    program.clone().now("yesterday").run(["due"]).code(2).tells("VIVA_NOW");
}

/// What would move the cursor, set the title, or turn the text around.
const HOSTILE: [&str; 5] = ["\x1b[31m", "\x1b]0;", "\u{202e}", "\u{9b}", "\x07"];

fn hostile_deck() -> String {
    PRACTICE.replace(
        "question.en = \"What is",
        "question.en = \"\\u001b[31mRED \\u001b]0;title\\u0007 \\u202eturned\\u009b31m What is",
    )
}

#[track_caller]
fn is_inert(output: &str) {
    for bad in HOSTILE {
        assert!(!output.contains(bad), "{bad:?} came through: {output:?}");
    }
}

#[test]
fn control_characters_of_a_deck_are_shown_inert() {
    let program = Program::new(Lang::En).deck(hostile_deck());
    // Such a card is not asked at all; the others of its deck are.
    let ran = program.run(["cards"]).code(0).says("three-way");
    assert!(!ran.out.contains("tcp-vs-udp"), "{ran}");
    is_inert(&ran.out);
    is_inert(&ran.err);
    let ran = program.run(["deck", "check", "decks-0"]).code(1).says("control-character");
    is_inert(&ran.out);
    let ran = program.run(["show", "\x1b[31m\u{202e}"]).code(2);
    is_inert(&ran.err);
    let ran = program.run(["\x1b[31mquiz\u{202e}"]).code(2);
    is_inert(&ran.err);
    let ran = program.run(["deck", "check", "\x1b[31m\u{202e}.toml"]).code(1);
    is_inert(&ran.err);
}

#[cfg(unix)]
#[test]
fn control_characters_of_an_answer_are_shown_inert() {
    let program = Program::new(Lang::En).practice();
    let editor = program.script(
        "editor",
        "#!/bin/sh\nprintf 'red \\033[31m title \\033]0;x\\007 turned \\342\\200\\256 end' > \"$1\"\n",
    );
    let program = program.with("EDITOR", editor);
    let mut person = program.person((24, 80), ["quiz", "--topic", "tcp"]);
    person.waits_for("? help>");
    person.presses("\x18\x05");
    person.waits_for("end");
    person.presses("\r\r");
    person.waits_for("points (a-c)>");
    person.says("abc");
    person.waits_for("grade [4]>");
    person.says("k");
    person.waits_for("Kept.");
    person.waits_for("grade [4]>");
    person.says("m");
    person.waits_for("My answer");
    person.waits_for("grade [4]>");
    person.says("3");
    person.waits_for("All saved.");
    let bytes = String::from_utf8_lossy(&person.bytes()).into_owned();
    is_inert(&bytes);
    assert_eq!(person.leaves(), 0);
    for command in [["show", "tcp-vs-udp"].as_slice(), &["log"], &["history", "tcp-vs-udp"]] {
        is_inert(&program.run(words(command)).code(0).out);
    }
}

#[cfg(unix)]
#[test]
fn a_paste_does_not_act_on_the_terminal() {
    let program = Program::new(Lang::En).practice();
    let mut person = program.person((24, 80), []);
    person.waits_for("viva>");
    let paste = "\x1b[200~one\u{202e}two\u{9b}three\x07four\x1b]0;five\x1b[31msix\x1b[201~";
    person.presses(paste);
    person.waits_for("six");
    person.presses(" seven");
    person.waits_for("seven");
    person.presses("\x15");
    person.says("quiz --topic tcp");
    person.waits_for("? help>");
    person.presses(paste);
    person.waits_for("six");
    person.presses(" seven");
    person.waits_for("seven");
    person.presses("\r\r");
    person.waits_for("points (a-c)>");
    person.ctrl('d');
    person.waits_for("viva>");
    is_inert(&String::from_utf8_lossy(&person.bytes()));
}
