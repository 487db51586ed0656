//! Tail questions lead back to where they began.

use std::collections::HashMap;

use crate::{
    deck::{Card, Problem, check::Rule, raw::Reader},
    text::{Severity, Span},
};

/// Tail questions lead back to where they began.
pub const DOC: Rule = Rule {
    name: "leads-to-cycle",
    severity: Severity::Warning,
    ko: "꼬리질문을 따라가면 처음 카드로 돌아옵니다. 면접 연습이 맴돌지 않도록 한 곳을 끊으세요.",
    en: "Following the tail questions leads back to the first card. Remove one link, so that an interview does not go in circles.",
};

/// Reports each link that closes a cycle.
pub fn check(reader: &mut Reader<'_>, cards: &[(usize, &Card)]) {
    let links: Vec<_> = reader
        .references
        .iter()
        .filter(|it| it.field == "leads_to")
        .filter_map(|it| Some((it.unit?, it.name, it.span)))
        .collect();
    if links.is_empty() {
        return;
    }
    let place: HashMap<&str, usize> =
        cards.iter().enumerate().map(|(place, (_, card))| (&*card.id, place)).collect();
    let place_of_unit: HashMap<usize, usize> =
        cards.iter().enumerate().map(|(place, (unit, _))| (*unit, place)).collect();
    let mut next: Vec<Vec<(usize, Span)>> = vec![Vec::new(); cards.len()];
    for (unit, name, span) in links {
        if let (Some(from), Some(to)) = (place_of_unit.get(&unit), place.get(name)) {
            next[*from].push((*to, span));
        }
    }
    for (path, span) in closing_links(&next) {
        let path = path.into_iter().map(|place| cards[place].1.id.clone());
        let path: Vec<_> = path.collect();
        reader.unit = None;
        reader.report(span, Problem::LeadsToCycle { path });
    }
}

/// The links that lead back into the path that reached them, each with its cycle. A deck may be
/// one long chain, so the path is kept on the heap.
fn closing_links(next: &[Vec<(usize, Span)>]) -> Vec<(Vec<usize>, Span)> {
    let mut found = Vec::new();
    let mut depth: Vec<Option<usize>> = vec![None; next.len()];
    let mut done = vec![false; next.len()];
    for start in 0..next.len() {
        if done[start] {
            continue;
        }
        let mut path = vec![(start, 0)];
        depth[start] = Some(0);
        while let Some((card, link)) = path.last_mut() {
            let card = *card;
            let Some((to, span)) = next[card].get(*link) else {
                depth[card] = None;
                done[card] = true;
                path.pop();
                continue;
            };
            *link += 1;
            if let Some(first) = depth[*to] {
                let cycle = path[first..].iter().map(|(card, _)| *card).chain([*to]).collect();
                found.push((cycle, *span));
            } else if !done[*to] {
                depth[*to] = Some(path.len());
                path.push((*to, 0));
            }
        }
    }
    found
}
