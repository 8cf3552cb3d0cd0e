//! From a word to the terms of the index it may mean: itself, its parts, other forms, the word meant by a typing
//! error.

use std::collections::{BTreeSet, HashSet};

use crate::compounds::Dictionary;
use crate::forms;
use crate::postings::{Postings, Term};
use crate::rescue::Rescue;
use crate::stop_words;
use crate::tokens::{key, stem};

/// A part beside its known compound, and a part of a compound that is not known itself.
const PART_OF_KNOWN: f32 = 0.35;
const PART_OF_UNKNOWN: f32 = 0.8;
/// Another form of the word, and what each typing error costs.
const OTHER_FORM: f32 = 0.9;
const PER_ERROR: f32 = 0.85;
/// The same beginning as a lay word. German stemming does not know the endings of other languages.
const OTHER_ENDING: f32 = 0.7;
const BEGINNING_MIN: usize = 4;
const ENDING_MAX: usize = 4;

/// Terms with what each is worth.
pub(crate) type Terms = Vec<(Term, f32)>;

/// A known word that an unknown one may stand for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meant {
    pub(crate) written: String,
    pub(crate) weight: f32,
}

/// Single lay words: known although no document has them.
#[derive(Debug, Default)]
pub(crate) struct KnownLay {
    stems: HashSet<String>,
    keys: BTreeSet<String>,
}

/// Everything needed to read a word.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) dictionary: Dictionary,
    pub(crate) postings: Postings,
    pub(crate) rescue: Rescue,
    pub(crate) lay: KnownLay,
}

impl KnownLay {
    /// Takes in the lay words, as written.
    pub(crate) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let keys: BTreeSet<String> = words.map(key).collect();
        Self { stems: keys.iter().map(|key| stem(key)).collect(), keys }
    }

    /// The first lay word that begins like this.
    pub(crate) fn complete(&self, beginning: &str) -> Option<&str> {
        let next = self.keys.range(beginning.to_owned()..).next()?;
        next.starts_with(beginning).then_some(next)
    }

    /// A lay word that differs in its ending only: "pasaportumu" is "pasaport", "паспорта" is "паспорт".
    fn with_ending(&self, unknown: &str) -> impl Iterator<Item = String> {
        let ends: Vec<usize> = unknown.char_indices().map(|(at, _)| at).skip(BEGINNING_MIN).collect();
        let beginnings = ends.iter().rev().take(ENDING_MAX).filter_map(|end| unknown.get(..*end));
        let close = |beginning: &str| {
            let next = self.keys.range(beginning.to_owned()..).next()?;
            let ending = next.strip_prefix(beginning)?;
            (ending.chars().count() < ENDING_MAX / 2).then(|| next.clone())
        };
        beginnings.filter_map(close).take(1).collect::<Vec<_>>().into_iter()
    }
}

impl Vocabulary {
    /// Terms of a word and of its parts; empty when none is in the index.
    pub(crate) fn terms(&self, word: &str) -> Terms {
        let own = self.postings.term(&stem(&key(word)));
        let mut terms: Terms = own.map(|term| (term, 1.0)).into_iter().collect();
        let weight = if own.is_some() { PART_OF_KNOWN } else { PART_OF_UNKNOWN };
        for part in self.part_stems(word) {
            if let Some(term) = self.postings.term(&part)
                && terms.iter().all(|(known, _)| *known != term)
            {
                terms.push((term, weight));
            }
        }
        terms
    }

    /// Stems of the parts of a compound.
    pub(crate) fn part_stems(&self, word: &str) -> Vec<String> {
        let parts = self.dictionary.parts(word).into_iter().map(|part| key(&part));
        parts.filter(|part| !stop_words::contains(part)).map(|part| stem(&part)).collect()
    }

    /// Known words that an unknown word may have been meant as; empty for a known one.
    pub(crate) fn meant(&self, word: &str) -> Vec<Meant> {
        let own = key(word);
        if self.knows(&stem(&own)) {
            return Vec::new();
        }
        let forms: Vec<Meant> = forms::others(&own)
            .filter(|form| self.knows(&stem(form)))
            .map(|written| Meant { written, weight: OTHER_FORM })
            .collect();
        if !forms.is_empty() {
            return forms;
        }
        if self.dictionary.has(word) || stop_words::is_little_word(&own) || self.is_known_compound(word) {
            return Vec::new();
        }
        let proposals = self.rescue.propose(&own);
        if proposals.is_empty() {
            return self
                .lay
                .with_ending(&own)
                .map(|written| Meant { written, weight: OTHER_ENDING })
                .collect();
        }
        let weight = |errors: usize| PER_ERROR.powi(i32::try_from(errors).unwrap_or(i32::MAX));
        let meant = proposals.iter();
        meant.map(|p| Meant { written: p.written.to_owned(), weight: weight(p.errors) }).collect()
    }

    fn knows(&self, stem: &str) -> bool {
        self.postings.term(stem).is_some() || self.lay.stems.contains(stem)
    }

    /// All of its parts are known, so it is no typing error. ("personalausweiß" has "aus" and "weiß" in it.)
    fn is_known_compound(&self, word: &str) -> bool {
        let parts = self.part_stems(word);
        parts.len() > 1 && parts.iter().all(|part| self.knows(part))
    }
}
