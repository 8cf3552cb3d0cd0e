//! The use cases through their door, on both engines.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
// Tests read better without.
#![allow(clippy::needless_pass_by_value, clippy::assigning_clones)]

mod authenticator;
mod devices;
mod door;
mod invitations;
mod moved;
mod passkeys;
mod passwords;
mod people;
mod practice;
mod sessions;
mod speed;
mod whole;
