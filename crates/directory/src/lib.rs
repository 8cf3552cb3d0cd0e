//! The services of a city: what is known of them, what may be shown as a fact, how they are found.
//!
//! Pages read the [`Directory`], which is built once from what [`load`] gives; changes come in by [`import`].
//! How a page looks and how the search ranks is decided elsewhere.

mod arrange;
mod directory;
pub mod exchange;
mod line;
mod link;
mod misses;
mod model;
mod ops;
mod rules;
mod store;
mod topics;
mod trust;

pub use directory::{Directory, Filter, Found, Letter, Listed, Proposal, Shelf};
pub use link::Link;
pub use misses::{
    ASKERS_MIN, Counted, HELD_DAYS, MISS_MONTHS, Miss, MissError, Misses, Outcome, forget_miss, list_misses,
    purge_misses, words_to_count, write_misses,
};
pub use model::{OnlineAusweis, Seen, Service, ServiceId, SituationId, SourceKind, TopicId};
pub use ops::{ImportError, ImportReport, export, import, load};
pub use rules::{Answer, Fact, Fee, OnlineAnswer, Published, SourceNote, publish};
pub use search::{
    Why,
    encoder::{Encoder, EncoderError, EncoderFiles, ModelFile, Source},
};
pub use topics::{Need, Situation, Target, Taxonomy, TaxonomyError, Topic};

/// Every statement of this crate, so that a test can prepare each on both engines.
pub static STATEMENTS: std::sync::LazyLock<Vec<&'static db::Statement>> =
    std::sync::LazyLock::new(|| store::STATEMENTS.iter().chain(&misses::STATEMENTS).copied().collect());
