//! Experiments: a program, the machine it runs on, its claims and its timed runs.
//!
//! Invariant: shapes only; the program is text here, and nothing is run. It must not know cards.

use toml::de::DeValue;

use crate::{
    deck::{
        Costs, Expected, Experiment, Machine, Run,
        check::{duplicate_id::Seen, program_syntax},
        raw::{
            Reader, claim,
            fields::{Fields, Place},
        },
        timed::{constants, meant},
    },
    lab::timed::{self, Policy, Setup},
};

#[allow(clippy::cast_possible_wrap, reason = "a handful of cores")]
const MOST_CORES: i64 = Setup::MOST_CORES as i64;

/// Reads one experiment.
pub(super) fn experiment<'a>(
    reader: &mut Reader<'a>,
    mut fields: Fields<'a>,
) -> Option<Experiment> {
    let span = fields.span;
    let id = fields.require("id").and_then(|it| reader.id(it));
    let title = fields.require("title").and_then(|it| reader.text(it));
    let shows = fields.get("shows");
    let shows = reader.optional_text(shows);
    let place = fields.require("program");
    let program = place.and_then(|it| reader.program(it));
    let mut lowered = match (place, &program) {
        (Some(place), Some(text)) => lower(reader, place, text),
        _ => None,
    };
    let claims = fields.get("claim");
    let mut measures = Vec::new();
    let claims = reader
        .tables("experiment.claim", claims)
        .into_iter()
        .filter_map(|it| {
            let (expression, with) = (claim::expression(&it), it.peek("with"));
            let claim = claim::claim(reader, it)?;
            if let Some((form @ ("measure" | "compare"), expression)) = expression {
                measures.push(Measured { form, expression, constants: claim.with.clone(), with });
            } else if let (Some((place, text, lowered)), Some((form, expression))) =
                (&mut lowered, expression)
                && let Some(program) = lowered.with(reader, *place, text, &claim.with, with)
            {
                program_syntax::claim(reader, program, form, expression);
            }
            Some(claim)
        })
        .collect();
    let machine = fields.get("machine").and_then(|it| machine(reader, it));
    let runs = fields.get("run");
    let mut seen = Seen::default();
    let runs = reader.tables("experiment.run", runs);
    let count = runs.len();
    let mut runs: Vec<(Run, Option<Lowered<'a>>)> =
        runs.into_iter().filter_map(|it| run(reader, it, &mut seen, &mut lowered)).collect();
    // A run that could not be read is not missing.
    if count == runs.len() {
        for measured in measures {
            measured.check(reader, &mut runs, &mut lowered);
        }
    }
    let runs = runs.into_iter().map(|it| it.0).collect();
    fields.finish(reader);
    Some(Experiment {
        id: id?,
        title: title?,
        shows,
        program: program?,
        claims,
        machine: machine.unwrap_or_default(),
        runs,
        span,
    })
}

fn machine<'a>(reader: &mut Reader<'a>, place: Place<'a>) -> Option<Machine> {
    let mut fields = reader.table("experiment.machine", place)?;
    let [page, stack, heap, tlb] = ["page", "stack", "heap", "tlb"].map(|it| {
        let place = fields.get(it);
        reader.count(place, u32::from(it != "tlb"))
    });
    let spurious = fields.get("spurious").and_then(|it| reader.boolean(it));
    let costs = fields.get("costs").and_then(|it| costs(reader, it));
    fields.finish(reader);
    Some(Machine { page, stack, heap, tlb, spurious, costs })
}

/// A program with its place and its text.
type Lowered<'a> = (Place<'a>, Box<str>, program_syntax::Lowered);

/// A claim about timed runs.
struct Measured<'a> {
    form: &'static str,
    expression: Place<'a>,
    /// What is between its braces.
    constants: Vec<(Box<str>, i64)>,
    with: Option<Place<'a>>,
}

impl<'a> Measured<'a> {
    /// Reports names of runs and tasks that there are not.
    fn check(
        self,
        reader: &mut Reader<'a>,
        runs: &mut [(Run, Option<Lowered<'a>>)],
        shared: &mut Option<Lowered<'a>>,
    ) {
        for measured in program_syntax::measured(reader, self.form, self.expression) {
            let run = match meant(runs.iter().map(|it| &*it.0.name), &measured) {
                Ok(run) => run.and_then(|it| runs.get_mut(it)),
                Err(finding) => {
                    program_syntax::expression(reader, self.expression, vec![finding]);
                    continue;
                }
            };
            let (set, own) = match run {
                Some((run, own)) => (constants(&run.set, &self.constants), own),
                None => (self.constants.clone(), &mut None),
            };
            let lowered = if own.is_some() { own } else { &mut *shared };
            let (Some((place, text, lowered)), Some(task)) = (lowered, &measured.task) else {
                continue;
            };
            if let Some(program) = lowered.with(reader, *place, text, &set, self.with) {
                program_syntax::task(reader, program, self.expression, task);
            }
        }
    }
}

/// Checks a program with its own constants.
fn lower<'a>(reader: &mut Reader<'a>, place: Place<'a>, text: &str) -> Option<Lowered<'a>> {
    let mut lowered = program_syntax::program(reader, place, text)?;
    lowered.with(reader, place, text, &[], None)?;
    Some((place, text.into(), lowered))
}

fn run<'a>(
    reader: &mut Reader<'a>,
    mut fields: Fields<'a>,
    seen: &mut Seen<'a>,
    shared: &mut Option<Lowered<'a>>,
) -> Option<(Run, Option<Lowered<'a>>)> {
    let name = claim::run_name(reader, &mut fields, seen);
    let cores = fields.get("cores").and_then(|it| reader.integer(it, 1, MOST_CORES));
    let cores = cores.and_then(|it| u32::try_from(it).ok());
    let [quantum, boost] = ["quantum", "boost"].map(|it| {
        let place = fields.get(it);
        reader.count(place, 1)
    });
    let policy = fields.get("policy").and_then(|it| reader.one_of(it, &Policy::ALL.map(|it| it.0)));
    let tagged = fields.get("tagged").and_then(|it| reader.boolean(it));
    let costs = fields.get("costs").and_then(|it| costs(reader, it));
    let set_place = fields.get("set");
    let set = reader.constants(set_place, Reader::word);
    let place = fields.get("program");
    let program = place.and_then(|it| reader.program(it));
    let mut own = match (place, &program) {
        (Some(place), Some(text)) => lower(reader, place, text),
        _ => None,
    };
    let used = if place.is_some() { &mut own } else { shared };
    if let Some((place, text, lowered)) = used {
        lowered.with(reader, *place, text, &set, set_place);
    }
    fields.finish(reader);
    let policy = policy.map(Box::from);
    let run = Run { name: name?.0, cores, policy, quantum, boost, tagged, costs, set, program };
    Some((run, own))
}

/// `"none"`, or what some things cost.
fn costs<'a>(reader: &mut Reader<'a>, place: Place<'a>) -> Option<Costs> {
    match place.value {
        DeValue::String(_) => reader.one_of(place, &["none"]).map(|_| Costs::None),
        DeValue::Table(table) => {
            let mut fields = Fields::new("costs", table, place.span);
            let mut some = Vec::new();
            for name in timed::Costs::NAMES {
                let place = fields.get(name);
                if let Some(cost) = reader.count(place, 0) {
                    some.push((name.into(), cost));
                }
            }
            fields.finish(reader);
            Some(Costs::Some(some))
        }
        _ => {
            reader.wrong_type(place, Expected::Costs);
            None
        }
    }
}
