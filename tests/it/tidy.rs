//! The rules of the house, held against the source: who may know whom, what a pure room must not
//! name, how long a file may be, and what no file may hold.
//!
//! Each test lists every breach with its file and line, so that one run shows all that is to do.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own source has failed")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Rooms that are functions of their arguments.
const PURE: [&str; 12] = [
    "text", "record", "program", "machine", "lab", "answer", "schedule", "deck", "session",
    "stats", "message", "view",
];

/// What a pure room must not name.
const IMPURE_PATHS: [&str; 15] = [
    "std::fs",
    "std::io",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "chrono::Utc::now",
    "chrono::Local",
    "rustyline",
    "ratatui",
    "crossterm",
    "rusqlite",
    "rustix",
];

/// The only files or folders that may name a crate.
const AT_HOME: [(&str, &str); 9] = [
    ("ratatui", "src/shell/screen.rs"),
    ("crossterm", "src/shell/screen.rs"),
    ("rustyline", "src/shell/editor.rs"),
    ("rusqlite", "src/store/"),
    ("etcetera", "src/shell/paths.rs"),
    ("sys_locale", "src/shell/environment.rs"),
    ("include_dir", "src/shell/files.rs"),
    ("annotate_snippets", "src/view/excerpt.rs"),
    ("fsrs", "src/schedule/"),
];

/// The most lines of code in a file, its tests not counted.
const MOST_LINES: usize = 500;

/// Files that may be longer, and why.
const LONGER: [(&str, &str); 1] = [(
    "src/message/deck.rs",
    "one match over every finding of a deck: two languages side by side are checked as one",
)];

/// A file of the source, without its tests.
struct Source {
    /// Its path from the root, with `/`.
    path: String,
    /// Its lines; those of tests and whole-line comments are empty, so that numbers stay right.
    lines: Vec<String>,
    /// All of it.
    text: String,
}

impl Source {
    fn room(&self) -> &str {
        self.path.strip_prefix("src/").and_then(|it| it.split_once('/')).map_or("", |it| it.0)
    }

    /// Every path that the code names, as written from the root of the crate, with its line.
    fn paths(&self) -> Vec<(usize, String)> {
        let code = self.lines.join("\n");
        let mut found = Vec::new();
        let mut rest = 0;
        for (at, word) in words(&code) {
            if at < rest {
                continue;
            }
            let line = code[..at].matches('\n').count() + 1;
            if word == "use" {
                let end = code[at..].find(';').map_or(code.len(), |it| at + it);
                let mut expanded = Vec::new();
                expand("", &code[at + 3..end], &mut expanded);
                found.extend(expanded.into_iter().map(|path| (line, path)));
                rest = end;
            } else if word.contains("::") {
                found.push((line, word.to_owned()));
            }
        }
        found.into_iter().map(|(line, path)| (line, self.absolute(&path))).collect()
    }

    /// `super::x` and `self::x` as `crate::…::x`.
    fn absolute(&self, path: &str) -> String {
        let own = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module: Vec<&str> = own.trim_end_matches("/mod").split('/').collect();
        let mut rest = path;
        let mut relative = false;
        while let Some(after) = rest.strip_prefix("super::") {
            module.pop();
            rest = after;
            relative = true;
        }
        if let Some(after) = rest.strip_prefix("self::") {
            rest = after;
            relative = true;
        }
        if !relative {
            return path.to_owned();
        }
        module.insert(0, "crate");
        module.push(rest);
        module.join("::")
    }
}

/// The words of code: names, with the `::` between them.
fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + code[at..].find(part)?;
        let end = code[start..].find(|c| !part(c)).map_or(code.len(), |it| start + it);
        at = end;
        Some((start, &code[start..end]))
    })
}

/// The paths of a `use`, with its braces resolved.
fn expand(prefix: &str, tree: &str, found: &mut Vec<String>) {
    let mut depth = 0;
    let mut start = 0;
    for (at, c) in tree.char_indices().chain([(tree.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = tree[start..at].trim();
                start = at + 1;
                match part.split_once('{') {
                    Some((head, rest)) => {
                        let rest = rest.trim_end();
                        let rest = rest.strip_suffix('}').unwrap_or(rest);
                        expand(&format!("{prefix}{}", head.trim()), rest, found);
                    }
                    None if part.is_empty() => {}
                    None => {
                        let name = part.split(" as ").next().unwrap_or(part);
                        found.push(format!("{prefix}{name}"));
                    }
                }
            }
            _ => {}
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk(directory: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
    found.sort();
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The source under `src/` without its tests.
fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    walk(&root().join("src"), &mut files);
    let texts: Vec<(String, String)> =
        files.iter().map(|it| (name(it), fs::read_to_string(it).unwrap())).collect();
    let tests: Vec<String> =
        texts.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    let is_test = |path: &str| {
        tests.iter().any(|it| path == format!("{it}.rs") || path.starts_with(&format!("{it}/")))
    };
    let kept = texts.into_iter().filter(|(path, _)| !is_test(path));
    let sources: Vec<Source> =
        kept.map(|(path, text)| Source { path, lines: code(&text), text }).collect();
    assert!(sources.len() > 50, "the source was not found");
    sources
}

/// The modules that a file declares for tests only, as paths without an ending.
fn test_modules(path: &str, text: &str) -> Vec<String> {
    let own = path.trim_end_matches(".rs");
    let own = own.strip_suffix("/mod").or(own.strip_suffix("/lib")).unwrap_or(own);
    let mut found = Vec::new();
    let mut for_tests = false;
    for line in text.lines() {
        let module = line.strip_prefix("mod ").and_then(|it| it.strip_suffix(';'));
        if let (true, Some(module)) = (for_tests, module) {
            found.push(format!("{own}/{module}"));
        }
        for_tests = line == "#[cfg(test)]" || for_tests && line.starts_with("#[");
    }
    found
}

/// The lines of a file; comments that fill a line and items for tests are empty.
fn code(text: &str) -> Vec<String> {
    let mut in_test = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        in_test |= line == "#[cfg(test)]";
        let kept = !in_test && !line.trim_start().starts_with("//");
        lines.push(if kept { line.to_owned() } else { String::new() });
        // An item ends at the margin, with its brace or its semicolon.
        if line.starts_with('}') || !line.starts_with('#') && line.ends_with(';') && at_margin(line)
        {
            in_test = false;
        }
    }
    lines
}

fn at_margin(line: &str) -> bool {
    line.starts_with(|c: char| !c.is_whitespace())
}

/// Every text file that is part of the repository.
fn all_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in [".ci", "assets", "benches", "decks", "docs", "examples", "src", "tests"] {
        walk(&root().join(folder), &mut files);
    }
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        let hidden = name(&path).starts_with(".git") && name(&path) != ".gitignore";
        if path.is_file() && !hidden {
            files.push(path);
        }
    }
    files.iter().filter_map(|it| Some((name(it), fs::read_to_string(it).ok()?))).collect()
}

#[track_caller]
fn none(rule: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{rule}\n\n{}\n", breaches.join("\n"));
}

/// The rooms in the order of lib.rs: each may know those before it.
fn rooms() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names = text.lines().filter_map(|it| it.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

#[test]
fn a_room_knows_only_the_rooms_above_it() {
    let rooms = rooms();
    let place = |room: &str| rooms.iter().position(|it| it == room);
    let mut breaches = Vec::new();
    for source in sources() {
        let Some(own) = place(source.room()) else { continue };
        for (line, path) in source.paths() {
            let other = path.strip_prefix("crate::").and_then(|it| it.split("::").next());
            if let Some(other) = other
                && place(other).is_some_and(|it| own < it)
            {
                breaches.push(format!("{}:{line}: {} uses {path}", source.path, source.room()));
            }
        }
    }
    none("A room knows only the rooms above it in src/lib.rs.", &breaches);
}

#[test]
fn pure_rooms_touch_nothing_outside() {
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|it| PURE.contains(&it.room())) {
        for (line, path) in source.paths() {
            let named = |it: &&str| path == **it || path.starts_with(&format!("{it}::"));
            if IMPURE_PATHS.iter().any(named) {
                breaches.push(format!("{}:{line}: {path}", source.path));
            }
        }
        for (at, line) in source.lines.iter().enumerate() {
            for word in ["print!", "println!", "eprint!", "eprintln!", "dbg!"] {
                if words_of(line).any(|it| it == word) {
                    breaches.push(format!("{}:{}: {word}", source.path, at + 1));
                }
            }
        }
    }
    none("Pure rooms read no clock, no file, no environment, no terminal.", &breaches);
}

fn words_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '!')
}

#[test]
fn a_crate_is_named_where_it_is_at_home() {
    let mut breaches = Vec::new();
    for source in sources() {
        for (line, path) in source.paths() {
            for (name, home) in AT_HOME {
                if path.split("::").next() == Some(name) && !source.path.starts_with(home) {
                    breaches.push(format!("{}:{line}: {path} (only in {home})", source.path));
                }
            }
        }
    }
    none("Some crates are named in one place only.", &breaches);
}

#[test]
fn pure_rooms_are_all_rooms_but_two() {
    let impure: Vec<String> = rooms().into_iter().filter(|it| !PURE.contains(&&**it)).collect();
    assert_eq!(impure, ["store", "shell"]);
}

#[test]
fn modules_say_what_they_are_for() {
    let mut breaches = Vec::new();
    for (path, text) in all_files().iter().filter(|it| it.0.ends_with(".rs")) {
        if !text.starts_with("//! ") {
            breaches.push(format!("{path}:1: no `//!`"));
        }
    }
    none("Every module opens with `//!`.", &breaches);
}

#[test]
#[expect(clippy::print_stdout, reason = "the list is for a person who asks with --nocapture")]
fn files_stay_short() {
    let mut breaches = Vec::new();
    let mut long = String::new();
    for source in sources() {
        let text: Vec<&str> = source.text.lines().collect();
        let tests = text.iter().position(|it| *it == "#[cfg(test)]").unwrap_or(text.len());
        let allowed = LONGER.iter().any(|it| it.0 == source.path);
        if 300 < tests {
            long += &format!("{tests:>6} {}\n", source.path);
        }
        match (MOST_LINES < tests, allowed) {
            (true, false) => breaches.push(format!("{}: {tests} lines", source.path)),
            (false, true) => breaches.push(format!("{}: no longer needs LONGER", source.path)),
            _ => {}
        }
    }
    println!("Files above 300 lines without their tests:\n{long}");
    none(&format!("No file has more than {MOST_LINES} lines without its tests."), &breaches);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let mut breaches = Vec::new();
    for (path, text) in all_files().iter().filter(|it| !it.0.ends_with(".lock")) {
        for (at, line) in text.lines().enumerate() {
            let word = line.split(|c: char| !c.is_alphanumeric()).find(|it| marks.contains(it));
            if let Some(word) = word {
                breaches.push(format!("{path}:{}: {word}", at + 1));
            }
        }
    }
    none("What is to do stands in the issues, not in the files.", &breaches);
}

#[test]
fn columns_are_counted_not_padded() {
    // `{:<10}` counts characters; Hangul takes two columns each.
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|it| ["view", "message"].contains(&it.room())) {
        for (at, line) in source.lines.iter().enumerate() {
            let pads = line.split('{').skip(1).filter_map(|it| it.split('}').next());
            for spec in pads.filter_map(|it| Some(it.split_once(':')?.1)) {
                let mut spec = spec.chars().peekable();
                let fill = spec.next();
                let aligned = [fill, spec.peek().copied()].into_iter().flatten().any(is_align);
                if aligned {
                    breaches.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
                }
            }
        }
    }
    none("Text is aligned by columns (view::pad), not by characters.", &breaches);
}

fn is_align(c: char) -> bool {
    matches!(c, '<' | '>' | '^')
}

#[test]
fn no_file_names_a_machine() {
    let places = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];
    let mut breaches = Vec::new();
    for (path, text) in all_files() {
        for (at, line) in text.lines().enumerate() {
            if places.iter().any(|it| line.contains(it)) {
                breaches.push(format!("{path}:{}: {}", at + 1, line.trim()));
            }
            let source = line.strip_prefix("source = \"").filter(|_| path == "Cargo.lock");
            let public = "registry+https://github.com/rust-lang/crates.io-index\"";
            if source.is_some_and(|it| it != public) {
                breaches.push(format!("{path}:{}: {line}", at + 1));
            }
        }
    }
    none("Nothing names the machine it was made on; every crate comes from crates.io.", &breaches);
}

#[test]
fn text_files_end_cleanly() {
    let mut breaches = Vec::new();
    let endings = [".rs", ".md", ".toml", ".svg"];
    for (path, text) in
        all_files().iter().filter(|it| endings.iter().any(|end| it.0.ends_with(end)))
    {
        // Bad decks are bad on purpose.
        if path.starts_with("tests/it/bad/") {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            if line.ends_with([' ', '\t', '\r']) {
                breaches.push(format!("{path}:{}: white space at the end", at + 1));
            }
        }
        if !text.ends_with('\n') {
            breaches.push(format!("{path}: no line end at its end"));
        }
    }
    none("Lines end where their text ends.", &breaches);
}

#[test]
fn the_changelog_has_this_version() {
    let text = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let heading = format!("## [{}]", env!("CARGO_PKG_VERSION"));
    assert!(text.lines().any(|it| it.starts_with(&heading)), "CHANGELOG.md has no `{heading}`");
}

#[test]
fn the_map_has_the_rooms_in_order() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let listed: Vec<&str> = text
        .lines()
        .filter_map(|it| it.strip_prefix("| `")?.split_once("/` | "))
        .map(|it| it.0)
        .collect();
    assert_eq!(listed, rooms(), "the table of rooms in ARCHITECTURE.md differs from src/lib.rs");
}

#[test]
fn breaches_would_be_seen() {
    let source = |path: &str, text: &str| Source {
        path: path.into(),
        lines: code(text),
        text: text.to_owned(),
    };
    let paths = |source: &Source| -> Vec<String> {
        source.paths().into_iter().map(|(line, path)| format!("{line} {path}")).collect()
    };
    let text = "use std::{fs, io::{self, Read as _}};\n// use std::env;\nfn f() { crate::view::svg(super::super::shell::run()) }\n#[cfg(test)]\nmod tests {\n    use std::env;\n}\nfn g() { std::env::args(); }\n";
    let found = paths(&source("src/deck/raw.rs", text));
    let expect = [
        "1 std::fs",
        "1 std::io::self",
        "1 std::io::Read",
        "3 crate::view::svg",
        "3 crate::shell::run",
        "8 std::env::args",
    ];
    assert_eq!(found, expect);
    assert_eq!(
        test_modules("src/deck/mod.rs", "#[cfg(test)]\nmod tests;\nmod b;\n"),
        ["src/deck/tests"]
    );
}
