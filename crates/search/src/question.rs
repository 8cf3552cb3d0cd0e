//! What a question asks for: its words, each with everything it may mean.

use crate::Weights;
use std::borrow::Cow;

use crate::forms::PARTICLES;
use crate::lay_index::LayIndex;
use crate::stop_words;
use crate::tokens::{self, key, stem};
use crate::vocabulary::{Terms, Vocabulary};

/// One way to read a part of the question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alternative {
    pub(crate) terms: Terms,
    pub(crate) weight: f32,
    /// A phrase: a document with only some of its terms is worth only that share.
    pub(crate) together: bool,
    /// What it was read as, when not as written.
    pub(crate) read_as: Option<String>,
}

/// A part of the question; a document is worth its best alternative.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unit {
    pub(crate) alternatives: Vec<Alternative>,
}

/// Reads a question. Words that mean nothing here are left out, so the answer may be empty.
pub(crate) fn read(query: &str, vocabulary: &Vocabulary, lay: &LayIndex, weights: &Weights) -> Vec<Unit> {
    let words: Vec<&str> = tokens::words(tokens::cut(query)).take(tokens::QUERY_WORDS).collect();
    let stems: Vec<String> = words.iter().map(|word| stem(&key(word))).collect();
    let phrases = lay.phrases_in(&stems);
    let mut units: Vec<Unit> = phrases.iter().map(|phrase| official(phrase.entries(), lay)).collect();
    for (at, word) in words.iter().enumerate() {
        if stop_words::contains(&key(word)) {
            continue;
        }
        let in_phrase = phrases.iter().any(|phrase| phrase.covers(at));
        let factor = if in_phrase { weights.in_phrase } else { 1.0 };
        let mut unit = literal(word, factor, vocabulary);
        unit.alternatives.extend(with_particle(word, &words, vocabulary));
        if !in_phrase {
            unit.alternatives.extend(translated(word, vocabulary, lay, weights.lay));
        }
        units.push(unit);
    }
    units.retain(|unit| unit.alternatives.iter().any(|alternative| !alternative.terms.is_empty()));
    units
}

/// The question with typing errors corrected, for who reads letters and not words.
pub(crate) fn corrected<'a>(query: &'a str, vocabulary: &Vocabulary) -> Cow<'a, str> {
    let words = tokens::words(query).take(tokens::QUERY_WORDS);
    let wrong = words.filter(|word| !stop_words::contains(&key(word)));
    let mut corrected = Cow::Borrowed(query);
    for word in wrong {
        if let Some(meant) = vocabulary.meant(word).first() {
            corrected = corrected.replace(word, &meant.written).into();
        }
    }
    corrected
}

fn literal(word: &str, weight: f32, vocabulary: &Vocabulary) -> Unit {
    Unit {
        alternatives: vec![Alternative { terms: vocabulary.terms(word), weight, ..Alternative::default() }],
    }
}

fn official(entries: &[usize], lay: &LayIndex) -> Unit {
    let alternatives = entries.iter().flat_map(|entry| lay.official(*entry));
    Unit { alternatives: alternatives.map(|official| weighted(official, 1.0)).collect() }
}

/// Lay words and corrected typing errors.
fn translated(word: &str, vocabulary: &Vocabulary, lay: &LayIndex, worth: f32) -> Vec<Alternative> {
    let mut found: Vec<Alternative> = lay.single(&stem(&key(word))).map(|a| weighted(a, worth)).collect();
    for meant in vocabulary.meant(word) {
        let terms = vocabulary.terms(&meant.written);
        let meant_stem = stem(&key(&meant.written));
        let official = lay.single(&meant_stem);
        found.extend(official.map(|a| weighted(a, worth * meant.weight)));
        let read_as = Some(meant.written);
        found.push(Alternative { terms, weight: meant.weight, together: false, read_as });
    }
    if vocabulary.terms(word).is_empty() {
        let parts = vocabulary.part_stems(word);
        found.extend(parts.iter().flat_map(|part| lay.single(part)).map(|a| weighted(a, worth)));
    }
    found
}

/// "melde … an" is "anmelden".
fn with_particle(word: &str, words: &[&str], vocabulary: &Vocabulary) -> Vec<Alternative> {
    let particles = PARTICLES.iter().filter(|particle| words.iter().any(|other| key(other) == **particle));
    let verbs = particles.map(|particle| format!("{particle}{}", key(word)));
    let known = verbs.filter_map(|verb| Some((vocabulary.postings.term(&stem(&verb))?, verb)));
    known
        .map(|(term, verb)| Alternative {
            terms: vec![(term, 1.0)],
            weight: 1.0,
            together: false,
            read_as: Some(verb),
        })
        .collect()
}

fn weighted(alternative: &Alternative, factor: f32) -> Alternative {
    Alternative { weight: alternative.weight * factor, ..alternative.clone() }
}
