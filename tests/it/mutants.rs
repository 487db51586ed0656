//! The claims of the shipped decks say something: whatever is changed in one of them, it fails.
//!
//! Invariant: sets lose and gain an element, truths flip, numbers move by one, and what is always or
//! possibly true becomes never true; each change is judged like the claim itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the decks has failed")]

use std::{fs, ops::ControlFlow, path::Path};

use viva::{
    deck::{self, Assertion, Claim, Likely, Source},
    lab::Budget,
};

/// Every way to change one thing in a claim. One of each inner list at least must fail: where a
/// number can move up or down, the other value may be possible too.
fn mutants(claim: &Claim) -> Vec<Vec<Claim>> {
    let with = |what: Assertion| Claim { what, ..claim.clone() };
    let mut mutants: Vec<Vec<Claim>> = Vec::new();
    let mut each = |what: Assertion| mutants.push(vec![with(what)]);
    match claim.what.clone() {
        Assertion::FinalIs { of, is } => {
            for is in changed(&is) {
                each(Assertion::FinalIs { of: of.clone(), is });
            }
        }
        Assertion::FinalCan { of, can } => {
            for at in 0..can.len() {
                let moved = [1, -1].map(|by| {
                    let mut can = can.clone();
                    can[at] += by;
                    with(Assertion::FinalCan { of: of.clone(), can })
                });
                mutants.push(moved.into());
            }
        }
        Assertion::Always(it) | Assertion::Possible(it) => each(Assertion::Never(it)),
        Assertion::Never(it) => each(Assertion::Possible(it)),
        Assertion::Deadlock(is) => each(Assertion::Deadlock(!is)),
        Assertion::Ends(is) => each(Assertion::Ends(!is)),
        Assertion::Fault(None) => each(Assertion::Fault(Some("overflow".into()))),
        Assertion::Fault(Some(_)) => each(Assertion::Fault(None)),
        Assertion::Outputs(rows) => {
            changed(&rows).into_iter().map(Assertion::Outputs).for_each(each)
        }
        Assertion::Schedules { expression, count, of } => {
            for count in moved(&count) {
                each(Assertion::Schedules {
                    expression: expression.clone(),
                    count,
                    of: of.clone(),
                });
            }
            for of in of.iter().flat_map(|it| moved(it)) {
                let (expression, count) = (expression.clone(), count.clone());
                each(Assertion::Schedules { expression, count, of: Some(of) });
            }
        }
        Assertion::Chance { expression, likely } => {
            let moved: Vec<Likely> = match &likely {
                Likely::Odds(text) => moved(text).into_iter().map(Likely::Odds).collect(),
                Likely::Percent(text) => moved(text).into_iter().map(Likely::Percent).collect(),
            };
            for likely in moved {
                each(Assertion::Chance { expression: expression.clone(), likely });
            }
        }
        Assertion::Measure { what, is } => {
            for is in moved(&is) {
                each(Assertion::Measure { what: what.clone(), is });
            }
        }
        Assertion::Compare(text) => each(Assertion::Compare(contrary(&text))),
        // These have no value to change.
        Assertion::Exclusive(_) | Assertion::Progress(_) => {}
    }
    let companions = [(claim.steps, true), (claim.preemptions, false)];
    for (number, is_steps) in companions {
        let Some(number) = number else { continue };
        for number in [Some(number + 1), number.checked_sub(1)].into_iter().flatten() {
            let mut mutant = claim.clone();
            let companion = if is_steps { &mut mutant.steps } else { &mut mutant.preemptions };
            *companion = Some(number);
            mutants.push(vec![mutant]);
        }
    }
    mutants
}

/// The comparison that holds where this one does not.
fn contrary(text: &str) -> Box<str> {
    let pairs = [("==", "!="), ("!=", "=="), (">=", "<"), ("<=", ">"), (">", "<="), ("<", ">=")];
    let (operator, other) = pairs.into_iter().find(|it| text.contains(it.0)).unwrap();
    text.replacen(operator, other, 1).into()
}

/// The set without each of its rows, and with one more.
fn changed(rows: &[Vec<i64>]) -> Vec<Vec<Vec<i64>>> {
    let mut all: Vec<Vec<Vec<i64>>> = (0..rows.len())
        .map(|at| {
            let mut rows = rows.to_vec();
            rows.remove(at);
            rows
        })
        .collect();
    let mut more = rows.iter().max().cloned().unwrap_or_default();
    match more.first_mut() {
        Some(first) => *first += 1,
        None => more.push(1),
    }
    all.push([rows, &[more]].concat());
    all
}

/// The number with its last digit, or its numerator, one more and one less.
fn moved(text: &str) -> Vec<Box<str>> {
    let (number, below) = match text.split_once('/') {
        Some((above, below)) => (above, format!("/{below}")),
        None => (text, String::new()),
    };
    let digits = number.trim().replace('.', "");
    let decimals = number.trim().split_once('.').map_or(0, |it| it.1.len());
    let value: i128 = digits.parse().unwrap();
    let written = |value: i128| {
        let digits = format!("{value:0>width$}", width = decimals + 1);
        let (before, after) = digits.split_at(digits.len() - decimals);
        let point = if decimals > 0 { "." } else { "" };
        format!("{before}{point}{after}{below}").into()
    };
    let less = (value > 0).then(|| written(value - 1));
    std::iter::once(written(value + 1)).chain(less).collect()
}

#[test]
fn every_claim_of_the_shipped_decks_fails_when_it_is_changed() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let mut paths: Vec<_> = fs::read_dir(directory).unwrap().map(|it| it.unwrap().path()).collect();
    paths.retain(|it| it.extension().is_some_and(|it| it == "toml"));
    let sources: Vec<Source> = paths
        .iter()
        .map(|it| Source { path: it.display().to_string(), text: fs::read_to_string(it).unwrap() })
        .collect();
    let (library, findings) = deck::library(&sources);
    assert!(findings.is_empty(), "{findings:?}");
    let go_on = &|_| ControlFlow::Continue(());
    let proofs = deck::prove(&library, deck::BUDGET, go_on);
    assert_eq!(proofs.findings, [], "the shipped claims hold");
    assert_eq!(proofs.claims, proofs.proved);

    let mut checked = 0;
    for experiment in library.decks.iter().flat_map(|it| &it.experiments) {
        let groups: Vec<Vec<Claim>> = experiment.claims.iter().flat_map(mutants).collect();
        let mut mutated = experiment.clone();
        mutated.claims = groups.concat();
        let program = mutated.compile(&[]).unwrap();
        let go_on = &mut |_| ControlFlow::Continue(());
        let budget = Budget { ..deck::BUDGET };
        let (_, judgements) = deck::examine(&mutated, &program, true, budget, go_on).unwrap();
        let mut claims = 0;
        for group in &groups {
            let judged = claims..claims + group.len();
            claims = judged.end;
            let fails =
                judgements.iter().any(|it| judged.contains(&it.claim) && it.holds == Some(false));
            let texts: Vec<_> = group.iter().map(|it| &it.what).collect();
            assert!(fails, "{}: {texts:?} is not refuted", experiment.id);
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}
