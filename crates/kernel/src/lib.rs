//! The words every other room speaks: slugs and ids, the clock, randomness, languages, actors, faults, text folding.
//!
//! No I/O and no async lives here, and nothing of ours is used from here.

mod action;
mod actor;
mod clock;
mod fault;
mod lang;
mod localized;
mod mail;
mod permission;
mod rng;
mod role;
mod slug;
pub mod text;

pub use action::ACTIONS;
pub use actor::{Actor, Forbidden, Lack, Staff};
pub use clock::{BERLIN, Clock, FixedClock, ShiftedClock, SystemClock, berlin};
pub use fault::{Fault, FaultKind};
pub use lang::{Lang, LangParseError};
pub use localized::{Localized, Spoken};
pub use mail::{MailAddress, MailAddressError};
pub use permission::{Permission, Reach};
pub use rng::{OsRng, Rng, SeededRng, uuid_v7};
pub use role::{Role, RoleParseError, Roles, StopScope};
pub use slug::{Slug, SlugError};
