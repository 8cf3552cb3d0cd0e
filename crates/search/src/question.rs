//! What a question asks for: its words, each with everything it may mean.

use crate::Weights;
use std::borrow::Cow;

use crate::forms::{self, PARTICLES};
use crate::lay_index::LayIndex;
use crate::stop_words;
use crate::tokens::{self, key, stem};
use crate::vocabulary::{Meant, Terms, Vocabulary};

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

/// A word of the question, with what is worked out once and needed several times.
#[derive(Debug)]
pub(crate) struct Word<'a> {
    written: &'a str,
    key: String,
    stem: String,
    /// It says nothing about the service asked for.
    silent: bool,
    /// What it may stand for, when nobody knows it.
    meant: Vec<Meant>,
}

/// The words of a question.
pub(crate) fn words<'a>(query: &'a str, vocabulary: &Vocabulary) -> Vec<Word<'a>> {
    let words = tokens::words(tokens::cut(query)).take(tokens::QUERY_WORDS);
    let word = |written| {
        let key = key(written);
        let (stem, silent) = (stem(&key), stop_words::contains(&key));
        let meant = if silent { Vec::new() } else { vocabulary.meant(written) };
        Word { written, key, stem, silent, meant }
    };
    words.map(word).collect()
}

/// Reads a question. Words that mean nothing here are left out, so the answer may be empty.
pub(crate) fn read(
    words: &[Word<'_>],
    vocabulary: &Vocabulary,
    lay: &LayIndex,
    weights: &Weights,
) -> Vec<Unit> {
    let stems: Vec<Vec<String>> = words.iter().map(Word::stems).collect();
    let phrases = lay.phrases_in(&stems);
    let particles: Vec<&str> = words.iter().filter_map(Word::particle).collect();
    let has_thing = words.iter().any(|word| !word.silent && !stop_words::is_frame(&word.key));
    let mut units: Vec<Unit> = phrases.iter().map(|phrase| official(phrase.entries(), lay)).collect();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| !word.silent) {
        let in_phrase = phrases.iter().any(|phrase| phrase.covers(at));
        let mut factor = if in_phrase { weights.in_phrase } else { 1.0 };
        if has_thing && stop_words::is_frame(&word.key) {
            factor *= weights.frame;
        }
        let terms = vocabulary.terms(word.written);
        let unknown = terms.is_empty();
        let mut unit =
            Unit { alternatives: vec![Alternative { terms, weight: factor, ..Alternative::default() }] };
        unit.alternatives.extend(with_particle(word, &particles, vocabulary, lay, weights.lay));
        if !in_phrase {
            unit.alternatives.extend(translated(word, unknown, vocabulary, lay, weights.lay * factor));
        }
        units.push(unit);
    }
    units.retain(|unit| unit.alternatives.iter().any(|alternative| !alternative.terms.is_empty()));
    units
}

/// The question with typing errors corrected, for who reads letters and not words.
pub(crate) fn corrected<'a>(query: &'a str, words: &[Word<'_>]) -> Cow<'a, str> {
    let mut corrected = Cow::Borrowed(query);
    for word in words {
        if let Some(meant) = word.meant.first() {
            corrected = corrected.replace(word.written, &meant.written).into();
        }
    }
    corrected
}

impl Word<'_> {
    /// Its own, and that of the word it was meant as.
    fn stems(&self) -> Vec<String> {
        let meant = self.meant.first().map(|meant| stem(&key(&meant.written)));
        std::iter::once(self.stem.clone()).chain(meant).collect()
    }

    fn particle(&self) -> Option<&str> {
        PARTICLES.contains(&self.key.as_str()).then_some(&self.key)
    }
}

fn official(entries: &[usize], lay: &LayIndex) -> Unit {
    let alternatives = entries.iter().flat_map(|entry| lay.official(*entry));
    Unit { alternatives: alternatives.map(|official| weighted(official, 1.0)).collect() }
}

/// Lay words and corrected typing errors; `unknown`: neither the word nor a part of it is in the index.
fn translated(
    word: &Word<'_>,
    unknown: bool,
    vocabulary: &Vocabulary,
    lay: &LayIndex,
    worth: f32,
) -> Vec<Alternative> {
    let mut found: Vec<Alternative> = lay.single(&word.stem).map(|a| weighted(a, worth)).collect();
    for meant in &word.meant {
        let terms = vocabulary.terms(&meant.written);
        let meant_stem = stem(&key(&meant.written));
        let official = lay.single(&meant_stem);
        found.extend(official.map(|a| weighted(a, worth * meant.weight)));
        let read_as = Some(meant.written.clone());
        found.push(Alternative { terms, weight: meant.weight, together: false, read_as });
    }
    if unknown {
        let parts = vocabulary.part_stems(word.written);
        found.extend(parts.iter().flat_map(|part| lay.single(part)).map(|a| weighted(a, worth)));
    }
    found
}

/// "melde … an" is "anmelden", "zieht … um" is "umziehen".
fn with_particle(
    word: &Word<'_>,
    particles: &[&str],
    vocabulary: &Vocabulary,
    lay: &LayIndex,
    worth: f32,
) -> Vec<Alternative> {
    let forms = || std::iter::once(word.key.clone()).chain(forms::present(&word.key));
    let verbs = particles.iter().flat_map(|particle| forms().map(move |form| format!("{particle}{form}")));
    let read = |verb: String| {
        let stem = stem(&verb);
        let official: Vec<_> = lay.single(&stem).map(|alternative| weighted(alternative, worth)).collect();
        let term = vocabulary.postings.term(&stem);
        let own = term.map(|term| Alternative {
            terms: vec![(term, 1.0)],
            weight: 1.0,
            together: false,
            read_as: Some(verb),
        });
        official.into_iter().chain(own)
    };
    verbs.flat_map(read).collect()
}

fn weighted(alternative: &Alternative, factor: f32) -> Alternative {
    Alternative { weight: alternative.weight * factor, ..alternative.clone() }
}
