//! Questions that name one document outright: its LeiKa key, its exact name, one of its keywords as a whole.

use std::collections::HashMap;

use crate::tokens::{phrase_key, words};
use crate::{Document, fields};

/// Fewer digits could be a house number or a year.
const CODE_DIGITS_MIN: usize = 5;

/// Exact ways to a document.
#[derive(Debug, Default)]
pub(crate) struct Shortcuts {
    codes: Vec<(String, usize)>,
    phrases: HashMap<String, Vec<Exact>>,
}

/// A document that has the question as its name or as one of its phrases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exact {
    pub(crate) document: usize,
    /// The other name or keyword; `None` for the name.
    pub(crate) phrase: Option<String>,
}

impl Shortcuts {
    pub(crate) fn new(documents: &[Document]) -> Self {
        let mut shortcuts = Self::default();
        for (document, text) in documents.iter().enumerate() {
            if let Some(code) = text.code.as_deref().map(digits).filter(|code| !code.is_empty()) {
                shortcuts.codes.push((code, document));
            }
            for (at, phrase) in fields::phrases(text).enumerate() {
                shortcuts.add(phrase, document, at == 0);
            }
        }
        shortcuts.codes.sort();
        shortcuts
    }

    /// Documents whose LeiKa key begins with the question, in order of the key; none when it is no number.
    pub(crate) fn by_code(&self, query: &str) -> Vec<usize> {
        let is_number =
            query.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-'));
        let code = digits(query);
        if !is_number || code.len() < CODE_DIGITS_MIN {
            return Vec::new();
        }
        let from = self.codes.partition_point(|(known, _)| *known < code);
        let matching = self.codes.iter().skip(from).take_while(|(known, _)| known.starts_with(&code));
        matching.map(|(_, document)| *document).collect()
    }

    /// Documents that have the whole question as name or phrase.
    pub(crate) fn exact(&self, query: &str) -> &[Exact] {
        self.phrases.get(&phrase_key(query)).map_or(&[], Vec::as_slice)
    }

    /// Documents that have one word of the question as name or phrase.
    pub(crate) fn exact_words(&self, query: &str) -> impl Iterator<Item = &Exact> {
        words(query).flat_map(|word| self.exact(word))
    }

    fn add(&mut self, phrase: &str, document: usize, is_name: bool) {
        let key = phrase_key(phrase);
        if key.is_empty() {
            return;
        }
        let list = self.phrases.entry(key).or_default();
        if list.last().is_none_or(|last| last.document != document) {
            list.push(Exact { document, phrase: (!is_name).then(|| phrase.to_owned()) });
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
