//! Likeness of meaning: the vectors of all names, keywords and summaries, compared with the vector of a question.

use std::collections::HashMap;
use std::sync::Arc;

use crate::encoder::{DIMENSIONS, Encoder, Vector};
use crate::tokens::content_words;
use crate::{Document, fields};

/// So many pieces of a question are read: about 30 words.
const QUESTION_PIECES: usize = 64;
/// And of each text of a document: its name and a sentence. Decides how long an index takes to build.
const TEXT_PIECES: usize = 32;
/// Names and keywords of one document that get a vector.
const PHRASES_MAX: usize = 32;
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

/// A vector in a quarter of the space, exact to about a thousandth of a likeness.
#[derive(Clone, Debug)]
struct Small {
    scale: f32,
    values: [i8; DIMENSIONS],
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

    /// One per document; empty when the question says nothing.
    pub(crate) fn likeness(&self, query: &str) -> Vec<Likeness<'_>> {
        if !says_something(query) {
            return Vec::new();
        }
        let Some(vector) = self.encoder.encode_all(&[query], QUESTION_PIECES).first().map(Small::new) else {
            return Vec::new();
        };
        let all: Vec<f32> = self.vectors.iter().map(|text| text.likeness(&vector)).collect();
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

fn encode(texts: &[&String], encoder: &Encoder) -> Vec<Small> {
    let make = |texts: &[&String]| {
        let texts: Vec<&str> = texts.iter().map(|text| text.as_str()).collect();
        encoder.encode_all(&texts, TEXT_PIECES).iter().map(Small::new).collect::<Vec<_>>()
    };
    let (first, second) = texts.split_at(texts.len() / THREADS);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| make(second));
        let mut all = make(first);
        // There is no panic that could be lost here; the vectors would be made once more.
        all.extend(other.join().unwrap_or_else(|_| make(second)));
        all
    })
}

/// Emoji, stop words and single letters are like everything and nothing.
fn says_something(query: &str) -> bool {
    content_words(query).any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

impl Small {
    #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127 by the division")]
    fn new(vector: &Vector) -> Self {
        let greatest = vector.iter().fold(f32::MIN_POSITIVE, |greatest, number| greatest.max(number.abs()));
        let scale = greatest / 127.0;
        Self { scale, values: vector.map(|number| (number / scale).round() as i8) }
    }

    #[expect(clippy::cast_precision_loss, reason = "512 products of bytes fit f32 well enough")]
    fn likeness(&self, other: &Self) -> f32 {
        let pairs = self.values.iter().zip(&other.values);
        let sum: i32 = pairs.map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b))).sum();
        sum as f32 * self.scale * other.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_vectors_are_nearly_exact() {
        let number = |at: usize| f32::from(u8::try_from(at * 37 % 101).unwrap()) / 700.0 - 0.07;
        let vector = std::array::from_fn(number);
        let length = vector.iter().map(|number| number * number).sum::<f32>();
        let small = Small::new(&vector);
        assert!((small.likeness(&small) - length).abs() < 0.01);
        assert!(Small::new(&[0.0; DIMENSIONS]).likeness(&small).abs() < 1e-6);
    }

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
