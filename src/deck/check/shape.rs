//! The rules that the reader itself applies: what is no deck at all, field by field.
//!
//! Invariant: a finding of these rules is an error; the card or part it is in is not loaded.

use crate::{deck::check::Rule, text::Severity};

/// Too large.
pub const TOO_LARGE: Rule = Rule {
    name: "too-large",
    severity: Severity::Error,
    ko: "파일이 너무 커서 다 읽지 않습니다. 덱을 여러 파일로 나누세요.",
    en: "The file is too large to be read in full. Split it into several decks.",
};

/// Not UTF-8.
pub const NOT_UTF8: Rule = Rule {
    name: "not-utf8",
    severity: Severity::Error,
    ko: "파일이 UTF-8이 아닙니다. 편집기에서 인코딩을 UTF-8로 바꾸어 저장하세요.",
    en: "The file is not UTF-8. Save it as UTF-8 in your editor.",
};

/// More findings than are listed.
pub const TOO_MANY_FINDINGS: Rule = Rule {
    name: "too-many-findings",
    severity: Severity::Error,
    ko: "지적이 너무 많아 일부만 보여 줍니다. 앞의 것을 고치고 다시 검사하세요.",
    en: "There are too many findings to list. Correct the first ones and check again.",
};

/// Not TOML.
pub const TOML_SYNTAX: Rule = Rule {
    name: "toml-syntax",
    severity: Severity::Error,
    ko: "TOML 문법에 맞지 않습니다. 이 자리 뒤의 내용은 잘못 읽힐 수 있습니다.",
    en: "The file is not TOML here. What follows may be misread.",
};

/// Another version of the format.
pub const UNSUPPORTED_FORMAT: Rule = Rule {
    name: "unsupported-format",
    severity: Severity::Error,
    ko: "이 덱은 다른 판의 형식으로 쓰였습니다. 이 viva는 format = 1을 읽습니다.",
    en: "The deck is written for another version of the format. This viva reads format = 1.",
};

/// No such kind of card.
pub const UNKNOWN_KIND: Rule = Rule {
    name: "unknown-kind",
    severity: Severity::Error,
    ko: "그런 이름의 카드 종류는 없습니다. 종류는 explain, choice, cloze, predict, drive이고, 그 밖에 experiment와 allow가 있습니다.",
    en: "No kind of card has this name. The kinds are explain, choice, cloze, predict and drive; beside them stand experiment and allow.",
};

/// No such field.
pub const UNKNOWN_FIELD: Rule = Rule {
    name: "unknown-field",
    severity: Severity::Error,
    ko: "이 표에는 그런 이름의 항목이 없습니다. 오타라면 고치고, 아니면 지우세요.",
    en: "The table has no field of this name. Correct the spelling, or remove it.",
};

/// A required field is missing.
pub const MISSING_FIELD: Rule = Rule {
    name: "missing-field",
    severity: Severity::Error,
    ko: "꼭 있어야 하는 항목이 없습니다.",
    en: "A field that must be there is missing.",
};

/// A value of another type.
pub const WRONG_TYPE: Rule = Rule {
    name: "wrong-type",
    severity: Severity::Error,
    ko: "값의 종류가 맞지 않습니다. 문자열은 따옴표로, 목록은 [ ]로 씁니다.",
    en: "The value is of another type than the field takes. Strings stand in quotes, lists in [ ].",
};

/// None of the possible values.
pub const UNKNOWN_VALUE: Rule = Rule {
    name: "unknown-value",
    severity: Severity::Error,
    ko: "정해진 값 가운데 하나여야 합니다.",
    en: "The value must be one of a few words.",
};

/// A claim of no form, or of two.
pub const CLAIM_FORM: Rule = Rule {
    name: "claim-form",
    severity: Severity::Error,
    ko: "주장 하나는 한 가지만 말합니다. final, always, never, possible, deadlock, exclusive, fault, outputs, schedules, chance, ends, progress, measure, compare 가운데 하나를 쓰세요.",
    en: "A claim says one thing: one of final, always, never, possible, deadlock, exclusive, fault, outputs, schedules, chance, ends, progress, measure, compare.",
};
