//! The eID card's protocol (BSI TR-03110, version 2), terminal and chip, without I/O. Sections of the guideline are those
//! of edition 2.21.
//!
//! A channel: [`pace`] opens it, [`messaging`] protects what goes through it, [`keys`] are what both rest on.
//! [`card_access`] is what a chip offers, [`pin`] the state of its PIN and what manages it, [`apdu`] a command and its
//! response. Authentication: [`ta`], then [`ca`]; then [`data_group`]s may be
//! read, and [`ri`] names the card.
//!
//! Certificates: [`cvc`] with [`chat`] and [`description`]; [`card_security`] for what a card's maker signed; [`pki`]
//! makes all of them for practice. [`signature`] and [`curve`] are what they rest on, [`tlv`] is how bytes are read.

pub mod apdu;
mod bp512;
pub mod ca;
pub mod card_access;
pub mod card_security;
pub mod chat;
pub mod curve;
pub mod cvc;
pub mod data_group;
pub mod description;
pub mod keys;
pub mod messaging;
pub mod pace;
pub mod pin;
pub mod pki;
pub mod ri;
pub mod signature;
pub mod ta;
pub mod tlv;
pub mod x509;

pub use elliptic_curve::rand_core;
