//! Words on standard error: failures, notices, bugs.
//!
//! Invariant: a failure is an `error:` line and at most one `help:` line. It never shows a type
//! name, and a panic becomes a sentence.

use std::io::{self, Write};

use crate::{
    deck::{Finding, Source},
    message::{self, failure::Trouble},
    text::Lang,
    view::{Colour, Line, Role, excerpt, paint},
};

use super::{app::App, failure::Failure, wording};

/// The lines of a trouble.
pub(super) fn trouble(lang: Lang, trouble: &Trouble) -> Vec<Line> {
    let (sentence, help) = message::failure::trouble(lang, trouble);
    lines(lang, sentence, help)
}

/// The line of a notice.
pub(super) fn notice(sentence: String, lang: Lang) -> Line {
    Line::new()
        .with(Role::Warning, message::home::heads(lang).notice)
        .with(Role::Plain, format!("  {sentence}"))
}

/// Tells why a command failed.
pub(super) fn failure(app: &App, failure: &Failure) {
    let paper = app.paper();
    let lines = failure_lines(app.lang(), failure);
    let wrap = |line: &Line| line.wrap_in(paper.measure(), paper.width, 2);
    let lines: Vec<Line> = lines.iter().flat_map(wrap).collect();
    // Standard error is gone: there is nobody to tell.
    let _ = app.tell(&lines);
}

/// Tells of a failure before there was an app; gives the exit code.
pub(super) fn early(lang: Lang, failure: &Failure) -> u8 {
    let text = paint(&failure_lines(lang, failure), Colour::None);
    let _ = io::stderr().lock().write_all(text.as_bytes());
    failure.code()
}

/// The lines of a failure.
pub(super) fn failure_lines(lang: Lang, failure: &Failure) -> Vec<Line> {
    match failure {
        Failure::Trouble(wrong) => trouble(lang, wrong),
        Failure::Store(error) => {
            let (sentence, help) = super::storage::error(lang, error);
            lines(lang, sentence, help)
        }
        Failure::Usage(error) => {
            let (usage, near) = wording::usage(error);
            usage_lines(lang, &usage, &near)
        }
        Failure::Words(usage) => usage_lines(lang, usage, &[]),
        Failure::Told => Vec::new(),
        Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Vec::new(),
        Failure::Output(error) => {
            let why = super::files::reason(error);
            lines(lang, message::storage::output(lang, &why), None)
        }
    }
}

/// Tells what is wrong with a text that a command needs; gives the failure of the command.
pub(super) fn refused(app: &App, source: &Source, findings: &[Finding]) -> Failure {
    let colour = app.terminal.error_colour == Colour::Ansi;
    let style = excerpt::Style { lang: app.lang(), width: app.paper().width, colour };
    let file = excerpt::File { path: &source.path, text: &source.text };
    for finding in findings {
        // Standard error is gone: there is nobody to tell.
        let _ = writeln!(io::stderr().lock(), "{}\n", excerpt::excerpt(file, finding, style));
    }
    Failure::Told
}

fn usage_lines(lang: Lang, usage: &message::command::Usage, near: &[String]) -> Vec<Line> {
    use message::command::{self as words, Usage};
    let help = match usage {
        Usage::InvalidValue { possible, .. } if !possible.is_empty() => {
            words::possible(lang, possible)
        }
        _ if !near.is_empty() => words::did_you_mean(lang, near),
        _ => words::see_help(lang, ""),
    };
    lines(lang, words::usage(lang, usage), Some(help))
}

fn lines(lang: Lang, sentence: String, help: Option<String>) -> Vec<Line> {
    let head = |role, head: &str, text: String| {
        Line::new().with(role, head).with(Role::Plain, format!(": {text}"))
    };
    let mut lines = vec![head(Role::Error, message::failure::error_head(lang), sentence)];
    lines.extend(help.map(|help| head(Role::Muted, message::failure::help_head(lang), help)));
    lines
}

/// Writes a page on standard output.
pub(super) fn print(page: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()
}

/// From now on a panic prints a sentence instead of a backtrace.
pub(super) fn on_panic(lang: Lang) {
    std::panic::set_hook(Box::new(move |panic| {
        super::screen::restore();
        let place =
            panic.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
        let text = message::failure::bug(lang, env!("CARGO_PKG_VERSION"), &place);
        let _ = writeln!(io::stderr().lock(), "\n{text}");
    }));
}
