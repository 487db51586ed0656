//! Where an English sentence speaks of a statement instead of making it.
//!
//! Invariant: what is only spoken of charges nobody with a misconception; what it says of points stays.
//! Doubt is read in favour of the answer.

use std::ops::Range;

use crate::answer::{
    reading::{Cue, Effect},
    token::Token,
};

use super::{among, quotation::SPEAKER};

/// What only seems so, is taken for something else, is quoted, or is what somebody else believes:
/// `looks private, but`, `mistaken for`, `some describe it as having`.
pub(super) fn remarks(tokens: &[Token], range: &Range<usize>, cues: &mut Vec<Cue>) {
    let word = |at: usize| tokens.get(at).filter(|_| range.contains(&at)).map_or("", |it| &it.word);
    for at in range.clone() {
        let seems = matches!(word(at), "looks" | "look" | "seems" | "seem" | "appears" | "appear");
        let turns = |n: usize| matches!(word(n), "but" | "however" | "until" | "though" | "yet");
        let taken = word(at) == "conflated" && matches!(word(at + 1), "with" | "for");
        let apart = matches!(word(at), "little" | "nothing")
            && word(at + 1) == "to"
            && word(at + 2) == "do";
        // needs more than that, changing it alone won't do: what is said to suffice does not.
        let short =
            matches!(word(at), "need" | "needs" | "take" | "takes" | "require" | "requires")
                && word(at + 1) == "more"
                && word(at + 2) == "than"
                || word(at) == "alone"
                    && (at + 1..at + 5).any(|n| {
                        matches!(word(n), "not" | "never" | "insufficient")
                            || word(n).ends_with("n't")
                    });
        let only = at == range.start
            && word(at) == "only"
            && matches!(word(at + 1), "if" | "with" | "when" | "while" | "without")
            || at == range.start && word(at) == "neither";
        let scope = if seems {
            let Some(turn) = (at + 1..range.end).find(|n| turns(*n)) else { continue };
            at + 1..turn
        } else if taken || short || only || names_an_error(tokens, range, at) {
            range.clone()
        } else if apart {
            at + 3..range.end
        } else if others_say(tokens, range, at) || imagined(tokens, range, at) {
            at + 1..range.end
        } else if let Some(closing) = quoted(tokens, range, at) {
            at + 1..closing
        } else {
            continue;
        };
        cues.push(Cue { at: at..at + 1, scope, effect: Effect::Hedged });
    }
}

/// Words for an error of thought, sorted. Nobody who holds a misconception calls it one.
const ERROR: &[&str] = &[
    "conflate",
    "conflates",
    "conflating",
    "confuse",
    "confused",
    "confuses",
    "confusing",
    "confusion",
    "exaggerate",
    "exaggerated",
    "exaggerates",
    "exaggeration",
    "fallacy",
    "falsely",
    "folklore",
    "incorrectly",
    "misconception",
    "misconceptions",
    "misread",
    "mistaken",
    "mistakenly",
    "misunderstanding",
    "myth",
    "myths",
    "nonsense",
    "outdated",
    "overlooks",
    "oversimplification",
    "oversimplified",
    "overstate",
    "overstated",
    "overstatement",
    "overstates",
    "rumor",
    "rumour",
    "supposedly",
    "wrongly",
];

/// Whether a word speaks of an error of thought: `mixes it up with`, `getting wrong`, `Forget that`.
fn names_an_error(tokens: &[Token], range: &Range<usize>, at: usize) -> bool {
    let word = |n: usize| tokens.get(n).filter(|_| range.contains(&n)).map_or("", |it| &*it.word);
    let up = || (at + 1..at + 7).any(|n| word(n) == "up");
    match word(at) {
        "mix" | "mixes" | "mixed" | "mixing" => up(),
        "wrong" | "backwards" => {
            let before = (range.start..at).rev().take(3).map(word);
            let mut before = before.filter(|it| matches!(*it, "get" | "gets" | "got" | "getting"));
            before.next().is_some()
        }
        "half" => matches!(word(at + 1), "true" | "right"),
        "mistake" => word(at.wrapping_sub(1)) != "by",
        "forget" => at == range.start && !matches!(word(at + 1), "to" | "about"),
        "calling" | "equating" => true,
        it => among(ERROR, it),
    }
}

/// Whether others say what follows: `some people describe a thread as`.
fn others_say(tokens: &[Token], range: &Range<usize>, at: usize) -> bool {
    let before = tokens[range.start..at].iter().rev().take(4);
    matches!(
        &*tokens[at].word,
        "describe"
            | "describes"
            | "described"
            | "call"
            | "calls"
            | "picture"
            | "imagine"
            | "present"
            | "treat"
            | "say"
            | "says"
            | "said"
            | "claim"
            | "claims"
            | "claimed"
            | "insist"
            | "insisted"
            | "swear"
            | "swore"
            | "tell"
            | "tells"
            | "told"
            | "think"
            | "thinks"
            | "believe"
            | "believes"
    ) && before.into_iter().any(|it| SPEAKER.contains(&&*it.word))
}

/// Whether what follows was only imagined: `I pictured`, `I used to think`, `suppose you believed`.
fn imagined(tokens: &[Token], range: &Range<usize>, at: usize) -> bool {
    let used = || {
        let before = &tokens[range.start..at];
        matches!(before, [.., used, to] if used.word == "used" && to.word == "to")
    };
    let nobody = || {
        let before = &tokens[range.start..at];
        before.iter().any(|it| matches!(&*it.word, "nobody" | "never" | "don't" | "shouldn't"))
    };
    match &*tokens[at].word {
        "pictured" | "imagined" | "assumed" => true,
        "think" | "believe" | "say" | "assume" | "imagine" | "picture" => used() || nobody(),
        "believed" | "thought" => at > range.start && tokens[at - 1].word == "you",
        _ => false,
    }
}

/// Where a statement in double quotation marks ends that begins here; a name has fewer words.
fn quoted(tokens: &[Token], range: &Range<usize>, at: usize) -> Option<usize> {
    if !tokens[at].is('"') {
        return None;
    }
    let opens = tokens[range.start..at].iter().filter(|it| it.is('"')).count() % 2 == 0;
    let closing = (at + 1..range.end).find(|n| tokens[*n].is('"'))?;
    let words = tokens[at + 1..closing].iter().filter(|it| it.is_word()).count();
    (opens && words > 2).then_some(closing)
}
