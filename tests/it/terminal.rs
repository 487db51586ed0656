//! A person at a terminal: sees the screen, types, waits for what they expect to see.
//!
//! Invariant: nothing is typed before the person has seen what they wait for, so a slow machine
//! changes nothing. It must not know what viva's screens say.

use std::{
    io::{Read, Write},
    num::NonZero,
    process::Command,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use anstyle::{AnsiColor, Color, Effects, Style};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use viva::view::{Line, Role};

use crate::program::Program;

/// How often, and for how many times without anything new, a person looks before giving up.
const LOOK: Duration = Duration::from_millis(100);
const LOOKS: u32 = 600;

/// Lines kept above the screen.
const SCROLLBACK: usize = 2000;

/// A little longer than the time in which viva takes an empty Enter for a slip of the finger.
const PAUSE: Duration = Duration::from_millis(450);

/// The program is gone: nothing more will be seen.
#[derive(Debug)]
pub struct Gone;

/// A person in front of a terminal in which viva runs.
pub struct Person {
    child: Box<dyn Child + Send + Sync>,
    terminal: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    watch: Option<thread::JoinHandle<()>>,
    eyes: Arc<Eyes>,
    columns: u16,
}

struct Eyes {
    seen: Mutex<Seen>,
    more: Condvar,
}

struct Seen {
    /// The screen as it stands.
    screen: vt100::Parser,
    /// What was drawn since the last key.
    since: vt100::Parser,
    bytes: Vec<u8>,
    gone: bool,
    /// Kill the program once this many bytes were seen, this long after the last of them.
    doom: Option<(usize, Duration)>,
    /// Look away: the window is being closed.
    closing: bool,
}

fn parser(rows: u16, columns: u16) -> vt100::Parser {
    let size = |n| NonZero::new(n).expect("a terminal has rows and columns");
    vt100::Parser::new(size(rows), size(columns), SCROLLBACK)
}

impl Program {
    /// Sits down at a terminal of this size and starts viva.
    pub fn person<'a>(
        &self,
        (rows, columns): (u16, u16),
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Person {
        self.doomed((rows, columns), arguments, None)
    }

    /// The same, and the program is killed after so many bytes of output and so much more time.
    pub fn doomed<'a>(
        &self,
        (rows, columns): (u16, u16),
        arguments: impl IntoIterator<Item = &'a str>,
        doom: Option<(usize, Duration)>,
    ) -> Person {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo terminal");
        let mut command = CommandBuilder::new(Program::executable());
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command.args(self.options());
        command.args(arguments);
        command.cwd(self.path("."));
        let child = pair.slave.spawn_command(command).expect("viva can be run");
        drop(pair.slave);
        let eyes = Arc::new(Eyes {
            seen: Mutex::new(Seen {
                screen: parser(rows, columns),
                since: parser(200, columns),
                bytes: Vec::new(),
                gone: false,
                doom,
                closing: false,
            }),
            more: Condvar::new(),
        });
        let reader = pair.master.try_clone_reader().expect("the terminal can be read");
        let keyboard = pair.master.take_writer().expect("the terminal can be written");
        let pid = child.process_id().expect("a running program has a number");
        let watching = Arc::clone(&eyes);
        let watch = thread::spawn(move || watching.watch(reader, pid));
        Person {
            child,
            terminal: Some(pair.master),
            keyboard: Some(keyboard),
            watch: Some(watch),
            eyes,
            columns,
        }
    }
}

impl Eyes {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self, mut reader: Box<dyn Read + Send>, pid: u32) {
        let mut bytes = [0; 4096];
        loop {
            let read = reader.read(&mut bytes).unwrap_or(0);
            let mut seen = self.lock();
            seen.gone = read == 0;
            seen.screen.process(&bytes[..read]);
            seen.since.process(&bytes[..read]);
            seen.bytes.extend_from_slice(&bytes[..read]);
            let so_far = seen.bytes.len();
            let doom = seen.doom.take_if(|(at, _)| so_far >= *at);
            let closing = seen.closing;
            drop(seen);
            self.more.notify_all();
            if let Some((_, delay)) = doom {
                thread::sleep(delay);
                kill(pid);
            }
            if read == 0 || closing {
                return;
            }
        }
    }
}

/// `kill -9`. The program may be gone already.
fn kill(pid: u32) {
    let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).status();
}

/// Text without its spaces: where a line breaks depends on the width.
pub fn run_together(text: &str) -> String {
    text.split_whitespace().collect()
}

impl Person {
    /// Waits until this was drawn since the last key, at whatever width it was broken. What ends in
    /// `>` is a prompt: it has to be the last that was drawn, since only then it takes keys.
    #[track_caller]
    pub fn waits_for(&mut self, text: &str) {
        if let Err(Gone) = self.expects(text) {
            let seen = self.eyes.lock();
            let end = if seen.gone { "viva ended" } else { "it did not come" };
            let screen = rows(&seen.screen);
            drop(seen);
            panic!("waiting for {text:?}: {end}. The screen:\n{screen}");
        }
    }

    /// Waits until this was drawn since the last key, or the program is gone, or time is up.
    pub fn expects(&mut self, text: &str) -> Result<(), Gone> {
        let text = run_together(text);
        let prompt = text.ends_with('>');
        self.finds(|drawn| {
            let there = if prompt { drawn.ends_with(&text) } else { drawn.contains(&text) };
            there.then_some(())
        })
    }

    /// Waits until this finds what it looks for in what was drawn since the last key, which it is
    /// given without any spaces.
    #[track_caller]
    pub fn waits_until<T>(&mut self, what: &str, find: impl Fn(&str) -> Option<T>) -> T {
        let found = self.finds(find);
        found.unwrap_or_else(|Gone| panic!("waiting for {what}. The screen:\n{}", self.screen()))
    }

    /// The same, unless the program is gone, or time is up.
    pub fn finds<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> Result<T, Gone> {
        self.looks(|seen| find(&run_together(&seen.since.screen().contents())))
    }

    /// Waits until this stands on the screen, drawn before the last key or after.
    #[track_caller]
    pub fn waits_to_see(&mut self, text: &str) {
        let text = run_together(text);
        if self
            .looks(|seen| run_together(&rows(&seen.screen)).contains(&text).then_some(()))
            .is_err()
        {
            panic!("waiting to see {text:?}. The screen:\n{}", self.screen());
        }
    }

    fn looks<T>(&self, find: impl Fn(&Seen) -> Option<T>) -> Result<T, Gone> {
        let mut seen = self.eyes.lock();
        let mut looks = 0;
        loop {
            if let Some(found) = find(&seen) {
                return Ok(found);
            }
            if seen.gone || looks == LOOKS {
                return Err(Gone);
            }
            let (again, waited) =
                self.eyes.more.wait_timeout(seen, LOOK).unwrap_or_else(PoisonError::into_inner);
            looks = if waited.timed_out() { looks + 1 } else { 0 };
            seen = again;
        }
    }

    /// Presses keys, as the bytes that a terminal sends for them, in one go.
    pub fn presses(&mut self, keys: &str) {
        self.eyes.lock().since = parser(200, self.columns);
        if let Some(keyboard) = &mut self.keyboard {
            // The program may be gone: what is waited for next will say so.
            let _ = keyboard.write_all(keys.as_bytes()).and_then(|()| keyboard.flush());
        }
    }

    /// Drums on these keys until this is drawn, and rests a moment.
    #[track_caller]
    pub fn drums(&mut self, keys: &str, until: &str) {
        self.presses(keys);
        let wanted = run_together(until);
        for _ in 0..1_000_000 {
            if run_together(&self.since()).contains(&wanted) {
                return thread::sleep(PAUSE);
            }
            if let Some(keyboard) = &mut self.keyboard {
                let _ = keyboard.write_all(keys.as_bytes()).and_then(|()| keyboard.flush());
            }
        }
        panic!("drumming until {until:?}. The screen:\n{}", self.screen());
    }

    /// Types text and sees it on the screen.
    #[track_caller]
    pub fn types(&mut self, text: &str) {
        self.presses(text);
        self.waits_for(text);
    }

    /// Presses Enter.
    pub fn enter(&mut self) {
        self.presses("\r");
    }

    /// Presses Enter alone at a prompt, after a look at it.
    pub fn enters_nothing(&mut self) {
        thread::sleep(PAUSE);
        self.enter();
    }

    /// Types a line and ends it.
    #[track_caller]
    pub fn says(&mut self, line: &str) {
        self.types(line);
        self.enter();
    }

    /// Ctrl and this letter.
    pub fn ctrl(&mut self, letter: char) {
        self.presses(&char::from(letter as u8 & 0x1f).to_string());
    }

    /// Arrow up.
    pub fn up(&mut self) {
        self.presses("\x1b[A");
    }

    /// Arrow down.
    pub fn down(&mut self) {
        self.presses("\x1b[B");
    }

    /// Pulls the window to another size.
    pub fn resizes(&mut self, (rows, columns): (u16, u16)) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let mut seen = self.eyes.lock();
        // What is on the screen is drawn anew by the program.
        seen.screen = parser(rows, columns);
        self.columns = columns;
        if let Some(terminal) = &self.terminal {
            terminal.resize(size).expect("a terminal has a size");
        }
    }

    /// Whether the program has the whole screen to itself.
    pub fn is_full_screen(&self) -> bool {
        self.eyes.lock().screen.screen().alternate_screen()
    }

    /// The rows of the screen.
    pub fn screen(&self) -> String {
        rows(&self.eyes.lock().screen)
    }

    /// The rows of the screen with what each run of text means, by its looks.
    pub fn lines(&self) -> Vec<Line> {
        lines(self.eyes.lock().screen.screen())
    }

    /// What was drawn since the last key.
    pub fn since(&self) -> String {
        self.eyes.lock().since.screen().contents()
    }

    /// Everything that scrolled away, and the screen.
    pub fn scrollback(&self) -> String {
        let mut seen = self.eyes.lock();
        let screen = seen.screen.screen_mut();
        let mut text = String::new();
        screen.set_scrollback(usize::MAX);
        for above in (1..=screen.scrollback()).rev() {
            screen.set_scrollback(above);
            let (_, columns) = screen.size();
            text.push_str(screen.rows(0, columns.get()).next().unwrap_or_default().trim_end());
            text.push('\n');
        }
        screen.set_scrollback(0);
        text + &rows(&seen.screen)
    }

    /// The bytes that the terminal got.
    pub fn bytes(&self) -> Vec<u8> {
        self.eyes.lock().bytes.clone()
    }

    /// `kill -9`.
    pub fn dies(mut self) {
        kill(self.child.process_id().expect("a running program has a number"));
        self.child.wait().expect("a killed program ends");
    }

    /// Closes the window in the middle of a word: the terminal hangs up.
    pub fn closes_the_window(mut self) {
        self.eyes.lock().closing = true;
        // Its echo makes the reader look once more, see that this is the end, and let go.
        self.presses("x");
        let watch = self.watch.take().expect("the reader runs until now");
        watch.join().expect("the reader does not panic");
        // The last hands on the terminal: the kernel now hangs up on the program.
        self.keyboard = None;
        self.terminal = None;
        self.child.wait().expect("a program without a terminal ends");
    }

    /// Waits until the program has ended, so that nothing more is drawn.
    #[track_caller]
    pub fn ends(&mut self) {
        let _ = self.looks(|seen| seen.gone.then_some(()));
        assert!(self.eyes.lock().gone, "viva goes on. The screen:\n{}", self.screen());
    }

    /// Waits until the program has ended; its exit code.
    #[track_caller]
    pub fn leaves(mut self) -> u32 {
        self.ends();
        self.child.wait().expect("a program that closed its terminal ends").exit_code()
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        // A failed test leaves nothing running.
        if matches!(self.child.try_wait(), Ok(None)) {
            if let Some(pid) = self.child.process_id() {
                kill(pid);
            }
            let _ = self.child.wait();
        }
    }
}

/// The rows of a screen, each without the spaces after it, and without the empty rows at the end.
fn rows(parser: &vt100::Parser) -> String {
    let screen = parser.screen();
    let (_, columns) = screen.size();
    let rows: Vec<String> =
        screen.rows(0, columns.get()).map(|row| row.trim_end().to_owned()).collect();
    rows.join("\n").trim_end().to_owned()
}

/// The rows of a screen as lines of roles, without empty rows at the end.
fn lines(screen: &vt100::Screen) -> Vec<Line> {
    let (rows, columns) = screen.size();
    let mut lines = Vec::new();
    for row in 0..rows.get() {
        let mut spans: Vec<(Role, String)> = Vec::new();
        let cells = (0..columns.get()).filter_map(|column| screen.cell(row, column));
        for cell in cells.filter(|cell| !cell.is_wide_continuation()) {
            let text = if cell.has_contents() { cell.contents() } else { " " };
            match (role(cell), spans.last_mut()) {
                (role, Some((last, before))) if *last == role => before.push_str(text),
                (role, _) => spans.push((role, text.to_owned())),
            }
        }
        while let Some((_, last)) = spans.last_mut() {
            last.truncate(last.trim_end().len());
            if !last.is_empty() {
                break;
            }
            spans.pop();
        }
        lines.push(spans.into_iter().collect());
    }
    let used = lines.iter().rposition(|line: &Line| line.width() > 0).map_or(0, |at| at + 1);
    lines.truncate(used);
    lines
}

/// The role whose style a cell has.
fn role(cell: &vt100::Cell) -> Role {
    let mut style = Style::new();
    for (on, effect) in [
        (cell.bold(), Effects::BOLD),
        (cell.dim(), Effects::DIMMED),
        (cell.italic(), Effects::ITALIC),
        (cell.underline(), Effects::UNDERLINE),
        (cell.inverse(), Effects::INVERT),
    ] {
        if on {
            style = style.effects(style.get_effects() | effect);
        }
    }
    let colour = |colour| match colour {
        vt100::Color::Default => None,
        vt100::Color::Idx(0) => Some(AnsiColor::Black.into()),
        vt100::Color::Idx(1) => Some(AnsiColor::Red.into()),
        vt100::Color::Idx(2) => Some(AnsiColor::Green.into()),
        vt100::Color::Idx(3) => Some(AnsiColor::Yellow.into()),
        vt100::Color::Idx(4) => Some(AnsiColor::Blue.into()),
        vt100::Color::Idx(5) => Some(AnsiColor::Magenta.into()),
        vt100::Color::Idx(6) => Some(AnsiColor::Cyan.into()),
        vt100::Color::Idx(7) => Some(AnsiColor::White.into()),
        vt100::Color::Idx(other) => Some(Color::from(other)),
        vt100::Color::Rgb(r, g, b) => Some(Color::from((r, g, b))),
    };
    let style = style.fg_color(colour(cell.fgcolor())).bg_color(colour(cell.bgcolor()));
    let role = Role::of_style(style);
    role.unwrap_or_else(|| panic!("{:?} looks like no role: {style:?}", cell.contents()))
}
