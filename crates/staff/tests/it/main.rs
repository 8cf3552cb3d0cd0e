//! The use cases through their door, on both engines.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::missing_panics_doc)]

mod authenticator;
mod devices;
mod door;
mod invitations;
mod passkeys;
mod passwords;
mod people;
mod practice;
mod sessions;
mod speed;
mod whole;
