//! Words that visitors searched for and no service has, so that an editor can add them; nothing about who asked.
//!
//! A question goes through [`words_to_count`], which keeps single folded words and drops what may name somebody.
//! [`Misses`] counts in memory and holds rare words back; [`write_misses`] puts the others into the database. A whole
//! question, an address or a time of day is never stored.

mod counter;
mod kept;
mod ops;
mod store;

pub use counter::{ASKERS_MIN, Counted, HELD_DAYS, Misses};
pub use kept::words_to_count;
pub use ops::{MISS_MONTHS, Miss, MissError, forget_miss, list_misses, purge_misses, write_misses};
pub(crate) use store::STATEMENTS;

/// What a visitor got who used words that the search does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No service.
    Nothing,
    /// Services that are only alike in meaning.
    Unsure,
}
