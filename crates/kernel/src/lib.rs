//! The words every other room speaks: slugs and ids, the clock, randomness, languages, actors, faults, text folding.
//!
//! No I/O and no async lives here, and nothing of ours is used from here.

mod actor;
mod clock;
mod fault;
mod lang;
mod localized;
mod rng;
mod slug;
pub mod text;

pub use actor::{Actor, Forbidden, Permission};
pub use clock::{BERLIN, Clock, FixedClock, SystemClock, berlin};
pub use fault::{Fault, FaultKind};
pub use lang::{Lang, LangParseError};
pub use localized::{Localized, Spoken};
pub use rng::{OsRng, Rng, SeededRng, uuid_v7};
pub use slug::{Slug, SlugError};
