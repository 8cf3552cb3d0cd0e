//! The index: built once from all documents, read by many.

use crate::{Document, Hit, LayWords, Suggestion, Why};

/// An immutable index in memory; replace it as a whole when documents change.
#[derive(Debug)]
pub struct Index {
    names: Vec<String>,
    texts: Vec<String>,
}

impl Index {
    /// Reads all documents. Their positions in the slice are what [`Hit::document`] means.
    pub fn build(documents: &[Document], _lay_words: &LayWords) -> Self {
        let text = |d: &Document| {
            kernel::text::fold(&[d.name.as_str(), &d.topic, &d.summary, &d.keywords.join(" ")].join(" "))
        };
        Self {
            names: documents.iter().map(|d| d.name.clone()).collect(),
            texts: documents.iter().map(text).collect(),
        }
    }

    /// The best `limit` documents for a question, best first. Any text is a valid question.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = kernel::text::fold(query);
        let found = self.texts.iter().enumerate().filter(|(_, text)| text.contains(query.trim()));
        found.map(|(document, _)| Hit { document, score: 1.0, why: Why::Name }).take(limit).collect()
    }

    /// Proposals for a question that is still being typed.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let name = |document: usize| self.names.get(document).cloned().unwrap_or_default();
        let hits = self.search(typed, limit).into_iter();
        hits.map(|hit| Suggestion { document: hit.document, text: name(hit.document) }).collect()
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// True without documents.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
