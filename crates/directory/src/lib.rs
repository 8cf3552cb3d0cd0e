//! The services of a city: what is known of them, what may be shown as a fact, how they are found.
//!
//! Pages read the [`Directory`], which is built once from what [`load`] gives; changes come in by [`import`].
//! How a page looks and how the search ranks is decided elsewhere.

mod arrange;
mod directory;
pub mod exchange;
mod line;
mod link;
mod model;
mod ops;
mod rules;
mod store;
mod topics;
mod trust;

pub use directory::{Directory, Filter, Found, Letter, Listed, Proposal, Shelf};
pub use link::Link;
pub use model::{OnlineAusweis, Seen, Service, ServiceId, SituationId, SourceKind, TopicId};
pub use ops::{ImportError, ImportReport, export, import, load};
pub use rules::{Answer, Fact, Fee, OnlineAnswer, Published, SourceNote, publish};
pub use search::{
    Why,
    encoder::{Encoder, EncoderError, EncoderFiles, ModelFile},
};
pub use store::STATEMENTS;
pub use topics::{Need, Situation, Target, Taxonomy, TaxonomyError, Topic};
