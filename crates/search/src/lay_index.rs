//! The lay-word list made ready for one set of documents: official words as terms, phrases found by their words.

use std::collections::HashMap;

use crate::LayWords;
use crate::question::Alternative;
use crate::stop_words;
use crate::tokens::{content_words, key, stem, words};
use crate::vocabulary::{Terms, Vocabulary};

/// Lay words and phrases by their stems.
#[derive(Debug, Default)]
pub(crate) struct LayIndex {
    /// Official readings of each line of the list.
    official: Vec<Vec<Alternative>>,
    singles: HashMap<String, Vec<usize>>,
    /// By the first stem of the phrase.
    phrases: HashMap<String, Vec<(Vec<String>, usize)>>,
}

/// A lay phrase found in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    positions: Vec<usize>,
    entries: Vec<usize>,
}

impl Phrase {
    /// Whether the word at this position belongs to the phrase.
    pub(crate) fn covers(&self, position: usize) -> bool {
        self.positions.contains(&position)
    }

    pub(crate) fn entries(&self) -> &[usize] {
        &self.entries
    }

    fn is_within(&self, other: &Self) -> bool {
        self.positions.len() < other.positions.len() && self.positions.iter().all(|at| other.covers(*at))
    }
}

impl LayIndex {
    /// Resolves the official words; those that no document has are dropped.
    pub(crate) fn new(list: &LayWords, vocabulary: &Vocabulary) -> Self {
        let mut index = Self::default();
        for entry in &list.entries {
            let readings = entry.official.iter().map(|text| resolve(text, vocabulary));
            let known: Vec<Alternative> = readings.filter(|reading| !reading.terms.is_empty()).collect();
            if known.is_empty() {
                continue;
            }
            let id = index.official.len();
            index.official.push(known);
            let mut stems = phrase_stems(&entry.lay);
            match stems.len() {
                0 => {}
                1 => index.singles.entry(stems.remove(0)).or_default().push(id),
                _ => {
                    let first = stems.first().cloned().unwrap_or_default();
                    index.phrases.entry(first).or_default().push((stems, id));
                }
            }
        }
        index
    }

    /// Official readings of one lay word.
    pub(crate) fn single(&self, stem: &str) -> impl Iterator<Item = &Alternative> {
        self.singles.get(stem).into_iter().flatten().flat_map(|entry| self.official(*entry))
    }

    /// Official readings of one line.
    pub(crate) fn official(&self, entry: usize) -> &[Alternative] {
        self.official.get(entry).map_or(&[], Vec::as_slice)
    }

    /// The phrases of which all words are in the question, without those inside a longer one. A word of the question may
    /// have several stems.
    pub(crate) fn phrases_in(&self, stems: &[Vec<String>]) -> Vec<Phrase> {
        let mut found: Vec<Phrase> = Vec::new();
        let starting = stems.iter().flatten().filter_map(|stem| self.phrases.get(stem)).flatten();
        for (phrase, entry) in starting {
            let places = phrase.iter().map(|word| stems.iter().position(|stems| stems.contains(word)));
            let Some(mut positions) = places.collect::<Option<Vec<usize>>>() else { continue };
            positions.sort_unstable();
            match found.iter_mut().find(|other| other.positions == positions) {
                Some(same) if !same.entries.contains(entry) => same.entries.push(*entry),
                Some(_) => {}
                None => found.push(Phrase { positions, entries: vec![*entry] }),
            }
        }
        let longest = |phrase: &&Phrase| !found.iter().any(|other| phrase.is_within(other));
        found.iter().filter(longest).cloned().collect()
    }
}

/// Stems of the lay words of the list that stand alone.
pub(crate) fn single_words(list: &LayWords) -> impl Iterator<Item = &str> {
    list.entries.iter().map(|entry| entry.lay.as_str()).filter(|lay| phrase_stems(lay).len() == 1)
}

/// Without stop words, but never less than two words of a phrase: "kein Geld" is not "Geld".
fn phrase_stems(lay: &str) -> Vec<String> {
    let content: Vec<String> = content_words(lay).map(|word| stem(&key(word))).collect();
    let all = || words(lay).map(|word| stem(&key(word))).collect::<Vec<_>>();
    if content.len() < 2 { all() } else { content }
}

fn resolve(text: &str, vocabulary: &Vocabulary) -> Alternative {
    let each: Vec<Terms> = content_words(text).map(|word| vocabulary.terms(word)).collect();
    let words = u8::try_from(each.len()).unwrap_or(u8::MAX);
    let weight = 1.0 / f32::from(words.max(1)).sqrt();
    let terms = each.into_iter().flatten().collect();
    Alternative { terms, weight, together: true, read_as: Some(text.to_owned()) }
}

/// Whether a lay word is worth knowing for typing errors.
pub(crate) fn is_plain(word: &str) -> bool {
    words(word).count() == 1 && !stop_words::contains(&key(word))
}
