//! One file: text → deck, with every finding.
//!
//! Invariant: every span of a finding lies on character boundaries inside the text; a card or
//! experiment with an error is left out, all others are kept. It must not know other files.

use std::collections::HashSet;

use toml::de::DeTable;

use crate::{
    deck::{
        Deck, Finding, MAX_BYTES, Named, Problem, check, decode,
        raw::{self, Reader, Root, Shared},
    },
    text::{Severity, Span},
};

/// The most findings that are listed for one file.
pub const MAX_FINDINGS: usize = 200;

/// The most that is read of a file that is not TOML throughout.
const MAX_BROKEN: usize = 1024 * 1024;

/// Reads one deck: what could be read, and every finding in the order of the file.
///
/// References into other decks are looked up by [`crate::deck::library()`] only.
pub fn read(text: &str) -> (Option<Deck>, Vec<Finding>) {
    let mut reading = read_file(text, &Shared::default());
    finish(text, &mut reading.findings);
    (reading.deck, reading.findings)
}

/// What one file gives, with what the library needs to check across files.
#[derive(Default)]
pub(super) struct Reading {
    /// The deck, unless it has no id.
    pub deck: Option<Deck>,
    /// The findings, in no order.
    pub findings: Vec<Finding>,
    /// The place of the deck's id.
    pub id_span: Span,
    /// The deck's former ids.
    pub deck_aliases: Vec<(Box<str>, Span)>,
    /// The references into other decks.
    pub outside: Vec<Outside>,
    /// Cards and experiments that are written but could not be loaded.
    pub lost: HashSet<(Named, Box<str>)>,
    /// The rules that are lowered.
    pub allowed: Vec<Allowed>,
}

/// A rule that is lowered for a card.
#[derive(Clone, Debug)]
pub(super) struct Allowed {
    /// The rule.
    pub rule: Box<str>,
    /// The card.
    pub card: Box<str>,
    /// The place of the rule's name.
    pub span: Span,
}

/// A reference into another deck.
pub(super) struct Outside {
    /// What is referred to.
    pub what: Named,
    /// `deck/id`.
    pub name: Box<str>,
    /// Where it stands.
    pub span: Span,
    /// The card that refers.
    pub card: Option<Box<str>>,
}

/// Reads a deck beside a `library.toml`.
pub(super) fn read_file(text: &str, shared: &Shared) -> Reading {
    let mut reader = Reader::new(text);
    let Some(document) = parse(&mut reader) else {
        return Reading { findings: plain(reader.findings), ..Reading::default() };
    };
    let broken_at = syntax_errors(&reader);
    let mut root = raw::root(&mut reader, &document, shared);
    damage(&mut reader, &mut root, &broken_at);
    if !root.foreign {
        check_all(&mut reader, &mut root, broken_at.is_empty());
    }

    let units = &root.units;
    let allowed = |unit: Option<usize>| unit.and_then(|it| units.get(it)?.id).map(Box::from);
    let outside = std::mem::take(&mut reader.references)
        .into_iter()
        .map(|it| Outside {
            what: it.what,
            name: it.name.into(),
            span: it.span,
            card: allowed(it.unit),
        })
        .collect();
    let lost = units.iter().filter(|it| it.broken);
    let lost = lost.filter_map(|it| Some((it.what, it.id?.into()))).collect();
    let whole = |unit: &usize| !units[*unit].broken;
    let mut deck = root.deck;
    deck.cards = root.cards.into_iter().filter(|it| whole(&it.0)).map(|it| it.1).collect();
    deck.experiments =
        root.experiments.into_iter().filter(|it| whole(&it.0)).map(|it| it.1).collect();
    Reading {
        deck: (!deck.id.is_empty() && !root.foreign).then_some(deck),
        findings: plain(reader.findings),
        id_span: root.id_span,
        deck_aliases: root.aliases,
        outside,
        lost,
        allowed: root
            .allows
            .iter()
            .map(|it| Allowed { rule: it.rule.into(), card: it.card.into(), span: it.span })
            .collect(),
    }
}

/// Reads a `library.toml`.
pub(super) fn read_library_file(text: &str) -> (Shared, Vec<Finding>) {
    let mut reader = Reader::new(text);
    let Some(document) = parse(&mut reader) else {
        return (Shared::default(), plain(reader.findings));
    };
    let shared = raw::library_file(&mut reader, &document);
    (shared, plain(reader.findings))
}

/// The table of a file, with all syntax errors reported.
fn parse<'a>(reader: &mut Reader<'a>) -> Option<DeTable<'a>> {
    let text = reader.source;
    if MAX_BYTES < text.len() {
        reader.findings.push((None, decode::too_large(text.len())));
        return None;
    }
    // Each error takes a hundred bytes and more, so of a large broken file a part must do.
    let mut part = text;
    if MAX_BROKEN < text.len() && DeTable::parse(text).is_err() {
        let line = text.as_bytes()[..MAX_BROKEN].iter().rposition(|byte| *byte == b'\n');
        let end = floor(text, line.map_or(MAX_BROKEN, |it| it + 1));
        part = &text[..end];
        reader.report(end..end, Problem::RestUnread);
    }
    let (document, errors) = DeTable::parse_recoverable(part);
    let mut last = None;
    for error in &errors {
        let span = error.span().unwrap_or_default();
        // After one error the parser often has another at the same place.
        if last == Some(span.start) {
            continue;
        }
        last = Some(span.start);
        reader.report(span, Problem::Syntax { message: error.message().into() });
    }
    for (problem, span) in check::toml_1_1_only::check(text) {
        reader.report(span, problem);
    }
    Some(document.into_inner())
}

fn syntax_errors(reader: &Reader<'_>) -> Vec<usize> {
    let findings = reader.findings.iter().map(|it| &it.1);
    findings
        .filter(|it| matches!(it.problem, Problem::Syntax { .. }))
        .map(|it| it.span.start)
        .collect()
}

/// Takes back what was found only because a syntax error hid part of a table.
fn damage(reader: &mut Reader<'_>, root: &mut Root<'_>, broken_at: &[usize]) {
    if broken_at.is_empty() {
        return;
    }
    let table_of = |place: usize| root.headers.partition_point(|it| *it <= place);
    let tables: HashSet<usize> = broken_at.iter().map(|it| table_of(*it)).collect();
    for unit in &mut root.units {
        unit.broken |= tables.contains(&table_of(unit.header.start));
    }
    let mut sorted = broken_at.to_vec();
    sorted.sort_unstable();
    let holds_error = |span: Span| {
        let next = sorted.partition_point(|it| *it < span.start);
        sorted.get(next).is_some_and(|it| *it <= span.end)
    };
    reader.findings.retain(|(_, finding)| match finding.problem {
        Problem::Syntax { .. } | Problem::Newer(_) => true,
        // What is not TOML was not understood; anything else said about it would be a guess.
        _ if holds_error(finding.span) => false,
        Problem::MissingField { .. }
        | Problem::LanguageMissing { .. }
        | Problem::ClaimWithoutForm
        | Problem::PredictAsks { .. }
        | Problem::ChoiceWithoutRight
        | Problem::ChoiceOneOption
        | Problem::ChoiceAllRight => !tables.contains(&table_of(finding.span.start)),
        // The parser puts a zero where it found no value.
        Problem::WrongType { .. } | Problem::OutOfRange { .. } => finding.span.end != 0,
        _ => true,
    });
}

/// The rules that need the whole deck.
fn check_all<'a>(reader: &mut Reader<'a>, root: &mut Root<'a>, sound: bool) {
    reader.unit = None;
    reader.unit_id = None;
    let whole = |unit: usize| !root.units[unit].broken;
    let cards: Vec<_> =
        root.cards.iter().filter(|it| whole(it.0)).map(|(unit, card)| (*unit, card)).collect();
    check::leads_to_cycle::check(reader, &cards);
    if sound {
        check::unused_topic::check(reader, &root.topics);
    }
    let source = reader.source;
    // A syntax error may hide a card; its name still stands in the text.
    let lost = |name: &str| {
        !sound
            && (source.contains(&format!("id = \"{name}\""))
                || source.contains(&format!("{name} = ")))
    };
    check::unknown_reference::check(reader, &root.seen, &lost);
    let unit_of =
        |card: &str| root.units.iter().position(|it| it.what == Named::Card && it.id == Some(card));
    check::allow::check(&mut reader.findings, &root.allows, &unit_of);
}

fn plain(findings: Vec<(Option<usize>, Finding)>) -> Vec<Finding> {
    findings.into_iter().map(|it| it.1).collect()
}

/// Puts the findings of a file in order, within the text, and within bounds.
pub(super) fn finish(text: &str, findings: &mut Vec<Finding>) {
    for finding in findings.iter_mut() {
        let start = floor(text, finding.span.start);
        finding.span = Span { start, end: ceiling(text, finding.span.end).max(start) };
    }
    findings.sort_by_key(|it| (it.span.start, it.span.end, it.severity == Severity::Warning));
    if MAX_FINDINGS < findings.len() {
        let more = findings.len() - MAX_FINDINGS;
        let place = findings[MAX_FINDINGS].span.start;
        findings.truncate(MAX_FINDINGS);
        findings.push(Problem::TooManyFindings { more }.at(place..place));
    }
}

fn floor(text: &str, place: usize) -> usize {
    (0..=place.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0)
}

fn ceiling(text: &str, place: usize) -> usize {
    (place..text.len()).find(|it| text.is_char_boundary(*it)).unwrap_or(text.len())
}
