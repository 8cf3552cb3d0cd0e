//! Proposals while typing: which names and keywords have words that begin like this.

use std::collections::{HashMap, HashSet};

use crate::compounds::Dictionary;
use crate::tokens::{key, words};
use crate::{Document, Suggestion, fields, stop_words};

/// Beginnings of words that are looked at per typed word; more would be guessing anyway.
const MATCHES_MAX: usize = 5_000;
/// A shorter beginning is not looked for inside compounds.
const INNER_MIN: usize = 3;

/// All names and keywords, found by the beginnings of their words.
#[derive(Debug, Default)]
pub(crate) struct Suggestions {
    texts: Vec<Text>,
    /// Sorted; the number is the position in `texts`.
    starts: Vec<(String, Place, u32)>,
}

#[derive(Debug)]
struct Text {
    document: usize,
    is_name: bool,
    written: String,
}

/// Where in the text the word stands, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    First,
    Later,
    Inside,
}

impl Suggestions {
    pub(crate) fn new(documents: &[Document], dictionary: &Dictionary) -> Self {
        let mut all = Self::default();
        for (document, source) in documents.iter().enumerate() {
            for (at, text) in fields::phrases(source).enumerate() {
                all.add(Text { document, is_name: at == 0, written: text.trim().to_owned() }, dictionary);
            }
        }
        all.starts.sort();
        all.starts.dedup();
        all
    }

    /// Texts in which each typed word begins a word; documents and texts once, the best first.
    pub(crate) fn begin_with(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let mut seen_documents = HashSet::new();
        let mut seen_texts = HashSet::new();
        let mut found = Vec::new();
        for text in self.matching(typed) {
            if found.len() == limit {
                break;
            }
            if !seen_documents.contains(&text.document) && seen_texts.insert(key(&text.written)) {
                seen_documents.insert(text.document);
                found.push(Suggestion { document: text.document, text: text.written.clone() });
            }
        }
        found
    }

    fn matching(&self, typed: &str) -> Vec<&Text> {
        let mut common: Option<HashMap<u32, Place>> = None;
        for word in typed_words(typed) {
            let places = self.beginning(&key(word));
            common = Some(match common {
                None => places,
                Some(before) => both(&before, places),
            });
        }
        let found = common.unwrap_or_default().into_iter();
        let mut texts: Vec<(Place, &Text)> =
            found.filter_map(|(id, place)| Some((place, self.texts.get(id as usize)?))).collect();
        texts.sort_by_key(|(place, text)| (*place, !text.is_name, text.written.len(), text.document));
        texts.into_iter().map(|(_, text)| text).collect()
    }

    fn beginning(&self, start: &str) -> HashMap<u32, Place> {
        let mut places = HashMap::new();
        let from = self.starts.partition_point(|(known, ..)| known.as_str() < start);
        let matching = self.starts.iter().skip(from).take_while(|(known, ..)| known.starts_with(start));
        for (_, place, text) in matching.take(MATCHES_MAX) {
            if *place == Place::Inside && start.len() < INNER_MIN {
                continue;
            }
            let best = places.entry(*text).or_insert(*place);
            *best = (*best).min(*place);
        }
        places
    }

    fn add(&mut self, text: Text, dictionary: &Dictionary) {
        let id = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        for (at, word) in words(&text.written).enumerate() {
            let place = if at == 0 { Place::First } else { Place::Later };
            self.starts.push((key(word), place, id));
            let parts = dictionary.parts(word).into_iter();
            self.starts.extend(parts.map(|part| (key(&part), Place::Inside, id)));
        }
        self.texts.push(text);
    }
}

/// The last word may be one letter so far; of the finished ones those that mean something.
pub(crate) fn typed_words(typed: &str) -> impl Iterator<Item = &str> {
    let letter = typed.rsplit(|c: char| !c.is_alphanumeric()).next().filter(|last| last.chars().count() == 1);
    let last = letter.or_else(|| words(typed).last());
    let before = words(typed).filter(move |word| Some(*word) != last && !stop_words::contains(&key(word)));
    before.chain(last)
}

/// In both, at the worse place of the two.
fn both(before: &HashMap<u32, Place>, now: HashMap<u32, Place>) -> HashMap<u32, Place> {
    let kept = now.into_iter().filter_map(|(id, place)| Some((id, place.max(*before.get(&id)?))));
    kept.collect()
}
