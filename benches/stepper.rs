//! How long a redraw of `lab step` takes, for every shipped experiment: `cargo bench --bench stepper`.
//!
//! Each is gone through for up to [`MOVES`] moves, task by task in turn, and drawn after each at two
//! sizes, folded and expanded; the slowest redraw of each is told. What the terminal then takes is
//! not measured.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
#![expect(clippy::unwrap_used, reason = "the shipped deck is sound")]

use std::time::{Duration, Instant};

use viva::{
    deck::{self, Source},
    lab::Story,
    machine::{Keep, Machine},
    program,
    session::step::{Input, Stepper},
    text::Lang,
    view::{Colour, Paper, paint, step},
};

const MOVES: usize = 200;

fn main() {
    let text = include_str!("../decks/process-thread.toml").to_owned();
    let (library, _) = deck::library(&[Source { path: "process-thread.toml".to_owned(), text }]);
    let experiments = library.decks.iter().flat_map(|it| &it.experiments);
    let mut slowest = Duration::ZERO;
    for experiment in experiments {
        let lowered = experiment.compile(&[]).unwrap();
        let keep = Keep { globals: true, copied: true, ..Keep::default() };
        let machine = Machine::new(&lowered, experiment.options(keep)).unwrap();
        let rows = program::rows(&experiment.program);
        let title = experiment.title.get(Lang::Ko);
        let subject = step::Subject { name: &experiment.id, title, rows: &rows };
        let mut stepper = Stepper::new(Story::new(&machine).unwrap());
        let mut worst = Duration::ZERO;
        for turn in 0..MOVES {
            let moves = stepper.possible();
            let Some(way) = moves.get(turn % moves.len().max(1)) else { break };
            let written = stepper.written(*way);
            stepper = stepper.step(Input::Follow(written)).0;
            for (width, height) in [(80, 24), (200, 60)] {
                stepper = stepper.step(Input::Expand).0;
                let paper = Paper::of_width(width);
                let redraw = || {
                    let before = Instant::now();
                    let screen = step::screen(Lang::Ko, &paper, height, &subject, &stepper, None);
                    std::hint::black_box(paint(&screen.lines, Colour::Ansi));
                    before.elapsed()
                };
                // The best of some tries: in others the system did something else.
                let best = (0..5).map(|_| redraw()).min().unwrap();
                worst = worst.max(best);
            }
        }
        println!("{:>9.1?}  {} ({} moves)", worst, experiment.id, stepper.at());
        slowest = slowest.max(worst);
    }
    println!("{slowest:>9.1?}  the slowest redraw");
}
