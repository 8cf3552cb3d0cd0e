//! Search over a few hundred to ten thousand short German descriptions, for people who use their own words.
//!
//! Pure and in memory: no I/O, no clock, no threads.

mod index;
mod lay_words;
mod model;

pub use index::Index;
pub use lay_words::{LayWords, LayWordsError};
pub use model::{Document, Hit, Suggestion, Why};
