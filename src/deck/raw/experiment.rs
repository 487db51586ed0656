//! Experiments: a program, the machine it runs on, its claims and its timed runs.
//!
//! Invariant: shapes only; the program is text here, and nothing is run. It must not know cards.

use toml::de::DeValue;

use crate::deck::{
    Costs, Expected, Experiment, Machine, Run,
    check::{duplicate_id::Seen, program_syntax},
    raw::{
        Reader, claim,
        fields::{Fields, Place},
    },
};

/// The policies of timed runs.
const POLICIES: [&str; 7] = ["fifo", "sjf", "srtf", "round-robin", "priority", "mlfq", "fair"];

/// What has a cost.
const COSTS: [&str; 8] =
    ["step", "switch", "address_space", "tlb_miss", "create", "fork", "page_copy", "system_call"];

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
    let claims = reader
        .tables("experiment.claim", claims)
        .into_iter()
        .filter_map(|it| {
            let (expression, with) = (claim::expression(&it), it.peek("with"));
            let claim = claim::claim(reader, it)?;
            if let (Some((place, text, lowered)), Some((form, expression))) =
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
    let runs = reader
        .tables("experiment.run", runs)
        .into_iter()
        .filter_map(|it| run(reader, it, &mut seen, &mut lowered))
        .collect();
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
) -> Option<Run> {
    let name = claim::run_name(reader, &mut fields, seen);
    let [cores, quantum, boost] = ["cores", "quantum", "boost"].map(|it| {
        let place = fields.get(it);
        reader.count(place, 1)
    });
    let policy = fields.get("policy").and_then(|it| reader.one_of(it, &POLICIES));
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
    Some(Run {
        name: name?.0,
        cores,
        policy: policy.map(Box::from),
        quantum,
        boost,
        tagged,
        costs,
        set,
        program,
    })
}

/// `"none"`, or what some things cost.
fn costs<'a>(reader: &mut Reader<'a>, place: Place<'a>) -> Option<Costs> {
    match place.value {
        DeValue::String(_) => reader.one_of(place, &["none"]).map(|_| Costs::None),
        DeValue::Table(table) => {
            let mut fields = Fields::new("costs", table, place.span);
            let mut some = Vec::new();
            for name in COSTS {
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
