//! What is generated and committed: the pictures of real screens that the README shows.
//!
//! Invariant: a picture is made from what the program drew in a terminal, cell by cell, never
//! from its code. `VIVA_UPDATE=1 cargo test` writes it anew.

use std::{fs, num::NonZero, path::Path};

use anstyle::{AnsiColor, Color, Effects, Style};
use viva::{
    message::{prediction, quiz as words},
    record::Grade,
    text::Lang,
    view::{Line, Role, SvgOptions, svg},
};

use crate::{program::Program, readme::updates};

const LAB_CARDS: &str = include_str!("lab-cards.toml");

/// The rows and columns of the terminal.
const SIZE: (u16, u16) = (24, 80);

/// What the person types: a good answer with no word on each thread's own stack.
const ANSWER: [&str; 4] = [
    "A process is a running program with its own address space.",
    "Threads are paths of execution inside it. They share code, data and heap,",
    "so switching between them is cheaper, but writes to shared data need locks.",
    "If one thread crashes, the whole process ends.",
];

/// The screen as the bytes left it.
fn screen(bytes: &[u8]) -> vt100::Parser {
    let size = |n| NonZero::new(n).expect("a terminal has rows and columns");
    let mut parser = vt100::Parser::new(size(SIZE.0), size(SIZE.1), 0);
    parser.process(bytes);
    parser
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

/// The rows of a screen as lines of roles, without empty rows at the end.
fn lines(parser: &vt100::Parser) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in 0..SIZE.0 {
        let mut spans: Vec<(Role, String)> = Vec::new();
        let cells = (0..SIZE.1).filter_map(|column| parser.screen().cell(row, column));
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

/// A first card in English, answered and ticked, at the prompt for its grade.
fn evening() -> Vec<Line> {
    let program = Program::new(Lang::En).without("NO_COLOR");
    let card = ["quiz", "--topic", "process-and-thread", "--limit", "1"];
    let mut person = program.person(SIZE, card);
    person.waits_for("Explain the difference between a process and a thread.");
    // With its prompt: what is typed before that is thrown away.
    person.waits_for(&format!("{} >", words::answer_keys(Lang::En)[3].1));
    for line in ANSWER {
        person.says(line);
    }
    person.enter();
    person.waits_for(&words::grade_prompt(Lang::En, Some(Grade::Hard)));
    lines(&screen(&person.bytes()))
}

/// The experiment behind an answer, run after a prediction that missed a value.
fn experiment() -> Vec<Line> {
    let program = Program::new(Lang::En).without("NO_COLOR").deck(LAB_CARDS);
    let mut person = program.person(SIZE, ["quiz", "--topic", "why"]);
    person.waits_for(&format!("{} >", words::answer_keys(Lang::En)[3].1));
    person.says("It is three steps.");
    person.enter();
    person.waits_for(&words::tick_prompt(Lang::En, "a"));
    person.says("a");
    person.waits_for(&words::grade_prompt(Lang::En, Some(Grade::Easy)));
    person.says("r");
    person.waits_for(prediction::prompt(Lang::En, true));
    person.says("2");
    person.waits_for(prediction::run_prompt(Lang::En));
    lines(&screen(&person.bytes()))
}

#[track_caller]
fn check(name: &str, title: &str, lines: &[Line]) {
    let text: Vec<String> = lines.iter().map(Line::text).collect();
    let options =
        SvgOptions { title: title.to_owned(), rows: lines.len(), ..SvgOptions::default() };
    let picture = svg(lines, &options);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name);
    if updates() {
        fs::write(&path, &picture).expect("the pictures can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == picture,
        "assets/{name} is out of date (VIVA_UPDATE=1 cargo test writes it):\n{}",
        text.join("\n")
    );
}

#[test]
fn the_pictures_in_the_readme_are_what_the_program_shows() {
    check("evening.svg", "viva: a card after a typed answer", &evening());
    check("experiment.svg", "viva: the experiment behind an answer", &experiment());
}
