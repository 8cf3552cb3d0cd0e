//! Adds up what each document is worth for a question, and why.

use crate::Why;
use crate::postings::{Postings, Source};
use crate::question::{Alternative, Unit};

/// What a document is worth so far.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scored {
    pub(crate) document: usize,
    pub(crate) score: f32,
    pub(crate) why: Why,
}

/// One unit's worth for one document.
#[derive(Clone, Copy)]
struct Worth<'a> {
    score: f32,
    /// Share of the terms that stand in the document, by weight.
    matched: f32,
    /// Score of the strongest single term, and where that stands.
    top: f32,
    source: Source,
    read_as: Option<&'a str>,
}

const NOTHING: Worth<'_> = Worth { score: 0.0, matched: 0.0, top: 0.0, source: Source::Name, read_as: None };

/// All documents worth anything, in their own order.
pub(crate) fn score(units: &[Unit], postings: &Postings, documents: usize) -> Vec<Scored> {
    let mut total = vec![0.0_f32; documents];
    let mut strongest = vec![NOTHING; documents];
    for unit in units {
        let worths = best_alternatives(unit, postings, documents);
        for ((sum, strong), worth) in total.iter_mut().zip(&mut strongest).zip(worths) {
            *sum += worth.score;
            if worth.score > strong.score {
                *strong = worth;
            }
        }
    }
    let all = total.into_iter().zip(strongest).enumerate();
    all.filter(|(_, (score, _))| *score > 0.0)
        .map(|(document, (score, worth))| Scored { document, score, why: why(&worth, postings) })
        .collect()
}

fn best_alternatives<'a>(unit: &'a Unit, postings: &Postings, documents: usize) -> Vec<Worth<'a>> {
    let mut best = vec![NOTHING; documents];
    for alternative in &unit.alternatives {
        let worths = worth(alternative, postings, documents);
        for (old, new) in best.iter_mut().zip(worths) {
            *old = better(*old, new);
        }
    }
    best
}

/// The greater score. The words as typed stay the reason while they carry half of it: people recognise them.
fn better<'a>(old: Worth<'a>, new: Worth<'a>) -> Worth<'a> {
    if new.score <= old.score {
        return old;
    }
    let as_typed = old.read_as.is_none() && old.score > 0.0;
    if as_typed && 2.0 * old.score >= new.score { Worth { score: new.score, ..old } } else { new }
}

fn worth<'a>(alternative: &'a Alternative, postings: &Postings, documents: usize) -> Vec<Worth<'a>> {
    let mut worths = vec![NOTHING; documents];
    let all: f32 = alternative.terms.iter().map(|(_, weight)| weight).sum();
    for (term, weight) in &alternative.terms {
        for posting in postings.list(*term) {
            let Some(worth) = worths.get_mut(posting.document as usize) else { continue };
            let score = posting.score * weight * alternative.weight;
            worth.score += score;
            worth.matched += weight / all;
            worth.read_as = alternative.read_as.as_deref();
            if score > worth.top {
                worth.top = score;
                worth.source = posting.source;
            }
        }
    }
    if alternative.together {
        for worth in &mut worths {
            worth.score *= worth.matched;
        }
    }
    worths
}

fn why(worth: &Worth<'_>, postings: &Postings) -> Why {
    match (worth.read_as, postings.written(worth.source)) {
        (Some(text), _) => Why::Similar(text.to_owned()),
        (None, Some(text)) => Why::Keyword(text.to_owned()),
        (None, None) => Why::Name,
    }
}
