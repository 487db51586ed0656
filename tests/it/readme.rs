//! The documents: every command they show is run, every deck they show is checked, every output
//! they show is what comes out.
//!
//! A line `<!-- file: NAME -->` before a block writes it to a file beside the commands,
//! `<!-- append: NAME -->` adds it to one. `VIVA_UPDATE=1` rewrites the outputs and the list of rules.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own documents has failed")]

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use viva::{
    deck::RULES,
    message::check::severity,
    text::{Lang, Severity},
};

/// A fenced block of a document.
struct Block<'a> {
    /// What stands after the fence.
    language: &'a str,
    /// The comment in the line before.
    comment: &'a str,
    text: &'a str,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\n```") {
        let (before, after) = (&rest[..at], &rest[at + 4..]);
        let (language, body) = after.split_once('\n').expect("a fence has a line");
        let end = if body.starts_with("```") { 0 } else { body.find("\n```").expect("closed") + 1 };
        let line = before.lines().next_back().unwrap_or_default();
        let comment = line.strip_prefix("<!-- ").and_then(|it| it.strip_suffix(" -->"));
        found.push(Block { language, comment: comment.unwrap_or_default(), text: &body[..end] });
        rest = &body[end + 3..];
    }
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether what is out of date is written anew.
#[expect(clippy::disallowed_methods, reason = "a switch of the tests, not of the program")]
pub fn updates() -> bool {
    std::env::var_os("VIVA_UPDATE").is_some()
}

/// What a command wrote, and its exit code.
fn run(directory: &Path, lang: Lang, words: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_viva"));
    // `< FILE` at the end, as the reader's shell takes it.
    let (words, input) = match words {
        [words @ .., "<", file] => (words, fs::File::open(directory.join(file)).unwrap().into()),
        words => (words, Stdio::null()),
    };
    command.args(words).current_dir(directory).stdin(input).env_clear();
    command.env("LANG", lang.pick("ko_KR.UTF-8", "en_US.UTF-8"));
    command.env("VIVA_HOME", directory.join("home")).env("VIVA_SEED", "7");
    command.env("VIVA_NOW", "2026-11-23T21:40:00+09:00").env("COLUMNS", "80");
    let output = command.output().expect("viva can be run");
    let [out, error] = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
    (out + &error, output.status.code().expect("an exit code"))
}

/// Runs one documented command; its output, or None for one that is not viva's to run.
fn documented(directory: &Path, lang: Lang, line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        // These build or test the crate that is being tested: only what they need is looked at.
        ["cargo", "run", "--release"] | ["cargo", "install", "--path", "."] => {
            let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
            assert!(
                manifest.contains("default-run = \"viva\"") && root().join("src/main.rs").exists()
            );
            // With nobody at the terminal it says so, and does not wait.
            let (output, code) = run(directory, lang, &[]);
            assert_eq!(code, 2, "{output}");
            None
        }
        ["cargo", "test"] => None,
        ["bash", script] => {
            assert!(root().join(script).exists(), "{script} is missing");
            None
        }
        ["viva", ref words @ ..] => {
            let (output, code) = run(directory, lang, words);
            let held = words.starts_with(&["interview"]) && !words.contains(&"list");
            if words.is_empty() || words.contains(&"quiz") || held {
                // These need a person; what is checked is that nothing is wrong but that.
                let (alone, _) = run(directory, lang, &[]);
                let last = |text: &str| text.lines().next_back().map(str::to_owned);
                assert_eq!((code, last(&output)), (2, last(&alone)), "`{line}`:\n{output}");
                return None;
            }
            let found = words.starts_with(&["deck", "check"]) && code == 1;
            // Nobody is there to reach its goal.
            let unsolved = words.starts_with(&["lab", "drive"]) && code == 1;
            assert!(code == 0 || found || unsolved, "`{line}` ends with {code}:\n{output}");
            Some(output)
        }
        _ => panic!("the documents show a command that no test knows: `{line}`"),
    }
}

/// A document with the outputs that its commands give now.
fn as_it_is_now(text: &str, lang: Lang) -> String {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path();
    let mut now = text.to_owned();
    let mut n_commands = 0;
    for block in blocks(text) {
        let file = |name: &str| {
            let path = directory.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            path
        };
        if let Some(name) = block.comment.strip_prefix("file: ") {
            fs::write(file(name), block.text).unwrap();
        } else if let Some(name) = block.comment.strip_prefix("append: ") {
            let before = fs::read_to_string(file(name)).unwrap();
            fs::write(file(name), format!("{before}\n{}", block.text)).unwrap();
        }
        match block.language {
            "sh" => {
                // The decks of the repository are beside the reader of a README.
                for line in block.text.lines() {
                    n_commands += 1;
                    documented(
                        if line.ends_with(" decks") { root() } else { directory },
                        lang,
                        line,
                    );
                }
            }
            "console" => {
                let mut shown = String::new();
                for line in block.text.lines().filter_map(|it| it.strip_prefix("$ ")) {
                    n_commands += 1;
                    let output = documented(directory, lang, line).unwrap_or_default();
                    let _ = write!(shown, "$ {line}\n{}", output.trim_end_matches('\n'));
                    shown = shown.trim_end().to_owned() + "\n";
                }
                now = now.replacen(
                    &format!("```console\n{}```", block.text),
                    &format!("```console\n{shown}```"),
                    1,
                );
            }
            "toml" | "lab" => {
                assert!(!block.comment.is_empty(), "no test reads this:\n{}", block.text)
            }
            "text" => {}
            other => panic!("a block of the language {other:?}"),
        }
    }
    assert!(n_commands > 1, "no commands were found");
    now
}

#[track_caller]
fn check(name: &str, now: impl Fn(&str) -> String) {
    let path = root().join(name);
    let text = fs::read_to_string(&path).unwrap();
    let now = now(&text);
    if updates() && now != text {
        fs::write(&path, now).unwrap();
        return;
    }
    let differs = now.lines().zip(text.lines()).find(|(now, before)| now != before);
    assert!(
        now == text,
        "{name} is out of date, first here (VIVA_UPDATE=1 cargo test rewrites it):\n{differs:?}"
    );
}

#[test]
fn the_readme_shows_what_happens() {
    check("README.md", |text| as_it_is_now(text, Lang::En));
}

#[test]
fn the_korean_readme_shows_what_happens() {
    check("README.ko.md", |text| as_it_is_now(text, Lang::Ko));
}

#[test]
fn the_guide_shows_what_happens_and_every_rule() {
    check("docs/authoring.md", |text| with_rules(&as_it_is_now(text, Lang::En)));
}

#[test]
fn the_guide_builds_a_clean_deck() {
    let text = fs::read_to_string(root().join("docs/authoring.md")).unwrap();
    let place = tempfile::tempdir().unwrap();
    let mut deck = String::new();
    for block in blocks(&text) {
        if block.comment.ends_with(": sync.toml") {
            deck = deck + block.text + "\n";
        }
    }
    fs::write(place.path().join("sync.toml"), &deck).unwrap();
    let (output, code) = run(place.path(), Lang::En, &["deck", "check", "sync.toml"]);
    assert_eq!(code, 0, "{output}");
    for kind in ["explain", "choice", "cloze", "predict", "drive", "experiment", "allow"] {
        assert!(deck.contains(&format!("[[{kind}]]")), "the guide has no {kind}");
    }
}

/// The guide with the list of rules as it is now.
fn with_rules(text: &str) -> String {
    let (before, rest) = text.split_once("<!-- rules -->\n").expect("the list's place");
    let (_, after) = rest.split_once("<!-- end of rules -->").expect("the list's end");
    let mut rules = RULES.to_vec();
    rules.sort_by_key(|rule| (rule.severity == Severity::Warning, rule.name));
    let mut list = String::from("| rule | | |\n| --- | --- | --- |\n");
    for rule in rules {
        let severity = severity(Lang::En, rule.severity);
        let about = rule.en.replace('|', "\\|");
        let _ = writeln!(list, "| `{}` | {severity} | {about} |", rule.name);
    }
    format!("{before}<!-- rules -->\n{list}<!-- end of rules -->{after}")
}

#[test]
fn the_documents_link_to_what_exists() {
    for name in ["README.md", "README.ko.md", "ARCHITECTURE.md", "docs/authoring.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        let directory = root().join(name).parent().unwrap().to_owned();
        for link in text.split("](").skip(1).filter_map(|it| it.split(')').next()) {
            let local = !link.starts_with("http") && !link.starts_with('#');
            assert!(!local || directory.join(link).exists(), "{name}: {link} does not exist");
        }
    }
}
