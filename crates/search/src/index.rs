//! The index: built once from all documents, read by many.

use std::collections::HashSet;
use std::sync::Arc;

use crate::compounds::Dictionary;
use crate::encoder::Encoder;
use crate::lay_index::{self, LayIndex};
use crate::meaning::{Likeness, Meanings};
use crate::postings::Builder;
use crate::question::{self, Word};
use crate::rank::{self, Scored};
use crate::rescue::Rescue;
use crate::shortcuts::{Exact, Shortcuts};
use crate::suggest::{Suggestions, typed_words};
use crate::tokens::{content_words, cut, key, visible};
use crate::vocabulary::{KnownLay, Vocabulary};
use crate::{Document, Hit, LayWords, Suggestion, Weights, Why, fields};

/// What an exact name and an exact keyword are worth, in scores of the best other hit.
const EXACT_NAME: f32 = 2.0;
const EXACT_PHRASE: f32 = 0.4;
/// While typing, hits worth less than this share of the best are no proposals.
const SUGGEST_SHARE: f32 = 0.5;
/// Shorter beginnings are not completed to a lay word.
const COMPLETE_MIN: usize = 3;

/// An immutable index in memory; replace it as a whole when documents change.
#[derive(Debug)]
pub struct Index {
    online: Vec<bool>,
    names: Vec<String>,
    vocabulary: Vocabulary,
    lay: LayIndex,
    shortcuts: Shortcuts,
    suggestions: Suggestions,
    meanings: Option<Meanings>,
    weights: Weights,
}

impl Index {
    /// Reads all documents. Their positions in the slice are what [`Hit::document`] means.
    pub fn build(documents: &[Document], lay_words: &LayWords) -> Self {
        Self::build_with(documents, lay_words, None)
    }

    /// Like [`build`](Self::build); with an encoder, documents are also found by what they mean. Two threads make
    /// their vectors meanwhile.
    pub fn build_with(documents: &[Document], lay_words: &LayWords, encoder: Option<&Arc<Encoder>>) -> Self {
        let meanings = encoder.map(|encoder| Meanings::new(documents, encoder, None));
        Self::with_meanings(documents, lay_words, meanings, Weights::default())
    }

    /// The index for changed documents, with the encoder of this one. Only texts that are new are encoded, so that a
    /// changed document costs milliseconds.
    #[must_use]
    pub fn rebuild(&self, documents: &[Document], lay_words: &LayWords) -> Self {
        self.reweighted(documents, lay_words, self.weights.clone())
    }

    /// Like [`rebuild`](Self::rebuild) with other weights, for measuring.
    #[must_use]
    pub fn reweighted(&self, documents: &[Document], lay_words: &LayWords, weights: Weights) -> Self {
        let meanings = self.meanings.as_ref();
        let meanings = meanings.map(|known| Meanings::new(documents, known.encoder(), Some(known)));
        Self::with_meanings(documents, lay_words, meanings, weights)
    }

    fn with_meanings(
        documents: &[Document],
        lay_words: &LayWords,
        meanings: Option<Meanings>,
        weights: Weights,
    ) -> Self {
        let dictionary = dictionary(documents, lay_words);
        let mut builder = Builder::new(&dictionary, &weights);
        for document in documents {
            builder.add(document);
        }
        let postings = builder.finish();
        let vocabulary = Vocabulary {
            postings,
            rescue: Rescue::new(known_words(documents, lay_words)),
            lay: KnownLay::new(lay_index::single_words(lay_words)),
            dictionary,
        };
        Self {
            online: documents.iter().map(|document| document.online).collect(),
            names: documents.iter().map(|document| document.name.clone()).collect(),
            lay: LayIndex::new(lay_words, &vocabulary),
            shortcuts: Shortcuts::new(documents),
            suggestions: Suggestions::new(documents, &vocabulary.dictionary),
            meanings,
            vocabulary,
            weights,
        }
    }

    /// The best `limit` documents for a question, best first, online services before others of equal score.
    ///
    /// Any text is a valid question; only its first 300 characters and 24 words are read. A question that is a
    /// number of five digits or more is looked up as the beginning of a LeiKa key.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.find(query, limit, self.meanings.as_ref())
    }

    /// Like [`search`](Self::search), but by words alone: a tenth of the work.
    pub fn search_by_words(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.find(query, limit, None)
    }

    fn find(&self, query: &str, limit: usize, meanings: Option<&Meanings>) -> Vec<Hit> {
        let query = &visible(query);
        let query = cut(query);
        let codes = self.shortcuts.by_code(query);
        if !codes.is_empty() {
            let hits = codes.into_iter().take(limit);
            return hits.map(|document| Hit { document, score: 1.0, why: Why::Code }).collect();
        }
        let words = question::words(query, &self.vocabulary);
        let likeness = match meanings {
            Some(meanings) => meanings.likeness(&question::corrected(query, &words)),
            None => Vec::new(),
        };
        let words = self.by_words(query, &words);
        let weight = self.weights.of_words(query);
        let scored = if likeness.is_empty() { words.scored } else { together(words, &likeness, weight) };
        self.best(scored, limit)
    }

    /// Like [`search`](Self::search), but by meaning alone; nothing without an encoder. For measuring.
    pub fn search_by_meaning(&self, query: &str, limit: usize) -> Vec<Hit> {
        let likeness = self.meanings.as_ref().map_or_else(Vec::new, |meanings| meanings.likeness(cut(query)));
        self.best(together(ByWords { scored: Vec::new(), top: 1.0 }, &likeness, 0.0), limit)
    }

    /// Proposals for a question that is still being typed: names, other names and keywords in which every word
    /// begins a word or a part of one; then the best of what [`search`](Self::search) finds by
    /// words. Each document and each text at most once.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let mut found = self.suggestions.begin_with(cut(typed), limit);
        let hits =
            if found.len() < limit { self.hits_by_words(&self.completed(typed), limit) } else { Vec::new() };
        let enough = hits.first().map_or(0.0, |best| best.score * SUGGEST_SHARE);
        for Hit { document, .. } in hits.iter().take_while(|hit| hit.score >= enough) {
            let text = self.name(*document);
            if found.len() < limit && found.iter().all(|s| s.document != *document && s.text != text) {
                found.push(Suggestion { document: *document, text });
            }
        }
        found
    }

    /// The words of a question that lead to no document, if none of its words does; `None` when at least one does.
    /// A corrected typing error leads somewhere; likeness of meaning does not count.
    pub fn unknown_words<'a>(&self, query: &'a str) -> Option<Vec<&'a str>> {
        let query = cut(query);
        let words = question::words(query, &self.vocabulary);
        let understood = !self.shortcuts.by_code(query).is_empty()
            || !question::read(&words, &self.vocabulary, &self.lay, &self.weights).is_empty();
        (!understood).then(|| content_words(query).collect())
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// True without documents.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    fn hits_by_words(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = cut(query);
        self.best(self.by_words(query, &question::words(query, &self.vocabulary)).scored, limit)
    }

    fn best(&self, mut scored: Vec<Scored>, limit: usize) -> Vec<Hit> {
        scored.sort_by(|a, b| self.order(a, b));
        let hits = scored.into_iter().take(limit);
        hits.map(|s| Hit { document: s.document, score: s.score, why: s.why }).collect()
    }

    fn by_words(&self, query: &str, words: &[Word<'_>]) -> ByWords {
        let units = question::read(words, &self.vocabulary, &self.lay, &self.weights);
        let mut scored = rank::score(&units, &self.vocabulary.postings, self.len());
        let top = scored.iter().map(|s| s.score).fold(1.0, f32::max);
        let mut exact: Vec<&Exact> = self.shortcuts.exact(query).iter().collect();
        if exact.is_empty() && units.is_empty() {
            // "BuT beantragen": all of it are stop words, but "BuT" is a keyword, too.
            exact = self.shortcuts.exact_words(query).collect();
        }
        for exact in exact {
            let (bonus, why) = match &exact.phrase {
                None => (EXACT_NAME, Why::Name),
                Some(phrase) => (EXACT_PHRASE, Why::Keyword(phrase.clone())),
            };
            match scored.binary_search_by_key(&exact.document, |s| s.document) {
                Ok(at) => {
                    if let Some(s) = scored.get_mut(at) {
                        s.score += top * bonus;
                        s.why = why;
                    }
                }
                Err(at) => {
                    scored.insert(at, Scored { document: exact.document, score: top * bonus, why });
                }
            }
        }
        ByWords { scored, top }
    }

    fn order(&self, a: &Scored, b: &Scored) -> std::cmp::Ordering {
        let online = |s: &Scored| self.online.get(s.document).copied().unwrap_or_default();
        b.score.total_cmp(&a.score).then(online(b).cmp(&online(a))).then(a.document.cmp(&b.document))
    }

    /// With the last word replaced by a lay word that begins like it: "bin umgez" by "umgezogen".
    fn completed(&self, typed: &str) -> String {
        let words: Vec<&str> = typed_words(cut(typed)).collect();
        let Some((last, before)) = words.split_last() else { return String::new() };
        let beginning = key(last);
        let whole = self.vocabulary.lay.complete(&beginning).filter(|_| beginning.len() >= COMPLETE_MIN);
        before.iter().copied().chain([whole.unwrap_or(last)]).collect::<Vec<_>>().join(" ")
    }

    fn name(&self, document: usize) -> String {
        self.names.get(document).cloned().unwrap_or_default()
    }
}

/// What the words of a question find, in the order of the documents.
struct ByWords {
    scored: Vec<Scored>,
    /// Greatest score before exact names and keywords were raised; at least 1.
    top: f32,
}

/// The sum of both scores. Without a word in common, a document must be like the question to be found.
fn together(words: ByWords, likeness: &[Likeness<'_>], weight: f32) -> Vec<Scored> {
    let mut scored = words.scored.into_iter().peekable();
    let all = likeness.iter().enumerate().filter_map(|(document, like)| {
        match scored.next_if(|s| s.document == document) {
            Some(s) => Some(Scored { score: weight * s.score / words.top + like.value.max(0.0), ..s }),
            None => like.found.then(|| Scored {
                document,
                score: like.value,
                why: Why::Similar(like.nearest.to_owned()),
            }),
        }
    });
    all.collect()
}

/// The German list, with the nouns of the documents and the lay words.
fn dictionary(documents: &[Document], lay_words: &LayWords) -> Dictionary {
    let mut dictionary = Dictionary::default();
    let texts = documents.iter().flat_map(fields::texts).filter(|field| field.kind != fields::Kind::Prose);
    let words = texts.flat_map(|field| content_words(field.text)).chain(lay_index::single_words(lay_words));
    words.filter(|word| word.chars().all(char::is_alphabetic)).for_each(|word| dictionary.learn(word));
    dictionary
}

/// Words that a typing error may have been meant as: those of the documents and the lay words.
fn known_words<'a>(
    documents: &'a [Document],
    lay_words: &'a LayWords,
) -> impl Iterator<Item = (String, String)> + use<'a> {
    let mut seen = HashSet::new();
    let texts = documents.iter().flat_map(fields::texts).flat_map(|field| content_words(field.text));
    let lay = lay_index::single_words(lay_words).filter(|word| lay_index::is_plain(word));
    texts.chain(lay).map(|word| (key(word), word.to_owned())).filter(move |(key, _)| seen.insert(key.clone()))
}
