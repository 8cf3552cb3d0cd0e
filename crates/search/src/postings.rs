//! Terms and where they stand: the inverted index and its BM25F weights.

use std::collections::HashMap;

use crate::Document;
use crate::compounds::Dictionary;
use crate::tokens::{key, stem, words};
use crate::{Weights, fields, stop_words};

/// Saturation of repeated words, and how much long documents are held back.
const K1: f32 = 1.2;
const B: f32 = 0.5;

/// Number of a term in [`Postings`].
pub(crate) type Term = u32;

/// What a posting says about the place of the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// In the name.
    Name,
    /// This text of [`Postings::written`].
    Written(u32),
}

/// One document in which a term stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Posting {
    pub(crate) document: u32,
    /// BM25F score of this term in this document.
    pub(crate) score: f32,
    pub(crate) source: Source,
}

/// The inverted index.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    terms: HashMap<String, Term>,
    lists: Vec<Vec<Posting>>,
    written: Vec<String>,
}

/// Collects raw weights until all documents are known.
pub(crate) struct Builder<'a> {
    dictionary: &'a Dictionary,
    weights: &'a Weights,
    analysed: HashMap<String, Vec<(Term, f32)>>,
    written_ids: HashMap<String, u32>,
    lengths: Vec<f32>,
    postings: Postings,
}

impl Postings {
    /// The number of a stem.
    pub(crate) fn term(&self, stem: &str) -> Option<Term> {
        self.terms.get(stem).copied()
    }

    /// Documents with the term, by position.
    pub(crate) fn list(&self, term: Term) -> &[Posting] {
        self.lists.get(term as usize).map_or(&[], Vec::as_slice)
    }

    /// The text a source stands for; `None` for the name.
    pub(crate) fn written(&self, source: Source) -> Option<&str> {
        match source {
            Source::Name => None,
            Source::Written(id) => self.written.get(id as usize).map(String::as_str),
        }
    }
}

impl<'a> Builder<'a> {
    pub(crate) fn new(dictionary: &'a Dictionary, weights: &'a Weights) -> Self {
        Self {
            dictionary,
            weights,
            analysed: HashMap::new(),
            written_ids: HashMap::new(),
            lengths: Vec::new(),
            postings: Postings::default(),
        }
    }

    /// Adds the next document.
    pub(crate) fn add(&mut self, document: &Document) {
        let id = u32::try_from(self.lengths.len()).unwrap_or(u32::MAX);
        let mut length = 0.0;
        for field in fields::of(document, self.weights) {
            for word in words(field.text) {
                let terms = self.analyse(word);
                if terms.is_empty() {
                    continue;
                }
                length += field.weight;
                let source = self.source(&field, word);
                for (term, weight) in terms {
                    self.count(term, Posting { document: id, score: weight * field.weight, source });
                }
            }
        }
        self.lengths.push(length);
    }

    /// Turns raw weights into scores.
    pub(crate) fn finish(mut self) -> Postings {
        let documents = count(self.lengths.len());
        let average = (self.lengths.iter().sum::<f32>() / documents.max(1.0)).max(1.0);
        for list in &mut self.postings.lists {
            let frequency = count(list.len());
            let rarity = (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln();
            for posting in list {
                let length = self.lengths.get(posting.document as usize).copied().unwrap_or(average);
                let norm = K1 * (1.0 - B + B * length / average);
                posting.score = rarity * posting.score * (K1 + 1.0) / (posting.score + norm);
            }
        }
        self.postings
    }

    /// Terms of one written word: its own stem and those of its parts.
    fn analyse(&mut self, word: &str) -> Vec<(Term, f32)> {
        if let Some(known) = self.analysed.get(word) {
            return known.clone();
        }
        let own = key(word);
        let mut stems = Vec::new();
        if !stop_words::contains(&own) {
            stems.push((stem(&own), 1.0));
            for part in self.dictionary.parts(word) {
                let part = key(&part);
                let stem = stem(&part);
                if !stop_words::contains(&part) && stems.iter().all(|(known, _)| *known != stem) {
                    stems.push((stem, self.weights.part));
                }
            }
        }
        let terms: Vec<_> = stems.into_iter().map(|(stem, weight)| (self.intern(stem), weight)).collect();
        self.analysed.insert(word.to_owned(), terms.clone());
        terms
    }

    fn intern(&mut self, stem: String) -> Term {
        let next = u32::try_from(self.postings.lists.len()).unwrap_or(u32::MAX);
        let term = *self.postings.terms.entry(stem).or_insert(next);
        if term == next {
            self.postings.lists.push(Vec::new());
        }
        term
    }

    fn source(&mut self, field: &fields::Field<'_>, word: &str) -> Source {
        let text = match field.kind {
            fields::Kind::Name => return Source::Name,
            fields::Kind::Phrase => field.text.trim(),
            fields::Kind::Prose => word,
        };
        if let Some(id) = self.written_ids.get(text) {
            return Source::Written(*id);
        }
        let id = u32::try_from(self.postings.written.len()).unwrap_or(u32::MAX);
        self.postings.written.push(text.to_owned());
        self.written_ids.insert(text.to_owned(), id);
        Source::Written(id)
    }

    /// Fields come in order of weight, so the first source of a term in a document is its best.
    fn count(&mut self, term: Term, posting: Posting) {
        let Some(list) = self.postings.lists.get_mut(term as usize) else { return };
        match list.last_mut() {
            Some(newest) if newest.document == posting.document => newest.score += posting.score,
            _ => list.push(posting),
        }
    }
}

/// Counts are far below the 2^24 that `f32` holds exactly.
#[expect(clippy::cast_precision_loss, reason = "see above")]
fn count(n: usize) -> f32 {
    n as f32
}
