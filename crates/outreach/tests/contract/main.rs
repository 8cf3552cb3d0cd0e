//! The use cases through their public door, on both engines; mail with a mail server that is not ours.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod barriers;
mod mail;
mod peer;
