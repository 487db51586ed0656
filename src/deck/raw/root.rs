//! The whole file: the deck's own fields, then its cards and experiments in the order of the file.
//!
//! Invariant: every card and experiment of the file is a [`Unit`], whether it could be read or not,
//! so that its name is known to those that refer to it. It must not know other files.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    deck::{
        Card, Deck, Expected, Experiment, Named, Problem,
        check::{self, allow::Allow, duplicate_id::Seen},
        raw::{
            Reader,
            asked::asked,
            card::{Form, card},
            experiment::experiment,
            fields::{Fields, Place, nearest},
            kind,
        },
    },
    text::{Lang, Span, Text},
};

/// The kinds of card: the names of their tables.
pub(in crate::deck) const CARD_KINDS: [&str; 5] =
    ["explain", "choice", "cloze", "predict", "drive"];

/// The version of the format that is read.
const FORMAT: i64 = 1;

/// A card or an experiment of the file.
pub(in crate::deck) struct Unit<'a> {
    /// Which of the two.
    pub what: Named,
    /// Its id as it is written.
    pub id: Option<&'a str>,
    /// The header of its table.
    pub header: Span,
    /// Whether it has an error.
    pub broken: bool,
}

/// What a file holds.
pub(in crate::deck) struct Root<'a> {
    /// The deck, without its cards and experiments. An id that is not known is empty.
    pub deck: Deck,
    /// The place of its id.
    pub id_span: Span,
    /// Its former ids, with places.
    pub aliases: Vec<(Box<str>, Span)>,
    /// Every card and experiment, read or not.
    pub units: Vec<Unit<'a>>,
    /// The cards that could be read, with their units.
    pub cards: Vec<(usize, Card)>,
    /// The experiments that could be read, with their units.
    pub experiments: Vec<(usize, Experiment)>,
    /// All names.
    pub seen: Seen<'a>,
    /// The topics of the deck itself.
    pub topics: Vec<(&'a str, Span)>,
    /// The lowered rules.
    pub allows: Vec<Allow<'a>>,
    /// Where each table with `[[ ]]` begins.
    pub headers: Vec<usize>,
    /// Whether the deck is of another format.
    pub foreign: bool,
}

/// What a `library.toml` gives to the decks beside it.
#[derive(Clone, Debug, Default)]
pub(in crate::deck) struct Shared {
    /// Topics.
    pub topics: Vec<(Box<str>, Text)>,
    /// Subjects.
    pub subjects: Vec<(Box<str>, Vec<Box<str>>)>,
    /// Glossary.
    pub glossary: Vec<(Box<str>, Vec<Box<str>>)>,
}

/// Reads the root table of a deck.
pub(in crate::deck) fn root<'a>(
    reader: &mut Reader<'a>,
    table: &'a DeTable<'a>,
    shared: &'a Shared,
) -> Root<'a> {
    let mut fields = Fields::new("", table, Span::default());
    let foreign = format(reader, &mut fields);
    let mut seen = Seen::default();
    let languages = fields.require("languages");
    reader.languages = languages.map(|it| languages_of(reader, it)).unwrap_or_default();
    let id_place = fields.require("id");
    let id = id_place.and_then(|it| reader.id(it));
    let aliases = fields.get("aliases");
    let aliases =
        reader.list(aliases, Expected::Strings, |reader, item| Some((reader.id(item)?, item.span)));
    let title = fields.require("title").and_then(|it| reader.text(it));
    let license = fields.get("license").and_then(|it| reader.line_of_text(it));

    let mut own_topics = Vec::new();
    let mut topics = topics(reader, &mut fields, |key, span| own_topics.push((key, span)));
    let mut subjects = spellings(reader, &mut fields, "subjects");
    let mut glossary = spellings(reader, &mut fields, "glossary");
    add_missing(&mut topics, &shared.topics);
    add_missing(&mut subjects, &shared.subjects);
    add_missing(&mut glossary, &shared.glossary);
    reader.subjects = subjects.iter().map(|it| it.0.clone()).collect();
    for (topic, span) in &own_topics {
        seen.note(Named::Topic, topic, *span);
    }
    for (topic, _) in &shared.topics {
        seen.note(Named::Topic, topic, Span::default());
    }
    for (field, shared) in [("subjects", &shared.subjects), ("glossary", &shared.glossary)] {
        let table = table.get(field).and_then(|it| it.get_ref().as_table());
        for key in table.into_iter().flat_map(DeTable::keys) {
            seen.note(Named::Subject, key.get_ref(), key.span().into());
        }
        for (name, _) in shared {
            seen.note(Named::Subject, name, Span::default());
        }
    }

    let deck = Deck {
        title: title.unwrap_or_else(|| Text::one(Lang::En, id.clone().unwrap_or_default())),
        id: id.unwrap_or_default(),
        aliases: aliases.iter().map(|it| it.0.clone()).collect(),
        languages: reader.languages.clone(),
        license,
        topics,
        subjects,
        glossary,
        cards: Vec::new(),
        experiments: Vec::new(),
    };
    let mut root = Root {
        deck,
        id_span: id_place.map_or(Span::default(), |it| it.span),
        aliases,
        units: Vec::new(),
        cards: Vec::new(),
        experiments: Vec::new(),
        seen,
        topics: own_topics,
        allows: Vec::new(),
        headers: Vec::new(),
        foreign,
    };
    if !foreign {
        units(reader, &mut fields, &mut root);
        allows(reader, &mut fields, &mut root);
        unknown_kinds(reader, &mut fields, table, &mut root);
        fields.finish(reader);
    }
    root.headers.sort_unstable();
    root
}

/// Reads a `library.toml`.
pub(in crate::deck) fn library_file<'a>(reader: &mut Reader<'a>, table: &'a DeTable<'a>) -> Shared {
    let mut fields = Fields::new("library", table, Span::default());
    if fields.has("format") {
        format(reader, &mut fields);
    }
    let languages = fields.get("languages");
    reader.languages = languages.map_or_else(|| Lang::ALL.to_vec(), |it| languages_of(reader, it));
    let shared = Shared {
        topics: topics(reader, &mut fields, |_, _| {}),
        subjects: spellings(reader, &mut fields, "subjects"),
        glossary: spellings(reader, &mut fields, "glossary"),
    };
    fields.finish(reader);
    shared
}

/// Whether the file is of another format than this program reads.
fn format<'a>(reader: &mut Reader<'a>, fields: &mut Fields<'a>) -> bool {
    let Some(place) = fields.require("format") else { return false };
    let DeValue::Integer(digits) = place.value else {
        reader.wrong_type(place, Expected::Integer);
        return false;
    };
    if i64::from_str_radix(digits.as_str(), digits.radix()) == Ok(FORMAT) {
        return false;
    }
    let found = digits.to_string().into();
    reader.report(place.span, Problem::UnsupportedFormat { found });
    true
}

fn languages_of<'a>(reader: &mut Reader<'a>, place: Place<'a>) -> Vec<Lang> {
    let before = reader.findings.len();
    let mut languages = reader.list(Some(place), Expected::Strings, |reader, item| {
        let code = reader.raw_string(item)?;
        let lang = code.parse::<Lang>().ok();
        if lang.is_none() {
            reader.unknown_value(item, code, &["ko", "en"]);
        }
        lang
    });
    languages.sort_unstable();
    languages.dedup();
    if languages.is_empty() && reader.findings.len() == before {
        reader.report(place.span, Problem::EmptyText { field: place.field.into() });
    }
    languages
}

fn topics<'a>(
    reader: &mut Reader<'a>,
    fields: &mut Fields<'a>,
    mut note: impl FnMut(&'a str, Span),
) -> Vec<(Box<str>, Text)> {
    entries(reader, fields, "topics", |reader, key, span, value| {
        note(key, span);
        reader.text(value)
    })
}

fn spellings<'a>(
    reader: &mut Reader<'a>,
    fields: &mut Fields<'a>,
    field: &'static str,
) -> Vec<(Box<str>, Vec<Box<str>>)> {
    entries(reader, fields, field, |reader, _, _, value| Some(reader.strings(Some(value))))
}

/// The entries of a table whose keys are ids, in the order of the file.
fn entries<'a, T>(
    reader: &mut Reader<'a>,
    fields: &mut Fields<'a>,
    field: &'static str,
    mut read: impl FnMut(&mut Reader<'a>, &'a str, Span, Place<'a>) -> Option<T>,
) -> Vec<(Box<str>, T)> {
    let Some(place) = fields.get(field) else { return Vec::new() };
    let Some(table) = place.value.as_table() else {
        reader.wrong_type(place, Expected::Table);
        return Vec::new();
    };
    let mut keys: Vec<_> = table.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let mut found = Vec::with_capacity(keys.len());
    for (key, value) in keys {
        let name = key.get_ref().as_ref();
        let good = reader.id_form(name, key.span());
        let value = read(reader, name, key.span().into(), Place::new(name, value));
        if let (true, Some(value)) = (good, value) {
            found.push((name.into(), value));
        }
    }
    found
}

fn add_missing<T: Clone>(own: &mut Vec<(Box<str>, T)>, shared: &[(Box<str>, T)]) {
    for (name, value) in shared {
        if !own.iter().any(|(it, _)| it == name) {
            own.push((name.clone(), value.clone()));
        }
    }
}

/// Reads all cards and experiments in the order of the file.
fn units<'a>(reader: &mut Reader<'a>, fields: &mut Fields<'a>, root: &mut Root<'a>) {
    let mut tables: Vec<(&'static str, &'a Spanned<DeValue<'a>>)> = Vec::new();
    for name in CARD_KINDS.into_iter().chain(["experiment"]) {
        let Some(place) = fields.get(name) else { continue };
        match place.value.as_array() {
            Some(items) => tables.extend(items.iter().map(|item| (name, item))),
            None => {
                reader.wrong_type(place, Expected::Tables);
                note_names(reader, place.value, root);
            }
        }
    }
    tables.sort_by_key(|(_, item)| item.span().start);
    root.headers.extend(tables.iter().map(|(_, item)| item.span().start));
    let mut cards = Vec::new();
    for (name, item) in tables {
        let Some(table) = reader.table(name, Place::new(name, item)) else { continue };
        if let ("predict" | "drive", Some(card)) = (name, item.get_ref().as_table()) {
            cards.push((root.units.len(), card));
        }
        unit(reader, table, name, item, root);
    }
    // Experiments stand before or after the cards that ask about them.
    asked(reader, root, &cards);
    reader.unit = None;
    reader.unit_id = None;
}

fn unit<'a>(
    reader: &mut Reader<'a>,
    table: Fields<'a>,
    name: &'static str,
    item: &'a Spanned<DeValue<'a>>,
    root: &mut Root<'a>,
) {
    let number = root.units.len();
    let what = if name == "experiment" { Named::Experiment } else { Named::Card };
    let id = item.get_ref().get("id").and_then(|it| Some((it.get_ref().as_str()?, it.span())));
    reader.unit = Some(number);
    reader.unit_id = id.as_ref().map(|it| it.0);
    reader.broken = false;
    let header = table.span;
    if let Some((id, span)) = id
        && let Some(first) = root.seen.note(what, id, span.clone().into())
    {
        let line = reader.line(first);
        reader.report(span, Problem::DuplicateId { what, id: id.into(), line });
    }
    let form =
        |question, answer, experiment, seconds| Form { question, answer, experiment, seconds };
    let read = match name {
        "explain" => card(reader, table, &form(true, true, false, 90), kind::explain),
        "choice" => card(reader, table, &form(true, false, false, 30), kind::choice),
        "cloze" => card(reader, table, &form(false, false, false, 30), kind::cloze),
        "predict" => card(reader, table, &form(true, false, true, 60), kind::predict),
        "drive" => card(reader, table, &form(true, false, true, 120), kind::drive),
        _ => {
            let read = experiment(reader, table);
            root.experiments.extend(read.map(|it| (number, it)));
            None
        }
    };
    root.cards.extend(read.map(|it| (number, it)));
    root.units.push(Unit { what, id: reader.unit_id, header, broken: reader.broken });
}

fn allows<'a>(reader: &mut Reader<'a>, fields: &mut Fields<'a>, root: &mut Root<'a>) {
    let place = fields.get("allow");
    for mut table in reader.tables("allow", place) {
        root.headers.push(table.span.start);
        let rule = table.require("rule");
        let name = rule.and_then(|it| reader.raw_string(it));
        let card = table.require("card").and_then(|it| {
            let card = reader.raw_string(it)?;
            reader.refer(Named::Card, it, card);
            Some(card)
        });
        let reason = table.require("reason");
        let text = reason.and_then(|it| Some((it.span, reader.raw_string(it)?)));
        table.finish(reader);
        let said = match text {
            Some((span, text)) if text.trim().is_empty() => {
                reader.report(span, Problem::AllowWithoutReason);
                false
            }
            other => other.is_some(),
        };
        let (Some(rule), Some(name)) = (rule, name) else { continue };
        if check::rule(name).is_none() {
            let suggestion = nearest(name, check::RULES.iter().map(|it| it.name));
            let suggestion = suggestion.map(Box::from);
            reader.report(rule.span, Problem::AllowUnknownRule { rule: name.into(), suggestion });
        } else if let (true, Some(card)) = (said, card) {
            root.allows.push(Allow { rule: name, card, span: rule.span });
        }
    }
}

/// Reports tables with `[[ ]]` of a name that is no kind. The ids in them are known all the same.
fn unknown_kinds<'a>(
    reader: &mut Reader<'a>,
    fields: &mut Fields<'a>,
    table: &'a DeTable<'a>,
    root: &mut Root<'a>,
) {
    for (key, value) in table.iter() {
        let name = key.get_ref().as_ref();
        let tables = value.get_ref().as_array().filter(|it| {
            let header = it.iter().next().map(|it| it.span().start);
            let written = header.and_then(|it| reader.source.get(it..));
            written.is_some_and(|it| it.starts_with("[["))
        });
        let (Some(tables), false) = (tables, fields.is_known(name)) else { continue };
        fields.known(name);
        let kinds = CARD_KINDS.into_iter().chain(["experiment", "allow"]);
        let suggestion = nearest(name, kinds).map(Box::from);
        reader.report(key.span(), Problem::UnknownKind { name: name.into(), suggestion });
        for item in tables.iter() {
            root.headers.push(item.span().start);
            note_names(reader, item.get_ref(), root);
        }
    }
}

/// Makes the names in a table known that is not read, so that one mistake stays one finding.
fn note_names<'a>(reader: &mut Reader<'a>, value: &'a DeValue<'a>, root: &mut Root<'a>) {
    let name = |field| {
        let value = value.get(field)?;
        Some((value, value.get_ref().as_str()?))
    };
    if let Some((value, id)) = name("id") {
        root.seen.note(Named::Card, id, value.span().into());
        root.seen.note(Named::Experiment, id, value.span().into());
    }
    if let Some((value, topic)) = name("topic") {
        reader.refer(Named::Topic, Place::new("topic", value), topic);
    }
}
