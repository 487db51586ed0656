//! viva as a program that is run: a machine of one's own, and what each run printed.
//!
//! Invariant: nothing of the real environment reaches the program, so a run is a function of what
//! the builder says. It must not know what any command means.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use serde_json::Value;
use tempfile::TempDir;
use viva::{
    deck::{self, Library, Source},
    text::Lang,
};

/// A small deck of the tests: two cards to explain, one choice, one cloze, each with its own topic.
pub const PRACTICE: &str = include_str!("practice.toml");

/// The evening on which every test happens unless it says otherwise.
pub const EVENING: &str = "2026-11-23T21:40:00+09:00";

/// A machine with viva on it: its own home, clock, seed and language. Clones share the home.
#[derive(Clone)]
pub struct Program {
    place: Arc<TempDir>,
    environment: BTreeMap<OsString, OsString>,
    options: Vec<OsString>,
}

impl Program {
    /// A machine with an empty home.
    pub fn new(lang: Lang) -> Program {
        let place = Arc::new(TempDir::new().expect("a directory for the test"));
        let mut program =
            Program { place, environment: BTreeMap::new(), options: Vec::new() }.home("home");
        let locale = lang.pick("ko_KR.UTF-8", "en_US.UTF-8");
        for (name, value) in [
            ("LANG", locale),
            ("NO_COLOR", "1"),
            ("PATH", "/usr/bin:/bin"),
            ("TERM", "xterm-256color"),
            ("VIVA_DEVICE", "desk"),
            ("VIVA_NOW", EVENING),
            ("VIVA_SEED", "7"),
        ] {
            program = program.with(name, value);
        }
        program
    }

    /// The same machine with this variable set.
    pub fn with(mut self, name: &str, value: impl AsRef<OsStr>) -> Program {
        self.environment.insert(name.into(), value.as_ref().into());
        self
    }

    /// The same machine without this variable.
    pub fn without(mut self, name: &str) -> Program {
        self.environment.remove(OsStr::new(name));
        self
    }

    /// The same machine with another home, inside the test's directory.
    pub fn home(self, name: &str) -> Program {
        let home = self.path(name);
        self.with("VIVA_HOME", home)
    }

    /// The same machine at another time.
    pub fn now(self, now: &str) -> Program {
        self.with("VIVA_NOW", now)
    }

    /// The same machine where every run has this option.
    pub fn option(mut self, option: impl AsRef<OsStr>) -> Program {
        self.options.push(option.as_ref().into());
        self
    }

    /// The same machine with a further deck.
    pub fn deck(self, text: impl AsRef<[u8]>) -> Program {
        let name = format!("decks-{}", self.options.len());
        let path = self.write(&format!("{name}/deck.toml"), text);
        let directory = path.parent().expect("a file is in a directory").to_owned();
        self.option("--decks").option(directory)
    }

    /// The same machine with [`PRACTICE`].
    pub fn practice(self) -> Program {
        self.deck(PRACTICE)
    }

    /// A path in the test's directory.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.place.path().join(name)
    }

    /// Writes a file into the test's directory.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file is in a directory"))
            .expect("the test's directory can be written");
        fs::write(&path, text).expect("the test's directory can be written");
        path
    }

    /// Writes a file that can be run.
    #[cfg(unix)]
    pub fn script(&self, name: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.write(name, text);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))
            .expect("a file of the test can be made to run");
        path
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        Path::new(&self.environment[OsStr::new("VIVA_HOME")]).join("data/viva.db")
    }

    /// The variables of a run.
    pub fn environment(&self) -> &BTreeMap<OsString, OsString> {
        &self.environment
    }

    /// The options of every run.
    pub fn options(&self) -> &[OsString] {
        &self.options
    }

    /// The program itself.
    pub fn executable() -> &'static str {
        env!("CARGO_BIN_EXE_viva")
    }

    /// A run that has not begun.
    pub fn command<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(Program::executable());
        command.env_clear().envs(&self.environment).current_dir(self.place.path());
        command.args(&self.options).args(arguments);
        command
    }

    /// Runs viva with no input.
    pub fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs viva with this on its standard input.
    pub fn run_with<'a>(
        &self,
        arguments: impl IntoIterator<Item = &'a str>,
        input: impl AsRef<[u8]>,
    ) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let said = format!("{command:?}");
        let mut child = command.spawn().expect("viva can be run");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        // A run that fails at once may close its input before all of it is written.
        let _ = stdin.write_all(input.as_ref());
        drop(stdin);
        let output = child.wait_with_output().expect("viva ends");
        let text = |bytes| String::from_utf8(bytes).expect("viva prints UTF-8");
        Ran { said, code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The whole log, each event as JSON.
    #[track_caller]
    pub fn log(&self) -> Vec<Value> {
        self.run(["log", "--json"]).well().json_lines()
    }
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Ran {
    said: String,
    /// The exit code; None when a signal ended the run.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Asserts the exit code.
    #[track_caller]
    pub fn code(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "exit code\n{self}");
        self
    }

    /// Asserts exit code 0 and a quiet standard error.
    #[track_caller]
    pub fn well(self) -> Ran {
        assert_eq!(self.err, "", "standard error\n{self}");
        self.code(0)
    }

    /// Asserts that standard output holds this.
    #[track_caller]
    pub fn says(self, text: &str) -> Ran {
        assert!(self.out.contains(text), "standard output lacks {text:?}\n{self}");
        self
    }

    /// Asserts that standard error holds this.
    #[track_caller]
    pub fn tells(self, text: &str) -> Ran {
        assert!(self.err.contains(text), "standard error lacks {text:?}\n{self}");
        self
    }

    /// Standard output as lines of JSON, each with its version.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        let read = |line: &str| -> Value {
            serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}\n{self}"))
        };
        let values: Vec<Value> = self.out.lines().map(read).collect();
        for value in &values {
            assert_eq!(value["v"], 1, "no version in {value}\n{self}");
        }
        values
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        writeln!(f, "ran {}", self.said)?;
        writeln!(f, "--- exit code {:?}, standard output:\n{}", self.code, self.out)?;
        writeln!(f, "--- standard error:\n{}", self.err)
    }
}

/// Says why a test was left out, past the capture of the test runner.
pub fn skipped(test: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped {test}: {why}");
}

/// A number that looks random and is the same each time (Steele, Lea and Flood, SplitMix64).
pub fn drawn(seed: u64) -> u64 {
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The decks that are built into the program.
pub fn built_in() -> Library {
    let read = |name: &str| {
        let path = format!("decks/{name}.toml");
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path));
        Source { path, text: text.expect("a built-in deck") }
    };
    deck::library(&["process-thread", "processes", "threads", "locks"].map(read)).0
}
