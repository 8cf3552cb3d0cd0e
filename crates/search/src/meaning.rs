//! Likeness of meaning: the vectors of all names, keywords and summaries, compared with the vector of a question.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::encoder::Encoder;
use crate::small::Small;
use crate::tokens::content_words;
use crate::{Document, fields};

/// So many pieces of a question are read: about 30 words.
const QUESTION_PIECES: usize = 64;
/// And of each text of a document: its name and a sentence. Decides how long an index takes to build.
const TEXT_PIECES: usize = 32;
/// Names and keywords of one document that get a vector.
const PHRASES_MAX: usize = 32;
/// Texts that a thread takes at a time.
const CHUNK: usize = 64;
/// Threads that make the vectors of the documents.
const THREADS: usize = 2;
/// Less likeness is chance: with the nearest of some thousand keywords, a made-up word reaches .38, a sentence about
/// something else a little over .25.
const FLOOR_WORD: f32 = 0.4;
const FLOOR_SENTENCE: f32 = 0.25;
/// By likeness alone, documents are found that are at least this share as like as the most like.
const SHARE: f32 = 0.6;

/// The vectors of all documents. A text that several documents have is stored once.
#[derive(Debug)]
pub(crate) struct Meanings {
    encoder: Arc<Encoder>,
    texts: Vec<String>,
    vectors: Vec<Small>,
    documents: Vec<Places>,
}

/// Where the vectors of a document lie.
#[derive(Debug, Default)]
struct Places {
    phrases: Vec<u32>,
    described: u32,
}

/// How like a document is to a question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Likeness<'a> {
    /// -1 to 1.
    pub(crate) value: f32,
    /// Whether that is enough to be found by.
    pub(crate) found: bool,
    /// The document's name or keyword that is nearest.
    pub(crate) nearest: &'a str,
}

impl Meanings {
    /// Texts that were there before are not encoded again.
    pub(crate) fn new(documents: &[Document], encoder: &Arc<Encoder>, before: Option<&Self>) -> Self {
        let mut texts = Vec::new();
        let mut known = HashMap::new();
        let mut place = |text: &str| {
            *known.entry(text.to_owned()).or_insert_with(|| {
                texts.push(text.to_owned());
                u32::try_from(texts.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let places = documents.iter().map(|document| Places {
            phrases: fields::phrases(document).take(PHRASES_MAX).map(&mut place).collect(),
            described: place(&format!("{}. {}", document.name, document.summary)),
        });
        let documents = places.collect();
        let vectors = vectors(&texts, encoder, before);
        Self { encoder: Arc::clone(encoder), texts, vectors, documents }
    }

    pub(crate) fn encoder(&self) -> &Arc<Encoder> {
        &self.encoder
    }

    /// One per document; empty when the question says nothing, or the encoder's table cannot be read.
    pub(crate) fn likeness(&self, query: &str) -> Vec<Likeness<'_>> {
        if !says_something(query) {
            return Vec::new();
        }
        let vectors = self.encoder.encode_all(&[query], QUESTION_PIECES).unwrap_or_default();
        let Some(vector) = vectors.first().map(Small::new) else { return Vec::new() };
        let all = vector.likeness(&self.vectors);
        let mut likeness: Vec<_> = self.documents.iter().map(|places| self.of(places, &all)).collect();
        let floor = if content_words(query).nth(1).is_some() { FLOOR_SENTENCE } else { FLOOR_WORD };
        let best = likeness.iter().map(|one| one.value).fold(floor, f32::max);
        for one in &mut likeness {
            one.found = one.value >= floor.max(best * SHARE);
        }
        likeness
    }

    /// Half for the nearest name or keyword, half for name and summary as a whole.
    fn of(&self, places: &Places, all: &[f32]) -> Likeness<'_> {
        let at = |place: u32| all.get(place as usize).copied().unwrap_or(-1.0);
        let nearest = places.phrases.iter().copied().max_by(|a, b| at(*a).total_cmp(&at(*b)));
        let phrase = nearest.map_or(-1.0, at);
        let nearest = nearest.and_then(|place| self.texts.get(place as usize)).map_or("", String::as_str);
        Likeness { value: f32::midpoint(phrase, at(places.described)), found: false, nearest }
    }
}

fn vectors(texts: &[String], encoder: &Encoder, before: Option<&Meanings>) -> Vec<Small> {
    let known = before.into_iter().flat_map(|before| before.texts.iter().zip(before.vectors.iter().cloned()));
    let mut all: HashMap<&String, Small> = known.collect();
    let new: Vec<&String> = texts.iter().filter(|text| !all.contains_key(text)).collect();
    let made = encode(&new, encoder);
    all.extend(new.into_iter().zip(made));
    texts.iter().filter_map(|text| all.remove(text)).collect()
}

/// Each thread takes the next texts when it is done with some, so that a busy processor holds up only these. Texts that
/// cannot be encoded are like nothing.
fn encode(texts: &[&String], encoder: &Encoder) -> Vec<Small> {
    let waiting = Mutex::new(texts.chunks(CHUNK).enumerate());
    let done = Mutex::new(Vec::new());
    let work = || {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((number, texts)) = next else { break };
            let vectors = encode_chunk(texts, encoder);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((number, vectors));
        }
    };
    std::thread::scope(|scope| {
        (0..THREADS).for_each(|_| {
            scope.spawn(work);
        });
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().flat_map(|(_, vectors)| vectors).collect()
}

fn encode_chunk(texts: &[&String], encoder: &Encoder) -> Vec<Small> {
    let all: Vec<&str> = texts.iter().map(|text| text.as_str()).collect();
    match encoder.encode_all(&all, TEXT_PIECES) {
        Ok(vectors) => vectors.iter().map(Small::new).collect(),
        Err(_) => vec![Small::NONE; texts.len()],
    }
}

/// Emoji, stop words and single letters are like everything and nothing.
fn says_something(query: &str) -> bool {
    content_words(query).any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_with_a_meaning_are_compared() {
        for query in ["", " ", "🐕🐕", "der die das und", "12345", "x", "?!"] {
            assert!(!says_something(query), "{query}");
        }
        for query in ["Hund", "köpek", "كلب", "狗证", "ich bin umgezogen"] {
            assert!(says_something(query), "{query}");
        }
    }
}
