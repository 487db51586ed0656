//! The rules of `deck check`, one file each.
//!
//! Invariant: each rule has a name that never changes, and its documentation stands beside its
//! code; [`RULES`] has them all. A rule must not know how it is worded in a report.

pub(super) mod alias_conflict;
pub(super) mod allow;
pub(super) mod answer_too_long;
pub(super) mod choice_all_right;
pub(super) mod choice_one_option;
pub(super) mod choice_without_right;
pub(super) mod claim_cannot_fail;
pub(super) mod claim_fails;
pub(super) mod cloze_blanks_differ;
pub(super) mod cloze_broken_blank;
pub(super) mod cloze_without_blanks;
pub(super) mod control_character;
pub(super) mod deck_shadowed;
pub(super) mod duplicate_id;
pub(super) mod empty_pattern;
pub(super) mod empty_text;
pub(super) mod id_form;
pub(super) mod language_missing;
pub(super) mod leads_to_cycle;
pub(super) mod negation_ignored;
pub(super) mod not_nfc;
pub(super) mod out_of_range;
pub(super) mod outside_reference;
pub(super) mod over_budget;
pub(super) mod pattern_form;
pub(super) mod point_in_point;
pub(super) mod point_in_question;
pub(super) mod point_in_trap;
pub(super) mod point_not_in_answer;
pub(super) mod point_not_in_text;
pub(super) mod program_syntax;
pub(super) mod sample_differs;
pub(super) mod shape;
pub(super) mod subject_ignored;
pub(super) mod term_too_general;
pub(super) mod toml_1_1_only;
pub(super) mod trap_false_alarm;
pub(super) mod trap_not_in_text;
pub(super) mod unknown_reference;
pub(super) mod unused_experiment;
pub(super) mod unused_topic;

use crate::text::{Lang, Severity};

/// A rule: its name, how bad a finding is, and its documentation.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name, kebab-case; it never changes.
    pub name: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// What it finds, why, and what to do, in Korean.
    pub ko: &'static str,
    /// The same in English.
    pub en: &'static str,
}

impl Rule {
    /// The documentation in one language.
    pub fn text(&self, lang: Lang) -> &'static str {
        lang.pick(self.ko, self.en)
    }
}

/// Every rule.
pub const RULES: &[&Rule] = &[
    &shape::TOO_LARGE,
    &shape::NOT_UTF8,
    &shape::TOO_MANY_FINDINGS,
    &shape::TOML_SYNTAX,
    &shape::UNSUPPORTED_FORMAT,
    &shape::UNKNOWN_KIND,
    &shape::UNKNOWN_FIELD,
    &shape::MISSING_FIELD,
    &shape::WRONG_TYPE,
    &shape::UNKNOWN_VALUE,
    &shape::CLAIM_FORM,
    &alias_conflict::DOC,
    &allow::DOC,
    &answer_too_long::DOC,
    &choice_all_right::DOC,
    &choice_one_option::DOC,
    &choice_without_right::DOC,
    &claim_cannot_fail::DOC,
    &claim_fails::DOC,
    &cloze_blanks_differ::DOC,
    &cloze_broken_blank::DOC,
    &cloze_without_blanks::DOC,
    &control_character::DOC,
    &deck_shadowed::DOC,
    &duplicate_id::DOC,
    &empty_pattern::DOC,
    &empty_text::DOC,
    &id_form::DOC,
    &language_missing::DOC,
    &leads_to_cycle::DOC,
    &negation_ignored::DOC,
    &not_nfc::DOC,
    &out_of_range::DOC,
    &outside_reference::DOC,
    &over_budget::DOC,
    &pattern_form::DOC,
    &point_in_point::DOC,
    &point_in_question::DOC,
    &point_in_trap::DOC,
    &point_not_in_answer::DOC,
    &point_not_in_text::DOC,
    &program_syntax::DOC,
    &sample_differs::DOC,
    &subject_ignored::DOC,
    &term_too_general::DOC,
    &toml_1_1_only::DOC,
    &trap_false_alarm::DOC,
    &trap_not_in_text::DOC,
    &unknown_reference::DOC,
    &unused_experiment::DOC,
    &unused_topic::DOC,
];

/// The rules that are applied when rubrics are tried.
const TRIED: [&Rule; 10] = [
    &negation_ignored::DOC,
    &point_in_point::DOC,
    &point_in_question::DOC,
    &point_in_trap::DOC,
    &point_not_in_answer::DOC,
    &point_not_in_text::DOC,
    &sample_differs::DOC,
    &subject_ignored::DOC,
    &trap_false_alarm::DOC,
    &trap_not_in_text::DOC,
];

/// Whether a rule is one of those that are applied when rubrics are tried.
pub(super) fn is_tried(name: &str) -> bool {
    TRIED.iter().any(|it| it.name == name)
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
