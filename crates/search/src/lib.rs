//! Search over a few hundred to ten thousand short German descriptions, for people who use their own words.
//!
//! Pure and in memory: no I/O, no clock, no threads that outlive a call. A question goes this way:
//! [`Index::search`] tries the short cuts (LeiKa key), reads the question into units (each word with its compound
//! parts, its corrected form and the official words for it), adds up BM25F scores per document, puts exact names on
//! top, and adds how like the documents are in meaning, if the index has an [`encoder`].

mod compounds;
pub mod encoder;
mod endings;
mod fields;
mod forms;
mod index;
mod lay_index;
mod lay_words;
mod meaning;
mod model;
mod postings;
mod question;
mod rank;
mod rescue;
mod shortcuts;
mod small;
mod stop_words;
mod suggest;
mod tokens;
mod vocabulary;
mod weighing;

pub use index::Index;
pub use lay_words::{LayWords, LayWordsError};
pub use model::{Document, Hit, Suggestion, Why};
pub use weighing::Weights;

/// Whether the German word list has the word, in whatever case.
pub fn is_german_word(word: &str) -> bool {
    compounds::Dictionary::is_german(word)
}
