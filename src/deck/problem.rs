//! Everything that can be wrong with a deck, as values.
//!
//! Invariant: each problem belongs to exactly one rule of the registry in `check`, and the rule
//! gives its severity. Wording lives in `message/deck.rs`; this file must not know a sentence.

use crate::{
    deck::{
        Claim, Differs, Flaw, Lack, Refuted, Unproved,
        check::{self, Rule},
    },
    text::{Diagnostic, Lang, Span},
};

/// One finding of `deck check`.
pub type Finding = Diagnostic<Problem>;

/// What is wrong. Names are as the deck has them and may hold anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file is larger than is read.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The largest size that is read.
        limit: usize,
    },
    /// The file is large and broken: the rest, from here on, is read when it is corrected.
    RestUnread,
    /// The file is not UTF-8 from here on.
    NotUtf8,
    /// There are more findings than are listed.
    TooManyFindings {
        /// How many more.
        more: usize,
    },
    /// The file is not TOML here.
    Syntax {
        /// What the TOML parser says, in its own words.
        message: Box<str>,
    },
    /// This is TOML 1.1, which other TOML 1.0 programs refuse.
    Newer(Newer),
    /// The deck is written for another version of the format.
    UnsupportedFormat {
        /// The version it names.
        found: Box<str>,
    },
    /// A program or an expression of a claim is not the lab's language.
    Program(Box<crate::program::Problem>),
    /// No kind of card has this name.
    UnknownKind {
        /// The name.
        name: Box<str>,
        /// What was probably meant.
        suggestion: Option<Box<str>>,
    },
    /// The table has no field of this name.
    UnknownField {
        /// The name.
        field: Box<str>,
        /// The table.
        owner: Owner,
        /// What was probably meant.
        suggestion: Option<Box<str>>,
    },
    /// The table lacks a field that it must have.
    MissingField {
        /// The field.
        field: &'static str,
        /// The table.
        owner: Owner,
    },
    /// The value is of another type.
    WrongType {
        /// The field.
        field: Box<str>,
        /// What is expected.
        expected: Expected,
        /// What it is.
        found: Found,
    },
    /// The value is none of those that are possible.
    UnknownValue {
        /// The field.
        field: Box<str>,
        /// The value.
        value: Box<str>,
        /// What is possible.
        allowed: Box<str>,
    },
    /// The number is outside its range.
    OutOfRange {
        /// The field.
        field: Box<str>,
        /// The number.
        value: Box<str>,
        /// The least that is possible.
        least: i64,
        /// The most that is possible.
        most: i64,
    },
    /// A claim says nothing that can be proved.
    ClaimWithoutForm,
    /// A claim says two things.
    ClaimWithTwoForms {
        /// The first.
        first: &'static str,
        /// The second.
        second: &'static str,
    },
    /// A field that does not go with this form of a claim.
    ClaimFieldMisplaced {
        /// The field.
        field: &'static str,
        /// The form.
        form: &'static str,
    },
    /// A `predict` card asks nothing, or two things.
    PredictAsks {
        /// What it asks.
        asked: usize,
    },
    /// An id is not kebab-case.
    IdForm {
        /// The id.
        id: Box<str>,
        /// The id in kebab-case, if there is one.
        suggestion: Option<Box<str>>,
    },
    /// An id that something of the same sort already has.
    DuplicateId {
        /// What has the id.
        what: Named,
        /// The id.
        id: Box<str>,
        /// The line of the first.
        line: usize,
    },
    /// Nothing has this name.
    UnknownReference {
        /// What is looked for.
        what: Named,
        /// The name.
        name: Box<str>,
        /// What was probably meant.
        suggestion: Option<Box<str>>,
    },
    /// The deck of this reference is not among the files.
    OutsideReference {
        /// The reference.
        name: Box<str>,
    },
    /// Tail questions lead back to where they began.
    LeadsToCycle {
        /// The cards of the cycle, the first again at the end.
        path: Vec<Box<str>>,
    },
    /// A text lacks one of the deck's languages.
    LanguageMissing {
        /// The language.
        lang: Lang,
    },
    /// A text is written once in a deck of two languages.
    LanguageUnsaid,
    /// A text says nothing.
    EmptyText {
        /// The field.
        field: Box<str>,
    },
    /// A text is not in normal form C.
    NotNfc,
    /// A text holds a character that moves a cursor or reorders text.
    ControlCharacter {
        /// Its code point.
        code: u32,
    },
    /// An answer cannot be said in the time given.
    AnswerTooLong {
        /// The language.
        lang: Lang,
        /// The seconds that it takes.
        takes: u32,
        /// The seconds that it has.
        has: u32,
    },
    /// A choice has fewer than two options.
    ChoiceOneOption,
    /// No option of a choice is right.
    ChoiceWithoutRight,
    /// Every option of a choice is right.
    ChoiceAllRight,
    /// A cloze text has no blank.
    ClozeWithoutBlanks,
    /// A blank is not closed, or empty, or has an empty alternative.
    ClozeBrokenBlank,
    /// The languages of a cloze have different numbers of blanks.
    ClozeBlanksDiffer {
        /// In Korean.
        ko: usize,
        /// In English.
        en: usize,
    },
    /// A pattern says nothing, or one of its groups or terms does not.
    EmptyPattern,
    /// A `~` or `!` stands before a term inside a group.
    PatternSignInside,
    /// A pattern says only what must not occur.
    PatternOnlyAbsent,
    /// A pattern has too many terms.
    PatternTooLong {
        /// The most that are possible.
        most: usize,
    },
    /// A term finds a point by itself and stands in nearly every answer.
    TermTooGeneral {
        /// The term.
        term: Box<str>,
    },
    /// A point or trap does not find what it should, or finds what it should not.
    Rubric(Box<Flaw>),
    /// A sample's outcome is not what it declares.
    SampleDiffers(Box<Differs>),
    /// No card has this topic.
    UnusedTopic {
        /// The topic.
        topic: Box<str>,
    },
    /// No rule has this name.
    AllowUnknownRule {
        /// The name.
        rule: Box<str>,
        /// What was probably meant.
        suggestion: Option<Box<str>>,
    },
    /// A claim is not true.
    ClaimFails(Box<Refuted>),
    /// A claim is true whatever the program does.
    ClaimCannotFail {
        /// The claim.
        claim: Box<Claim>,
    },
    /// No card uses an experiment.
    UnusedExperiment {
        /// Its id.
        experiment: Box<str>,
    },
    /// A claim was not proved.
    OverBudget {
        /// The experiment.
        experiment: Box<str>,
        /// Why.
        why: Unproved,
    },
    /// A rule is lowered without a reason.
    AllowWithoutReason,
    /// A lowered rule finds nothing in the card.
    AllowUnused {
        /// The rule.
        rule: Box<str>,
        /// The card.
        card: Box<str>,
    },
    /// A later source has a deck of the same id.
    DeckShadowed {
        /// The id.
        deck: Box<str>,
        /// The path of the earlier one.
        by: Box<str>,
    },
    /// An alias that is the name of something else.
    AliasConflict {
        /// The alias.
        alias: Box<str>,
        /// What has the name.
        other: Box<str>,
    },
}

/// Syntax that TOML 1.1 added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newer {
    /// `\e` or `\xHH` in a string.
    Escape,
    /// A line break inside an inline table.
    LineBreak,
    /// A comma after the last entry of an inline table.
    TrailingComma,
    /// A time without seconds.
    Seconds,
}

/// A table, as a person would name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its name in the file: `explain`, `explain.point`; empty for the deck itself.
    pub table: Box<str>,
    /// Its id, if it has one.
    pub id: Option<Box<str>>,
    /// The id of the card that it belongs to, if it is a part of one.
    pub card: Option<Box<str>>,
}

/// A type that a field must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A string.
    String,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A table.
    Table,
    /// A list of strings.
    Strings,
    /// A list of whole numbers.
    Integers,
    /// A text: `{ ko = "…", en = "…" }`, or a string in a deck of one language.
    Text,
    /// Tables written `[[name]]`.
    Tables,
    /// A list of tables.
    List,
    /// A number, or a fraction as a string.
    Number,
    /// A number that is no fraction.
    Decimal,
    /// A whole number, as a string if it is big.
    Count,
    /// A whole number or a list.
    Values,
    /// A string or a list of strings.
    Names,
    /// A string or `false`.
    StringOrFalse,
    /// `true`.
    True,
    /// `"none"` or a table.
    Costs,
}

/// The type that a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A string.
    String,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A date or a time.
    Datetime,
    /// A list.
    List,
    /// A table.
    Table,
}

/// Something that has a name in a deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// A card.
    Card,
    /// An experiment.
    Experiment,
    /// A topic.
    Topic,
    /// A subject.
    Subject,
    /// A point of a card.
    Point,
    /// A trap of a card.
    Trap,
    /// An option of a choice.
    Option,
    /// A timed run of an experiment.
    Run,
}

impl Problem {
    /// The name of the rule that the problem breaks.
    pub fn rule(&self) -> &'static str {
        self.doc().name
    }

    /// The rule that the problem breaks.
    pub fn doc(&self) -> &'static Rule {
        use check::*;
        match self {
            Problem::TooLarge { .. } | Problem::RestUnread => &shape::TOO_LARGE,
            Problem::NotUtf8 => &shape::NOT_UTF8,
            Problem::TooManyFindings { .. } => &shape::TOO_MANY_FINDINGS,
            Problem::Syntax { .. } => &shape::TOML_SYNTAX,
            Problem::Newer(_) => &toml_1_1_only::DOC,
            Problem::UnsupportedFormat { .. } => &shape::UNSUPPORTED_FORMAT,
            Problem::Program(_) => &program_syntax::DOC,
            Problem::UnknownKind { .. } => &shape::UNKNOWN_KIND,
            Problem::UnknownField { .. } => &shape::UNKNOWN_FIELD,
            Problem::MissingField { .. } => &shape::MISSING_FIELD,
            Problem::WrongType { .. } => &shape::WRONG_TYPE,
            Problem::UnknownValue { .. } => &shape::UNKNOWN_VALUE,
            Problem::OutOfRange { .. } => &out_of_range::DOC,
            Problem::ClaimWithoutForm
            | Problem::ClaimWithTwoForms { .. }
            | Problem::ClaimFieldMisplaced { .. }
            | Problem::PredictAsks { .. } => &shape::CLAIM_FORM,
            Problem::IdForm { .. } => &id_form::DOC,
            Problem::DuplicateId { .. } => &duplicate_id::DOC,
            Problem::UnknownReference { .. } => &unknown_reference::DOC,
            Problem::OutsideReference { .. } => &outside_reference::DOC,
            Problem::LeadsToCycle { .. } => &leads_to_cycle::DOC,
            Problem::LanguageMissing { .. } | Problem::LanguageUnsaid => &language_missing::DOC,
            Problem::EmptyText { .. } => &empty_text::DOC,
            Problem::NotNfc => &not_nfc::DOC,
            Problem::ControlCharacter { .. } => &control_character::DOC,
            Problem::AnswerTooLong { .. } => &answer_too_long::DOC,
            Problem::ChoiceOneOption => &choice_one_option::DOC,
            Problem::ChoiceWithoutRight => &choice_without_right::DOC,
            Problem::ChoiceAllRight => &choice_all_right::DOC,
            Problem::ClozeWithoutBlanks => &cloze_without_blanks::DOC,
            Problem::ClozeBrokenBlank => &cloze_broken_blank::DOC,
            Problem::ClozeBlanksDiffer { .. } => &cloze_blanks_differ::DOC,
            Problem::EmptyPattern => &empty_pattern::DOC,
            Problem::PatternSignInside
            | Problem::PatternOnlyAbsent
            | Problem::PatternTooLong { .. } => &pattern_form::DOC,
            Problem::TermTooGeneral { .. } => &term_too_general::DOC,
            Problem::Rubric(flaw) => match flaw.lack {
                Lack::PointNotInText => &point_not_in_text::DOC,
                Lack::PointNotInAnswer => &point_not_in_answer::DOC,
                Lack::PointInQuestion => &point_in_question::DOC,
                Lack::PointInPoint => &point_in_point::DOC,
                Lack::PointInTrap => &point_in_trap::DOC,
                Lack::TrapNotInText => &trap_not_in_text::DOC,
                Lack::TrapFalseAlarm => &trap_false_alarm::DOC,
                Lack::SubjectIgnored => &subject_ignored::DOC,
                Lack::NegationIgnored => &negation_ignored::DOC,
            },
            Problem::SampleDiffers(_) => &sample_differs::DOC,
            Problem::UnusedTopic { .. } => &unused_topic::DOC,
            Problem::ClaimFails(_) => &claim_fails::DOC,
            Problem::ClaimCannotFail { .. } => &claim_cannot_fail::DOC,
            Problem::UnusedExperiment { .. } => &unused_experiment::DOC,
            Problem::OverBudget { .. } => &over_budget::DOC,
            Problem::AllowUnknownRule { .. }
            | Problem::AllowWithoutReason
            | Problem::AllowUnused { .. } => &allow::DOC,
            Problem::DeckShadowed { .. } => &deck_shadowed::DOC,
            Problem::AliasConflict { .. } => &alias_conflict::DOC,
        }
    }

    /// The problem at a place.
    pub fn at(self, span: impl Into<Span>) -> Finding {
        Diagnostic { severity: self.doc().severity, span: span.into(), problem: self }
    }
}
