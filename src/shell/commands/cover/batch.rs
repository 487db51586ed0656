//! Many answers at once: a line of JSON in, a line of JSON out.
//!
//! Invariant: one result for each line that is not empty, in order, written before the next line is
//! read; a line that is broken costs nothing but itself.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read as _},
    path::Path,
};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::message::{
    failure::{self, Trouble},
    grading::{self as words, Broken},
};

use super::super::{
    super::{
        app::App,
        failure::{End, Failure, Outcome},
        files, report,
    },
    JSON_VERSION, json,
};
use super::{CoverJson, Judges};

/// The most bytes of a line.
const LONGEST_LINE: usize = 1024 * 1024;

#[derive(Serialize)]
struct BrokenJson {
    v: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    error: String,
}

/// Judges the answers of a file; `-` is standard input.
pub(super) fn run(app: &App, judges: &mut Judges, path: &Path) -> Outcome {
    if path == Path::new("-") {
        if app.input_taken {
            return Err(Trouble::InputTaken.into());
        }
        return all(app, judges, io::stdin().lock());
    }
    let unreadable = |error: io::Error| Trouble::Unreadable {
        path: path.to_owned(),
        why: files::reason(&error),
    };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().is_ok_and(|it| it.is_dir()) {
        return Err(unreadable(io::ErrorKind::IsADirectory.into()).into());
    }
    all(app, judges, BufReader::new(file))
}

fn all(app: &App, judges: &mut Judges, mut input: impl BufRead) -> Outcome {
    let lang = app.lang();
    let (mut number, mut lines, mut broken) = (0, 0, 0);
    while let Some(line) = next(&mut input)? {
        number += 1;
        if line.as_ref().is_ok_and(|it| it.trim_ascii().is_empty()) {
            continue;
        }
        lines += 1;
        if let Err((id, why)) = one(app, judges, line)? {
            broken += 1;
            let error = words::broken(lang, number, &why);
            json(app, &BrokenJson { v: JSON_VERSION, id, error })?;
        }
    }
    if broken == 0 {
        return Ok(End::Well);
    }
    app.tell(&[report::notice(words::not_judged(lang, broken, lines), lang)])?;
    Ok(End::Findings)
}

/// Judges the answer of a line; else its id, where it has one, and what is wrong.
fn one(
    app: &App,
    judges: &mut Judges,
    line: Result<Vec<u8>, Broken>,
) -> Result<Result<(), (Option<Value>, Broken)>, Failure> {
    let read = line.and_then(|line| {
        serde_json::from_slice::<Map<String, Value>>(&line).map_err(|_| Broken::NotJson)
    });
    let line = match read {
        Ok(line) => line,
        Err(why) => return Ok(Err((None, why))),
    };
    let id = line.get("id").filter(|id| !id.is_null());
    let text = |name| line.get(name).and_then(Value::as_str).ok_or(Broken::NoText(name));
    let asked = text("card").and_then(|card| Ok((card, text("answer")?)));
    let refused = |trouble| Broken::Refused(failure::trouble(app.lang(), &trouble).0);
    let asked =
        asked.and_then(|(card, answer)| Ok((card, answer, judges.of(card).map_err(refused)?)));
    match asked {
        Ok((card, answer, judged)) => {
            let report = judged.judge.report(answer);
            json(app, &CoverJson::new(id, card, judged.explain, &report))?;
            Ok(Ok(()))
        }
        Err(why) => Ok(Err((id.cloned(), why))),
    }
}

/// The next line, without its end; None after the last.
fn next(input: &mut impl BufRead) -> io::Result<Option<Result<Vec<u8>, Broken>>> {
    let mut line = Vec::new();
    let most = LONGEST_LINE as u64 + 1;
    if input.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > LONGEST_LINE {
        input.skip_until(b'\n')?;
    }
    if line.len() > LONGEST_LINE {
        return Ok(Some(Err(Broken::TooLong(LONGEST_LINE))));
    }
    Ok(Some(Ok(line)))
}
